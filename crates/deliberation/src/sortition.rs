// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Sortition: people are drawn by lot so that nobody can choose or know beforehand whom, and anybody finds the same.
//!
//! Before, it is fixed who takes part, how many are drawn, which public numbers will decide (those of a lottery of a day,
//! say), and the digest of a nonce. The seed is made of all of it together with the numbers and the nonce. Whoever draws
//! the numbers does not know the nonce; whoever keeps the nonce cannot change it any more, nor foresee the numbers.
//!
//! Each person has a ticket, the SHA-256 of the seed and of their place on the roll, and they come in the order of their
//! tickets. Nothing is divided, so nothing is favoured by a remainder; and `sha256sum` finds each ticket:
//!
//! ```
//! use tequio_deliberation::{Digest, sortition::{Draw, Terms}};
//!
//! let terms = Terms {
//!     roll: vec!["ana", "beto", "citlali"], seats: 1, alternates: 1, source: "Melate, 28 de noviembre".to_owned(),
//!     nonce: Digest::of(b"7Q2M"),
//! };
//! let draw = Draw { terms, nonce: "7Q2M".to_owned(), numbers: "05 12 33".to_owned() };
//! assert_eq!(draw.order().unwrap().len(), 3);
//! ```

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::Digest;

/// What the seed begins with, so that no digest made for something else is one.
const TAG: &str = "tequio sortition 1";

/// What is fixed before the numbers are known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms<I> {
    /// Who takes part, each once. Their place in it, from 1, is on their ticket.
    pub roll: Vec<I>,
    /// How many are drawn.
    pub seats: u32,
    /// How many more are drawn, one after the other, to step in where somebody declines.
    pub alternates: u32,
    /// Which numbers decide, in words.
    pub source: String,
    /// The SHA-256 of the nonce.
    pub nonce: Digest,
}

/// A draw: what was fixed, and what was told after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw<I> {
    /// What was fixed before.
    pub terms: Terms<I>,
    /// The nonce.
    pub nonce: String,
    /// The numbers, as [`numbers`] writes them.
    pub numbers: String,
}

/// Why nobody can be drawn so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Unsound {
    /// Somebody stands on the roll twice.
    #[error("somebody stands on the roll twice")]
    Twice,
    /// Nobody is to be drawn, or more than take part.
    #[error("at least one is drawn, and no more than take part")]
    Seats,
    /// The nonce is not the one whose digest was fixed.
    #[error("the nonce is not the one whose digest was fixed")]
    Nonce,
    /// The numbers are none, or not written as they are hashed.
    #[error("the numbers are whole, with one space between them")]
    Numbers,
}

/// Numbers as they are hashed, whatever stood between them: `05-12, 33` is `05 12 33`. None where there is no digit, or
/// something else than digits and what separates them.
#[must_use]
pub fn numbers(text: &str) -> Option<String> {
    if text.chars().any(char::is_alphabetic) {
        return None;
    }
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    (!numbers.is_empty()).then(|| numbers.join(" "))
}

impl<I: Ord + Serialize> Terms<I> {
    /// What is wrong with them, if anything.
    #[must_use]
    pub fn flaw(&self) -> Option<Unsound> {
        let people: BTreeSet<&I> = self.roll.iter().collect();
        if people.len() < self.roll.len() {
            return Some(Unsound::Twice);
        }
        let drawn = self.seats as usize;
        (drawn == 0 || drawn > people.len()).then_some(Unsound::Seats)
    }

    /// The digest by which they are told before the numbers are known.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of_json(self)
    }
}

impl<I: Ord + Clone + Serialize> Draw<I> {
    /// The four lines of which the seed is made.
    #[must_use]
    pub fn lines(&self) -> String {
        format!("{TAG}\n{}\n{}\n{}\n", self.terms.digest(), self.nonce, self.numbers)
    }

    /// The seed: the SHA-256 of the [`lines`](Self::lines).
    #[must_use]
    pub fn seed(&self) -> Digest {
        Digest::of(self.lines().as_bytes())
    }

    /// Everybody who takes part, first who is drawn first.
    ///
    /// # Errors
    /// What is not as it was fixed.
    pub fn order(&self) -> Result<Vec<I>, Unsound> {
        if let Some(flaw) = self.terms.flaw() {
            return Err(flaw);
        }
        if Digest::of(self.nonce.as_bytes()) != self.terms.nonce {
            return Err(Unsound::Nonce);
        }
        if numbers(&self.numbers).as_ref() != Some(&self.numbers) {
            return Err(Unsound::Numbers);
        }
        let seed = self.seed();
        let mut tickets: Vec<(Digest, &I)> =
            self.terms.roll.iter().zip(1_u64..).map(|(person, place)| (ticket(seed, place), person)).collect();
        tickets.sort();
        Ok(tickets.into_iter().map(|(_, person)| person.clone()).collect())
    }

    /// Who is drawn: first as many as seats, then those who may step in.
    ///
    /// # Errors
    /// As [`Draw::order`].
    pub fn drawn(&self) -> Result<Vec<I>, Unsound> {
        let mut order = self.order()?;
        order.truncate((self.terms.seats as usize).saturating_add(self.terms.alternates as usize));
        Ok(order)
    }

    /// Who holds the seats, where some have declined: the first in order who have not. Nobody further down than the
    /// alternates steps in.
    ///
    /// # Errors
    /// As [`Draw::order`].
    pub fn seated(&self, declined: &BTreeSet<I>) -> Result<Vec<I>, Unsound> {
        let drawn = self.drawn()?.into_iter();
        Ok(drawn.filter(|person| !declined.contains(person)).take(self.terms.seats as usize).collect())
    }
}

/// The ticket of who stands in this place on the roll, from 1: `printf SEED/PLACE | sha256sum`.
#[must_use]
pub fn ticket(seed: Digest, place: u64) -> Digest {
    Digest::of(format!("{seed}/{place}").as_bytes())
}
