// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What belongs to no package: the folders of /opt, and programs in /usr/local.

use super::{Blind, Coverage, SMALL, Scan, shown};
use crate::{
    fact::{Item, What},
    tree::{Entry, Is},
    verdict::Kind,
};

const PROGRAMS: [&str; 3] = ["usr/local/bin", "usr/local/sbin", "usr/local/games"];
const FILES_OF_PACKAGES: &str = "var/lib/dpkg/info";

pub(super) fn read(scan: &mut Scan<'_>, coverage: &mut Coverage) -> Vec<Item> {
    let mut found: Vec<(String, Entry)> = Vec::new();
    for entry in scan.list("opt", coverage).into_iter().filter(|entry| entry.is == Is::Folder) {
        // A vendor's folder may hold several programs, or be one.
        let inside = scan.list(&format!("opt/{}", entry.name), coverage);
        let vendors = ["google", "microsoft", "brave.com", "vivaldi.com", "nvidia", "cisco", "oracle"];
        if vendors.contains(&entry.name.as_str()) {
            found.extend(inside.into_iter().map(|program| (format!("opt/{}", entry.name), program)));
        } else {
            found.push(("opt".to_owned(), entry));
        }
    }
    for folder in PROGRAMS {
        let files = scan.list(folder, coverage).into_iter().filter(|entry| entry.is == Is::File);
        found.extend(files.map(|entry| (folder.to_owned(), entry)));
    }
    if found.is_empty() {
        return Vec::new();
    }
    let owned = owned(scan, coverage);
    let mut items = Vec::new();
    for (folder, entry) in found {
        let path = format!("{folder}/{}", entry.name);
        if owned.contains(&format!("/{path}")) {
            continue;
        }
        if entry.is == Is::File && !is_program(scan, coverage, &path) {
            continue;
        }
        let mut item = Item::new(Kind::Program, &entry.name, None);
        item.fact(&shown(&folder), What::Present(crate::fact::clean(&entry.name)));
        if entry.is == Is::Folder {
            for (place, text) in licences(scan, coverage, &path) {
                item.fact(&place, What::Text(text));
            }
        }
        items.push(item);
    }
    if !items.is_empty() {
        coverage.blind = Some(Blind::ProgramContents);
    }
    items
}

/// The paths below /opt and /usr/local that packages of dpkg own.
fn owned(scan: &Scan<'_>, coverage: &mut Coverage) -> std::collections::HashSet<String> {
    let mut owned = std::collections::HashSet::new();
    for entry in scan.list(FILES_OF_PACKAGES, coverage).into_iter().filter(|entry| entry.name.ends_with(".list")) {
        let path = format!("{FILES_OF_PACKAGES}/{}", entry.name);
        let Some(bytes) = coverage.take(&path, scan.tree.read(&path, 64 << 20)) else { continue };
        for start in [&b"\n/opt/"[..], b"\n/usr/local/"] {
            for at in memchr::memmem::find_iter(&bytes, start) {
                let line = bytes.get(at + 1..).unwrap_or_default();
                let line = line.get(..memchr::memchr(b'\n', line).unwrap_or(line.len())).unwrap_or_default();
                owned.insert(String::from_utf8_lossy(line).into_owned());
            }
        }
    }
    owned
}

/// ELF programs; scripts are read as text by whoever wants to know them.
fn is_program(scan: &Scan<'_>, coverage: &mut Coverage, path: &str) -> bool {
    coverage.take(path, scan.tree.head(path, 4)).is_some_and(|head| head == b"\x7fELF")
}

/// The texts of the licence files at the top of a folder.
pub(crate) fn licences(scan: &Scan<'_>, coverage: &mut Coverage, folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in coverage.take(folder, scan.tree.list(folder)).unwrap_or_default() {
        let lower = entry.name.to_lowercase();
        let named = ["license", "licence", "copying", "eula", "unlicense"].iter().any(|start| lower.starts_with(start));
        if named && entry.is == Is::File && entry.size < SMALL && found.len() < 4 {
            let path = format!("{folder}/{}", entry.name);
            found.extend(scan.text(&path, coverage).map(|text| (shown(&path), text)));
        }
    }
    found
}
