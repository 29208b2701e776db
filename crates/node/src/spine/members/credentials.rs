// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Passphrases: how they are kept, and which are refused.

use std::sync::Arc;

use argon2::{
    Argon2, Params,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;

/// The longest passphrase, in bytes; longer ones would only cost time.
const LIMIT: usize = 1_000;
/// The weakest score of zxcvbn (0–4) that is taken.
const SCORE: u8 = 3;

/// Why a passphrase is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Shorter than eight characters.
    Short,
    /// Longer than a thousand bytes.
    Long,
    /// Easily guessed.
    Guessable,
    /// It contains the name.
    ContainsName,
}

impl Weakness {
    /// The Fluent message that says what to do.
    pub fn message(self) -> &'static str {
        match self {
            Self::Short => "field-passphrase-short",
            Self::Long => "field-passphrase-long",
            Self::Guessable => "field-passphrase-guessable",
            Self::ContainsName => "field-passphrase-name",
        }
    }
}

/// Checks a new passphrase. `known` are words that a guesser would try first.
///
/// # Errors
/// Why it is refused.
pub fn check(passphrase: &str, known: &[&str]) -> Result<(), Weakness> {
    if passphrase.chars().count() < 8 {
        return Err(Weakness::Short);
    }
    if passphrase.len() > LIMIT {
        return Err(Weakness::Long);
    }
    let folded = super::rules::fold(passphrase);
    if known.iter().map(|word| super::rules::fold(word)).any(|word| word.len() > 2 && folded == word) {
        return Err(Weakness::ContainsName);
    }
    // Estimating is quadratic in the length; the first hundred characters decide.
    let beginning: String = passphrase.chars().take(100).collect();
    if u8::from(zxcvbn::zxcvbn(&beginning, known).score()) < SCORE {
        return Err(Weakness::Guessable);
    }
    Ok(())
}

/// Hashes and verifies passphrases, few at a time: each takes 19 MiB and a core for a moment.
#[derive(Debug, Clone)]
pub struct Hasher {
    argon2: Argon2<'static>,
    turn: Arc<Semaphore>,
}

/// A hash of nothing, verified when an account does not exist so that both take the same time.
const NOBODY: &str = "nobody has this passphrase";

impl Hasher {
    /// With the parameters that OWASP recommends for argon2id (19 MiB, 2 passes, 1 lane).
    pub fn new() -> Self {
        Self::with(Params::default())
    }

    /// With parameters of one's own: tests take cheap ones.
    pub fn with(params: Params) -> Self {
        let argon2 = Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
        Self { argon2, turn: Arc::new(Semaphore::new(2)) }
    }

    /// A hash in PHC form.
    pub async fn hash(&self, passphrase: &str) -> Option<String> {
        let (argon2, passphrase) = (self.argon2.clone(), passphrase.to_owned());
        self.run(move || argon2.hash_password(passphrase.as_bytes()).ok().map(|hash| hash.to_string())).await?
    }

    /// Whether a passphrase fits a hash. Without a hash it takes as long and does not.
    pub async fn verify(&self, passphrase: &str, hash: Option<String>) -> bool {
        let (argon2, passphrase) = (self.argon2.clone(), passphrase.to_owned());
        self.run(move || match hash {
            Some(hash) => {
                PasswordHash::new(&hash).is_ok_and(|hash| argon2.verify_password(passphrase.as_bytes(), &hash).is_ok())
            }
            None => {
                let _ = argon2.hash_password(NOBODY.as_bytes());
                false
            }
        })
        .await
        .unwrap_or(false)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let turn = self.turn.clone().acquire_owned().await.ok()?;
        // The permit goes into the closure: a request that is given up still holds its turn until the work ends.
        tokio::task::spawn_blocking(move || {
            let result = work();
            drop(turn);
            result
        })
        .await
        .ok()
    }
}

impl Default for Hasher {
    fn default() -> Self {
        Self::new()
    }
}
