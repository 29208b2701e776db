// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Comparing options two by two.

use super::{profile::Profile, ranked_pairs::Locked};

/// How strong a victory is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strength {
    /// By how many more prefer the winner.
    #[default]
    Margins,
    /// By how many prefer the winner.
    WinningVotes,
}

/// A square of numbers, one for each ordered pair of options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    size: usize,
    cells: Vec<u64>,
}

impl Matrix {
    pub(super) fn zero(size: usize) -> Matrix {
        Matrix { size, cells: vec![0; size * size] }
    }

    /// How many prefer each option to each other.
    ///
    /// Equal ranks prefer neither; what is unranked is equal and last.
    #[must_use]
    pub fn of(profile: &Profile) -> Matrix {
        let size = profile.options().len();
        let mut matrix = Matrix::zero(size);
        // Ballots are added up in small numbers, many at a step, as long as these cannot overflow.
        let mut block = vec![0_u16; size * size];
        let mut filled = 0;
        for (weight, ranks) in profile.ballots() {
            if weight == 1 {
                for (rank, row) in ranks.iter().zip(block.chunks_exact_mut(size)) {
                    for (other, cell) in ranks.iter().zip(row) {
                        *cell += u16::from(rank < other);
                    }
                }
                filled += 1;
                if filled == u16::MAX {
                    matrix.absorb(&mut block);
                    filled = 0;
                }
            } else {
                for (rank, row) in ranks.iter().zip(matrix.cells.chunks_exact_mut(size)) {
                    for (other, cell) in ranks.iter().zip(row) {
                        *cell += if rank < other { weight } else { 0 };
                    }
                }
            }
        }
        matrix.absorb(&mut block);
        matrix
    }

    fn absorb(&mut self, block: &mut [u16]) {
        for (cell, counted) in self.cells.iter_mut().zip(block) {
            *cell += u64::from(*counted);
            *counted = 0;
        }
    }

    /// How many options.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// The number for `one` against `other`; 0 where there is no such option.
    #[must_use]
    pub fn get(&self, one: usize, other: usize) -> u64 {
        if other >= self.size {
            return 0;
        }
        self.cells.get(one * self.size + other).copied().unwrap_or(0)
    }

    pub(super) fn set(&mut self, one: usize, other: usize, number: u64) {
        if let Some(cell) = self.cells.get_mut(one * self.size + other) {
            *cell = number;
        }
    }

    /// The rows.
    pub fn rows(&self) -> impl Iterator<Item = &[u64]> {
        self.cells.chunks_exact(self.size.max(1))
    }

    pub(super) fn rows_mut(&mut self) -> impl Iterator<Item = &mut [u64]> {
        self.cells.chunks_exact_mut(self.size.max(1))
    }

    /// How strongly each beats each other; 0 where it does not.
    #[must_use]
    pub fn victories(&self, strength: Strength) -> Matrix {
        let mut victories = Matrix::zero(self.size);
        for one in 0..self.size {
            for other in 0..self.size {
                let (for_it, against) = (self.get(one, other), self.get(other, one));
                let strong = match strength {
                    Strength::Margins => for_it.saturating_sub(against),
                    Strength::WinningVotes if for_it > against => for_it,
                    Strength::WinningVotes => 0,
                };
                victories.set(one, other, strong);
            }
        }
        victories
    }

    /// Who beats everybody else, if anybody does.
    #[must_use]
    pub fn condorcet_winner(&self) -> Option<usize> {
        (0..self.size)
            .find(|one| (0..self.size).all(|other| *one == other || self.get(*one, other) > self.get(other, *one)))
    }
}

/// What a method that compares pairs found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairwise {
    /// How many prefer each option to each other.
    pub matrix: Matrix,
    /// How a victory's strength was measured.
    pub strength: Strength,
    /// Who beats everybody else, if anybody does.
    pub condorcet_winner: Option<usize>,
    /// The strength of the strongest path from each to each (Schulze).
    pub paths: Option<Matrix>,
    /// Pairs in the order in which they were considered (ranked pairs), in the first way of breaking ties.
    pub pairs: Vec<Locked>,
}
