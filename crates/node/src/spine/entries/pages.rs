// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What every entry has, whatever its room: its versions with their differences, and its removal.

use std::time::{Duration, Instant};

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use serde::Serialize;
use similar::{ChangeTag, TextDiff};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{id::Id, world::Micros},
    store::args,
    web::{Answer, Failure, Here, Member, Page, Routes},
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

/// A piece of a text: `same`, `added` or `removed`.
#[derive(Debug, Serialize, ToSchema)]
struct Piece {
    kind: &'static str,
    text: String,
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

/// What changed from one text to another, word by word. After the deadline the answer is still right, but longer than it
/// might be.
fn pieces(before: &str, after: &str, deadline: Instant) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for change in TextDiff::configure().deadline(deadline).diff_words(before, after).iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => "same",
            ChangeTag::Insert => "added",
            ChangeTag::Delete => "removed",
        };
        match pieces.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(change.value()),
            _ => pieces.push(Piece { kind, text: change.value().to_owned() }),
        }
    }
    pieces
}

/// How long all comparisons of a page may take together.
const COMPARING: Duration = Duration::from_millis(500);

/// The versions, newest first, each held against the one before it.
fn compared(rows: &[Row]) -> Vec<Revision> {
    let deadline = Instant::now() + COMPARING;
    let of = |row: Option<&Row>, text: fn(&Row) -> &Option<String>| {
        row.and_then(|row| text(row).clone()).unwrap_or_default()
    };
    rows.iter()
        .enumerate()
        .map(|(place, row)| {
            let compare = |text| pieces(&of(rows.get(place + 1), text), &of(Some(row), text), deadline);
            Revision {
                version: row.version,
                at: row.at,
                title: compare(|row| &row.title),
                body: compare(|row| &row.body),
            }
        })
        .collect()
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
    let title = rows.first().and_then(|row| row.title.clone()).unwrap_or_else(|| here.visit.lang.t("entry-removed"));
    // Two hundred long versions take their time: beside the requests.
    let revisions = tokio::task::spawn_blocking(move || compared(&rows)).await.map_err(|error| Failure {
        detail: Some(error.to_string()),
        ..Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "error-internal")
    })?;
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Two hundred versions of the longest text in which everything is another: without a deadline, minutes.
    #[test]
    fn comparing_ends_in_time_and_loses_nothing() {
        let body = |version: usize| -> String {
            (0..30_000)
                .map(|n: usize| if n.wrapping_mul(n + version).wrapping_mul(7_919) % 11 < 5 { "a " } else { "b " })
                .collect()
        };
        let row = |version: usize| Row {
            version: version as i64,
            title: None,
            body: Some(body(version)),
            author: None,
            at: 0,
        };
        let rows: Vec<Row> = (0..20).rev().map(row).collect();
        let begin = Instant::now();
        let compared = compared(&rows);
        assert!(begin.elapsed() < COMPARING * 20, "{:?}", begin.elapsed());
        for (row, revision) in rows.iter().zip(compared) {
            let after: String =
                revision.body.iter().filter(|piece| piece.kind != "removed").map(|piece| piece.text.as_str()).collect();
            assert_eq!(Some(after), row.body);
        }
    }
}
