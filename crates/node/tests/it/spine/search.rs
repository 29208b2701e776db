// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Search: what one may see is what one finds, the same on both engines.

use crate::support::{PASSPHRASE, Person, on_both_engines};

/// The titles that a person finds.
async fn titles(person: &Person, words: &str) -> Vec<String> {
    let words: String = url::form_urlencoded::byte_serialize(words.as_bytes()).collect();
    let found = person.get_json(&format!("/@etla/search?q={words}")).await;
    found["found"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect()
}

on_both_engines! {
    async fn words_are_found_as_people_write_them(app: TestApp) {
        let ana = app.founder().await;
        let fest = [("title", "Fiesta de instalación"), ("body", "Trae tu **laptop**. Habrá Trisquel."), ("place", "Casa del Árbol"), ("tags", "gnu")];
        ana.publish(&fest).await;
        ana.publish(&[("title", "Círculo de lectura"), ("body", "Leemos juntos.")]).await;
        let stranger = app.person();
        for words in ["instalacion", "INSTALACIONES", "laptops", "tris", "casa arbol", "gnu", "fiesta trisquel"] {
            assert_eq!(titles(&stranger, words).await, ["Fiesta de instalación"], "{words}");
        }
        assert_eq!(titles(&stranger, "fiesta lectura").await, [""; 0], "all words are wanted");
        for odd in ["\"", "' OR zz=zz --", "NEAR(a b)", "de la", "zz:*&|!", "*", "\u{93e}"] {
            assert_eq!(titles(&stranger, odd).await, [""; 0], "{odd}");
        }
        let page = stranger.get("/@etla/search?q=laptops").await;
        assert!(page.body.contains("<mark>laptop</mark>"), "{}", page.body);
        assert!(page.text().contains("28 de noviembre"), "it says when: {}", page.text());
    }

    /// What has a name that nobody looks for is found by where it is.
    async fn a_place_is_enough(app: TestApp) {
        let ana = app.founder().await;
        ana.publish(&[("title", "¿Y tú?"), ("place", "Quiosco")]).await;
        assert_eq!(titles(&app.person(), "quiosco").await, ["¿Y tú?"]);
    }

    async fn nobody_finds_what_they_may_not_see(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto Zárate").await;
        let other = app.founder_of("otra").await;
        let inside = ana.publish(&[("title", "Reunión secreta"), ("visibility", "community")]).await;
        let open = ana.publish(&[("title", "Taller abierto")]).await;
        let shown = ana.get(&open).await;
        ana.send(&shown, &[("body", "El candado está en la bodega")]).await;
        for (words, found) in [("secreta", "Reunión secreta"), ("candado", "Taller abierto"), ("zarate", "Beto Zárate")] {
            assert_eq!(titles(&beto, words).await, [found], "{words}");
            for nobody in [&app.person(), &other] {
                assert_eq!(titles(nobody, words).await, [""; 0], "{words}");
            }
        }
        assert_eq!(titles(&app.person(), "etla").await, titles(&app.person(), "ETLA").await);
        let whole = inside.rsplit_once('/').unwrap().0.replace("/act/agenda/", "/entries/");
        assert_eq!(ana.post(&format!("{whole}/remove"), &[]).await.status, 303);
        assert_eq!(titles(&ana, "secreta").await, [""; 0]);
    }

    async fn what_changes_is_found_as_it_is_now(app: TestApp) {
        let ana = app.founder().await;
        let date = ana.publish(&[("title", "Taller de soldadura"), ("place", "Kiosco"), ("repeat", "weekly")]).await;
        let whole = date.rsplit_once('/').unwrap().0.to_owned();
        let form = ana.get(&format!("{whole}/edit")).await;
        assert_eq!(ana.send(&form, &[("title", "Taller de cables"), ("place", "Palacio")]).await.status, 303);
        for gone in ["soldadura", "kiosco"] {
            assert_eq!(titles(&ana, gone).await, [""; 0], "{gone}");
        }
        assert_eq!(titles(&ana, "cables palacio").await, ["Taller de cables"]);
        let form = ana.get(&format!("{date}/edit")).await;
        assert_eq!(ana.send(&form, &[("title", "Posada")]).await.status, 303);
        assert_eq!(titles(&ana, "posadas").await, ["Taller de cables"], "a date's own words");
        let beto = app.join(&ana, "Beto").await;
        let shown = beto.get(&date).await;
        beto.send(&shown, &[("body", "Llevo ponche")]).await;
        assert_eq!(titles(&ana, "ponche").await, ["Taller de cables"]);
        let form = beto.get("/@etla/me/leave").await;
        beto.send(&form, &[("how", "erase"), ("passphrase", PASSPHRASE)]).await;
        assert_eq!(titles(&ana, "ponche").await, [""; 0], "an erased member's words");
        assert_eq!(titles(&ana, "beto").await, [""; 0]);
    }

    async fn more_is_a_page_further(app: TestApp) {
        let ana = app.founder().await;
        for number in 1..=23 {
            ana.publish(&[("title", &format!("Taller {number}"))]).await;
            app.clock.advance(1_000_000);
        }
        let first = ana.get("/@etla/search?q=talleres").await;
        assert_eq!(first.body.matches("<h2>").count(), 20);
        assert!(first.text().contains("Taller 23"), "newest first");
        let more = first.body.split('"').find(|part| part.contains("after=")).unwrap().replace("&amp;", "&").replace("&#38;", "&");
        let second = ana.get(&more).await;
        assert_eq!(second.body.matches("<h2>").count(), 3, "{}", second.text());
        assert!(second.text().contains("Taller 1\n") && !second.body.contains("rel=\"next\""));
    }
}
