// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Quorums and thresholds as exact fractions.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A part of a whole, such as two thirds. Compared exactly, never as a decimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The numerator, at most `whole`.
    pub part: u32,
    /// The denominator, above zero.
    pub whole: u32,
}

impl Share {
    /// `part` of `whole`.
    #[must_use]
    pub const fn new(part: u32, whole: u32) -> Share {
        Share { part, whole }
    }

    /// Whether it is a fraction from 0 to 1.
    #[must_use]
    pub const fn is_sound(self) -> bool {
        self.whole > 0 && self.part <= self.whole
    }

    /// The least that reaches this share of `all`, and at least one.
    #[must_use]
    pub fn least(self, all: usize) -> usize {
        let least = (all as u128 * u128::from(self.part)).div_ceil(u128::from(self.whole.max(1)));
        usize::try_from(least).unwrap_or(usize::MAX).max(1)
    }

    /// Whether `count` of `all` reaches this share. Of nobody, nothing is reached but a share of 0.
    #[must_use]
    pub fn is_reached(self, count: usize, all: usize) -> bool {
        let product = |one: usize, other: u32| one as u128 * u128::from(other);
        (count > 0 || self.part == 0) && product(count, self.whole) >= product(all, self.part)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.part, self.whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_that_reaches_is_the_least_that_reaches() {
        for (part, whole, all) in
            (0..=7).flat_map(|part| (part.max(1)..=9).flat_map(move |whole| (0..40).map(move |all| (part, whole, all))))
        {
            let (share, all) = (Share::new(part, whole), all as usize);
            let least = share.least(all);
            assert!(
                share.is_reached(least, all) && (least == 1 || !share.is_reached(least - 1, all)),
                "{share} of {all}"
            );
        }
    }
}
