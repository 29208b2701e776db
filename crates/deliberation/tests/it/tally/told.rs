// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Tallies as they are told: in words, and in the JSON that the README describes.

use tequio_deliberation::{Language, tally::*};

use super::{ballots, budget, scores};

const CYCLE: &str = "4 1 2 3 0\n2 2 3 1 0\n2 3 1 2 0\n1 3 1 2 0";

fn report<'t>(tally: &'t Tally, options: &'t [Candidate], seats: Option<usize>) -> Report<'t> {
    Report { method: "m", options, ballots: 12, seats, tally, language: Language::En, grades: &[] }
}

fn is_told(report: &Report<'_>, words: &str, json: &str) {
    assert_eq!(report.text().trim_end(), words);
    assert_eq!(report.json(), serde_json::from_str::<serde_json::Value>(json).unwrap());
}

/// Each round says what happened in it, and each tie how it ended.
#[test]
fn a_surplus_an_exclusion_and_a_lot() {
    let profile = ballots(4, "7 1 2 0\n1 2 0\n2 3 0\n2 4 0");
    let tally = stv_scottish(&profile, 2, &Ties::listed([0, 1, 2, 3])).unwrap();
    is_told(
        &report(&tally, profile.options(), Some(2)),
        "m, 12 ballots: elected A, B
ranking: A = B > C > D
round 1: first preferences; A 7.00000, B 1.00000, C 2.00000, D 2.00000; elected: A
round 2: surplus of A moved on; A 5.00000, B 2.99997, C 2.00000, D 2.00000; exhausted 0.00003
round 3: D eliminated, votes moved on; A 5.00000, B 2.99997, C 2.00000; exhausted 2.00003
round 4: C eliminated, votes moved on; A 5.00000, B 2.99997; exhausted 4.00003
round 5: as many left as seats; A 5.00000, B 2.99997; exhausted 4.00003; elected: B
tie in round 3 between C, D: the lot fell on D",
        r#"{"ballots": 12,
"elected": [1, 2],
"method": "m",
"options": [
    {"id": 1, "name": "A"},
    {"id": 2, "name": "B"},
    {"id": 3, "name": "C"},
    {"id": 4, "name": "D"}
],
"ranking": [[1, 2], [3], [4]],
"rounds": [
    {"elected": [1], "eliminated": [], "exhausted": "0.00000", "quota": "5.00000", "votes": [{"id": 1, "votes": "7.00000"}, {"id": 2, "votes": "1.00000"}, {"id": 3, "votes": "2.00000"}, {"id": 4, "votes": "2.00000"}], "why": "first-preferences"},
    {"elected": [], "eliminated": [], "exhausted": "0.00003", "option": 1, "quota": "5.00000", "transfers": [{"from": 1, "to": 2, "votes": "1.99997"}], "votes": [{"id": 1, "votes": "5.00000"}, {"id": 2, "votes": "2.99997"}, {"id": 3, "votes": "2.00000"}, {"id": 4, "votes": "2.00000"}], "why": "surplus"},
    {"elected": [], "eliminated": [4], "exhausted": "2.00003", "option": 4, "quota": "5.00000", "transfers": [{"from": 4, "to": null, "votes": "2.00000"}], "votes": [{"id": 1, "votes": "5.00000"}, {"id": 2, "votes": "2.99997"}, {"id": 3, "votes": "2.00000"}], "why": "excluded"},
    {"elected": [], "eliminated": [3], "exhausted": "4.00003", "option": 3, "quota": "5.00000", "transfers": [{"from": 3, "to": null, "votes": "2.00000"}], "votes": [{"id": 1, "votes": "5.00000"}, {"id": 2, "votes": "2.99997"}], "why": "excluded"},
    {"elected": [2], "eliminated": [], "exhausted": "4.00003", "quota": "5.00000", "votes": [{"id": 1, "votes": "5.00000"}, {"id": 2, "votes": "2.99997"}], "why": "seats-left"}
],
"seats": 2,
"ties": [{"between": [3, 4], "by": "lot", "option": 4, "round": 3}],
"winners": [1, 2]}"#,
    );
}

/// By Meek: what those elected keep of a vote, and a tie that changes nothing of who is elected.
#[test]
fn what_is_kept_and_an_open_tie() {
    let profile = ballots(4, "7 1 2 0\n1 2 0\n2 3 0\n2 4 0");
    let tally = stv_meek(&profile, 2, &Ties::open()).unwrap();
    is_told(
        &report(&tally, profile.options(), Some(2)),
        "m, 12 ballots: elected A, B
ranking: A = B > D > C
round 1: quota reached; A 7.000000000, B 1.000000000, C 2.000000000, D 2.000000000; elected: A
round 2: no surplus left; A 4.000000004, B 3.999999996, C 2.000000000, D 2.000000000; eliminated: C
round 3: quota reached; A 4.000000004, B 3.999999996, D 2.000000000; exhausted 2.000000000; elected: B
tie in round 2 between C, D: not broken",
        r#"{"ballots": 12,
"elected": [1, 2],
"method": "m",
"options": [
    {"id": 1, "name": "A"},
    {"id": 2, "name": "B"},
    {"id": 3, "name": "C"},
    {"id": 4, "name": "D"}
],
"ranking": [[1, 2], [4], [3]],
"rounds": [
    {"elected": [1], "eliminated": [], "exhausted": "0.000000000", "keep": [{"id": 1, "keep": "1.000000000"}], "quota": "4.000000001", "votes": [{"id": 1, "votes": "7.000000000"}, {"id": 2, "votes": "1.000000000"}, {"id": 3, "votes": "2.000000000"}, {"id": 4, "votes": "2.000000000"}], "why": "reached-quota"},
    {"elected": [], "eliminated": [3], "exhausted": "0.000000000", "keep": [{"id": 1, "keep": "0.571428572"}], "quota": "4.000000001", "votes": [{"id": 1, "votes": "4.000000004"}, {"id": 2, "votes": "3.999999996"}, {"id": 3, "votes": "2.000000000"}, {"id": 4, "votes": "2.000000000"}], "why": "surplus-settled"},
    {"elected": [2], "eliminated": [], "exhausted": "2.000000000", "keep": [{"id": 1, "keep": "0.571428572"}, {"id": 2, "keep": "1.000000000"}], "quota": "3.333333334", "votes": [{"id": 1, "votes": "4.000000004"}, {"id": 2, "votes": "3.999999996"}, {"id": 4, "votes": "2.000000000"}], "why": "reached-quota"}
],
"seats": 2,
"ties": [{"between": [3, 4], "by": "none", "round": 2}],
"winners": [1, 2]}"#,
    );
}

/// The pairs, the strongest first, and which is passed over.
#[test]
fn pairs_in_their_order() {
    let cycle = ballots(3, CYCLE);
    let tally = ranked_pairs(&cycle, Strength::Margins, 1, &Ties::open()).unwrap();
    is_told(
        &report(&tally, cycle.options(), Some(1)),
        "m, 12 ballots: winner A
ranking: A > B > C
  A 7 : 2 B
  A 4 : 5 C
  B 6 : 3 C
  A > B by 5: locked
  B > C by 3: locked
  C > A by 1: passed over",
        r#"{"ballots": 12,
"method": "m",
"options": [{"id": 1, "name": "A"}, {"id": 2, "name": "B"}, {"id": 3, "name": "C"}],
"pairwise": {"condorcet_winner": null, "matrix": [[0, 7, 4], [2, 0, 6], [5, 3, 0]], "pairs": [{"locked": true, "loser": 2, "strength": 5, "winner": 1}, {"locked": true, "loser": 3, "strength": 3, "winner": 2}, {"locked": false, "loser": 1, "strength": 1, "winner": 3}], "strength": "margins"},
"ranking": [[1], [2], [3]],
"rounds": [],
"seats": 1,
"ties": [],
"winners": [1]}"#,
    );
}

/// How strong the ways around are.
#[test]
fn paths_of_pairs() {
    let cycle = ballots(3, CYCLE);
    let tally = schulze(&cycle, Strength::WinningVotes, 1, &Ties::open()).unwrap();
    is_told(
        &report(&tally, cycle.options(), Some(1)),
        "m, 12 ballots: winner A
ranking: A > B > C
  A 7 : 2 B (paths 7 : 5)
  A 4 : 5 C (paths 6 : 5)
  B 6 : 3 C (paths 6 : 5)",
        r#"{"ballots": 12,
"method": "m",
"options": [{"id": 1, "name": "A"}, {"id": 2, "name": "B"}, {"id": 3, "name": "C"}],
"pairwise": {"condorcet_winner": null, "matrix": [[0, 7, 4], [2, 0, 6], [5, 3, 0]], "strength": "winning-votes", "strongest_paths": [[0, 7, 6], [5, 0, 6], [5, 5, 0]]},
"ranking": [[1], [2], [3]],
"rounds": [],
"seats": 1,
"ties": [],
"winners": [1]}"#,
    );
}

/// What was bought for how much, and what was left out.
#[test]
fn what_is_bought_and_what_does_not_fit() {
    let file = budget(super::budgets::FILE);
    let options = file.options();
    let tally = budget_greedy(&file, &Ties::open()).unwrap();
    is_told(
        &report(&tally, &options, None),
        "m, 12 ballots: bought park, bench
ranking: park = bench > tree > roof
  park: 2
  bench: 2
  tree: 1
  roof: 0
round 1: bought park for 60
round 2: bought bench for 20
round 3: tree for 30 does not fit
spent: 80",
        r#"{"ballots": 12,
"elected": [1, 2],
"method": "m",
"options": [
    {"id": 1, "name": "park"},
    {"id": 2, "name": "bench"},
    {"id": 3, "name": "tree"},
    {"id": "casa-7", "name": "roof"}
],
"ranking": [[1, 2], [3], ["casa-7"]],
"rounds": [
    {"cost": "60", "elected": [1], "eliminated": [], "option": 1, "why": "bought"},
    {"cost": "20", "elected": [2], "eliminated": [], "option": 2, "why": "bought"},
    {"cost": "30", "elected": [], "eliminated": [], "option": 3, "why": "too-dear"}
],
"spent": "80",
"ties": [],
"totals": [
    {"id": 1, "total": 2},
    {"id": 2, "total": 2},
    {"id": 3, "total": 1},
    {"id": "casa-7", "total": 0}
],
"winners": [1, 2]}"#,
    );
}

/// What a share is, and what each that was bought cost those who wanted it; while a tie is open nothing is bought.
#[test]
fn shares_and_what_they_buy() {
    let file = budget(super::budgets::FILE);
    let options = file.options();
    let tally = equal_shares(&file, &Ties::open()).unwrap();
    is_told(
        &report(&tally, &options, None),
        "m, 12 ballots: tied park, bench, tree
ranking: park = bench > tree > roof
  park: 2
  bench: 2
  tree: 1
  roof: 0
round 1: shares of 30
round 2: bought park for 60, 1/2 for each unit
round 3: bought tree for 30, 1 for each unit
tie in round 2 between park, bench: not broken",
        r#"{"ballots": 12,
"method": "m",
"options": [
    {"id": 1, "name": "park"},
    {"id": 2, "name": "bench"},
    {"id": 3, "name": "tree"},
    {"id": "casa-7", "name": "roof"}
],
"ranking": [[1, 2], [3], ["casa-7"]],
"rounds": [
    {"elected": [], "eliminated": [], "share": "30", "why": "shares"},
    {"cost": "60", "elected": [1], "eliminated": [], "option": 1, "price": "1/2", "why": "bought"},
    {"cost": "30", "elected": [3], "eliminated": [], "option": 3, "price": "1", "why": "bought"}
],
"ties": [{"between": [1, 2], "by": "none", "round": 2}],
"totals": [
    {"id": 1, "total": 2},
    {"id": 2, "total": 2},
    {"id": 3, "total": 1},
    {"id": "casa-7", "total": 0}
],
"winners": [1, 2, 3]}"#,
    );
}

/// How often each grade was given, and the middle one.
#[test]
fn grades_and_their_middle() {
    let given = scores("A,B\n1,2\n3,2");
    let tally = majority_judgment(&given, 1, &Ties::open()).unwrap();
    is_told(
        &report(&tally, given.options(), Some(1)),
        "m, 12 ballots: winner B
ranking: B > A
  A: median 1 (3×1, 1×1)
  B: median 2 (2×2)",
        r#"{"ballots": 12,
"grades": [
    {"grades": [{"count": 1, "grade": 1}, {"count": 1, "grade": 3}], "id": 1, "median": 1},
    {"grades": [{"count": 2, "grade": 2}], "id": 2, "median": 2}
],
"method": "m",
"options": [{"id": 1, "name": "A"}, {"id": 2, "name": "B"}],
"ranking": [[2], [1]],
"rounds": [],
"seats": 1,
"ties": [],
"winners": [2]}"#,
    );
}

/// The same in Spanish, in which it is told by default.
#[test]
fn a_count_is_told_in_the_reader_s_language() {
    let profile = ballots(3, "4 1 0\n3 2 0\n2 3 2 0\n1 3 0");
    let tally = irv(&profile, Elimination::Seed, &Ties::listed([0, 1, 2])).unwrap();
    let told = Report { language: Language::Es, ..report(&tally, profile.options(), Some(1)) };
    assert_eq!(
        told.text().trim_end(),
        "m, 12 votos: se eligió B
orden: B > A > C
ronda 1: primeras preferencias; A 4, B 3, C 3; sale: C
ronda 2: los votos de lo que salió pasan; A 4, B 5; agotados 1; se elige: B
empate en la ronda 1 entre B, C: el sorteo dio C"
    );
    assert_eq!(told.reasons()[0], "B se elige en la ronda 2 con 5.");
    // An option without a name is called by its number; a grade without one too.
    let nameless = [Candidate { id: Label::Number(7), name: String::new() }];
    let grades = ["mal".to_owned(), "bien".to_owned()];
    let told = Report { grades: &grades, ..report(&tally, &nameless, Some(1)) };
    assert_eq!((told.name(0), told.name(1)), ("7".to_owned(), String::new()));
    assert_eq!([-1, 0, 1, 2].map(|grade| told.grade(grade)), ["-1", "mal", "bien", "2"]);
}
