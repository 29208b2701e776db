// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of jobs.

use crate::store::statements;

statements! {
    /// A new job.
    write ENQUEUE = "INSERT INTO jobs (id, community_id, kind, payload, run_at, attempts, leased_until) VALUES ($1, $2, $3, $4, $5, 0, 0)";
}
