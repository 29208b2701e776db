// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! With whom a community deals: who is limited waits and is not shown, who is suspended does not exist here, and a list of
//! hosts with which alone it deals.

use serde_json::json;

use super::{
    activity_of,
    network::{event, follow, followed, hears, titles},
    on_engines, open,
    peer::Peer,
    work,
};
use crate::support::{Page, Person, TestApp};

/// Limits, suspends or lists somebody.
pub async fn block(ana: &Person, target: &str, measure: &str) -> Page {
    ana.post("/@etla/link/blocks", &[("target", target), ("measure", measure), ("reason", "Acoso")]).await
}

/// Takes the only block away.
pub async fn lift(ana: &Person) {
    let id = ana.get_json("/@etla/link/blocks").await["blocks"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(ana.post("/@etla/link/blocks/lift", &[("id", &id)]).await.status, 303);
}

async fn followers(app: &TestApp) -> i64 {
    activity_of(app, "/@etla/followers").await.1["totalItems"].as_i64().unwrap()
}

fn join(app: &TestApp, peer: &Peer, name: &str, path: &str) -> serde_json::Value {
    let id = peer.id(name);
    json!({ "type": "Join", "id": format!("{id}#join"), "actor": id, "object": format!("{}{path}", app.origin) })
}

/// Answers the first who waits.
async fn answer(ana: &Person, answer: &str) {
    let waiting = ana.get_json("/@etla/link/blocks").await["waiting"][0].clone();
    let id = waiting["id"].as_str().unwrap();
    assert_eq!(ana.post("/@etla/link/blocks/answer", &[("id", id), ("answer", answer)]).await.status, 303);
}

on_engines! {
    /// Suspending ends what there was, in both directions and in one step; who followed is told, and nothing else goes there.
    async fn who_is_suspended_is_gone_at_once(engine: Engine) {
        let (app, ana) = open(engine).await;
        let peer = hears(&app, &ana).await;
        let path = ana.publish(&[("title", "Taller"), ("capacity", "1")]).await;
        assert_eq!(peer.sends(&app, "dora", "/inbox", &join(&app, &peer, "dora", &path)).await, 202);
        work(&app).await;
        peer.heard();
        assert_eq!((followers(&app).await, titles(&app, "").await.len()), (1, 1));
        assert_eq!(ana.get_json(&format!("{path}.json")).await["going"], 1);
        let beto = app.join(&ana, "Beto").await;
        assert_eq!(block(&beto, "127.0.0.1", "suspend").await.status, 403);
        assert_eq!(block(&ana, "127.0.0.1", "suspend").await.status, 303);
        assert_eq!((followers(&app).await, titles(&app, "").await.len()), (0, 0));
        assert_eq!(ana.get_json(&format!("{path}.json")).await["going"], 0);
        assert_eq!(ana.get_json("/@etla/link").await["followed"], json!([]));
        ana.publish(&[("title", "Otro")]).await;
        work(&app).await;
        let mut kinds = peer.kinds();
        kinds.sort();
        assert_eq!(kinds, ["Reject Follow", "Undo Follow"]);
        // It is not followed again by mistake, and members read why.
        assert_eq!(follow(&ana, &peer.id("zaachila")).await.status, 409);
        let page = beto.get("/@etla/link/blocks").await;
        assert!(page.text().contains("127.0.0.1\nSuspendido") && page.text().contains("Acoso"), "{}", page.text());
        assert!(!page.body.contains("/link/blocks/lift"));
        assert_eq!(app.person().get("/@etla/link/blocks").await.status, 401, "for members");
        // Lifted, they come as everybody; nothing returns by itself.
        lift(&ana).await;
        assert_eq!(followers(&app).await, 0);
        assert_eq!(peer.follows(&app, "chela", 2).await, 202);
        work(&app).await;
        assert_eq!(followers(&app).await, 1);
        app.check().await;
    }

    /// One actor alone is suspended, and others on the same server are not.
    async fn one_actor_is_suspended(engine: Engine) {
        let (app, ana) = open(engine).await;
        let peer = Peer::start().await;
        assert_eq!(peer.follows(&app, "chela", 1).await, 202);
        assert_eq!(peer.follows(&app, "dora", 1).await, 202);
        work(&app).await;
        assert_eq!(block(&ana, &peer.id("chela"), "suspend").await.status, 303);
        assert_eq!(followers(&app).await, 1);
        assert_eq!(peer.follows(&app, "chela", 2).await, 403);
        assert_eq!(peer.follows(&app, "dora", 2).await, 202);
        ana.publish(&[("title", "Taller")]).await;
        work(&app).await;
        app.check().await;
    }

    /// Who is limited is told what is public and is not shown; to follow and to come they wait for a yes by hand.
    async fn who_is_limited_waits_for_a_yes(engine: Engine) {
        let (app, ana) = open(engine).await;
        let (peer, zaachila) = followed(&app, &ana).await;
        assert_eq!(peer.sends(&app, "zaachila", "/inbox", &event(&zaachila, "Taller de radio", 1, &json!({}))).await, 202);
        assert_eq!(peer.follows(&app, "chela", 1).await, 202);
        work(&app).await;
        assert_eq!(block(&ana, "127.0.0.1", "limit").await.status, 303);
        // Kept, and delivered to; not shown.
        assert_eq!((followers(&app).await, titles(&app, "").await.len()), (1, 0));
        peer.heard();
        let path = ana.publish(&[("title", "Taller"), ("capacity", "1")]).await;
        work(&app).await;
        assert_eq!(peer.kinds(), ["Create Event"]);
        assert_eq!(peer.follows(&app, "dora", 1).await, 202);
        assert_eq!(peer.follows(&app, "dora", 2).await, 202);
        work(&app).await;
        assert_eq!((followers(&app).await, peer.kinds().len()), (1, 0));
        assert!(ana.get("/@etla/notices").await.text().contains("espera tu respuesta"));
        let page = ana.get("/@etla/link/blocks").await;
        assert!(page.text().contains("dora@127.0.0.1\nquiere seguir a la comunidad"), "{}", page.text());
        answer(&ana, "yes").await;
        work(&app).await;
        assert_eq!((followers(&app).await, peer.kinds()), (2, vec!["Accept Follow".to_owned()]));
        // Who takes the request back waits no longer, and cannot be made to follow.
        for (number, by_name) in [(1, false), (2, true)] {
            let follow = peer.follow(&app, "fidel", number);
            let object = if by_name { follow["id"].clone() } else { follow.clone() };
            let undo = json!({ "type": "Undo", "id": format!("{}#undo-{number}", peer.id("fidel")), "actor": peer.id("fidel"), "object": object });
            assert_eq!(peer.sends(&app, "fidel", "/inbox", &follow).await, 202);
            work(&app).await;
            assert_eq!(ana.get_json("/@etla/link/blocks").await["waiting"].as_array().unwrap().len(), 1);
            assert_eq!(peer.sends(&app, "fidel", "/inbox", &undo).await, 202);
            work(&app).await;
            assert_eq!(ana.get_json("/@etla/link/blocks").await["waiting"], json!([]));
        }
        assert_eq!(peer.kinds(), [""; 0]);
        // To come: no, and asked again by another one, yes.
        for (name, said, heard, going) in [("elsa", "no", "Reject Join", 0), ("dora", "yes", "Accept Join", 1), ("chela", "yes", "TentativeAccept Join", 1)] {
            assert_eq!(peer.sends(&app, name, "/@etla/inbox", &join(&app, &peer, name, &path)).await, 202);
            work(&app).await;
            assert_eq!(peer.kinds(), [""; 0]);
            answer(&ana, said).await;
            work(&app).await;
            assert_eq!(peer.kinds(), [heard]);
            assert_eq!(ana.get_json(&format!("{path}.json")).await["going"], going, "{name}");
        }
        // Lifted, what was kept is shown again.
        lift(&ana).await;
        assert_eq!(titles(&app, "").await, ["Taller de radio"]);
        app.check().await;
    }

    /// With listed hosts alone: all others are as suspended, and those that are listed are not.
    async fn a_community_deals_with_listed_hosts_alone(engine: Engine) {
        let (app, ana) = open(engine).await;
        let peer = Peer::start().await;
        assert_eq!(peer.follows(&app, "chela", 1).await, 202);
        work(&app).await;
        assert_eq!(block(&ana, "127.0.0.1", "list").await.status, 303);
        assert_eq!(ana.post("/@etla/link/blocks/only", &[("only", "on")]).await.status, 303);
        assert!(ana.get("/@etla/link/blocks").await.text().contains("trata solo con los nodos que están en la lista"));
        assert_eq!(followers(&app).await, 1);
        assert_eq!(peer.follows(&app, "dora", 1).await, 202);
        work(&app).await;
        assert_eq!(followers(&app).await, 2);
        peer.heard();
        lift(&ana).await;
        work(&app).await;
        assert_eq!((followers(&app).await, peer.kinds()), (0, vec!["Reject Follow".to_owned(); 2]));
        assert_eq!(peer.follows(&app, "dora", 2).await, 403);
        assert_eq!(ana.post("/@etla/link/blocks/only", &[]).await.status, 303);
        assert_eq!(ana.post("/@etla/link/blocks/only", &[]).await.status, 409);
        assert_eq!(peer.follows(&app, "dora", 3).await, 202);
        app.check().await;
    }

    /// What cannot be blocked is told at its field; nobody blocks themselves.
    async fn what_cannot_be_blocked_is_told(engine: Engine) {
        let (app, ana) = open(engine).await;
        for (target, measure, words) in [
            ("", "suspend", "No se entiende"),
            ("@eva@malo.example", "suspend", "No se entiende"),
            ("malo.example", "", "hace falta"),
            ("https://malo.example/users/eva", "list", "nodos enteros"),
            (&format!("{}/@etla", app.origin), "suspend", "esta misma comunidad"),
        ] {
            let page = block(&ana, target, measure).await;
            assert_eq!(page.status, 422, "{target}: {}", page.text());
            assert!(page.text().contains(words) || words == "hace falta", "{target}: {}", page.text());
        }
        assert_eq!(block(&ana, "MALO.example.", "limit").await.status, 303);
        assert_eq!(block(&ana, "malo.example", "limit").await.status, 409, "as it is");
        // Another measure takes the place of the first one.
        assert_eq!(block(&ana, "*.malo.example", "suspend").await.status, 303);
        let listed = ana.get_json("/@etla/link/blocks").await;
        assert_eq!((&listed["limited"], &listed["suspended"]), (&json!(0), &json!(1)));
        assert_eq!(listed["blocks"][0]["target"], "malo.example");
        app.check().await;
    }

    /// Somebody's list is looked at line by line; what was ticked is taken and nothing else, and the own list is written as theirs.
    async fn a_list_is_taken_line_by_line(engine: Engine) {
        let (app, ana) = open(engine).await;
        let beto = app.join(&ana, "Beto").await;
        assert_eq!(block(&ana, "ya.example", "suspend").await.status, 303);
        assert_eq!(block(&ana, "https://malo.example/users/eva", "suspend").await.status, 303);
        let text = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\nmalo.example,suspend,true,true,\"=Acoso, diario\",false\nruido.example,silence,false,false,,false\nb*d.example,suspend,,,,true\nya.example,suspend,true,true,,false\notro.example,suspend,true,true,,false\n";
        let preview = ana.post("/@etla/link/blocks/import", &[("text", text)]).await;
        assert_eq!(preview.status, 200);
        let told = preview.text();
        assert!(told.contains("Renglón 4: el nombre del nodo tiene letras tapadas con asteriscos."), "{told}");
        assert!(told.contains("Un renglón dice lo que ya está") && told.contains("ruido.example\nLimitar"), "{told}");
        assert!(!preview.body.contains(" checked"), "nobody ticks for them");
        assert_eq!(ana.get_json("/@etla/link/blocks").await["suspended"], 2, "nothing was changed");
        let take = [("text", text), ("take", "malo.example"), ("take", "ruido.example"), ("take", "de-otra.example")];
        assert_eq!(beto.post("/@etla/link/blocks/import/take", &take).await.status, 403);
        assert_eq!(ana.post("/@etla/link/blocks/import/take", &take[..1]).await.status, 422, "nothing is ticked");
        assert_eq!(ana.post("/@etla/link/blocks/import/take", &take).await.status, 303);
        let listed = ana.get_json("/@etla/link/blocks").await;
        assert_eq!((&listed["suspended"], &listed["limited"]), (&json!(3), &json!(1)));
        let file = ana.get("/@etla/link/blocks/export").await;
        assert!(file.headers["content-type"].to_str().unwrap().starts_with("text/csv"));
        assert_eq!(
            file.body,
            "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\r\nmalo.example,suspend,true,true,\"'=Acoso, diario\",false\r\nruido.example,silence,false,false,,false\r\nya.example,suspend,true,true,Acoso,false\r\n"
        );
        assert_eq!(ana.post("/@etla/link/blocks/import", &[("text", " ")]).await.status, 422);
        app.check().await;
    }
}
