// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What every entry has, whatever its room: its versions with their differences, and its removal.

use askama::Template;
use axum::extract::Path;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{id::Id, world::Micros},
    store::args,
    web::{
        Answer, Failure, Here, Member, Page, Routes,
        difference::{Piece, pieces},
    },
};

use super::{Remove, store};

pub(crate) fn routes() -> Routes {
    Routes::new().routes(routes!(revisions)).routes(routes!(remove))
}

/// Where an entry of a kind has its page in the community.
pub fn path_of(kind: &str, id: Id) -> String {
    match kind {
        crate::act::agenda::KIND => format!("/act/agenda/{id}"),
        _ => format!("/entries/{id}/revisions"),
    }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/entries/templates/revisions.html")]
struct Revisions {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    title: String,
    path: String,
    revisions: Vec<Revision>,
}

#[derive(Debug, Serialize, ToSchema)]
struct Revision {
    version: i64,
    at: Micros,
    title: Vec<Piece>,
    body: Vec<Piece>,
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    version: i64,
    title: Option<String>,
    body: Option<String>,
    #[expect(dead_code, reason = "the page names nobody: an entry is the community's")]
    author: Option<Id>,
    at: Micros,
}

/// The versions of an entry, each with what it changed.
#[utoipa::path(get, path = "/c/{handle}/entries/{id}/revisions", responses((status = 200, body = Revisions), (status = 404)))]
async fn revisions(here: Here, Path((_, id)): Path<(String, String)>) -> Answer {
    let id: Id = id.parse().map_err(|_| Failure::not_found())?;
    let mut reader = here.read().await?;
    let kind: Option<(String,)> = reader.optional(&store::KIND, args![id]).await?;
    let (kind,) = kind.ok_or_else(Failure::not_found)?;
    let rows: Vec<Row> = reader.all(&store::REVISIONS, args![id]).await?;
    drop(reader);
    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
    let revisions = rows
        .iter()
        .enumerate()
        .map(|(place, row)| {
            let before = rows.get(place + 1);
            Revision {
                version: row.version,
                at: row.at,
                title: pieces(&text(before.and_then(|row| row.title.as_ref())), &text(row.title.as_ref())),
                body: pieces(&text(before.and_then(|row| row.body.as_ref())), &text(row.body.as_ref())),
            }
        })
        .collect();
    let title = rows.first().and_then(|row| row.title.clone()).unwrap_or_else(|| here.visit.lang.t("entry-removed"));
    let page = here.page(here.visit.lang.t("revisions-title")).await?;
    here.answer(&Revisions { page, title, path: here.path(&path_of(&kind, id)), revisions })
}

/// Removes an entry; the trace stays.
#[utoipa::path(post, path = "/c/{handle}/entries/{id}/remove", responses((status = 303), (status = 403), (status = 404)))]
async fn remove(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    let id: Id = id.parse().map_err(|_| Failure::not_found())?;
    let done = member.execute(None, Remove(id)).await?;
    Ok(member.go_on("/act/agenda", "removed", Some(done)))
}
