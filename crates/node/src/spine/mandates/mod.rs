// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Mandates (law 9): services with a holder, a purpose and an end. Permissions come from them; a vacant
//! one returns to the assembly, never to nobody.

pub(crate) mod awaits;
pub mod choice;
pub mod commands;
pub mod pages;
pub mod rules;
pub(crate) mod store;

pub use commands::{Confirm, Event, LayDown, Rescue};
pub(crate) use commands::{apply, given};

use serde::{Deserialize, Serialize};

use crate::{
    spine::{command::Caller, id::Id, refusal::Result, world::Micros},
    store::{Write, args},
};

/// What a mandate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Keeps the door: invitations, requests, the community's description and documents.
    Coordination,
    /// Keeps the agenda in order.
    Agenda,
    /// Cares for how people treat each other.
    Care,
}

impl Kind {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Coordination, Self::Agenda, Self::Care];

    /// As stored and as in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Coordination => "coordination",
            Self::Agenda => "agenda",
            Self::Care => "care",
        }
    }
}

impl std::str::FromStr for Kind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(())
    }
}

/// The mandates of a caller: those whose powers they may use now, and whether others wait for a second factor.
#[derive(Debug, Default)]
pub struct Usable {
    /// May be used.
    pub kinds: Vec<Kind>,
    /// Held, but asleep until a second factor is given.
    pub asleep: Vec<Kind>,
}

/// The mandates that a caller holds at `at`. After a week's grace they take a second factor.
///
/// # Errors
/// As the store says.
pub async fn usable(tx: &mut Write, community: Id, caller: Caller, at: Micros) -> Result<Usable> {
    let Some(member) = caller.actor.member() else { return Ok(Usable::default()) };
    let held: Vec<(String, Micros)> = tx.all(&store::HELD_KINDS, args![community, member, at]).await?;
    Ok(sort_usable(held, caller.second_factor, at))
}

/// Tells the mandates whose powers may be used from those that wait for a second factor. `held` are their
/// kinds and beginnings.
pub(crate) fn sort_usable(held: Vec<(String, Micros)>, second_factor: bool, at: Micros) -> Usable {
    let mut usable = Usable::default();
    for (kind, starts_at) in held {
        let Ok(kind) = kind.parse() else { continue };
        if second_factor || at < starts_at + rules::SECOND_FACTOR_GRACE {
            usable.kinds.push(kind);
        } else {
            usable.asleep.push(kind);
        }
    }
    usable
}

/// Who holds a mandate at `at`.
///
/// # Errors
/// As the store says.
pub async fn holders(tx: &mut Write, community: Id, kind: Kind, at: Micros) -> Result<Vec<Id>> {
    let rows: Vec<(Id,)> = tx.all(&store::HOLDERS, args![community, kind.as_str(), at]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
