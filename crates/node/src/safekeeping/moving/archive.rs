// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The file of a community: as a backup it has parts that are encrypted to whoever unpacks it, and its blobs; the keys stand in
//! it as they are, since the key of another node shall wrap them. What it says of itself is signed by the community.

use std::{fs::File, path::Path};

use age::x25519;
use data_encoding::BASE64;
use ed25519_dalek::{Signature, Signer as _, Verifier as _, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::{
    link::federation,
    node::Node,
    safekeeping::{
        parcel::Parcel,
        part::{self, BackupError, Part, Writer},
    },
    spine::{
        apply::key_context,
        attachments,
        id::Id,
        keys::{CommunitySecret, KeyError},
        log::{self, Hash, replay::ReplayError},
        refusal::{Error, conflict, not_found},
    },
    store::{
        StoreError, TableDump, Value, args, latest_migration, read_table,
        tables::{Class, TABLES},
    },
};

use super::{leave::must_be_known, rows::travelling};

/// The form of these files.
const FORMAT: u32 = 1;
/// What it says of itself.
const MANIFEST: &str = "community.json";
/// What a signature is of, so that none made for something else fits.
const TAG: &[u8] = b"tequio community 1\0";

/// What can go wrong when a community moves.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// The file is not of a community.
    #[error("this is not the file of a community that moves")]
    NotAnArchive,
    /// The signature is not the community's: somebody changed what the file says of itself.
    #[error("the file is not signed by the community that it says it is")]
    Signature,
    /// The community is here.
    #[error("the community is here already")]
    Here,
    /// Another community here has its handle.
    #[error(
        "another community of this node is called {0}: it cannot be found by that name, so this one does not fit in"
    )]
    Handle(String),
    /// Another community here has its host.
    #[error("another community of this node has the host {0}")]
    Host(String),
    /// It was here before, and what was written here is not in its log.
    #[error("the community was on this node, and its log here is not the beginning of this one")]
    OtherLog,
    /// It goes to another address than the one that it would have here.
    #[error("the community goes to {expected}, and its address here would be {address}")]
    Elsewhere {
        /// Where it goes.
        expected: String,
        /// Where it would be.
        address: String,
    },
    /// It would change what is another community's.
    #[error("its file is not of one community alone: it would change {0}")]
    Foreign(String),
    /// Its log cannot be followed.
    #[error("its log: {0}")]
    Log(#[from] ReplayError),
    /// The parts of the file.
    #[error(transparent)]
    Part(BackupError),
    /// What it was asked.
    #[error("{0}")]
    Command(#[from] Error),
}

impl From<BackupError> for MoveError {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::NotABackup => Self::NotAnArchive,
            other => Self::Part(other),
        }
    }
}

impl From<std::io::Error> for MoveError {
    fn from(error: std::io::Error) -> Self {
        Self::Part(error.into())
    }
}

impl From<StoreError> for MoveError {
    fn from(error: StoreError) -> Self {
        Self::Part(error.into())
    }
}

impl From<KeyError> for MoveError {
    fn from(error: KeyError) -> Self {
        Self::Part(error.into())
    }
}

/// What the file says of itself, signed by the community.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of the file.
    pub format: u32,
    /// The newest migration of the store from which it comes.
    pub schema: i64,
    /// Whose it is.
    pub community: Id,
    /// What it is called in addresses.
    pub handle: String,
    /// Its own host, if it has one.
    pub host: Option<String>,
    /// Its name.
    pub name: String,
    /// Where it goes.
    pub to: String,
    /// When it was packed (RFC 3339).
    pub created: String,
    /// The last record of its log, and that one's hash.
    pub seq: i64,
    /// See `seq`.
    pub head: Hash,
    /// SHA-256 of `data.age` and `keys.age`, in hexadecimal.
    pub parts: [String; 2],
    /// How many blobs of files are in it.
    pub blobs: usize,
    /// The hashes of blobs that were missing or damaged.
    pub missing: Vec<String>,
    /// Ed25519 by the community, of all of it but this, in base64.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub signature: String,
}

impl Manifest {
    fn signed(&self) -> Result<Vec<u8>, MoveError> {
        let bare = Self { signature: String::new(), ..self.clone() };
        let text = serde_json::to_vec(&bare).map_err(|error| BackupError::Damaged(error.to_string()))?;
        Ok([TAG, &text].concat())
    }
}

/// A file that was opened and found whole. Nothing was written.
#[derive(Debug)]
pub struct Opened {
    /// What it says of itself.
    pub manifest: Manifest,
    pub(super) data: Part,
    pub(super) keys: Part,
    pub(super) file: std::path::PathBuf,
}

impl Opened {
    /// The key by which its log is verified.
    pub(super) fn public(&self) -> Option<Vec<u8>> {
        self.key(1)
    }

    /// A column of the one row of its key.
    fn key(&self, place: usize) -> Option<Vec<u8>> {
        match self.keys.rows("community_keys")? {
            [row] => match row.get(place)? {
                Value::Bytes(Some(bytes)) => Some(bytes.clone()),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Opens the file of a community with the secret key for which it was packed, and verifies it.
///
/// # Errors
/// When it is damaged, for somebody else, not signed by the community, or newer than this program.
pub fn open(file: &Path, identity: &x25519::Identity) -> Result<Opened, MoveError> {
    let (manifest, data, keys, blobs) = part::unpack_as(File::open(file)?, MANIFEST)?;
    let damaged = |what: &str| BackupError::Damaged(what.to_owned());
    let manifest: Manifest =
        serde_json::from_slice(&manifest).map_err(|error| BackupError::Damaged(error.to_string()))?;
    if manifest.format != FORMAT {
        return Err(damaged("its form is not known to this program").into());
    }
    if manifest.schema > latest_migration() {
        return Err(BackupError::Newer(manifest.schema).into());
    }
    if manifest.blobs != blobs || manifest.parts != [part::hash(&data), part::hash(&keys)] {
        return Err(damaged("a part is not what the manifest says").into());
    }
    let opened = Opened {
        data: part::read(&data, identity)?,
        keys: part::read(&keys, identity)?,
        manifest,
        file: file.to_owned(),
    };
    let public = opened.public().and_then(|bytes| VerifyingKey::from_bytes(bytes.as_slice().try_into().ok()?).ok());
    let signature = BASE64.decode(opened.manifest.signature.as_bytes()).ok();
    let signature = signature.and_then(|bytes| Signature::from_slice(&bytes).ok());
    let (Some(public), Some(signature)) = (public, signature) else { return Err(MoveError::Signature) };
    public.verify(&opened.manifest.signed()?, &signature).map_err(|_| MoveError::Signature)?;
    // With another seed than that of its key its log could not go on.
    let seed = opened.key(2).and_then(|seed| CommunitySecret::from_seed(&seed).ok());
    if seed.is_none_or(|secret| secret.public() != public.to_bytes()) {
        return Err(MoveError::Signature);
    }
    Ok(opened)
}

/// Packs a community that left into a new file, which only `recipients` can open. It appears under its name when it is whole
/// and durable.
///
/// # Errors
/// When the store cannot be read or the file not written.
pub async fn pack(
    node: &Node,
    handle: &str,
    recipients: &[x25519::Recipient],
    file: &Path,
    mut progress: impl FnMut(&str),
) -> Result<Manifest, MoveError> {
    let found = node.community(handle).await.map_err(|_| not_found())?;
    found.left_at.ok_or_else(|| conflict("error-move-here"))?;
    let (core, community) = (&node.core, found.id);
    let secret = core.secret(community).await?;
    let mut tx = core.db.snapshot().await?;
    must_be_known(&mut tx, community).await?;
    let (mut data, mut keys) = (Writer::new(recipients)?, Writer::new(recipients)?);
    for table in TABLES {
        let Some(which) = travelling(table) else { continue };
        progress(table.name);
        let mut rows = read_table(&mut tx, table, Some((which, community))).await?;
        let part = if table.class == Class::Keys { &mut keys } else { &mut data };
        each_key(table.name, &mut rows, |context, wrapped| core.key.open(context, wrapped))?;
        part.table(table.name, rows)?;
    }
    let (data, keys) = (data.finish()?, keys.finish()?);
    let head: Option<(i64, Vec<u8>)> = tx.optional(&log::store::HEAD, args![community]).await?;
    let (seq, head) = head.unwrap_or_default();
    progress("blobs");
    let mut parcel = Parcel::beside(file)?;
    parcel.append("data.age", &data)?;
    parcel.append("keys.age", &keys)?;
    let named = attachments::upload::blobs_of(&mut tx, community).await?;
    let (blobs, missing) = parcel.append_blobs(&node.blobs, named, &core.db).await?;
    let mut manifest = Manifest {
        format: FORMAT,
        schema: latest_migration(),
        community,
        handle: found.handle,
        host: found.host,
        name: found.name,
        to: found.moves_to.unwrap_or_default(),
        created: node.instant().to_string(),
        seq,
        head: Hash::from_bytes(&head).unwrap_or(Hash::START),
        parts: [part::hash(&data), part::hash(&keys)],
        blobs,
        missing,
        signature: String::new(),
    };
    manifest.signature = BASE64.encode(&secret.signing().sign(&manifest.signed()?).to_bytes());
    let text = serde_json::to_vec_pretty(&manifest).map_err(|error| BackupError::Damaged(error.to_string()))?;
    parcel.append(MANIFEST, &text)?;
    parcel.finish(file)?;
    Ok(manifest)
}

/// Opens or wraps every key in rows of a table, bound to what it is bound to in the store.
pub(super) fn each_key(
    table: &str,
    dump: &mut TableDump,
    mut change: impl FnMut(&[u8], &[u8]) -> Result<Vec<u8>, KeyError>,
) -> Result<(), KeyError> {
    let kept: &[&str] = match table {
        "community_keys" => &["wrapped_seed"],
        "subject_keys" => &["wrapped_key"],
        "actor_keys" => &["rsa", "ed25519"],
        _ => &[],
    };
    for column in kept {
        let place = |name: &str| dump.columns.iter().position(|column| column == name);
        let (at, community, subject, owner) = (place(column), place("community_id"), place("subject"), place("owner"));
        for row in &mut dump.rows {
            let named = |place: Option<usize>| place.and_then(|place| Id::of_cell(row.get(place)?));
            let context = match table {
                "community_keys" => named(community).map(|community| community.as_bytes().to_vec()),
                "subject_keys" => named(community)
                    .zip(named(subject))
                    .map(|(community, subject)| key_context(community, subject, named(owner)).to_vec()),
                _ => named(owner).map(|owner| federation::key_context(owner, column.as_bytes())),
            };
            let cell = at.and_then(|at| row.get_mut(at));
            let (Some(context), Some(Value::Bytes(Some(bytes)))) = (context, cell) else {
                return Err(KeyError::Malformed);
            };
            *bytes = change(&context, bytes)?;
        }
    }
    Ok(())
}
