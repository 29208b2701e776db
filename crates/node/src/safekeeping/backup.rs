// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio backup`: everything in one file, from one moment, while the node serves. Data and keys are separate
//! parts, each encrypted to the custodians; their secret keys are never on the node.

use std::{fs::File, io::Write as _, path::Path};

use age::x25519;
use data_encoding::BASE64;

use crate::{
    spine::{attachments, keys::Key},
    store::{
        BlobError, Blobs, Db, Dump, latest_migration,
        tables::{Class, TABLES},
    },
};

use super::part::{self, BLOBS, Line, Writer};
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
    store: &Blobs,
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
    let unfinished = file.with_extension("part");
    let mut archive = tar::Builder::new(File::create(&unfinished)?);
    append(&mut archive, "data.age", &data)?;
    append(&mut archive, "keys.age", &keys)?;
    progress("blobs");
    let (mut blobs, mut missing) = (0, Vec::new());
    // One at a time: together they may be larger than the memory.
    for (_, hash) in attachments::upload::blobs_in(dump.view()).await? {
        match store.get(hash).await {
            Ok(bytes) => {
                append(&mut archive, &format!("{BLOBS}{hash}"), &bytes)?;
                blobs += 1;
            }
            Err(error @ BlobError::Store(_)) => return Err(error.into()),
            // A backup without one picture is better than none. What was removed meanwhile is not missing.
            Err(_) if attachments::upload::is_named(db, hash).await? => missing.push(hash.to_string()),
            Err(_) => {}
        }
    }
    let manifest = Manifest {
        format: FORMAT,
        schema: latest_migration(),
        created: jiff::Timestamp::now().to_string(),
        parts: [part::hash(&data), part::hash(&keys)],
        blobs,
        missing,
    };
    let text = serde_json::to_vec_pretty(&manifest).map_err(|error| BackupError::Damaged(error.to_string()))?;
    append(&mut archive, "manifest.json", &text)?;
    let mut written = archive.into_inner()?;
    written.flush()?;
    written.sync_all()?;
    std::fs::rename(&unfinished, file)?;
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        File::open(folder)?.sync_all()?;
    }
    Ok(manifest)
}

fn append(archive: &mut tar::Builder<File>, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
    header.set_mode(0o600);
    archive.append_data(&mut header, name, bytes)
}
