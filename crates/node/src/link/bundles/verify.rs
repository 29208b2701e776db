// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Looking at a bundle without a node: whose it is, for whom, what it holds, and whether it is whole.

use serde::Serialize;
use tequio_fediverse::{
    bundle::{self, Cursor, Item, Opened, Pin},
    key::Fingerprint,
};

use crate::spine::refusal::Result;

use super::{Open, told};

/// What a whole bundle says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Whose it is.
    pub source: String,
    /// For whom; nothing for anybody.
    pub destination: Option<String>,
    /// When it was written.
    pub created: String,
    /// The number before its first activity, and that of its last one.
    pub before: u64,
    /// The last one.
    pub last: u64,
    /// The fingerprints of its source's keys, the one in use last.
    pub keys: Vec<String>,
    /// Whose activities it acknowledges, and up to which number.
    pub receipts: Vec<(String, u64)>,
}

/// Verifies a whole bundle. Whether its key is the source's, nobody can tell but who compares the fingerprint; with one, it
/// is compared.
///
/// # Errors
/// What is wrong with it.
pub fn verify(open: &Open<'_>, fingerprint: Option<Fingerprint>) -> Result<Verified> {
    let file = open().map_err(|error| told::bundle(error.into()))?;
    let mut file = file;
    let is_encrypted = bundle::is_encrypted(file.fill_buf().map_err(|error| told::bundle(error.into()))?);
    if is_encrypted {
        return Err(told::of_file("field-bundle-encrypted", Vec::new()));
    }
    let opened = Opened::new(file).map_err(told::bundle)?;
    let manifest = opened.manifest().clone();
    let pin = fingerprint.map_or_else(|| Pin::Key(manifest.keys.current().clone()), Pin::Fingerprint);
    let ours: Vec<&str> = manifest.destination.as_deref().into_iter().collect();
    let mut reader = opened.trust(&pin, &ours, Cursor::default()).map_err(told::bundle)?;
    let mut receipts = Vec::new();
    for item in reader.by_ref() {
        if let Item::Receipt(receipt) = item.map_err(told::bundle)? {
            receipts.push((receipt.source, receipt.through.sequence));
        }
    }
    let last = reader.summary().map_or(manifest.before.sequence, |summary| summary.end.sequence);
    Ok(Verified {
        keys: manifest.keys.keys().map(|key| key.fingerprint().to_string()).collect(),
        source: manifest.source,
        destination: manifest.destination,
        created: manifest.created.to_string(),
        before: manifest.before.sequence,
        last,
        receipts,
    })
}
