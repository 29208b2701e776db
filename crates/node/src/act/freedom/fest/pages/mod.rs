// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The pages of install fests: the list at the table, a machine, paper, what its owner sees, and what the community freed.

mod by_code;
mod freed;
mod machine;
mod overview;
mod paper;
mod receive;

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    act::agenda::{self, pages::DateRow},
    spine::{
        entries::{self, pages::Entry},
        id::Id,
        keys::CommunitySecret,
        world::Micros,
    },
    store::{Reader, args},
    web::{Failure, Here, Page, Routes},
};

use super::{
    rules::{Part, Works},
    store,
};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(freed::routes())
        .merge(overview::routes())
        .merge(receive::routes())
        .merge(machine::routes())
        .merge(paper::routes())
        .merge(by_code::routes())
}

/// What the tokens of labels and of stubs are made for: the one hangs on the machine, the other its owner takes along.
const LABEL: &str = "fest-label";
const STUB: &str = "fest-stub";

/// The date of an activity at which a fest is, or may be.
struct There {
    entry: Entry,
    date: DateRow,
    place: Option<String>,
    fest: Option<Fest>,
}

#[derive(Debug, sqlx::FromRow)]
struct Fest {
    id: Id,
    keep_days: i64,
    purged_at: Option<Micros>,
}

impl There {
    async fn find(reader: &mut Reader, id: &str, date: &str) -> Result<Self, Failure> {
        let id: Id = id.parse().map_err(|_| Failure::not_found())?;
        let entry: Option<Entry> = reader.optional(&entries::store::ONE, args![id]).await?;
        let entry = entry.filter(|entry| entry.kind == agenda::KIND).ok_or_else(Failure::not_found)?;
        let found: Option<DateRow> = reader.optional(&agenda::store::ONE_DATE, args![id, date]).await?;
        let found = found.ok_or_else(Failure::not_found)?;
        let usual: Option<(Option<String>,)> = reader.optional(&agenda::store::USUAL_PLACE, args![id]).await?;
        let place = found.place.clone().or(usual.and_then(|(place,)| place));
        let fest: Option<Fest> = reader.optional(&store::ONE, args![id, &found.date_id]).await?;
        Ok(Self { entry, date: found, place, fest })
    }

    /// Its path in the community.
    fn path(&self) -> String {
        path(self.entry.id, &self.date.date_id)
    }

    fn title(&self, page: &Page) -> String {
        let title = self.date.title.clone().or_else(|| self.entry.title.clone());
        title.unwrap_or_else(|| page.t("entry-removed"))
    }

    fn when(&self, page: &Page) -> String {
        let DateRow { starts_local, ends_local, all_day, .. } = &self.date;
        agenda::pages::when(page, starts_local, ends_local, *all_day)
    }
}

/// The path of the fest at a date.
fn path(activity: Id, date: &str) -> String {
    format!("/act/agenda/{activity}/{date}/fest")
}

/// A member who attends to people at a fest, and sees what these said.
async fn crew(reader: &mut Reader, fest: Id) -> Result<Vec<(Id, Option<String>)>, Failure> {
    Ok(reader.all(&store::CREW, args![fest]).await?)
}

/// Whether the viewer is one of them.
fn attends(here: &Here, crew: &[(Id, Option<String>)]) -> bool {
    here.session.is_some_and(|session| crew.iter().any(|(member, _)| *member == session.member))
}

/// How many machines of something there are.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Count {
    what: String,
    machines: i64,
}

/// The counts in the order of the words, without those of which there are none.
fn counts(words: &[&str], rows: &[(String, i64)]) -> Vec<Count> {
    let count = |word: &str| rows.iter().filter(|(found, _)| found == word).map(|(_, machines)| *machines).sum();
    let counted = words.iter().map(|word| Count { what: (*word).to_owned(), machines: count(word) });
    counted.filter(|count| count.machines > 0).collect()
}

/// A part that was tried, and whether it works.
#[derive(Debug, Serialize, ToSchema)]
struct Tried {
    part: &'static str,
    works: &'static str,
}

/// What was tried, as it is stored.
fn tried(stored: Option<&str>) -> Vec<Tried> {
    let pairs = stored.unwrap_or_default().split(' ').filter_map(|pair| pair.split_once('='));
    let known = pairs.filter_map(|(part, works)| Some((Part::named(part)?, Works::named(works)?)));
    known.map(|(part, works)| Tried { part: part.as_str(), works: works.as_str() }).collect()
}

/// The address that a code stands for.
fn address(here: &Here, secret: &CommunitySecret, purpose: &str, machine: Id) -> String {
    let folder = if purpose == LABEL { "labels" } else { "stubs" };
    here.address(&format!("/act/freedom/{folder}/{}", secret.code(purpose, machine)))
}

/// A fest at which a member attends, for the export of their data.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub struct OwnFest {
    activity_id: Id,
    date_id: String,
}

/// The fests at which the viewer attends.
pub(crate) async fn own_fests(reader: &mut Reader) -> Result<Vec<OwnFest>, Failure> {
    Ok(reader.all(&store::OWN, args![]).await?)
}
