// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! My data: all of it, to see and to take along.

use tequio_node::jobs;
use tequio_node::spine::world::DAY;

use crate::support::{PASSPHRASE, on_both_engines};

on_both_engines! {
    /// The page counts everything, and the file has it with its words, in instants that programs read.
    async fn the_file_has_everything(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let form = ana.get("/@etla/act/agenda/new").await;
        let made = ana.send(&form, &[("title", "Taller de soldadura"), ("place", "Casa de la cultura"), ("tags", "taller, radio")]).await;
        let activity = made.follow(&ana).await.follow(&ana).await.path.split('?').next().unwrap().to_owned();
        let id = activity.rsplit('/').nth(1).unwrap().to_owned();
        ana.send(&ana.get(&activity).await, &[("note", "llevo cautín")]).await;
        ana.post(&format!("/@etla/entries/{id}/messages"), &[("body", "Traigan guantes")]).await;
        let edit = ana.get("/@etla/care/pact/edit").await;
        ana.send(&edit, &[("body", "Con respeto.")]).await.follow(&ana).await;
        for person in [&ana, &beto] {
            assert_eq!(person.post("/@etla/mandates/call", &[("kind", "care")]).await.status, 303);
        }
        let choice = ana.get_json("/@etla/mandates").await["kinds"][2]["choice"]["id"].as_str().unwrap().to_owned();
        ana.post("/@etla/mandates/stand", &[("id", &choice)]).await;
        let ana_id = ana.get_json("/@etla/me").await["kept"]["member"].as_str().unwrap().to_owned();
        assert_eq!(ana.post("/@etla/mandates/support", &[("id", &choice), ("candidate", &ana_id)]).await.status, 303);
        let shown = beto.get(&activity).await;
        beto.send(&shown, &[("note", "")]).await;
        let cancel = ana.get(&format!("{activity}/cancel")).await;
        assert_eq!(ana.send(&cancel, &[("reason", "llueve")]).await.status, 303);
        app.clock.advance(5 * DAY);
        jobs::run_due(&app.node).await.unwrap();
        let data = ana.get_json("/@etla/me/export").await;
        let first = |part: &str| {
            assert!(data[part].as_array().is_some_and(|all| !all.is_empty()), "{part}: {data:#}");
            data[part][0].clone()
        };
        assert_eq!(data["joined_at"], "2026-11-24T18:00:00Z");
        assert_eq!(first("mandates")["ends_at"], "2027-02-22T18:00:00Z");
        assert_eq!(first("accepted")["version"], 1);
        assert!(data["documents"].as_array().unwrap().iter().any(|one| one["kind"] == "pact" && one["version"] == 2));
        assert_eq!(first("invitations")["purpose"], "taller");
        assert_eq!(first("calls")["kind"], "care");
        assert_eq!(first("candidacies")["kind"], "care");
        assert_eq!(first("supports")["candidate"], "Ana");
        let entry = first("entries");
        assert_eq!(entry["tags"], serde_json::json!(["radio", "taller"]));
        assert_eq!(entry["dates"][0]["place"], "Casa de la cultura");
        assert_eq!(entry["dates"][0]["starts_local"], "2026-11-28T10:00:00");
        assert_eq!(entry["visibility"], "public");
        assert_eq!(first("revisions")["title"], "Taller de soldadura");
        assert_eq!(first("circles"), id.as_str());
        assert_eq!(first("messages")["body"], "Traigan guantes");
        assert_eq!(first("replies")["note"], "llevo cautín");
        assert_eq!(first("notices")["at"], "2026-11-29T18:00:00Z");
        assert_eq!(first("devices")["created_at"], "2026-11-24T18:00:00Z");
        assert_eq!(first("sessions")["label"], "Firefox, Android");
        assert_eq!(data["recovery_codes_left"], 8);
        assert_eq!(data["passphrase_changed_at"], "2026-11-24T18:00:00Z");
        assert!(data["second_factor_since"].is_null());
        // Beto's are his own.
        let his = beto.get_json("/@etla/me/export").await;
        // A notice says what it is about.
        let notice = his["notices"].as_array().unwrap().iter().find(|one| one["kind"] == "activity-cancelled").unwrap();
        assert_eq!((&notice["title"], &notice["words"]), (&"Taller de soldadura".into(), &"Se canceló, y tú ibas.".into()));
        let pact = his["notices"].as_array().unwrap().iter().find(|one| one["kind"] == "document-adopted").unwrap();
        assert!(pact["words"].as_str().is_some_and(|words| words.contains("versión nueva")), "{pact}");
        assert_eq!(his["entries"], serde_json::json!([]));
        assert_eq!(his["supports"], serde_json::json!([]));
        let page = ana.get("/@etla/me").await.text();
        for words in ["Coordinación", "Una publicación", "Un mensaje", "Una elección que convocaste", "Un apoyo a una candidatura", "Te quedan 8 códigos"] {
            assert!(page.contains(words), "{words}: {page}");
        }
    }

    /// The sheet of printed codes says whose it is and where it is used; what belongs to the screen is not printed.
    async fn the_sheet_of_codes_says_whose_it_is(app: TestApp) {
        let ana = app.founder().await;
        let page = ana.post("/@etla/me/codes", &[("passphrase", PASSPHRASE)]).await;
        let sheet = page.body.split("print-card").nth(1).unwrap().split("</div>").next().unwrap();
        assert!(sheet.contains("CoLSoLi Etla") && sheet.contains("Ana") && sheet.contains("/@etla/recover"), "{sheet}");
        let button = page.body.split("<p class=\"no-print\">").nth(1).unwrap().split("</p>").next().unwrap();
        assert!(button.contains("Ya los guardé"), "{button}");
    }
}
