// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! All assemblies: those that come, the one that is held, those whose acta is read, those that were.

use askama::Template;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    decide::assemblies::{Call, store},
    spine::{command::Command, id::Id},
    store::args,
    web::{Answer, Here, Page, Routes},
};

use super::whole::Date;

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(all))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "decide/assemblies/templates/list.html")]
struct AssembliesPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    assemblies: Vec<Card>,
    may_call: bool,
}

/// One in brief.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AssemblyCard)]
struct Card {
    path: String,
    title: String,
    language: String,
    stage: String,
    /// When it is, local: `2026-11-28T10:00`.
    starts: String,
    when: String,
    cancelled: bool,
}

/// All assemblies.
#[utoipa::path(get, path = "/c/{handle}/decide/assemblies", responses((status = 200, body = AssembliesPage)))]
async fn all(here: Here) -> Answer {
    let mut reader = here.read().await?;
    let rows: Vec<(Id, Option<String>, String, String, Id)> = reader.all(&store::ALL, args![]).await?;
    let page = here.page(here.visit.lang.t("assemblies-title")).await?.in_room("decide");
    let mut assemblies = Vec::new();
    for (id, title, language, stage, activity) in rows {
        let date: Option<Date> = reader.optional(&store::DATE, args![activity]).await?;
        let (starts, cancelled) =
            date.map_or_else(Default::default, |date| (date.starts_local, date.cancelled_at.is_some()));
        assemblies.push(Card {
            path: here.path(&format!("/decide/assemblies/{id}")),
            title: title.unwrap_or_default(),
            language,
            stage,
            when: starts.parse().map_or_else(|_| String::new(), |at| page.lang.moment(at)),
            starts,
            cancelled,
        });
    }
    drop(reader);
    let may_call = here.may(Call::NAME).await?;
    here.answer(&AssembliesPage { page, assemblies, may_call })
}
