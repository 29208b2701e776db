// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a bundle says of itself, and where a reader is in a source's history.

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::BundleError;
use crate::guard::Guard;
use crate::key::{Fingerprint, KeyHistory, PublicKey};
use crate::proof::{self, ProofError};
use crate::vocabulary::Activity;

const TYPE: &str = "TequioBundle";
const VERSION: u64 = 1;

/// How far a history is known: the number of its last activity and the link of the chain there.
/// The default is its beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// The number of the last activity; the first has 1.
    pub sequence: u64,
    /// The chain up to it.
    pub chain: [u8; 32],
}

impl Cursor {
    /// The cursor after one more activity.
    ///
    /// # Errors
    ///
    /// [`ProofError::Canonical`].
    pub fn after(&self, activity: &Value) -> Result<Cursor, ProofError> {
        let mut hash = Sha256::new();
        hash.update(self.chain);
        hash.update(proof::canonical(activity)?);
        Ok(Cursor { sequence: self.sequence.saturating_add(1), chain: hash.finalize().into() })
    }
}

/// The first line of a bundle.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest {
    /// The actor whose activities it carries: a community.
    pub source: String,
    /// The actor it is for; anybody if `None`.
    pub destination: Option<String>,
    /// Where in the source's history it begins: what came before its first activity.
    pub before: Cursor,
    /// The source's keys.
    pub keys: KeyHistory,
    /// When it was written.
    pub created: Timestamp,
}

impl Manifest {
    pub(crate) fn to_value(&self) -> Value {
        json!({
            "type": TYPE,
            "version": VERSION,
            "source": self.source,
            "destination": self.destination,
            "before": self.before.sequence,
            "chain": HEXLOWER.encode(&self.before.chain),
            "keys": self.keys.to_value(),
            "created": self.created.to_string(),
        })
    }

    pub(super) fn read(value: &Value) -> Result<Manifest, BundleError> {
        let form = || BundleError::Form(1);
        let text = |name| value.get(name).and_then(Value::as_str);
        if text("type") != Some(TYPE) || value.get("version").and_then(Value::as_u64) != Some(VERSION) {
            return Err(form());
        }
        let source = text("source").ok_or_else(form)?.to_owned();
        Ok(Manifest {
            destination: text("destination").map(str::to_owned),
            before: Cursor {
                sequence: value.get("before").and_then(Value::as_u64).ok_or_else(form)?,
                chain: text("chain").and_then(link).ok_or_else(form)?,
            },
            keys: KeyHistory::read(value.get("keys").ok_or_else(form)?, &source)?,
            created: text("created").and_then(|text| text.parse().ok()).ok_or_else(form)?,
            source,
        })
    }

    /// Whether an activity may travel in this bundle.
    pub(super) fn is_for_reader(&self, activity: &Activity) -> bool {
        let named = self.destination.as_ref().is_some_and(|destination| {
            activity.to.iter().chain(&activity.cc).any(|addressee| addressee == destination)
        });
        Guard::BundleAudience.holds(activity.is_public() || named)
    }
}

/// A link of the chain from its text.
pub(super) fn link(text: &str) -> Option<[u8; 32]> {
    HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok()
}

/// The key by which a source is known: from an earlier meeting on the network, or compared in person.
#[derive(Clone, Debug)]
pub enum Pin {
    /// The key.
    Key(PublicKey),
    /// Its fingerprint, from a QR code or read aloud.
    Fingerprint(Fingerprint),
}

impl Pin {
    pub(super) fn is_among(&self, keys: &KeyHistory) -> bool {
        keys.keys().any(|key| match self {
            Pin::Key(pinned) => pinned == key,
            Pin::Fingerprint(pinned) => *pinned == key.fingerprint(),
        })
    }
}
