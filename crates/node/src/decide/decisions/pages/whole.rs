// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! All that the viewer may see of one decision.

use std::collections::HashMap;

use serde::Serialize;
use tequio_deliberation::life::{Class, Event as Happened, Instant};
use utoipa::ToSchema;

use crate::{
    decide::decisions::{
        KIND, Life, LifeEvent, classes,
        commands::{read, recorder, replay},
        rules::paragraphs,
        store,
    },
    spine::{
        entries::{self, pages::Entry},
        id::Id,
        world::Micros,
    },
    store::{Reader, args},
    web::{Failure, Here},
};

use super::names::Names;

/// What the room knows of an entry and its life does not.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) kind: String,
    pub(super) agreed_on: String,
    pub(super) salt: Option<String>,
    /// The class that it is to set, as JSON.
    pub(super) class: Option<String>,
    /// The kind of mandate that those who are chosen receive.
    pub(super) mandate: Option<String>,
}

/// A task as stored.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Task {
    pub(super) id: Id,
    pub(super) due_on: Option<String>,
    pub(super) done: bool,
}

/// What was said of how a task goes.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Said {
    pub(super) task_id: Id,
    pub(super) member_id: Id,
    pub(super) done: bool,
    pub(super) note: Option<String>,
    pub(super) at: Micros,
}

/// What somebody said of a record.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Confirmation {
    pub(super) member_id: Id,
    pub(super) version: i64,
    pub(super) so: bool,
    pub(super) reason: Option<String>,
    pub(super) at: Micros,
}

/// Where words on a paragraph belong.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Place {
    pub(super) id: Id,
    pub(super) version: i64,
    pub(super) paragraph: i64,
}

/// A decision with all that belongs to it.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) entry: Entry,
    pub(super) row: Row,
    /// What happened, as recorded.
    pub(super) events: Vec<(Micros, LifeEvent)>,
    /// The state now.
    pub(super) life: Life,
    /// Words that it names, and who wrote them down.
    pub(super) words: HashMap<Id, (Option<Id>, Option<String>)>,
    pub(super) names: Names,
    pub(super) tasks: Vec<Task>,
    pub(super) said: Vec<Said>,
    pub(super) confirmations: Vec<Confirmation>,
    pub(super) places: Vec<Place>,
    /// The paragraphs of the texts to which they belong, by version.
    texts: HashMap<i64, Vec<String>>,
    /// Who did what happened, one for each event.
    pub(super) actors: Vec<(Option<Id>,)>,
}

impl Whole {
    /// The decision `id`, if the viewer may see it.
    pub(super) async fn find(here: &Here, reader: &mut Reader, id: &str) -> Result<Self, Failure> {
        let id: Id = id.parse().map_err(|_| Failure::not_found())?;
        let entry: Option<Entry> = reader.optional(&entries::store::ONE, args![id]).await?;
        let entry = entry.filter(|entry| entry.kind == KIND).ok_or_else(Failure::not_found)?;
        let row: Option<Row> = reader.optional(&store::ONE, args![id]).await?;
        let rows: Vec<(Micros, String)> = reader.all(&store::EVENTS, args![id]).await?;
        let events = read(rows)?;
        let life = replay(&events);
        let texts: Vec<(i64, Option<String>)> = reader.all(&store::PLACED_TEXTS, args![id]).await?;
        let parse = |text: Option<String>| {
            paragraphs(text.as_deref().unwrap_or_default()).into_iter().map(str::to_owned).collect()
        };
        let texts = texts.into_iter().map(|(version, text)| (version, parse(text))).collect();
        let words: Vec<(Id, Option<Id>, Option<String>)> = reader.all(&store::ALL_WORDS, args![id]).await?;
        Ok(Self {
            entry,
            row: row.ok_or_else(Failure::not_found)?,
            events,
            life: life.ok_or_else(Failure::not_found)?.at(Instant(here.now())),
            words: words.into_iter().map(|(id, author, words)| (id, (author, words))).collect(),
            names: Names::of(here.viewer.member().is_some(), reader, id).await?,
            tasks: reader.all(&store::ALL_TASKS, args![id]).await?,
            said: reader.all(&store::ALL_PROGRESS, args![id]).await?,
            places: reader.all(&store::ALL_PLACES, args![id]).await?,
            texts,
            actors: reader.all(&store::ACTORS, args![id]).await?,
            confirmations: reader.all(&store::CONFIRMATIONS, args![id]).await?,
        })
    }

    /// Words that its life names; nothing once they are erased.
    pub(super) fn words(&self, id: Id) -> Option<String> {
        self.words.get(&id)?.1.clone()
    }

    /// Who wrote words down.
    pub(super) fn author(&self, words: Id) -> Option<Id> {
        self.words.get(&words)?.0
    }

    /// The class that it is to set, once it is in force.
    pub(super) fn proposes(&self) -> Result<Option<Class<Id>>, Failure> {
        Ok(self.row.class.as_deref().map(classes::read).transpose()?)
    }

    /// The paragraph to which words belong, as it read then.
    pub(super) fn paragraph(&self, place: &Place) -> &str {
        let number = place.paragraph.checked_sub(1).and_then(|number| usize::try_from(number).ok());
        let text = self.texts.get(&place.version);
        number.and_then(|number| text?.get(number)).map(String::as_str).unwrap_or_default()
    }

    /// Whether it is the record of a meeting.
    pub(super) fn is_record(&self) -> bool {
        !self.life.present.is_empty()
    }

    /// Who wrote down its present version.
    pub(super) fn recorder(&self) -> Option<Id> {
        recorder(&self.events)
    }

    /// Those who ask for a review that has not ended: who, and where the reason is written.
    pub(super) fn petitions(&self) -> Vec<(Id, Id)> {
        let mut open = Vec::new();
        for (_, event) in &self.events {
            match event {
                Happened::ReviewPetitioned { by, words } => open.push((*by, *words)),
                Happened::Reviewed { .. } | Happened::Lapsed => open.clear(),
                _ => {}
            }
        }
        open
    }
}

/// Another decision, by name.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Other {
    pub(super) path: String,
    pub(super) title: String,
}

impl Other {
    /// As far as the viewer may see it.
    pub(super) async fn find(here: &Here, reader: &mut Reader, id: Id) -> Result<Option<Self>, Failure> {
        let found: Option<(Option<String>,)> = reader.optional(&entries::store::TITLE, args![id]).await?;
        let title = |title: Option<String>| title.unwrap_or_else(|| here.visit.lang.t("entry-removed"));
        Ok(found.map(|(found,)| Self { path: here.path(&format!("/decide/{id}")), title: title(found) }))
    }
}
