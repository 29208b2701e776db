// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Opening a fest at a date, who attends to people there, and the purge.

use serde::{Deserialize, Serialize};

use crate::{
    act::agenda,
    spine::{
        apply::Projection,
        command::{Command, Context, Decision},
        entries, event,
        id::Id,
        members,
        notices::Notice,
        refusal::{Fields, Result, conflict, forbidden, not_found},
        world::Micros,
    },
    store::args,
};

use super::{
    machines,
    rules::{self, KEEP_DAYS},
    store,
};

/// What happens to install fests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// One is opened at a date. Who opens it attends there.
    Opened {
        /// Which.
        fest: Id,
        /// At which activity.
        activity: Id,
        /// At which date of it.
        date: String,
        /// For how many days after it the words are kept.
        keep_days: i64,
    },
    /// A member attends to people there, and sees what these say of their machines.
    CrewNamed {
        /// Where.
        fest: Id,
        /// Who.
        member: Id,
    },
    /// A member does so no more.
    CrewLeft {
        /// Where.
        fest: Id,
        /// Who.
        member: Id,
    },
    /// Something happens to a machine.
    Machine(machines::Event),
    /// What was said is forgotten; how many there were is kept.
    Purged {
        /// Where.
        fest: Id,
        /// Whether of minors alone.
        minors: bool,
    },
}

impl From<Event> for event::Event {
    fn from(event: Event) -> Self {
        Self::Fest(event)
    }
}

/// Opens a fest at a date of an activity.
#[derive(Debug, Clone)]
pub struct Open {
    /// At which activity.
    pub activity: Id,
    /// At which date.
    pub date: String,
    /// For how many days after it the words are kept.
    pub keep_days: i64,
}

impl Command for Open {
    const NAME: &'static str = "fest.open";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let Self { activity, date, keep_days } = self;
        entries::commands::may_see(context, activity).await?;
        entries::commands::may_change(context, activity, agenda::commands::KEEPERS).await?;
        let found: Option<(Micros, Micros, Option<Micros>)> =
            context.tx.optional(&agenda::store::DATE, args![activity, &date]).await?;
        let (_, ends_at, cancelled_at) = found.ok_or_else(not_found)?;
        let mut fields = Fields::default();
        if !KEEP_DAYS.contains(&keep_days) {
            fields.error("keep_days", "field-choose");
        }
        fields.finish()?;
        let there: Option<(Id,)> = context.tx.optional(&store::AT, args![activity, &date]).await?;
        if there.is_some() {
            return Err(conflict("error-fest-open"));
        }
        if cancelled_at.is_some() || rules::purge_at(ends_at, keep_days, true) <= context.at {
            return Err(conflict("error-fest-over"));
        }
        let fest = context.id();
        Ok(Decision::about(activity, [Event::Opened { fest, activity, date, keep_days }.into()]))
    }
}

/// Names who attends to people at a fest, or no more.
#[derive(Debug, Clone)]
pub struct NameCrew {
    /// Where.
    pub fest: Id,
    /// Who.
    pub member: Id,
    /// Whether they do.
    pub attends: bool,
}

impl Command for NameCrew {
    const NAME: &'static str = "fest.name-crew";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let Self { fest, member, attends } = self;
        let (activity, _) = date_of(context, fest).await?;
        // Whoever attends may stop by themselves.
        if attends || context.member()? != member {
            entries::commands::may_change(context, activity, agenda::commands::KEEPERS).await?;
        }
        let active: Option<(Id,)> =
            context.tx.optional(&members::store::ACTIVE, args![context.community, member]).await?;
        if attends && active.is_none() {
            return Err(not_found());
        }
        let event = if attends { Event::CrewNamed { fest, member } } else { Event::CrewLeft { fest, member } };
        Ok(Decision::about(activity, [event.into()]))
    }
}

/// At which date of which activity a fest is.
async fn date_of(context: &mut Context<'_, '_>, fest: Id) -> Result<(Id, String)> {
    let found: Option<(Id, String)> = context.tx.optional(&store::DATE_OF, args![context.community, fest]).await?;
    found.ok_or_else(not_found)
}

/// That whoever asks attends at a fest.
pub(super) async fn attends(context: &mut Context<'_, '_>, fest: Id) -> Result<()> {
    let member = context.member()?;
    let (activity, _) = date_of(context, fest).await?;
    entries::commands::may_see(context, activity).await?;
    let attends: Option<(Id,)> = context.tx.optional(&store::IN_CREW, args![fest, member]).await?;
    attends.map(drop).ok_or_else(|| forbidden("error-fest-crew"))
}

/// Forgets what was said at a fest; the node gives it when its time comes.
#[derive(Debug, Clone)]
pub struct Purge {
    /// Where.
    pub fest: Id,
    /// Whether of minors alone.
    pub minors: bool,
}

impl Command for Purge {
    const NAME: &'static str = "fest.purge";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let Self { fest, minors } = self;
        let row: Option<(Id, i64, Micros)> = context.tx.optional(&store::TERM, args![context.community, fest]).await?;
        let (activity, keep_days, ends_at) = row.ok_or_else(not_found)?;
        if rules::purge_at(ends_at, keep_days, minors) > context.at {
            return Err(conflict("error-not-yet"));
        }
        Ok(Decision::about(activity, [Event::Purged { fest, minors }.into()]))
    }
}

/// Shows an event in the tables.
pub(crate) async fn apply(to: &mut Projection<'_, '_>, event: &Event) -> Result<()> {
    match event {
        Event::Opened { fest, activity, date, keep_days } => {
            let row = args![*fest, to.community, *activity, date, *keep_days, to.at];
            to.tx.run(&store::OPEN, row).await?;
            if let Some(member) = to.actor.member() {
                to.tx.run(&store::NAME_CREW, args![*fest, member]).await?;
            }
        }
        Event::CrewNamed { fest, member } => {
            let there: Option<(Id, String)> = to.tx.optional(&store::DATE_OF, args![to.community, *fest]).await?;
            let new = to.tx.run(&store::NAME_CREW, args![*fest, *member]).await? > 0;
            if let (true, Some((activity, date))) = (new, there) {
                to.notify_of_date(*member, Notice::FestCrew, Some(activity), Some(&date), None).await?;
            }
        }
        Event::CrewLeft { fest, member } => {
            to.tx.run(&store::LEAVE_CREW, args![*fest, *member]).await?;
        }
        Event::Machine(event) => machines::apply(to, event).await?,
        Event::Purged { fest, minors } => {
            purge(to, *fest, *minors).await?;
            let done = if *minors { &store::MINORS_PURGED } else { &store::PURGED };
            to.tx.run(done, args![*fest, to.at]).await?;
        }
    }
    Ok(())
}

/// Counts the machines of a fest, and forgets them.
async fn purge(to: &mut Projection<'_, '_>, fest: Id, minors: bool) -> Result<()> {
    let all: Vec<(Id, Option<String>)> = to.tx.all(&store::TO_FORGET, args![fest, minors]).await?;
    for (machine, outcome) in all {
        // What nobody handed over went home all the same.
        let outcome = outcome.unwrap_or_else(|| rules::Outcome::Left.as_str().to_owned());
        to.erase(machine).await?;
        to.tx.run(&store::COUNT, args![fest, outcome]).await?;
        to.tx.run(&store::DROP, args![machine]).await?;
    }
    Ok(())
}

/// What is left of the fests of an activity that is removed: how many machines there were.
pub(crate) async fn clear(to: &mut Projection<'_, '_>, activity: Id) -> Result<()> {
    let fests: Vec<(Id,)> = to.tx.all(&store::OF_ACTIVITY, args![activity]).await?;
    for (fest,) in fests {
        purge(to, fest, false).await?;
        to.tx.run(&store::PURGED, args![fest, to.at]).await?;
    }
    Ok(())
}

/// An erased member attends nowhere, and attended nowhere.
pub(crate) async fn forget(to: &mut Projection<'_, '_>, member: Id) -> Result<()> {
    to.tx.run(&store::FORGET_CREW, args![member]).await?;
    to.tx.run(&store::FORGET_COMPANION, args![member]).await?;
    Ok(())
}
