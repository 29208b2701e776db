// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A community on the network: who it is, who follows it, and what they hear.

use axum::http::Method;
use serde_json::json;
use tequio_fediverse::{
    inbox, json as strict,
    signature::{Policy, Request, Scheme, read},
    vocabulary::{Actor, ActorKind, Event},
};
use tequio_node::{jobs, spine::world::DAY};

use super::{activity_of, on_engines, open, opened, peer::Peer, work};
use crate::support::{TestApp, on_both_engines};

on_both_engines! {
    /// By the same build, without its laboratory: nobody reaches plain http on this machine, so nobody is promised it.
    async fn what_nobody_reaches_is_not_opened(app: TestApp) {
        let ana = app.founder().await;
        let page = ana.get("/@etla/link").await;
        assert!(page.text().contains("https") && !page.body.contains("/link/open"), "{}", page.text());
        let refused = ana.post("/@etla/link/open", &[]).await;
        assert_eq!(refused.status, 409, "{}", refused.text());
        assert_eq!(activity_of(app, "/@etla").await.0, 404);
        // Nor is what others sign for it taken, nor anything of theirs fetched.
        let peer = Peer::start().await;
        for path in ["/@etla/inbox", "/inbox"] {
            assert_eq!(peer.sends(app, "chela", path, &peer.follow(app, "chela", 1)).await, 404, "{path}");
        }
        assert_eq!(peer.fetched(), 0);
    }
}

on_engines! {
    /// Before it was opened nobody finds a community; from then on it is found by its account and by its address, whatever
    /// the door, and says the same of itself.
    async fn a_community_is_an_actor_once_it_is_opened(engine: Engine) {
        let app = TestApp::start_as(engine, super::laboratory()).await;
        let ana = app.founder().await;
        let host = app.origin.strip_prefix("http://").unwrap();
        let finger = |resource: String| {
            let query: String = url::form_urlencoded::byte_serialize(resource.as_bytes()).collect();
            format!("/.well-known/webfinger?resource={query}")
        };
        let account = finger(format!("acct:etla@{host}"));
        assert_eq!(activity_of(&app, "/@etla").await.0, 404);
        assert_eq!(activity_of(&app, "/actor").await.0, 404);
        assert_eq!(app.person().get(&account).await.status, 404);
        let beto = app.join(&ana, "Beto").await;
        assert_eq!(beto.post("/@etla/link/open", &[]).await.status, 403);
        assert!(app.person().get_json("/communities").await["communities"][0]["actor"].is_null());
        opened(&ana).await;
        assert_eq!(ana.post("/@etla/link/open", &[]).await.status, 409, "once");

        let id = format!("{}/@etla", app.origin);
        let (status, document) = activity_of(&app, "/@etla").await;
        assert_eq!(status, 200);
        let actor = Actor::read(&document).unwrap();
        assert_eq!((actor.kind, actor.id.as_str(), actor.name.as_deref()), (ActorKind::Group, id.as_str(), Some("CoLSoLi Etla")));
        assert_eq!(actor.inbox, format!("{id}/inbox"));
        assert_eq!(actor.shared_inbox.as_deref(), Some(format!("{}/inbox", app.origin).as_str()));
        assert!(actor.takes_rfc9421() && actor.keys.len() == 2 && actor.keys.iter().all(|key| key.owner == id));
        // By another door the same, and in the form that browsers ask for the page.
        let door = app.person_at(host.replace("localhost", "127.0.0.1").parse().unwrap());
        let there = door.request(Method::GET, "/@etla", None, "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"").await;
        assert_eq!(serde_json::from_str::<serde_json::Value>(&there.body).unwrap(), document);
        assert!(there.headers["content-type"].to_str().unwrap().starts_with("application/activity+json"));
        assert!(app.person().get("/@etla").await.headers["content-type"].to_str().unwrap().starts_with("text/html"));
        assert_eq!(app.person().get_json("/communities").await["communities"][0]["actor"], json!(id));

        for resource in [format!("acct:etla@{host}"), format!("acct:ETLA@{host}"), id.clone()] {
            let found = app.person().get(&finger(resource)).await;
            assert_eq!(found.headers["content-type"], "application/jrd+json");
            let found: serde_json::Value = serde_json::from_str(&found.body).unwrap();
            assert_eq!((&found["subject"], &found["links"][0]["href"]), (&json!(format!("acct:etla@{host}")), &json!(id)));
        }
        let node: serde_json::Value = serde_json::from_str(&app.person().get(&finger(format!("{}/", app.origin))).await.body).unwrap();
        assert_eq!(node["links"][0]["href"], json!(format!("{}/actor", app.origin)));
        let application = Actor::read(&activity_of(&app, "/actor").await.1).unwrap();
        assert_eq!((application.kind, application.keys.len()), (ActorKind::Application, 2));
        assert_ne!(application.keys[0].key, actor.keys[0].key, "the node's keys are its own");
        let known: serde_json::Value = serde_json::from_str(&app.person().get("/.well-known/nodeinfo").await.body).unwrap();
        let rels: Vec<&str> = known["links"].as_array().unwrap().iter().map(|link| link["rel"].as_str().unwrap()).collect();
        assert!(rels.contains(&"https://www.w3.org/ns/activitystreams#Application"), "{rels:?}");
        let info: serde_json::Value = serde_json::from_str(&app.person().get("/nodeinfo/2.1").await.body).unwrap();
        assert_eq!((&info["software"]["name"], &info["usage"]["users"]["total"]), (&json!("tequio"), &json!(2)));
        app.check().await;
    }

    /// Adversary 13, at our side: nobody is told that a name of another host is ours.
    async fn a_name_of_another_host_is_not_ours(engine: Engine) {
        let (app, _) = open(engine).await;
        for resource in ["acct:etla@elsewhere.example", "acct:etla@localhost", "acct:otra@localhost", "https://elsewhere.example/@etla", "etla", "acct:%00@x", "data:text/plain,x"] {
            let found = app.person().get(&format!("/.well-known/webfinger?resource={resource}")).await;
            assert!([400, 404].contains(&found.status), "{resource}: {}", found.status);
        }
        assert_eq!(app.person().get("/.well-known/webfinger").await.status, 400);
    }

    /// Who follows hears of what is public, of its changes, and that it is public no more; and of nothing else.
    async fn what_is_public_reaches_who_follows(engine: Engine) {
        let (app, ana) = open(engine).await;
        let peer = Peer::start().await;
        assert_eq!(peer.follows(&app, "chela", 1).await, 202);
        work(&app).await;
        let accepts = peer.heard();
        assert_eq!(accepts.len(), 1);
        let accept = &accepts[0].activity;
        assert_eq!((&accept["type"], &accept["actor"]), (&json!("Accept"), &json!(format!("{}/@etla", app.origin))));
        assert_eq!(accept["object"]["id"], json!(format!("{}#follow-1", peer.id("chela"))));
        assert_eq!(accepts[0].path, "/users/chela/inbox");
        // Asked once more, it is said once more, and nothing else changes.
        assert_eq!(peer.follows(&app, "chela", 2).await, 202);
        work(&app).await;
        assert_eq!(peer.kinds(), ["Accept Follow"]);
        assert_eq!(activity_of(&app, "/@etla/followers").await.1["totalItems"], 1);
        assert!(app.person().get("/@etla/link").await.text().contains("una cuenta"));

        let path = ana.publish(&[("title", "Instalatón"), ("body", "Trae tu **compu**."), ("tags", "taller")]).await;
        ana.publish(&[("title", "Reunión de casa"), ("visibility", "community")]).await;
        work(&app).await;
        let heard = peer.heard();
        assert_eq!(heard.len(), 1, "{:?}", heard.iter().map(|heard| &heard.activity).collect::<Vec<_>>());
        let create = &heard[0].activity;
        let event = Event::read(&create["object"]).unwrap();
        assert_eq!((&create["type"], event.id.as_str()), (&json!("Create"), format!("{}{path}", app.origin).as_str()));
        assert_eq!((event.name.as_str(), event.timezone.as_deref()), ("Instalatón", Some("America/Mexico_City")));
        let summary = event.summary.unwrap();
        assert!(summary.contains("sábado 28 de noviembre") && summary.contains("Biblioteca municipal"), "{summary}");
        assert!(event.content.unwrap().contains("<strong>compu</strong>"));
        assert_eq!(heard[0].path, "/inbox", "one inbox for all on a server");
        // The same at its own address, for who asks without a signature.
        let (status, object) = activity_of(&app, &path).await;
        assert_eq!((status, &object["name"], &object["id"]), (200, &json!("Instalatón"), &create["object"]["id"]));

        let form = ana.get(&format!("{}/edit", path.rsplit_once('/').unwrap().0)).await;
        assert_eq!(ana.send(&form, &[("title", "Instalatón grande")]).await.status, 303);
        work(&app).await;
        let heard = peer.heard();
        assert_eq!(heard.len(), 1);
        assert_eq!((&heard[0].activity["type"], &heard[0].activity["object"]["name"]), (&json!("Update"), &json!("Instalatón grande")));
        let form = ana.get(&format!("{path}/cancel")).await;
        assert_eq!(ana.send(&form, &[("what", "all"), ("reason", "Llueve")]).await.status, 303);
        work(&app).await;
        let heard = peer.heard();
        assert_eq!((&heard[0].activity["type"], &heard[0].activity["object"]["status"]), (&json!("Update"), &json!("CANCELLED")));

        let other = ana.publish(&[("title", "Círculo")]).await;
        work(&app).await;
        assert_eq!(peer.kinds(), ["Create Event"]);
        let form = ana.get(&format!("{}/edit", other.rsplit_once('/').unwrap().0)).await;
        assert_eq!(ana.send(&form, &[("visibility", "community")]).await.status, 303);
        work(&app).await;
        let heard = peer.heard();
        assert_eq!(heard.len(), 1);
        assert_eq!((&heard[0].activity["type"], &heard[0].activity["object"]["id"]), (&json!("Delete"), &json!(format!("{}{other}", app.origin))));
        assert!(!String::from_utf8_lossy(&heard[0].body).contains("Círculo"));
        assert_eq!(activity_of(&app, &other).await.0, 404);

        // What it asked for is named, and no more than that.
        let undo = json!({ "type": "Undo", "id": format!("{}#undo", peer.id("chela")), "actor": peer.id("chela"), "object": format!("{}#follow-1", peer.id("chela")) });
        assert_eq!(peer.sends(&app, "chela", "/inbox", &undo).await, 202);
        work(&app).await;
        ana.publish(&[("title", "Después")]).await;
        work(&app).await;
        assert_eq!(peer.kinds(), [""; 0]);
        assert_eq!(activity_of(&app, "/@etla/followers").await.1["totalItems"], 0);
        app.check().await;
    }

    /// What is delivered is signed for its inbox by the community's key, and carries its proof.
    async fn what_is_delivered_is_signed_and_proven(engine: Engine) {
        let (app, ana) = open(engine).await;
        let peer = Peer::start().await;
        peer.follows(&app, "chela", 1).await;
        work(&app).await;
        ana.publish(&[("title", "Instalatón")]).await;
        work(&app).await;
        let actor = Actor::read(&activity_of(&app, "/@etla").await.1).unwrap();
        let now = jiff::Timestamp::from_microsecond(app.node.core.world.now()).unwrap();
        let heard = peer.heard();
        assert_eq!(heard.len(), 2);
        for heard in heard {
            let request = Request { method: &Method::POST, target: &heard.path, headers: &heard.headers, body: &heard.body };
            let claim = read(&request, &Policy::new(&peer.origin).unwrap(), now).unwrap();
            assert_eq!(claim.scheme(), Scheme::Cavage, "nothing is known of this peer");
            let key = actor.key(claim.key_id().as_str()).unwrap().clone();
            let verified = claim.verify(&key, &actor.id).unwrap().admit(true).unwrap();
            let value = strict::read(&heard.body, 1 << 20).unwrap();
            inbox::Accepted::new(&value, &verified.actor).unwrap();
            let author = inbox::author_by_proof(&value, |proof| actor.key(&proof.verification_method).cloned()).unwrap();
            assert_eq!(author, actor.id);
        }
        // Who signs by RFC 9421 is answered so.
        let follow = peer.follow(&app, "chela", 2);
        let (body, url) = (follow.to_string().into_bytes(), format!("{}/@etla/inbox", app.origin));
        let headers = peer.signed(&app, "chela", Scheme::Rfc9421, &url, &body);
        assert_eq!(super::peer::posted(&app.origin, "/@etla/inbox", headers, body).await, 202);
        work(&app).await;
        let heard = peer.heard();
        assert!(heard[0].headers.contains_key("signature-input"), "{:?}", heard[0].headers);
    }

    /// A series travels by its near dates, and by its next one; as time goes by the others follow.
    async fn dates_travel_as_they_come_near(engine: Engine) {
        let (app, ana) = open(engine).await;
        let peer = Peer::start().await;
        peer.follows(&app, "chela", 1).await;
        work(&app).await;
        peer.heard();
        ana.publish(&[("title", "Cada semana"), ("repeat", "weekly")]).await;
        work(&app).await;
        let first = peer.kinds();
        assert!((4..=5).contains(&first.len()) && first.iter().all(|kind| kind == "Create Event"), "{first:?}");
        app.clock.advance(14 * DAY);
        jobs::sweep(&app.node).await.unwrap();
        work(&app).await;
        assert_eq!(peer.kinds(), ["Create Event", "Create Event"]);
        let upcoming = activity_of(&app, "/@etla/upcoming?page=1").await.1;
        let items = upcoming["orderedItems"].as_array().unwrap().len();
        assert!((4..=5).contains(&items), "{upcoming}");
        let outbox = activity_of(&app, "/@etla/outbox").await.1;
        assert_eq!(outbox["totalItems"], first.len() + 2);
        assert_eq!(activity_of(&app, "/@etla/outbox?page=1").await.1["orderedItems"][0]["type"], "Create");
        app.check().await;
    }

    /// What was public before the community was opened is on the network too; what is not, is in no collection.
    async fn what_was_there_before_is_there(engine: Engine) {
        let app = TestApp::start_as(engine, super::laboratory()).await;
        let ana = app.founder().await;
        for number in 0..23 {
            ana.publish(&[("title", &format!("Taller {number}"))]).await;
        }
        ana.publish(&[("title", "De casa"), ("visibility", "community")]).await;
        opened(&ana).await;
        let outbox = activity_of(&app, "/@etla/outbox").await.1;
        assert_eq!((&outbox["type"], &outbox["totalItems"]), (&json!("OrderedCollection"), &json!(23)));
        let mut next = outbox["first"].as_str().map(str::to_owned);
        let (mut found, mut pages) = (Vec::new(), 0);
        while let Some(page) = next {
            let page = activity_of(&app, page.strip_prefix(&app.origin).unwrap()).await.1;
            found.extend(page["orderedItems"].as_array().unwrap().iter().map(|item| item["object"]["name"].as_str().unwrap().to_owned()));
            next = page["next"].as_str().map(str::to_owned);
            pages += 1;
        }
        found.sort();
        found.dedup();
        assert_eq!((found.len(), pages), (23, 2), "{found:?}");
        assert!(!found.contains(&"De casa".to_owned()));
        app.check().await;
    }
}
