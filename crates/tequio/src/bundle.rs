// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio bundle`: what a community publishes, carried in a file where there is no network.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter},
    path::{Path, PathBuf},
};

use clap::Subcommand;
use tequio_fediverse::{bundle::Opened, key::Fingerprint};
use tequio_node::{
    link::bundles::{self, Imported, Order, Trust, Verified},
    web::qr,
};

use crate::{
    End, NodeArgs,
    config::{Config, Folder},
    opinions::print,
    safekeeping::{block, must_be_new, open},
    told::{Failure, Told as _},
    words::{t, with},
};

/// What is done with a bundle.
#[derive(Debug, Subcommand)]
pub enum Command {
    #[command(
        after_help = "tequio bundle export etla --to https://nodo.example/@zaachila --output /media/usb/etla.tequio"
    )]
    Export {
        community: String,
        #[arg(long, value_name = "URL")]
        to: Option<String>,
        #[arg(long, value_name = "AGE1…")]
        age: Option<String>,
        #[arg(long, value_name = "NUMBER")]
        from: Option<u64>,
        #[arg(long, value_name = "FILE")]
        output: PathBuf,
        #[command(flatten)]
        node: NodeArgs,
    },
    #[command(after_help = "tequio bundle import /media/usb/etla.tequio")]
    Import {
        file: PathBuf,
        #[arg(long)]
        community: Option<String>,
        #[arg(long, value_name = "FINGERPRINT")]
        fingerprint: Option<Fingerprint>,
        #[arg(long)]
        anew: bool,
        #[command(flatten)]
        node: NodeArgs,
    },
    #[command(after_help = "tequio bundle verify /media/usb/etla.tequio")]
    Verify {
        file: PathBuf,
        #[arg(long, value_name = "FINGERPRINT")]
        fingerprint: Option<Fingerprint>,
    },
    #[command(
        after_help = "tequio bundle receipt etla --to https://nodo.example/@zaachila --output /media/usb/acuse.tequio"
    )]
    Receipt {
        community: String,
        #[arg(long, value_name = "URL")]
        to: String,
        #[arg(long, value_name = "FILE")]
        output: PathBuf,
        #[command(flatten)]
        node: NodeArgs,
    },
    #[command(after_help = "tequio bundle key etla")]
    Key {
        community: String,
        #[command(flatten)]
        node: NodeArgs,
    },
}

/// Runs `tequio bundle`.
pub fn run(command: Command) -> End {
    match command {
        Command::Export { community, to, age, from, output, node } => {
            let order = Order { reader: to, from, age, receipt_only: false };
            crate::with(&node, Folder::Node, |config| export(config, community, order, output))
        }
        Command::Receipt { community, to, output, node } => {
            let order = Order { reader: Some(to), receipt_only: true, ..Order::default() };
            crate::with(&node, Folder::Node, |config| export(config, community, order, output))
        }
        Command::Import { file, community, fingerprint, anew, node } => {
            crate::with(&node, Folder::Node, |config| import(config, file, community, Trust { fingerprint, anew }))
        }
        Command::Verify { file, fingerprint } => match bundles::verify(&|| opened(&file), fingerprint) {
            Ok(verified) => print(&told(&verified)),
            Err(error) => End::Failed(format!("{}: {}", file.display(), error.told())),
        },
        Command::Key { community, node } => crate::with(&node, Folder::Node, |config| key(config, community)),
    }
}

fn opened(file: &Path) -> io::Result<Box<dyn io::BufRead + Send>> {
    Ok(Box::new(BufReader::new(File::open(file)?)))
}

/// Numbers, first and last, as they are said; or that there are none.
fn range(before: u64, last: u64) -> String {
    if last > before { with("bundle-range", &[("first", &(before + 1)), ("last", &last)]) } else { t("bundle-empty") }
}

fn export(config: Config, community: String, order: Order, output: PathBuf) -> End {
    if let Err(end) = must_be_new(&output) {
        return end;
    }
    block(async move {
        let node = open(config).await?;
        let community = bundles::addressee(&node, Some(&community), None).await?;
        let fails = |error: io::Error| Failure(format!("{}: {}", output.display(), error.told()));
        // Under its name it is there whole, or not at all.
        let folder = output.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(fails)?;
        let done = bundles::export(&node, community, &order, BufWriter::new(file.as_file_mut())).await?;
        file.as_file().sync_all().map_err(fails)?;
        file.persist_noclobber(&output).map_err(|error| fails(error.error))?;
        say!("{}: {}", output.display(), range(done.before, done.last));
        if let Some(receipt) = done.receipt {
            say!("{}", with("bundle-receipt-inside", &[("last", &receipt)]));
        } else if order.receipt_only {
            eprintln!("{}", t("bundle-no-receipt"));
        }
        Ok::<(), Failure>(())
    })
}

fn import(config: Config, file: PathBuf, community: Option<String>, trust: Trust) -> End {
    block(async move {
        let node = open(config).await?;
        let about = |error: String| Failure(format!("{}: {error}", file.display()));
        let destination = match opened(&file) {
            Err(error) => return Err(about(error.told())),
            // What cannot be read yet is told when it is taken.
            Ok(input) => Opened::new(input).ok().and_then(|opened| opened.manifest().destination.clone()),
        };
        let community = bundles::addressee(&node, community.as_deref(), destination.as_deref()).await;
        let community = community.map_err(|error| about(error.told()))?;
        let done = bundles::import(&node, community, &|| opened(&file), trust).await;
        let done = done.map_err(|error| about(error.told()))?;
        for line in came(&done) {
            say!("{line}");
        }
        Ok::<(), Failure>(())
    })
}

/// What came of an import.
fn came(done: &Imported) -> Vec<String> {
    let mut lines = vec![with("bundle-came", &[("source", &done.source)])];
    if done.followed || done.through > 0 {
        lines.push(with("bundle-fresh", &[("count", &done.fresh), ("last", &done.through)]));
    }
    if let Some(last) = done.acknowledged {
        lines.push(with("bundle-acknowledged", &[("last", &last)]));
    }
    if done.strange_receipt {
        lines.push(t("bundle-strange"));
    }
    if !done.followed {
        lines.push(t("bundle-not-followed"));
    }
    lines
}

/// What a bundle says of itself.
fn told(verified: &Verified) -> String {
    let destination = verified.destination.clone().unwrap_or_else(|| t("bundle-anybody"));
    let mut lines = vec![
        with("bundle-source", &[("source", &verified.source)]),
        with("bundle-destination", &[("destination", &destination)]),
        with("bundle-created", &[("when", &verified.created)]),
        range(verified.before, verified.last),
    ];
    lines.extend(verified.keys.iter().map(|key| with("bundle-key", &[("fingerprint", key)])));
    lines.extend(
        verified
            .receipts
            .iter()
            .map(|(source, last)| with("bundle-receipt-for", &[("source", source), ("last", last)])),
    );
    lines.push(t("bundle-compare"));
    format!("{}\n", lines.join("\n"))
}

fn key(config: Config, community: String) -> End {
    block(async move {
        let node = open(config).await?;
        let community = bundles::addressee(&node, Some(&community), None).await?;
        let (actor, fingerprint, age) = bundles::identity(&node, community).await?;
        say!("{actor}");
        say!("{}", with("bundle-key", &[("fingerprint", &fingerprint)]));
        say!("{}", with("bundle-age", &[("age", &age)]));
        say!("{}", qr::terminal(&fingerprint));
        Ok::<(), Failure>(())
    })
}
