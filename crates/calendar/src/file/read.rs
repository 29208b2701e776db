// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Events from components.

use std::collections::{BTreeMap, HashMap};

use jiff::{Timestamp, tz::TimeZone};

use super::{
    Problem, Reading, Trouble, WORK,
    components::{Component, components},
    lines::Line,
    zones::Zones,
};
use crate::{
    event::{Calendar, Class, Details, Event, Geo, Status},
    moment::{Moment, Nominal},
    recurrence::unknown_part,
    series::{Added, End, Override, Series},
    text,
};

/// Reads a file of any program, in UTF-8 or Latin-1. What cannot be read is named; the rest is taken.
#[must_use]
pub fn read(file: &[u8]) -> Reading {
    let mut problems = Vec::new();
    let root = components(file, &mut problems);
    let mut work_left = WORK;
    let mut zones = Zones::default();
    for calendar in root.parts("VCALENDAR") {
        zones.read(calendar, &mut work_left, &mut problems);
    }
    let mut reader = Reader { zones, problems };
    let mut calendars: Vec<Calendar> = root.parts("VCALENDAR").map(|part| reader.calendar(part)).collect();
    // Events that nobody put into a calendar.
    if root.parts("VEVENT").next().is_some() {
        calendars.push(reader.calendar(&root));
    }
    let mut problems = reader.problems;
    if calendars.is_empty() {
        problems = vec![Problem { line: 1, what: Trouble::NoCalendar }];
    }
    problems.sort_by_key(|problem| problem.line);
    Reading { calendars, problems, work_left }
}

struct Reader {
    zones: Zones,
    problems: Vec<Problem>,
}

/// An event as it stands: not yet together with those of the same series.
struct Single {
    uid: String,
    /// Which occurrence it is, and whether those that follow are meant too.
    recurrence_id: Option<(Moment, bool)>,
    has_start: bool,
    series: Series,
    details: Details,
    line: usize,
}

impl Reader {
    fn calendar(&mut self, component: &Component) -> Calendar {
        let singles: Vec<Single> = component.parts("VEVENT").filter_map(|part| self.single(part)).collect();
        Calendar {
            name: component.text("NAME").or_else(|| component.text("X-WR-CALNAME")),
            description: component.text("DESCRIPTION").or_else(|| component.text("X-WR-CALDESC")),
            zone: component.text("X-WR-TIMEZONE").and_then(|name| self.zones.get(&name)),
            events: together(singles),
        }
    }

    fn problem(&mut self, line: &Line, what: Trouble) {
        self.problems.push(Problem { line: line.number, what });
    }

    fn single(&mut self, event: &Component) -> Option<Single> {
        let details = Self::details(event);
        let recurrence_id = event.line("RECURRENCE-ID").and_then(|line| {
            let future = line.param("RANGE").is_some_and(|range| range.eq_ignore_ascii_case("THISANDFUTURE"));
            Some((self.moment(line, &line.value)?, future))
        });
        let named = event.line("DTSTART");
        let start = named.and_then(|line| self.moment(line, &line.value));
        let has_start = start.is_some();
        let id = recurrence_id.as_ref().map(|(id, _)| id.clone());
        let Some(start) = start.or(id) else {
            if named.is_none() {
                self.problems.push(Problem { line: event.number, what: Trouble::NoStart });
            }
            return None;
        };
        let end = self.end(event, &start);
        let mut series = Series::once(start, end);
        for (name, rules) in [("RRULE", &mut series.rules), ("EXRULE", &mut series.excluded_rules)] {
            for line in event.all(name) {
                match line.value.parse() {
                    Ok(rule) => {
                        rules.push(rule);
                        if let Some(part) = unknown_part(&line.value) {
                            self.problem(line, Trouble::RulePart(part));
                        }
                    }
                    Err(error) => self.problem(line, Trouble::Rule(error)),
                }
            }
        }
        for line in event.all("EXDATE") {
            series.excluded.extend(values(line).filter_map(|value| self.moment(line, value)));
        }
        for line in event.all("RDATE") {
            series.added.extend(values(line).filter_map(|value| self.added(line, value)));
        }
        let uid = event.text("UID").unwrap_or_else(|| made_up(&series.start, &details));
        Some(Single { uid, recurrence_id, has_start, series, details, line: event.number })
    }

    fn end(&mut self, event: &Component, start: &Moment) -> End {
        if let Some(line) = event.line("DTEND") {
            let end = self.moment(line, &line.value).map_or(End::Open, End::At);
            return self.forwards(line, &line.value, start, end);
        }
        match event.line("DURATION") {
            Some(line) => {
                let end = self.duration(line, &line.value).map_or(End::Open, End::After);
                self.forwards(line, &line.value, start, end)
            }
            None => End::Open,
        }
    }

    /// An end, named if it lies before its start: whoever reads it takes it to be the start.
    fn forwards(&mut self, line: &Line, value: &str, start: &Moment, end: End) -> End {
        let utc = TimeZone::UTC;
        let zone = start.zone().unwrap_or(&utc);
        let backwards = match &end {
            End::At(end) => end.instant_in(zone) < start.instant_in(zone),
            End::After(nominal) => nominal.days < 0 || nominal.seconds < 0,
            End::Open => false,
        };
        if backwards {
            self.problem(line, Trouble::Backwards { value: shortened(value) });
        }
        end
    }

    /// A date or a period.
    fn added(&mut self, line: &Line, value: &str) -> Option<Added> {
        let Some((start, end)) = value.split_once('/') else {
            return Some(Added { start: self.moment(line, value)?, end: None });
        };
        let start = self.moment(line, start)?;
        let end = if end.trim_start().starts_with(['P', 'p', '+']) {
            self.duration(line, end).map(End::After)
        } else {
            self.moment(line, end).map(End::At)
        };
        let end = end.map(|own| self.forwards(line, value, &start, own));
        Some(Added { start, end })
    }

    fn duration(&mut self, line: &Line, value: &str) -> Option<Nominal> {
        let nominal = text::duration(value);
        if nominal.is_none() {
            self.problem(line, Trouble::Duration { value: shortened(value) });
        }
        nominal
    }

    fn moment(&mut self, line: &Line, value: &str) -> Option<Moment> {
        let zone = match line.param("TZID") {
            Some(name) if !name.is_empty() => {
                let zone = self.zones.get(name);
                if zone.is_none() && !value.trim().ends_with(['Z', 'z']) {
                    self.problem(line, Trouble::Zone(shortened(name)));
                }
                zone
            }
            _ => None,
        };
        let moment = Moment::from_text(value, zone.as_ref());
        if moment.is_none() {
            self.problem(line, Trouble::Time { property: line.name.clone(), value: shortened(value) });
        }
        // Some programs give midnight to what they say is a day.
        let day = line.param("VALUE").is_some_and(|kind| kind.eq_ignore_ascii_case("DATE"));
        moment.map(|moment| if day { Moment::Date(moment.local().date()) } else { moment })
    }

    fn details(event: &Component) -> Details {
        // A program's own notes: that one of them is impossible (Outlook's year 0) is nobody's concern.
        let instant = |name: &str| -> Option<Timestamp> {
            Some(Moment::from_text(&event.line(name)?.value, None)?.instant_in(&TimeZone::UTC))
        };
        let (stamp, created, modified) = (instant("DTSTAMP"), instant("CREATED"), instant("LAST-MODIFIED"));
        Details {
            summary: event.text("SUMMARY"),
            description: event.text("DESCRIPTION"),
            location: event.text("LOCATION"),
            geo: event.line("GEO").and_then(|line| geo(&line.value)),
            url: event.line("URL").map(|line| line.value.trim().to_owned()),
            categories: event.all("CATEGORIES").flat_map(Line::texts).collect(),
            status: event.line("STATUS").and_then(|line| match line.value.trim().to_ascii_uppercase().as_str() {
                "TENTATIVE" => Some(Status::Tentative),
                "CONFIRMED" => Some(Status::Confirmed),
                // The second is common and wrong.
                "CANCELLED" | "CANCELED" => Some(Status::Cancelled),
                _ => None,
            }),
            class: event.line("CLASS").map(|line| match line.value.trim().to_ascii_uppercase().as_str() {
                "PUBLIC" => Class::Public,
                "CONFIDENTIAL" => Class::Confidential,
                _ => Class::Private,
            }),
            organizer: event.line("ORGANIZER").and_then(|line| line.param("CN")).map(str::to_owned),
            sequence: event.line("SEQUENCE").and_then(|line| line.value.trim().parse().ok()).unwrap_or(0),
            stamp,
            created,
            modified,
        }
    }
}

fn values(line: &Line) -> impl Iterator<Item = &str> {
    line.value.split(',').filter(|value| !value.trim().is_empty())
}

fn shortened(value: &str) -> String {
    value.chars().take(40).collect()
}

fn geo(value: &str) -> Option<Geo> {
    let (latitude, longitude) = value.split_once([';', ','])?;
    let geo = Geo { latitude: latitude.trim().parse().ok()?, longitude: longitude.trim().parse().ok()? };
    ((-90.0..=90.0).contains(&geo.latitude) && (-180.0..=180.0).contains(&geo.longitude)).then_some(geo)
}

/// An identity for an event that has none: the same for the same event (FNV-1a, 64 bits).
fn made_up(start: &Moment, details: &Details) -> String {
    let words = format!("{}\n{:?}\n{:?}", start.to_text(), details.summary, details.location);
    let hash = words
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    format!("{hash:016x}@no-uid")
}

/// What has the same UID is one event: a series and the occurrences of it that differ. Of several versions of the
/// same one the last counts (RFC 5545, 3.8.7.4).
fn together(singles: Vec<Single>) -> Vec<Event> {
    let mut order: Vec<String> = Vec::new();
    let mut by_uid: BTreeMap<String, Vec<Single>> = BTreeMap::new();
    // Where the one of a time is among those of its UID.
    let mut places: HashMap<(String, Option<String>), usize> = HashMap::new();
    for single in singles {
        let same = by_uid.entry(single.uid.clone()).or_default();
        if same.is_empty() {
            order.push(single.uid.clone());
        }
        let zone = |id: &Moment| id.zone().and_then(TimeZone::iana_name).unwrap_or_default().to_owned();
        let id = single.recurrence_id.as_ref().map(|(id, _)| id.to_text() + &zone(id));
        let place = *places.entry((single.uid.clone(), id)).or_insert(same.len());
        match same.get_mut(place) {
            Some(other) if single.details.sequence >= other.details.sequence => *other = single,
            Some(_) => {}
            None => same.push(single),
        }
    }
    order.into_iter().filter_map(|uid| by_uid.remove(&uid)).flat_map(one_series).collect()
}

fn one_series(mut singles: Vec<Single>) -> Vec<Event> {
    let Some(place) = singles.iter().position(|single| single.recurrence_id.is_none()) else {
        return singles.into_iter().map(|single| event(single, Vec::new())).collect();
    };
    let whole = singles.remove(place);
    let overrides = singles
        .into_iter()
        .filter_map(|single| {
            let (recurrence_id, and_future) = single.recurrence_id?;
            let Single { has_start, series: Series { start, end, .. }, mut details, .. } = single;
            // Who says nothing of the time or the name means those of the series.
            let end = if !has_start || end == End::Open { whole.series.end_from(&start) } else { end };
            details.summary = details.summary.or_else(|| whole.details.summary.clone());
            Some(Override { recurrence_id, and_future, start, end, details })
        })
        .collect();
    vec![event(whole, overrides)]
}

fn event(single: Single, overrides: Vec<Override>) -> Event {
    let Single { uid, recurrence_id, series, details, line, .. } = single;
    Event {
        uid,
        recurrence_id: recurrence_id.map(|(id, _)| id),
        series: Series { overrides, ..series },
        details,
        alarm_minutes_before: None,
        line: Some(line),
    }
}
