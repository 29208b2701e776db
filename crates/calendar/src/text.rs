// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The texts of dates and times in iCalendar (RFC 5545, 3.3.4 and 3.3.5).

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::moment::Nominal;

/// `20251129`
pub(crate) fn date(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// `20251129T100000`
pub(crate) fn date_time(local: DateTime) -> String {
    format!("{}T{:02}{:02}{:02}", date(local.date()), local.hour(), local.minute(), local.second())
}

/// `20251129T160000Z`
pub(crate) fn instant(instant: Timestamp) -> String {
    date_time(TimeZone::UTC.to_datetime(instant)) + "Z"
}

/// What a text of digits says of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parsed {
    Date(Date),
    Local(DateTime),
    Utc(DateTime),
}

/// Reads a date or date-time as programs write them: also lower case, with the separators of
/// ISO 8601, without seconds, or with hour 24. `None` if it is no date.
pub(crate) fn parse(text: &str) -> Option<Parsed> {
    let mut digits = [0_u8; 14];
    let mut len = 0;
    let mut utc = false;
    let text = text.trim();
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'0'..=b'9' if !utc => {
                *digits.get_mut(len)? = byte - b'0';
                len += 1;
            }
            b'-' if len == 4 || len == 6 => {}
            b'T' | b't' | b' ' if len == 8 => {}
            b':' if len == 10 || len == 12 => {}
            // Fractions of a second say nothing to an agenda.
            b'.' | b',' if len == 14 => {
                let rest = text.get(index + 1..)?;
                utc = rest.ends_with(['Z', 'z']);
                let fraction = rest.trim_end_matches(['Z', 'z']);
                if !fraction.bytes().all(|b| b.is_ascii_digit()) {
                    return None;
                }
                break;
            }
            b'Z' | b'z' if len >= 8 && !utc => utc = true,
            _ => return None,
        }
    }
    let number = |from: usize, to: usize| -> Option<i16> {
        let mut value = 0_i16;
        for digit in digits.get(from..to)? {
            value = value * 10 + i16::from(*digit);
        }
        Some(value)
    };
    let small = |from| number(from, from + 2).and_then(|n| i8::try_from(n).ok());
    let day = Date::new(number(0, 4)?, small(4)?, small(6)?).ok()?;
    if len == 8 {
        return Some(Parsed::Date(day));
    }
    if len != 12 && len != 14 {
        return None;
    }
    let (hour, minute, second) = (small(8)?, small(10)?, small(12)?.min(59));
    let (day, hour) = match (hour, minute, second) {
        (24, 0, 0) => (day.tomorrow().ok()?, 0),
        _ => (day, hour),
    };
    let time = jiff::civil::Time::new(hour, minute, second, 0).ok()?;
    let local = day.to_datetime(time);
    Some(if utc { Parsed::Utc(local) } else { Parsed::Local(local) })
}

/// Reads a duration (RFC 5545, 3.3.6) as programs write them: also lower case, or without its `T`.
pub(crate) fn duration(text: &str) -> Option<Nominal> {
    let text = text.trim().to_ascii_uppercase();
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(&text)),
    };
    let (mut days, mut seconds, mut number, mut any) = (0_i64, 0_i64, None, false);
    for c in rest.strip_prefix('P')?.chars() {
        if let Some(digit) = c.to_digit(10) {
            let so_far: i64 = number.unwrap_or(0);
            number = Some(so_far.checked_mul(10)?.checked_add(i64::from(digit))?).filter(|n| *n < 1 << 40);
            number?;
            continue;
        }
        if c == 'T' {
            continue;
        }
        let count: i64 = number.take()?;
        any = true;
        match c {
            'W' => days += count * 7,
            'D' => days += count,
            'H' => seconds += count * 3_600,
            'M' => seconds += count * 60,
            'S' => seconds += count,
            _ => return None,
        }
    }
    let whole = any && number.is_none();
    whole.then_some(Nominal { days: i32::try_from(sign * days).ok()?, seconds: sign * seconds })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read() {
        let nominal = |days, seconds| Some(Nominal { days, seconds });
        assert_eq!(duration("PT1H30M"), nominal(0, 5_400));
        assert_eq!(duration("p1dt2h"), nominal(1, 7_200));
        assert_eq!(duration("+P2W"), nominal(14, 0));
        assert_eq!(duration("-PT15M"), nominal(0, -900));
        assert_eq!(duration("P15M"), nominal(0, 900));
        for wrong in ["", "P", "PT", "PT5", "1H", "P1Y", "P99999999999999999999D"] {
            assert_eq!(duration(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn dates_are_read_as_programs_write_them() {
        let day = Date::constant(2025, 11, 29);
        assert_eq!(parse("20251129"), Some(Parsed::Date(day)));
        assert_eq!(parse(" 2025-11-29 "), Some(Parsed::Date(day)));
        assert_eq!(parse("20251129T100000"), Some(Parsed::Local(day.at(10, 0, 0, 0))));
        assert_eq!(parse("20251129t1000"), Some(Parsed::Local(day.at(10, 0, 0, 0))));
        assert_eq!(parse("2025-11-29T10:00:00.000Z"), Some(Parsed::Utc(day.at(10, 0, 0, 0))));
        assert_eq!(parse("20251129T100000z"), Some(Parsed::Utc(day.at(10, 0, 0, 0))));
        assert_eq!(parse("20251129T235960Z"), Some(Parsed::Utc(day.at(23, 59, 59, 0))));
        assert_eq!(parse("20251128T240000"), Some(Parsed::Local(day.at(0, 0, 0, 0))));
        for wrong in
            ["", "2025", "20251301", "20250230", "20251129T25", "20251129T250000", "tomorrow", "20251129T100000X"]
        {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
