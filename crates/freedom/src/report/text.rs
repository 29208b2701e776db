// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! For a terminal: the first screen is what matters.

use std::fmt::Write as _;

use super::Report;
use crate::{data::Works, verdict::Verdict};

/// More of one kind are counted, not listed; JSON and HTML have them all.
const LISTED: usize = 40;

pub(super) fn write(report: &Report<'_>) -> String {
    let mut out = String::new();
    // Writing to a String does not fail.
    let _ = first_page(report, &mut out);
    let _ = findings(report, &mut out);
    let _ = devices(report, &mut out);
    let _ = writeln!(out, "\n{}", report.data_says());
    out
}

fn first_page(report: &Report<'_>, out: &mut String) -> std::fmt::Result {
    let audit = report.audit;
    if report.has_software() {
        for verdict in [Verdict::Free, Verdict::NonFree, Verdict::Unknown] {
            writeln!(out, "{:>6}  {}", audit.count(verdict), report.verdict(verdict))?;
        }
        let flagged = audit.count_fsdg();
        if flagged > 0 {
            let says = report.say(
                "libres, pero cargan, traen o recomiendan lo que no lo es",
                "free, but load, bring or recommend what is not",
            );
            writeln!(out, "{flagged:>6}  {says}")?;
        }
        let actions = audit.actions();
        if !actions.is_empty() {
            writeln!(out, "\n{}", report.say("Lo que más libera:", "What frees most:"))?;
            for (number, group) in actions.iter().take(3).enumerate() {
                writeln!(out, "  {}. {}", number + 1, report.action(group))?;
            }
        }
    }
    if !audit.devices.is_empty() || !report.has_software() {
        let light = report.light();
        writeln!(
            out,
            "\n{} ({}): {}",
            report.say("Máquina", "Machine"),
            report.light_name(light),
            report.light_says(light)
        )?;
    }
    let (absent, unread, blind) = report.not_seen();
    if !unread.is_empty() || !blind.is_empty() || !absent.is_empty() {
        writeln!(out, "\n{}", report.say("Lo que no se vio:", "What was not seen:"))?;
        for line in unread.iter().map(String::as_str).chain(blind) {
            writeln!(out, "  - {line}")?;
        }
        if !absent.is_empty() {
            writeln!(out, "  - {}: {}", report.say("aquí no hay", "not here"), absent.join(", "))?;
        }
    }
    Ok(())
}

fn findings(report: &Report<'_>, out: &mut String) -> std::fmt::Result {
    for verdict in [Verdict::NonFree, Verdict::Unknown] {
        let count = report.audit.count(verdict);
        if count == 0 {
            continue;
        }
        writeln!(out, "\n{}", report.verdict(verdict).to_uppercase())?;
        for finding in report.told(verdict).take(LISTED) {
            writeln!(
                out,
                "  {} ({}; {:?}): {}",
                finding.name,
                report.kind(finding.kind),
                finding.grade,
                report.why(&finding.why)
            )?;
            if !finding.replacement.is_empty() {
                writeln!(out, "      → {}", report.replacement(finding).join(", "))?;
            }
            if let Some(loses) = report.loses(finding) {
                writeln!(out, "      {} {loses}", report.say("se pierde:", "is lost:"))?;
            }
        }
        if count > LISTED {
            writeln!(out, "  … +{}", count - LISTED)?;
        }
    }
    if report.audit.count_fsdg() > 0 {
        writeln!(out, "\n{}", report.say("LIBRES, PERO", "FREE, BUT"))?;
        for finding in report.audit.findings.iter().filter(|finding| finding.fsdg.is_some()).take(LISTED) {
            let why = finding.fsdg.as_ref().map(|reason| report.why(reason)).unwrap_or_default();
            writeln!(out, "  {}: {why}", finding.name)?;
        }
    }
    Ok(())
}

fn devices(report: &Report<'_>, out: &mut String) -> std::fmt::Result {
    if report.audit.devices.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", report.say("¿FUNCIONA CON SOFTWARE LIBRE?", "DOES IT WORK WITH FREE SOFTWARE?"))?;
    for device in &report.audit.devices {
        let name = device.name.as_deref().unwrap_or_default();
        let module = device.module.as_deref().unwrap_or("–");
        writeln!(
            out,
            "  {}: {} ({}:{} {name}; {module})",
            report.job(device.job),
            report.works(device.works),
            device.bus,
            device.id
        )?;
        let loses = device.loses.as_deref().and_then(|key| report.device_loses(key));
        let part = (device.works == Works::Part).then(|| report.part(device.job)).flatten();
        for line in loses.into_iter().chain(part) {
            writeln!(out, "      {line}")?;
        }
    }
    writeln!(out, "  {}", report.hardware_note())
}
