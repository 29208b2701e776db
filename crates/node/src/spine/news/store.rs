// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of what is new.

use crate::store::statements;

statements! {
    /// The newest entries. Their identifiers are in the order of time.
    read NEWEST = "SELECT id, kind, title, body, language, created_at, updated_at FROM visible_entries WHERE removed_at IS NULL ORDER BY id DESC LIMIT $4";
}
