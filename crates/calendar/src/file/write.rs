// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Writing iCalendar files with the zones they need.

use std::{collections::BTreeMap, fmt::Write as _};

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::{Offset, TimeZone},
};

use crate::{
    event::{Calendar, Class, Details, Event, Status},
    moment::{Moment, Nominal, resolve},
    recurrence::{Rule, Until},
    series::{Added, End, Series},
    text,
};

/// The years that a zone's changes are written for, from the first use on: whoever subscribes asks again long before.
const YEARS: i16 = 12;

/// A file of one calendar, published (RFC 5546, `METHOD:PUBLISH`), to be asked for again after six hours (RFC 7986).
#[must_use]
pub fn write(calendar: &Calendar) -> String {
    let mut out = Writer::default();
    for (name, value) in [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//Tequio//Tequio//ES"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("REFRESH-INTERVAL;VALUE=DURATION", "PT6H"),
        ("X-PUBLISHED-TTL", "PT6H"),
    ] {
        out.line(name, value);
    }
    for name in ["NAME", "X-WR-CALNAME"] {
        out.text(name, calendar.name.as_ref());
    }
    for name in ["DESCRIPTION", "X-WR-CALDESC"] {
        out.text(name, calendar.description.as_ref());
    }
    if let Some(zone) = calendar.zone.as_ref().and_then(TimeZone::iana_name) {
        out.line("X-WR-TIMEZONE", zone);
    }
    let mut zones: BTreeMap<String, (TimeZone, i16)> = BTreeMap::new();
    for event in &calendar.events {
        let changed = event.series.overrides.iter().map(|change| &change.start);
        for moment in std::iter::once(&event.series.start).chain(changed) {
            let Some((zone, name)) = moment.zone().and_then(|zone| Some((zone, named(zone)?))) else { continue };
            let year = moment.local().year();
            let known = zones.entry(name.to_owned()).or_insert_with(|| (zone.clone(), year));
            known.1 = known.1.min(year);
        }
    }
    for (name, (zone, from)) in &zones {
        out.zone(name, zone, *from);
    }
    for event in &calendar.events {
        out.event(event);
    }
    out.line("END", "VCALENDAR");
    out.0
}

#[derive(Default)]
struct Writer(String);

impl Writer {
    /// A line, folded at 75 octets without cutting a character (RFC 5545, 3.1).
    fn line(&mut self, name: &str, value: &str) {
        let mut width = 0;
        for c in name.chars().chain(":".chars()).chain(value.chars()) {
            if width + c.len_utf8() > 75 {
                self.0.push_str("\r\n ");
                width = 1;
            }
            self.0.push(c);
            width += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    fn text(&mut self, name: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.line(name, &escape(value));
        }
    }

    fn moment(&mut self, name: &str, at: &Moment) {
        match at {
            Moment::Date(_) => self.line(&format!("{name};VALUE=DATE"), &at.to_text()),
            Moment::Floating(_) => self.line(name, &at.to_text()),
            Moment::Zoned { local, zone } => match named(zone) {
                Some(zone) => self.line(&format!("{name};TZID={zone}"), &at.to_text()),
                None => self.line(name, &text::instant(resolve(*local, zone))),
            },
        }
    }

    fn event(&mut self, event: &Event) {
        let Event { uid, series, .. } = event;
        self.line("BEGIN", "VEVENT");
        self.details(uid, &event.details);
        if let Some(id) = &event.recurrence_id {
            self.moment("RECURRENCE-ID", id);
        }
        self.moment("DTSTART", &series.start);
        self.end(&series.end);
        for (name, rules) in [("RRULE", &series.rules), ("EXRULE", &series.excluded_rules)] {
            for rule in rules {
                self.line(name, &by_the_book(rule, series).to_string());
            }
        }
        for excluded in &series.excluded {
            self.moment("EXDATE", &in_kind(excluded, &series.start));
        }
        for added in &series.added {
            self.added(added);
        }
        if let Some(minutes) = event.alarm_minutes_before {
            self.alarm(minutes, event.details.summary.as_ref());
        }
        self.line("END", "VEVENT");
        for change in &series.overrides {
            self.line("BEGIN", "VEVENT");
            self.details(uid, &change.details);
            let range = if change.and_future { ";RANGE=THISANDFUTURE" } else { "" };
            self.moment(&format!("RECURRENCE-ID{range}"), &in_kind(&change.recurrence_id, &series.start));
            self.moment("DTSTART", &change.start);
            self.end(&change.end);
            self.line("END", "VEVENT");
        }
    }

    fn end(&mut self, end: &End) {
        match end {
            End::Open => {}
            End::At(end) => self.moment("DTEND", end),
            End::After(nominal) => self.line("DURATION", &duration(*nominal)),
        }
    }

    fn added(&mut self, added: &Added) {
        let period = match &added.end {
            None => return self.moment("RDATE", &added.start),
            Some(End::After(nominal)) => duration(*nominal),
            Some(end) => end.of(&added.start, &added.start).to_text(),
        };
        let value = format!("{}/{period}", added.start.to_text());
        match added.start.zone().and_then(named) {
            Some(zone) => self.line(&format!("RDATE;VALUE=PERIOD;TZID={zone}"), &value),
            None => self.line("RDATE;VALUE=PERIOD", &value),
        }
    }

    fn alarm(&mut self, minutes: u32, summary: Option<&String>) {
        self.line("BEGIN", "VALARM");
        self.line("ACTION", "DISPLAY");
        self.line("TRIGGER", &format!("-PT{minutes}M"));
        self.line("DESCRIPTION", &escape(summary.map_or("", String::as_str)));
        self.line("END", "VALARM");
    }

    fn details(&mut self, uid: &str, details: &Details) {
        self.line("UID", &escape(uid));
        self.line("DTSTAMP", &text::instant(details.stamp.unwrap_or(Timestamp::UNIX_EPOCH)));
        for (name, instant) in [("CREATED", details.created), ("LAST-MODIFIED", details.modified)] {
            if let Some(instant) = instant {
                self.line(name, &text::instant(instant));
            }
        }
        self.line("SEQUENCE", &details.sequence.to_string());
        self.text("SUMMARY", details.summary.as_ref());
        self.text("LOCATION", details.location.as_ref());
        if let Some(geo) = details.geo {
            self.line("GEO", &format!("{};{}", geo.latitude, geo.longitude));
        }
        self.text("DESCRIPTION", details.description.as_ref());
        if let Some(url) = &details.url {
            self.line("URL", url);
        }
        if !details.categories.is_empty() {
            let categories: Vec<String> = details.categories.iter().map(|category| escape(category)).collect();
            self.line("CATEGORIES", &categories.join(","));
        }
        match details.status {
            Some(Status::Tentative) => self.line("STATUS", "TENTATIVE"),
            Some(Status::Confirmed) => self.line("STATUS", "CONFIRMED"),
            Some(Status::Cancelled) => self.line("STATUS", "CANCELLED"),
            None => {}
        }
        match details.class {
            Some(Class::Private) => self.line("CLASS", "PRIVATE"),
            Some(Class::Confidential) => self.line("CLASS", "CONFIDENTIAL"),
            Some(Class::Public) | None => {}
        }
    }

    /// A `VTIMEZONE` with every change of the clocks in its years; where there is none, with the one offset there is.
    fn zone(&mut self, name: &str, zone: &TimeZone, from: i16) {
        let year = |year: i16| Date::new(year, 1, 1).ok().map(|day| resolve(day.at(0, 0, 0, 0), zone));
        let (Some(start), Some(end)) = (year(from), year(from.saturating_add(YEARS + 1))) else { return };
        self.line("BEGIN", "VTIMEZONE");
        self.line("TZID", name);
        let info = zone.to_offset_info(start);
        let mut before = info.offset();
        self.holds(info.dst().is_dst(), zone.to_datetime(start), (before, before), info.abbreviation());
        for change in zone.following(start).take_while(|change| change.timestamp() < end) {
            let local = before.to_datetime(change.timestamp());
            self.holds(change.dst().is_dst(), local, (before, change.offset()), change.abbreviation());
            before = change.offset();
        }
        self.line("END", "VTIMEZONE");
    }

    fn holds(&mut self, summer: bool, from: DateTime, offsets: (Offset, Offset), name: &str) {
        let kind = if summer { "DAYLIGHT" } else { "STANDARD" };
        self.line("BEGIN", kind);
        self.line("DTSTART", &text::date_time(from));
        self.line("TZOFFSETFROM", &offset(offsets.0));
        self.line("TZOFFSETTO", &offset(offsets.1));
        self.line("TZNAME", name);
        self.line("END", kind);
    }
}

/// The name by which others know a zone; UTC needs none.
fn named(zone: &TimeZone) -> Option<&str> {
    zone.iana_name().filter(|name| *zone != TimeZone::UTC && crate::zone::get(name).is_some())
}

/// `UNTIL` has the kind of the start, and is UTC where the start has a zone (3.3.10).
fn by_the_book(rule: &Rule, series: &Series) -> Rule {
    let until = rule.until.map(|until| match (until, &series.start) {
        (Until::Date(date), Moment::Zoned { zone, .. }) => Until::Instant(resolve(date.at(23, 59, 59, 0), zone)),
        (Until::Date(date), Moment::Floating(_)) => Until::Local(date.at(23, 59, 59, 0)),
        (Until::Local(local), Moment::Zoned { zone, .. }) => Until::Instant(resolve(local, zone)),
        (Until::Local(local), Moment::Date(_)) => Until::Date(local.date()),
        (Until::Instant(instant), Moment::Date(_)) => Until::Date(TimeZone::UTC.to_datetime(instant).date()),
        (Until::Instant(instant), Moment::Floating(_)) => Until::Local(TimeZone::UTC.to_datetime(instant)),
        (until, _) => until,
    });
    Rule { until, ..rule.clone() }
}

/// What names an occurrence in the terms of its series, where a file had it otherwise.
fn in_kind(moment: &Moment, start: &Moment) -> Moment {
    match (moment, start) {
        (Moment::Date(date), Moment::Floating(_) | Moment::Zoned { .. }) => {
            start.with_local(date.to_datetime(start.local().time()))
        }
        (Moment::Floating(local), Moment::Zoned { .. }) => start.with_local(*local),
        (moment, Moment::Date(_)) => start.with_local(moment.local()),
        _ => moment.clone(),
    }
}

fn duration(nominal: Nominal) -> String {
    let (days, seconds) = (nominal.days.max(0), nominal.seconds.max(0));
    let time = if seconds > 0 || days == 0 { format!("T{seconds}S") } else { String::new() };
    let days = if days > 0 { format!("{days}D") } else { String::new() };
    format!("P{days}{time}")
}

fn offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let mut text = String::from(if seconds < 0 { "-" } else { "+" });
    // Writing into a String does not fail.
    let _ = write!(text, "{:02}{:02}", seconds.abs() / 3600, seconds.abs() / 60 % 60);
    if seconds % 60 != 0 {
        let _ = write!(text, "{:02}", seconds.abs() % 60);
    }
    text
}

/// A text (3.3.11).
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
        .replace("\r\n", "\\n")
        .replace(['\n', '\r'], "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters() {
        let mut out = Writer::default();
        out.line("SUMMARY", &"ñ".repeat(80));
        assert!(out.0.split("\r\n").all(|line| line.len() <= 75));
        assert_eq!(out.0.replace("\r\n ", ""), format!("SUMMARY:{}\r\n", "ñ".repeat(80)));
    }

    #[test]
    fn a_zone_has_its_changes_and_mexico_none_any_more() {
        let zone = |name: &str, from| {
            let mut out = Writer::default();
            out.zone(name, &crate::zone::get(name).unwrap(), from);
            out.0
        };
        let mexico = zone("America/Mexico_City", 2026);
        assert_eq!(mexico.matches("BEGIN:STANDARD").count(), 1);
        assert!(mexico.contains("TZOFFSETTO:-0600") && !mexico.contains("DAYLIGHT"));
        let tijuana = zone("America/Tijuana", 2026);
        assert!(tijuana.contains("DTSTART:20260308T020000\r\nTZOFFSETFROM:-0800\r\nTZOFFSETTO:-0700"), "{tijuana}");
    }
}
