// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The Schulze method (Schulze 2011, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent
//! single-winner election method").

use super::{
    Tally, TallyError, countable,
    pairwise::{Matrix, Pairwise, Strength},
    peeled,
    profile::Profile,
    ties::Ties,
};

/// The strength of the strongest path from each option to each other: a path is as strong as its weakest victory.
fn strongest_paths(victories: &Matrix) -> Matrix {
    let mut paths = victories.clone();
    for through in 0..paths.size() {
        let onward: Vec<u64> = (0..paths.size()).map(|to| paths.get(through, to)).collect();
        for (from, row) in paths.rows_mut().enumerate() {
            let first = row.get(through).copied().unwrap_or(0);
            for (to, (cell, then)) in row.iter_mut().zip(&onward).enumerate() {
                if from != to {
                    *cell = (*cell).max(first.min(*then));
                }
            }
        }
    }
    paths
}

/// The Schulze method. An option beats another if its strongest path to it is stronger than the one back; who is beaten by
/// nobody wins. The ranking has those who win first, then those that nobody left beats, and so on.
///
/// # Errors
/// [`TallyError::NoOptions`], [`TallyError::NoBallots`], [`TallyError::Seats`].
pub fn schulze(profile: &Profile, strength: Strength, seats: usize, ties: &Ties) -> Result<Tally, TallyError> {
    let options = profile.options().len();
    countable(options, profile.voters(), seats)?;
    let matrix = Matrix::of(profile);
    let paths = strongest_paths(&matrix.victories(strength));
    let ranking = peeled(options, |one, other| paths.get(one, other) > paths.get(other, one));
    let mut tally = Tally::by_ranking(ranking, seats, ties);
    let condorcet_winner = matrix.condorcet_winner();
    tally.pairwise = Some(Pairwise { matrix, strength, condorcet_winner, paths: Some(paths), pairs: Vec::new() });
    Ok(tally)
}
