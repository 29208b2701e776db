// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Maps of made-up opinions.

use proptest::prelude::*;
use tequio_deliberation::{
    Language,
    opinions::{Counts, Map, Side, Vote, Votes, axes, consensus, map, standing},
    picture,
};

use crate::chance::Chance;

/// So many people in camps of opposite opinion, who all agree on statement 0; one in five votes is missing or strays.
fn camps(sizes: &[usize], statements: u64, seed: u64) -> Vec<(u64, u64, Vote)> {
    let mut chance = Chance(seed);
    let mut votes = Vec::new();
    let mut participant = 0;
    for (camp, size) in sizes.iter().enumerate() {
        for _ in 0..*size {
            for statement in 0..statements {
                let own = statement % sizes.len() as u64 == camp as u64;
                let vote = match chance.below(10) {
                    0 => continue,
                    1 => Vote::Pass,
                    _ if statement == 0 || own => Vote::Agree,
                    _ => Vote::Disagree,
                };
                votes.push((participant, statement, vote));
            }
            participant += 1;
        }
    }
    votes
}

fn drawn(votes: &[(u64, u64, Vote)], before: Option<&Map>) -> Map {
    map(&Votes::new([], [], votes.iter().copied()), before)
}

#[test]
fn camps_are_found_and_what_they_share() {
    for sizes in [&[30, 20][..], &[25, 20, 15], &[300, 200, 100]] {
        let found = drawn(&camps(sizes, 24, 1), None);
        let members: Vec<usize> = found.groups.iter().map(|group| group.members).collect();
        assert_eq!(members, sizes, "the largest first, nobody astray");
        let best = found.statements.iter().max_by(|one, other| one.consensus.total_cmp(&other.consensus)).unwrap();
        assert_eq!(best.id, 0);
        for group in &found.groups {
            assert!(!group.representative.contains(&0), "what all say sets nobody apart");
            assert_eq!(group.representative.len(), 5);
            let own = |id: &u64| (id % sizes.len() as u64) as usize == group.id;
            assert!(own(&group.representative[0]), "what a group agrees with comes first");
        }
        assert!((found.missing - 0.1).abs() < 0.03, "{}", found.missing);
    }
}

#[test]
fn what_all_say_alike_makes_one_group() {
    let votes: Vec<_> = (0..20).flat_map(|who| (0..8).map(move |what| (who, what, Vote::Agree))).collect();
    let found = drawn(&votes, None);
    assert_eq!((found.groups.len(), found.groups[0].members), (1, 20));
    assert!(found.participants.iter().all(|placed| placed.x == 0.0 && placed.y == 0.0));
    assert_eq!(found.groups[0].representative, [] as [u64; 0]);
}

#[test]
fn who_said_little_is_on_the_map_and_in_no_group() {
    let mut votes = camps(&[30, 20], 24, 2);
    votes.push((900, 3, Vote::Agree));
    let found = drawn(&votes, None);
    let placed = found.participants.last().unwrap();
    assert_eq!((placed.id, placed.group), (900, None));
    let whole = map(&Votes::new([901], [99], votes.iter().copied()), None);
    assert_eq!(whole.possible, 52 * 25, "who and what has no vote counts as missing");
    assert_eq!(whole.participants.len(), 51);
}

#[test]
fn a_map_that_grows_does_not_turn_around() {
    let votes = camps(&[30, 20], 24, 3);
    let before = drawn(&votes, None);
    // The smaller camp outgrows the other: it keeps its number.
    let more: Vec<_> = camps(&[0, 40], 24, 4).into_iter().map(|(who, what, vote)| (who + 500, what, vote)).collect();
    let grown: Vec<_> = votes.iter().chain(&more).copied().collect();
    let after = drawn(&grown, Some(&before));
    let group = |map: &Map, id: u64| map.participants.iter().find(|placed| placed.id == id).unwrap().group;
    for id in 0..50 {
        assert_eq!(group(&before, id), group(&after, id), "{id}");
    }
    assert_eq!(after.groups[1].members, 60);
    let side = |map: &Map| map.participants[0].x > 0.0;
    assert_eq!(side(&before), side(&after));
    assert_eq!(drawn(&grown, None).groups[0].members, 60, "without a map before, the largest is first");
}

#[test]
fn standings_by_hand() {
    let counts = |agree, disagree, pass| Counts { agree, disagree, pass };
    assert!((consensus(&[counts(3, 0, 1), counts(1, 2, 0)]) - (4.0 / 6.0) * (2.0 / 5.0)).abs() < 1e-15);
    let told = standing(counts(6, 0, 0), counts(2, 4, 0));
    assert_eq!(told.side, Side::Agree);
    assert!((told.probability - 7.0 / 8.0).abs() < 1e-15);
    assert!((told.test - 2.0 * 7_f64.sqrt() * 0.5).abs() < 1e-12);
    assert!((told.ratio - (7.0 / 8.0) / (3.0 / 8.0)).abs() < 1e-12);
    // Proportions 7/7 and 3/7, together 10/14.
    let pooled = 10.0 / 14.0_f64;
    assert!((told.ratio_test - (4.0 / 7.0) / (pooled * (1.0 - pooled) * (2.0 / 7.0)).sqrt()).abs() < 1e-12);
}

#[test]
fn pictures_say_what_they_show() {
    let found = drawn(&camps(&[30, 20], 24, 5), None);
    let svg = picture::opinions(&found, Language::En);
    assert!(svg.contains("<title") && svg.contains("group B: 20 participants"));
    assert_eq!(svg.matches("<circle").count(), 30, "a mark for each of the first group");
    assert!(!svg.contains("have said too little"), "nobody has");
    let mut votes = camps(&[30, 20], 24, 5);
    votes.push((900, 3, Vote::Agree));
    let svg = picture::opinions(&drawn(&votes, None), Language::En);
    assert!(svg.contains("1 have said too little to be in a group"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is voted: the same map each time, places that are numbers, and never a group of one.
    #[test]
    fn never_a_group_of_one(seed in any::<u64>(), people in 1_u64..60, statements in 1_u64..12) {
        let mut chance = Chance(seed);
        let mut votes = Vec::new();
        for who in 0..people {
            for what in 0..statements {
                if !chance.one_in(3) {
                    votes.push((who, what, chance.of(&[Vote::Agree, Vote::Disagree, Vote::Pass])));
                }
            }
        }
        let found = drawn(&votes, None);
        prop_assert_eq!(&found, &drawn(&votes, None));
        let mut turned = votes.clone();
        turned.reverse();
        prop_assert_eq!(&found, &drawn(&turned, None), "the order of votes does not matter");
        prop_assert!(found.groups.iter().all(|group| group.members > 1) || found.participants.len() <= 1);
        prop_assert!(found.participants.iter().all(|placed| placed.x.is_finite() && placed.y.is_finite()));
        prop_assert_eq!(picture::opinions(&found, Language::En).matches("</svg>").count(), 1);
    }

    /// The axes are of length 1, at right angles, and the first shows more.
    #[test]
    fn axes_are_axes(seed in any::<u64>()) {
        let found = axes(&Votes::new([], [], camps(&[9, 7, 5], 15, seed)));
        let dot = |one: &[f64], other: &[f64]| one.iter().zip(other).map(|(one, other)| one * other).sum::<f64>();
        let [first, second] = &found.axes;
        prop_assert!((dot(first, first) - 1.0).abs() < 1e-9 && (dot(second, second) - 1.0).abs() < 1e-9);
        prop_assert!(dot(first, second).abs() < 1e-9);
        prop_assert!(found.explained[0] >= found.explained[1] && found.explained[0] + found.explained[1] <= 1.0 + 1e-9);
    }
}
