// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The points of an assembly, each with what came of it: the order of the day before, the acta after.

use serde::Serialize;
use tequio_deliberation::{assembly::Topic, life::How};
use utoipa::ToSchema;

use crate::{
    decide::decisions::pages::whole::Other,
    spine::{
        entries::{self, pages::Entry},
        id::Id,
        world::Micros,
    },
    store::{Reader, args},
    web::{
        Failure, Here, Page,
        lang::{civil_at, clock},
    },
};

use super::whole::Whole;

/// A point.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AssemblyPoint)]
pub(super) struct PointView {
    pub(super) id: Id,
    pub(super) words: String,
    /// How long it may take, in minutes; 0 if nobody said.
    pub(super) minutes: u32,
    /// The open decision that it is about.
    pub(super) decision: Option<Other>,
    /// Whether it is on.
    pub(super) on: bool,
    /// Whether it was talked about.
    pub(super) opened: bool,
    /// When it was on, as a clock shows it: from when to when.
    pub(super) times: Vec<String>,
    /// What was said of it.
    pub(super) notes: Option<String>,
    pub(super) feelings: Vec<FeelingView>,
    pub(super) agreed: Vec<AgreedView>,
    /// What was entered for people without device.
    pub(super) entered: Vec<EnteredView>,
}

/// The temperature of the room.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FeelingView {
    pub(super) at: String,
    pub(super) favour: u32,
    pub(super) doubt: u32,
    pub(super) against: u32,
}

/// What was agreed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgreedView {
    pub(super) path: String,
    pub(super) title: String,
    /// Its text; nothing once it is removed.
    pub(super) body: Option<String>,
}

/// What was entered for people without device.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EnteredView {
    /// `hands` or `paper`.
    pub(super) how: &'static str,
    pub(super) names: Vec<String>,
}

/// An instant as a clock shows it.
pub(super) fn hour(page: &Page, at: Micros) -> String {
    clock(civil_at(at, &page.zone).time())
}

impl PointView {
    /// All of them.
    pub(super) async fn all(
        here: &Here,
        reader: &mut Reader,
        page: &Page,
        whole: &Whole,
    ) -> Result<Vec<Self>, Failure> {
        let mut all = Vec::new();
        for topic in &whole.state.points {
            all.push(Self::of(here, reader, page, whole, topic).await?);
        }
        Ok(all)
    }

    async fn of(
        here: &Here,
        reader: &mut Reader,
        page: &Page,
        whole: &Whole,
        topic: &Topic<Id>,
    ) -> Result<Self, Failure> {
        let mut agreed = Vec::new();
        for (decision, _) in &topic.agreed {
            let entry: Option<Entry> = reader.optional(&entries::store::ONE, args![*decision]).await?;
            let Some(entry) = entry else { continue };
            agreed.push(AgreedView {
                path: here.path(&format!("/decide/{decision}")),
                title: entry.title.unwrap_or_else(|| page.t("entry-removed")),
                body: entry.body,
            });
        }
        let decision = match topic.decision {
            Some(decision) => Other::find(here, reader, decision).await?,
            None => None,
        };
        let entered = topic.entered.iter().map(|entered| EnteredView {
            how: match entered.how {
                How::Hands => "hands",
                How::Paper => "paper",
            },
            names: entered.people.iter().map(|person| whole.names.name(page, *person)).collect(),
        });
        let feeling = |feeling: &tequio_deliberation::assembly::Feeling| FeelingView {
            at: hour(page, feeling.at.0),
            favour: feeling.favour,
            doubt: feeling.doubt,
            against: feeling.against,
        };
        let span = |(from, to): &(tequio_deliberation::life::Instant, Option<tequio_deliberation::life::Instant>)| {
            let from = hour(page, from.0);
            to.map_or_else(|| from.clone(), |to| format!("{from}–{}", hour(page, to.0)))
        };
        Ok(Self {
            id: topic.id,
            words: whole.point(page, topic.id),
            minutes: topic.minutes,
            decision,
            on: topic.on.last().is_some_and(|(_, to)| to.is_none()),
            opened: !topic.on.is_empty(),
            times: topic.on.iter().map(span).collect(),
            notes: topic.notes.and_then(|words| whole.words(words)),
            feelings: topic.feelings.iter().map(feeling).collect(),
            agreed,
            entered: entered.collect(),
        })
    }
}
