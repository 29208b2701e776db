// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Ruby gems outside the distribution's: the specifications that RubyGems writes.

use super::{Coverage, Scan, shown};
use crate::{
    fact::{Item, What},
    verdict::Kind,
};

const PLACES: [&str; 4] = [
    "var/lib/gems/*/specifications",
    "usr/local/lib/ruby/gems/*/specifications",
    "~/.gem/ruby/*/specifications",
    "~/.local/share/gem/ruby/*/specifications",
];

pub(super) fn read(scan: &mut Scan<'_>, coverage: &mut Coverage) -> Vec<Item> {
    let mut items = Vec::new();
    for place in PLACES {
        for folder in scan.folders(place, coverage) {
            for entry in scan.list(&folder, coverage) {
                let path = format!("{folder}/{}", entry.name);
                if entry.name.ends_with(".gemspec")
                    && let Some(text) = scan.text(&path, coverage)
                {
                    items.extend(specification(&text, &path));
                }
            }
        }
    }
    items
}

/// `s.name = "x".freeze`, `s.licenses = ["MIT".freeze]`: RubyGems writes them in this form, one a line. Several licences: one
/// may be chosen.
fn specification(text: &str, path: &str) -> Option<Item> {
    let line = |key: &str| {
        let found = text.lines().map(str::trim).find_map(|line| line.strip_prefix("s.")?.strip_prefix(key));
        found.and_then(|rest| rest.trim_start().strip_prefix('='))
    };
    let strings = |line: &str| -> Vec<String> { line.split('"').skip(1).step_by(2).map(str::to_owned).collect() };
    let one = |key: &str| line(key).and_then(|line| strings(line).into_iter().next());
    let version = one("version");
    let mut item = Item::new(Kind::Gem, &one("name")?, version.as_deref());
    let licences = line("licenses").or_else(|| line("license")).map(strings).unwrap_or_default();
    if !licences.is_empty() {
        item.fact(&shown(path), What::Licence(licences.join(" OR ")));
    }
    Some(item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn specifications_are_read() {
        let text = "Gem::Specification.new do |s|\n  s.name = \"json\".freeze\n  s.version = \"2.6\"\n  s.licenses = [\"Ruby\".freeze, \"BSD-2-Clause\".freeze]\nend";
        let item = specification(text, "var/lib/gems/x").unwrap();
        assert_eq!((item.name.as_str(), item.version.as_deref()), ("json", Some("2.6")));
        assert_eq!(item.facts[0].what, What::Licence("Ruby OR BSD-2-Clause".to_owned()));
        assert_eq!(specification("", ""), None);
    }
}
