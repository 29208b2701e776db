// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Whatever a form is refused for, what was typed is not lost.

use crate::support::{PASSPHRASE, Page, on_both_engines};

/// The value of a field as a page shows it.
fn value(page: &Page, field: &str) -> String {
    let (_, fields) = page.form(&[(field, "")]);
    fields.into_iter().find(|(name, _)| name == field).unwrap().1
}

on_both_engines! {
    /// Two people change an activity: the second one sees both, loses nothing, and can save.
    async fn a_conflict_shows_both(app: TestApp) {
        let ana = app.founder().await;
        let edit = format!("{}/edit", ana.publish(&[("place", "Biblioteca"), ("body", "Leemos juntas.")]).await.rsplit_once('/').unwrap().0);
        let (first, second) = (ana.get(&edit).await, ana.get(&edit).await);
        let saved = ana.send(&first, &[("place", "Parque"), ("body", "Leemos juntas y comemos.")]).await;
        assert_eq!(saved.status, 303);
        let mine = [("title", "Círculo libre"), ("body", "Leemos juntas y cantamos."), ("capacity", "9")];
        let told = ana.send(&second, &mine).await;
        assert_eq!(told.status, 409);
        for (field, typed) in mine.into_iter().chain([("place", "Biblioteca")]) {
            assert_eq!(value(&told, field), typed);
        }
        assert!(told.text().contains("otra versión mientras escribías"), "{}", told.text());
        for part in ["<del>comemos", "<ins>cantamos", "<del>Parque</del><ins>Biblioteca</ins>", "Leemos juntas y comemos.</p>"] {
            assert!(told.body.contains(part), "{part}\n{}", told.body);
        }
        assert!(!told.body.contains("<dt>Fecha"), "what is alike is not shown");
        // Brought together, it is saved; and the next version has its own history.
        let saved = ana.send(&told, &[("place", "Parque"), ("body", "Leemos juntas, comemos y cantamos.")]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        assert_eq!(value(&ana.get(&edit).await, "body"), "Leemos juntas, comemos y cantamos.");
        assert_eq!(value(&ana.get(&edit).await, "place"), "Parque");
        // A program is told that it was too late.
        let (_, fields) = second.form(&[("title", "")]);
        let fields = fields.into_iter().map(|(name, value)| (name, value.into())).collect::<serde_json::Map<_, _>>();
        let late = ana.post_json(&edit, serde_json::Value::Object(fields)).await;
        assert!(late.status == 409 && late.body.contains("\"status\":409"), "{}", late.body);
    }

    /// The same, of a text of the community.
    async fn a_conflict_of_texts_shows_both(app: TestApp) {
        let ana = app.founder().await;
        let (first, second) = (ana.get("/@etla/care/pact/edit").await, ana.get("/@etla/care/pact/edit").await);
        assert_eq!(ana.send(&first, &[("body", "Nos tratamos con respeto.")]).await.status, 303);
        let told = ana.send(&second, &[("body", "Nos tratamos con cariño.")]).await;
        assert_eq!((told.status, value(&told, "body").as_str()), (409, "Nos tratamos con cariño."));
        assert!(told.body.contains("<del>respeto") && told.body.contains("<ins>cariño"), "{}", told.body);
        let empty = ana.send(&told, &[("body", "")]).await;
        assert_eq!(empty.status, 422);
        assert_eq!(ana.send(&told, &[("body", "Nos tratamos con respeto y cariño.")]).await.status, 303);
        assert!(ana.get("/@etla/care/pact").await.text().contains("respeto y cariño"));
    }

    /// Who has no account writes a few words: what is a hundred times as much is not sent back five times as large.
    async fn what_nobody_types_is_not_sent_back(app: TestApp) {
        app.founder().await;
        let quotes = "'".repeat(200_000);
        for door in ["/@etla/sign-in", "/@etla/recover", "/@etla/join"] {
            let refused = app.person().post(door, &[("name", &quotes), ("passphrase", "x")]).await;
            assert_eq!(refused.status, 413, "{door}");
            assert!(refused.bytes.len() < 20_000, "{door}: {}", refused.bytes.len());
        }
        let fits = app.person().post("/@etla/sign-in", &[("name", &"'".repeat(2_000)), ("passphrase", "x")]).await;
        assert_eq!(fits.status, 422);
    }

    /// A form that does not fit is shown as it was typed.
    async fn what_does_not_fit_stays(app: TestApp) {
        let ana = app.founder().await;
        let date = ana.publish(&[("place", "Biblioteca"), ("body", "Leemos juntas.")]).await;
        let long = "x".repeat(201);
        for (form, fields) in [
            ("/@etla/act/agenda/new".to_owned(), vec![("title", "Taller"), ("place", &long[..]), ("body", "Traigan cable."), ("tags", "a, b")]),
            (format!("{}/edit", date.rsplit_once('/').unwrap().0), vec![("title", ""), ("place", "Parque"), ("body", "Otra vez.")]),
            (format!("{date}/edit"), vec![("start_date", "ayer"), ("title", "Otro título"), ("place", "Parque")]),
            ("/@etla/about/edit".to_owned(), vec![("name", ""), ("municipality", "San Juan"), ("care_contact", "Los martes")]),
            ("/@etla/invitations".to_owned(), vec![("purpose", "taller de mayo"), ("days", "999"), ("uses", "muchas")]),
            ("/@etla/me".to_owned(), vec![("name", "x")]),
            ("/@etla/join".to_owned(), vec![("name", "x"), ("message", "Conozco a Beto.")]),
        ] {
            let page = ana.get(&form).await;
            let refused = ana.send(&page, &fields).await;
            assert_eq!(refused.status, 422, "{form}: {}", refused.text());
            for (field, typed) in fields {
                assert_eq!(value(&refused, field), typed, "{form}: {field}");
            }
        }
        let entry = date.split('/').nth(4).unwrap().to_owned();
        let body = "x".repeat(5_001);
        let messages = format!("/@etla/entries/{entry}/messages");
        assert_eq!(value(&ana.post(&messages, &[("body", &body)]).await, "body"), body);
        let said = ana.post(&messages, &[("body", "hola")]).await;
        let message = said.location().rsplit("#m-").next().unwrap().to_owned();
        assert_eq!(value(&ana.post(&format!("/@etla/messages/{message}/edit"), &[("body", &body)]).await, "body"), body);
    }

    /// What is refused as a whole is given back, without its secrets, and can be sent again.
    async fn what_is_refused_is_given_back(app: TestApp) {
        let ana = app.founder().await;
        let date = ana.publish(&[("place", "Biblioteca"), ("body", "Leemos juntas.")]).await;
        let messages = format!("/@etla/entries/{}/messages", date.split('/').nth(4).unwrap());
        // The session is over while somebody writes.
        let form = ana.get(&date).await;
        let other = app.person_again("Ana").await;
        other.post("/@etla/me/sessions", &[]).await;
        let words = "Llevo la extensión\ny dos lámparas.";
        let refused = ana.send(&form, &[("body", words)]).await;
        assert!(refused.status == 401 && refused.text().contains(words), "{}", refused.text());
        let sign_in = ana.get("/@etla/sign-in").await;
        assert_eq!(ana.send(&sign_in, &[("name", "Ana"), ("passphrase", PASSPHRASE)]).await.status, 303);
        assert_eq!(ana.send(&refused, &[("body", words)]).await.status, 303);
        assert!(ana.get(&date).await.text().contains("Llevo la extensión"));
        // A form that was used for something else: sent again, it is a new one.
        let form = ana.get(&messages).await;
        assert_eq!(ana.send(&form, &[("body", "uno")]).await.status, 303);
        let reused = ana.send(&form, &[("body", "dos y tres")]).await;
        assert_eq!(reused.status, 409);
        assert_eq!(ana.send(&reused, &[("body", "dos y tres")]).await.status, 303);
        // What is gone takes no more, but nothing that was typed goes with it.
        ana.post(&messages.replace("/messages", "/remove"), &[]).await;
        let gone = ana.post(&format!("{}/edit", date.rsplit_once('/').unwrap().0), &[("title", "Otro círculo más"), ("passphrase", PASSPHRASE)]).await;
        assert!(gone.status == 409 && gone.text().contains("Otro círculo más"), "{}", gone.text());
        assert!(!gone.body.contains(PASSPHRASE));
        // Nothing is given back of what another site sent.
        let client = crate::support::client();
        let foreign = client.post(format!("{}{messages}", app.origin)).header("sec-fetch-site", "cross-site");
        let foreign = foreign.header("content-type", "application/x-www-form-urlencoded").body("body=palabras+ajenas");
        let foreign = foreign.send().await.unwrap().text().await.unwrap();
        assert!(!foreign.contains("ajenas"), "{foreign}");
    }
}
