// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio drill`: a backup is worth what comes back from it. It is restored whole into a folder that is removed again, and
//! there everything is checked that `tequio check` checks.

use std::path::Path;

use age::x25519;

use crate::{
    node::{BLOBS_FOLDER, DATABASE_FILE, KEY_FILE},
    spine::{
        keys::Key,
        world::{Micros, World},
    },
    store::{Blobs, Db},
};

use super::{
    backup::{BackupError, Manifest},
    check::{self, Report},
    restore,
};

/// What begins the names of folders in which backups are tried.
pub(super) const SCRATCH: &str = ".drill-";

/// What came of trying a backup.
#[derive(Debug)]
pub struct Drill {
    /// What the backup says of itself.
    pub manifest: Manifest,
    /// What was checked, and what is wrong.
    pub report: Report,
    /// The code by which the node knows that its backup was opened.
    pub code: String,
}

impl Drill {
    /// Whether everything came back as it should be.
    pub fn is_whole(&self) -> bool {
        self.report.findings.is_empty()
    }

    /// When the backup was made.
    pub fn made(&self) -> Micros {
        self.manifest.made()
    }
}

/// Restores a backup below the folder `beside`, checks it, and removes it again.
///
/// # Errors
/// When it does not open or does not come back.
pub async fn drill(
    file: &Path,
    identity: &x25519::Identity,
    beside: &Path,
    world: &World,
) -> Result<Drill, BackupError> {
    let opened = restore::open(file, identity)?;
    let (manifest, code) = (opened.manifest.clone(), opened.code());
    let folder = tempfile::Builder::new().prefix(SCRATCH).tempdir_in(beside)?;
    let sqlite = |name: &str| format!("sqlite:{}", folder.path().join(name).display());
    let (db, scratch) = (Db::connect(&sqlite(DATABASE_FILE)).await?, Db::open(&sqlite("replay.sqlite")).await?);
    let (blobs, key_file) = (Blobs::in_folder(&folder.path().join(BLOBS_FOLDER))?, folder.path().join(KEY_FILE));
    // What was missing when it was made is missing now, and is found as such.
    restore::restore(opened, &db, &blobs, &key_file, &[], world).await?;
    let key = Key::load_or_create(&key_file, world)?;
    let report = check::check(&db, &blobs, &scratch, &key).await?;
    db.close().await;
    scratch.close().await;
    Ok(Drill { manifest, report, code })
}

/// Removes what drills left that were interrupted with their process.
///
/// # Errors
/// As the system says.
pub(super) fn clear(beside: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(beside)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(SCRATCH) {
            std::fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}
