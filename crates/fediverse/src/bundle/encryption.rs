// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Encryption of a bundle to a node (age, <https://age-encryption.org/v1>), for who carries it among people who
//! should not read it. A bundle is not secret by itself: it holds what is public, or for one node.

use std::io::{BufRead, Read, Write};
use std::iter;
use std::str::FromStr as _;

use age::stream::StreamWriter;
use age::x25519::{Identity, Recipient};
use age::{Decryptor, Encryptor};
use bech32::{Bech32, Hrp};
use sha2::{Digest as _, Sha256};

use crate::key::{KeyError, SecretKey};

/// Why a bundle is neither encrypted nor decrypted.
#[derive(Debug, thiserror::Error)]
pub enum AgeError {
    /// No public key of age.
    #[error("this is no age key; it begins with age1")]
    Recipient,
    /// No secret key of age.
    #[error("this is no secret age key")]
    Identity,
    /// Encrypted for somebody else, changed, or no age file.
    #[error("the bundle cannot be decrypted with this node's key: {0}")]
    Decrypt(String),
    /// Nothing was encrypted. Says why.
    #[error("the bundle cannot be encrypted: {0}")]
    Encrypt(String),
    /// The file could not be written.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Whether a file begins as one that is encrypted by age.
#[must_use]
pub fn is_encrypted(beginning: &[u8]) -> bool {
    beginning.starts_with(b"age-encryption.org/v1")
}

/// A file that is encrypted while it is written; [`Sealed::finish`] ends it.
pub struct Sealed<W: Write>(StreamWriter<W>);

impl<W: Write> Write for Sealed<W> {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        self.0.write(buffer)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

impl<W: Write> Sealed<W> {
    /// Writes the end, without which the file cannot be decrypted, and gives it back.
    ///
    /// # Errors
    ///
    /// [`AgeError::Io`].
    pub fn finish(self) -> Result<W, AgeError> {
        Ok(self.0.finish()?)
    }
}

/// Encrypts to a node's public key (`age1…`) what is written into it.
///
/// # Errors
///
/// See [`AgeError`].
pub fn encrypt<W: Write>(out: W, recipient: &str) -> Result<Sealed<W>, AgeError> {
    let recipient = Recipient::from_str(recipient).map_err(|_| AgeError::Recipient)?;
    let encryptor = Encryptor::with_recipients(iter::once(&recipient as &dyn age::Recipient))
        .map_err(|error| AgeError::Encrypt(error.to_string()))?;
    Ok(Sealed(encryptor.wrap_output(out)?))
}

/// Decrypts with a node's secret key (`AGE-SECRET-KEY-1…`), piece by piece as it is read.
///
/// # Errors
///
/// See [`AgeError`].
pub fn decrypt<R: BufRead>(input: R, identity: &str) -> Result<impl Read + use<R>, AgeError> {
    let identity = Identity::from_str(identity.trim()).map_err(|_| AgeError::Identity)?;
    let unfit = |error: age::DecryptError| AgeError::Decrypt(error.to_string());
    Decryptor::new_buffered(input).map_err(unfit)?.decrypt(iter::once(&identity as &dyn age::Identity)).map_err(unfit)
}

/// The age keys of an actor, the secret one and the public one. They are made of what its Ed25519 key signs, which is the
/// same each time: so nothing more has to be kept, and who has the actor's key can read what was encrypted to it.
///
/// # Errors
///
/// [`KeyError::NotEd25519`] for a key of another kind.
pub fn identity(key: &SecretKey) -> Result<(String, String), KeyError> {
    if key.public().ed25519().is_none() {
        return Err(KeyError::NotEd25519);
    }
    let secret = Sha256::digest(key.sign(b"tequio bundle: the key by which bundles are read")?);
    let secret = bech32::encode_upper::<Bech32>(Hrp::parse_unchecked("age-secret-key-"), &secret)
        .map_err(|_| KeyError::Malformed)?;
    let identity = Identity::from_str(&secret).map_err(|_| KeyError::Malformed)?;
    Ok((secret, identity.to_public().to_string()))
}
