// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A newer program changes the schema of a store that an older one wrote. Before that the store is kept as it was; and
//! what would come of it can be seen beforehand, on a copy.

use std::path::{Path, PathBuf};

use crate::{
    NodeError,
    node::DATABASE_FILE,
    spine::{keys::Key, world::Micros},
    store::{Blobs, Db, Dump, StoreError, latest_migration, tables::TABLES},
};

use super::{
    check::{self, Report},
    daily, disk,
    notes::{Notes, Proof},
};

/// The folder of the data folder in which stores are kept as they were before an upgrade.
pub const FOLDER: &str = "before-upgrade";
/// So many of them.
const KEPT: usize = 2;

/// What an upgrade would do, found out on a copy.
#[derive(Debug)]
pub struct Outlook {
    /// The schema of the store; nothing when it is empty.
    pub found: Option<i64>,
    /// The one of this program.
    pub known: i64,
    /// Bytes that are free on the disk, and those that the copy before the upgrade takes; nothing where the system does
    /// not say.
    pub room: Option<(u64, u64)>,
    /// When a backup was last restored and found whole.
    pub verified: Option<Proof>,
    /// What was checked after the upgrade of the copy; nothing when there is nothing to upgrade to.
    pub rehearsal: Option<Result<Report, StoreError>>,
}

impl Outlook {
    /// Whether the store was written by a newer program.
    pub fn is_newer(&self) -> bool {
        self.found.is_some_and(|found| found > self.known)
    }
}

/// Brings a store up to date. One that has something to lose is kept as it was first.
///
/// # Errors
/// When it was written by a newer program, or cannot be kept; nothing was changed then.
pub async fn open(db: &Db, data: &Path) -> Result<Option<PathBuf>, NodeError> {
    let kept = match db.schema().await? {
        Some(found) if found < latest_migration() => Some(keep(db, found, data).await?),
        _ => None,
    };
    db.upgrade().await?;
    Ok(kept)
}

/// Keeps a store as it is, and lets go of those that were kept before the last ones.
async fn keep(db: &Db, schema: i64, data: &Path) -> Result<PathBuf, NodeError> {
    let unkept = |error| NodeError::Folder(data.join(FOLDER), error);
    let folder = data.join(FOLDER);
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&folder).map_err(unkept)?;
    let unfinished = tempfile::tempdir_in(&folder).map_err(unkept)?;
    let copy = unfinished.path().join(DATABASE_FILE);
    copy_to(db, schema, &copy).await?;
    let kept = folder.join(format!("schema-{schema:04}.sqlite"));
    std::fs::rename(&copy, &kept).map_err(unkept)?;
    std::fs::File::open(&folder).and_then(|folder| folder.sync_all()).map_err(unkept)?;
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&folder).map_err(unkept)?.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|kind| kind == "sqlite"));
    files.sort();
    for old in files.iter().rev().skip(KEPT) {
        std::fs::remove_file(old).map_err(unkept)?;
    }
    Ok(kept)
}

/// Lets go of stores that were kept before upgrades, once they are older than every daily backup would be: what was erased
/// since is in them still.
///
/// # Errors
/// As the system says.
pub fn let_go(data: &Path, now: Micros) -> std::io::Result<()> {
    let entries = match std::fs::read_dir(data.join(FOLDER)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let kept = jiff::Timestamp::try_from(entry.metadata()?.modified()?).map_err(std::io::Error::other)?;
        if now - kept.as_microsecond() > daily::KEPT {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Copies a store of either engine, with the schema that it has, into a new file of SQLite.
async fn copy_to(db: &Db, schema: i64, file: &Path) -> Result<(), StoreError> {
    if db.copy_file(file).await? {
        return Ok(());
    }
    let target = Db::connect(&format!("sqlite:{}", file.display())).await?;
    target.upgrade_to(schema).await?;
    let (mut from, mut to) = (Dump::open(db).await?, Dump::load_into(&target).await?);
    for table in TABLES {
        let rows = from.read(table).await?;
        to.load(table, rows).await?;
    }
    to.commit().await?;
    target.close().await;
    Ok(())
}

/// Upgrades a copy of the store and checks it. The store itself stays as it is, and the node may serve meanwhile.
///
/// # Errors
/// When the store cannot be read or copied.
pub async fn rehearse(db: &Db, blobs: &Blobs, key: &Key, data: &Path) -> Result<Outlook, NodeError> {
    let (found, known) = (db.schema().await?, latest_migration());
    let verified = Notes::read(data).verified;
    let mut outlook = Outlook { found, known, room: None, verified, rehearsal: None };
    let Some(schema) = found.filter(|found| *found <= known) else { return Ok(outlook) };
    let folder = tempfile::Builder::new().prefix(super::drill::SCRATCH).tempdir_in(data);
    let folder = folder.map_err(|error| NodeError::Folder(data.to_owned(), error))?;
    let file = |name: &str| folder.path().join(name);
    copy_to(db, schema, &file(DATABASE_FILE)).await?;
    let size = std::fs::metadata(file(DATABASE_FILE)).map_or(0, |file| file.len());
    // What the copy of this trial takes is free again afterwards.
    outlook.room = disk::free(data).map(|free| (free.saturating_add(size), size.saturating_mul(2)));
    outlook.rehearsal = Some(upgraded(&file(DATABASE_FILE), &file("replay.sqlite"), blobs, key).await);
    Ok(outlook)
}

/// Upgrades the store in a file and checks it.
async fn upgraded(file: &Path, scratch: &Path, blobs: &Blobs, key: &Key) -> Result<Report, StoreError> {
    let db = Db::open(&format!("sqlite:{}", file.display())).await?;
    let scratch = Db::open(&format!("sqlite:{}", scratch.display())).await?;
    let report = check::check(&db, blobs, &scratch, key).await;
    db.close().await;
    scratch.close().await;
    report
}
