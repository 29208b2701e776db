// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A file in the making (tar): it appears under its name only when it is whole and durable.

use std::{fs::File, path::Path};

use crate::{
    spine::{attachments, id::Id, log::Hash},
    store::{BlobError, Blobs, Db},
};

use super::part::{BLOBS, BackupError};

/// A file that is being written beside where it will be.
pub(super) struct Parcel(tar::Builder<tempfile::NamedTempFile>);

impl Parcel {
    /// Begins one in the folder of `file`, under a name that nothing had, so that no file of somebody else is touched; it is
    /// removed again if this comes to nothing.
    pub(super) fn beside(file: &Path) -> std::io::Result<Self> {
        let mut unfinished = tempfile::Builder::new();
        unfinished.prefix(".tequio-").suffix(".part");
        // It is sealed: whoever keeps the stick may read it, as far as the umask lets them.
        #[cfg(unix)]
        unfinished.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        Ok(Self(tar::Builder::new(unfinished.tempfile_in(folder_of(file))?)))
    }

    /// Adds something.
    pub(super) fn append(&mut self, name: &str, bytes: &[u8]) -> std::io::Result<()> {
        let mut header = tar::Header::new_gnu();
        header.set_size(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        header.set_mode(0o600);
        self.0.append_data(&mut header, name, bytes)
    }

    /// Adds blobs of files, one at a time, since together they may be larger than the memory: how many, and the hashes of those
    /// that are missing or damaged.
    pub(super) async fn append_blobs(
        &mut self,
        store: &Blobs,
        named: Vec<(Id, Hash)>,
        db: &Db,
    ) -> Result<(usize, Vec<String>), BackupError> {
        let (mut blobs, mut missing) = (0, Vec::new());
        for (_, hash) in named {
            match store.get(hash).await {
                Ok(bytes) => {
                    self.append(&format!("{BLOBS}{hash}"), &bytes)?;
                    blobs += 1;
                }
                Err(error @ BlobError::Store(_)) => return Err(error.into()),
                // A backup without one picture is better than none. What was removed meanwhile is not missing.
                Err(_) if attachments::upload::is_named(db, hash).await? => missing.push(hash.to_string()),
                Err(_) => {}
            }
        }
        Ok((blobs, missing))
    }

    /// Makes it durable and gives it its name.
    pub(super) fn finish(self, file: &Path) -> std::io::Result<()> {
        let unfinished = self.0.into_inner()?;
        unfinished.as_file().sync_all()?;
        unfinished.persist(file).map_err(|error| error.error)?;
        File::open(folder_of(file))?.sync_all()
    }
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
