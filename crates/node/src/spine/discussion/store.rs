// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of messages.

use crate::store::statements;

statements! {
    /// A new message.
    write INSERT = "INSERT INTO messages (id, community_id, entry_id, parent, author, body, at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// Other words.
    write EDIT = "UPDATE messages SET body = $2, edited_at = $3 WHERE id = $1";
    /// Only the trace stays.
    write REMOVE = "UPDATE messages SET body = NULL, removed_at = $2, removed_by = $3 WHERE id = $1";
    /// An erased member's words.
    write FORGET = "UPDATE messages SET body = NULL WHERE author = $1";
    /// What stands of a message.
    write HEAD = "SELECT entry_id, author, removed_at FROM messages WHERE community_id = $1 AND id = $2";

    /// The viewer's own messages.
    read OWN = "SELECT id, entry_id, parent, body, at, edited_at, removed_at FROM visible_messages WHERE author = $3 ORDER BY at, id";
    /// A thread in the order of time: its newest messages.
    read THREAD = "SELECT * FROM (SELECT m.id, m.parent, m.author, a.name, m.body, m.at, m.edited_at, m.removed_at, m.removed_by FROM visible_messages m LEFT JOIN visible_members a ON a.id = m.author WHERE m.entry_id = $4 ORDER BY m.at DESC, m.id DESC LIMIT $5) AS newest ORDER BY at, id";
    /// Where a message is, and what it says.
    read PLACE = "SELECT entry_id, body FROM visible_messages WHERE id = $4 AND removed_at IS NULL";
    /// Under what a message is, also when it was removed.
    read UNDER = "SELECT entry_id FROM visible_messages WHERE id = $4";
    /// Who said it, and what.
    read SAID = "SELECT a.name, m.body FROM visible_messages m JOIN visible_members a ON a.id = m.author WHERE m.id = $4 AND m.removed_at IS NULL";
    /// One message.
    read ONE = "SELECT m.id, m.parent, m.author, a.name, m.body, m.at, m.edited_at, m.removed_at, m.removed_by FROM visible_messages m LEFT JOIN visible_members a ON a.id = m.author WHERE m.id = $4";
}
