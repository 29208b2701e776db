// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

#![doc = include_str!("../README.md")]

pub mod data;
mod fact;
mod judge;
pub mod licence;
mod reason;
pub mod tree;
mod verdict;

pub use data::Data;
pub use fact::{Fact, Item, What, clean};
pub use judge::judge;
pub use reason::{ProgramReason, Reason};
pub use tree::{Tree, Unread};
pub use verdict::{Both, Evidence, Finding, Grade, Kind, Rule, Verdict};
