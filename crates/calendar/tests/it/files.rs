// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Files as programs write them, with their usual quirks.

use jiff::civil::date;
use tequio_calendar::{
    Limits, Window,
    file::{Trouble, read, write},
    zone,
};

/// The occurrences of a file in 2026 as `start/end title`, in Mexico City where a time floats.
fn occurrences(text: &str) -> Vec<String> {
    let reading = read(text.as_bytes());
    assert_eq!(reading.problems, [], "{text}");
    expanded(text)
}

fn expanded(text: &str) -> Vec<String> {
    let mexico = zone::get("America/Mexico_City").unwrap();
    let window = Window::days(date(2026, 1, 1), date(2027, 1, 1), mexico);
    let reading = read(text.as_bytes());
    let mut found = Vec::new();
    for event in reading.calendars.iter().flat_map(|calendar| &calendar.events) {
        for at in event.series.occurrences(&window, Limits::default()).occurrences {
            let details = at.changed_by.map_or(&event.details, |change| &change.details);
            let title = details.summary.clone().unwrap_or_default();
            let cancelled = if at.is_cancelled() { " (cancelled)" } else { "" };
            found.push(format!("{}/{} {title}{cancelled}", at.start.to_text(), at.end.to_text()));
        }
    }
    found
}

fn troubles(text: &str) -> Vec<(usize, Trouble)> {
    read(text.as_bytes()).problems.into_iter().map(|problem| (problem.line, problem.what)).collect()
}

fn event(properties: &str) -> String {
    format!("BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nSUMMARY:a\n{properties}\nEND:VEVENT\nEND:VCALENDAR\n")
}

#[test]
fn an_end_may_be_missing_or_wrong() {
    assert_eq!(occurrences(&event("DTSTART;VALUE=DATE:20260105")), ["20260105/20260106 a"]);
    assert_eq!(occurrences(&event("DTSTART:20260105T100000")), ["20260105T100000/20260105T100000 a"]);
    assert_eq!(
        occurrences(&event("DTSTART:20260105T100000Z\nDURATION:PT90M")),
        ["20260105T100000Z/20260105T113000Z a"]
    );
    // What ends before it begins takes no time, and is named.
    for wrong in ["DTEND:20260105T090000", "DURATION:-PT1H"] {
        let file = event(&format!("DTSTART:20260105T100000\n{wrong}"));
        assert_eq!(expanded(&file), ["20260105T100000/20260105T100000 a"], "{wrong}");
        let value = wrong.split_once(':').unwrap().1.to_owned();
        assert_eq!(troubles(&file), [(7, Trouble::Backwards { value })], "{wrong}");
    }
    let period = event("DTSTART:20260105T100000\nRDATE;VALUE=PERIOD:20260106T100000/20260106T090000");
    assert_eq!(troubles(&period).len(), 1);
    assert_eq!(occurrences(&event("DTSTART;VALUE=DATE:20260105\nDTEND;VALUE=DATE:20260105")), ["20260105/20260106 a"]);
    // A day by its form, and midnight that is called a day.
    assert_eq!(occurrences(&event("DTSTART:20260105")), ["20260105/20260106 a"]);
    assert_eq!(occurrences(&event("DTSTART;VALUE=DATE:20260105T000000")), ["20260105/20260106 a"]);
}

#[test]
fn until_is_read_as_meant_whatever_its_kind() {
    let last = |start: &str, until: &str| {
        occurrences(&event(&format!("DTSTART{start}\nRRULE:FREQ=DAILY;UNTIL={until}"))).pop().unwrap()
    };
    let mexico = ";TZID=America/Mexico_City:20260105T190000";
    // A date includes its day; UTC is that instant: 19:00 in Mexico City is the next day there.
    assert_eq!(last(mexico, "20260107"), "20260107T190000/20260107T190000 a");
    assert_eq!(last(mexico, "20260108T010000Z"), "20260107T190000/20260107T190000 a");
    assert_eq!(last(mexico, "20260108T005959Z"), "20260106T190000/20260106T190000 a");
    assert_eq!(last(mexico, "20260107T190000"), "20260107T190000/20260107T190000 a");
    assert_eq!(last(";VALUE=DATE:20260105", "20260107T000000Z"), "20260107/20260108 a");
    assert_eq!(last(":20260105T190000", "20260107T190000Z"), "20260107T190000/20260107T190000 a");
}

#[test]
fn exceptions_and_further_dates_in_any_form() {
    let weekly = "DTSTART;TZID=America/Mexico_City:20260103T100000\nDTEND;TZID=America/Mexico_City:20260103T120000\n\
        RRULE:FREQ=WEEKLY;COUNT=5\n";
    for exception in [
        "EXDATE;TZID=America/Mexico_City:20260110T100000,20260117T100000",
        "EXDATE:20260110T160000Z,20260117T160000Z",
        "EXDATE;VALUE=DATE:20260110\nEXDATE;VALUE=DATE:20260117",
        "EXDATE:20260110T100000,20260117T100000",
        "exdate;tzid=\"Central Standard Time (Mexico)\":20260110T100000,20260117T100000",
    ] {
        assert_eq!(
            occurrences(&event(&format!("{weekly}{exception}"))),
            [
                "20260103T100000/20260103T120000 a",
                "20260124T100000/20260124T120000 a",
                "20260131T100000/20260131T120000 a"
            ],
            "{exception}"
        );
    }
    assert_eq!(
        occurrences(&event(
            "DTSTART:20260103T100000Z\nDTEND:20260103T110000Z\nRDATE:20260104T100000Z\n\
            RDATE;VALUE=PERIOD:20260105T100000Z/PT3H,20260106T100000Z/20260106T103000Z"
        )),
        [
            "20260103T100000Z/20260103T110000Z a",
            "20260104T100000Z/20260104T110000Z a",
            "20260105T100000Z/20260105T130000Z a",
            "20260106T100000Z/20260106T103000Z a"
        ]
    );
}

#[test]
fn one_occurrence_or_all_that_follow_may_differ() {
    let file = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:moved\nRECURRENCE-ID:20260110T160000Z\n\
        DTSTART;TZID=America/Mexico_City:20260111T090000\nDTEND;TZID=America/Mexico_City:20260111T100000\nEND:VEVENT\n\
        BEGIN:VEVENT\nUID:1\nSUMMARY:a\nDTSTART;TZID=America/Mexico_City:20260103T100000\nDURATION:PT2H\n\
        RRULE:FREQ=WEEKLY;COUNT=4\nEND:VEVENT\n\
        BEGIN:VEVENT\nUID:1\nRECURRENCE-ID;TZID=America/Mexico_City:20260124T100000\nSTATUS:CANCELLED\nEND:VEVENT\n\
        END:VCALENDAR\n";
    assert_eq!(
        occurrences(file),
        [
            "20260103T100000/20260103T120000 a",
            "20260111T090000/20260111T100000 moved",
            "20260117T100000/20260117T120000 a",
            "20260124T100000/20260124T120000 a (cancelled)"
        ]
    );
    let following = file.replace("RECURRENCE-ID:20260110", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260110");
    assert_eq!(occurrences(&following)[2], "20260118T090000/20260118T100000 moved");
    // An occurrence without its series is an event of its own.
    let alone = event("RECURRENCE-ID:20260110T160000Z\nDTSTART:20260111T160000Z");
    assert_eq!(occurrences(&alone), ["20260111T160000Z/20260111T160000Z a"]);
}

#[test]
fn the_last_version_of_an_event_counts() {
    let version = |sequence: u32, day: u32| {
        format!("BEGIN:VEVENT\nUID:1\nSEQUENCE:{sequence}\nDTSTART:202601{day:02}\nEND:VEVENT\n")
    };
    let file = format!("BEGIN:VCALENDAR\n{}{}{}END:VCALENDAR\n", version(1, 5), version(2, 6), version(0, 7));
    assert_eq!(occurrences(&file), ["20260106/20260107 "]);
}

#[test]
fn several_calendars_lower_case_and_events_of_no_calendar() {
    let one = "begin:vcalendar\nx-wr-calname:Etla\nbegin:vevent\nuid:1\ndtstart;value=date:20260105\nrrule:freq=weekly;count=2;byday=mo\nend:vevent\nend:vcalendar\n";
    let reading = read(format!("{one}{}", event("DTSTART:20260107")).as_bytes());
    assert_eq!(reading.calendars.len(), 2);
    assert_eq!(reading.calendars[0].name.as_deref(), Some("Etla"));
    assert_eq!(occurrences(one), ["20260105/20260106 ", "20260112/20260113 "]);
    assert_eq!(occurrences("BEGIN:VEVENT\nDTSTART:20260105\nEND:VEVENT"), ["20260105/20260106 "]);
    let uid = |text: &str| read(text.as_bytes()).calendars[0].events[0].uid.clone();
    let nameless = "BEGIN:VEVENT\nDTSTART:20260105\nSUMMARY:a\nEND:VEVENT";
    assert_eq!(uid(nameless), uid(nameless));
    assert_ne!(uid(nameless), uid(&nameless.replace(":a", ":b")));
}

#[test]
fn an_own_zone_holds_where_the_world_knows_none() {
    let file = "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Hora de aquí\nBEGIN:STANDARD\nDTSTART:20000101T000000\n\
        TZOFFSETFROM:-0700\nTZOFFSETTO:-0630\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\n\
        DTSTART;TZID=Hora de aquí:20260105T100000\nEND:VEVENT\nEND:VCALENDAR\n";
    let reading = read(file.as_bytes());
    assert_eq!(reading.problems, []);
    let start = &reading.calendars[0].events[0].series.start;
    assert_eq!(start.instant_in(&jiff::tz::TimeZone::UTC).to_string(), "2026-01-05T16:30:00Z");
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_taken() {
    let file = event("DTSTART:20260105T100000\nRRULE:FREQ=SOMETIMES\nEXDATE:tomorrow,20260106T100000\nDURATION:long");
    let reading = read(file.as_bytes());
    let named: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        named,
        [
            "line 7: FREQ cannot be \"SOMETIMES\"",
            "line 8: EXDATE cannot be \"tomorrow\"",
            "line 9: \"long\" is no duration"
        ]
    );
    assert_eq!(expanded(&file), ["20260105T100000/20260105T100000 a"]);
    assert_eq!(troubles("<html>no</html>"), [(1, Trouble::NoCalendar)]);
    assert_eq!(troubles(&event("LOCATION:x")), [(3, Trouble::NoStart)]);
    assert_eq!(troubles(&event("DTSTART;TZID=Marte:20260105T100000")), [(6, Trouble::Zone("Marte".to_owned()))]);
    assert_eq!(troubles(&event("DTSTART:20260105\nbasura")), [(7, Trouble::Stray("basura".to_owned()))]);
    assert_eq!(
        troubles("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260105\n"),
        [(1, Trouble::Unclosed("VCALENDAR".to_owned())), (2, Trouble::Unclosed("VEVENT".to_owned()))]
    );
    assert_eq!(
        troubles(&format!("{}END:VEVENT\n", event("DTSTART:20260105"))),
        [(9, Trouble::Unopened("VEVENT".to_owned()))]
    );
    let deep = "BEGIN:X\n".repeat(100_000);
    assert!(troubles(&format!("BEGIN:VCALENDAR\n{deep}")).contains(&(17, Trouble::TooDeep)));
}

#[test]
fn a_rule_s_unknown_parts_are_named() {
    let rule = |rule: &str| event(&format!("DTSTART:20260105T100000\nRRULE:FREQ=DAILY;{rule}"));
    // What chooses no dates is left out.
    let file = rule("COUNT=2;X-FOO=1");
    assert_eq!(expanded(&file).len(), 2);
    assert_eq!(troubles(&file), [(7, Trouble::RulePart("X-FOO=1".to_owned()))]);
    // What chooses some cannot be followed, nor can a series of none.
    for (wrong, said) in [
        ("BYEASTER=0", "line 7: BYEASTER is not of the standard"),
        ("COUNT=0", "line 7: COUNT cannot be \"0\""),
        ("COUNT=-1", "line 7: COUNT cannot be \"-1\""),
    ] {
        let file = rule(wrong);
        assert_eq!(expanded(&file).len(), 1, "{wrong}");
        assert_eq!(read(file.as_bytes()).problems[0].to_string(), said);
    }
    assert_eq!(troubles(&event("DTSTART:20260105T100000\nRRULE:RRULE:freq=daily; count=2;;wkst=SU")), []);
}

#[test]
fn text_that_was_not_folded_goes_on() {
    let file = event("DTSTART:20260105\nDESCRIPTION:uno\ndos y tres");
    let reading = read(file.as_bytes());
    assert_eq!(reading.problems, []);
    assert_eq!(reading.calendars[0].events[0].details.description.as_deref(), Some("uno\ndos y tres"));
}

#[test]
fn what_was_written_is_read_again() {
    let file = "BEGIN:VCALENDAR\nNAME:Etla\\, Oaxaca\nBEGIN:VEVENT\nUID:ñ;1\nSUMMARY:a\\; b\nDESCRIPTION:uno\\ndos\n\
        CATEGORIES:x,y\\,z\nGEO:17.2;-96.8\nURL:https://example.org/\nCLASS:PRIVATE\nSTATUS:TENTATIVE\nSEQUENCE:3\n\
        DTSTAMP:20260101T000000Z\nDTSTART;TZID=America/Tijuana:20260103T100000\nDTEND;TZID=America/Tijuana:20260103T120000\n\
        RRULE:FREQ=MONTHLY;BYDAY=1SA,-1SU;BYSETPOS=1;UNTIL=20261231\nEXDATE;VALUE=DATE:20260207\n\
        RDATE;VALUE=PERIOD;TZID=America/Tijuana:20260205T100000/PT3H\nEND:VEVENT\n\
        BEGIN:VEVENT\nUID:ñ;1\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260404T170000Z\nSUMMARY:c\nDTSTART;TZID=America/Tijuana:20260404T110000\nDURATION:P1DT2H\nEND:VEVENT\nEND:VCALENDAR\n";
    let before = occurrences(file);
    assert_eq!(before.len(), 12);
    let reading = read(file.as_bytes());
    let written = write(&reading.calendars[0]);
    assert_eq!(occurrences(&written), before);
    let again = read(written.as_bytes());
    assert_eq!(again.calendars[0].events[0].details, reading.calendars[0].events[0].details);
    assert_eq!(again.calendars[0].name, reading.calendars[0].name);
    assert_eq!(write(&again.calendars[0]), written);
    // By the book: UNTIL is UTC beside a zone.
    assert!(written.contains("UNTIL=20270101T075959Z"), "{written}");
}
