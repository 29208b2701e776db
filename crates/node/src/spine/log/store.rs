// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of the log and of the keys beside it.

use crate::store::statements;

statements! {
    /// On PostgreSQL, commands of one community wait for each other here; SQLite has one writer.
    write LOCK_COMMUNITY =
        sqlite "SELECT 1 AS held WHERE $1 IS NOT NULL",
        postgres "SELECT CAST(1 AS BIGINT) AS held FROM community_keys WHERE community_id = $1 FOR UPDATE";
    /// The same for all of them.
    write LOCK_ALL =
        sqlite "SELECT community_id FROM community_keys LIMIT 0",
        postgres "SELECT community_id FROM community_keys ORDER BY community_id FOR UPDATE";
    /// As for one, and since when a community is elsewhere, and where.
    write LOCK_AND_FIND =
        sqlite "SELECT left_at, moves_to FROM communities WHERE id = $1",
        postgres "SELECT c.left_at, c.moves_to FROM community_keys k LEFT JOIN communities c ON c.id = k.community_id WHERE k.community_id = $1 FOR UPDATE OF k";
    /// The newest records before one, for the page of the log.
    read PAGE = "SELECT seq, record, hash, signature, command, actor, at FROM visible_log WHERE seq < $4 ORDER BY seq DESC LIMIT $5";
    /// The last record.
    write HEAD = "SELECT seq, hash FROM log WHERE community_id = $1 ORDER BY seq DESC LIMIT 1";
    /// What a command with this idempotency key did.
    write BY_KEY = "SELECT seq, command, actor, subject FROM log WHERE community_id = $1 AND command_key = $2";
    /// What was asked under a key.
    write ASKED = "SELECT digest FROM asked WHERE community_id = $1 AND command_key = $2";
    /// Remembers what was asked under a key.
    write REMEMBER = "INSERT INTO asked (community_id, command_key, digest, at) VALUES ($1, $2, $3, $4)";
    /// Forgets what was asked long ago.
    write FORGET_ASKED = "DELETE FROM asked WHERE at < $1";
    /// Adds a record.
    write APPEND = "INSERT INTO log (community_id, seq, record, hash, signature, command_key, command, actor, subject, at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    /// A page of records after one, with what stands beside them.
    write WHOLE_FROM = "SELECT seq, record, hash, signature, command_key, command, actor, subject, at FROM log WHERE community_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    /// Every log there is.
    write COMMUNITIES = "SELECT DISTINCT community_id FROM log ORDER BY community_id";

    /// A community's keys.
    write COMMUNITY_KEY = "SELECT public_key, wrapped_seed FROM community_keys WHERE community_id = $1";
    /// Every community's wrapped seed.
    write WRAPPED_SEEDS = "SELECT community_id, wrapped_seed FROM community_keys";
    /// Keeps a community's keys.
    write KEEP_COMMUNITY_KEY = "INSERT INTO community_keys (community_id, public_key, wrapped_seed) VALUES ($1, $2, $3)";
    /// A subject's key.
    write SUBJECT_KEY = "SELECT wrapped_key, owner FROM subject_keys WHERE community_id = $1 AND subject = $2";
    /// Keeps a subject's key.
    write KEEP_SUBJECT_KEY = "INSERT INTO subject_keys (community_id, subject, owner, wrapped_key) VALUES ($1, $2, $3, $4)";
    /// The subjects that go when one goes: itself, and what it owns.
    write OWNED = "SELECT subject FROM subject_keys WHERE community_id = $1 AND (subject = $2 OR owner = $2)";
    /// Destroys the key of a subject and of all it owns.
    write DESTROY = "DELETE FROM subject_keys WHERE community_id = $1 AND (subject = $2 OR owner = $2)";
    /// What was erased, for restoring an older backup.
    write ERASURES = "SELECT community_id, subject FROM erasures ORDER BY community_id, at, subject";
    /// Whether a subject was erased.
    write ERASED = "SELECT subject FROM erasures WHERE community_id = $1 AND subject = $2";
    /// Notes an erasure, for backups that still have the key.
    write NOTE_ERASURE = "INSERT INTO erasures (community_id, subject, at) VALUES ($1, $2, $3) ON CONFLICT (community_id, subject) DO NOTHING";
}
