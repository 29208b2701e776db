// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a `TZID` means: a zone of the world under any program's name, or the file's own `VTIMEZONE`.
//!
//! The world's tables come first: a file that an old program wrote still has the summer time that Mexico
//! abolished in 2022, and whoever wrote "10:00 in Mexico City" meant what the clocks there show.

use std::collections::BTreeMap;

use jiff::{
    civil::{Date, DateTime},
    tz::{Offset, TimeZone},
};

use super::{Problem, Trouble, components::Component, lines::Line, windows};
use crate::{
    recurrence::{Rule, Until},
    text, zone,
};

/// The zones that a file defines, by the names it gives them.
#[derive(Debug, Default)]
pub(super) struct Zones(BTreeMap<String, TimeZone>);

impl Zones {
    /// Takes the zones of a calendar. What following their rules costs is taken off `work`.
    pub(super) fn read(&mut self, calendar: &Component, work: &mut u64, problems: &mut Vec<Problem>) {
        for part in calendar.parts("VTIMEZONE") {
            let Some(name) = part.text("TZID") else { continue };
            let place = part.text("X-LIC-LOCATION").and_then(|place| zone::get(&place));
            let zone = place.map_or_else(|| own(&name, part, work), |place| Ok(Some(place)));
            match zone {
                Ok(Some(zone)) => drop(self.0.insert(name, zone)),
                Ok(None) => {}
                Err(TooLong { line }) => problems.push(Problem { line, what: Trouble::TooMuchWork }),
            }
        }
    }

    /// The zone of a name. `None` if nobody knows it.
    pub(super) fn get(&self, name: &str) -> Option<TimeZone> {
        let name = name.trim();
        world(name).or_else(|| self.0.get(name).cloned()).or_else(|| offset_in(name).map(TimeZone::fixed))
    }
}

/// `America/Mexico_City`, `/mozilla.org/20050126_1/America/Mexico_City`, `Central Standard Time (Mexico)`.
fn world(name: &str) -> Option<TimeZone> {
    if let Some(zone) = zone::get(name).or_else(|| windows::iana(name).and_then(zone::get)) {
        return Some(zone);
    }
    let parts: Vec<&str> = name.split('/').collect();
    // The names of places have two parts, or three ("America/Argentina/Ushuaia").
    [3, 2].into_iter().filter(|_| name.starts_with('/')).find_map(|count| {
        let from = parts.len().checked_sub(count)?;
        zone::get(&parts.get(from..)?.join("/"))
    })
}

/// The offset in names such as `(UTC-06:00) Guadalajara`, `GMT-6`, `UTC+0530`.
fn offset_in(name: &str) -> Option<Offset> {
    let name = name.trim_start_matches('(');
    let rest = name.strip_prefix("UTC").or_else(|| name.strip_prefix("GMT"))?;
    let sign = match rest.chars().next() {
        Some('+') => 1,
        Some('-') => -1,
        _ => return None,
    };
    let number: String = rest.chars().skip(1).take_while(|c| c.is_ascii_digit() || *c == ':' || *c == '.').collect();
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = if digits.len() > 2 { digits.split_at(digits.len() - 2) } else { (digits.as_str(), "0") };
    let seconds = hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60;
    Offset::from_seconds(sign * seconds).ok()
}

/// A change of the clocks.
#[derive(Clone, Copy)]
struct Change {
    /// Seconds since 1970.
    at: i64,
    before: i32,
    after: i32,
    summer: bool,
}

/// Beyond these years a file's own zone does not change any more.
const YEARS: (i16, i16) = (1900, 2200);
/// More changes than any zone has in these years.
const CHANGES: usize = 4_000;
/// What each change costs beyond finding it: it stays in memory as long as its zone.
const KEEPING: u64 = 16;

/// The rule of this line takes longer to follow than is left for the file.
struct TooLong {
    line: usize,
}

/// A zone made of a `VTIMEZONE` (RFC 5545, 3.6.5).
fn own(name: &str, definition: &Component, work: &mut u64) -> Result<Option<TimeZone>, TooLong> {
    let mut changes: Vec<Change> = Vec::new();
    for part in &definition.parts {
        let summer = part.name == "DAYLIGHT";
        let (Some(before), Some(after)) = (offset_of(part, "TZOFFSETFROM"), offset_of(part, "TZOFFSETTO")) else {
            continue;
        };
        let at = |local: DateTime| Change { at: utc_second(local) - i64::from(before), before, after, summer };
        changes.extend(begins(part, before, CHANGES - changes.len().min(CHANGES), work)?.into_iter().map(at));
    }
    changes.sort_by_key(|change| change.at);
    changes.dedup_by_key(|change| change.at);
    Ok(tzif(&changes).and_then(|tzif| TimeZone::tzif(name, &tzif).ok()))
}

/// When a part of a zone begins to hold, in local times of the offset before: the first `limit` times.
fn begins(part: &Component, before: i32, limit: usize, work: &mut u64) -> Result<Vec<DateTime>, TooLong> {
    let Some(start) = part.line("DTSTART").and_then(|line| local_of(&line.value)) else { return Ok(Vec::new()) };
    let mut begins = vec![start];
    for line in part.all("RDATE") {
        begins.extend(line.value.split(',').filter_map(local_of));
    }
    let (from, to) = (Date::new(YEARS.0, 1, 1), Date::new(YEARS.1, 1, 1));
    let (Ok(from), Ok(to)) = (from, to) else { return Ok(begins) };
    for line in part.all("RRULE") {
        let Ok(rule) = line.value.parse::<Rule>() else { continue };
        let until = match rule.until {
            Some(Until::Instant(until)) => Offset::from_seconds(before).ok().map(|before| before.to_datetime(until)),
            _ => None,
        };
        let mut all = rule.expand(start).starting_at(from.at(0, 0, 0, 0)).ending_at(to.at(0, 0, 0, 0)).with_work(*work);
        let known = begins.len();
        let meant = all.by_ref().take_while(|local| until.is_none_or(|until| *local <= until));
        begins.extend(meant.take(limit.saturating_sub(known)));
        *work = all.work_left().saturating_sub(KEEPING * (begins.len() - known) as u64);
        if all.gave_up() {
            return Err(TooLong { line: line.number });
        }
    }
    begins.truncate(limit);
    Ok(begins)
}

fn local_of(value: &str) -> Option<DateTime> {
    Some(match text::parse(value)? {
        text::Parsed::Local(local) | text::Parsed::Utc(local) => local,
        text::Parsed::Date(date) => date.at(0, 0, 0, 0),
    })
}

fn offset_of(part: &Component, name: &str) -> Option<i32> {
    part.line(name).and_then(|line: &Line| offset(line.value.trim()))
}

/// `-0600`, `+053000`: seconds east of Greenwich.
fn offset(text: &str) -> Option<i32> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("-", digits) => (-1, digits),
        ("+", digits) => (1, digits),
        _ => (1, text),
    };
    let digits = digits.replace(':', "");
    let part = |from: usize| digits.get(from..from + 2).map_or(Some(0), |part| part.parse::<i32>().ok());
    let seconds = part(0)? * 3600 + part(2)? * 60 + part(4)?;
    (digits.len() >= 4 && seconds < 86_400).then_some(sign * seconds)
}

fn utc_second(local: DateTime) -> i64 {
    TimeZone::UTC.to_timestamp(local).map_or(0, |instant| instant.as_second())
}

/// The changes as the file that programs keep zones in (RFC 8536, version 2): the one form in which jiff takes a
/// zone of one's own. `None` if there are no changes, or too many offsets.
fn tzif(changes: &[Change]) -> Option<Vec<u8>> {
    let first = changes.first()?;
    let mut types: Vec<(i32, bool)> = vec![(first.before, false)];
    let mut indices = Vec::with_capacity(changes.len());
    for change in changes {
        let kind = (change.after, change.summer);
        let place = types.iter().position(|known| *known == kind).unwrap_or_else(|| {
            types.push(kind);
            types.len() - 1
        });
        indices.push(u8::try_from(place).ok()?);
    }
    let header = |out: &mut Vec<u8>, times: usize, types: usize, chars: usize| -> Option<()> {
        out.extend_from_slice(b"TZif2");
        out.extend_from_slice(&[0; 15]);
        for count in [0, 0, 0, times, types, chars] {
            out.extend_from_slice(&u32::try_from(count).ok()?.to_be_bytes());
        }
        Some(())
    };
    const NAME: &[u8] = b"LCL\0";
    let mut out = Vec::new();
    // The block of version 1, which nobody reads, cannot be empty.
    header(&mut out, 0, 1, NAME.len())?;
    out.extend_from_slice(&[0; 6]);
    out.extend_from_slice(NAME);
    header(&mut out, changes.len(), types.len(), NAME.len())?;
    for change in changes {
        out.extend_from_slice(&change.at.to_be_bytes());
    }
    out.extend_from_slice(&indices);
    for (offset, summer) in types {
        out.extend_from_slice(&offset.to_be_bytes());
        out.extend_from_slice(&[u8::from(summer), 0]);
    }
    out.extend_from_slice(NAME);
    out.extend_from_slice(b"\n\n");
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::components::components;

    fn zones(text: &str) -> Zones {
        let mut zones = Zones::default();
        zones.read(&components(text.as_bytes(), &mut Vec::new()), &mut { crate::file::WORK }, &mut Vec::new());
        zones
    }

    fn offset_at(zone: &TimeZone, local: &str) -> i32 {
        let instant = zone.to_ambiguous_timestamp(local.parse::<DateTime>().unwrap()).compatible().unwrap();
        zone.to_offset(instant).seconds() / 60
    }

    #[test]
    fn the_world_is_known_by_many_names() {
        let zones = Zones::default();
        for name in [
            "America/Mexico_City",
            "america/mexico_city",
            "/mozilla.org/20050126_1/America/Mexico_City",
            "/freeassociation.sourceforge.net/Tzfile/America/Mexico_City",
            "Central Standard Time (Mexico)",
        ] {
            let zone = zones.get(name).unwrap();
            assert_eq!(zone.iana_name(), Some("America/Mexico_City"), "{name}");
        }
        assert_eq!(zones.get("/x/America/Argentina/Ushuaia").unwrap().iana_name(), Some("America/Argentina/Ushuaia"));
        for (name, minutes) in [("(UTC-06:00) Guadalajara", -360), ("GMT+5", 300), ("UTC+0530", 330)] {
            assert_eq!(offset_at(&zones.get(name).unwrap(), "2026-01-01T00:00"), minutes, "{name}");
        }
        assert!(zones.get("Marte").is_none() && zones.get("UTC-").is_none());
    }

    const OWN: &str = "BEGIN:VTIMEZONE\nTZID:Mía\nBEGIN:STANDARD\nDTSTART:19961027T020000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\n\
        TZOFFSETFROM:-0500\nTZOFFSETTO:-0600\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:19960407T020000\n\
        RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=4;UNTIL=20220403T080000Z\nTZOFFSETFROM:-0600\nTZOFFSETTO:-0500\nEND:DAYLIGHT\nEND:VTIMEZONE\n";

    #[test]
    fn a_file_s_own_zone_has_its_changes() {
        let zone = zones(OWN).get("Mía").unwrap();
        for (local, minutes) in [
            ("1996-04-07T01:59", -360),
            ("1996-04-07T03:00", -300),
            ("2021-07-01T00:00", -300),
            ("2022-04-03T03:00", -300),
            ("2022-10-30T03:00", -360),
            ("2023-07-01T00:00", -360),
            ("2150-07-01T00:00", -360),
        ] {
            assert_eq!(offset_at(&zone, local), minutes, "{local}");
        }
    }

    #[test]
    fn a_zone_that_is_in_the_world_s_tables_is_the_world_s() {
        let zone = zones(&OWN.replace("Mía", "America/Mexico_City").replace(";UNTIL=20220403T080000Z", ""));
        assert_eq!(offset_at(&zone.get("America/Mexico_City").unwrap(), "2026-07-01T00:00"), -360);
    }
}
