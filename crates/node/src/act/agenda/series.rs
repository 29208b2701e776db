// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! When an activity happens, as iCalendar (RFC 5545) says it: `DTSTART`, `DTEND`, `RRULE`, `EXDATE`, in local
//! time of the activity's zone. A date that was changed stands as `X-DATE;ID=…:start/end`, with
//! `RANGE=THISANDFUTURE` when the change reaches all that follow.

use std::fmt::Write as _;

use jiff::{
    SignedDuration, Span, ToSpan,
    civil::{Date as Day, DateTime, Weekday},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

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

/// How often it happens again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Every day, week, month or year.
    pub frequency: Frequency,
    /// Every one, every second one, …
    pub interval: i64,
    /// On these weekdays; with an ordinal, the first, second, … or (−1) last of the month.
    pub weekdays: Vec<(Option<i8>, Weekday)>,
    /// On these days of the month; −1 is the last.
    pub month_days: Vec<i8>,
    /// So many times.
    pub count: Option<usize>,
    /// Up to this local time.
    pub until: Option<DateTime>,
}

/// The unit of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frequency {
    /// `DAILY`
    Daily,
    /// `WEEKLY`
    Weekly,
    /// `MONTHLY`
    Monthly,
    /// `YEARLY`
    Yearly,
}

const FREQUENCIES: [(Frequency, &str); 4] = [
    (Frequency::Daily, "DAILY"),
    (Frequency::Weekly, "WEEKLY"),
    (Frequency::Monthly, "MONTHLY"),
    (Frequency::Yearly, "YEARLY"),
];

const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "MO"),
    (Weekday::Tuesday, "TU"),
    (Weekday::Wednesday, "WE"),
    (Weekday::Thursday, "TH"),
    (Weekday::Friday, "FR"),
    (Weekday::Saturday, "SA"),
    (Weekday::Sunday, "SU"),
];

/// A series taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The first beginning, local.
    pub start: DateTime,
    /// The first end.
    pub end: DateTime,
    /// Whether it is whole days.
    pub all_day: bool,
    /// How often again.
    pub rule: Option<Rule>,
    /// Dates on which it does not happen.
    pub except: Vec<DateTime>,
    /// Dates that were changed.
    pub changes: Vec<Changed>,
}

/// A date that was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// When it would have begun.
    pub id: DateTime,
    /// When it begins.
    pub start: DateTime,
    /// When it ends.
    pub end: DateTime,
    /// Whether all that follow are moved and lengthened likewise.
    pub following: bool,
}

/// Periods without a date after which a rule is taken to be over: 29 February comes every eight years at worst.
const IDLE_PERIODS: usize = 100;

impl Series {
    /// A series as it was stored.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// As stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Puts the parts together.
    pub fn new(parts: &Parts) -> Self {
        let form = |at: DateTime| stamp(at, parts.all_day);
        let kind = if parts.all_day { ";VALUE=DATE" } else { "" };
        let mut text = format!("DTSTART{kind}:{}\nDTEND{kind}:{}\n", form(parts.start), form(parts.end));
        // Writing into a String does not fail.
        if let Some(rule) = &parts.rule {
            let _ = writeln!(text, "RRULE:{}", rule.to_text(parts.all_day));
        }
        for except in &parts.except {
            let _ = writeln!(text, "EXDATE{kind}:{}", form(*except));
        }
        for change in &parts.changes {
            let range = if change.following { ";RANGE=THISANDFUTURE" } else { "" };
            let _ = writeln!(text, "X-DATE;ID={}{range}:{}/{}", form(change.id), form(change.start), form(change.end));
        }
        Self(text)
    }

    /// Takes it apart.
    ///
    /// # Errors
    /// [`Unfit::Unreadable`].
    pub fn parts(&self) -> Result<Parts, Unfit> {
        let (mut start, mut end, mut all_day) = (None, None, false);
        let (mut rule, mut except, mut changes) = (None, Vec::new(), Vec::new());
        for line in self.0.lines() {
            let (name, value) = line.split_once(':').ok_or(Unfit::Unreadable)?;
            let mut names = name.split(';');
            match names.next().unwrap_or_default() {
                "DTSTART" => {
                    all_day = name.ends_with("VALUE=DATE");
                    start = Some(unstamp(value)?);
                }
                "DTEND" => end = Some(unstamp(value)?),
                "RRULE" => rule = Some(Rule::from_text(value)?),
                "EXDATE" => except.push(unstamp(value)?),
                "X-DATE" => {
                    let id = names.clone().find_map(|part| part.strip_prefix("ID=")).ok_or(Unfit::Unreadable)?;
                    let (from, to) = value.split_once('/').ok_or(Unfit::Unreadable)?;
                    let following = names.any(|part| part == "RANGE=THISANDFUTURE");
                    changes.push(Changed { id: unstamp(id)?, start: unstamp(from)?, end: unstamp(to)?, following });
                }
                _ => return Err(Unfit::Unreadable),
            }
        }
        let start = start.ok_or(Unfit::Unreadable)?;
        let end = end.filter(|end| *end >= start).ok_or(Unfit::Unreadable)?;
        Ok(Parts { start, end, all_day, rule, except, changes })
    }

    /// Its dates up to an instant. An hour that the clocks skip is taken as RFC 5545 says, and of an hour
    /// that comes twice the first one.
    ///
    /// # Errors
    /// When there are too many, or the text does not have the form.
    pub fn dates(&self, zone: &str, until: Micros) -> Result<Vec<Date>, Unfit> {
        let zone = TimeZone::get(zone).map_err(|_| Unfit::Unreadable)?;
        let parts = self.parts()?;
        let instant = |local: DateTime| -> Option<Micros> {
            zone.to_timestamp(local).ok().map(|instant| instant.as_microsecond())
        };
        let length = parts.end.duration_since(parts.start);
        let mut dates = Vec::new();
        for begins in parts.beginnings() {
            if instant(begins).is_none_or(|at| at > until) {
                break;
            }
            if parts.except.contains(&begins) {
                continue;
            }
            if dates.len() >= DATES_LIMIT {
                return Err(Unfit::TooMany);
            }
            let (starts, ends) = parts.moved(begins, length).ok_or(Unfit::Unreadable)?;
            let (Some(starts_at), Some(ends_at)) = (instant(starts), instant(ends)) else { continue };
            dates.push(Date {
                id: if parts.rule.is_none() { ONCE.to_owned() } else { stamp(begins, parts.all_day) },
                starts_local: shown(starts, parts.all_day),
                ends_local: shown(ends, parts.all_day),
                starts_at,
                ends_at,
                all_day: parts.all_day,
            });
        }
        Ok(dates)
    }

    /// The same series with one date changed, or with it and all that follow. `None` when what is given
    /// does not fit.
    pub fn with_change(&self, id: &str, starts: &str, ends: &str, reach: Reach) -> Option<Self> {
        let mut parts = self.parts().ok()?;
        let (start, end) = (read_local(starts, parts.all_day)?, read_local(ends, parts.all_day)?);
        if end < start {
            return None;
        }
        if id == ONCE {
            (parts.start, parts.end) = (start, end);
            return Some(Self::new(&parts));
        }
        let id = unstamp(id).ok()?;
        parts.changes.retain(|change| change.id != id);
        let following = reach == Reach::Following;
        if following {
            // What was changed of later dates by itself stays; earlier ranges end where this one begins.
            parts.changes.retain(|change| !(change.following && change.id > id));
        }
        parts.changes.push(Changed { id, start, end, following });
        parts.changes.sort_by_key(|change| change.id);
        Some(Self::new(&parts))
    }
}

impl Parts {
    /// When a date begins and ends, with the changes that reach it.
    fn moved(&self, begins: DateTime, length: SignedDuration) -> Option<(DateTime, DateTime)> {
        let own = self.changes.iter().rfind(|change| change.id == begins && !change.following);
        if let Some(change) = own {
            return Some((change.start, change.end));
        }
        let range = self.changes.iter().rfind(|change| change.following && change.id <= begins);
        match range {
            Some(change) => {
                let start = begins.checked_add(change.start.duration_since(change.id)).ok()?;
                Some((start, start.checked_add(change.end.duration_since(change.start)).ok()?))
            }
            None => Some((begins, begins.checked_add(length).ok()?)),
        }
    }

    /// When its dates would begin, in order, without end if the rule has none.
    fn beginnings(&self) -> Box<dyn Iterator<Item = DateTime> + '_> {
        let Some(rule) = &self.rule else { return Box::new(std::iter::once(self.start)) };
        let first = self.start;
        let mut idle = 0;
        let periods = (0..).map_while(move |period| rule.period(first, period)).take_while(move |days| {
            idle = if days.is_empty() { idle + 1 } else { 0 };
            idle < IDLE_PERIODS
        });
        let all = periods
            .flatten()
            .map(move |day| day.to_datetime(first.time()))
            .filter(move |begins| *begins >= first)
            .take_while(move |begins| rule.until.is_none_or(|until| *begins <= until));
        match rule.count {
            Some(count) => Box::new(all.take(count)),
            None => Box::new(all),
        }
    }
}

impl Rule {
    /// The days of the period `number` (0 is the one in which it begins), in order. `None` beyond the calendar.
    fn period(&self, first: DateTime, number: i64) -> Option<Vec<Day>> {
        let steps = number.checked_mul(self.interval)?;
        let mut days = match self.frequency {
            Frequency::Daily => vec![first.date().checked_add(Span::new().try_days(steps).ok()?).ok()?],
            Frequency::Weekly => {
                let monday =
                    first.date().checked_sub(i64::from(first.weekday().to_monday_zero_offset()).days()).ok()?;
                let monday = monday.checked_add(Span::new().try_weeks(steps).ok()?).ok()?;
                let mut weekdays: Vec<Weekday> = self.weekdays.iter().map(|(_, weekday)| *weekday).collect();
                if weekdays.is_empty() {
                    weekdays.push(first.weekday());
                }
                weekdays
                    .into_iter()
                    .filter_map(|weekday| monday.checked_add(i64::from(weekday.to_monday_zero_offset()).days()).ok())
                    .collect()
            }
            Frequency::Monthly => {
                let month = first.date().first_of_month().checked_add(Span::new().try_months(steps).ok()?).ok()?;
                self.days_of(month, first.day())
            }
            Frequency::Yearly => {
                let month = first.date().first_of_month().checked_add(Span::new().try_years(steps).ok()?).ok()?;
                self.days_of(month, first.day())
            }
        };
        days.sort();
        days.dedup();
        Some(days)
    }

    /// The days of a month that fit.
    fn days_of(&self, month: Day, day: i8) -> Vec<Day> {
        let length = month.days_in_month();
        let mut days: Vec<Day> = self
            .month_days
            .iter()
            .map(|day| if *day < 0 { length + 1 + day } else { *day })
            .chain((self.month_days.is_empty() && self.weekdays.is_empty()).then_some(day))
            .filter_map(|day| Day::new(month.year(), month.month(), day).ok())
            .collect();
        for (ordinal, weekday) in &self.weekdays {
            match ordinal {
                Some(ordinal) => days.extend(month.nth_weekday_of_month(*ordinal, *weekday).ok()),
                None => days.extend((1..=5).filter_map(|nth| month.nth_weekday_of_month(nth, *weekday).ok())),
            }
        }
        days
    }

    fn to_text(&self, all_day: bool) -> String {
        let frequency =
            FREQUENCIES.iter().find(|(known, _)| *known == self.frequency).map_or("DAILY", |(_, name)| name);
        let mut text = format!("FREQ={frequency}");
        if self.interval != 1 {
            let _ = write!(text, ";INTERVAL={}", self.interval);
        }
        if !self.weekdays.is_empty() {
            let name = |weekday| WEEKDAYS.iter().find(|(known, _)| *known == weekday).map_or("", |(_, name)| name);
            let days: Vec<String> = self
                .weekdays
                .iter()
                .map(|(ordinal, weekday)| {
                    ordinal.map_or_else(|| name(*weekday).to_owned(), |ordinal| format!("{ordinal}{}", name(*weekday)))
                })
                .collect();
            let _ = write!(text, ";BYDAY={}", days.join(","));
        }
        if !self.month_days.is_empty() {
            let days: Vec<String> = self.month_days.iter().map(ToString::to_string).collect();
            let _ = write!(text, ";BYMONTHDAY={}", days.join(","));
        }
        if let Some(count) = self.count {
            let _ = write!(text, ";COUNT={count}");
        }
        if let Some(until) = self.until {
            let _ = write!(text, ";UNTIL={}", stamp(until, all_day));
        }
        text
    }

    fn from_text(text: &str) -> Result<Self, Unfit> {
        let mut rule = Self {
            frequency: Frequency::Daily,
            interval: 1,
            weekdays: Vec::new(),
            month_days: Vec::new(),
            count: None,
            until: None,
        };
        for part in text.split(';') {
            let (name, value) = part.split_once('=').ok_or(Unfit::Unreadable)?;
            match name {
                "FREQ" => {
                    let known = FREQUENCIES.iter().find(|(_, known)| *known == value);
                    rule.frequency = known.map(|(frequency, _)| *frequency).ok_or(Unfit::Unreadable)?;
                }
                "INTERVAL" => {
                    rule.interval = value.parse().ok().filter(|n| (1..=1_000).contains(n)).ok_or(Unfit::Unreadable)?;
                }
                "COUNT" => rule.count = Some(value.parse().map_err(|_| Unfit::Unreadable)?),
                "UNTIL" => rule.until = Some(unstamp(value)?),
                "BYDAY" => {
                    for day in value.split(',') {
                        let (ordinal, name) =
                            day.split_at_checked(day.len().saturating_sub(2)).ok_or(Unfit::Unreadable)?;
                        let known = WEEKDAYS.iter().find(|(_, known)| *known == name).ok_or(Unfit::Unreadable)?;
                        let ordinal = match ordinal {
                            "" => None,
                            ordinal => Some(ordinal.parse().map_err(|_| Unfit::Unreadable)?),
                        };
                        rule.weekdays.push((ordinal, known.0));
                    }
                }
                "BYMONTHDAY" => {
                    for day in value.split(',') {
                        rule.month_days.push(day.parse().map_err(|_| Unfit::Unreadable)?);
                    }
                }
                _ => return Err(Unfit::Unreadable),
            }
        }
        Ok(rule)
    }
}

/// iCalendar's form: `20261128T100000`, or `20261128`.
pub fn stamp(at: DateTime, all_day: bool) -> String {
    let day = format!("{:04}{:02}{:02}", at.year(), at.month(), at.day());
    if all_day { day } else { format!("{day}T{:02}{:02}{:02}", at.hour(), at.minute(), at.second()) }
}

fn unstamp(text: &str) -> Result<DateTime, Unfit> {
    text.trim_end_matches('Z').parse().map_err(|_| Unfit::Unreadable)
}

/// As stored and shown: `2026-11-28T10:00:00`, or `2026-11-28`.
fn shown(at: DateTime, all_day: bool) -> String {
    if all_day { at.date().to_string() } else { at.to_string() }
}

/// A local time as a form sends it: `2026-11-28T10:00`, or a date.
pub fn read_local(text: &str, all_day: bool) -> Option<DateTime> {
    let at: DateTime = text
        .trim()
        .parse()
        .ok()
        .or_else(|| Some(text.trim().parse::<Day>().ok()?.to_datetime(jiff::civil::Time::midnight())))?;
    let in_reach = (1970..2200).contains(&at.year());
    in_reach.then(|| if all_day { at.date().to_datetime(jiff::civil::Time::midnight()) } else { at })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEXICO: &str = "America/Mexico_City";
    /// The end of 2027.
    const LATE: Micros = 1_830_000_000_000_000;

    fn days(text: &str) -> Vec<String> {
        let dates = Series::from_stored(text.to_owned()).dates(MEXICO, LATE).unwrap();
        dates.into_iter().take(6).map(|date| date.starts_local).collect()
    }

    #[test]
    fn the_usual_rules() {
        let start = "DTSTART:20261128T100000\nDTEND:20261128T130000\n";
        assert_eq!(days(start), ["2026-11-28T10:00:00"]);
        let with = |rule: &str| days(&format!("{start}RRULE:{rule}\n"));
        assert_eq!(with("FREQ=WEEKLY;COUNT=3"), ["2026-11-28T10:00:00", "2026-12-05T10:00:00", "2026-12-12T10:00:00"]);
        assert_eq!(
            with("FREQ=WEEKLY;INTERVAL=2;UNTIL=20261231T000000"),
            ["2026-11-28T10:00:00", "2026-12-12T10:00:00", "2026-12-26T10:00:00"]
        );
        assert_eq!(
            with("FREQ=MONTHLY;BYDAY=-1SA;COUNT=3"),
            ["2026-11-28T10:00:00", "2026-12-26T10:00:00", "2027-01-30T10:00:00"]
        );
        assert_eq!(
            with("FREQ=WEEKLY;BYDAY=TU,SA;COUNT=3"),
            ["2026-11-28T10:00:00", "2026-12-01T10:00:00", "2026-12-05T10:00:00"]
        );
        assert_eq!(
            days("DTSTART;VALUE=DATE:20260131\nDTEND;VALUE=DATE:20260201\nRRULE:FREQ=MONTHLY;COUNT=3\n"),
            ["2026-01-31", "2026-03-31", "2026-05-31"]
        );
        assert_eq!(
            days("DTSTART:20240229T100000\nDTEND:20240229T110000\nRRULE:FREQ=YEARLY;COUNT=2\n"),
            ["2024-02-29T10:00:00"]
        );
    }

    #[test]
    fn the_hour_stays_when_clocks_change_and_mexico_s_do_not() {
        let text = "DTSTART:20260401T100000\nDTEND:20260401T110000\nRRULE:FREQ=MONTHLY;COUNT=2\n".to_owned();
        let dates = |zone| Series::from_stored(text.clone()).dates(zone, LATE).unwrap();
        let hours = |zone| {
            let dates = dates(zone);
            (dates[1].starts_at - dates[0].starts_at) / 3_600_000_000
        };
        assert_eq!(hours(MEXICO), 30 * 24);
        let text = "DTSTART:20221001T100000\nDTEND:20221001T110000\nRRULE:FREQ=MONTHLY;COUNT=2\n".to_owned();
        let dates = Series::from_stored(text).dates(MEXICO, LATE).unwrap();
        assert_eq!(
            (dates[1].starts_at - dates[0].starts_at) / 3_600_000_000,
            31 * 24 + 1,
            "the last autumn with summer time"
        );
    }

    #[test]
    fn a_change_reaches_one_date_or_all_that_follow() {
        let series = Series::from_stored(
            "DTSTART:20261128T100000\nDTEND:20261128T120000\nRRULE:FREQ=WEEKLY;COUNT=4\n".to_owned(),
        );
        let one = series.with_change("20261205T100000", "2026-12-06T11:00", "2026-12-06T12:00", Reach::This).unwrap();
        let starts = |series: &Series| {
            series
                .dates(MEXICO, LATE)
                .unwrap()
                .into_iter()
                .map(|date| (date.id, date.starts_local, date.ends_local))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            starts(&one)[1],
            ("20261205T100000".to_owned(), "2026-12-06T11:00:00".to_owned(), "2026-12-06T12:00:00".to_owned())
        );
        assert_eq!(starts(&one)[2].1, "2026-12-12T10:00:00");
        let all = one.with_change("20261212T100000", "2026-12-12T17:00", "2026-12-12T20:00", Reach::Following).unwrap();
        assert_eq!(starts(&all)[1].1, "2026-12-06T11:00:00");
        assert_eq!(
            starts(&all)[3],
            ("20261219T100000".to_owned(), "2026-12-19T17:00:00".to_owned(), "2026-12-19T20:00:00".to_owned())
        );
        assert!(series.with_change("20261205T100000", "2026-12-06T11:00", "2026-12-06T10:00", Reach::This).is_none());
    }

    #[test]
    fn too_many_dates_are_refused_and_an_impossible_rule_ends() {
        let daily =
            Series::from_stored("DTSTART:20200101T100000\nDTEND:20200101T100000\nRRULE:FREQ=DAILY\n".to_owned());
        assert_eq!(daily.dates(MEXICO, LATE), Err(Unfit::TooMany));
        assert!(days("DTSTART:20260131T100000\nDTEND:20260131T100000\nRRULE:FREQ=YEARLY;BYMONTHDAY=45\n").is_empty());
        assert_eq!(Series::from_stored("nonsense".to_owned()).dates(MEXICO, LATE), Err(Unfit::Unreadable));
    }
}
