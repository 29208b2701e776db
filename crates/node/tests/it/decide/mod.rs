// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The room Decidir.

mod deliberation;
mod express;
mod following;
mod limits;
mod records;
mod reviews;

use tequio_node::jobs;

use crate::support::{Page, Person, TestApp};

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

/// Time passes, and what waits for it happens.
async fn days_pass(app: &TestApp, days: i64) {
    app.clock.advance(tequio_node::spine::world::DAY * days);
    jobs::run_due(&app.node).await.unwrap();
}

/// How often a person was told something.
async fn told(person: &Person, kind: &str) -> usize {
    let notices = person.get_json("/@etla/notices").await;
    notices["notices"].as_array().unwrap().iter().filter(|notice| notice["kind"] == kind).count()
}
