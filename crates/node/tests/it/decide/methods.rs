// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The other ways of choosing, each by its own ballot: cast, told what is wrong and given back as it was, counted, and
//! counted again from the file that is published.

use crate::support::{Person, TestApp, on_both_engines};

use super::{
    choices::{DAYS, ballot, counted_again, given, texts, voted_on, votes},
    classes::{agreed, brought},
    days_pass, shown,
};

/// A choice of days whose vote is open, in a community of two that has decided to choose so.
async fn open(app: &TestApp, choosing: &str, most: &str, more: &[(&str, &str)]) -> (Person, Person, String) {
    let ana = app.founder().await;
    let beto = app.join(&ana, "Beto").await;
    let form = ana.get("/@etla/decide/classes/policy").await;
    let fields = [("body", "Así nos acomoda."), ("choosing", choosing), ("choosing_most", most)];
    let class = ana.send(&form, &fields).await.follow(&ana).await;
    let class = class.path.split(['?', '#']).next().unwrap().to_owned();
    brought(app, &class, &ana, 7).await;
    agreed(app, &class, &[&ana, &beto]).await;
    let path = voted_on(app, &ana, "policy", &[DAYS, more].concat()).await;
    (ana, beto, path)
}

/// What is wrong with a ballot is said, and what was filled in stays.
async fn refused(person: &Person, path: &str, fields: &[(&str, &str)], why: &str, stays: &[&str]) {
    let wrong = ballot(person, path, fields).await;
    assert!(wrong.status == 422 && wrong.text().contains(why), "{}", wrong.text());
    for part in stays {
        assert!(wrong.body.contains(part), "{part}\n{}", wrong.body);
    }
}

/// What was chosen, by name, and by number as the published file counts to it.
async fn chosen(app: &TestApp, person: &Person, path: &str, method: &str) -> (Vec<String>, Vec<u64>) {
    days_pass(app, 2).await;
    let (numbers, page) = counted_again(person, path).await;
    assert_eq!(page["report"]["method"], method);
    (texts(&page["elected"]["chosen"]).into_iter().map(str::to_owned).collect(), numbers)
}

on_both_engines! {
    async fn by_approval(app: TestApp) {
        let (ana, beto, path) = open(app, "approval", "", &[]).await;
        refused(&ana, &path, &[], "Todavía no dices nada", &[]).await;
        let both = [("wanted", "1"), ("blank", "on")];
        refused(&ana, &path, &both, "también llenaste algo", &["name=\"wanted\" value=\"1\" checked", "name=\"blank\" value=\"on\" checked"]).await;
        let (_, said) = votes(&ana, &path, &[("wanted", "0"), ("wanted", "1")]).await;
        assert!(said.contains("Jueves, Lunes"), "{said}");
        votes(&beto, &path, &[("wanted", "1")]).await;
        assert_eq!(chosen(app, &ana, &path, "approval").await, (vec!["Lunes".to_owned()], vec![2]));
        assert!(shown(&beto, &format!("{path}/count")).await.contains("Lunes\n2"));
    }

    async fn by_scores(app: TestApp) {
        let (ana, beto, path) = open(app, "score", "5", &[]).await;
        let high = given(&["6", "2", "", ""]);
        refused(&ana, &path, &high, "Escribe números enteros, de 0 a 5.", &["value=\"6\"", "value=\"2\""]).await;
        let (_, said) = votes(&ana, &path, &given(&["3", "5", "", ""])).await;
        assert!(said.contains("Jueves: 3; Lunes: 5"), "{said}");
        votes(&beto, &path, &given(&["2", "4", "", "0"])).await;
        assert_eq!(chosen(app, &ana, &path, "score").await, (vec!["Lunes".to_owned()], vec![2]));
        assert!(shown(&beto, &format!("{path}/count")).await.contains("Lunes\n9"));
    }

    async fn by_majority_judgment(app: TestApp) {
        let (ana, beto, path) = open(app, "majority-judgment", "", &[]).await;
        let high = given(&["9", "3", "", ""]);
        refused(&ana, &path, &high, "Escribe números enteros, de 0 a 5.", &["<option value=\"3\" selected>"]).await;
        votes(&ana, &path, &given(&["5", "3", "", ""])).await;
        votes(&beto, &path, &given(&["4", "3", "", "0"])).await;
        assert_eq!(chosen(app, &ana, &path, "majority-judgment").await, (vec!["Jueves".to_owned()], vec![1]));
    }

    async fn by_ranked_pairs(app: TestApp) {
        let (ana, beto, path) = open(app, "ranked-pairs", "", &[]).await;
        let words = given(&["uno", "2", "", ""]);
        refused(&ana, &path, &words, "Escribe números enteros", &["<option value=\"2\" selected>Lugar 2</option>"]).await;
        let (_, said) = votes(&ana, &path, &given(&["1", "2", "", "3"])).await;
        assert!(said.contains("Jueves > Lunes > Ninguna de estas"), "{said}");
        let (_, said) = votes(&beto, &path, &given(&["1", "1", "2", ""])).await;
        assert!(said.contains("Jueves = Lunes > Martes"), "equal ranks have a meaning: {said}");
        assert_eq!(chosen(app, &ana, &path, "ranked-pairs").await, (vec!["Jueves".to_owned()], vec![1]));
    }

    async fn by_instant_runoff(app: TestApp) {
        let (ana, beto, path) = open(app, "irv", "", &[]).await;
        let equal = given(&["1", "1", "2", ""]);
        let kept = ["<option value=\"2\" selected>Lugar 2</option>"];
        refused(&ana, &path, &equal, "Diste el mismo lugar a varias opciones", &kept).await;
        votes(&ana, &path, &given(&["1", "2", "", "3"])).await;
        votes(&beto, &path, &given(&["1", "", "2", "3"])).await;
        assert_eq!(chosen(app, &ana, &path, "irv").await, (vec!["Jueves".to_owned()], vec![1]));
    }

    async fn by_meek_s_transferable_vote(app: TestApp) {
        let (ana, beto, path) = open(app, "stv-meek", "", &[("amount", "2")]).await;
        let equal = given(&["1", "1", "2", ""]);
        let kept = ["<option value=\"2\" selected>Lugar 2</option>"];
        refused(&ana, &path, &equal, "Diste el mismo lugar a varias opciones", &kept).await;
        votes(&ana, &path, &given(&["1", "2", "", "3"])).await;
        votes(&beto, &path, &given(&["2", "1", "", "3"])).await;
        let (mut names, mut numbers) = chosen(app, &ana, &path, "stv-meek").await;
        names.sort();
        numbers.sort_unstable();
        assert_eq!((names, numbers), (vec!["Jueves".to_owned(), "Lunes".to_owned()], vec![1, 2]));
    }
}
