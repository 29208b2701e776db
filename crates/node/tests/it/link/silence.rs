// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Peers that do not answer: they are asked later and later, cost rows alone, and are forgotten after a month.

use tequio_node::{
    jobs,
    spine::world::{DAY, HOUR, MINUTE},
};

use super::{activity_of, on_engines, open, peer::Peer, work};

on_engines! {
    /// After three days without network each date is said once, as it is now, and nothing twice.
    async fn who_was_away_hears_of_each_date_once(engine: Engine) {
        let (app, ana) = open(engine).await;
        let peer = Peer::start().await;
        peer.follows(&app, "chela", 1).await;
        work(&app).await;
        peer.heard();
        peer.answers(503, None);
        let path = ana.publish(&[("title", "Uno"), ("start_date", "2026-12-20"), ("end_date", "2026-12-20")]).await;
        let gone = ana.publish(&[("title", "Dos"), ("start_date", "2026-12-20"), ("end_date", "2026-12-20")]).await;
        work(&app).await;
        let form = ana.get(&format!("{}/edit", path.rsplit_once('/').unwrap().0)).await;
        assert_eq!(ana.send(&form, &[("title", "Uno mejor")]).await.status, 303);
        let entry = gone.rsplit('/').nth(1).unwrap();
        assert_eq!(ana.post(&format!("/@etla/entries/{entry}/remove"), &[]).await.status, 303);
        let told = ana.get("/@etla/link").await.text();
        assert!(told.contains("No contesta") && told.contains("Le falta saber de"), "{told}");
        for _ in 0..6 {
            app.clock.advance(12 * HOUR);
            work(&app).await;
        }
        let knocks = peer.knocks();
        assert!(knocks < 20, "{knocks}");
        peer.answers(202, None);
        app.clock.advance(DAY);
        work(&app).await;
        let heard = peer.heard();
        let said: Vec<_> = heard.iter().map(|heard| (heard.activity["type"].as_str().unwrap(), heard.activity["object"]["name"].as_str())).collect();
        assert_eq!(said, [("Create", Some("Uno mejor"))], "of what it never heard of it need not hear that it is gone");
        assert!(!ana.get("/@etla/link").await.text().contains("No contesta"));
        app.clock.advance(DAY);
        work(&app).await;
        assert_eq!(peer.kinds(), [""; 0]);
        app.check().await;
    }

    /// Who says when to come again is not asked before.
    async fn a_peer_says_when_to_come_again(engine: Engine) {
        let (app, ana) = open(engine).await;
        let peer = Peer::start().await;
        peer.follows(&app, "chela", 1).await;
        work(&app).await;
        peer.heard();
        peer.answers(429, Some("7200"));
        ana.publish(&[("title", "Uno")]).await;
        work(&app).await;
        let knocks = peer.knocks();
        peer.answers(202, None);
        for _ in 0..3 {
            app.clock.advance(30 * MINUTE);
            work(&app).await;
        }
        assert_eq!(peer.knocks(), knocks);
        app.clock.advance(HOUR);
        work(&app).await;
        assert_eq!(peer.kinds(), ["Create Event"]);
    }

    /// What a peer reads and does not want is not said again, and what comes next is.
    async fn what_is_not_wanted_holds_nothing_up(engine: Engine) {
        let (app, ana) = open(engine).await;
        let peer = Peer::start().await;
        peer.follows(&app, "chela", 1).await;
        work(&app).await;
        peer.heard();
        peer.answers(422, None);
        ana.publish(&[("title", "Uno")]).await;
        work(&app).await;
        peer.answers(202, None);
        ana.publish(&[("title", "Dos")]).await;
        work(&app).await;
        let heard = peer.heard();
        assert_eq!(heard.len(), 1);
        assert_eq!(heard[0].activity["object"]["name"], "Dos");
    }

    /// After a month of silence a peer is forgotten with who followed from there, and the log says so.
    async fn a_month_of_silence_ends_it(engine: Engine) {
        let (app, ana) = open(engine).await;
        let peer = Peer::start().await;
        peer.follows(&app, "chela", 1).await;
        work(&app).await;
        peer.answers(500, None);
        ana.publish(&[("title", "Uno"), ("start_date", "2027-02-20"), ("end_date", "2027-02-20")]).await;
        for day in 0..33 {
            if day == 20 {
                assert_eq!(activity_of(&app, "/@etla/followers").await.1["totalItems"], 1);
            }
            work(&app).await;
            app.clock.advance(DAY);
        }
        jobs::sweep(&app.node).await.unwrap();
        work(&app).await;
        assert_eq!(activity_of(&app, "/@etla/followers").await.1["totalItems"], 0);
        let knocks = peer.knocks();
        assert!(knocks < 60, "{knocks}");
        app.clock.advance(2 * DAY);
        work(&app).await;
        assert_eq!(peer.knocks(), knocks);
        app.check().await;
    }
}
