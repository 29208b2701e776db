// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The calendar held against other programs' answers, against files as they come, and against itself.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that fails may panic")]

mod files;
mod limits;
mod properties;
mod references;
mod rules;
mod zones;
