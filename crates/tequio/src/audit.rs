// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio audit`: how free is this machine, a mounted disk, or a project.

use std::{
    io::{IsTerminal as _, Write as _},
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use tequio_freedom::{
    Audit, Data, Mode, Tree, audit,
    report::{Language, Report, area_name},
};

use crate::End;

/// What is audited, and how it is told.
#[derive(Debug, Args)]
pub struct Arguments {
    /// A mounted disk instead of the running system; nothing outside of it is read
    #[arg(long, value_name = "DIR", conflicts_with_all = ["source", "hardware_only"])]
    root: Option<PathBuf>,
    /// Only whether the devices work with free software
    #[arg(long, conflicts_with = "source")]
    hardware_only: bool,
    /// The source of a project instead of a system
    #[arg(long, value_name = "DIR")]
    source: Option<PathBuf>,
    /// How it is told
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The language [default: that of the environment, Spanish otherwise]
    #[arg(long, value_enum)]
    lang: Option<Lang>,
    /// A folder with newer or more data: files named as those in crates/freedom/data
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// The form of the report.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// One page without scripts, to look at and to print
    Html,
    /// Markdown
    Md,
    /// JSON, version 1 (docs/FREEDOM.md)
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Lang {
    /// Spanish
    Es,
    /// English
    En,
}

/// Runs `tequio audit`.
pub fn run(arguments: &Arguments) -> End {
    let data = match &arguments.data {
        None => Data::built_in(),
        Some(folder) => match Tree::new(folder).and_then(|tree| Data::built_in().extend(&tree)) {
            Ok(data) => data,
            Err(error) => return End::Wrong(format!("--data {}: {error}", folder.display())),
        },
    };
    let (root, mode) = match (&arguments.root, &arguments.source) {
        (Some(root), _) => (root.as_path(), Mode::System),
        (None, Some(source)) => (source.as_path(), Mode::Source),
        (None, None) if arguments.hardware_only => (Path::new("/"), Mode::HardwareOnly),
        (None, None) => (Path::new("/"), Mode::System),
    };
    let tree = match Tree::new(root) {
        Ok(tree) => tree,
        Err(error) => return End::Wrong(format!("{}: {error}", root.display())),
    };
    let language = arguments.lang.map_or_else(language, |lang| match lang {
        Lang::Es => Language::Es,
        Lang::En => Language::En,
    });
    let audit = audit(&tree, &data, mode, &mut |area, done, of| progress(area_name(area, language), done, of));
    clear();
    let report = Report { audit: &audit, data: &data, language, age: age(&data) };
    let told = match arguments.format {
        Format::Text => report.text(),
        Format::Html => report.html(),
        Format::Md => report.markdown(),
        Format::Json => match report.json() {
            Ok(json) => json + "\n",
            Err(error) => return End::Failed(error.to_string()),
        },
    };
    let mut out = std::io::stdout().lock();
    if let Err(error) = out.write_all(told.as_bytes()).and_then(|()| out.flush()) {
        return End::Failed(error.to_string());
    }
    end(&audit)
}

/// What could not be read is named, so that nobody takes silence for freedom.
fn end(audit: &Audit) -> End {
    let mut lost = Vec::new();
    for looked in &audit.coverage {
        lost.extend(looked.unread.iter().map(|(place, why)| format!("could not read {place}: {why}")));
        let more = looked.unread_count - looked.unread.len();
        if more > 0 {
            lost.push(format!("could not read {more} more places of the same kind"));
        }
    }
    if lost.is_empty() { End::Done } else { End::Partly(lost) }
}

/// Shows on a terminal what is being looked at.
fn progress(area: &str, done: usize, of: usize) {
    let mut err = std::io::stderr().lock();
    if err.is_terminal() {
        let bar: String = (0..of).map(|index| if index < done { '█' } else { '░' }).collect();
        // A terminal that is gone is no reason to stop.
        let _ = write!(err, "\r\x1b[K{bar} {area}").and_then(|()| err.flush());
    }
}

fn clear() {
    let mut err = std::io::stderr().lock();
    if err.is_terminal() {
        let _ = write!(err, "\r\x1b[K").and_then(|()| err.flush());
    }
}

/// Spanish first; English where the environment says so.
fn language() -> Language {
    let of = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    match of("LC_ALL").or_else(|| of("LC_MESSAGES")).or_else(|| of("LANG")) {
        Some(language) if language.starts_with("en") => Language::En,
        _ => Language::Es,
    }
}

/// The age of the data in days.
fn age(data: &Data) -> Option<i64> {
    let date: Date = data.date().parse().ok()?;
    let today = TimeZone::UTC.to_datetime(Timestamp::now()).date();
    let days = date.until(today).ok()?.get_days();
    Some(i64::from(days.max(0)))
}
