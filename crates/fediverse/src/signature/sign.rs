// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Signing requests, and which scheme for whom.

use data_encoding::BASE64;
use http::header::{DATE, HOST};
use http::{HeaderMap, HeaderValue, Method};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use url::{Position, Url};

use super::cavage::SIGNATURE;
use super::digest::{CONTENT_DIGEST, DIGEST, content_digest, digest};
use super::message::{self, SIGNATURE_INPUT, authority};
use super::{Request, SignatureError};
use crate::key::{Algorithm, SecretKey};

/// How requests are signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// draft-cavage-http-signatures-12: what a peer gets of whom nothing is known. snac answers 202
    /// to the other and then drops the message, so that a refusal cannot be waited for.
    #[default]
    Cavage,
    /// RFC 9421: for a peer that used it itself or said that it takes it.
    Rfc9421,
}

/// Whether an answer says that RFC 9421 is taken (its section 5.1: `Accept-Signature`).
#[must_use]
pub fn advertises_rfc9421(headers: &HeaderMap) -> bool {
    headers
        .get("accept-signature")
        .and_then(|value| value.to_str().ok())
        .is_some_and(|text| sfv::Parser::new(text).parse::<sfv::Dictionary>().is_ok_and(|wanted| !wanted.is_empty()))
}

/// Who signs: an actor's key and its id.
#[derive(Clone, Copy, Debug)]
pub struct Signer<'a> {
    /// The key.
    pub key: &'a SecretKey,
    /// The id under which the actor's document lists it.
    pub key_id: &'a str,
}

impl Signer<'_> {
    /// The headers that sign a request: those to be sent with it, `Host` among them.
    ///
    /// # Errors
    ///
    /// [`SignatureError::KeyId`] if the key's id cannot stand in a header, or `url` has no host;
    /// [`SignatureError::Wrong`] if the key cannot sign.
    pub fn sign(
        &self,
        scheme: Scheme,
        method: &Method,
        url: &Url,
        body: Option<&[u8]>,
        now: Timestamp,
    ) -> Result<HeaderMap, SignatureError> {
        let unfit = || SignatureError::KeyId(self.key_id.to_owned());
        let value = |text: &str| HeaderValue::from_str(text).map_err(|_| unfit());
        if !url.has_host() || self.key_id.contains(['"', '\\']) {
            return Err(unfit());
        }
        let mut headers = HeaderMap::new();
        headers.insert(HOST, value(authority(url))?);
        let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&now).map_err(|_| unfit())?;
        headers.insert(DATE, value(&date)?);
        let target = &url[Position::BeforePath..Position::AfterQuery];
        let sign = |base: &str| {
            let signature = self.key.sign(base.as_bytes());
            signature.map(|bytes| BASE64.encode(&bytes)).map_err(|_| SignatureError::Wrong(self.key_id.to_owned()))
        };
        match scheme {
            Scheme::Cavage => {
                let mut names = vec!["(request-target)", "host", "date"];
                let mut base = format!(
                    "(request-target): {} {target}\nhost: {}\ndate: {date}",
                    method.as_str().to_ascii_lowercase(),
                    authority(url),
                );
                if let Some(body) = body {
                    let digest = digest(body);
                    names.push("digest");
                    base.push_str(&format!("\ndigest: {digest}"));
                    headers.insert(DIGEST, value(&digest)?);
                }
                let algorithm = match self.key.public().algorithm() {
                    Algorithm::Ed25519 => "hs2019",
                    Algorithm::RsaV15Sha256 | Algorithm::RsaPssSha512 => "rsa-sha256",
                };
                let text = format!(
                    r#"keyId="{}",algorithm="{algorithm}",headers="{}",signature="{}""#,
                    self.key_id,
                    names.join(" "),
                    sign(&base)?,
                );
                headers.insert(SIGNATURE, value(&text)?);
            }
            Scheme::Rfc9421 => {
                let mut names = vec!["@method", "@target-uri", "@authority"];
                if let Some(body) = body {
                    names.push("content-digest");
                    headers.insert(CONTENT_DIGEST, value(&content_digest(body))?);
                }
                let input =
                    message::input(&names, now, self.key.public().algorithm(), self.key_id).ok_or_else(unfit)?;
                let request = Request { method, target, headers: &headers, body: body.unwrap_or_default() };
                let base = message::base(&names, &input, &request, url)?;
                let signature = sign(&base)?;
                headers.insert(SIGNATURE_INPUT, value(&format!("sig1={input}"))?);
                headers.insert(SIGNATURE, value(&format!("sig1=:{signature}:"))?);
            }
        }
        Ok(headers)
    }
}
