// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The room Actuar.

mod agenda;
mod changes;
mod feeds;
mod fest;
mod hosts;
mod import;
mod sharing;
