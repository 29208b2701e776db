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
mod bundle;
mod check;
mod community;
mod config;
mod generate;
mod handover;
mod help;
mod misuse;
mod network;
mod operate;
mod opinions;
mod safekeeping;
mod serve;
mod shelf;
mod tally;
mod told;
mod upgrade;
mod verify;
mod words;

use std::{collections::BTreeMap, path::PathBuf, process::ExitCode};

use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
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

/// The command line. What its commands and arguments mean stands in `locales/`, by their names (see [`help`]).
#[derive(Debug, Parser)]
#[command(version, bin_name = "tequio")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(after_help = "tequio serve --data ~/tequio --lan")]
    Serve {
        #[command(flatten)]
        node: NodeArgs,
        #[arg(long)]
        demo: bool,
    },
    #[command(after_help = "tequio check --data ~/tequio")]
    Check {
        #[command(flatten)]
        node: NodeArgs,
    },
    #[command(after_help = "tequio custodian --output /media/usb/clave.txt")]
    Custodian {
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    #[command(after_help = "tequio backup /media/usb/tequio.backup --to age1…")]
    Backup {
        file: PathBuf,
        #[arg(long, value_name = "AGE1…")]
        to: Vec<String>,
        #[command(flatten)]
        node: NodeArgs,
    },
    #[command(after_help = "tequio erasures > /media/usb/borrados.txt")]
    Erasures {
        #[command(flatten)]
        node: NodeArgs,
    },
    #[command(after_help = "tequio restore tequio.backup --identity clave.txt --data ~/tequio-nuevo")]
    Restore {
        file: PathBuf,
        #[arg(long, value_name = "IDENTITY")]
        identity: PathBuf,
        #[arg(long, value_name = "FILE")]
        erasures: Option<PathBuf>,
        #[command(flatten)]
        node: NodeArgs,
    },
    #[command(after_help = "tequio drill /media/usb/tequio-2026-11-28.backup --identity clave.txt")]
    Drill {
        #[arg(required_unless_present = "receipt")]
        file: Option<PathBuf>,
        #[arg(long, value_name = "IDENTITY", required_unless_present = "receipt")]
        identity: Option<PathBuf>,
        #[arg(long, value_name = "CODE", conflicts_with_all = ["file", "identity"])]
        receipt: Option<String>,
        #[command(flatten)]
        node: NodeArgs,
    },
    #[command(after_help = "tequio shelf https://nodo.example/shelf/…")]
    Shelf {
        #[arg(value_name = "URL")]
        link: String,
    },
    #[command(after_help = "tequio upgrade --check --data ~/tequio")]
    Upgrade {
        #[arg(long)]
        check: bool,
        #[command(flatten)]
        node: NodeArgs,
    },
    #[command(after_help = "tequio mirror /var/www/copia --data ~/tequio")]
    Mirror {
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        #[command(flatten)]
        node: NodeArgs,
    },
    #[command(after_help = "tequio invite --data ~/tequio")]
    Invite {
        #[command(flatten)]
        node: NodeArgs,
    },
    #[command(after_help = "tequio host etla etla.example")]
    Host {
        community: String,
        #[arg(required_unless_present = "none")]
        host: Option<String>,
        #[arg(long, conflicts_with = "host")]
        none: bool,
        #[command(flatten)]
        node: NodeArgs,
    },
    #[command(
        after_help = "tequio rescue --community etla --member Beto --kind coordination --reason 'nadie tiene el cargo'"
    )]
    Rescue {
        #[arg(long)]
        community: String,
        #[arg(long)]
        member: String,
        #[arg(long)]
        kind: String,
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        node: NodeArgs,
    },
    #[command(after_help = "tequio community export etla mudanza.tequio --to age1…")]
    Community {
        #[command(subcommand)]
        command: community::Command,
    },
    #[command(after_help = "tequio jobs --data ~/tequio")]
    Jobs {
        #[command(flatten)]
        node: NodeArgs,
    },
    #[command(after_help = "tequio peers --data ~/tequio")]
    Peers {
        #[command(flatten)]
        arguments: network::Arguments,
        #[command(flatten)]
        node: NodeArgs,
    },
    #[command(after_help = "tequio queue --data ~/tequio --format json")]
    Queue {
        #[command(flatten)]
        arguments: network::Arguments,
        #[command(flatten)]
        node: NodeArgs,
    },
    #[command(after_help = "tequio bundle verify /media/usb/etla.tequio")]
    Bundle {
        #[command(subcommand)]
        command: bundle::Command,
    },
    #[command(after_help = "tequio agenda expand talleres.ics --from 2026-11-01 --to 2026-12-01")]
    Agenda {
        #[command(subcommand)]
        command: agenda::Command,
    },
    #[command(after_help = "tequio tally --method schulze --ties sorteo-2026 votos.csv")]
    Tally(tally::Arguments),
    Verify {
        #[command(subcommand)]
        command: verify::Command,
    },
    #[command(after_help = "tequio opinions participants-votes.csv --format svg > mapa.svg")]
    Opinions(opinions::Arguments),
    #[command(
        after_help = "tequio audit --format html > informe.html\n         tequio audit --root /media/disco --lang en"
    )]
    Audit {
        #[command(flatten)]
        arguments: audit::Arguments,
    },
    #[command(after_help = "tequio config > ~/.config/tequio/tequio.toml")]
    Config,
    /// What a package brings; for whoever makes one.
    #[command(hide = true, after_help = "tequio generate target/package")]
    Generate { folder: PathBuf },
}

/// Where a node is and how it is reached. Each flag has its TEQUIO_* variable and its line in the file.
#[derive(Debug, Args)]
struct NodeArgs {
    #[arg(long, value_name = "DIR")]
    data: Option<String>,
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
    #[arg(long, value_name = "URL")]
    origin: Option<String>,
    #[arg(long, value_name = "URL")]
    onion: Option<String>,
    #[arg(long, value_name = "URL,…")]
    database: Option<String>,
    #[arg(long, value_name = "URL")]
    bucket: Option<String>,
    #[arg(long, value_name = "true|false|ADDRESS", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    lan: Option<String>,
    #[arg(long, value_name = "ADDRESS|NETWORK,…")]
    trusted_proxy: Option<String>,
    #[arg(long, value_name = "ADDRESS:PORT")]
    tls_listen: Option<String>,
    #[arg(long, value_name = "FILE")]
    tls_cert: Option<String>,
    #[arg(long, value_name = "FILE")]
    tls_key: Option<String>,
    #[arg(long, value_name = "EMAIL|true|false")]
    acme: Option<String>,
    #[arg(long, value_name = "URL")]
    acme_directory: Option<String>,
    #[arg(long, value_name = "DIR|URL,…")]
    backups: Option<String>,
    #[arg(long, value_name = "AGE1…,…")]
    custodians: Option<String>,
    #[arg(long, value_name = "MB")]
    reserve: Option<String>,
    #[arg(long, value_name = "URL")]
    mail: Option<String>,
    #[arg(long, value_name = "ADDRESS")]
    mail_from: Option<String>,
    #[arg(long, value_name = "true|false", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    fediverse_allow_loopback: Option<String>,
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl NodeArgs {
    fn resolve(&self, folder: Folder) -> Result<Config, Wrong> {
        let given = [
            ("data", &self.data),
            ("listen", &self.listen),
            ("origin", &self.origin),
            ("onion", &self.onion),
            ("database", &self.database),
            ("bucket", &self.bucket),
            ("lan", &self.lan),
            ("trusted-proxy", &self.trusted_proxy),
            ("tls-listen", &self.tls_listen),
            ("tls-cert", &self.tls_cert),
            ("tls-key", &self.tls_key),
            ("acme", &self.acme),
            ("acme-directory", &self.acme_directory),
            ("backups", &self.backups),
            ("custodians", &self.custodians),
            ("reserve", &self.reserve),
            ("mail", &self.mail),
            ("mail-from", &self.mail_from),
            ("fediverse-allow-loopback", &self.fediverse_allow_loopback),
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
    let mut command = help::worded(Cli::command());
    let parsed = command.try_get_matches_from_mut(help::once(std::env::args_os()));
    let end = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => run(cli.command),
        Err(error) => misunderstood(&error, &command),
    };
    match end {
        End::Done => ExitCode::SUCCESS,
        End::Failed(why) => {
            eprintln!("tequio: {}", words::plain(&why));
            ExitCode::from(1)
        }
        End::Wrong(why) => {
            eprintln!("tequio: {}", words::plain(&why));
            ExitCode::from(2)
        }
        End::Partly(left_out) => {
            for what in left_out {
                eprintln!("tequio: {}", words::plain(&what));
            }
            ExitCode::from(3)
        }
    }
}

fn run(command: Command) -> End {
    match command {
        Command::Serve { node, demo } => with(&node, Folder::Any, |config| serve::run(config, demo)),
        Command::Check { node } => with(&node, Folder::Node, check::run),
        Command::Custodian { output } => safekeeping::custodian(output.as_deref()),
        Command::Backup { file, to, node } => with(&node, Folder::Node, |config| safekeeping::backup(config, file, to)),
        Command::Erasures { node } => with(&node, Folder::Node, safekeeping::erasures),
        Command::Restore { file, identity, erasures, node } => {
            with(&node, Folder::Empty, |config| safekeeping::restore(config, file, identity, erasures))
        }
        Command::Drill { receipt: Some(code), node, .. } => {
            with(&node, Folder::Node, |config| safekeeping::receipt(config, &code))
        }
        Command::Drill { file, identity, receipt: None, node } => with(&node, Folder::Any, |config| {
            safekeeping::drill(config, file.unwrap_or_default(), &identity.unwrap_or_default())
        }),
        Command::Shelf { link } => shelf::list(&link),
        Command::Mirror { folder, node } => with(&node, Folder::Node, |config| operate::mirror(config, folder)),
        Command::Upgrade { check, node } => with(&node, Folder::Node, |config| upgrade::run(config, check)),
        Command::Host { community, host, none: _, node } => {
            with(&node, Folder::Node, |config| operate::host(config, &community, host.as_deref()))
        }
        Command::Rescue { community, member, kind, reason, node } => {
            with(&node, Folder::Node, |config| operate::rescue(config, &community, &member, &kind, &reason))
        }
        Command::Invite { node } => with(&node, Folder::Node, operate::invite),
        Command::Jobs { node } => with(&node, Folder::Node, operate::jobs),
        Command::Peers { arguments, node } => {
            with(&node, Folder::Node, |config| network::list_peers(config, &arguments))
        }
        Command::Queue { arguments, node } => {
            with(&node, Folder::Node, |config| network::list_queue(config, &arguments))
        }
        Command::Community { command } => community::run(command),
        Command::Bundle { command } => bundle::run(command),
        Command::Agenda { command } => agenda::run(command),
        Command::Audit { arguments } => audit::run(&arguments),
        Command::Tally(arguments) => tally::run(&arguments),
        Command::Verify { command } => verify::run(&command),
        Command::Opinions(arguments) => opinions::run(&arguments),
        Command::Config => {
            say!("{}", config::sample(None).trim_end());
            End::Done
        }
        Command::Generate { folder } => generate::run(&folder),
    }
}

/// What was asked for by help, or why the arguments were not understood, in one line.
fn misunderstood(error: &clap::Error, command: &clap::Command) -> End {
    if !error.use_stderr() {
        // In colours on a terminal alone.
        let _ = error.print();
        return End::Done;
    }
    let given: Vec<String> = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    End::Wrong(misuse::told(error, command, &given))
}
