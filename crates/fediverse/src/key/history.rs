// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The history of an actor's keys: each passing from one key to the next, signed by both.
//!
//! Both sign, so that neither a thief of the old key can name a successor alone to somebody who
//! knows the new one, nor can anybody invent an earlier key for an actor. Whoever has pinned any key
//! of the history can follow it in both directions.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{KeyError, PublicKey, SecretKey};
use crate::proof::{self, ProofError};

/// More changes of key than that are not followed.
pub const MAX_SUCCESSIONS: usize = 64;

const TYPE: &str = "KeySuccession";

/// What is wrong with a history of keys.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HistoryError {
    /// Not a list of successions, or a member of one is missing.
    #[error("the history of keys has another form than expected")]
    Malformed,
    /// More than [`MAX_SUCCESSIONS`].
    #[error("the history has more than {MAX_SUCCESSIONS} changes of key")]
    TooLong,
    /// A succession of another actor.
    #[error("the history is that of another actor")]
    OtherActor,
    /// A succession does not begin with the key or the time that the one before ended with.
    #[error("the history has a gap or runs backwards")]
    Gap,
    /// A succession is not signed by both keys.
    #[error("a change of key is not signed by both keys: {0}")]
    Proof(#[from] ProofError),
    /// A key in it cannot be read.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// The keys of an actor from the first to the one in use.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyHistory {
    first: PublicKey,
    successions: Vec<Succession>,
}

/// From `at` on, the actor signs with `next`.
#[derive(Clone, Debug, PartialEq)]
pub struct Succession {
    /// The key that begins.
    pub next: PublicKey,
    /// When it begins.
    pub at: Timestamp,
    document: Value,
}

impl KeyHistory {
    /// A history of one key.
    #[must_use]
    pub const fn new(first: PublicKey) -> KeyHistory {
        KeyHistory { first, successions: Vec::new() }
    }

    /// Reads a history that [`KeyHistory::to_value`] wrote and verifies each of its steps.
    ///
    /// # Errors
    ///
    /// See [`HistoryError`].
    pub fn read(value: &Value, actor: &str) -> Result<KeyHistory, HistoryError> {
        let first = value.get("first").and_then(Value::as_str).ok_or(HistoryError::Malformed)?;
        let steps = value.get("successions").and_then(Value::as_array).ok_or(HistoryError::Malformed)?;
        if steps.len() > MAX_SUCCESSIONS {
            return Err(HistoryError::TooLong);
        }
        let mut history = KeyHistory::new(PublicKey::from_multikey(first)?);
        for step in steps {
            history.follow(step, actor)?;
        }
        Ok(history)
    }

    fn follow(&mut self, step: &Value, actor: &str) -> Result<(), HistoryError> {
        let text = |name| step.get(name).and_then(Value::as_str).ok_or(HistoryError::Malformed);
        if text("type")? != TYPE {
            return Err(HistoryError::Malformed);
        }
        if text("actor")? != actor {
            return Err(HistoryError::OtherActor);
        }
        let at = text("at")?.parse().map_err(|_| HistoryError::Malformed)?;
        let next = PublicKey::from_multikey(text("next")?)?;
        if PublicKey::from_multikey(text("previous")?)? != *self.current()
            || self.successions.last().is_some_and(|last| last.at >= at)
        {
            return Err(HistoryError::Gap);
        }
        let proofs = proof::read(step)?;
        for key in [self.current(), &next] {
            let method = key.to_did_key();
            let made = proofs.iter().find(|proof| proof.verification_method == method);
            made.ok_or(ProofError::Missing)?.verify(key)?;
        }
        self.successions.push(Succession { next, at, document: step.clone() });
        Ok(())
    }

    /// Passes from the key in use to another at the time `at`.
    ///
    /// # Errors
    ///
    /// [`HistoryError::Gap`] if `previous` is not the key in use or `at` is not later than the last
    /// change; [`HistoryError::Proof`] if a key is not Ed25519.
    pub fn succeed(
        &mut self,
        actor: &str,
        previous: &SecretKey,
        next: &SecretKey,
        at: Timestamp,
    ) -> Result<(), HistoryError> {
        let (old, new) = (previous.public(), next.public());
        let mut step = json!({
            "type": TYPE,
            "actor": actor,
            "previous": old.to_multikey(),
            "next": new.to_multikey(),
            "at": at.to_string(),
        });
        proof::attach(&mut step, previous, &old.to_did_key(), at)?;
        proof::attach(&mut step, next, &new.to_did_key(), at)?;
        self.follow(&step, actor)
    }

    /// The key in use.
    #[must_use]
    pub fn current(&self) -> &PublicKey {
        self.successions.last().map_or(&self.first, |last| &last.next)
    }

    /// Every key, the first first.
    pub fn keys(&self) -> impl Iterator<Item = &PublicKey> {
        std::iter::once(&self.first).chain(self.successions.iter().map(|step| &step.next))
    }

    /// The key that was in use at this time.
    ///
    /// An old key that was stolen can still sign for its own time: what is signed is as old as it
    /// says only if something else says so too, as the chain of a bundle does.
    #[must_use]
    pub fn at(&self, time: Timestamp) -> &PublicKey {
        self.successions.iter().rev().find(|step| step.at <= time).map_or(&self.first, |step| &step.next)
    }

    /// The history as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let steps: Vec<&Value> = self.successions.iter().map(|step| &step.document).collect();
        json!({ "first": self.first.to_multikey(), "successions": steps })
    }
}
