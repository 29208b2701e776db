// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The readers: each looks at one kind of place, says what it found there, and what it could not read.

mod appimage;
mod apt;
mod browsers;
pub(crate) mod cargo;
mod copyright;
mod deb822;
mod dpkg;
mod firmware;
mod flatpak;
mod gem;
mod kernel;
pub(crate) mod npm;
mod pacman;
mod pip;
mod rpm;
mod snap;
mod sqlite;
pub(crate) mod unlisted;
mod unpack;

use std::collections::HashSet;

use crate::{
    data::Data,
    fact::Item,
    tree::{Entry, Is, Tree, Unread},
};

/// A kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Area {
    /// Packages of dpkg, and the indices of apt.
    Dpkg,
    /// Modules that are loaded or were built outside the kernel.
    Modules,
    /// Firmware files and microcode.
    Firmware,
    /// Flatpak.
    Flatpak,
    /// Snap.
    Snap,
    /// AppImages.
    #[serde(rename = "appimage")]
    AppImage,
    /// What belongs to no package: /opt, /usr/local.
    Unlisted,
    /// Browsers' modules and extensions.
    Browsers,
    /// Python packages.
    Pip,
    /// Packages of npm.
    Npm,
    /// Crates that were installed.
    Cargo,
    /// Ruby gems.
    Gem,
    /// Packages of pacman.
    Pacman,
    /// Packages of RPM.
    Rpm,
    /// Devices.
    Hardware,
    /// A project's source.
    Source,
}

/// What a reader looked at.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// The kind of place.
    pub area: Area,
    /// Whether there was such a place.
    pub there: bool,
    /// How many things were found.
    pub found: usize,
    /// The places that were looked at.
    pub looked: Vec<String>,
    /// What was there and could not be read; at most [`MOST_UNREAD`] by name.
    pub unread: Vec<(String, Unread)>,
    /// How many could not be read.
    pub unread_count: usize,
    /// What this reader never sees.
    pub blind: Option<Blind>,
}

/// What a reader cannot see even when all goes well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Blind {
    /// Licences inside a .snap that is not mounted.
    SnapContents,
    /// The inside of AppImages.
    AppImageContents,
    /// Which modules a system that does not run would load.
    NotRunning,
    /// No index of apt is there; the tables of freedom-data stand in for them.
    NoIndex,
    /// Changes that SQLite has not yet brought into the database.
    WriteAhead,
    /// What programs of no package do inside.
    ProgramContents,
}

/// More are only counted.
pub const MOST_UNREAD: usize = 50;

impl Coverage {
    pub(crate) fn new(area: Area) -> Self {
        Self { area, there: false, found: 0, looked: Vec::new(), unread: Vec::new(), unread_count: 0, blind: None }
    }

    /// What was read, noting what could not be.
    pub(crate) fn take<T>(&mut self, place: &str, result: Result<Option<T>, Unread>) -> Option<T> {
        match result {
            Ok(found) => found,
            Err(unread) => {
                self.lost(place, unread);
                None
            }
        }
    }

    pub(crate) fn lost(&mut self, place: &str, unread: Unread) {
        self.there = true;
        self.unread_count += 1;
        if self.unread.len() < MOST_UNREAD {
            self.unread.push((shown(place), unread));
        }
    }

    /// Notes that a place was looked at.
    pub(crate) fn saw(&mut self, place: &str) {
        self.there = true;
        let place = shown(place);
        if !self.looked.contains(&place) {
            self.looked.push(place);
        }
    }
}

/// Small files: metadata, copyright files, manifests.
pub(crate) const SMALL: u64 = 4 << 20;
/// Databases and indices.
pub(crate) const LARGE: u64 = 512 << 20;

/// What the readers share.
pub(crate) struct Scan<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) data: &'a Data,
    /// The names of the packages of the distribution that are installed.
    pub(crate) packages: HashSet<String>,
    /// The folders of people, with root's.
    homes: Vec<String>,
}

impl<'a> Scan<'a> {
    pub(crate) fn new(tree: &'a Tree, data: &'a Data) -> Self {
        let mut homes: Vec<String> = match tree.list("home") {
            Ok(Some(entries)) => {
                entries.into_iter().filter(|one| one.is == Is::Folder).map(|one| format!("home/{}", one.name)).collect()
            }
            _ => Vec::new(),
        };
        homes.push("root".to_owned());
        Self { tree, data, packages: HashSet::new(), homes }
    }

    /// The entries of a folder; none if it is not there.
    pub(crate) fn list(&self, folder: &str, coverage: &mut Coverage) -> Vec<Entry> {
        let entries = coverage.take(folder, self.tree.list(folder));
        if entries.is_some() {
            coverage.saw(folder);
        }
        entries.unwrap_or_default()
    }

    /// A small file as text; what is no UTF-8 in it is replaced.
    pub(crate) fn text(&self, path: &str, coverage: &mut Coverage) -> Option<String> {
        let bytes = coverage.take(path, self.tree.read(path, SMALL))?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The folders that a pattern means: `*` is any one name, `~` each home. None is followed into a cycle, for the number of
    /// steps is that of the pattern.
    pub(crate) fn folders(&self, pattern: &str, coverage: &mut Coverage) -> Vec<String> {
        let mut found: Vec<String> = match pattern.strip_prefix("~/") {
            Some(_) => self.homes.clone(),
            None => vec![String::new()],
        };
        for part in pattern.trim_start_matches("~/").split('/') {
            let mut next = Vec::new();
            for folder in found {
                let join = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
                match part.split_once('*') {
                    Some((before, after)) => {
                        let entries = coverage.take(&folder, self.tree.list(&folder)).unwrap_or_default();
                        let fits = |name: &str| {
                            name.len() >= before.len() + after.len()
                                && name.starts_with(before)
                                && name.ends_with(after)
                        };
                        let folders = entries.iter().filter(|one| one.is == Is::Folder && fits(&one.name));
                        next.extend(folders.map(|one| join(&one.name)));
                    }
                    None => next.push(join(part)),
                }
            }
            found = next;
        }
        found.retain(|folder| self.tree.exists(folder));
        found
    }
}

/// A path as it is shown: of a person's folder only `~`, and no control characters.
pub(crate) fn shown(path: &str) -> String {
    let path = path.trim_start_matches('/');
    let inside = match path.strip_prefix("home/") {
        Some(rest) => Some(rest.split_once('/').map(|(_, inside)| inside).unwrap_or_default()),
        None => path.strip_prefix("root").and_then(|rest| rest.strip_prefix('/').or((rest.is_empty()).then_some(""))),
    };
    let path = match inside {
        Some(inside) => format!("~/{inside}"),
        None => format!("/{path}"),
    };
    crate::fact::clean(&path)
}

type Reader = fn(&mut Scan<'_>, &mut Coverage) -> Vec<Item>;

/// The readers in the order in which they are asked.
pub(crate) const READERS: [(Area, Reader); 14] = [
    (Area::Dpkg, dpkg::read),
    (Area::Pacman, pacman::read),
    (Area::Rpm, rpm::read),
    (Area::Modules, kernel::read),
    (Area::Firmware, firmware::read),
    (Area::Flatpak, flatpak::read),
    (Area::Snap, snap::read),
    (Area::AppImage, appimage::read),
    (Area::Unlisted, unlisted::read),
    (Area::Browsers, browsers::read),
    (Area::Pip, pip::read),
    (Area::Npm, npm::read),
    (Area::Cargo, cargo::read),
    (Area::Gem, gem::read),
];
