// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The expansion of a rule: period after period, the days that it means, the times of the day.
//!
//! A period holds days × times, which are never multiplied out: an index names a pair. So a rule
//! that means every second of a year costs no more memory than its lists.

use jiff::civil::DateTime;

use super::civil::{DAY, Day, day_number, local_second, local_time, month_len, weekday_index};
use super::days::Days;
use super::rule::{Frequency, Rule, Until};

/// The last local second there is: 9999-12-31T23:59:59.
const END_OF_TIME: i64 = 253_402_300_799;
/// So many comparisons of numbers take as long as looking at one day.
const CHEAP: u64 = 32;

/// The local times of a rule, lazily, in order. It ends by itself at the end of the rule, or of year
/// 9999: a rule that can never come true ends without an item.
#[derive(Clone, Debug)]
pub struct Expansion {
    frequency: Frequency,
    interval: i64,
    days: Days,
    /// Bits of the hours, minutes and seconds that limit a frequency below the day.
    hours: u64,
    minutes: u64,
    seconds: u64,
    /// The times within a period: of a day, or within the hour or minute, in seconds, sorted.
    times: Vec<i64>,
    positions: Vec<i16>,
    start: i64,
    /// The start of period 0: a month, a day number or a second, as the frequency counts.
    origin: i64,
    /// The next period to look at.
    period: i64,
    batch: Batch,
    remaining: Option<u64>,
    /// How many occurrences each period has, where that is the same for all.
    per_period: Option<u64>,
    floor: i64,
    jumped: bool,
    ceiling: i64,
    work_left: u64,
    /// What setting out cost, and what looking at a day or period costs: long lists take longer.
    setup: u64,
    price: u64,
}

/// What one period holds.
#[derive(Clone, Debug, Default)]
struct Batch {
    days: Vec<i64>,
    /// Seconds from midnight to the period, for frequencies below the day.
    offset: i64,
    /// The pairs that `BYSETPOS` leaves, if it speaks.
    chosen: Option<Vec<usize>>,
    next: usize,
    len: usize,
}

impl Expansion {
    pub(super) fn new(rule: &Rule, start: DateTime) -> Expansion {
        let second = local_second(start);
        let first = Day::new(second.div_euclid(DAY));
        let days = Days::new(rule, &first);
        let of_day = second.rem_euclid(DAY);
        let (hours, minutes, seconds) = (bits(&rule.by_hour), bits(&rule.by_minute), bits(&rule.by_second));
        let in_day = vec_or(&rule.by_hour, of_day / 3600);
        let in_hour = vec_or(&rule.by_minute, of_day / 60 % 60);
        let in_minute = vec_or(&rule.by_second, of_day % 60);
        let times = match rule.frequency {
            Frequency::Secondly => vec![0],
            Frequency::Minutely => in_minute,
            Frequency::Hourly => product(&[0], &in_hour, &in_minute),
            _ => product(&in_day, &in_hour, &in_minute),
        };
        let origin = match rule.frequency {
            Frequency::Yearly => first.year,
            Frequency::Monthly => first.year * 12 + i64::from(first.month) - 1,
            Frequency::Weekly => first.number - i64::from((first.weekday + 7 - weekday_index(rule.week_start)) % 7),
            Frequency::Daily => first.number,
            Frequency::Hourly => second - second.rem_euclid(3600),
            Frequency::Minutely => second - second.rem_euclid(60),
            Frequency::Secondly => second,
        };
        let ceiling = match rule.until {
            Some(Until::Date(date)) => local_second(date.at(23, 59, 59, 0)),
            Some(Until::Local(local)) => local_second(local),
            Some(Until::Instant(_)) | None => END_OF_TIME,
        };
        let mut expansion = Expansion {
            frequency: rule.frequency,
            interval: i64::from(rule.interval.max(1)),
            days,
            hours,
            minutes,
            seconds,
            times,
            positions: rule.by_position.clone(),
            start: second,
            origin,
            period: 0,
            batch: Batch::default(),
            remaining: rule.count.map(u64::from),
            per_period: None,
            floor: second,
            jumped: false,
            ceiling: ceiling.min(END_OF_TIME),
            work_left: u64::MAX,
            setup: 0,
            price: 1,
        };
        let listed = rule.by_year_day.len() + rule.by_week.len() + rule.by_day.len() + rule.by_position.len();
        expansion.price += listed as u64 / CHEAP;
        expansion.per_period = expansion.constant_count();
        let (matches, tried) = expansion.time_can_match();
        if !matches {
            expansion.ceiling = i64::MIN;
        }
        expansion.setup = (expansion.times.len() as u64 + tried) / CHEAP;
        expansion
    }

    /// Leaves out what begins before `local`. Whole stretches are passed over where the rule allows it:
    /// always without `COUNT`, and with it where every period has equally many occurrences.
    #[must_use]
    pub fn starting_at(mut self, local: DateTime) -> Expansion {
        self.floor = self.floor.max(local_second(local));
        self.jumped = false;
        self
    }

    /// Ends after `local`, whatever the rule says.
    #[must_use]
    pub fn ending_at(mut self, local: DateTime) -> Expansion {
        self.ceiling = self.ceiling.min(local_second(local));
        self
    }

    /// Ends when about `work` days, periods and occurrences have been looked at; `gave_up` then says so.
    #[must_use]
    pub fn with_work(mut self, work: u64) -> Expansion {
        self.work_left = work.saturating_sub(self.setup);
        self
    }

    /// What is left of the work allowed.
    #[must_use]
    pub fn work_left(&self) -> u64 {
        self.work_left
    }

    /// Whether the work allowed was used up, so that more occurrences may exist.
    #[must_use]
    pub fn gave_up(&self) -> bool {
        self.work_left == 0
    }

    /// What is left of the `COUNT` of its rule.
    pub(crate) fn remaining(&self) -> Option<u64> {
        self.remaining
    }

    /// The length of one step of a frequency below the day, in seconds.
    fn step(&self) -> i64 {
        self.interval
            * match self.frequency {
                Frequency::Hourly => 3600,
                Frequency::Minutely => 60,
                _ => 1,
            }
    }

    /// How many occurrences each period has, if the calendar has no say in it.
    fn constant_count(&self) -> Option<u64> {
        let days = match self.frequency {
            Frequency::Yearly | Frequency::Monthly => return None,
            Frequency::Weekly if self.days.is_only_weekdays() => self.days.weekdays_in_week(),
            Frequency::Daily if self.days.is_every_day() => 1,
            Frequency::Hourly if self.days.is_every_day() && self.hours == 0 => 1,
            Frequency::Minutely if self.days.is_every_day() && self.hours | self.minutes == 0 => 1,
            Frequency::Secondly if self.days.is_every_day() && self.hours | self.minutes | self.seconds == 0 => 1,
            _ => return None,
        };
        let all = days * self.times.len();
        Some(match self.choose(all) {
            Some(chosen) => chosen.len() as u64,
            None => all as u64,
        })
    }

    /// Whether steps of this length ever meet the times of day that the rule allows. Without this
    /// question, `FREQ=SECONDLY;INTERVAL=60;BYSECOND=5` from second 10 would search for ages. With the answer
    /// comes how many times were tried.
    fn time_can_match(&self) -> (bool, u64) {
        if self.frequency >= Frequency::Daily {
            return (true, 0);
        }
        let common = gcd(self.step(), DAY);
        let unit = self.step() / self.interval;
        let limited = self.hours | self.minutes | self.seconds != 0;
        if common == unit || !limited {
            return (true, 0);
        }
        let origin = self.origin.rem_euclid(DAY);
        let mut time = origin % common;
        let mut tried = 0;
        while time < DAY {
            tried += 1;
            if self.time_limits(time).is_none() {
                return (true, tried);
            }
            time += common;
        }
        (false, tried)
    }

    /// `None` if this second of the day may stand; else how far to go before asking again.
    fn time_limits(&self, of_day: i64) -> Option<i64> {
        let has = |bits: u64, value: i64| bits == 0 || bits & (1 << value) != 0;
        if !has(self.hours, of_day / 3600) {
            return Some(3600 - of_day % 3600);
        }
        if self.frequency <= Frequency::Minutely && !has(self.minutes, of_day / 60 % 60) {
            return Some(60 - of_day % 60);
        }
        if self.frequency == Frequency::Secondly && !has(self.seconds, of_day % 60) {
            return Some(1);
        }
        None
    }

    /// Fills the batch with the next period that has any occurrence. False at the end.
    fn advance(&mut self) -> bool {
        if self.frequency < Frequency::Daily {
            return self.advance_within_day();
        }
        loop {
            self.jump();
            let (from, to) = self.period_days(self.period);
            if from * DAY > self.ceiling || self.work_left == 0 || self.remaining == Some(0) {
                return false;
            }
            self.period += 1;
            self.batch.days.clear();
            let mut number = from;
            while number < to {
                let day = Day::new(number);
                self.work(self.price);
                if !self.days.month(day.month) {
                    number = day.next_month();
                    continue;
                }
                if self.days.contains(&day) {
                    self.batch.days.push(number);
                }
                number += 1;
            }
            if self.ready(0) {
                return true;
            }
        }
    }

    fn advance_within_day(&mut self) -> bool {
        let step = self.step();
        loop {
            self.jump();
            let Some(second) = self.period.checked_mul(step).and_then(|way| way.checked_add(self.origin)) else {
                return false;
            };
            if second > self.ceiling || self.work_left == 0 || self.remaining == Some(0) {
                return false;
            }
            self.work(self.price);
            let day = Day::new(second.div_euclid(DAY));
            let of_day = second.rem_euclid(DAY);
            let beyond = if !self.days.month(day.month) {
                day.next_month() * DAY
            } else if !self.days.contains(&day) {
                (day.number + 1) * DAY
            } else if let Some(way) = self.time_limits(of_day) {
                second + way
            } else {
                self.period += 1;
                self.batch.days.clear();
                self.batch.days.push(day.number);
                if self.ready(of_day) {
                    return true;
                }
                continue;
            };
            self.period = (beyond - self.origin + step - 1).div_euclid(step).max(self.period + 1);
        }
    }

    /// The days of a period: from, and up to without.
    fn period_days(&self, period: i64) -> (i64, i64) {
        let way = period.saturating_mul(self.interval);
        match self.frequency {
            Frequency::Yearly => {
                let year = self.origin + way;
                (day_number(year, 1, 1), day_number(year + 1, 1, 1))
            }
            Frequency::Monthly => {
                let month = self.origin + way;
                let (year, month) = (month.div_euclid(12), (month.rem_euclid(12) + 1) as u8);
                let first = day_number(year, month, 1);
                (first, first + i64::from(month_len(year, month)))
            }
            Frequency::Weekly => {
                let from = self.origin + way * 7;
                // Of the week in which it starts, `BYSETPOS` counts what is left: so all programs read it.
                let first = if period == 0 && !self.positions.is_empty() { self.start.div_euclid(DAY) } else { from };
                (first, from + 7)
            }
            _ => (self.origin + way, self.origin + way + 1),
        }
    }

    /// Passes over the periods before the floor. The first is never passed over: it may be cut by the start.
    fn jump(&mut self) {
        if self.jumped || self.period == 0 {
            return;
        }
        self.jumped = true;
        if self.floor <= self.start {
            return;
        }
        let floor = Day::new(self.floor.div_euclid(DAY));
        let way = match self.frequency {
            Frequency::Yearly => floor.year - self.origin,
            Frequency::Monthly => floor.year * 12 + i64::from(floor.month) - 1 - self.origin,
            Frequency::Weekly => (floor.number - self.origin).div_euclid(7),
            Frequency::Daily => floor.number - self.origin,
            Frequency::Hourly => (self.floor - self.origin).div_euclid(3600),
            Frequency::Minutely => (self.floor - self.origin).div_euclid(60),
            Frequency::Secondly => self.floor - self.origin,
        };
        let target = way.div_euclid(self.interval);
        if target <= self.period {
            return;
        }
        match (&mut self.remaining, self.per_period) {
            (None, _) => {}
            (Some(remaining), Some(each)) => {
                let passed = each.saturating_mul((target - self.period).unsigned_abs());
                *remaining = remaining.saturating_sub(passed);
            }
            (Some(_), None) => return,
        }
        self.period = target;
    }

    /// Prepares the batch for reading; false if it has nothing.
    fn ready(&mut self, offset: i64) -> bool {
        let all = self.batch.days.len() * self.times.len();
        self.batch.offset = offset;
        self.batch.chosen = self.choose(all);
        self.batch.len = self.batch.chosen.as_ref().map_or(all, Vec::len);
        self.batch.next = self.first_from(self.start);
        if self.floor > self.start {
            let floor = self.first_from(self.floor).max(self.batch.next);
            let passed = (floor - self.batch.next) as u64;
            if let Some(remaining) = &mut self.remaining {
                *remaining = remaining.saturating_sub(passed);
            }
            self.batch.next = floor;
        }
        self.batch.next < self.batch.len
    }

    fn work(&mut self, price: u64) {
        self.work_left = self.work_left.saturating_sub(price);
    }

    /// Which of so many pairs `BYSETPOS` means.
    fn choose(&self, all: usize) -> Option<Vec<usize>> {
        if self.positions.is_empty() {
            return None;
        }
        let mut chosen: Vec<usize> = self
            .positions
            .iter()
            .filter_map(|position| {
                let place = usize::from(position.unsigned_abs());
                if *position > 0 { Some(place - 1) } else { all.checked_sub(place) }
            })
            .filter(|index| *index < all)
            .collect();
        chosen.sort_unstable();
        chosen.dedup();
        Some(chosen)
    }

    /// The local second of an item of the batch.
    fn second(&self, index: usize) -> Option<i64> {
        let pair = match &self.batch.chosen {
            Some(chosen) => *chosen.get(index)?,
            None => index,
        };
        let times = self.times.len().max(1);
        let day = self.batch.days.get(pair / times)?;
        let time = self.times.get(pair % times)?;
        Some(day * DAY + self.batch.offset + time)
    }

    /// The first item of the batch that is not before `second`.
    fn first_from(&self, second: i64) -> usize {
        let (mut low, mut high) = (0, self.batch.len);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.second(middle).is_some_and(|at| at < second) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

impl Iterator for Expansion {
    type Item = DateTime;

    fn next(&mut self) -> Option<DateTime> {
        loop {
            if self.remaining == Some(0) {
                return None;
            }
            if self.batch.next >= self.batch.len {
                if !self.advance() {
                    self.batch.len = 0;
                    return None;
                }
                continue;
            }
            let second = self.second(self.batch.next)?;
            if second > self.ceiling || self.work_left == 0 {
                return None;
            }
            self.work(1);
            self.batch.next += 1;
            if let Some(remaining) = &mut self.remaining {
                *remaining -= 1;
            }
            return local_time(second);
        }
    }
}

fn bits(values: &[u8]) -> u64 {
    values.iter().fold(0, |bits, value| bits | 1_u64.checked_shl((*value).min(59).into()).unwrap_or(0))
}

/// The values of a part, or the one of the start. A leap second is the last second there is.
fn vec_or(values: &[u8], start: i64) -> Vec<i64> {
    if values.is_empty() {
        return vec![start];
    }
    let mut list: Vec<i64> = values.iter().map(|value| i64::from((*value).min(59))).collect();
    list.sort_unstable();
    list.dedup();
    list
}

fn product(hours: &[i64], minutes: &[i64], seconds: &[i64]) -> Vec<i64> {
    let mut times = Vec::with_capacity(hours.len() * minutes.len() * seconds.len());
    for hour in hours {
        for minute in minutes {
            times.extend(seconds.iter().map(|second| hour * 3600 + minute * 60 + second));
        }
    }
    times
}

fn gcd(mut a: i64, mut b: i64) -> i64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
