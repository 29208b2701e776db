// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A decision as Markdown: to be kept, printed or carried elsewhere.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use crate::web::Page;

use super::{decision::DecisionPage, way::Way};

/// The answer to who asks for Markdown.
pub(super) fn answer(view: &DecisionPage) -> Response {
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static("text/markdown; charset=utf-8"))];
    (headers, text(view)).into_response()
}

/// Dissent stands right after what it is against, as it does everywhere.
fn text(view: &DecisionPage) -> String {
    let page = &view.page;
    let mut text = format!("# {}\n\n", view.title);
    let state = page.t(format!("decision-stage-{}", view.stage.replace('_', "-")));
    let kind = page.t(format!("decision-kind-{}", view.kind));
    match view.agreed_on.is_empty() {
        true => text.push_str(&format!("{kind} · {state}\n")),
        false => {
            text.push_str(&format!("{} · {kind} · {state}\n", page.t1("decision-agreed-on", "when", &view.agreed)));
        }
    }
    if let Some(due) = view.way.as_ref().and_then(|way| way.due_at).filter(|_| view.agreed_on.is_empty()) {
        text.push_str(&format!("\n{}\n", page.t1("way-share-until", "when", page.moment(&due))));
    }
    if let Some(review) = view.review_at {
        text.push_str(&format!("\n{}\n", page.t1("decision-review-on", "when", page.day(&review))));
    }
    let called = if view.agreed_on.is_empty() { "field-proposal-text" } else { "field-agreement" };
    heading(&mut text, &page.t(called));
    for (number, paragraph) in view.paragraphs.iter().enumerate() {
        // What is more than a line stays whole under its number.
        let indented = paragraph.text.replace('\n', "\n    ");
        text.push_str(&format!("{}. {indented}\n\n", number + 1));
        for one in &paragraph.remarks {
            let words = one.words.as_deref().unwrap_or_default().replace('\n', "\n    > ");
            let sort = page.t(format!("remark-{}", one.sort));
            text.push_str(&format!("    > {words}\n    >\n    > — {} ({sort})\n\n", one.name));
        }
    }
    if let Some(among) = view.way.as_ref().and_then(|way| way.among.as_ref()) {
        heading(&mut text, &page.t("options-title"));
        for option in &among.options {
            let mark = if option.chosen == Some(true) { " ✓" } else { "" };
            let price = option.price().map(|price| format!(" ({price})")).unwrap_or_default();
            text.push_str(&format!("{}. **{}**{price}{mark} {}\n", option.number, option.name, option.about));
        }
    }
    if !view.dissent.is_empty() {
        heading(&mut text, &page.t("decision-dissent"));
        for one in &view.dissent {
            let words = one.words.as_deref().unwrap_or_default().replace('\n', "\n> ");
            text.push_str(&format!("> {words}\n>\n> — {}\n\n", one.name));
        }
    }
    if let Some(way) = &view.way {
        said(&mut text, page, way);
    }
    if view.together || !view.tasks.is_empty() {
        heading(&mut text, &page.t("decision-tasks"));
    }
    if view.together {
        text.push_str(&format!("{}\n", page.t("decision-together")));
    }
    for task in &view.tasks {
        let due = task.due.as_deref().map(|due| format!(" ({})", page.t1("decision-due", "when", due)));
        let done = if task.done { "x" } else { " " };
        text.push_str(&format!("- [{done}] {}: {}{}\n", task.name, task.what, due.unwrap_or_default()));
    }
    if view.present_count > 0 {
        heading(&mut text, &page.t("decision-present"));
    }
    match view.present.is_empty() {
        true if view.present_count == 0 => {}
        true => text.push_str(&format!("{}\n", page.t1("decision-present-count", "count", view.present_count))),
        false => view.present.iter().for_each(|one| text.push_str(&format!("- {}\n", one.name))),
    }
    if !view.foreseen.is_empty() {
        heading(&mut text, &page.t("decision-foreseen"));
        for one in &view.foreseen {
            let dimension = page.t(format!("decision-dimension-{}", one.dimension.replace('_', "-")));
            text.push_str(&format!("- **{dimension}**: {}\n", one.words.replace('\n', "\n  ")));
        }
    }
    text.push_str(&format!("\n---\n\n{}\n{}\n", view.address, view.licence));
    text
}

/// What was said of a text that is decided here: how many, and every objection word for word.
fn said(text: &mut String, page: &Page, way: &Way) {
    if !way.objections.is_empty() {
        heading(text, &page.t("objections-title"));
    }
    for one in &way.objections {
        let words = one.words.as_deref().unwrap_or_default().replace('\n', "\n> ");
        let ground = match &one.principle {
            Some(principle) => page.t1("objection-principle", "principle", principle),
            None => page.t("objection-harm"),
        };
        text.push_str(&format!("> {words}\n>\n> — {}. {ground}\n\n", one.name));
    }
    if way.roll > 0 {
        heading(text, &page.t("stances-title"));
        text.push_str(&format!("- {} {}\n", way.agree, page.t("stances-agree")));
        let counts = [("stances-aside", way.aside), ("stances-object", way.object), ("stances-silent", way.silent)];
        let counts = counts.iter().filter(|(message, count)| *count > 0 || *message != "stances-object");
        counts.for_each(|(message, count)| text.push_str(&format!("- {count} {}\n", page.t1(message, "count", count))));
    }
}

fn heading(text: &mut String, words: &str) {
    text.push_str(&format!("\n## {words}\n\n"));
}
