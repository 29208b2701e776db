// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Snap: the installed ones, and the licence in `meta/snap.yaml` where they are mounted.

use super::{Blind, Coverage, Scan, shown};
use crate::{
    fact::{Item, What},
    verdict::Kind,
};

const FILES: &str = "var/lib/snapd/snaps";

pub(super) fn read(scan: &mut Scan<'_>, coverage: &mut Coverage) -> Vec<Item> {
    let mut names: Vec<String> = Vec::new();
    for entry in scan.list(FILES, coverage) {
        // name_revision.snap
        let Some((name, _)) = entry.name.strip_suffix(".snap").and_then(|name| name.rsplit_once('_')) else { continue };
        if !names.iter().any(|one| one == name) {
            names.push(name.to_owned());
        }
    }
    let mut items = Vec::new();
    for name in names {
        let path = format!("snap/{name}/current/meta/snap.yaml");
        let text = scan.text(&path, coverage);
        if text.is_none() {
            coverage.blind = Some(Blind::SnapContents);
        }
        let text = text.unwrap_or_default();
        let mut item = Item::new(Kind::Snap, &name, value(&text, "version"));
        if let Some(licence) = value(&text, "license") {
            item.fact(&shown(&path), What::Licence(licence.to_owned()));
        }
        items.push(item);
    }
    items
}

/// A plain value at the top of a YAML file, which is all that is needed here.
fn value<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let found = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
    Some(found.trim().trim_matches(['"', '\''])).filter(|value| !value.is_empty())
}
