// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The agenda: activities, their dates, and who comes.
//!
//! An activity is an entry with a series: when it happens, as iCalendar says it. Each of its dates is a row,
//! and replies, capacity and waiting list belong to a date, so that they survive edits of the series.

mod apply;
pub mod commands;
pub(crate) mod ical;
pub mod import;
pub mod news;
pub mod operate;
pub mod pages;
pub mod replies;
pub mod rules;
pub mod series;
pub(crate) mod store;

pub(crate) use apply::{apply, clear, forget};
pub use commands::{Cancel, CancelDate, ChangeDate, Event, Extend, Publish, Revise};
pub use import::Import;
pub(crate) use replies::leaving;
pub use replies::{ChangeNote, Elsewhere, Join, KeepReply, PurgeReplies, Reply, Withdraw};

use crate::spine::entries::rules::Room;

/// The kind of the agenda's entries.
pub const KIND: &str = "activity";

/// What the agenda says of them.
pub(crate) const ROOM: Room = Room {
    home: "/act/agenda",
    keepers: commands::KEEPERS,
    is_taken_back: true,
    found: "search-activity",
    removing: "remove-what",
};
