// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Attacks on a node that the protocol crate alone cannot stop; their numbers are those of its list (`crates/fediverse`,
//! `src/adversary`).

use serde_json::json;
use tequio_fediverse::signature::Scheme;
use tequio_node::spine::world::HOUR;

use super::{
    activity_of,
    blocks::{block, lift},
    laboratory,
    network::followed,
    on_engines, open,
    peer::{Peer, posted},
    work,
};
use crate::support::More;

on_engines! {
    /// The same request once more changes nothing, also when the node was started anew meanwhile; nor does the same activity,
    /// signed anew.
    async fn case_05_replayed_after_a_restart(engine: Engine) {
        let (app, _) = open(engine).await;
        let peer = Peer::start().await;
        let (origin, follow) = (app.origin.clone(), peer.follow(&app, "chela", 1));
        let (body, url) = (follow.to_string().into_bytes(), format!("{origin}/@etla/inbox"));
        let headers = peer.signed(&app, "chela", Scheme::Cavage, &url, &body);
        assert_eq!(posted(&origin, "/@etla/inbox", headers.clone(), body.clone()).await, 202);
        work(&app).await;
        let undo = json!({ "type": "Undo", "id": format!("{}#undo", peer.id("chela")), "actor": peer.id("chela"), "object": follow });
        assert_eq!(peer.sends(&app, "chela", "/@etla/inbox", &undo).await, 202);
        work(&app).await;
        assert_eq!(peer.kinds(), ["Accept Follow"]);
        let app = app.restarted(More { named: Some(origin.parse().unwrap()), ..laboratory() }).await;
        // The very same request, and the same activity in a new one.
        assert_eq!(posted(&app.origin, "/@etla/inbox", headers, body.clone()).await, 202);
        app.clock.advance(HOUR / 2);
        let anew = peer.signed(&app, "chela", Scheme::Cavage, &url, &body);
        assert_eq!(posted(&app.origin, "/@etla/inbox", anew, body.clone()).await, 202);
        work(&app).await;
        assert_eq!(peer.kinds(), [""; 0]);
        assert_eq!(activity_of(&app, "/@etla/followers").await.1["totalItems"], 0);
        // Too old, it is not even looked at.
        let old = peer.signed(&app, "chela", Scheme::Cavage, &url, &body);
        app.clock.advance(2 * HOUR);
        assert_eq!(posted(&app.origin, "/@etla/inbox", old, body).await, 401);
        app.check().await;
    }

    /// What was signed for another host, or another inbox, is not taken here.
    async fn case_07_signed_for_another_address(engine: Engine) {
        let (app, _) = open(engine).await;
        let peer = Peer::start().await;
        let body = peer.follow(&app, "chela", 1).to_string().into_bytes();
        for (signed_for, sent_to) in [
            (format!("{}/@otra/inbox", app.origin), "/@etla/inbox"),
            (format!("{}/@etla/inbox", app.origin), "/inbox"),
            (format!("{}/@etla/inbox?x=1", app.origin), "/@etla/inbox"),
        ] {
            for scheme in [Scheme::Cavage, Scheme::Rfc9421] {
                let headers = peer.signed(&app, "chela", scheme, &signed_for, &body);
                assert_eq!(posted(&app.origin, sent_to, headers, body.clone()).await, 401, "{signed_for}");
            }
        }
        // For another host: its own name is put in the place of ours, so that it comes in at all.
        let mut headers = peer.signed(&app, "chela", Scheme::Cavage, "http://elsewhere.example/@etla/inbox", &body);
        headers.insert("host", app.origin.strip_prefix("http://").unwrap().parse().unwrap());
        assert_eq!(posted(&app.origin, "/@etla/inbox", headers, body.clone()).await, 401);
        // By another of our own doors: its name is not that of the community.
        let door = app.origin.replace("localhost", "127.0.0.1");
        let headers = peer.signed(&app, "chela", Scheme::Cavage, &format!("{door}/@etla/inbox"), &body);
        assert_eq!(posted(&door, "/@etla/inbox", headers, body).await, 401);
        work(&app).await;
        assert_eq!(activity_of(&app, "/@etla/followers").await.1["totalItems"], 0);
    }

    /// What others cannot speak for: an unsigned activity, another's name, another's key, a body of another kind.
    async fn nobody_speaks_for_another(engine: Engine) {
        let (app, _) = open(engine).await;
        let (peer, other) = (Peer::start().await, Peer::start().await);
        let follow = peer.follow(&app, "chela", 1);
        let body = follow.to_string().into_bytes();
        assert_eq!(posted(&app.origin, "/@etla/inbox", Default::default(), body.clone()).await, 401);
        assert_eq!(peer.sends(&app, "dora", "/@etla/inbox", &follow).await, 401, "her key is not Chela's");
        assert_eq!(other.sends(&app, "chela", "/@etla/inbox", &follow).await, 401);
        assert_eq!(other.fetched(), 0, "a key of another host is not even looked for");
        let url = format!("{}/@etla/inbox", app.origin);
        let mut changed = body.clone();
        changed.push(b' ');
        let headers = peer.signed(&app, "chela", Scheme::Cavage, &url, &body);
        assert_eq!(posted(&app.origin, "/@etla/inbox", headers, changed).await, 401);
        let twice = br#"{"type":"Follow","type":"Undo"}"#.to_vec();
        let headers = peer.signed(&app, "chela", Scheme::Cavage, &url, &twice);
        assert_eq!(posted(&app.origin, "/@etla/inbox", headers, twice).await, 400);
        let large = vec![b' '; 300 * 1024];
        let headers = peer.signed(&app, "chela", Scheme::Cavage, &url, &large);
        assert_eq!(posted(&app.origin, "/@etla/inbox", headers, large).await, 413);
        // An Undo of what another one did.
        assert_eq!(peer.follows(&app, "chela", 1).await, 202);
        work(&app).await;
        let undo = json!({ "type": "Undo", "id": format!("{}#undo", peer.id("dora")), "actor": peer.id("dora"), "object": follow });
        assert_eq!(peer.sends(&app, "dora", "/@etla/inbox", &undo).await, 400);
        // An Undo of something else, that is only named.
        let undo = json!({ "type": "Undo", "id": format!("{}#undo-like", peer.id("chela")), "actor": peer.id("chela"), "object": format!("{}#like", peer.id("chela")) });
        assert_eq!(peer.sends(&app, "chela", "/@etla/inbox", &undo).await, 202);
        work(&app).await;
        assert_eq!(activity_of(&app, "/@etla/followers").await.1["totalItems"], 1);
        app.check().await;
    }

    /// A changed key is looked for once, and after that once in a while.
    async fn a_key_is_changed(engine: Engine) {
        let (app, _) = open(engine).await;
        let peer = Peer::start().await;
        assert_eq!(peer.follows(&app, "chela", 1).await, 202);
        assert_eq!(peer.fetched(), 1);
        peer.changes_key();
        assert_eq!(peer.follows(&app, "chela", 2).await, 401);
        assert_eq!(peer.fetched(), 1, "it was fetched a moment ago");
        app.clock.advance(HOUR);
        assert_eq!(peer.follows(&app, "chela", 3).await, 202);
        assert_eq!(peer.fetched(), 2);
    }

    /// A server tells everybody of each account that is deleted there. Of strangers nothing is fetched.
    async fn case_18_a_storm_of_deletes(engine: Engine) {
        let (app, _) = open(engine).await;
        let peer = Peer::start().await;
        for number in 0..300 {
            let (name, id) = (format!("nadie{number}"), peer.id(&format!("nadie{number}")));
            let delete = json!({ "type": "Delete", "id": format!("{id}#delete"), "actor": id, "object": id });
            assert_eq!(peer.sends(&app, &name, "/inbox", &delete).await, 202);
        }
        assert_eq!(peer.fetched(), 0);
        assert!(app.node.jobs().await.unwrap().iter().all(|(kind, ..)| kind != "take-activity"));
        // One who is known is believed, and follows no more.
        assert_eq!(peer.follows(&app, "chela", 1).await, 202);
        work(&app).await;
        assert_eq!(activity_of(&app, "/@etla/followers").await.1["totalItems"], 1);
        let id = peer.id("chela");
        let delete = json!({ "type": "Delete", "id": format!("{id}#delete"), "actor": id, "object": id });
        assert_eq!(peer.sends(&app, "chela", "/inbox", &delete).await, 202);
        work(&app).await;
        assert_eq!(activity_of(&app, "/@etla/followers").await.1["totalItems"], 0);
        app.check().await;
    }

    /// A host that makes up accounts whose inboxes never answer: no more than so many are noted, each is knocked at once, and
    /// the whole host then waits.
    async fn case_19_inboxes_that_never_answer(engine: Engine) {
        let (app, ana) = open(engine).await;
        let peer = Peer::without_shared_inbox().await;
        peer.answers(500, None);
        for number in 0..60 {
            assert_eq!(peer.follows(&app, &format!("nadie{number}"), 1).await, 202);
        }
        work(&app).await;
        assert_eq!(activity_of(&app, "/@etla/followers").await.1["totalItems"], 50);
        let knocks = peer.knocks();
        assert!(knocks <= 50, "{knocks}");
        ana.publish(&[("title", "Uno")]).await;
        work(&app).await;
        assert_eq!(peer.knocks(), knocks, "the host waits");
        app.check().await;
    }

    /// Who is suspended is refused before anything is fetched or written, whatever they say, by whichever inbox, by a name
    /// below the one that is blocked, and in the words of somebody else. The same comes in as long as they are not: so it is the
    /// block that stops it.
    async fn case_21_blocks_are_not_evaded(engine: Engine) {
        let (app, ana) = open(engine).await;
        let (peer, zaachila) = followed(&app, &ana).await;
        let path = ana.publish(&[("title", "Taller")]).await;
        work(&app).await;
        let (fetched, eva) = (peer.fetched(), peer.id("eva"));
        let said = |number: u32| {
            let (id, date) = (format!("{eva}#{number}"), format!("{}{path}", app.origin));
            [
                json!({ "type": "Follow", "id": format!("{id}-f"), "actor": eva, "object": format!("{}/@etla", app.origin) }),
                json!({ "type": "Join", "id": format!("{id}-j"), "actor": eva, "object": date }),
                json!({ "type": "Flag", "id": format!("{id}-x"), "actor": eva, "object": [date], "content": "Spam" }),
            ]
        };
        let mut raw = crate::support::Raw::open(&app).await;
        assert_eq!(block(&ana, &eva, "suspend").await.status, 303);
        let before = raw.number("SELECT COUNT(*) FROM received").await + raw.number("SELECT COUNT(*) FROM signatures").await;
        for activity in said(1) {
            for inbox in ["/@etla/inbox", "/inbox"] {
                assert_eq!(peer.sends(&app, "eva", inbox, &activity).await, 403, "{activity}");
            }
        }
        // Carried by a group that is followed, it is answered and forgotten.
        let boost = json!({ "type": "Announce", "id": format!("{zaachila}#boost"), "actor": zaachila, "object": { "type": "Event", "id": format!("{}/events/9", peer.origin), "attributedTo": eva } });
        assert_eq!(peer.sends(&app, "zaachila", "/inbox", &boost).await, 202);
        let after = raw.number("SELECT COUNT(*) FROM received").await + raw.number("SELECT COUNT(*) FROM signatures").await;
        assert_eq!((peer.fetched(), after), (fetched, before));
        lift(&ana).await;
        for activity in said(2) {
            assert_eq!(peer.sends(&app, "eva", "/@etla/inbox", &activity).await, 202);
        }
        assert_eq!(peer.sends(&app, "zaachila", "/inbox", &boost).await, 202);
        work(&app).await;
        assert!(peer.fetched() > fetched);
        assert_eq!(activity_of(&app, "/@etla/followers").await.1["totalItems"], 1);
        assert_eq!(ana.get_json(&format!("{path}.json")).await["going"], 1);
        // A host stands for all below it, however it is written. Of a name that nobody has the key cannot be had: 401.
        let below = "https://correo.malo.example./users/eva";
        let follow = json!({ "type": "Follow", "id": format!("{below}#1"), "actor": below, "object": format!("{}/@etla", app.origin) });
        let body = follow.to_string().into_bytes();
        let url = format!("{}/@etla/inbox", app.origin);
        let headers = peer.signed_by(&app, &format!("{below}#key"), &url, &body);
        assert_eq!(posted(&app.origin, "/@etla/inbox", headers.clone(), body.clone()).await, 401);
        assert_eq!(block(&ana, "malo.example", "suspend").await.status, 303);
        assert_eq!(posted(&app.origin, "/@etla/inbox", headers, body).await, 403);
        app.check().await;
    }

    /// What came in before somebody was suspended, and waits, is not worked through for who suspended them.
    async fn what_waits_of_who_is_suspended_is_forgotten(engine: Engine) {
        let (app, ana) = open(engine).await;
        let peer = Peer::start().await;
        let path = ana.publish(&[("title", "Taller")]).await;
        assert_eq!(peer.follows(&app, "eva", 1).await, 202);
        let id = peer.id("eva");
        let join = json!({ "type": "Join", "id": format!("{id}#join"), "actor": id, "object": format!("{}{path}", app.origin) });
        assert_eq!(peer.sends(&app, "eva", "/inbox", &join).await, 202);
        assert_eq!(block(&ana, "127.0.0.1", "suspend").await.status, 303);
        work(&app).await;
        assert_eq!(activity_of(&app, "/@etla/followers").await.1["totalItems"], 0);
        assert_eq!(ana.get_json(&format!("{path}.json")).await["going"], 0);
        app.check().await;
    }
}
