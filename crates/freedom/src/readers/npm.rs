// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Packages of npm that were installed for the whole machine or for a person: `package.json`.

use serde_json::Value;

use super::{Coverage, Scan, shown, unlisted};
use crate::{
    fact::{Item, What},
    tree::Unread,
    verdict::Kind,
};

const PLACES: [&str; 10] = [
    "usr/local/lib/node_modules/*",
    "usr/local/lib/node_modules/@*/*",
    "usr/lib/node_modules/*",
    "usr/lib/node_modules/@*/*",
    "~/.npm-global/lib/node_modules/*",
    "~/.npm-global/lib/node_modules/@*/*",
    "~/.nvm/versions/node/*/lib/node_modules/*",
    "~/.nvm/versions/node/*/lib/node_modules/@*/*",
    "~/.local/lib/node_modules/*",
    "~/.local/lib/node_modules/@*/*",
];

pub(super) fn read(scan: &mut Scan<'_>, coverage: &mut Coverage) -> Vec<Item> {
    let mut items = Vec::new();
    for place in PLACES {
        for folder in scan.folders(place, coverage) {
            let path = format!("{folder}/package.json");
            let Some(text) = scan.text(&path, coverage) else { continue };
            coverage.saw(folder.rsplit_once('/').map_or(folder.as_str(), |(above, _)| above));
            match package(&text, &path) {
                Ok(mut item) => {
                    let points = |fact: &crate::Fact| matches!(&fact.what, What::Licence(field) if field.to_lowercase().starts_with("see "));
                    if item.facts.is_empty() || item.facts.iter().any(points) {
                        for (place, text) in unlisted::licences(scan, coverage, &folder) {
                            item.fact(&place, What::Text(text));
                        }
                    }
                    items.push(item);
                }
                Err(unread) => coverage.lost(&path, unread),
            }
        }
    }
    items
}

/// What a package.json says. Older ones have an object for a licence, or a list of which one may be chosen.
pub(crate) fn package(text: &str, path: &str) -> Result<Item, Unread> {
    let manifest: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| Unread::Damaged(error.to_string()))?;
    let text = |key: &str| manifest.get(key).and_then(Value::as_str);
    let name = text("name").ok_or_else(|| Unread::Damaged("it has no name".to_owned()))?;
    let mut item = Item::new(Kind::Npm, name, text("version"));
    let of = |value: &Value| value.as_str().or_else(|| value.get("type").and_then(Value::as_str)).map(str::to_owned);
    let licence = manifest.get("license").and_then(of).or_else(|| {
        let all: Vec<String> = manifest.get("licenses")?.as_array()?.iter().filter_map(of).collect();
        (!all.is_empty()).then(|| all.join(" OR "))
    });
    if let Some(licence) = licence {
        item.fact(&shown(path), What::Licence(licence));
    }
    Ok(item)
}
