// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The decision's life.

mod breaches;
mod circle;
mod deeds;
mod invariants;
mod options;
mod play;
mod stories;
mod turns;
mod verify;
