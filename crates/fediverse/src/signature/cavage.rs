// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! draft-cavage-http-signatures-12: the `Signature` header with `keyId`, `headers`, `signature`.

use data_encoding::BASE64;
use http::header::HOST;
use http::{HeaderName, header::DATE};
use jiff::Timestamp;

use super::{Covers, Request, Scheme, SignatureError, Unchecked, joined, only};
use crate::key::Algorithm;

pub(super) const SIGNATURE: HeaderName = HeaderName::from_static("signature");

/// More headers than any peer signs.
const MAX_HEADERS: usize = 32;

/// The parameters of a `Signature` header. Both quoted and bare values occur.
#[derive(Default)]
struct Parameters<'a> {
    key_id: Option<&'a str>,
    algorithm: Option<&'a str>,
    headers: Option<&'a str>,
    signature: Option<&'a str>,
    created: Option<&'a str>,
    expires: Option<&'a str>,
}

fn parameters(mut rest: &str) -> Option<Parameters<'_>> {
    let mut found = Parameters::default();
    loop {
        let (name, after) = rest.split_once('=')?;
        let (value, after) = match after.strip_prefix('"') {
            // No peer escapes inside the quotes: none of the values can hold one.
            Some(quoted) => quoted.split_once('"')?,
            None => after.split_at(after.find(',').unwrap_or(after.len())),
        };
        let slot = match name.trim() {
            "keyId" => &mut found.key_id,
            "algorithm" => &mut found.algorithm,
            "headers" => &mut found.headers,
            "signature" => &mut found.signature,
            "created" => &mut found.created,
            "expires" => &mut found.expires,
            _ => &mut None,
        };
        if slot.replace(value).is_some() {
            return None;
        }
        rest = after.trim_start();
        if rest.is_empty() {
            return Some(found);
        }
        rest = rest.strip_prefix(',')?.trim_start();
    }
}

/// Reads the `Signature` header and builds what it says to have signed.
pub(super) fn read(request: &Request<'_>) -> Result<Unchecked, SignatureError> {
    let malformed = || SignatureError::Malformed(SIGNATURE);
    let text = only(request.headers, &SIGNATURE)?.ok_or(SignatureError::Missing)?;
    let found = parameters(text).ok_or_else(malformed)?;
    let key_id = found.key_id.ok_or_else(malformed)?.to_owned();
    let signature = found.signature.and_then(|text| BASE64.decode(text.as_bytes()).ok()).ok_or_else(malformed)?;
    let algorithm = match found.algorithm {
        // "hs2019" is whatever the key is for; in the fediverse that is SHA-256 for RSA.
        None | Some("hs2019") => None,
        Some("rsa-sha256") => Some(Algorithm::RsaV15Sha256),
        Some("ed25519") => Some(Algorithm::Ed25519),
        Some(other) => return Err(SignatureError::Algorithm(other.to_owned())),
    };
    let seconds = |text: Option<&str>| match text {
        None => Ok(None),
        Some(text) => {
            let seconds = text.parse().map_err(|_| malformed())?;
            Timestamp::from_second(seconds).map(Some).map_err(|_| malformed())
        }
    };
    let (created, expires) = (seconds(found.created)?, seconds(found.expires)?);

    let mut covers = Covers::default();
    let (mut created_signed, mut expires_signed) = (false, false);
    let mut lines = Vec::new();
    // What the draft says to be signed where nothing is said; the policy then refuses it.
    for name in found.headers.unwrap_or("date").split_ascii_whitespace() {
        if lines.len() == MAX_HEADERS {
            return Err(malformed());
        }
        let name = name.to_ascii_lowercase();
        let value = match name.as_str() {
            "(request-target)" => {
                covers.target = true;
                format!("{} {}", request.method.as_str().to_ascii_lowercase(), request.target)
            }
            "(created)" => {
                created_signed = true;
                created.ok_or_else(malformed)?.as_second().to_string()
            }
            "(expires)" => {
                expires_signed = true;
                expires.ok_or_else(malformed)?.as_second().to_string()
            }
            _ => {
                for decisive in [&HOST, &DATE] {
                    if name == decisive.as_str() {
                        only(request.headers, decisive)?;
                    }
                }
                covers.header(&name);
                joined(request.headers, &name)?.ok_or_else(|| SignatureError::Lacks(name.clone()))?
            }
        };
        lines.push(format!("{name}: {value}"));
    }
    Ok(Unchecked {
        scheme: Scheme::Cavage,
        key_id,
        algorithm,
        covers,
        // Unsigned times are anybody's.
        created: created.filter(|_| created_signed),
        expires: expires.filter(|_| expires_signed),
        base: lines.join("\n"),
        signature,
    })
}

impl Covers {
    /// Notes that a header is covered.
    pub(super) fn header(&mut self, name: &str) {
        match name {
            "host" => {
                self.host = true;
                self.host_header = true;
            }
            "date" => self.date_header = true,
            "digest" => self.digest = true,
            "content-digest" => self.content_digest = true,
            _ => {}
        }
    }
}
