// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Programs that `cargo install` built: `.crates2.json`, and the manifests in Cargo's cache.

use serde_json::Value;

use super::{Coverage, Scan, shown};
use crate::{
    fact::{Item, What},
    tree::Unread,
    verdict::Kind,
};

pub(super) fn read(scan: &mut Scan<'_>, coverage: &mut Coverage) -> Vec<Item> {
    let mut items = Vec::new();
    for folder in scan.folders("~/.cargo", coverage) {
        let path = format!("{folder}/.crates2.json");
        let Some(text) = scan.text(&path, coverage) else { continue };
        coverage.saw(&path);
        let read: Value = match serde_json::from_str(&text) {
            Ok(read) => read,
            Err(error) => {
                coverage.lost(&path, Unread::Damaged(error.to_string()));
                continue;
            }
        };
        for id in read.get("installs").and_then(Value::as_object).into_iter().flatten().map(|(id, _)| id) {
            // "ripgrep 14.1.0 (registry+https://…)"
            let mut words = id.split(' ');
            let (Some(name), version) = (words.next(), words.next()) else { continue };
            let mut item = Item::new(Kind::Cargo, name, version);
            let sources = format!("{folder}/registry/src/*");
            for source in scan.folders(&sources, coverage) {
                let manifest = format!("{source}/{name}-{}/Cargo.toml", version.unwrap_or_default());
                if name.contains('/') || item.facts.iter().any(|fact| matches!(fact.what, What::Licence(_))) {
                    break;
                }
                if let Some(text) = scan.text(&manifest, coverage)
                    && let Some(licence) = licence(&text)
                {
                    item.fact(&shown(&manifest), What::Licence(licence));
                }
            }
            items.push(item);
        }
    }
    items
}

/// `package.license` of a manifest.
pub(crate) fn licence(manifest: &str) -> Option<String> {
    let read: toml::Table = manifest.parse().ok()?;
    Some(read.get("package")?.get("license")?.as_str()?.to_owned())
}
