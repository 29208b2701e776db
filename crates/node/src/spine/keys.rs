// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Keys: the community's, which signs its log; and one for each subject, under which somebody's
//! words are sealed in it. Destroying a subject's key erases the words and leaves the chain whole.
//!
//! Everything kept in the store is wrapped by the node's key, a file of its own.

use std::{io::Write as _, path::Path};

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::SigningKey;
use hmac::{Hmac, Mac};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::Sha256;

use super::{id::Id, world::World};

/// What can go wrong with keys.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file of the node's key cannot be read or written.
    #[error("the node's key file: {0}")]
    File(#[from] std::io::Error),
    /// The file of the node's key does not have 32 bytes.
    #[error("the node's key file does not hold a key")]
    Malformed,
    /// The key does not open this: another key wrapped it, or it was changed.
    #[error("a key does not open what it should: is this the key file that belongs to this data?")]
    DoesNotOpen,
}

const NONCE: usize = 24;

/// A symmetric key (XChaCha20-Poly1305): the node's, or one subject's.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl Key {
    /// A new key.
    pub fn generate(world: &World) -> Self {
        Self(world.bytes())
    }

    /// The key with these bytes.
    ///
    /// # Errors
    /// [`KeyError::Malformed`] when there are not 32 of them.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        Ok(Self(bytes.try_into().map_err(|_| KeyError::Malformed)?))
    }

    /// Its 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads the node's key from `path`, or makes it and keeps it there for its owner only.
    ///
    /// # Errors
    /// When the file cannot be read or written, or does not hold a key.
    pub fn load_or_create(path: &Path, world: &World) -> Result<Self, KeyError> {
        match std::fs::read(path) {
            Ok(bytes) => Self::from_bytes(&bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let key = Self::generate(world);
                key.save(path)?;
                Ok(key)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps the key in a new file that only its owner may read.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), KeyError> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        file.write_all(&self.0)?;
        file.sync_all()?;
        // The name must survive a power cut too.
        if let Some(folder) = path.parent() {
            std::fs::File::open(folder)?.sync_all()?;
        }
        Ok(())
    }

    /// What is kept of `words` to know them again on this node, and from which nobody without the key guesses them.
    pub fn digest(&self, words: &str) -> [u8; 32] {
        hmac(&self.0).chain_update(b"tequio digest\0").chain_update(words.as_bytes()).finalize().into_bytes().into()
    }

    /// Encrypts `plain`, bound to `context`: nonce, then ciphertext and tag.
    pub fn seal(&self, world: &World, context: &[u8], plain: &[u8]) -> Vec<u8> {
        let nonce: [u8; NONCE] = world.bytes();
        let payload = Payload { msg: plain, aad: context };
        let mut sealed = nonce.to_vec();
        // Encryption fails only beyond 256 GiB.
        sealed
            .extend(XChaCha20Poly1305::new(&self.0.into()).encrypt(&XNonce::from(nonce), payload).unwrap_or_default());
        sealed
    }

    /// Decrypts what [`seal`](Self::seal) gave for the same context.
    ///
    /// # Errors
    /// [`KeyError::DoesNotOpen`].
    pub fn open(&self, context: &[u8], sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE>().ok_or(KeyError::DoesNotOpen)?;
        let payload = Payload { msg: ciphertext, aad: context };
        XChaCha20Poly1305::new(&self.0.into())
            .decrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| KeyError::DoesNotOpen)
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

/// Words sealed under their subject's key, as they stand in the log: `subject:base64url`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Whose words they are.
    pub subject: Id,
    /// Nonce, ciphertext and tag.
    pub ciphertext: Vec<u8>,
}

impl Serialize for Sealed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}:{}", self.subject, BASE64URL_NOPAD.encode(&self.ciphertext)))
    }
}

impl<'de> Deserialize<'de> for Sealed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        let (subject, ciphertext) = text.split_once(':').ok_or_else(|| D::Error::custom("not sealed words"))?;
        Ok(Self {
            subject: subject.parse().map_err(D::Error::custom)?,
            ciphertext: BASE64URL_NOPAD.decode(ciphertext.as_bytes()).map_err(D::Error::custom)?,
        })
    }
}

/// The community's secret: it signs the log, and the links that only the community can make are derived from it.
#[derive(Clone)]
pub struct CommunitySecret(SigningKey);

impl CommunitySecret {
    /// The secret with this seed.
    ///
    /// # Errors
    /// [`KeyError::Malformed`] when there are not 32 bytes.
    pub fn from_seed(seed: &[u8]) -> Result<Self, KeyError> {
        Ok(Self(SigningKey::from_bytes(seed.try_into().map_err(|_| KeyError::Malformed)?)))
    }

    /// The key that signs the log (Ed25519).
    pub fn signing(&self) -> &SigningKey {
        &self.0
    }

    /// The key by which anybody can verify the log.
    pub fn public(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    /// A token that only this community can make for `purpose` and `id`: 80 bits as base32. Nothing
    /// of it is stored; it is made again to be compared or shown.
    pub fn token(&self, purpose: &str, id: Id) -> String {
        let tag = self.mac(purpose, id).finalize().into_bytes();
        data_encoding::BASE32_NOPAD.encode(tag.get(..10).unwrap_or_default()).to_ascii_lowercase()
    }

    /// Whether `token` is the one for `purpose` and `id`, in constant time.
    pub fn verify_token(&self, purpose: &str, id: Id, token: &str) -> bool {
        let Ok(bytes) = data_encoding::BASE32_NOPAD.decode(token.to_ascii_uppercase().as_bytes()) else { return false };
        bytes.len() == 10 && self.mac(purpose, id).verify_truncated_left(&bytes).is_ok()
    }

    /// The last part of a private link: an identifier and its token in one.
    pub fn code(&self, purpose: &str, id: Id) -> String {
        format!("{id}{}", self.token(purpose, id))
    }

    /// What the last part of a private link names, if this community made it for `purpose`.
    pub fn named(&self, purpose: &str, code: &str) -> Option<Id> {
        let (id, token) = code.split_at_checked(26)?;
        let id: Id = id.parse().ok()?;
        self.verify_token(purpose, id, token).then_some(id)
    }

    /// An identifier as the log keeps it for `purpose`: always the same, and nobody finds the one it was made from.
    pub fn blind(&self, purpose: &str, id: Id) -> Id {
        let tag = self.mac(purpose, id).finalize().into_bytes();
        let mut bytes = [0; 16];
        bytes.iter_mut().zip(tag).for_each(|(slot, byte)| *slot = byte);
        Id::from_bytes(bytes)
    }

    /// What is kept of `words` to know them again, and from which nobody guesses them.
    pub fn digest(&self, words: &str) -> [u8; 32] {
        let mut mac = self.mac("digest", Id::from_bytes([0; 16]));
        mac.update(words.as_bytes());
        mac.finalize().into_bytes().into()
    }

    fn mac(&self, purpose: &str, id: Id) -> Hmac<Sha256> {
        let mut mac = hmac(&self.0.to_bytes());
        mac.update(b"tequio token\0");
        mac.update(purpose.as_bytes());
        mac.update(b"\0");
        mac.update(id.as_bytes());
        mac
    }
}

fn hmac(key: &[u8; 32]) -> Hmac<Sha256> {
    use hmac::KeyInit;
    // A key shorter than the hash's block is padded with zeros (RFC 2104).
    let mut block = [0; 64];
    block.iter_mut().zip(key).for_each(|(slot, byte)| *slot = *byte);
    <Hmac<Sha256> as KeyInit>::new(&block.into())
}

impl std::fmt::Debug for CommunitySecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CommunitySecret(…)")
    }
}
