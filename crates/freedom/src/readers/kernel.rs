// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Modules of the kernel: loaded ones with the firmware they ask for, and those that were built outside the kernel, whose own
//! `.modinfo` says their licence (linux/module.h, MODULE_LICENSE).

use super::{Blind, Coverage, Scan, shown, unpack::unpack};
use crate::{
    fact::{Item, What},
    tree::{Is, Tree},
    verdict::Kind,
};

/// Where modules of a kernel stand that are not its own.
const OUTSIDE: [&str; 4] = ["updates", "updates/dkms", "extra", "misc"];
const ROOTS: [&str; 2] = ["lib/modules/*", "usr/lib/modules/*"];

pub(super) fn read(scan: &mut Scan<'_>, coverage: &mut Coverage) -> Vec<Item> {
    let mut items = loaded(scan, coverage);
    let mut seen: Vec<String> = Vec::new();
    for root in ROOTS {
        for kernel in scan.folders(root, coverage) {
            coverage.saw(&kernel);
            for folder in OUTSIDE {
                let folder = format!("{kernel}/{folder}");
                for entry in coverage.take(&folder, scan.tree.list(&folder)).unwrap_or_default() {
                    let Some(name) = module_name(&entry.name).filter(|_| entry.is == Is::File) else { continue };
                    if seen.contains(&name) {
                        continue;
                    }
                    if let Some(item) = built_outside(scan, coverage, &format!("{folder}/{}", entry.name), &name) {
                        seen.push(name);
                        items.push(item);
                    }
                }
            }
        }
    }
    if !scan.tree.is_running() {
        coverage.blind = Some(Blind::NotRunning);
    }
    items
}

/// The loaded modules that are marked proprietary, or ask for firmware that is there.
fn loaded(scan: &Scan<'_>, coverage: &mut Coverage) -> Vec<Item> {
    const LOADED: &str = "proc/modules";
    // Another machine's /proc is empty; this machine's is no part of a mounted disk.
    if !scan.tree.is_running() {
        return Vec::new();
    }
    let Some(text) = scan.text(LOADED, coverage) else { return Vec::new() };
    coverage.saw(LOADED);
    let mut items = Vec::new();
    for line in text.lines() {
        let mut cells = line.split_whitespace();
        let Some(name) = cells.next() else { continue };
        // The last cell holds the taints: P is "not under a licence compatible with the GPL".
        if cells.last().is_some_and(|taints| taints.starts_with('(') && taints.contains('P')) {
            let mut item = Item::new(Kind::Module, name, None);
            item.fact("/proc/modules", What::Licence("Proprietary".to_owned()));
            items.push(item);
            continue;
        }
        let present: Vec<&String> =
            scan.data.module(name).unwrap_or_default().iter().filter(|file| is_present(scan.tree, file)).collect();
        if present.is_empty() {
            continue;
        }
        let mut item = Item::new(Kind::Firmware, name, None);
        // What is not free decides, so it stands first.
        let (free, other): (Vec<_>, Vec<_>) = present
            .into_iter()
            .partition(|file| scan.data.firmware(file).is_some_and(|(_, component)| component == "main"));
        for file in other.into_iter().chain(free).take(5) {
            item.fact("/lib/firmware", What::Present(file.clone()));
        }
        items.push(item);
    }
    items
}

/// Whether a firmware file is there, as it is or packed.
pub(crate) fn is_present(tree: &Tree, file: &str) -> bool {
    let endings = ["", ".xz", ".zst"];
    ["lib/firmware", "lib/firmware/updates"]
        .iter()
        .any(|folder| endings.iter().any(|ending| tree.exists(&format!("{folder}/{file}{ending}"))))
}

/// `nvidia-current.ko.xz` is the module nvidia_current.
fn module_name(file: &str) -> Option<String> {
    let plain = ["", ".xz", ".zst", ".gz"].iter().find_map(|ending| file.strip_suffix(&format!(".ko{ending}")))?;
    Some(plain.replace('-', "_"))
}

fn built_outside(scan: &Scan<'_>, coverage: &mut Coverage, path: &str, name: &str) -> Option<Item> {
    // Drivers of graphics cards have tens of megabytes.
    const MOST: u64 = 128 << 20;
    let packed = coverage.take(path, scan.tree.read(path, MOST))?;
    let bytes = coverage.take(path, unpack(path, packed, MOST).map(Some))?;
    let licence = modinfo(&bytes, "license")?;
    let mut item = Item::new(Kind::Module, name, modinfo(&bytes, "version").as_deref());
    item.fact(&shown(path), What::Licence(licence));
    Some(item)
}

/// A value of a module's information. Its strings stand in one section, each `key=value` and a zero byte; whatever else the
/// file is, nothing but such a string is taken from it.
fn modinfo(bytes: &[u8], key: &str) -> Option<String> {
    let wanted = format!("\0{key}=");
    let at = memchr::memmem::find(bytes, wanted.as_bytes())? + wanted.len();
    let rest = bytes.get(at..)?;
    let value = rest.get(..memchr::memchr(0, rest)?.min(200))?;
    Some(crate::fact::clean(&String::from_utf8_lossy(value)))
}
