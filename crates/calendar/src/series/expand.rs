// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The occurrences of a series that overlap a window of time.

use std::collections::HashSet;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::matching::Names;
use super::{End, Override, Series};
use crate::moment::{Moment, add, resolve};
use crate::recurrence::{Rule, Until};

/// A stretch of time, `to` excluded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// From this instant.
    pub from: Timestamp,
    /// Up to this instant, without it.
    pub to: Timestamp,
    /// Where whole days and floating times are taken.
    pub zone: TimeZone,
}

impl Window {
    /// The days from `from` up to `to`, without it, in a zone.
    #[must_use]
    pub fn days(from: Date, to: Date, zone: TimeZone) -> Window {
        let midnight = |date: Date| resolve(date.to_datetime(Time::midnight()), &zone);
        Window { from: midnight(from), to: midnight(to), zone: zone.clone() }
    }

    /// Whether something overlaps the window. What takes no time does if it lies in it.
    #[must_use]
    pub fn overlaps(&self, start: &Moment, end: &Moment) -> bool {
        let start = start.instant_in(&self.zone);
        start < self.to && (start >= self.from || end.instant_in(&self.zone) > self.from)
    }
}

/// How much an expansion may yield and cost. A file can hold a rule for every second of a century.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// So many occurrences at most.
    pub occurrences: usize,
    /// So many days, periods and occurrences looked at, at most; a few million take a second.
    pub work: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { occurrences: 10_000, work: 4_000_000 }
    }
}

/// Why an expansion is not whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Cut {
    /// There are more occurrences in the window.
    #[error("it has more than {0} occurrences")]
    TooMany(usize),
    /// A rule was still being searched when the work allowed was used up.
    #[error("its rule takes too long to follow")]
    TooMuchWork,
}

/// What a series yields in a window.
#[derive(Clone, Debug, PartialEq)]
pub struct Expanded<'s> {
    /// The occurrences, by start. Cancelled ones are among them: see [`Occurrence::is_cancelled`].
    pub occurrences: Vec<Occurrence<'s>>,
    /// Set if something is missing.
    pub cut: Option<Cut>,
    /// What is left of the work allowed.
    pub work_left: u64,
}

/// One occurrence of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence<'s> {
    /// What names it within its series (`RECURRENCE-ID`): when it would begin had nobody moved it.
    pub recurrence_id: Moment,
    /// When it begins.
    pub start: Moment,
    /// When it ends, excluded.
    pub end: Moment,
    /// What changed it, if anything did: its own override, or an earlier one for all that follow.
    pub changed_by: Option<&'s Override>,
}

impl Occurrence<'_> {
    /// Whether it was called off by a change of status.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.changed_by.is_some_and(Override::is_cancelled)
    }
}

impl Series {
    /// The occurrences that overlap the window, by start.
    #[must_use]
    pub fn occurrences(&self, window: &Window, limits: Limits) -> Expanded<'_> {
        Expander::new(self, window, limits).run()
    }

    /// Whether the rules, the added dates or the start yield this occurrence, and nothing excludes it. What that
    /// costs is taken off `work`.
    ///
    /// # Errors
    /// [`Cut::TooMuchWork`] when it cannot be told with the work allowed.
    pub fn contains(&self, recurrence_id: &Moment, work: &mut u64) -> Result<bool, Cut> {
        let zone = self.start.zone().cloned().unwrap_or(TimeZone::UTC);
        let at = recurrence_id.instant_in(&zone);
        let wanted = Names::new(&self.start, [(recurrence_id, ())]);
        let bare = Series { overrides: Vec::new(), end: End::Open, ..self.clone() };
        // A whole day names what begins on it.
        let until = add(at, SignedDuration::from_hours(if recurrence_id.is_date() { 25 } else { 0 }));
        let window = Window { from: at, to: add(until, SignedDuration::from_secs(1)), zone };
        let expanded = bare.occurrences(&window, Limits { work: *work, ..Limits::default() });
        *work = expanded.work_left;
        match expanded.occurrences.iter().any(|o| wanted.get(&o.recurrence_id).is_some()) {
            false if expanded.cut.is_some() => Err(Cut::TooMuchWork),
            found => Ok(found),
        }
    }
}

/// A later change of everything that follows.
struct Future<'s> {
    from: Timestamp,
    change: &'s Override,
    moved_by: SignedDuration,
}

struct Expander<'s, 'w> {
    series: &'s Series,
    window: &'w Window,
    limits: Limits,
    /// Where the local times of the rules are taken.
    zone: TimeZone,
    excluded: Names<()>,
    changed: Names<()>,
    futures: Vec<Future<'s>>,
    /// Local times between which an occurrence of the window must begin, with a margin.
    from: DateTime,
    to: DateTime,
    found: Vec<Occurrence<'s>>,
    cut: Option<Cut>,
}

impl<'s, 'w> Expander<'s, 'w> {
    fn new(series: &'s Series, window: &'w Window, limits: Limits) -> Expander<'s, 'w> {
        let start = &series.start;
        let zone = start.zone().unwrap_or(&window.zone).clone();
        let futures = futures(series, &zone);
        let mut longest = series.end.at_most(start);
        let mut moved = SignedDuration::ZERO;
        for added in &series.added {
            if let Some(end) = &added.end {
                longest = longest.max(end.at_most(&added.start));
            }
        }
        for future in &futures {
            longest = longest.max(future.change.end.at_most(&future.change.start));
            moved = moved.max(future.moved_by.abs());
        }
        let margin = SignedDuration::from_hours(48);
        let back = longest.saturating_add(moved).saturating_add(margin);
        let ahead = moved.saturating_add(margin);
        Expander {
            series,
            window,
            limits,
            from: zone.to_datetime(window.from).saturating_add(-back),
            to: zone.to_datetime(window.to).saturating_add(ahead),
            excluded: Names::new(start, series.excluded.iter().map(|moment| (moment, ()))),
            changed: Names::new(start, series.overrides.iter().map(|change| (&change.recurrence_id, ()))),
            futures,
            zone,
            found: Vec::new(),
            cut: None,
        }
    }

    fn run(mut self) -> Expanded<'s> {
        let series = self.series;
        self.exclude_rules();
        for change in &series.overrides {
            let end = change.end.of(&change.start, &change.start);
            // The changed occurrence counts as the author has it, even where no rule yields it (any more).
            if self.excluded.get(&change.recurrence_id).is_none() {
                self.push(change.recurrence_id.clone(), change.start.clone(), end, Some(change));
            }
        }
        for added in &series.added {
            self.consider(&self.as_series(&added.start), added.end.as_ref().map(|end| (&added.start, end)));
        }
        if self.start_counts() {
            self.consider(&series.start, None);
        }
        for rule in &series.rules {
            self.follow(rule);
        }
        self.finish()
    }

    /// An added date in the terms of the series: its kind, and a zone if the series has none of its own.
    fn as_series(&self, moment: &Moment) -> Moment {
        match (&self.series.start, moment) {
            (Moment::Date(_), _) => Moment::Date(moment.local().date()),
            (Moment::Zoned { local, zone }, Moment::Date(date)) => {
                Moment::zoned(date.to_datetime(local.time()), zone.clone())
            }
            (Moment::Zoned { zone, .. }, Moment::Floating(local)) => Moment::zoned(*local, zone.clone()),
            (Moment::Floating(local), Moment::Date(date)) => Moment::Floating(date.to_datetime(local.time())),
            _ => moment.clone(),
        }
    }

    /// The start is an occurrence by itself, unless every rule had ended before it.
    fn start_counts(&self) -> bool {
        let rules = &self.series.rules;
        rules.is_empty()
            || rules.iter().any(|rule| match rule.until {
                None => true,
                Some(Until::Date(date)) => date >= self.series.start.local().date(),
                Some(Until::Local(local)) => local >= self.series.start.local(),
                Some(Until::Instant(_)) => self.not_after(rule, &self.series.start),
            })
    }

    /// Whether an `UNTIL` that is an instant lets this occurrence be.
    fn not_after(&self, rule: &Rule, at: &Moment) -> bool {
        let Some(Until::Instant(until)) = rule.until else { return true };
        let digits = TimeZone::UTC.to_datetime(until);
        match at {
            Moment::Zoned { local, zone } => resolve(*local, zone) <= until,
            // The standard wants the kind of the start. Who wrote UTC meant the digits.
            Moment::Floating(local) => *local <= digits,
            Moment::Date(date) => *date <= digits.date(),
        }
    }

    fn follow(&mut self, rule: &Rule) {
        let start = self.series.start.local();
        let mut ceiling = self.to;
        if let Some(Until::Instant(until)) = rule.until {
            // By a day more, for the zone; each occurrence is held against the instant itself.
            let local = self.zone.to_datetime(until).saturating_add(SignedDuration::from_hours(24));
            ceiling = ceiling.min(local);
        }
        let mut expansion = counting_start(rule, start)
            .expand(start)
            .starting_at(self.from)
            .ending_at(ceiling)
            .with_work(self.limits.work);
        for local in &mut expansion {
            if self.cut.is_some() {
                break;
            }
            let occurrence = self.series.start.with_local(local);
            if self.not_after(rule, &occurrence) {
                self.consider(&occurrence, None);
            }
        }
        self.limits.work = expansion.work_left();
        if expansion.gave_up() {
            self.cut.get_or_insert(Cut::TooMuchWork);
        }
    }

    fn exclude_rules(&mut self) {
        let start = self.series.start.local();
        let mut excluded = HashSet::new();
        for rule in &self.series.excluded_rules {
            let mut expansion =
                rule.expand(start).starting_at(self.from).ending_at(self.to).with_work(self.limits.work);
            for local in &mut expansion {
                excluded.insert(local);
                // Excluding costs memory as yielding does.
                if excluded.len() > self.limits.occurrences.saturating_mul(4) {
                    self.cut = Some(Cut::TooMuchWork);
                    break;
                }
            }
            self.limits.work = expansion.work_left();
        }
        if !excluded.is_empty() {
            let mut all: Vec<Moment> = self.series.excluded.clone();
            all.extend(excluded.into_iter().map(|local| self.series.start.with_local(local)));
            self.excluded = Names::new(&self.series.start, all.iter().map(|moment| (moment, ())));
        }
    }

    /// Takes an occurrence that nobody changed alone, with what changed all that follow.
    fn consider(&mut self, at: &Moment, own_end: Option<(&Moment, &End)>) {
        let series = self.series;
        if self.excluded.get(at).is_some() || self.changed.get(at).is_some() {
            return;
        }
        let instant = at.instant_in(&self.zone);
        let future = self.futures.iter().rfind(|future| future.from <= instant);
        let Some(future) = future else {
            let (first, end) = own_end.unwrap_or((&series.start, &series.end));
            let end = end.of(first, at);
            self.push(at.clone(), at.clone(), end, None);
            return;
        };
        let change = future.change;
        let start = change.start.with_local(in_terms_of(&change.start, at).saturating_add(future.moved_by));
        let end = change.end.of(&change.start, &start);
        self.push(at.clone(), start, end, Some(change));
    }

    fn push(&mut self, recurrence_id: Moment, start: Moment, end: Moment, changed_by: Option<&'s Override>) {
        if !self.window.overlaps(&start, &end) {
            return;
        }
        // Twice as many, since the same time may come from several rules.
        if self.found.len() >= self.limits.occurrences.saturating_mul(2).saturating_add(1) {
            self.cut.get_or_insert(Cut::TooMany(self.limits.occurrences));
            return;
        }
        self.found.push(Occurrence { recurrence_id, start, end, changed_by });
    }

    fn finish(self) -> Expanded<'s> {
        let Expander { mut found, zone, limits, mut cut, .. } = self;
        // The same occurrence may come from the start, an added date and several rules. Two local
        // times that a gap makes one instant are one occurrence too. The first found has the end to keep.
        let mut seen = HashSet::new();
        found.retain(|o| seen.insert(o.recurrence_id.instant_in(&zone)));
        found.sort_by_key(|o| o.start.instant_in(&zone));
        if found.len() > limits.occurrences {
            found.truncate(limits.occurrences);
            cut.get_or_insert(Cut::TooMany(limits.occurrences));
        }
        Expanded { occurrences: found, cut, work_left: limits.work }
    }
}

/// `COUNT` counts the start always (RFC 5545, 3.3.10), also where the rule does not yield it.
pub(super) fn counting_start(rule: &Rule, start: DateTime) -> Rule {
    let mut rule = rule.clone();
    if let Some(count) = rule.count {
        let unlimited = Rule { count: None, until: None, ..rule.clone() };
        if unlimited.expand(start).ending_at(start).next() != Some(start) {
            rule.count = Some(count.saturating_sub(1));
        }
    }
    rule
}

/// What the clock of `kind` shows at `at`.
fn in_terms_of(kind: &Moment, at: &Moment) -> DateTime {
    match (kind, at) {
        (Moment::Zoned { zone: to, .. }, Moment::Zoned { local, zone }) if to != zone => {
            to.to_datetime(resolve(*local, zone))
        }
        _ => at.local(),
    }
}

fn futures<'s>(series: &'s Series, zone: &TimeZone) -> Vec<Future<'s>> {
    let mut futures: Vec<Future<'s>> = series
        .overrides
        .iter()
        .filter(|change| change.and_future)
        .map(|change| {
            let id = match (&change.recurrence_id, &series.start) {
                (Moment::Date(date), Moment::Floating(_) | Moment::Zoned { .. }) => {
                    series.start.with_local(date.to_datetime(series.start.local().time()))
                }
                (id, _) => id.clone(),
            };
            let moved_by = change.start.local().duration_since(in_terms_of(&change.start, &id));
            Future { from: id.instant_in(zone), change, moved_by }
        })
        .collect();
    futures.sort_by_key(|future| future.from);
    futures
}
