// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Limiting, suspending and listing, lifting that again, and who waits for a yes.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::{
    link::federation,
    spine::{
        apply::Projection,
        command::{Command, Context, Decision},
        event,
        id::Id,
        keys::Sealed,
        mandates,
        notices::Notice,
        refusal::{Error, Fields, Kind, Refusal, Result, conflict, not_found},
    },
    store::args,
};

use super::{
    rules::{self, Measure, Wish},
    store,
};

/// What happens between a community and those with whom it deals differently.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Somebody is limited, suspended or listed.
    Set {
        /// Which; also the subject of who it is.
        block: Id,
        /// What is done.
        measure: Measure,
        /// Whom, and why, as JSON.
        whom: Sealed,
    },
    /// They are not any more.
    Lifted {
        /// Which.
        block: Id,
    },
    /// It deals with listed ones alone from now on, or no more.
    ListedOnly(bool),
    /// Somebody who is limited wants to follow, or to come.
    Knocked {
        /// Which; also the subject of who it is.
        knock: Id,
        /// Who, and what for, as JSON.
        who: Sealed,
    },
    /// They were answered.
    Answered {
        /// Which.
        knock: Id,
        /// Whether by a yes.
        accepted: bool,
    },
}

impl From<Event> for event::Event {
    fn from(event: Event) -> Self {
        Self::Block(event)
    }
}

/// One that is to be limited, suspended or listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// A host, or the address of an actor.
    pub target: String,
    /// What is done.
    pub measure: String,
    /// Why; may be empty.
    pub reason: String,
}

/// Whom it is about, as it is sealed.
#[derive(Serialize, Deserialize)]
struct Whom {
    target: String,
    reason: String,
}

/// Limits, suspends or lists; what was said of the same before is replaced.
#[derive(Debug, Clone)]
pub struct Set(pub Vec<Entry>);

impl Command for Set {
    const NAME: &'static str = "block.set";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        if self.0.len() > rules::AT_ONCE {
            return Err(Refusal::new(Kind::Conflict, "error-blocks-many").with("limit", rules::AT_ONCE).into());
        }
        let base: Option<(String,)> = context.tx.optional(&federation::store::BASE, args![context.community]).await?;
        let own = base.map_or_else(Vec::new, |(base,)| rules::targets(&federation::Address(base).actor()));
        let mut fields = Fields::default();
        let (mut events, mut seen) = (Vec::new(), HashSet::new());
        for Entry { target, measure, reason } in self.0 {
            let target = rules::target(&target);
            match &target {
                None => fields.error("target", "field-block-target"),
                Some(target) if own.contains(target) => fields.error("target", "field-block-own"),
                Some(_) => {}
            }
            let measure = Measure::named(&measure);
            if measure.is_none() {
                fields.error("measure", "field-required");
            }
            let reason = fields.optional_line("reason", &reason, rules::REASON);
            let (Some(target), Some(measure)) = (target, measure) else { continue };
            // Only hosts are listed: a server of which one actor is listed would be dealt with by halves.
            if measure == Measure::List && target.contains("://") {
                fields.error("target", "field-block-list-host");
            }
            // Who stands in a list twice is taken as they stand there first.
            if !seen.insert(target.clone()) {
                continue;
            }
            let there: Option<(Id, String, String)> =
                context.tx.optional(&store::THERE, args![context.community, &target]).await?;
            if let Some((block, was, why)) = there {
                if was == measure.as_str() && why == reason {
                    continue;
                }
                events.push(Event::Lifted { block }.into());
            }
            let block = context.id();
            let whom = Whom { target, reason };
            let whom = serde_json::to_string(&whom).map_err(|error| Error::Damaged(error.to_string()))?;
            let whom = context.seal(block, None, &whom).await?;
            events.push(Event::Set { block, measure, whom }.into());
        }
        fields.finish()?;
        if events.is_empty() {
            return Err(conflict("error-block-there"));
        }
        let count: Option<(i64,)> = context.tx.optional(&store::COUNT, args![context.community]).await?;
        if count.is_some_and(|(count,)| count + i64::try_from(events.len()).unwrap_or(i64::MAX) > rules::MOST) {
            return Err(Refusal::new(Kind::Conflict, "error-blocks-many").with("limit", rules::MOST).into());
        }
        Ok(Decision { subject: None, events })
    }
}

/// Limits, suspends or lists somebody no more.
#[derive(Debug, Clone)]
pub struct Lift(pub Id);

impl Command for Lift {
    const NAME: &'static str = "block.lift";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let there: Option<(Id,)> = context.tx.optional(&store::ONE, args![context.community, self.0]).await?;
        there.ok_or_else(not_found)?;
        Ok(Decision::about(self.0, [Event::Lifted { block: self.0 }.into()]))
    }
}

/// Deals with those alone that are listed, or with everybody again.
#[derive(Debug, Clone)]
pub struct ListOnly(pub bool);

impl Command for ListOnly {
    const NAME: &'static str = "block.list-only";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let only: Option<(bool,)> = context.tx.optional(&store::LISTED_ONLY, args![context.community]).await?;
        if only == Some((self.0,)) {
            return Err(conflict("error-conflict"));
        }
        Ok(Decision { subject: None, events: vec![Event::ListedOnly(self.0).into()] })
    }
}

/// Notes that somebody who is limited wants to follow, or to come. The node gives it when their request comes in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Knock {
    /// What they want.
    pub wish: Wish,
    /// Their actor.
    pub actor: String,
    /// What they are called.
    pub name: String,
    /// The identifier of their request.
    pub asked: String,
    /// What they ask for.
    pub object: String,
    /// Their inbox.
    pub inbox: String,
    /// The inbox to which what is published goes.
    pub delivery: String,
}

impl Command for Knock {
    const NAME: &'static str = "link.knock";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let there: Option<(Id,)> =
            context.tx.optional(&store::KNOCKED, args![context.community, &self.actor, &self.object]).await?;
        let waiting: Option<(i64,)> = context.tx.optional(&store::WAITING, args![context.community]).await?;
        if there.is_some() || waiting.is_some_and(|(waiting,)| waiting >= rules::WAITING) {
            return Err(conflict("error-conflict"));
        }
        let knock = context.id();
        let who = serde_json::to_string(&self).map_err(|error| Error::Damaged(error.to_string()))?;
        let who = context.seal(knock, None, &who).await?;
        Ok(Decision::about(knock, [Event::Knocked { knock, who }.into()]))
    }
}

/// Answers who is limited and asked.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Which.
    pub knock: Id,
    /// Whether by a yes.
    pub accepted: bool,
}

impl Command for Answer {
    const NAME: &'static str = "link.answer";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let Self { knock, accepted } = self;
        let there: Option<(String,)> = context.tx.optional(&store::WISH, args![context.community, knock]).await?;
        there.ok_or_else(not_found)?;
        Ok(Decision::about(knock, [Event::Answered { knock, accepted }.into()]))
    }
}

/// Shows an event in the tables.
pub(crate) async fn apply(to: &mut Projection<'_, '_>, event: &Event) -> Result<()> {
    let (community, at) = (to.community, to.at);
    let damaged = |error: serde_json::Error| Error::Damaged(error.to_string());
    match event {
        Event::Set { block, measure, whom } => {
            // Of what was lifted the key is gone.
            let Some(whom) = to.open(whom).await? else { return Ok(()) };
            let Whom { target, reason } = serde_json::from_str(&whom).map_err(damaged)?;
            to.tx.run(&store::SET, args![*block, community, target, measure.as_str(), reason, at]).await?;
        }
        Event::Lifted { block } => {
            to.erase(*block).await?;
            to.tx.run(&store::LIFT, args![*block]).await?;
        }
        Event::ListedOnly(only) => {
            to.tx.run(&store::LIST_ONLY, args![community, *only]).await?;
        }
        Event::Knocked { knock, who } => {
            for holder in mandates::holders(to.tx, community, mandates::Kind::Coordination, at).await? {
                to.notify(holder, Notice::NetworkKnock, Some(*knock)).await?;
            }
            let Some(who) = to.open(who).await? else { return Ok(()) };
            let who: Knock = serde_json::from_str(&who).map_err(damaged)?;
            let (wish, Knock { actor, name, asked, object, inbox, delivery, .. }) = (who.wish.as_str(), who);
            let row = args![*knock, community, wish, actor, name, asked, object, inbox, delivery, at];
            to.tx.run(&store::KNOCK, row).await?;
        }
        Event::Answered { knock, .. } => {
            to.erase(*knock).await?;
            to.tx.run(&store::ANSWERED, args![*knock]).await?;
        }
    }
    Ok(())
}
