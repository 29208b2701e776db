// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `Digest` (RFC 3230, as draft-cavage uses it) and `Content-Digest` (RFC 9530).

use data_encoding::BASE64;
use http::HeaderName;
use sfv::{Dictionary, ListEntry, Parser};
use sha2::{Digest as _, Sha256, Sha512};

use super::{Request, SignatureError, joined, only};
use crate::guard::Guard;

pub(super) const DIGEST: HeaderName = HeaderName::from_static("digest");
pub(super) const CONTENT_DIGEST: HeaderName = HeaderName::from_static("content-digest");

/// The value of `Digest` for a body.
#[must_use]
pub fn digest(body: &[u8]) -> String {
    format!("SHA-256={}", BASE64.encode(&Sha256::digest(body)))
}

/// The value of `Content-Digest` for a body.
#[must_use]
pub fn content_digest(body: &[u8]) -> String {
    format!("sha-256=:{}:", BASE64.encode(&Sha256::digest(body)))
}

/// Whether a digest of this algorithm is the body's; `None` for an algorithm that is not known.
fn fits(algorithm: &str, digest: Option<&[u8]>, body: &[u8]) -> Option<bool> {
    match algorithm {
        "sha-256" => Some(digest == Some(Sha256::digest(body).as_slice())),
        "sha-512" => Some(digest == Some(Sha512::digest(body).as_slice())),
        _ => None,
    }
}

/// At least one known algorithm, and every known one right.
fn decide(found: impl Iterator<Item = Option<bool>>) -> Result<(), SignatureError> {
    let mut known = found.flatten().peekable();
    let holds = known.peek().is_some() && known.all(|fits| fits);
    if Guard::DigestTrue.holds(holds) { Ok(()) } else { Err(SignatureError::DigestDiffers) }
}

/// Checks `Digest`.
pub(super) fn check_digest(request: &Request<'_>) -> Result<(), SignatureError> {
    let text = only(request.headers, &DIGEST)?.ok_or_else(|| SignatureError::Lacks(DIGEST.to_string()))?;
    decide(text.split(',').map(|part| {
        let (algorithm, value) = part.trim().split_once('=')?;
        let value = BASE64.decode(value.as_bytes()).ok();
        fits(&algorithm.to_ascii_lowercase(), value.as_deref(), request.body)
    }))
}

/// Checks `Content-Digest`.
pub(super) fn check_content_digest(request: &Request<'_>) -> Result<(), SignatureError> {
    let text = joined(request.headers, CONTENT_DIGEST.as_str())?
        .ok_or_else(|| SignatureError::Lacks(CONTENT_DIGEST.to_string()))?;
    let digests: Dictionary = Parser::new(&text).parse().map_err(|_| SignatureError::Malformed(CONTENT_DIGEST))?;
    decide(digests.iter().map(|(algorithm, value)| {
        let value = match value {
            ListEntry::Item(item) => item.bare_item.as_byte_sequence(),
            ListEntry::InnerList(_) => None,
        };
        fits(algorithm.as_str(), value, request.body)
    }))
}
