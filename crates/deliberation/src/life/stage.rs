// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The stages of a decision.

use serde::{Deserialize, Serialize};

/// Where a decision is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Its author writes; nothing is published.
    Draft,
    /// Announced, with its text and who is affected.
    Call,
    /// Questions and answers.
    Clarification,
    /// Arguments, opinions, consequences.
    Deliberation,
    /// Amendments and objections find their place in the text.
    Integration,
    /// Text, roll and rules are fixed.
    Frozen,
    /// Stances are taken; objections are heard.
    Consent,
    /// Ballots are cast.
    Ballot,
    /// Ballots are in and no more are taken.
    Count,
    /// Decided for.
    Adopted,
    /// Decided against, or not enough took part.
    NotAdopted,
    /// A principled objection stands.
    Blocked,
    /// It binds, and somebody answers for it.
    InForce,
    /// What came of it is compared with what was foreseen; it binds meanwhile.
    Review,
    /// Reviewed and kept; it binds until its next review.
    Renewed,
    /// Reviewed, or superseded, by a decision that changes it.
    Amended,
    /// It binds no more, by a decision.
    Repealed,
    /// It binds no more, because its time ran out.
    Lapsed,
    /// Taken back by its author before the text was firm.
    Withdrawn,
}

impl Stage {
    /// Every stage, in the order of a life.
    pub const ALL: [Stage; 19] = [
        Stage::Draft,
        Stage::Call,
        Stage::Clarification,
        Stage::Deliberation,
        Stage::Integration,
        Stage::Frozen,
        Stage::Consent,
        Stage::Ballot,
        Stage::Count,
        Stage::Adopted,
        Stage::NotAdopted,
        Stage::Blocked,
        Stage::InForce,
        Stage::Review,
        Stage::Renewed,
        Stage::Amended,
        Stage::Repealed,
        Stage::Lapsed,
        Stage::Withdrawn,
    ];

    /// Whether the text may still be worked on: before the freeze.
    #[must_use]
    pub fn is_open(self) -> bool {
        self < Stage::Frozen
    }

    /// Whether the group has decided for it and still holds to it.
    #[must_use]
    pub fn binds(self) -> bool {
        matches!(self, Stage::Adopted | Stage::InForce | Stage::Review | Stage::Renewed)
    }

    /// Whether nothing more can become of it.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Stage::NotAdopted | Stage::Amended | Stage::Repealed | Stage::Lapsed | Stage::Withdrawn)
    }
}
