// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Public keys as PEM: what actors carry in `publicKey.publicKeyPem`.

use data_encoding::BASE64;
use ed25519_dalek::VerifyingKey;
use rsa::pkcs8::der::{Decode as _, Encode as _, asn1::BitStringRef};
use rsa::pkcs8::spki::SubjectPublicKeyInfo;
use rsa::pkcs8::{AlgorithmIdentifierRef, ObjectIdentifier, der::AnyRef};

use super::{KeyError, PublicKey, RsaPublicKey};

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const RSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// The longest PEM that is looked at: an RSA key of 8,192 bits has 1,500 bytes of it.
const MAX_PEM: usize = 4096;

impl PublicKey {
    /// Reads `BEGIN PUBLIC KEY` (RFC 5280's `SubjectPublicKeyInfo`) or `BEGIN RSA PUBLIC KEY`
    /// (PKCS#1), with lines of any length and ending, as peers write them.
    ///
    /// # Errors
    ///
    /// See [`KeyError`].
    pub fn from_pem(text: &str) -> Result<PublicKey, KeyError> {
        if let Some(der) = block(text, "-----BEGIN RSA PUBLIC KEY-----", "-----END RSA PUBLIC KEY-----") {
            return RsaPublicKey::from_der(&der).map(PublicKey::Rsa);
        }
        let der =
            block(text, "-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----").ok_or(KeyError::Pem("PUBLIC KEY"))?;
        let info =
            SubjectPublicKeyInfo::<AnyRef<'_>, BitStringRef<'_>>::from_der(&der).map_err(|_| KeyError::Malformed)?;
        let bytes = info.subject_public_key.as_bytes().ok_or(KeyError::Malformed)?;
        match info.algorithm.oid {
            RSA | RSA_PSS => RsaPublicKey::from_der(bytes).map(PublicKey::Rsa),
            ED25519 => {
                let bytes = bytes.try_into().map_err(|_| KeyError::Malformed)?;
                VerifyingKey::from_bytes(bytes).map(PublicKey::Ed25519).map_err(|_| KeyError::Malformed)
            }
            other => Err(KeyError::Kind(other.to_string())),
        }
    }

    /// The key as `BEGIN PUBLIC KEY`, in lines of 64.
    #[must_use]
    pub fn to_pem(&self) -> String {
        let (oid, null, bytes): (_, _, &[u8]) = match self {
            PublicKey::Rsa(key) => (RSA, Some(AnyRef::NULL), &key.0),
            PublicKey::Ed25519(key) => (ED25519, None, key.as_bytes()),
        };
        let der = BitStringRef::from_bytes(bytes)
            .and_then(|key| {
                let algorithm = AlgorithmIdentifierRef { oid, parameters: null };
                SubjectPublicKeyInfo { algorithm, subject_public_key: key }.to_der()
            })
            // Only a key of 256 MiB is too long for DER, and RSA_BITS ends before.
            .unwrap_or_default();
        let text = BASE64.encode(&der);
        let mut pem = String::from("-----BEGIN PUBLIC KEY-----\n");
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let (line, after) = rest.split_at(rest.len().min(64));
            pem.push_str(line);
            pem.push('\n');
            rest = after;
        }
        pem.push_str("-----END PUBLIC KEY-----\n");
        pem
    }
}

/// The bytes between two lines, whatever white space is among them.
fn block(text: &str, begin: &str, end: &str) -> Option<Vec<u8>> {
    let (_, rest) = text.split_once(begin)?;
    let (body, _) = rest.split_once(end)?;
    if body.len() > MAX_PEM {
        return None;
    }
    let compact: String = body.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    BASE64.decode(compact.as_bytes()).ok()
}
