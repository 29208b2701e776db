// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! When an activity happens, as it is kept: properties of iCalendar (RFC 5545) in local time of the activity's zone
//! (`DTSTART`, `DTEND`, `RRULE`, `RDATE`, `EXDATE`). A date that was changed stands as `X-DATE;ID=…:start/end`, with
//! `RANGE=THISANDFUTURE` where a file says so. A change of a date and all that follow splits the series, as calendars
//! do: from there on it has another part, which begins with `X-PART:` and its name, the date at which it was split
//! off. What it all means is the calendar's affair (`tequio-calendar`).

use std::fmt::Write as _;

use jiff::{
    Timestamp,
    civil::{Date as Day, DateTime, Time, Weekday},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};
use tequio_calendar::{
    Added, Cut, Details, EditError, End, Limits, Moment, NthWeekday, Override, Rule, Series as Dates, Until, Window,
    zone,
};

use crate::spine::world::Micros;

use super::{
    commands::Reach,
    rules::{BACK, DATES_LIMIT, Date, HORIZON, Name, ONCE},
};

/// A stretch of a series that has its own time and rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The date at which it was split off; nothing for the first one.
    pub name: String,
    /// When it happens.
    pub dates: Dates,
}

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
    /// Its rules take too long to follow.
    #[error("its rules take too long to follow")]
    TooLong,
    /// Its text does not have the form.
    #[error("not a series")]
    Unreadable,
}

/// How far the rules of a series are followed: those that yield nothing for a thousand years do not stop the node. Every
/// day of two centuries stays below.
pub const WORK: u64 = 200_000;

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
        Self(text(dates))
    }

    /// What is kept of a series in several parts.
    pub fn of(parts: &[Part]) -> Self {
        let part = |part: &Part| match part.name.as_str() {
            "" => text(&part.dates),
            name => format!("X-PART:{name}\n{}", text(&part.dates)),
        };
        Self(parts.iter().map(part).collect())
    }

    /// The parts of the series, in the zone of its activity; there is at least one.
    ///
    /// # Errors
    /// [`Unfit::Unreadable`].
    pub fn read(&self, time_zone: &str) -> Result<Vec<Part>, Unfit> {
        let time_zone = zone::get(time_zone).ok_or(Unfit::Unreadable)?;
        let mut parts = Vec::new();
        for (place, text) in self.0.split("X-PART:").enumerate() {
            let (name, text) = match place {
                0 => ("", text),
                _ => text.split_once('\n').ok_or(Unfit::Unreadable)?,
            };
            let dates = read(text, &time_zone).ok_or(Unfit::Unreadable)?;
            parts.push(Part { name: name.to_owned(), dates });
        }
        Ok(parts)
    }

    /// Whether it happens more than once.
    pub fn repeats(&self) -> bool {
        self.0.lines().any(|line| ["RRULE", "RDATE", "X-PART"].iter().any(|name| line.starts_with(name)))
    }

    /// Its dates up to an instant, seen `at` another: all of them, or where that is too much those from [`BACK`] before
    /// it on. An hour that the clocks skip is taken as RFC 5545 says, and of an hour that comes twice the first one.
    ///
    /// # Errors
    /// When there are too many, or the text does not have the form.
    pub fn dates(&self, time_zone: &str, at: Micros, until: Micros) -> Result<Vec<Date>, Unfit> {
        match self.dates_from(time_zone, None, until, &mut { WORK }) {
            Err(Unfit::TooMany | Unfit::TooLong) => self.dates_from(time_zone, Some(at - BACK), until, &mut { WORK }),
            dates => dates,
        }
    }

    /// Whether it has dates, and all of them have ended at an instant.
    pub fn is_over(&self, time_zone: &str, at: Micros) -> bool {
        let dates = self.dates(time_zone, at, at + HORIZON).unwrap_or_default();
        !dates.is_empty() && dates.iter().all(|date| date.ends_at <= at)
    }

    /// Its dates between two instants, with what it takes off the `work` allowed.
    ///
    /// # Errors
    /// As [`dates`](Self::dates).
    pub fn dates_from(
        &self,
        time_zone: &str,
        from: Option<Micros>,
        until: Micros,
        work: &mut u64,
    ) -> Result<Vec<Date>, Unfit> {
        let parts = self.read(time_zone)?;
        let time_zone = zone::get(time_zone).ok_or(Unfit::Unreadable)?;
        let instant = |at: Micros| Timestamp::from_microsecond(at).map_err(|_| Unfit::Unreadable);
        let from = from.map_or(Ok(Timestamp::MIN), instant)?;
        let window = Window { from, to: instant(until)?, zone: time_zone.clone() };
        let mut dates = Vec::new();
        for Part { name, dates: series } in &parts {
            let allowed = WORK.min(*work);
            let expanded = series.occurrences(&window, Limits { occurrences: DATES_LIMIT, work: allowed });
            *work -= allowed.saturating_sub(expanded.work_left);
            match expanded.cut {
                Some(Cut::TooMuchWork) => return Err(Unfit::TooLong),
                Some(Cut::TooMany(_)) => return Err(Unfit::TooMany),
                None if dates.len() + expanded.occurrences.len() > DATES_LIMIT => return Err(Unfit::TooMany),
                None => {}
            }
            dates.extend(expanded.occurrences.iter().map(|at| Date {
                name: Name {
                    part: name.clone(),
                    recurrence: if self.repeats() { stamp(&at.recurrence_id) } else { ONCE.to_owned() },
                },
                starts_local: shown(&at.start),
                ends_local: shown(&at.end),
                starts_at: at.start.instant_in(&time_zone).as_microsecond(),
                ends_at: at.end.instant_in(&time_zone).as_microsecond(),
                all_day: at.start.is_date(),
                differs: at.changed_by.is_some(),
            }));
        }
        dates.sort_by_key(|date| date.starts_at);
        Ok(dates)
    }

    /// Whether it repeats as another one does, be it on other days: then the k-th date of the one is the k-th of the
    /// other.
    pub fn repeats_like(&self, other: &Self, time_zone: &str) -> bool {
        let shapes = |series: &Self| -> Option<Vec<Rule>> {
            let parts = series.read(time_zone).ok()?;
            let mut shapes: Vec<Rule> = Vec::new();
            for rule in parts.iter().flat_map(|part| &part.dates.rules) {
                let shape = shape(rule);
                if !shapes.contains(&shape) {
                    shapes.push(shape);
                }
            }
            Some(shapes)
        };
        shapes(self).is_some_and(|own| Some(own) == shapes(other))
    }

    /// The same series with one date changed, or with it and all that follow; and the part that the date is in then.
    /// `None` when what is given does not fit.
    pub fn with_change(
        &self,
        time_zone: &str,
        date: &Name,
        starts: &str,
        ends: &str,
        reach: Reach,
    ) -> Option<(Self, String)> {
        let mut parts = self.read(time_zone).ok()?;
        let place = parts.iter().position(|part| part.name == date.part)?;
        let part = parts.get_mut(place)?;
        let series = &mut part.dates;
        let all_day = series.start.is_date();
        let moment = |local: DateTime| series.start.with_local(local);
        let (start, end) = (moment(read_local(starts, all_day)?), moment(read_local(ends, all_day)?));
        if end.local() < start.local() {
            return None;
        }
        if date.recurrence == ONCE {
            (series.start, series.end) = (start, End::At(end));
            return Some((Self::of(&parts), String::new()));
        }
        let recurrence_id = Moment::from_text(&date.recurrence, series.start.zone())?;
        let change = Override {
            recurrence_id: recurrence_id.clone(),
            and_future: false,
            start: start.clone(),
            end: End::At(end.clone()),
            details: Details::default(),
        };
        if reach == Reach::This {
            series.change(change).ok()?;
            series.overrides.sort_by_key(|change| change.recurrence_id.local());
            return Some((Self::of(&parts), date.part.clone()));
        }
        let mut following = match series.split(&recurrence_id, &mut { WORK }) {
            Ok((before, following)) => {
                *series = before;
                let mut name = date.recurrence.clone();
                while parts.iter().any(|part| part.name == name) {
                    name.push('x');
                }
                Part { name, dates: following }
            }
            Err(EditError::First) => part.clone(),
            Err(EditError::NoSuchOccurrence | EditError::TooMuchWork) => return None,
        };
        // All that follow: later parts are of this one again, which ends when the last of them did.
        if let Some(last) = parts.last().filter(|_| parts.len() > place + 1) {
            let end = last_day(&last.dates);
            for rule in &mut following.dates.rules {
                (rule.count, rule.until) = (None, end);
            }
        }
        // What was changed of later dates by themselves stays; earlier ranges end where this begins.
        following.dates.overrides.retain(|other| !other.and_future && other.recurrence_id != recurrence_id);
        following.dates = match following.dates.shifted(start, End::At(end)) {
            Some(shifted) => shifted,
            None => {
                // No rule says so: then it is a change that reaches all that follow.
                following.dates.overrides.push(Override { and_future: true, ..change });
                following.dates
            }
        };
        let named = following.name.clone();
        parts.truncate(if named == date.part { place } else { place + 1 });
        parts.push(following);
        Some((Self::of(&parts), named))
    }
}

/// The whole of the last day of a series that ends.
fn last_day(series: &Dates) -> Option<Until> {
    if !series.rules.iter().all(Rule::ends) {
        return None;
    }
    let window = Window { from: Timestamp::MIN, to: Timestamp::MAX, zone: TimeZone::UTC };
    let expanded = series.occurrences(&window, Limits { occurrences: DATES_LIMIT, work: WORK });
    let day = expanded.occurrences.iter().map(|at| at.recurrence_id.local().date()).max()?;
    Some(if series.start.is_date() { Until::Date(day) } else { Until::Local(day.at(23, 59, 59, 0)) })
}

/// A rule without the days it names and without its end.
fn shape(rule: &Rule) -> Rule {
    Rule {
        until: None,
        count: None,
        by_day: rule.by_day.iter().skip(1).map(|_| NthWeekday { nth: None, weekday: Weekday::Monday }).collect(),
        by_month_day: Vec::new(),
        by_month: Vec::new(),
        week_start: Weekday::Monday,
        ..rule.clone()
    }
}

fn text(dates: &Dates) -> String {
    let kind = if dates.start.is_date() { ";VALUE=DATE" } else { "" };
    let end = |start: &Moment, end: &End| stamp(&end.of(start, start));
    // Writing into a String does not fail.
    let mut text = format!("DTSTART{kind}:{}\nDTEND{kind}:{}\n", stamp(&dates.start), end(&dates.start, &dates.end));
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
        let _ = writeln!(text, "X-DATE;ID={id}{range}:{}/{}", stamp(&change.start), end(&change.start, &change.end));
    }
    text
}

/// One part from its text.
fn read(text: &str, time_zone: &TimeZone) -> Option<Dates> {
    let moment = |text: &str| Moment::from_text(text, Some(time_zone));
    let mut end = None;
    let mut dates: Option<Dates> = None;
    for line in text.lines() {
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
pub(super) fn shown(at: &Moment) -> String {
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

    use crate::spine::world::DAY;

    const MEXICO: &str = "America/Mexico_City";
    /// The end of 2027.
    const LATE: Micros = 1_830_000_000_000_000;

    fn series(text: &str) -> Series {
        Series::from_stored(text.to_owned())
    }

    fn starts(series: &Series) -> Vec<(String, String, String)> {
        let dates = series.dates(MEXICO, LATE, LATE).unwrap();
        dates.into_iter().map(|date| (date.name.recurrence, date.starts_local, date.ends_local)).collect()
    }

    #[test]
    fn what_is_kept_is_read_as_the_same() {
        let text = "DTSTART:20261128T100000\nDTEND:20261128T130000\nRRULE:FREQ=MONTHLY;UNTIL=20270601T000000;BYDAY=-1SA\n\
            RDATE:20261130T100000/20261130T110000\nEXDATE:20261226T100000\n\
            X-DATE;ID=20270130T100000;RANGE=THISANDFUTURE:20270131T100000/20270131T120000\n\
            X-PART:20270703T100000\nDTSTART:20270703T100000\nDTEND:20270703T130000\n";
        assert_eq!(Series::of(&series(text).read(MEXICO).unwrap()), series(text));
        let ids: Vec<String> = starts(&series(text)).into_iter().map(|(id, ..)| id).collect();
        let first = ["20261128T100000", "20261130T100000", "20270130T100000", "20270227T100000"];
        assert_eq!(ids[..4], first);
        assert_eq!(ids.last().unwrap(), "20270703T100000");
        let days = "DTSTART;VALUE=DATE:20260131\nDTEND;VALUE=DATE:20260201\nRRULE:FREQ=MONTHLY;COUNT=3\n";
        assert_eq!(Series::of(&series(days).read(MEXICO).unwrap()), series(days));
        assert_eq!(starts(&series(days))[1].1, "2026-03-31");
    }

    #[test]
    fn the_hour_stays_when_clocks_change() {
        let text = "DTSTART:20221001T100000\nDTEND:20221001T110000\nRRULE:FREQ=MONTHLY;COUNT=2\n";
        let dates = series(text).dates(MEXICO, LATE, LATE).unwrap();
        let hours = (dates[1].starts_at - dates[0].starts_at) / 3_600_000_000;
        assert_eq!(hours, 31 * 24 + 1, "the last autumn with summer time");
    }

    fn change(series: &Series, part: &str, id: &str, to: (&str, &str), reach: Reach) -> Option<Series> {
        let name = Name { part: part.to_owned(), recurrence: id.to_owned() };
        series.with_change(MEXICO, &name, to.0, to.1, reach).map(|(series, _)| series)
    }

    #[test]
    fn a_change_reaches_one_date_or_all_that_follow() {
        let weekly = series("DTSTART:20261128T100000\nDTEND:20261128T120000\nRRULE:FREQ=WEEKLY;COUNT=4\n");
        let one = ("2026-12-06T11:00", "2026-12-06T12:00");
        let one = change(&weekly, "", "20261205T100000", one, Reach::This).unwrap();
        let date = |id: &str, from: &str, to: &str| (id.to_owned(), from.to_owned(), to.to_owned());
        assert_eq!(starts(&one)[1], date("20261205T100000", "2026-12-06T11:00:00", "2026-12-06T12:00:00"));
        assert_eq!(starts(&one)[2].1, "2026-12-12T10:00:00");
        let sunday = ("2026-12-13T17:00", "2026-12-13T20:00");
        let all = change(&one, "", "20261212T100000", sunday, Reach::Following).unwrap();
        assert_eq!(
            all.as_str(),
            "DTSTART:20261128T100000\nDTEND:20261128T120000\nRRULE:FREQ=WEEKLY;UNTIL=20261212T095959\n\
            X-DATE;ID=20261205T100000:20261206T110000/20261206T120000\n\
            X-PART:20261212T100000\nDTSTART:20261213T170000\nDTEND:20261213T200000\nRRULE:FREQ=WEEKLY;COUNT=2\n"
        );
        assert_eq!(starts(&all)[3], date("20261220T170000", "2026-12-20T17:00:00", "2026-12-20T20:00:00"));
        let backwards = ("2026-12-06T11:00", "2026-12-06T10:00");
        assert!(change(&weekly, "", "20261205T100000", backwards, Reach::This).is_none());
        assert!(change(&weekly, "", "20261206T100000", sunday, Reach::This).is_none());
    }

    #[test]
    fn what_follows_is_one_again() {
        let weekly =
            series("DTSTART:20261128T100000\nDTEND:20261128T120000\nRRULE:FREQ=WEEKLY;UNTIL=20270131T235959\n");
        let later = ("2026-12-26T17:00", "2026-12-26T18:00");
        let two = change(&weekly, "", "20261226T100000", later, Reach::Following).unwrap();
        // From before the later part on, it is one part up to where the last one ended, by as many days later.
        let sunday = ("2026-12-06T11:00", "2026-12-06T12:00");
        let one = change(&two, "", "20261205T100000", sunday, Reach::Following).unwrap();
        assert!(
            one.as_str()
                .ends_with("DTSTART:20261206T110000\nDTEND:20261206T120000\nRRULE:FREQ=WEEKLY;UNTIL=20270131T235959\n"),
            "{}",
            one.as_str()
        );
        assert_eq!(one.as_str().matches("X-PART").count(), 1);
        // The first date of a part is the part itself, whose name stays.
        let earlier = ("2026-12-05T09:00", "2026-12-05T10:00");
        let same = change(&one, "20261205T100000", "20261206T110000", earlier, Reach::Following).unwrap();
        assert!(same.as_str().contains("X-PART:20261205T100000\nDTSTART:20261205T090000\n"), "{}", same.as_str());
        assert!(one.repeats_like(&weekly, MEXICO) && one.repeats_like(&same, MEXICO));
    }

    #[test]
    fn what_no_rule_says_is_a_change_that_reaches_all_that_follow() {
        let odd = series("DTSTART:20261128T100000\nDTEND:20261128T120000\nRRULE:FREQ=MONTHLY;BYDAY=SA;BYSETPOS=-1\n");
        let sunday = ("2026-12-27T10:00", "2026-12-27T12:00");
        let all = change(&odd, "", "20261226T100000", sunday, Reach::Following).unwrap();
        assert!(all.as_str().contains("RANGE=THISANDFUTURE"), "{}", all.as_str());
        assert_eq!(starts(&all)[2].1, "2027-01-31T10:00:00");
    }

    #[test]
    fn too_many_dates_are_refused_and_an_impossible_rule_ends() {
        let hourly = series("DTSTART:20200101T100000\nDTEND:20200101T100000\nRRULE:FREQ=HOURLY\n");
        assert_eq!(hourly.dates(MEXICO, LATE - 700 * DAY, LATE), Err(Unfit::TooMany));
        let slow =
            "DTSTART:20200101T100000\nDTEND:20200101T100000\nRRULE:FREQ=SECONDLY;BYMINUTE=1;BYSECOND=1;BYSETPOS=2\n";
        assert_eq!(series(slow).dates(MEXICO, LATE - 700 * DAY, LATE), Err(Unfit::TooLong));
        let never = "DTSTART:20260131T100000\nDTEND:20260131T100000\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n";
        assert_eq!(starts(&series(never)).len(), 1, "the first alone");
        assert_eq!(series("nonsense").dates(MEXICO, LATE, LATE), Err(Unfit::Unreadable));
    }

    #[test]
    fn a_daily_series_of_many_years_has_its_dates_from_a_month_ago_on() {
        let daily = series("DTSTART:20200101T100000\nDTEND:20200101T100000\nRRULE:FREQ=DAILY\n");
        assert_eq!(daily.dates(MEXICO, LATE - 700 * DAY, LATE).unwrap().len(), 731);
    }
}
