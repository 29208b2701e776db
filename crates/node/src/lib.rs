// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! One running community server: the rooms, the spine they share, the web, the store and the jobs.

pub mod act;
pub mod consult;
pub mod decide;
pub mod demo;
pub mod jobs;
pub mod link;
pub mod node;
pub mod safekeeping;
pub mod spine;
pub mod store;
pub mod web;

pub use node::{Node, NodeError, Settings};
