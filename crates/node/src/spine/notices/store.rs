// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of notices.

use crate::store::statements;

statements! {
    /// Leaves a notice.
    write LEAVE = "INSERT INTO notices (community_id, member_id, seq, ordinal, kind, subject, at, date_id, what) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// All are seen up to now.
    write SEEN = "INSERT INTO notices_seen (member_id, seen_at) VALUES ($1, $2) ON CONFLICT (member_id) DO UPDATE SET seen_at = excluded.seen_at";
    /// The newest ones, and whether each came since the member last looked.
    read NEWEST = "SELECT kind, subject, at, date_id, what, at > COALESCE((SELECT seen_at FROM visible_notices_seen), 0) FROM visible_notices ORDER BY seq DESC, ordinal DESC LIMIT $4";
    /// All of them, with what each is about, for the export of one's data.
    read OWN = "SELECT n.kind, n.subject, n.at, n.date_id, COALESCE((SELECT e.title FROM visible_entries e WHERE e.id = n.subject), \
        (SELECT e.title FROM visible_messages m JOIN visible_entries e ON e.id = m.entry_id WHERE m.id = n.subject), \
        (SELECT d.kind FROM visible_mandates d WHERE d.id = n.subject), (SELECT c.kind FROM visible_choices c WHERE c.id = n.subject)) AS title \
        FROM visible_notices n ORDER BY n.seq DESC, n.ordinal DESC";
    /// How many came since the member last looked.
    read UNSEEN = "SELECT COUNT(*) FROM visible_notices WHERE at > COALESCE((SELECT seen_at FROM visible_notices_seen), 0)";
}
