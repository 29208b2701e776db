// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of shelves.

use crate::store::statements;

statements! {
    /// A new shelf.
    write INSERT = "INSERT INTO shelves (id, community_id, name, gigabytes, made_at, link_at) VALUES ($1, $2, $3, $4, $5, $5)";
    /// It has another link.
    write RENEWED = "UPDATE shelves SET link_at = $2 WHERE id = $1";
    /// It is closed.
    write CLOSED = "UPDATE shelves SET closed_at = $2 WHERE id = $1";
    /// How many a community keeps.
    write COUNT = "SELECT COUNT(*) FROM shelves WHERE community_id = $1 AND closed_at IS NULL";
    /// Whether one is closed.
    write HEAD = "SELECT closed_at FROM shelves WHERE community_id = $1 AND id = $2";
    /// The shelves of all communities that are open.
    write OPEN = "SELECT id FROM shelves WHERE closed_at IS NULL";
    /// The link of a shelf, in the place of one before.
    write KEEP_LINK = "INSERT INTO shelf_links (shelf_id, token_hash) VALUES ($1, $2) ON CONFLICT (shelf_id) DO UPDATE SET token_hash = excluded.token_hash";

    /// The shelves that are open.
    read LIST = "SELECT id, name, gigabytes, made_at, link_at FROM visible_shelves WHERE closed_at IS NULL ORDER BY made_at, id";
    /// The shelf that a link opens.
    read BY_LINK = "SELECT id, gigabytes, closed_at FROM operational_shelves WHERE token_hash = $4";
}
