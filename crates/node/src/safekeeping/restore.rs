// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio restore`: a backup into an empty folder and store, of either engine. What was erased since the backup
//! was made is erased again before anything is served.

use std::{
    collections::HashSet,
    fs::File,
    path::{Path, PathBuf},
};

use age::x25519;

use crate::{
    spine::{
        attachments,
        command::{Caller, Core},
        id::Id,
        keys::Key,
        log::{self, Actor, Hash, replay},
        members::EraseAgain,
        refusal::Error,
        world::World,
    },
    store::{Blobs, Db, Dump, Row, args, latest_migration, tables::TABLES},
};

use super::{
    backup::BackupError,
    part::{self, Manifest},
};

/// The file beside the daily backups of a node that says what was erased: by the mark of the node.
pub fn erasures_file(mark: &str) -> String {
    format!("tequio-{mark}-erased.txt")
}

/// The list of what was erased that lies beside a daily backup, if there is one.
pub fn erasures_beside(backup: &Path) -> Option<PathBuf> {
    let name = backup.file_name()?.to_str()?;
    let mark = name.strip_prefix("tequio-")?.split('-').next()?;
    Some(backup.with_file_name(erasures_file(mark))).filter(|list| list.exists())
}

/// Operational tables that a restored node begins without.
const NOT_BROUGHT_BACK: [&str; 6] =
    ["sessions", "access_tokens", "throttles", "asked", "letters", "passkey_challenges"];

/// A backup that was opened and found whole. Nothing has been written yet.
#[derive(Debug)]
pub struct Opened {
    /// What it says of itself.
    pub manifest: Manifest,
    data: part::Part,
    keys: part::Part,
    /// The backup itself: blobs are read when their turn comes.
    file: PathBuf,
}

impl Opened {
    /// By which the node that made it knows that it was opened; nothing in one that has none.
    pub fn code(&self) -> String {
        self.keys.code.clone().unwrap_or_default()
    }

    /// What was erased before it was made (community and subject): an older one needs this list.
    pub fn erasures(&self) -> Vec<(Id, Id)> {
        let Some((_, table)) = self.keys.tables.iter().find(|(name, _)| name == "erasures") else { return Vec::new() };
        let place = |name: &str| table.columns.iter().position(|column| column == name);
        let (Some(community), Some(subject)) = (place("community_id"), place("subject")) else { return Vec::new() };
        let id = |row: &Row, place: usize| row.get(place).and_then(Id::of_cell);
        table.rows.iter().filter_map(|row| Some((id(row, community)?, id(row, subject)?))).collect()
    }
}

/// Opens a backup with a custodian's secret key and verifies it.
///
/// # Errors
/// When it is damaged, for other custodians, or newer than this program.
pub fn open(file: &Path, identity: &x25519::Identity) -> Result<Opened, BackupError> {
    let (manifest, data, keys) = part::unpack(File::open(file)?)?;
    if manifest.schema > latest_migration() {
        return Err(BackupError::Newer(manifest.schema));
    }
    Ok(Opened {
        data: part::read(&data, identity)?,
        keys: part::read(&keys, identity)?,
        manifest,
        file: file.to_owned(),
    })
}

/// Writes a backup into an empty store ([`Db::connect`]), and its node key to `key_file`, which must not exist. `erasures` are
/// subjects that were erased after the backup was made. Gives the hashes of the blobs that files need and the backup has
/// not.
///
/// # Errors
/// When there is something already; nothing was changed then.
pub async fn restore(
    mut opened: Opened,
    db: &Db,
    store: &Blobs,
    key_file: &Path,
    erasures: &[(Id, Id)],
    world: &World,
) -> Result<Vec<String>, BackupError> {
    let key =
        opened.keys.node_key.take().ok_or_else(|| BackupError::Damaged("the node's key is missing".to_owned()))?;
    let key = Key::from_bytes(&key)?;
    if key_file.exists() {
        return Err(BackupError::NotEmpty);
    }
    load(&mut opened, db).await?;
    db.upgrade().await?;
    let mut tx = db.write().await?;
    for (community, subject) in erasures {
        tx.run(&log::store::DESTROY, args![*community, *subject]).await?;
        tx.run(&log::store::NOTE_ERASURE, args![*community, *subject, world.now()]).await?;
    }
    tx.commit().await?;
    if !erasures.is_empty() {
        replay::rebuild(db, &key).await.map_err(|error| BackupError::Damaged(error.to_string()))?;
        let core = Core::new(db.clone(), world.clone(), key.clone());
        for (community, subject) in erasures {
            let gone = EraseAgain(*subject);
            match core.execute(*community, Caller::plain(Actor::Operator), world.id(), gone).await {
                // Most subjects are not members but words: these went with their keys.
                Ok(_) | Err(Error::Refused(_)) => {}
                Err(error) => return Err(BackupError::Damaged(error.to_string())),
            }
        }
        db.checkpoint().await?;
    }
    let named = attachments::upload::all_blobs(db).await?;
    let mut missing: HashSet<Hash> = named.into_iter().map(|(_, hash)| hash).collect();
    let (mut blobs, reading) = part::blobs_beside(opened.file);
    while let Some((hash, bytes)) = blobs.recv().await {
        // What was erased since is not brought back.
        if missing.remove(&hash) {
            store.put(hash, bytes).await?;
        }
    }
    reading.await.map_err(|error| BackupError::Damaged(error.to_string()))??;
    key.save(key_file)?;
    Ok(missing.into_iter().map(|hash| hash.to_string()).collect())
}

/// Writes the tables of a backup into an empty store, with the schema that it was made with; they are no longer in
/// `opened` then. So an older one goes through the same migrations as its store would have.
///
/// # Errors
/// When there is something already; nothing was changed then.
pub async fn load(opened: &mut Opened, db: &Db) -> Result<(), BackupError> {
    db.upgrade_to(opened.manifest.schema).await?;
    let mut target = Dump::load_into(db).await?;
    let mut parts: Vec<_> =
        [&mut opened.data, &mut opened.keys].into_iter().flat_map(|part| part.tables.drain(..)).collect();
    for table in TABLES {
        let Some(place) = parts.iter().position(|(name, _)| name == table.name) else { continue };
        let (_, rows) = parts.swap_remove(place);
        // Whoever was signed in signs in again: sessions that were ended since must not come back.
        if NOT_BROUGHT_BACK.contains(&table.name) {
            continue;
        }
        if !target.read(table).await?.rows.is_empty() {
            return Err(BackupError::NotEmpty);
        }
        target.load(table, rows).await?;
    }
    Ok(target.commit().await?)
}
