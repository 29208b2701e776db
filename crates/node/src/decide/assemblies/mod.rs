// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Assemblies: called with a date and an order of the day, held by whoever leads them on a telephone, remembered by an acta
//! that composes itself of what happened.
//!
//! As of a decision, `tequio_deliberation` says what may happen; here stand the words, names, days, notices and pages. What
//! is agreed in one is recorded as any agreement is, and is a full member of the memory.

pub mod acta;
mod apply;
pub mod commands;
pub mod entering;
pub mod holding;
pub mod pages;
pub(crate) mod store;

pub(crate) use apply::{apply, clear};
pub use commands::{Call, Event, ForgetName, Pass};
pub use entering::Enter;
pub use holding::Hold;

use crate::spine::{entries::rules::Room, id::Id, mandates};

/// The kind of these entries.
pub const KIND: &str = "assembly";

/// Who may lead one, whoever was named.
pub(crate) const KEEPERS: &[mandates::Kind] = &[mandates::Kind::Coordination];

/// What the room says of them. What was said in an assembly is the community's.
pub(crate) const ROOM: Room = Room {
    home: "/decide/assemblies",
    keepers: KEEPERS,
    is_taken_back: false,
    found: "search-assembly",
    removing: "remove-what-assembly",
};

/// An assembly, by the crate's rules.
pub(crate) type Assembly = tequio_deliberation::assembly::Assembly<Id>;
/// What happens in it.
pub(crate) type Happened = tequio_deliberation::assembly::Event<Id>;
