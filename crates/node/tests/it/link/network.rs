// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Following communities elsewhere, and the agenda of the network: two nodes that speak to each other.

use serde_json::{Value, json};
use tequio_node::spine::world::DAY;

use super::{on_engines, open, peer::Peer, work};
use crate::support::{Person, TestApp};

/// A second node, with chance of its own, and who coordinates its community.
pub async fn second(engine: tequio_node::store::Engine) -> (TestApp, Person) {
    let app = TestApp::start_as(engine, crate::support::More { seed: 5, ..super::laboratory() }).await;
    let ana = app.founder().await;
    super::opened(&ana).await;
    (app, ana)
}

/// Asks to follow, and gives the page that comes of it.
pub async fn follow(ana: &Person, address: &str) -> crate::support::Page {
    let form = ana.get("/@etla/link").await;
    ana.send(&form, &[("whom", address)]).await
}

/// Both nodes work through what they have to tell each other.
async fn talk(one: &TestApp, other: &TestApp) {
    for _ in 0..3 {
        work(one).await;
        work(other).await;
    }
}

fn account(app: &TestApp) -> String {
    format!("@etla@{}", app.origin.strip_prefix("http://").unwrap())
}

/// The titles of the network's agenda.
pub async fn titles(app: &TestApp, query: &str) -> Vec<String> {
    let agenda = app.person().get_json(&format!("/@etla/link/agenda.json{query}")).await;
    agenda["dates"].as_array().unwrap().iter().map(|date| date["title"].as_str().unwrap().to_owned()).collect()
}

on_engines! {
    /// What the one publishes is in the network's agenda of the other: what was there before, what comes, what changes, and no
    /// more what is not public any more. It is not the other's own, in no search and in no calendar.
    async fn two_nodes_share_their_agendas(engine: Engine) {
        let ((north, ana), (south, eva)) = (open(engine).await, second(engine).await);
        ana.publish(&[("title", "Antes"), ("place", "Biblioteca"), ("tags", "radio")]).await;
        ana.publish(&[("title", "De casa"), ("visibility", "community")]).await;
        assert_eq!(follow(&eva, &account(&north)).await.status, 303);
        assert!(eva.get("/@etla/link").await.text().contains("Espera respuesta"));
        assert_eq!(follow(&eva, &format!("{}/@etla", north.origin)).await.status, 409, "once");
        talk(&south, &north).await;
        assert!(!eva.get("/@etla/link").await.text().contains("Espera respuesta"));
        assert_eq!(titles(&south, "").await, ["Antes"]);
        let path = ana.publish(&[("title", "Taller de \"radio\" <b>"), ("body", "Trae **pilas**.<script>alert(1)</script>")]).await;
        talk(&north, &south).await;
        let page = south.person().get("/@etla/link/agenda").await;
        assert!(page.text().contains("Taller de \"radio\" <b>") && page.text().contains("CoLSoLi Etla"), "{}", page.text());
        assert!(page.body.contains("<strong>pilas</strong>") && !page.body.contains("<script"), "{}", page.body);
        assert!(page.body.contains(&format!("{}{path}", north.origin)), "it leads to its own node");
        assert_eq!(titles(&south, "?tag=radio").await, ["Antes"]);
        assert_eq!(titles(&south, "?place=Biblioteca").await, ["Antes"]);
        assert!(!south.person().get("/@etla/act/agenda").await.text().contains("Antes"));
        assert!(!south.person().get("/@etla/search?q=Antes").await.text().contains("Biblioteca"));
        assert!(!south.person().get("/@etla/act/agenda.ics").await.body.contains("Antes"));
        let form = ana.get(&format!("{}/edit", path.rsplit_once('/').unwrap().0)).await;
        ana.send(&form, &[("title", "Radio libre")]).await;
        talk(&north, &south).await;
        assert_eq!(titles(&south, "").await.len(), 2);
        assert!(titles(&south, "").await.contains(&"Radio libre".to_owned()));
        let form = ana.get(&format!("{}/edit", path.rsplit_once('/').unwrap().0)).await;
        ana.send(&form, &[("visibility", "community")]).await;
        talk(&north, &south).await;
        assert_eq!(titles(&south, "").await, ["Antes"]);
        // Two nodes of one kind sign by RFC 9421.
        let form = eva.get("/@etla/link").await;
        let id = form.body.split_once("name=\"id\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
        assert_eq!(eva.post("/@etla/link/unfollow", &[("id", &id)]).await.status, 303);
        assert_eq!(titles(&south, "").await, [""; 0]);
        talk(&south, &north).await;
        assert_eq!(super::activity_of(&north, "/@etla/followers").await.1["totalItems"], 0);
        north.check().await;
        south.check().await;
    }

    /// An address that leads nowhere is told at its field; so is one that is not to be visited.
    async fn what_cannot_be_followed_is_told(engine: Engine) {
        let (app, ana) = open(engine).await;
        let peer = Peer::start().await;
        for (address, words) in [
            ("", "Escribe"),
            ("etla", "No se entiende"),
            ("http://", "No se entiende"),
            ("http://192.168.0.7/@etla", "no se visita"),
            ("ftp://nodo.example/@etla", "no se visita"),
            ("http://127.0.0.1:9/@etla", "no contesta"),
            (&format!("{}/nobody", peer.origin), "no hay nadie"),
            (&format!("@nadie@{}", peer.origin.strip_prefix("http://").unwrap()), "no hay nadie"),
        ] {
            let page = ana.post("/@etla/link/follow", &[("whom", address)]).await;
            assert_eq!(page.status, 422, "{address}: {}", page.text());
            assert!(page.text().contains(words) || address.is_empty(), "{address}: {}", page.text());
        }
        assert_eq!(follow(&ana, &format!("{}/@etla", app.origin)).await.status, 409, "itself");
        let beto = app.join(&ana, "Beto").await;
        assert_eq!(beto.post("/@etla/link/follow", &[("address", &peer.id("zaachila"))]).await.status, 403);
    }

    /// Adversary 22: before a community accepted, nothing of it is taken; and nobody accepts for it.
    async fn case_22_accepted_by_nobody(engine: Engine) {
        let (app, ana) = open(engine).await;
        let peer = Peer::start().await;
        let (zaachila, other) = (peer.id("zaachila"), peer.id("otra"));
        assert_eq!(follow(&ana, &zaachila).await.status, 303);
        work(&app).await;
        let asked = peer.heard();
        assert_eq!((&asked[0].activity["type"], &asked[0].activity["object"]), (&json!("Follow"), &json!(zaachila)));
        let request = asked[0].activity["id"].clone();
        let create = |name: &str, by: &str, number: u32| event(by, name, number, &json!({}));
        assert_eq!(peer.sends(&app, "zaachila", "/inbox", &create("Antes de tiempo", &zaachila, 1)).await, 202);
        let accept = |by: &str, object: Value| json!({ "type": "Accept", "id": format!("{by}#accept-{}", object["id"].as_str().unwrap_or("x").len()), "actor": by, "object": object });
        assert_eq!(peer.sends(&app, "otra", "/inbox", &accept(&other, json!({ "type": "Follow", "id": request, "actor": format!("{}/@etla", app.origin), "object": zaachila }))).await, 202);
        let unasked = format!("{}x", request.as_str().unwrap());
        assert_eq!(peer.sends(&app, "zaachila", "/inbox", &accept(&zaachila, json!({ "type": "Follow", "id": unasked }))).await, 202);
        work(&app).await;
        assert!(ana.get("/@etla/link").await.text().contains("Espera respuesta"));
        assert_eq!(titles(&app, "").await, [""; 0]);
        assert_eq!(peer.sends(&app, "zaachila", "/inbox", &accept(&zaachila, json!({ "type": "Follow", "id": request }))).await, 202);
        work(&app).await;
        assert_eq!(peer.sends(&app, "zaachila", "/inbox", &create("A tiempo", &zaachila, 2)).await, 202);
        assert_eq!(peer.sends(&app, "otra", "/inbox", &create("De nadie", &other, 3)).await, 202);
        work(&app).await;
        assert_eq!(titles(&app, "").await, ["A tiempo"]);
        // Of another one on the same server, what is followed is not theirs to change or to take back.
        let update = json!({ "type": "Update", "id": format!("{other}#u"), "actor": other, "object": event(&zaachila, "Robado", 2, &json!({}))["object"].clone() });
        assert!([202, 400].contains(&peer.sends(&app, "otra", "/inbox", &update).await));
        let delete = json!({ "type": "Delete", "id": format!("{other}#d"), "actor": other, "object": format!("{}/events/2", peer.origin) });
        assert_eq!(peer.sends(&app, "otra", "/inbox", &delete).await, 202);
        work(&app).await;
        assert_eq!(titles(&app, "").await, ["A tiempo"]);
        let delete = json!({ "type": "Delete", "id": format!("{zaachila}#d"), "actor": zaachila, "object": format!("{}/events/2", peer.origin) });
        assert_eq!(peer.sends(&app, "zaachila", "/inbox", &delete).await, 202);
        work(&app).await;
        assert_eq!(titles(&app, "").await, [""; 0]);
        app.check().await;
    }

    /// Adversary 16, as a page: whatever words come from elsewhere, nothing runs, and nothing breaks out of its place.
    async fn case_16_words_from_elsewhere(engine: Engine) {
        let (app, ana) = open(engine).await;
        let (peer, zaachila) = followed(&app, &ana).await;
        let words = json!({
            "content": format!("<script>alert(1)</script><p onmouseover=alert(1)>hola</p><a href=\"javascript:alert(1)\">x</a><style>*{{}}</style><iframe src=//x></iframe><h1>Tequio</h1>{}", "<div>".repeat(5_000)),
            "url": "javascript:alert(1)",
            "location": { "type": "Place", "name": "</p><script>alert(2)</script>" },
            "tag": [{ "type": "Hashtag", "name": "#<img src=x onerror=alert(3)>" }],
        });
        let activity = event(&zaachila, "<script>alert(4)</script>\u{202e}Título", 1, &words);
        assert_eq!(peer.sends(&app, "zaachila", "/inbox", &activity).await, 202);
        work(&app).await;
        for page in ["/@etla/link/agenda", "/@etla/link"] {
            let page = app.person().get(page).await;
            for bad in ["<script", "onmouseover", "javascript:", "<style", "<iframe", "onerror=alert(3)>", "\u{202e}"] {
                assert!(!page.body.contains(bad), "{bad}: {}", page.body);
            }
        }
        let page = app.person().get("/@etla/link/agenda").await;
        assert!(page.text().contains("<script>alert(4)</script>Título") && page.body.contains("hola"), "{}", page.text());
        assert_eq!(page.body.matches("<h1").count(), 1);
    }

    /// What is over goes, and of one community no more than so many dates are kept.
    async fn what_is_over_is_forgotten(engine: Engine) {
        let (app, ana) = open(engine).await;
        let (peer, zaachila) = followed(&app, &ana).await;
        assert_eq!(peer.sends(&app, "zaachila", "/inbox", &event(&zaachila, "Una", 1, &json!({}))).await, 202);
        work(&app).await;
        assert_eq!(titles(&app, "").await, ["Una"]);
        app.clock.advance(50 * DAY);
        assert_eq!(titles(&app, "").await, [""; 0]);
        tequio_node::jobs::sweep(&app.node).await.unwrap();
        let mut raw = crate::support::Raw::open(&app).await;
        assert_eq!(raw.texts("SELECT title FROM network_dates").await, [""; 0]);
    }
}

/// A Create of an event on 5 December at ten in Mexico City, with more.
pub fn event(by: &str, name: &str, number: u32, more: &Value) -> Value {
    let origin = by.split("/users/").next().unwrap();
    let id = format!("{origin}/events/{number}");
    let mut object = json!({
        "type": "Event", "id": id, "name": name, "attributedTo": by, "startTime": "2026-12-05T16:00:00Z",
        "endTime": "2026-12-05T18:00:00Z", "timezone": "America/Mexico_City",
        "to": "https://www.w3.org/ns/activitystreams#Public",
    });
    for (key, value) in more.as_object().unwrap() {
        object[key] = value.clone();
    }
    json!({ "type": "Create", "id": format!("{id}#create"), "actor": by, "object": object, "to": "https://www.w3.org/ns/activitystreams#Public" })
}

/// A community that heard of a date elsewhere, and that somebody follows from there.
pub async fn hears(app: &TestApp, ana: &Person) -> Peer {
    let (peer, zaachila) = followed(app, ana).await;
    let more = json!({
        "content": "<p>Trae <b>pilas</b>.</p>",
        "location": { "type": "Place", "name": "Casa del pueblo", "address": { "type": "PostalAddress", "addressLocality": "Zaachila" } },
        "tag": [{ "type": "Hashtag", "name": "#radio" }],
    });
    assert_eq!(peer.sends(app, "zaachila", "/inbox", &event(&zaachila, "Taller de radio", 1, &more)).await, 202);
    assert_eq!(peer.follows(app, "chela", 1).await, 202);
    work(app).await;
    peer
}

/// A server of another kind with an actor that the community follows.
pub async fn followed(app: &TestApp, ana: &Person) -> (Peer, String) {
    let peer = Peer::start().await;
    let zaachila = peer.id("zaachila");
    assert_eq!(follow(ana, &zaachila).await.status, 303);
    work(app).await;
    let request = peer.heard()[0].activity["id"].clone();
    let accept = json!({ "type": "Accept", "id": format!("{zaachila}#accept"), "actor": zaachila, "object": { "type": "Follow", "id": request } });
    assert_eq!(peer.sends(app, "zaachila", "/inbox", &accept).await, 202);
    work(app).await;
    (peer, zaachila)
}
