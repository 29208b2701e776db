// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The Method of Equal Shares (Peters, Pierczyński and Skowron 2021, "Proportional Participatory Budgeting with Additive
//! Utilities"), completed by adding one unit of money to everybody's share again and again (add1).

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One as _, Zero as _};

use super::{
    Tally, TallyError,
    budget::Budget,
    countable, grouped,
    lots::{Lots, follow},
    number::Decimal,
    rounds::{Round, Why},
    ties::{Tie, Ties},
};

/// More ways of breaking ties are not followed: each is a whole count, with all its rounds of shares.
const MOST_WAYS: usize = 64;

/// A project with who supports it.
struct Wanted {
    project: usize,
    cost: BigRational,
    /// Which vote, and one voter's utility.
    supporters: Vec<(usize, BigRational)>,
}

#[derive(Clone, Default)]
struct Bought {
    projects: Vec<usize>,
    spent: BigRational,
    rounds: Vec<Round>,
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
    let mut wanted: Vec<Wanted> = (0..)
        .zip(&budget.projects)
        .map(|(project, it)| Wanted { project, cost: it.cost.clone(), supporters: Vec::new() })
        .collect();
    for (vote, (count, projects)) in budget.votes.iter().enumerate() {
        for (project, points) in projects {
            if let (Some(total), Some(wanted)) = (totals.get_mut(*project), wanted.get_mut(*project)) {
                *total += i128::from(*count) * i128::from(*points);
                let points = BigRational::from_integer(BigInt::from(*points));
                wanted.supporters.push((vote, if budget.points { points } else { wanted.cost.clone() }));
            }
        }
    }
    wanted.retain(|project| !project.supporters.is_empty());
    let (bought, winners) = follow(ties, MOST_WAYS, |lots| complete(budget, &wanted, lots), |bought| &bought.projects)?;
    let settled = ties.are_broken() || winners.len() == bought.projects.len();
    let keys: Vec<(bool, i128)> =
        totals.iter().zip(0..).map(|(total, project)| (winners.contains(&project), *total)).collect();
    Ok(Tally {
        elected: settled.then_some(bought.projects),
        winners,
        ranking: grouped(&keys),
        totals: Some(totals.into_iter().map(Decimal::whole).collect()),
        rounds: bought.rounds,
        spent: settled.then_some(bought.spent),
        ties: bought.ties,
        ..Tally::default()
    })
}

fn complete(budget: &Budget, wanted: &[Wanted], lots: &mut Lots<'_>) -> Bought {
    let mut share = &budget.money / BigRational::from_integer(BigInt::from(budget.voters()));
    let mut last = Bought::default();
    loop {
        let mut bought = buy(budget, wanted, &share, lots);
        if bought.spent > budget.money {
            return last;
        }
        bought.rounds.insert(0, Round::new(Why::Shares(share.clone())));
        let left = &budget.money - &bought.spent;
        let more = wanted.iter().any(|project| project.cost <= left && !bought.projects.contains(&project.project));
        if !more {
            return bought;
        }
        last = bought;
        share += BigRational::one();
    }
}

/// What is bought with these shares.
fn buy(budget: &Budget, wanted: &[Wanted], share: &BigRational, lots: &mut Lots<'_>) -> Bought {
    let mut purses = vec![share.clone(); budget.votes.len()];
    let mut bought = Bought::default();
    // Purses only shrink, so that what a project once cost a supporter is a bound for what it costs later.
    let mut open: Vec<(BigRational, &Wanted)> = wanted.iter().map(|project| (BigRational::zero(), project)).collect();
    loop {
        let mut best: Option<BigRational> = None;
        let mut tied: Vec<usize> = Vec::new();
        let mut still = Vec::with_capacity(open.len());
        for (bound, project) in open {
            if best.as_ref().is_some_and(|best| bound > *best) {
                still.push((bound, project));
                continue;
            }
            // Who cannot be paid for now never can.
            let Some(price) = price(budget, project, &purses) else { continue };
            match best.as_ref().map(|best| price.cmp(best)) {
                None | Some(std::cmp::Ordering::Less) => {
                    tied = vec![project.project];
                    best = Some(price.clone());
                }
                Some(std::cmp::Ordering::Equal) => tied.push(project.project),
                Some(std::cmp::Ordering::Greater) => {}
            }
            still.push((price, project));
        }
        let Some(price) = best else { return bought };
        let chosen = match tied.as_slice() {
            [only] => *only,
            _ => {
                tied.sort_unstable();
                let (chosen, broken) = lots.favoured(&tied);
                bought.ties.push(Tie { round: bought.rounds.len() + 2, between: tied, broken });
                chosen
            }
        };
        if let Some((_, project)) = still.iter().find(|(_, project)| project.project == chosen) {
            for (vote, utility) in &project.supporters {
                if let Some(purse) = purses.get_mut(*vote) {
                    let due = &price * utility;
                    *purse = if due < *purse { &*purse - due } else { BigRational::zero() };
                }
            }
            let cost = project.cost.clone();
            bought.spent += &cost;
            let mut round = Round::new(Why::Bought { project: chosen, cost, price: Some(price) });
            round.elected.push(chosen);
            bought.rounds.push(round);
            bought.projects.push(chosen);
        }
        still.retain(|(_, project)| project.project != chosen);
        // The cheapest first, so that the rest need not be looked at.
        still.sort_by(|one, other| one.0.cmp(&other.0));
        open = still;
    }
}

/// What a project costs its supporters for each unit of utility, if their purses suffice.
fn price(budget: &Budget, project: &Wanted, purses: &[BigRational]) -> Option<BigRational> {
    let mut payers: Vec<(BigRational, BigRational, &BigRational, BigRational)> = Vec::new();
    let mut utilities = BigRational::zero();
    for (vote, utility) in &project.supporters {
        let purse = purses.get(*vote)?;
        let count = BigRational::from_integer(BigInt::from(budget.votes.get(*vote)?.0));
        utilities += &count * utility;
        payers.push((purse / utility, count, utility, purse.clone()));
    }
    payers.sort_by(|one, other| one.0.cmp(&other.0));
    let mut due = project.cost.clone();
    for (most, count, utility, purse) in payers {
        let price = &due / &utilities;
        if price <= most {
            return Some(price);
        }
        due -= &count * &purse;
        utilities -= &count * utility;
        if utilities.is_zero() {
            return None;
        }
    }
    None
}
