// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What every room uses and none repeats: communities, members and mandates, entries and
//! discussion, attachments, notices, the log.

pub mod apply;
pub mod attachments;
pub(crate) mod choices;
pub mod command;
pub mod communities;
pub mod discussion;
pub mod entries;
pub mod event;
pub mod hidden;
pub mod id;
pub mod keys;
pub mod log;
pub mod mail;
pub mod mandates;
pub mod members;
pub mod news;
pub mod notices;
pub mod pages;
pub mod passkeys;
pub mod refusal;
pub mod search;
pub mod sessions;
pub mod tokens;
pub mod viewer;
pub mod world;
