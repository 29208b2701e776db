// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Work for later: a table of jobs, written in the transaction of the command that needs them, leased by
//! a worker, tried again with doubling patience, and laid out visibly when they fail for good. Handlers are
//! idempotent: a job may run twice.

mod handlers;
pub(crate) mod store;

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

pub use handlers::{Job, enqueue_for, sweep};

use crate::{
    link::federation,
    node::Node,
    safekeeping::moving,
    spine::{
        id::Id,
        refusal::{Error, Result},
        world::{HOUR, MINUTE, Micros, World},
    },
    store::{Write, args},
};

/// How long a worker may keep a job before another one takes it.
const LEASE: Micros = 5 * MINUTE;
/// After so many tries a job is dead, and is shown as such.
const TRIES: i64 = 10;
/// How long a worker sleeps when there is nothing to do.
const NAP: Duration = Duration::from_secs(5);

/// Writes a job into the transaction of what needs it, and gives its identifier.
///
/// # Errors
/// As the store says.
pub async fn enqueue(tx: &mut Write, world: &World, community: Option<Id>, job: &Job, run_at: Micros) -> Result<Id> {
    let payload = serde_json::to_string(job).map_err(|error| Error::Damaged(error.to_string()))?;
    let id = world.id();
    tx.run(&store::ENQUEUE, args![id, community, job.kind(), payload, run_at]).await?;
    Ok(id)
}

/// When to try again after so many tries: doubling from half a minute to six hours, give or take a quarter.
pub fn backoff(tries: i64, chance: u8) -> Micros {
    let doublings = u32::try_from(tries.clamp(1, 20) - 1).unwrap_or(0);
    let wait = (MINUTE / 2).saturating_mul(1 << doublings).min(6 * HOUR);
    wait - wait / 4 + wait / 2 * i64::from(chance) / 255
}

/// Work of one kind that waits for work of no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lane {
    /// What the node does with its own store.
    Own,
    /// Letters: a mail server that does not answer holds up nothing else.
    Mail,
    /// Other nodes: what they sent, and what they are told.
    Network,
}

/// Works on jobs until told to stop.
pub async fn work(node: Arc<Node>, stop: watch::Receiver<bool>) {
    tokio::join!(
        work_in(&node, Lane::Own, stop.clone()),
        work_in(&node, Lane::Mail, stop.clone()),
        work_in(&node, Lane::Network, stop)
    );
}

async fn work_in(node: &Arc<Node>, lane: Lane, mut stop: watch::Receiver<bool>) {
    let mut swept = 0;
    loop {
        let now = node.core.world.now();
        if lane == Lane::Own && now - swept > HOUR {
            swept = now;
            if let Err(error) = sweep(node).await {
                tracing::warn!(%error, "the hourly sweep failed; it will be tried again");
            }
        }
        // What jobs do waits for room on the disk as well.
        let ran = if node.core.is_read_only() { Ok(0) } else { run_due_in(node, lane).await };
        match ran {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::warn!(%error, "jobs could not be taken up; they will be tried again"),
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(NAP) => {}
        }
    }
}

/// Runs every job that is due now and says how many there were.
///
/// # Errors
/// When jobs cannot be taken up; a job that fails by itself is noted in its row instead.
pub async fn run_due(node: &Arc<Node>) -> Result<usize> {
    let own = run_due_in(node, Lane::Own).await?;
    Ok(own + run_due_in(node, Lane::Mail).await? + run_due_in(node, Lane::Network).await?)
}

async fn run_due_in(node: &Arc<Node>, lane: Lane) -> Result<usize> {
    let mut ran = 0;
    loop {
        let now = node.core.world.now();
        let mut tx = node.core.db.write().await?;
        let due: Option<(Id, Option<Id>, String, i64)> = tx.optional(&store::TAKE, args![now, lane as i64]).await?;
        let Some((id, community, payload, tries)) = due else {
            tx.rollback().await?;
            // What nobody has to ask for: each inbox elsewhere has its place in the log.
            let told = if lane == Lane::Network { federation::deliver_due(node).await? } else { 0 };
            return Ok(ran + told);
        };
        tx.run(&store::LEASE, args![id, now + LEASE]).await?;
        tx.commit().await?;
        ran += 1;
        let outcome = match serde_json::from_str::<Job>(&payload) {
            Ok(job) => handlers::run(node, id, community, job).await,
            Err(error) => Err(Error::Damaged(error.to_string())),
        };
        let mut tx = node.core.db.write().await?;
        match outcome {
            Ok(()) => tx.run(&store::DONE, args![id]).await?,
            // It waits with the rest of a community that moved away meanwhile.
            Err(Error::Refused(refusal)) if refusal.says_moved() => {
                tx.run(&store::HOLD, args![id, moving::HELD]).await?
            }
            Err(error) => {
                let now = node.core.world.now();
                let [chance] = node.core.world.bytes();
                let dead_at = (tries + 1 >= TRIES || error.is_final()).then_some(now);
                let next = now + backoff(tries + 1, chance);
                tracing::warn!(job = %id, %error, dead = dead_at.is_some(), "a job failed");
                tx.run(&store::FAILED, args![id, next, dead_at, error.to_string()]).await?
            }
        };
        tx.commit().await?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patience_doubles_and_has_an_end() {
        assert!(backoff(1, 0) >= MINUTE / 3 && backoff(1, 255) <= MINUTE);
        assert!(backoff(2, 0) > backoff(1, 0));
        assert!(backoff(1_000, 255) <= 8 * HOUR);
    }
}
