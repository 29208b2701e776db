// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! How much of an inbox's time is the signature itself: the whole way of a delivery (policy, digest,
//! signature, strict JSON, claims) beside the bare verification of the same key, on one core.
//!
//! `cargo run --release -p tequio-fediverse --example figures`

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that fails may panic; it prints")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use http::Method;
use serde_json::json;
use tequio_fediverse::bundle::{Cursor, Manifest, Opened, Pin, Writer, check};
use tequio_fediverse::inbox::Accepted;
use tequio_fediverse::key::{KeyHistory, SecretKey};
use tequio_fediverse::signature::{ActorKey, Policy, Request, Scheme, Signer, read};
use tequio_fediverse::{json as strict, proof};

/// Runs in turns with what it is compared to, so that a busy machine slows both.
fn per_second(runs: &mut [(&str, &mut dyn FnMut())]) -> Vec<f64> {
    const TURNS: u32 = 20;
    const TURN: Duration = Duration::from_millis(100);
    let mut totals = vec![(0_u32, Duration::ZERO); runs.len()];
    for _ in 0..TURNS {
        for ((_, run), total) in runs.iter_mut().zip(&mut totals) {
            let began = Instant::now();
            while began.elapsed() < TURN {
                for _ in 0..16 {
                    run();
                }
                total.0 += 16;
            }
            total.1 += began.elapsed();
        }
    }
    let rates: Vec<f64> = totals.iter().map(|(count, time)| f64::from(*count) / time.as_secs_f64()).collect();
    for ((name, _), rate) in runs.iter().zip(&rates) {
        println!("{name:<48} {rate:>9.0} /s");
    }
    rates
}

fn main() {
    let now = jiff::Timestamp::now();
    let actor = "https://peer.example/users/ana";
    let note = json!({
        "type": "Note", "id": "https://peer.example/n/1", "attributedTo": actor, "to": ["https://www.w3.org/ns/activitystreams#Public"],
        "content": "<p>Hay tequio el sábado, traigan su compu.</p>".repeat(20),
    });
    let mut create = json!({
        "@context": "https://www.w3.org/ns/activitystreams", "type": "Create", "id": "https://peer.example/a/1",
        "actor": actor, "to": ["https://www.w3.org/ns/activitystreams#Public"], "object": note,
    });
    let body = serde_json::to_vec(&create).unwrap();
    println!("an activity of {} bytes", body.len());
    let rsa = SecretKey::from_rsa_pkcs8(include_bytes!("../tests/data/rsa-2048.pk8")).unwrap();
    let ed25519 = SecretKey::from_ed25519_seed(&[1; 32]);
    let policy = Policy::new("https://etla.example").unwrap();
    let url = "https://etla.example/inbox".parse().unwrap();
    for (name, key, scheme) in [
        ("RSA-2048, cavage", &rsa, Scheme::Cavage),
        ("RSA-2048, RFC 9421", &rsa, Scheme::Rfc9421),
        ("Ed25519, RFC 9421", &ed25519, Scheme::Rfc9421),
    ] {
        let key_id = "https://peer.example/users/ana#key";
        let signer = Signer { key, key_id };
        let headers = signer.sign(scheme, &Method::POST, &url, Some(&body), now).unwrap();
        let known = ActorKey { id: key_id.to_owned(), owner: actor.to_owned(), key: key.public() };
        let request = Request { method: &Method::POST, target: "/inbox", headers: &headers, body: &body };
        let base = vec![b'x'; 300];
        let signature = key.sign(&base).unwrap();
        let algorithm = known.key.algorithm();
        println!("\n{name}");
        let rates = per_second(&mut [
            ("bare verification", &mut || assert!(known.key.verify(algorithm, &base, &signature))),
            ("a delivery, the whole way", &mut || {
                let claim = read(&request, &policy, now).unwrap();
                let value = strict::read(request.body, 1 << 20).unwrap();
                claim.may_be_of(actor).unwrap();
                let verified = claim.verify(&known, actor).unwrap().admit(true).unwrap();
                black_box(Accepted::new(&value, &verified.actor).unwrap());
            }),
            ("bare signing", &mut || drop(black_box(key.sign(&base).unwrap()))),
            ("signing a delivery", &mut || drop(black_box(signer.sign(scheme, &Method::POST, &url, Some(&body), now)))),
        ]);
        if let [bare, whole, bare_sign, sign] = rates.as_slice() {
            println!(
                "the whole way is {:.0} % of bare verification, signing {:.0} %",
                100.0 * whole / bare,
                100.0 * sign / bare_sign
            );
        }
    }

    println!("\na bundle of 5,000 such activities");
    let source = create.get("actor").and_then(|actor| actor.as_str()).unwrap().to_owned();
    let keys = KeyHistory::new(ed25519.public());
    proof::attach(&mut create, &ed25519, "https://peer.example/users/ana#key", now).unwrap();
    let manifest = Manifest { source, destination: None, before: Cursor::default(), keys, created: now };
    let began = Instant::now();
    let mut writer = Writer::new(Vec::new(), manifest).unwrap();
    for _ in 0..5000 {
        writer.activity(&create).unwrap();
    }
    let bytes = writer.finish(&ed25519, now).unwrap();
    println!("written in {:.2} s, {} bytes", began.elapsed().as_secs_f64(), bytes.len());
    let began = Instant::now();
    let opened = Opened::new(bytes.as_slice()).unwrap();
    check(opened, &Pin::Key(ed25519.public()), &[], Cursor::default()).unwrap();
    println!("checked in {:.2} s", began.elapsed().as_secs_f64());
}
