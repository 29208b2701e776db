// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio peers` and `tequio queue`: other nodes, and what waits for them and from them.

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use tequio_node::{
    NodeError,
    link::federation::{PeerRow, peers, queue},
    spine::world::Instant,
};

use crate::{
    End,
    config::Config,
    opinions::print,
    safekeeping::{block, moment, open},
    words::{t, with},
};

/// In which form it is printed.
#[derive(Debug, Args)]
pub struct Arguments {
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

/// The forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people
    Text,
    /// For programs; documented and stable
    Json,
}

fn at(instant: Option<Instant>) -> String {
    instant.map_or_else(|| "-".to_owned(), |at| moment(Timestamp::from_microsecond(at.0).unwrap_or_default()))
}

fn line(peer: &PeerRow) -> String {
    let state = t(if peer.silent_since.is_some() { "peers-silent" } else { "peers-good" });
    let next = peer.next_at.filter(|_| peer.silent_since.is_some());
    [
        state,
        peer.community.clone(),
        peer.host.clone(),
        peer.followers.to_string(),
        (peer.behind + peer.alone).to_string(),
        at(peer.told_at),
        at(peer.silent_since),
        peer.tries.to_string(),
        at(next),
        peer.error.clone().unwrap_or_default(),
    ]
    .join("\t")
}

fn table(peers: &[PeerRow]) -> String {
    std::iter::once(t("peers-heading")).chain(peers.iter().map(line)).collect::<Vec<_>>().join("\n")
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// Lists the inboxes elsewhere to which the communities of the node speak.
pub fn list_peers(config: Config, arguments: &Arguments) -> End {
    let form = arguments.format;
    block(async move {
        let peers = peers(&*open(config).await?).await?;
        match form {
            Form::Json => drop(print(&format!("{}\n", json(&peers)))),
            Form::Text if peers.is_empty() => eprintln!("{}", t("peers-none")),
            Form::Text => drop(print(&format!("{}\n", table(&peers)))),
        }
        Ok::<(), NodeError>(())
    })
}

/// Lists what waits to be sent to other nodes, and what came from them and waits to be worked through.
pub fn list_queue(config: Config, arguments: &Arguments) -> End {
    let form = arguments.format;
    block(async move {
        let (going, coming) = queue(&*open(config).await?).await?;
        match form {
            Form::Json => drop(print(&format!("{}\n", json(&serde_json::json!({ "going": going, "coming": coming }))))),
            Form::Text if going.is_empty() && coming.is_empty() => eprintln!("{}", t("queue-none")),
            Form::Text => {
                let mut text = String::new();
                if !going.is_empty() {
                    text += &format!("{}\n", table(&going));
                }
                for one in &coming {
                    let since = at(Some(one.since));
                    let words =
                        with("queue-coming", &[("count", &one.waiting), ("host", &one.host), ("since", &since)]);
                    text += &format!("{words}\n");
                }
                drop(print(&text));
            }
        }
        Ok::<(), NodeError>(())
    })
}
