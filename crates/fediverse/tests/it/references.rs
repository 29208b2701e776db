// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What we sign, verified by others, and what others sign, verified by us: apsig, in both kinds of HTTP
//! signatures and in proofs.

use std::io::Write as _;
use std::process::{Command, Stdio};

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use jiff::Timestamp;
use serde_json::{Value, json};
use tequio_fediverse::key::SecretKey;
use tequio_fediverse::proof;
use tequio_fediverse::signature::{ActorKey, Policy, Request, Scheme, SignatureError, Signer, read};
use url::{Position, Url};

use super::{ed25519_key, rsa_key};

const BODY: &str = r#"{"type":"Follow","actor":"https://peer.example/users/ana"}"#;
const ACTOR: &str = "https://peer.example/users/ana";
const KEY_ID: &str = "https://peer.example/users/ana#main-key";

fn url() -> Url {
    "https://etla.example/c/etla/inbox".parse().unwrap()
}

/// Asks apsig all of it at once.
fn apsig(asked: &[Value]) -> Vec<Value> {
    let python = std::env::var("TEQUIO_TEST_PYTHON").unwrap();
    let mut child = Command::new(python)
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/references/apsig_peer.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    for one in asked {
        writeln!(stdin, "{one}").unwrap();
    }
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let answers: Vec<Value> =
        String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), asked.len());
    answers
}

fn as_json(headers: &HeaderMap) -> Value {
    headers.iter().map(|(name, value)| (name.to_string(), Value::from(value.to_str().unwrap()))).collect()
}

fn signed(key: &SecretKey, scheme: Scheme) -> Value {
    let headers = Signer { key, key_id: KEY_ID }
        .sign(scheme, &Method::POST, &url(), Some(BODY.as_bytes()), Timestamp::now())
        .unwrap();
    as_json(&headers)
}

#[test]
#[ignore = "needs Python with apsig: ./check installs both"]
fn apsig_takes_our_signatures() {
    let cavage = |headers: Value, body: &str| {
        json!({ "what": "verify cavage", "pem": rsa_key().public().to_pem(), "method": "POST",
                "url": url().as_str(), "headers": headers, "body": body })
    };
    let rfc9421 = |key: &SecretKey, path: &str| {
        let mut headers = signed(key, Scheme::Rfc9421);
        // It knows @method, @path and @authority itself and takes any other component from the headers.
        headers["@target-uri"] = url().as_str().into();
        json!({ "what": "verify rfc9421", "pem": key.public().to_pem(), "method": "POST", "path": path,
                "host": "etla.example", "headers": headers, "body": BODY })
    };
    let mut other_target = rfc9421(&rsa_key(), "/c/etla/inbox");
    other_target["headers"]["@target-uri"] = "https://etla.example/c/other/inbox".into();
    let answers = apsig(&[
        cavage(signed(&rsa_key(), Scheme::Cavage), BODY),
        rfc9421(&rsa_key(), "/c/etla/inbox"),
        rfc9421(&ed25519_key(1), "/c/etla/inbox"),
        // And it does look.
        cavage(signed(&rsa_key(), Scheme::Cavage), "{}"),
        other_target,
    ]);
    for answer in &answers[..3] {
        assert_eq!(answer["gave"], KEY_ID, "{answer}");
    }
    for answer in &answers[3..] {
        assert!(answer["refused"].is_string(), "{answer}");
    }
}

#[test]
#[ignore = "needs Python with apsig: ./check installs both"]
fn apsigs_signatures_are_taken() {
    let key = data_encoding::HEXLOWER.encode(include_bytes!("../data/rsa-2048.pk8"));
    let ask = |what: &str| {
        json!({ "what": what, "key": key, "key_id": KEY_ID, "method": "POST", "url": url().as_str(), "body": BODY,
                "path": &url()[Position::BeforePath..], "host": "etla.example" })
    };
    let answers = apsig(&[ask("sign cavage"), ask("sign rfc9421")]);
    let taken = |answer: &Value| {
        let mut headers = HeaderMap::new();
        headers.insert("host", HeaderValue::from_static("etla.example"));
        for (name, value) in answer["gave"].as_object().unwrap() {
            let name: HeaderName = name.parse().unwrap();
            headers.insert(name, value.as_str().unwrap().parse().unwrap());
        }
        let request =
            Request { method: &Method::POST, target: "/c/etla/inbox", headers: &headers, body: BODY.as_bytes() };
        let known = ActorKey { id: KEY_ID.to_owned(), owner: ACTOR.to_owned(), key: rsa_key().public() };
        let claim = read(&request, &Policy::new("https://etla.example").unwrap(), Timestamp::now())?;
        claim.verify(&known, ACTOR).map(drop)
    };
    assert_eq!(taken(&answers[0]), Ok(()));
    // Its RFC 9421 leaves the body unsigned, which the policy does not allow.
    assert_eq!(taken(&answers[1]), Err(SignatureError::DigestUnsigned));
}

#[test]
#[ignore = "needs Python with apsig: ./check installs both"]
fn proofs_both_ways() {
    let key = ed25519_key(3);
    let document = json!({
        "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v2"],
        "id": "https://peer.example/a/1", "type": "Create", "actor": ACTOR,
        "object": { "type": "Note", "content": "¡Tequio! 😀 \u{0} \"\\", "latitude": 17.2056, "sensitive": false, "votersCount": 3 },
    });
    let mut ours = document.clone();
    proof::attach(&mut ours, &key, "https://peer.example/users/ana#ed25519", Timestamp::now()).unwrap();
    let mut changed = ours.clone();
    changed["object"]["sensitive"] = true.into();
    let verify =
        |document: &Value| json!({ "what": "verify proof", "key": key.public().to_multikey(), "document": document });
    let answers = apsig(&[
        verify(&ours),
        verify(&changed),
        json!({ "what": "sign proof", "key": "03".repeat(32), "document": document, "options": {
            "type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "proofPurpose": "assertionMethod",
            "verificationMethod": "https://peer.example/users/ana#ed25519", "created": "2026-11-27T12:00:00Z",
        } }),
    ]);
    assert_eq!(answers[0]["gave"], "https://peer.example/users/ana#ed25519", "{}", answers[0]);
    assert!(answers[1]["refused"].is_string(), "{}", answers[1]);
    let theirs = &answers[2]["gave"];
    proof::read(theirs).unwrap()[0].verify(&key.public()).unwrap();
}
