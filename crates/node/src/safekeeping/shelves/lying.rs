// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What lies on a shelf: files of a folder, each of them whole. When one came is its time of change; nothing else is kept.

use std::{
    collections::HashSet,
    fs::File,
    io::ErrorKind,
    path::{Path, PathBuf},
    time::{Duration, UNIX_EPOCH},
};

use axum::body::{Body, Bytes};
use futures_util::{Stream, TryStreamExt as _, stream};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use utoipa::ToSchema;

use crate::{
    safekeeping::{daily, disk},
    spine::world::Micros,
};

use super::rules;

/// The folder of the data folder that has one for each shelf.
pub const FOLDER: &str = "shelves";
/// How files are called until they are whole.
const BEGUN: &str = ".part";
/// After so many bytes it is looked whether there is room still.
const LOOK: u64 = 1024 * 1024;

/// A backup on a shelf.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Lying {
    /// How it is called: the mark of its node, and its day.
    pub name: String,
    /// Its bytes.
    pub size: u64,
    /// When it came.
    pub at: Micros,
}

/// Why something is not taken.
#[derive(Debug)]
pub(super) enum Refused {
    /// It would be more than the shelf holds.
    Full,
    /// It would be more than the disk holds, with its reserve.
    Disk,
    /// It is no encrypted backup.
    Content,
    /// One of this name lies there for longer than it may be changed.
    Settled,
    /// It did not come to its end.
    Cut(axum::Error),
    /// It could not be written.
    File(std::io::Error),
}

impl From<std::io::Error> for Refused {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == ErrorKind::StorageFull { Self::Disk } else { Self::File(error) }
    }
}

/// A shelf, as far as its files go.
#[derive(Debug)]
pub(super) struct Shelf {
    pub folder: PathBuf,
    /// How many bytes it holds.
    pub holds: u64,
    /// How many of the disk must stay free.
    pub reserve: u64,
    pub now: Micros,
}

impl Shelf {
    /// What lies there, newest first.
    pub fn list(&self) -> std::io::Result<Vec<Lying>> {
        let mut list: Vec<Lying> =
            files(&self.folder)?.into_iter().filter(|file| rules::dated(&file.name).is_some()).collect();
        list.sort_by(|one, other| (other.at, &other.name).cmp(&(one.at, &one.name)));
        Ok(list)
    }

    /// How many bytes of it are taken, with what is coming just now.
    fn taken(&self) -> std::io::Result<u64> {
        Ok(files(&self.folder)?.iter().map(|file| file.size).sum())
    }

    /// How many bytes more it takes.
    pub fn room(&self) -> std::io::Result<u64> {
        let left = self.holds.saturating_sub(self.taken()?);
        Ok(self.disk().map_or(left, |free| free.min(left)))
    }

    /// How many bytes of the disk are not of its reserve.
    fn disk(&self) -> Option<u64> {
        let nearest = self.folder.ancestors().find(|folder| folder.is_dir())?;
        disk::free(nearest).map(|free| free.saturating_sub(self.reserve))
    }

    fn must_hold(&self, more: u64) -> Result<(), Refused> {
        if self.taken()?.saturating_add(more) > self.holds {
            return Err(Refused::Full);
        }
        match self.disk() {
            Some(free) if free < more || free == 0 => Err(Refused::Disk),
            _ => Ok(()),
        }
    }

    /// Takes a backup. It is there under its name when all of it is durable, and until then what was there before. Says
    /// whether it is a new one.
    pub async fn take(&self, name: &str, announced: u64, body: Body) -> Result<bool, Refused> {
        let place = self.folder.join(name);
        let before = std::fs::metadata(&place).ok().map(|about| came(&about));
        if before.is_some_and(|at| self.now - at >= rules::SETTLED) {
            return Err(Refused::Settled);
        }
        self.must_hold(announced)?;
        let mut folder = std::fs::DirBuilder::new();
        folder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        folder.create(&self.folder)?;
        let begun = tempfile::Builder::new().prefix(".").suffix(BEGUN).tempfile_in(&self.folder)?;
        let mut file = tokio::fs::File::from_std(begun.as_file().try_clone()?);
        let (mut head, mut size, mut looked) = (Vec::new(), 0_u64, 0_u64);
        let mut body = body.into_data_stream();
        while let Some(chunk) = body.try_next().await.map_err(Refused::Cut)? {
            head.extend(chunk.iter().take(rules::HEAD - head.len()));
            if !rules::begins_as_backup(&head) {
                return Err(Refused::Content);
            }
            file.write_all(&chunk).await?;
            size = size.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
            if size - looked >= LOOK {
                file.flush().await?;
                self.must_hold(0)?;
                looked = size;
            }
        }
        if head.len() < rules::HEAD {
            return Err(Refused::Content);
        }
        file.flush().await?;
        self.must_hold(0)?;
        let at = UNIX_EPOCH + Duration::from_micros(u64::try_from(self.now).unwrap_or_default());
        begun.as_file().set_modified(at)?;
        file.sync_all().await?;
        begun.persist(&place).map_err(|error| error.error)?;
        File::open(&self.folder)?.sync_all()?;
        self.let_go(name)?;
        Ok(before.is_none())
    }

    /// Lets go of what is too old among the backups of the node that put this one there. By the days on which they came:
    /// what their names say is said by who put them there.
    fn let_go(&self, name: &str) -> std::io::Result<()> {
        let mark = rules::dated(name).map(|(mark, _)| mark);
        let mut list = self.list()?;
        list.retain(|lying| rules::dated(&lying.name).map(|(mark, _)| mark) == mark);
        let dates: Vec<_> = list.iter().map(|lying| daily::day(lying.at)).collect();
        for (lying, date) in list.iter().zip(&dates) {
            if !daily::is_kept(*date, daily::day(self.now), &dates) {
                std::fs::remove_file(self.folder.join(&lying.name))?;
            }
        }
        Ok(())
    }
}

/// When a file came.
fn came(about: &std::fs::Metadata) -> Micros {
    let at = about.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    i64::try_from(at.as_micros()).unwrap_or(i64::MAX)
}

/// All files of a folder; none where there is no folder.
fn files(folder: &Path) -> std::io::Result<Vec<Lying>> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry?;
        // One that goes just now was not whole.
        if let Ok(about) = entry.metadata() {
            let name = entry.file_name().to_string_lossy().into_owned();
            files.push(Lying { name, size: about.len(), at: came(&about) });
        }
    }
    Ok(files)
}

/// Removes the folders of shelves that are not `open`, and of the others what was begun.
pub(super) fn sweep(shelves: &Path, open: &HashSet<String>) -> std::io::Result<()> {
    for shelf in files(shelves)? {
        let folder = shelves.join(&shelf.name);
        if !open.contains(&shelf.name) {
            std::fs::remove_dir_all(&folder)?;
            continue;
        }
        for file in files(&folder)?.into_iter().filter(|file| file.name.ends_with(BEGUN)) {
            std::fs::remove_file(folder.join(file.name))?;
        }
    }
    Ok(())
}

/// What stands in a file, piece by piece.
pub(crate) fn chunks(file: tokio::fs::File) -> impl Stream<Item = std::io::Result<Bytes>> {
    const PIECE: usize = 64 * 1024;
    stream::try_unfold(file, |mut file| async {
        let mut piece = vec![0; PIECE];
        let read = file.read(&mut piece).await?;
        piece.truncate(read);
        Ok((read > 0).then(|| (Bytes::from(piece), file)))
    })
}
