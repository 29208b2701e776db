// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Time as it is passed in: microseconds, no clock and no calendar.

use std::ops::Add;

use serde::{Deserialize, Serialize};

/// A moment, in microseconds since 1970-01-01T00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

/// A length of time in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Span(pub i64);

impl Span {
    /// No time.
    pub const ZERO: Span = Span(0);

    /// So many hours.
    #[must_use]
    pub const fn hours(hours: i64) -> Span {
        Span(hours.saturating_mul(3_600_000_000))
    }

    /// So many days of 24 hours.
    #[must_use]
    pub const fn days(days: i64) -> Span {
        Span::hours(days.saturating_mul(24))
    }
}

/// The end of time is where it stops: an absurd span never wraps into the past.
impl Add<Span> for Instant {
    type Output = Instant;

    fn add(self, span: Span) -> Instant {
        Instant(self.0.saturating_add(span.0))
    }
}
