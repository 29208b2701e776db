// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The program `tequio`: command line, configuration and start-up.

mod agenda;
mod audit;
mod check;
mod config;
mod operate;
mod safekeeping;
mod serve;

use std::{collections::BTreeMap, path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};

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
    /// Listens on the local network too, and prints that door's QR
    #[arg(long)]
    lan: bool,
    /// The file of configuration
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl NodeArgs {
    fn resolve(&self) -> Result<config::Config, End> {
        let lan = self.lan.then(|| "true".to_owned());
        let given = [
            ("data", &self.data),
            ("listen", &self.listen),
            ("origin", &self.origin),
            ("database", &self.database),
            ("lan", &lan),
        ];
        let flags: BTreeMap<&'static str, String> =
            given.into_iter().filter_map(|(key, value)| Some((key, value.clone()?))).collect();
        let environment = |name: &str| std::env::var(name).ok();
        config::resolve(&flags, environment, self.config.as_deref()).map_err(|wrong| End::Wrong(wrong.to_string()))
    }
}

/// Does something with the configuration, if it is in order.
fn with(node: &NodeArgs, work: impl FnOnce(config::Config) -> End) -> End {
    node.resolve().map_or_else(|end| end, work)
}

fn main() -> ExitCode {
    // clap answers wrong use with 2 by itself.
    let cli = Cli::parse();
    let end = match cli.command {
        Command::Serve { node, demo } => with(&node, |config| serve::run(config, demo)),
        Command::Check { node } => with(&node, check::run),
        Command::Custodian => safekeeping::custodian(),
        Command::Backup { file, to, node } => with(&node, |config| safekeeping::backup(config, file, to)),
        Command::Erasures { node } => with(&node, safekeeping::erasures),
        Command::Restore { file, identity, erasures, node } => {
            with(&node, |config| safekeeping::restore(config, file, identity, erasures))
        }
        Command::Rescue { community, member, kind, reason, node } => {
            with(&node, |config| operate::rescue(config, &community, &member, &kind, &reason))
        }
        Command::Invite { node } => with(&node, operate::invite),
        Command::Jobs { node } => with(&node, operate::jobs),
        Command::Agenda { command } => agenda::run(command),
        Command::Audit { arguments } => audit::run(&arguments),
        Command::Config => {
            print!("{}", config::sample());
            End::Done
        }
    };
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
