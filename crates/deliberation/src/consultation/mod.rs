// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A consultation: one question to many communities, of which each answers by its own rules and in its own time.
//!
//! Nobody collects the answers for the others. What there is are [statements](Statement), each signed by whoever made it;
//! a consultation is a set of them, and its [`Outcome`] a function of that set and of nothing else: neither of the order in
//! which they came, nor of how often, nor of who handed them on. So whoever has the same statements finds the same, and the
//! one who called it can neither close it early nor keep it open, nor hide what was answered. Whether a signature holds is
//! for the caller of this module, as are keys and words; here each statement has a digest, by which it is known again.
//!
//! What is not decided by the set is told and not smoothed over: who says two things at a time is heard with both and
//! counted with none, a question that was reworded in two ways shows both, and what came too late stands beside the rest.

mod identity;
mod outcome;
mod statement;
mod wording;

pub use outcome::{End, Outcome, Said, Standing, Sums, Uncounted};
pub use statement::{
    AMENDING_LEAST, ANSWERING_LEAST, Answer, Call, Flaw, Gathering, People, Position, Says, Statement,
};
pub use wording::{Wording, Wordings};

use std::collections::BTreeMap;

use crate::{digest::Digest, life::Instant};

/// A consultation, as far as it has been heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consultation<K> {
    /// The digest of the statement that called it: another call is another consultation.
    pub id: Digest,
    /// Who called it.
    pub by: K,
    /// When, by their own word.
    pub at: Instant,
    /// What they asked.
    pub call: Call<K>,
    /// What was said in it, by digest.
    pub statements: BTreeMap<Digest, Statement<K>>,
}

impl<K: Ord + Clone> Consultation<K> {
    /// One that was called.
    ///
    /// # Errors
    /// What makes it no question that many can answer and anybody can count.
    pub fn called(id: Digest, by: K, at: Instant, call: Call<K>) -> Result<Self, Flaw> {
        call.check(at)?;
        Ok(Self { id, by, at, call, statements: BTreeMap::new() })
    }

    /// Hears a statement. What was heard before, or belongs to another consultation, changes nothing; gives whether it did.
    pub fn hear(&mut self, digest: Digest, statement: Statement<K>) -> bool {
        let new = statement.of == self.id && !self.statements.contains_key(&digest);
        if new {
            self.statements.insert(digest, statement);
        }
        new
    }

    /// What it has come to.
    #[must_use]
    pub fn outcome(&self, now: Instant) -> Outcome<K> {
        outcome::of(self, now)
    }
}
