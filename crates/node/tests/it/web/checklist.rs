// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! docs/SECURITY-CHECKLIST.md says of each requirement by which test it is shown: those tests are there, and each
//! requirement is answered once.

use std::{collections::BTreeSet, path::Path};

/// The numbers of the requirements.
const REQUIREMENTS: &str = include_str!("requirements.txt");

/// What a row may answer.
const ANSWERS: [&str; 5] = ["**yes**", "**design**", "**partly**", "**no**", "**n/a**"];

/// The numbers that a cell names: one, or a range whose ends it names.
fn numbers(cell: &str, all: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let number = |text: &str| text.split('.').map(|part| part.parse().unwrap()).collect::<Vec<usize>>();
    let (first, last) = cell.split_once('–').unwrap_or((cell, cell));
    let (first, last) = (number(first), number(last));
    let within: Vec<_> = all.iter().filter(|one| (&first..=&last).contains(one)).cloned().collect();
    if within.is_empty() { vec![first] } else { within }
}

/// Whether a test of this name is in a file.
fn is_test(text: &str, name: &str) -> bool {
    text.match_indices(&format!("fn {name}(")).any(|(at, _)| {
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let before = text[..line].trim_end();
        let attributes = before.rsplit("\n\n").next().unwrap();
        attributes.contains("#[test]")
            || attributes.contains("#[tokio::test")
            || text[at..].starts_with(&format!("fn {name}(app: TestApp)"))
    })
}

#[test]
fn every_requirement_is_answered_and_every_test_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = std::fs::read_to_string(root.join("docs/SECURITY-CHECKLIST.md")).unwrap();
    let rows: Vec<Vec<&str>> = page
        .lines()
        .map(|line| line.split('|').map(str::trim).collect::<Vec<_>>())
        .filter(|row| row.len() == 7 && row[1].starts_with(|c: char| c.is_ascii_digit()))
        .collect();
    let all: Vec<Vec<usize>> = REQUIREMENTS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('.').map(|part| part.parse().unwrap()).collect())
        .collect();
    assert_eq!(all.len(), 253);
    let answered: Vec<Vec<usize>> = rows.iter().flat_map(|row| numbers(row[1], &all)).collect();
    assert_eq!(answered, all, "each requirement once, in its order");
    let (mut wrong, mut named) = (Vec::new(), BTreeSet::new());
    for row in &rows {
        let [_, number, level, asked, answer, shown, _] = row[..] else { panic!("{row:?}") };
        let spans: Vec<&str> = shown.split('`').skip(1).step_by(2).filter(|span| span.contains('/')).collect();
        let mut tests = 0;
        for span in spans.iter().filter(|span| !span.starts_with('/')) {
            let (file, test) = span.split_once("::").map_or((*span, None), |(file, test)| (file, Some(test)));
            let outer = ["crates/", "docs/", "scripts/"].iter().any(|folder| file.starts_with(folder));
            let path = if outer { root.join(file) } else { root.join("crates/node/tests/it").join(file) };
            match (std::fs::read_to_string(&path), test) {
                (Ok(text), Some(test)) if is_test(&text, test) => tests += usize::from(named.insert(*span)).max(1),
                // What the support of all tests looks at in every answer.
                (Ok(text), Some(test)) if file == "support/person.rs" && text.contains(&format!("fn {test}(")) => {
                    tests += 1
                }
                (Ok(_), None) => tests += 1,
                _ => wrong.push(format!("{number}: there is no {span}")),
            }
        }
        if !ANSWERS.contains(&answer) || asked.is_empty() || shown.is_empty() || !["1", "2", "1–2"].contains(&level) {
            wrong.push(format!("{number}: {answer}, {level}"));
        }
        let below = shown.starts_with("Below, in *")
            && page.contains(&format!("### {}", &shown["Below, in *".len()..].split('*').next().unwrap()));
        if answer == "**yes**" && tests == 0 && !below && !shown.contains(".md") {
            wrong.push(format!("{number}: nothing shows it"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(named.len() > 100, "{}", named.len());
}
