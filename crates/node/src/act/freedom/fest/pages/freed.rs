// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the community has freed: how many machines, and at which fests.

use askama::Template;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    act::agenda,
    spine::{id::Id, world::Micros},
    store::args,
    web::{Answer, Here, Page, Routes},
};

use super::{
    super::{rules::Outcome, store},
    Count, counts, path,
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(freed))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "act/freedom/fest/templates/freed.html")]
struct FreedPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    counts: Vec<Count>,
    /// How many went home with a free system.
    freed: i64,
    coming: Vec<Card>,
    past: Vec<Card>,
}

/// A fest in brief.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FestCard)]
struct Card {
    path: String,
    title: String,
    language: String,
    when: String,
    place: Option<String>,
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    activity_id: Id,
    date_id: String,
    title: Option<String>,
    language: String,
    starts_local: String,
    ends_local: String,
    all_day: bool,
    place: Option<String>,
    ends_at: Micros,
}

/// What the community has freed.
#[utoipa::path(get, path = "/c/{handle}/act/freedom", responses((status = 200, body = FreedPage)))]
async fn freed(here: Here) -> Answer {
    let mut reader = here.read().await?;
    let mut rows: Vec<(String, i64)> = reader.all(&store::ALL_COUNTS, args![]).await?;
    rows.extend(reader.all::<(String, i64)>(&store::ALL_GONE, args![]).await?);
    let fests: Vec<Row> = reader.all(&store::ALL, args![]).await?;
    drop(reader);
    let page = here.page(here.visit.lang.t("freed-title")).await?.in_room("act");
    let counts = counts(Outcome::WORDS, &rows);
    let touched = |count: &&Count| Outcome::named(&count.what).is_some_and(Outcome::touched_the_disk);
    let freed = counts.iter().filter(touched).map(|count| count.machines).sum();
    let (mut coming, past): (Vec<Row>, Vec<Row>) = fests.into_iter().partition(|row| row.ends_at > here.now());
    coming.reverse();
    let card = |row: Row| Card {
        path: here.path(&path(row.activity_id, &row.date_id)),
        when: agenda::pages::when(&page, &row.starts_local, &row.ends_local, row.all_day),
        title: row.title.unwrap_or_default(),
        language: row.language,
        place: row.place,
    };
    let (coming, past) = (coming.into_iter().map(card).collect(), past.into_iter().map(card).collect());
    here.answer(&FreedPage { counts, freed, coming, past, page })
}
