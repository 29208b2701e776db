// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Keys in all their spellings, and their history.

use serde_json::json;
use tequio_fediverse::key::{
    Algorithm, Fingerprint, HistoryError, KeyError, KeyHistory, PublicKey, SecretKey, new_rsa,
};

use super::{ed25519_key, rsa_key, time};

/// A source of chance that is the same each time.
struct Chance(u64);

impl rsa::rand_core::TryRng for Chance {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok(u32::try_from(self.try_next_u64()? >> 32).unwrap())
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        // SplitMix64
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Ok(mixed ^ (mixed >> 31))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.try_next_u64()?.to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

impl rsa::rand_core::TryCryptoRng for Chance {}

#[test]
fn new_rsa_keys_sign() {
    let der = new_rsa(&mut Chance(5)).unwrap();
    let key = SecretKey::from_rsa_pkcs8(der.as_bytes()).unwrap();
    let signature = key.sign(b"Hola").unwrap();
    assert_eq!(signature.len(), 256);
    assert!(key.public().verify(Algorithm::RsaV15Sha256, b"Hola", &signature));
    assert!(!key.public().verify(Algorithm::RsaV15Sha256, b"Adios", &signature));
    assert!(!rsa_key().public().verify(Algorithm::RsaV15Sha256, b"Hola", &signature));
    assert!(!format!("{key:?}").contains("Secret("));
}

#[test]
fn every_spelling_is_the_same_key() {
    for key in [rsa_key().public(), ed25519_key(1).public()] {
        let pem = key.to_pem();
        assert!(pem.lines().all(|line| line.len() <= 64));
        assert_eq!(PublicKey::from_pem(&pem).unwrap(), key);
        // As peers send it: other line ends, one long line, spaces around.
        assert_eq!(PublicKey::from_pem(&pem.replace('\n', "\r\n")).unwrap(), key);
        let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let one_line = format!("  -----BEGIN PUBLIC KEY-----\n{body} \n-----END PUBLIC KEY-----");
        assert_eq!(PublicKey::from_pem(&one_line).unwrap(), key);
        assert_eq!(PublicKey::from_multikey(&key.to_multikey()).unwrap(), key);
        assert_eq!(PublicKey::from_multikey(&key.to_did_key()).unwrap(), key);
        let with_fragment = format!("{}#{}", key.to_did_key(), key.to_multikey());
        assert_eq!(PublicKey::from_multikey(&with_fragment).unwrap(), key);
        let fingerprint = key.fingerprint();
        let spoken = fingerprint.to_string().to_lowercase().replace(' ', "-");
        assert_eq!(spoken.parse::<Fingerprint>().unwrap(), fingerprint);
    }
    assert!(ed25519_key(1).public().to_multikey().starts_with("z6Mk"));
}

/// PKCS#1 alone: RFC 9421, B.1.1.
#[test]
fn rsa_public_key_pem() {
    let key = PublicKey::from_pem(
        "-----BEGIN RSA PUBLIC KEY-----
MIIBCgKCAQEAhAKYdtoeoy8zcAcR874L8cnZxKzAGwd7v36APp7Pv6Q2jdsPBRrw
WEBnez6d0UDKDwGbc6nxfEXAy5mbhgajzrw3MOEt8uA5txSKobBpKDeBLOsdJKFq
MGmXCQvEG7YemcxDTRPxAleIAgYYRjTSd/QBwVW9OwNFhekro3RtlinV0a75jfZg
kne/YiktSvLG34lw2zqXBDTC5NHROUqGTlML4PlNZS5Ri2U4aCNx2rUPRcKIlE0P
uKxI4T+HIaFpv8+rdV6eUgOrB2xeI1dSFFn/nnv5OoZJEIB+VmuKn3DCUcCZSFlQ
PSXSfBDiUGhwOw76WuSSsf1D4b/vLoJ10wIDAQAB
-----END RSA PUBLIC KEY-----",
    )
    .unwrap();
    assert_eq!(PublicKey::from_pem(&key.to_pem()).unwrap(), key);
}

#[test]
fn what_is_no_key() {
    // An elliptic curve: RFC 9421, B.1.3.
    let ecdsa = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lf\nw0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ==\n-----END PUBLIC KEY-----";
    assert_eq!(PublicKey::from_pem(ecdsa).unwrap_err(), KeyError::Kind("1.2.840.10045.2.1".to_owned()));
    assert_eq!(PublicKey::from_pem("").unwrap_err(), KeyError::Pem("PUBLIC KEY"));
    for text in
        ["", "z", "z6Mk", "m6Mk", "did:key:", "did:web:x", &format!("{}#other", ed25519_key(1).public().to_did_key())]
    {
        assert!(PublicKey::from_multikey(text).is_err(), "{text}");
    }
    assert!(PublicKey::from_multikey(&format!("z{}", "2".repeat(1_000_000))).is_err());
    assert!(SecretKey::from_rsa_pkcs8(b"").is_err());
    assert!("ABCD".parse::<Fingerprint>().is_err());
}

const ACTOR: &str = "https://etla.example/c/etla";

fn history() -> KeyHistory {
    let mut history = KeyHistory::new(ed25519_key(1).public());
    history.succeed(ACTOR, &ed25519_key(1), &ed25519_key(2), time("2026-01-01T00:00:00Z")).unwrap();
    history.succeed(ACTOR, &ed25519_key(2), &ed25519_key(3), time("2026-06-01T00:00:00Z")).unwrap();
    history
}

#[test]
fn a_history_of_keys() {
    let history = history();
    for (at, seed) in [("2025-01-01", 1), ("2026-01-01", 2), ("2026-05-31", 2), ("2026-06-01", 3), ("2030-01-01", 3)] {
        assert_eq!(*history.at(time(&format!("{at}T00:00:00Z"))), ed25519_key(seed).public(), "{at}");
    }
    assert_eq!(*history.current(), ed25519_key(3).public());
    assert_eq!(history.keys().count(), 3);
    assert_eq!(KeyHistory::read(&history.to_value(), ACTOR).unwrap(), history);
    assert_eq!(KeyHistory::read(&history.to_value(), "https://other.example/").unwrap_err(), HistoryError::OtherActor);
}

/// Neither the thief of an old key nor an inventor of an earlier one can change it alone.
#[test]
fn a_forged_history() {
    let mut honest = history();
    let one_signature = {
        let mut value = honest.to_value();
        let proofs = value["successions"][0]["proof"].as_array_mut().unwrap();
        proofs.remove(1);
        value
    };
    assert!(matches!(KeyHistory::read(&one_signature, ACTOR).unwrap_err(), HistoryError::Proof(_)));
    let mut other_time = honest.to_value();
    other_time["successions"][1]["at"] = json!("2026-07-01T00:00:00Z");
    assert!(matches!(KeyHistory::read(&other_time, ACTOR).unwrap_err(), HistoryError::Proof(_)));
    let mut left_out = honest.to_value();
    left_out["successions"].as_array_mut().unwrap().remove(0);
    assert_eq!(KeyHistory::read(&left_out, ACTOR).unwrap_err(), HistoryError::Gap);
    // Backwards, or from a key that is no longer in use.
    let (old, new) = (ed25519_key(1), ed25519_key(4));
    assert_eq!(honest.succeed(ACTOR, &old, &new, time("2027-01-01T00:00:00Z")).unwrap_err(), HistoryError::Gap);
    let early = time("2026-02-01T00:00:00Z");
    assert_eq!(honest.succeed(ACTOR, &ed25519_key(3), &new, early).unwrap_err(), HistoryError::Gap);
}
