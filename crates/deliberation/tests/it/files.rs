// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Files of ballots, well and badly written.

use proptest::prelude::*;
use tequio_deliberation::{
    file::{Contents, Format, Orders, blt, categories, orders, pabulib, polis, ranked_csv, scored_csv},
    tally::{Label, Profile, UNRANKED},
};

fn ranks(profile: &Profile) -> Vec<(u64, Vec<i32>)> {
    let rank = |rank: &u16| if *rank == UNRANKED { -1 } else { i32::from(*rank) };
    profile.ballots().map(|(weight, ranks)| (weight, ranks.iter().map(rank).collect())).collect()
}

#[test]
fn blt_with_all_it_may_have() {
    let election =
        blt(b"4 2 # four, two\n-3\n2 1 2=4 0\n1 3 4 0\n1 0\n1 - 2 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"D \"\n\"Titel\"\nnotes")
            .unwrap();
    assert_eq!((election.seats, election.title.as_str()), (2, "Titel"));
    let ids: Vec<_> =
        election.profile.options().iter().map(|option| (option.id.clone(), option.name.as_str())).collect();
    assert_eq!(ids, [(Label::Number(1), "A"), (Label::Number(2), "B"), (Label::Number(4), "D ")]);
    // Who withdrew is out; the ballot that named them first goes on with its next.
    let all = ranks(&election.profile);
    assert_eq!(all[0], (2, vec![0, 1, 1]));
    assert_eq!(all[1], (1, vec![-1, -1, 0]));
    assert_eq!(all[2..], [(1, vec![-1, -1, -1]), (1, vec![-1, 0, -1])]);
    assert_eq!(blt(b"1 1\n0").unwrap().profile.options()[0].name, "", "names may be left out");
}

#[test]
fn malformed_lines_are_named() {
    let told = |file: &str, name: &str| {
        let format = Format::of_name(name).unwrap();
        format.read(file.as_bytes(), true).unwrap_err().to_string()
    };
    assert_eq!(told("3 1\n1 2 0\n1 9 0\n0", "a.blt"), "line 3: there is no option 9");
    assert_eq!(told("3 1\n1 2 2 0\n0", "a.blt"), "line 2: option 2 stands twice on this ballot");
    assert_eq!(
        told("3 1\n1 2 x 0\n0", "a.blt"),
        "line 2: expected an option, or 0 at the end of the ballot, found \"x\""
    );
    assert_eq!(
        told("3 1\n1 2 0\n", "a.blt"),
        "line 3: the file ends where how many cast a ballot, or 0 after the last one is expected"
    );
    assert_eq!(told("2 1\n0\n\"A\"", "a.blt"), "line 3: the file ends where the name of an option is expected");
    assert_eq!(told("2 1\n0\n\"A", "a.blt"), "line 3: the file ends where the closing quote of a name is expected");
    assert_eq!(told("x", "a.blt"), "line 1: expected the number of options, found \"x\"");
    let head = "# NUMBER ALTERNATIVES: 3\n# NUMBER VOTERS: 3\n";
    assert_eq!(told(&format!("{head}2: 1,{{2,3}}\n1: 1"), "a.toc"), "line 4: this format allows no incomplete ballots");
    assert_eq!(told(&format!("{head}2: 1,{{2,3}}\n1: 1"), "a.soi"), "line 3: this format allows no equal ranks");
    assert_eq!(told(&format!("{head}2: 1,2"), "a.soi"), "line 3: the file says 3 voters, and has 2");
    assert_eq!(told(&format!("{head}3: 1,,2"), "a.soi"), "line 3: expected an option, found \",2\"");
    assert_eq!(told(&format!("{head}3: 1,{{2"), "a.toi"), "line 3: the file ends where a closing brace is expected");
    assert_eq!(told("A,B\n1,2\n1,x", "a.csv"), "line 3: expected a rank from 1, or nothing, found \"x\"");
    assert_eq!(told("A,B\n1,2\n1", "a.csv"), "line 3: 1 cells, where the line of names has 2");
    assert_eq!(told("A,A\n1,2", "a.csv"), "line 1: A is there already");
    assert_eq!(told("weight,A\n0,2", "a.csv"), "line 2: expected a weight above 0, found \"0\"");
    assert_eq!(told("A\n0", "a.csv"), "line 2: expected a rank from 1, or nothing, found \"0\"");
    let meta = "META\nkey;value\nbudget;9\nvote_type;approval\nPROJECTS\nproject_id;cost\n1;5\nVOTES\nvoter_id;vote\n";
    assert_eq!(told(&format!("{meta}a;1\na;1"), "a.pb"), "line 11: voter a is there already");
    assert_eq!(told(&format!("{meta}a;2"), "a.pb"), "line 10: there is no option 2");
    assert_eq!(told(&meta.replace("1;5", "1;0"), "a.pb"), "line 7: expected a cost above 0, found \"\"");
    assert_eq!(told(&meta.replace("approval", "loudness"), "a.pb").lines().count(), 1);
    assert_eq!(Format::of_name("votes.txt"), None);
}

#[test]
fn preflib_orders_and_categories() {
    let head =
        "# FILE NAME: x\r\n# NUMBER ALTERNATIVES: 3\r\n# ALTERNATIVE NAME 1: Uno\r\n# ALTERNATIVE NAME 3: Tres: 3\r\n";
    let kind = Orders { ties: true, complete: false };
    let read = orders(format!("{head}5: 3,{{1,2}}\r\n2: {{2}}").as_bytes(), kind).unwrap();
    assert_eq!(ranks(&read), [(5, vec![1, 1, 0]), (2, vec![-1, 0, -1])]);
    assert_eq!(read.options()[2].name, "Tres: 3");
    let read = categories(format!("{head}# NUMBER CATEGORIES: 3\n4: {{1,3}},2\n1: {{}},{{}},1").as_bytes()).unwrap();
    let all: Vec<_> = read.ballots().map(|(weight, cells)| (weight, cells.to_vec())).collect();
    assert_eq!(all, [(4, vec![Some(2), Some(1), Some(2)]), (1, vec![Some(0), None, None])]);
    assert!(read.approves(2) && !read.approves(1));
}

#[test]
fn tables_of_ranks_and_of_scores() {
    let file = b"\xef\xbb\xbfweight,\"Agua, jueves\",Luz\n3,1,\n1,2,2\n";
    let read = ranked_csv(file).unwrap();
    assert_eq!(ranks(&read), [(3, vec![0, -1]), (1, vec![0, 0])]);
    assert_eq!(read.options()[0].name, "Agua, jueves");
    let read = scored_csv(file).unwrap();
    assert_eq!(read.ballots().next().unwrap(), (3, &[Some(1), None][..]));
    let kind = |ranks| match Format::of_name("a.CSV").unwrap().read(file, ranks).unwrap() {
        Contents::Ranked(profile, seats) => (profile.voters(), seats.is_some()),
        Contents::Scored(scores) => (10 * scores.voters(), false),
        Contents::Budget(_) => panic!("a table is no budget"),
    };
    assert_eq!([true, false].map(kind), [(4, false), (40, false)], "the method says whether cells are ranks or scores");
}

#[test]
fn pabulib_votes_of_each_kind() {
    let file = |kind: &str, votes: &str| {
        let text = format!(
            "META\nkey;value\nbudget;10,5\nvote_type;{kind}\nmax_length;2\nPROJECTS\nproject_id;cost;name\nx;5.25;\"A; b\"\n7;3;C\nVOTES\nvoter_id;vote;points\n{votes}"
        );
        pabulib(text.as_bytes()).unwrap()
    };
    let approval = file("approval", "a;x,7;\nb;7,x;\nc;;\n");
    assert_eq!(approval.money.to_string(), "21/2");
    assert_eq!(approval.projects[0].cost.to_string(), "21/4");
    assert_eq!(approval.projects[0].candidate.name, "A; b");
    assert_eq!(approval.projects[1].candidate.id, Label::Number(7));
    assert_eq!(approval.votes, [(2, vec![(0, 1), (1, 1)]), (1, vec![])], "equal votes are counted together");
    assert_eq!(file("cumulative", "a;x,7;3,4").votes, [(1, vec![(0, 3), (1, 4)])]);
    assert_eq!(file("ordinal", "a;7,x;").votes, [(1, vec![(0, 1), (1, 2)])]);
}

#[test]
fn polis_exports_of_both_kinds() {
    let matrix = polis(b"participant,group-id,n-votes,0,1\n7,0,2,1,-1\n8,1,0,,0\n9,,0,,\n").unwrap();
    let votes =
        polis(b"timestamp,datetime,comment-id,voter-id,vote\n2,x,0,7,1\n3,x,1,7,-1\n1,x,1,7,1\n1,x,1,8,0\n").unwrap();
    assert_eq!(matrix.participants().count(), 3, "who did not vote is there too");
    let some = |votes: &tequio_deliberation::opinions::Votes| {
        votes.participants().take(2).map(|(id, votes)| (id, votes.to_vec())).collect::<Vec<_>>()
    };
    assert_eq!(some(&matrix), some(&votes));
    assert_eq!(polis(b"a,b\n1,2").unwrap_err().line, 1);
    assert_eq!(polis(b"participant,0\n1,2").unwrap_err().to_string(), "line 2: expected 1, 0 or -1, found \"2\"");
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..300), ending in 0_usize..8) {
        let name = ["a.blt", "a.soc", "a.soi", "a.toc", "a.toi", "a.cat", "a.pb", "a.csv"][ending];
        for ranks in [false, true] {
            let _ = Format::of_name(name).unwrap().read(&bytes, ranks);
        }
        let _ = polis(&bytes);
    }

    /// Ballots written as each kind of file are read as the same ballots.
    #[test]
    fn what_is_written_is_read(lines in proptest::collection::vec((1_u64..9, Just([0, 1, 2, 3]).prop_shuffle(), 1_usize..5), 1..9)) {
        let mut blt_file = "4 1\n".to_owned();
        let mut soi = "# NUMBER ALTERNATIVES: 4\n".to_owned();
        let mut csv = "A,B,C,D,weight\n".to_owned();
        for (weight, order, length) in &lines {
            let order = &order[..*length];
            let join = |with: &str| order.iter().map(|option| (option + 1).to_string()).collect::<Vec<_>>().join(with);
            blt_file += &format!("{weight} {} 0\n", join(" "));
            soi += &format!("{weight}: {}\n", join(","));
            let cell = |option: usize| order.iter().position(|other| *other == option).map_or(String::new(), |rank| (rank + 1).to_string());
            csv += &format!("{},{},{},{},{weight}\n", cell(0), cell(1), cell(2), cell(3));
        }
        let read = |name: &str, text: &str| match Format::of_name(name).unwrap().read(text.as_bytes(), true).unwrap() {
            Contents::Ranked(profile, _) => ranks(&profile),
            other => panic!("{other:?}"),
        };
        let first = read("a.blt", &(blt_file + "0\n"));
        prop_assert_eq!(&first, &read("a.soi", &soi));
        prop_assert_eq!(&first, &read("a.csv", &csv));
    }
}
