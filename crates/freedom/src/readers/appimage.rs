// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! AppImages in the places where people keep programs: an ELF file with `AI` and its type at byte 8 (AppImage specification).

use super::{Blind, Coverage, Scan, shown};
use crate::{
    fact::{Item, What},
    tree::Is,
    verdict::Kind,
};

const PLACES: [&str; 13] = [
    "~/Applications",
    "~/AppImages",
    "~/Downloads",
    "~/Descargas",
    "~/Desktop",
    "~/Escritorio",
    "~/bin",
    "~/.local/bin",
    "~",
    "opt",
    "opt/*",
    "usr/local/bin",
    "Applications",
];

pub(super) fn read(scan: &mut Scan<'_>, coverage: &mut Coverage) -> Vec<Item> {
    let mut items = Vec::new();
    for place in PLACES {
        let folders = if place == "~" { scan.homes.clone() } else { scan.folders(place, coverage) };
        for folder in folders {
            for entry in scan.list(&folder, coverage) {
                let path = format!("{folder}/{}", entry.name);
                // Smaller ones cannot hold their runtime.
                if entry.is != Is::File || entry.size < 100_000 {
                    continue;
                }
                let head = coverage.take(&path, scan.tree.head(&path, 11));
                if head.is_some_and(|head| head.starts_with(b"\x7fELF") && head.get(8..10) == Some(b"AI")) {
                    let (name, version) = named(&entry.name);
                    let mut item = Item::new(Kind::AppImage, name, version);
                    item.fact(&shown(&folder), What::Present(crate::fact::clean(&entry.name)));
                    items.push(item);
                }
            }
        }
    }
    if !items.is_empty() {
        coverage.blind = Some(Blind::AppImageContents);
    }
    items
}

/// `Krita-5.2.2-x86_64.AppImage` is Krita 5.2.2.
fn named(file: &str) -> (&str, Option<&str>) {
    let plain = file.strip_suffix(".AppImage").or_else(|| file.strip_suffix(".appimage")).unwrap_or(file);
    let mut parts = plain.split(['-', '_']);
    let name = parts.next().filter(|name| !name.is_empty()).unwrap_or(plain);
    (name, parts.find(|part| part.starts_with(|c: char| c.is_ascii_digit())))
}
