// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The single transferable vote of Scotland's councils: the weighted inclusive Gregory method with values of five decimals
//! (The Scottish Local Government Elections Order 2007, schedule 1, rules 45 to 52).

use super::{
    Tally, TallyError, countable,
    lots::{Lots, MOST_WAYS, follow},
    number::Decimal,
    profile::Profile,
    rounds::{Round, Transfer, Why},
    ties::{Broken, Tie, Ties},
};

/// The smallest unit: a hundred-thousandth of a vote (rule 48 (3)).
const ONE: u64 = 100_000;
const PLACES: u8 = 5;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Hopeful,
    Elected { pending: bool },
    Excluded,
}

/// Papers that an option holds: which, how far down their preferences, and each one's value when it was received.
struct Papers {
    ballot: usize,
    at: usize,
    value: u64,
}

struct Count<'o> {
    orders: &'o [(u64, Vec<u16>)],
    quota: u64,
    seats: usize,
    standing: Vec<Standing>,
    votes: Vec<u64>,
    papers: Vec<Vec<Papers>>,
    /// The votes at the end of each stage.
    stages: Vec<Vec<u64>>,
    rounds: Vec<Round>,
    ties: Vec<Tie>,
    elected: Vec<usize>,
    excluded: Vec<usize>,
    total: u64,
}

/// Counts by the Scottish rules. Who is elected stands in the order of election.
///
/// A tie is broken by the most recent stage in which those tied differed (rules 49 (2) and 51 (2)), then by lot. Without a
/// lot every way is followed.
///
/// # Errors
/// [`TallyError::NoOptions`], [`TallyError::NoBallots`], [`TallyError::Seats`], [`TallyError::EqualRanks`];
/// [`TallyError::TooManyTies`].
pub fn stv_scottish(profile: &Profile, seats: usize, ties: &Ties) -> Result<Tally, TallyError> {
    countable(profile.options().len(), profile.voters(), seats)?;
    if let Some(ballot) = profile.first_equal() {
        return Err(TallyError::EqualRanks(ballot + 1));
    }
    let orders = profile.orders();
    let run = |lots: &mut Lots<'_>| Count::new(&orders, profile.options().len(), seats).run(lots);
    let (count, winners) = follow(ties, MOST_WAYS, run, |count| &count.elected)?;
    let mut ranking: Vec<Vec<usize>> = vec![winners.clone()];
    let below = count.excluded.iter().rev().filter(|option| !winners.contains(option));
    let hopeful: Vec<usize> = (0..profile.options().len())
        .filter(|option| !winners.contains(option) && !count.excluded.contains(option))
        .collect();
    ranking.extend((!hopeful.is_empty()).then_some(hopeful));
    ranking.extend(below.map(|option| vec![*option]));
    let elected = (ties.are_broken() || winners.len() == seats).then_some(count.elected);
    Ok(Tally { winners, elected, ranking, rounds: count.rounds, ties: count.ties, ..Tally::default() })
}

impl<'o> Count<'o> {
    fn new(orders: &'o [(u64, Vec<u16>)], options: usize, seats: usize) -> Count<'o> {
        // A paper without any preference is no valid paper.
        let valid: u64 = orders.iter().filter(|(_, order)| !order.is_empty()).map(|(weight, _)| weight).sum();
        Count {
            orders,
            quota: (valid / (seats as u64 + 1) + 1) * ONE,
            seats,
            standing: vec![Standing::Hopeful; options],
            votes: vec![0; options],
            papers: (0..options).map(|_| Vec::new()).collect(),
            stages: Vec::new(),
            rounds: Vec::new(),
            ties: Vec::new(),
            elected: Vec::new(),
            excluded: Vec::new(),
            total: valid * ONE,
        }
    }

    fn of(&self, standing: Standing) -> Vec<usize> {
        let all = self.standing.iter().enumerate();
        all.filter(|(_, other)| **other == standing).map(|(option, _)| option).collect()
    }

    fn votes_of(&self, option: usize) -> u64 {
        self.votes.get(option).copied().unwrap_or(0)
    }

    fn stand(&mut self, option: usize, standing: Standing) {
        if let Some(place) = self.standing.get_mut(option) {
            *place = standing;
        }
    }

    fn run(mut self, lots: &mut Lots<'_>) -> Count<'o> {
        let all: Vec<Papers> = (0..self.orders.len()).map(|ballot| Papers { ballot, at: 0, value: ONE }).collect();
        let mut round = Round::new(Why::First);
        self.pass_on(all, None, &mut round);
        loop {
            self.elect(&mut round);
            self.close(round);
            let hopeful = self.of(Standing::Hopeful);
            let vacancies = self.seats.saturating_sub(self.elected.len());
            if vacancies == 0 {
                return self;
            }
            if hopeful.len() <= vacancies {
                // Rule 52: no further transfer is made.
                round = Round::new(Why::Filled);
                round.elected.clone_from(&hopeful);
                self.elected.extend(&hopeful);
                for option in hopeful {
                    self.stand(option, Standing::Elected { pending: false });
                }
                self.close(round);
                return self;
            }
            let pending = self.of(Standing::Elected { pending: true });
            round = if pending.is_empty() { self.exclude(&hopeful, lots) } else { self.surplus(&pending, lots) };
        }
    }

    /// Rule 47: who has the quota is elected, those with more votes first.
    fn elect(&mut self, round: &mut Round) {
        let mut reached: Vec<usize> =
            self.of(Standing::Hopeful).into_iter().filter(|option| self.votes_of(*option) >= self.quota).collect();
        reached.sort_by_key(|option| std::cmp::Reverse(self.votes_of(*option)));
        for option in reached {
            let pending = self.votes_of(option) > self.quota;
            self.stand(option, Standing::Elected { pending });
            self.elected.push(option);
            round.elected.push(option);
        }
    }

    fn close(&mut self, mut round: Round) {
        let placed: u64 = self.votes.iter().sum();
        let counted =
            self.votes.iter().enumerate().filter(|(option, _)| self.standing.get(*option) != Some(&Standing::Excluded));
        round.votes = counted.map(|(option, votes)| (option, Decimal::new(*votes, PLACES))).collect();
        round.exhausted = Decimal::new(self.total.saturating_sub(placed), PLACES);
        round.quota = Some(Decimal::new(self.quota, PLACES));
        self.rounds.push(round);
        self.stages.push(self.votes.clone());
    }

    /// Rules 48 and 49.
    fn surplus(&mut self, pending: &[usize], lots: &mut Lots<'_>) -> Round {
        let most = pending.iter().map(|option| self.votes_of(*option)).max().unwrap_or(0);
        let tied: Vec<usize> = pending.iter().copied().filter(|option| self.votes_of(*option) == most).collect();
        let option = self.choose(tied, true, lots);
        let surplus = most - self.quota;
        let mut papers = self.papers.get_mut(option).map(std::mem::take).unwrap_or_default();
        for paper in &mut papers {
            let value = u128::from(surplus) * u128::from(paper.value) / u128::from(most);
            paper.value = u64::try_from(value).unwrap_or(ONE);
        }
        self.stand(option, Standing::Elected { pending: false });
        if let Some(votes) = self.votes.get_mut(option) {
            *votes = self.quota;
        }
        let mut round = Round::new(Why::Surplus(option));
        self.pass_on(papers, Some(option), &mut round);
        round
    }

    /// Rules 50 and 51.
    fn exclude(&mut self, hopeful: &[usize], lots: &mut Lots<'_>) -> Round {
        let least = hopeful.iter().map(|option| self.votes_of(*option)).min().unwrap_or(0);
        let tied: Vec<usize> = hopeful.iter().copied().filter(|option| self.votes_of(*option) == least).collect();
        let vacancies = self.seats.saturating_sub(self.elected.len());
        let option = match tied.as_slice() {
            // Whoever of them goes first moves no vote: all go before anybody else does, and no lot is needed.
            [first, ..] if least == 0 && hopeful.len() - tied.len() >= vacancies => *first,
            _ => self.choose(tied, false, lots),
        };
        self.stand(option, Standing::Excluded);
        self.excluded.push(option);
        let papers = self.papers.get_mut(option).map(std::mem::take).unwrap_or_default();
        if let Some(votes) = self.votes.get_mut(option) {
            *votes = 0;
        }
        let mut round = Round::new(Why::Excluded(option));
        round.excluded.push(option);
        self.pass_on(papers, Some(option), &mut round);
        round
    }

    /// Gives papers to the next option on each that is still hopeful.
    fn pass_on(&mut self, papers: Vec<Papers>, from: Option<usize>, round: &mut Round) {
        let mut received = vec![0_u64; self.votes.len()];
        let mut lost = 0;
        for Papers { ballot, at, value } in papers {
            let Some((weight, order)) = self.orders.get(ballot) else { continue };
            let next = order
                .iter()
                .enumerate()
                .skip(at)
                .find(|(_, option)| self.standing.get(usize::from(**option)) == Some(&Standing::Hopeful));
            let votes = weight * value;
            match next {
                Some((at, option)) => {
                    let option = usize::from(*option);
                    if let (Some(sum), Some(papers)) = (received.get_mut(option), self.papers.get_mut(option)) {
                        *sum += votes;
                        papers.push(Papers { ballot, at: at + 1, value });
                    }
                }
                None => lost += votes,
            }
        }
        for (option, (votes, received)) in self.votes.iter_mut().zip(received).enumerate() {
            *votes += received;
            if let Some(from) = from.filter(|_| received > 0) {
                round.transfers.push(Transfer { from, to: Some(option), votes: Decimal::new(received, PLACES) });
            }
        }
        if let Some(from) = from.filter(|_| lost > 0) {
            round.transfers.push(Transfer { from, to: None, votes: Decimal::new(lost, PLACES) });
        }
    }

    /// The one of those tied with most (or fewest) votes in the most recent stage in which they differed, then by lot.
    fn choose(&mut self, tied: Vec<usize>, most: bool, lots: &mut Lots<'_>) -> usize {
        let round = self.stages.len() + 1;
        let mut left = tied.clone();
        for (stage, votes) in self.stages.iter().enumerate().rev() {
            let then = |option: &usize| votes.get(*option).copied().unwrap_or(0);
            let extreme = if most { left.iter().map(then).max() } else { left.iter().map(then).min() };
            left.retain(|option| Some(then(option)) == extreme);
            if let [only] = left.as_slice() {
                if tied.len() > 1 {
                    self.ties.push(Tie { round, between: tied, broken: Broken::Earlier(stage + 1, *only) });
                }
                return *only;
            }
        }
        let (chosen, broken) = if most { lots.favoured(&left) } else { lots.disfavoured(&left) };
        self.ties.push(Tie { round, between: left, broken });
        chosen
    }
}
