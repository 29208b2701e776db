// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of access tokens.

use crate::store::statements;

statements! {
    /// A new token.
    write KEEP = "INSERT INTO access_tokens (token_hash, id, community_id, member_id, label, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// How many tokens a member has.
    write COUNT = "SELECT COUNT(*) FROM access_tokens WHERE member_id = $1";
    /// One was used.
    write SEEN = "UPDATE access_tokens SET seen_at = $2 WHERE token_hash = $1";
    /// One ends.
    write END = "DELETE FROM access_tokens WHERE member_id = $1 AND id = $2";
    /// All of a member's end.
    write END_ALL = "DELETE FROM access_tokens WHERE member_id = $1";
    /// Those that are over.
    write SWEEP = "DELETE FROM access_tokens WHERE expires_at < $1";

    /// Whose a token is, and what it opens.
    read RESUME = "SELECT id, member_id, scopes, seen_at FROM operational_tokens WHERE token_hash = $4 AND community_id = $5 AND expires_at > $6";
    /// The viewer's tokens.
    read OWN = "SELECT id, label, scopes, created_at, expires_at, seen_at FROM visible_tokens ORDER BY created_at, id";
}
