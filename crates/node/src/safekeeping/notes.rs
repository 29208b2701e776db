// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a node notes of its backups, in a file of its data folder: when the newest was made, when one was last restored
//! and found whole, when somebody last opened one with a key of theirs, and what lies with friends.

use std::{
    collections::BTreeMap,
    io::Write as _,
    path::Path,
    sync::{Mutex, PoisonError},
};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::spine::{log::Hash, world::Micros};

use super::{daily::Plan, part::Manifest};

/// The file of the data folder.
const FILE: &str = "safekeeping.json";
/// So many backups are known again by their receipts.
const REMEMBERED: usize = 60;

/// What is noted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Notes {
    /// When the newest backup was made.
    pub made: Option<Micros>,
    /// When one was last restored and found whole, by the node itself or by who keeps it.
    pub verified: Option<Proof>,
    /// When one was last opened with a custodian's own key.
    pub opened: Option<Proof>,
    /// In which places the newest try failed, and why.
    pub failed: BTreeMap<String, Failed>,
    /// What was last put on the shelves of friends.
    pub deposited: BTreeMap<String, Deposited>,
    /// What is on its way to one of them.
    pub sending: Option<Sending>,
    /// The backups that were made, newest last.
    pub receipts: Vec<Receipt>,
}

/// A backup that was restored and found whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Proof {
    /// When it was restored.
    pub at: Micros,
    /// When it was made.
    pub backup: Micros,
}

/// A backup that lies on a friend's shelf, and came back from there whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deposited {
    /// When it was put there.
    pub at: Micros,
    /// How many things were erased by then.
    pub erased: usize,
    /// How many bytes it has.
    pub size: u64,
}

/// How far a backup has come on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sending {
    /// Where to.
    pub place: String,
    /// How many bytes are there.
    pub sent: u64,
    /// Of how many.
    pub size: u64,
}

/// Why a backup was not made, or does not come back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// When.
    pub at: Micros,
    /// Of which sort.
    pub why: Why,
    /// What the operator's log says.
    pub detail: String,
}

/// Of which sort a failure is: what there is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// There is no room for it, or for trying it.
    Room,
    /// It could not be written.
    Made,
    /// It was written and does not come back whole.
    Whole,
    /// The node of a friend is not reached, or nothing goes on with it.
    Away,
    /// It shows a certificate that is not its own.
    Untrusted,
    /// Its shelf is closed, or has another link.
    Closed,
    /// Its shelf is full.
    Full,
}

impl Why {
    /// The end of its messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Room => "room",
            Self::Made => "made",
            Self::Whole => "whole",
            Self::Away => "away",
            Self::Untrusted => "untrusted",
            Self::Closed => "closed",
            Self::Full => "full",
        }
    }
}

/// By what a backup is known again when somebody says that they opened it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// When it was made.
    pub backup: Micros,
    /// What its manifest says of the code in it.
    pub hash: String,
}

impl Notes {
    /// What a data folder has; nothing where there is none. What cannot be read is told to the operator.
    pub fn read(data: &Path) -> Self {
        let read = match std::fs::read(data.join(FILE)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Self::default(),
            Err(error) => Err(error.to_string()),
            Ok(text) => serde_json::from_slice(&text).map_err(|error| error.to_string()),
        };
        read.unwrap_or_else(|error| {
            tracing::warn!(%error, file = FILE, "what was noted of backups cannot be read, and begins anew");
            Self::default()
        })
    }

    /// Changes what is noted. It is written whole or not at all.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn change(data: &Path, change: impl FnOnce(&mut Self)) -> std::io::Result<()> {
        // Backups are made in two places at once.
        static ONE: Mutex<()> = Mutex::new(());
        let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
        let mut notes = Self::read(data);
        change(&mut notes);
        let mut file = tempfile::NamedTempFile::new_in(data)?;
        file.write_all(&serde_json::to_vec_pretty(&notes)?)?;
        file.persist(data.join(FILE)).map_err(|error| error.error)?;
        Ok(())
    }

    /// Forgets what was noted of places that are no longer in the plan, and what was on its way when the node stopped.
    pub(super) fn forget_but(&mut self, plan: &Plan) {
        let places: Vec<String> = plan.places().collect();
        self.failed.retain(|place, _| places.contains(place));
        self.deposited.retain(|place, _| places.contains(place));
        self.sending = None;
    }

    /// Notes that a backup was made.
    pub fn made(&mut self, manifest: &Manifest) {
        self.made = self.made.max(Some(manifest.made()));
        self.receipts.push(Receipt { backup: manifest.made(), hash: manifest.receipt.clone() });
        let beyond = self.receipts.len().saturating_sub(REMEMBERED);
        self.receipts.drain(..beyond);
    }

    /// Notes that the backup in which this code was has been restored and found whole with a custodian's key. Says of
    /// when it is; nothing if it is none of this node's.
    pub fn opened(&mut self, code: &str, at: Micros) -> Option<Proof> {
        let hash = hash(code);
        let known = self.receipts.iter().find(|receipt| receipt.hash == hash)?;
        let proof = Proof { at, backup: known.backup };
        self.opened = Some(proof);
        // That an old one comes back says less than that a newer one did.
        self.verified = self.verified.filter(|verified| verified.backup > proof.backup).or(Some(proof));
        Some(proof)
    }
}

/// What a manifest says of the code in its backup. How it is written makes no difference.
pub(super) fn hash(code: &str) -> String {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    Hash::of(plain.to_ascii_uppercase().as_bytes()).to_string()
}
