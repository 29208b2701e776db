// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Notices say what they are about.

use crate::support::{Person, on_both_engines};

/// The notices of somebody: kind and title.
async fn notices(person: &Person) -> Vec<(String, Option<String>)> {
    let list = person.get_json("/@etla/notices.json").await["notices"].as_array().unwrap().clone();
    list.iter()
        .map(|one| (one["kind"].as_str().unwrap().to_owned(), one["title"].as_str().map(str::to_owned)))
        .collect()
}

on_both_engines! {
    /// Who comes hears once for each edit and date what is new, and nobody else; the host reads how many heard.
    async fn who_comes_hears_what_changed(app: TestApp) {
        let ana = app.founder().await;
        let (beto, citlali) = (app.join(&ana, "Beto").await, app.join(&ana, "Citlali").await);
        let first = ana.publish(&[("title", "Festival"), ("place", "Casa de la cultura"), ("repeat", "weekly")]).await;
        let fourth = first.replace("20261128", "20261219");
        for date in [&first, &fourth] {
            let shown = beto.get(date).await;
            beto.send(&shown, &[("note", "")]).await.follow(&beto).await;
        }
        let guest = app.person();
        let form = guest.get(&format!("{fourth}/reply")).await;
        let own = guest.send(&form, &[("name", "Chela")]).await.follow(&guest).await.path;
        let said = async |person: &Person| {
            let list = person.get_json("/@etla/notices.json").await["notices"].as_array().unwrap().clone();
            let text = |one: &serde_json::Value| format!("{}: {}", one["title"].as_str().unwrap(), one["words"].as_str().unwrap());
            list.iter().map(text).collect::<Vec<_>>()
        };
        // One date at another place.
        let form = ana.get(&format!("{fourth}/edit")).await;
        let saved = ana.send(&form, &[("place", "Auditorio")]).await.follow(&ana).await;
        assert!(saved.text().contains("Le avisamos a la persona que va"), "{}", saved.text());
        let moved = "Festival, sábado 19 de diciembre de 2026: Cambió el lugar: ahora es en Auditorio.";
        assert_eq!(said(&beto).await, [moved]);
        assert!(said(&citlali).await.is_empty(), "she does not come");
        assert!(beto.get("/@etla/notices").await.body.contains(&format!("href=\"{fourth}\"")), "it leads to the date");
        // The whole at another place and hour: the date that was changed by itself stays, but for the link.
        let form = ana.get(&format!("{}/edit", first.rsplit_once('/').unwrap().0)).await;
        let fields = [("place", "Biblioteca nueva"), ("start_time", "11:00"), ("end_time", "14:00"), ("link", "https://sala.example")];
        let saved = ana.send(&form, &fields).await.follow(&ana).await.follow(&ana).await;
        assert_eq!(saved.status, 200);
        let told = said(&beto).await;
        assert_eq!(told.len(), 3, "{told:#?}");
        let of = |day: &str| told.iter().find(|one| one.contains(day) && *one != moved).unwrap().clone();
        let (whole, own_place) = (of("28 de noviembre"), of("19 de diciembre de 2026: Cambió el enlace"));
        assert!(whole.contains("11:00–14:00") && whole.contains("ahora es en Biblioteca nueva"), "{whole}");
        assert!(!own_place.contains("lugar") && !own_place.contains("cuándo"), "{own_place}");
        let link = guest.get(&own).await.text();
        for part in ["Cambió desde que dijiste «Voy»", "Ahora es en Auditorio. Antes, Casa de la cultura", "El enlace"] {
            assert!(link.contains(part), "{part}: {link}");
        }
        // What is as it was is no news, nor is a title.
        let form = ana.get(&format!("{fourth}/edit")).await;
        let saved = ana.send(&form, &[("title", "Gran festival")]).await;
        assert!(saved.location().ends_with("done=saved"), "{}", saved.location());
        assert_eq!(said(&beto).await.len(), 3);
        // All that follow: only the dates from there on.
        let second = first.replace("20261128", "20261205");
        let form = ana.get(&format!("{second}/edit")).await;
        assert_eq!(ana.send(&form, &[("place", "Parque"), ("reach", "following")]).await.status, 303);
        assert_eq!(said(&beto).await.len(), 3, "the 19th keeps its own place, the 28th is before");
    }

    /// What was never said of a removed activity does not stay with its replies.
    async fn what_guests_were_told_goes_with_the_words(app: TestApp) {
        let ana = app.founder().await;
        let date = ana.publish(&[("place", "Casa de la cultura")]).await;
        let guest = app.person();
        let form = guest.get(&format!("{date}/reply")).await;
        let own = guest.send(&form, &[("name", "Chela")]).await.follow(&guest).await.path;
        let form = ana.get(&format!("{date}/edit")).await;
        ana.send(&form, &[("place", "Parque")]).await;
        assert!(guest.get(&own).await.text().contains("Casa de la cultura"));
        let entry = date.rsplit_once('/').unwrap().0.replace("/act/agenda/", "/entries/");
        assert_eq!(ana.post(&format!("{entry}/remove"), &[]).await.status, 303);
        assert!(!guest.get(&own).await.text().contains("Casa de la cultura"));
    }

    async fn notices_name_their_subject(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let publish = async |title: &str| {
            let form = ana.get("/@etla/act/agenda/new").await;
            let shown = ana.send(&form, &[("title", title)]).await.follow(&ana).await.follow(&ana).await;
            shown.path.split('?').next().unwrap().to_owned()
        };
        let (circle, workshop) = (publish("Círculo de lectura").await, publish("Instalatón").await);
        for date in [&circle, &workshop] {
            let shown = beto.get(date).await;
            beto.send(&shown, &[("note", "")]).await.follow(&beto).await;
        }
        let shown = beto.get(&circle).await;
        beto.send(&shown, &[("body", "¿llevo algo?")]).await.follow(&beto).await;
        let asked = app.person();
        let form = asked.get("/@etla/join").await;
        asked.send(&form, &[("name", "Dora"), ("message", "")]).await;
        let said = |kind: &str, title: &str| (kind.to_owned(), Some(title.to_owned()));
        assert_eq!(notices(&ana).await, [said("join-requested", "Dora"), said("answered", "Círculo de lectura")]);
        let form = ana.get(&format!("{workshop}/edit")).await;
        ana.send(&form, &[("start_time", "12:00"), ("end_time", "14:00")]).await;
        let form = ana.get(&format!("{circle}/cancel")).await;
        ana.send(&form, &[("what", "all")]).await;
        let day = "sábado 28 de noviembre de 2026";
        let told = [
            said("activity-cancelled", &format!("Círculo de lectura, {day}")),
            said("date-changed", &format!("Instalatón, {day}")),
        ];
        assert_eq!(notices(&beto).await, told);
        let page = beto.get("/@etla/notices").await;
        assert!(page.body.contains("<strong>Instalatón, sábado 28 de noviembre de 2026</strong>. <a href"), "{}", page.body);
        // Only what its reader may see: what is now for its hosts alone has no name, nor a way there.
        let form = ana.get(&format!("{}/edit", workshop.rsplit_once('/').unwrap().0)).await;
        assert_eq!(ana.send(&form, &[("visibility", "circle")]).await.status, 303);
        let list = beto.get_json("/@etla/notices.json").await;
        let moved = &list["notices"].as_array().unwrap().iter().find(|one| one["kind"] == "date-changed").unwrap().clone();
        assert!(moved["title"].is_null() && moved["path"].is_null(), "{moved}");
        assert!(!beto.get("/@etla/notices").await.body.contains("Instalatón"));
    }

    /// What came since one last looked is marked and counted, until one looks.
    async fn who_reads_them_has_seen_them(app: TestApp) {
        let ana = app.founder().await;
        let asked = app.person();
        let form = asked.get("/@etla/join").await;
        asked.send(&form, &[("name", "Dora"), ("message", "")]).await;
        let counted = async || ana.get("/@etla").await.body.contains("<span class=\"count\">1</span>");
        assert!(counted().await);
        assert_eq!(ana.get_json("/@etla/notices.json").await["notices"][0]["new"], true);
        assert!(counted().await, "a program says so itself");
        assert!(ana.get("/@etla/notices").await.text().contains("nuevo"));
        assert!(!counted().await && !ana.get("/@etla/notices").await.text().contains("nuevo"));
    }
}
