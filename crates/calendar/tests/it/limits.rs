// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Files that ask for more work than anybody would wait for: all that is done for them is counted, so the tests count
//! too and need no clock.

use jiff::{Timestamp, civil::date, tz::TimeZone};
use tequio_calendar::{
    EditError, Limits, Moment, Window,
    file::{Trouble, WORK, read},
};

fn event(properties: &str) -> String {
    format!("BEGIN:VEVENT\n{properties}\nEND:VEVENT\n")
}

fn utc(text: &str) -> Moment {
    Moment::from_text(text, None).unwrap()
}

#[test]
fn a_count_of_billions_is_shared_out_without_counting() {
    let reading = read(event("DTSTART:19000101T000000Z\nRRULE:FREQ=SECONDLY;COUNT=4294967295").as_bytes());
    let mut work = 1_000_000;
    let (first, second) = reading.calendars[0].events[0].series.split(&utc("20261128T100000Z"), &mut work).unwrap();
    let seconds = (date(2026, 11, 28).at(10, 0, 0, 0) - date(1900, 1, 1).at(0, 0, 0, 0)).get_hours();
    let days = (date(2026, 11, 28) - date(1900, 1, 1)).get_days();
    assert_eq!(seconds, 10);
    let past = u32::try_from(days).unwrap() * 24 * 3600 + 10 * 3600;
    assert_eq!(second.rules[0].count, Some(u32::MAX - past));
    assert_eq!(first.rules[0].to_string(), "FREQ=SECONDLY;UNTIL=20261128T095959Z");
    assert!(work > 100_000, "{work}");
}

#[test]
fn a_count_is_shared_out_as_it_was_counted() {
    for (start, rule, at, count) in [
        ("20260105T100000Z", "FREQ=WEEKLY;COUNT=10;BYDAY=MO,WE", "20260114T100000Z", 7),
        ("20260105T100000Z", "FREQ=MONTHLY;COUNT=5;BYMONTHDAY=31", "20260331T100000Z", 3),
        ("20260105T100000Z", "FREQ=DAILY;COUNT=4", "20260108T100000Z", 1),
    ] {
        let reading = read(event(&format!("DTSTART:{start}\nRRULE:{rule}")).as_bytes());
        let (_, second) = reading.calendars[0].events[0].series.split(&utc(at), &mut 10_000).unwrap();
        assert_eq!(second.rules[0].count, Some(count), "{rule}");
    }
}

#[test]
fn what_cannot_be_told_within_the_work_is_an_error() {
    // Every period differs, so its COUNT can only be counted.
    let rule = "RRULE:FREQ=SECONDLY;BYMINUTE=1,2,3;COUNT=4294967295";
    let reading = read(event(&format!("DTSTART:19000101T000000Z\n{rule}")).as_bytes());
    let series = &reading.calendars[0].events[0].series;
    let mut work = 100_000;
    assert!(series.contains(&utc("20261128T100100Z"), &mut work).is_err());
    assert_eq!(work, 0);
    assert_eq!(series.split(&utc("20261128T100100Z"), &mut 100_000).unwrap_err(), EditError::TooMuchWork);
}

#[test]
fn long_lists_and_many_occurrences_cost_work() {
    let window = Window { from: Timestamp::MIN, to: Timestamp::MAX, zone: TimeZone::UTC };
    let all = |most: u32| (0..=most).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    let places = (1..=366).map(|n| format!("{n},-{n}")).collect::<Vec<_>>().join(",");
    for (rule, most) in [
        // Each period holds millions.
        (
            format!(
                "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR={};BYMINUTE={};BYSECOND={}",
                all(23),
                all(59),
                all(59)
            ),
            100_100,
        ),
        // Each period is held against seven hundred places, of which none is there.
        (format!("FREQ=SECONDLY;BYSETPOS={}", places.replace("1,-1,", "")), 5_000),
    ] {
        let reading = read(event(&format!("DTSTART:20260101T000000Z\nRRULE:{rule}")).as_bytes());
        let limits = Limits { occurrences: usize::MAX, work: 100_000 };
        let expanded = reading.calendars[0].events[0].series.occurrences(&window, limits);
        assert!(expanded.cut.is_some() && expanded.work_left == 0, "{rule}");
        assert!(expanded.occurrences.len() <= most, "{}", expanded.occurrences.len());
    }
}

#[test]
fn zones_without_end_share_the_work_of_their_file() {
    let rules = "RRULE:FREQ=SECONDLY;BYSECOND=1;BYMINUTE=1;BYSETPOS=2\n".repeat(2_000);
    let zone = format!(
        "BEGIN:VTIMEZONE\nTZID:Mía\nBEGIN:STANDARD\nDTSTART:19000101T000000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0600\n{rules}END:STANDARD\nEND:VTIMEZONE\n"
    );
    let reading = read(format!("BEGIN:VCALENDAR\n{zone}{zone}END:VCALENDAR\n").as_bytes());
    let lines: Vec<usize> = reading
        .problems
        .iter()
        .filter(|problem| problem.what == Trouble::TooMuchWork)
        .map(|problem| problem.line)
        .collect();
    assert_eq!(lines, [8, 2_016], "each zone is named at the rule that was too much");
    assert_eq!(reading.work_left, 0);
    let mexico = "BEGIN:VTIMEZONE\nTZID:Mía\nBEGIN:STANDARD\nDTSTART:19961027T020000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0600\nEND:STANDARD\nEND:VTIMEZONE\n";
    let reading = read(format!("BEGIN:VCALENDAR\n{mexico}END:VCALENDAR\n").as_bytes());
    assert!(reading.problems.is_empty() && reading.work_left > WORK - 20_000, "{}", reading.work_left);
}

#[test]
fn thousands_of_changes_of_one_series_are_told_apart_at_once() {
    // With every pair compared this took minutes.
    let change = |second: u32| {
        let at = format!("20260101T{:02}{:02}{:02}Z", second / 3600, second / 60 % 60, second % 60);
        event(&format!("UID:1\nRECURRENCE-ID:{at}\nDTSTART:{at}"))
    };
    let file: String = (0..40_000).map(change).collect::<String>() + &event("UID:1\nDTSTART:20260101T000000Z");
    let reading = read(file.as_bytes());
    assert_eq!(reading.calendars[0].events[0].series.overrides.len(), 40_000);
}
