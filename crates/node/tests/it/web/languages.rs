// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Spanish and English are both whole: equal messages with equal variables, every message that a page or a
//! refusal names exists, and none is left over.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

/// Messages whose names are put together from a part and what is shown.
const COMPOSED: &[&str] = &[
    "assembly-stage-",
    "awaits-",
    "backup-",
    "ballot-",
    "block-",
    "blocked-",
    "choice-",
    "class-fact-",
    "csv-",
    "decision-dimension-",
    "decision-happened-",
    "decision-kind-",
    "decision-over-",
    "decision-stage-",
    "decision-verdict-",
    "default-",
    "document-",
    "done-",
    "draw-check-",
    "draw-said-",
    "draw-stage-",
    "enter-stance-",
    "fest-here-",
    "grade-",
    "impact-ask-",
    "kind-means-",
    "language-of-",
    "log-",
    "machine-",
    "machines-",
    "mail-digest-",
    "mandate-",
    "method-",
    "missing-",
    "month-",
    "name-of-",
    "notice-",
    "object-ground-",
    "objection-",
    "onward-",
    "outcome-",
    "part-",
    "remark-",
    "repeat-",
    "restatement-",
    "review-ask-",
    "review-in-",
    "move-how-",
    "move-stays-",
    "move-travels-",
    "safekeeping-how-",
    "safekeeping-renewal-",
    "safekeeping-state-",
    "safekeeping-why-",
    "serves-",
    "stance-own-",
    "stance-said-",
    "step-",
    "times-can-",
    "tokens-scope-",
    "way-step-",
    "weekday-",
    "wish-",
    "work-fate-",
    "works-",
    "zone-",
];

fn files(folder: &Path, extensions: &[&str], found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, extensions, found);
        } else if path.extension().is_some_and(|extension| extensions.iter().any(|known| extension == *known)) {
            found.push(path);
        }
    }
}

/// The messages of a language, each with its variables.
fn messages(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language);
    let mut paths = Vec::new();
    files(&folder, &["ftl"], &mut paths);
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in paths {
        let mut name = String::new();
        for line in std::fs::read_to_string(path).unwrap().lines() {
            if let Some((key, _)) = line.split_once(" =")
                && !line.starts_with([' ', '#', '*', '['])
            {
                name = key.to_owned();
                assert!(all.insert(name.clone(), BTreeSet::new()).is_none(), "{name} stands twice in {language}");
            }
            for variable in line.split("{ $").skip(1) {
                let variable = variable.split(' ').next().unwrap().to_owned();
                all.get_mut(&name).unwrap().insert(variable);
            }
        }
    }
    all
}

#[test]
fn both_languages_are_whole() {
    let (es, en) = (messages("es"), messages("en"));
    let keys = |all: &BTreeMap<String, BTreeSet<String>>| all.keys().cloned().collect::<BTreeSet<_>>();
    let differ: Vec<_> = keys(&es).symmetric_difference(&keys(&en)).cloned().collect();
    assert!(differ.is_empty(), "in one language only: {differ:?}");
    // «de 2026» and \"2026\": which variables a message shows is each language's own choice only where noted.
    for (key, variables) in &es {
        assert_eq!(variables, &en[key], "{key}");
    }
}

#[test]
fn every_message_exists_and_is_used() {
    let es = messages("es");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    files(&source, &["rs", "html"], &mut paths);
    let text: String = paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let mut named = BTreeSet::new();
    for literal in text.split('"').skip(1) {
        let shape = literal.contains('-')
            && literal.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            && !literal.ends_with('-');
        if shape {
            named.insert(literal);
        }
    }
    let called = [".t(\"", ".t1(\"", ".t2(\"", " conflict(\"", "(conflict(\"", "forbidden(\"", "lang.with(\""];
    let mut missing = BTreeSet::new();
    for call in called {
        for after in text.split(call).skip(1) {
            let name = after.split('"').next().unwrap();
            named.insert(name);
            // What ends with a hyphen is put together; what names a field of a form is no message.
            if name.contains('-') && !name.ends_with('-') && !es.contains_key(name) {
                missing.insert(name);
            }
        }
    }
    for prefix in ["error-", "field-", "done-"] {
        missing.extend(named.iter().filter(|name| name.starts_with(prefix) && !es.contains_key(**name)));
    }
    assert!(missing.is_empty(), "named but not written: {missing:?}");
    let unused: Vec<&String> = es
        .keys()
        .filter(|key| !named.contains(key.as_str()) && !COMPOSED.iter().any(|prefix| key.starts_with(prefix)))
        .collect();
    assert!(unused.is_empty(), "written but not named: {unused:?}");
}

/// The page of the log says what each command did: a command without words would show its name.
#[test]
fn the_log_has_words_for_every_command() {
    let es = messages("es");
    let commands =
        tequio_node::spine::mandates::rules::PERMISSIONS.iter().map(|(command, _)| command.replace('.', "-"));
    let wordless: Vec<String> = commands.filter(|command| !es.contains_key(&format!("log-{command}"))).collect();
    assert!(wordless.is_empty(), "{wordless:?}");
}

/// The summary above a refused form names each field.
#[test]
fn every_field_that_may_be_wrong_has_a_name() {
    let es = messages("es");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    files(&source, &["rs"], &mut paths);
    let mut fields = BTreeSet::new();
    for path in paths {
        let text = std::fs::read_to_string(path).unwrap();
        // `fields.error("title", …)`, also over two lines, and `FieldError { field: "title", …`.
        for call in text.split(" fields.").skip(1).chain(text.split("FieldError { field: ").skip(1)) {
            let mut parts = call.splitn(3, '"');
            let (Some(call), Some(field)) = (parts.next(), parts.next()) else { continue };
            let shape = |text: &str, more: &str| text.chars().all(|c| c.is_ascii_lowercase() || more.contains(c));
            if shape(call.trim_end(), "_(") && shape(field, "_-") {
                fields.insert(field.replace('_', "-"));
            }
        }
    }
    assert!(fields.contains("title") && fields.len() > 20, "{fields:?}");
    let nameless: Vec<&String> = fields.iter().filter(|field| !es.contains_key(&format!("name-of-{field}"))).collect();
    assert!(nameless.is_empty(), "without a name: {nameless:?}");
}

/// Words that are the same in every language: names, and what is typed.
const SAME: &[&str] = &["Tequio", "(AGPL)", "JSON", "tequio backup", "tequio custodian"];

/// The attributes of which people read or hear the value.
const READ_ALOUD: &[&str] =
    &[" title=\"", " alt=\"", " placeholder=\"", " aria-label=\"", " aria-description=\"", " label=\""];

/// A template holds no words: what people read comes from the messages.
#[test]
fn templates_hold_no_words() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    files(&source, &["html"], &mut paths);
    assert!(paths.len() > 40, "{}", paths.len());
    let mut literal = Vec::new();
    for path in paths {
        let mut text = std::fs::read_to_string(&path).unwrap();
        for (open, close) in [("{#", "#}"), ("{%", "%}"), ("{{", "}}"), ("<!--", "-->")] {
            text = without(&text, open, close);
        }
        let attributes: Vec<String> = READ_ALOUD
            .iter()
            .flat_map(|name| text.split(name).skip(1))
            .map(|after| after.split('"').next().unwrap_or_default().to_owned())
            .collect();
        let between: Vec<String> =
            text.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text).to_owned()).collect();
        for words in attributes.into_iter().chain(between) {
            let words = without(&words, "&", ";");
            let words = words.trim_matches(|c: char| !c.is_alphanumeric() && !"()".contains(c));
            if words.chars().filter(|c| c.is_alphabetic()).count() > 1 && !SAME.contains(&words) {
                literal.push(format!("{}: {words}", path.display()));
            }
        }
    }
    assert!(literal.is_empty(), "{literal:#?}");
}

/// A text without what stands between two marks.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut parts = text.split(open);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + part.split_once(close).map_or("", |(_, rest)| rest))
}
