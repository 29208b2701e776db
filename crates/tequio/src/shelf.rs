// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio shelf`, and backups that other commands bring from a shelf.

use std::path::PathBuf;

use age::x25519;
use jiff::Timestamp;
use tempfile::TempDir;
use tequio_node::{
    safekeeping::{
        friend::{Shelf, ShelfError},
        restore,
        shelves::Lying,
    },
    spine::id::Id,
};

use crate::{
    End,
    safekeeping::{block, moment, size},
    told::{Failure, Told as _},
    words::{t, with},
};

/// A backup that is in the hand: a file, or what was brought from a shelf.
#[derive(Debug)]
pub struct InHand {
    /// The backup.
    pub file: PathBuf,
    /// The newest one of that shelf, if it is another: what was erased since stands in it.
    newest: Option<PathBuf>,
    /// Removed with what was brought.
    _brought: Option<TempDir>,
}

impl InHand {
    /// What is meant by a file or by the link of a shelf: there the newest, or the one that is named behind the link.
    pub fn take(given: PathBuf) -> Result<Self, End> {
        if !given.to_str().is_some_and(|given| given.contains("://")) {
            return Ok(Self { file: given, newest: None, _brought: None });
        }
        let meant = given.to_str().and_then(Shelf::and_name);
        let (shelf, name) = meant.ok_or_else(|| End::Wrong(t("wrong-shelf")))?;
        let mut brought = None;
        let end = block(async {
            brought = Some(bring(&shelf, name).await?);
            Ok::<(), Failure>(())
        });
        brought.ok_or(end)
    }

    /// What was erased since it was made, if it came from a shelf.
    pub fn erased_since(&self, key: &x25519::Identity) -> Option<Result<Vec<(Id, Id)>, Failure>> {
        let newest = self.newest.as_deref()?;
        let opened = restore::open(newest, key).map(|opened| opened.erasures());
        // One that does not open must not be taken for one in which nothing is erased.
        Some(opened.map_err(|error| Failure(with("wrong-newest", &[("why", &error.told())]))))
    }
}

async fn bring(shelf: &Shelf, name: Option<String>) -> Result<InHand, Failure> {
    let lying = shelf.standing().await?.lying;
    let newest = lying.first().ok_or_else(|| Failure(t("wrong-shelf-empty")))?;
    let named = name.map(|name| lying.iter().find(|lying| lying.name == name).ok_or(name)).transpose();
    let wanted = named.map_err(|name| {
        let there: Vec<&str> = lying.iter().map(|lying| lying.name.as_str()).collect();
        Failure(with("wrong-not-there", &[("name", &name), ("there", &there.join(", "))]))
    })?;
    let wanted = wanted.unwrap_or(newest);
    let folder = tempfile::tempdir().map_err(ShelfError::File)?;
    let file = get(shelf, wanted, folder.path().join("backup")).await?;
    let newest = if wanted == newest { None } else { Some(get(shelf, newest, folder.path().join("newest")).await?) };
    Ok(InHand { file, newest, _brought: Some(folder) })
}

/// Brings a backup. What it is called is said by the other node, and names no file here.
async fn get(shelf: &Shelf, lying: &Lying, file: PathBuf) -> Result<PathBuf, Failure> {
    let told: [(_, &dyn ToString); 3] = [("name", &lying.name), ("size", &size(lying.size)), ("host", &shelf.host())];
    eprintln!("{}", with("said-bringing", &told));
    shelf.get(&lying.name, lying.size, &file).await?;
    Ok(file)
}

/// Lists what lies on a shelf.
pub fn list(link: &str) -> End {
    let Ok(shelf) = link.parse::<Shelf>() else { return End::Wrong(t("wrong-shelf")) };
    block(async {
        let standing = shelf.standing().await?;
        for Lying { name, size: bytes, at } in standing.lying {
            let came = moment(Timestamp::from_microsecond(at).unwrap_or_default());
            say!("{name}\t{}\t{came}", size(bytes));
        }
        eprintln!("{}", with("said-room", &[("room", &size(standing.room))]));
        Ok::<(), Failure>(())
    })
}
