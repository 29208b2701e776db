// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Bundles as they are used: both ways for a month, interrupted, late, overlapping, encrypted.

use std::io::{BufRead, BufReader, Read, Write as _};

use age::secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use tequio_fediverse::bundle::{
    AgeError, BundleError, Cursor, Item, Manifest, Opened, Pin, Receipt, Summary, Writer, check, decrypt, encrypt,
    is_encrypted,
};
use tequio_fediverse::key::{KeyHistory, SecretKey};
use tequio_fediverse::proof;
use tequio_fediverse::vocabulary::AS_PUBLIC;

use super::{ed25519_key, time};

/// A community: what it published, each with the cursor after it, and how far its peer has come.
struct Community {
    id: String,
    keys: KeyHistory,
    key: SecretKey,
    log: Vec<(Cursor, Value)>,
    /// How far the peer has acknowledged ours.
    acknowledged: Cursor,
    /// How far we know the peer's.
    known: Cursor,
    inbox: Vec<Value>,
}

impl Community {
    fn new(name: &str, seed: u8) -> Community {
        let key = ed25519_key(seed);
        Community {
            id: format!("https://{name}.example/c/{name}"),
            keys: KeyHistory::new(key.public()),
            key,
            log: Vec::new(),
            acknowledged: Cursor::default(),
            known: Cursor::default(),
            inbox: Vec::new(),
        }
    }

    fn publish(&mut self, words: &str) {
        let number = self.log.len() + 1;
        let (id, key) = (&self.id, &self.key);
        let mut value = json!({
            "@context": "https://www.w3.org/ns/activitystreams",
            "type": "Create", "id": format!("{id}/a/{number}"), "actor": id, "to": [AS_PUBLIC],
            "object": { "type": "Note", "id": format!("{id}/n/{number}"), "attributedTo": id, "content": words },
        });
        proof::attach(&mut value, key, &format!("{id}#ed25519"), time("2026-11-01T00:00:00Z")).unwrap();
        let before = self.log.last().map(|(cursor, _)| *cursor).unwrap_or_default();
        self.log.push((before.after(&value).unwrap(), value));
    }

    fn manifest(&self, to: &Community, before: Cursor) -> Manifest {
        Manifest {
            source: self.id.clone(),
            destination: Some(to.id.clone()),
            before,
            keys: self.keys.clone(),
            created: time("2026-12-01T00:00:00Z"),
        }
    }

    /// Everything that the peer has not acknowledged, and a receipt for what it sent.
    fn export(&self, to: &Community) -> Vec<u8> {
        self.export_from(to, self.acknowledged)
    }

    fn export_from(&self, to: &Community, before: Cursor) -> Vec<u8> {
        let now = time("2026-12-01T00:00:00Z");
        let mut writer = Writer::new(Vec::new(), self.manifest(to, before)).unwrap();
        let receipt = Receipt { source: to.id.clone(), by: self.id.clone(), through: self.known, created: now };
        writer.receipt(&receipt.sign(&self.key).unwrap()).unwrap();
        for (_, activity) in self.log.iter().filter(|(cursor, _)| cursor.sequence > before.sequence) {
            writer.activity(activity).unwrap();
        }
        writer.finish(&self.key, now).unwrap()
    }

    fn chain_at(&self, sequence: u64) -> Option<[u8; 32]> {
        match sequence {
            0 => Some([0; 32]),
            _ => self.log.get(usize::try_from(sequence).unwrap() - 1).map(|(cursor, _)| cursor.chain),
        }
    }

    fn check(&self, bytes: impl BufRead, from: &Community) -> Result<Summary, BundleError> {
        check(Opened::new(bytes)?, &Pin::Key(from.keys.current().clone()), &[&self.id], self.known)
    }

    /// Looks first, then applies; stops after `most` activities as if the light went out.
    fn import(&mut self, bytes: &[u8], from: &Community, most: usize) -> Result<Summary, BundleError> {
        let summary = self.check(bytes, from)?;
        let pin = Pin::Fingerprint(from.keys.current().fingerprint());
        let reader = Opened::new(bytes)?.trust(&pin, &[&self.id], self.known)?;
        let mut taken = 0;
        for item in reader {
            match item? {
                Item::Receipt(receipt) => {
                    let advanced = receipt.advances(&self.acknowledged, |sequence| self.chain_at(sequence))?;
                    self.acknowledged = advanced.unwrap_or(self.acknowledged);
                }
                Item::Activity { .. } if taken == most => return Ok(summary),
                Item::Activity { cursor, value, .. } => {
                    taken += 1;
                    self.inbox.push(value);
                    self.known = if summary.gap.is_none() { cursor } else { self.known };
                }
            }
        }
        Ok(summary)
    }
}

#[test]
fn a_month_offline() {
    month(50);
}

/// 5,000 activities each way: two minutes of unoptimised JSON.
#[test]
#[ignore = "long: ./check --long"]
fn long_a_month_offline() {
    month(500);
}

/// A month without a network, on sticks that are pulled out, lost and read twice; so many activities each
/// third day and each way.
fn month(activities: usize) {
    let (mut etla, mut oaxaca) = (Community::new("etla", 1), Community::new("oaxaca", 2));
    for day in 0..10 {
        for _ in 0..activities {
            etla.publish("Hay tequio el sábado");
            oaxaca.publish("Taller de LibreOffice");
        }
        let (there, back) = (etla.export(&oaxaca), oaxaca.export(&etla));
        // Every third stick is lost on the way there.
        if day % 3 != 2 {
            // Interrupted, then read again to the end, then once more.
            oaxaca.import(&there, &etla, activities / 3).unwrap();
            oaxaca.import(&there, &etla, usize::MAX).unwrap();
            assert_eq!(oaxaca.import(&there, &etla, usize::MAX).unwrap().fresh, 0);
        }
        etla.import(&back, &oaxaca, usize::MAX).unwrap();
    }
    let (there, back) = (etla.export(&oaxaca), oaxaca.export(&etla));
    oaxaca.import(&there, &etla, usize::MAX).unwrap();
    etla.import(&back, &oaxaca, usize::MAX).unwrap();
    let said = |community: &Community| -> Vec<Value> { community.log.iter().map(|(_, value)| value.clone()).collect() };
    assert!(oaxaca.inbox == said(&etla), "each once and in order");
    assert!(etla.inbox == said(&oaxaca), "each once and in order");
    // The receipts came back: nothing is sent again.
    assert_eq!(oaxaca.acknowledged, oaxaca.log.last().unwrap().0);
    assert!(etla.acknowledged.sequence >= 8 * u64::try_from(activities).unwrap(), "{:?}", etla.acknowledged);
}

#[test]
fn what_is_missing_is_reported() {
    let (mut etla, mut oaxaca) = (Community::new("etla", 1), Community::new("oaxaca", 2));
    (0..10).for_each(|_| etla.publish("Hola"));
    let late = etla.export_from(&oaxaca, etla.log[6].0);
    let summary = oaxaca.import(&late, &etla, usize::MAX).unwrap();
    assert_eq!((summary.gap, summary.fresh), (Some((1, 7)), 3));
    // What came is shown, but the cursor waits for what is missing.
    assert_eq!(summary.known_after(oaxaca.known), Cursor::default());
    assert_eq!(oaxaca.known, Cursor::default());
    // The stick with everything closes the gap.
    let all = oaxaca.import(&etla.export(&oaxaca), &etla, usize::MAX).unwrap();
    assert_eq!((all.gap, all.known_after(Cursor::default())), (None, etla.log[9].0));
    assert_eq!(oaxaca.known, etla.log[9].0);
}

/// Who knows the first key follows the history to the one in use; who knows only the new one reads old
/// activities too.
#[test]
fn keys_change_on_the_way() {
    let (mut etla, oaxaca) = (Community::new("etla", 1), Community::new("oaxaca", 2));
    etla.publish("Con la llave vieja");
    let old = KeyHistory::new(etla.key.public());
    etla.keys.succeed(&etla.id, &ed25519_key(1), &ed25519_key(3), time("2026-11-15T00:00:00Z")).unwrap();
    etla.key = ed25519_key(3);
    let bytes = etla.export(&oaxaca);
    for pin in [old.current(), etla.keys.current()] {
        let opened = Opened::new(&*bytes).unwrap();
        assert_eq!(check(opened, &Pin::Key(pin.clone()), &[&oaxaca.id], Cursor::default()).unwrap().fresh, 1);
    }
    // The old key alone neither seals nor signs what came after.
    etla.publish("Con la llave nueva, dice, en noviembre");
    assert!(matches!(
        Writer::new(Vec::new(), etla.manifest(&oaxaca, Cursor::default()))
            .unwrap()
            .finish(&ed25519_key(1), time("2026-12-01T00:00:00Z")),
        Err(BundleError::NotPinned(_))
    ));
    let mut writer = Writer::new(Vec::new(), etla.manifest(&oaxaca, etla.log[0].0)).unwrap();
    let mut activity = etla.log[1].1.clone();
    activity.as_object_mut().unwrap().remove("proof");
    proof::attach(&mut activity, &ed25519_key(1), &format!("{}#ed25519", etla.id), time("2026-11-20T00:00:00Z"))
        .unwrap();
    assert!(matches!(writer.activity(&activity), Err(BundleError::Activity { sequence: 2, .. })));
}

#[test]
fn an_encrypted_bundle_is_for_one_node() {
    let (mut etla, oaxaca) = (Community::new("etla", 1), Community::new("oaxaca", 2));
    (0..50).for_each(|_| etla.publish("Hola"));
    let plain = etla.export(&oaxaca);
    let ours = age::x25519::Identity::generate();
    let mut sealed = encrypt(Vec::new(), &ours.to_public().to_string()).unwrap();
    sealed.write_all(&plain).unwrap();
    let file = sealed.finish().unwrap();
    assert!(is_encrypted(&file) && !is_encrypted(&plain));
    let secret = ours.to_string();
    let opened = decrypt(&*file, secret.expose_secret()).unwrap();
    assert_eq!(oaxaca.check(BufReader::new(opened), &etla).unwrap().fresh, 50);
    // For somebody else, cut off, changed.
    let other = age::x25519::Identity::generate().to_string();
    assert!(matches!(decrypt(&*file, other.expose_secret()), Err(AgeError::Decrypt(_))));
    let read = |bytes: &[u8]| -> Result<Summary, BundleError> {
        let opened = decrypt(bytes, secret.expose_secret()).map_err(std::io::Error::other)?;
        oaxaca.check(BufReader::new(opened), &etla)
    };
    assert!(matches!(read(&file[..file.len() - 1]), Err(BundleError::Io(_))));
    let mut changed = file.clone();
    changed[file.len() / 2] ^= 1;
    assert!(matches!(read(&changed), Err(BundleError::Io(_))));
    assert!(encrypt(Vec::new(), "age1nobody").is_err());
}

/// Says how much it was asked to hold at once: what a reader buffers never grows with the file.
struct Endless<'a> {
    beginning: &'a [u8],
    line: Vec<u8>,
    at: usize,
    given: usize,
}

impl Read for Endless<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let piece = if self.beginning.is_empty() { &self.line[self.at % self.line.len()..] } else { self.beginning };
        let taken = piece.len().min(buffer.len());
        buffer[..taken].copy_from_slice(&piece[..taken]);
        if self.beginning.is_empty() {
            self.at += taken;
        } else {
            self.beginning = &self.beginning[taken..];
        }
        self.given += taken;
        Ok(taken)
    }
}

/// A file without end that begins like a bundle: refused at its first wrong line, or its first line that is
/// too long, after a bounded number of bytes.
#[test]
fn a_file_without_end() {
    let (mut etla, oaxaca) = (Community::new("etla", 1), Community::new("oaxaca", 2));
    etla.publish("Hola");
    let bytes = etla.export(&oaxaca);
    let manifest = &bytes[..=bytes.iter().position(|byte| *byte == b'\n').unwrap()];
    for line in [b"{}\n".to_vec(), b" ".to_vec(), b"[[[[".to_vec()] {
        let mut file = BufReader::new(Endless { beginning: manifest, line, at: 0, given: 0 });
        assert!(oaxaca.check(&mut file, &etla).is_err());
        assert!(file.get_ref().given < 3 * 1024 * 1024);
    }
}
