// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Keeping what a community has: checking that it is whole, taking it away and bringing it back.

pub mod backup;
pub mod check;
pub mod daily;
mod deposit;
pub mod disk;
pub mod drill;
pub mod friend;
pub mod moving;
pub mod notes;
pub(crate) mod pages;
mod parcel;
mod part;
pub mod restore;
pub mod shelves;
pub mod upgrade;

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use crate::{Node, store::Result};

/// How often it is looked at the disk.
const LOOK: Duration = Duration::from_secs(5);
/// How often it is looked whether a backup is due and its folder there.
const TURN: Duration = Duration::from_secs(15);

/// Looks at the disk again and again.
pub(crate) async fn watch_disk(node: Arc<Node>) {
    loop {
        disk::look(&node);
        tokio::time::sleep(LOOK).await;
    }
}

/// Makes the daily backups. What an earlier process left half done is removed.
pub(crate) fn keep_daily(node: &Arc<Node>, plan: daily::Plan, stop: &watch::Receiver<bool>) {
    if let Err(error) = drill::clear(&node.data) {
        tracing::warn!(%error, "what an interrupted trial of a backup left could not be removed");
    }
    let forget = |notes: &mut notes::Notes| notes.forget_but(&plan);
    if let Err(error) = notes::Notes::change(&node.data, forget) {
        tracing::warn!(%error, "what is noted of backups could not be brought up to date");
    }
    // A slow line to another node shall not keep a stick waiting.
    let daily::Plan { folders, shelves, custodians } = plan;
    let near = daily::Plan { folders, shelves: Vec::new(), custodians: custodians.clone() };
    let far = daily::Plan { folders: Vec::new(), shelves, custodians };
    for part in [near, far].into_iter().filter(|part| !part.is_empty()) {
        keep(node.clone(), part, stop.clone());
    }
}

/// Follows a plan on a thread of its own: packing and checking is work, and nobody shall wait for it. A backup that is under
/// way when the node stops is made anew when it starts.
fn keep(node: Arc<Node>, plan: daily::Plan, stop: watch::Receiver<bool>) {
    let run = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        match runtime.map(|runtime| runtime.block_on(turns(&node, plan, stop))) {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "no daily backups: the store cannot be opened once more"),
            Err(error) => tracing::error!(%error, "no daily backups: no thread for them"),
        }
    };
    if let Err(error) = std::thread::Builder::new().name("backups".to_owned()).spawn(run) {
        tracing::error!(%error, "no daily backups: no thread for them");
    }
}

/// One turn after another, until the node stops.
async fn turns(node: &Node, plan: daily::Plan, mut stop: watch::Receiver<bool>) -> Result<()> {
    let keeper = daily::keeper(node, plan).await?;
    loop {
        // Below the reserve there is room for nothing.
        if !node.core.is_read_only() {
            keeper.turn().await;
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return Ok(()),
            () = tokio::time::sleep(TURN) => {}
        }
    }
}
