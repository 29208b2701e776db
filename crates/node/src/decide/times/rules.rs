// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Which times suit most.

use serde::{Deserialize, Serialize};

/// The most times of a poll: more nobody answers.
pub const DATES_LIMIT: usize = 20;
/// The longest that something may last, in minutes.
pub const MINUTES_LIMIT: i64 = 24 * 60;

/// Whether somebody can come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Can {
    /// Yes.
    Yes,
    /// If need be.
    Perhaps,
    /// No.
    No,
}

impl Can {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Perhaps => "perhaps",
            Self::No => "no",
        }
    }
}

impl std::str::FromStr for Can {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Yes, Self::Perhaps, Self::No].into_iter().find(|can| can.as_str() == text).ok_or(())
    }
}

/// The times that suit most, by their places: those to which most can come at all; of these, to which most come gladly.
/// `counts` are how many said yes and how many if need be. Nothing while nobody can come to any.
pub fn best(counts: &[(usize, usize)]) -> Vec<usize> {
    let worth = |(yes, perhaps): &(usize, usize)| (yes + perhaps, *yes);
    let Some(most) = counts.iter().map(worth).max().filter(|(all, _)| *all > 0) else { return Vec::new() };
    (0..).zip(counts).filter(|(_, count)| worth(count) == most).map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_suits_most_to_which_most_can_come() {
        assert_eq!(best(&[(2, 0), (1, 3), (2, 2), (2, 2)]), [2, 3]);
        assert_eq!(best(&[(0, 1), (0, 0)]), [0]);
        assert_eq!(best(&[(0, 0), (0, 0)]), Vec::<usize>::new());
        assert_eq!(best(&[]), Vec::<usize>::new());
    }
}
