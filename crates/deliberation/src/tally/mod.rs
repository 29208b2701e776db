// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Tallies: exact, and explained as data.
//!
//! Numbers are integers, fractions, or decimals of as many places as the rule says; never floating point. A [`Tally`]
//! has who wins before any tie is broken, who is elected after (where [`Ties`] are), and what led there.

mod budget;
mod equal_shares;
mod grades;
mod greedy;
mod irv;
mod lots;
mod meek;
mod number;
mod pairwise;
mod profile;
mod purses;
mod ranked_pairs;
mod reasons;
mod report;
mod rounds;
mod schulze;
mod scottish;
mod sums;
mod ties;
mod words;

pub use budget::{Budget, Project};
pub use equal_shares::equal_shares;
pub use grades::majority_judgment;
pub use greedy::budget_greedy;
pub use irv::{Elimination, irv};
pub use meek::stv_meek;
pub use number::Decimal;
pub use pairwise::{Matrix, Pairwise, Strength};
pub use profile::{BallotError, Candidate, Label, MOST_BALLOTS, MOST_OPTIONS, Profile, Scores, UNRANKED};
pub use ranked_pairs::{Locked, ranked_pairs};
pub use report::Report;
pub use rounds::{Round, Transfer, Why};
pub use schulze::schulze;
pub use scottish::stv_scottish;
pub use sums::{approval, approval_ranked, dot, score};
pub use ties::{Broken, Tie, Ties};

/// A count's result, with what led to it. Options are told by their place in the ballots' list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// Who wins before any tie is broken; with ties, more than there are seats.
    pub winners: Vec<usize>,
    /// Who is elected, where ties are broken, by the order of election or of preference.
    pub elected: Option<Vec<usize>>,
    /// All options, best first, tied ones in one group.
    pub ranking: Vec<Vec<usize>>,
    /// What each option got, where the method adds up.
    pub totals: Option<Vec<Decimal>>,
    /// How often each grade was given to each option (option, grade, count), where the method has grades.
    pub grades: Option<Vec<Vec<(i32, u64)>>>,
    /// The median grade of each option.
    pub medians: Option<Vec<i32>>,
    /// How many prefer each to each, where the method compares pairs.
    pub pairwise: Option<Pairwise>,
    /// The rounds, where the method has them.
    pub rounds: Vec<Round>,
    /// What was spent, where money is.
    pub spent: Option<num_rational::BigRational>,
    /// Ties met.
    pub ties: Vec<Tie>,
}

/// Why ballots cannot be counted so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TallyError {
    /// Nothing to choose from.
    #[error("there are no options")]
    NoOptions,
    /// Nobody voted.
    #[error("there are no ballots")]
    NoBallots,
    /// More seats than options, or none.
    #[error("seats must be from 1 to the number of options, {options}")]
    Seats {
        /// How many options there are.
        options: usize,
    },
    /// A ballot ranks options equally and the rule has no meaning for that.
    #[error("ballot {0} ranks options equally, which this method cannot count")]
    EqualRanks(usize),
    /// So many ties that not every way to break them can be followed.
    #[error("too many ties to follow every way of breaking them: it needs a seed fixed beforehand")]
    TooManyTies,
    /// Dots below zero, or more on a ballot than each has.
    #[error("ballot {ballot} gives {given} dots, where each has {limit}")]
    Dots {
        /// The ballot, from 1.
        ballot: usize,
        /// How many it gives.
        given: i64,
        /// How many each has.
        limit: i64,
    },
    /// A dot below zero.
    #[error("ballot {0} gives less than nothing")]
    NegativeDots(usize),
}

impl Tally {
    /// Winners for so many seats by a ranking; who is elected, by the lot within the group that does not fit.
    fn by_ranking(ranking: Vec<Vec<usize>>, seats: usize, ties: &Ties) -> Tally {
        let mut winners: Vec<usize> = Vec::new();
        let mut elected = ties.are_broken().then(Vec::new);
        let mut met = Vec::new();
        for group in &ranking {
            let left = seats.saturating_sub(winners.len());
            if left == 0 {
                break;
            }
            winners.extend(group);
            let chosen = if group.len() > left { ties.sorted(group) } else { Some(group.clone()) };
            if let (Some(elected), Some(chosen)) = (&mut elected, &chosen) {
                elected.extend(chosen.iter().take(left));
            }
            if group.len() > left {
                let lot = chosen.as_ref().and_then(|chosen| chosen.first()).filter(|_| ties.are_broken());
                let broken = lot.map_or(Broken::Together, |first| Broken::Lot(*first));
                met.push(Tie { round: 0, between: group.clone(), broken });
            }
        }
        Tally { winners, elected, ranking, ties: met, ..Tally::default() }
    }
}

fn countable(options: usize, voters: u64, seats: usize) -> Result<(), TallyError> {
    if options == 0 {
        Err(TallyError::NoOptions)
    } else if voters == 0 {
        Err(TallyError::NoBallots)
    } else if seats == 0 || seats > options {
        Err(TallyError::Seats { options })
    } else {
        Ok(())
    }
}

/// Groups of options, best first, by a key of which more is better.
fn grouped<K: Ord>(keys: &[K]) -> Vec<Vec<usize>> {
    let mut keyed: Vec<(&K, usize)> = keys.iter().zip(0..).collect();
    keyed.sort_by(|one, other| other.0.cmp(one.0).then(one.1.cmp(&other.1)));
    keyed
        .chunk_by(|one, other| one.0 == other.0)
        .map(|group| group.iter().map(|(_, option)| *option).collect())
        .collect()
}

/// Groups of options, best first: those that nobody left beats, again and again.
fn peeled(options: usize, beats: impl Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    let mut left: Vec<usize> = (0..options).collect();
    let mut groups = Vec::new();
    while !left.is_empty() {
        let unbeaten = |option: &usize| !left.iter().any(|other| beats(*other, *option));
        let (mut group, rest): (Vec<usize>, Vec<usize>) = left.iter().copied().partition(unbeaten);
        if group.is_empty() {
            // Only a cycle has no unbeaten option, and no method here yields one; should it, all in it are equal.
            group = rest;
            left = Vec::new();
        } else {
            left = rest;
        }
        groups.push(group);
    }
    groups
}
