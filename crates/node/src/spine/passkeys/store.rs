// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of passkeys.

use crate::store::statements;

statements! {
    /// A new passkey, unless its authenticator's name for it is known.
    write KEEP = "INSERT INTO passkeys (id, credential, community_id, member_id, host, label, fixed, counted, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (credential) DO NOTHING";
    /// A member's passkeys of a host, as their authenticators know them.
    write KNOWN = "SELECT credential FROM passkeys WHERE member_id = $1 AND host = $2 ORDER BY created_at, id";
    /// How many passkeys a member has.
    write COUNT = "SELECT COUNT(*) FROM passkeys WHERE member_id = $1";
    /// The passkey of a community and host that an authenticator knows by a name.
    write FIND = "SELECT member_id, fixed, counted FROM passkeys WHERE community_id = $1 AND host = $2 AND credential = $3";
    /// It was used, unless it was used meanwhile.
    write USE = "UPDATE passkeys SET counted = $3, seen_at = $4 WHERE credential = $1 AND counted = $2";
    /// One is taken off.
    write END = "DELETE FROM passkeys WHERE member_id = $1 AND id = $2";
    /// All of a member's are taken off.
    write END_ALL = "DELETE FROM passkeys WHERE member_id = $1";

    /// For whoever starts the node: how many members of each community have passkeys of which host, and the community's own host.
    write HOSTS = "SELECT p.host, c.host, COUNT(DISTINCT p.member_id) FROM passkeys p JOIN communities c ON c.id = p.community_id GROUP BY p.community_id, p.host, c.host ORDER BY p.host, c.host";

    /// A challenge is answered, unless it was.
    write SPEND = "INSERT INTO passkey_challenges (hash, ends_at) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING";
    /// Those that nobody could answer any more.
    write SWEEP = "DELETE FROM passkey_challenges WHERE ends_at < $1";

    /// Whether anybody has a passkey of a community and host.
    read ANY = "SELECT id FROM operational_passkeys WHERE community_id = $4 AND host = $5 LIMIT 1";
    /// How many members of the viewer's community have passkeys of which host.
    read OWN_HOSTS = "SELECT host, COUNT(DISTINCT member_id) AS people FROM visible_passkey_hosts GROUP BY host ORDER BY host";
    /// The viewer's passkeys.
    read OWN = "SELECT id, label, host, created_at, seen_at FROM visible_passkeys ORDER BY created_at, id";
}
