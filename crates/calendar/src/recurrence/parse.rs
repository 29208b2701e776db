// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A rule from its text, as programs write it.

use std::str::FromStr;

use jiff::civil::Weekday;
use jiff::tz::TimeZone;

use super::rule::{Frequency, NthWeekday, Rule, Until};
use crate::text::{self, Parsed};

/// Why a text is no rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// There is no `FREQ`.
    #[error("the rule has no FREQ")]
    NoFrequency,
    /// A part has a value that it cannot have; taking it for something else would move occurrences.
    #[error("{part} cannot be {value:?}")]
    Value {
        /// The part, in capitals.
        part: &'static str,
        /// What stood there.
        value: String,
    },
    /// A part that is not of the standard and would choose dates (`BYEASTER`): without it they would be others.
    #[error("{0} is not of the standard")]
    Unknown(String),
    /// The rule counts in another calendar, or skips, as RFC 7529 allows; this is not supported.
    #[error("{0} (RFC 7529) is not supported")]
    Scale(&'static str),
}

fn wrong(part: &'static str, value: &str) -> RuleError {
    RuleError::Value { part, value: shortened(value) }
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

/// The first part of a rule that nobody knows, or that has no `=`. It is left out; the rest is followed.
pub(crate) fn unknown_part(text: &str) -> Option<String> {
    const KNOWN: [&str; 16] = [
        "FREQ",
        "INTERVAL",
        "COUNT",
        "UNTIL",
        "BYSECOND",
        "BYMINUTE",
        "BYHOUR",
        "BYDAY",
        "BYMONTHDAY",
        "BYYEARDAY",
        "BYWEEKNO",
        "BYMONTH",
        "BYSETPOS",
        "WKST",
        "RSCALE",
        "SKIP",
    ];
    let mut parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
    let part = parts.find(|part| {
        let name = part.split_once('=').map_or(*part, |(name, _)| name).trim().to_ascii_uppercase();
        !part.contains('=') || !KNOWN.contains(&name.trim_start_matches("RRULE:"))
    });
    part.map(shortened)
}

impl FromStr for Rule {
    type Err = RuleError;

    /// Reads a rule. Lower case, spaces, a leading `RRULE:`, empty parts and unknown parts that choose no dates do no
    /// harm; an interval below 1 is taken as absent, as most programs do.
    fn from_str(text: &str) -> Result<Rule, RuleError> {
        let mut rule = Rule::every(1, Frequency::Yearly);
        let mut frequency = None;
        let text = text.trim();
        let text = match text.split_at_checked(6) {
            Some((name, rest)) if name.eq_ignore_ascii_case("RRULE:") => rest,
            _ => text,
        };
        for part in text.split(';') {
            let Some((name, value)) = part.split_once('=') else { continue };
            let value = value.trim();
            match name.trim().to_ascii_uppercase().as_str() {
                "FREQ" => frequency = Some(parse_frequency(value)?),
                "INTERVAL" => rule.interval = at_least_one("INTERVAL", value)?.unwrap_or(1),
                "COUNT" if value.is_empty() => {}
                "COUNT" => rule.count = Some(at_least_one("COUNT", value)?.ok_or_else(|| wrong("COUNT", value))?),
                "UNTIL" => rule.until = Some(parse_until(value)?),
                "BYSECOND" => rule.by_second = numbers("BYSECOND", value, 0, 60)?,
                "BYMINUTE" => rule.by_minute = numbers("BYMINUTE", value, 0, 59)?,
                "BYHOUR" => rule.by_hour = numbers("BYHOUR", value, 0, 23)?,
                "BYDAY" => rule.by_day = weekdays(value)?,
                "BYMONTHDAY" => rule.by_month_day = numbers("BYMONTHDAY", value, -31, 31)?,
                "BYYEARDAY" => rule.by_year_day = numbers("BYYEARDAY", value, -366, 366)?,
                "BYWEEKNO" => rule.by_week = numbers("BYWEEKNO", value, -53, 53)?,
                "BYMONTH" => rule.by_month = numbers("BYMONTH", value, 1, 12)?,
                "BYSETPOS" => rule.by_position = numbers("BYSETPOS", value, -366, 366)?,
                "WKST" => rule.week_start = weekday(value).ok_or_else(|| wrong("WKST", value))?,
                "RSCALE" if !value.eq_ignore_ascii_case("GREGORIAN") => return Err(RuleError::Scale("RSCALE")),
                "SKIP" if !value.eq_ignore_ascii_case("OMIT") => return Err(RuleError::Scale("SKIP")),
                unknown if unknown.starts_with("BY") => return Err(RuleError::Unknown(shortened(unknown))),
                _ => {}
            }
        }
        rule.frequency = frequency.ok_or(RuleError::NoFrequency)?;
        Ok(rule)
    }
}

fn parse_frequency(value: &str) -> Result<Frequency, RuleError> {
    Ok(match value.to_ascii_uppercase().as_str() {
        "SECONDLY" => Frequency::Secondly,
        "MINUTELY" => Frequency::Minutely,
        "HOURLY" => Frequency::Hourly,
        "DAILY" => Frequency::Daily,
        "WEEKLY" => Frequency::Weekly,
        "MONTHLY" => Frequency::Monthly,
        "YEARLY" => Frequency::Yearly,
        _ => return Err(wrong("FREQ", value)),
    })
}

/// A number, or `None` below 1; one too large to matter is the largest.
fn at_least_one(part: &'static str, value: &str) -> Result<Option<u32>, RuleError> {
    if value.is_empty() {
        return Ok(None);
    }
    let number: i64 = value.parse().map_err(|_| wrong(part, value))?;
    Ok((number >= 1).then(|| u32::try_from(number).unwrap_or(u32::MAX)))
}

fn parse_until(value: &str) -> Result<Until, RuleError> {
    match text::parse(value).ok_or_else(|| wrong("UNTIL", value))? {
        Parsed::Date(date) => Ok(Until::Date(date)),
        Parsed::Local(local) => Ok(Until::Local(local)),
        Parsed::Utc(local) => match TimeZone::UTC.to_timestamp(local) {
            Ok(instant) => Ok(Until::Instant(instant)),
            Err(_) => Err(wrong("UNTIL", value)),
        },
    }
}

/// A list of numbers within bounds; 0 is none where the list may count from the end.
fn numbers<T>(part: &'static str, value: &str, least: i16, most: i16) -> Result<Vec<T>, RuleError>
where
    T: TryFrom<i16> + Ord,
{
    let mut list = Vec::new();
    for item in value.split(',').map(str::trim).filter(|item| !item.is_empty()) {
        let number: i16 = item.parse().map_err(|_| wrong(part, item))?;
        if number < least || number > most || (number == 0 && least < 0) {
            return Err(wrong(part, item));
        }
        list.push(T::try_from(number).map_err(|_| wrong(part, item))?);
    }
    list.sort_unstable();
    list.dedup();
    Ok(list)
}

fn weekday(letters: &str) -> Option<Weekday> {
    Some(match letters.get(..2)?.to_ascii_uppercase().as_str() {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    })
}

fn weekdays(value: &str) -> Result<Vec<NthWeekday>, RuleError> {
    let mut list = Vec::new();
    for item in value.split(',').map(str::trim).filter(|item| !item.is_empty()) {
        let letters = item.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
        let nth = item.strip_suffix(letters).unwrap_or_default().trim();
        let weekday = weekday(letters).ok_or_else(|| wrong("BYDAY", item))?;
        let nth: i16 = if nth.is_empty() { 0 } else { nth.parse().map_err(|_| wrong("BYDAY", item))? };
        if !(-53..=53).contains(&nth) {
            return Err(wrong("BYDAY", item));
        }
        list.push(NthWeekday { nth: (nth != 0).then_some(nth), weekday });
    }
    list.sort_unstable_by_key(|day| (day.nth, day.weekday.to_monday_zero_offset()));
    list.dedup();
    Ok(list)
}
