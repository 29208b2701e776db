// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Which days a rule means.
//!
//! The table of RFC 5545 calls a BY part "expand" in one frequency and "limit" in another. Over the
//! days of a period both are the same question to each day, so there is one test for all.

use super::civil::{Day, weekday_index};
use super::rule::{Frequency, Rule};

/// What the numbers of `BYDAY` count in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NthOf {
    Month,
    Year,
}

/// The day parts of a rule, with what they leave open taken from the first occurrence.
#[derive(Clone, Debug)]
pub(super) struct Days {
    /// A bit for each month; none set is any.
    months: u16,
    /// A bit for each day of the month, from its start and from its end.
    month_days: u32,
    month_days_from_end: u32,
    year_days: Vec<i16>,
    weeks: Vec<i8>,
    /// A bit for each weekday that is meant every time.
    weekdays: u8,
    /// Weekdays that are meant only the n-th time.
    nth: Vec<(i64, u8)>,
    nth_of: NthOf,
    week_start: u8,
}

impl Days {
    pub(super) fn new(rule: &Rule, first: &Day) -> Days {
        let mut days = Days {
            months: rule.by_month.iter().fold(0, |bits, month| bits | bit(u32::from(*month)) as u16),
            month_days: rule
                .by_month_day
                .iter()
                .filter(|day| **day > 0)
                .fold(0, |bits, day| bits | bit(day.unsigned_abs().into())),
            month_days_from_end: rule
                .by_month_day
                .iter()
                .filter(|day| **day < 0)
                .fold(0, |bits, day| bits | bit(day.unsigned_abs().into())),
            year_days: rule.by_year_day.clone(),
            weeks: rule.by_week.clone(),
            weekdays: 0,
            nth: Vec::new(),
            nth_of: NthOf::Month,
            week_start: weekday_index(rule.week_start),
        };
        if rule.frequency == Frequency::Yearly && rule.by_month.is_empty() {
            days.nth_of = NthOf::Year;
        }
        for day in &rule.by_day {
            match day.nth {
                // Only months and years have an n-th weekday; elsewhere the number has no meaning.
                Some(nth) if rule.frequency >= Frequency::Monthly && nth != 0 => {
                    days.nth.push((nth.into(), weekday_index(day.weekday)));
                }
                _ => days.weekdays |= 1 << weekday_index(day.weekday),
            }
        }
        days.complete(rule, first);
        days
    }

    /// What the rule leaves out is derived from DTSTART (3.8.5.3).
    fn complete(&mut self, rule: &Rule, first: &Day) {
        // A week without weekday is the whole week: the standard would derive the day, programs do not.
        let open = rule.by_day.is_empty()
            && rule.by_month_day.is_empty()
            && rule.by_year_day.is_empty()
            && rule.by_week.is_empty();
        if !open || rule.frequency < Frequency::Weekly {
            return;
        }
        if rule.frequency == Frequency::Weekly {
            self.weekdays = 1 << first.weekday;
            return;
        }
        self.month_days = bit(first.day.into());
        if rule.frequency == Frequency::Yearly && self.months == 0 {
            self.months = bit(first.month.into()) as u16;
        }
    }

    /// Whether a month can hold such a day.
    pub(super) fn month(&self, month: u8) -> bool {
        self.months == 0 || u32::from(self.months) & bit(month.into()) != 0
    }

    /// Whether every day is meant.
    pub(super) fn is_every_day(&self) -> bool {
        self.is_only_weekdays() && (self.weekdays == 0 || self.weekdays == 0b111_1111)
    }

    /// Whether nothing but the weekday decides.
    pub(super) fn is_only_weekdays(&self) -> bool {
        self.months == 0
            && self.month_days == 0
            && self.month_days_from_end == 0
            && self.year_days.is_empty()
            && self.weeks.is_empty()
            && self.nth.is_empty()
    }

    /// How many days of a week are meant, where only the weekday decides.
    pub(super) fn weekdays_in_week(&self) -> usize {
        if self.weekdays == 0 { 7 } else { self.weekdays.count_ones() as usize }
    }

    /// Whether the rule means this day.
    pub(super) fn contains(&self, day: &Day) -> bool {
        self.month(day.month)
            && self.month_day(day)
            && self.weekday(day)
            && (self.year_days.is_empty() || self.year_day(day))
            && (self.weeks.is_empty() || self.week(day))
    }

    fn month_day(&self, day: &Day) -> bool {
        if self.month_days == 0 && self.month_days_from_end == 0 {
            return true;
        }
        self.month_days & bit(day.day.into()) != 0
            || self.month_days_from_end & bit(u32::from(day.month_len - day.day) + 1) != 0
    }

    fn weekday(&self, day: &Day) -> bool {
        if self.weekdays == 0 && self.nth.is_empty() {
            return true;
        }
        if self.weekdays & (1 << day.weekday) != 0 {
            return true;
        }
        let (place, len) = match self.nth_of {
            NthOf::Month => (i64::from(day.day), i64::from(day.month_len)),
            NthOf::Year => (day.year_day, day.year_len),
        };
        let from_start = (place - 1) / 7 + 1;
        let from_end = -((len - place) / 7 + 1);
        self.nth.iter().any(|(nth, weekday)| *weekday == day.weekday && (*nth == from_start || *nth == from_end))
    }

    fn year_day(&self, day: &Day) -> bool {
        let from_end = day.year_day - day.year_len - 1;
        self.year_days.iter().any(|n| i64::from(*n) == day.year_day || i64::from(*n) == from_end)
    }

    /// A week belongs to the year that holds its fourth day (ISO 8601, with any first day).
    fn week(&self, day: &Day) -> bool {
        let since_week_start = i64::from((day.weekday + 7 - self.week_start) % 7);
        let middle = Day::new(day.number - since_week_start + 3);
        let number = (middle.year_day - 1) / 7 + 1;
        let first_middle = (middle.year_day - 1) % 7 + 1;
        let weeks = (middle.year_len - first_middle) / 7 + 1;
        let from_end = number - weeks - 1;
        self.weeks.iter().any(|n| i64::from(*n) == number || i64::from(*n) == from_end)
    }
}

fn bit(index: u32) -> u32 {
    1_u32.checked_shl(index).unwrap_or(0)
}
