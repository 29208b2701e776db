// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The common rule of participatory budgets: projects by votes, whatever still fits.

use num_rational::BigRational;
use num_traits::Zero as _;

use super::{
    Tally, TallyError,
    budget::Budget,
    countable, grouped,
    lots::{Lots, MOST_WAYS, follow},
    number::Decimal,
    rounds::{Round, Why},
    ties::{Tie, Ties},
};

#[derive(Default)]
struct Bought {
    projects: Vec<usize>,
    spent: BigRational,
    rounds: Vec<Round>,
    ties: Vec<Tie>,
}

/// Greedy budgeting: projects by the number of votes (or points), each bought if the money left is enough. What nobody
/// votes for is not bought.
///
/// Among projects with equal votes that do not all fit the lot says which comes first; without one every way is followed.
///
/// # Errors
/// [`TallyError::NoOptions`], [`TallyError::NoBallots`]; [`TallyError::TooManyTies`].
pub fn budget_greedy(budget: &Budget, ties: &Ties) -> Result<Tally, TallyError> {
    countable(budget.projects.len(), budget.voters(), 1)?;
    let mut totals = vec![0_i128; budget.projects.len()];
    for (count, vote) in &budget.votes {
        for (project, points) in vote {
            if let Some(total) = totals.get_mut(*project) {
                *total += i128::from(*count) * i128::from(*points);
            }
        }
    }
    let ranking = grouped(&totals);
    let wanted: Vec<Vec<usize>> = ranking
        .iter()
        .filter(|group| group.iter().any(|project| totals.get(*project).is_some_and(|total| *total > 0)))
        .cloned()
        .collect();
    let (bought, winners) = follow(ties, MOST_WAYS, |lots| buy(budget, &wanted, lots), |bought| &bought.projects)?;
    let settled = ties.are_broken() || winners.len() == bought.projects.len();
    Ok(Tally {
        winners,
        elected: settled.then_some(bought.projects),
        ranking,
        totals: Some(totals.into_iter().map(Decimal::whole).collect()),
        rounds: bought.rounds,
        spent: settled.then_some(bought.spent),
        ties: bought.ties,
        ..Tally::default()
    })
}

fn buy(budget: &Budget, groups: &[Vec<usize>], lots: &mut Lots<'_>) -> Bought {
    let mut bought = Bought::default();
    let cost = |project: usize| budget.projects.get(project).map_or_else(BigRational::zero, |it| it.cost.clone());
    for group in groups {
        let mut open = group.clone();
        loop {
            let left = &budget.money - &bought.spent;
            let (fits, dear): (Vec<usize>, Vec<usize>) = open.iter().partition(|project| cost(**project) <= left);
            for project in dear {
                bought.rounds.push(Round::new(Why::TooDear { project, cost: cost(project) }));
            }
            let together: BigRational = fits.iter().map(|project| cost(*project)).sum();
            let chosen = if together <= left {
                fits.clone()
            } else {
                let (chosen, broken) = lots.favoured(&fits);
                bought.ties.push(Tie { round: bought.rounds.len() + 1, between: fits.clone(), broken });
                vec![chosen]
            };
            for project in &chosen {
                let mut round = Round::new(Why::Bought { project: *project, cost: cost(*project), price: None });
                round.elected.push(*project);
                bought.rounds.push(round);
                bought.spent += cost(*project);
                bought.projects.push(*project);
            }
            open = fits.into_iter().filter(|project| !chosen.contains(project)).collect();
            if open.is_empty() {
                break;
            }
        }
    }
    bought
}
