// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is noted of a request so that it is not taken twice.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use url::Url;

/// A request's identity, and until when it has to be remembered.
///
/// It is made of the key and of what was signed, not of the signature: another signature of the same
/// key over the same request is the same request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replay {
    /// Unique for key and request.
    pub id: [u8; 32],
    /// After this time the window is closed anyway.
    pub keep_until: Timestamp,
}

impl Replay {
    pub(super) fn of(key_id: &Url, base: &str, keep_until: Timestamp) -> Replay {
        let mut hash = Sha256::new();
        hash.update(key_id.as_str().as_bytes());
        // A URL holds no line break, so what comes before and after it cannot be shifted.
        hash.update(b"\n");
        hash.update(base.as_bytes());
        Replay { id: hash.finalize().into(), keep_until }
    }
}

/// A table for tests and laboratories. A node keeps its own where it outlives a restart.
#[derive(Debug, Default)]
pub struct MemoryReplays(BTreeMap<[u8; 32], Timestamp>);

impl MemoryReplays {
    /// Notes a request and forgets those whose window is closed; says whether it is new.
    pub fn note(&mut self, replay: &Replay, now: Timestamp) -> bool {
        self.0.retain(|_, keep_until| *keep_until >= now);
        self.0.insert(replay.id, replay.keep_until).is_none()
    }
}
