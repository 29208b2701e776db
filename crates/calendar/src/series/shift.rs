// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A whole series at another time, with the rule that says so.

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Span, Timestamp, tz::TimeZone};

use super::{End, Limits, Series, Window};
use crate::moment::{Moment, add};
use crate::recurrence::{Frequency, NthWeekday, Rule, Until};

impl Series {
    /// The series from another beginning on, as whoever moves "every Saturday" to Sunday means it: the rule moves
    /// along (another weekday, the second Sunday instead of the first Saturday), so does its end, and the k-th
    /// occurrence's exception is the k-th one's still. `None` where no rule says that: then [`moved`](Self::moved) is
    /// what is left.
    #[must_use]
    pub fn shifted(&self, start: Moment, end: End) -> Option<Series> {
        let now = start.local();
        if now != self.start.local() && !self.excluded_rules.is_empty() {
            return None;
        }
        let rules = self.rules.iter().map(|rule| shifted(rule, &self.start, now)).collect::<Option<Vec<_>>>()?;
        let mut series = Series { rules, ..self.moved(start) };
        series.end = end;
        // Days and weeks move by as much as the start; months and years have their own measure.
        let own_measure = |rule: &Rule| matches!(rule.frequency, Frequency::Monthly | Frequency::Yearly);
        if now.date() != self.start.local().date() && self.rules.iter().any(own_measure) {
            let (before, after) = (self.bare(), series.bare());
            let by_place = |was: &Moment, moved: &mut Moment| {
                let place = before.iter().position(|at| at == was);
                if let Some(at) = place.and_then(|place| after.get(place)) {
                    moved.clone_from(at);
                }
            };
            for (was, moved) in self.excluded.iter().zip(&mut series.excluded) {
                by_place(was, moved);
            }
            for (was, moved) in self.overrides.iter().zip(&mut series.overrides) {
                by_place(&was.recurrence_id, &mut moved.recurrence_id);
            }
        }
        Some(series)
    }

    /// What the rules alone yield, as far as anything is excepted from them.
    fn bare(&self) -> Vec<Moment> {
        let zone = self.start.zone().cloned().unwrap_or(TimeZone::UTC);
        let excepted = self.excluded.iter().chain(self.overrides.iter().map(|change| &change.recurrence_id));
        let Some(last) = excepted.map(|moment| moment.instant_in(&zone)).max() else { return Vec::new() };
        let to = add(last, SignedDuration::from_hours(24 * 400));
        let bare = Series { added: Vec::new(), excluded: Vec::new(), overrides: Vec::new(), ..self.clone() };
        let expanded = bare.occurrences(&Window { from: Timestamp::MIN, to, zone }, Limits::default());
        expanded.occurrences.into_iter().map(|occurrence| occurrence.recurrence_id).collect()
    }
}

fn shifted(rule: &Rule, start: &Moment, now: DateTime) -> Option<Rule> {
    let was = start.local();
    if was == now {
        return Some(rule.clone());
    }
    let own_hours = !(rule.by_hour.is_empty() && rule.by_minute.is_empty() && rule.by_second.is_empty());
    if rule.frequency < Frequency::Daily || (own_hours && was.time() != now.time()) {
        return None;
    }
    let days = now.date().duration_since(was.date()).as_hours() / 24;
    let mut shifted = Rule { until: rule.until.map(|until| ends(until, start, days)), ..rule.clone() };
    if days == 0 {
        return Some(shifted);
    }
    let plain = rule.by_year_day.is_empty() && rule.by_week.is_empty() && rule.by_position.is_empty();
    if !plain {
        return None;
    }
    let month = now.date();
    let from_end = i16::from(month.days_in_month() - month.day());
    let nth = |nth: i16| if nth < 0 { -(from_end / 7 + 1) } else { i16::from((month.day() - 1) / 7 + 1) };
    match (rule.frequency, rule.by_day.as_slice(), rule.by_month_day.as_slice(), rule.by_month.as_slice()) {
        (Frequency::Daily | Frequency::Monthly | Frequency::Yearly, [], [], []) => {}
        (Frequency::Weekly, by_day, [], []) => {
            let turn = |weekday: jiff::civil::Weekday| weekday.wrapping_add(days % 7);
            shifted.by_day = by_day.iter().map(|day| NthWeekday { nth: day.nth, weekday: turn(day.weekday) }).collect();
            shifted.by_day.sort_unstable_by_key(|day| (day.nth, day.weekday.to_monday_zero_offset()));
            // Where weeks are skipped, it matters on which day they begin.
            if rule.interval > 1 && by_day.len() > 1 {
                shifted.week_start = turn(rule.week_start);
            }
        }
        (Frequency::Monthly, [NthWeekday { nth: Some(n), .. }], [], [])
        | (Frequency::Yearly, [NthWeekday { nth: Some(n), .. }], [], [_]) => {
            shifted.by_day = vec![NthWeekday { nth: Some(nth(*n)), weekday: month.weekday() }];
        }
        (Frequency::Monthly, [], [day], []) | (Frequency::Yearly, [], [day], [_]) => {
            let from_end = month.days_in_month() - month.day() + 1;
            shifted.by_month_day = vec![if *day < 0 { -from_end } else { month.day() }];
        }
        _ => return None,
    }
    if let [only] = shifted.by_month.as_mut_slice() {
        *only = month.month().unsigned_abs();
    }
    Some(shifted)
}

/// The end of a rule so many days later: the whole of the day of its last occurrence.
fn ends(until: Until, start: &Moment, days: i64) -> Until {
    let local = match (until, start.zone()) {
        (Until::Date(day), _) => end_of(day),
        (Until::Local(local), _) => local,
        (Until::Instant(instant), zone) => zone.unwrap_or(&TimeZone::UTC).to_datetime(instant),
    };
    let days = if local.time() < start.local().time() { days - 1 } else { days };
    let last = local.date().saturating_add(Span::new().try_days(days).unwrap_or_default());
    if start.is_date() { Until::Date(last) } else { Until::Local(end_of(last)) }
}

fn end_of(day: Date) -> DateTime {
    day.to_datetime(Time::constant(23, 59, 59, 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Override;

    fn at(text: &str) -> Moment {
        Moment::from_text(text, Some(&crate::zone::get("America/Mexico_City").unwrap())).unwrap()
    }

    /// The rule and the first three dates after a move.
    fn after(start: &str, rule: &str, to: &str) -> Option<(String, Vec<String>)> {
        let mut series = Series::once(at(start), End::Open);
        series.rules.push(rule.parse().unwrap());
        let shifted = series.shifted(at(to), End::Open)?;
        let zone = shifted.start.zone()?.clone();
        let window = Window { from: Timestamp::MIN, to: Timestamp::MAX, zone };
        let found = shifted.occurrences(&window, Limits { occurrences: 3, ..Limits::default() });
        let dates = found.occurrences.iter().map(|at| at.start.to_text()).collect();
        Some((shifted.rules[0].to_string(), dates))
    }

    #[test]
    fn the_rule_moves_along() {
        // A Saturday.
        let start = "20261128T100000";
        let rule = |rule: &str, to: &str| after(start, rule, to).map(|(rule, _)| rule);
        let is = |text: &str| Some(text.to_owned());
        assert_eq!(rule("FREQ=WEEKLY;BYDAY=TH,SA", "20261129T100000"), is("FREQ=WEEKLY;BYDAY=FR,SU"));
        assert_eq!(
            rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,SA", "20261129T100000"),
            is("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR,SU;WKST=TU")
        );
        assert_eq!(rule("FREQ=MONTHLY;BYDAY=4SA", "20261206T100000"), is("FREQ=MONTHLY;BYDAY=1SU"));
        assert_eq!(rule("FREQ=MONTHLY;BYDAY=-1SA", "20261129T100000"), is("FREQ=MONTHLY;BYDAY=-1SU"));
        assert_eq!(rule("FREQ=MONTHLY;BYMONTHDAY=-3", "20261130T100000"), is("FREQ=MONTHLY;BYMONTHDAY=-1"));
        assert_eq!(
            rule("FREQ=YEARLY;BYMONTH=11;BYDAY=-1SA", "20261231T100000"),
            is("FREQ=YEARLY;BYMONTH=12;BYDAY=-1TH")
        );
        assert_eq!(rule("FREQ=WEEKLY;COUNT=3", "20261201T090000"), is("FREQ=WEEKLY;COUNT=3"));
        assert_eq!(rule("FREQ=MONTHLY;BYDAY=SA;BYSETPOS=-1", "20261129T100000"), None);
        assert_eq!(
            rule("FREQ=MONTHLY;BYDAY=SA;BYSETPOS=-1", "20261128T110000"),
            is("FREQ=MONTHLY;BYDAY=SA;BYSETPOS=-1")
        );
    }

    #[test]
    fn as_many_dates_are_left() {
        for until in ["20261212T100000", "20261218", "20261212T160000Z", "20261219T095959"] {
            let (_, dates) =
                after("20261128T100000", &format!("FREQ=WEEKLY;UNTIL={until}"), "20261129T170000").unwrap();
            assert_eq!(dates, ["20261129T170000", "20261206T170000", "20261213T170000"], "{until}");
        }
    }

    #[test]
    fn an_exception_stays_the_same_occurrence_s() {
        let mut series = Series::once(at("20261205T100000"), End::Open);
        series.rules.push("FREQ=MONTHLY;BYDAY=1SA".parse().unwrap());
        series.excluded.push(at("20270102T100000"));
        series.overrides.push(Override {
            recurrence_id: at("20270206T100000"),
            and_future: false,
            start: at("20270207T180000"),
            end: End::Open,
            details: crate::Details::default(),
        });
        let shifted = series.shifted(at("20261213T100000"), End::Open).unwrap();
        assert_eq!(shifted.rules[0].to_string(), "FREQ=MONTHLY;BYDAY=2SU");
        assert_eq!(shifted.excluded, [at("20270110T100000")]);
        assert_eq!(shifted.overrides[0].recurrence_id, at("20270214T100000"));
        assert_eq!(shifted.overrides[0].start, at("20270207T180000"));
    }
}
