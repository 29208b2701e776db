// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Passkeys (WebAuthn): a key that the browser or a token keeps, bound to the host where it was made, and opened there by
//! its owner's finger, face or PIN. So it counts as both factors. It stands beside the passphrase and never in its place:
//! by another door, or after a change of host, one comes in by that (ADR 13). Operational, as passphrases are.

pub(crate) mod ceremony;
pub mod commands;
pub mod pages;
mod sign_in;
pub(crate) mod store;

pub use commands::AddPasskey;
pub(crate) use sign_in::offer;

use crate::{
    node::{Node, NodeError},
    store::args,
    web::door::{Doors, is_local},
};

/// How many passkeys a member has at most.
pub const LIMIT: i64 = 10;

/// Whether passkeys of `host` still open a community whose own host is `home`: at the node's address, at the community's, or
/// on the machine itself.
fn still_opens(doors: &Doors, home: Option<&str>, host: &str) -> bool {
    let of_door = |door: crate::web::door::Door| door.passkey_host() == Some(host);
    is_local(host) || of_door(doors.canonical_door()) || home.is_some_and(|home| of_door(doors.home_of(Some(home))))
}

/// The hosts whose passkeys open nothing any more because an address changed, and how many members have one.
///
/// # Errors
/// As the store says.
pub async fn stranded(node: &Node) -> Result<Vec<(String, i64)>, NodeError> {
    let mut tx = node.core.db.snapshot().await?;
    let rows: Vec<(String, Option<String>, i64)> = tx.all(&store::HOSTS, args![]).await?;
    tx.rollback().await?;
    let mut stranded: Vec<(String, i64)> = Vec::new();
    for (host, home, members) in rows {
        if still_opens(&node.doors, home.as_deref(), &host) {
            continue;
        }
        match stranded.iter_mut().find(|(known, _)| *known == host) {
            Some((_, count)) => *count += members,
            None => stranded.push((host, members)),
        }
    }
    Ok(stranded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passkey_opens_where_it_was_made() {
        let doors = |origin: &str| Doors::new(origin.parse().unwrap(), None, Vec::new());
        let node = doors("https://nodo.example");
        assert!(still_opens(&node, None, "nodo.example") && still_opens(&node, None, "localhost"));
        assert!(still_opens(&node, Some("etla.example"), "etla.example"));
        assert!(still_opens(&node, Some("etla.example"), "nodo.example"), "the node's own address stays a door");
        assert!(!still_opens(&node, None, "etla.example"), "the community has no host of its own any more");
        assert!(!still_opens(&doors("https://otro.example"), Some("etla.example"), "nodo.example"));
        assert!(!still_opens(&doors("http://nodo.example"), None, "nodo.example"), "it is not encrypted any more");
    }
}
