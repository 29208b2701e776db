// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A map of opinions.

mod votes;

pub use votes::{Vote, Votes};
