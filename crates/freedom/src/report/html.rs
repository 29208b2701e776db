// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! One page that needs no other file, no script and no network. The first printed page is the summary.

use std::fmt::{self, Write as _};

use super::{Language, Light, Report};
use crate::{
    data::Works,
    verdict::{Finding, Verdict},
};

const STYLE: &str = include_str!("style.css");

/// A text from elsewhere, as text.
struct Text<'t>(&'t str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '&' => f.write_str("&amp;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

pub(super) fn write(report: &Report<'_>) -> String {
    let mut out = String::new();
    // Writing to a String does not fail.
    let _ = page(report, &mut out);
    out
}

fn page(report: &Report<'_>, out: &mut String) -> fmt::Result {
    let title = report.say("¿Qué tan libre es esta compu?", "How free is this machine?");
    let language = match report.language {
        Language::Es => "es",
        Language::En => "en",
    };
    let style = STYLE.split_once("*/").map_or(STYLE, |(_, rules)| rules);
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n\
         <title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<header><h1>{title}</h1></header>\n<main>\n<div class=\"first\">\n"
    )?;
    summary(report, out)?;
    light(report, out)?;
    not_seen(report, out)?;
    out.push_str("</div>\n");
    for verdict in [Verdict::NonFree, Verdict::Unknown] {
        findings(report, verdict, out)?;
    }
    flagged(report, out)?;
    devices(report, out)?;
    free(report, out)?;
    let about = report.say(
        "Este informe se hizo sin red y no lleva números de serie, direcciones ni nombres de la máquina o de personas. Míralo antes de compartirlo.",
        "This report was made without network and has no serial numbers, addresses, or names of the machine or of people. Look at it before you share it.",
    );
    writeln!(
        out,
        "</main>\n<footer><p class=\"quiet\">{} {about}</p></footer>\n</body>\n</html>",
        Text(&report.data_says())
    )
}

fn summary(report: &Report<'_>, out: &mut String) -> fmt::Result {
    if !report.has_software() {
        return Ok(());
    }
    out.push_str("<dl class=\"counts\">\n");
    for verdict in [Verdict::Free, Verdict::NonFree, Verdict::Unknown] {
        let (class, name, count) = (verdict.as_str(), report.verdict(verdict), report.audit.count(verdict));
        writeln!(out, "<div class=\"{class}\"><dt>{name}</dt><dd>{count}</dd></div>")?;
    }
    out.push_str("</dl>\n");
    let flagged = report.audit.count_fsdg();
    if flagged > 0 {
        let says = report.say(
            "de los libres o desconocidos cargan, traen o recomiendan lo que no es libre.",
            "of the free or unknown ones load, bring or recommend what is not free.",
        );
        writeln!(out, "<p class=\"quiet\">{flagged} {says}</p>")?;
    }
    let actions = report.audit.actions();
    if actions.is_empty() {
        let nothing = report
            .say("Nada de lo que se conoce aquí quita libertades.", "Nothing that is known here withholds a freedom.");
        return writeln!(out, "<p>{nothing}</p>");
    }
    writeln!(out, "<h2>{}</h2>\n<ol>", report.say("Lo que más libera", "What frees most"))?;
    for group in actions.iter().take(3) {
        write!(out, "<li>{}", Text(&report.action(group)))?;
        let loses = group.iter().find_map(|finding| report.loses(finding));
        if let Some(loses) = loses {
            write!(out, "<br><span class=\"quiet\">{} {}</span>", report.say("Se pierde:", "Is lost:"), Text(loses))?;
        }
        out.push_str("</li>\n");
    }
    writeln!(out, "</ol>")
}

/// The traffic light as a picture with its words beside it.
fn light(report: &Report<'_>, out: &mut String) -> fmt::Result {
    if report.audit.devices.is_empty() && report.has_software() {
        return Ok(());
    }
    let light = report.light();
    let name = report.light_name(light);
    writeln!(out, "<h2>{}</h2>", report.say("La máquina", "The machine"))?;
    let label = report.say("Semáforo", "Traffic light");
    write!(
        out,
        "<div class=\"light\"><svg width=\"132\" height=\"48\" viewBox=\"0 0 132 48\" role=\"img\" aria-label=\"{label}: {name}\">\
         <rect width=\"132\" height=\"48\" rx=\"8\" fill=\"#221c16\"/>"
    )?;
    for (index, (one, colour, sign)) in
        [(Light::Red, "#e8485f", "×"), (Light::Yellow, "#f0c264", "!"), (Light::Green, "#7fbf6a", "✓")]
            .into_iter()
            .enumerate()
    {
        let x = 26 + index * 40;
        let on = one == light;
        let fill = if on { colour } else { "#4a3d30" };
        write!(out, "<circle cx=\"{x}\" cy=\"24\" r=\"16\" fill=\"{fill}\"/>")?;
        if on {
            // Not by colour alone.
            write!(
                out,
                "<text x=\"{x}\" y=\"31\" font-size=\"20\" font-weight=\"700\" text-anchor=\"middle\" fill=\"#221c16\">{sign}</text>"
            )?;
        }
    }
    writeln!(
        out,
        "</svg><p><b>{name}</b>. {}<br><span class=\"quiet\">{}</span></p></div>",
        report.light_says(light),
        report.hardware_note()
    )
}

fn not_seen(report: &Report<'_>, out: &mut String) -> fmt::Result {
    let (absent, unread, blind) = report.not_seen();
    writeln!(out, "<h2>{}</h2>\n<ul>", report.say("Lo que no se vio", "What was not seen"))?;
    for line in unread.iter().map(String::as_str).chain(blind) {
        writeln!(out, "<li>{}</li>", Text(line))?;
    }
    if report.audit.root_would_add() {
        let root = report.say("Con permisos de root se habría visto más.", "As root more would have been seen.");
        writeln!(out, "<li>{root}</li>")?;
    }
    if !absent.is_empty() {
        writeln!(out, "<li class=\"quiet\">{}: {}</li>", report.say("Aquí no hay", "Not here"), absent.join(", "))?;
    }
    writeln!(out, "</ul>")
}

fn findings(report: &Report<'_>, verdict: Verdict, out: &mut String) -> fmt::Result {
    let count = report.audit.count(verdict);
    if count == 0 {
        return Ok(());
    }
    let name = report.verdict(verdict);
    let mut letters = name.chars();
    let name: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    writeln!(out, "<h2>{name} ({count})</h2>\n<ul class=\"findings\">")?;
    for finding in report.told(verdict) {
        one(report, finding, out)?;
    }
    writeln!(out, "</ul>")
}

fn one(report: &Report<'_>, finding: &Finding, out: &mut String) -> fmt::Result {
    let version = finding.version.as_deref().unwrap_or_default();
    let grade = report.say("grado", "grade");
    write!(
        out,
        "<li><b>{}</b> <span class=\"quiet\">{}</span> <span class=\"tag\">{}</span> <span class=\"tag\">{grade} {:?}</span>\n<p>{}",
        Text(&finding.name),
        Text(version),
        report.kind(finding.kind),
        finding.grade,
        Text(&report.why(&finding.why))
    )?;
    if let Some(reason) = &finding.fsdg {
        write!(out, "; {}", Text(&report.why(reason)))?;
    }
    out.push_str("</p>\n");
    if !finding.replacement.is_empty() {
        writeln!(out, "<p class=\"instead\">{}</p>", Text(&report.replacement(finding).join(", ")))?;
    }
    if let Some(loses) = report.loses(finding) {
        writeln!(out, "<p class=\"quiet\">{} {}</p>", report.say("Se pierde:", "Is lost:"), Text(loses))?;
    }
    let summary = report.say("Cómo se sabe", "How this is known");
    write!(out, "<details><summary>{summary}</summary><dl class=\"where\">")?;
    for evidence in &finding.evidence {
        write!(out, "<dt>{}</dt><dd>{}</dd>", Text(&evidence.place), Text(&evidence.says))?;
    }
    out.push_str("</dl>");
    if let Some((right, of)) = report.confidence(finding) {
        let says = match report.language {
            Language::Es => {
                format!("Regla {}: acertó {right} de {of} veces en el conjunto etiquetado.", finding.rule.as_str())
            }
            Language::En => format!("Rule {}: right {right} of {of} times on the labelled set.", finding.rule.as_str()),
        };
        write!(out, "<p class=\"quiet\">{says}</p>")?;
    }
    writeln!(out, "</details></li>")
}

fn flagged(report: &Report<'_>, out: &mut String) -> fmt::Result {
    let free = || report.told(Verdict::Free).filter(|finding| finding.fsdg.is_some());
    if free().count() == 0 {
        return Ok(());
    }
    writeln!(
        out,
        "<h2>{} ({})</h2>\n<ul class=\"findings\">",
        report.say("Libres, pero", "Free, but"),
        free().count()
    )?;
    for finding in free() {
        let why = finding.fsdg.as_ref().map(|reason| report.why(reason)).unwrap_or_default();
        write!(
            out,
            "<li><b>{}</b> <span class=\"tag\">{}</span><p>{}</p>",
            Text(&finding.name),
            report.kind(finding.kind),
            Text(&why)
        )?;
        if !finding.replacement.is_empty() {
            write!(out, "<p class=\"instead\">{}</p>", Text(&report.replacement(finding).join(", ")))?;
        }
        writeln!(out, "</li>")?;
    }
    writeln!(out, "</ul>")
}

fn devices(report: &Report<'_>, out: &mut String) -> fmt::Result {
    if report.audit.devices.is_empty() {
        return Ok(());
    }
    let heads =
        [report.say("Dispositivo", "Device"), report.say("¿Funciona?", "Works?"), report.say("Detalle", "Detail")];
    let [device, works, detail] = heads;
    writeln!(
        out,
        "<h2>{}</h2>\n<table><thead><tr><th>{device}</th><th>{works}</th><th>{detail}</th></tr></thead><tbody>",
        report.say("¿Funciona con software libre?", "Does it work with free software?")
    )?;
    for device in &report.audit.devices {
        let name = device.name.as_deref().unwrap_or(&device.id);
        let loses = device.loses.as_deref().and_then(|key| report.device_loses(key));
        let part = (device.works == Works::Part).then(|| report.part(device.job)).flatten();
        let detail: Vec<&str> = loses.into_iter().chain(part).collect();
        let module = device.module.as_deref().unwrap_or("–");
        writeln!(
            out,
            "<tr><th>{}<br><span class=\"quiet\">{} ({})</span></th><td><b>{}</b></td><td>{}</td></tr>",
            report.job(device.job),
            Text(name),
            Text(module),
            report.works(device.works),
            detail.join("; ")
        )?;
    }
    writeln!(out, "</tbody></table>")
}

/// What is free is named, no more: people look for one name in it.
fn free(report: &Report<'_>, out: &mut String) -> fmt::Result {
    let count = report.audit.count(Verdict::Free);
    if count == 0 {
        return Ok(());
    }
    let names: Vec<String> = report.told(Verdict::Free).map(|finding| Text(&finding.name).to_string()).collect();
    let summary = report.say("Lo que es libre", "What is free");
    writeln!(out, "<details><summary>{summary} ({count})</summary><p>{}</p></details>", names.join(", "))
}
