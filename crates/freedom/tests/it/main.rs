// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The audit against what people read in licences, and against machines made for it.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod hostile;
mod labelled;
mod long;
mod machine;
mod readers;
mod reports;
mod texts;
