// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Who comes from another node: one way with everybody else, and the same places.

use serde_json::{Value, json};
use tequio_node::spine::world::DAY;

use super::{on_engines, open, peer::Peer, work};
use crate::support::TestApp;

fn join(app: &TestApp, peer: &Peer, name: &str, path: &str, number: u32) -> Value {
    let id = peer.id(name);
    json!({ "type": "Join", "id": format!("{id}#join-{number}"), "actor": id, "object": format!("{}{path}", app.origin) })
}

fn leave(app: &TestApp, peer: &Peer, name: &str, path: &str, number: u32) -> Value {
    let mut leave = join(app, peer, name, path, number);
    leave["type"] = json!("Leave");
    leave["id"] = json!(format!("{}#leave-{number}", peer.id(name)));
    leave
}

/// Says something to the community, and gives what is answered: type, and the activity that it is about.
async fn says(app: &TestApp, peer: &Peer, name: &str, activity: &Value) -> Vec<(String, String)> {
    assert_eq!(peer.sends(app, name, "/@etla/inbox", activity).await, 202);
    work(app).await;
    answers(peer)
}

fn answers(peer: &Peer) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    peer.heard().iter().map(|heard| (text(&heard.activity["type"]), text(&heard.activity["object"]["id"]))).collect()
}

on_engines! {
    /// Adversary 24: two places and more who want them, from here and from elsewhere; asking twice; leaving for another one.
    async fn case_24_races_for_a_place(engine: Engine) {
        let (app, ana) = open(engine).await;
        let peer = Peer::start().await;
        let path = ana.publish(&[("title", "Taller"), ("capacity", "2")]).await;
        let answer = |kind: &str, name: &str, number: u32| [(kind.to_owned(), format!("{}#join-{number}", peer.id(name)))];
        assert_eq!(says(&app, &peer, "chela", &join(&app, &peer, "chela", &path, 1)).await, answer("Accept", "chela", 1));
        // Once more is not twice; the very same activity is not even answered again.
        assert_eq!(says(&app, &peer, "chela", &join(&app, &peer, "chela", &path, 2)).await, answer("Accept", "chela", 2));
        assert_eq!(says(&app, &peer, "chela", &join(&app, &peer, "chela", &path, 2)).await, []);
        let guest = app.person();
        let form = guest.get(&format!("{path}/reply")).await;
        assert_eq!(guest.send(&form, &[("name", "Lupe")]).await.status, 303);
        assert_eq!(says(&app, &peer, "dora", &join(&app, &peer, "dora", &path, 1)).await, answer("TentativeAccept", "dora", 1));
        let shown = ana.get_json(&format!("{path}.json")).await;
        assert_eq!((&shown["going"], &shown["waiting"]), (&json!(2), &json!(1)));
        let list = ana.get(&format!("{path}/list")).await.text();
        assert!(list.contains("chela@127.0.0.1") && list.contains("dora@127.0.0.1") && list.contains("Lupe"), "{list}");
        let event = super::activity_of(&app, &path).await.1;
        assert_eq!((&event["joinMode"], &event["participantCount"], &event["remainingAttendeeCapacity"]), (&json!("free"), &json!(2), &json!(0)));
        // Whoever is not coming takes nobody's place away, and who speaks for another one is not heard.
        assert_eq!(says(&app, &peer, "elsa", &leave(&app, &peer, "elsa", &path, 1)).await, []);
        assert_eq!(peer.sends(&app, "dora", "/@etla/inbox", &leave(&app, &peer, "chela", &path, 2)).await, 401);
        work(&app).await;
        assert_eq!(ana.get_json(&format!("{path}.json")).await["going"], json!(2));
        // A place comes free: who waits is told so, as an answer to what they asked.
        assert_eq!(says(&app, &peer, "chela", &leave(&app, &peer, "chela", &path, 3)).await, answer("Accept", "dora", 1));
        let shown = ana.get_json(&format!("{path}.json")).await;
        assert_eq!((&shown["going"], &shown["waiting"]), (&json!(2), &json!(0)));
        // By an Undo it is the same.
        let undo = json!({ "type": "Undo", "id": format!("{}#undo", peer.id("dora")), "actor": peer.id("dora"), "object": join(&app, &peer, "dora", &path, 1) });
        assert_eq!(says(&app, &peer, "dora", &undo).await, []);
        assert_eq!(ana.get_json(&format!("{path}.json")).await["going"], json!(1));
        // Who comes back has a place as everybody else.
        assert_eq!(says(&app, &peer, "chela", &join(&app, &peer, "chela", &path, 4)).await, answer("Accept", "chela", 4));
        app.check().await;
    }

    /// Where nobody from outside can come, nobody from another node can.
    async fn what_is_not_open_is_refused(engine: Engine) {
        let (app, ana) = open(engine).await;
        let peer = Peer::start().await;
        let inside = ana.publish(&[("title", "De casa"), ("visibility", "community")]).await;
        let over = ana.publish(&[("title", "Ya fue")]).await;
        let cancelled = ana.publish(&[("title", "No habrá"), ("start_date", "2026-12-20"), ("end_date", "2026-12-20")]).await;
        let form = ana.get(&format!("{cancelled}/cancel")).await;
        assert_eq!(ana.send(&form, &[("what", "all")]).await.status, 303);
        app.clock.advance(10 * DAY);
        let nothing = format!("{}x", over.rsplit_once('/').unwrap().0);
        for (number, path) in [(1, &inside), (2, &over), (3, &cancelled), (4, &format!("{over}x"))] {
            let said = says(&app, &peer, "chela", &join(&app, &peer, "chela", path, number)).await;
            assert_eq!(said, [("Reject".to_owned(), format!("{}#join-{number}", peer.id("chela")))], "{path}");
        }
        assert_eq!(says(&app, &peer, "chela", &join(&app, &peer, "chela", &nothing, 5)).await, []);
        app.check().await;
    }

    /// Whoever is gone comes to nothing any more.
    async fn who_is_gone_comes_no_more(engine: Engine) {
        let (app, ana) = open(engine).await;
        let peer = Peer::start().await;
        let path = ana.publish(&[("title", "Taller")]).await;
        says(&app, &peer, "chela", &join(&app, &peer, "chela", &path, 1)).await;
        assert_eq!(ana.get_json(&format!("{path}.json")).await["going"], json!(1));
        let id = peer.id("chela");
        let delete = json!({ "type": "Delete", "id": format!("{id}#delete"), "actor": id, "object": id });
        assert_eq!(says(&app, &peer, "chela", &delete).await, []);
        assert_eq!(ana.get_json(&format!("{path}.json")).await["going"], json!(0));
        // After a month the list is purged, and with it who they were.
        app.clock.advance(40 * DAY);
        tequio_node::jobs::sweep(&app.node).await.unwrap();
        work(&app).await;
        let mut raw = crate::support::Raw::open(&app).await;
        assert_eq!(raw.texts("SELECT actor FROM rsvps").await, [""; 0]);
        app.check().await;
    }
}
