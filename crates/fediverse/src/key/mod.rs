// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Keys: RSA as the deployed fediverse signs, Ed25519 for proofs and newer peers.

mod history;
mod multikey;
mod pem;

use std::fmt;

use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use ring::{rand::SystemRandom, signature};
use rsa::pkcs1::DecodeRsaPublicKey as _;
use rsa::pkcs8::EncodePrivateKey as _;
use rsa::traits::PublicKeyParts as _;

pub use history::{HistoryError, KeyHistory, MAX_SUCCESSIONS, Succession};
pub use multikey::{DID_KEY, Fingerprint};
pub(crate) use multikey::{from_multibase, to_multibase};

use crate::guard::Guard;

/// The sizes of RSA keys that are taken, in bits.
pub const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=8192;

/// How many bits a new RSA key has: what every known peer takes.
const NEW_RSA_BITS: usize = 2048;

/// What is wrong with a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// No PEM block (RFC 7468) with this label.
    #[error("no PEM block BEGIN {0}")]
    Pem(&'static str),
    /// No multibase text in base58-btc, or no multicodec of a public key.
    #[error("no Multikey: z followed by base58 of an Ed25519 or RSA public key is expected")]
    Multibase,
    /// The bytes inside are no key.
    #[error("the key cannot be read")]
    Malformed,
    /// A key of another kind than RSA or Ed25519.
    #[error("a key of the kind {0}; RSA and Ed25519 are known")]
    Kind(String),
    /// An RSA key that is too short to be trusted, or so long that it only costs time.
    #[error("an RSA key of {0} bits; between 2048 and 8192 are taken")]
    RsaBits(usize),
    /// The source of randomness failed.
    #[error("no key could be made: the source of randomness failed")]
    Randomness,
    /// A proof (FEP-8b32) wants an Ed25519 key.
    #[error("this wants an Ed25519 key")]
    NotEd25519,
}

/// How a signature is made. The names are those of RFC 9421, section 3.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// `rsa-v1_5-sha256`, draft-cavage's `rsa-sha256`.
    RsaV15Sha256,
    /// `rsa-pss-sha512`, verified only.
    RsaPssSha512,
    /// `ed25519`.
    Ed25519,
}

impl Algorithm {
    /// The name in RFC 9421's registry.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Algorithm::RsaV15Sha256 => "rsa-v1_5-sha256",
            Algorithm::RsaPssSha512 => "rsa-pss-sha512",
            Algorithm::Ed25519 => "ed25519",
        }
    }

    /// The algorithm of this name, if it is one of those known.
    pub(crate) fn named(name: &str) -> Option<Algorithm> {
        [Algorithm::RsaV15Sha256, Algorithm::RsaPssSha512, Algorithm::Ed25519].into_iter().find(|a| a.name() == name)
    }
}

/// A public key.
#[derive(Clone, PartialEq, Eq)]
pub enum PublicKey {
    /// RSA, as the DER of PKCS#1's `RSAPublicKey` (RFC 8017, A.1.1).
    Rsa(RsaPublicKey),
    /// Ed25519.
    Ed25519(VerifyingKey),
}

/// The DER of an `RSAPublicKey` whose size was checked.
#[derive(Clone, PartialEq, Eq)]
pub struct RsaPublicKey(Vec<u8>);

impl RsaPublicKey {
    fn from_der(der: &[u8]) -> Result<RsaPublicKey, KeyError> {
        // Longer than any key in RSA_BITS: not worth its parsing.
        if der.len() > 2048 {
            return Err(KeyError::Malformed);
        }
        let key = rsa::PublicKey::from_pkcs1_der(der).map_err(|_| KeyError::Malformed)?;
        let bits = usize::try_from(key.n().bit_width()).unwrap_or(usize::MAX);
        if !Guard::KeySize.holds(RSA_BITS.contains(&bits)) {
            return Err(KeyError::RsaBits(bits));
        }
        Ok(RsaPublicKey(der.to_vec()))
    }

    fn verify(&self, how: &'static signature::RsaParameters, message: &[u8], signature: &[u8]) -> bool {
        signature::UnparsedPublicKey::new(how, &self.0).verify(message, signature).is_ok()
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_multikey())
    }
}

impl PublicKey {
    /// The algorithm that is meant where a signature names none.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        match self {
            PublicKey::Rsa(_) => Algorithm::RsaV15Sha256,
            PublicKey::Ed25519(_) => Algorithm::Ed25519,
        }
    }

    /// Whether `signature` is this key's over `message`. An algorithm that is not for this kind of
    /// key is simply not it. Ed25519 is verified strictly: no small-order keys (RFC 8032, 5.1.7).
    #[must_use]
    pub fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        match (self, algorithm) {
            (PublicKey::Rsa(key), Algorithm::RsaV15Sha256) => {
                key.verify(&signature::RSA_PKCS1_2048_8192_SHA256, message, signature)
            }
            (PublicKey::Rsa(key), Algorithm::RsaPssSha512) => {
                key.verify(&signature::RSA_PSS_2048_8192_SHA512, message, signature)
            }
            (PublicKey::Ed25519(key), Algorithm::Ed25519) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok()),
            _ => false,
        }
    }

    /// The Ed25519 key, if it is one.
    #[must_use]
    pub const fn ed25519(&self) -> Option<&VerifyingKey> {
        match self {
            PublicKey::Ed25519(key) => Some(key),
            PublicKey::Rsa(_) => None,
        }
    }
}

/// A key to sign with. Its secret shows neither in `Debug` nor in an error.
pub struct SecretKey(Secret);

enum Secret {
    Rsa(Box<signature::RsaKeyPair>),
    Ed25519(Box<SigningKey>),
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey of {:?}", self.public())
    }
}

impl SecretKey {
    /// An Ed25519 key of its seed (RFC 8032, 5.1.5).
    #[must_use]
    pub fn from_ed25519_seed(seed: &[u8; 32]) -> SecretKey {
        SecretKey(Secret::Ed25519(Box::new(SigningKey::from_bytes(seed))))
    }

    /// An RSA key from the DER of PKCS#8 (RFC 5208), as [`new_rsa`] makes it.
    ///
    /// # Errors
    ///
    /// [`KeyError::Malformed`] if it is none, is too short, or its parts do not fit together.
    pub fn from_rsa_pkcs8(der: &[u8]) -> Result<SecretKey, KeyError> {
        signature::RsaKeyPair::from_pkcs8(der)
            .map(|key| SecretKey(Secret::Rsa(Box::new(key))))
            .map_err(|_| KeyError::Malformed)
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        match &self.0 {
            Secret::Rsa(key) => PublicKey::Rsa(RsaPublicKey(key.public().as_ref().to_vec())),
            Secret::Ed25519(key) => PublicKey::Ed25519(key.verifying_key()),
        }
    }

    /// Signs with the key's one algorithm: `rsa-v1_5-sha256` or `ed25519`. Both give the same
    /// signature each time; RSA is blinded by the system's randomness, which does not show.
    ///
    /// # Errors
    ///
    /// [`KeyError::Randomness`] if that randomness is missing.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        match &self.0 {
            Secret::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(&signature::RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
                    .map_err(|_| KeyError::Randomness)?;
                Ok(signature)
            }
            Secret::Ed25519(key) => Ok(key.sign(message).to_bytes().to_vec()),
        }
    }
}

/// Makes an RSA key of 2,048 bits and gives its PKCS#8 DER, for the caller to keep.
///
/// # Errors
///
/// [`KeyError::Randomness`] if none comes of `rng`.
pub fn new_rsa<R: rsa::rand_core::CryptoRng>(rng: &mut R) -> Result<rsa::pkcs8::SecretDocument, KeyError> {
    rsa::PrivateKey::new(rng, NEW_RSA_BITS)
        .map_err(|_| KeyError::Randomness)?
        .to_pkcs8_der()
        .map_err(|_| KeyError::Malformed)
}
