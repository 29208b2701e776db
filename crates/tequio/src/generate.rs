// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio generate`: what a package brings beside the program, in the language of who asks, made from the command line
//! itself: manual pages, completions for shells, and the file of configuration.

use std::{fs, io, path::Path};

use clap::{Command, CommandFactory as _};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::{Cli, End, config, help, told::Told as _, words::t};

/// Where an installed node keeps its data.
const INSTALLED_DATA: &str = "/var/lib/tequio";

/// The headings of manual pages that are not this program's own words.
const HEADINGS: [(&str, &str); 5] = [
    ("NAME", "manual-name"),
    ("SYNOPSIS", "manual-synopsis"),
    ("DESCRIPTION", "manual-description"),
    ("EXTRA", "manual-example"),
    ("VERSION", "manual-version"),
];

/// Writes all of it into a folder.
pub fn run(folder: &Path) -> End {
    match write(folder) {
        Ok(()) => End::Done,
        Err(error) => End::Failed(format!("{}: {}", folder.display(), error.told())),
    }
}

fn write(folder: &Path) -> io::Result<()> {
    let manual = folder.join("man1");
    let completions = folder.join("completions");
    fs::create_dir_all(&manual)?;
    fs::create_dir_all(&completions)?;
    // Without what is hidden, which completions would show; and without `help`, which has every command once more.
    let whole = Cli::command();
    let shown = whole.get_subcommands().filter(|below| !below.is_hide_set()).cloned();
    let command = Command::new("tequio").bin_name("tequio").version(env!("CARGO_PKG_VERSION"));
    let mut command = help::worded(command.subcommand_required(true).disable_help_subcommand(true).subcommands(shown));
    pages(&command, &manual)?;
    for shell in [Shell::Bash, Shell::Fish, Shell::Zsh] {
        clap_complete::generate_to(shell, &mut command, "tequio", &completions)?;
    }
    fs::write(folder.join("tequio.toml"), config::sample(Some(INSTALLED_DATA)))
}

/// The page of a command, and of each below it.
fn pages(command: &Command, folder: &Path) -> io::Result<()> {
    command.get_subcommands().try_for_each(|below| pages(below, folder))?;
    let page = Man::new(command.clone());
    let mut text = Vec::new();
    page.render(&mut text)?;
    let text = String::from_utf8(text).map_err(io::Error::other)?;
    let heading = |line: &str| HEADINGS.iter().find(|(name, _)| line.strip_prefix(".SH ") == Some(name));
    let lines = text.lines().map(|line| match heading(line) {
        Some((_, name)) => format!(".SH {}\n", t(name)),
        None => format!("{line}\n"),
    });
    fs::write(folder.join(page.get_filename()), lines.collect::<String>())
}
