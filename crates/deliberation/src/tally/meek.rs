// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Meek's single transferable vote (Meek 1969; Hill, Wichmann and Woodall 1987), by the reference rule of the Proportional
//! Representation Foundation: nine decimals, and rounds end when the surplus is below a millionth of a vote.

use super::{
    Tally, TallyError, countable,
    lots::{Lots, MOST_WAYS, follow},
    number::Decimal,
    profile::Profile,
    rounds::{Round, Why},
    ties::{Tie, Ties},
};

/// The smallest unit: 10^-9.
const ONE: u64 = 1_000_000_000;
const PLACES: u8 = 9;
/// A surplus below this changes nothing any more: 10^-6.
const OMEGA: u128 = 1_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Hopeful,
    Elected,
    Excluded,
}

struct Count<'o> {
    orders: &'o [(u64, Vec<u16>)],
    seats: usize,
    standing: Vec<Standing>,
    /// The part of each vote that an option keeps.
    keep: Vec<u64>,
    votes: Vec<u128>,
    quota: u128,
    surplus: u128,
    total: u128,
    rounds: Vec<Round>,
    ties: Vec<Tie>,
    elected: Vec<usize>,
    excluded: Vec<usize>,
}

enum Ended {
    Elected,
    Settled,
}

/// Counts by Meek's method.
///
/// Options whose votes are within the total surplus of the lowest are tied for exclusion; the lot says which of them is
/// out. Without a lot every way is followed.
///
/// # Errors
/// [`TallyError::NoOptions`], [`TallyError::NoBallots`], [`TallyError::Seats`], [`TallyError::EqualRanks`];
/// [`TallyError::TooManyTies`].
pub fn stv_meek(profile: &Profile, seats: usize, ties: &Ties) -> Result<Tally, TallyError> {
    let options = profile.options().len();
    countable(options, profile.voters(), seats)?;
    if let Some(ballot) = profile.first_equal() {
        return Err(TallyError::EqualRanks(ballot + 1));
    }
    let orders: Vec<(u64, Vec<u16>)> = profile.orders().into_iter().filter(|(_, order)| !order.is_empty()).collect();
    let (count, winners) =
        follow(ties, MOST_WAYS, |lots| Count::new(&orders, options, seats).run(lots), |count| &count.elected)?;
    let mut ranking = vec![winners.clone()];
    let others = |option: &usize| !winners.contains(option) && !count.excluded.contains(option);
    let hopeful: Vec<usize> = (0..options).filter(others).collect();
    ranking.extend((!hopeful.is_empty()).then_some(hopeful));
    let below = count.excluded.iter().rev().filter(|option| !winners.contains(option));
    ranking.extend(below.map(|option| vec![*option]));
    let elected = (ties.are_broken() || winners.len() == seats).then_some(count.elected);
    Ok(Tally { winners, elected, ranking, rounds: count.rounds, ties: count.ties, ..Tally::default() })
}

impl<'o> Count<'o> {
    fn new(orders: &'o [(u64, Vec<u16>)], options: usize, seats: usize) -> Count<'o> {
        let voters: u64 = orders.iter().map(|(weight, _)| weight).sum();
        Count {
            orders,
            seats,
            standing: vec![Standing::Hopeful; options],
            keep: vec![ONE; options],
            votes: vec![0; options],
            quota: 0,
            surplus: 0,
            total: u128::from(voters) * u128::from(ONE),
            rounds: Vec::new(),
            ties: Vec::new(),
            elected: Vec::new(),
            excluded: Vec::new(),
        }
    }

    fn of(&self, standing: Standing) -> Vec<usize> {
        let all = self.standing.iter().enumerate();
        all.filter(|(_, other)| **other == standing).map(|(option, _)| option).collect()
    }

    fn votes_of(&self, option: usize) -> u128 {
        self.votes.get(option).copied().unwrap_or(0)
    }

    fn stand(&mut self, option: usize, standing: Standing) {
        if let Some(place) = self.standing.get_mut(option) {
            *place = standing;
        }
    }

    fn run(mut self, lots: &mut Lots<'_>) -> Count<'o> {
        loop {
            // B.1: all seats filled, or no more options than seats.
            let hopeful = self.of(Standing::Hopeful);
            let vacancies = self.seats.saturating_sub(self.elected.len());
            if vacancies == 0 || hopeful.is_empty() {
                return self;
            }
            if hopeful.len() <= vacancies {
                let mut round = Round::new(Why::Filled);
                round.elected.clone_from(&hopeful);
                self.elected.extend(&hopeful);
                for option in hopeful {
                    self.stand(option, Standing::Elected);
                }
                self.close(round);
                return self;
            }
            let mut round = Round::new(Why::Reached);
            match self.iterate(&mut round) {
                Ended::Elected => {}
                Ended::Settled => {
                    round.why = Why::Settled;
                    let option = self.lowest(lots);
                    self.stand(option, Standing::Excluded);
                    self.excluded.push(option);
                    round.excluded.push(option);
                }
            }
            self.close(round);
            // What the excluded one had is told in the round it was excluded in, and is nobody's afterwards.
            for option in self.of(Standing::Excluded) {
                self.keep.iter_mut().skip(option).take(1).for_each(|keep| *keep = 0);
                self.votes.iter_mut().skip(option).take(1).for_each(|votes| *votes = 0);
            }
        }
    }

    /// B.2: votes are distributed and keep factors updated until somebody is elected or hardly any surplus is left.
    fn iterate(&mut self, round: &mut Round) -> Ended {
        let mut last = None;
        loop {
            self.distribute();
            let sum: u128 = self.votes.iter().sum();
            self.quota = sum / (self.seats as u128 + 1) + 1;
            let mut reached = self.of(Standing::Hopeful);
            reached.retain(|option| self.votes_of(*option) >= self.quota);
            reached.sort_by_key(|option| std::cmp::Reverse(self.votes_of(*option)));
            for option in &reached {
                self.stand(*option, Standing::Elected);
            }
            let over: u128 = self.of(Standing::Elected).iter().map(|option| self.votes_of(*option)).sum();
            let due = self.quota * self.of(Standing::Elected).len() as u128;
            self.surplus = over.saturating_sub(due);
            if !reached.is_empty() {
                self.elected.extend(&reached);
                round.elected = reached;
                return Ended::Elected;
            }
            if self.surplus < OMEGA || last.is_some_and(|last| self.surplus >= last) {
                return Ended::Settled;
            }
            last = Some(self.surplus);
            for ((keep, votes), standing) in self.keep.iter_mut().zip(&self.votes).zip(&self.standing) {
                if *standing == Standing::Elected && *votes > 0 {
                    let product = (u128::from(*keep) * self.quota).div_ceil(u128::from(ONE));
                    *keep = u64::try_from((product * u128::from(ONE)).div_ceil(*votes)).unwrap_or(ONE).min(ONE);
                }
            }
        }
    }

    /// B.2.a: each option on a ballot keeps its part of what is left of it, rounded up.
    fn distribute(&mut self) {
        self.votes.fill(0);
        for (weight, order) in self.orders {
            let mut left = ONE;
            for option in order {
                let option = usize::from(*option);
                let (Some(keep), Some(votes)) = (self.keep.get(option), self.votes.get_mut(option)) else { continue };
                if *keep == 0 {
                    continue;
                }
                // Both are at most 10^9, so that their product fits.
                let kept = (left * keep).div_ceil(ONE);
                *votes += u128::from(kept) * u128::from(*weight);
                left = left.saturating_sub(kept);
                if left == 0 {
                    break;
                }
            }
        }
    }

    /// B.3 and T.
    fn lowest(&mut self, lots: &mut Lots<'_>) -> usize {
        let hopeful = self.of(Standing::Hopeful);
        let least = hopeful.iter().map(|option| self.votes_of(*option)).min().unwrap_or(0);
        let all = hopeful.len();
        let tied: Vec<usize> =
            hopeful.into_iter().filter(|option| self.votes_of(*option) <= least + self.surplus).collect();
        let vacancies = self.seats.saturating_sub(self.elected.len());
        match tied.as_slice() {
            [only] => return *only,
            // Whoever of them goes first moves no vote: all go before anybody else does, and no lot is needed.
            [first, ..] if all - tied.len() >= vacancies && tied.iter().all(|option| self.votes_of(*option) == 0) => {
                return *first;
            }
            _ => {}
        }
        let (chosen, broken) = lots.disfavoured(&tied);
        self.ties.push(Tie { round: self.rounds.len() + 1, between: tied, broken });
        chosen
    }

    fn close(&mut self, mut round: Round) {
        let decimal = |units: u128| Decimal::new(i128::try_from(units).unwrap_or(i128::MAX), PLACES);
        let told =
            |option: &usize| self.standing.get(*option) != Some(&Standing::Excluded) || round.excluded.contains(option);
        let placed: u128 = self.votes.iter().sum();
        round.votes = self
            .votes
            .iter()
            .enumerate()
            .filter(|(option, _)| told(option))
            .map(|(option, votes)| (option, decimal(*votes)))
            .collect();
        round.exhausted = decimal(self.total.saturating_sub(placed));
        round.quota = Some(decimal(self.quota));
        let keep = |option: usize| Decimal::new(self.keep.get(option).copied().unwrap_or(0), PLACES);
        round.keep = self.of(Standing::Elected).into_iter().map(|option| (option, keep(option))).collect();
        self.rounds.push(round);
    }
}
