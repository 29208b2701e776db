// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Participatory budgets.

use tequio_deliberation::tally::*;

use super::budget;

/// Three voters share 90: two want the park and the bench, one the tree.
pub const FILE: &str = "META
key;value
budget;90
vote_type;approval
num_projects;4
num_votes;3
PROJECTS
project_id;cost;name
1;60;park
2;20;bench
3;30;tree
casa-7;80;roof
VOTES
voter_id;vote
a;1,2
b;1,2
c;3
";

#[test]
fn the_greedy_rule_buys_what_fits_by_votes() {
    let tally = budget_greedy(&budget(FILE), &Ties::open()).unwrap();
    assert_eq!(tally.winners, [0, 1]);
    assert_eq!(tally.spent.unwrap().to_string(), "80");
    assert_eq!(tally.rounds.last().unwrap().why, Why::TooDear { project: 2, cost: "30".parse().unwrap() });
    // Two with one vote each, of which one fits: the lot, or both ways.
    let tied = FILE.replace("b;1,2", "b;2").replace("budget;90", "budget;70").replace("a;1,2", "a;3");
    let tied = tied.replace("c;3", "c;1");
    let open = budget_greedy(&budget(&tied), &Ties::open()).unwrap();
    assert_eq!((open.winners, open.elected), (vec![0, 1, 2], None));
    let drawn = budget_greedy(&budget(&tied), &Ties::listed([0, 1, 2, 3])).unwrap();
    assert_eq!(drawn.elected, Some(vec![0]));
}

#[test]
fn equal_shares_leave_nobody_out() {
    // Everybody has 30. By cost, park and bench cost their two supporters the same for each unit; the lot takes the bench,
    // 10 each. The tree costs its one 30; the park, 60, the two cannot pay with the 40 that are left; nor would it
    // fit into the 40 that are not spent, so that shares stay as they are.
    let tally = equal_shares(&budget(FILE), &Ties::listed([1, 0, 2, 3])).unwrap();
    assert_eq!(tally.winners, [0, 1, 2], "with another lot the park is bought");
    assert_eq!(tally.elected.unwrap(), [1, 2]);
    assert_eq!(tally.rounds[0].why, Why::Shares("30".parse().unwrap()));
    assert_eq!(tally.spent.unwrap().to_string(), "50");
    let prices: Vec<_> = tally
        .rounds
        .iter()
        .filter_map(|round| match &round.why {
            Why::Bought { project, price: Some(price), .. } => Some((*project, price.to_string())),
            _ => None,
        })
        .collect();
    assert_eq!(prices, [(1, "1/2".to_owned()), (2, "1".to_owned())]);
}

/// Who gave a project no points does not pay for it, and a vote that nobody cast pays nothing.
#[test]
fn only_who_wants_a_project_pays_for_it() {
    let told = budget(FILE);
    let mut padded = told.clone();
    padded.votes.push((0, vec![(3, 1)]));
    for (_, projects) in &mut padded.votes {
        if projects.iter().all(|(project, _)| *project != 3) {
            projects.push((3, 0));
        }
    }
    let lots = Ties::listed([1, 0, 2, 3]);
    assert_eq!(equal_shares(&padded, &lots).unwrap(), equal_shares(&told, &lots).unwrap());
    let points = |budget: &Budget| Budget { points: true, ..budget.clone() };
    assert_eq!(equal_shares(&points(&padded), &lots).unwrap(), equal_shares(&points(&told), &lots).unwrap());
}

#[test]
fn points_are_utilities() {
    let points = FILE.replace("approval", "cumulative").replace("voter_id;vote", "voter_id;vote;points");
    let points = points.replace("a;1,2", "a;1,2;9,1").replace("b;1,2", "b;1,2;9,1").replace("c;3", "c;3;10");
    let points = budget(&points);
    assert!(points.points);
    let tally = equal_shares(&points, &Ties::open()).unwrap();
    // The tree costs 3 a point, the park 60/18, the bench 10: tree and park are bought, and nothing is left.
    assert_eq!(tally.elected.unwrap(), [2, 0]);
}
