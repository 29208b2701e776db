// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Changes of mandates, and what happens by them.

use serde::{Deserialize, Serialize};

use crate::{
    spine::{
        apply::Projection,
        command::{Command, Context, Decision},
        communities, event,
        id::Id,
        members,
        notices::Notice,
        refusal::{Result, conflict, forbidden, not_found},
        world::Micros,
    },
    store::args,
};

use super::{Kind, rules, store};

/// What happens to mandates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A term begins.
    Given {
        /// Which.
        mandate: Id,
        /// What for.
        kind: Kind,
        /// Who.
        holder: Id,
        /// When it ends by itself.
        ends_at: Micros,
    },
    /// Everybody is asked to confirm a term or to choose.
    Reminded {
        /// Which.
        mandate: Id,
        /// When it ends instead, because they are asked late.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ends_at: Option<Micros>,
    },
    /// Its time is over.
    Ended {
        /// Which.
        mandate: Id,
        /// Whether nobody else holds one of its kind: everybody is told.
        vacant: bool,
    },
    /// Somebody confirms a term.
    Confirmed {
        /// Which.
        mandate: Id,
        /// Who.
        member: Id,
    },
    /// Half of the active members confirmed it: it goes on.
    Prolonged {
        /// Which.
        mandate: Id,
        /// Until when.
        ends_at: Micros,
        /// Who holds it, and is told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        holder: Option<Id>,
    },
    /// It ends before its time.
    LaidDown {
        /// Which.
        mandate: Id,
        /// Whether nobody else holds one of its kind: everybody is told.
        #[serde(default)]
        vacant: bool,
    },
    /// The terms of a kind end, because a decision gives it to others.
    Replaced {
        /// Which.
        kind: Kind,
    },
    /// Its holder is told that it will take a second factor.
    SecondFactorAsked {
        /// Which.
        mandate: Id,
        /// Who.
        holder: Id,
    },
    /// The operator gave a mandate to somebody because the community was locked out.
    Rescued {
        /// The new term.
        mandate: Id,
        /// What for.
        kind: Kind,
        /// Who.
        holder: Id,
        /// When it ends.
        ends_at: Micros,
        /// Why, in the operator's words.
        reason: String,
    },
    /// Something about a choice.
    Choice(super::choice::Event),
}

impl From<Event> for event::Event {
    fn from(event: Event) -> Self {
        Self::Mandate(event)
    }
}

/// Confirms a term that is running out.
#[derive(Debug, Clone)]
pub struct Confirm(pub Id);

impl Command for Confirm {
    const NAME: &'static str = "mandate.confirm";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let member = context.member()?;
        let mandate = self.0;
        let (_, holder, ends_at) = in_force(context, mandate).await?;
        if !rules::asks_to_be_confirmed(ends_at, context.at) {
            return Err(conflict("error-not-yet-to-confirm"));
        }
        if holder == member {
            return Err(forbidden("error-own-mandate"));
        }
        let mut events = vec![Event::Confirmed { mandate, member }.into()];
        let settings: Option<(String, String, i64)> =
            context.tx.optional(&communities::store::SETTINGS, args![context.community]).await?;
        let (.., active) = settings.ok_or_else(not_found)?;
        let others: Option<(i64,)> = context.tx.optional(&store::CONFIRMATIONS, args![mandate, member]).await?;
        if others.map_or(0, |(count,)| count) + 1 >= rules::confirmations_needed(active) {
            events.push(Event::Prolonged { mandate, ends_at: context.at + rules::TERM, holder: Some(holder) }.into());
        }
        Ok(Decision::about(mandate, events))
    }
}

async fn one(context: &mut Context<'_, '_>, mandate: Id) -> Result<(Kind, Id, Micros, Option<Micros>)> {
    let row: Option<(String, Id, Micros, Option<Micros>)> =
        context.tx.optional(&store::ONE, args![context.community, mandate]).await?;
    let (kind, holder, ends_at, ended_at) = row.ok_or_else(not_found)?;
    Ok((kind.parse().map_err(|()| not_found())?, holder, ends_at, ended_at))
}

async fn in_force(context: &mut Context<'_, '_>, mandate: Id) -> Result<(Kind, Id, Micros)> {
    match one(context, mandate).await? {
        (kind, holder, ends_at, None) if ends_at > context.at => Ok((kind, holder, ends_at)),
        _ => Err(conflict("error-mandate-over")),
    }
}

/// Lays down a mandate that one holds.
#[derive(Debug, Clone)]
pub struct LayDown(pub Id);

impl Command for LayDown {
    const NAME: &'static str = "mandate.lay-down";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let (kind, holder, _) = in_force(context, self.0).await?;
        if Some(holder) != context.actor.member() {
            return Err(forbidden("error-not-your-mandate"));
        }
        let vacant = super::holders(context.tx, context.community, kind, context.at).await?.len() == 1;
        Ok(Decision::about(self.0, [Event::LaidDown { mandate: self.0, vacant }.into()]))
    }
}

/// The mandates of a member who leaves end.
pub(crate) async fn leaving(context: &mut Context<'_, '_>, member: Id) -> Result<Vec<event::Event>> {
    let (community, at) = (context.community, context.at);
    let held: Vec<(Id, String)> = context.tx.all(&store::HELD, args![community, member, at]).await?;
    let mut events = Vec::new();
    for (mandate, kind) in held {
        let kind = kind.parse().map_err(|()| not_found())?;
        let holders = super::holders(context.tx, community, kind, at).await?;
        let vacant = holders.iter().all(|holder| *holder == member);
        events.push(Event::LaidDown { mandate, vacant }.into());
    }
    Ok(events)
}

/// A decision gives a kind of mandate to those whom it chose, as far as they are still there, and ends the terms of others.
///
/// # Errors
/// As the store says.
pub(crate) async fn given(context: &mut Context<'_, '_>, kind: Kind, chosen: &[Id]) -> Result<Vec<event::Event>> {
    let mut events = Vec::new();
    for holder in chosen {
        let active: Option<(Id,)> =
            context.tx.optional(&members::store::ACTIVE, args![context.community, *holder]).await?;
        if active.is_some() {
            let (mandate, ends_at) = (context.id(), context.at + rules::TERM);
            events.push(Event::Given { mandate, kind, holder: *holder, ends_at }.into());
        }
    }
    // A mandate never goes to nobody.
    if !events.is_empty() {
        events.insert(0, Event::Replaced { kind }.into());
    }
    Ok(events)
}

/// Tells a holder that the week without a second factor is about to end; the node gives it when the time comes.
/// It tells everybody: who has one already must not show in the log by its absence.
#[derive(Debug, Clone)]
pub struct AskSecondFactor(pub Id);

impl Command for AskSecondFactor {
    const NAME: &'static str = "mandate.ask-second-factor";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let (_, holder, _) = in_force(context, self.0).await?;
        Ok(Decision::about(self.0, [Event::SecondFactorAsked { mandate: self.0, holder }.into()]))
    }
}

/// Asks everybody to confirm a term or to choose; the node gives it when the time comes.
#[derive(Debug, Clone)]
pub struct Remind(pub Id);

impl Command for Remind {
    const NAME: &'static str = "mandate.remind";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let (_, _, ends_at, ended_at) = one(context, self.0).await?;
        if ended_at.is_some() {
            return Err(conflict("error-mandate-over"));
        }
        if context.at < ends_at - rules::ASKED_BEFORE_END {
            return Err(conflict("error-not-yet-to-confirm"));
        }
        let ends_at = rules::ends_after_asking(ends_at, context.at);
        Ok(Decision::about(self.0, [Event::Reminded { mandate: self.0, ends_at }.into()]))
    }
}

/// Notes that a term is over; the node gives it when the time comes.
#[derive(Debug, Clone)]
pub struct EndTerm(pub Id);

impl Command for EndTerm {
    const NAME: &'static str = "mandate.end";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let (kind, _, ends_at, ended_at) = one(context, self.0).await?;
        if ended_at.is_some() {
            return Err(conflict("error-mandate-over"));
        }
        if context.at < ends_at {
            return Err(conflict("error-not-yet"));
        }
        let vacant = super::holders(context.tx, context.community, kind, context.at).await?.is_empty();
        Ok(Decision::about(self.0, [Event::Ended { mandate: self.0, vacant }.into()]))
    }
}

/// Gives a mandate to a member of a community that locked itself out: nobody who coordinates it was here in the
/// last [`rules::ABSENT`]. Only the operator can, from the command line; it stands in the community's log, and
/// everybody is told why.
#[derive(Debug, Clone)]
pub struct Rescue {
    /// Who shall hold it.
    pub member: Id,
    /// What for.
    pub kind: Kind,
    /// Why.
    pub reason: String,
}

impl Command for Rescue {
    const NAME: &'static str = "mandate.rescue";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let active: Option<(Id,)> =
            context.tx.optional(&members::store::ACTIVE, args![context.community, self.member]).await?;
        active.ok_or_else(not_found)?;
        // Sessions are no part of the log, but only a decision looks at them: replay shows what was decided.
        let since = context.at - rules::ABSENT;
        let coordinates: Option<(Id,)> =
            context.tx.optional(&store::PRESENT, args![context.community, context.at, since]).await?;
        if coordinates.is_some() {
            return Err(conflict("error-not-locked-out"));
        }
        let mandate = context.id();
        let event = Event::Rescued {
            mandate,
            kind: self.kind,
            holder: self.member,
            // As long as a term lasts that asks to be confirmed from its first day.
            ends_at: context.at + rules::ASKED_BEFORE_END,
            reason: self.reason,
        };
        Ok(Decision::about(mandate, [event.into()]))
    }
}

/// Leaves everybody who belongs a notice.
pub(crate) async fn tell_all(to: &mut Projection<'_, '_>, notice: Notice, subject: Id) -> Result<()> {
    let all: Vec<(Id,)> = to.tx.all(&members::store::ALL_ACTIVE, args![to.community]).await?;
    for (member,) in all {
        to.notify(member, notice, Some(subject)).await?;
    }
    Ok(())
}

/// Shows an event in the tables.
pub(crate) async fn apply(to: &mut Projection<'_, '_>, event: &Event) -> Result<()> {
    let (community, at) = (to.community, to.at);
    match event {
        Event::Given { mandate, kind, holder, ends_at } => {
            to.tx.run(&store::GIVE, args![*mandate, community, kind.as_str(), *holder, at, *ends_at]).await?;
            to.notify(*holder, Notice::MandateGiven, Some(*mandate)).await?;
        }
        Event::Reminded { mandate, ends_at } => {
            if let Some(ends_at) = ends_at {
                to.tx.run(&store::PROLONG, args![*mandate, *ends_at]).await?;
            }
            tell_all(to, Notice::MandateEnding, *mandate).await?;
        }
        Event::Ended { mandate, vacant } => {
            to.tx.run(&store::END_IN_TIME, args![*mandate]).await?;
            if *vacant {
                tell_all(to, Notice::MandateEnded, *mandate).await?;
            }
        }
        Event::Confirmed { mandate, member } => {
            to.tx.run(&store::CONFIRM, args![*mandate, *member, at]).await?;
        }
        Event::Prolonged { mandate, ends_at, holder } => {
            to.tx.run(&store::PROLONG, args![*mandate, *ends_at]).await?;
            to.tx.run(&store::FORGET_CONFIRMATIONS, args![*mandate]).await?;
            if let Some(holder) = holder {
                to.notify(*holder, Notice::MandateProlonged, Some(*mandate)).await?;
            }
        }
        Event::LaidDown { mandate, vacant } => {
            to.tx.run(&store::END, args![*mandate, at]).await?;
            if *vacant {
                tell_all(to, Notice::MandateVacant, *mandate).await?;
            }
        }
        Event::Replaced { kind } => {
            to.tx.run(&store::END_KIND, args![community, kind.as_str(), at]).await?;
        }
        Event::SecondFactorAsked { mandate, holder } => {
            to.notify(*holder, Notice::SecondFactorAsked, Some(*mandate)).await?;
        }
        Event::Rescued { mandate, kind, holder, ends_at, reason } => {
            to.tx.run(&store::GIVE, args![*mandate, community, kind.as_str(), *holder, at, *ends_at]).await?;
            to.tx.run(&store::EXPLAIN, args![*mandate, reason]).await?;
            tell_all(to, Notice::Rescued, *mandate).await?;
        }
        Event::Choice(event) => super::choice::apply(to, event).await?,
    }
    Ok(())
}
