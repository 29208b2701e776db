// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the operator of the machine sees of the network: the inboxes elsewhere, how far each was told, and what waits. No
//! words, and nobody's name.

use serde::Serialize;

use crate::{
    node::Node,
    spine::world::Instant,
    store::{Result, args},
};

use super::store;

/// An inbox elsewhere, to which a community speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct PeerRow {
    /// The community.
    pub community: String,
    /// Where the inbox is.
    pub host: String,
    /// The inbox.
    pub inbox: String,
    /// How many follow by it.
    pub followers: i64,
    /// Of how many dates that changed it was not told yet.
    pub behind: i64,
    /// How much waits for it alone.
    pub alone: i64,
    /// When it last took something.
    pub told_at: Option<Instant>,
    /// Since when it does not answer.
    pub silent_since: Option<Instant>,
    /// How often it was tried since.
    pub tries: i64,
    /// Before when it is not tried again.
    pub next_at: Option<Instant>,
    /// What went wrong.
    pub error: Option<String>,
}

/// What of a host waits to be worked through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct ComingRow {
    /// Where it is from.
    pub host: String,
    /// How much it is.
    pub waiting: i64,
    /// Since when the first of it waits.
    pub since: Instant,
}

/// The inboxes elsewhere.
///
/// # Errors
/// As the store says.
pub async fn peers(node: &Node) -> Result<Vec<PeerRow>> {
    let mut tx = node.core.db.snapshot().await?;
    tx.all(&store::ALL_PEERS, args![]).await
}

/// What waits: to be sent, by inbox, and to be worked through, by host.
///
/// # Errors
/// As the store says.
pub async fn queue(node: &Node) -> Result<(Vec<PeerRow>, Vec<ComingRow>)> {
    let mut tx = node.core.db.snapshot().await?;
    let mut peers: Vec<PeerRow> = tx.all(&store::ALL_PEERS, args![]).await?;
    peers.retain(|peer| peer.behind + peer.alone > 0);
    Ok((peers, tx.all(&store::COMING_IN, args![]).await?))
}
