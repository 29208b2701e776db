// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Rules in zones whose clocks change, held against python-dateutil and the rrule crate instant by instant; Mexico's
//! summer time, abolished in 2022 but along the border, among them.
//!
//! All three take the clock's time as RFC 5545, 3.3.5 says: what a clock skips is read with the offset before the gap,
//! what it shows twice is the first. Where the two differ from the standard or between themselves:
//! - python-dateutil counts and yields an instant twice where a skipped local time and another one fall on it; here
//!   such two are one occurrence. So its answers are made a set, and rules with `COUNT` are not asked.
//! - both take `DTSTART` for an occurrence only if the rule yields it; the standard (3.8.5.3) counts it always.
//! - the rrule crate loses occurrences below the day (see `references.rs`): it is not asked for those.

use std::collections::BTreeSet;

use jiff::{
    Timestamp, ToSpan,
    civil::{DateTime, date},
    tz::{AmbiguousOffset, TimeZone},
};
use tequio_calendar::{End, Limits, Moment, Rule, Series, Window, zone};

use super::{
    references::{count, dateutil},
    rules::Chance,
};

const ZONES: [&str; 7] = [
    "America/Mexico_City",
    "America/Tijuana",
    "America/Ciudad_Juarez",
    "America/Cancun",
    "Europe/Madrid",
    "America/New_York",
    "Australia/Lord_Howe",
];

/// More occurrences of a rule are not asked for.
const MOST: u16 = 60_000;

#[derive(Debug)]
struct Made {
    zone: &'static str,
    start: DateTime,
    /// The rule; its `UNTIL` is an instant, as the standard wants it beside a zone.
    text: String,
}

/// Rules from 1996 to 2030, half of them from some days before a change of the clock, at the hours when it changes.
fn rules(seed: u64) -> Vec<Made> {
    let mut chance = Chance(seed);
    let mut made = Vec::new();
    while made.len() < count() * 2 / 3 {
        let rule = chance.rule();
        let name = ZONES[usize::try_from(chance.below(7)).unwrap()];
        let zone = zone::get(name).unwrap();
        let mut start = rule.start;
        let change = zone.following(zone.to_ambiguous_timestamp(start).compatible().unwrap()).next();
        if let Some(change) = change.filter(|_| chance.one_in(2)) {
            let day = zone.to_datetime(change.timestamp()).date() - chance.between(0, 3).days();
            start = day
                .to_datetime(rule.start.time())
                .with()
                .hour(i8::try_from(chance.between(0, 3)).unwrap())
                .build()
                .unwrap();
        }
        let (before, rest) = rule.text.split_once(";UNTIL=").unwrap();
        let (until, rest) =
            rest.split_once(';').map_or((rest, String::new()), |(until, rest)| (until, format!(";{rest}")));
        let until = DateTime::strptime("%Y%m%dT%H%M%S", until).unwrap();
        let rest: Vec<&str> = rest.split(';').filter(|part| !part.starts_with("COUNT")).collect();
        let length = until.duration_since(rule.start);
        let open: Rule = format!("{before}{}", rest.join(";")).parse().unwrap();
        // A reference would look for the first occurrence of a rule without one up to the year 9999.
        if start.year() > 2030 || open.expand(start).ending_at(start + length).next().is_none() {
            continue;
        }
        let until = Moment::zoned(start + length, zone).instant_in(&TimeZone::UTC);
        let text = format!("{before};UNTIL={}{}", until.strftime("%Y%m%dT%H%M%SZ"), rest.join(";"));
        made.push(Made { zone: name, start, text });
    }
    made
}

/// The instants at which a series begins, and the local times.
fn ours(made: &Made) -> (BTreeSet<i64>, Vec<DateTime>) {
    let mut series = Series::once(Moment::zoned(made.start, zone::get(made.zone).unwrap()), End::Open);
    series.rules.push(made.text.parse().unwrap());
    let window = Window { from: Timestamp::MIN, to: Timestamp::MAX, zone: TimeZone::UTC };
    let found = series.occurrences(&window, Limits { occurrences: usize::from(MOST), ..Limits::default() });
    assert_eq!(found.cut, None, "{made:?}");
    let instants = found.occurrences.iter().map(|one| one.start.instant_in(&TimeZone::UTC).as_second()).collect();
    (instants, found.occurrences.iter().map(|one| one.start.local()).collect())
}

/// What a comparison has looked at: rules, local times that a clock skips, and local times that it shows twice.
#[derive(Default, Debug)]
struct Seen {
    rules: usize,
    skipped: usize,
    doubled: usize,
}

impl Seen {
    fn compare(&mut self, made: &Made, mut theirs: BTreeSet<i64>) {
        let (instants, locals) = ours(made);
        let zone = zone::get(made.zone).unwrap();
        theirs.insert(Moment::zoned(made.start, zone.clone()).instant_in(&TimeZone::UTC).as_second());
        assert_eq!(instants, theirs, "{made:?}");
        self.rules += 1;
        for local in locals {
            match zone.to_ambiguous_timestamp(local).offset() {
                AmbiguousOffset::Gap { .. } => self.skipped += 1,
                AmbiguousOffset::Fold { .. } => self.doubled += 1,
                AmbiguousOffset::Unambiguous { .. } => {}
            }
        }
    }
}

#[test]
#[ignore = "needs Python with dateutil: ./check installs both"]
fn python_dateutil_gives_the_same_instants() {
    let rules = rules(1_996);
    let asked = rules.iter().map(|made| format!("{}\t{}\t{}\n", made.start, made.text, made.zone)).collect();
    let answers = dateutil(usize::from(MOST), asked);
    assert_eq!(answers.len(), rules.len());
    let mut seen = Seen::default();
    for (made, theirs) in rules.iter().zip(answers) {
        if theirs != "gave up" {
            seen.compare(made, theirs.split_whitespace().map(|at| at.parse().unwrap()).collect());
        }
    }
    assert!(seen.rules > rules.len() * 9 / 10 && seen.skipped > 100 && seen.doubled > 100, "{seen:?}");
}

#[test]
fn the_rrule_crate_gives_the_same_instants() {
    let rules = rules(2_022);
    let mut seen = Seen::default();
    for made in &rules {
        if ["SECONDLY", "MINUTELY", "HOURLY"].iter().any(|below_a_day| made.text.contains(below_a_day)) {
            continue;
        }
        let start = made.start.strftime("%Y%m%dT%H%M%S");
        let set = format!("DTSTART;TZID={}:{start}\nRRULE:{}", made.zone, made.text);
        // What it does not take is not compared.
        let Ok(set) = set.parse::<rrule::RRuleSet>() else { continue };
        seen.compare(made, set.all(MOST).dates.iter().map(|at| at.timestamp()).collect());
    }
    assert!(seen.rules > rules.len() / 2 && seen.skipped > 20 && seen.doubled > 20, "{seen:?}");
}

/// The instants of every day at 02:30 in Madrid, on some days.
fn half_past_two(from: DateTime) -> Vec<String> {
    let text = format!("FREQ=DAILY;UNTIL={}", (from + 3.days()).strftime("%Y%m%dT%H%M%SZ"));
    let (instants, _) = ours(&Made { zone: "Europe/Madrid", start: from, text });
    instants.into_iter().map(|at| Timestamp::from_second(at).unwrap().to_string()).collect()
}

/// On 29 March 2026 Madrid's clocks go from 02:00 to 03:00: 02:30 is read with the offset of before, and is 03:30.
#[test]
fn a_time_that_the_clock_skips_has_the_offset_of_before() {
    assert_eq!(
        half_past_two(date(2026, 3, 28).at(2, 30, 0, 0)),
        ["2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z", "2026-03-31T00:30:00Z"]
    );
}

/// On 25 October 2026 Madrid's clocks go from 03:00 back to 02:00: of the two 02:30 the first is meant.
#[test]
fn a_time_that_the_clock_shows_twice_is_the_first() {
    assert_eq!(
        half_past_two(date(2026, 10, 24).at(2, 30, 0, 0)),
        ["2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z", "2026-10-27T01:30:00Z"]
    );
}

/// Mexico City keeps ten in the morning before, in and after its summer time, which ended for good in October 2022.
#[test]
fn mexico_has_no_summer_time_any_more() {
    let text = "FREQ=YEARLY;BYMONTH=1,7;UNTIL=20240801T000000Z".to_owned();
    let start = date(2022, 1, 15).at(10, 0, 0, 0);
    let at = |zone| {
        let (instants, _) = ours(&Made { zone, start, text: text.clone() });
        instants
            .into_iter()
            .map(|at| Timestamp::from_second(at).unwrap().strftime("%y-%m %H").to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(at("America/Mexico_City"), ["22-01 16", "22-07 15", "23-01 16", "23-07 16", "24-01 16", "24-07 16"]);
    assert_eq!(at("America/Tijuana"), ["22-01 18", "22-07 17", "23-01 18", "23-07 17", "24-01 18", "24-07 17"]);
}
