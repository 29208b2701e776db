// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of jobs.

use crate::store::statements;

statements! {
    /// A new job.
    write ENQUEUE = "INSERT INTO jobs (id, community_id, kind, payload, run_at, attempts, leased_until) VALUES ($1, $2, $3, $4, $5, 0, 0)";
    /// The next one of a lane that is due and that nobody works on.
    write TAKE =
        sqlite "SELECT id, community_id, payload, attempts FROM jobs WHERE run_at <= $1 AND leased_until <= $1 AND dead_at IS NULL AND CASE WHEN kind LIKE 'send-%' THEN 1 WHEN kind LIKE 'take-%' THEN 2 ELSE 0 END = $2 ORDER BY run_at, id LIMIT 1",
        postgres "SELECT id, community_id, payload, attempts FROM jobs WHERE run_at <= $1 AND leased_until <= $1 AND dead_at IS NULL AND CASE WHEN kind LIKE 'send-%' THEN 1 WHEN kind LIKE 'take-%' THEN 2 ELSE 0 END = $2 ORDER BY run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED";
    /// Somebody works on it.
    write LEASE = "UPDATE jobs SET leased_until = $2, attempts = attempts + 1 WHERE id = $1";
    /// Nobody works on it, until its community is here again.
    write HOLD = "UPDATE jobs SET leased_until = $2 WHERE id = $1";
    /// It is done.
    write DONE = "DELETE FROM jobs WHERE id = $1";
    /// It is not needed any more, unless somebody works on it.
    write TAKE_BACK = "DELETE FROM jobs WHERE id = $1 AND leased_until = 0 AND attempts = 0";
    /// It failed, and will be tried again or is dead.
    write FAILED = "UPDATE jobs SET run_at = $2, leased_until = 0, dead_at = $3, last_error = $4 WHERE id = $1";
    /// The jobs, dead ones first.
    write ALL = "SELECT kind, run_at, attempts, dead_at, last_error FROM jobs ORDER BY CASE WHEN dead_at IS NULL THEN 1 ELSE 0 END, run_at, id LIMIT $1";
    /// How many are dead.
    write DEAD = "SELECT COUNT(*) FROM jobs WHERE dead_at IS NOT NULL";
}
