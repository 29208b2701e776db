// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What every entry has, whatever its room: its versions with their differences, and its removal.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    act::agenda::{
        self,
        pages::revisions::{DateChanged, Facts, changes_of_dates},
    },
    decide::decisions,
    spine::{id::Id, mandates, world::Micros},
    store::{Reader, args},
    web::{
        Answer, Failure, Here, Member, Page, Routes,
        difference::{Piece, beside, deadline, pieces},
    },
};

use super::{
    Remove,
    rules::{REMOVERS, room},
    store,
};

pub(crate) fn routes() -> Routes {
    Routes::new().routes(routes!(revisions)).routes(routes!(remove_form, remove))
}

/// An entry, as its page needs it.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Entry {
    pub(crate) id: Id,
    pub(crate) kind: String,
    #[expect(dead_code, reason = "the page names its hosts instead")]
    pub(crate) author: Option<Id>,
    pub(crate) title: Option<String>,
    pub(crate) body: Option<String>,
    pub(crate) language: String,
    pub(crate) licence: String,
    pub(crate) visibility: i64,
    pub(crate) version: i64,
    pub(crate) created_at: Micros,
    pub(crate) updated_at: Micros,
    pub(crate) removed_at: Option<Micros>,
}

/// Whether the viewer may change an entry: its hosts may, and who holds a mandate of one of `kinds`.
///
/// # Errors
/// As the store says.
pub(crate) async fn may_change(
    here: &Here,
    reader: &mut Reader,
    entry: Id,
    kinds: &[mandates::Kind],
) -> Result<bool, Failure> {
    let Some(session) = here.session else { return Ok(false) };
    let hosts: Vec<(Id, Option<String>)> = reader.all(&store::HOSTS, args![entry]).await?;
    if hosts.iter().any(|(host, _)| *host == session.member) {
        return Ok(true);
    }
    let held: Vec<(String, Micros)> = reader.all(&mandates::store::OWN_KINDS, args![here.now()]).await?;
    let usable = mandates::sort_usable(held, session.second_factor, here.now());
    Ok(usable.kinds.iter().any(|kind| kinds.contains(kind)))
}

/// Where an entry of a kind has its page in the community.
pub fn path_of(kind: &str, id: Id) -> String {
    room(kind).map_or_else(|| format!("/entries/{id}/revisions"), |room| format!("{}/{id}", room.home))
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
    /// What was changed of the dates of an activity by themselves, newest first: for members.
    dates: Vec<DateChanged>,
}

#[derive(Debug, Serialize, ToSchema)]
struct Revision {
    version: i64,
    at: Micros,
    title: Vec<Piece>,
    /// When and where, of an activity.
    facts: Vec<Piece>,
    body: Vec<Piece>,
    /// What it changes and why, in the words of who saved it.
    why: Option<String>,
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    version: i64,
    title: Option<String>,
    body: Option<String>,
    #[expect(dead_code, reason = "the page names nobody: an entry is the community's")]
    author: Option<Id>,
    at: Micros,
    why: Option<String>,
}

/// The versions, newest first, each held against the one before it. `facts` are the room's.
fn compared(rows: &[Row], facts: &[Facts]) -> Vec<Revision> {
    let deadline = deadline();
    // What has nothing before it was not changed.
    let compare = |before: Option<&str>, now: &str| pieces(before.unwrap_or(now), now, deadline);
    let changed = |(place, row): (usize, &Row)| {
        let words = |text: &dyn Fn(&Row) -> Option<&str>| {
            let before = rows.get(place + 1).map(|before| text(before).unwrap_or_default());
            compare(before, text(row).unwrap_or_default())
        };
        let facts = facts.iter().find(|facts| facts.version == row.version);
        Revision {
            version: row.version,
            at: row.at,
            title: words(&|row| row.title.as_deref()),
            facts: facts.map(|facts| compare(facts.before.as_deref(), &facts.now)).unwrap_or_default(),
            body: words(&|row| row.body.as_deref()),
            why: row.why.clone(),
        }
    };
    rows.iter().enumerate().map(changed).collect()
}

/// The versions of an entry, each with what it changed.
#[utoipa::path(get, path = "/c/{handle}/entries/{id}/revisions", responses((status = 200, body = Revisions), (status = 404)))]
async fn revisions(here: Here, Path((_, id)): Path<(String, String)>) -> Answer {
    let id: Id = id.parse().map_err(|_| Failure::not_found())?;
    let mut reader = here.read().await?;
    let kind: Option<(String,)> = reader.optional(&store::KIND, args![id]).await?;
    let (kind,) = kind.ok_or_else(Failure::not_found)?;
    let rows: Vec<Row> = reader.all(&store::REVISIONS, args![id]).await?;
    let page = here.page(here.visit.lang.t("revisions-title")).await?;
    let page = page.below(&path_of(&kind, id), here.visit.lang.t("back-entry"));
    let (facts, dates) = match kind.as_str() {
        agenda::KIND => (
            agenda::pages::revisions::in_words(&page, &mut reader, id).await?,
            changes_of_dates(&page, &mut reader, id).await?,
        ),
        decisions::KIND => (decisions::pages::revisions::in_words(&page, &mut reader, id).await?, Vec::new()),
        _ => Default::default(),
    };
    drop(reader);
    let title = rows.first().and_then(|row| row.title.clone()).unwrap_or_else(|| here.visit.lang.t("entry-removed"));
    // Two hundred long versions take their time.
    let revisions = beside(move || compared(&rows, &facts)).await?;
    here.answer(&Revisions { page, title, path: here.path(&path_of(&kind, id)), revisions, dates })
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/entries/templates/remove.html")]
#[schema(as = RemoveEntryPage)]
struct RemovePage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    title: String,
    id: Id,
    path: String,
    /// What it means, in a message of the room's.
    #[serde(skip)]
    what: &'static str,
}

/// What it means to remove an entry: nothing is removed by one tap alone.
#[utoipa::path(get, path = "/c/{handle}/entries/{id}/remove", responses((status = 200, body = RemovePage), (status = 401), (status = 403), (status = 404)))]
async fn remove_form(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    let id: Id = id.parse().map_err(|_| Failure::not_found())?;
    let mut reader = member.read().await?;
    let kind: Option<(String,)> = reader.optional(&store::KIND, args![id]).await?;
    let (kind,) = kind.ok_or_else(Failure::not_found)?;
    if !may_change(&member, &mut reader, id, REMOVERS).await? {
        return Err(Failure::new(StatusCode::FORBIDDEN, "error-not-yours"));
    }
    let title: Option<(Option<String>,)> = reader.optional(&store::TITLE, args![id]).await?;
    drop(reader);
    let title = title.and_then(|(title,)| title).unwrap_or_default();
    let page = member.page(member.visit.lang.t("remove-title")).await?;
    let page = page.below(&path_of(&kind, id), member.visit.lang.t("back-entry"));
    let what = room(&kind).map_or("remove-what", |room| room.removing);
    member.answer(&RemovePage { page, title, path: member.path(&path_of(&kind, id)), id, what })
}

/// Removes an entry; the trace stays.
#[utoipa::path(post, path = "/c/{handle}/entries/{id}/remove", responses((status = 303), (status = 403), (status = 404)))]
async fn remove(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    let id: Id = id.parse().map_err(|_| Failure::not_found())?;
    let mut reader = member.read().await?;
    let kind: Option<(String,)> = reader.optional(&store::KIND, args![id]).await?;
    drop(reader);
    let done = member.execute(None, Remove(id)).await?;
    let room = kind.and_then(|(kind,)| room(&kind));
    Ok(member.go_on(room.map_or("/", |room| room.home), "removed", Some(done)))
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
            why: None,
        };
        let rows: Vec<Row> = (0..20).rev().map(row).collect();
        let begin = std::time::Instant::now();
        let compared = compared(&rows, &[]);
        assert!(begin.elapsed() < std::time::Duration::from_secs(10), "{:?}", begin.elapsed());
        for (row, revision) in rows.iter().zip(compared) {
            let after: String =
                revision.body.iter().filter(|piece| piece.kind != "removed").map(|piece| piece.text.as_str()).collect();
            assert_eq!(Some(after), row.body);
        }
    }
}
