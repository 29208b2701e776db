// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio restore`: a backup into an empty folder and store, of either engine. What was erased since the backup
//! was made is erased again before anything is served.

use std::{fs::File, path::Path};

use age::x25519;

use crate::{
    spine::{
        command::{Caller, Core},
        id::Id,
        keys::Key,
        log::{self, Actor, replay},
        members::EraseAgain,
        refusal::Error,
        world::World,
    },
    store::{Db, Dump, args, latest_migration, tables::TABLES},
};

use super::{
    backup::BackupError,
    part::{self, Manifest},
};

/// Operational tables that a restored node begins without.
const NOT_BROUGHT_BACK: [&str; 3] = ["sessions", "throttles", "asked"];

/// A backup that was opened and found whole. Nothing has been written yet.
#[derive(Debug)]
pub struct Opened {
    /// What it says of itself.
    pub manifest: Manifest,
    data: part::Part,
    keys: part::Part,
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
    Ok(Opened { data: part::read(&data, identity)?, keys: part::read(&keys, identity)?, manifest })
}

/// Writes a backup into an empty store, and its node key to `key_file`, which must not exist. `erasures` are
/// subjects that were erased after the backup was made.
///
/// # Errors
/// When there is something already; nothing was changed then.
pub async fn restore(
    opened: Opened,
    db: &Db,
    key_file: &Path,
    erasures: &[(Id, Id)],
    world: &World,
) -> Result<(), BackupError> {
    let key = opened.keys.node_key.ok_or_else(|| BackupError::Damaged("the node's key is missing".to_owned()))?;
    let key = Key::from_bytes(&key)?;
    if key_file.exists() {
        return Err(BackupError::NotEmpty);
    }
    let mut target = Dump::load_into(db).await?;
    let mut parts: Vec<_> = opened.data.tables.into_iter().chain(opened.keys.tables).collect();
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
    target.commit().await?;
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
    Ok(key.save(key_file)?)
}
