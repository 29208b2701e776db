// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What was said to be kept is kept, what was erased is gone, and any tampering is found.

mod backups;
mod daily;
mod durability;
pub mod erasure;
mod histories;
mod moving;
mod pages;
mod reserve;
pub mod shelves;
mod tampering;
mod upgrades;
