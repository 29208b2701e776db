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
use tequio_node::{
    NodeError,
    act::agenda::{
        import::Unfit,
        operate::{self, Choice, Left, Why},
    },
    spine::{hidden::one_line, viewer::Visibility},
    web::lang::Lang,
};

use crate::{
    End, NodeArgs,
    config::{Config, Folder},
    safekeeping::{block, open},
    told::Told as _,
    words::{lang, t, with},
};

/// What is done with calendar files.
#[derive(Debug, Subcommand)]
pub enum Command {
    #[command(after_help = "tequio agenda expand talleres.ics --from 2026-11-01 --to 2026-12-01")]
    Expand {
        file: PathBuf,
        #[arg(long, value_name = "DATE", value_parser = day)]
        from: Date,
        #[arg(long, value_name = "DATE", value_parser = day)]
        to: Date,
        #[arg(long, value_name = "ZONE", value_parser = known_zone)]
        tz: Option<TimeZone>,
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    #[command(after_help = "tequio agenda import talleres.ics --community etla")]
    Import {
        file: PathBuf,
        #[arg(long)]
        community: String,
        #[arg(long, value_enum, default_value_t = Who::Public)]
        visibility: Who,
        #[arg(long)]
        replace: bool,
        #[command(flatten)]
        node: NodeArgs,
    },
    #[command(after_help = "tequio agenda export --community etla > etla.ics")]
    Export {
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
    zone::get(name).ok_or_else(|| t("misuse-zone"))
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| t("misuse-day"))
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
                return End::Wrong(t("wrong-days"));
            }
            let bytes = match contents(&file) {
                Ok(bytes) => bytes,
                Err(error) => return End::Failed(format!("{}: {}", file.display(), error.told())),
            };
            expand(&bytes, (from, to), tz, format)
        }
        Command::Import { file, community, visibility, replace, node } => {
            let visibility = match visibility {
                Who::Public => Visibility::Public,
                Who::Community => Visibility::Community,
            };
            crate::with(&node, Folder::Node, |config| import(config, &file, &community, Choice { visibility, replace }))
        }
        Command::Export { community, node } => crate::with(&node, Folder::Node, |config| {
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
        Err(error) => return End::Failed(format!("{}: {}", file.display(), error.told())),
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
        say!("{}", with("import-done", &[("taken", &imported.taken), ("unchanged", &imported.unchanged)]));
        let text = String::from_utf8_lossy(&bytes);
        let lines: Vec<&str> = text.lines().collect();
        left = imported.left.iter().map(|left| told(left, &lines)).collect();
        Ok::<(), NodeError>(())
    });
    match end {
        End::Done if !left.is_empty() => End::Partly(left),
        end => end,
    }
}

/// What was left of a file of these lines, with the title of its event.
fn told(left: &Left, lines: &[&str]) -> String {
    let title = title_at(lines, left.line);
    let why = match (&left.why, &title) {
        (Why::Unread(problem), None) => return unread(problem),
        (Why::Unread(problem), Some(title)) => {
            return with("import-unread-titled", &[("problem", &unread(problem)), ("title", title)]);
        }
        (Why::Unfit(Unfit::NoDates), _) => t("import-unfit-none"),
        (Why::Unfit(Unfit::TooMany), _) => t("import-unfit-many"),
        (Why::Unfit(Unfit::TooLong), _) => t("import-unfit-long"),
        (Why::Unfit(Unfit::Uid), _) => t("import-unfit-uid"),
        (Why::ChangedByHand, _) => t("import-by-hand"),
        (Why::Fields(fields), _) => with("import-fields", &[("fields", &fields.join(", "))]),
    };
    match title {
        Some(title) => with("import-left-titled", &[("line", &left.line), ("title", &title), ("why", &why)]),
        None => with("import-left", &[("line", &left.line), ("why", &why)]),
    }
}

/// What could not be read.
fn unread(problem: &Problem) -> String {
    match lang() {
        // Others read these lines by their words.
        Lang::En => problem.to_string(),
        Lang::Es => operate::told(Lang::Es, problem),
    }
}

/// The lines above and below a place in which the title of its event is looked for.
const NEARBY: usize = 500;

/// The title of the event in which a line (from 1) stands, as the file writes it.
fn title_at(lines: &[&str], line: usize) -> Option<String> {
    let (before, after) = lines.split_at_checked(line)?;
    let is = |line: &str, word: &str| line.trim().eq_ignore_ascii_case(word);
    // It begins above the line or at it, and ends below it or at it.
    let before = before.get(line.saturating_sub(NEARBY)..)?;
    let event = before.get(before.iter().rposition(|line| is(line, "BEGIN:VEVENT"))?..)?;
    let (_, above) = event.split_last()?;
    if above.iter().any(|line| is(line, "END:VEVENT")) {
        return None;
    }
    let own = event.iter().chain(after.iter().take(NEARBY)).take_while(|line| !is(line, "END:VEVENT"));
    own.filter_map(|line| line.split_once(':')).find_map(|(name, title)| {
        let name = name.split(';').next().unwrap_or_default();
        name.eq_ignore_ascii_case("SUMMARY").then(|| one_line(&title.replace("\\,", ",")))
    })
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
    let mut troubles: Vec<String> = reading.problems.iter().map(unread).collect();
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
        return End::Failed(error.told());
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
                // What a file says moves nothing on the terminal.
                let title = one_line(at.title);
                writeln!(out, "{}  {}  {title}", at.start, at.end)?;
            }
        }
    }
    out.flush()
}
