// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Adding to a chain, and verifying one.

use ed25519_dalek::{Signature, Signer, Verifier, VerifyingKey};

use crate::{
    spine::{
        id::Id,
        keys::CommunitySecret,
        refusal::{Error, Result},
    },
    store::{Write, args},
};

use super::{
    record::{Hash, Record, VERSION},
    store,
};

/// Completes `record` with its place in the chain, signs it and adds it to the log.
///
/// # Errors
/// As the store says; a second writer of the same place is a conflict.
pub async fn append(tx: &mut Write, secret: &CommunitySecret, mut record: Record) -> Result<Record> {
    let head: Option<(i64, Vec<u8>)> = tx.optional(&store::HEAD, args![record.community]).await?;
    let (seq, prev) = match head {
        None => (0, Hash::START),
        Some((seq, hash)) => (seq, Hash(hash.try_into().map_err(|_| Error::Damaged(format!("hash of record {seq}")))?)),
    };
    record.v = VERSION;
    record.seq = seq + 1;
    record.prev = prev;
    let bytes = serde_json::to_vec(&record).map_err(|error| Error::Damaged(error.to_string()))?;
    let hash = Hash::of(&bytes);
    let signature = secret.signing().sign(&hash.0);
    tx.run(
        &store::APPEND,
        args![
            record.community,
            record.seq,
            bytes,
            &hash.0[..],
            &signature.to_bytes()[..],
            record.key,
            &record.command,
            record.actor.to_string(),
            record.subject,
            record.at,
        ],
    )
    .await?;
    Ok(record)
}

/// Verifies a chain record by record.
#[derive(Debug)]
pub struct Chain {
    community: Id,
    key: VerifyingKey,
    seq: i64,
    prev: Hash,
}

/// What is wrong with a chain, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// The public key is not one.
    #[error("the community's public key is not a key")]
    Key,
    /// A record is missing, or there is one too many.
    #[error("record {expected} should follow, but {found} does")]
    Gap {
        /// The number that should come.
        expected: i64,
        /// The number that came.
        found: i64,
    },
    /// The bytes of a record do not have the hash that stands beside them.
    #[error("record {0}: its content was changed (the hash does not fit)")]
    Content(i64),
    /// The signature does not fit.
    #[error("record {0}: the signature is not the community's")]
    Signature(i64),
    /// The record names another predecessor.
    #[error("record {0}: it does not continue the record before it")]
    Link(i64),
    /// The bytes are not a record of this community.
    #[error("record {0}: it cannot be read ({1})")]
    Form(i64, String),
}

impl Chain {
    /// A chain from its beginning, signed by `public_key`.
    ///
    /// # Errors
    /// [`Broken::Key`].
    pub fn start(community: Id, public_key: &[u8]) -> Result<Self, Broken> {
        let bytes: &[u8; 32] = public_key.try_into().map_err(|_| Broken::Key)?;
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| Broken::Key)?;
        Ok(Self { community, key, seq: 0, prev: Hash::START })
    }

    /// Verifies the next record and gives what it says.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn next(&mut self, seq: i64, bytes: &[u8], hash: &[u8], signature: &[u8]) -> Result<Record, Broken> {
        if seq != self.seq + 1 {
            return Err(Broken::Gap { expected: self.seq + 1, found: seq });
        }
        let found = Hash::of(bytes);
        if found.0.as_slice() != hash {
            return Err(Broken::Content(seq));
        }
        let signature = Signature::from_slice(signature).map_err(|_| Broken::Signature(seq))?;
        self.key.verify(&found.0, &signature).map_err(|_| Broken::Signature(seq))?;
        let record: Record = serde_json::from_slice(bytes).map_err(|error| Broken::Form(seq, error.to_string()))?;
        if record.prev != self.prev {
            return Err(Broken::Link(seq));
        }
        if record.v != VERSION || record.seq != seq || record.community != self.community {
            return Err(Broken::Form(seq, "it belongs elsewhere".to_owned()));
        }
        self.seq = seq;
        self.prev = found;
        Ok(record)
    }

    /// The hash of the last record that was verified.
    pub fn head(&self) -> Hash {
        self.prev
    }
}
