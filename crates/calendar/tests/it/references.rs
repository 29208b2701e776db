// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Thousands of rules, expanded here and by two programs of others: python-dateutil and the rrule crate.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use tequio_calendar::Rule;

use super::rules::{Chance, Made};

/// More occurrences of a rule are not compared.
const MOST: usize = 60;

fn rules(seed: u64, count: usize) -> Vec<Made> {
    let mut chance = Chance(seed);
    (0..count).map(|_| chance.rule()).collect()
}

fn ours(made: &Made) -> Vec<String> {
    let rule: Rule = made.text.parse().unwrap();
    rule.expand(made.start).take(MOST).map(|at| at.to_string()).collect()
}

/// How many rules: many more with `TEQUIO_TEST_LONG=1`.
pub fn count() -> usize {
    if std::env::var_os("TEQUIO_TEST_LONG").is_some() { 30_000 } else { 3_000 }
}

/// The answers of python-dateutil, one a line asked.
pub fn dateutil(most: usize, asked: String) -> Vec<String> {
    let python = std::env::var("TEQUIO_TEST_PYTHON").unwrap();
    let mut child = Command::new(python)
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/references/dateutil_occurrences.py"))
        .arg(most.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let asking = std::thread::spawn(move || stdin.write_all(asked.as_bytes()).unwrap());
    let answer = child.wait_with_output().unwrap();
    asking.join().unwrap();
    assert!(answer.status.success());
    String::from_utf8(answer.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
#[ignore = "needs Python with dateutil: ./check installs both"]
fn python_dateutil_gives_the_same_occurrences() {
    let rules = rules(20_261_124, count());
    let theirs = dateutil(MOST, rules.iter().map(|made| format!("{}\t{}\n", made.start, made.text)).collect());
    assert_eq!(theirs.len(), rules.len());
    let mut compared = 0;
    for (made, theirs) in rules.iter().zip(theirs) {
        if theirs != "gave up" {
            assert_eq!(ours(made).join(" "), theirs, "{made:?}");
            compared += 1;
        }
    }
    assert!(compared > rules.len() * 9 / 10, "{compared} of {}", rules.len());
}

#[test]
fn the_rrule_crate_gives_the_same_occurrences() {
    let mut compared = 0;
    for made in rules(5_545, count()) {
        // It loses occurrences that limits make it pass over below the day (0.14: none of
        // FREQ=MINUTELY;BYDAY=WE;BYHOUR=21;BYMINUTE=14): dateutil and the calendar agree on those.
        if ["SECONDLY", "MINUTELY", "HOURLY"].iter().any(|below_a_day| made.text.contains(below_a_day)) {
            continue;
        }
        let start = made.start.strftime("%Y%m%dT%H%M%SZ");
        // It wants a rule to end in one way only, and in the zone of its start.
        let (before, rest) = made.text.split_once(";UNTIL=").unwrap();
        let (until, rest) =
            rest.split_once(';').map_or((rest, String::new()), |(until, rest)| (until, format!(";{rest}")));
        let set = format!("DTSTART:{start}\nRRULE:{before};UNTIL={until}Z{rest}");
        // What it does not take is not compared.
        let Ok(set) = set.parse::<rrule::RRuleSet>() else { continue };
        let theirs = set.all(u16::try_from(MOST).unwrap());
        let theirs: Vec<String> = theirs.dates.iter().map(|at| at.format("%Y-%m-%dT%H:%M:%S").to_string()).collect();
        assert_eq!(ours(&made), theirs, "{made:?}");
        compared += 1;
    }
    assert!(compared > count() / 2, "{compared}");
}
