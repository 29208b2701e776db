// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The program itself, started as people start it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod agenda;
mod alone;
mod audit;
mod kill;
mod tally;
mod usage;
