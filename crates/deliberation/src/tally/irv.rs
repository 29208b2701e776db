// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Instant runoff: the option with fewest votes is eliminated until one has more than half.

use std::collections::BTreeSet;

use super::{
    Tally, TallyError, countable, grouped,
    number::Decimal,
    profile::Profile,
    rounds::{Round, Why},
    ties::{Broken, Tie, Ties},
};

/// What is done when several have fewest votes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Elimination {
    /// All of them are eliminated; if nobody else is left, all of them win.
    #[default]
    All,
    /// Each of them is eliminated in turn, and who wins in any such way wins.
    Parallel,
    /// The lot says which one.
    Seed,
}

/// More sets of options left are not followed.
const MOST_SETS: usize = 20_000;

type Orders = Vec<(u64, Vec<u16>)>;

/// Instant runoff.
///
/// With [`Elimination::Seed`] the winners before ties are broken are those of [`Elimination::Parallel`], where these can be
/// followed.
///
/// # Errors
/// [`TallyError::NoOptions`], [`TallyError::NoBallots`], [`TallyError::EqualRanks`]; [`TallyError::TooManyTies`] where
/// ties leave more than 20,000 different sets of options to follow.
pub fn irv(profile: &Profile, elimination: Elimination, ties: &Ties) -> Result<Tally, TallyError> {
    let options = profile.options().len();
    countable(options, profile.voters(), 1)?;
    if let Some(ballot) = profile.first_equal() {
        return Err(TallyError::EqualRanks(ballot + 1));
    }
    let orders = profile.orders();
    match elimination {
        Elimination::All => Ok(runoff(&orders, options, None, ties)),
        Elimination::Parallel => parallel(&orders, options, ties),
        Elimination::Seed => {
            let mut drawn = runoff(&orders, options, Some(ties), ties);
            match parallel(&orders, options, ties) {
                Ok(all) => drawn.winners = all.winners,
                Err(error) if !ties.are_broken() => return Err(error),
                Err(_) => {}
            }
            Ok(drawn)
        }
    }
}

/// What each option left has, and what none has.
fn count(orders: &Orders, left: &[bool]) -> (Vec<(usize, u64)>, u64) {
    let mut votes = vec![0_u64; left.len()];
    let mut exhausted = 0;
    for (weight, order) in orders {
        let top = order.iter().map(|option| usize::from(*option)).find(|option| left.get(*option) == Some(&true));
        match top.and_then(|option| votes.get_mut(option)) {
            Some(votes) => *votes += weight,
            None => exhausted += weight,
        }
    }
    let votes = votes.into_iter().enumerate().zip(left).filter(|(_, left)| **left).map(|(votes, _)| votes);
    (votes.collect(), exhausted)
}

fn round(why: Why, votes: &[(usize, u64)], exhausted: u64) -> Round {
    Round {
        votes: votes.iter().map(|(option, votes)| (*option, Decimal::whole(*votes))).collect(),
        exhausted: Decimal::whole(exhausted),
        ..Round::new(why)
    }
}

/// Who has more than half of what is not exhausted, or is alone.
fn decided(votes: &[(usize, u64)]) -> Option<usize> {
    let all: u64 = votes.iter().map(|(_, votes)| votes).sum();
    match votes {
        [(only, _)] => Some(*only),
        _ => votes.iter().find(|(_, votes)| 2 * votes > all).map(|(option, _)| *option),
    }
}

fn lowest(votes: &[(usize, u64)]) -> Vec<usize> {
    let least = votes.iter().map(|(_, votes)| *votes).min();
    votes.iter().filter(|(_, votes)| Some(*votes) == least).map(|(option, _)| *option).collect()
}

/// One way through: eliminating all who are tied, or the one that the lot says.
fn runoff(orders: &Orders, options: usize, lot: Option<&Ties>, ties: &Ties) -> Tally {
    let mut left = vec![true; options];
    let mut rounds: Vec<Round> = Vec::new();
    let mut met = Vec::new();
    let mut below: Vec<Vec<usize>> = Vec::new();
    let last = loop {
        let (votes, exhausted) = count(orders, &left);
        let why = if rounds.is_empty() { Why::First } else { Why::Transferred };
        let mut this = round(why, &votes, exhausted);
        if let Some(winner) = decided(&votes) {
            this.elected = vec![winner];
            rounds.push(this);
            break votes;
        }
        let tied = lowest(&votes);
        let out = match lot.and_then(|lot| lot.last(&tied)) {
            Some(one) if tied.len() > 1 => {
                met.push(Tie { round: rounds.len() + 1, between: tied, broken: Broken::Lot(one) });
                vec![one]
            }
            _ => {
                if tied.len() > 1 {
                    let between = tied.clone();
                    met.push(Tie { round: rounds.len() + 1, between, broken: Broken::Together });
                }
                tied
            }
        };
        if out.len() == votes.len() {
            this.elected = out;
            rounds.push(this);
            break votes;
        }
        for option in &out {
            if let Some(left) = left.get_mut(*option) {
                *left = false;
            }
        }
        this.excluded.clone_from(&out);
        rounds.push(this);
        below.push(out);
    };
    let winners = rounds.last().map(|round| round.elected.clone()).unwrap_or_default();
    let others: Vec<(usize, u64)> = last.into_iter().filter(|(option, _)| !winners.contains(option)).collect();
    let mut ranking = vec![winners];
    let keys: Vec<u64> = others.iter().map(|(_, votes)| *votes).collect();
    let named =
        |group: Vec<usize>| group.into_iter().filter_map(|at| others.get(at).map(|(option, _)| *option)).collect();
    ranking.extend(grouped(&keys).into_iter().map(named));
    ranking.extend(below.into_iter().rev());
    let mut tally = Tally::by_ranking(ranking, 1, ties);
    met.append(&mut tally.ties);
    Tally { rounds, ties: met, ..tally }
}

/// Every way through. The rounds are those of each set of options that some way leaves; the ranking has the winners first,
/// then the others by how far the luckiest way takes them.
fn parallel(orders: &Orders, options: usize, ties: &Ties) -> Result<Tally, TallyError> {
    let mut level = BTreeSet::from([vec![true; options]]);
    let mut winners = BTreeSet::new();
    let mut survived = vec![0_usize; options];
    let mut rounds: Vec<Round> = Vec::new();
    let mut met = Vec::new();
    let mut depth = 0;
    while !level.is_empty() {
        let mut next = BTreeSet::new();
        depth += 1;
        for left in level {
            let (votes, exhausted) = count(orders, &left);
            let mut this = round(if depth == 1 { Why::First } else { Why::Transferred }, &votes, exhausted);
            for (option, _) in &votes {
                if let Some(survived) = survived.get_mut(*option) {
                    *survived = depth;
                }
            }
            if let Some(winner) = decided(&votes) {
                winners.insert(winner);
                this.elected = vec![winner];
                rounds.push(this);
                continue;
            }
            let tied = lowest(&votes);
            let nothing = votes.iter().all(|(option, votes)| *votes == 0 || !tied.contains(option));
            let without = |gone: &[usize]| {
                let mut without = left.clone();
                for option in gone {
                    without.iter_mut().skip(*option).take(1).for_each(|left| *left = false);
                }
                without
            };
            if nothing && tied.len() < votes.len() {
                // Whoever of them goes first moves no vote: all go before anybody else does.
                next.insert(without(&tied));
            } else {
                next.extend(tied.iter().map(|out| without(&[*out])));
            }
            if tied.len() > 1 {
                met.push(Tie { round: rounds.len() + 1, between: tied.clone(), broken: Broken::Together });
            }
            this.excluded = tied;
            rounds.push(this);
        }
        if rounds.len() + next.len() > MOST_SETS {
            return Err(TallyError::TooManyTies);
        }
        level = next;
    }
    let keys: Vec<(bool, usize)> = survived
        .into_iter()
        .enumerate()
        .map(|(option, depth)| if winners.contains(&option) { (true, 0) } else { (false, depth) })
        .collect();
    let mut tally = Tally::by_ranking(grouped(&keys), 1, ties);
    met.append(&mut tally.ties);
    Ok(Tally { rounds, ties: met, ..tally })
}
