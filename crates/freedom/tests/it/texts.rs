// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The texts of the SPDX list, and what is left of them when somebody changes one.

use tequio_freedom::{
    Data, Item, Kind, Verdict, What, judge,
    licence::text::{Reading, read},
};

fn of(text: &str, data: &Data) -> Verdict {
    let mut item = Item::new(Kind::Source, "text", None);
    item.fact("LICENSE", What::Text(text.to_owned()));
    judge(&item, data).verdict
}

/// The texts that are judged free, each once.
fn free(data: &Data) -> Vec<(&'static str, &'static str)> {
    let mut seen = std::collections::HashSet::new();
    let texts = spdx::text::LICENSE_TEXTS.iter().copied().filter(|(_, text)| seen.insert(*text));
    texts.filter(|(id, _)| data.licence(id) == Some(Verdict::Free)).collect()
}

#[test]
fn published_texts_are_recognised() {
    let data = Data::built_in();
    let mut missed = Vec::new();
    let mut wrong = Vec::new();
    for (id, text) in spdx::text::LICENSE_TEXTS {
        let expected = data.licence(id).unwrap_or(Verdict::Unknown);
        match of(text, &data) {
            said if said == expected => {}
            // Many differ in a name alone: a twin of the same verdict is as good.
            Verdict::Unknown => missed.push(*id),
            _ if expected == Verdict::Unknown => missed.push(*id),
            said => wrong.push((*id, said, read(text, &data))),
        }
    }
    println!("{} of {} missed: {missed:?}", missed.len(), spdx::text::LICENSE_TEXTS.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(missed.len() * 50 <= spdx::text::LICENSE_TEXTS.len(), "{missed:?}");
}

/// Sentences that take back what a licence gives.
const ADDED: &[&str] = &[
    "The Software may be used for noncommercial purposes only.",
    "You may not modify this software.",
    "Commercial use requires a separate agreement with the author.",
    "The Software shall be used for Good, not Evil.",
    "This license ends after 30 days of evaluation.",
    "Companies with more than ten employees must pay for each copy.",
    "No part of it may be redistributed.",
    "Use is limited to students of accredited schools.",
];

/// Words whose change turns a licence into another one.
const TURNED: &[(&str, &str)] = &[
    ("without restriction", "without charge"),
    ("for any purpose", "for any private purpose"),
    ("are permitted", "are not permitted"),
    ("is hereby granted", "is hereby denied"),
    ("permission is", "no permission is"),
    ("may ", "may not "),
    ("modify", "read"),
    ("commercial", "noncommercial"),
    ("redistribute", "keep"),
    ("You can ", "You can never "),
];

#[test]
fn no_altered_text_is_called_free() {
    let data = Data::built_in();
    let mut altered = 0;
    let mut called_free = Vec::new();
    for (index, (id, text)) in free(&data).into_iter().enumerate() {
        let mut variants = Vec::new();
        for step in 0..2 {
            let sentence = ADDED[(index + step * 3) % ADDED.len()];
            variants.push((sentence, format!("{text}\n\n{sentence}\n")));
            let middle = text.char_indices().nth(text.chars().count() / 2).map(|(at, _)| at).unwrap();
            let middle = text[..middle].rfind(' ').unwrap_or(middle);
            variants.push((sentence, format!("{} {sentence} {}", &text[..middle], &text[middle..])));
        }
        for (old, new) in TURNED {
            let changed = text.replacen(old, new, 1);
            if changed != *text {
                variants.push((*old, changed));
            }
        }
        // A third of them each day; all of them with --long.
        let part = if std::env::var_os("TEQUIO_TEST_LONG").is_some() { 1 } else { 3 };
        for (change, variant) in variants.into_iter().skip(index % part).step_by(part) {
            altered += 1;
            if of(&variant, &data) == Verdict::Free {
                called_free.push((id, change, read(&variant, &data)));
            }
        }
    }
    println!("{altered} altered texts");
    assert!(altered >= 500, "{altered}");
    assert!(called_free.is_empty(), "{} of {altered}: {called_free:#?}", called_free.len());
}

#[test]
fn holders_years_and_layout_change_nothing() {
    let data = Data::built_in();
    for id in [
        "MIT",
        "ISC",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "Apache-2.0",
        "GPL-2.0-only",
        "GPL-3.0-only",
        "LGPL-2.1-only",
        "MPL-2.0",
        "Zlib",
    ] {
        let text = spdx::license_id(id).unwrap().text();
        let filled = text
            .replace("<year>", "1999, 2003-2024")
            .replace("<copyright holders>", "The Members of a Community")
            .replace("<owner>", "The Members of a Community");
        let commented: String = filled.lines().map(|line| format!(" * {line}\n")).collect();
        let shouted = filled.to_uppercase();
        for (how, variant) in [("filled", &filled), ("commented", &commented), ("shouted", &shouted)] {
            assert!(matches!(read(variant, &data), Reading::Licence { .. }), "{id} {how}: {:?}", read(variant, &data));
        }
    }
}
