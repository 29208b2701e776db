// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The spine: communities, members, mandates.

mod attachments;
mod data;
mod discussion;
mod founding;
mod guessing;
mod jobs;
mod joining;
mod keys;
mod mail;
mod mandates;
mod news;
mod notices;
mod passkeys;
mod races;
mod search;
mod sessions;
pub(crate) mod tokens;
mod vouching;
