// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Firmware files and microcode that are there without a package that answers for them.

use std::collections::BTreeMap;

use super::{Coverage, Scan};
use crate::{
    fact::{Item, What},
    tree::{Is, Unread},
    verdict::Kind,
};

const ROOT: &str = "lib/firmware";
/// Nobody has more, or deeper folders.
const MOST: usize = 50_000;
const DEEPEST: usize = 8;

pub(super) fn read(scan: &mut Scan<'_>, coverage: &mut Coverage) -> Vec<Item> {
    let mut items = microcode(scan, coverage);
    // Distributions that keep all firmware in one package answer for it there.
    if scan.packages.iter().any(|name| name.starts_with("linux-firmware")) {
        coverage.saw(ROOT);
        return items;
    }
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in files(scan, coverage) {
        let plain = path.trim_end_matches(".xz").trim_end_matches(".zst");
        if plain == "regulatory.db" || plain == "regulatory.db.p7s" {
            // Data with source, brought by wireless-regdb.
            continue;
        }
        match scan.data.firmware(plain) {
            Some((package, _)) if scan.packages.contains(package) => {}
            Some((package, _)) => groups.entry(package.to_owned()).or_default().push(plain.to_owned()),
            None => {
                let folder = plain.split_once('/').map_or(plain, |(folder, _)| folder);
                groups.entry(format!("? {folder}")).or_default().push(plain.to_owned());
            }
        }
    }
    for (group, files) in groups {
        let mut item = Item::new(Kind::Firmware, group.trim_start_matches("? "), None);
        for file in files.iter().take(5) {
            item.fact("/lib/firmware", What::Present(file.clone()));
        }
        items.push(item);
    }
    items
}

/// The files below lib/firmware.
fn files(scan: &Scan<'_>, coverage: &mut Coverage) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![(String::new(), 0_usize)];
    while let Some((folder, depth)) = folders.pop() {
        let path = if folder.is_empty() { ROOT.to_owned() } else { format!("{ROOT}/{folder}") };
        let Some(entries) = coverage.take(&path, scan.tree.list(&path)) else { continue };
        if depth == 0 {
            coverage.saw(ROOT);
        }
        for entry in entries {
            let name = if folder.is_empty() { entry.name } else { format!("{folder}/{}", entry.name) };
            match entry.is {
                // Links between folders may lead in circles: the depth ends them.
                Is::Folder if depth < DEEPEST => folders.push((name, depth + 1)),
                Is::Folder => coverage.lost(&format!("{ROOT}/{name}"), Unread::Cycle),
                Is::File if found.len() < MOST => found.push(name),
                Is::File => {
                    coverage.lost(ROOT, Unread::TooLarge(MOST as u64));
                    return found;
                }
                Is::Other => {}
            }
        }
    }
    found.sort();
    found
}

/// Images with updates for the processor that a boot loader loads.
fn microcode(scan: &Scan<'_>, coverage: &mut Coverage) -> Vec<Item> {
    let mut items = Vec::new();
    for (image, package, folder) in
        [("intel-ucode.img", "intel-ucode", "intel-ucode/"), ("amd-ucode.img", "amd-ucode", "amd-ucode/")]
    {
        let path = format!("boot/{image}");
        if scan.tree.exists(&path) && !scan.packages.contains(package) {
            coverage.saw("boot");
            let mut item = Item::new(Kind::Microcode, image, None);
            item.fact(&format!("/{path}"), What::Present(folder.to_owned()));
            items.push(item);
        }
    }
    items
}
