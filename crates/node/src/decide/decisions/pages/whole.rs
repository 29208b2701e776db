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
pub(in crate::decide) struct Row {
    pub(in crate::decide) kind: String,
    pub(in crate::decide) agreed_on: String,
    pub(in crate::decide) salt: Option<String>,
    /// The class that it is to set, as JSON.
    pub(in crate::decide) class: Option<String>,
    /// The kind of mandate that those who are chosen receive.
    pub(in crate::decide) mandate: Option<String>,
}

/// A task as stored.
#[derive(Debug, sqlx::FromRow)]
pub(in crate::decide) struct Task {
    pub(in crate::decide) id: Id,
    pub(in crate::decide) due_on: Option<String>,
    pub(in crate::decide) done: bool,
}

/// What was said of how a task goes.
#[derive(Debug, sqlx::FromRow)]
pub(in crate::decide) struct Said {
    pub(in crate::decide) task_id: Id,
    pub(in crate::decide) member_id: Id,
    pub(in crate::decide) done: bool,
    pub(in crate::decide) note: Option<String>,
    pub(in crate::decide) at: Micros,
}

/// What somebody said of a record.
#[derive(Debug, sqlx::FromRow)]
pub(in crate::decide) struct Confirmation {
    pub(in crate::decide) member_id: Id,
    pub(in crate::decide) version: i64,
    pub(in crate::decide) so: bool,
    pub(in crate::decide) reason: Option<String>,
    pub(in crate::decide) at: Micros,
}

/// Where words on a paragraph belong.
#[derive(Debug, sqlx::FromRow)]
pub(in crate::decide) struct Place {
    pub(in crate::decide) id: Id,
    pub(in crate::decide) version: i64,
    pub(in crate::decide) paragraph: i64,
}

/// A decision with all that belongs to it.
#[derive(Debug)]
pub(in crate::decide) struct Whole {
    pub(in crate::decide) entry: Entry,
    pub(in crate::decide) row: Row,
    /// What happened, as recorded.
    pub(in crate::decide) events: Vec<(Micros, LifeEvent)>,
    /// The state now.
    pub(in crate::decide) life: Life,
    /// Words that it names, and who wrote them down.
    pub(in crate::decide) words: HashMap<Id, (Option<Id>, Option<String>)>,
    pub(in crate::decide) names: Names,
    pub(in crate::decide) tasks: Vec<Task>,
    pub(in crate::decide) said: Vec<Said>,
    pub(in crate::decide) confirmations: Vec<Confirmation>,
    pub(in crate::decide) places: Vec<Place>,
    /// The paragraphs of the texts to which they belong, by version.
    texts: HashMap<i64, Vec<String>>,
    /// Who did what happened, one for each event.
    pub(in crate::decide) actors: Vec<(Option<Id>,)>,
}

impl Whole {
    /// The decision `id`, if the viewer may see it.
    pub(in crate::decide) async fn find(here: &Here, reader: &mut Reader, id: &str) -> Result<Self, Failure> {
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
            names: Names::of(here.viewer.member().is_some(), reader, &store::ALL_NAMES, id).await?,
            tasks: reader.all(&store::ALL_TASKS, args![id]).await?,
            said: reader.all(&store::ALL_PROGRESS, args![id]).await?,
            places: reader.all(&store::ALL_PLACES, args![id]).await?,
            texts,
            actors: reader.all(&store::ACTORS, args![id]).await?,
            confirmations: reader.all(&store::CONFIRMATIONS, args![id]).await?,
        })
    }

    /// Words that its life names; nothing once they are erased.
    pub(in crate::decide) fn words(&self, id: Id) -> Option<String> {
        self.words.get(&id)?.1.clone()
    }

    /// Who wrote words down.
    pub(in crate::decide) fn author(&self, words: Id) -> Option<Id> {
        self.words.get(&words)?.0
    }

    /// The class that it is to set, once it is in force.
    pub(in crate::decide) fn proposes(&self) -> Result<Option<Class<Id>>, Failure> {
        Ok(self.row.class.as_deref().map(classes::read).transpose()?)
    }

    /// The paragraph to which words belong, as it read then.
    pub(in crate::decide) fn paragraph(&self, place: &Place) -> &str {
        let number = place.paragraph.checked_sub(1).and_then(|number| usize::try_from(number).ok());
        let text = self.texts.get(&place.version);
        number.and_then(|number| text?.get(number)).map(String::as_str).unwrap_or_default()
    }

    /// Whether it is the record of a meeting.
    pub(in crate::decide) fn is_record(&self) -> bool {
        !self.life.present.is_empty()
    }

    /// Who wrote down its present version.
    pub(in crate::decide) fn recorder(&self) -> Option<Id> {
        recorder(&self.events)
    }

    /// Those who ask for a review that has not ended: who, and where the reason is written.
    pub(in crate::decide) fn petitions(&self) -> Vec<(Id, Id)> {
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
pub(in crate::decide) struct Other {
    pub(in crate::decide) path: String,
    pub(in crate::decide) title: String,
}

impl Other {
    /// As far as the viewer may see it.
    pub(in crate::decide) async fn find(here: &Here, reader: &mut Reader, id: Id) -> Result<Option<Self>, Failure> {
        let found: Option<(Option<String>,)> = reader.optional(&entries::store::TITLE, args![id]).await?;
        let title = |title: Option<String>| title.unwrap_or_else(|| here.visit.lang.t("entry-removed"));
        Ok(found.map(|(found,)| Self { path: here.path(&format!("/decide/{id}")), title: title(found) }))
    }
}
