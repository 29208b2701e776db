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
        let told = [said("activity-cancelled", "Círculo de lectura"), said("activity-moved", "Instalatón")];
        assert_eq!(notices(&beto).await, told);
        let page = beto.get("/@etla/notices").await;
        assert!(page.body.contains("<strong>Instalatón</strong>: <a href"), "{}", page.body);
        // Only what its reader may see: what is now for its hosts alone has no name, nor a way there.
        let form = ana.get(&format!("{}/edit", workshop.rsplit_once('/').unwrap().0)).await;
        assert_eq!(ana.send(&form, &[("visibility", "circle")]).await.status, 303);
        let list = beto.get_json("/@etla/notices.json").await;
        let moved = &list["notices"].as_array().unwrap().iter().find(|one| one["kind"] == "activity-moved").unwrap().clone();
        assert!(moved["title"].is_null() && moved["path"].is_null(), "{moved}");
        assert!(!beto.get("/@etla/notices").await.body.contains("Instalatón"));
    }
}
