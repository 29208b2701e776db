// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The labelled set (`tests/data/labelled.tsv`): precision and recall, all and held out, and the precision of each rule, which
//! reports show as confidence.

use std::collections::BTreeMap;

use tequio_freedom::{Data, Finding, Item, Kind, Verdict, What, judge};

struct Labelled {
    held_out: bool,
    item: Item,
    label: Verdict,
}

fn text(spec: &str) -> String {
    if let Some(own) = spec.strip_prefix('!') {
        return own.to_owned();
    }
    let canonical = |id: &str| spdx::license_id(id.trim()).unwrap_or_else(|| panic!("{id}")).text().to_owned();
    if let Some((id, change)) = spec.split_once(" ~ ") {
        let (old, new) = change.split_once(" -> ").unwrap();
        let changed = canonical(id).replace(old, new);
        assert_ne!(changed, canonical(id), "{spec}");
        return changed;
    }
    match spec.split_once(" + ") {
        Some((id, added)) => canonical(id) + "\n\n" + added,
        None => canonical(spec),
    }
}

fn labelled() -> Vec<Labelled> {
    let rows = include_str!("../data/labelled.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.map(|row| {
        let cells: Vec<&str> = row.split('\t').collect();
        let [half, kind, name, facts, label, reason] = cells[..] else { panic!("{row}") };
        assert!(!reason.is_empty());
        let kind = match kind {
            "wheel" => Kind::Pip,
            "font" | "manual" | "text" => Kind::Source,
            other => Kind::ALL.into_iter().find(|one| one.as_str() == other).unwrap_or_else(|| panic!("{row}")),
        };
        let mut item = Item::new(kind, name, None);
        if kind == Kind::Firmware {
            item.fact("lib/firmware", What::Present(name.to_owned()));
        }
        for fact in facts.split("; ").filter(|fact| *fact != "-") {
            match fact.split_once('=') {
                None if fact == "nolist" => item.fact("lists", What::Unlisted),
                Some(("o", archive)) => {
                    let (origin, component) = archive.rsplit_once('/').unwrap();
                    let (origin, component) = (origin.to_owned(), component.to_owned());
                    item.fact("lists", What::Archive { origin, component, exact: true });
                }
                Some(("s", section)) => item.fact("status", What::Section(section.to_owned())),
                Some(("v", version)) => item.version = Some(version.to_owned()),
                Some(("l", field)) => item.fact("metadata", What::Licence(field.to_owned())),
                Some(("c", all)) => {
                    all.split(',').for_each(|one| item.fact("metadata", What::Classifier(one.to_owned())));
                }
                Some(("d", all)) => {
                    item.fact("copyright", What::Copyright(all.split(';').map(str::to_owned).collect()));
                }
                Some(("t", spec)) => item.fact("LICENSE", What::Text(text(spec))),
                _ => panic!("{row}"),
            }
        }
        let label = match label {
            "free" => Verdict::Free,
            "non-free" => Verdict::NonFree,
            _ => Verdict::Unknown,
        };
        Labelled { held_out: half == "held-out", item, label }
    })
    .collect()
}

/// Right and all of what was said, and right and all of what should have been said.
fn score(judged: &[(&Labelled, Finding)], verdict: Verdict) -> (usize, usize, usize) {
    let said = judged.iter().filter(|(_, finding)| finding.verdict == verdict);
    let right = said.clone().filter(|(row, _)| row.label == verdict).count();
    (right, said.count(), judged.iter().filter(|(row, _)| row.label == verdict).count())
}

#[test]
fn the_labelled_set_is_judged_as_people_did() {
    let data = Data::built_in();
    let rows = labelled();
    assert!(rows.len() >= 200, "{}", rows.len());
    let judged: Vec<(&Labelled, Finding)> = rows.iter().map(|row| (row, judge(&row.item, &data))).collect();
    for (row, finding) in judged.iter().filter(|(row, finding)| row.label != finding.verdict) {
        // The misses are printed by name: cargo test -p tequio-freedom labelled -- --nocapture
        println!(
            "{} {} {}: label {:?}, said {:?} by {:?} ({:?})",
            if row.held_out { "held-out" } else { "tuned" },
            row.item.kind.as_str(),
            row.item.name,
            row.label,
            finding.verdict,
            finding.rule,
            finding.why
        );
    }
    for (name, half) in [("all", None), ("tuned", Some(false)), ("held-out", Some(true))] {
        let part: Vec<(&Labelled, Finding)> =
            judged.iter().filter(|(row, _)| half.is_none_or(|half| row.held_out == half)).cloned().collect();
        for verdict in [Verdict::NonFree, Verdict::Free, Verdict::Unknown] {
            let (right, said, labelled) = score(&part, verdict);
            println!("{name}: {} precision {right}/{said}, recall {right}/{labelled}", verdict.as_str());
        }
        let (right, said, labelled) = score(&part, Verdict::NonFree);
        assert!(right * 100 >= said * 99, "{name}: precision of non-free {right}/{said}");
        assert!(right * 100 >= labelled * 97, "{name}: recall of non-free {right}/{labelled}");
        // Nobody is told that something is free which is not.
        assert!(!part.iter().any(|(row, said)| said.verdict == Verdict::Free && row.label == Verdict::NonFree));
    }
}

#[test]
fn the_confidence_that_reports_show_is_what_was_measured() {
    let data = Data::built_in();
    let mut measured: BTreeMap<(&str, &str), (u32, u32)> = BTreeMap::new();
    for row in labelled() {
        let finding = judge(&row.item, &data);
        let (right, of) = measured.entry((finding.rule.as_str(), finding.verdict.as_str())).or_default();
        *right += u32::from(finding.verdict == row.label);
        *of += 1;
    }
    let lines: Vec<String> =
        measured.iter().map(|((rule, verdict), (right, of))| format!("{rule}\t{verdict}\t{right}\t{of}")).collect();
    let stored: Vec<&str> =
        include_str!("../../data/precision.tsv").lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(stored, lines, "data/precision.tsv should hold:\n{}", lines.join("\n"));
}
