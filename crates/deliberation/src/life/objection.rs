// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Stances and objections.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::time::Instant;

/// What somebody says to a text in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// I agree.
    Agree,
    /// I do not share it, but I do not hold it up. Recorded, never counted as agreement.
    StandAside,
    /// I object; the objection itself is recorded with its reason.
    Object,
}

/// What an objection rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground<I> {
    /// A stated principle of the community.
    Principle(I),
    /// A harm it would do.
    Harm,
}

/// How far an objection goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// It asks to be integrated.
    Reasoned,
    /// It would block: adopting the text would break a stated principle.
    Principled,
}

/// Where the telling-back of an objection stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Restatement<I> {
    /// Nobody told it back yet, or the author said "that is not it".
    Wanted {
        /// When somebody first tried; from then on its author has limited time.
        since: Option<Instant>,
    },
    /// Told back; its author has not answered.
    Offered {
        /// By whom.
        by: I,
        /// When somebody first tried.
        since: Instant,
    },
    /// "You understood me."
    Confirmed {
        /// By whom it was told back.
        by: I,
        /// Whether this was said aloud in a meeting and recorded by its facilitator. Then its author may still say
        /// that they did not.
        spoken: bool,
        /// When somebody first tried in writing, if anybody did.
        since: Option<Instant>,
    },
    /// The author's time ran out. Published as such.
    Unconfirmed,
}

impl<I> Restatement<I> {
    /// Whether nothing more is awaited.
    #[must_use]
    pub fn is_done(&self) -> bool {
        matches!(self, Restatement::Confirmed { .. } | Restatement::Unconfirmed)
    }

    /// When somebody first told it back, if it still awaits its author's yes.
    #[must_use]
    pub fn waits_since(&self) -> Option<Instant> {
        match self {
            Restatement::Wanted { since } => *since,
            Restatement::Offered { since, .. } => Some(*since),
            Restatement::Confirmed { .. } | Restatement::Unconfirmed => None,
        }
    }
}

/// How an objection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposition {
    /// The text was changed to meet it.
    Integrated,
    /// Its author took it back.
    Withdrawn,
    /// The group holds with it: this text is not adopted.
    Upheld,
    /// The group goes on; the objection travels with the decision for ever.
    Carried,
}

/// An objection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "I: Ord + Deserialize<'de>"))]
pub struct Objection<I> {
    /// Which one.
    pub id: I,
    /// Who raised it.
    pub author: I,
    /// How far it goes.
    pub weight: Weight,
    /// What it rests on.
    pub ground: Ground<I>,
    /// Where its reason is written.
    pub reason: I,
    /// Which version of the text it was raised against; versions count from 1.
    pub version: u32,
    /// When.
    pub raised: Instant,
    /// Who shares it, besides its author.
    pub supporters: BTreeSet<I>,
    /// Its telling-back.
    pub restatement: Restatement<I>,
    /// How it ended; none while open.
    pub disposition: Option<Disposition>,
}
