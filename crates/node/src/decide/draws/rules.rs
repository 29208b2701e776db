// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Where a draw is.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use tequio_deliberation::{
    Digest,
    sortition::{Draw, Terms},
};
use utoipa::ToSchema;

use crate::spine::{
    id::Id,
    refusal::{Error, Result},
    world::Micros,
};

/// The most that are drawn, and that step in.
pub const SEATS_LIMIT: u32 = 100;
/// How many days ahead the numbers may be, so that a draw is not forgotten.
pub const DAYS_LIMIT: i64 = 90;

/// A draw as it is kept, but its sealed nonce.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct Kept {
    pub(crate) seats: i64,
    pub(crate) alternates: i64,
    pub(crate) source: Option<String>,
    pub(crate) numbers_on: String,
    pub(crate) numbers_at: Micros,
    pub(crate) closes_at: Micros,
    pub(crate) digest: String,
    pub(crate) fixed_at: Option<Micros>,
    pub(crate) entered: Option<String>,
    pub(crate) entered_by: Option<Id>,
    pub(crate) numbers: Option<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) drawn_at: Option<Micros>,
    pub(crate) off_at: Option<Micros>,
    pub(crate) reason: Option<String>,
    pub(crate) note: Option<String>,
}

/// Where a draw is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// One may still step out.
    Open,
    /// The roll is fixed; the numbers are not there.
    Fixed,
    /// Somebody entered the numbers, and nobody confirmed them.
    Entered,
    /// People are drawn.
    Drawn,
    /// It was called off.
    Off,
}

impl Stage {
    /// By what has happened.
    pub(crate) fn of(
        off_at: Option<Micros>,
        drawn_at: Option<Micros>,
        entered: Option<&str>,
        fixed_at: Option<Micros>,
    ) -> Self {
        match (off_at, drawn_at, entered, fixed_at) {
            (Some(_), ..) => Self::Off,
            (_, Some(_), ..) => Self::Drawn,
            (_, _, Some(_), _) => Self::Entered,
            (.., Some(_)) => Self::Fixed,
            _ => Self::Open,
        }
    }

    /// As messages name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Fixed => "fixed",
            Self::Entered => "entered",
            Self::Drawn => "drawn",
            Self::Off => "off",
        }
    }
}

impl Kept {
    /// Where it is.
    pub(crate) fn stage(&self) -> Stage {
        Stage::of(self.off_at, self.drawn_at, self.entered.as_deref(), self.fixed_at)
    }

    /// What is fixed, of those on the roll in its order.
    pub(crate) fn terms(&self, roll: Vec<Id>) -> Result<Terms<Id>> {
        let number = |number: i64| u32::try_from(number).map_err(|error| Error::Damaged(error.to_string()));
        let nonce = Digest::try_from(self.digest.clone()).map_err(|error| Error::Damaged(error.to_string()))?;
        let source = source(self.source.as_deref().unwrap_or_default(), &self.numbers_on);
        Ok(Terms { roll, seats: number(self.seats)?, alternates: number(self.alternates)?, source, nonce })
    }

    /// The draw, once it was made.
    pub(crate) fn draw(&self, roll: Vec<Id>) -> Result<Option<Draw<Id>>> {
        match (self.nonce.clone(), self.numbers.clone()) {
            (Some(nonce), Some(numbers)) => Ok(Some(Draw { terms: self.terms(roll)?, nonce, numbers })),
            _ => Ok(None),
        }
    }
}

/// Which numbers decide, with their day, as it is hashed.
fn source(words: &str, day: &str) -> String {
    format!("{words}, {day}")
}

/// What somebody who was drawn says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// They do it.
    Accepted,
    /// They do not.
    Declined,
    /// They left the community.
    Gone,
}

impl Said {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Gone => "gone",
        }
    }
}

impl std::str::FromStr for Said {
    type Err = ();

    fn from_str(text: &str) -> std::result::Result<Self, ()> {
        [Self::Accepted, Self::Declined, Self::Gone].into_iter().find(|said| said.as_str() == text).ok_or(())
    }
}

/// Somebody on the roll.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct Person {
    pub(crate) place: i64,
    pub(crate) member_id: Id,
    pub(crate) rank: Option<i64>,
    pub(crate) seated: bool,
    pub(crate) answer: Option<String>,
}

impl Person {
    /// What they say.
    pub(crate) fn said(&self) -> Option<Said> {
        self.answer.as_deref().and_then(|answer| answer.parse().ok())
    }
}

/// The roll, in its order.
pub(crate) fn roll(people: &[Person]) -> Vec<Id> {
    people.iter().map(|person| person.member_id).collect()
}

/// Who holds the seats, given what those who were drawn say.
pub(crate) fn seated(draw: &Draw<Id>, people: &[Person]) -> Result<BTreeSet<Id>> {
    let stays = |person: &&Person| matches!(person.said(), None | Some(Said::Accepted));
    let out = people.iter().filter(|person| !stays(person)).map(|person| person.member_id).collect();
    let seated = draw.seated(&out).map_err(|error| Error::Damaged(error.to_string()))?;
    Ok(seated.into_iter().collect())
}
