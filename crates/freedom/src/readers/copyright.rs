// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Copyright files of Debian's packages: machine-readable ones (DEP-5, "Machine-readable debian/copyright file 1.0"), and in the
//! others the references to well-known licences.

use super::{Coverage, Scan, deb822, shown};
use crate::{
    data::Data,
    fact::{Item, What},
    licence,
    verdict::Verdict,
};

/// Adds to a package what its copyright file says.
pub(super) fn read(scan: &Scan<'_>, coverage: &mut Coverage, item: &mut Item) {
    // A name with a slash would lead elsewhere.
    if item.name.contains('/') || item.name.contains("..") {
        return;
    }
    let path = format!("usr/share/doc/{}/copyright", item.name);
    let Some(text) = scan.text(&path, coverage) else { return };
    let place = shown(&path);
    for what in facts(&text, scan.data) {
        item.fact(&place, what);
    }
}

/// What a copyright file says.
pub(crate) fn facts(text: &str, data: &Data) -> Vec<What> {
    if machine_readable(text) {
        let licences = licences(text, data);
        if !licences.is_empty() {
            return vec![What::Copyright(licences)];
        }
    }
    let mut found: Vec<What> = notices(text).into_iter().map(What::Notice).collect();
    if found.is_empty() {
        // Perhaps the file is a licence's text and no more.
        found.push(What::Text(text.to_owned()));
    }
    found
}

fn machine_readable(text: &str) -> bool {
    let head = text.trim_start();
    head.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("format:"))
        || head.get(..21).is_some_and(|start| start.eq_ignore_ascii_case("format-specification:"))
}

/// The licences of the files; a short name that no table has is replaced by the licence its text turns out to be.
fn licences(text: &str, data: &Data) -> Vec<String> {
    let mut used: Vec<String> = Vec::new();
    let mut texts: Vec<(&str, &str)> = Vec::new();
    for stanza in deb822::stanzas(text) {
        let Some(licence) = deb822::field(stanza, "License") else { continue };
        let (name, body) = licence.split_once('\n').unwrap_or((licence, ""));
        if !body.is_empty() {
            texts.push((name.trim(), body));
        }
        let of_files = deb822::field(stanza, "Files").is_some() || deb822::field(stanza, "Format").is_some();
        if of_files && !name.trim().is_empty() && !used.iter().any(|one| one == name.trim()) {
            used.push(name.trim().to_owned());
        }
    }
    for name in &mut used {
        if licence::evaluate(name, data).is_some_and(|verdict| verdict != Verdict::Unknown) {
            continue;
        }
        let body = texts.iter().find(|(of, _)| of == name).map(|(_, body)| unfolded(body));
        if let Some(body) = body
            && let licence::text::Reading::Licence { id, .. } = licence::text::read(&body, data)
        {
            id.clone_into(name);
        }
    }
    used
}

/// The lines of a folded field: without their first space, and a single dot is an empty one.
fn unfolded(body: &str) -> String {
    let line = |line: &str| if line.trim() == "." { String::new() } else { line.trim_start().to_owned() };
    body.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The licences in /usr/share/common-licenses to which a file refers, and the GNU FDL where its text stands in the file.
fn notices(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (at, mark) in text.match_indices("common-licenses/") {
        let name: String = text
            .get(at + mark.len()..)
            .unwrap_or_default()
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '+'))
            .collect();
        let name = name.trim_end_matches(['.', '-']).to_owned();
        if !name.is_empty() && !found.contains(&name) {
            found.push(name);
        }
    }
    let lower = text.to_lowercase();
    let is_manual = lower.contains("permission is granted to copy, distribute and/or modify this document")
        || lower
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .contains("under the terms of the gnu free documentation license");
    if is_manual && !found.iter().any(|name| name.starts_with("GFDL")) {
        found.push("GFDL-1.1-or-later".to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_licences_of_all_files_hold() {
        let data = Data::built_in();
        let isc = spdx::license_id("ISC").map(|id| id.text()).unwrap_or_default();
        let folded = |line: &str| if line.is_empty() { " .\n".to_owned() } else { format!(" {line}\n") };
        let body: String = isc.lines().map(folded).collect();
        let files = "Files: *\nCopyright: x\nLicense: GPL-2+\n\nFiles: a\nLicense: Acme-1";
        let text = format!("Format: https://example.org/copyright-format/1.0/\n\n{files}\n{body}");
        assert_eq!(facts(&text, &data), [What::Copyright(vec!["GPL-2+".to_owned(), "ISC".to_owned()])]);
    }

    #[test]
    fn references_are_found_in_prose() {
        let text = "See /usr/share/common-licenses/GPL-2, and `/usr/share/common-licenses/Artistic'.";
        assert_eq!(notices(text), ["GPL-2", "Artistic"]);
    }
}
