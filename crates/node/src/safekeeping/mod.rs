// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Keeping what a community has: checking that it is whole, taking it away and bringing it back.

pub mod backup;
pub mod check;
mod part;
pub mod restore;
