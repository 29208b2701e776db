// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Shelves: room on this node for the encrypted backups of a community that is a friend. Its node comes by a link, puts a
//! file there each day and reads it back. What lies there opens for none but that community's custodians.

mod commands;
mod door;
mod lying;
mod pages;
mod rules;
pub(crate) mod store;

pub(crate) use commands::apply;
pub use commands::{Event, Make};
pub(crate) use lying::chunks;
pub use lying::{FOLDER, Lying};
pub(super) use pages::{ShelfView, shelves_of};
pub(super) use rules::dated;

use std::path::PathBuf;

use crate::{
    node::Node,
    spine::id::Id,
    store::{StoreError, args},
    web::Routes,
};

pub(super) fn routes() -> Routes {
    Routes::new().merge(pages::routes()).merge(door::routes())
}

/// Where what lies on a shelf is.
fn folder(node: &Node, shelf: Id) -> PathBuf {
    node.data.join(FOLDER).join(shelf.to_string())
}

/// Removes what lay on a shelf that is closed. What cannot be removed now is when the node starts again.
fn empty(node: &Node, shelf: Id) {
    match std::fs::remove_dir_all(folder(node, shelf)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            tracing::warn!(%error, %shelf, "what lay on a closed shelf could not be removed");
        }
        _ => {}
    }
}

/// Removes what lies on shelves that are closed, and what was begun when the node stopped.
pub(crate) async fn sweep(node: &Node) {
    let open = async {
        let mut tx = node.core.db.snapshot().await?;
        let open: Vec<(Id,)> = tx.all(&store::OPEN, args![]).await?;
        tx.rollback().await?;
        Ok::<_, StoreError>(open.into_iter().map(|(id,)| id.to_string()).collect())
    };
    let swept = match open.await {
        Ok(open) => lying::sweep(&node.data.join(FOLDER), &open).map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    if let Err(error) = swept {
        tracing::warn!(%error, "what lies on closed shelves could not be removed");
    }
}
