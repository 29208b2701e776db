// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Closing a community to the network and opening it again, and what a change of host means for who follows.

use serde_json::json;
use tequio_node::spine::world::DAY;

use super::{activity_of, network::hears, on_engines, open, opened, work};

on_engines! {
    /// Who followed is told, dates are taken back wherever they were told, and nobody answers there; until it is opened again,
    /// and then it is who it was.
    async fn a_community_is_closed_and_opened_again(engine: Engine) {
        let (app, ana) = open(engine).await;
        let peer = hears(&app, &ana).await;
        let path = ana.publish(&[("title", "Taller")]).await;
        ana.publish(&[("title", "Otro")]).await;
        work(&app).await;
        peer.heard();
        let key = activity_of(&app, "/@etla").await.1["publicKey"].clone();
        let form = ana.get("/@etla/link/close").await;
        assert!(form.text().contains("A la cuenta que la sigue se le avisa"), "{}", form.text());
        // Also where nobody answers just then.
        peer.answers(503, None);
        assert_eq!(ana.send(&form, &[]).await.status, 303);
        work(&app).await;
        assert_eq!(ana.get("/@etla/link/close").await.status, 409);
        for gone in ["/@etla", "/@etla/followers", path.as_str()] {
            assert_eq!(activity_of(&app, gone).await.0, 404, "{gone}");
        }
        assert_eq!(peer.follows(&app, "dora", 1).await, 404);
        assert_eq!(ana.get_json("/@etla/link").await["followed"], json!([]));
        ana.publish(&[("title", "De casa")]).await;
        peer.answers(202, None);
        app.clock.advance(2 * DAY);
        work(&app).await;
        let mut kinds = peer.kinds();
        kinds.sort();
        assert_eq!(kinds, ["Delete Tombstone", "Delete Tombstone", "Reject Follow", "Undo Follow"]);
        app.clock.advance(DAY);
        tequio_node::jobs::sweep(&app.node).await.unwrap();
        assert_eq!(crate::support::Raw::open(&app).await.number("SELECT COUNT(*) FROM peers").await, 0);
        // The same actor with the same key; who follows again is told of what comes.
        opened(&ana).await;
        let again = activity_of(&app, "/@etla").await.1;
        assert_eq!((&again["id"], &again["publicKey"]), (&json!(format!("{}/@etla", app.origin)), &key));
        assert_eq!(peer.follows(&app, "chela", 2).await, 202);
        work(&app).await;
        assert_eq!(activity_of(&app, "/@etla/outbox").await.1["totalItems"], 3);
        ana.publish(&[("title", "Nuevo")]).await;
        work(&app).await;
        assert_eq!(peer.kinds(), ["Accept Follow", "Create Event"]);
        app.check().await;
    }

    /// Under an address of the node a host of its own changes nothing on the network, and that is said before it is opened;
    /// under a host of its own another one would lose everybody, and is refused.
    async fn an_open_community_keeps_its_host(engine: Engine) {
        let app = crate::support::TestApp::start_as(engine, super::laboratory()).await;
        let ana = app.founder().await;
        assert!(ana.get("/@etla/link").await.text().contains("Esa dirección es del nodo"));
        opened(&ana).await;
        let address = format!("{}/@etla", app.origin);
        assert_eq!(app.node.set_host("etla", Some("etla.example")).await.unwrap(), Some(address.clone()));
        assert_eq!(app.node.set_host("etla", None).await.unwrap(), Some(address));
        let form = ana.get("/@etla/link/close").await;
        assert_eq!(ana.send(&form, &[]).await.status, 303);
        assert_eq!(app.node.set_host("etla", Some("etla.example")).await.unwrap(), None);
        // As if it had been opened there: by https nobody reaches this test.
        crate::support::Raw::open(&app).await.run("UPDATE actors SET base = 'https://etla.example', closed_at = NULL").await;
        for host in [None, Some("otra.example")] {
            let refused = app.node.set_host("etla", host).await.unwrap_err();
            assert!(format!("{refused:?}").contains("error-host-open"), "{refused:?}");
        }
        assert_eq!(app.node.set_host("etla", Some("etla.example")).await.unwrap(), None);
    }

    /// What the operator sees: the inboxes, how far they were told, and what waits.
    async fn the_operator_sees_the_peers_and_what_waits(engine: Engine) {
        use tequio_node::link::federation::{peers, queue};
        let (app, ana) = open(engine).await;
        let peer = super::peer::Peer::start().await;
        peer.follows(&app, "chela", 1).await;
        let (going, coming) = queue(&app.node).await.unwrap();
        // Unless the node's own worker was faster.
        assert!(going.len() + coming.iter().map(|one| usize::try_from(one.waiting).unwrap()).sum::<usize>() <= 1);
        work(&app).await;
        let shared = |rows: Vec<tequio_node::link::federation::PeerRow>| rows.into_iter().find(|row| row.inbox == format!("{}/inbox", peer.origin)).unwrap();
        let row = shared(peers(&app.node).await.unwrap());
        assert_eq!((row.community.as_str(), row.host.as_str(), row.followers, row.behind, row.silent_since), ("etla", "127.0.0.1", 1, 0, None));
        assert!(queue(&app.node).await.unwrap().0.is_empty());
        peer.answers(503, None);
        ana.publish(&[("title", "Uno")]).await;
        work(&app).await;
        let row = shared(queue(&app.node).await.unwrap().0);
        assert_eq!((row.behind, row.tries, row.silent_since.is_some()), (1, 1, true));
        assert!(row.next_at.unwrap().0 > app.node.core.world.now() && row.error.is_some(), "{row:?}");
    }
}
