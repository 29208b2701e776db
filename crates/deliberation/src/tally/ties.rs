// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Ties: said, and broken only by what was fixed beforehand.

use super::profile::Candidate;
use crate::digest::Digest;

/// How ties are broken that the rule itself leaves open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ties {
    /// The place of each option in the order of lots; a smaller one wins.
    order: Option<Vec<usize>>,
}

impl Ties {
    /// Not at all.
    #[must_use]
    pub fn open() -> Ties {
        Ties::default()
    }

    /// By a seed that was fixed before the votes were known: options stand in the order of the SHA-256 of
    /// `SEED/ID`, the smallest first, which anybody can compute again.
    #[must_use]
    pub fn seeded(seed: &str, options: &[Candidate]) -> Ties {
        let lot = |option: &Candidate| Digest::of(format!("{seed}/{}", option.id).as_bytes());
        let mut order: Vec<(Digest, usize)> = options.iter().map(lot).zip(0..).collect();
        order.sort_unstable();
        Ties::listed(order.into_iter().map(|(_, option)| option))
    }

    /// By a list of options, the winner of all ties first. Who is missing in it loses them.
    #[must_use]
    pub fn listed(order: impl IntoIterator<Item = usize>) -> Ties {
        let listed: Vec<usize> = order.into_iter().collect();
        let length = listed.iter().max().map_or(0, |most| most + 1);
        let mut places = vec![usize::MAX; length];
        for (place, option) in listed.into_iter().enumerate() {
            if let Some(slot) = places.get_mut(option) {
                *slot = place;
            }
        }
        Ties { order: Some(places) }
    }

    /// Whether ties are broken.
    #[must_use]
    pub fn are_broken(&self) -> bool {
        self.order.is_some()
    }

    fn place(order: &[usize], option: usize) -> (usize, usize) {
        (order.get(option).copied().unwrap_or(usize::MAX), option)
    }

    /// Who wins among these, if ties are broken.
    pub(crate) fn first(&self, tied: &[usize]) -> Option<usize> {
        let order = self.order.as_ref()?;
        tied.iter().copied().min_by_key(|option| Ties::place(order, *option))
    }

    /// Who loses among these, if ties are broken.
    pub(crate) fn last(&self, tied: &[usize]) -> Option<usize> {
        let order = self.order.as_ref()?;
        tied.iter().copied().max_by_key(|option| Ties::place(order, *option))
    }

    /// These in the order of lots, if ties are broken.
    pub(crate) fn sorted(&self, tied: &[usize]) -> Option<Vec<usize>> {
        let order = self.order.as_ref()?;
        let mut sorted = tied.to_vec();
        sorted.sort_by_key(|option| Ties::place(order, *option));
        Some(sorted)
    }
}

/// A tie that was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The round in which, from 1; 0 where there are no rounds.
    pub round: usize,
    /// Between whom.
    pub between: Vec<usize>,
    /// How it was broken.
    pub broken: Broken,
}

/// How a tie was broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// By an earlier round, this one, in which they differed, for or against this option.
    Earlier(usize, usize),
    /// By lot, for or against this option.
    Lot(usize),
    /// All of them were treated alike.
    Together,
}
