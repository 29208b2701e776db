// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Nobody takes the room from the others, and what is for members stays theirs.

use crate::support::{Person, on_both_engines};

use super::{deliberated, express::proposed, goes, step};

/// How many are found by somebody who looks for a word.
async fn found(person: &Person, word: &str) -> usize {
    person.get_json(&format!("/@etla/search.json?q={word}")).await["found"].as_array().unwrap().len()
}

on_both_engines! {
    /// A member says what all can read, and proposes what all can think of; then the others go on.
    async fn one_person_leaves_room_for_the_others(app: TestApp) {
        let (path, [ana, beto, _]) = deliberated(app).await;
        let long = "Palabras ".repeat(550);
        for _ in 0..11 {
            goes(&beto, &path, "ask", &[("words", &long)]).await;
        }
        let more = step(&beto, &path, "ask", &[("words", "¿Y qué más?")]).await;
        assert!(more.status == 409 && more.text().contains("Ya escribiste mucho"), "{}", more.text());
        goes(&ana, &path, "ask", &[("words", "¿Acabamos?")]).await;
        // Of proposals too; those that time will change stand before all drafts.
        for number in 0..12 {
            proposed(&beto, &[("way", "policy"), ("title", &format!("Borrador {number}")), ("body", "Algo.")]).await;
        }
        let form = beto.get("/@etla/decide/propose").await;
        let more = beto.send(&form, &[("way", "policy"), ("title", "Otro"), ("body", "Algo.")]).await;
        assert!(more.status == 409 && more.text().contains("Ya tienes doce propuestas"), "{}", more.text());
        proposed(&ana, &[("title", "Limpiar el sábado"), ("body", "A las diez.")]).await;
        let list = ana.get_json("/@etla/decide.json").await;
        assert_eq!(list["open"][0]["title"], "Limpiar el sábado");
    }

    /// An amendment changes its own paragraph, also beside one that reads alike, and nothing else of the text.
    async fn an_amendment_changes_its_own_paragraph(app: TestApp) {
        let (path, [ana, beto, _]) = deliberated(app).await;
        let body = "Repite.\n\nEn medio, según [la regla][r].\n\nRepite.\n\n[r]: https://example.org/regla\n\nFin.";
        let form = ana.get(&format!("{path}/edit")).await;
        assert_eq!(ana.send(&form, &[("title", "El agua"), ("words", body)]).await.status, 303);
        let wording = [("version", "2"), ("paragraph", "3"), ("words", "No se repite.")];
        goes(&beto, &path, "amend", &wording).await;
        let amendment = ana.get_json(&path).await["way"]["work"]["amendments"][0]["id"].as_str().unwrap().to_owned();
        goes(&ana, &path, "settle", &[("on", &amendment), ("answer", "accept")]).await;
        let now = ana.get_json(&path).await["body"].as_str().unwrap().to_owned();
        assert_eq!(now, body.replace("[r].\n\nRepite.", "[r].\n\nNo se repite."));
        let far = step(&beto, &path, "amend", &[("version", "3"), ("paragraph", &i64::MIN.to_string()), ("words", "x")]).await;
        assert_eq!(far.status, 404);
    }

    /// Why somebody stands as they do, and what was taken back, is not found by who does not see it.
    async fn guests_find_only_what_they_are_shown(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let (path, _) = proposed(&ana, &[("title", "Limpiar el sábado"), ("body", "A las diez."), ("visibility", "public")]).await;
        let text = ana.get_json(&path).await["digest"].as_str().unwrap().to_owned();
        goes(&beto, &path, "stance", &[("stance", "stand_aside"), ("text", &text), ("words", "Frambuesa temprana")]).await;
        let guest = app.person();
        assert_eq!((found(&guest, "limpiar").await, found(&guest, "frambuesa").await), (1, 0));
    }
}
