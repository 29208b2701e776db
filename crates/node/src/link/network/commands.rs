// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Following a community elsewhere, what it answered, and following it no more.

use serde::{Deserialize, Serialize};

use crate::{
    link::{
        blocks::{self, Standing},
        federation,
    },
    spine::{
        apply::Projection,
        command::{Command, Context, Decision},
        event,
        id::Id,
        keys::Sealed,
        refusal::{Error, Kind, Refusal, Result, conflict, not_found},
    },
    store::args,
};

use super::{rules, store};

/// What happens between a community and those it follows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// It asked to follow one.
    Asked {
        /// Which; also the subject of what it is called and where it is.
        followed: Id,
        /// That, as JSON.
        who: Sealed,
    },
    /// The other one answered.
    Answered {
        /// Which.
        followed: Id,
        /// Whether it lets itself be followed.
        accepted: bool,
    },
    /// It is followed no more.
    Ended {
        /// Which.
        followed: Id,
    },
}

impl From<Event> for event::Event {
    fn from(event: Event) -> Self {
        Self::Network(event)
    }
}

/// Asks to follow a community elsewhere.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Follow {
    /// Its actor.
    pub actor: String,
    /// What it calls itself.
    pub name: String,
    /// By what people find it: `name@host`.
    pub account: String,
    /// Its page.
    pub page: String,
    /// Its inbox.
    pub inbox: String,
}

impl Command for Follow {
    const NAME: &'static str = "network.follow";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let base: Option<(String,)> = context.tx.optional(&federation::store::BASE, args![context.community]).await?;
        let (base,) = base.ok_or_else(|| conflict("error-link-closed"))?;
        if federation::Address(base).actor() == self.actor {
            return Err(conflict("error-follows-itself"));
        }
        if blocks::standing(context.tx, context.community, &self.actor).await? == Standing::Suspended {
            return Err(conflict("error-follows-suspended"));
        }
        let there: Option<(Id,)> = context.tx.optional(&store::BY_ACTOR, args![context.community, &self.actor]).await?;
        if there.is_some() {
            return Err(conflict("error-follows-already"));
        }
        let count: Option<(i64,)> = context.tx.optional(&store::COUNT, args![context.community]).await?;
        if count.is_some_and(|(count,)| count >= rules::FOLLOWED) {
            let many = Refusal::new(Kind::Conflict, "error-follows-many").with("limit", rules::FOLLOWED);
            return Err(many.into());
        }
        let followed = context.id();
        let who = serde_json::to_string(&self).map_err(|error| Error::Damaged(error.to_string()))?;
        let who = context.seal(followed, None, &who).await?;
        Ok(Decision::about(followed, [Event::Asked { followed, who }.into()]))
    }
}

/// Notes what a community answered. The node gives it when the answer comes in.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Which.
    pub followed: Id,
    /// Whether it lets itself be followed.
    pub accepted: bool,
}

impl Command for Answer {
    const NAME: &'static str = "network.answer";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let Self { followed, accepted } = self;
        let there: Option<(String, String, bool)> =
            context.tx.optional(&store::ONE, args![context.community, followed]).await?;
        let (.., was) = there.ok_or_else(not_found)?;
        if was == accepted && accepted {
            return Err(conflict("error-conflict"));
        }
        Ok(Decision::about(followed, [Event::Answered { followed, accepted }.into()]))
    }
}

/// Follows a community no more.
#[derive(Debug, Clone)]
pub struct Unfollow(pub Id);

impl Command for Unfollow {
    const NAME: &'static str = "network.unfollow";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let there: Option<(String, String, bool)> =
            context.tx.optional(&store::ONE, args![context.community, self.0]).await?;
        there.ok_or_else(not_found)?;
        Ok(Decision::about(self.0, [Event::Ended { followed: self.0 }.into()]))
    }
}

/// Shows an event in the tables.
pub(crate) async fn apply(to: &mut Projection<'_, '_>, event: &Event) -> Result<()> {
    let (community, at) = (to.community, to.at);
    match event {
        Event::Asked { followed, who } => {
            // Of one that is followed no more the key is gone.
            let Some(who) = to.open(who).await? else { return Ok(()) };
            let who: Follow = serde_json::from_str(&who).map_err(|error| Error::Damaged(error.to_string()))?;
            let row = args![*followed, community, who.actor, who.name, who.account, who.page, who.inbox, at];
            to.tx.run(&store::INSERT, row).await?;
        }
        Event::Answered { followed, accepted } => {
            let (accepted, refused) = if *accepted { (Some(at), None) } else { (None, Some(at)) };
            to.tx.run(&store::ANSWERED, args![*followed, accepted, refused]).await?;
        }
        Event::Ended { followed } => {
            to.erase(*followed).await?;
            to.tx.run(&store::END, args![*followed]).await?;
        }
    }
    Ok(())
}
