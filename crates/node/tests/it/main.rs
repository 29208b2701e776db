// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Tests that boot the real server, on both engines, through a real client. One binary; a folder a room.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod act;
mod browser;
mod decide;
mod link;
mod safekeeping;
mod spine;
mod store;
mod support;
mod web;
