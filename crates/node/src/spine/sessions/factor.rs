// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The second factor: time-based codes (RFC 6238), each good once.

use totp_rs::{Builder, Totp};

use crate::{
    spine::{
        id::Id,
        keys::{Key, KeyError},
        refusal::Result,
        world::Micros,
    },
    store::{Write, args},
};

use super::store;

/// How long one code is shown, in seconds.
const STEP: u64 = 30;

/// What became of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// The member has no second factor.
    None,
    /// The code fits.
    Given,
    /// It fits, but was used before.
    Used,
    /// It does not fit.
    Wrong,
}

impl Checked {
    /// Whether one may come in.
    pub fn opens(self) -> bool {
        matches!(self, Self::None | Self::Given)
    }

    /// Whether a second factor was given.
    pub fn given(self) -> bool {
        self == Self::Given
    }
}

/// The generator of a secret, with the words that an authenticator shows beside its codes.
///
/// # Errors
/// When the secret is too short or the words contain a colon, which ours are not and do not.
pub fn generator(secret: &[u8], account: &str, issuer: &str) -> Result<Totp> {
    let plain = |words: &str| words.replace(':', " ");
    Builder::new()
        .with_step_duration(STEP)
        .with_secret(secret.to_vec())
        .with_account_name(plain(account))
        .with_issuer(Some(plain(issuer)))
        .build()
        .map_err(|_| KeyError::Malformed.into())
}

/// Checks a code of a member's second factor and, if the rest of what they gave `fits`, uses it up: a mistyped
/// passphrase must not cost the code.
///
/// # Errors
/// As the store says.
pub async fn check(tx: &mut Write, key: &Key, member: Id, code: &str, now: Micros, fits: bool) -> Result<Checked> {
    let row: Option<(Vec<u8>, Option<Micros>, i64)> = tx.optional(&store::FACTOR, args![member]).await?;
    match row {
        Some((wrapped, Some(_), _)) if fits => use_code(tx, key, member, &wrapped, code, now).await,
        // As much work as the other, so that the answer's time says nothing about the passphrase.
        Some((wrapped, Some(_), _)) => step_of(key, member, &wrapped, code, now).map(|_| Checked::Wrong),
        _ => Ok(Checked::None),
    }
}

/// The step whose code this is, if it is one of now.
fn step_of(key: &Key, member: Id, wrapped: &[u8], code: &str, now: Micros) -> Result<Option<i64>> {
    let secret = key.open(member.as_bytes(), wrapped)?;
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let seconds = u64::try_from(now / 1_000_000).unwrap_or(0);
    // It accepts one step before and one after, for telephones' clocks are not exact, and says which it was.
    let step = generator(&secret, "", "Tequio")?.check(&digits, seconds);
    Ok(step.map(|step| i64::try_from(step).unwrap_or(i64::MAX)))
}

/// Checks a code against a wrapped secret and uses it up; the first one confirms the secret.
///
/// # Errors
/// As the store says.
pub async fn use_code(
    tx: &mut Write,
    key: &Key,
    member: Id,
    wrapped: &[u8],
    code: &str,
    now: Micros,
) -> Result<Checked> {
    let Some(step) = step_of(key, member, wrapped, code, now)? else { return Ok(Checked::Wrong) };
    let used = tx.run(&store::USE_FACTOR, args![member, step, now]).await?;
    Ok(if used == 1 { Checked::Given } else { Checked::Used })
}
