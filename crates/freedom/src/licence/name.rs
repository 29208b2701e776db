// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A licence by its name, as SPDX, Debian, Fedora, classifiers and people write it.

use super::expression;
use crate::{data::Data, verdict::Verdict};

/// Whether a licence of this name is free; `None` where the name says nothing.
pub fn verdict_of_name(name: &str, data: &Data) -> Option<Verdict> {
    listed(name, data).or_else(|| refusal(&form(name)))
}

/// The same by the tables and families alone, without what the words of a name suggest.
pub(crate) fn listed(name: &str, data: &Data) -> Option<Verdict> {
    look_up(name, data, 0)
}

fn look_up(name: &str, data: &Data, depth: u8) -> Option<Verdict> {
    let name = name.trim().trim_matches(['"', '\'', '.', ';', ',', '`']);
    if let Some(verdict) = data.licence(name) {
        return Some(verdict);
    }
    if name.starts_with('(') || name.matches('(').count() != name.matches(')').count() {
        return None;
    }
    let form = form(name);
    if let Some(meaning) = data.alias(&form) {
        return match meaning {
            "@free" => Some(Verdict::Free),
            "@non-free" => Some(Verdict::NonFree),
            // An alias stands for names of SPDX, never for another alias that leads back.
            other if depth == 0 => expression::evaluate_with(other, &|name| look_up(name, data, 1)),
            _ => None,
        };
    }
    if let Some(verdict) = data.licence(&form) {
        return Some(verdict);
    }
    if is_gnu(&form) || is_bsd_of_somebody(&form) {
        return Some(Verdict::Free);
    }
    // Apache-2.0+, MPL-2+, Artistic-2: a version is written with and without its zero, "or later" changes nothing.
    let plain = form.trim_end_matches('+').trim_end_matches("-or-later").trim_end_matches("-only");
    for version in [plain.to_owned(), format!("{plain}.0"), plain.trim_end_matches(".0").to_owned()] {
        if version != form {
            let meaning = data.alias(&version).filter(|_| depth == 0);
            let known = meaning.and_then(|meaning| match meaning {
                "@free" => Some(Verdict::Free),
                "@non-free" => Some(Verdict::NonFree),
                other => expression::evaluate_with(other, &|name| look_up(name, data, 1)),
            });
            if let Some(verdict) = known.or_else(|| data.licence(&version)) {
                return Some(verdict);
            }
        }
    }
    None
}

/// One form for all spellings: small letters, hyphens, without the words that say nothing.
pub(crate) fn form(name: &str) -> String {
    let name = name.to_lowercase().replace("licence", "license").replace('_', "-");
    let mut words: Vec<&str> = Vec::new();
    for word in name.split(|c: char| c.is_whitespace() || c == '(' || c == ')') {
        if !matches!(word, "" | "the" | "license" | "licenses" | "license." | "version" | "clause" | "software" | "v.")
        {
            words.push(word.trim_matches(['"', '\'', ',']));
        }
    }
    let mut form = words.join("-").replace("-license", "").replace("license-", "");
    // "bsd-3-clause" keeps its word: it is part of the name.
    if name.contains("-clause") && !form.contains("clause") {
        form.push_str("-clause");
    }
    while form.contains("--") {
        form = form.replace("--", "-");
    }
    form.trim_matches('-').to_owned()
}

/// GPL-2+, GPLv3, LGPL-2.1-or-later, gnu gpl v2, GFDL-NIV-1.3+: every version of the FSF's licences is free.
fn is_gnu(form: &str) -> bool {
    let form = form.trim_start_matches("gnu-");
    let families =
        ["agpl", "lgpl", "gpl", "gfdl", "fdl", "general-public", "lesser-general-public", "affero-general-public"];
    let Some(rest) = families.iter().find_map(|family| form.strip_prefix(family)) else { return false };
    rest.split('-').all(|part| {
        let part = part.trim_start_matches('v').trim_end_matches('+');
        part.is_empty()
            || part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            || matches!(
                part,
                "only"
                    | "or"
                    | "later"
                    | "newer"
                    | "any"
                    | "niv"
                    | "no"
                    | "invariants"
                    | "invariant"
                    | "gpl"
                    | "lgpl"
                    | "agpl"
            )
            || (part.starts_with("gpl") || part.starts_with("lgpl") || part.starts_with("agpl")) && is_gnu(part)
    })
}

/// BSD-3-clause-ILM, BSD-4-clause-UC: Debian adds whose it is. What forbids a use is in the tables under its own name.
fn is_bsd_of_somebody(form: &str) -> bool {
    let Some(whose) = ["bsd-2-clause-", "bsd-3-clause-", "bsd-4-clause-"].iter().find_map(|bsd| form.strip_prefix(bsd))
    else {
        return false;
    };
    !whose.contains("no-") && !whose.contains("non") && !whose.contains("like") && !whose.contains("variant")
}

/// Names that themselves say what is withheld.
fn refusal(form: &str) -> Option<Verdict> {
    let words = ["proprietary", "commercial", "non-commercial", "noncommercial", "non-free", "nonfree"];
    let says_no =
        words.iter().any(|word| form.split(['-', '/', '=', ':']).collect::<Vec<_>>().join("-").contains(word));
    // "may be used commercially", "no proprietary parts" and the like are sentences, not names.
    let short = form.split('-').count() <= 6;
    (says_no && short && !form.contains("-no-") && !form.starts_with("no-")).then_some(Verdict::NonFree)
}
