// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The Gregorian calendar in day numbers: the expander asks it millions of times, so it is integers.
//!
//! A day number counts days since 1970-01-01; a local second counts seconds since its midnight, as
//! if the zone had no offset.

use jiff::civil::{Date, DateTime, Weekday};

pub(super) const DAY: i64 = 86_400;

/// A day with all that rules ask of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Day {
    pub number: i64,
    pub year: i64,
    /// 1 to 12
    pub month: u8,
    /// 1 to 31
    pub day: u8,
    /// 1 to 366
    pub year_day: i64,
    pub month_len: u8,
    pub year_len: i64,
    /// 0 is Monday.
    pub weekday: u8,
}

pub(super) fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

pub(super) fn month_len(year: i64, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The number of a day. Years begin in March here, so that the leap day comes last.
pub(super) fn day_number(year: i64, month: u8, day: u8) -> i64 {
    let month = i64::from(month);
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * month + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// 0 is Monday; 1970-01-01 was a Thursday.
pub(super) fn weekday(number: i64) -> u8 {
    // The remainder of 7 fits.
    (number + 3).rem_euclid(7) as u8
}

impl Day {
    pub(super) fn new(number: i64) -> Day {
        let days = number + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = (of_year - (153 * shifted + 2) / 5 + 1) as u8;
        let month = (if shifted < 10 { shifted + 3 } else { shifted - 9 }) as u8;
        let year = era * 400 + year_of_era + i64::from(month <= 2);
        let leap = i64::from(is_leap(year));
        // `of_year` counts from the first of March.
        let year_day = if month > 2 { of_year + 60 + leap } else { of_year - 305 };
        Day {
            number,
            year,
            month,
            day,
            year_day,
            month_len: month_len(year, month),
            year_len: 365 + leap,
            weekday: weekday(number),
        }
    }

    /// The number of the first day of the next month.
    pub(super) fn next_month(&self) -> i64 {
        self.number + i64::from(self.month_len - self.day) + 1
    }
}

pub(super) fn number_of(date: Date) -> i64 {
    // A month and a day of a date are positive.
    day_number(i64::from(date.year()), date.month() as u8, date.day() as u8)
}

pub(super) fn weekday_index(weekday: Weekday) -> u8 {
    weekday.to_monday_zero_offset() as u8
}

/// The local second of a local time; fractions are dropped.
pub(super) fn local_second(local: DateTime) -> i64 {
    number_of(local.date()) * DAY
        + i64::from(local.hour()) * 3600
        + i64::from(local.minute()) * 60
        + i64::from(local.second())
}

/// The local time of a local second, if it lies in the years that jiff knows.
pub(super) fn local_time(second: i64) -> Option<DateTime> {
    let day = Day::new(second.div_euclid(DAY));
    let of_day = second.rem_euclid(DAY);
    DateTime::new(
        i16::try_from(day.year).ok()?,
        day.month as i8,
        day.day as i8,
        (of_day / 3600) as i8,
        (of_day / 60 % 60) as i8,
        (of_day % 60) as i8,
        0,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_numbers_agree_with_jiff_over_eight_centuries() {
        let mut date = Date::constant(1599, 12, 30);
        for number in day_number(1599, 12, 30)..day_number(2401, 1, 2) {
            let day = Day::new(number);
            assert_eq!((day.year, day.month as i8, day.day as i8), (date.year().into(), date.month(), date.day()));
            assert_eq!(number_of(date), number);
            assert_eq!(day.year_day, i64::from(date.day_of_year()), "{date}");
            assert_eq!(day.year_len, i64::from(date.days_in_year()));
            assert_eq!(day.month_len as i8, date.days_in_month());
            assert_eq!(day.weekday, weekday_index(date.weekday()));
            date = date.tomorrow().unwrap();
        }
    }

    #[test]
    fn local_seconds_go_there_and_back() {
        for local in [
            Date::constant(1969, 12, 31).at(23, 59, 59, 0),
            Date::constant(1, 1, 1).at(0, 0, 0, 0),
            Date::constant(9999, 12, 31).at(23, 59, 59, 0),
        ] {
            assert_eq!(local_time(local_second(local)), Some(local));
        }
        assert_eq!(local_time(day_number(10_000, 1, 1) * DAY), None);
    }
}
