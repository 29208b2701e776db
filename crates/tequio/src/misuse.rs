// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Arguments that were not understood: what is wrong, what was perhaps meant, and where the help is, in one line.

use std::{error::Error as _, num::ParseIntError};

use clap::{
    Command, Error,
    error::{ContextKind, ContextValue, ErrorKind},
};

use crate::words::{t, with};

/// Says why these arguments (without the program's name) were not understood by the worded `command`.
pub fn told(error: &Error, command: &Command, given: &[String]) -> String {
    let (mut path, mut at) = ("tequio".to_owned(), command);
    for word in given {
        let Some(below) = at.find_subcommand(word) else { break };
        path = format!("{path} {word}");
        at = below;
    }
    let near = near(error, at).map(|near| with("misuse-near", &[("near", &near)]));
    let help = with("misuse-help", &[("command", &format!("{path} --help"))]);
    let parts = [Some(why(error, at, given)), near, Some(help)];
    // What was given may have lines of its own.
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ").replace(['\n', '\r'], " ")
}

fn why(error: &Error, at: &Command, given: &[String]) -> String {
    let text = |kind| texts(error, kind).join(" ");
    let (argument, value) = (text(ContextKind::InvalidArg), text(ContextKind::InvalidValue));
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => with("misuse-no-value", &[("argument", &argument)]),
        ErrorKind::InvalidValue => {
            let allowed = texts(error, ContextKind::ValidValue).join(", ");
            with("misuse-value", &[("value", &value), ("argument", &argument), ("allowed", &allowed)])
        }
        ErrorKind::ValueValidation => {
            let why = match error.source() {
                Some(source) if source.is::<ParseIntError>() => t("misuse-number"),
                Some(source) => source.to_string(),
                None => String::new(),
            };
            with("misuse-wrong", &[("value", &value), ("argument", &argument), ("why", &why)])
        }
        ErrorKind::UnknownArgument => {
            let before =
                given.iter().position(|word| *word == argument).and_then(|place| given.get(place.checked_sub(1)?));
            if before.is_some_and(|before| before == "--lan") {
                return with("misuse-lan", &[("allowed", &t("allowed-lan"))]);
            }
            with("misuse-unknown", &[("argument", &argument)])
        }
        ErrorKind::InvalidSubcommand => with("misuse-command", &[("command", &text(ContextKind::InvalidSubcommand))]),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let names = at.get_subcommands().map(Command::get_name).filter(|name| *name != "help");
            with("misuse-commands", &[("allowed", &names.collect::<Vec<_>>().join(", "))])
        }
        ErrorKind::NoEquals => with("misuse-equals", &[("argument", &argument)]),
        ErrorKind::ArgumentConflict => {
            let other = text(ContextKind::PriorArg);
            if other == argument {
                return with("misuse-twice", &[("argument", &argument)]);
            }
            with("misuse-conflict", &[("argument", &argument), ("other", &other)])
        }
        ErrorKind::MissingRequiredArgument => with("misuse-missing", &[("arguments", &argument)]),
        // What is left cannot be said by any of our arguments, or is no text.
        _ => error.to_string().lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned(),
    }
}

/// What was perhaps meant.
fn near(error: &Error, at: &Command) -> Option<String> {
    let similar = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let elsewhere = || {
        let argument = texts(error, ContextKind::InvalidArg).join(" ");
        let long = argument.strip_prefix("--")?;
        let has =
            |command: &&Command| command.get_arguments().any(|arg| arg.get_long() == Some(long) && !arg.is_hide_set());
        at.get_subcommands().find(has).map(|command| format!("tequio {} {argument}", command.get_name()))
    };
    similar.into_iter().find_map(|kind| texts(error, kind).into_iter().next()).or_else(elsewhere)
}

fn texts(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}
