// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! From what somebody sent to a file of an entry. The order is what keeps it whole: first a job is enqueued that will
//! sweep the blobs, then they are made durable, then the command commits and takes the job back, in one transaction.
//! Wherever it is cut short, the blobs are either named by the log or swept.

use axum::body::Bytes;
use tokio::sync::Semaphore;

use crate::{
    jobs::{self, Job},
    node::Node,
    spine::{
        command::{Caller, Done},
        id::Id,
        keys::Key,
        log::Hash,
        refusal::{Error, Fields, Result, conflict},
        world::{HOUR, Micros},
    },
    store::{self, Db, StoreError, Write, args},
};

use super::{
    commands::{AttachFile, Blob, Picture, Row, Stored, Thumbnail},
    picture::{self, Unfit},
    rules::{self, FILE_LIMIT, Kind, Sent},
    store::{ALL_BLOBS, BLOBS_OF_COMMUNITY, NAMED},
};

/// How long a command may take from the first byte that is kept to its end, before its blobs are swept.
const PATIENCE: Micros = HOUR;

/// A picture takes a hundred megabytes of memory while it is made anew: one at a time does.
static DECODERS: Semaphore = Semaphore::const_new(1);

/// What somebody sent.
#[derive(Debug, Clone)]
pub struct Upload {
    /// What its owner calls it.
    pub name: String,
    /// Its bytes; of a file that is too large, more than [`FILE_LIMIT`] of them.
    pub bytes: Bytes,
    /// What is to be seen in it, in words.
    pub alt: String,
}

/// What will be kept, in the open.
#[derive(Debug)]
struct Prepared {
    kind: Kind,
    bytes: Vec<u8>,
    /// Width, height, thumbnail.
    picture: Option<(u32, u32, Option<(Kind, Vec<u8>)>)>,
}

/// Adds a file to an entry. `key` is the form's idempotency key.
///
/// # Errors
/// A refusal (with the fields `file` and `alt`), or what the stores say.
pub async fn attach(node: &Node, community: Id, caller: Caller, key: Id, entry: Id, upload: Upload) -> Result<Done> {
    let kept = keep(node, community, &upload).await?;
    let hashes = kept.hashes.clone();
    let named = name(node, community, caller, key, entry, upload, kept).await;
    if matches!(named, Err(Error::Refused(_))) {
        // What cannot be swept now is swept when its time comes.
        drop(sweep(node, &hashes).await);
    }
    named
}

/// What is kept of a file that no entry has yet, and will be swept.
#[derive(Debug)]
pub struct Kept {
    stored: Stored,
    /// Its blobs.
    hashes: Vec<Hash>,
    /// The job that sweeps it.
    sweep: Id,
}

/// The first half of [`attach`]: what somebody sent is made durable.
///
/// # Errors
/// As [`attach`].
pub async fn keep(node: &Node, community: Id, upload: &Upload) -> Result<Kept> {
    let sent = Hash::of(&upload.bytes);
    let (stored, blobs) = seal(node, community, sent, prepare(upload).await?);
    let hashes: Vec<Hash> = blobs.iter().map(|(hash, _)| *hash).collect();
    let sweep = intend(node, community, hashes.clone()).await?;
    for (hash, bytes) in blobs {
        node.blobs.put(hash, bytes).await?;
    }
    Ok(Kept { stored, hashes, sweep })
}

/// The second half of [`attach`]: the log names what is kept.
///
/// # Errors
/// As [`attach`].
pub async fn name(
    node: &Node,
    community: Id,
    caller: Caller,
    key: Id,
    entry: Id,
    upload: Upload,
    kept: Kept,
) -> Result<Done> {
    let name = rules::clean_name(&upload.name, kept.stored.kind);
    let command = AttachFile { entry, name, alt: upload.alt, stored: kept.stored };
    let mut unit = node.core.begin().await?;
    let done = unit.execute(community, caller, key, command).await?;
    // Of a file that was there already, what was kept now is swept.
    if done.fresh && unit.tx.run(&jobs::store::TAKE_BACK, args![kept.sweep]).await? == 0 {
        // A machine that slept meanwhile may have begun to sweep.
        return Err(conflict("error-conflict"));
    }
    unit.commit().await?;
    Ok(done)
}

/// Enqueues the sweeping of blobs that are about to be kept.
async fn intend(node: &Node, community: Id, hashes: Vec<Hash>) -> Result<Id> {
    let core = &node.core;
    let mut tx = core.db.write().await?;
    let at = core.world.now() + PATIENCE;
    let sweep = jobs::enqueue(&mut tx, &core.world, Some(community), &Job::SweepBlobs(hashes), at).await?;
    tx.commit().await?;
    Ok(sweep)
}

/// Looks what a file is, and makes a picture anew.
async fn prepare(upload: &Upload) -> Result<Prepared> {
    let mut fields = Fields::default();
    let sent = rules::sniff(&upload.name, &upload.bytes);
    if upload.bytes.is_empty() {
        fields.error("file", "field-file-none");
    } else if upload.bytes.len() > FILE_LIMIT {
        fields.error_with("file", "field-file-too-large", "limit", FILE_LIMIT / (1024 * 1024));
    } else if sent == Sent::UnknownPicture {
        fields.error("file", "field-file-unknown-picture");
    }
    fields.finish()?;
    let as_it_is = |kind| Prepared { kind, bytes: upload.bytes.to_vec(), picture: None };
    let format = match sent {
        Sent::Picture(format) => format,
        Sent::Pdf => return Ok(as_it_is(Kind::Pdf)),
        _ => return Ok(as_it_is(Kind::Other)),
    };
    let bytes = upload.bytes.clone();
    let turn = DECODERS.acquire().await;
    // Whoever goes away meanwhile keeps the turn until it ends.
    let renewed = tokio::task::spawn_blocking(move || (picture::renew(&bytes, format), turn)).await;
    let mut fields = Fields::default();
    match renewed.map(|(renewed, _)| renewed).unwrap_or(Err(Unfit::Unreadable)) {
        Ok(new) if new.bytes.len() <= 2 * FILE_LIMIT => {
            let picture = Some((new.width, new.height, new.thumbnail));
            return Ok(Prepared { kind: new.kind, bytes: new.bytes, picture });
        }
        Ok(_) | Err(Unfit::TooLarge) => {
            fields.error_with("file", "field-file-too-many-pixels", "limit", picture::PIXELS_LIMIT / 1_000_000);
        }
        Err(Unfit::Unreadable) => fields.error("file", "field-file-unknown-picture"),
    }
    fields.finish()?;
    Err(conflict("error-conflict"))
}

/// Seals what will be kept under a new key.
fn seal(node: &Node, community: Id, sent: Hash, prepared: Prepared) -> (Stored, Vec<(Hash, Vec<u8>)>) {
    let secret = Key::generate(&node.core.world);
    let mut blobs = Vec::new();
    let mut keep = |bytes: Vec<u8>| {
        let sealed = secret.seal(&node.core.world, community.as_bytes(), &bytes);
        let hash = Hash::of(&sealed);
        let size = i64::try_from(sealed.len()).unwrap_or(i64::MAX);
        blobs.push((hash, sealed));
        Blob { hash, size }
    };
    let blob = keep(prepared.bytes);
    let picture = prepared.picture.map(|(width, height, thumbnail)| Picture {
        width: width.into(),
        height: height.into(),
        thumbnail: thumbnail.map(|(kind, bytes)| Thumbnail { kind, blob: keep(bytes) }),
    });
    (Stored { sent, kind: prepared.kind, blob, picture, secret }, blobs)
}

/// Opens what is kept of a file.
///
/// # Errors
/// When it is missing or damaged, or the key does not open it.
pub async fn open(node: &Node, community: Id, secret: &[u8], hash: Hash) -> Result<Vec<u8>> {
    let sealed = node.blobs.get(hash).await?;
    Ok(Key::from_bytes(secret)?.open(community.as_bytes(), &sealed)?)
}

/// Removes blobs that no file needs.
///
/// # Errors
/// What the stores say; then it is tried again.
pub async fn sweep(node: &Node, hashes: &[Hash]) -> Result<()> {
    for hash in hashes {
        if !is_named(&node.core.db, *hash).await? {
            node.blobs.delete(*hash).await?;
        }
    }
    Ok(())
}

/// Whether a file needs a blob.
///
/// # Errors
/// As the store says.
pub async fn is_named(db: &Db, hash: Hash) -> store::Result<bool> {
    let mut tx = db.snapshot().await?;
    let named: Option<(Id,)> = tx.optional(&NAMED, args![&hash.0[..]]).await?;
    Ok(named.is_some())
}

/// All blobs that files need, each with its file.
///
/// # Errors
/// As the store says.
pub async fn all_blobs(db: &Db) -> store::Result<Vec<(Id, Hash)>> {
    blobs_in(&mut db.snapshot().await?).await
}

/// All blobs that files need in a view of the store.
///
/// # Errors
/// As the store says, or when what stands there is no hash.
pub async fn blobs_in(view: &mut Write) -> store::Result<Vec<(Id, Hash)>> {
    hashes(view.all(&ALL_BLOBS, args![]).await?)
}

/// Those that files of one community need.
///
/// # Errors
/// As [`blobs_in`].
pub async fn blobs_of(view: &mut Write, community: Id) -> store::Result<Vec<(Id, Hash)>> {
    hashes(view.all(&BLOBS_OF_COMMUNITY, args![community]).await?)
}

fn hashes(rows: Vec<Row>) -> store::Result<Vec<(Id, Hash)>> {
    let mut all = Vec::new();
    for (file, blob, thumbnail) in rows {
        for bytes in [Some(blob), thumbnail].into_iter().flatten() {
            let hash = Hash::from_bytes(&bytes);
            all.push((file, hash.ok_or_else(|| StoreError::Damaged(format!("attachments {file}: no hash")))?));
        }
    }
    Ok(all)
}
