// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The talk under an entry: messages that can be edited and removed, leaving a trace.

pub mod commands;
pub mod pages;
pub(crate) mod store;

pub use commands::{Edit, Event, Remove, Say};
pub(crate) use commands::{apply, forget};
