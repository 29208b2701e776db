// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A community moves to another node. It says so itself, and whither; then the operator of the machine packs it, and from that
//! moment nothing changes here any more: two machines that write one log would each have another truth. Where it is unpacked
//! it settles, and its log goes on. If nothing comes of it, it settles where it was.

use serde::{Deserialize, Serialize};
use url::Url;

use crate::{
    link::federation,
    spine::{
        apply::Projection,
        command::{Command, Context, Decision},
        event,
        id::Id,
        members,
        notices::Notice,
        refusal::{Fields, Result, conflict},
    },
    store::args,
};

use super::{Event as OfCommunity, store};

/// What happens when a community moves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// It says where it is about to live.
    Announced {
        /// The address of its home there.
        to: String,
    },
    /// It stays.
    CalledOff {},
    /// It was packed: nothing changes here any more.
    Left {},
    /// It is here, and its log goes on.
    Settled {},
}

impl From<Event> for event::Event {
    fn from(event: Event) -> Self {
        Self::Community(OfCommunity::Moving(event))
    }
}

/// The address of a community on another node, as it is kept: without a slash at its end. `handle` is part of it, unless it has
/// the host for itself.
///
/// # Errors
/// A refusal of the field `there`.
pub fn check_address(to: &str, handle: &str) -> Result<String> {
    let mut fields = Fields::default();
    let url = Url::parse(to.trim()).ok().filter(|url| {
        let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
        let path = url.path().trim_end_matches('/');
        let is_home = path.is_empty() || path.strip_prefix("/@").is_some_and(|named| named == handle);
        matches!(url.scheme(), "https" | "http") && url.has_host() && plain && is_home && to.len() <= 200
    });
    if url.is_none() {
        fields.error("there", "field-move-address");
    }
    fields.finish()?;
    Ok(url.map(|url| url.as_str().trim_end_matches('/').to_owned()).unwrap_or_default())
}

/// Says where the community is about to live. Everybody is told, since each needs a way in there.
#[derive(Debug, Clone)]
pub struct Announce {
    /// The address of its home there, as [`check_address`] gives it.
    pub to: String,
}

impl Command for Announce {
    const NAME: &'static str = "community.announce-move";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        Ok(Decision::about(context.community, [Event::Announced { to: self.to }.into()]))
    }
}

/// Says that it stays.
#[derive(Debug, Clone)]
pub struct CallOff;

impl Command for CallOff {
    const NAME: &'static str = "community.call-off-move";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        announced(context).await?.ok_or_else(|| conflict("error-move-not-announced"))?;
        Ok(Decision::about(context.community, [Event::CalledOff {}.into()]))
    }
}

/// Ends what can be changed here: it is packed. The operator gives it, once the community said whither.
#[derive(Debug, Clone)]
pub struct Leave;

impl Command for Leave {
    const NAME: &'static str = "community.leave";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        announced(context).await?.ok_or_else(|| conflict("error-move-not-announced"))?;
        Ok(Decision::about(context.community, [Event::Left {}.into()]))
    }
}

/// Lets it go on where it is: it was unpacked there, or nothing came of its leaving. The one command that a community takes that
/// has left.
#[derive(Debug, Clone)]
pub struct Settle(pub Network);

/// What becomes of a community on the network where it settles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Network {
    /// It is called there as it was, or is not on it.
    AsItWas,
    /// Its identifiers are made of another address.
    At(String),
    /// Nobody reaches it.
    Closed,
}

impl Command for Settle {
    const NAME: &'static str = "community.settle";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let left: Option<(Option<i64>, Option<String>)> =
            context.tx.optional(&store::MOVING, args![context.community]).await?;
        left.and_then(|(left_at, _)| left_at).ok_or_else(|| conflict("error-move-here"))?;
        let named = match self.0 {
            Network::AsItWas => None,
            Network::At(base) => Some(federation::Event::Renamed { base }),
            Network::Closed => Some(federation::Event::Closed {}),
        };
        let mut events = Vec::new();
        if let Some(named) = named {
            // They follow somebody who is called otherwise now, and are told so from there.
            let followers: Vec<(Id,)> =
                context.tx.all(&federation::store::FOLLOWER_IDS, args![context.community]).await?;
            let ended = followers.into_iter().map(|(follower,)| federation::Event::Unfollowed { follower }.into());
            events.extend(ended.chain([named.into()]));
        }
        events.push(Event::Settled {}.into());
        Ok(Decision::about(context.community, events))
    }
}

async fn announced(context: &mut Context<'_, '_>) -> Result<Option<String>> {
    let moving: Option<(Option<i64>, Option<String>)> =
        context.tx.optional(&store::MOVING, args![context.community]).await?;
    Ok(moving.and_then(|(_, to)| to))
}

/// Shows an event in the tables.
pub(super) async fn apply(to: &mut Projection<'_, '_>, event: &Event) -> Result<()> {
    let community = to.community;
    match event {
        Event::Announced { to: address } => {
            to.tx.run(&store::MOVES, args![community, Some(address.as_str())]).await?;
            tell(to, Notice::MoveAnnounced).await
        }
        Event::CalledOff {} => {
            to.tx.run(&store::MOVES, args![community, None::<&str>]).await?;
            tell(to, Notice::MoveCalledOff).await
        }
        Event::Left {} => {
            to.tx.run(&store::LEAVE, args![community, Some(to.at)]).await?;
            Ok(())
        }
        Event::Settled {} => {
            to.tx.run(&store::LEAVE, args![community, None::<i64>]).await?;
            to.tx.run(&store::MOVES, args![community, None::<&str>]).await?;
            tell(to, Notice::MoveSettled).await
        }
    }
}

async fn tell(to: &mut Projection<'_, '_>, notice: Notice) -> Result<()> {
    let all: Vec<(Id,)> = to.tx.all(&members::store::ALL_ACTIVE, args![to.community]).await?;
    for (member,) in all {
        to.notify(member, notice, None).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_home_of_the_same_community() {
        for (given, kept) in [
            ("https://otro.example/@etla", "https://otro.example/@etla"),
            (" https://otro.example/@etla/ ", "https://otro.example/@etla"),
            ("https://etla.example/", "https://etla.example"),
            ("http://abc.onion/@etla", "http://abc.onion/@etla"),
        ] {
            assert_eq!(check_address(given, "etla").unwrap(), kept);
        }
        for wrong in [
            "",
            "otro.example",
            "https://otro.example/@xoxo",
            "ftp://otro.example/@etla",
            "https://otro.example/@etla?x",
        ] {
            assert!(check_address(wrong, "etla").is_err(), "{wrong}");
        }
    }
}
