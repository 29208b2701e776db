// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a signature must cover to be taken, whatever the scheme.

use http::Method;
use http::header::{DATE, HOST};
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::replay::Replay;
use super::{Claim, Request, SignatureError, Unchecked, digest, only};
use crate::guard::Guard;

/// How old a signature may be: clocks of small servers run late.
const PAST: SignedDuration = SignedDuration::from_hours(1);
/// How far ahead of ours a peer's clock may be.
const FUTURE: SignedDuration = SignedDuration::from_mins(5);

/// Under which conditions a signature is taken.
#[derive(Clone, Debug)]
pub struct Policy {
    origin: Url,
}

impl Policy {
    /// The policy of a community with this origin (`https://etla.example`). It is the configured one:
    /// nothing is ever built from `Host`, which some peers send without its port.
    ///
    /// # Errors
    ///
    /// [`SignatureError::KeyId`] if the text is no http(s) URL.
    pub fn new(origin: &str) -> Result<Policy, SignatureError> {
        let origin = http_url(origin).ok_or_else(|| SignatureError::KeyId(origin.to_owned()))?;
        Ok(Policy { origin })
    }

    /// The configured origin.
    #[must_use]
    pub const fn origin(&self) -> &Url {
        &self.origin
    }

    pub(super) fn check(
        &self,
        found: Unchecked,
        request: &Request<'_>,
        now: Timestamp,
    ) -> Result<Claim, SignatureError> {
        if !Guard::TargetSigned.holds(found.covers.target) {
            return Err(SignatureError::TargetUnsigned);
        }
        self.check_host(&found, request)?;
        let at = check_time(&found, request, now)?;
        check_body(&found, request)?;
        let key_id = http_url(&found.key_id).ok_or(SignatureError::KeyId(found.key_id))?;
        let replay = Replay::of(&key_id, &found.base, at.saturating_add(PAST).unwrap_or(now));
        Ok(Claim {
            key_id,
            scheme: found.scheme,
            at,
            algorithm: found.algorithm,
            base: found.base,
            signature: found.signature,
            replay,
        })
    }

    fn check_host(&self, found: &Unchecked, request: &Request<'_>) -> Result<(), SignatureError> {
        if !Guard::HostSigned.holds(found.covers.host) {
            return Err(SignatureError::HostUnsigned);
        }
        if !found.covers.host_header {
            return Ok(());
        }
        let host = only(request.headers, &HOST)?.ok_or_else(|| SignatureError::Lacks(HOST.to_string()))?;
        if Guard::HostOurs.holds(self.is_our_host(host)) {
            Ok(())
        } else {
            let ours = super::message::authority(&self.origin).to_owned();
            Err(SignatureError::HostDiffers { found: host.to_owned(), ours })
        }
    }

    /// Whether a `Host` is that of the origin. Its port may be missing (Gancio), but not be another.
    fn is_our_host(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
            _ => (host, None),
        };
        let same_port = match port {
            None => true,
            Some(port) => port.parse().ok() == self.origin.port_or_known_default(),
        };
        same_port && self.origin.host_str().is_some_and(|ours| ours.eq_ignore_ascii_case(name))
    }
}

/// When it was signed: every signed time must be within the window, and one there must be.
fn check_time(found: &Unchecked, request: &Request<'_>, now: Timestamp) -> Result<Timestamp, SignatureError> {
    let date = if found.covers.date_header {
        let text = only(request.headers, &DATE)?.ok_or_else(|| SignatureError::Lacks(DATE.to_string()))?;
        Some(DateTimeParser::new().parse_timestamp(text).map_err(|_| SignatureError::Malformed(DATE))?)
    } else {
        None
    };
    let mut oldest = None;
    for at in [date, found.created].into_iter().flatten() {
        let age = now.duration_since(at);
        if !Guard::DateWindow.holds(age <= PAST && age >= -FUTURE) {
            return Err(SignatureError::DateOutside { at, now });
        }
        oldest = Some(oldest.map_or(at, |oldest: Timestamp| oldest.min(at)));
    }
    if let Some(at) = found.expires
        && !Guard::DateWindow.holds(at >= now)
    {
        return Err(SignatureError::DateOutside { at, now });
    }
    match oldest {
        Some(at) => Ok(at),
        None if Guard::DateSigned.removed() => Ok(now),
        None => Err(SignatureError::DateUnsigned),
    }
}

/// A request that may change something, or that has a body, has its digest signed.
fn check_body(found: &Unchecked, request: &Request<'_>) -> Result<(), SignatureError> {
    if found.covers.digest {
        digest::check_digest(request)?;
    }
    if found.covers.content_digest {
        digest::check_content_digest(request)?;
    }
    let harmless = (request.method == Method::GET || request.method == Method::HEAD) && request.body.is_empty();
    if Guard::DigestSigned.holds(found.covers.digest || found.covers.content_digest || harmless) {
        Ok(())
    } else {
        Err(SignatureError::DigestUnsigned)
    }
}

/// An http(s) URL with a host and without a user.
fn http_url(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let fits = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.username().is_empty()
        && url.password().is_none();
    fits.then_some(url)
}
