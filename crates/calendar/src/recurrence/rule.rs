// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The rule as a value, and its canonical text.

use std::fmt::{self, Display, Formatter};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Weekday};

use super::Expansion;
use crate::text;

/// The unit in which a rule repeats (`FREQ`), from the shortest to the longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Frequency {
    /// `SECONDLY`
    Secondly,
    /// `MINUTELY`
    Minutely,
    /// `HOURLY`
    Hourly,
    /// `DAILY`
    Daily,
    /// `WEEKLY`
    Weekly,
    /// `MONTHLY`
    Monthly,
    /// `YEARLY`
    Yearly,
}

/// One value of `BYDAY`: every such weekday, or the n-th of the month or year (from its end if negative).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NthWeekday {
    /// Which one, from 1 or from -1; `None` is every one.
    pub nth: Option<i16>,
    /// The weekday.
    pub weekday: Weekday,
}

/// The last moment at which an occurrence may begin (`UNTIL`); it is included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Until {
    /// The whole of this day, in the time of the series.
    Date(Date),
    /// This local time of the series.
    Local(DateTime),
    /// This instant.
    Instant(Timestamp),
}

/// A recurrence rule (RFC 5545, 3.3.10). Lists are sorted and without doubles when they come from
/// text; an empty list is an absent part.
///
/// `rule.to_string()` is the canonical text, `text.parse::<Rule>()` reads it and much that is less tidy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// `FREQ`
    pub frequency: Frequency,
    /// `INTERVAL`, in units of the frequency; 0 counts as 1.
    pub interval: u32,
    /// `COUNT`: how many occurrences at most, the first of the series among them.
    pub count: Option<u32>,
    /// `UNTIL`. The standard allows only one of the two; where a file has both, the earlier end holds.
    pub until: Option<Until>,
    /// `BYSECOND`, 0 to 60; a leap second is taken as second 59.
    pub by_second: Vec<u8>,
    /// `BYMINUTE`, 0 to 59.
    pub by_minute: Vec<u8>,
    /// `BYHOUR`, 0 to 23.
    pub by_hour: Vec<u8>,
    /// `BYDAY`
    pub by_day: Vec<NthWeekday>,
    /// `BYMONTHDAY`, 1 to 31 or -31 to -1.
    pub by_month_day: Vec<i8>,
    /// `BYYEARDAY`, 1 to 366 or -366 to -1.
    pub by_year_day: Vec<i16>,
    /// `BYWEEKNO`, 1 to 53 or -53 to -1, in weeks that begin on `week_start`.
    pub by_week: Vec<i8>,
    /// `BYMONTH`, 1 to 12.
    pub by_month: Vec<u8>,
    /// `BYSETPOS`, 1 to 366 or -366 to -1.
    pub by_position: Vec<i16>,
    /// `WKST`, Monday unless said.
    pub week_start: Weekday,
}

impl Rule {
    /// A rule that repeats every `interval` units for ever.
    #[must_use]
    pub fn every(interval: u32, frequency: Frequency) -> Rule {
        Rule {
            frequency,
            interval,
            count: None,
            until: None,
            by_second: Vec::new(),
            by_minute: Vec::new(),
            by_hour: Vec::new(),
            by_day: Vec::new(),
            by_month_day: Vec::new(),
            by_year_day: Vec::new(),
            by_week: Vec::new(),
            by_month: Vec::new(),
            by_position: Vec::new(),
            week_start: Weekday::Monday,
        }
    }

    /// The local times that the rule yields from `start` on, in order. `start` is among them only if
    /// it matches the rule. An `UNTIL` that is an instant needs a zone and is not heeded here: the
    /// series does that.
    #[must_use]
    pub fn expand(&self, start: DateTime) -> Expansion {
        Expansion::new(self, start)
    }

    /// Whether the rule ends by itself (`COUNT` or `UNTIL`).
    #[must_use]
    pub fn ends(&self) -> bool {
        self.count.is_some() || self.until.is_some()
    }
}

impl Display for Frequency {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Frequency::Secondly => "SECONDLY",
            Frequency::Minutely => "MINUTELY",
            Frequency::Hourly => "HOURLY",
            Frequency::Daily => "DAILY",
            Frequency::Weekly => "WEEKLY",
            Frequency::Monthly => "MONTHLY",
            Frequency::Yearly => "YEARLY",
        })
    }
}

/// The two letters that iCalendar uses for a weekday.
pub(super) fn weekday_letters(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}

impl Display for NthWeekday {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(nth) = self.nth {
            write!(f, "{nth}")?;
        }
        f.write_str(weekday_letters(self.weekday))
    }
}

impl Display for Until {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Until::Date(date) => f.write_str(&text::date(*date)),
            Until::Local(local) => f.write_str(&text::date_time(*local)),
            Until::Instant(instant) => f.write_str(&text::instant(*instant)),
        }
    }
}

fn list<T: Display>(f: &mut Formatter<'_>, name: &str, values: &[T]) -> fmt::Result {
    for (index, value) in values.iter().enumerate() {
        if index == 0 {
            write!(f, ";{name}={value}")?;
        } else {
            write!(f, ",{value}")?;
        }
    }
    Ok(())
}

impl Display for Rule {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "FREQ={}", self.frequency)?;
        if let Some(until) = &self.until {
            write!(f, ";UNTIL={until}")?;
        }
        if let Some(count) = self.count {
            write!(f, ";COUNT={count}")?;
        }
        if self.interval > 1 {
            write!(f, ";INTERVAL={}", self.interval)?;
        }
        list(f, "BYMONTH", &self.by_month)?;
        list(f, "BYWEEKNO", &self.by_week)?;
        list(f, "BYYEARDAY", &self.by_year_day)?;
        list(f, "BYMONTHDAY", &self.by_month_day)?;
        list(f, "BYDAY", &self.by_day)?;
        list(f, "BYHOUR", &self.by_hour)?;
        list(f, "BYMINUTE", &self.by_minute)?;
        list(f, "BYSECOND", &self.by_second)?;
        list(f, "BYSETPOS", &self.by_position)?;
        if self.week_start != Weekday::Monday {
            write!(f, ";WKST={}", weekday_letters(self.week_start))?;
        }
        Ok(())
    }
}
