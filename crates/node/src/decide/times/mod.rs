// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Looking for a time: days and hours, who can come to which, and an activity of the agenda at the one that suits most.

pub mod commands;
pub mod pages;
pub mod rules;
pub(crate) mod store;

pub use commands::{Answer, Ask, Close, Event};
pub(crate) use commands::{apply, clear, forget};

use crate::spine::{entries::rules::Room, mandates};

/// The kind of these entries.
pub const KIND: &str = "time-poll";

/// Who may close one that is not theirs.
pub(crate) const KEEPERS: &[mandates::Kind] = &[mandates::Kind::Agenda, mandates::Kind::Coordination];

/// What the room says of them.
pub(crate) const ROOM: Room = Room {
    home: "/decide/times",
    keepers: KEEPERS,
    is_taken_back: true,
    found: "search-time-poll",
    removing: "remove-what-time-poll",
};
