// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! iCalendar files (RFC 5545): any program's are read as their authors meant, ours are written by the book.
//!
//! The reader never gives up: what it cannot read it names by line, and goes on.

mod components;
mod lines;
mod read;
mod windows;
mod write;
mod zones;

use crate::{event::Calendar, recurrence::RuleError};

pub use read::read;
pub use write::write;

/// What following all rules of a file may cost: a file of a few hundred bytes can hold rules for every second of
/// centuries. A decade of a large community's calendar stays below a tenth of it; all of it takes some seconds.
pub const WORK: u64 = 20_000_000;

/// What a file says, and what of it could not be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The calendars, in the order of the file.
    pub calendars: Vec<Calendar>,
    /// What could not be read, in the order of the lines.
    pub problems: Vec<Problem>,
    /// What is left of [`WORK`] for whoever follows the rules of the events: see [`Limits`](crate::Limits).
    pub work_left: u64,
}

/// Something in a file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct Problem {
    /// Which line, from 1.
    pub line: usize,
    /// What it is.
    pub what: Trouble,
}

/// Why something could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// There is neither calendar nor event in the file.
    #[error("this is no calendar file")]
    NoCalendar,
    /// Words that belong to no property.
    #[error("{0:?} belongs to nothing")]
    Stray(String),
    /// A component without end. What it says is taken as far as it goes.
    #[error("{0} has no end: the file may be cut short")]
    Unclosed(String),
    /// An end without beginning.
    #[error("END:{0} ends nothing")]
    Unopened(String),
    /// Components within components without measure.
    #[error("components are nested too deep")]
    TooDeep,
    /// An event that does not say when it begins; it is left out.
    #[error("the event has no DTSTART")]
    NoStart,
    /// A value that is no date or time; it is left out.
    #[error("{property} cannot be {value:?}")]
    Time {
        /// The property.
        property: String,
        /// Its value.
        value: String,
    },
    /// A value that is no duration; it is left out.
    #[error("{value:?} is no duration")]
    Duration {
        /// The value.
        value: String,
    },
    /// An end before its beginning (`DTEND`, `DURATION`, or that of a period): it is taken to end when it begins.
    #[error("{value:?} ends before it begins")]
    Backwards {
        /// The value.
        value: String,
    },
    /// A part of a rule that nobody knows; the rule is followed without it.
    #[error("the rule's part {0:?} is not of the standard")]
    RulePart(String),
    /// A rule that cannot be followed; the event is taken without it.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// A rule of a zone that takes too long to follow; the zone is not known then.
    #[error("its rule takes too long to follow")]
    TooMuchWork,
    /// A zone that neither the file nor the world's tables know; its times are taken as local ones.
    #[error("nobody knows the time zone {0:?}")]
    Zone(String),
}
