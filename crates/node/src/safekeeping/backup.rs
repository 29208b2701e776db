// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio backup`: everything in one file, from one moment, while the node serves. Data and keys are separate
//! parts, each encrypted to the custodians; their secret keys are never on the node.

use std::path::Path;

use age::x25519;
use data_encoding::{BASE32_NOPAD, BASE64};

use crate::{
    spine::{attachments, keys::Key, world::World},
    store::{
        Blobs, Db, Dump, latest_migration,
        tables::{Class, TABLES},
    },
};

pub use super::part::{BackupError, FORMAT, Manifest};
use super::{
    notes,
    parcel::Parcel,
    part::{self, Line, Writer},
};

/// The custodians that these public keys (`age1…`) name.
///
/// # Errors
/// When there is none, or one is not a public key.
pub fn custodians(recipients: &[String]) -> Result<Vec<x25519::Recipient>, BackupError> {
    if recipients.is_empty() {
        return Err(BackupError::NoCustodian);
    }
    let parse = |text: &String| text.trim().parse().map_err(|_| BackupError::Recipient(text.clone()));
    recipients.iter().map(parse).collect()
}

/// Writes a backup to `file`. It appears under that name only when it is whole and durable.
///
/// # Errors
/// When the store cannot be read or the file not written.
pub async fn backup(
    db: &Db,
    store: &Blobs,
    node_key: &Key,
    custodians: &[x25519::Recipient],
    file: &Path,
    world: &World,
    mut progress: impl FnMut(&str),
) -> Result<Manifest, BackupError> {
    let mut dump = Dump::open(db).await?;
    let (mut data, mut keys) = (Writer::new(custodians)?, Writer::new(custodians)?);
    keys.line(&Line::NodeKey(BASE64.encode(node_key.as_bytes())))?;
    let code = code(world);
    keys.line(&Line::Code(code.clone()))?;
    for table in TABLES {
        progress(table.name);
        let rows = dump.read(table).await?;
        let part = if table.class == Class::Keys { &mut keys } else { &mut data };
        part.table(table.name, rows)?;
    }
    let (data, keys) = (data.finish()?, keys.finish()?);
    let mut parcel = Parcel::beside(file)?;
    parcel.append("data.age", &data)?;
    parcel.append("keys.age", &keys)?;
    progress("blobs");
    let named = attachments::upload::blobs_in(dump.view()).await?;
    let (blobs, missing) = parcel.append_blobs(store, named, db).await?;
    let manifest = Manifest {
        format: FORMAT,
        schema: latest_migration(),
        created: jiff::Timestamp::from_microsecond(world.now()).unwrap_or_default().to_string(),
        parts: [part::hash(&data), part::hash(&keys)],
        blobs,
        missing,
        receipt: notes::hash(&code),
    };
    let text = serde_json::to_vec_pretty(&manifest).map_err(|error| BackupError::Damaged(error.to_string()))?;
    parcel.append("manifest.json", &text)?;
    parcel.finish(file)?;
    Ok(manifest)
}

/// A code that nobody can guess and anybody can type: twenty letters and numbers in fours.
fn code(world: &World) -> String {
    let letters = BASE32_NOPAD.encode(&world.bytes::<13>());
    let fours: Vec<&str> = (0..20).step_by(4).filter_map(|at| letters.get(at..at + 4)).collect();
    fours.join("-")
}
