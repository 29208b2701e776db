// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What becomes of an agreement: whether it was so, how it goes, words against it, and who is told.

use crate::support::on_both_engines;

use super::{days_pass, kept, shown, thursdays, told};

on_both_engines! {
    /// Who was there says whether it was so, of the version they read; who was not does not.
    async fn who_was_there_says_whether_it_was_so(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let citlali = app.join(&ana, "Citlali").await;
        let (path, _) = kept(&ana, &thursdays(&[])).await;
        let page = beto.get(&path).await;
        let (action, _) = page.form(&[("so", "yes")]);
        assert!(page.text().contains("Falta que digan si así fue: Beto"), "{}", page.text());
        assert_eq!(citlali.post(&action, &[("version", "1"), ("so", "yes")]).await.status, 403);
        let unsaid = beto.post(&action, &[("version", "1"), ("so", "no"), ("reason", "")]).await;
        assert!(unsaid.status == 422 && unsaid.text().contains("No fue así, porque…"), "{}", unsaid.text());
        let after = beto.post(&action, &[("version", "1"), ("so", "no"), ("reason", "Dijimos de 5 a 7.")]).await.follow(&beto).await;
        assert!(after.text().contains("Dijimos de 5 a 7.\n— Beto, dice que no fue así"), "{}", after.text());
        assert_eq!(told(&ana, "decision-contested").await, 1);
        // Whoever wrote it down has it before them, and nobody else.
        assert!(shown(&ana, &path).await.contains("Alguien dice que no fue así") && !shown(&citlali, &path).await.contains("Alguien dice"));
        let form = ana.get(&format!("{path}/correct")).await;
        ana.send_all(&form, &[("body", "Se abre los jueves de 5 a 7.")]).await.follow(&ana).await;
        let asked = shown(&beto, &path).await;
        assert!(asked.contains("(de la versión 1)") && asked.contains("¿Así fue?"), "{asked}");
        // The version that they read counts, not the one that came meanwhile.
        assert_eq!(beto.post(&action, &[("version", "1"), ("so", "yes")]).await.status, 409);
        let after = beto.post(&action, &[("version", "2"), ("so", "yes")]).await.follow(&beto).await.text();
        assert!(after.contains("✓ dice que así fue") && !after.contains("Dijimos"), "{after}");
        assert!(!after.contains("Falta que digan"), "who wrote it down has said so: {after}");
        let data = beto.get_json("/@etla/me/export").await;
        assert_eq!(data["records"][0]["version"], 2);
    }

    /// Whose task's day is over is told, once; nobody is told of what is done or has no day.
    async fn a_task_whose_day_is_over_is_told_once(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        kept(&ana, &thursdays(&[])).await;
        for (days, times) in [(6, 0), (1, 1), (1, 1)] {
            app.clock.advance(tequio_node::spine::world::DAY * days);
            tequio_node::jobs::sweep(&app.node).await.unwrap();
            tequio_node::jobs::run_due(&app.node).await.unwrap();
            assert_eq!((told(&beto, "decision-overdue").await, told(&ana, "decision-overdue").await), (times, 0));
        }
    }

    /// Who took something on says how it goes; for somebody without account anybody may. Once a day the keeper is told.
    async fn tasks_go_on_and_are_done(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let citlali = app.join(&ana, "Citlali").await;
        let (path, _) = kept(&ana, &thursdays(&[])).await;
        let tasks = ana.get_json(&path).await["tasks"].clone();
        let task = |place: usize| format!("{path}/tasks/{}", tasks[place]["id"].as_str().unwrap());
        assert!(shown(&beto, &path).await.contains("Te toca: di cómo va"));
        assert_eq!(citlali.post(&task(0), &[("done", "yes"), ("told", "")]).await.status, 403);
        assert_eq!(beto.post(&task(0), &[("done", "no"), ("told", "")]).await.status, 422, "nothing new is no progress");
        beto.post(&task(0), &[("done", "no"), ("told", "Ya hay una copia.")]).await.follow(&beto).await;
        beto.post(&task(0), &[("done", "yes"), ("told", "")]).await.follow(&beto).await;
        let text = citlali.post(&task(1), &[("done", "no"), ("told", "Le avisé a las marchantas.")]).await.follow(&citlali).await.text();
        for part in ["1 de 2 hechas", "Ya hay una copia.", "✓ hecha", "Le avisé a las marchantas."] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert_eq!(told(&ana, "decision-progressed").await, 1);
        days_pass(app, 8).await;
        let late = ana.get_json(&path).await["tasks"].clone();
        assert_eq!((late[0]["late"].as_bool(), late[1]["late"].as_bool()), (Some(false), Some(false)), "done, and without a day");
        citlali.post(&task(1), &[("done", "yes"), ("told", "")]).await.follow(&citlali).await;
        assert_eq!(told(&ana, "decision-progressed").await, 2);
        // A record set right in the words of a task keeps what was said of it.
        let form = ana.get(&format!("{path}/correct")).await;
        let (_, fields) = form.form(&[("task_what", "")]);
        let rows = |name: &str| fields.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect::<Vec<_>>();
        let (was, who) = (rows("task_was"), rows("task_who"));
        let changed = [("task_was", was[0].as_str()), ("task_who", &who[0]), ("task_what", "Sacar cuatro copias"), ("task_due", "")];
        ana.send_all(&form, &changed).await.follow(&ana).await;
        let json = ana.get_json(&path).await;
        assert_eq!(json["tasks"].as_array().unwrap().len(), 1);
        assert_eq!((json["tasks"][0]["done"].as_bool(), json["tasks"][0]["progress"].as_array().unwrap().len()), (Some(true), 2));
    }

    /// Words against it are left by any member, and stand beside it wherever it is shown.
    async fn dissent_is_left_afterwards(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let (path, _) = kept(&ana, &thursdays(&[("visibility", "public")])).await;
        let page = beto.get(&path).await;
        assert_eq!(beto.send(&page, &[("words", " ")]).await.status, 422);
        beto.send(&page, &[("words", "A las 8 ya no hay camión.\nNi taxi.")]).await.follow(&beto).await;
        assert!(shown(&ana, &path).await.contains("A las 8 ya no hay camión.\nNi taxi."));
        assert!(app.person().get(&format!("{path}.md")).await.body.contains("> A las 8 ya no hay camión.\n> Ni taxi."));
    }

    /// What a form does, a program does too.
    async fn a_program_keeps_an_agreement(app: TestApp) {
        let ana = app.founder().await;
        let body = serde_json::json!({
            "title": "Los jueves", "body": "Se abre.", "agreed_on": "2026-11-24", "others": "Tino",
            "task_who": ["Tino", "Ana"], "task_what": ["Abrir", "Cerrar"], "task_due": ["2026-12-01", ""],
            "kind": "policy", "language": "es", "licence": "CC-BY-SA-4.0", "visibility": "community",
        });
        let made = ana.post_json("/@etla/decide/new", body).await;
        let made: serde_json::Value = serde_json::from_str(&made.body).unwrap();
        let path = made["location"].as_str().unwrap().split(['?', '#']).next().unwrap().to_owned();
        let json = ana.get_json(&path).await;
        assert_eq!((json["kind"].as_str(), json["tasks"][1]["what"].as_str()), (Some("policy"), Some("Cerrar")), "{json}");
    }
}
