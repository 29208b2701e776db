// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

#![doc = include_str!("../README.md")]

mod event;
pub mod file;
mod moment;
pub mod recurrence;
pub mod series;
mod text;
pub mod zone;

pub use event::{Calendar, Class, Details, Event, Geo, Status};
pub use moment::{Moment, Nominal};
pub use recurrence::{Frequency, NthWeekday, Rule, RuleError, Until};
pub use series::{Added, Cut, EditError, End, Expanded, Limits, Occurrence, Override, Series, TooMany, Window};
