// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio agenda`: calendar files, read without a node, taken into one, written by one.

use std::{
    io::{IsTerminal as _, Read as _, Write as _},
    path::{Path, PathBuf},
};

use clap::{Subcommand, ValueEnum};
use jiff::{
    Timestamp,
    civil::Date,
    tz::{Offset, TimeZone},
};
use serde::Serialize;
use tequio_calendar::{
    Details, Event, Limits, Moment, Occurrence, Status, Window,
    file::{self, Problem},
    zone,
};
use tequio_node::{NodeError, act::agenda::operate::Choice, spine::viewer::Visibility};

use crate::{
    End, NodeArgs,
    config::{Config, Folder},
    safekeeping::{block, open},
    with,
};

/// What is done with calendar files.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Prints the occurrences of a calendar file that overlap a stretch of days
    ///
    /// Needs no node. What was called off is not among them. What cannot be read is named by line; the exit code is
    /// then 3.
    #[command(after_help = "Example: tequio agenda expand talleres.ics --from 2026-11-01 --to 2026-12-01")]
    Expand {
        /// The file; - is the standard input
        file: PathBuf,
        /// From this day
        #[arg(long, value_name = "DATE")]
        from: Date,
        /// Up to this day, without it
        #[arg(long, value_name = "DATE")]
        to: Date,
        /// The zone of the days, of floating times, and of what is printed [default: this machine's; times as the file has them]
        #[arg(long, value_name = "ZONE", value_parser = known_zone)]
        tz: Option<TimeZone>,
        /// How it is printed
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Takes a calendar file into a community's agenda
    ///
    /// Events that are there are brought up to date; what was changed there by hand stays. Interrupted and begun again
    /// it goes on where it was. The exit code is 3 when something could not be read or taken.
    #[command(after_help = "Example: tequio agenda import talleres.ics --community etla")]
    Import {
        /// The file; - is the standard input
        file: PathBuf,
        /// The community's handle
        #[arg(long)]
        community: String,
        /// Who sees new activities
        #[arg(long, value_enum, default_value_t = Who::Public)]
        visibility: Who,
        /// Overwrites what was changed by hand
        #[arg(long)]
        replace: bool,
        #[command(flatten)]
        node: NodeArgs,
    },
    /// Prints what everybody may see of a community's agenda, as a calendar file
    #[command(after_help = "Example: tequio agenda export --community etla > etla.ics")]
    Export {
        /// The community's handle
        #[arg(long)]
        community: String,
        #[command(flatten)]
        node: NodeArgs,
    },
}

/// Who sees new activities.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Who {
    /// Everybody
    Public,
    /// Who belongs to the community
    Community,
}

/// The form of what is printed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Format {
    /// A line each
    Text,
    /// [{"uid","title","start","end","all_day"}]: RFC 3339 with offset, floating times without, days as dates
    Json,
}

fn known_zone(name: &str) -> Result<TimeZone, String> {
    zone::get(name).ok_or_else(|| "allowed is an IANA name such as America/Mexico_City".to_owned())
}

/// An occurrence as it is printed.
#[derive(Debug, Serialize)]
struct Printed<'f> {
    uid: &'f str,
    title: &'f str,
    start: String,
    end: String,
    all_day: bool,
}

/// More than anybody reads, of all events together; a rule for every second of a week stays below.
const LIMITS: Limits = Limits { occurrences: 1_000_000, work: 100_000_000 };

/// Runs `tequio agenda`.
pub fn run(command: Command) -> End {
    match command {
        Command::Expand { file, from, to, tz, format } => {
            if to <= from {
                return End::Wrong("--to: allowed is a day after --from".to_owned());
            }
            let bytes = match contents(&file) {
                Ok(bytes) => bytes,
                Err(error) => return End::Failed(format!("{}: {error}", file.display())),
            };
            expand(&bytes, (from, to), tz, format)
        }
        Command::Import { file, community, visibility, replace, node } => {
            let visibility = match visibility {
                Who::Public => Visibility::Public,
                Who::Community => Visibility::Community,
            };
            with(&node, Folder::Node, |config| import(config, &file, &community, Choice { visibility, replace }))
        }
        Command::Export { community, node } => with(&node, Folder::Node, |config| {
            block(async move {
                let calendar = open(config).await?.export_calendar(&community).await?;
                let _ = std::io::stdout().write_all(calendar.as_bytes());
                Ok::<(), NodeError>(())
            })
        }),
    }
}

fn import(config: Config, file: &Path, community: &str, choice: Choice) -> End {
    let bytes = match contents(file) {
        Ok(bytes) => bytes,
        Err(error) => return End::Failed(format!("{}: {error}", file.display())),
    };
    let mut left = Vec::new();
    let end = block(async {
        let watched = std::io::stderr().is_terminal();
        let imported = open(config)
            .await?
            .import_calendar(community, &bytes, choice, |seen, all| {
                if watched && seen % 20 == 0 {
                    eprint!("\r{seen}/{all} ");
                }
            })
            .await?;
        say!("{} taken, {} unchanged", imported.taken, imported.unchanged);
        left = imported.left;
        Ok::<(), NodeError>(())
    });
    match end {
        End::Done if !left.is_empty() => End::Partly(left),
        end => end,
    }
}

fn contents(path: &Path) -> std::io::Result<Vec<u8>> {
    if path != Path::new("-") {
        return std::fs::read(path);
    }
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn expand(bytes: &[u8], (from, to): (Date, Date), tz: Option<TimeZone>, format: Format) -> End {
    let reading = file::read(bytes);
    let window = Window::days(from, to, tz.clone().unwrap_or_else(TimeZone::system));
    let mut troubles: Vec<String> = reading.problems.iter().map(Problem::to_string).collect();
    let mut found: Vec<(Timestamp, &Event, Occurrence<'_>)> = Vec::new();
    let mut work = LIMITS.work;
    for event in reading.calendars.iter().flat_map(|calendar| &calendar.events) {
        // Half of what is left, so that one endless rule does not use up the others' altogether.
        let limits = Limits { work: work / 2, occurrences: LIMITS.occurrences - found.len() };
        let expanded = event.series.occurrences(&window, limits);
        work -= limits.work - expanded.work_left;
        if let Some(cut) = expanded.cut {
            troubles.push(format!("line {}: {cut}", event.line.unwrap_or_default()));
        }
        let takes_place = |at: &Occurrence<'_>| details(event, at).status != Some(Status::Cancelled);
        let occurrences = expanded.occurrences.into_iter().filter(takes_place);
        found.extend(occurrences.map(|at| (at.start.instant_in(&window.zone), event, at)));
    }
    found.sort_by(|one, other| (one.0, &one.1.uid).cmp(&(other.0, &other.1.uid)));
    let shown: Vec<Printed<'_>> = found.iter().map(|(_, event, at)| printed(event, at, tz.as_ref())).collect();
    if let Err(error) = print(&shown, format) {
        return End::Failed(error.to_string());
    }
    if troubles.is_empty() { End::Done } else { End::Partly(troubles) }
}

/// What an occurrence is: its own words, or those of its series.
fn details<'f>(event: &'f Event, at: &Occurrence<'f>) -> &'f Details {
    at.changed_by.map_or(&event.details, |change| &change.details)
}

fn printed<'f>(event: &'f Event, at: &Occurrence<'f>, tz: Option<&TimeZone>) -> Printed<'f> {
    Printed {
        uid: &event.uid,
        title: details(event, at).summary.as_deref().unwrap_or_default(),
        start: shown(&at.start, tz),
        end: shown(&at.end, tz),
        all_day: at.start.is_date(),
    }
}

fn shown(at: &Moment, tz: Option<&TimeZone>) -> String {
    match at {
        Moment::Date(date) => date.to_string(),
        Moment::Floating(local) => local.to_string(),
        Moment::Zoned { zone, .. } => {
            let zone = tz.unwrap_or(zone);
            let instant = at.instant_in(zone);
            // RFC 3339 has no offsets of seconds, which clocks had a century ago.
            let offset = Some(zone.to_offset(instant)).filter(|offset| offset.seconds() % 60 == 0);
            instant.display_with_offset(offset.unwrap_or(Offset::UTC)).to_string()
        }
    }
}

fn print(found: &[Printed<'_>], format: Format) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    match format {
        Format::Json => {
            serde_json::to_writer(&mut out, found)?;
            writeln!(out)?;
        }
        Format::Text => {
            for at in found {
                let title = at.title.lines().collect::<Vec<_>>().join(" ");
                writeln!(out, "{}  {}  {title}", at.start, at.end)?;
            }
        }
    }
    out.flush()
}
