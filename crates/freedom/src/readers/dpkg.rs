// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! dpkg's database: `var/lib/dpkg/status` (dpkg-query(1), deb-control(5)).

use std::collections::HashMap;

use super::{Blind, Coverage, LARGE, Scan, apt, copyright, deb822};
use crate::{
    fact::{Item, What},
    tree::Unread,
    verdict::{Kind, Verdict},
};

const STATUS: &str = "var/lib/dpkg/status";
const FOLDER: &str = "var/lib/dpkg/status.d";

pub(super) fn read(scan: &mut Scan<'_>, coverage: &mut Coverage) -> Vec<Item> {
    let mut items = Vec::new();
    let mut texts = Vec::new();
    if let Some(bytes) = coverage.take(STATUS, scan.tree.read(STATUS, LARGE)) {
        coverage.saw(STATUS);
        texts.push((STATUS.to_owned(), bytes));
    }
    // Images without a package manager keep one file a package.
    if scan.tree.exists(FOLDER) {
        for entry in scan.list(FOLDER, coverage) {
            let path = format!("{FOLDER}/{}", entry.name);
            if !entry.name.ends_with(".md5sums")
                && let Some(bytes) = coverage.take(&path, scan.tree.read(&path, LARGE))
            {
                texts.push((path, bytes));
            }
        }
    }
    for (path, bytes) in &texts {
        let text = String::from_utf8_lossy(bytes);
        for stanza in deb822::stanzas(&text) {
            match package(stanza, path) {
                Ok(item) => items.extend(item),
                Err(name) => coverage.lost(path, Unread::Damaged(format!("it ends in the middle of {name}"))),
            }
        }
    }
    scan.packages = items.iter().map(|item| item.name.clone()).collect();
    if items.is_empty() {
        return items;
    }
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, item) in items.iter().enumerate() {
        by_name.entry(item.name.clone()).or_default().push(index);
    }
    let indices = apt::read(scan, coverage, &mut items, &by_name);
    if indices == 0 {
        coverage.blind = Some(Blind::NoIndex);
    }
    for item in &mut items {
        let archived = item.facts.iter().find_map(|fact| match &fact.what {
            What::Archive { origin, component, .. } => scan.data.archive(origin, component),
            _ => None,
        });
        if archived.is_none() && indices > 0 && !item.facts.iter().any(|fact| matches!(fact.what, What::Archive { .. }))
        {
            item.fact("/var/lib/apt/lists", What::Unlisted);
        }
        // Where the archive says free, its promise is stronger than what the file says.
        if archived.is_none_or(|archive| archive.verdict != Verdict::Free) {
            copyright::read(scan, coverage, item);
        }
    }
    items
}

/// An installed package of a stanza; the name of one that is cut off.
fn package(stanza: &str, path: &str) -> Result<Option<Item>, String> {
    let (mut name, mut version, mut status, mut section, mut pulled) = (None, None, None, None, Vec::new());
    for (field, value) in deb822::fields(stanza) {
        match field {
            "Package" => name = Some(value),
            "Version" => version = Some(value),
            "Status" => status = Some(value),
            "Section" => section = Some(value),
            "Depends" | "Recommends" => pulled.push(value),
            _ => {}
        }
    }
    let Some(name) = name else { return Err(crate::fact::clean(stanza.get(..20).unwrap_or(stanza))) };
    let installed = match status {
        // "hold ok installed" too; "deinstall ok config-files" has nothing left but its configuration.
        Some(status) => status.ends_with(" installed") || status.contains("unpacked") || status.contains("half-"),
        None if path == STATUS => return Err(crate::fact::clean(name)),
        None => true,
    };
    if !installed {
        return Ok(None);
    }
    let Some(version) = version else { return Err(crate::fact::clean(name)) };
    let mut item = Item::new(Kind::Deb, name, Some(version));
    if let Some(section) = section {
        item.fact("/var/lib/dpkg/status", What::Section(section.to_owned()));
    }
    for list in pulled {
        // Only the first of a choice is installed by itself.
        for one in list.split(',') {
            let first = one.trim().split([' ', '|', ':', '(']).next().unwrap_or_default();
            item.fact("/var/lib/dpkg/status", What::Pulls(first.to_owned()));
        }
    }
    Ok(Some(item))
}
