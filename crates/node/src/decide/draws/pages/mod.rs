// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The pages on which people are drawn by lot.

mod calling;
mod file;
mod one;

use askama::Template;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        command::Command as _,
        id::Id,
        world::{Instant, Micros},
    },
    store::{Reader, args},
    web::{Answer, Failure, Here, Page, Routes},
};

use super::{Call, rules::Stage, store};

pub(crate) fn routes() -> Routes {
    Routes::new().routes(routes!(all)).merge(calling::routes()).merge(one::routes()).merge(file::routes())
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "decide/draws/templates/list.html")]
struct DrawsPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    draws: Vec<Card>,
    may_call: bool,
}

/// One in brief.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DrawCard)]
struct Card {
    path: String,
    title: String,
    language: String,
    stage: Stage,
    closes_at: Micros,
}

#[derive(Debug, sqlx::FromRow)]
struct CardRow {
    entry_id: Id,
    title: Option<String>,
    language: String,
    closes_at: Micros,
    fixed_at: Option<Micros>,
    entered: Option<String>,
    drawn_at: Option<Micros>,
    off_at: Option<Micros>,
}

/// All draws.
#[utoipa::path(get, path = "/c/{handle}/decide/draws", responses((status = 200, body = DrawsPage)))]
async fn all(here: Here) -> Answer {
    let rows: Vec<CardRow> = here.read().await?.all(&store::ALL, args![]).await?;
    let page = here.page(here.visit.lang.t("draws-title")).await?.in_room("decide");
    let card = |row: CardRow| Card {
        path: here.path(&format!("/decide/draws/{}", row.entry_id)),
        title: row.title.unwrap_or_default(),
        language: row.language,
        stage: Stage::of(row.off_at, row.drawn_at, row.entered.as_deref(), row.fixed_at),
        closes_at: row.closes_at,
    };
    let draws = rows.into_iter().map(card).collect();
    let may_call = here.may(Call::NAME).await?;
    here.answer(&DrawsPage { page, draws, may_call })
}

/// Where a member is on a roll, for the export of their data.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub struct OwnDraw {
    draw_id: Id,
    /// On the roll, from 1.
    place: i64,
    /// Once drawn: who is drawn first has 1.
    rank: Option<i64>,
    /// Whether a seat is theirs.
    seated: bool,
    answer: Option<String>,
    answered_at: Option<Instant>,
}

/// A draw of which a member would rather not be part, while its roll is open.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub struct OwnOut {
    draw_id: Id,
    at: Instant,
}

/// Where the viewer is on rolls.
pub(crate) async fn own_draws(reader: &mut Reader) -> Result<Vec<OwnDraw>, Failure> {
    Ok(reader.all(&store::OWN, args![]).await?)
}

/// Of which they would rather not be part.
pub(crate) async fn own_outs(reader: &mut Reader) -> Result<Vec<OwnOut>, Failure> {
    Ok(reader.all(&store::OWN_OUTS, args![]).await?)
}
