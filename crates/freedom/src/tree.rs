// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The edge to the file system: a folder that is read as if it were `/`. A link is followed inside of it and nowhere else,
//! whatever it says; only regular files are opened, and no more of them is read than was asked for.
//!
//! Somebody who changes links on the disk while it is read could still lead a path astray: the disk of another machine,
//! mounted, has nobody who does, and on the running machine every path is its own.

use std::{
    collections::VecDeque,
    ffi::{OsStr, OsString},
    fs,
    io::{self, Read as _},
    os::unix::{ffi::OsStrExt as _, fs::OpenOptionsExt as _},
    path::{Component, Path, PathBuf},
};

use rustix::fs::OFlags;

/// Why something that is there could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// The permission is missing; as root it could be read.
    #[error("no permission")]
    Denied,
    /// Links that lead in a circle, or more than forty of them.
    #[error("its links lead in a circle")]
    Cycle,
    /// It has more bytes than anything of its kind has.
    #[error("it is larger than {0} bytes")]
    TooLarge(u64),
    /// A device, a pipe, or a folder where a file should be.
    #[error("it is no regular file")]
    NotAFile,
    /// A file where a folder should be.
    #[error("it is no folder")]
    NotAFolder,
    /// It ends in the middle, or is not what its name says.
    #[error("{0}")]
    Damaged(String),
    /// None of the files of freedom-data is there.
    #[error("it has none of the files of freedom-data")]
    NoData,
    /// The reader's own program lacks what would be needed.
    #[error("{0}")]
    Unsupported(String),
    /// Anything else that the system says: a vanished disk, for example.
    #[error("{0}")]
    System(String),
}

impl Unread {
    fn new(error: &io::Error) -> Self {
        if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) {
            return Self::Cycle;
        }
        match error.kind() {
            io::ErrorKind::PermissionDenied => Self::Denied,
            io::ErrorKind::NotADirectory => Self::NotAFolder,
            io::ErrorKind::IsADirectory => Self::NotAFile,
            kind => Self::System(kind.to_string()),
        }
    }
}

/// What an entry of a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Is {
    /// A folder, or a link to one.
    Folder,
    /// A regular file, or a link to one.
    File,
    /// Anything else, also a link that leads nowhere.
    Other,
}

/// An entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name; what is no UTF-8 is replaced, and such an entry cannot be opened.
    pub name: String,
    /// What it is.
    pub is: Is,
    /// Its bytes, if it is a file.
    pub size: u64,
    /// It is a link.
    pub link: bool,
}

/// A folder that is read as if it were `/`.
#[derive(Clone, Debug)]
pub struct Tree {
    root: PathBuf,
    running: bool,
}

/// As many as Linux follows.
const LINKS: usize = 40;

/// No folder that is read has more.
const ENTRIES: usize = 200_000;

impl Tree {
    /// The folder; `/` is the running system.
    ///
    /// # Errors
    /// It is not there, is no folder, or may not be read.
    pub fn new(root: &Path) -> Result<Self, Unread> {
        let root = root.canonicalize().map_err(|error| Unread::new(&error))?;
        fs::read_dir(&root).map_err(|error| Unread::new(&error))?;
        Ok(Self { running: root == Path::new("/"), root })
    }

    /// Whether it is the running system.
    pub fn is_running(&self) -> bool {
        self.running
    }

    /// The bytes of a file, or `None` if there is none.
    ///
    /// # Errors
    /// It is there and cannot be read, or has more than `most` bytes.
    pub fn read(&self, path: &str, most: u64) -> Result<Option<Vec<u8>>, Unread> {
        let Some((mut file, size)) = self.open(path)? else { return Ok(None) };
        if size > most {
            return Err(Unread::TooLarge(most));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size.min(1 << 26)).unwrap_or_default());
        // Files of /proc and /sys say that they are empty; a growing file must not go on for ever.
        (&mut file).take(most + 1).read_to_end(&mut bytes).map_err(|error| Unread::new(&error))?;
        if bytes.len() as u64 > most {
            return Err(Unread::TooLarge(most));
        }
        Ok(Some(bytes))
    }

    /// The first bytes of a file, or `None` if there is none.
    ///
    /// # Errors
    /// It is there and cannot be read.
    pub fn head(&self, path: &str, most: u64) -> Result<Option<Vec<u8>>, Unread> {
        let Some((file, _)) = self.open(path)? else { return Ok(None) };
        let mut bytes = Vec::new();
        file.take(most).read_to_end(&mut bytes).map_err(|error| Unread::new(&error))?;
        Ok(Some(bytes))
    }

    fn open(&self, path: &str) -> Result<Option<(fs::File, u64)>, Unread> {
        let Some(real) = self.resolve(path)? else { return Ok(None) };
        let Some(meta) = absent(fs::metadata(&real))? else { return Ok(None) };
        if !meta.is_file() {
            return Err(Unread::NotAFile);
        }
        // Were it replaced by a pipe right now, opening it must not wait for a writer.
        let flags = OFlags::NONBLOCK.union(OFlags::NOCTTY).bits();
        let flags = i32::try_from(flags).unwrap_or_default();
        let opened = fs::OpenOptions::new().read(true).custom_flags(flags).open(&real);
        Ok(absent(opened)?.map(|file| (file, meta.len())))
    }

    /// The entries of a folder by name, or `None` if there is none.
    ///
    /// # Errors
    /// It is there and cannot be read, or has more entries than anybody keeps in one.
    pub fn list(&self, path: &str) -> Result<Option<Vec<Entry>>, Unread> {
        let Some(real) = self.resolve(path)? else { return Ok(None) };
        let Some(entries) = absent(fs::read_dir(&real))? else { return Ok(None) };
        let mut found = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| Unread::new(&error))?;
            if found.len() == ENTRIES {
                return Err(Unread::TooLarge(ENTRIES as u64));
            }
            let name = entry.file_name().to_string_lossy().into_owned();
            let mut kind = entry.file_type().map_err(|error| Unread::new(&error))?;
            let mut size = 0;
            let link = kind.is_symlink();
            if kind.is_symlink() || kind.is_file() {
                let target = self.resolve(&format!("{path}/{name}")).ok().flatten();
                if let Some(meta) = target.and_then(|target| fs::symlink_metadata(target).ok()) {
                    kind = meta.file_type();
                    size = meta.len();
                }
            }
            let is = match kind {
                kind if kind.is_dir() => Is::Folder,
                kind if kind.is_file() => Is::File,
                _ => Is::Other,
            };
            found.push(Entry { name, is, size, link });
        }
        found.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(Some(found))
    }

    /// Whether something is there.
    pub fn exists(&self, path: &str) -> bool {
        self.resolve(path).ok().flatten().is_some_and(|real| fs::symlink_metadata(real).is_ok())
    }

    /// The last part of where a link leads, without following it: `/sys/…/driver` names a driver so.
    pub fn link_name(&self, path: &str) -> Option<String> {
        let (folder, name) = path.rsplit_once('/')?;
        let target = fs::read_link(self.resolve(folder).ok()??.join(name)).ok()?;
        Some(target.file_name()?.to_string_lossy().into_owned())
    }

    /// Where a path really is, every link followed inside the tree; `None` if a part of it is not there.
    fn resolve(&self, path: &str) -> Result<Option<PathBuf>, Unread> {
        if self.running {
            return Ok(Some(self.root.join(path.trim_start_matches('/'))));
        }
        let mut left: VecDeque<OsString> = parts(Path::new(path));
        let mut real = self.root.clone();
        let mut depth = 0_usize;
        let mut links = 0;
        while let Some(part) = left.pop_front() {
            if part.as_bytes() == b".." {
                // Above the root there is the root.
                if depth > 0 {
                    real.pop();
                    depth -= 1;
                }
                continue;
            }
            real.push(&part);
            depth += 1;
            let Some(meta) = absent(fs::symlink_metadata(&real))? else { return Ok(None) };
            if !meta.is_symlink() {
                continue;
            }
            links += 1;
            if links > LINKS {
                return Err(Unread::Cycle);
            }
            let Some(target) = absent(fs::read_link(&real))? else { return Ok(None) };
            if target.is_absolute() {
                real.clone_from(&self.root);
                depth = 0;
            } else {
                real.pop();
                depth -= 1;
            }
            for part in parts(&target).into_iter().rev() {
                left.push_front(part);
            }
        }
        Ok(Some(real))
    }
}

fn parts(path: &Path) -> VecDeque<OsString> {
    path.components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_owned()),
            Component::ParentDir => Some(OsStr::new("..").to_owned()),
            Component::Prefix(_) | Component::RootDir | Component::CurDir => None,
        })
        .collect()
}

/// What is not there is no error.
fn absent<T>(result: io::Result<T>) -> Result<Option<T>, Unread> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        // A path through a file leads nowhere.
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(None),
        // No such device, no such process: gone between two looks.
        Err(error) if error.raw_os_error() == Some(rustix::io::Errno::SRCH.raw_os_error()) => Ok(None),
        Err(error) => Err(Unread::new(&error)),
    }
}
