// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! How much one activity may make us do.

use std::time::{Duration, Instant};

use super::FetchError;
use crate::guard::Guard;

/// What is left to be spent for one inbound activity: on its key, its object, the object's replies. A
/// chain of pages without end stops here.
#[derive(Clone, Debug)]
pub struct Budget {
    /// Requests, redirects among them.
    pub requests: u32,
    /// Bytes of answers, unpacked.
    pub bytes: usize,
    /// Time.
    pub time: Duration,
}

impl Default for Budget {
    /// 20 requests, 4 MiB, 30 seconds.
    fn default() -> Budget {
        Budget { requests: 20, bytes: 4 * 1024 * 1024, time: Duration::from_secs(30) }
    }
}

impl Budget {
    pub(super) fn request(&mut self) -> Result<(), FetchError> {
        if !Guard::Budget.holds(self.requests > 0 && !self.time.is_zero()) {
            return Err(FetchError::Budget);
        }
        self.requests = self.requests.saturating_sub(1);
        Ok(())
    }

    pub(super) fn received(&mut self, bytes: usize) -> Result<(), FetchError> {
        if !Guard::Budget.holds(bytes <= self.bytes) {
            return Err(FetchError::Budget);
        }
        self.bytes = self.bytes.saturating_sub(bytes);
        Ok(())
    }

    pub(super) fn passed(&mut self, since: Instant) {
        self.time = self.time.saturating_sub(since.elapsed());
    }
}
