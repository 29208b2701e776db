// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Ranked pairs (Tideman 1987).

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Tally, TallyError, countable,
    pairwise::{Matrix, Pairwise, Strength},
    peeled,
    profile::Profile,
    ties::{Broken, Tie, Ties},
};

/// A pair that was considered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locked {
    /// Who wins it.
    pub winner: usize,
    /// Who loses it.
    pub loser: usize,
    /// How strongly.
    pub strength: u64,
    /// Whether it was locked in; else stronger ones already say the contrary.
    pub locked: bool,
}

/// More ways of breaking ties are not followed.
const MOST_WAYS: usize = 20_000;

/// Who stands above whom, closed under "above those above".
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Above {
    size: usize,
    cells: Vec<bool>,
}

impl Above {
    fn get(&self, one: usize, other: usize) -> bool {
        self.cells.get(one * self.size + other).copied().unwrap_or(false)
    }

    /// Puts one above the other, unless the contrary holds; says whether it now stands there.
    fn lock(&mut self, one: usize, other: usize) -> bool {
        if self.get(other, one) {
            return false;
        }
        let uppers: Vec<usize> = (0..self.size).filter(|upper| *upper == one || self.get(*upper, one)).collect();
        let lowers: Vec<usize> = (0..self.size).filter(|lower| *lower == other || self.get(other, *lower)).collect();
        for upper in uppers {
            for lower in &lowers {
                if let Some(cell) = self.cells.get_mut(upper * self.size + lower) {
                    *cell = true;
                }
            }
        }
        true
    }

    fn unbeaten(&self) -> Vec<usize> {
        (0..self.size).filter(|option| !(0..self.size).any(|other| self.get(other, *option))).collect()
    }
}

/// Ranked pairs: victories are locked in from the strongest, unless stronger ones already say the contrary.
///
/// Victories of the same strength may be taken in any order. Without a lot every order is followed and who wins in any of
/// them wins; with one, pairs go by the place of their winner in the lot, then of their loser.
///
/// # Errors
/// [`TallyError::NoOptions`], [`TallyError::NoBallots`], [`TallyError::Seats`]; [`TallyError::TooManyTies`] where there are
/// more than 20,000 different ways.
pub fn ranked_pairs(profile: &Profile, strength: Strength, seats: usize, ties: &Ties) -> Result<Tally, TallyError> {
    let size = profile.options().len();
    countable(size, profile.voters(), seats)?;
    let matrix = Matrix::of(profile);
    let victories = matrix.victories(strength);
    let mut levels: BTreeMap<u64, Vec<(usize, usize)>> = BTreeMap::new();
    for one in 0..size {
        for other in 0..size {
            let strong = victories.get(one, other);
            if strong > 0 {
                levels.entry(strong).or_default().push((one, other));
            }
        }
    }
    let lots: Vec<usize> = ties.sorted(&(0..size).collect::<Vec<_>>()).unwrap_or_else(|| (0..size).collect());
    let lot = |option: usize| lots.iter().position(|other| *other == option);
    for pairs in levels.values_mut() {
        pairs.sort_by_key(|(winner, loser)| (lot(*winner), lot(*loser)));
    }
    let empty = Above { size, cells: vec![false; size * size] };
    let one_way = follow_one(&empty, &levels);
    let ways = match follow_all(&empty, &levels) {
        // With a lot, the one way it chooses is a result even where nobody can follow all.
        Err(_) if ties.are_broken() => vec![one_way.0.clone()],
        ways => ways?,
    };
    let mut winners: Vec<usize> = ways.iter().flat_map(Above::unbeaten).collect();
    winners.sort_unstable();
    winners.dedup();
    let common = |one, other| ways.iter().all(|way| way.get(one, other));
    let rest: Vec<usize> = (0..size).filter(|option| !winners.contains(option)).collect();
    let mut ranking = vec![winners];
    let below = peeled(rest.len(), |one, other| match (rest.get(one), rest.get(other)) {
        (Some(one), Some(other)) => common(*one, *other),
        _ => false,
    });
    ranking.extend(below.into_iter().map(|group| group.into_iter().filter_map(|at| rest.get(at).copied()).collect()));
    let mut tally = Tally::by_ranking(ranking, seats, &Ties::open());
    tally.ties.clear();
    if ties.are_broken() {
        let way = peeled(size, |one, other| one_way.0.get(one, other));
        let chosen = Tally::by_ranking(way, seats, ties);
        tally.elected = chosen.elected;
        tally.ties = chosen.ties;
    }
    if ways.len() > 1 {
        let between = tally.ranking.first().cloned().unwrap_or_default();
        let first = tally.elected.as_ref().and_then(|elected| elected.first());
        let broken = first.map_or(Broken::Together, |first| Broken::Lot(*first));
        if between.len() > 1 && tally.ties.is_empty() {
            tally.ties.push(Tie { round: 0, between, broken });
        }
    }
    let condorcet_winner = matrix.condorcet_winner();
    tally.pairwise = Some(Pairwise { matrix, strength, condorcet_winner, paths: None, pairs: one_way.1 });
    Ok(tally)
}

type Levels = BTreeMap<u64, Vec<(usize, usize)>>;

fn follow_one(empty: &Above, levels: &Levels) -> (Above, Vec<Locked>) {
    let mut above = empty.clone();
    let mut pairs = Vec::new();
    for (strength, level) in levels.iter().rev() {
        for (winner, loser) in level {
            let locked = above.lock(*winner, *loser);
            pairs.push(Locked { winner: *winner, loser: *loser, strength: *strength, locked });
        }
    }
    (above, pairs)
}

/// Every relation that some order of equally strong victories ends in.
fn follow_all(empty: &Above, levels: &Levels) -> Result<Vec<Above>, TallyError> {
    let mut ways = BTreeSet::from([empty.clone()]);
    for level in levels.values().rev() {
        let mut after = BTreeSet::new();
        // A step locks one more pair; when no pair is left that can be, the level is done.
        let mut seen = ways.clone();
        let mut open: Vec<Above> = ways.into_iter().collect();
        while let Some(mut way) = open.pop() {
            let contested = lock_uncontested(&mut way, level);
            for (winner, loser) in &contested {
                let mut next = way.clone();
                next.lock(*winner, *loser);
                if seen.insert(next.clone()) {
                    open.push(next);
                }
                if seen.len() > MOST_WAYS {
                    return Err(TallyError::TooManyTies);
                }
            }
            if contested.is_empty() {
                after.insert(way);
            }
        }
        ways = after;
    }
    Ok(ways.into_iter().collect())
}

/// Locks the pairs of a level that no order can keep out, since they are on no cycle with the others; the rest is contested.
fn lock_uncontested(way: &mut Above, level: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let open = |way: &Above, (winner, loser): &(usize, usize)| !way.get(*winner, *loser) && !way.get(*loser, *winner);
    let undecided: Vec<(usize, usize)> = level.iter().copied().filter(|pair| open(way, pair)).collect();
    let mut reach = way.clone();
    for (winner, loser) in &undecided {
        reach.cells.iter_mut().skip(winner * way.size + loser).take(1).for_each(|cell| *cell = true);
    }
    for through in 0..way.size {
        for from in (0..way.size).filter(|from| way.size > 0 && *from != through) {
            if reach.get(from, through) {
                let onward: Vec<bool> = (0..way.size).map(|to| reach.get(through, to)).collect();
                let row = reach.cells.iter_mut().skip(from * way.size);
                row.zip(onward).for_each(|(cell, then)| *cell |= then);
            }
        }
    }
    let (contested, safe): (Vec<_>, Vec<_>) =
        undecided.into_iter().partition(|(winner, loser)| reach.get(*loser, *winner));
    for (winner, loser) in safe {
        way.lock(winner, loser);
    }
    contested.into_iter().filter(|pair| open(way, pair)).collect()
}
