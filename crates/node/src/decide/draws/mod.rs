// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Drawing people by lot, so that nobody can choose or know beforehand whom: who takes part, public numbers of a day to come
//! and a sealed nonce are fixed first; what follows from them anybody computes again.
//!
//! How people are drawn, `tequio_deliberation::sortition` says. Here stand the days, who may do what, names, notices and
//! pages. Nobody settles it alone: one member enters the numbers, another one confirms them, and by that they are drawn.

mod apply;
pub mod commands;
pub mod pages;
pub mod rules;
pub mod sorteo;
pub(crate) mod store;

pub(crate) use apply::{apply, clear, left};
pub use commands::{Answer, Call, CallOff, Choose, Confirm, Enter, Event, Fix, Note, TakeBack};

use crate::spine::{entries::rules::Room, mandates};

/// The kind of these entries.
pub const KIND: &str = "draw";

/// Who calls one, and enters the numbers.
pub(crate) const KEEPERS: &[mandates::Kind] = &[mandates::Kind::Coordination];

/// What the room says of them. Whoever could take one back could draw until they like who is drawn.
pub(crate) const ROOM: Room = Room {
    home: "/decide/draws",
    keepers: KEEPERS,
    is_taken_back: false,
    found: "search-draw",
    removing: "remove-what-draw",
};
