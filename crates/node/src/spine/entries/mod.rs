// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Entries: any published thing. A room adds its own table beside `entries`, with the same identifier, and
//! puts an entry's events into those of its own commands.

pub mod commands;
pub mod pages;
pub mod rules;
pub(crate) mod store;

pub(crate) use commands::apply;
pub use commands::{Event, Remove, publish, revise, revise_because};
pub use pages::path_of;
pub use rules::Draft;
