// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A module for each kind of bytes that come from strangers.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::unreachable, reason = "a test that fails may panic")]

mod backups;
mod calendars;
mod ids;
mod markdown;
mod records;
mod requests;
mod uploads;
