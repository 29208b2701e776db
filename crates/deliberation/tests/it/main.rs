// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Deliberation held against what must never happen, against other programs' answers, and against itself.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test that fails may panic")]

mod assembly;
mod chance;
mod consultation;
mod files;
mod life;
mod opinions;
mod pictures;
mod references;
mod sortition;
mod tally;
