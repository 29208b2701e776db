// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! droop (Lundell, GPL-3.0-or-later): the Glasgow wards of 2007 and others, round by round.

use std::{collections::BTreeMap, path::Path};

use tequio_deliberation::{
    file::blt,
    tally::{Profile, Round, Tally, Ties, Why, stv_meek, stv_scottish},
};

use super::{checkout, files};

/// A line of a dump: what happened in a round, and by name the state and the numbers of each option.
struct Line {
    round: String,
    action: String,
    options: BTreeMap<String, Vec<String>>,
    quota: String,
}

fn dump(path: &Path, meek: bool) -> Vec<Line> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut all = Vec::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let leading = if meek { 6 } else { 4 };
        if cells[1] == "log" || cells.len() < leading {
            continue;
        }
        let options = cells[leading..].chunks(if meek { 4 } else { 3 });
        all.push(Line {
            round: cells[0].to_owned(),
            action: cells[1].to_owned(),
            quota: cells[2].to_owned(),
            options: options
                .map(|cells| (plain(cells[0]), cells[1..].iter().map(|&cell| cell.to_owned()).collect()))
                .collect(),
        });
    }
    all
}

fn name(profile: &Profile, option: usize) -> String {
    plain(&profile.options()[option].name)
}

/// Without double spaces, which the dumps have in other places than the ballots.
fn plain(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The elections that have a dump by this rule, and that are in plain BLT (droop's own extensions in brackets are not).
fn elections(rule: &str) -> Vec<(String, Vec<Line>, Vec<u8>)> {
    let droop = checkout("jklundell", "droop");
    let mut found = Vec::new();
    for path in files(&droop.join("test/blt"), "blt") {
        let stem = path.strip_prefix(droop.join("test/blt")).unwrap().with_extension("").to_str().unwrap().to_owned();
        let reference = droop.join(format!("test/ref/dump/{stem}-{rule}.txt"));
        let bytes = std::fs::read(&path).unwrap();
        if reference.exists() && !bytes.contains(&b'[') {
            found.push((stem, dump(&reference, rule.starts_with("meek")), bytes));
        }
    }
    found
}

fn elected(lines: &[Line]) -> Vec<String> {
    let last = lines.last().unwrap();
    last.options.iter().filter(|(_, cells)| cells[0] == "E").map(|(name, _)| name.clone()).collect()
}

fn same_elected(stem: &str, profile: &Profile, tally: &Tally, lines: &[Line]) {
    let mut ours: Vec<String> = tally.elected.as_ref().unwrap().iter().map(|option| name(profile, *option)).collect();
    ours.sort();
    assert_eq!(ours, elected(lines), "{stem}");
}

/// droop excludes the first in the file where the lot decides.
fn lots(profile: &Profile) -> Ties {
    Ties::listed((0..profile.options().len()).rev())
}

#[test]
#[ignore = "long: ./check --long"]
fn long_scottish_counts_agree_with_droop_round_by_round() {
    let (mut wards, mut rounds) = (0, 0);
    for (stem, lines, bytes) in elections("scotland-fixed-p5-d5") {
        let election = blt(&bytes).unwrap();
        let profile = &election.profile;
        let tally = stv_scottish(profile, election.seats, &lots(profile)).unwrap();
        same_elected(&stem, profile, &tally, &lines);
        // droop has a stage for surpluses of nothing, and none for seats that are filled without a transfer.
        let mut ours: Vec<BTreeMap<String, String>> = Vec::new();
        for round in tally.rounds.iter().filter(|round| round.why != Why::Filled) {
            assert_eq!(round.quota.unwrap().to_string(), lines[0].quota, "{stem}");
            let all = (0..profile.options().len()).map(|option| (name(profile, option), "0.00000".to_owned()));
            let mut votes: BTreeMap<String, String> = all.collect();
            votes.extend(round.votes.iter().map(|(option, votes)| (name(profile, *option), votes.to_string())));
            ours.push(votes);
        }
        ours.dedup();
        let mut theirs: Vec<BTreeMap<String, String>> = Vec::new();
        for (nth, line) in lines.iter().enumerate().filter(|(_, line)| line.round != "X") {
            if lines.get(nth + 1).is_none_or(|next| next.round != line.round) {
                theirs.push(line.options.iter().map(|(name, cells)| (name.clone(), cells[1].clone())).collect());
            }
        }
        theirs.dedup();
        assert_eq!(ours, theirs, "{stem}");
        rounds += ours.len();
        wards += 1;
    }
    println!("{wards} elections, {rounds} rounds");
    assert!(wards >= 23, "{wards}");
}

#[test]
#[ignore = "long: ./check --long"]
fn long_meek_counts_agree_with_droop_round_by_round() {
    let (mut elections_seen, mut rounds) = (0, 0);
    for (stem, lines, bytes) in elections("meek-prf-o6-fixed-p9-d9") {
        let election = blt(&bytes).unwrap();
        let profile = &election.profile;
        let tally = stv_meek(profile, election.seats, &lots(profile)).unwrap();
        same_elected(&stem, profile, &tally, &lines);
        for (nth, round) in (1..).zip(&tally.rounds) {
            if round.why == Why::Filled {
                continue;
            }
            let action = if round.excluded.is_empty() { "elect" } else { "defeat" };
            let same = |line: &&Line| line.round == nth.to_string() && line.action == action;
            let theirs = lines.iter().find(same).unwrap_or_else(|| panic!("{stem}, round {nth}: {action}"));
            assert_eq!(round.quota.unwrap().to_string(), theirs.quota, "{stem}, round {nth}");
            compare_meek(&stem, nth, profile, round, theirs);
            rounds += 1;
        }
        elections_seen += 1;
    }
    println!("{elections_seen} elections, {rounds} rounds");
    assert!(elections_seen >= 7, "{elections_seen}");
}

fn compare_meek(stem: &str, nth: usize, profile: &Profile, round: &Round, theirs: &Line) {
    for (option, votes) in &round.votes {
        let cells = &theirs.options[&name(profile, *option)];
        assert_eq!(votes.to_string(), cells[1], "{stem}, round {nth}, {}", name(profile, *option));
    }
    for (option, keep) in &round.keep {
        let cells = &theirs.options[&name(profile, *option)];
        assert_eq!(keep.to_string(), cells[2], "{stem}, round {nth}, {}", name(profile, *option));
    }
}
