// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Reports: what they say first, in both languages, and what they never say.

use serde_json::Value;
use tequio_freedom::{Mode, report::Language};

use crate::machine::{Machine, Told, tell};

#[test]
fn no_report_tells_who_or_which_machine_it_was() {
    let audit = Machine::full().audit(Mode::System);
    for language in [Language::Es, Language::En] {
        let Told { text, html, markdown, json } = tell(&audit, language);
        for told in [text, html, markdown, json] {
            for secret in ["ana", "SECRET-SERIAL", "secret-host"] {
                let alone = |part: &str| part == secret || part.starts_with("SECRET") || part.starts_with("secret");
                assert!(!told.split(|c: char| !c.is_alphanumeric() && c != '-').any(alone), "{secret}");
            }
        }
    }
}

#[test]
fn the_page_needs_nothing_else() {
    let audit = Machine::full().audit(Mode::System);
    let html = tell(&audit, Language::Es).html;
    for forbidden in ["<script", "<link", "<img", "<iframe", "href=", "src=", "@import", "http://localhost"] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    for said in ["Lo que más libera", "La máquina", "Lo que no se vio", "Datos del", "google-chrome-stable"] {
        assert!(html.contains(said), "{said}");
    }
    assert!(tell(&audit, Language::En).html.contains("What frees most"));
}

#[test]
fn json_is_what_is_documented() {
    let audit = Machine::full().audit(Mode::System);
    let json: Value = serde_json::from_str(&tell(&audit, Language::En).json).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["mode"], "root");
    let counts = &json["counts"];
    let findings = json["findings"].as_array().unwrap();
    let counted = |verdict: &str| findings.iter().filter(|one| one["verdict"] == verdict).count();
    for verdict in ["free", "non-free", "unknown"] {
        assert_eq!(counts[verdict], counted(verdict), "{verdict}");
        assert!(counted(verdict) > 0);
    }
    let fields = [
        "kind",
        "name",
        "version",
        "verdict",
        "fsdg",
        "grade",
        "rule",
        "confidence",
        "evidence",
        "why",
        "replacement",
        "loses",
    ];
    for finding in findings {
        let object = finding.as_object().unwrap();
        assert!(fields.iter().all(|field| object.contains_key(*field)) && object.len() == fields.len(), "{finding}");
    }
    assert!(json["actions"].as_array().unwrap().len() == 3);
    assert!(json["hardware"]["devices"].as_array().unwrap().len() >= 4);
    assert_eq!(json["coverage"].as_array().unwrap().len(), 15);
    assert_eq!(json["data"]["date"].as_str().unwrap().len(), 10);
    // Every finding's rule that the labelled set has seen has a measured confidence.
    let chrome = findings.iter().find(|one| one["name"] == "google-chrome-stable").unwrap();
    assert!(chrome["confidence"]["of"].as_u64().unwrap() > 0);
}

#[test]
fn the_first_screen_says_what_matters() {
    let audit = Machine::full().audit(Mode::System);
    let text = tell(&audit, Language::Es).text;
    let first: Vec<&str> = text.lines().take(16).collect();
    assert!(
        first[0].ends_with("libre") && first[1].ends_with("no libre") && first[2].ends_with("no se sabe"),
        "{first:?}"
    );
    assert!(first.iter().any(|line| line.starts_with("  1. Cambia ")), "{first:?}");
    assert!(first.iter().any(|line| line.starts_with("Máquina (amarillo)")), "{first:?}");
}
