// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Choosing who holds a mandate: two members call it, members stand, everybody supports whom they want,
//! and after seven days whoever has most support holds it. A tie goes on until it is none.

use serde::{Deserialize, Serialize};

use crate::{
    spine::{
        apply::Projection,
        command::{Command, Context, Decision},
        communities, event,
        id::Id,
        notices::Notice,
        refusal::{Result, conflict, not_found},
        world::Micros,
    },
    store::args,
};

use super::{Kind, commands::tell_all, rules, rules::Settled, store};

/// What happens in a choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A member calls it.
    Called {
        /// Which.
        choice: Id,
        /// Of what mandate.
        kind: Kind,
        /// Who.
        member: Id,
    },
    /// A second one joins the call: it is open.
    Opened {
        /// Which.
        choice: Id,
        /// Who.
        member: Id,
        /// Until when.
        closes_at: Micros,
    },
    /// Somebody stands.
    Stood {
        /// In which.
        choice: Id,
        /// Who.
        member: Id,
    },
    /// Somebody stands no more.
    StoodDown {
        /// In which.
        choice: Id,
        /// Who.
        member: Id,
    },
    /// Somebody supports a candidate, or no more.
    Supported {
        /// In which.
        choice: Id,
        /// Whom.
        candidate: Id,
        /// Who.
        member: Id,
        /// Whether they do.
        supports: bool,
    },
    /// A tie: it goes on.
    Extended {
        /// Which.
        choice: Id,
        /// Until when.
        closes_at: Micros,
    },
    /// It is closed.
    Closed {
        /// Which.
        choice: Id,
        /// Who was chosen, if anybody.
        chosen: Option<Id>,
        /// Of what mandate.
        kind: Kind,
    },
}

impl From<Event> for event::Event {
    fn from(event: Event) -> Self {
        Self::Mandate(super::Event::Choice(event))
    }
}

/// Calls a choice, or joins the call of another member: two open it. Where there are not two, one does.
#[derive(Debug, Clone)]
pub struct Call(pub Kind);

impl Command for Call {
    const NAME: &'static str = "choice.call";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let member = context.member()?;
        let kind = self.0;
        let open: Option<(Id, Id, Option<Micros>, Option<Micros>)> =
            context.tx.optional(&store::OPEN_CHOICE, args![context.community, kind.as_str()]).await?;
        let settings: Option<(String, String, i64)> =
            context.tx.optional(&communities::store::SETTINGS, args![context.community]).await?;
        let (.., active) = settings.ok_or_else(not_found)?;
        let alone = rules::calls_alone(active);
        let closes_at = context.at + rules::CHOICE_OPEN;
        let opened = |choice| -> event::Event { Event::Opened { choice, member, closes_at }.into() };
        match open {
            Some((_, _, Some(_), _)) => Err(conflict("error-choice-open")),
            Some((_, caller, None, _)) if caller == member && !alone => Err(conflict("error-choice-needs-another")),
            Some((choice, _, None, _)) => Ok(Decision::about(choice, [opened(choice)])),
            None => {
                let choice = context.id();
                let called = Event::Called { choice, kind, member }.into();
                Ok(Decision::about(choice, [called].into_iter().chain(alone.then(|| opened(choice)))))
            }
        }
    }
}

async fn open(context: &mut Context<'_, '_>, choice: Id) -> Result<(Kind, Micros)> {
    let row: Option<(String, Option<Micros>, Option<Micros>, Option<String>)> =
        context.tx.optional(&store::CHOICE, args![context.community, choice]).await?;
    match row.ok_or_else(not_found)? {
        (kind, Some(_), Some(closes_at), None) => Ok((kind.parse().map_err(|()| not_found())?, closes_at)),
        (_, _, _, None) => Err(conflict("error-choice-needs-another")),
        _ => Err(conflict("error-choice-closed")),
    }
}

/// Stands: says that one would hold the mandate.
#[derive(Debug, Clone)]
pub struct Stand(pub Id);

impl Command for Stand {
    const NAME: &'static str = "choice.stand";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let member = context.member()?;
        open(context, self.0).await?;
        Ok(Decision::about(self.0, [Event::Stood { choice: self.0, member }.into()]))
    }
}

/// Stands no more, as long as it is open.
#[derive(Debug, Clone)]
pub struct StandDown(pub Id);

impl Command for StandDown {
    const NAME: &'static str = "choice.stand-down";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let member = context.member()?;
        open(context, self.0).await?;
        let stands: Option<(Id,)> = context.tx.optional(&store::STANDS, args![self.0, member]).await?;
        stands.ok_or_else(not_found)?;
        Ok(Decision::about(self.0, [Event::StoodDown { choice: self.0, member }.into()]))
    }
}

/// Supports a candidate, or no more. One may support several.
#[derive(Debug, Clone)]
pub struct Support {
    /// In which choice.
    pub choice: Id,
    /// Whom.
    pub candidate: Id,
    /// Whether one does.
    pub supports: bool,
}

impl Command for Support {
    const NAME: &'static str = "choice.support";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let member = context.member()?;
        let Self { choice, candidate, supports } = self;
        open(context, choice).await?;
        let stands: Option<(Id,)> = context.tx.optional(&store::STANDS, args![choice, candidate]).await?;
        stands.ok_or_else(not_found)?;
        Ok(Decision::about(choice, [Event::Supported { choice, candidate, member, supports }.into()]))
    }
}

/// Closes a choice whose time has come, or prolongs it while its outcome is a tie.
#[derive(Debug, Clone)]
pub struct Close(pub Id);

impl Command for Close {
    const NAME: &'static str = "choice.close";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let choice = self.0;
        let (kind, closes_at) = open(context, choice).await?;
        if closes_at > context.at {
            return Err(conflict("error-choice-open"));
        }
        let supports: Vec<(Id, i64)> = context.tx.all(&store::COUNT, args![choice]).await?;
        let events = match rules::settle(&supports) {
            Settled::Tie => {
                vec![Event::Extended { choice, closes_at: context.at + rules::CHOICE_EXTENSION }.into()]
            }
            Settled::Nobody => vec![Event::Closed { choice, chosen: None, kind }.into()],
            Settled::Chosen(holder) => {
                let ends_at = context.at + rules::TERM;
                vec![
                    Event::Closed { choice, chosen: Some(holder), kind }.into(),
                    super::Event::Given { mandate: context.id(), kind, holder, ends_at }.into(),
                ]
            }
        };
        Ok(Decision::about(choice, events))
    }
}

/// Shows an event in the tables.
pub(super) async fn apply(to: &mut Projection<'_, '_>, event: &Event) -> Result<()> {
    let (community, at) = (to.community, to.at);
    match event {
        Event::Called { choice, kind, member } => {
            to.tx.run(&store::CALL, args![*choice, community, kind.as_str(), *member, at]).await?;
            tell_all(to, Notice::ChoiceCalled, *choice).await?;
        }
        Event::Opened { choice, member, closes_at } => {
            to.tx.run(&store::OPEN, args![*choice, *member, at, *closes_at]).await?;
            tell_all(to, Notice::ChoiceOpened, *choice).await?;
        }
        Event::Stood { choice, member } => {
            to.tx.run(&store::STAND, args![*choice, *member, at]).await?;
        }
        Event::StoodDown { choice, member } => {
            to.tx.run(&store::STAND_DOWN, args![*choice, *member]).await?;
            to.tx.run(&store::FORGET_SUPPORTS, args![*choice, *member]).await?;
        }
        Event::Supported { choice, candidate, member, supports: true } => {
            to.tx.run(&store::SUPPORT, args![*choice, *candidate, *member, at]).await?;
        }
        Event::Supported { choice, candidate, member, supports: false } => {
            to.tx.run(&store::UNSUPPORT, args![*choice, *candidate, *member]).await?;
        }
        Event::Extended { choice, closes_at } => {
            to.tx.run(&store::EXTEND, args![*choice, *closes_at]).await?;
        }
        Event::Closed { choice, chosen, kind } => {
            let outcome = if chosen.is_some() { "chosen" } else { "nobody" };
            to.tx.run(&store::CLOSE, args![*choice, outcome, *chosen]).await?;
            if chosen.is_some() {
                to.tx.run(&store::END_KIND, args![community, kind.as_str(), at]).await?;
            }
            tell_all(to, Notice::ChoiceClosed, *choice).await?;
        }
    }
    Ok(())
}
