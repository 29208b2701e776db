// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is said in a consultation: the call, other wordings of the question, answers, and that a community has another key.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    digest::Digest,
    life::{Instant, Span},
    share::Share,
};

/// The least time for other wordings of the question, before it is firm.
pub const AMENDING_LEAST: Span = Span::days(7);
/// The least time for answers, once it is.
pub const ANSWERING_LEAST: Span = Span::days(21);

/// How answers are brought together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gathering {
    /// It is agreed if nobody who was asked objects, and enough answer.
    Consensus,
    /// Each community counts once.
    Communities,
    /// Each counts with the people who were for and against in it, as it declares them.
    People,
    /// Nothing is counted: the answers stand side by side.
    Map,
}

/// A question to many communities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "K: Ord + Deserialize<'de>"))]
pub struct Call<K> {
    /// The question and all that belongs to it, by digest.
    pub text: Digest,
    /// Who is asked; nobody in particular where this is missing. Anybody can found communities, so of those who were not
    /// asked none is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<BTreeSet<K>>,
    /// Until when it may be worded otherwise.
    pub firm_at: Instant,
    /// Until when it may be answered.
    pub closes_at: Instant,
    /// How answers are brought together.
    pub gathering: Gathering,
    /// The share of those who were asked that must answer.
    pub quorum: Share,
    /// The share of yes among yes and no; whatever it is, more yes than no are needed. Consensus does not ask for it.
    pub agreement: Share,
}

/// What is wrong with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Flaw {
    /// Too little time for other wordings.
    #[error("the question stays open to other wordings for at least seven days")]
    Amending,
    /// Too little time for answers.
    #[error("there are at least 21 days to answer")]
    Answering,
    /// A count of whoever comes.
    #[error("answers are counted only of communities that were asked by name")]
    CountsAnybody,
    /// Nobody is asked.
    #[error("somebody has to be asked")]
    AsksNobody,
    /// A share that is not a fraction from 0 to 1.
    #[error("a share is a fraction from 0 to 1")]
    Share,
}

impl<K> Call<K> {
    /// Whether many can answer it, and anybody count the answers.
    ///
    /// # Errors
    /// What is wrong.
    pub fn check(&self, at: Instant) -> Result<(), Flaw> {
        if self.firm_at < at + AMENDING_LEAST {
            return Err(Flaw::Amending);
        }
        if self.closes_at < self.firm_at + ANSWERING_LEAST {
            return Err(Flaw::Answering);
        }
        match &self.asked {
            None if self.gathering != Gathering::Map => return Err(Flaw::CountsAnybody),
            Some(asked) if asked.is_empty() => return Err(Flaw::AsksNobody),
            _ => {}
        }
        if !self.quorum.is_sound() || !self.agreement.is_sound() {
            return Err(Flaw::Share);
        }
        Ok(())
    }
}

/// What a community says to the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    /// Yes.
    Agree,
    /// It does not share it, and does not hold it up.
    StandAside,
    /// No.
    Object,
}

/// How many people stood where, as a community declares it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// How many members it has.
    pub members: u64,
    /// How many of them were for it.
    pub agree: u64,
    /// How many did not share it, and let it pass.
    pub aside: u64,
    /// How many were against it.
    pub object: u64,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// To which wording of the question.
    pub wording: Digest,
    /// What.
    pub position: Position,
    /// How many people stood where.
    pub people: People,
    /// How it was decided, in the community's own words.
    pub method: String,
    /// What was said against it, word for word.
    pub dissent: Vec<String>,
    /// What would change their mind.
    pub would_change: String,
    /// The signed acta of the decision, by digest.
    pub acta: Digest,
}

/// What a statement says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Says<K> {
    /// Who called it words the question otherwise: from one wording to another.
    Reworded {
        /// The wording before.
        after: Digest,
        /// The one that takes its place.
        text: Digest,
        /// Whether it asks something else: then answers to the one before are answers to something else.
        substance: bool,
        /// Why.
        reasons: String,
    },
    /// Somebody proposes another wording.
    Proposed {
        /// Of which.
        after: Digest,
        /// It, by digest.
        text: Digest,
        /// Why.
        reasons: String,
    },
    /// A community deliberates on it.
    TakenUp,
    /// It does not, for these reasons.
    Declined(String),
    /// It answers.
    Answered(Answer),
    /// It goes on under another key.
    Moved(K),
    /// It went on before under this one.
    Came(K),
}

/// Something said in a consultation, and signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement<K> {
    /// In which, by the digest of its call.
    pub of: Digest,
    /// By which key.
    pub by: K,
    /// Its place among all that this key says here: what has a higher one takes the place of what has a lower one.
    pub number: u64,
    /// When, by their own word.
    pub at: Instant,
    /// What.
    pub says: Says<K>,
}
