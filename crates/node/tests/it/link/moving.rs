// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A community moves to another node, and those who follow it are led along; nobody else leads them.

use serde_json::{Value, json};
use tequio_node::{
    link::federation::{Accept, Open},
    safekeeping::moving,
    spine::{command::Caller, entries::Remove, log::Actor, world::HOUR},
};

use super::{
    activity_of,
    network::{follow, followed, second, titles},
    on_engines, open, work,
};
use crate::support::{More, PASSPHRASE, Person, Raw, TestApp, copies};

async fn talk(nodes: &[&TestApp]) {
    for _ in 0..4 {
        for node in nodes {
            work(node).await;
        }
    }
}

/// Moves the community of a node to another one, of the other engine.
async fn moved(app: &TestApp, ana: &Person, more: More) -> TestApp {
    let there = TestApp::start_as(copies::other(app), more).await;
    let form = ana.get("/@etla/safekeeping/move").await;
    let said = ana.send(&form, &[("there", &format!("{}/@etla", there.origin))]).await;
    assert_eq!(said.status, 303, "{}", said.text());
    let (stick, identity) = (tempfile::tempdir().unwrap(), age::x25519::Identity::generate());
    let file = stick.path().join("mudanza.tequio");
    moving::leave(&app.node, "etla").await.unwrap();
    moving::pack(&app.node, "etla", &[identity.to_public()], &file, |_| {}).await.unwrap();
    // Until it is there nobody is told anything: who is told too early believes nothing.
    work(app).await;
    let arrived = moving::arrive(&there.node, moving::open(&file, &identity).unwrap(), false).await.unwrap();
    assert_eq!(arrived.expected, None);
    there
}

on_engines! {
    /// Two communities follow each other, and one moves: each hears of the other as before.
    async fn who_follows_is_led_along(engine: Engine) {
        let ((north, ana), (south, eva)) = (open(engine).await, second(engine).await);
        let codes = ana.post("/@etla/me/codes", &[("passphrase", PASSPHRASE)]).await;
        let printed = codes.body.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        ana.publish(&[("title", "Antes")]).await;
        assert_eq!(follow(&eva, &format!("{}/@etla", north.origin)).await.status, 303);
        assert_eq!(follow(&ana, &format!("{}/@etla", south.origin)).await.status, 303);
        talk(&[&north, &south]).await;
        assert_eq!(titles(&south, "").await, ["Antes"]);

        let there = moved(&north, &ana, More { seed: 9, ..super::laboratory() }).await;
        let (old, new) = (format!("{}/@etla", north.origin), format!("{}/@etla", there.origin));
        let (was, is) = (activity_of(&north, "/@etla").await.1, activity_of(&there, "/@etla").await.1);
        assert_eq!((&was["id"], &was["movedTo"], &is["id"]), (&json!(old), &json!(new), &json!(new)));
        assert_eq!(is["alsoKnownAs"], json!([old]));
        assert_eq!(was["publicKey"]["publicKeyPem"], is["publicKey"]["publicKeyPem"], "with the same key");
        assert_eq!(activity_of(&there, "/@etla/followers").await.1["totalItems"], 0);
        for node in [&north, &south, &there] {
            node.clock.advance(2 * HOUR);
        }
        talk(&[&north, &south, &there]).await;
        assert_eq!(activity_of(&there, "/@etla/followers").await.1["totalItems"], 1);
        assert_eq!(activity_of(&south, "/@etla/followers").await.1["totalItems"], 2, "it follows as who it is now too");
        assert_eq!(titles(&south, "").await, ["Antes"]);
        let followed = eva.get("/@etla/link").await;
        assert!(followed.body.contains(&new) && !followed.body.contains(&old), "{}", followed.text());

        let guest = there.person();
        let form = guest.get("/@etla/recover").await;
        let fields = [("name", "Ana"), ("recovery_code", printed.as_str()), ("passphrase", "petate comal jícara nube")];
        assert!([200, 303].contains(&guest.send(&form, &fields).await.status));
        guest.publish(&[("title", "Ya aquí")]).await;
        eva.publish(&[("title", "En el sur")]).await;
        talk(&[&south, &there]).await;
        let mut heard = titles(&south, "").await;
        heard.sort();
        assert_eq!(heard, ["Antes", "Ya aquí"]);
        assert_eq!(titles(&there, "").await, ["En el sur"]);
        for node in [&north, &south, &there] {
            node.check().await;
        }
    }

    /// Whoever says that somebody is called otherwise now is not believed: neither of another one, nor where the new one does
    /// not say so itself.
    async fn nobody_is_led_astray(engine: Engine) {
        let (app, ana) = open(engine).await;
        let (peer, zaachila) = followed(&app, &ana).await;
        let other = peer.id("otra");
        let says = |by: &str, of: &str, to: &str, number: u32| -> Value {
            json!({ "type": "Move", "id": format!("{by}#move-{number}"), "actor": by, "object": of, "target": to })
        };
        for (name, activity) in [
            ("zaachila", says(&zaachila, &zaachila, &other, 1)),
            ("zaachila", says(&zaachila, &zaachila, &zaachila, 2)),
            ("otra", says(&other, &zaachila, &other, 3)),
        ] {
            assert!([202, 400].contains(&peer.sends(&app, name, "/inbox", &activity).await));
            work(&app).await;
        }
        assert_eq!(Raw::open(&app).await.texts("SELECT actor FROM followed").await, std::slice::from_ref(&zaachila));
        // The one that says so itself is.
        let knows = peer.id(&format!("knows-{}", "zaachila"));
        assert_eq!(peer.sends(&app, "zaachila", "/inbox", &says(&zaachila, &zaachila, &knows, 4)).await, 202);
        work(&app).await;
        assert_eq!(Raw::open(&app).await.texts("SELECT actor FROM followed").await, [knows]);
        app.check().await;
    }

    /// Under its own host a community is called as it was: who follows it notices nothing.
    async fn under_its_own_host_nothing_changes(engine: Engine) {
        let (app, ana) = open(engine).await;
        let peer = super::peer::Peer::start().await;
        let form = ana.get("/@etla/link/close").await;
        assert_eq!(ana.send(&form, &[]).await.status, 303);
        assert_eq!(app.node.set_host("etla", Some("etla.example")).await.unwrap(), None);
        // By https nobody reaches this test: it is opened as its page does it, and followed as if that had come in.
        let mut raw = Raw::open(&app).await;
        let keys = raw.texts("SELECT rsa FROM actors").await.remove(0);
        let ed25519 = raw.texts("SELECT ed25519 FROM actors").await.remove(0);
        let community = raw.id("SELECT id FROM communities").await;
        let holder = raw.id("SELECT holder FROM mandates").await;
        let opens = Open { base: "https://etla.example".to_owned(), rsa: keys, ed25519 };
        let (core, chela, inbox) = (&app.node.core, peer.id("chela"), format!("{}/inbox", peer.origin));
        core.execute(community, Caller::plain(Actor::Member(holder)), core.world.id(), opens).await.unwrap();
        let accept = Accept { actor: chela.clone(), asked: format!("{chela}#1"), delivery: inbox.clone() };
        core.execute(community, Caller::plain(Actor::System), core.world.id(), accept).await.unwrap();
        let peers = "INSERT INTO peers (community_id, inbox, host, reached, reached_entry, reached_date, tries, next_at, leased_until, farewell)";
        let row = format!("SELECT id, '{inbox}', '127.0.0.1', 0, id, '', 0, 0, 0, FALSE FROM communities");
        raw.run(&format!("{peers} {row}")).await;
        ana.publish(&[("title", "Antes")]).await;
        work(&app).await;
        assert_eq!(peer.kinds(), ["Create Event"]);

        let there = TestApp::start_as(copies::other(&app), More { seed: 9, ..super::laboratory() }).await;
        let form = ana.get("/@etla/safekeeping/move").await;
        assert_eq!(ana.send(&form, &[("there", "http://etla.example")]).await.status, 303);
        let (stick, identity) = (tempfile::tempdir().unwrap(), age::x25519::Identity::generate());
        let file = stick.path().join("mudanza.tequio");
        moving::leave(&app.node, "etla").await.unwrap();
        moving::pack(&app.node, "etla", &[identity.to_public()], &file, |_| {}).await.unwrap();
        moving::arrive(&there.node, moving::open(&file, &identity).unwrap(), true).await.unwrap();
        let mut raw = Raw::open(&there).await;
        assert_eq!(raw.texts("SELECT base FROM actors").await, ["https://etla.example"]);
        assert_eq!(raw.texts("SELECT actor FROM followers").await, [chela]);
        // What is told goes on where it was: nothing twice, and what is new.
        work(&there).await;
        assert_eq!(peer.kinds(), [""; 0]);
        let entry = raw.id("SELECT id FROM entries WHERE removed_at IS NULL").await;
        let core = &there.node.core;
        core.execute(community, Caller::plain(Actor::Member(holder)), core.world.id(), Remove(entry)).await.unwrap();
        work(&there).await;
        assert_eq!(peer.kinds(), ["Delete Tombstone"]);
        there.check().await;
    }
}
