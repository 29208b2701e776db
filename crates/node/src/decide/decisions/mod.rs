// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Decisions, from whatever way they were taken to their review.
//!
//! A decision is an entry with a life. What may happen in that life, `tequio_deliberation::life` says: a command asks it,
//! its events are kept in the log, and the state is made of them each time. Here stands what the crate leaves to its
//! caller: words, which can be erased, names, days, notices and pages.

pub mod acta;
mod apply;
pub mod ballots;
pub(super) mod classes;
mod clearing;
pub mod commands;
pub(super) mod course;
mod following;
pub mod marks;
pub mod options;
pub mod pages;
pub mod proposing;
pub mod recording;
pub mod rules;
pub mod steps;
pub(crate) mod store;

pub(crate) use apply::{apply, forget};
pub(crate) use clearing::clear;
pub use commands::{Event, Pass, Remind, TellOverdue};
pub use following::{Confirm, Dissent, ForgetName, Petition, Progress, Review};
pub use proposing::Propose;
pub use recording::{Correct, Record};
pub use steps::Step;

use crate::spine::{entries::rules::Room, id::Id, refusal::Result, world::Micros};

/// The kind of the room's entries.
pub const KIND: &str = "decision";

/// What the room says of them. The community's memory is nobody's to take back: what was agreed is set right, reviewed or
/// repealed.
pub(crate) const ROOM: Room = Room {
    home: "/decide",
    keepers: recording::KEEPERS,
    is_taken_back: false,
    found: "search-decision",
    removing: "remove-what-decision",
};

/// A decision's life, by the crate's rules.
pub(crate) type Life = tequio_deliberation::life::Decision<Id>;
/// What happens in it.
pub(crate) type LifeEvent = tequio_deliberation::life::Event<Id>;

/// The life that events as they are stored make; nothing of none.
///
/// # Errors
/// Damaged, where one cannot be read.
pub(crate) fn lived(rows: Vec<(Micros, String)>) -> Result<Option<Life>> {
    Ok(commands::replay(&commands::read(rows)?))
}
