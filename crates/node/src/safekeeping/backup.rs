// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio backup`: everything in one file, from one moment, while the node serves. Data and keys are separate
//! parts, each encrypted to the custodians; their secret keys are never on the node.

use std::{fs::File, io::Write as _, path::Path};

use age::x25519;
use data_encoding::BASE64;

use crate::{
    spine::keys::Key,
    store::{
        Db, Dump, latest_migration,
        tables::{Class, TABLES},
    },
};

use super::part::{self, Line, Writer};
pub use super::part::{BackupError, FORMAT, Manifest};

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
    node_key: &Key,
    custodians: &[x25519::Recipient],
    file: &Path,
    mut progress: impl FnMut(&str),
) -> Result<Manifest, BackupError> {
    let mut dump = Dump::open(db).await?;
    let (mut data, mut keys) = (Writer::new(custodians)?, Writer::new(custodians)?);
    keys.line(&Line::NodeKey(BASE64.encode(node_key.as_bytes())))?;
    for table in TABLES {
        progress(table.name);
        let rows = dump.read(table).await?;
        let part = if table.class == Class::Keys { &mut keys } else { &mut data };
        part.table(table.name, rows)?;
    }
    let (data, keys) = (data.finish()?, keys.finish()?);
    let manifest = Manifest {
        format: FORMAT,
        schema: latest_migration(),
        created: jiff::Timestamp::now().to_string(),
        parts: [part::hash(&data), part::hash(&keys)],
    };
    let text = serde_json::to_vec_pretty(&manifest).map_err(|error| BackupError::Damaged(error.to_string()))?;
    let unfinished = file.with_extension("part");
    let mut archive = tar::Builder::new(File::create(&unfinished)?);
    for (name, bytes) in [("manifest.json", &text), ("data.age", &data), ("keys.age", &keys)] {
        let mut header = tar::Header::new_gnu();
        header.set_size(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        header.set_mode(0o600);
        archive.append_data(&mut header, name, bytes.as_slice())?;
    }
    let mut written = archive.into_inner()?;
    written.flush()?;
    written.sync_all()?;
    std::fs::rename(&unfinished, file)?;
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        File::open(folder)?.sync_all()?;
    }
    Ok(manifest)
}
