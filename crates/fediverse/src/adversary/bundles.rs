// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Attacks on bundles: tampered, cut off, replayed, foreign, forked.

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{ed25519_key, stopped_by};
use crate::bundle::{BundleError, Cursor, Manifest, Opened, Pin, Receipt, Summary, Writer, check};
use crate::guard::Guard;
use crate::key::{KeyHistory, SecretKey};
use crate::proof;
use crate::vocabulary::AS_PUBLIC;

const SOURCE: &str = "https://etla.example/c/etla";
const US: &str = "https://oaxaca.example/c/oaxaca";

fn now() -> Timestamp {
    "2026-11-27T12:00:00Z".parse().unwrap()
}

fn key() -> SecretKey {
    ed25519_key(7)
}

fn pin() -> Pin {
    Pin::Key(key().public())
}

fn manifest(before: Cursor) -> Manifest {
    Manifest {
        source: SOURCE.to_owned(),
        destination: None,
        before,
        keys: KeyHistory::new(key().public()),
        created: now(),
    }
}

fn activity(number: u64, words: &str, to: &str) -> Value {
    let mut value = json!({
        "type": "Create", "id": format!("{SOURCE}/a/{number}"), "actor": SOURCE, "to": [to],
        "object": { "type": "Note", "id": format!("{SOURCE}/n/{number}"), "attributedTo": SOURCE, "content": words },
    });
    proof::attach(&mut value, &key(), &format!("{SOURCE}#ed25519"), now()).unwrap();
    value
}

fn bundle(manifest: Manifest, activities: &[Value]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), manifest).unwrap();
    for activity in activities {
        writer.activity(activity).unwrap();
    }
    writer.finish(&key(), now()).unwrap()
}

fn three() -> Vec<Value> {
    (1..=3).map(|number| activity(number, "Hola", AS_PUBLIC)).collect()
}

fn read(bytes: &[u8], known: Cursor) -> Result<Summary, BundleError> {
    check(Opened::new(bytes)?, &pin(), &[US], known)
}

/// Seals lines that the writer would not write, with the source's own key.
fn sealed(lines: &[Value], end: Cursor) -> Vec<u8> {
    let mut bytes = Vec::new();
    for line in lines {
        bytes.extend(proof::canonical(line).unwrap());
        bytes.push(b'\n');
    }
    let mut seal = json!({
        "type": "TequioSeal", "last": end.sequence, "chain": HEXLOWER.encode(&end.chain),
        "sha256": HEXLOWER.encode(&Sha256::digest(&bytes)),
    });
    proof::attach(&mut seal, &key(), &key().public().to_did_key(), now()).unwrap();
    bytes.extend(proof::canonical(&seal).unwrap());
    bytes.push(b'\n');
    bytes
}

fn lines(bundle: &[u8]) -> Vec<Value> {
    bundle
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect()
}

#[test]
fn an_honest_bundle_is_read() {
    let summary = read(&bundle(manifest(Cursor::default()), &three()), Cursor::default()).unwrap();
    assert_eq!((summary.fresh, summary.end.sequence, summary.gap), (3, 3, None));
}

#[test]
fn a_stranger_writes_in_the_sources_name() {
    stopped_by(Guard::BundlePinned, || {
        let bytes = bundle(manifest(Cursor::default()), &three());
        check(Opened::new(&*bytes).unwrap(), &Pin::Key(ed25519_key(8).public()), &[US], Cursor::default()).is_ok()
    });
}

/// Every single byte changed, and every line left out: refused, whatever it was.
#[test]
fn nothing_of_a_bundle_can_be_changed() {
    let bytes = bundle(manifest(Cursor::default()), &three());
    for index in (0..bytes.len()).step_by(7) {
        let mut changed = bytes.clone();
        changed[index] ^= 1;
        assert!(read(&changed, Cursor::default()).is_err(), "byte {index}");
    }
    for index in 0..bytes.len() {
        let error = read(&bytes[..index], Cursor::default()).unwrap_err();
        assert!(matches!(error, BundleError::Truncated), "cut at {index}: {error}");
    }
    let mut longer = bytes.clone();
    longer.extend_from_slice(b"{}\n");
    assert!(matches!(read(&longer, Cursor::default()).unwrap_err(), BundleError::Trailing));
}

/// A line that has no number, such as a receipt, is left out.
#[test]
fn a_receipt_is_left_out() {
    stopped_by(Guard::BundleDigest, || {
        let receipt =
            Receipt { source: US.to_owned(), by: SOURCE.to_owned(), through: Cursor::default(), created: now() };
        let mut writer = Writer::new(Vec::new(), manifest(Cursor::default())).unwrap();
        writer.receipt(&receipt.sign(&key()).unwrap()).unwrap();
        writer.activity(&three()[0]).unwrap();
        let bytes = writer.finish(&key(), now()).unwrap();
        assert!(read(&bytes, Cursor::default()).is_ok());
        let without: Vec<u8> = bytes
            .split_inclusive(|byte| *byte == b'\n')
            .filter(|line| !line.starts_with(br#"{"receipt"#))
            .flatten()
            .copied()
            .collect();
        read(&without, Cursor::default()).is_ok()
    });
}

/// Sealed by the source, but not said by it: an activity without a proof of its own is nobody's once it leaves
/// the bundle.
#[test]
fn an_activity_without_its_own_proof() {
    stopped_by(Guard::BundleActivityProof, || {
        let mut forged = three()[0].clone();
        forged["object"]["content"] = json!("Adiós");
        let end = Cursor::default().after(&forged).unwrap();
        let lines = [manifest(Cursor::default()).to_value(), json!({ "sequence": 1, "activity": forged })];
        read(&sealed(&lines, end), Cursor::default()).is_ok()
    });
}

/// Somebody else's activity, however well proven.
#[test]
fn an_activity_of_another_actor() {
    let mut other = json!({ "type": "Follow", "id": "https://peer.example/1", "actor": "https://peer.example/u", "object": SOURCE, "to": [AS_PUBLIC] });
    proof::attach(&mut other, &ed25519_key(9), &ed25519_key(9).public().to_did_key(), now()).unwrap();
    let mut writer = Writer::new(Vec::new(), manifest(Cursor::default())).unwrap();
    assert!(matches!(writer.activity(&other).unwrap_err(), BundleError::Activity { sequence: 1, .. }));
}

/// The same numbers with other words, after the first ones were taken.
#[test]
fn history_is_rewritten() {
    let known = read(&bundle(manifest(Cursor::default()), &three()), Cursor::default()).unwrap().end;
    stopped_by(Guard::BundleChain, || {
        let mut other: Vec<Value> = (1..=3).map(|number| activity(number, "Nunca", AS_PUBLIC)).collect();
        other.push(activity(4, "Hola", AS_PUBLIC));
        read(&bundle(manifest(Cursor::default()), &other), known).is_ok()
    });
    // Also where the bundle begins just after what is known.
    let lie = Cursor { chain: [1; 32], ..known };
    let error = read(&bundle(manifest(lie), &[activity(4, "Hola", AS_PUBLIC)]), known).unwrap_err();
    assert!(matches!(error, BundleError::Fork(3)));
}

#[test]
fn a_bundle_again_changes_nothing() {
    let bytes = bundle(manifest(Cursor::default()), &three());
    let known = read(&bytes, Cursor::default()).unwrap().end;
    let again = read(&bytes, known).unwrap();
    assert_eq!((again.fresh, again.known_after(known)), (0, known));
}

#[test]
fn a_bundle_for_somebody_else() {
    stopped_by(Guard::BundleDestination, || {
        let mut for_other = manifest(Cursor::default());
        for_other.destination = Some("https://puebla.example/c/puebla".to_owned());
        read(&bundle(for_other, &three()), Cursor::default()).is_ok()
    });
}

#[test]
fn a_line_without_end() {
    stopped_by(Guard::BundleLine, || {
        let line = proof::canonical(&manifest(Cursor::default()).to_value()).unwrap();
        let padding = b" ".repeat(2 * crate::bundle::MAX_LINE);
        let bytes = [&b"{"[..], &padding, &line[1..], b"\n"].concat();
        Opened::new(&*bytes).is_ok()
    });
}

/// What is for followers or for a third party does not travel, whoever writes or reads.
#[test]
fn words_that_are_not_for_the_reader() {
    for to in ["https://etla.example/c/etla/followers", "https://puebla.example/c/puebla"] {
        stopped_by(Guard::BundleAudience, || {
            let mut for_us = manifest(Cursor::default());
            for_us.destination = Some(US.to_owned());
            let mut writer = Writer::new(Vec::new(), for_us).unwrap();
            writer.activity(&activity(1, "Secreto", US)).unwrap();
            writer.activity(&activity(2, "Secreto", to)).is_ok()
        });
        stopped_by(Guard::BundleAudience, || {
            let secret = activity(1, "Secreto", to);
            let end = Cursor::default().after(&secret).unwrap();
            let lines = [manifest(Cursor::default()).to_value(), json!({ "sequence": 1, "activity": secret })];
            read(&sealed(&lines, end), Cursor::default()).is_ok()
        });
    }
}

#[test]
fn numbers_are_skipped() {
    let bytes = bundle(manifest(Cursor::default()), &three());
    let mut lines = lines(&bytes);
    lines.pop();
    let end = read(&bytes, Cursor::default()).unwrap().end;
    lines.remove(2);
    let error = read(&sealed(&lines, end), Cursor::default()).unwrap_err();
    assert!(matches!(error, BundleError::Sequence { line: 3, expected: 2, found: 3 }), "{error}");
}

fn receipt(through: Cursor, by: &SecretKey) -> Value {
    Receipt { source: SOURCE.to_owned(), by: US.to_owned(), through, created: now() }.sign(by).unwrap()
}

#[test]
fn a_receipt_by_somebody_else() {
    let theirs = KeyHistory::new(ed25519_key(8).public());
    assert!(Receipt::read(&receipt(Cursor::default(), &ed25519_key(8)), &theirs).is_ok());
    stopped_by(Guard::ReceiptSigned, || Receipt::read(&receipt(Cursor::default(), &ed25519_key(9)), &theirs).is_ok());
}

/// A receipt for what was never sent would make the source skip it.
#[test]
fn a_receipt_for_another_history() {
    let theirs = KeyHistory::new(ed25519_key(8).public());
    let sent = Cursor { sequence: 3, chain: [3; 32] };
    let chain_at = |sequence| (sequence == 3).then_some([3; 32]);
    let honest = Receipt::read(&receipt(sent, &ed25519_key(8)), &theirs).unwrap();
    assert_eq!(honest.advances(&Cursor::default(), chain_at).unwrap(), Some(sent));
    assert_eq!(honest.advances(&sent, chain_at).unwrap(), None);
    stopped_by(Guard::ReceiptChain, || {
        let ahead = Cursor { sequence: 900, chain: [9; 32] };
        let receipt = Receipt::read(&receipt(ahead, &ed25519_key(8)), &theirs).unwrap();
        receipt.advances(&Cursor::default(), chain_at).is_ok()
    });
}
