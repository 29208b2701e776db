// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Opening a community to the network, who follows it from elsewhere, and the dates that come near.

use serde::{Deserialize, Serialize};

use crate::{
    spine::{
        apply::Projection,
        command::{Command, Context, Decision},
        event,
        id::Id,
        keys::Sealed,
        refusal::{Error, Result, conflict, not_found},
    },
    store::args,
};

use super::{Address, rules, store, travel};

/// What happens between a community and the network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// It is an actor from now on.
    Opened {
        /// The address of which its identifiers are made.
        base: String,
        /// Its public keys (Multikey).
        rsa: String,
        /// By the one other nodes verify its requests, by this one its activities.
        ed25519: String,
    },
    /// It is none any more, until it is opened again.
    Closed {},
    /// Somebody follows it from elsewhere.
    Followed {
        /// Which follower; also the subject of who it is.
        follower: Id,
        /// Their actor and the inbox for them, as JSON.
        who: Sealed,
    },
    /// They do so no more.
    Unfollowed {
        /// Which follower.
        follower: Id,
    },
    /// Time has passed: dates came near that travel now.
    Advanced {},
    /// It lives elsewhere, and its identifiers are made of another address.
    Renamed {
        /// That address.
        base: String,
    },
}

impl From<Event> for event::Event {
    fn from(event: Event) -> Self {
        Self::Federation(event)
    }
}

/// Opens the community to the network.
#[derive(Debug, Clone)]
pub struct Open {
    /// The address of which its identifiers are made: its page's, which others must be able to reach.
    pub base: String,
    /// Its public keys (Multikey).
    pub rsa: String,
    /// The other one.
    pub ed25519: String,
}

impl Command for Open {
    const NAME: &'static str = "link.open";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let base: Option<(String,)> = context.tx.optional(&store::BASE, args![context.community]).await?;
        if base.is_some() {
            return Err(conflict("error-link-open"));
        }
        let Self { base, rsa, ed25519 } = self;
        Ok(Decision { subject: None, events: vec![Event::Opened { base, rsa, ed25519 }.into()] })
    }
}

/// Closes the community to the network.
#[derive(Debug, Clone)]
pub struct Close;

impl Command for Close {
    const NAME: &'static str = "link.close";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let base: Option<(String,)> = context.tx.optional(&store::BASE, args![context.community]).await?;
        base.ok_or_else(|| conflict("error-link-closed"))?;
        let followers: Vec<(Id,)> = context.tx.all(&store::FOLLOWER_IDS, args![context.community]).await?;
        let ended = followers.into_iter().map(|(follower,)| Event::Unfollowed { follower }.into());
        Ok(Decision { subject: None, events: ended.chain([Event::Closed {}.into()]).collect() })
    }
}

/// Lets somebody follow from elsewhere. The node gives it when their request comes in.
#[derive(Debug, Clone)]
pub struct Accept {
    /// Their actor.
    pub actor: String,
    /// The identifier of their request.
    pub asked: String,
    /// The inbox to which what is published goes.
    pub delivery: String,
}

/// Who follows, as it is sealed.
#[derive(Serialize, Deserialize)]
struct Who {
    actor: String,
    asked: String,
    delivery: String,
}

impl Command for Accept {
    const NAME: &'static str = "link.accept";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let there: Option<(Id,)> = context.tx.optional(&store::FOLLOWER, args![context.community, &self.actor]).await?;
        if there.is_some() {
            return Err(conflict("error-conflict"));
        }
        let follower = context.id();
        let who = serde_json::to_string(&Who { actor: self.actor, asked: self.asked, delivery: self.delivery })
            .map_err(|error| Error::Damaged(error.to_string()))?;
        let who = context.seal(follower, None, &who).await?;
        Ok(Decision::about(follower, [Event::Followed { follower, who }.into()]))
    }
}

/// Ends that somebody follows: they asked for it, are gone, or their node does not answer any more.
#[derive(Debug, Clone)]
pub struct End {
    /// Their actor.
    pub actor: String,
}

impl Command for End {
    const NAME: &'static str = "link.end";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let there: Option<(Id,)> = context.tx.optional(&store::FOLLOWER, args![context.community, &self.actor]).await?;
        let (follower,) = there.ok_or_else(not_found)?;
        Ok(Decision::about(follower, [Event::Unfollowed { follower }.into()]))
    }
}

/// Lets the dates travel that came near. The node gives it when there are some.
#[derive(Debug, Clone)]
pub struct Advance;

impl Command for Advance {
    const NAME: &'static str = "link.advance";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let base: Option<(String,)> = context.tx.optional(&store::BASE, args![context.community]).await?;
        let due: Vec<(Id,)> = context
            .tx
            .all(&store::NOT_TRAVELLING, args![context.community, context.at, context.at + rules::NEAR])
            .await?;
        if base.is_none() || due.is_empty() {
            return Err(conflict("error-conflict"));
        }
        Ok(Decision { subject: None, events: vec![Event::Advanced {}.into()] })
    }
}

/// Shows an event in the tables.
pub(crate) async fn apply(to: &mut Projection<'_, '_>, event: &Event) -> Result<()> {
    let (community, at) = (to.community, to.at);
    match event {
        Event::Opened { base, rsa, ed25519 } => {
            let actor = Address(base.clone()).actor();
            to.tx.run(&store::OPEN, args![community, base, actor, rsa, ed25519, at]).await?;
            let entries: Vec<(Id,)> = to.tx.all(&store::TO_COME, args![community, at]).await?;
            travel::begin(to, entries).await
        }
        Event::Renamed { base } => {
            to.tx.run(&store::RENAME, args![community, base, Address(base.clone()).actor()]).await?;
            to.tx.run(&store::ALL_GONE, args![community, to.seq]).await?;
            let entries: Vec<(Id,)> = to.tx.all(&store::TO_COME, args![community, at]).await?;
            travel::begin(to, entries).await
        }
        Event::Closed {} => {
            to.tx.run(&store::CLOSE, args![community, at]).await?;
            to.tx.run(&store::ALL_GONE, args![community, to.seq]).await?;
            Ok(())
        }
        Event::Followed { follower, who } => {
            // Of who follows no more the key is gone, and nothing is left to be shown.
            let Some(who) = to.open(who).await? else { return Ok(()) };
            let who: Who = serde_json::from_str(&who).map_err(|error| Error::Damaged(error.to_string()))?;
            to.tx.run(&store::FOLLOW, args![*follower, community, who.actor, who.asked, who.delivery, at]).await?;
            Ok(())
        }
        Event::Unfollowed { follower } => {
            to.erase(*follower).await?;
            to.tx.run(&store::UNFOLLOW, args![*follower]).await?;
            Ok(())
        }
        Event::Advanced {} => {
            let due: Vec<(Id,)> = to.tx.all(&store::NOT_TRAVELLING, args![community, at, at + rules::NEAR]).await?;
            travel::begin(to, due).await
        }
    }
}
