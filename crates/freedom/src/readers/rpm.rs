// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! RPM's database: since 2020 an SQLite file whose table `Packages` has a header a package (RPM's "Database" and "Header
//! Format"). The older Berkeley DB and openSUSE's own format are named as not read.

use super::{Blind, Coverage, LARGE, Scan, shown, sqlite};
use crate::{
    fact::{Item, What},
    tree::Unread,
    verdict::Kind,
};

const PLACES: [&str; 2] = ["usr/lib/sysimage/rpm", "var/lib/rpm"];

pub(super) fn read(scan: &mut Scan<'_>, coverage: &mut Coverage) -> Vec<Item> {
    let mut items = Vec::new();
    for place in PLACES {
        let path = format!("{place}/rpmdb.sqlite");
        if let Some(bytes) = coverage.take(&path, scan.tree.read(&path, LARGE)) {
            // On Fedora the second place is a link to the first.
            if coverage.there {
                continue;
            }
            coverage.saw(&path);
            if coverage.take(&path, scan.tree.head(&format!("{path}-wal"), 1)).is_some_and(|head| !head.is_empty()) {
                coverage.blind = Some(Blind::WriteAhead);
            }
            let headers = sqlite::blobs(&bytes, "Packages").unwrap_or_else(|read| {
                coverage.lost(&path, Unread::Damaged("it is damaged, or no database of RPM".to_owned()));
                read
            });
            let mut damaged = 0;
            for header in headers {
                match package(&header, &shown(&path)) {
                    Some(item) => items.push(item),
                    None => damaged += 1,
                }
            }
            if damaged > 0 {
                coverage.lost(&path, Unread::Damaged(format!("{damaged} of its headers are damaged")));
            }
        }
        for old in ["Packages", "Packages.db"] {
            let path = format!("{place}/{old}");
            if scan.tree.exists(&path) && items.is_empty() {
                coverage.lost(&path, Unread::Unsupported("this format of RPM's database is not read yet".to_owned()));
            }
        }
    }
    scan.packages.extend(items.iter().map(|item| item.name.clone()));
    items
}

const NAME: u32 = 1000;
const VERSION: u32 = 1001;
const RELEASE: u32 = 1002;
const LICENSE: u32 = 1014;

fn package(header: &[u8], place: &str) -> Option<Item> {
    let number = |at: usize| Some(u32::from_be_bytes(header.get(at..at.checked_add(4)?)?.try_into().ok()?));
    let entries = usize::try_from(number(0)?).ok().filter(|entries| *entries <= header.len() / 16)?;
    let data = header.get(8 + entries * 16..)?;
    let (mut name, mut version, mut release, mut licence) = (None, None, None, None);
    for entry in 0..entries {
        let at = 8 + entry * 16;
        let wanted = match number(at)? {
            NAME => &mut name,
            VERSION => &mut version,
            RELEASE => &mut release,
            LICENSE => &mut licence,
            _ => continue,
        };
        let text = data.get(usize::try_from(number(at + 8)?).ok()?..)?;
        let text = text.get(..memchr::memchr(0, text)?)?;
        *wanted = Some(String::from_utf8_lossy(text).into_owned());
    }
    let version = match (version, release) {
        (Some(version), Some(release)) => Some(format!("{version}-{release}")),
        (version, _) => version,
    };
    let name = name?;
    // Keys that were imported are kept as packages of this name.
    let mut item = Item::new(Kind::Rpm, &name, version.as_deref());
    if name == "gpg-pubkey" {
        item.fact(place, What::Licence("Public Domain".to_owned()));
    } else if let Some(licence) = licence {
        item.fact(place, What::Licence(licence));
    }
    Some(item)
}
