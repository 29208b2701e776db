// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio verify`: recomputes what a file says, without a node or a network.

use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueEnum};
use serde::Serialize;
use serde_json::Value;
use tequio_deliberation::{
    consultation::{Said, Standing},
    sortition::ticket,
};
use tequio_node::{
    consult::file::{self as consultation, Held},
    decide::{
        assemblies::acta::Acta as Assembly,
        decisions::acta::{Acta, Untrue},
        draws::sorteo::{self, Sorteo},
    },
    spine::{
        hidden::one_line,
        id::Id,
        world::{Clock as _, SystemClock},
    },
};

use crate::{
    End,
    opinions::print,
    told::Told as _,
    words::{lang, t, with},
};

/// Which file.
#[derive(Debug, Subcommand)]
pub enum Command {
    #[command(after_help = "tequio verify acta acta.json")]
    Acta {
        file: PathBuf,
        #[arg(long, value_name = "Z6MK…")]
        key: Option<String>,
    },
    #[command(after_help = "tequio verify consulta consulta.json")]
    Consulta { file: PathBuf },
    #[command(after_help = "tequio verify sorteo sorteo.json")]
    Sorteo {
        file: PathBuf,
        #[arg(long, value_name = "Z6MK…")]
        key: Option<String>,
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
}

/// The form of what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// {"title","community","key","signed","digest","terms","seed","numbers","drawn"}: who was drawn with place, ticket and seat
    Json,
}

/// Runs `tequio verify`.
pub fn run(command: &Command) -> End {
    let (file, told) = match command {
        Command::Acta { file, key } => (file, acta(file, key.as_deref())),
        Command::Consulta { file } => (file, consulta(file)),
        Command::Sorteo { file, key, format } => (file, sorteo(file, key.as_deref(), *format)),
    };
    match told {
        Ok(told) => print(&told),
        Err(why) => End::Failed(format!("{}: {why}", file.display())),
    }
}

fn read(file: &Path) -> Result<Value, String> {
    let bytes = std::fs::read(file).map_err(|error| error.told())?;
    serde_json::from_slice(&bytes).map_err(|error| Untrue::Form(error.to_string()).told())
}

fn acta(file: &Path, key: Option<&str>) -> Result<String, String> {
    let document = read(file)?;
    if Assembly::is_one(&document) {
        return assembly(&document, key);
    }
    let held = Acta::verify(&document, key).map_err(|untrue| untrue.told())?;
    let stage = named(&held.life.stage);
    let signed = held.signed.map(|at| at.to_string()).unwrap_or_default();
    let mut lines = vec![
        with("acta-title", &[("title", &one_line(&held.acta.title)), ("community", &one_line(&held.acta.community))]),
        with("acta-key", &[("key", &held.acta.key)]),
        with("acta-signed", &[("when", &signed)]),
        t("acta-text"),
        with(
            "acta-history",
            &[("count", &held.acta.events.len()), ("stage", &lang().t(&format!("decision-stage-{stage}")))],
        ),
    ];
    if key.is_none() {
        lines.push(t("acta-compare"));
    }
    Ok(format!("{}\n", lines.join("\n")))
}

/// The acta of an assembly, with those of what was agreed in it.
fn assembly(document: &Value, key: Option<&str>) -> Result<String, String> {
    let held = Assembly::verify(document, key).map_err(|untrue| untrue.told())?;
    let stage = named(&held.assembly.stage);
    let signed = held.signed.map(|at| at.to_string()).unwrap_or_default();
    let mut lines = vec![
        with("acta-title", &[("title", &one_line(&held.acta.title)), ("community", &one_line(&held.acta.community))]),
        with("acta-key", &[("key", &held.acta.key)]),
        with("acta-signed", &[("when", &signed)]),
        with(
            "acta-assembly",
            &[("count", &held.acta.events.len()), ("stage", &lang().t(&format!("assembly-stage-{stage}")))],
        ),
        with("acta-agreements", &[("count", &held.acta.agreements.len())]),
    ];
    if key.is_none() {
        lines.push(t("acta-compare"));
    }
    Ok(format!("{}\n", lines.join("\n")))
}

/// A draw: what was fixed, and who is drawn by it.
fn sorteo(file: &Path, key: Option<&str>, format: Format) -> Result<String, String> {
    let bytes = std::fs::read(file).map_err(|error| error.told())?;
    let document: Value =
        serde_json::from_slice(&bytes).map_err(|error| with("sorteo-form", &[("why", &error.to_string())]))?;
    let held = Sorteo::verify(&document, key).map_err(|unheld| unheld.told())?;
    let drawn = drawn(&held.sorteo);
    if format == Format::Json {
        return Ok(json(&held, &drawn));
    }
    let (sorteo, terms) = (&held.sorteo, &held.sorteo.terms);
    let signed = held.signed.map(|at| at.to_string()).unwrap_or_default();
    let mut lines = vec![
        with("acta-title", &[("title", &one_line(&sorteo.title)), ("community", &one_line(&sorteo.community))]),
        with("acta-key", &[("key", &sorteo.key)]),
        with("acta-signed", &[("when", &signed)]),
        with(
            "sorteo-terms",
            &[("roll", &terms.roll.len()), ("seats", &terms.seats), ("alternates", &terms.alternates)],
        ),
        with("sorteo-source", &[("source", &one_line(&terms.source))]),
        with("sorteo-fixed", &[("terms", &terms.digest()), ("nonce", &terms.nonce)]),
    ];
    if let Some(told) = &sorteo.drawn {
        lines.push(with("sorteo-drawn", &[("numbers", &told.numbers)]));
    } else {
        lines.push(t("sorteo-not-yet"));
    }
    for (rank, one) in (1..).zip(&drawn) {
        let name = one_line(one.name.as_deref().unwrap_or(one.id.as_str()));
        let alternate = if one.seat { String::new() } else { format!(" ({})", t("sorteo-alternate")) };
        lines.push(format!("{rank}. {name}{alternate}"));
    }
    lines.push(t("sorteo-compare"));
    Ok(format!("{}\n", lines.join("\n")))
}

/// Somebody who was drawn.
#[derive(Debug, Serialize)]
struct Lot {
    id: String,
    name: Option<String>,
    place: u64,
    ticket: String,
    seat: bool,
}

/// Who was drawn, first who was drawn first.
fn drawn(sorteo: &Sorteo) -> Vec<Lot> {
    let (Some(draw), Some(told)) = (sorteo.draw(), &sorteo.drawn) else { return Vec::new() };
    let seed = draw.seed();
    let lot = |(rank, person): (u32, &Id)| {
        let place = (1_u64..).zip(&draw.terms.roll).find(|(_, other)| *other == person).map_or(0, |(place, _)| place);
        Lot {
            id: person.to_string(),
            name: sorteo.people.get(person).cloned(),
            place,
            ticket: ticket(seed, place).to_string(),
            seat: rank <= draw.terms.seats,
        }
    };
    (1..).zip(&told.people).map(lot).collect()
}

/// The same as data.
fn json(held: &sorteo::Held, drawn: &[Lot]) -> String {
    let sorteo = &held.sorteo;
    let told = serde_json::json!({
        "title": sorteo.title,
        "community": sorteo.community,
        "key": sorteo.key,
        "signed": held.signed.map(|at| at.to_string()),
        "digest": sorteo.terms.nonce,
        "terms": sorteo.terms.digest(),
        "seed": sorteo.draw().map(|draw| draw.seed()),
        "numbers": sorteo.drawn.as_ref().map(|told| &told.numbers),
        "drawn": drawn,
    });
    format!("{told}\n")
}

/// A consultation: what each community said, what it comes to, and what of the file does not hold.
fn consulta(file: &Path) -> Result<String, String> {
    let held = consultation::verify(&read(file)?, SystemClock.now()).map_err(|why| why.told())?;
    let name = |key: &str| held.names.get(key).cloned().unwrap_or_else(|| key.to_owned());
    let mut lines = vec![
        with("acta-title", &[("title", &one_line(&held.called.words.title)), ("community", &name(&held.called.key))]),
        with("acta-key", &[("key", &held.called.key)]),
        with("consulta-wordings", &[("count", &held.outcome.wordings.all.len())]),
    ];
    if held.outcome.wordings.is_forked() {
        lines.push(t("consulta-forked"));
    }
    for (key, standing) in &held.outcome.standings {
        lines.push(format!("- {}: {}", name(key), position(standing)));
        if let Said::Answered(answer) = &standing.said {
            lines.extend(answer.dissent.iter().map(|words| format!("  > {}", words.replace('\n', "\n  > "))));
        }
    }
    if !held.outcome.silent.is_empty() {
        let silent: Vec<String> = held.outcome.silent.iter().map(|key| name(key)).collect();
        lines.push(with("consulta-silent", &[("names", &silent.join(", "))]));
    }
    if !held.outcome.untimely.is_empty() {
        lines.push(with("consulta-untimely", &[("count", &held.outcome.untimely.len())]));
    }
    for one in &held.skipped {
        let names =
            [("number", &one.number as &dyn ToString), ("name", &one_line(&one.community)), ("why", &one.why.told())];
        lines.push(with("consulta-left-out", &names));
    }
    lines.extend(sums(&held));
    if let Some(claim) = &held.claimed {
        let told = serde_json::to_string(claim).unwrap_or_default();
        return Err(format!("{}\n{}", with("consulta-otherwise", &[("claim", &told)]), lines.join("\n")));
    }
    lines.push(t("consulta-compare"));
    Ok(format!("{}\n", lines.join("\n")))
}

/// Where a community stands, and whether it counts.
fn position(standing: &Standing<String>) -> String {
    let told = match &standing.said {
        Said::TakenUp => t("consulta-taken-up"),
        Said::Declined(reasons) => with("consulta-declined", &[("reasons", &one_line(reasons))]),
        Said::Contradictory => t("consulta-contradictory"),
        Said::Answered(answer) => {
            let people = answer.people;
            with(
                &format!("consulta-says-{}", named(&answer.position)),
                &[
                    ("agree", &people.agree),
                    ("aside", &people.aside),
                    ("object", &people.object),
                    ("members", &people.members),
                ],
            )
        }
    };
    match (&standing.said, standing.counts) {
        (Said::Answered(_), Err(why)) => format!("{told} {}", t(&format!("consulta-uncounted-{}", named(&why)))),
        _ => told,
    }
}

/// What it comes to.
fn sums(held: &Held) -> Vec<String> {
    let end = t(&format!("consulta-end-{}", named(&held.outcome.end)));
    let sums = held.outcome.question.and_then(|question| held.outcome.sums.get(&question));
    let told = sums.map(|sums| {
        let of: [(_, &dyn ToString); 6] = [
            ("agree", &sums.agree),
            ("aside", &sums.aside),
            ("object", &sums.object),
            ("people-agree", &sums.people.agree),
            ("people-aside", &sums.people.aside),
            ("people-object", &sums.people.object),
        ];
        with("consulta-sums", &of)
    });
    told.into_iter().chain([end]).collect()
}

/// The name that a choice has in messages.
fn named(value: &impl Serialize) -> String {
    let name = serde_json::to_value(value).ok();
    name.as_ref().and_then(Value::as_str).unwrap_or_default().replace('_', "-")
}
