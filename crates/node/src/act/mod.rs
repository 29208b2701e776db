// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The room Actuar / Act: community action.

pub mod agenda;
pub mod freedom;
