// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The room Decidir.

pub mod assemblies;
pub mod ballots;
pub mod choices;
mod classes;
mod deliberation;
pub mod draws;
pub mod express;
mod following;
mod held;
mod limits;
mod methods;
mod months;
mod records;
mod remarks;
mod reviews;
mod times;
mod understanding;

use tequio_node::{
    decide::decisions::acta::{Acta, Held},
    jobs,
};

use crate::support::{Page, Person, TestApp};

use express::proposed;

/// What Ana, Beto, Doña Chela and Tino agreed on Thursdays.
const THURSDAYS: &[(&str, &str)] = &[
    ("title", "El taller abre los jueves"),
    ("body", "Se abre los **jueves** de 5 a 8.\n\nLas llaves las guarda Beto."),
    ("others", "beto, Doña Chela; Tino"),
    ("dissent_words", "Los jueves hay tianguis y nadie llega."),
    ("dissent_who", "Tino"),
    ("task_who", "Beto"),
    ("task_what", "Sacar copias de la llave"),
    ("task_due", "2026-11-30"),
    ("task_who", "Doña Chela"),
    ("task_what", "Avisar en el mercado"),
    ("task_due", ""),
];

/// The same, with other values for some fields.
fn thursdays<'v>(other: &[(&'v str, &'v str)]) -> Vec<(&'v str, &'v str)> {
    let kept = THURSDAYS.iter().filter(|(name, _)| other.iter().all(|(changed, _)| name != changed));
    kept.chain(other).copied().collect()
}

/// Keeps an agreement, and gives its path and its page.
async fn kept(person: &Person, fields: &[(&str, &str)]) -> (String, Page) {
    let page = person.record(fields).await.follow(person).await;
    (page.path.split(['?', '#']).next().unwrap().to_owned(), page)
}

/// What a page shows somebody.
async fn shown(person: &Person, path: &str) -> String {
    person.get(path).await.text()
}

/// The signed acta of a decision, which must hold: its signature, its text, and all that the rules decide.
async fn acta(person: &Person, path: &str) -> Held {
    let file = person.get(&format!("{path}/acta")).await;
    assert_eq!(
        (file.status, &file.headers["content-type"]),
        (200, &"application/json".parse().unwrap()),
        "{}",
        file.body
    );
    Acta::verify(&serde_json::from_str(&file.body).unwrap(), None).unwrap()
}

/// Time passes, and what waits for it happens.
pub async fn days_pass(app: &TestApp, days: i64) {
    app.clock.advance(tequio_node::spine::world::DAY * days);
    jobs::run_due(&app.node).await.unwrap();
}

/// How often a person was told something.
async fn told(person: &Person, kind: &str) -> usize {
    let notices = person.get_json("/@etla/notices").await;
    notices["notices"].as_array().unwrap().iter().filter(|notice| notice["kind"] == kind).count()
}

/// Takes a step.
async fn step(person: &Person, path: &str, name: &str, fields: &[(&str, &str)]) -> Page {
    person.post(&format!("{path}/steps/{name}"), fields).await
}

/// Takes a step that must go well, and gives the page that it leads to.
pub async fn goes(person: &Person, path: &str, name: &str, fields: &[(&str, &str)]) -> String {
    let page = step(person, path, name, fields).await;
    assert_eq!(page.status, 303, "{name} {fields:?}: {}", page.text());
    page.follow(person).await.text()
}

async fn onward(person: &Person, path: &str, from: &str) -> String {
    goes(person, path, "onward", &[("answer", from)]).await
}

/// The first thing that somebody is offered to do, and about what.
async fn offered(person: &Person, path: &str) -> (String, String) {
    let json = person.get_json(path).await;
    let first = &json["way"]["work"]["now"][0];
    (first["step"].as_str().unwrap_or_default().to_owned(), first["on"].as_str().unwrap_or_default().to_owned())
}

/// Something that the text says of itself, and something that it does not.
pub const ASKED: &[(&str, &str)] = &[
    ("statements", "Esto es una propuesta."),
    ("says", "yes"),
    ("places", "1"),
    ("statements", "Todo cuesta mil pesos."),
    ("says", "no"),
    ("places", "1"),
];

/// The statements that are asked of a text.
async fn asked(person: &Person, path: &str) -> Vec<String> {
    let statements = person.get_json(path).await["way"]["work"]["check"]["statements"].clone();
    statements.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

/// Asks whether the text is understood; the people answer as it says.
pub async fn understood(path: &str, people: &[&Person]) {
    let version = people[0].get_json(path).await["version"].to_string();
    goes(people[0], path, "check", &[&[("version", version.as_str())], ASKED].concat()).await;
    for (statement, answer) in asked(people[0], path).await.iter().zip(["says", "not"]) {
        for person in people {
            goes(person, path, "read", &[("on", statement), ("answer", answer)]).await;
        }
    }
}

/// A proposal of policy by Ana that has come to its deliberation.
pub async fn deliberated(app: &TestApp) -> (String, [Person; 3]) {
    let ana = app.founder().await;
    let beto = app.join(&ana, "Beto").await;
    let citlali = app.join(&ana, "Citlali").await;
    let fields = [
        ("way", "policy"),
        ("title", "El agua se reparte los martes"),
        ("body", "Se reparte los martes.\n\nCada quien lleva su cubeta."),
    ];
    let (path, _) = proposed(&ana, &fields).await;
    goes(&beto, &path, "affected", &[("words", "Quienes viven río abajo.")]).await;
    onward(&ana, &path, "draft").await;
    days_pass(app, 1).await;
    onward(&beto, &path, "call").await;
    days_pass(app, 1).await;
    onward(&ana, &path, "clarification").await;
    (path, [ana, beto, citlali])
}

/// What is written before the text may be firm.
async fn foreseen(person: &Person, path: &str) {
    goes(person, path, "impact", &[("effects", "Poco."); 6]).await;
}

/// What is asked before the text may be firm, and the wait until then.
async fn integrated(app: &TestApp, path: &str, person: &Person) {
    foreseen(person, path).await;
    goes(person, path, "search", &[("words", "nada")]).await;
    days_pass(app, 3).await;
    onward(person, path, "deliberation").await;
}
