// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A series: everything that decides when an event happens (RFC 5545, 3.8.4.4 and 3.8.5).

mod edit;
mod expand;
mod matching;
mod shift;

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use crate::event::{Details, Status};
use crate::moment::{Moment, Nominal, add};
use crate::recurrence::Rule;

pub use edit::{EditError, TooMany};
pub use expand::{Cut, Expanded, Limits, Occurrence, Window};

/// When an event happens. An event that happens once is a series without rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// `DTSTART`. It is the first occurrence even if the rules do not yield it.
    pub start: Moment,
    /// `DTEND` or `DURATION` of the first occurrence; the others last as long.
    pub end: End,
    /// `RRULE`s; together they yield what any of them yields.
    pub rules: Vec<Rule>,
    /// `EXRULE`s, of files from before 2009: what any of them yields does not happen.
    pub excluded_rules: Vec<Rule>,
    /// `RDATE`s
    pub added: Vec<Added>,
    /// `EXDATE`s; a whole day excludes all that begins on it.
    pub excluded: Vec<Moment>,
    /// The occurrences that differ, each by its `RECURRENCE-ID`.
    pub overrides: Vec<Override>,
}

/// How an occurrence ends.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// Nothing is said: a day lasts a day, a time takes no time (RFC 5545, 3.6.1).
    Open,
    /// `DTEND`: excluded. The other occurrences last exactly as long.
    At(Moment),
    /// `DURATION`: nominal, so that days of 23 or 25 hours are days.
    After(Nominal),
}

/// One `RDATE`, with its own end if it is a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Added {
    /// When it begins.
    pub start: Moment,
    /// When it ends; `None` is as long as the others.
    pub end: Option<End>,
}

/// An occurrence that differs from its series (`RECURRENCE-ID`), or the series from there on.
#[derive(Clone, Debug, PartialEq)]
pub struct Override {
    /// When it would have begun.
    pub recurrence_id: Moment,
    /// `RANGE=THISANDFUTURE`: the later ones move by as much, and become what this one is.
    pub and_future: bool,
    /// When it begins.
    pub start: Moment,
    /// How it ends.
    pub end: End,
    /// What it is; this stands alone and does not complete what the series says.
    pub details: Details,
}

impl Override {
    /// Whether this occurrence, or the series from here on, does not take place.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.details.status == Some(Status::Cancelled)
    }
}

impl Series {
    /// A series of one occurrence.
    #[must_use]
    pub fn once(start: Moment, end: End) -> Series {
        Series {
            start,
            end,
            rules: Vec::new(),
            excluded_rules: Vec::new(),
            added: Vec::new(),
            excluded: Vec::new(),
            overrides: Vec::new(),
        }
    }

    /// Whether more than one occurrence is meant.
    #[must_use]
    pub fn repeats(&self) -> bool {
        !self.rules.is_empty() || !self.added.is_empty()
    }
}

impl End {
    /// When an occurrence ends that begins at `at`, in a series that begins at `start` and ends so.
    #[must_use]
    pub fn of(&self, start: &Moment, at: &Moment) -> Moment {
        match (self, at) {
            (End::Open, Moment::Date(_)) => Nominal { days: 1, seconds: 0 }.after(at),
            (End::Open, _) => at.clone(),
            (End::After(nominal), _) => not_before(nominal.after(at), at),
            (End::At(end), Moment::Date(_)) => {
                let days = end.local().date().duration_since(start.local().date()).as_hours() / 24;
                let days = i32::try_from(days).unwrap_or(1).max(1);
                Nominal { days, seconds: 0 }.after(at)
            }
            (End::At(end), Moment::Floating(local)) => {
                let length = end.local().duration_since(start.local()).max(SignedDuration::ZERO);
                Moment::Floating(local.saturating_add(length))
            }
            (End::At(end), Moment::Zoned { zone, .. }) => {
                let length = end.instant_in(zone).duration_since(start.instant_in(zone)).max(SignedDuration::ZERO);
                Moment::at(add(at.instant_in(zone), length), end.zone().unwrap_or(zone))
            }
        }
    }

    /// A length that no occurrence exceeds, in whichever zone.
    fn at_most(&self, start: &Moment) -> SignedDuration {
        let utc = TimeZone::UTC;
        let length = self.of(start, start).instant_in(&utc).duration_since(start.instant_in(&utc));
        // Days of the calendar and changes of the clock make a length vary by hours.
        length.max(SignedDuration::ZERO).saturating_add(SignedDuration::from_hours(24))
    }
}

fn not_before(end: Moment, start: &Moment) -> Moment {
    let utc = TimeZone::UTC;
    if end.instant_in(&utc) < start.instant_in(&utc) { start.clone() } else { end }
}
