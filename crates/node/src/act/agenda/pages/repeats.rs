// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The ways of repeating that the form offers, and how a repetition is said in words.

use jiff::civil::{Date as Day, DateTime};
use tequio_calendar::{Frequency, NthWeekday, Rule, Series as Dates, Until};

use crate::web::Page;

/// The ways of repeating that the form offers.
pub(super) const OFFERED: &[&str] = &[
    "",
    "weekly",
    "biweekly",
    "monthly-weekday",
    "monthly-last",
    "monthly-day",
    "monthly-last-day",
    "daily",
    "yearly",
];

/// The rule of an offered way of repeating.
pub(super) fn rule(repeat: &str, start: DateTime, until: Option<Day>, all_day: bool) -> Option<Rule> {
    let until = until.map(|day| if all_day { Until::Date(day) } else { Until::Local(day.at(23, 59, 59, 0)) });
    let plain = |frequency, interval| Rule { until, ..Rule::every(interval, frequency) };
    let monthly = |nth| Rule {
        by_day: vec![NthWeekday { nth: Some(nth), weekday: start.weekday() }],
        ..plain(Frequency::Monthly, 1)
    };
    Some(match repeat {
        "daily" => plain(Frequency::Daily, 1),
        "weekly" => plain(Frequency::Weekly, 1),
        "biweekly" => plain(Frequency::Weekly, 2),
        "monthly-last-day" => Rule { by_month_day: vec![-1], ..plain(Frequency::Monthly, 1) },
        "monthly-day" => plain(Frequency::Monthly, 1),
        "monthly-weekday" => monthly(i16::from((start.day() - 1) / 7 + 1)),
        "monthly-last" => monthly(-1),
        "yearly" => plain(Frequency::Yearly, 1),
        _ => return None,
    })
}

/// What stands in the place of a way of repeating that has no date in some months, as on the fifth Monday or the 31st:
/// the last one of each month.
pub(super) fn last_instead(repeat: &str, start: DateTime) -> Option<&'static str> {
    match repeat {
        "monthly-weekday" if start.day() > 28 => Some("monthly-last"),
        "monthly-day" if start.day() > 28 => Some("monthly-last-day"),
        _ => None,
    }
}

/// The way of repeating that a series has: one that the form offers, or `same`.
pub(super) fn repeat_of(series: &Dates) -> &'static str {
    let [only] = series.rules.as_slice() else { return if series.repeats() { "same" } else { "" } };
    let bare = Rule { until: None, ..only.clone() };
    let start = series.start.local();
    let offered = OFFERED.iter().find(|repeat| rule(repeat, start, None, false).as_ref() == Some(&bare));
    offered.filter(|_| series.excluded_rules.is_empty()).copied().unwrap_or("same")
}

/// The last day of a series that ends on one: that on which it may begin for the last time.
pub(super) fn last_day(series: &Dates) -> Option<Day> {
    let day = |end: DateTime| {
        let before = end.time() < series.start.local().time();
        if before { end.date().yesterday().ok() } else { Some(end.date()) }
    };
    match series.rules.first()?.until? {
        Until::Date(day) => Some(day),
        Until::Local(local) => day(local),
        Until::Instant(instant) => day(series.start.zone()?.to_datetime(instant)),
    }
}

/// How a series repeats: «cada miércoles». Nothing if it does not.
pub(super) fn in_words(page: &Page, series: &Dates) -> Option<String> {
    if !series.repeats() {
        return None;
    }
    let weekday = page.lang.weekday(series.start.local().weekday());
    let weekly = |days: &[NthWeekday]| {
        let names: Vec<String> = days.iter().map(|day| page.lang.weekday(day.weekday)).collect();
        page.t1("repeats-weekly", "weekday", if names.is_empty() { weekday.clone() } else { names.join(", ") })
    };
    Some(match (repeat_of(series), series.rules.as_slice()) {
        ("biweekly", _) => page.t1("repeats-biweekly", "weekday", weekday),
        ("monthly-weekday", _) => {
            let nth = (series.start.local().day() - 1) / 7 + 1;
            page.t2("repeats-monthly-weekday", "nth", nth, "weekday", weekday)
        }
        ("monthly-last", _) => page.t1("repeats-monthly-last", "weekday", weekday),
        ("monthly-last-day", _) => page.t("repeats-monthly-last-day"),
        ("monthly-day", _) => page.t1("repeats-monthly-day", "day", series.start.local().day()),
        ("daily", _) => page.t("repeats-daily"),
        ("yearly", _) => page.t("repeats-yearly"),
        (_, [Rule { frequency: Frequency::Weekly, interval: 0 | 1, by_day, by_month, by_position, .. }])
            if by_month.is_empty() && by_position.is_empty() =>
        {
            weekly(by_day)
        }
        _ => page.t("repeats-other"),
    })
}
