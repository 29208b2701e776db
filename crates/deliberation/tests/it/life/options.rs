// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Choosing among options, told step by step.

use tequio_deliberation::{Digest, Share, life::*, tally::Tally};

use super::circle::{Circle, id};

/// Options as far as the count, with a seed if there is one, and a ballot a person.
fn choosing(
    choosing: Choosing,
    options: &[(&str, Option<u64>)],
    allotted: Option<u64>,
    seed: Option<&str>,
    ballots: &[Choice],
) -> Result<Circle, Missing<String>> {
    let mut circle = Circle::deliberated(|classes| Class {
        choosing: Some(choosing),
        comprehension: None,
        agreement: Share::new(1, 2),
        ..classes.policy
    });
    for (option, cost) in options {
        circle.does("beto", Action::OfferOption { option: id(option), cost: *cost })?;
    }
    if let Some(amount) = allotted {
        circle.does("ana", Action::Allot { amount })?;
    }
    circle.does("beto", Action::MarkEarlier { decision: id("acuerdo-7"), relation: Relation::Upholds })?;
    circle.wait(Span::days(3));
    circle.does("ana", Action::OpenIntegration)?;
    let seed_digest = seed.map(|seed| Digest::of(seed.as_bytes()));
    circle.does("ana", Action::Freeze { roll: Circle::roll(), review_in: Span::days(90), seed: seed_digest })?;
    circle.wait(Span::days(1));
    circle.does("ana", Action::OpenVoting)?;
    for (person, ballot) in Circle::roll().iter().zip(ballots) {
        let checked = circle.decision.terms.as_ref().unwrap().check(ballot);
        checked.map_err(|flaw| Missing::Ballot(0, flaw))?;
        circle.does(person, Action::Cast)?;
    }
    circle.wait(Span::days(2));
    circle.does("ana", Action::Count { ballots: ballots.to_vec(), seed: seed.map(id) })?;
    Ok(circle)
}

/// The ids of what was chosen, in the order of election.
fn chosen(circle: &Circle) -> Vec<&str> {
    let list = &circle.decision.terms.as_ref().unwrap().options.as_ref().unwrap().list;
    let election = circle.decision.counted.as_ref().unwrap().election.as_ref().unwrap();
    election.chosen.iter().map(|place| list[*place as usize].id.as_str()).collect()
}

fn ranking(places: &[u32]) -> Choice {
    Choice::Ranking(places.iter().map(|place| vec![*place]).collect())
}

fn approving(places: &[u32]) -> Choice {
    Choice::Scores(places.iter().map(|place| (*place, 1)).collect())
}

const DAYS: [(&str, Option<u64>); 3] = [("jueves", None), ("lunes", None), ("martes", None)];

#[test]
fn an_option_is_chosen_that_beats_all_others_and_none_of_these() {
    // Options stand in the order of their ids; 3 is none of these.
    let ballots = [ranking(&[0, 1, 2]), ranking(&[1, 0, 2]), ranking(&[2, 1, 3, 0]), Choice::Blank];
    let circle = choosing(Choosing::Schulze, &DAYS, None, None, &ballots).unwrap();
    assert_eq!((circle.decision.stage, chosen(&circle)), (Stage::Adopted, vec!["lunes"]));
    let election = circle.decision.counted.clone().unwrap().election.unwrap();
    assert_eq!(election.support, [(2, 1), (3, 0), (3, 0)]);
    // The same from what is published, with all that led there.
    let options = circle.decision.terms.as_ref().unwrap().options.clone().unwrap();
    let tally = options.tally(&election.ballots, None).unwrap();
    assert_eq!(tally.pairwise.unwrap().condorcet_winner, Some(1));
    assert_eq!(options.elect(&ballots, None, Share::new(1, 2)), election);
    // More is asked than a majority over none of these.
    assert_eq!(options.elect(&ballots[..3], None, Share::new(1, 1)).chosen, [1]);
    let against = [ranking(&[0]), ranking(&[0]), ranking(&[3, 0])];
    assert_eq!(options.elect(&against, None, Share::new(2, 3)).chosen, [0]);
    assert_eq!(options.elect(&against, None, Share::new(3, 4)).chosen, Vec::<u32>::new());
}

#[test]
fn none_of_these_may_win_and_too_few_may_vote() {
    let none = [ranking(&[3]), ranking(&[3, 1]), ranking(&[1])];
    let circle = choosing(Choosing::Schulze, &DAYS, None, None, &none).unwrap();
    assert_eq!((circle.decision.stage, chosen(&circle).len()), (Stage::NotAdopted, 0));
    let few = [ranking(&[1]), ranking(&[1])];
    let circle = choosing(Choosing::Schulze, &DAYS, None, None, &few).unwrap();
    assert_eq!((circle.decision.stage, chosen(&circle)), (Stage::NotAdopted, vec!["lunes"]), "below the quorum");
    let blank = [Choice::Blank, Choice::Blank, Choice::Blank];
    let circle = choosing(Choosing::Schulze, &DAYS, None, None, &blank).unwrap();
    assert_eq!(circle.decision.stage, Stage::NotAdopted);
    // As many above as below is not enough, and no tie: whoever won it, nothing would be chosen.
    let even = [ranking(&[0]), ranking(&[3]), Choice::Blank];
    let circle = choosing(Choosing::Schulze, &DAYS, None, None, &even).unwrap();
    assert_eq!(circle.decision.stage, Stage::NotAdopted);
}

#[test]
fn a_tie_goes_back_unless_a_seed_was_promised() {
    let tied = [ranking(&[0, 1]), ranking(&[1, 0]), Choice::Blank];
    let mut circle = choosing(Choosing::Schulze, &DAYS, None, None, &tied).unwrap();
    assert_eq!(circle.decision.stage, Stage::Integration);
    assert_eq!(circle.decision.counted.as_ref().unwrap().election.as_ref().unwrap().winners, [0, 1]);
    assert_eq!((&circle.decision.terms, circle.decision.stances.len()), (&None, 0));
    // They vote anew, now with a seed.
    let seed = Some(Digest::of(b"moneda"));
    circle.does("ana", Action::Freeze { roll: Circle::roll(), review_in: Span::days(90), seed }).unwrap();
    circle.wait(Span::days(1));
    circle.does("ana", Action::OpenVoting).unwrap();
    assert_eq!((&circle.decision.counted, circle.decision.cast.len()), (&None, 0));
    for person in ["ana", "beto", "carmen"] {
        circle.does(person, Action::Cast).unwrap();
    }
    circle.wait(Span::days(2));
    circle.does("ana", Action::Count { ballots: tied.to_vec(), seed: Some(id("moneda")) }).unwrap();
    assert_eq!(circle.decision.stage, Stage::Adopted);
    // By their numbers on the ballot: of `printf moneda/1 | sha256sum` and `printf moneda/2 | sha256sum` the lesser wins.
    let lot = |number: u8| Digest::of(format!("moneda/{number}").as_bytes());
    let first = if lot(1) < lot(2) { "jueves" } else { "lunes" };
    assert_eq!(chosen(&circle), [first]);
}

#[test]
fn seats_stay_open_that_none_of_these_wins() {
    let ballots = [ranking(&[0, 1]), ranking(&[0, 1]), ranking(&[0, 3]), ranking(&[3, 0]), ranking(&[3])];
    let circle = choosing(Choosing::StvScottish, &DAYS, Some(2), Some("x"), &ballots).unwrap();
    assert_eq!((circle.decision.stage, chosen(&circle)), (Stage::Adopted, vec!["jueves"]));
    let ballots = [approving(&[0, 1]), approving(&[0, 1]), approving(&[0, 2]), approving(&[3]), approving(&[2])];
    let circle = choosing(Choosing::Approval, &DAYS, Some(2), Some("x"), &ballots).unwrap();
    let election = circle.decision.counted.clone().unwrap().election.unwrap();
    assert_eq!((election.winners, chosen(&circle)[0]), (vec![0, 1, 2], "jueves"));
}

#[test]
fn a_budget_buys_projects() {
    let projects = [("banca", Some(20)), ("parque", Some(60)), ("tejado", Some(80)), ("árbol", Some(30))];
    let ballots = [approving(&[0, 1]), approving(&[0, 1]), approving(&[3])];
    let circle = choosing(Choosing::BudgetGreedy, &projects, Some(90), None, &ballots).unwrap();
    assert_eq!((circle.decision.stage, chosen(&circle)), (Stage::Adopted, vec!["banca", "parque"]));
    let tied = choosing(Choosing::EqualShares, &projects, Some(90), None, &ballots).unwrap();
    assert_eq!(tied.decision.stage, Stage::Integration, "bench and park cost their supporters the same");
    let drawn = choosing(Choosing::EqualShares, &projects, Some(90), Some("x"), &ballots).unwrap();
    assert_eq!(drawn.decision.stage, Stage::Adopted);
    assert!(chosen(&drawn).contains(&"árbol"));
    let none = [Choice::Blank, Choice::Blank, Choice::Blank];
    let circle = choosing(Choosing::EqualShares, &projects, Some(90), None, &none).unwrap();
    assert_eq!(circle.decision.stage, Stage::NotAdopted);
}

#[test]
fn ballots_are_such_as_the_class_counts() {
    let flaw = |by: Choosing, ballot: &Choice| {
        let list = DAYS.map(|(option, _)| Choosable { id: id(option), cost: None });
        Options { by, list: list.to_vec(), allotted: 1 }.check(ballot).err()
    };
    let equal = Choice::Ranking(vec![vec![0, 1], vec![2]]);
    let twos = Choice::Scores(vec![(0, 2), (3, 2)]);
    assert_eq!(flaw(Choosing::Schulze, &equal), None);
    assert_eq!(flaw(Choosing::RankedPairs, &equal), None);
    for strict in [Choosing::InstantRunoff, Choosing::StvScottish, Choosing::StvMeek] {
        assert_eq!(flaw(strict, &equal), Some(BallotFlaw::EqualRanks));
        assert_eq!(flaw(strict, &ranking(&[2, 3, 0])), None);
        assert_eq!(flaw(strict, &twos), Some(BallotFlaw::NotRanked));
    }
    assert_eq!(flaw(Choosing::Schulze, &Choice::Yes), Some(BallotFlaw::NotRanked));
    assert_eq!(flaw(Choosing::Schulze, &ranking(&[])), Some(BallotFlaw::Empty));
    assert_eq!(flaw(Choosing::Schulze, &ranking(&[1, 0, 1])), Some(BallotFlaw::Twice(1)));
    assert_eq!(flaw(Choosing::Schulze, &ranking(&[4, 0])), Some(BallotFlaw::NoOption(4)));
    assert_eq!(flaw(Choosing::EqualShares, &approving(&[2])), None);
    assert_eq!(flaw(Choosing::EqualShares, &approving(&[3])), Some(BallotFlaw::NoOption(3)), "a budget has no none");
    assert_eq!(flaw(Choosing::Approval, &ranking(&[0])), Some(BallotFlaw::NotScored));
    assert_eq!(flaw(Choosing::Approval, &approving(&[0, 0])), Some(BallotFlaw::Twice(0)));
    assert_eq!(flaw(Choosing::Approval, &twos), Some(BallotFlaw::TooHigh(1)));
    assert_eq!(flaw(Choosing::Score { most: 2 }, &twos), None);
    assert_eq!(flaw(Choosing::MajorityJudgment { best: 2 }, &twos), None);
    assert_eq!(flaw(Choosing::Dots { each: 4 }, &twos), None);
    assert_eq!(flaw(Choosing::Dots { each: 3 }, &twos), Some(BallotFlaw::TooManyDots(3)));
    for by in [Choosing::Approval, Choosing::Schulze] {
        assert_eq!(flaw(by, &Choice::Blank), None);
    }
    // A flawed ballot stops the count, and says which it is.
    let mut circle =
        choosing(Choosing::Schulze, &DAYS, None, None, &[ranking(&[0, 1]), ranking(&[1, 0]), Choice::Blank]);
    let circle = circle.as_mut().unwrap();
    circle.does("ana", Circle::freeze()).unwrap();
    circle.wait(Span::days(1));
    circle.does("ana", Action::OpenVoting).unwrap();
    circle.does("ana", Action::Cast).unwrap();
    circle.does("beto", Action::Cast).unwrap();
    circle.wait(Span::days(2));
    let count = Action::Count { ballots: vec![ranking(&[0]), Choice::No], seed: None };
    assert_eq!(circle.missing("ana", count), Missing::Ballot(1, BallotFlaw::NotRanked));
}

/// Every way of choosing, with so many stickers for each.
fn each_method(stickers: u32) -> [Choosing; 11] {
    [
        Choosing::Approval,
        Choosing::Score { most: 5 },
        Choosing::Dots { each: stickers },
        Choosing::MajorityJudgment { best: 5 },
        Choosing::Schulze,
        Choosing::RankedPairs,
        Choosing::InstantRunoff,
        Choosing::StvScottish,
        Choosing::StvMeek,
        Choosing::BudgetGreedy,
        Choosing::EqualShares,
    ]
}

#[test]
fn each_method_chooses_what_all_want() {
    for by in each_method(5) {
        let options = DAYS.map(|(option, _)| (option, by.spends().then_some(50)));
        let ballot = if by.ranks() { ranking(&[1]) } else { Choice::Scores(vec![(1, by.most())]) };
        let ballots = vec![ballot; 3];
        let allotted = by.spends().then_some(60);
        let circle = choosing(by, &options, allotted, None, &ballots).unwrap();
        assert_eq!((circle.decision.stage, chosen(&circle)), (Stage::Adopted, vec!["lunes"]), "{by:?}");
    }
}

#[test]
fn what_options_need_before_they_are_fixed() {
    let mut circle = Circle::deliberated(|classes| Class { comprehension: None, ..classes.money });
    let offer = |option: &str, cost| Action::OfferOption { option: id(option), cost };
    assert_eq!(circle.missing("beto", offer("banca", None)), Missing::Cost);
    assert_eq!(circle.missing("beto", offer("banca", Some(0))), Missing::Cost);
    let version = circle.decision.version;
    circle.does("beto", offer("banca", Some(20))).unwrap();
    assert_eq!((circle.decision.version, circle.decision.reflecting), (version + 1, Some(circle.now)));
    assert_eq!(circle.missing("beto", offer("banca", Some(30))), Missing::New(id("banca")));
    assert_eq!(circle.missing("ana", Action::WithdrawOption { option: id("banca") }), Missing::Author);
    assert_eq!(circle.missing("ana", Action::WithdrawOption { option: id("parque") }), Missing::Known(id("parque")));
    circle.does("beto", Action::MarkEarlier { decision: id("acuerdo-7"), relation: Relation::Upholds }).unwrap();
    circle.wait(Span::days(3));
    circle.does("ana", Action::OpenIntegration).unwrap();
    assert_eq!(circle.missing("ana", Circle::freeze()), Missing::Allotment);
    assert_eq!(circle.missing("ana", Action::Allot { amount: 0 }), Missing::Allotment);
    circle.does("ana", Action::Allot { amount: 90 }).unwrap();
    assert_eq!(
        circle.missing("ana", Circle::freeze()),
        Missing::NotBefore(circle.now + Span::days(3)),
        "reflected anew"
    );
    circle.wait(Span::days(3));
    circle.does("ana", Circle::freeze()).unwrap();
    assert_eq!(circle.missing("beto", offer("árbol", Some(5))), Missing::Stage(Stage::Frozen));

    // Seats: not more than options; by instant runoff one; and no costs.
    let mut seats = Circle::deliberated(|classes| Class { comprehension: None, ..classes.persons });
    assert_eq!(seats.missing("beto", offer("carmen", Some(1))), Missing::Cost);
    seats.does("beto", offer("carmen", None)).unwrap();
    seats.does("beto", Action::Allot { amount: 3 }).unwrap();
    seats.does("beto", Action::MarkEarlier { decision: id("acuerdo-7"), relation: Relation::Upholds }).unwrap();
    seats.wait(Span::days(3));
    seats.does("ana", Action::OpenIntegration).unwrap();
    assert_eq!(seats.missing("ana", Circle::freeze()), Missing::Options(2));
    let runoff = |classes: Classes<String>| Class { choosing: Some(Choosing::InstantRunoff), ..classes.policy };
    assert_eq!(Circle::begin(runoff).missing("ana", Action::Allot { amount: 2 }), Missing::Allotment);
    let none = |classes: Classes<String>| Class { choosing: None, ..classes.policy };
    assert_eq!(Circle::begin(none).missing("ana", offer("lunes", None)), Missing::NotInThisClass);

    // Silence chooses nothing: no express consent among options.
    let mut express = Circle::begin(|classes| classes.operational);
    express.does("ana", offer("lunes", None)).unwrap();
    let open = Action::OpenExpress { roll: Circle::roll(), review_in: Span::days(30) };
    assert_eq!(express.missing("ana", open), Missing::NotInThisClass);
}

/// Each method is its own: told by what it leaves, or by electing another.
#[test]
fn each_method_counts_its_own_way() {
    let options = |by: Choosing, allotted| {
        let list = DAYS.map(|(option, _)| Choosable { id: id(option), cost: by.spends().then_some(50) });
        Options { by, list: list.to_vec(), allotted }
    };
    let elect = |by, seats, ballots: &[(u64, Choice)]| {
        let all: Vec<Choice> =
            ballots.iter().flat_map(|(count, ballot)| (0..*count).map(move |_| ballot.clone())).collect();
        options(by, seats).elect(&all, Some("x"), Share::new(1, 2)).chosen
    };
    // Three of five take both seats where pairs are compared; by transferable votes two of five have one.
    let ballots = [(3, ranking(&[0, 1])), (2, ranking(&[2]))];
    for (by, chosen) in [
        (Choosing::Schulze, [0, 1]),
        (Choosing::RankedPairs, [0, 1]),
        (Choosing::StvScottish, [0, 2]),
        (Choosing::StvMeek, [0, 2]),
    ] {
        let mut elected = elect(by, 2, &ballots);
        elected.sort_unstable();
        assert_eq!(elected, chosen, "{by:?}");
    }
    // Whom everybody likes second best is out first in an instant runoff.
    let ballots = [(4, ranking(&[0, 1])), (3, ranking(&[2, 1])), (2, ranking(&[1]))];
    assert_eq!(elect(Choosing::Schulze, 1, &ballots), [1]);
    assert_eq!(elect(Choosing::InstantRunoff, 1, &ballots), [0]);
    // A few high scores have the highest sum, many middle ones the highest median.
    let ballots = [(2, Choice::Scores(vec![(0, 5), (1, 1)])), (3, Choice::Scores(vec![(1, 1)]))];
    assert_eq!(elect(Choosing::Score { most: 5 }, 1, &ballots), [0]);
    assert_eq!(elect(Choosing::MajorityJudgment { best: 5 }, 1, &ballots), [1]);
    let places = |tally: &Tally| tally.rounds[0].exhausted.places;
    let told = |by, ballots: &[(u64, Choice)]| options(by, 1).tally(ballots, Some("x")).unwrap();
    let ranked = [(3, ranking(&[0, 1])), (2, ranking(&[2]))];
    assert_eq!(places(&told(Choosing::StvScottish, &ranked)), 5);
    assert_eq!(places(&told(Choosing::StvMeek, &ranked)), 9);
    assert!(told(Choosing::Schulze, &ranked).pairwise.unwrap().paths.is_some());
    assert!(!told(Choosing::RankedPairs, &ranked).pairwise.unwrap().pairs.is_empty());
    // Whom "none of these" is elected before is not chosen, though more put it above than below.
    let ballots = [(4, ranking(&[3, 0])), (3, ranking(&[0])), (2, ranking(&[1, 0]))];
    let seats = options(Choosing::StvScottish, 2);
    assert_eq!(seats.tally(&ballots, None).unwrap().elected, Some(vec![3, 0]));
    assert_eq!(elect(Choosing::StvScottish, 2, &ballots), Vec::<u32>::new());
    // Who names a project with nothing does not want it.
    let nothing = [(3, Choice::Scores(vec![(0, 0)]))];
    assert_eq!(elect(Choosing::BudgetGreedy, 100, &nothing), Vec::<u32>::new());
    // Greedy takes what most want; by shares everybody has a part, and nobody pays for others.
    let approvals = [(3, approving(&[0, 1])), (2, approving(&[2]))];
    assert_eq!(elect(Choosing::BudgetGreedy, 100, &approvals), [0, 1]);
    assert!(elect(Choosing::EqualShares, 125, &approvals).contains(&2));
}

/// The file of the ballots, counted as `tequio tally` counts it, elects the same, ties broken by the same seed.
#[test]
fn the_published_ballots_are_counted_to_the_same_result() {
    use tequio_deliberation::{
        file::{Contents, Format},
        tally::{self, Elimination, Strength, Ties},
    };
    let names = ["Lunes", "weight", "Lunes; y \"jueves\"\n", "Ninguna de estas"].map(str::to_owned);
    let rankings = [(3, ranking(&[0, 1])), (3, ranking(&[1, 2])), (2, ranking(&[2, 3, 0])), (1, Choice::Blank)];
    let scores = [
        (2, Choice::Scores(vec![(0, 1), (1, 1)])),
        (2, Choice::Scores(vec![(2, 1)])),
        (1, Choice::Scores(vec![(1, 1), (3, 1)])),
        (1, Choice::Blank),
    ];
    let approvals = [(2, approving(&[0, 1])), (2, approving(&[2])), (1, approving(&[1])), (2, Choice::Blank)];
    for by in each_method(2) {
        let costs = [30, 50, 60];
        let list = (0..3).map(|place| Choosable { id: place, cost: by.spends().then(|| costs[place as usize]) });
        let allotted = if by.spends() {
            90
        } else if by == Choosing::InstantRunoff {
            1
        } else {
            2
        };
        let options = Options { by, list: list.collect(), allotted };
        let ballots = if by.ranks() {
            &rankings[..]
        } else if by.spends() {
            &approvals[..]
        } else {
            &scores[..]
        };
        for seed in ["a", "b", "c", "moneda"] {
            let here = options.tally(ballots, Some(seed)).unwrap();
            let file = options.file(ballots, &names);
            let format = Format::of_name(&format!("boletas.{}", file.ending)).unwrap();
            let seats = options.seats().unwrap_or(1);
            let there = match format.read(file.text.as_bytes(), by.ranks()).unwrap() {
                Contents::Budget(budget) => {
                    let ties = Ties::seeded(seed, &budget.options());
                    assert_eq!(budget.voters(), 5);
                    if by == Choosing::EqualShares {
                        tally::equal_shares(&budget, &ties)
                    } else {
                        tally::budget_greedy(&budget, &ties)
                    }
                }
                Contents::Ranked(profile, _) => {
                    let ties = Ties::seeded(seed, profile.options());
                    assert_eq!((profile.voters(), profile.options()[1].name.as_str()), (8, "2. weight"));
                    match by {
                        Choosing::Schulze => tally::schulze(&profile, Strength::Margins, seats, &ties),
                        Choosing::RankedPairs => tally::ranked_pairs(&profile, Strength::Margins, seats, &ties),
                        Choosing::InstantRunoff => tally::irv(&profile, Elimination::All, &ties),
                        Choosing::StvScottish => tally::stv_scottish(&profile, seats, &ties),
                        _ => tally::stv_meek(&profile, seats, &ties),
                    }
                }
                Contents::Scored(scores) => {
                    let ties = Ties::seeded(seed, scores.options());
                    match by {
                        Choosing::Approval => tally::approval(&scores, seats, &ties),
                        Choosing::Score { .. } => tally::score(&scores, seats, &ties),
                        Choosing::Dots { each } => tally::dot(&scores, Some(i64::from(each)), seats, &ties),
                        _ => tally::majority_judgment(&scores, seats, &ties),
                    }
                }
            };
            assert_eq!(there.unwrap(), here, "{by:?} {seed}\n{}", file.text);
        }
    }
    let dots = Options { by: Choosing::Dots { each: 7 }, list: vec![Choosable { id: 0, cost: None }], allotted: 9 };
    let expected = ["--method", "dot", "--seats", "2", "--dots", "7", "--ties", "x"];
    assert_eq!(dots.arguments(Some("x")), expected, "no more seats than places");
}
