// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Object integrity proofs (FEP-8b32): `eddsa-jcs-2022` of the W3C's vc-di-eddsa, 3.3, over the
//! canonical JSON of RFC 8785.
//!
//! A proof says that whoever holds the key wrote this very document. Whose key it is, the caller
//! knows: from the actor's Multikeys, or from keys that were pinned.

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::guard::Guard;
use crate::key::{Algorithm, KeyError, PublicKey, SecretKey, from_multibase, to_multibase};

/// More proofs of one document are not looked at.
pub const MAX_PROOFS: usize = 4;

const TYPE: &str = "DataIntegrityProof";
const SUITE: &str = "eddsa-jcs-2022";
const PURPOSE: &str = "assertionMethod";

/// Why a proof does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The document has none.
    #[error("the document has no proof")]
    Missing,
    /// More than [`MAX_PROOFS`].
    #[error("the document has more than {MAX_PROOFS} proofs")]
    TooMany,
    /// Another suite than `eddsa-jcs-2022`, or no data integrity proof.
    #[error("the proof is no DataIntegrityProof of the suite eddsa-jcs-2022")]
    Suite,
    /// A proof for another purpose than asserting a document.
    #[error("the proof is not for the purpose assertionMethod")]
    Purpose,
    /// A member that a proof needs is missing or has another form.
    #[error("the proof's {0} is missing or malformed")]
    Malformed(&'static str),
    /// The proof's `@context` is not the document's.
    #[error("the proof's @context is not that of the document")]
    Context,
    /// The key did not sign this document: it was changed, or another key signed.
    #[error("the proof does not fit the document and the key")]
    Wrong,
    /// The key cannot be used for proofs.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The document has no canonical form: a number that JSON cannot hold.
    #[error("the document has no canonical form")]
    Canonical,
}

/// A proof that was read but not yet verified.
#[derive(Clone, Debug)]
pub struct Proof {
    /// The URL of the Multikey, or a `did:key`.
    pub verification_method: String,
    /// When it was made, by its own word.
    pub created: Option<Timestamp>,
    hashes: [u8; 64],
    signature: Vec<u8>,
}

/// The canonical form of a JSON value (RFC 8785).
///
/// # Errors
///
/// [`ProofError::Canonical`] for a number that is neither an integer nor finite.
pub fn canonical(value: &Value) -> Result<Vec<u8>, ProofError> {
    serde_json_canonicalizer::to_vec(value).map_err(|_| ProofError::Canonical)
}

/// Reads the proofs of a document: one, or a set of them, each over the document without `proof`.
///
/// # Errors
///
/// See [`ProofError`]. One proof that cannot be read spoils all.
pub fn read(document: &Value) -> Result<Vec<Proof>, ProofError> {
    let (bare, proofs) = split(document)?;
    if proofs.len() > MAX_PROOFS {
        return Err(ProofError::TooMany);
    }
    let document_hash = Sha256::digest(canonical(&Value::Object(bare.clone()))?);
    proofs.iter().map(|proof| read_one(proof, &bare, &document_hash)).collect()
}

fn split(document: &Value) -> Result<(Map<String, Value>, Vec<Value>), ProofError> {
    let mut bare = document.as_object().cloned().ok_or(ProofError::Missing)?;
    match bare.remove("proof") {
        Some(Value::Array(proofs)) if !proofs.is_empty() => Ok((bare, proofs)),
        Some(proof @ Value::Object(_)) => Ok((bare, vec![proof])),
        Some(Value::Array(_) | Value::Null) | None => Err(ProofError::Missing),
        Some(_) => Err(ProofError::Malformed("form")),
    }
}

fn read_one(proof: &Value, bare: &Map<String, Value>, document_hash: &[u8]) -> Result<Proof, ProofError> {
    let mut config = proof.as_object().cloned().ok_or(ProofError::Malformed("form"))?;
    let value = config.remove("proofValue").ok_or(ProofError::Malformed("proofValue"))?;
    let text = |name: &'static str| config.get(name).and_then(Value::as_str);
    if text("type") != Some(TYPE) || text("cryptosuite") != Some(SUITE) {
        return Err(ProofError::Suite);
    }
    if !Guard::ProofPurpose.holds(text("proofPurpose") == Some(PURPOSE)) {
        return Err(ProofError::Purpose);
    }
    // The suite would let a document gain contexts after it was signed: whoever processes JSON-LD
    // would then read other words than those that were signed. So it must be the same.
    if !Guard::ProofContext.holds(config.get("@context").is_none_or(|context| Some(context) == bare.get("@context"))) {
        return Err(ProofError::Context);
    }
    let created = match text("created") {
        None => None,
        Some(text) => Some(text.parse().map_err(|_| ProofError::Malformed("created"))?),
    };
    let verification_method = text("verificationMethod").ok_or(ProofError::Malformed("verificationMethod"))?.to_owned();
    let signature = value.as_str().and_then(from_multibase).ok_or(ProofError::Malformed("proofValue"))?;
    Ok(Proof { verification_method, created, hashes: hashes(&config, document_hash)?, signature })
}

/// The hash of the proof without its value, then that of the document (vc-di-eddsa, 3.3.4).
fn hashes(config: &Map<String, Value>, document_hash: &[u8]) -> Result<[u8; 64], ProofError> {
    let mut both = Sha256::digest(canonical(&Value::Object(config.clone()))?).to_vec();
    both.extend_from_slice(document_hash);
    both.try_into().map_err(|_| ProofError::Canonical)
}

impl Proof {
    /// Whether this key made the proof over the document that it was read from.
    ///
    /// # Errors
    ///
    /// [`ProofError::Wrong`], or [`ProofError::Key`] if the key is not Ed25519.
    pub fn verify(&self, key: &PublicKey) -> Result<(), ProofError> {
        key.ed25519().ok_or(KeyError::NotEd25519)?;
        if key.verify(Algorithm::Ed25519, &self.hashes, &self.signature) { Ok(()) } else { Err(ProofError::Wrong) }
    }
}

/// Adds a proof to a document, beside those that it has.
///
/// # Errors
///
/// [`ProofError::Key`] if the key is not Ed25519; [`ProofError::Malformed`] if the document is no
/// object; [`ProofError::Canonical`].
pub fn attach(
    document: &mut Value,
    key: &SecretKey,
    verification_method: &str,
    created: Timestamp,
) -> Result<(), ProofError> {
    key.public().ed25519().ok_or(KeyError::NotEd25519)?;
    let mut bare = document.as_object().cloned().ok_or(ProofError::Malformed("document"))?;
    let before = bare.remove("proof");
    let created = created.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let mut proof = json!({
        "type": TYPE,
        "cryptosuite": SUITE,
        "verificationMethod": verification_method,
        "proofPurpose": PURPOSE,
        "created": created,
    });
    let members = proof.as_object_mut().ok_or(ProofError::Malformed("form"))?;
    if let Some(context) = bare.get("@context") {
        members.insert("@context".to_owned(), context.clone());
    }
    let document_hash = Sha256::digest(canonical(&Value::Object(bare.clone()))?);
    let signature = key.sign(&hashes(members, &document_hash)?)?;
    members.insert("proofValue".to_owned(), to_multibase(&signature).into());
    let proof = match before {
        None | Some(Value::Null) => proof,
        Some(Value::Array(mut proofs)) => {
            proofs.push(proof);
            proofs.into()
        }
        Some(other) => json!([other, proof]),
    };
    bare.insert("proof".to_owned(), proof);
    *document = Value::Object(bare);
    Ok(())
}
