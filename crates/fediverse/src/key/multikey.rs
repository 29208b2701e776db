// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Public keys as Multikey (FEP-521a) and `did:key`, and fingerprints to compare in person.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE32_NOPAD;
use ed25519_dalek::VerifyingKey;
use sha2::{Digest as _, Sha256};

use super::{KeyError, PublicKey, RsaPublicKey};

/// What a `did:key` begins with.
pub const DID_KEY: &str = "did:key:";

/// Multicodec `ed25519-pub` (0xed) and `rsa-pub` (0x1205) as unsigned varints.
const ED25519_PUB: [u8; 2] = [0xed, 0x01];
const RSA_PUB: [u8; 2] = [0x85, 0x24];

/// Base58 takes time by the square of the length: an RSA key of 8,192 bits has 1,420 letters.
const MAX_BASE58: usize = 1500;

/// Bytes from multibase base58-btc; `None` if it is none.
pub(crate) fn from_multibase(text: &str) -> Option<Vec<u8>> {
    let text = text.strip_prefix('z').filter(|text| text.len() <= MAX_BASE58)?;
    bs58::decode(text).into_vec().ok()
}

/// Multibase base58-btc of bytes.
pub(crate) fn to_multibase(bytes: &[u8]) -> String {
    format!("z{}", bs58::encode(bytes).into_string())
}

impl PublicKey {
    /// Reads `publicKeyMultibase` of a Multikey, or a `did:key` with or without its fragment.
    ///
    /// # Errors
    ///
    /// See [`KeyError`].
    pub fn from_multikey(text: &str) -> Result<PublicKey, KeyError> {
        let text = text.strip_prefix(DID_KEY).unwrap_or(text);
        let text = match text.split_once('#') {
            // did:key:X#X names the one key that it is.
            Some((key, fragment)) if key == fragment => key,
            Some(_) => return Err(KeyError::Multibase),
            None => text,
        };
        let bytes = from_multibase(text).ok_or(KeyError::Multibase)?;
        let (codec, key) = bytes.split_first_chunk::<2>().ok_or(KeyError::Multibase)?;
        match *codec {
            ED25519_PUB => {
                let key = key.try_into().map_err(|_| KeyError::Malformed)?;
                VerifyingKey::from_bytes(key).map(PublicKey::Ed25519).map_err(|_| KeyError::Malformed)
            }
            RSA_PUB => RsaPublicKey::from_der(key).map(PublicKey::Rsa),
            _ => Err(KeyError::Multibase),
        }
    }

    /// `z6Mk…` for Ed25519.
    #[must_use]
    pub fn to_multikey(&self) -> String {
        to_multibase(&self.multikey_bytes())
    }

    /// `did:key:z6Mk…`
    #[must_use]
    pub fn to_did_key(&self) -> String {
        format!("{DID_KEY}{}", self.to_multikey())
    }

    /// What two people compare, or a QR code carries, to be sure that it is this key.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint(Sha256::digest(self.multikey_bytes()).into())
    }

    fn multikey_bytes(&self) -> Vec<u8> {
        match self {
            PublicKey::Rsa(key) => [&RSA_PUB[..], &key.0].concat(),
            PublicKey::Ed25519(key) => [&ED25519_PUB[..], key.as_bytes()].concat(),
        }
    }
}

/// SHA-256 of a Multikey's bytes. Its text is thirteen groups of four letters and digits
/// (base32, RFC 4648), read again with any spacing and case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, letter) in BASE32_NOPAD.encode(&self.0).chars().enumerate() {
            if index > 0 && index % 4 == 0 {
                f.write_str(" ")?;
            }
            write!(f, "{letter}")?;
        }
        Ok(())
    }
}

impl FromStr for Fingerprint {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Fingerprint, KeyError> {
        let letters: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').take(64).collect();
        let bytes = BASE32_NOPAD.decode(letters.to_ascii_uppercase().as_bytes()).map_err(|_| KeyError::Malformed)?;
        bytes.try_into().map(Fingerprint).map_err(|_| KeyError::Malformed)
    }
}
