// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Who organises an activity: more than one, and what they may see and do together.

use crate::support::{Page, Person, on_both_engines};

/// The values of the boxes of a form that are named `hosts`, each with the name beside it.
fn boxes(page: &Page) -> Vec<(String, String)> {
    let document = scraper::Html::parse_document(&page.body);
    let select = |css: &str| scraper::Selector::parse(css).unwrap();
    let (all, label) = (select(".people .check"), select("label"));
    let of = |one: scraper::ElementRef<'_>| {
        let value = one.select(&select("input")).next().unwrap().value().attr("value").unwrap().to_owned();
        (one.select(&label).next().unwrap().text().collect(), value)
    };
    document.select(&all).map(of).collect()
}

fn id_of(page: &Page, name: &str) -> String {
    boxes(page).into_iter().find(|(known, _)| known == name).unwrap().1
}

/// Sends the form of an activity with these hosts ticked.
async fn host(person: &Person, page: &Page, hosts: &[&str], more: &[(&str, &str)]) -> Page {
    let (action, mut all) = page.form(&[("title", "")]);
    all.retain(|(name, _)| name != "hosts" && !more.iter().any(|(known, _)| known == name));
    let more = more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    all.extend(hosts.iter().map(|host| ("hosts".to_owned(), (*host).to_owned())).chain(more));
    let all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    person.post(&action, &all).await
}

on_both_engines! {
    /// Two organise what only they see: both change it and see who comes; who is taken out sees it no more.
    async fn several_organise_one(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let citlali = app.join(&ana, "Citlali").await;
        let form = ana.get("/@etla/act/agenda/new").await;
        let (me, other) = (id_of(&form, "Ana"), id_of(&form, "Beto"));
        assert_eq!(boxes(&form).len(), 3);
        let both = [me.as_str(), other.as_str()];
        let fields = [("title", "Reunión de quienes organizan"), ("visibility", "circle")];
        let shown = host(&ana, &form, &both, &fields).await.follow(&ana).await.follow(&ana).await;
        let path = shown.path.split('?').next().unwrap().to_owned();
        assert!(beto.get("/@etla/notices").await.text().contains("Te sumaron a quienes la organizan"));
        assert!(!ana.get("/@etla/notices").await.text().contains("Te sumaron"), "who published it knows");
        assert_eq!(beto.get(&format!("{path}/list")).await.status, 200);
        assert_eq!(citlali.get(&path).await.status, 404);
        assert_eq!(beto.get_json(&path).await["hosts"].as_array().unwrap().len(), 2);
        let edit = format!("{}/edit", path.rsplit_once('/').unwrap().0);
        let changed = host(&beto, &beto.get(&edit).await, &both, &[("title", "Reunión")]).await;
        assert_eq!(changed.status, 303, "{}", changed.text());
        // Nobody ticked is as it was; whoever is not there is refused.
        let kept = host(&ana, &ana.get(&edit).await, &[], &[("title", "Reunión de todas")]).await;
        assert_eq!(kept.status, 303, "{}", kept.text());
        assert_eq!(beto.get(&path).await.status, 200);
        for nobody in ["06h0r3m6g1va5b86q6t7g4l000", "Beto"] {
            let refused = host(&ana, &ana.get(&edit).await, &[&me, nobody], &[]).await;
            assert_eq!(refused.status, 422);
            assert!(refused.text().contains("ya no está en la comunidad"), "{}", refused.text());
        }
        // Who saves it does not shut themselves out.
        let alone = host(&ana, &ana.get(&edit).await, &[&id_of(&form, "Citlali")], &[]).await;
        assert_eq!(alone.status, 303, "{}", alone.text());
        assert_eq!((ana.get(&path).await.status, citlali.get(&path).await.status), (200, 200));
        assert_eq!(beto.get(&path).await.status, 404);
    }
}
