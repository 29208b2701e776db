// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Writing a bundle, line by line.

use std::io::Write;

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::read::accept;
use super::{BundleError, Cursor, Manifest};
use crate::key::SecretKey;
use crate::proof;

pub(super) const SEAL: &str = "TequioSeal";

/// A bundle that is being written. What is not finished has no seal and is no bundle.
pub struct Writer<W: Write> {
    out: W,
    hash: Sha256,
    manifest: Manifest,
    cursor: Cursor,
}

impl<W: Write> Writer<W> {
    /// Begins a bundle with its manifest.
    ///
    /// # Errors
    ///
    /// [`BundleError::Io`].
    pub fn new(out: W, manifest: Manifest) -> Result<Writer<W>, BundleError> {
        let mut writer = Writer { out, hash: Sha256::new(), cursor: manifest.before, manifest };
        let line = writer.manifest.to_value();
        writer.line(&line)?;
        Ok(writer)
    }

    fn line(&mut self, value: &Value) -> Result<(), BundleError> {
        let mut line = proof::canonical(value).map_err(BundleError::Write)?;
        line.push(b'\n');
        self.hash.update(&line);
        self.out.write_all(&line)?;
        Ok(())
    }

    /// Adds a receipt, as [`super::Receipt::sign`] gives it. Receipts come before activities.
    ///
    /// # Errors
    ///
    /// [`BundleError::Form`] after the first activity; [`BundleError::Io`].
    pub fn receipt(&mut self, receipt: &Value) -> Result<(), BundleError> {
        if self.cursor != self.manifest.before {
            return Err(BundleError::Form(0));
        }
        self.line(&json!({ "receipt": receipt }))
    }

    /// Adds the next activity of the source. It has its proof already.
    ///
    /// # Errors
    ///
    /// [`BundleError::Activity`] if a reader would refuse it, [`BundleError::Audience`] if it is not for the reader,
    /// [`BundleError::Io`].
    pub fn activity(&mut self, activity: &Value) -> Result<Cursor, BundleError> {
        let next = self.cursor.after(activity).map_err(BundleError::Write)?;
        accept(&self.manifest, activity, next.sequence)?;
        self.line(&json!({ "sequence": next.sequence, "activity": activity }))?;
        self.cursor = next;
        Ok(next)
    }

    /// Seals the bundle with the source's key in use and gives the file back.
    ///
    /// # Errors
    ///
    /// [`BundleError::Write`] if the key is not Ed25519; [`BundleError::NotPinned`] if it is not the one in use;
    /// [`BundleError::Io`].
    pub fn finish(mut self, key: &SecretKey, now: Timestamp) -> Result<W, BundleError> {
        if key.public() != *self.manifest.keys.current() {
            return Err(BundleError::NotPinned(self.manifest.source));
        }
        let mut seal = json!({
            "type": SEAL,
            "last": self.cursor.sequence,
            "chain": HEXLOWER.encode(&self.cursor.chain),
            "sha256": HEXLOWER.encode(&self.hash.clone().finalize()),
        });
        proof::attach(&mut seal, key, &key.public().to_did_key(), now).map_err(BundleError::Write)?;
        self.line(&seal)?;
        self.out.flush()?;
        Ok(self.out)
    }
}
