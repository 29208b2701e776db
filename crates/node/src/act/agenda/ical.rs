// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Writing iCalendar files (RFC 5545) with their time zones.

use std::{collections::BTreeMap, fmt::Write as _};

use jiff::{
    Timestamp,
    civil::DateTime,
    tz::{Offset, TimeZone},
};

use crate::spine::{id::Id, world::Micros};

use super::{
    pages::DateRow,
    rules::ONCE,
    series::{Parts, Series, stamp},
};

/// An activity, as a file needs it.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Row {
    pub(crate) id: Id,
    pub(crate) uid: String,
    pub(crate) sequence: i64,
    pub(crate) series: String,
    pub(crate) time_zone: String,
    pub(crate) title: Option<String>,
    pub(crate) body: Option<String>,
    pub(crate) place: Option<String>,
    pub(crate) link: Option<String>,
    pub(crate) cancelled_at: Option<Micros>,
    pub(crate) created_at: Micros,
    pub(crate) updated_at: Micros,
}

/// A file that is being written.
#[derive(Debug)]
pub(crate) struct Calendar {
    head: String,
    events: String,
    /// The zones in use, each with the years it has to reach.
    zones: BTreeMap<String, (i16, i16)>,
}

impl Calendar {
    /// A file with a name that calendars show.
    pub(crate) fn new(name: &str) -> Self {
        let mut head = String::new();
        for (key, value) in [
            ("BEGIN", "VCALENDAR"),
            ("VERSION", "2.0"),
            ("PRODID", "-//Tequio//Tequio//ES"),
            ("CALSCALE", "GREGORIAN"),
            ("METHOD", "PUBLISH"),
            ("REFRESH-INTERVAL;VALUE=DURATION", "PT6H"),
            ("X-PUBLISHED-TTL", "PT6H"),
        ] {
            line(&mut head, key, value);
        }
        line(&mut head, "NAME", &escape(name));
        line(&mut head, "X-WR-CALNAME", &escape(name));
        Self { head, events: String::new(), zones: BTreeMap::new() }
    }

    /// Adds an activity with the dates that differ from its rule: moved, described or cancelled ones.
    pub(crate) fn add(&mut self, row: &Row, tags: &[String], address: &str, dates: &[DateRow]) {
        let Ok(parts) = Series::from_stored(row.series.clone()).parts() else { return };
        let zone = if parts.all_day { "" } else { row.time_zone.as_str() };
        if !zone.is_empty() {
            let years = (parts.start.year(), parts.start.year() + 12);
            let known = self.zones.entry(zone.to_owned()).or_insert(years);
            *known = (known.0.min(years.0), known.1.max(years.1));
        }
        let common = |out: &mut String, title: &str, place: Option<&str>, cancelled: bool| {
            line(out, "UID", &row.uid);
            line(out, "DTSTAMP", &utc(row.updated_at));
            line(out, "CREATED", &utc(row.created_at));
            line(out, "LAST-MODIFIED", &utc(row.updated_at));
            line(out, "SEQUENCE", &row.sequence.to_string());
            line(out, "SUMMARY", &escape(title));
            if let Some(place) = place {
                line(out, "LOCATION", &escape(place));
            }
            let body = crate::web::markdown::summary(row.body.as_deref().unwrap_or_default(), 2_000);
            let online = row.link.as_deref().map(|link| format!("{link}\n\n")).unwrap_or_default();
            line(out, "DESCRIPTION", &escape(&format!("{online}{body}\n\n{address}")));
            line(out, "URL", address);
            if !tags.is_empty() {
                let tags: Vec<String> = tags.iter().map(|tag| escape(tag)).collect();
                line(out, "CATEGORIES", &tags.join(","));
            }
            line(out, "STATUS", if cancelled { "CANCELLED" } else { "CONFIRMED" });
        };
        let title = row.title.as_deref().unwrap_or_default();
        let out = &mut self.events;
        line(out, "BEGIN", "VEVENT");
        common(out, title, row.place.as_deref(), row.cancelled_at.is_some());
        moment(out, "DTSTART", parts.start, zone);
        moment(out, "DTEND", parts.end, zone);
        if let Some(rule) = row.series.lines().find_map(|line| line.strip_prefix("RRULE:")) {
            line(out, "RRULE", &rule_with_utc_end(rule, &parts, &row.time_zone));
        }
        for except in &parts.except {
            moment(out, "EXDATE", *except, zone);
        }
        line(out, "END", "VEVENT");
        for date in dates.iter().filter(|date| date.date_id != ONCE && differs(date, &parts)) {
            let read = |text: &str| -> Option<DateTime> {
                text.parse().ok().or_else(|| {
                    Some(text.parse::<jiff::civil::Date>().ok()?.to_datetime(jiff::civil::Time::midnight()))
                })
            };
            let (Some(id), Some(starts), Some(ends)) =
                (read(&date.date_id), read(&date.starts_local), read(&date.ends_local))
            else {
                continue;
            };
            line(out, "BEGIN", "VEVENT");
            let own_title = date.title.as_deref().unwrap_or(title);
            let own_place = date.place.as_deref().or(row.place.as_deref());
            common(out, own_title, own_place, date.cancelled_at.is_some() || row.cancelled_at.is_some());
            moment(out, "RECURRENCE-ID", id, zone);
            moment(out, "DTSTART", starts, zone);
            moment(out, "DTEND", ends, zone);
            line(out, "END", "VEVENT");
        }
    }

    /// The whole file.
    pub(crate) fn finish(self) -> String {
        let mut text = self.head;
        for (zone, (from, to)) in &self.zones {
            time_zone(&mut text, zone, *from, *to);
        }
        text.push_str(&self.events);
        line(&mut text, "END", "VCALENDAR");
        text
    }
}

/// Whether a date is not simply what the rule says.
fn differs(date: &DateRow, parts: &Parts) -> bool {
    let plain = stamp_of(&date.starts_local, parts.all_day).is_some_and(|stamp| stamp == date.date_id);
    let read = |text: &str| text.parse::<DateTime>().ok();
    let length = match (read(&date.starts_local), read(&date.ends_local)) {
        (Some(starts), Some(ends)) => ends.duration_since(starts) == parts.end.duration_since(parts.start),
        _ => true,
    };
    !plain || !length || date.title.is_some() || date.place.is_some() || date.cancelled_at.is_some()
}

fn stamp_of(local: &str, all_day: bool) -> Option<String> {
    if all_day {
        return Some(local.replace('-', ""));
    }
    Some(stamp(local.parse().ok()?, false))
}

/// RFC 5545 wants `UNTIL` in UTC where the beginning has a zone.
fn rule_with_utc_end(rule: &str, parts: &Parts, zone: &str) -> String {
    let Some(until) = parts.rule.as_ref().and_then(|rule| rule.until) else { return rule.to_owned() };
    if parts.all_day {
        return rule.to_owned();
    }
    let instant = TimeZone::get(zone).ok().and_then(|zone| zone.to_timestamp(until).ok());
    let Some(instant) = instant else { return rule.to_owned() };
    rule.replace(&format!("UNTIL={}", stamp(until, false)), &format!("UNTIL={}", utc(instant.as_microsecond())))
}

fn moment(out: &mut String, name: &str, at: DateTime, zone: &str) {
    if zone.is_empty() {
        line(out, &format!("{name};VALUE=DATE"), &stamp(at, true));
    } else if zone == "UTC" {
        line(out, name, &format!("{}Z", stamp(at, false)));
    } else {
        line(out, &format!("{name};TZID={zone}"), &stamp(at, false));
    }
}

fn utc(at: Micros) -> String {
    let at = TimeZone::UTC.to_datetime(Timestamp::from_microsecond(at).unwrap_or_default());
    format!("{}Z", stamp(at, false))
}

/// A text value: RFC 5545, section 3.3.11.
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
        .replace("\r\n", "\\n")
        .replace(['\n', '\r'], "\\n")
}

/// A line, folded at 75 octets without breaking a character (section 3.1).
fn line(out: &mut String, name: &str, value: &str) {
    let mut width = 0;
    for c in name.chars().chain(":".chars()).chain(value.chars()) {
        if width + c.len_utf8() > 75 {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out.push_str("\r\n");
}

/// A `VTIMEZONE` with every change of the clocks in the years it has to reach. Where there is none it has
/// the one offset in force.
fn time_zone(out: &mut String, name: &str, from: i16, to: i16) {
    let Ok(zone) = TimeZone::get(name) else { return };
    let year = |year: i16| DateTime::new(year, 1, 1, 0, 0, 0, 0).ok().and_then(|at| zone.to_timestamp(at).ok());
    let (Some(start), Some(end)) = (year(from), year(to + 1)) else { return };
    line(out, "BEGIN", "VTIMEZONE");
    line(out, "TZID", name);
    let mut before = zone.to_offset(start);
    let info = zone.to_offset_info(start);
    section(out, info.dst().is_dst(), TimeZone::UTC.to_datetime(start), (before, before), info.abbreviation());
    for change in zone.following(start).take_while(|change| change.timestamp() < end) {
        let local = before.to_datetime(change.timestamp());
        section(out, change.dst().is_dst(), local, (before, change.offset()), change.abbreviation());
        before = change.offset();
    }
    line(out, "END", "VTIMEZONE");
}

fn section(out: &mut String, summer: bool, at: DateTime, (from, to): (Offset, Offset), name: &str) {
    let kind = if summer { "DAYLIGHT" } else { "STANDARD" };
    line(out, "BEGIN", kind);
    line(out, "DTSTART", &stamp(at, false));
    line(out, "TZOFFSETFROM", &offset(from));
    line(out, "TZOFFSETTO", &offset(to));
    line(out, "TZNAME", name);
    line(out, "END", kind);
}

fn offset(offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let mut text = String::from(if minutes < 0 { "-" } else { "+" });
    let _ = write!(text, "{:02}{:02}", minutes.abs() / 60, minutes.abs() % 60);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters() {
        let mut out = String::new();
        line(&mut out, "SUMMARY", &"ñ".repeat(80));
        assert!(out.split("\r\n").all(|line| line.len() <= 75));
        assert_eq!(out.replace("\r\n ", ""), format!("SUMMARY:{}\r\n", "ñ".repeat(80)));
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(escape("a,b;c\\d\ne"), "a\\,b\\;c\\\\d\\ne");
    }

    #[test]
    fn a_zone_has_its_changes_and_mexico_none_any_more() {
        let mut out = String::new();
        time_zone(&mut out, "America/Mexico_City", 2026, 2028);
        assert_eq!(out.matches("BEGIN:STANDARD").count(), 1);
        assert!(out.contains("TZOFFSETTO:-0600") && !out.contains("DAYLIGHT"));
        let mut out = String::new();
        time_zone(&mut out, "America/Tijuana", 2026, 2026);
        assert!(out.contains("DTSTART:20260308T020000\r\nTZOFFSETFROM:-0800\r\nTZOFFSETTO:-0700"), "{out}");
    }
}
