// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Taking a bundle: verified whole, then worked through item by item as what comes by the network. Up to where it was read is
//! noted in one transaction with the last thing done for an item, so that an interrupted import goes on where it was.

use std::{
    io::{BufRead, BufReader},
    sync::Arc,
};

use serde::Serialize;
use tequio_fediverse::{
    bundle::{self, BundleError, Cursor, Item, Opened, Pin, Receipt},
    domain,
    inbox::{Accepted, voices},
    key::{Fingerprint, PublicKey},
    vocabulary::{ActivityKind, Reference},
};
use utoipa::ToSchema;

use crate::{
    link::{
        blocks::{self, Standing},
        federation::{self, LARGEST, Signing, store as federation_store},
    },
    node::Node,
    spine::{
        id::Id,
        log::Hash,
        refusal::{Error, Result},
        world::Micros,
    },
    store::args,
};

use super::{
    Open,
    export::open as signing_of,
    store,
    stream::{Stream, cursor, number},
    told,
};

/// By what a source is believed, and whether what was known of its history counts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Trust {
    /// The fingerprint that was compared in person, of a source that is not known yet.
    pub fingerprint: Option<Fingerprint>,
    /// Whether to begin anew where the bundle does: what lies between is lost, or its history is another one since it was restored.
    pub anew: bool,
}

/// What came of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Imported {
    /// Whose it is.
    pub source: String,
    /// How many activities were new.
    pub fresh: u64,
    /// Up to which number it is read now.
    pub through: u64,
    /// Up to which number the source has what this community sent, if it said so.
    pub acknowledged: Option<u64>,
    /// Whether it acknowledged something else than what was sent.
    pub strange_receipt: bool,
    /// Whether the community follows it: else no date of it is taken.
    pub followed: bool,
}

/// Reads a bundle, decrypted if it is encrypted.
fn opened(open: &Open<'_>, signing: &Signing) -> Result<Opened<Box<dyn BufRead + Send>>> {
    let unread = |error: std::io::Error| told::bundle(error.into());
    let mut file = open().map_err(unread)?;
    if bundle::is_encrypted(file.fill_buf().map_err(unread)?) {
        let (secret, _) = bundle::identity(signing.ed25519()).map_err(|error| Error::Damaged(error.to_string()))?;
        file = Box::new(BufReader::new(bundle::decrypt(file, &secret).map_err(told::age)?));
    }
    Opened::new(file).map_err(told::bundle)
}

/// Takes a bundle for a community. Nothing is changed by one that is not whole, not for it, or not by a key that it knows.
///
/// # Errors
/// A refusal that says why, or as the store says.
pub async fn import(node: &Arc<Node>, community: Id, open: &Open<'_>, trust: Trust) -> Result<Imported> {
    let signing = signing_of(node, community).await?;
    let own = signing.address.actor();
    let bundle = opened(open, &signing)?;
    let manifest = bundle.manifest().clone();
    if manifest.source == own {
        return Err(told::of_file("field-bundle-own", Vec::new()));
    }
    let addressed = manifest.destination.is_some();
    if let Some(whom) = manifest.destination.as_ref().filter(|whom| **whom != own) {
        return Err(told::of_file("field-bundle-foreign", vec![("whom", whom.clone())]));
    }
    node.core.must_write()?;
    let mut tx = node.core.db.snapshot().await?;
    let standing = blocks::standing(&mut tx, community, &manifest.source).await?;
    let row: Option<(i64, Vec<u8>, Micros)> =
        tx.optional(&store::SOURCE, args![community, &manifest.source, addressed]).await?;
    let key: Option<(String,)> = tx.optional(&store::KEY, args![community, &manifest.source]).await?;
    let keys: Vec<(String,)> = tx.all(&store::KEYS, args![&manifest.source]).await?;
    let document = federation::known(&mut tx, &manifest.source).await?.filter(|(_, fetched)| *fetched > 0);
    tx.rollback().await?;
    let followed = follows(node, community, &manifest.source).await?;
    if standing == Standing::Suspended {
        return Err(told::of_file("field-bundle-suspended", vec![("source", manifest.source)]));
    }
    let by_network = document.map(|(actor, _)| actor.keys.into_iter().map(|key| key.key).collect::<Vec<_>>());
    // What one community takes is heard by all of the node that follow the same source: all know it by the same key.
    let of_bundle = |key: &PublicKey| manifest.keys.keys().any(|own| own == key);
    let agree = keys.iter().all(|(key,)| PublicKey::from_multikey(key).is_ok_and(|key| of_bundle(&key)));
    if !agree || by_network.as_ref().is_some_and(|keys| !keys.iter().any(of_bundle)) {
        return Err(told::bundle(BundleError::NotPinned(manifest.source)));
    }
    let pin = match (trust.fingerprint, key.is_some() || by_network.is_some()) {
        (Some(fingerprint), _) => Pin::Fingerprint(fingerprint),
        // It is among the bundle's, as was just seen.
        (None, true) => Pin::Key(manifest.keys.current().clone()),
        (None, false) => {
            let source = vec![("source", manifest.source)];
            return Err(told::refusal("fingerprint", "field-bundle-unknown", source));
        }
    };
    let written = manifest.created.as_microsecond();
    let last_written = row.as_ref().map_or(i64::MIN, |(.., written)| *written);
    let read = row.map(|(sequence, chain, _)| cursor(sequence, chain)).transpose()?;
    let known = match read {
        _ if trust.anew => manifest.before,
        Some(read) if addressed || read.sequence > 0 => read,
        // What was for anybody before one began to read is over.
        _ if !addressed => manifest.before,
        _ => Cursor::default(),
    };
    let summary = bundle::check(bundle, &pin, &[&own], known).map_err(told::bundle)?;
    if let Some((first, last)) = summary.gap {
        let numbers = vec![("first", first.to_string()), ("last", last.to_string())];
        return Err(told::of_file("field-bundle-gap", numbers));
    }
    let ends_before = summary.end.sequence > manifest.before.sequence && summary.end.sequence < known.sequence;
    if ends_before && written > last_written {
        // What is written later goes further, or its source forgot what it had said.
        return Err(told::bundle(BundleError::Fork(summary.end.sequence)));
    }
    let key = summary.manifest.keys.current();
    let reading = Reading { node, community, source: &manifest.source, addressed, key, written };
    let mut done = Imported {
        source: manifest.source.clone(),
        fresh: summary.fresh,
        through: summary.known_after(known).sequence,
        acknowledged: None,
        strange_receipt: false,
        followed,
    };
    // What is for anybody is of use to who follows. Who does not learns whom it could follow, and reads it later.
    let introduced_only = !addressed && !followed;
    if introduced_only {
        (done.fresh, done.through) = (0, 0);
    }
    if read != Some(known) {
        // From here on it is known by this key.
        reading.note(if introduced_only { read.unwrap_or_default() } else { known }, None).await?;
    }
    let reader = opened(open, &signing)?.trust(&pin, &[&own], known).map_err(told::bundle)?;
    for item in reader {
        match item.map_err(told::bundle)? {
            Item::Receipt(receipt) if receipt.source == own => match reading.acknowledge(&signing, &receipt).await? {
                Some(through) => done.acknowledged = Some(through),
                None => done.strange_receipt = true,
            },
            Item::Receipt(_) => {}
            Item::Activity { cursor, accepted, value } => {
                let activity = accepted.activity();
                let introduces = activity.kind == ActivityKind::Update
                    && activity.object().and_then(Reference::id) == Some(&activity.actor);
                if introduced_only && !introduces {
                    continue;
                }
                let fits = value.to_string().len() <= LARGEST && !reading.is_of_suspended(&value).await?;
                let note = if introduced_only { None } else { Some(cursor) };
                reading.take(*accepted, fits, note).await?;
            }
        }
    }
    let mut tx = node.core.db.write().await?;
    tx.run(&federation_store::ALIVE, args![community, &manifest.source]).await?;
    tx.commit().await?;
    // Its answer may have been in it.
    done.followed = follows(node, community, &manifest.source).await?;
    Ok(done)
}

/// Whether a community follows an actor that let itself be followed.
async fn follows(node: &Node, community: Id, actor: &str) -> Result<bool> {
    let mut tx = node.core.db.snapshot().await?;
    let accepted: Option<(Option<Micros>,)> = tx.optional(&store::FOLLOWS, args![community, actor]).await?;
    tx.rollback().await?;
    Ok(matches!(accepted, Some((Some(_),))))
}

/// A bundle that is being taken.
struct Reading<'a> {
    node: &'a Arc<Node>,
    community: Id,
    source: &'a str,
    addressed: bool,
    key: &'a PublicKey,
    /// When it was written.
    written: Micros,
}

impl Reading<'_> {
    /// Notes up to where the source is read, and what was worked through, in one transaction.
    async fn note(&self, cursor: Cursor, worked: Option<&Hash>) -> Result<()> {
        let now = self.node.core.world.now();
        let mut tx = self.node.core.db.write().await?;
        if let Some(mark) = worked {
            let host = domain::of_url(self.source).unwrap_or_default();
            let row = args![&mark.0[..], host, self.source, None::<String>, now];
            tx.run(&federation_store::RECEIVE, row).await?;
            tx.run(&federation_store::WORKED_THROUGH, args![&mark.0[..]]).await?;
        }
        let chain = &cursor.chain[..];
        let key = self.key.to_multikey();
        let sequence = number(cursor.sequence);
        let row = args![self.community, self.source, self.addressed, sequence, chain, key, now, self.written];
        tx.run(&store::READ, row).await?;
        Ok(tx.commit().await?)
    }

    /// Whether it speaks by way of somebody of whom the community takes nothing.
    async fn is_of_suspended(&self, value: &serde_json::Value) -> Result<bool> {
        let mut tx = self.node.core.db.snapshot().await?;
        let mut suspended = false;
        for voice in voices(value) {
            suspended |= blocks::standing(&mut tx, self.community, &voice).await? == Standing::Suspended;
        }
        tx.rollback().await?;
        Ok(suspended)
    }

    /// Works through an activity, unless it was by whatever way.
    async fn take(&self, accepted: Accepted, fits: bool, cursor: Option<Cursor>) -> Result<()> {
        let mark = Hash::of(accepted.key().as_bytes());
        let mut tx = self.node.core.db.snapshot().await?;
        let known: Option<(String, Option<String>)> =
            tx.optional(&federation_store::RECEIVED, args![&mark.0[..]]).await?;
        tx.rollback().await?;
        let is_done = matches!(known, Some((_, None)));
        if fits && !is_done {
            // The same key each time: what was done for it before an interruption is not done twice.
            let key = mark.0.first_chunk().copied().unwrap_or_default();
            federation::carried(self.node, Id::from_bytes(key), accepted).await?;
        }
        match cursor {
            Some(cursor) => self.note(cursor, Some(&mark).filter(|_| fits)).await,
            None => Ok(()),
        }
    }

    /// The source has so much of what this community sent to it: it is not sent again. Gives up to where, or nothing if it is something
    /// else than what was sent.
    async fn acknowledge(&self, signing: &Signing, receipt: &Receipt) -> Result<Option<u64>> {
        let stream = Stream::load(self.node, self.community, signing, self.source).await?;
        if receipt.through.sequence <= stream.begins.sequence {
            return Ok(Some(stream.begins.sequence));
        }
        let at = stream.at(receipt.through.sequence).await?;
        let Ok(Some(through)) = receipt.advances(&stream.begins, |_| at.map(|at| at.chain)) else { return Ok(None) };
        let upto = number(through.sequence);
        let mut tx = self.node.core.db.write().await?;
        tx.run(&store::ARRIVED, args![self.community, self.source, upto]).await?;
        tx.run(&store::DROP, args![self.community, self.source, upto]).await?;
        tx.run(&store::BEGINS, args![self.community, self.source, upto, &through.chain[..]]).await?;
        tx.commit().await?;
        Ok(Some(through.sequence))
    }
}
