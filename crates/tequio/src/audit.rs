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

use crate::{End, told::Told as _, words::with};

/// What is audited, and how it is told.
#[derive(Debug, Args)]
pub struct Arguments {
    #[arg(long, value_name = "DIR", conflicts_with_all = ["source", "hardware_only"])]
    root: Option<PathBuf>,
    #[arg(long, conflicts_with = "source")]
    hardware_only: bool,
    #[arg(long, value_name = "DIR")]
    source: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[arg(long, value_enum)]
    lang: Option<Lang>,
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

/// The language of the report.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Lang {
    /// Spanish
    Es,
    /// English
    En,
}

/// A disk that has none of these at its top has no system.
const PLACES: [&str; 16] = [
    "bin", "boot", "etc", "gnu", "home", "lib", "nix", "opt", "proc", "root", "run", "snap", "srv", "sys", "usr", "var",
];

/// Runs `tequio audit`.
pub fn run(arguments: &Arguments) -> End {
    let data = match &arguments.data {
        None => Data::built_in(),
        Some(folder) => match Tree::new(folder).and_then(|tree| Data::built_in().extend(&tree)) {
            Ok(data) => data,
            Err(error) => return End::Wrong(format!("--data {}: {}", folder.display(), error.told())),
        },
    };
    let (root, mode) = match (&arguments.root, &arguments.source) {
        (Some(root), _) => (root.as_path(), Mode::System),
        (None, Some(source)) => (source.as_path(), Mode::Source),
        (None, None) if arguments.hardware_only => (Path::new("/"), Mode::HardwareOnly),
        (None, None) => (Path::new("/"), Mode::System),
    };
    let key = if mode == Mode::Source { "--source" } else { "--root" };
    if !root.exists() {
        return End::Wrong(with("wrong-folder", &[("key", &key), ("folder", &root.display())]));
    }
    let tree = match Tree::new(root) {
        Ok(tree) => tree,
        Err(error) => return End::Wrong(format!("{key} {}: {}", root.display(), error.told())),
    };
    if mode == Mode::System && !PLACES.iter().any(|place| root.join(place).symlink_metadata().is_ok()) {
        return End::Wrong(with("wrong-no-system", &[("folder", &root.display())]));
    }
    let language = arguments.lang.map_or_else(language, |language| match language {
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
        for (place, why) in &looked.unread {
            lost.push(with("audit-unread", &[("place", place), ("why", &why.told())]));
        }
        let more = looked.unread_count - looked.unread.len();
        if more > 0 {
            lost.push(with("audit-unread-more", &[("count", &more)]));
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

/// The language of the report, which is given to people: Spanish first, English where the environment says so.
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
