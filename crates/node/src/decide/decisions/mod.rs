// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Decisions, from whatever way they were taken to their review.
//!
//! A decision is an entry with a life. What may happen in that life, `tequio_deliberation::life` says: a command asks it,
//! its events are kept in the log, and the state is made of them each time. Here stands what the crate leaves to its
//! caller: words, which can be erased, names, days, notices and pages.

mod apply;
mod clearing;
pub mod commands;
mod following;
pub mod pages;
pub mod recording;
pub mod rules;
pub(crate) mod store;

pub(crate) use apply::{apply, forget};
pub(crate) use clearing::clear;
pub use commands::{Event, Pass};
pub use following::{Confirm, Dissent, ForgetName, Petition, Progress, Review};
pub use recording::{Correct, Record};

use crate::spine::id::Id;

/// The kind of the room's entries.
pub const KIND: &str = "decision";

/// A decision's life, by the crate's rules.
pub(crate) type Life = tequio_deliberation::life::Decision<Id>;
/// What happens in it.
pub(crate) type LifeEvent = tequio_deliberation::life::Event<Id>;
