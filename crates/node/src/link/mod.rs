// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The room *Enlazar*: communities on other nodes, and who follows this one from elsewhere.

pub mod blocks;
pub mod bundles;
pub mod federation;
pub mod network;
pub(crate) mod pages;
pub mod reports;
