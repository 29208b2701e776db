// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Keeping what a community has: checking that it is whole.

pub mod check;
