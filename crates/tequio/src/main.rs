// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The program `tequio`: command line, configuration and start-up.

/// Prints a line. Whoever reads may be gone (`tequio serve | head`), which is no reason to stop.
macro_rules! say {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($words)*);
    }};
}

mod agenda;
mod audit;
mod check;
mod config;
mod operate;
mod opinions;
mod safekeeping;
mod serve;
mod tally;

use std::{collections::BTreeMap, path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};
use config::{Config, Folder, Wrong};

/// How a command ended. The numbers are part of the interface: 0 done, 1 failed, 2 wrong use, 3 done in part.
#[derive(Debug)]
enum End {
    Done,
    Failed(String),
    Wrong(String),
    /// What was left out.
    Partly(Vec<String>),
}

/// The whole life of a free-software community in one program.
#[derive(Debug, Parser)]
#[command(version, about, after_help = "Example: tequio serve --demo")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs a node until it is interrupted.
    #[command(after_help = "Example: tequio serve --data ~/tequio --lan")]
    Serve {
        #[command(flatten)]
        node: NodeArgs,
        /// Fills an empty node with three sample communities.
        #[arg(long)]
        demo: bool,
    },
    /// Verifies the logs and compares what they say with the tables
    #[command(after_help = "Example: tequio check --data ~/tequio")]
    Check {
        #[command(flatten)]
        node: NodeArgs,
    },
    /// Makes a key pair for somebody who keeps backups
    #[command(after_help = "Example: tequio custodian > /media/usb/clave.txt")]
    Custodian,
    /// Writes everything to one encrypted file, while the node serves
    #[command(after_help = "Example: tequio backup /media/usb/tequio.backup --to age1…")]
    Backup {
        /// The file to write
        file: PathBuf,
        /// The public key of a custodian; may be given several times
        #[arg(long, value_name = "AGE1…")]
        to: Vec<String>,
        #[command(flatten)]
        node: NodeArgs,
    },
    /// Prints what was erased, for restoring an older backup
    #[command(after_help = "Example: tequio erasures > /media/usb/borrados.txt")]
    Erasures {
        #[command(flatten)]
        node: NodeArgs,
    },
    /// Brings a backup back into an empty folder
    #[command(after_help = "Example: tequio restore tequio.backup --identity clave.txt --data ~/tequio-nuevo")]
    Restore {
        /// The backup
        file: PathBuf,
        /// A file with a custodian's secret key
        #[arg(long, value_name = "FILE")]
        identity: PathBuf,
        /// What was erased since the backup was made (tequio erasures)
        #[arg(long, value_name = "FILE")]
        erasures: Option<PathBuf>,
        #[command(flatten)]
        node: NodeArgs,
    },
    /// Prints a link by which one more community can be founded here, once
    #[command(after_help = "Example: tequio invite --data ~/tequio")]
    Invite {
        #[command(flatten)]
        node: NodeArgs,
    },
    /// Gives a community a host of its own, or none; its log says so
    ///
    /// The host must lead to this node (DNS, and the proxy if there is one). Links by the old ways in stay good.
    #[command(after_help = "Example: tequio host etla etla.example")]
    Host {
        /// The community's handle
        community: String,
        /// The host
        #[arg(required_unless_present = "none")]
        host: Option<String>,
        /// It shall have none
        #[arg(long, conflicts_with = "host")]
        none: bool,
        #[command(flatten)]
        node: NodeArgs,
    },
    /// Gives a mandate in a community that locked itself out; its log says so
    #[command(
        after_help = "Example: tequio rescue --community etla --member Beto --kind coordination --reason 'nadie tiene el cargo'"
    )]
    Rescue {
        /// The community's handle
        #[arg(long)]
        community: String,
        /// The member's name
        #[arg(long)]
        member: String,
        /// coordination, agenda or care
        #[arg(long)]
        kind: String,
        /// Why, for everybody to read
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        node: NodeArgs,
    },
    /// Lists the work for later, dead jobs first
    #[command(after_help = "Example: tequio jobs --data ~/tequio")]
    Jobs {
        #[command(flatten)]
        node: NodeArgs,
    },
    /// Reads calendar files
    #[command(after_help = "Example: tequio agenda expand talleres.ics --from 2026-11-01 --to 2026-12-01")]
    Agenda {
        #[command(subcommand)]
        command: agenda::Command,
    },
    /// Counts a file of ballots and says how the result came about; needs no node
    #[command(after_help = "Example: tequio tally --method schulze --ties sorteo-2026 votos.csv")]
    Tally(tally::Arguments),
    /// Draws a map of opinions from votes on statements; needs no node
    #[command(after_help = "Example: tequio opinions participants-votes.csv --format svg > mapa.svg")]
    Opinions(opinions::Arguments),
    /// Tells how free this machine is, with evidence, and the way there
    ///
    /// Needs no node, no network and no root; writes nothing. Verdicts are free, not free, not known; grades from A
    /// (somebody looked at it) to E (a sign). What could not be read is named; the exit code is then 3.
    #[command(
        after_help = "Example: tequio audit --format html > informe.html\n         tequio audit --root /media/disco --lang en"
    )]
    Audit {
        #[command(flatten)]
        arguments: audit::Arguments,
    },
    /// Prints a commented sample of the configuration file.
    #[command(after_help = "Example: tequio config > ~/.config/tequio/tequio.toml")]
    Config,
}

/// Where a node is and how it is reached. Each flag has its TEQUIO_* variable and its line in the file.
#[derive(Debug, Args)]
struct NodeArgs {
    /// The data folder: empty, absent, or made by Tequio
    #[arg(long, value_name = "DIR")]
    data: Option<String>,
    /// The address on which it listens [default: 127.0.0.1:3456]
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
    /// The address by which people reach it [default: http://localhost:PORT]
    #[arg(long, value_name = "URL")]
    origin: Option<String>,
    /// postgres://… instead of SQLite in the data folder
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// s3://NAME instead of the folder blobs/ in the data folder, for files; AWS_… say where it is and how it opens
    #[arg(long, value_name = "URL")]
    bucket: Option<String>,
    /// Listens on the local network too, and prints that door's QR; an address chooses one [default: false]
    #[arg(long, value_name = "true|false|ADDRESS", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    lan: Option<String>,
    /// Proxies in front of it whose X-Forwarded-For says where people come from [default: none]
    #[arg(long, value_name = "ADDRESS|NETWORK,…")]
    trusted_proxy: Option<String>,
    /// The file of configuration
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl NodeArgs {
    fn resolve(&self, folder: Folder) -> Result<Config, Wrong> {
        let given = [
            ("data", &self.data),
            ("listen", &self.listen),
            ("origin", &self.origin),
            ("database", &self.database),
            ("bucket", &self.bucket),
            ("lan", &self.lan),
            ("trusted-proxy", &self.trusted_proxy),
        ];
        let flags: BTreeMap<&'static str, String> =
            given.into_iter().filter_map(|(key, value)| Some((key, value.clone()?))).collect();
        let environment = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .filter(|(name, _)| name.starts_with("TEQUIO_"))
            .collect();
        config::resolve(&flags, &environment, self.config.as_deref())?.folder(folder)
    }
}

/// Does something with the configuration, if it and the data folder are in order.
fn with(node: &NodeArgs, folder: Folder, work: impl FnOnce(Config) -> End) -> End {
    node.resolve(folder).map_or_else(|wrong| End::Wrong(wrong.to_string()), work)
}

fn main() -> ExitCode {
    let end = Cli::try_parse().map_or_else(misunderstood, |cli| run(cli.command));
    match end {
        End::Done => ExitCode::SUCCESS,
        End::Failed(why) => {
            eprintln!("tequio: {why}");
            ExitCode::from(1)
        }
        End::Wrong(why) => {
            eprintln!("tequio: {why}");
            ExitCode::from(2)
        }
        End::Partly(left_out) => {
            for what in left_out {
                eprintln!("tequio: {what}");
            }
            ExitCode::from(3)
        }
    }
}

fn run(command: Command) -> End {
    match command {
        Command::Serve { node, demo } => with(&node, Folder::Any, |config| serve::run(config, demo)),
        Command::Check { node } => with(&node, Folder::Node, check::run),
        Command::Custodian => safekeeping::custodian(),
        Command::Backup { file, to, node } => with(&node, Folder::Node, |config| safekeeping::backup(config, file, to)),
        Command::Erasures { node } => with(&node, Folder::Node, safekeeping::erasures),
        Command::Restore { file, identity, erasures, node } => {
            with(&node, Folder::Empty, |config| safekeeping::restore(config, file, identity, erasures))
        }
        Command::Host { community, host, none: _, node } => {
            with(&node, Folder::Node, |config| operate::host(config, &community, host.as_deref()))
        }
        Command::Rescue { community, member, kind, reason, node } => {
            with(&node, Folder::Node, |config| operate::rescue(config, &community, &member, &kind, &reason))
        }
        Command::Invite { node } => with(&node, Folder::Node, operate::invite),
        Command::Jobs { node } => with(&node, Folder::Node, operate::jobs),
        Command::Agenda { command } => agenda::run(command),
        Command::Audit { arguments } => audit::run(&arguments),
        Command::Tally(arguments) => tally::run(&arguments),
        Command::Opinions(arguments) => opinions::run(&arguments),
        Command::Config => {
            say!("{}", config::sample().trim_end());
            End::Done
        }
    }
}

/// What was asked for by help, or why the arguments were not understood, in one line.
fn misunderstood(error: clap::Error) -> End {
    if !error.use_stderr() {
        say!("{}", error.render().ansi());
        return End::Done;
    }
    let text = error.render().to_string();
    let why = text.split("\n\n").next().unwrap_or_default().trim_start_matches("error: ");
    let why: Vec<&str> = why.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    End::Wrong(format!("{} (tequio --help)", why.join(" ")))
}
