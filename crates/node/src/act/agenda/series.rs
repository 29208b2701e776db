// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! When an activity happens, as it is kept: properties of iCalendar (RFC 5545) in local time of the activity's zone
//! (`DTSTART`, `DTEND`, `RRULE`, `RDATE`, `EXDATE`). A date that was changed stands as `X-DATE;ID=…:start/end`, with
//! `RANGE=THISANDFUTURE` when the change reaches all that follow. What it means is the calendar's affair
//! (`tequio-calendar`).

use std::fmt::Write as _;

use jiff::{
    Timestamp,
    civil::{Date as Day, DateTime, Time},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};
use tequio_calendar::{Added, Details, End, Limits, Moment, Override, Rule, Series as Dates, Until, Window, zone};

use crate::spine::world::Micros;

use super::{
    commands::Reach,
    rules::{DATES_LIMIT, Date, ONCE},
};

/// When an activity happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Series(String);

/// Why a series is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It has more dates than [`DATES_LIMIT`].
    #[error("too many dates")]
    TooMany,
    /// Its text does not have the form.
    #[error("not a series")]
    Unreadable,
}

/// How much of a rule is followed: a rule that yields nothing for a thousand years does not stop the node.
const WORK: u64 = 1_000_000;

impl Series {
    /// A series as it was stored.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// As stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is kept of a series. All of its times must be days, or local times of the one zone of its activity.
    pub fn new(dates: &Dates) -> Self {
        let kind = if dates.start.is_date() { ";VALUE=DATE" } else { "" };
        let end = |start: &Moment, end: &End| stamp(&end.of(start, start));
        // Writing into a String does not fail.
        let mut text =
            format!("DTSTART{kind}:{}\nDTEND{kind}:{}\n", stamp(&dates.start), end(&dates.start, &dates.end));
        for (name, rules) in [("RRULE", &dates.rules), ("EXRULE", &dates.excluded_rules)] {
            for rule in rules {
                let _ = writeln!(text, "{name}:{}", in_local_time(rule, &dates.start));
            }
        }
        for added in &dates.added {
            let period = added.end.as_ref().map(|own| format!("/{}", end(&added.start, own))).unwrap_or_default();
            let _ = writeln!(text, "RDATE{kind}:{}{period}", stamp(&added.start));
        }
        for excluded in &dates.excluded {
            let _ = writeln!(text, "EXDATE{kind}:{}", stamp(excluded));
        }
        for change in &dates.overrides {
            let range = if change.and_future { ";RANGE=THISANDFUTURE" } else { "" };
            let id = stamp(&change.recurrence_id);
            let _ =
                writeln!(text, "X-DATE;ID={id}{range}:{}/{}", stamp(&change.start), end(&change.start, &change.end));
        }
        Self(text)
    }

    /// The series, in the zone of its activity.
    ///
    /// # Errors
    /// [`Unfit::Unreadable`].
    pub fn read(&self, time_zone: &str) -> Result<Dates, Unfit> {
        let time_zone = zone::get(time_zone).ok_or(Unfit::Unreadable)?;
        self.parts(&time_zone).ok_or(Unfit::Unreadable)
    }

    fn parts(&self, time_zone: &TimeZone) -> Option<Dates> {
        let moment = |text: &str| Moment::from_text(text, Some(time_zone));
        let mut end = None;
        let mut dates: Option<Dates> = None;
        for line in self.0.lines() {
            let (name, value) = line.split_once(':')?;
            let mut names = name.split(';');
            let name = names.next()?;
            if name == "DTSTART" {
                dates = Some(Dates::once(moment(value)?, End::Open));
                continue;
            }
            let dates = dates.as_mut()?;
            match name {
                "DTEND" => end = Some(moment(value)?),
                "RRULE" => dates.rules.push(value.parse().ok()?),
                "EXRULE" => dates.excluded_rules.push(value.parse().ok()?),
                "EXDATE" => dates.excluded.push(moment(value)?),
                "RDATE" => dates.added.push(match value.split_once('/') {
                    Some((start, end)) => Added { start: moment(start)?, end: Some(End::At(moment(end)?)) },
                    None => Added { start: moment(value)?, end: None },
                }),
                "X-DATE" => {
                    let id = names.clone().find_map(|part| part.strip_prefix("ID="))?;
                    let (start, end) = value.split_once('/')?;
                    dates.overrides.push(Override {
                        recurrence_id: moment(id)?,
                        and_future: names.any(|part| part == "RANGE=THISANDFUTURE"),
                        start: moment(start)?,
                        end: End::At(moment(end)?),
                        details: Details::default(),
                    });
                }
                _ => return None,
            }
        }
        let mut dates = dates?;
        dates.end = End::At(end.filter(|end| end.local() >= dates.start.local())?);
        Some(dates)
    }

    /// Whether it happens more than once.
    pub fn repeats(&self) -> bool {
        self.0.lines().any(|line| line.starts_with("RRULE") || line.starts_with("RDATE"))
    }

    /// Its dates up to an instant. An hour that the clocks skip is taken as RFC 5545 says, and of an hour
    /// that comes twice the first one.
    ///
    /// # Errors
    /// When there are too many, or the text does not have the form.
    pub fn dates(&self, time_zone: &str, until: Micros) -> Result<Vec<Date>, Unfit> {
        let series = self.read(time_zone)?;
        let time_zone = zone::get(time_zone).ok_or(Unfit::Unreadable)?;
        let to = Timestamp::from_microsecond(until).map_err(|_| Unfit::Unreadable)?;
        let window = Window { from: Timestamp::MIN, to, zone: time_zone.clone() };
        let expanded = series.occurrences(&window, Limits { occurrences: DATES_LIMIT, work: WORK });
        if expanded.cut.is_some() {
            return Err(Unfit::TooMany);
        }
        let dates = expanded.occurrences.iter().map(|at| Date {
            id: if series.repeats() { stamp(&at.recurrence_id) } else { ONCE.to_owned() },
            starts_local: shown(&at.start),
            ends_local: shown(&at.end),
            starts_at: at.start.instant_in(&time_zone).as_microsecond(),
            ends_at: at.end.instant_in(&time_zone).as_microsecond(),
            all_day: at.start.is_date(),
        });
        Ok(dates.collect())
    }

    /// The same series with one date changed, or with it and all that follow. `None` when what is given
    /// does not fit.
    pub fn with_change(&self, time_zone: &str, id: &str, starts: &str, ends: &str, reach: Reach) -> Option<Self> {
        let mut series = self.read(time_zone).ok()?;
        let all_day = series.start.is_date();
        let moment = |local: DateTime| series.start.with_local(local);
        let (start, end) = (moment(read_local(starts, all_day)?), moment(read_local(ends, all_day)?));
        if end.local() < start.local() {
            return None;
        }
        if id == ONCE {
            (series.start, series.end) = (start, End::At(end));
            return Some(Self::new(&series));
        }
        let recurrence_id = Moment::from_text(id, series.start.zone())?;
        let and_future = reach == Reach::Following;
        if and_future {
            // What was changed of later dates by itself stays; earlier ranges end where this one begins.
            series
                .overrides
                .retain(|change| !(change.and_future && change.recurrence_id.local() > recurrence_id.local()));
        }
        let change = Override { recurrence_id, and_future, start, end: End::At(end), details: Details::default() };
        series.change(change).ok()?;
        series.overrides.sort_by_key(|change| change.recurrence_id.local());
        Some(Self::new(&series))
    }
}

/// A rule with its end in local time, as its series is kept.
fn in_local_time(rule: &Rule, start: &Moment) -> Rule {
    let until = rule.until.map(|until| match (until, start.zone()) {
        (Until::Instant(instant), Some(zone)) => Until::Local(zone.to_datetime(instant)),
        (Until::Instant(instant), None) => Until::Date(TimeZone::UTC.to_datetime(instant).date()),
        (until, _) => until,
    });
    Rule { until, ..rule.clone() }
}

/// iCalendar's form of a local time: `20261128T100000`, or `20261128`.
pub fn stamp(at: &Moment) -> String {
    at.to_text().trim_end_matches('Z').to_owned()
}

/// As stored and shown: `2026-11-28T10:00:00`, or `2026-11-28`.
fn shown(at: &Moment) -> String {
    if at.is_date() { at.local().date().to_string() } else { at.local().to_string() }
}

/// A local time as a form sends it: `2026-11-28T10:00`, or a date.
pub fn read_local(text: &str, all_day: bool) -> Option<DateTime> {
    let midnight = |day: Day| day.to_datetime(Time::midnight());
    let at: DateTime = text.trim().parse().ok().or_else(|| Some(midnight(text.trim().parse::<Day>().ok()?)))?;
    let in_reach = (1970..2200).contains(&at.year());
    in_reach.then(|| if all_day { midnight(at.date()) } else { at })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEXICO: &str = "America/Mexico_City";
    /// The end of 2027.
    const LATE: Micros = 1_830_000_000_000_000;

    fn series(text: &str) -> Series {
        Series::from_stored(text.to_owned())
    }

    fn starts(series: &Series) -> Vec<(String, String, String)> {
        let dates = series.dates(MEXICO, LATE).unwrap();
        dates.into_iter().map(|date| (date.id, date.starts_local, date.ends_local)).collect()
    }

    #[test]
    fn what_is_kept_is_read_as_the_same() {
        let text = "DTSTART:20261128T100000\nDTEND:20261128T130000\nRRULE:FREQ=MONTHLY;UNTIL=20270601T000000;BYDAY=-1SA\n\
            RDATE:20261130T100000/20261130T110000\nEXDATE:20261226T100000\n\
            X-DATE;ID=20270130T100000;RANGE=THISANDFUTURE:20270131T100000/20270131T120000\n";
        assert_eq!(Series::new(&series(text).read(MEXICO).unwrap()), series(text));
        let ids: Vec<String> = starts(&series(text)).into_iter().map(|(id, ..)| id).take(4).collect();
        assert_eq!(ids, ["20261128T100000", "20261130T100000", "20270130T100000", "20270227T100000"]);
        let days = "DTSTART;VALUE=DATE:20260131\nDTEND;VALUE=DATE:20260201\nRRULE:FREQ=MONTHLY;COUNT=3\n";
        assert_eq!(Series::new(&series(days).read(MEXICO).unwrap()), series(days));
        assert_eq!(starts(&series(days))[1].1, "2026-03-31");
    }

    #[test]
    fn the_hour_stays_when_clocks_change() {
        let text = "DTSTART:20221001T100000\nDTEND:20221001T110000\nRRULE:FREQ=MONTHLY;COUNT=2\n";
        let dates = series(text).dates(MEXICO, LATE).unwrap();
        let hours = (dates[1].starts_at - dates[0].starts_at) / 3_600_000_000;
        assert_eq!(hours, 31 * 24 + 1, "the last autumn with summer time");
    }

    #[test]
    fn a_change_reaches_one_date_or_all_that_follow() {
        let weekly = series("DTSTART:20261128T100000\nDTEND:20261128T120000\nRRULE:FREQ=WEEKLY;COUNT=4\n");
        let change = |series: &Series, id, from, to, reach| series.with_change(MEXICO, id, from, to, reach);
        let one = change(&weekly, "20261205T100000", "2026-12-06T11:00", "2026-12-06T12:00", Reach::This).unwrap();
        let date = |id: &str, from: &str, to: &str| (id.to_owned(), from.to_owned(), to.to_owned());
        assert_eq!(starts(&one)[1], date("20261205T100000", "2026-12-06T11:00:00", "2026-12-06T12:00:00"));
        assert_eq!(starts(&one)[2].1, "2026-12-12T10:00:00");
        let all = change(&one, "20261212T100000", "2026-12-12T17:00", "2026-12-12T20:00", Reach::Following).unwrap();
        assert_eq!(starts(&all)[1].1, "2026-12-06T11:00:00");
        assert_eq!(starts(&all)[3], date("20261219T100000", "2026-12-19T17:00:00", "2026-12-19T20:00:00"));
        let backwards = change(&weekly, "20261205T100000", "2026-12-06T11:00", "2026-12-06T10:00", Reach::This);
        assert!(backwards.is_none());
        assert!(change(&weekly, "20261206T100000", "2026-12-06T11:00", "2026-12-06T12:00", Reach::This).is_none());
    }

    #[test]
    fn too_many_dates_are_refused_and_an_impossible_rule_ends() {
        let daily = series("DTSTART:20200101T100000\nDTEND:20200101T100000\nRRULE:FREQ=DAILY\n");
        assert_eq!(daily.dates(MEXICO, LATE), Err(Unfit::TooMany));
        let never = "DTSTART:20260131T100000\nDTEND:20260131T100000\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n";
        assert_eq!(starts(&series(never)).len(), 1, "the first alone");
        assert_eq!(series("nonsense").dates(MEXICO, LATE), Err(Unfit::Unreadable));
    }
}
