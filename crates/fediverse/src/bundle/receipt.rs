// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Receipts: how far a reader has come, so that the source need not send it again. What a 202 is on
//! the network.

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::manifest::link;
use super::{BundleError, Cursor};
use crate::guard::Guard;
use crate::key::{KeyHistory, SecretKey};
use crate::proof::{self, ProofError};

const TYPE: &str = "TequioReceipt";

/// A receipt that its reader signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Whose history was read.
    pub source: String,
    /// Who read it.
    pub by: String,
    /// How far.
    pub through: Cursor,
    /// When it was written.
    pub created: Timestamp,
}

impl Receipt {
    /// The receipt as JSON with the reader's proof.
    ///
    /// # Errors
    ///
    /// [`ProofError`] if the key is not Ed25519.
    pub fn sign(&self, key: &SecretKey) -> Result<Value, ProofError> {
        let mut value = json!({
            "type": TYPE,
            "source": self.source,
            "by": self.by,
            "through": self.through.sequence,
            "chain": HEXLOWER.encode(&self.through.chain),
            "created": self.created.to_string(),
        });
        proof::attach(&mut value, key, &key.public().to_did_key(), self.created)?;
        Ok(value)
    }

    /// Reads a receipt that was signed with the key that the reader used at the time, among those pinned.
    ///
    /// # Errors
    ///
    /// [`BundleError::Receipt`].
    pub fn read(value: &Value, keys: &KeyHistory) -> Result<Receipt, BundleError> {
        let unfit = || BundleError::Receipt("it has another form than expected".to_owned());
        let text = |name| value.get(name).and_then(Value::as_str).ok_or_else(unfit);
        if text("type")? != TYPE {
            return Err(unfit());
        }
        let receipt = Receipt {
            source: text("source")?.to_owned(),
            by: text("by")?.to_owned(),
            through: Cursor {
                sequence: value.get("through").and_then(Value::as_u64).ok_or_else(unfit)?,
                chain: link(text("chain")?).ok_or_else(unfit)?,
            },
            created: text("created")?.parse().map_err(|_| unfit())?,
        };
        let key = keys.at(receipt.created);
        let proofs = proof::read(value).map_err(|error| BundleError::Receipt(error.to_string()))?;
        let signed = proofs.iter().any(|proof| proof.verify(key).is_ok());
        if Guard::ReceiptSigned.holds(signed) {
            Ok(receipt)
        } else {
            Err(BundleError::Receipt(format!("it is not signed by {}", receipt.by)))
        }
    }

    /// The new cursor of the reader `by` at the source, if the receipt advances it. `chain_at` gives the link of
    /// the source's own chain at a number, if it has come so far.
    ///
    /// # Errors
    ///
    /// [`BundleError::Fork`] if what the reader has is not what the source sent.
    pub fn advances(
        &self,
        known: &Cursor,
        chain_at: impl FnOnce(u64) -> Option<[u8; 32]>,
    ) -> Result<Option<Cursor>, BundleError> {
        let same = chain_at(self.through.sequence) == Some(self.through.chain);
        if !Guard::ReceiptChain.holds(same) {
            return Err(BundleError::Fork(self.through.sequence));
        }
        Ok((self.through.sequence > known.sequence).then_some(self.through))
    }
}
