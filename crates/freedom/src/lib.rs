// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

#![doc = include_str!("../README.md")]

mod audit;
pub mod data;
mod fact;
pub mod hardware;
mod judge;
pub mod licence;
mod readers;
mod reason;
pub mod report;
mod source;
pub mod tree;
mod verdict;

pub use audit::{Audit, Mode, audit};
pub use data::Data;
pub use fact::{Fact, Item, What, clean};
pub use judge::judge;
pub use readers::{Area, Blind, Coverage, MOST_UNREAD};
pub use reason::{ProgramReason, Reason};
pub use tree::{Tree, Unread};
pub use verdict::{Both, Evidence, Finding, Grade, Kind, Rule, Verdict};
