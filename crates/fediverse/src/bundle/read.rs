// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Reading a bundle, line by line, each verified as it comes.

use std::io::BufRead;

use data_encoding::HEXLOWER;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use url::Url;

use super::manifest::link;
use super::write::SEAL;
use super::{BundleError, Cursor, MAX_LINE, Manifest, Pin, Receipt};
use crate::guard::Guard;
use crate::inbox::{Accepted, Refusal, author_by_proof};
use crate::json;
use crate::key::DID_KEY;
use crate::proof::{self, Proof, ProofError};
use crate::signature::ActorKey;

/// Lines, with their number and the hash of all before the current one.
struct Lines<R> {
    input: R,
    number: u64,
    hash: Sha256,
    /// The line that was given last, not yet part of the hash.
    last: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    /// The next line as JSON; `None` at the end of the file.
    fn read(&mut self) -> Result<Option<Value>, BundleError> {
        self.hash.update(&self.last);
        self.last.clear();
        self.number += 1;
        loop {
            let available = self.input.fill_buf()?;
            let (taken, complete) = match available.iter().position(|byte| *byte == b'\n') {
                Some(end) => (end + 1, true),
                None => (available.len(), available.is_empty()),
            };
            self.last.extend_from_slice(available.get(..taken).unwrap_or_default());
            self.input.consume(taken);
            if !Guard::BundleLine.holds(self.last.len() <= MAX_LINE) {
                return Err(BundleError::Line(self.number));
            }
            if complete {
                break;
            }
        }
        match self.last.strip_suffix(b"\n") {
            Some(line) => {
                let max = if Guard::BundleLine.removed() { usize::MAX } else { MAX_LINE };
                let read = json::read(line, max);
                read.map(Some).map_err(|error| BundleError::Json { line: self.number, error })
            }
            None if self.last.is_empty() => Ok(None),
            None => Err(BundleError::Truncated),
        }
    }
}

/// A bundle whose manifest was read and not yet believed.
pub struct Opened<R> {
    lines: Lines<R>,
    manifest: Manifest,
}

impl<R: BufRead> Opened<R> {
    /// Reads the manifest, so that the caller can find what it knows of the source.
    ///
    /// # Errors
    ///
    /// See [`BundleError`].
    pub fn new(input: R) -> Result<Opened<R>, BundleError> {
        let mut lines = Lines { input, number: 0, hash: Sha256::new(), last: Vec::new() };
        let first = lines.read()?.ok_or(BundleError::Truncated)?;
        Ok(Opened { manifest: Manifest::read(&first)?, lines })
    }

    /// What the bundle says of itself.
    #[must_use]
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Goes on to what it holds. `ours` are the actors that live here; `known` is how far the source's
    /// history is known: what comes before is verified and passed over.
    ///
    /// # Errors
    ///
    /// [`BundleError::NotPinned`], [`BundleError::NotForUs`], [`BundleError::Fork`].
    pub fn trust(self, pin: &Pin, ours: &[&str], known: Cursor) -> Result<Reader<R>, BundleError> {
        let Opened { lines, manifest } = self;
        if !Guard::BundlePinned.holds(pin.is_among(&manifest.keys)) {
            return Err(BundleError::NotPinned(manifest.source));
        }
        if let Some(destination) = &manifest.destination
            && !Guard::BundleDestination.holds(ours.contains(&destination.as_str()))
        {
            return Err(BundleError::NotForUs(destination.clone()));
        }
        let cursor = manifest.before;
        let reader = Reader { lines, manifest, known, cursor, fresh: 0, sealed: false, failed: false };
        reader.compare()?;
        Ok(reader)
    }
}

/// One thing in a bundle.
#[derive(Clone, Debug)]
pub enum Item {
    /// The source has received so much of ours.
    Receipt(Receipt),
    /// Something new that the source published.
    Activity {
        /// The cursor after it: to be kept with what was done for it, in one transaction.
        cursor: Cursor,
        /// The activity, held against its author as one that comes by HTTP.
        accepted: Box<Accepted>,
        /// The activity as it was written.
        value: Value,
    },
}

/// What a bundle holds, after all of it was verified.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// What it says of itself.
    pub manifest: Manifest,
    /// Where its history ends.
    pub end: Cursor,
    /// How many activities in it are new.
    pub fresh: u64,
    /// The numbers, first and last, of activities that are missing between what is known and what it holds.
    pub gap: Option<(u64, u64)>,
}

impl Summary {
    /// How far the history is known after an import: where there is a gap, no further than before.
    #[must_use]
    pub const fn known_after(&self, known: Cursor) -> Cursor {
        if self.gap.is_none() && self.end.sequence > known.sequence { self.end } else { known }
    }
}

/// A bundle that is being read: its receipts and new activities, or the first thing that is wrong.
pub struct Reader<R> {
    lines: Lines<R>,
    manifest: Manifest,
    known: Cursor,
    cursor: Cursor,
    fresh: u64,
    sealed: bool,
    failed: bool,
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Item, BundleError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let next = self.advance().transpose();
        self.failed = matches!(next, Some(Err(_)));
        next
    }
}

impl<R: BufRead> Reader<R> {
    fn advance(&mut self) -> Result<Option<Item>, BundleError> {
        while !self.sealed {
            let line = self.lines.read()?.ok_or(BundleError::Truncated)?;
            if let Some(activity) = line.get("activity") {
                let sequence = line.get("sequence").and_then(Value::as_u64);
                let sequence = sequence.ok_or(BundleError::Form(self.lines.number))?;
                if let Some(item) = self.activity(activity, sequence)? {
                    return Ok(Some(item));
                }
            } else if let Some(receipt) = line.get("receipt").filter(|_| self.cursor == self.manifest.before) {
                let receipt = Receipt::read(receipt, &self.manifest.keys)?;
                if receipt.by != self.manifest.source {
                    return Err(BundleError::Receipt(format!("it is by {}, who did not write this", receipt.by)));
                }
                return Ok(Some(Item::Receipt(receipt)));
            } else {
                self.seal(&line)?;
                self.sealed = true;
            }
        }
        Ok(None)
    }

    fn activity(&mut self, activity: &Value, sequence: u64) -> Result<Option<Item>, BundleError> {
        let cursor = self.cursor.after(activity).map_err(|_| BundleError::Form(self.lines.number))?;
        if sequence != cursor.sequence {
            let (line, expected) = (self.lines.number, cursor.sequence);
            return Err(BundleError::Sequence { line, expected, found: sequence });
        }
        self.cursor = cursor;
        self.compare()?;
        let accepted = accept(&self.manifest, activity, sequence)?;
        if sequence <= self.known.sequence {
            return Ok(None);
        }
        self.fresh += 1;
        Ok(Some(Item::Activity { cursor, accepted: Box::new(accepted), value: activity.clone() }))
    }

    /// Where the bundle is at the point that is known, the chains must meet.
    fn compare(&self) -> Result<(), BundleError> {
        let meets = self.cursor.sequence != self.known.sequence || self.cursor.chain == self.known.chain;
        if Guard::BundleChain.holds(meets) { Ok(()) } else { Err(BundleError::Fork(self.cursor.sequence)) }
    }

    fn seal(&mut self, seal: &Value) -> Result<(), BundleError> {
        let text = |name| seal.get(name).and_then(Value::as_str);
        if text("type") != Some(SEAL) {
            return Err(BundleError::Form(self.lines.number));
        }
        let proofs = proof::read(seal).map_err(BundleError::Seal)?;
        proofs
            .first()
            .ok_or(ProofError::Missing)
            .and_then(|proof| proof.verify(self.manifest.keys.current()))
            .map_err(BundleError::Seal)?;
        let sha256 = HEXLOWER.encode(&self.lines.hash.clone().finalize());
        let holds = text("sha256") == Some(sha256.as_str())
            && text("chain").and_then(link) == Some(self.cursor.chain)
            && seal.get("last").and_then(Value::as_u64) == Some(self.cursor.sequence);
        if !Guard::BundleDigest.holds(holds) {
            return Err(BundleError::Digest);
        }
        match self.lines.read() {
            Ok(None) => Ok(()),
            Err(BundleError::Io(error)) => Err(BundleError::Io(error)),
            _ => Err(BundleError::Trailing),
        }
    }

    /// What the bundle holds; `None` before all of it was read.
    #[must_use]
    pub fn summary(&self) -> Option<Summary> {
        self.sealed.then(|| {
            let next = self.known.sequence.saturating_add(1);
            let before = self.manifest.before.sequence;
            Summary {
                manifest: self.manifest.clone(),
                end: self.cursor,
                fresh: self.fresh,
                gap: (before >= next).then_some((next, before)),
            }
        })
    }
}

/// Verifies a whole bundle and changes nothing.
///
/// # Errors
///
/// See [`BundleError`]: the first thing that is wrong.
pub fn check<R: BufRead>(opened: Opened<R>, pin: &Pin, ours: &[&str], known: Cursor) -> Result<Summary, BundleError> {
    let mut reader = opened.trust(pin, ours, known)?;
    reader.by_ref().try_for_each(|item| item.map(drop))?;
    reader.summary().ok_or(BundleError::Truncated)
}

/// The pipeline of the inbox, with the activity's own proof in place of the request's signature.
pub(super) fn accept(manifest: &Manifest, activity: &Value, sequence: u64) -> Result<Accepted, BundleError> {
    let refused = |error| BundleError::Activity { sequence, error };
    let author = if Guard::BundleActivityProof.removed() {
        manifest.source.clone()
    } else {
        author_by_proof(activity, |proof| key_of(manifest, proof)).map_err(refused)?
    };
    if author != manifest.source {
        return Err(refused(Refusal::OtherActor { author, actor: manifest.source.clone() }));
    }
    let accepted = Accepted::new(activity, &author).map_err(refused)?;
    if manifest.is_for_reader(accepted.activity()) { Ok(accepted) } else { Err(BundleError::Audience(sequence)) }
}

/// The key that the source used when the proof was made. Without a network, the address of a Multikey is
/// nothing but a name: it must be the source's own.
fn key_of(manifest: &Manifest, proof: &Proof) -> Option<ActorKey> {
    let key = manifest.keys.at(proof.created?);
    let method = proof.verification_method.as_str();
    let own = if method.starts_with(DID_KEY) {
        key.to_did_key() == method.split('#').next().unwrap_or_default()
    } else {
        let origin = |url: &str| Url::parse(url).ok().map(|url| url.origin());
        origin(method) == origin(&manifest.source)
    };
    own.then(|| ActorKey { id: method.to_owned(), owner: manifest.source.clone(), key: key.clone() })
}
