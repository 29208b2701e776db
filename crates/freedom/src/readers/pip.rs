// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Python packages outside the distribution's: the core metadata in `*.dist-info` (PEP 639 and before).

use super::{Coverage, Scan, deb822, shown};
use crate::{
    fact::{Item, What},
    tree::Is,
    verdict::Kind,
};

const PLACES: [&str; 9] = [
    "usr/local/lib/python3*/dist-packages",
    "usr/local/lib/python3*/site-packages",
    "~/.local/lib/python3*/site-packages",
    "~/.local/share/pipx/venvs/*/lib/python3*/site-packages",
    "~/.local/pipx/venvs/*/lib/python3*/site-packages",
    "~/venv/lib/python3*/site-packages",
    "~/.venv/lib/python3*/site-packages",
    "~/miniconda3/lib/python3*/site-packages",
    "opt/*/lib/python3*/site-packages",
];

pub(super) fn read(scan: &mut Scan<'_>, coverage: &mut Coverage) -> Vec<Item> {
    let mut items = Vec::new();
    for place in PLACES {
        for folder in scan.folders(place, coverage) {
            for entry in scan.list(&folder, coverage) {
                let path = format!("{folder}/{}", entry.name);
                let metadata = if entry.is == Is::Folder && entry.name.ends_with(".dist-info") {
                    format!("{path}/METADATA")
                } else if entry.is == Is::Folder && entry.name.ends_with(".egg-info") {
                    format!("{path}/PKG-INFO")
                } else if entry.is == Is::File && entry.name.ends_with(".egg-info") {
                    path.clone()
                } else {
                    continue;
                };
                if let Some(text) = scan.text(&metadata, coverage) {
                    items.extend(package(scan, coverage, &text, &metadata, &path));
                }
            }
        }
    }
    items
}

/// What a package's metadata says; its licence files are read where the metadata itself decides nothing.
fn package(scan: &Scan<'_>, coverage: &mut Coverage, text: &str, path: &str, folder: &str) -> Option<Item> {
    let place = shown(path);
    let head = deb822::stanzas(text).next()?;
    let mut item = Item::new(Kind::Pip, deb822::field(head, "Name")?, deb822::field(head, "Version"));
    let mut files = Vec::new();
    for (name, value) in deb822::fields(head) {
        match name {
            "License-Expression" | "License" => item.fact(&place, What::Licence(value.to_owned())),
            "Classifier" if value.starts_with("License ::") => item.fact(&place, What::Classifier(value.to_owned())),
            "License-File" if !value.contains("..") => files.push(value.to_owned()),
            _ => {}
        }
    }
    for file in files.iter().take(2) {
        let inside = [format!("{folder}/licenses/{file}"), format!("{folder}/{file}")];
        if let Some((path, text)) =
            inside.into_iter().find_map(|path| Some((path.clone(), scan.text(&path, coverage)?)))
        {
            item.fact(&shown(&path), What::Text(text));
        }
    }
    Some(item)
}
