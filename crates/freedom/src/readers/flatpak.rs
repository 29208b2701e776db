// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Flatpak: what is installed, and the `project_license` of its AppStream metadata.

use quick_xml::{Reader, events::Event};

use super::{Coverage, Scan, shown};
use crate::{
    fact::{Item, What},
    tree::Is,
    verdict::Kind,
};

const ROOTS: [&str; 2] = ["var/lib/flatpak", "~/.local/share/flatpak"];

pub(super) fn read(scan: &mut Scan<'_>, coverage: &mut Coverage) -> Vec<Item> {
    let mut items = Vec::new();
    for root in ROOTS {
        for root in scan.folders(root, coverage) {
            for kind in ["app", "runtime"] {
                let folder = format!("{root}/{kind}");
                for entry in scan.list(&folder, coverage).into_iter().filter(|entry| entry.is == Is::Folder) {
                    items.push(installed(scan, coverage, &format!("{folder}/{}", entry.name), &entry.name));
                }
            }
        }
    }
    items
}

fn installed(scan: &Scan<'_>, coverage: &mut Coverage, folder: &str, id: &str) -> Item {
    let current = format!("{folder}/current/active");
    let active = if scan.tree.exists(&current) {
        Some(current)
    } else {
        // A runtime has architectures and branches instead: folder/x86_64/stable/active.
        scan.folders(&format!("{folder}/*/*/active"), coverage).into_iter().next()
    };
    let Some(active) = active else { return Item::new(Kind::Flatpak, id, None) };
    for (place, ending) in [
        ("files/share/metainfo", "metainfo.xml"),
        ("files/share/appdata", "appdata.xml"),
        ("export/share/metainfo", "metainfo.xml"),
        ("files/share/metainfo", "appdata.xml"),
    ] {
        let path = format!("{active}/{place}/{id}.{ending}");
        let Some(text) = scan.text(&path, coverage) else { continue };
        let (licence, version) = metainfo(&text);
        let mut item = Item::new(Kind::Flatpak, id, version.as_deref());
        if let Some(licence) = licence {
            item.fact(&shown(&path), What::Licence(licence));
            return item;
        }
    }
    Item::new(Kind::Flatpak, id, None)
}

/// The licence and the newest release of AppStream metadata; of a damaged file what stands before the damage.
fn metainfo(text: &str) -> (Option<String>, Option<String>) {
    let mut reader = Reader::from_str(text);
    let (mut licence, mut version, mut inside) = (None, None, false);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                inside = tag.name().as_ref() == "project_license";
                if tag.name().as_ref() == "release" && version.is_none() {
                    let attribute = tag.try_get_attribute("version").ok().flatten();
                    version = attribute.map(|value| value.value.into_owned());
                }
            }
            Ok(Event::Text(text)) if inside && licence.is_none() => {
                licence = Some(text.trim().to_owned()).filter(|text| !text.is_empty());
            }
            Ok(Event::End(_)) => inside = false,
            Ok(Event::Eof) | Err(_) => return (licence, version),
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_is_read() {
        let text = "<?xml version='1.0'?><component><id>x</id><project_license>GPL-3.0+</project_license><releases>\
                    <release version='2.1'/><release version='2.0'/></releases></component>";
        assert_eq!(metainfo(text), (Some("GPL-3.0+".to_owned()), Some("2.1".to_owned())));
        assert_eq!(metainfo("<component><project_license>MIT<"), (Some("MIT".to_owned()), None));
        assert_eq!(metainfo("<<<"), (None, None));
    }
}
