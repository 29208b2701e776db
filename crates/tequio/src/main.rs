// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The program `tequio`: command line, configuration and start-up.

mod check;
mod config;
mod serve;

use std::{collections::BTreeMap, path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};

/// How a command ended. The numbers are part of the interface: 0 done, 1 failed, 2 wrong use, 3 done in part.
#[derive(Debug)]
enum End {
    Done,
    Failed(String),
    Wrong(String),
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

fn main() -> ExitCode {
    // clap answers wrong use with 2 by itself.
    let cli = Cli::parse();
    let end = match cli.command {
        Command::Serve { node, demo } => node.resolve().map_or_else(|end| end, |config| serve::run(config, demo)),
        Command::Check { node } => node.resolve().map_or_else(|end| end, check::run),
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
    }
}
