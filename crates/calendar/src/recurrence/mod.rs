// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Recurrence rules of RFC 5545, section 3.3.10: the rule, its text, its expansion over civil time.
//!
//! Nothing here knows of time zones: a rule yields local dates and times, and the series resolves
//! them in its zone.

mod civil;
mod days;
mod expand;
mod parse;
mod rule;

pub use expand::Expansion;
pub use parse::RuleError;
pub(crate) use parse::unknown_part;
pub use rule::{Frequency, NthWeekday, Rule, Until};
