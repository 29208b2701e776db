// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Equal shares, held against the rule as its paper writes it: a fraction for each purse, every project looked at in each
//! round.

use std::collections::BTreeSet;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One as _, Zero as _};
use proptest::prelude::*;
use tequio_deliberation::tally::*;

use crate::chance::Chance;

fn whole(number: u64) -> BigRational {
    BigRational::from_integer(BigInt::from(number))
}

fn utility(budget: &Budget, project: usize, points: u64) -> BigRational {
    if budget.points { whole(points) } else { budget.projects[project].cost.clone() }
}

/// What a project costs for each unit of utility.
fn price(budget: &Budget, purses: &[BigRational], project: usize) -> Option<BigRational> {
    let supporters = budget.votes.iter().zip(purses).flat_map(|((count, vote), purse)| {
        let mine = vote.iter().filter(|(other, points)| *other == project && *points > 0);
        mine.map(move |(_, points)| (whole(*count), purse, utility(budget, project, *points)))
    });
    let mut supporters: Vec<_> = supporters.collect();
    supporters.sort_by_key(|(_, purse, utility)| *purse / utility);
    let mut due = budget.projects[project].cost.clone();
    let mut utilities: BigRational = supporters.iter().map(|(count, _, utility)| count * utility).sum();
    for (count, purse, utility) in supporters {
        if due <= purse / &utility * &utilities {
            return Some(due / utilities);
        }
        due -= &count * purse;
        utilities -= count * utility;
    }
    None
}

type Bought = Vec<(usize, BigRational)>;

/// What is bought with this share, for how much of money a unit of utility: in each way of choosing among equals, the way
/// that takes the first in the list first.
fn buy(budget: &Budget, purses: Vec<BigRational>, bought: Bought) -> Vec<Bought> {
    let open = (0..budget.projects.len()).filter(|project| bought.iter().all(|(other, _)| other != project));
    let prices: Vec<_> = open.filter_map(|project| Some((price(budget, &purses, project)?, project))).collect();
    let Some((least, _)) = prices.iter().min().cloned() else { return vec![bought] };
    let mut ways = Vec::new();
    for (_, project) in prices.into_iter().filter(|(price, _)| *price == least) {
        let mut left = purses.clone();
        for ((_, vote), purse) in budget.votes.iter().zip(&mut left) {
            if let Some((_, points)) = vote.iter().find(|(other, _)| *other == project) {
                let due = &least * utility(budget, project, *points);
                *purse = if due < *purse { &*purse - due } else { BigRational::zero() };
            }
        }
        let bought = bought.iter().cloned().chain([(project, least.clone())]).collect();
        ways.extend(buy(budget, left, bought));
    }
    ways
}

/// What was bought and with which share: where ties go to the first in the list, and by every other way.
fn reference(budget: &Budget) -> ((BigRational, Bought), BTreeSet<Vec<usize>>) {
    let wanted: BTreeSet<usize> = budget.votes.iter().flat_map(|(_, vote)| vote).map(|(project, _)| *project).collect();
    let spent =
        |bought: &Bought| bought.iter().map(|(project, _)| &budget.projects[*project].cost).sum::<BigRational>();
    let fits = |bought: &Bought| {
        let mut open = wanted.iter().filter(|project| bought.iter().all(|(other, _)| other != *project));
        open.any(|project| &budget.projects[*project].cost + spent(bought) <= budget.money)
    };
    let mut share = &budget.money / whole(budget.voters());
    // The first way until it ends, the last results of all ways that go on, and the ends.
    let mut first: Result<_, (BigRational, Bought)> = Err((share.clone(), vec![]));
    let (mut going, mut ends) = (BTreeSet::new(), BTreeSet::new());
    loop {
        let mut more = BTreeSet::new();
        for (nth, bought) in buy(budget, vec![share.clone(); budget.votes.len()], vec![]).into_iter().enumerate() {
            let projects: Vec<usize> = bought.iter().map(|(project, _)| *project).collect();
            let (over, fits) = (spent(&bought) > budget.money, fits(&bought));
            if over {
                ends.extend(going.iter().cloned());
            } else if fits {
                more.insert(projects);
            } else {
                ends.insert(projects);
            }
            first = match first {
                Err(last) if nth == 0 && over => Ok(last),
                Err(_) if nth == 0 && fits => Err((share.clone(), bought)),
                Err(_) if nth == 0 => Ok((share.clone(), bought)),
                other => other,
            };
        }
        if more.is_empty() {
            return (first.unwrap(), ends);
        }
        going = more;
        share += BigRational::one();
    }
}

/// Votes of one to a few people, costs that are whole, tenths or thirds, so that ties and emptied purses are common.
fn made(seed: u64) -> Budget {
    let mut chance = Chance(seed);
    let projects = 1 + chance.below(9);
    let parts = chance.of(&[1, 1, 10, 3]);
    let like = 1 + chance.below(3);
    let points = chance.one_in(2);
    let cost = |chance: &mut Chance| whole(1 + chance.next() % 40) / whole(parts);
    let votes = (0..1 + chance.below(12)).map(|_| {
        let chosen: Vec<usize> = (0..projects).filter(|_| chance.below(4) < like).collect();
        let vote = chosen.into_iter().map(|project| (project, if points { 1 + chance.next() % 4 } else { 1 }));
        let vote = vote.collect();
        (1 + chance.next() % 3, vote)
    });
    let votes = votes.collect();
    let candidate = |id: usize| Candidate { id: Label::Number(id as u64), name: String::new() };
    let projects = (0..projects).map(|id| Project { candidate: candidate(id), cost: cost(&mut chance) }).collect();
    let money = whole(5 + chance.next() % 60) / whole(chance.of(&[1, 1, 7]));
    Budget { money, projects, points, votes }
}

fn bought(tally: &Tally) -> (BigRational, Vec<(usize, BigRational)>) {
    let mut rounds = tally.rounds.iter().map(|round| &round.why);
    let Some(Why::Shares(share)) = rounds.next() else { panic!("no share is told") };
    let bought = rounds.map(|why| match why {
        Why::Bought { project, price: Some(price), .. } => (*project, price.clone()),
        other => panic!("{other:?}"),
    });
    (share.clone(), bought.collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn equal_shares_are_their_definition(seed in any::<u64>()) {
        let budget = made(seed);
        let tally = equal_shares(&budget, &Ties::listed(0..budget.projects.len())).unwrap();
        let told = bought(&tally);
        let (drawn, ends) = reference(&budget);
        prop_assert_eq!(&told, &drawn);
        // Who wins before any lot is drawn: whatever is bought in some way, or with the lot where ways are too many.
        let winners: BTreeSet<usize> = ends.into_iter().flatten().collect();
        match equal_shares(&budget, &Ties::open()) {
            Ok(open) => {
                prop_assert_eq!(&open.winners, &tally.winners);
                prop_assert_eq!(open.winners, winners.into_iter().collect::<Vec<_>>());
            }
            Err(error) => prop_assert_eq!(error, TallyError::TooManyTies),
        }
        let projects: Vec<usize> = told.1.iter().map(|(project, _)| *project).collect();
        prop_assert_eq!(tally.elected.as_ref(), Some(&projects));
        let spent: BigRational = projects.iter().map(|project| budget.projects[*project].cost.clone()).sum();
        prop_assert_eq!(tally.spent, Some(spent));
    }

    /// How votes are bundled, and in which order they come, is nothing to the result.
    #[test]
    fn bundles_do_not_matter(seed in any::<u64>()) {
        let budget = made(seed);
        let mut single = budget.clone();
        single.votes = budget.votes.iter().rev().flat_map(|(count, vote)| (0..*count).map(|_| (1, vote.clone()))).collect();
        let ties = Ties::seeded("x", &budget.options());
        prop_assert_eq!(equal_shares(&budget, &ties), equal_shares(&single, &ties));
    }
}

/// Amounts that no floating-point number holds, or tells apart: the integers decide.
#[test]
fn amounts_beyond_floating_point() {
    let candidate = |id: u64| Candidate { id: Label::Number(id), name: String::new() };
    for exponent in [0_u32, 20, 40, 200, 400] {
        let unit = BigRational::from_integer(BigInt::from(10).pow(exponent));
        // The second one is cheaper by a part in 10^30 of a unit.
        let hair = &unit / BigRational::from_integer(BigInt::from(10).pow(30));
        let costs = [whole(20) * &unit, whole(20) * &unit - hair, whole(50) * &unit];
        let projects = costs.iter().zip(0..).map(|(cost, id)| Project { candidate: candidate(id), cost: cost.clone() });
        let votes = vec![(3, vec![(0, 1), (2, 1)]), (3, vec![(1, 1), (2, 1)])];
        let budget = Budget { money: whole(40) * &unit, projects: projects.collect(), points: true, votes };
        let tally = equal_shares(&budget, &Ties::open()).unwrap();
        assert_eq!(tally.elected, Some(vec![1, 0]), "10^{exponent}");
        assert_eq!(bought(&tally).1, reference(&budget).0.1);
        assert_eq!(tally.ties, []);
    }
}
