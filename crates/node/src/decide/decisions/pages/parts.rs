// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The parts of a decision's page: people, dissent, tasks, consequences, reviews.

use serde::Serialize;
use tequio_deliberation::life::{Dissent, Event as Happened, Relation, Verdict};
use utoipa::ToSchema;

use crate::{
    decide::decisions::{rules::name_of, store},
    spine::{id::Id, world::Micros},
    store::{Reader, args},
    web::{Failure, Here, Page},
};

use super::{
    day,
    whole::{Other, Whole},
};

/// Somebody who was there.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PersonView {
    pub(super) id: Id,
    pub(super) name: String,
    /// Whether they say that it was so.
    pub(super) confirmed: bool,
}

/// Somebody without account, whose name can be erased.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Outsider {
    pub(super) id: Id,
    pub(super) name: String,
}

/// What somebody said against it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DissentView {
    pub(super) name: String,
    /// Word for word; nothing once the entry is removed.
    pub(super) words: Option<String>,
    /// Who wrote it down, if somebody else did.
    pub(super) written_by: Option<String>,
}

impl DissentView {
    pub(super) fn of(page: &Page, whole: &Whole, dissent: &Dissent<Id>) -> Self {
        let writer =
            whole.author(dissent.words).filter(|writer| *writer != dissent.by && whole.names.is_member(dissent.by));
        Self {
            name: whole.names.name(page, dissent.by),
            words: whole.words(dissent.words),
            written_by: writer.map(|writer| whole.names.name(page, writer)),
        }
    }

    /// Those who ask for a review, and why: for members, who ask each other.
    pub(super) fn petitions(page: &Page, whole: &Whole) -> Vec<Self> {
        if !whole.names.shown() {
            return Vec::new();
        }
        let name = |by| whole.names.name(page, by);
        let petitions = whole.petitions().into_iter();
        petitions.map(|(by, words)| Self { name: name(by), words: whole.words(words), written_by: None }).collect()
    }
}

/// What somebody took on.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TaskView {
    pub(super) id: Id,
    pub(super) name: String,
    pub(super) what: String,
    pub(super) due_on: Option<String>,
    pub(super) due: Option<String>,
    pub(super) done: bool,
    pub(super) late: bool,
    /// Whether it is the viewer's.
    pub(super) mine: bool,
    /// Whether the viewer may say how it goes.
    pub(super) may_mark: bool,
    pub(super) progress: Vec<ProgressView>,
}

/// How a task goes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProgressView {
    pub(super) name: String,
    pub(super) done: bool,
    pub(super) note: Option<String>,
    pub(super) at: Micros,
}

/// A consequence that was foreseen.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Foreseen {
    pub(super) dimension: String,
    pub(super) words: String,
}

/// Somebody says that it was not so.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Contested {
    pub(super) name: String,
    pub(super) reason: Option<String>,
    /// Of which version they say it.
    pub(super) version: i64,
    pub(super) at: Micros,
}

/// Another decision, and how this one stands to it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChangedDecision)]
pub(super) struct Changed {
    pub(super) relation: String,
    pub(super) other: Other,
}

/// A review that was concluded.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReviewView {
    pub(super) at: Micros,
    /// Who wrote down what came of it.
    pub(super) name: String,
    pub(super) verdict: String,
    pub(super) effects: Vec<Outcome>,
}

/// What came of it beside what was foreseen.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Outcome {
    pub(super) dimension: String,
    pub(super) foreseen: Option<String>,
    pub(super) found: String,
}

impl TaskView {
    /// All that were taken on, as the viewer may see and mark them.
    pub(super) fn all(page: &Page, whole: &Whole, (viewer, coordinates): (Option<Id>, bool), today: &str) -> Vec<Self> {
        let life = &whole.life;
        let binds = life.stage.binds() && whole.entry.removed_at.is_none();
        let name = |person: Id| whole.names.name(page, person);
        let view = |task: &tequio_deliberation::life::Task<Id>| {
            let stored = whole.tasks.iter().find(|stored| stored.id == task.words);
            let done = stored.is_some_and(|stored| stored.done);
            let due_on = stored.and_then(|stored| stored.due_on.clone());
            let said = whole.said.iter().filter(|said| said.task_id == task.words);
            let theirs = |viewer| viewer == task.person || coordinates || whole.names.is_outsider(task.person);
            Self {
                id: task.words,
                name: name(task.person),
                what: whole.words(task.words).unwrap_or_default(),
                due: due_on.as_deref().map(|due| day(page, due)),
                late: !done && due_on.as_deref().is_some_and(|due| due < today),
                due_on,
                done,
                mine: viewer == Some(task.person),
                may_mark: binds && viewer.is_some_and(theirs),
                progress: said
                    .map(|said| ProgressView {
                        name: name(said.member_id),
                        done: said.done,
                        note: said.note.clone(),
                        at: said.at,
                    })
                    .collect(),
            }
        };
        life.tasks.iter().map(view).collect()
    }
}

impl Contested {
    /// Those who say that it was not so.
    pub(super) fn all(page: &Page, whole: &Whole) -> Vec<Self> {
        let contested = whole.confirmations.iter().filter(|one| !one.so);
        let view = |one: &super::whole::Confirmation| Self {
            name: whole.names.name(page, one.member_id),
            reason: one.reason.clone(),
            version: one.version,
            at: one.at,
        };
        contested.map(view).collect()
    }
}

impl Changed {
    /// The decisions that this one changes, by what it says or by what their reviews say.
    pub(super) async fn all(here: &Here, reader: &mut Reader, whole: &Whole) -> Result<Vec<Self>, Failure> {
        let earlier = &whole.life.earlier;
        let mut changes = Vec::new();
        for (other, relation) in earlier {
            if let (Some(relation @ (Relation::Amends | Relation::Repeals | Relation::Ratifies)), Some(other)) =
                (relation, Other::find(here, reader, *other).await?)
            {
                changes.push(Self { relation: name_of(relation), other });
            }
        }
        let changed: Vec<(Id,)> = reader.all(&store::CHANGED, args![whole.entry.id]).await?;
        for (other,) in changed.into_iter().filter(|(other,)| !earlier.contains_key(other)) {
            if let Some(other) = Other::find(here, reader, other).await? {
                changes.push(Self { relation: name_of(&Relation::Amends), other });
            }
        }
        Ok(changes)
    }
}

impl ReviewView {
    /// The reviews that were concluded.
    pub(super) fn all(page: &Page, whole: &Whole) -> Vec<Self> {
        let name = |person: Id| whole.names.name(page, person);
        let foreseen = |dimension: &tequio_deliberation::life::Dimension| {
            whole.life.impact.get(dimension).and_then(|words| whole.words(*words))
        };
        let view = |(at, event): &(Micros, crate::decide::decisions::LifeEvent)| match event {
            Happened::Reviewed { verdict, effects, .. } => Some(Self {
                at: *at,
                name: effects
                    .values()
                    .find_map(|words| whole.author(*words))
                    .map_or_else(|| page.t("somebody-gone"), name),
                verdict: called(verdict).to_owned(),
                effects: effects
                    .iter()
                    .map(|(dimension, words)| Outcome {
                        dimension: name_of(dimension),
                        foreseen: foreseen(dimension),
                        found: whole.words(*words).unwrap_or_default(),
                    })
                    .collect(),
            }),
            _ => None,
        };
        whole.events.iter().filter_map(view).collect()
    }
}

fn called(verdict: &Verdict<Id>) -> &'static str {
    match verdict {
        Verdict::Renewed(_) => "renewed",
        Verdict::Amended(_) => "amended",
        Verdict::Repealed => "repealed",
    }
}

/// How somebody says that a review ended, which another one has not said yet.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ConcludingView {
    /// Who.
    pub(super) name: String,
    pub(super) verdict: &'static str,
    pub(super) effects: Vec<Outcome>,
    /// Whether the viewer may say that it ended so.
    pub(super) may_second: bool,
}

impl ConcludingView {
    /// What is said of the review that is open, to members.
    pub(super) fn of(page: &Page, whole: &Whole, viewer: Option<Id>) -> Option<Self> {
        let (said, viewer) = (whole.life.concluding.as_ref()?, viewer?);
        let effect = |(dimension, words): (&tequio_deliberation::life::Dimension, &Id)| Outcome {
            dimension: name_of(dimension),
            foreseen: whole.life.impact.get(dimension).and_then(|words| whole.words(*words)),
            found: whole.words(*words).unwrap_or_default(),
        };
        Some(Self {
            name: whole.names.name(page, said.proposer),
            verdict: called(&said.verdict),
            effects: said.effects.iter().map(effect).collect(),
            may_second: said.proposer != viewer,
        })
    }
}
