// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The changes that people make to a series: one occurrence, this and the following, none.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};

use super::expand::counting_start;
use super::{Limits, Override, Series, Window};
use crate::moment::{Moment, resolve};
use crate::recurrence::{Rule, Until};

/// Why a series cannot be changed so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The series has no such occurrence.
    #[error("the series has no such occurrence")]
    NoSuchOccurrence,
    /// It is the first: then the whole series is meant.
    #[error("this is the first occurrence: change the whole series")]
    First,
    /// Its rules take too long to follow.
    #[error("its rule takes too long to follow")]
    TooMuchWork,
}

/// A series has more occurrences than allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the series has more than {cap} occurrences")]
pub struct TooMany {
    /// How many were allowed.
    pub cap: usize,
}

impl Series {
    /// Calls off one occurrence: it becomes an `EXDATE`, and what was changed about it is forgotten.
    ///
    /// # Errors
    /// [`EditError::NoSuchOccurrence`], [`EditError::TooMuchWork`]
    pub fn exclude(&mut self, recurrence_id: &Moment) -> Result<(), EditError> {
        self.named(recurrence_id, &mut Limits::default().work)?;
        self.overrides.retain(|change| change.and_future || change.recurrence_id != *recurrence_id);
        self.excluded.push(recurrence_id.clone());
        Ok(())
    }

    /// Changes one occurrence, or this and those that follow; an earlier change of the same one is replaced.
    ///
    /// # Errors
    /// [`EditError::NoSuchOccurrence`], [`EditError::TooMuchWork`]
    pub fn change(&mut self, change: Override) -> Result<(), EditError> {
        self.named(&change.recurrence_id, &mut Limits::default().work)?;
        self.overrides.retain(|other| other.recurrence_id != change.recurrence_id);
        self.overrides.push(change);
        Ok(())
    }

    /// Splits the series before an occurrence, as programs do for "this and the following": what came
    /// before ends, and a second series begins with this occurrence, to be changed at will. Exceptions
    /// and changed occurrences go with their half; a `COUNT` is shared out.
    ///
    /// What that costs is taken off `work`.
    ///
    /// # Errors
    /// Any [`EditError`].
    pub fn split(&self, recurrence_id: &Moment, work: &mut u64) -> Result<(Series, Series), EditError> {
        self.named(recurrence_id, work)?;
        let zone = self.start.zone().cloned().unwrap_or(TimeZone::UTC);
        let at = recurrence_id.instant_in(&zone);
        if at <= self.start.instant_in(&zone) {
            return Err(EditError::First);
        }
        let local = zone.to_datetime(at);
        let before = |moment: &Moment| moment.instant_in(&zone) < at;
        let (mut first, mut second) = (self.clone(), self.clone());
        second.start = self.start.with_local(local);
        second.end = self.end_from(&second.start);
        first.rules.clear();
        second.rules.clear();
        for rule in &self.rules {
            let past = past_count(rule, self.start.local(), local, work).ok_or(EditError::TooMuchWork)?;
            first.rules.push(Rule { count: None, until: Some(self.just_before(local, &zone)), ..rule.clone() });
            let count = rule.count.map(|count| count.saturating_sub(past));
            if count != Some(0) {
                second.rules.push(Rule { count, ..rule.clone() });
            }
        }
        first.added.retain(|added| before(&added.start));
        second.added.retain(|added| !before(&added.start));
        first.excluded.retain(before);
        second.excluded.retain(|excluded| !before(excluded));
        first.overrides.retain(|change| before(&change.recurrence_id));
        second.overrides.retain(|change| !before(&change.recurrence_id));
        Ok((first, second))
    }

    /// Moves the whole series so that it begins at `start`: exceptions, added dates and the names of
    /// changed occurrences move by as much on the clock, and a new zone or kind is theirs too. The
    /// rules stay as they are: whoever moves a series to another weekday changes its rule.
    #[must_use]
    pub fn moved(&self, start: Moment) -> Series {
        let by = start.local().duration_since(self.start.local());
        let shift = |moment: &Moment| -> Moment {
            let local = match (moment, &self.start) {
                // UTC or another zone is taken to the clock of the series first.
                (Moment::Zoned { local, zone }, Moment::Zoned { zone: own, .. }) => {
                    if zone == own {
                        *local
                    } else {
                        own.to_datetime(resolve(*local, zone))
                    }
                }
                // A whole day names what begins on it, and keeps doing so.
                (Moment::Date(date), Moment::Floating(_) | Moment::Zoned { .. }) => {
                    date.to_datetime(self.start.local().time())
                }
                _ => moment.local(),
            };
            start.with_local(local.saturating_add(by))
        };
        let mut moved = self.clone();
        for excluded in &mut moved.excluded {
            *excluded = shift(excluded);
        }
        for added in &mut moved.added {
            added.start = shift(&added.start);
            if let Some(super::End::At(end)) = &mut added.end {
                *end = shift(end);
            }
        }
        for change in &mut moved.overrides {
            change.recurrence_id = shift(&change.recurrence_id);
        }
        moved.end = match &self.end {
            super::End::At(_) => self.end_at(&start),
            other => other.clone(),
        };
        moved.start = start;
        moved
    }

    /// How many occurrences begin before `horizon`, if they are at most `cap`.
    ///
    /// # Errors
    /// [`TooMany`], also if the rule is too long to follow.
    pub fn count_until(&self, horizon: Timestamp, zone: &TimeZone, cap: usize) -> Result<usize, TooMany> {
        let window = Window { from: Timestamp::MIN, to: horizon, zone: zone.clone() };
        let expanded = self.occurrences(&window, Limits { occurrences: cap, ..Limits::default() });
        match expanded.cut {
            None => Ok(expanded.occurrences.len()),
            Some(_) => Err(TooMany { cap }),
        }
    }

    fn named(&self, recurrence_id: &Moment, work: &mut u64) -> Result<(), EditError> {
        if self.overrides.iter().any(|change| change.recurrence_id == *recurrence_id) {
            return Ok(());
        }
        match self.contains(recurrence_id, work) {
            Ok(true) => Ok(()),
            Ok(false) => Err(EditError::NoSuchOccurrence),
            Err(_) => Err(EditError::TooMuchWork),
        }
    }

    /// The end of a series that begins at `start` instead and lasts as long.
    pub(crate) fn end_from(&self, start: &Moment) -> super::End {
        match &self.end {
            super::End::At(_) => super::End::At(self.end.of(&self.start, start)),
            other => other.clone(),
        }
    }

    /// The same on the clock, for a start that may be of another kind.
    fn end_at(&self, start: &Moment) -> super::End {
        let length = self.end.of(&self.start, &self.start).local().duration_since(self.start.local());
        super::End::At(start.with_local(start.local().saturating_add(length)))
    }

    /// The last `UNTIL` that excludes this local time, of the kind that the start asks for.
    fn just_before(&self, local: DateTime, zone: &TimeZone) -> Until {
        let second = SignedDuration::from_secs(1);
        match &self.start {
            Moment::Date(_) => Until::Date(local.date().saturating_sub(Span::new().days(1))),
            Moment::Floating(_) => Until::Local(local.saturating_sub(second)),
            Moment::Zoned { .. } => {
                let instant = resolve(local, zone);
                Until::Instant(crate::moment::add(instant, -second))
            }
        }
    }
}

/// How many of a rule's occurrences lie before a local time: all but those that its `COUNT` still leaves there. `None`
/// if it takes more than the work allowed.
fn past_count(rule: &Rule, start: DateTime, local: DateTime, work: &mut u64) -> Option<u32> {
    let Some(count) = rule.count else { return Some(0) };
    let counted = Rule { until: None, ..counting_start(rule, start) };
    let mut expansion = counted.expand(start).starting_at(local).with_work(*work);
    let left = match expansion.next() {
        Some(_) => expansion.remaining().unwrap_or(0) + 1,
        None => 0,
    };
    *work = expansion.work_left();
    (!expansion.gave_up()).then(|| count.saturating_sub(u32::try_from(left).unwrap_or(u32::MAX)))
}
