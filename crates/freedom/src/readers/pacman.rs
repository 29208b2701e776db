// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! pacman's database: `var/lib/pacman/local/*/desc` (alpm-db-desc(5)).

use super::{Coverage, Scan, shown};
use crate::{
    fact::{Item, What},
    tree::Unread,
    verdict::Kind,
};

const LOCAL: &str = "var/lib/pacman/local";

pub(super) fn read(scan: &mut Scan<'_>, coverage: &mut Coverage) -> Vec<Item> {
    let mut items = Vec::new();
    for entry in scan.list(LOCAL, coverage) {
        let path = format!("{LOCAL}/{}/desc", entry.name);
        let Some(text) = scan.text(&path, coverage) else { continue };
        let Some(name) = values(&text, "NAME").next() else {
            coverage.lost(&path, Unread::Damaged("it has no name".to_owned()));
            continue;
        };
        let mut item = Item::new(Kind::Arch, name, values(&text, "VERSION").next());
        // Several lines: all of them hold.
        let licences: Vec<&str> = values(&text, "LICENSE").collect();
        if !licences.is_empty() {
            let all: Vec<String> = licences.iter().map(|one| format!("({one})")).collect();
            let field = if let [one] = licences.as_slice() { (*one).to_owned() } else { all.join(" AND ") };
            item.fact(&shown(&path), What::Licence(field));
        }
        scan.packages.insert(item.name.clone());
        items.push(item);
    }
    items
}

/// The lines below a heading, up to an empty one.
fn values<'t>(text: &'t str, heading: &str) -> impl Iterator<Item = &'t str> {
    let heading = format!("%{heading}%");
    text.lines().skip_while(move |line| *line != heading).skip(1).take_while(|line| !line.is_empty())
}
