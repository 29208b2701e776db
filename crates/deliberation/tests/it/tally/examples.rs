// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Elections whose results are known.

use tequio_deliberation::tally::*;

use super::{ballots, scores};

/// Schulze 2011, section 3.1.
fn schulze_2011() -> Profile {
    ballots(
        5,
        "5 1 3 2 5 4 0\n5 1 4 5 3 2 0\n8 2 5 4 1 3 0\n3 3 1 2 5 4 0\n7 3 1 5 2 4 0\n2 3 2 1 4 5 0\n7 4 3 5 2 1 0\n8 5 2 1 4 3 0",
    )
}

/// Where to put the capital of Tennessee: Memphis, Nashville, Chattanooga or Knoxville (Wikipedia's example).
fn tennessee() -> Profile {
    ballots(4, "42 1 2 3 4 0\n26 2 3 4 1 0\n15 3 4 2 1 0\n17 4 3 2 1 0")
}

#[test]
fn schulze_s_own_example() {
    let tally = schulze(&schulze_2011(), Strength::WinningVotes, 1, &Ties::open()).unwrap();
    assert_eq!(tally.winners, [4]);
    assert_eq!(tally.ranking, [[4], [0], [2], [1], [3]]);
    let pairwise = tally.pairwise.unwrap();
    let paths: Vec<Vec<u64>> = pairwise.paths.unwrap().rows().map(<[u64]>::to_vec).collect();
    assert_eq!(
        paths,
        [[0, 28, 28, 30, 24], [25, 0, 28, 33, 24], [25, 29, 0, 29, 24], [25, 28, 28, 0, 24], [25, 28, 28, 31, 0]]
    );
    assert_eq!(pairwise.matrix.get(0, 1), 20);
    assert_eq!(pairwise.condorcet_winner, None);
    let by_margins = schulze(&schulze_2011(), Strength::Margins, 2, &Ties::open()).unwrap();
    assert_eq!(by_margins.winners, [4, 0]);
}

#[test]
fn margins_and_winning_votes_may_differ() {
    // A cycle in which many do not rank both: A beats B 7:4, B beats C 5:0, C beats A 6:5.
    let profile = ballots(3, "5 1 2=3 0\n2 1=3 2 0\n2 2 3 0\n4 3 0\n3 2 0");
    let winner = |strength| schulze(&profile, strength, 1, &Ties::open()).unwrap();
    let (margins, votes) = (winner(Strength::Margins), winner(Strength::WinningVotes));
    let victories = |tally: &Tally| tally.pairwise.clone().unwrap().matrix;
    assert_eq!(victories(&margins), victories(&votes));
    assert_eq!(margins.pairwise.unwrap().strength, Strength::Margins);
}

#[test]
fn the_capital_of_tennessee() {
    let open = Ties::open();
    let pairs = ranked_pairs(&tennessee(), Strength::Margins, 1, &open).unwrap();
    assert_eq!(pairs.ranking, [[1], [2], [3], [0]]);
    assert!(pairs.pairwise.as_ref().unwrap().pairs.iter().all(|pair| pair.locked));
    assert_eq!(pairs.pairwise.unwrap().condorcet_winner, Some(1));
    let runoff = irv(&tennessee(), Elimination::All, &open).unwrap();
    assert_eq!((runoff.winners, runoff.rounds.len()), (vec![3], 3));
    assert_eq!(runoff.ranking, [[3], [0], [1], [2]]);
    let excluded: Vec<_> = runoff.rounds.iter().map(|round| round.excluded.clone()).collect();
    assert_eq!(excluded, [vec![2], vec![1], vec![]]);
    let votes: Vec<String> = runoff.rounds[1].votes.iter().map(|(_, votes)| votes.to_string()).collect();
    assert_eq!(votes, ["42", "26", "32"]);
}

#[test]
fn a_cycle_is_cut_at_its_weakest_link() {
    // A beats B by 5, B beats C by 3, C beats A by 1 (of 9).
    let profile = ballots(3, "4 1 2 3 0\n2 2 3 1 0\n2 3 1 2 0\n1 3 1 2 0");
    let tally = ranked_pairs(&profile, Strength::Margins, 1, &Ties::open()).unwrap();
    let pairs = tally.pairwise.unwrap().pairs;
    assert_eq!(
        pairs.iter().map(|pair| (pair.strength, pair.locked)).collect::<Vec<_>>(),
        [(5, true), (3, true), (1, false)]
    );
    assert_eq!(tally.ranking, [[0], [1], [2]]);
}

#[test]
fn equal_links_are_followed_every_way() {
    let profile = ballots(3, "1 1 2 3 0\n1 2 3 1 0\n1 3 1 2 0");
    let open = ranked_pairs(&profile, Strength::Margins, 1, &Ties::open()).unwrap();
    assert_eq!((open.winners, open.elected), (vec![0, 1, 2], None));
    let lot = ranked_pairs(&profile, Strength::Margins, 1, &Ties::listed([1, 2, 0])).unwrap();
    assert_eq!((lot.winners.len(), lot.elected), (3, Some(vec![1])));
    // Ten options that all tie with the next: no cycle, so nothing to branch on.
    let line = ballots(10, "1 1 2 3 4 5 6 7 8 9 10 0");
    assert_eq!(ranked_pairs(&line, Strength::Margins, 1, &Ties::open()).unwrap().winners, [0]);
}

#[test]
fn tied_lowest_go_together_or_in_turn_or_by_lot() {
    // B and C have fewest; whoever of them stays wins against A.
    let profile = ballots(3, "4 1 0\n3 2 3 0\n3 3 2 0");
    let count = |elimination, ties: &Ties| irv(&profile, elimination, ties).unwrap();
    assert_eq!(count(Elimination::All, &Ties::open()).winners, [0]);
    assert_eq!(count(Elimination::Parallel, &Ties::open()).winners, [1, 2]);
    let lot = count(Elimination::Seed, &Ties::listed([0, 2, 1]));
    assert_eq!((lot.winners, lot.elected), (vec![1, 2], Some(vec![2])));
    assert_eq!(lot.ties[0].broken, Broken::Lot(1));
    let all = irv(&ballots(2, "1 1 0\n1 2 0"), Elimination::All, &Ties::open()).unwrap();
    assert_eq!(all.winners, [0, 1], "nobody is left to be eliminated");
}

#[test]
fn majority_judgment_takes_medians_away() {
    // Median 2 both; of three grades each, A has {1,2,3}, B {0,2,3}: after one 2 is gone A has 1, B 0.
    let tally = majority_judgment(&scores("A,B\n1,0\n2,2\n3,3"), 1, &Ties::open()).unwrap();
    assert_eq!((tally.winners, tally.medians), (vec![0], Some(vec![2, 2])));
    // Of two middle grades the lower counts.
    let tally = majority_judgment(&scores("A,B\n1,2\n3,2"), 1, &Ties::open()).unwrap();
    assert_eq!((tally.winners, tally.medians), (vec![1], Some(vec![1, 2])));
    // What is left empty is the worst grade given.
    let tally = majority_judgment(&scores("A,B\n3,\n,2\n3,2"), 1, &Ties::open()).unwrap();
    assert_eq!(tally.grades.unwrap()[1], [(2, 3)]);
    let equal = majority_judgment(&scores("A,B\n1,2\n2,1"), 1, &Ties::open()).unwrap();
    assert_eq!(equal.ranking, [[0, 1]]);
}

/// A line that nobody cast is no ballot: it gives no grade.
#[test]
fn what_nobody_cast_counts_nothing() {
    let mut given = scores("A,B\n1,0\n2,2\n3,3");
    let before = majority_judgment(&given, 1, &Ties::open()).unwrap();
    given.push(0, [Some(0), Some(9)]).unwrap();
    assert_eq!(majority_judgment(&given, 1, &Ties::open()).unwrap(), before);
}

/// B is taken out unless it gets what A has more than it needs: of 9 votes 5 elect A, and B stands above C by what is left.
#[test]
fn what_meek_s_elected_do_not_keep_goes_on() {
    let profile = ballots(3, "5 1 2 0\n1 2 0\n2 3 0");
    let tally = stv_meek(&profile, 2, &Ties::open()).unwrap();
    assert_eq!(tally.elected, Some(vec![0, 1]));
    let held = |round: usize| tally.rounds[round].votes.iter().map(|(_, votes)| votes.to_string()).collect::<Vec<_>>();
    assert_eq!(held(0), ["5.000000000", "1.000000000", "2.000000000"]);
    assert_eq!(held(1)[1], "3.333333330", "of five votes A keeps a little more than 2.666666667");
}

/// Sixteen with as many votes each: there are more ways of taking them out one by one than are followed. A lot goes one.
#[test]
fn ties_without_end_are_said_or_drawn() {
    let lines: Vec<String> = (1..=16).map(|first| format!("1 {first} {} 0", first % 16 + 1)).collect();
    let profile = ballots(16, &lines.join("\n"));
    let open = Ties::open();
    assert_eq!(irv(&profile, Elimination::Parallel, &open), Err(TallyError::TooManyTies));
    assert_eq!(irv(&profile, Elimination::Seed, &open), Err(TallyError::TooManyTies));
    let drawn = irv(&profile, Elimination::Seed, &Ties::listed((0..16).rev())).unwrap();
    assert_eq!(drawn.elected.map(|elected| elected.len()), Some(1));
    assert_eq!(irv(&profile, Elimination::All, &open).unwrap().winners.len(), 16);
}

#[test]
fn sums_and_their_ties() {
    let given = scores("weight,A,B,C\n2,3,1,\n1,0,4,5");
    assert_eq!(score(&given, 1, &Ties::open()).unwrap().ranking, [vec![0, 1], vec![2]]);
    assert_eq!(score(&given, 1, &Ties::open()).unwrap().winners, [0, 1]);
    let chosen = score(&given, 1, &Ties::listed([1, 0])).unwrap();
    assert_eq!((chosen.winners, chosen.elected), (vec![0, 1], Some(vec![1])));
    assert_eq!(approval(&given, 1, &Ties::open()).unwrap().winners, [1]);
    assert_eq!(dot(&given, Some(9), 1, &Ties::open()).unwrap().winners, [0, 1]);
    let over = dot(&given, Some(8), 1, &Ties::open());
    assert_eq!(over, Err(TallyError::Dots { ballot: 2, given: 9, limit: 8 }));
    assert_eq!(dot(&scores("A\n-1"), None, 1, &Ties::open()), Err(TallyError::NegativeDots(1)));
    assert_eq!(approval_ranked(&ballots(3, "2 1 2 0\n1 3 0"), 2, &Ties::open()).unwrap().winners, [0, 1]);
}

#[test]
fn a_surplus_moves_at_five_decimals() {
    // Quota 10/3+1 = 4. A's surplus of 3 of 7 goes to B at 3/7 = 0.42857, cut off.
    let profile = ballots(3, "7 1 2 0\n1 2 0\n2 3 0");
    let tally = stv_scottish(&profile, 2, &Ties::open()).unwrap();
    assert_eq!(tally.elected, Some(vec![0, 1]));
    let second = &tally.rounds[1];
    assert_eq!(second.why, Why::Surplus(0));
    let votes: Vec<String> = second.votes.iter().map(|(_, votes)| votes.to_string()).collect();
    assert_eq!(votes, ["4.00000", "3.99999", "2.00000"]);
    assert_eq!((second.quota.unwrap().to_string(), second.exhausted.to_string()), ("4.00000".into(), "0.00001".into()));
    assert_eq!(second.transfers, [Transfer { from: 0, to: Some(1), votes: Decimal::new(299_999, 5) }]);
}

#[test]
fn an_exclusion_looks_back_and_then_draws() {
    // B and C are level with 3 once D's votes moved; before, C had fewer.
    let profile = ballots(4, "6 1 0\n3 2 0\n2 3 0\n1 4 3 0");
    let tally = stv_scottish(&profile, 1, &Ties::open()).unwrap();
    assert_eq!(tally.ties[0].broken, Broken::Earlier(1, 2));
    assert_eq!(tally.winners, [0]);
    // A tie that only the lot breaks, and that decides: both ways are followed.
    let level = ballots(3, "3 1 0\n2 2 3 0\n2 3 2 0");
    let open = stv_scottish(&level, 1, &Ties::open()).unwrap();
    assert_eq!((open.winners, open.elected), (vec![1, 2], None));
    let drawn = stv_scottish(&level, 1, &Ties::listed([2, 1, 0])).unwrap();
    assert_eq!((drawn.winners, drawn.elected), (vec![1, 2], Some(vec![2])));
}

#[test]
fn meek_s_elected_keep_a_part_of_each_vote() {
    let profile = ballots(3, "4 1 2 0\n2 3 0");
    let tally = stv_meek(&profile, 2, &Ties::listed([2, 1, 0])).unwrap();
    let mut elected = tally.elected.clone().unwrap();
    elected.sort_unstable();
    assert_eq!(elected, [0, 2]);
    let keep = &tally.rounds[1].keep;
    assert_eq!(keep[0].1.to_string(), "0.500000001");
}

#[test]
fn options_without_votes_need_no_lot() {
    // Twelve that nobody put first: the order in which they go says nothing, and is not followed twelve factorial ways.
    let profile = ballots(15, "5 1 4 0\n3 2 5 0\n2 3 6 0");
    let open = Ties::open();
    assert_eq!(stv_scottish(&profile, 2, &open).unwrap().elected, Some(vec![0, 1]));
    let mut meek = stv_meek(&profile, 2, &open).unwrap().elected.unwrap();
    meek.sort_unstable();
    assert_eq!(meek, [0, 1]);
    assert_eq!(irv(&profile, Elimination::Parallel, &open).unwrap().winners, [0]);
}

#[test]
fn what_cannot_be_counted_is_said() {
    let open = Ties::open();
    let equal = ballots(2, "1 1 0\n1 1=2 0");
    assert_eq!(irv(&equal, Elimination::All, &open), Err(TallyError::EqualRanks(2)));
    assert_eq!(stv_scottish(&equal, 1, &open), Err(TallyError::EqualRanks(2)));
    assert_eq!(stv_meek(&equal, 1, &open), Err(TallyError::EqualRanks(2)));
    assert_eq!(schulze(&equal, Strength::Margins, 3, &open), Err(TallyError::Seats { options: 2 }));
    assert_eq!(schulze(&equal, Strength::Margins, 0, &open), Err(TallyError::Seats { options: 2 }));
    assert_eq!(schulze(&ballots(2, ""), Strength::Margins, 1, &open), Err(TallyError::NoBallots));
    assert_eq!(score(&scores("weight\n1"), 1, &open), Err(TallyError::NoOptions));
}

/// The order of lots can be computed with sha256sum: `printf 'sorteo/1' | sha256sum`.
#[test]
fn lots_are_hashes() {
    let options: Vec<Candidate> = (1..=4).map(|id| Candidate { id: Label::Number(id), name: String::new() }).collect();
    let tally = score(&scores("A,B,C,D\n1,1,1,1"), 4, &Ties::seeded("sorteo", &options)).unwrap();
    assert_eq!(tally.winners, [0, 1, 2, 3]);
    let mut by_hand: Vec<(String, usize)> = (0..4)
        .map(|at| (tequio_deliberation::Digest::of(format!("sorteo/{}", at + 1).as_bytes()).to_string(), at))
        .collect();
    by_hand.sort();
    let one = score(&scores("A,B,C,D\n1,1,1,1"), 1, &Ties::seeded("sorteo", &options)).unwrap();
    assert_eq!(one.elected, Some(vec![by_hand[0].1]));
}
