// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The crate held against published vectors, payloads of real programs, another verifier, and any bytes.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that fails may panic")]

mod bundles;
mod fixtures;
mod keys;
mod proofs;
mod properties;
mod references;

use tequio_fediverse::key::SecretKey;

/// An Ed25519 key of which there are as many as bytes.
fn ed25519_key(seed: u8) -> SecretKey {
    SecretKey::from_ed25519_seed(&[seed; 32])
}

fn rsa_key() -> SecretKey {
    SecretKey::from_rsa_pkcs8(include_bytes!("../data/rsa-2048.pk8")).unwrap()
}

fn time(text: &str) -> jiff::Timestamp {
    text.parse().unwrap()
}
