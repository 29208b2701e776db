// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! All that a member may see of one assembly.

use std::collections::HashMap;

use tequio_deliberation::life::Instant;

use crate::{
    decide::{
        assemblies::{
            Assembly, Happened, KIND,
            commands::{read, replay},
            store,
        },
        decisions::pages::names::Names,
    },
    spine::{
        entries::{self, pages::Entry},
        id::Id,
        world::Micros,
    },
    store::{Reader, args},
    web::{Failure, Here, Page},
};

/// When and where it is, as the agenda says.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Date {
    pub(super) date_id: String,
    /// Local: `2026-11-28T10:00`.
    pub(super) starts_local: String,
    pub(super) cancelled_at: Option<Micros>,
    pub(super) place: Option<String>,
}

/// An assembly with all that belongs to it.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) entry: Entry,
    pub(super) activity: Id,
    /// When it is; nothing if the activity was removed.
    pub(super) date: Option<Date>,
    /// What happened, as recorded.
    pub(super) events: Vec<(Micros, Happened)>,
    /// The state now.
    pub(super) state: Assembly,
    /// Words that it names, and who wrote them down.
    pub(super) words: HashMap<Id, (Option<Id>, Option<String>)>,
    pub(super) names: Names,
}

impl Whole {
    /// The assembly `id`, if the viewer may see it.
    pub(super) async fn find(here: &Here, reader: &mut Reader, id: &str) -> Result<Self, Failure> {
        let id: Id = id.parse().map_err(|_| Failure::not_found())?;
        let entry: Option<Entry> = reader.optional(&entries::store::ONE, args![id]).await?;
        let entry = entry.filter(|entry| entry.kind == KIND).ok_or_else(Failure::not_found)?;
        let activity: Option<(Id,)> = reader.optional(&store::ONE, args![id]).await?;
        let (activity,) = activity.ok_or_else(Failure::not_found)?;
        let rows: Vec<(Micros, String)> = reader.all(&store::EVENTS, args![id]).await?;
        let events = read(rows)?;
        let state = replay(&events).ok_or_else(Failure::not_found)?;
        let words: Vec<(Id, Option<Id>, Option<String>)> = reader.all(&store::ALL_WORDS, args![id]).await?;
        Ok(Self {
            entry,
            activity,
            date: reader.optional(&store::DATE, args![activity]).await?,
            events,
            state: state.at(Instant(here.now())),
            words: words.into_iter().map(|(id, author, words)| (id, (author, words))).collect(),
            names: Names::of(here.viewer.member().is_some(), reader, &store::ALL_NAMES, id).await?,
        })
    }

    /// Words that it names; nothing once they are erased.
    pub(super) fn words(&self, id: Id) -> Option<String> {
        self.words.get(&id)?.1.clone().filter(|words| !words.is_empty())
    }

    /// What a point is called.
    pub(super) fn point(&self, page: &Page, id: Id) -> String {
        self.words(id).unwrap_or_else(|| page.t("message-gone"))
    }

    /// Who is there, or was, by identifier, and the names of people without account with commas between them. Who has left
    /// since, or whose name was erased, is among the first.
    pub(super) fn attendance(&self) -> (Vec<Id>, String) {
        let (others, members): (Vec<Id>, Vec<Id>) =
            self.state.present.iter().partition(|person| self.names.typed(**person).is_some());
        let others: Vec<&str> = others.iter().filter_map(|person| self.names.typed(*person)).collect();
        (members, others.join(", "))
    }
}
