// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! An assembly as Markdown: to be kept, printed or carried elsewhere.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use super::one::{AssemblyPage, Someone};

/// The answer to who asks for Markdown.
pub(super) fn answer(view: &AssemblyPage) -> Response {
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static("text/markdown; charset=utf-8"))];
    (headers, text(view)).into_response()
}

fn names(people: &[Someone]) -> String {
    people.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn text(view: &AssemblyPage) -> String {
    let page = &view.page;
    let mut text = format!("# {}\n\n", view.title);
    let stage = page.t(format!("assembly-stage-{}", view.stage));
    let facts = [view.when.clone(), view.place.clone(), Some(stage)];
    text.push_str(&facts.into_iter().flatten().collect::<Vec<_>>().join(" · "));
    text.push_str(&format!("\n\n- {}: {}\n", page.t("assembly-facilitator"), view.facilitator.name));
    text.push_str(&format!("- {}: {}\n", page.t("assembly-note-taker"), view.note_taker.name));
    if !view.present.is_empty() {
        text.push_str(&format!("- {}: {}\n", page.t("assembly-present"), names(&view.present)));
    }
    if !view.body.is_empty() {
        text.push_str(&format!("\n{}\n", view.body));
    }
    for (point, number) in view.points.iter().zip(1..) {
        text.push_str(&format!("\n## {number}. {}\n", point.words));
        if let Some(decision) = &point.decision {
            text.push_str(&format!("\n{}: {}\n", page.t("assembly-about"), decision.title));
        }
        if let Some(notes) = &point.notes {
            text.push_str(&format!("\n{notes}\n"));
        }
        for one in &point.feelings {
            let (favour, doubt) = (one.favour.to_string(), one.doubt.to_string());
            let against = one.against.to_string();
            let words = [("favour", favour.as_str()), ("doubt", &doubt), ("against", &against)];
            text.push_str(&format!(
                "\n{}: {}\n",
                page.t("assembly-felt"),
                page.lang.with("assembly-felt-counts", &words)
            ));
        }
        for one in &point.entered {
            let names = one.names.join(", ");
            text.push_str(&format!("\n{}\n", page.t1(&format!("assembly-entered-{}", one.how), "names", names)));
        }
        for one in &point.agreed {
            text.push_str(&format!("\n### {}: {}\n", page.t("assembly-agreed"), one.title));
            if let Some(body) = &one.body {
                text.push_str(&format!("\n{body}\n"));
            }
        }
    }
    if !view.corrections.is_empty() {
        text.push_str(&format!("\n## {}\n\n", page.t("assembly-corrections")));
        for one in &view.corrections {
            let words = one.words.as_deref().unwrap_or_default().replace('\n', "\n  ");
            text.push_str(&format!("- {} ({})\n", words, page.day(&one.at)));
        }
    }
    if !view.doubts.is_empty() {
        text.push_str(&format!("\n## {}\n\n", page.t("assembly-doubts")));
        for one in &view.doubts {
            let words = one.words.as_deref().unwrap_or_default().replace('\n', "\n> ");
            text.push_str(&format!("> {words}\n>\n> — {}\n\n", one.name));
        }
    }
    if let Some(at) = &view.approved_at {
        text.push_str(&format!("\n{}\n", page.t1("assembly-approved", "when", page.day(at))));
    }
    text.push_str(&format!("\n---\n\n{}\n", view.address));
    text
}
