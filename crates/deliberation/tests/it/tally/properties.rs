// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What must hold of any election.

use proptest::prelude::*;
use tequio_deliberation::tally::*;

use crate::chance::Chance;

type Ballots = Vec<(u64, Vec<Vec<usize>>)>;

fn profile(options: usize, ballots: &Ballots, place: impl Fn(usize) -> usize) -> Profile {
    let named = (0..options).map(|at| Candidate { id: Label::Number(at as u64), name: String::new() });
    let mut profile = Profile::new(named.collect()).unwrap();
    for (weight, groups) in ballots {
        let groups: Vec<Vec<usize>> =
            groups.iter().map(|group| group.iter().map(|option| place(*option)).collect()).collect();
        profile.push(*weight, groups.iter().map(Vec::as_slice)).unwrap();
    }
    profile
}

fn made(seed: u64) -> (usize, Ballots) {
    let mut chance = Chance(seed);
    let options = 2 + chance.below(5);
    let ballots = (0..1 + chance.below(8))
        .map(|_| {
            let mut order: Vec<usize> = (0..options).collect();
            for at in (1..options).rev() {
                order.swap(at, chance.below(at + 1));
            }
            order.truncate(1 + chance.below(options));
            (1 + chance.next() % 5, order.into_iter().map(|option| vec![option]).collect())
        })
        .collect();
    (options, ballots)
}

fn count(method: usize, profile: &Profile, ties: &Ties) -> Result<Tally, TallyError> {
    let seats = 1 + usize::from(method > 6).min(profile.options().len() - 1);
    match method {
        0 => approval_ranked(profile, 1, ties),
        1 => schulze(profile, Strength::Margins, 1, ties),
        2 => schulze(profile, Strength::WinningVotes, 1, ties),
        3 => ranked_pairs(profile, Strength::Margins, 1, ties),
        4 => irv(profile, Elimination::All, ties),
        5 => irv(profile, Elimination::Parallel, ties),
        6 => irv(profile, Elimination::Seed, ties),
        7 => stv_scottish(profile, seats, ties),
        _ => stv_meek(profile, seats, ties),
    }
}

proptest! {
    /// Names do not matter, nor in which order ballots come, nor how they are bundled.
    #[test]
    fn options_and_voters_are_equal(seed in any::<u64>(), method in 0_usize..9, turn in 0_usize..6) {
        let (options, ballots) = made(seed);
        let turned = |option: usize| (option + turn) % options;
        let one = count(method, &profile(options, &ballots, |option| option), &Ties::open());
        let mut other_ballots: Ballots = ballots.iter().rev().cloned().collect();
        if let Some((weight, groups)) = other_ballots.first().cloned() && weight > 1 {
            other_ballots[0].0 = 1;
            other_ballots.push((weight - 1, groups));
        }
        let other = count(method, &profile(options, &other_ballots, turned), &Ties::open());
        match (one, other) {
            (Ok(one), Ok(other)) => {
                let mut moved: Vec<usize> = one.winners.into_iter().map(turned).collect();
                moved.sort_unstable();
                let mut winners = other.winners;
                winners.sort_unstable();
                prop_assert_eq!(moved, winners);
            }
            (one, other) => prop_assert_eq!(one.is_err(), other.is_err()),
        }
    }

    /// Whoever beats everybody wins by the methods that compare pairs.
    #[test]
    fn condorcet_winners_win(seed in any::<u64>(), method in 1_usize..4) {
        let (options, ballots) = made(seed);
        let tally = count(method, &profile(options, &ballots, |option| option), &Ties::open()).unwrap();
        if let Some(winner) = tally.pairwise.unwrap().condorcet_winner {
            prop_assert_eq!(tally.winners, vec![winner]);
        }
    }

    /// With a lot as many are elected as there are seats, and only who wins in some way; all options are ranked once.
    #[test]
    fn who_is_elected_wins(seed in any::<u64>(), method in 0_usize..9) {
        let (options, ballots) = made(seed);
        let profile = profile(options, &ballots, |option| option);
        let tally = count(method, &profile, &Ties::seeded("x", profile.options())).unwrap();
        let elected = tally.elected.unwrap();
        prop_assert_eq!(elected.len(), if method > 6 { 2.min(options) } else { 1 });
        prop_assert!(elected.iter().all(|option| tally.winners.contains(option)), "{:?} {:?}", elected, tally.winners);
        let mut ranked = tally.ranking.concat();
        ranked.sort_unstable();
        prop_assert_eq!(ranked, (0..options).collect::<Vec<_>>());
    }

    /// Votes are neither made nor lost: in each round all that options have and what is exhausted is what was cast.
    #[test]
    fn votes_are_conserved(seed in any::<u64>(), method in 4_usize..9) {
        let (options, ballots) = made(seed);
        let profile = profile(options, &ballots, |option| option);
        let tally = count(method, &profile, &Ties::open()).unwrap();
        for round in tally.rounds.iter().filter(|round| !round.votes.is_empty()) {
            let sum: i128 = round.votes.iter().map(|(_, votes)| votes.units).sum();
            let one = 10_i128.pow(u32::from(round.exhausted.places));
            prop_assert_eq!(sum + round.exhausted.units, i128::from(profile.voters()) * one);
        }
    }

    /// Taking medians away one by one, as the definition has it, gives the same order.
    #[test]
    fn majority_judgment_is_its_definition(seed in any::<u64>()) {
        let mut chance = Chance(seed);
        let options: Vec<Candidate> = (0..3).map(|at| Candidate { id: Label::Number(at), name: String::new() }).collect();
        let mut scores = Scores::new(options, 1).unwrap();
        let mut grades = vec![Vec::new(); 3];
        for _ in 0..1 + chance.below(9) {
            let weight = 1 + chance.below(3);
            let ballot: Vec<i32> = (0..3).map(|_| i32::try_from(chance.below(4)).unwrap()).collect();
            scores.push(weight as u64, ballot.iter().map(|grade| Some(*grade))).unwrap();
            for (grades, grade) in grades.iter_mut().zip(&ballot) {
                grades.extend(std::iter::repeat_n(*grade, weight));
            }
        }
        let value = |grades: &Vec<i32>| {
            let mut left = grades.clone();
            left.sort_unstable();
            let mut value = Vec::new();
            while !left.is_empty() {
                value.push(left.remove((left.len() - 1) / 2));
            }
            value
        };
        let values: Vec<Vec<i32>> = grades.iter().map(value).collect();
        let best = values.iter().max().unwrap();
        let winners: Vec<usize> = (0..3).filter(|option| values[*option] == *best).collect();
        prop_assert_eq!(majority_judgment(&scores, 1, &Ties::open()).unwrap().winners, winners);
    }
}
