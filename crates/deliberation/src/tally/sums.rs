// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Methods that add up: approval, score, dot.

use super::{
    Tally, TallyError, countable, grouped,
    number::Decimal,
    profile::{Profile, Scores, UNRANKED},
    ties::Ties,
};

fn by_totals(totals: Vec<i128>, seats: usize, ties: &Ties) -> Tally {
    let mut tally = Tally::by_ranking(grouped(&totals), seats, ties);
    tally.totals = Some(totals.into_iter().map(Decimal::whole).collect());
    tally
}

fn added(scores: &Scores, worth: impl Fn(i32) -> i32) -> Vec<i128> {
    let mut totals = vec![0_i128; scores.options().len()];
    for (weight, cells) in scores.ballots() {
        for (total, cell) in totals.iter_mut().zip(cells) {
            *total += i128::from(weight) * i128::from(cell.map_or(0, &worth));
        }
    }
    totals
}

/// Approval voting (Brams and Fishburn 1978): who is approved by most.
///
/// # Errors
/// [`TallyError::NoOptions`], [`TallyError::NoBallots`], [`TallyError::Seats`].
pub fn approval(scores: &Scores, seats: usize, ties: &Ties) -> Result<Tally, TallyError> {
    countable(scores.options().len(), scores.voters(), seats)?;
    Ok(by_totals(added(scores, |score| i32::from(scores.approves(score))), seats, ties))
}

/// Approval voting by ranked ballots: whatever a ballot ranks it approves.
///
/// # Errors
/// As [`approval`].
pub fn approval_ranked(profile: &Profile, seats: usize, ties: &Ties) -> Result<Tally, TallyError> {
    countable(profile.options().len(), profile.voters(), seats)?;
    let mut totals = vec![0_i128; profile.options().len()];
    for (weight, ranks) in profile.ballots() {
        for (total, rank) in totals.iter_mut().zip(ranks) {
            *total += if *rank == UNRANKED { 0 } else { i128::from(weight) };
        }
    }
    Ok(by_totals(totals, seats, ties))
}

/// Score voting: who has the highest sum. What a ballot leaves empty adds nothing.
///
/// # Errors
/// As [`approval`].
pub fn score(scores: &Scores, seats: usize, ties: &Ties) -> Result<Tally, TallyError> {
    countable(scores.options().len(), scores.voters(), seats)?;
    Ok(by_totals(added(scores, |score| score), seats, ties))
}

/// Dot voting: who has most dots, of which each ballot has `limit`, if there is one. Not all need be given.
///
/// # Errors
/// As [`approval`]; [`TallyError::Dots`], [`TallyError::NegativeDots`].
pub fn dot(scores: &Scores, limit: Option<i64>, seats: usize, ties: &Ties) -> Result<Tally, TallyError> {
    countable(scores.options().len(), scores.voters(), seats)?;
    for (ballot, (_, cells)) in (1..).zip(scores.ballots()) {
        if cells.iter().flatten().any(|dots| *dots < 0) {
            return Err(TallyError::NegativeDots(ballot));
        }
        let given = cells.iter().flatten().map(|dots| i64::from(*dots)).sum();
        if let Some(limit) = limit.filter(|limit| given > *limit) {
            return Err(TallyError::Dots { ballot, given, limit });
        }
    }
    Ok(by_totals(added(scores, |score| score), seats, ties))
}
