// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Markdown, to paste where people talk.

use std::fmt::Write as _;

use super::Report;
use crate::{data::Works, verdict::Verdict};

pub(super) fn write(report: &Report<'_>) -> String {
    let mut out = String::new();
    // Writing to a String does not fail.
    let _ = page(report, &mut out);
    out
}

/// What a name holds must not become markup: it is somebody else's text.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '!' | '|' | '>' | '~' => {
                out.push('\\');
                out.push(c);
            }
            // An address that is not a link is not clicked.
            ':' => out.push_str("&#58;"),
            c => out.push(c),
        }
    }
    out
}

fn page(report: &Report<'_>, out: &mut String) -> std::fmt::Result {
    let audit = report.audit;
    writeln!(out, "# {}\n", report.say("¿Qué tan libre es esta compu?", "How free is this machine?"))?;
    if report.has_software() {
        let says = |verdict| format!("**{}** {}", audit.count(verdict), report.verdict(verdict));
        writeln!(out, "{} · {} · {}\n", says(Verdict::Free), says(Verdict::NonFree), says(Verdict::Unknown))?;
        let actions = audit.actions();
        if !actions.is_empty() {
            writeln!(out, "## {}\n", report.say("Lo que más libera", "What frees most"))?;
            for (number, group) in actions.iter().take(3).enumerate() {
                writeln!(out, "{}. {}", number + 1, escaped(&report.action(group)))?;
            }
            writeln!(out)?;
        }
    }
    if !audit.devices.is_empty() || !report.has_software() {
        let light = report.light();
        writeln!(out, "## {}: {}\n", report.say("Máquina", "Machine"), report.light_name(light))?;
        writeln!(out, "{}\n", report.light_says(light))?;
    }
    let (absent, unread, blind) = report.not_seen();
    writeln!(out, "## {}\n", report.say("Lo que no se vio", "What was not seen"))?;
    for line in unread.iter().map(String::as_str).chain(blind) {
        writeln!(out, "- {}", escaped(line))?;
    }
    if !absent.is_empty() {
        writeln!(out, "- {}: {}", report.say("aquí no hay", "not here"), absent.join(", "))?;
    }
    for verdict in [Verdict::NonFree, Verdict::Unknown] {
        if audit.count(verdict) == 0 {
            continue;
        }
        writeln!(out, "\n## {} ({})\n", report.verdict(verdict), audit.count(verdict))?;
        table(
            out,
            &[report.say("qué", "what"), report.say("por qué", "why"), report.say("en su lugar", "in its place")],
        )?;
        for finding in report.told(verdict) {
            let name = format!("{} {}", finding.name, finding.version.as_deref().unwrap_or_default());
            let why = format!("{} ({:?})", report.why(&finding.why), finding.grade);
            writeln!(
                out,
                "| {} | {} | {} |",
                escaped(name.trim()),
                escaped(&why),
                escaped(&report.replacement(finding).join(", "))
            )?;
        }
    }
    if audit.count_fsdg() > 0 {
        writeln!(out, "\n## {} ({})\n", report.say("libres, pero", "free, but"), audit.count_fsdg())?;
        for finding in &audit.findings {
            if let Some(reason) = &finding.fsdg {
                writeln!(out, "- {}: {}", escaped(&finding.name), escaped(&report.why(reason)))?;
            }
        }
    }
    if !audit.devices.is_empty() {
        writeln!(out, "\n## {}\n", report.say("¿Funciona con software libre?", "Does it work with free software?"))?;
        table(out, &[report.say("qué", "what"), report.say("funciona", "works"), report.say("detalle", "detail")])?;
        for device in &audit.devices {
            let name = device.name.clone().unwrap_or_else(|| device.id.clone());
            let loses = device.loses.as_deref().and_then(|key| report.device_loses(key));
            let part = (device.works == Works::Part).then(|| report.part(device.job)).flatten();
            let detail: Vec<&str> = loses.into_iter().chain(part).collect();
            let what = format!("{}: {name}", report.job(device.job));
            writeln!(out, "| {} | {} | {} |", escaped(&what), report.works(device.works), detail.join("; "))?;
        }
        writeln!(out, "\n{}", report.hardware_note())?;
    }
    writeln!(out, "\n{}", escaped(&report.data_says()))
}

fn table(out: &mut String, heads: &[&str]) -> std::fmt::Result {
    writeln!(out, "| {} |", heads.join(" | "))?;
    writeln!(out, "|{}", " --- |".repeat(heads.len()))
}
