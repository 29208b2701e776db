// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio community`: a community that moves to another node.

use std::path::PathBuf;

use clap::Subcommand;
use tequio_node::safekeeping::{
    backup,
    moving::{self, MoveError},
};

use crate::{
    End, NodeArgs,
    config::Folder,
    safekeeping::{block, identity_in, must_be_new, open, progress, size, tell_of_missing},
    told::{Failure, Told as _},
    words::{t, with},
};

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    #[command(after_help = "tequio community export etla mudanza.tequio --to age1…")]
    Export {
        community: String,
        file: PathBuf,
        #[arg(long, value_name = "AGE1…", required = true)]
        to: Vec<String>,
        #[command(flatten)]
        node: NodeArgs,
    },
    #[command(after_help = "tequio community import mudanza.tequio --identity clave.txt --data ~/tequio")]
    Import {
        file: PathBuf,
        #[arg(long, value_name = "IDENTITY")]
        identity: PathBuf,
        #[arg(long)]
        elsewhere: bool,
        #[command(flatten)]
        node: NodeArgs,
    },
    #[command(after_help = "tequio community forget etla")]
    Forget {
        community: String,
        #[command(flatten)]
        node: NodeArgs,
    },
    #[command(after_help = "tequio community return etla")]
    Return {
        community: String,
        #[command(flatten)]
        node: NodeArgs,
    },
}

/// Does it.
pub fn run(command: Command) -> End {
    match command {
        Command::Export { community, file, to, node } => export(&community, file, &to, &node),
        Command::Import { file, identity, elsewhere, node } => import(file, &identity, elsewhere, &node),
        Command::Forget { community, node } => crate::with(&node, Folder::Node, |config| {
            block(async move {
                moving::forget(&*open(config).await?, &community).await.map_err(MoveError::from)?;
                say!("{}", t("said-forgotten"));
                Ok::<(), Failure>(())
            })
        }),
        Command::Return { community, node } => crate::with(&node, Folder::Node, |config| {
            block(async move {
                let node = open(config).await?;
                moving::come_back(&node, &community).await.map_err(MoveError::from)?;
                say!("{}", t("said-in-log"));
                eprintln!("{}", t("said-returned"));
                Ok::<(), Failure>(())
            })
        }),
    }
}

fn export(community: &str, file: PathBuf, to: &[String], node: &NodeArgs) -> End {
    let recipients = match backup::custodians(to) {
        Ok(recipients) => recipients,
        Err(error) => return End::Wrong(error.told()),
    };
    if let Err(end) = must_be_new(&file) {
        return end;
    }
    crate::with(node, Folder::Node, |config| {
        block(async move {
            let node = open(config).await?;
            moving::leave(&node, community).await.map_err(MoveError::from)?;
            let packed = moving::pack(&node, community, &recipients, &file, progress).await?;
            say!("{} ({})", file.display(), size(std::fs::metadata(&file).map_or(0, |file| file.len())));
            tell_of_missing(&packed.missing);
            let packed = [("records", &packed.seq as &dyn ToString), ("address", &packed.to)];
            eprintln!("{}", with("said-exported", &packed));
            eprintln!("{}", with("said-exported-back", &[("community", &community)]));
            Ok::<(), Failure>(())
        })
    })
}

fn import(file: PathBuf, identity: &std::path::Path, elsewhere: bool, node: &NodeArgs) -> End {
    let key = match identity_in(identity, &file) {
        Ok(key) => key,
        Err(why) => return End::Wrong(why),
    };
    // A node that nobody served yet may take one in as its first.
    crate::with(node, Folder::Any, |config| {
        block(async move {
            let opened = moving::open(&file, &key)?;
            let arrived = moving::arrive(&*open(config).await?, opened, elsewhere).await?;
            say!("{}", arrived.address);
            eprintln!("{}", with("said-imported", &[("records", &arrived.records)]));
            tell_of_missing(&arrived.missing);
            if let Some(expected) = arrived.expected {
                eprintln!("tequio: {}", with("said-imported-elsewhere", &[("expected", &expected)]));
            }
            match arrived.way_in {
                Some((name, codes)) => {
                    eprintln!("{}", with("said-imported-codes", &[("name", &name)]));
                    codes.iter().for_each(|code| say!("{code}"));
                }
                None => eprintln!("{}", t("said-imported-in")),
            }
            Ok::<(), Failure>(())
        })
    })
}
