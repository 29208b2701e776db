// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Browsers: modules that they fetched themselves (DRM, codecs), and extensions.

use serde::Deserialize;

use super::{Coverage, Scan, shown};
use crate::{
    fact::{Item, What},
    tree::{Is, Unread},
    verdict::Kind,
};

/// Profiles of Firefox and its kin.
const FIREFOX: [&str; 7] = [
    "~/.mozilla/firefox/*",
    "~/.mozilla/abrowser/*",
    "~/.mozilla/icecat/*",
    "~/.librewolf/*",
    "~/snap/firefox/common/.mozilla/firefox/*",
    "~/.var/app/org.mozilla.firefox/.mozilla/firefox/*",
    "~/.config/mozilla/firefox/*",
];
/// Folders of Chromium and its kin; profiles stand inside.
const CHROMIUM: [&str; 9] = [
    "~/.config/chromium",
    "~/.config/google-chrome",
    "~/.config/BraveSoftware/Brave-Browser",
    "~/.config/microsoft-edge",
    "~/.config/opera",
    "~/.config/vivaldi",
    "~/snap/chromium/common/chromium",
    "~/.var/app/org.chromium.Chromium/config/chromium",
    "~/.var/app/com.google.Chrome/config/google-chrome",
];
/// Where a package brings the DRM module itself.
const WIDEVINE: [&str; 5] = [
    "opt/google/chrome/WidevineCdm",
    "opt/microsoft/msedge/WidevineCdm",
    "opt/vivaldi/WidevineCdm",
    "usr/lib/chromium/WidevineCdm",
    "opt/WidevineCdm",
];

pub(super) fn read(scan: &mut Scan<'_>, coverage: &mut Coverage) -> Vec<Item> {
    let mut items = Vec::new();
    for pattern in FIREFOX {
        for profile in scan.folders(pattern, coverage) {
            coverage.saw(&profile);
            for (folder, name) in [("gmp-widevinecdm", "widevine"), ("gmp-gmpopenh264", "openh264")] {
                module(scan, coverage, &format!("{profile}/{folder}"), name, &mut items);
            }
            firefox_extensions(scan, coverage, &profile, &mut items);
        }
    }
    for pattern in CHROMIUM {
        for folder in scan.folders(pattern, coverage) {
            coverage.saw(&folder);
            module(scan, coverage, &format!("{folder}/WidevineCdm"), "widevine", &mut items);
            for extension in scan.folders(&format!("{folder}/*/Extensions/*"), coverage) {
                chromium_extension(scan, coverage, &extension, &mut items);
            }
        }
    }
    for folder in WIDEVINE {
        module(scan, coverage, folder, "widevine", &mut items);
    }
    items
}

/// A module that the browser brought: a folder with something in it.
fn module(scan: &Scan<'_>, coverage: &mut Coverage, folder: &str, name: &str, items: &mut Vec<Item>) {
    let entries = coverage.take(folder, scan.tree.list(folder)).unwrap_or_default();
    if entries.is_empty() {
        return;
    }
    let version = entries.iter().find(|entry| entry.is == Is::Folder).map(|entry| entry.name.as_str());
    let version = version.filter(|version| version.starts_with(|c: char| c.is_ascii_digit()));
    let mut item = Item::new(Kind::Browser, name, version);
    item.fact(&shown(folder), What::Present(name.to_owned()));
    items.push(item);
}

#[derive(Deserialize)]
struct Extensions {
    #[serde(default)]
    addons: Vec<Addon>,
}

#[derive(Deserialize)]
struct Addon {
    id: String,
    #[serde(default)]
    version: Option<String>,
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    location: String,
    #[serde(default, rename = "defaultLocale")]
    locale: Option<Locale>,
}

#[derive(Deserialize)]
struct Locale {
    #[serde(default)]
    name: Option<String>,
}

fn firefox_extensions(scan: &Scan<'_>, coverage: &mut Coverage, profile: &str, items: &mut Vec<Item>) {
    let path = format!("{profile}/extensions.json");
    let Some(text) = scan.text(&path, coverage) else { return };
    let read: Extensions = match serde_json::from_str(&text) {
        Ok(read) => read,
        Err(error) => return coverage.lost(&path, Unread::Damaged(error.to_string())),
    };
    for addon in read.addons {
        // What the browser itself brings is judged with it.
        if addon.kind == "extension" && addon.location == "app-profile" {
            let mut item = Item::new(Kind::Extension, &addon.id, addon.version.as_deref());
            let name = addon.locale.and_then(|locale| locale.name).unwrap_or_default();
            item.fact(&shown(&path), What::Present(crate::fact::clean(&name)));
            items.push(item);
        }
    }
}

fn chromium_extension(scan: &Scan<'_>, coverage: &mut Coverage, folder: &str, items: &mut Vec<Item>) {
    let id = folder.rsplit('/').next().unwrap_or_default();
    // Themes and helpers of the browser itself have other names than these 32 letters.
    if id.len() != 32 || !id.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return;
    }
    let Some(version) = scan.folders(&format!("{folder}/*"), coverage).pop() else { return };
    let path = format!("{version}/manifest.json");
    let Some(text) = scan.text(&path, coverage) else { return };
    let manifest: serde_json::Value = match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(manifest) => manifest,
        Err(error) => return coverage.lost(&path, Unread::Damaged(error.to_string())),
    };
    let text = |key: &str| manifest.get(key).and_then(serde_json::Value::as_str);
    let mut item = Item::new(Kind::Extension, id, text("version"));
    item.fact(&shown(&path), What::Present(crate::fact::clean(text("name").unwrap_or_default())));
    items.push(item);
}
