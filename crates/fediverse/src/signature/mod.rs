// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! HTTP signatures: draft-cavage-http-signatures-12, which everybody takes, and RFC 9421, which the
//! newer peers take.
//!
//! Verifying has three steps, because between them others must act:
//!
//! 1. [`read`] takes a request apart and holds it against the [`Policy`]. Nothing was fetched yet.
//! 2. The caller gets the key of [`Claim::key_id`], from its store or by the guarded fetcher;
//!    [`Claim::verify`] checks the signature and that the key is the actor's.
//! 3. The caller notes [`Genuine::replay`] where it outlives a restart, and [`Genuine::admit`] turns
//!    the second one of a kind away.

mod cavage;
mod digest;
mod message;
mod policy;
mod replay;
mod sign;
#[cfg(test)]
mod vectors;

pub use digest::{content_digest, digest};
pub use policy::Policy;
pub use replay::{MemoryReplays, Replay};
pub use sign::{Scheme, Signer, advertises_rfc9421};

use http::{HeaderMap, HeaderName, Method};
use jiff::Timestamp;
use url::Url;

use crate::guard::Guard;
use crate::key::{Algorithm, PublicKey};

/// A request as it came in.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The method.
    pub method: &'a Method,
    /// Path and query as they stood in the request line.
    pub target: &'a str,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The whole body.
    pub body: &'a [u8],
}

/// Why a signature is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// Neither `Signature` nor `Signature-Input`.
    #[error("the request is not signed")]
    Missing,
    /// A header that decides stands in the request twice: which one was meant?
    #[error("the header {0} stands in the request more than once")]
    Repeated(HeaderName),
    /// A header cannot be read. Says which.
    #[error("the header {0} cannot be read")]
    Malformed(HeaderName),
    /// A signature names a header that the request lacks.
    #[error("the signature covers {0}, which the request lacks")]
    Lacks(String),
    /// A signature covers a component that no peer is known to use.
    #[error("the signature covers {0}, which is not supported")]
    Component(String),
    /// The algorithm is unknown, or not for this key.
    #[error("the algorithm {0} is unknown or not for this key")]
    Algorithm(String),
    /// Not signed: method, path and query.
    #[error(
        "the signature does not cover method and target ((request-target), or @method with @target-uri or @path and @query)"
    )]
    TargetUnsigned,
    /// Not signed: the host.
    #[error("the signature does not cover the host (host, @authority or @target-uri)")]
    HostUnsigned,
    /// Signed for another host, or a proxy in between changed `Host`.
    #[error("the request is for the host {found}, and this is {ours}; a proxy in front must pass Host on")]
    HostDiffers {
        /// What the request says.
        found: String,
        /// The configured host.
        ours: String,
    },
    /// Not signed: the time.
    #[error("the signature does not cover a time (date or created)")]
    DateUnsigned,
    /// Too old, from the future, or expired.
    #[error("the signature is of {at}, and it is {now}: outside of the window")]
    DateOutside {
        /// The time in the request.
        at: Timestamp,
        /// The time here.
        now: Timestamp,
    },
    /// Not signed: the digest of the body.
    #[error("the signature does not cover the body (digest or content-digest)")]
    DigestUnsigned,
    /// The body is not the one that was signed, or the digest has no known algorithm.
    #[error("the digest is not that of the body")]
    DigestDiffers,
    /// `keyId` is no http(s) URL.
    #[error("the key id {0} is no URL")]
    KeyId(String),
    /// The key is another actor's.
    #[error("the key {key} is not one of the actor {actor}")]
    KeyOwner {
        /// The key.
        key: String,
        /// The actor of the activity.
        actor: String,
    },
    /// The signature does not fit request and key.
    #[error("the signature does not fit the request and the key {0}")]
    Wrong(String),
    /// This very request came before. It may be answered like the first one, but is not to be done again.
    #[error("this request came before")]
    Replayed,
}

/// What a signature says, before the policy was asked.
#[derive(Clone, Debug)]
struct Unchecked {
    scheme: Scheme,
    key_id: String,
    algorithm: Option<Algorithm>,
    /// What is covered of the things that the policy asks for.
    covers: Covers,
    created: Option<Timestamp>,
    expires: Option<Timestamp>,
    base: String,
    signature: Vec<u8>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Covers {
    target: bool,
    host: bool,
    /// The `Host` header is among what is covered.
    host_header: bool,
    date_header: bool,
    digest: bool,
    content_digest: bool,
}

/// A signature that fits the policy and is still to be verified.
#[derive(Clone, Debug)]
pub struct Claim {
    key_id: Url,
    scheme: Scheme,
    at: Timestamp,
    algorithm: Option<Algorithm>,
    base: String,
    signature: Vec<u8>,
    replay: Replay,
}

/// A public key with whose it is, as an actor's document says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActorKey {
    /// The key's id.
    pub id: String,
    /// The id of the actor that lists it.
    pub owner: String,
    /// The key.
    pub key: PublicKey,
}

/// Reads the signature of a request and holds it against the policy.
///
/// Where a request has several signatures (RFC 9421), the first that fits the policy is taken, and if
/// none does, the error is that of the first.
///
/// # Errors
///
/// See [`SignatureError`]; all but those that need a key.
pub fn read(request: &Request<'_>, policy: &Policy, now: Timestamp) -> Result<Claim, SignatureError> {
    let found = if request.headers.contains_key(message::SIGNATURE_INPUT) {
        message::read(request, policy.origin())?
    } else {
        vec![cavage::read(request)]
    };
    let mut first_error = None;
    for unchecked in found {
        match unchecked.and_then(|unchecked| policy.check(unchecked, request, now)) {
            Ok(claim) => return Ok(claim),
            Err(error) => first_error = first_error.or(Some(error)),
        }
    }
    Err(first_error.unwrap_or(SignatureError::Missing))
}

impl Claim {
    /// The id of the key that is said to have signed.
    #[must_use]
    pub const fn key_id(&self) -> &Url {
        &self.key_id
    }

    /// How the peer signed. Whoever used RFC 9421 may be answered so.
    #[must_use]
    pub const fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// When it was signed.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// Whether the key may be the actor's: to be asked before anything is fetched, so that nobody
    /// makes us knock at doors of their choice (owncast#5121).
    ///
    /// # Errors
    ///
    /// [`SignatureError::KeyOwner`] if they have different origins (FEP-fe34).
    pub fn may_be_of(&self, actor: &str) -> Result<(), SignatureError> {
        let same = Url::parse(actor).is_ok_and(|actor| actor.origin() == self.key_id.origin());
        if Guard::KeyOrigin.holds(same) {
            Ok(())
        } else {
            Err(SignatureError::KeyOwner { key: self.key_id.to_string(), actor: actor.to_owned() })
        }
    }

    /// Verifies that `key` signed and is the actor's.
    ///
    /// # Errors
    ///
    /// [`SignatureError::KeyOwner`], [`SignatureError::Algorithm`], [`SignatureError::Wrong`]. After the
    /// last, the key may have been changed: see [`crate::inbox::may_refresh_key`].
    pub fn verify(self, key: &ActorKey, actor: &str) -> Result<Genuine, SignatureError> {
        if !Guard::KeyOwner.holds(key.owner == actor && key.id == self.key_id.as_str()) {
            return Err(SignatureError::KeyOwner { key: self.key_id.to_string(), actor: actor.to_owned() });
        }
        let algorithm = self.algorithm.unwrap_or_else(|| key.key.algorithm());
        let fits = matches!(
            (&key.key, algorithm),
            (PublicKey::Rsa(_), Algorithm::RsaV15Sha256 | Algorithm::RsaPssSha512)
                | (PublicKey::Ed25519(_), Algorithm::Ed25519)
        );
        if !fits {
            return Err(SignatureError::Algorithm(algorithm.name().to_owned()));
        }
        if !key.key.verify(algorithm, self.base.as_bytes(), &self.signature) {
            return Err(SignatureError::Wrong(self.key_id.to_string()));
        }
        Ok(Genuine { scheme: self.scheme, actor: actor.to_owned(), key_id: self.key_id, replay: self.replay })
    }
}

/// A signature that holds. What is left is whether it came before.
#[derive(Clone, Debug)]
#[must_use = "a signature that holds may still be a replay: note it and call admit"]
pub struct Genuine {
    scheme: Scheme,
    actor: String,
    key_id: Url,
    replay: Replay,
}

impl Genuine {
    /// What to note, and for how long.
    #[must_use]
    pub const fn replay(&self) -> &Replay {
        &self.replay
    }

    /// The last step. `is_new` is what the caller's table said when it noted [`Genuine::replay`]. Where
    /// nothing is changed (GET), no note is needed and `true` is right.
    ///
    /// # Errors
    ///
    /// [`SignatureError::Replayed`].
    pub fn admit(self, is_new: bool) -> Result<Verified, SignatureError> {
        if Guard::Once.holds(is_new) {
            Ok(Verified { scheme: self.scheme, actor: self.actor, key_id: self.key_id })
        } else {
            Err(SignatureError::Replayed)
        }
    }
}

/// Who signed a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How.
    pub scheme: Scheme,
    /// The actor.
    pub actor: String,
    /// With which of its keys.
    pub key_id: Url,
}

/// The one value of a header; `None` if it is missing.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, SignatureError> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else { return Ok(None) };
    if !Guard::OneHeader.holds(values.next().is_none()) {
        return Err(SignatureError::Repeated(name.clone()));
    }
    value.to_str().map(|value| Some(value.trim())).map_err(|_| SignatureError::Malformed(name.clone()))
}

/// The values of a header, joined as RFC 9421, 2.1 wants it; `None` if it is missing.
fn joined(headers: &HeaderMap, name: &str) -> Result<Option<String>, SignatureError> {
    let mut values = Vec::new();
    for value in headers.get_all(name) {
        let value = value.to_str().map_err(|_| SignatureError::Component(name.to_owned()))?;
        values.push(value.trim());
    }
    Ok(if values.is_empty() { None } else { Some(values.join(", ")) })
}
