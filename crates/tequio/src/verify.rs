// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio verify`: recomputes what a file says, without a node or a network.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::Value;
use tequio_node::decide::{
    assemblies::acta::Acta as Assembly,
    decisions::acta::{Acta, Untrue},
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
}

/// Runs `tequio verify`.
pub fn run(command: &Command) -> End {
    let Command::Acta { file, key } = command;
    match acta(file, key.as_deref()) {
        Ok(told) => print(&told),
        Err(why) => End::Failed(format!("{}: {why}", file.display())),
    }
}

fn acta(file: &Path, key: Option<&str>) -> Result<String, String> {
    let bytes = std::fs::read(file).map_err(|error| error.told())?;
    let document = serde_json::from_slice(&bytes).map_err(|error| Untrue::Form(error.to_string()).told())?;
    if Assembly::is_one(&document) {
        return assembly(&document, key);
    }
    let held = Acta::verify(&document, key).map_err(|untrue| untrue.told())?;
    let stage = serde_json::to_value(held.life.stage).ok();
    let stage = stage.as_ref().and_then(|stage| stage.as_str()).unwrap_or_default().replace('_', "-");
    let signed = held.signed.map(|at| at.to_string()).unwrap_or_default();
    let mut lines = vec![
        with("acta-title", &[("title", &held.acta.title), ("community", &held.acta.community)]),
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
    let stage = serde_json::to_value(held.assembly.stage).ok();
    let stage = stage.as_ref().and_then(|stage| stage.as_str()).unwrap_or_default();
    let signed = held.signed.map(|at| at.to_string()).unwrap_or_default();
    let mut lines = vec![
        with("acta-title", &[("title", &held.acta.title), ("community", &held.acta.community)]),
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
