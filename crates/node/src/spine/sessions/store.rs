// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of sessions, credentials and throttles: operational rows.

use crate::store::statements;

statements! {
    /// A new session.
    write OPEN = "INSERT INTO sessions (token_hash, id, community_id, member_id, door, label, created_at, seen_at, second_factor) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)";
    /// It was used.
    write SEEN = "UPDATE sessions SET seen_at = $2 WHERE token_hash = $1";
    /// A member's second factor is gone, and with it what was given in any session.
    write UNCONFIRM = "UPDATE sessions SET second_factor = FALSE WHERE member_id = $1";
    /// One ends.
    write END = "DELETE FROM sessions WHERE member_id = $1 AND id = $2";
    /// All of a member's end, but one.
    write END_OTHERS = "DELETE FROM sessions WHERE member_id = $1 AND id <> $2";
    /// All of a member's end.
    write END_ALL = "DELETE FROM sessions WHERE member_id = $1";
    /// The one whose browser comes in anew.
    write REPLACE = "DELETE FROM sessions WHERE token_hash = $1";
    /// Those that were not used for long, and those that began long ago.
    write SWEEP = "DELETE FROM sessions WHERE seen_at < $1 OR created_at < $2";

    /// A browser with which a member came in.
    write KEEP_DEVICE = "INSERT INTO devices (token_hash, member_id, created_at, seen_at) VALUES ($1, $2, $3, $3) ON CONFLICT (token_hash, member_id) DO UPDATE SET seen_at = excluded.seen_at";
    /// Who came in with a browser.
    write DEVICE = "SELECT member_id FROM devices WHERE token_hash = $1";
    /// A member's browsers are known no more.
    write DROP_DEVICES = "DELETE FROM devices WHERE member_id = $1";
    /// Those with which nobody came in for long.
    write SWEEP_DEVICES = "DELETE FROM devices WHERE seen_at < $1";

    /// A passphrase's hash.
    write SET_PASSPHRASE = "INSERT INTO credentials (member_id, community_id, passphrase, changed_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (member_id) DO UPDATE SET passphrase = excluded.passphrase, changed_at = excluded.changed_at";
    /// Who has a name, and their passphrase's hash.
    write BY_NAME = "SELECT m.id, c.passphrase FROM members m LEFT JOIN credentials c ON c.member_id = m.id WHERE m.community_id = $1 AND m.name_key = $2 AND m.left_at IS NULL";
    /// A member's passphrase's hash.
    write PASSPHRASE = "SELECT passphrase FROM credentials WHERE member_id = $1";
    /// Nobody can sign in as them any more.
    write DROP_PASSPHRASE = "DELETE FROM credentials WHERE member_id = $1";

    /// A second factor, not confirmed yet.
    write SET_FACTOR = "INSERT INTO second_factors (member_id, community_id, wrapped_secret, confirmed_at, last_step) VALUES ($1, $2, $3, NULL, 0) \
        ON CONFLICT (member_id) DO UPDATE SET wrapped_secret = excluded.wrapped_secret, confirmed_at = NULL, last_step = 0";
    /// A member's second factor.
    write FACTOR = "SELECT wrapped_secret, confirmed_at, last_step FROM second_factors WHERE member_id = $1";
    /// A code was used.
    write USE_FACTOR = "UPDATE second_factors SET last_step = $2, confirmed_at = COALESCE(confirmed_at, $3) WHERE member_id = $1 AND last_step < $2";
    /// No second factor.
    write DROP_FACTOR = "DELETE FROM second_factors WHERE member_id = $1";

    /// How often something failed lately; it is held until the transaction ends, also if it never did.
    write HOLD = "INSERT INTO throttles (bucket, failures, until) VALUES ($1, 0, $2) ON CONFLICT (bucket) DO UPDATE SET bucket = excluded.bucket RETURNING failures, until";
    /// It failed again.
    write FAIL = "UPDATE throttles SET failures = $2, until = $3 WHERE bucket = $1";
    /// It went well.
    write RELIEVE = "DELETE FROM throttles WHERE bucket = $1";
    /// One of many went well: the next one waits as before, unless another one failed meanwhile.
    write GIVE_BACK = "UPDATE throttles SET until = CASE WHEN failures = $2 THEN $3 ELSE until END, failures = failures - 1 WHERE bucket = $1 AND failures > 0";
    /// Those that are over.
    write SWEEP_THROTTLES = "DELETE FROM throttles WHERE until < $1";

    /// The session of a token at a door.
    read RESUME = "SELECT id, member_id, seen_at, second_factor FROM operational_sessions WHERE token_hash = $4 AND community_id = $5 AND door = $6 AND seen_at > $7 AND created_at > $8";
    /// The viewer's sessions.
    read OWN = "SELECT id, door, label, created_at, seen_at, second_factor FROM visible_sessions ORDER BY seen_at DESC, id";
    /// The browsers with which the viewer came in.
    read OWN_DEVICES = "SELECT created_at, seen_at FROM visible_devices ORDER BY created_at";
    /// When the viewer's passphrase was last changed.
    read OWN_PASSPHRASE = "SELECT changed_at FROM visible_credentials";
    /// Whether the viewer has a second factor.
    read OWN_FACTOR = "SELECT confirmed_at FROM visible_second_factors";
}
