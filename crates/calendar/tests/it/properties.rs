// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What must hold of any rule and any file.

use jiff::{ToSpan, civil::date};
use proptest::prelude::*;
use tequio_calendar::{Limits, Moment, Rule, Series, Window, file, series::End, zone};

use super::rules::Chance;

proptest! {
    #[test]
    fn any_bytes_are_read_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = file::read(&bytes);
    }

    #[test]
    fn any_properties_are_read_expanded_and_written(
        lines in proptest::collection::vec(
            ("(DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID|UID|SEQUENCE|GEO)",
             "(;TZID=(America/Mexico_City|Europe/Madrid|x))?(;VALUE=(DATE|PERIOD))?",
             "([0-9]{8}(T[0-9]{6}Z?)?(/P[0-9]{1,9}[WDHMS])?,?){0,3}|FREQ=(SECONDLY|DAILY|YEARLY);INTERVAL=[0-9]{1,12};BY(DAY|MONTH|HOUR|SETPOS)=-?[0-9]{1,3}(MO)?|-?PT?[0-9]{1,9}[WDHMS]"),
            1..8)
    ) {
        let body: String = lines.iter().map(|(name, params, value)| format!("{name}{params}:{value}\r\n")).collect();
        let text = format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260101T100000Z\r\n{body}END:VEVENT\r\nEND:VCALENDAR\r\n");
        let window = Window::days(date(2026, 1, 1), date(2026, 3, 1), zone::get("America/Mexico_City").unwrap());
        for calendar in file::read(text.as_bytes()).calendars {
            for event in &calendar.events {
                let limits = Limits { occurrences: 100, work: 20_000 };
                let found = event.series.occurrences(&window, limits).occurrences;
                prop_assert!(found.len() <= 100);
                for at in found {
                    prop_assert!(window.overlaps(&at.start, &at.end));
                }
            }
            let _ = file::write(&calendar);
        }
    }

    /// Asking for a window is asking for everything and looking into the window.
    #[test]
    fn a_window_holds_what_the_whole_has_there(seed in any::<u64>(), from in 0_i64..3_000, days in 1_i64..60) {
        let made = Chance(seed).rule();
        let zone = zone::get("Europe/Madrid").unwrap();
        let start = Moment::zoned(made.start, zone.clone());
        let mut series = Series::once(start, End::Open);
        series.rules = vec![made.text.parse::<Rule>().unwrap()];
        let first = made.start.date();
        let (from, to) = (first + from.days(), first + (from + days).days());
        let limits = Limits { occurrences: 100_000, work: 50_000_000 };
        let whole = series.occurrences(&Window::days(first, first + 30.years(), zone.clone()), limits);
        let window = Window::days(from, to, zone);
        let expected: Vec<_> = whole.occurrences.iter().filter(|at| window.overlaps(&at.start, &at.end)).cloned().collect();
        prop_assert_eq!(series.occurrences(&window, limits).occurrences, expected, "{:?}", made);
    }

    #[test]
    fn a_rule_s_text_is_read_as_the_same_rule(seed in any::<u64>()) {
        let made = Chance(seed).rule();
        let rule: Rule = made.text.parse().unwrap();
        let again: Rule = rule.to_string().parse().unwrap();
        prop_assert_eq!(again, rule);
    }
}
