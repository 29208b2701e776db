// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio backup`: everything in one file, from one moment, while the node serves. Data and keys are separate
//! parts, each encrypted to the custodians; their secret keys are never on the node.

use std::{fs::File, path::Path};

use age::x25519;
use data_encoding::{BASE32_NOPAD, BASE64};

use crate::{
    spine::{attachments, keys::Key, world::World},
    store::{
        BlobError, Blobs, Db, Dump, latest_migration,
        tables::{Class, TABLES},
    },
};

pub use super::part::{BackupError, FORMAT, Manifest};
use super::{
    notes,
    part::{self, BLOBS, Line, Writer},
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
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // A name that nothing had, so that no file of somebody else is touched; it is removed again if this fails.
    let mut unfinished = tempfile::Builder::new();
    unfinished.prefix(".tequio-").suffix(".part");
    // It is sealed: whoever keeps the stick may read it, as far as the umask lets them.
    #[cfg(unix)]
    unfinished.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let unfinished = unfinished.tempfile_in(folder)?;
    let mut archive = tar::Builder::new(unfinished.as_file());
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
        created: jiff::Timestamp::from_microsecond(world.now()).unwrap_or_default().to_string(),
        parts: [part::hash(&data), part::hash(&keys)],
        blobs,
        missing,
        receipt: notes::hash(&code),
    };
    let text = serde_json::to_vec_pretty(&manifest).map_err(|error| BackupError::Damaged(error.to_string()))?;
    append(&mut archive, "manifest.json", &text)?;
    archive.into_inner()?.sync_all()?;
    unfinished.persist(file).map_err(|error| error.error)?;
    File::open(folder)?.sync_all()?;
    Ok(manifest)
}

/// A code that nobody can guess and anybody can type: twenty letters and numbers in fours.
fn code(world: &World) -> String {
    let letters = BASE32_NOPAD.encode(&world.bytes::<13>());
    let fours: Vec<&str> = (0..20).step_by(4).filter_map(|at| letters.get(at..at + 4)).collect();
    fours.join("-")
}

fn append(archive: &mut tar::Builder<&File>, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
    header.set_mode(0o600);
    archive.append_data(&mut header, name, bytes)
}
