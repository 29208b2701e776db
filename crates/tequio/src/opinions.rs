// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio opinions`: draws a map of opinions from a file of votes, without a node.

use std::{io::Write as _, path::PathBuf};

use clap::{Args, ValueEnum};
use tequio_deliberation::{Language, file, opinions, picture};
use tequio_node::web::lang::Lang;

use crate::{
    End,
    told::Told as _,
    words::{lang, plain, t},
};

/// Which votes, and how they are shown.
#[derive(Debug, Args)]
pub struct Arguments {
    file: PathBuf,
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

/// Runs `tequio opinions`.
pub fn run(arguments: &Arguments) -> End {
    match drawn(arguments) {
        Ok(printed) => print(&printed),
        Err(why) => End::Failed(format!("{}: {why}", arguments.file.display())),
    }
}

fn drawn(arguments: &Arguments) -> Result<String, String> {
    let bytes = std::fs::read(&arguments.file).map_err(|error| error.told())?;
    let votes = file::polis(&bytes).map_err(|problem| problem.told())?;
    let map = opinions::map(&votes, None);
    if map.participants.is_empty() {
        return Err(t("file-nobody"));
    }
    Ok(match arguments.format {
        Form::Text => picture::opinions_text(&map, told_in()),
        Form::Json => format!("{}\n", serde_json::to_string(&map).map_err(|error| error.to_string())?),
        Form::Svg => picture::opinions(&map, told_in()),
    })
}

/// The language of results.
pub fn told_in() -> Language {
    match lang() {
        Lang::Es => Language::Es,
        Lang::En => Language::En,
    }
}

/// The form of what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// For people
    Text,
    /// For programs; documented and stable
    Json,
    /// A picture
    Svg,
}

/// Prints all at once, when all is done: after an error there is nothing on the standard output.
/// What files say moves nothing on a terminal.
pub fn print(text: &str) -> End {
    let mut out = std::io::stdout().lock();
    match out.write_all(plain(text).as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => End::Done,
        Err(error) => End::Failed(error.told()),
    }
}
