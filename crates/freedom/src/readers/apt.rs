// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! apt's indices: which archive, and which of its components, has a package (`var/lib/apt/lists`; the format of a
//! repository is Debian's RepositoryFormat).

use std::collections::HashMap;

use super::{Coverage, LARGE, Scan, deb822, unpack::unpack};
use crate::fact::{Item, What, clean};

const LISTS: &str = "var/lib/apt/lists";

/// Adds to the installed packages the archives that have them. Returns how many indices were read.
pub(super) fn read(
    scan: &Scan<'_>,
    coverage: &mut Coverage,
    items: &mut [Item],
    by_name: &HashMap<String, Vec<usize>>,
) -> usize {
    let names: Vec<String> = scan.list(LISTS, coverage).into_iter().map(|entry| entry.name).collect();
    let mut releases: Vec<(&str, &String)> = Vec::new();
    for name in &names {
        let prefix = name.strip_suffix("_InRelease").or_else(|| name.strip_suffix("_Release"));
        releases.extend(prefix.map(|prefix| (prefix, name)));
    }
    // The longest prefix is the archive's own.
    releases.sort_by_key(|(prefix, _)| std::cmp::Reverse(prefix.len()));
    let mut origins: HashMap<&str, String> = HashMap::new();
    let mut read = 0;
    for name in &names {
        let plain =
            name.trim_end_matches(".lz4").trim_end_matches(".gz").trim_end_matches(".xz").trim_end_matches(".zst");
        if !plain.ends_with("_Packages") {
            continue;
        }
        let path = format!("{LISTS}/{name}");
        let Some(packed) = coverage.take(&path, scan.tree.read(&path, LARGE)) else { continue };
        let Some(bytes) = coverage.take(&path, unpack(name, packed, LARGE).map(Some)) else { continue };
        let release = releases.iter().find(|(prefix, _)| plain.starts_with(&format!("{prefix}_")));
        let origin = match release {
            Some((prefix, release)) => match origins.get(prefix) {
                Some(origin) => origin.clone(),
                None => {
                    let found = origin(scan, coverage, release);
                    origins.insert(prefix, found.clone());
                    found
                }
            },
            None => ".".to_owned(),
        };
        let prefix = release.map(|(prefix, _)| *prefix).unwrap_or_default();
        let inside = plain.get(prefix.len()..).unwrap_or_default().trim_start_matches('_');
        let component = inside.split_once("_binary-").map(|(component, _)| component).unwrap_or_default();
        let component = component.rsplit('_').next().unwrap_or_default();
        index(&bytes, items, by_name, &origin, component, &format!("/{LISTS}/{}", clean(name)));
        read += 1;
    }
    read
}

/// `Origin` of a Release file; apt calls an archive without one ".".
fn origin(scan: &Scan<'_>, coverage: &mut Coverage, release: &str) -> String {
    let text = scan.text(&format!("{LISTS}/{release}"), coverage).unwrap_or_default();
    // An InRelease begins with its signature's stanza.
    deb822::stanzas(&text).find_map(|stanza| deb822::field(stanza, "Origin")).map_or(".".to_owned(), clean)
}

/// Notes in the installed packages that an index has them. Indices are long, and most of their stanzas are of no interest: only
/// the first line of each is looked at.
fn index(
    bytes: &[u8],
    items: &mut [Item],
    by_name: &HashMap<String, Vec<usize>>,
    origin: &str,
    component: &str,
    place: &str,
) {
    let mut at = 0;
    let next = memchr::memmem::Finder::new(b"\n\n");
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let end = next.find(rest).unwrap_or(rest.len());
        let stanza = rest.get(..end).unwrap_or_default();
        at += end + 2;
        let Some(first) = stanza.strip_prefix(b"Package: ") else { continue };
        let name = first.get(..memchr::memchr(b'\n', first).unwrap_or(first.len())).unwrap_or_default();
        let Some(owners) = std::str::from_utf8(name).ok().and_then(|name| by_name.get(name)) else { continue };
        let version = memchr::memmem::find(stanza, b"\nVersion: ").and_then(|found| {
            let value = stanza.get(found + 10..)?;
            value.get(..memchr::memchr(b'\n', value).unwrap_or(value.len()))
        });
        for owner in owners {
            let Some(item) = items.get_mut(*owner) else { continue };
            let exact = item.version.as_deref().map(str::as_bytes) == version;
            let what = What::Archive { origin: origin.to_owned(), component: component.to_owned(), exact };
            if !item.facts.iter().any(|fact| fact.what == what) {
                item.fact(place, what);
            }
        }
    }
}
