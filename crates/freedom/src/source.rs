// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A project's source: its own licence by manifest and text, the tags of its files (REUSE 3), and what it carries along of
//! others.

use std::collections::BTreeMap;

use crate::{
    fact::{Item, What},
    readers::{Coverage, Scan, cargo, npm, shown, unlisted},
    tree::{Is, Unread},
    verdict::Kind,
};

/// As it stands in files, in two parts so that this file has not two licences.
const TAG: &str = concat!("SPDX-License", "-Identifier:");
/// Folders in which projects keep copies of others.
const VENDORED: [&str; 8] =
    ["vendor", "vendored", "third_party", "third-party", "thirdparty", "node_modules", "bundled", "external"];
/// Folders that hold no source.
const SKIPPED: [&str; 6] = [".git", ".hg", ".svn", "target", "__pycache__", ".venv"];
/// Larger ones are no program of one project.
const MOST: usize = 100_000;
const DEEPEST: usize = 24;
/// A tag stands near the beginning.
const HEAD: u64 = 8_192;

pub(crate) fn read(scan: &Scan<'_>, coverage: &mut Coverage) -> Vec<Item> {
    let mut items = vec![project(scan, coverage, "", Kind::Source)];
    let mut tags: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut folders = vec![(String::new(), 0_usize)];
    let mut files = 0;
    coverage.saw("/");
    while let Some((folder, depth)) = folders.pop() {
        let Some(entries) = coverage.take(&folder, scan.tree.list(&folder)) else { continue };
        let vendor = folder.rsplit('/').next().is_some_and(|name| VENDORED.contains(&name));
        for entry in entries {
            let path = if folder.is_empty() { entry.name.clone() } else { format!("{folder}/{}", entry.name) };
            match entry.is {
                // A link leads to what is found where it is, or out of the project.
                _ if entry.link => {}
                Is::Folder if SKIPPED.contains(&entry.name.as_str()) => {}
                Is::Folder if vendor && entry.name.starts_with('@') => folders.push((path, depth)),
                Is::Folder if vendor || folder.contains("/@") || folder.starts_with('@') => {
                    items.push(project(scan, coverage, &path, Kind::Source));
                }
                Is::Folder if depth < DEEPEST => folders.push((path, depth + 1)),
                Is::Folder => coverage.lost(&path, Unread::TooLarge(DEEPEST as u64)),
                Is::File => {
                    files += 1;
                    if files > MOST {
                        coverage.lost(&folder, Unread::TooLarge(MOST as u64));
                        return finish(items, tags);
                    }
                    if let Some(head) = coverage.take(&path, scan.tree.head(&path, HEAD)) {
                        for tag in tags_of(&String::from_utf8_lossy(&head)) {
                            tags.entry(tag).or_default().push(path.clone());
                        }
                    }
                }
                Is::Other => {}
            }
        }
    }
    finish(items, tags)
}

/// One item for each expression that files are tagged with.
fn finish(mut items: Vec<Item>, tags: BTreeMap<String, Vec<String>>) -> Vec<Item> {
    for (expression, files) in tags {
        let mut item = Item::new(Kind::Source, &format!("{} × {expression}", files.len()), None);
        item.fact(&shown(files.first().map(String::as_str).unwrap_or_default()), What::Licence(expression));
        items.push(item);
    }
    items
}

/// A project, or a copy of one: its manifests and licence texts.
fn project(scan: &Scan<'_>, coverage: &mut Coverage, folder: &str, kind: Kind) -> Item {
    let join = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let mut item = Item::new(kind, if folder.is_empty() { "." } else { folder }, None);
    let path = join("package.json");
    if let Some(text) = scan.text(&path, coverage) {
        match npm::package(&text, &path) {
            Ok(found) => item.facts.extend(found.facts),
            // A manifest without a name is a workspace's.
            Err(Unread::Damaged(why)) if why == "it has no name" => {}
            Err(unread) => coverage.lost(&path, unread),
        }
    }
    let path = join("Cargo.toml");
    if let Some(licence) = scan.text(&path, coverage).and_then(|text| cargo::licence(&text)) {
        item.fact(&shown(&path), What::Licence(licence));
    }
    let path = join("pyproject.toml");
    if let Some(licence) = scan.text(&path, coverage).and_then(|text| python(&text)) {
        item.fact(&shown(&path), What::Licence(licence));
    }
    // REUSE keeps each licence of a project as LICENSES/<identifier>.txt.
    let reuse = join("LICENSES");
    let texts = coverage.take(&reuse, scan.tree.list(&reuse)).unwrap_or_default();
    let stem = |name: &str| name.strip_suffix(".txt").map(str::to_owned);
    let licences: Vec<String> = texts.iter().filter_map(|entry| stem(&entry.name)).collect();
    if !licences.is_empty() {
        item.fact(&shown(&reuse), What::Copyright(licences));
    }
    for (place, text) in unlisted::licences(scan, coverage, if folder.is_empty() { "." } else { folder }) {
        item.fact(&place, What::Text(text));
    }
    item
}

/// `project.license` of a pyproject.toml: an expression (PEP 639), or a table with a text.
fn python(manifest: &str) -> Option<String> {
    let read: toml::Table = manifest.parse().ok()?;
    let licence = read.get("project")?.get("license")?;
    licence.as_str().or_else(|| licence.get("text")?.as_str()).map(str::to_owned)
}

/// The expressions of the tags in a text.
fn tags_of(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in text.lines() {
        let Some((before, rest)) = line.split_once(TAG) else { continue };
        // A tag stands in a comment, not in the middle of code that speaks of tags.
        if before.contains(['"', '`', '\'']) {
            continue;
        }
        let rest = rest.trim().trim_end_matches("-->").trim_end_matches("*/").trim();
        if !rest.is_empty() && rest.len() < 200 && !found.iter().any(|one| one == rest) {
            found.push(rest.to_owned());
        }
    }
    found
}
