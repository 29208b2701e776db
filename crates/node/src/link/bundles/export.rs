// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Writing a bundle: for a community, or for anybody; with the receipt for what came from there.

use std::{
    io::{self, Write},
    sync::Arc,
};

use serde::Serialize;
use tequio_fediverse::{
    bundle::{self, Cursor, Manifest, Receipt, Sealed, Writer},
    key::KeyHistory,
};
use url::Url;
use utoipa::ToSchema;

use crate::{
    link::{
        blocks::{self, Standing},
        federation::{Signing, store as federation_store},
    },
    node::{Node, NodeError},
    spine::{
        id::Id,
        refusal::{Error, Result, conflict},
        viewer::Viewer,
        world::Micros,
    },
    store::args,
};

use super::{
    store,
    stream::{Stream, cursor, instant, number},
    told,
};

/// So many activities are read at once.
const PAGE: i64 = 100;

/// What a bundle is to be.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// The actor it is for; nothing for anybody.
    pub reader: Option<String>,
    /// The number with which it begins; nothing: after what its reader acknowledged.
    pub from: Option<u64>,
    /// The reader's public age key, if nobody else shall read it.
    pub age: Option<String>,
    /// Whether it carries the receipt alone.
    pub receipt_only: bool,
}

/// A bundle that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Exported {
    /// The numbers before its first activity, and of its last one.
    pub before: u64,
    /// The last one.
    pub last: u64,
    /// Up to which number it acknowledges what its reader sent, if it does.
    pub receipt: Option<u64>,
}

/// A file that is perhaps encrypted while it is written.
enum Out<W: Write> {
    Plain(W),
    Sealed(Box<Sealed<W>>),
}

impl<W: Write> Write for Out<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(out) => out.write(bytes),
            Self::Sealed(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(out) => out.flush(),
            Self::Sealed(out) => out.flush(),
        }
    }
}

/// By what others know a community that is open to the network: its actor, the fingerprint of its key, and its public age key.
///
/// # Errors
/// A refusal if it is not open; or as the store says.
pub async fn identity(node: &Node, community: Id) -> Result<(String, String, String)> {
    let signing = open(node, community).await?;
    let key = signing.ed25519();
    let (_, age) = bundle::identity(key).map_err(|error| Error::Damaged(error.to_string()))?;
    Ok((signing.address.actor(), key.public().fingerprint().to_string(), age))
}

/// Which community of the node is meant: the one of this handle; else the one to which a bundle is addressed; else the only one that is
/// open to the network.
///
/// # Errors
/// When there is none, or more than one.
pub async fn addressee(node: &Node, handle: Option<&str>, actor: Option<&str>) -> std::result::Result<Id, NodeError> {
    if let Some(handle) = handle {
        return Ok(node.community(handle).await?.id);
    }
    let mut reader = node.core.db.read(&Viewer::Node).await?;
    let open: Vec<(Id, String)> = reader.all(&federation_store::ACTORS, args![]).await?;
    let found = match (actor, open.as_slice()) {
        (Some(actor), open) => open.iter().find(|(_, own)| own == actor),
        (None, [only]) => Some(only),
        (None, _) => None,
    };
    let (community, _) = found.ok_or_else(|| match actor {
        Some(actor) => told::of_file("field-bundle-foreign", vec![("whom", actor.to_owned())]),
        None => told::of_file("field-bundle-which", Vec::new()),
    })?;
    Ok(*community)
}

pub(super) async fn open(node: &Node, community: Id) -> Result<Signing> {
    Signing::community(node, community).await?.ok_or_else(|| conflict("error-link-closed"))
}

/// Writes a bundle of a community.
///
/// # Errors
/// A refusal, or as the store says.
pub async fn export<W: Write + Send>(node: &Arc<Node>, community: Id, order: &Order, out: W) -> Result<Exported> {
    let signing = open(node, community).await?;
    let own = signing.address.actor();
    if let Some(reader) = &order.reader {
        // It is named as it names itself: with the address of its page.
        if !Url::parse(reader).is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.has_host()) {
            return Err(told::refusal("to", "field-bundle-to", Vec::new()));
        }
        if *reader == own {
            return Err(told::refusal("to", "field-bundle-itself", Vec::new()));
        }
        let mut tx = node.core.db.snapshot().await?;
        let standing = blocks::standing(&mut tx, community, reader).await?;
        tx.rollback().await?;
        if standing == Standing::Suspended {
            return Err(told::refusal("to", "error-follows-suspended", Vec::new()));
        }
    }
    node.core.must_write()?;
    let reader = order.reader.as_deref().unwrap_or_default();
    let mut stream = Stream::load(node, community, &signing, reader).await?;
    if !order.receipt_only {
        stream.gather().await?;
    }
    let before = match order.from {
        Some(from) => {
            let first = stream.begins.sequence + 1;
            let unfit = || {
                let numbers = vec![("first", first.to_string()), ("last", stream.end.sequence.to_string())];
                told::refusal("from", "field-bundle-from", numbers)
            };
            let before = from.checked_sub(1).filter(|before| *before + 1 >= first).ok_or_else(unfit)?;
            stream.at(before).await?.ok_or_else(unfit)?
        }
        None => stream.begins,
    };
    let last = if order.receipt_only { before } else { stream.end };
    let receipt = read_so_far(node, community, reader).await?;
    let manifest = Manifest {
        source: own.clone(),
        destination: order.reader.clone(),
        before,
        keys: KeyHistory::new(signing.ed25519().public()),
        created: node.instant(),
    };
    let out = match &order.age {
        Some(age) => Out::Sealed(Box::new(bundle::encrypt(out, age.trim()).map_err(told::age)?)),
        None => Out::Plain(out),
    };
    let mut writer = Writer::new(out, manifest).map_err(told::bundle)?;
    if let Some(through) = receipt {
        let receipt = Receipt { source: reader.to_owned(), by: own, through, created: node.instant() };
        let signed = receipt.sign(signing.ed25519()).map_err(|error| Error::Damaged(error.to_string()))?;
        writer.receipt(&signed).map_err(told::bundle)?;
    }
    let mut at = before;
    while at.sequence < last.sequence {
        let page = args![community, reader, number(at.sequence), number(last.sequence), PAGE];
        let mut tx = node.core.db.snapshot().await?;
        let items: Vec<(i64, String)> = tx.all(&store::ITEMS, page).await?;
        tx.rollback().await?;
        if items.is_empty() {
            // A receipt came meanwhile, and what it acknowledges is not kept any more.
            return Err(conflict("error-conflict"));
        }
        for (_, activity) in items {
            let activity = serde_json::from_str(&activity).map_err(|error| Error::Damaged(error.to_string()))?;
            at = writer.activity(&activity).map_err(told::bundle)?;
        }
    }
    match writer.finish(signing.ed25519(), instant(node.core.world.now())).map_err(told::bundle)? {
        Out::Plain(_) => {}
        Out::Sealed(sealed) => drop(sealed.finish().map_err(told::age)?),
    }
    Ok(Exported { before: before.sequence, last: last.sequence, receipt: receipt.map(|through| through.sequence) })
}

/// How far a community read what somebody sent to it alone.
async fn read_so_far(node: &Node, community: Id, source: &str) -> Result<Option<Cursor>> {
    let mut tx = node.core.db.snapshot().await?;
    let row: Option<(i64, Vec<u8>, Micros)> = tx.optional(&store::SOURCE, args![community, source, true]).await?;
    tx.rollback().await?;
    row.map(|(sequence, chain, _)| cursor(sequence, chain))
        .transpose()
        .map(|read| read.filter(|read| read.sequence > 0))
}
