// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The Method of Equal Shares (Peters, Pierczyński and Skowron 2021, "Proportional Participatory Budgeting with Additive
//! Utilities"), completed by adding one unit of money to everybody's share again and again (add1).

use std::{
    cmp::Ordering,
    collections::{BTreeSet, BinaryHeap},
};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One as _, Zero as _};

use super::{
    Tally, TallyError,
    budget::Budget,
    countable, grouped,
    lots::{Lots, each_way},
    number::Decimal,
    purses::{Below, Level, Purses, Supporter, Wanted},
    rounds::{Round, Why},
    ties::{Tie, Ties},
};

/// More ways of breaking the ties of one share are not followed.
const MOST_WAYS: usize = 64;

/// Money as whole numbers of one unit.
struct Money {
    /// How many units are one of the budget's money.
    unit: BigInt,
    all: BigInt,
    /// Everybody's first share.
    share: BigInt,
    wanted: Vec<Wanted>,
}

#[derive(Clone, Default)]
struct Bought {
    /// Everybody's share.
    share: BigInt,
    projects: Vec<usize>,
    prices: Vec<BigRational>,
    spent: BigInt,
    ties: Vec<Tie>,
}

/// Equal shares: everybody gets the same part of the money; again and again the project is bought that costs its
/// supporters least for each unit of utility, all of them paying alike as far as their shares go. A vote's utility of a
/// project is its cost (or its points, where votes have points). Then, while something that is wanted would still fit, all
/// shares grow by one and everything is bought anew; the last result that the money suffices for is the result.
///
/// Projects that are equally dear are tied; the lot says which is bought first. Without a lot every way is followed.
///
/// # Errors
/// [`TallyError::NoOptions`], [`TallyError::NoBallots`]; [`TallyError::TooManyTies`].
pub fn equal_shares(budget: &Budget, ties: &Ties) -> Result<Tally, TallyError> {
    countable(budget.projects.len(), budget.voters(), 1)?;
    let mut totals = vec![0_i128; budget.projects.len()];
    for (count, projects) in &budget.votes {
        for (project, points) in projects {
            if let Some(total) = totals.get_mut(*project) {
                *total += i128::from(*count) * i128::from(*points);
            }
        }
    }
    let money = Money::of(budget);
    let (bought, ends) = complete(budget, &money, ties);
    let mut winners: Vec<usize> = match ends {
        Ok(ends) => ends.into_iter().collect(),
        // With a lot, the one way it chooses is a result even where nobody can follow all.
        Err(_) if ties.are_broken() => bought.projects.clone(),
        Err(error) => return Err(error),
    };
    winners.sort_unstable();
    let settled = ties.are_broken() || winners.len() == bought.projects.len();
    let keys: Vec<(bool, i128)> =
        totals.iter().zip(0..).map(|(total, project)| (winners.contains(&project), *total)).collect();
    Ok(Tally {
        winners,
        ranking: grouped(&keys),
        totals: Some(totals.into_iter().map(Decimal::whole).collect()),
        rounds: rounds(budget, &money, &bought),
        spent: settled.then(|| BigRational::new(bought.spent, money.unit)),
        elected: settled.then_some(bought.projects),
        ties: bought.ties,
        ..Tally::default()
    })
}

/// What was bought with the last shares, told.
fn rounds(budget: &Budget, money: &Money, bought: &Bought) -> Vec<Round> {
    let share = BigRational::new(bought.share.clone(), money.unit.clone());
    let mut rounds = vec![Round::new(Why::Shares(share))];
    for (project, price) in bought.projects.iter().zip(&bought.prices) {
        let Some(cost) = budget.projects.get(*project).map(|project| project.cost.clone()) else { continue };
        let mut round = Round::new(Why::Bought { project: *project, cost, price: Some(price.reduced()) });
        round.elected.push(*project);
        rounds.push(round);
    }
    rounds
}

impl Money {
    fn of(budget: &Budget) -> Money {
        let share = &budget.money / BigRational::from_integer(BigInt::from(budget.voters()));
        // One unit for all amounts: the product of what is left of each denominator.
        let mut unit = BigInt::one();
        for amount in budget.projects.iter().map(|project| &project.cost).chain([&budget.money, &share]) {
            unit *= (amount * &unit).denom();
        }
        let units = |amount: &BigRational| (amount * &unit).to_integer();
        let mut wanted: Vec<Wanted> = (0..)
            .zip(&budget.projects)
            .map(|(project, it)| {
                let cost = units(&it.cost);
                let scale = if budget.points { unit.clone() } else { cost.clone() };
                Wanted { project, cost, scale, supporters: Vec::new() }
            })
            .collect();
        for (vote, (count, projects)) in budget.votes.iter().enumerate() {
            for (project, points) in projects.iter().filter(|(_, points)| *points > 0 && *count > 0) {
                if let Some(wanted) = wanted.get_mut(*project) {
                    let weight = if budget.points { *points } else { 1 };
                    wanted.supporters.push(Supporter { vote, count: *count, weight });
                }
            }
        }
        wanted.retain(|project| !project.supporters.is_empty() && project.cost > BigInt::zero());
        Money { all: units(&budget.money), share: units(&share), wanted, unit }
    }
}

/// What comes after a share.
enum Then {
    /// More was bought than the money suffices for: what was bought before is the result.
    Overspent,
    /// Nothing that is wanted would still fit: this is the result.
    Full,
    /// All shares grow by one.
    More,
}

impl Bought {
    fn then(&self, money: &Money) -> Then {
        let left = &money.all - &self.spent;
        if left < BigInt::zero() {
            Then::Overspent
        } else if money.wanted.iter().any(|it| it.cost <= left && !self.projects.contains(&it.project)) {
            Then::More
        } else {
            Then::Full
        }
    }
}

/// What is bought in the end, by the lot or else in the first way; and all that may be bought, however ties are broken,
/// unless the ways are too many.
///
/// Everything is bought anew with each share, so that how ties were broken with one says nothing of the next: ways need be
/// followed for each share alone.
fn complete(budget: &Budget, money: &Money, ties: &Ties) -> (Bought, Result<BTreeSet<usize>, TallyError>) {
    let mut share = money.share.clone();
    let mut last = Bought::default();
    let mut drawn = None;
    let (mut ends, mut going) = (BTreeSet::new(), BTreeSet::new());
    let mut followed = Ok(());
    loop {
        let mut next = BTreeSet::new();
        let mut first = None;
        if followed.is_ok() {
            let take = |way: Bought| {
                match way.then(money) {
                    Then::Overspent => ends.extend(going.iter().copied()),
                    Then::Full => ends.extend(way.projects.iter().copied()),
                    Then::More => next.extend(way.projects.iter().copied()),
                }
                first.get_or_insert(way);
            };
            followed = each_way(MOST_WAYS, |lots| buy(budget, money, &share, lots), take);
        }
        if drawn.is_none() {
            // Where nothing is tied, the lot has nothing to say.
            let by_lot = first.filter(|way: &Bought| !ties.are_broken() || way.ties.is_empty());
            let bought = by_lot.unwrap_or_else(|| buy(budget, money, &share, &mut Lots::drawn(ties)));
            match bought.then(money) {
                Then::Overspent => drawn = Some(std::mem::take(&mut last)),
                Then::Full => drawn = Some(bought),
                Then::More => last = bought,
            }
        }
        match (drawn, followed) {
            (Some(drawn), Ok(())) if next.is_empty() => return (drawn, Ok(ends)),
            (Some(drawn), Err(error)) => return (drawn, Err(error)),
            (still, ways) => (drawn, followed) = (still, ways),
        }
        going = next;
        share += &money.unit;
    }
}

/// A project that is not bought yet.
struct Open<'w> {
    wanted: &'w Wanted,
    /// What is known of its level.
    below: Below,
    /// After how many purchases.
    found: usize,
    /// So it costs at least this for each unit of utility.
    price: f64,
}

impl<'w> Open<'w> {
    fn new(wanted: &'w Wanted, below: Below, found: usize) -> Open<'w> {
        Open { wanted, below, found, price: wanted.least_price(below.bound) }
    }
}

/// The cheapest is the greatest, as the heap wants it.
impl Ord for Open<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        other.price.total_cmp(&self.price).then(self.wanted.project.cmp(&other.wanted.project))
    }
}

impl PartialOrd for Open<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Eq for Open<'_> {}

impl PartialEq for Open<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

/// Those that cost least for each unit of utility. Only those whose bound does not rule them out are looked at; who
/// cannot be paid for now never can, and is left out for good.
fn cheapest<'w>(purses: &Purses, open: &mut BinaryHeap<Open<'w>>, bought: usize) -> Vec<(&'w Wanted, Level)> {
    let mut best: Vec<(&Wanted, Level)> = Vec::new();
    let mut dearer = Vec::new();
    let ruled_out = |next: &Open<'_>, best: &[(&Wanted, Level)]| {
        best.first().is_some_and(|(wanted, level)| next.price > level.most_price(wanted))
    };
    while open.peek().is_some_and(|next| !ruled_out(next, &best)) {
        let Some(next) = open.pop() else { break };
        let wanted = next.wanted;
        if next.found != bought || !next.below.close {
            let closer = purses.closer(wanted, &next.below);
            open.extend(closer.map(|closer| Open::new(wanted, closer, bought)));
            continue;
        }
        let Some(level) = purses.level(wanted, next.below.near) else { continue };
        match best.first().map(|(other, lowest)| level.compare(wanted, lowest, other)) {
            Some(Ordering::Greater) => dearer.push(next),
            Some(Ordering::Equal) => best.push((wanted, level)),
            Some(Ordering::Less) | None => {
                dearer.extend(best.drain(..).map(|(wanted, level)| Open::new(wanted, level.below(), bought)));
                best.push((wanted, level));
            }
        }
    }
    open.extend(dearer);
    best
}

/// What is bought with these shares.
fn buy(budget: &Budget, money: &Money, share: &BigInt, lots: &mut Lots<'_>) -> Bought {
    let mut purses = Purses::new(budget.votes.len(), share);
    let mut bought = Bought { share: share.clone(), ..Bought::default() };
    let mut open: BinaryHeap<Open<'_>> =
        money.wanted.iter().map(|wanted| Open::new(wanted, Below::default(), 0)).collect();
    loop {
        let mut cheapest = cheapest(&purses, &mut open, bought.projects.len());
        let mut tied: Vec<usize> = cheapest.iter().map(|(wanted, _)| wanted.project).collect();
        tied.sort_unstable();
        let chosen = match tied.as_slice() {
            [] => return bought,
            [only] => *only,
            _ => {
                let (chosen, broken) = lots.favoured(&tied);
                bought.ties.push(Tie { round: bought.projects.len() + 2, between: tied, broken });
                chosen
            }
        };
        let Some(place) = cheapest.iter().position(|(wanted, _)| wanted.project == chosen) else { return bought };
        let (wanted, level) = cheapest.swap_remove(place);
        open.extend(
            cheapest.into_iter().map(|(wanted, level)| Open::new(wanted, level.below(), bought.projects.len())),
        );
        bought.prices.push(purses.pay(wanted, level));
        bought.projects.push(chosen);
        bought.spent += &wanted.cost;
    }
}
