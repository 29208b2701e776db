// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Proofs and canonical JSON: the vectors of FEP-8b32, of the W3C's vc-di-eddsa and of RFC 8785.

use serde_json::{Value, json};
use tequio_fediverse::key::{PublicKey, SecretKey};
use tequio_fediverse::proof::{ProofError, attach, canonical, read};

use super::{ed25519_key, rsa_key, time};

/// The key pair of both: `z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq`.
fn key() -> SecretKey {
    let bytes = bs58::decode("3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq").into_vec().unwrap();
    assert_eq!(bytes[..2], [0x80, 0x26], "multicodec ed25519-priv");
    SecretKey::from_ed25519_seed(bytes[2..].try_into().unwrap())
}

const PUBLIC: &str = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";

fn made(mut document: Value, method: &str, value: &str) {
    attach(&mut document, &key(), method, time("2023-02-24T23:36:38Z")).unwrap();
    assert_eq!(document["proof"]["proofValue"], value);
    let proofs = read(&document).unwrap();
    assert_eq!(proofs.len(), 1);
    assert_eq!(proofs[0].verification_method, method);
    proofs[0].verify(&PublicKey::from_multikey(PUBLIC).unwrap()).unwrap();
    assert_eq!(proofs[0].verify(&ed25519_key(1).public()).unwrap_err(), ProofError::Wrong);
}

#[test]
fn fep_8b32() {
    assert_eq!(key().public().to_multikey(), PUBLIC);
    let document = json!({
        "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v2"],
        "id": "https://server.example/activities/1",
        "type": "Create",
        "actor": "https://server.example/users/alice",
        "object": {
            "id": "https://server.example/objects/1",
            "type": "Note",
            "attributedTo": "https://server.example/users/alice",
            "content": "Hello world",
            "location": { "type": "Place", "longitude": -71.184902, "latitude": 25.273962 },
        },
    });
    made(
        document,
        "https://server.example/users/alice#ed25519-key",
        "z42ffGu6AUKPCFcFPiabmUvnGLPJzC7e4DGWC52NUasSSH37UMa9c58tdgVszUcZfytxa4fQ5TYHaJENCxUDe9SdL",
    );
}

#[test]
fn vc_di_eddsa() {
    let document = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential", "AlumniCredential"],
        "name": "Alumni Credential",
        "description": "A minimum viable example of an Alumni Credential.",
        "issuer": "https://vc.example/issuers/5678",
        "validFrom": "2023-01-01T00:00:00Z",
        "credentialSubject": { "id": "did:example:abcdefgh", "alumniOf": "The School of Examples" },
    });
    made(
        document,
        &format!("did:key:{PUBLIC}#{PUBLIC}"),
        "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX",
    );
}

/// RFC 8785, appendix B: bits of IEEE 754 and the text of the number.
#[test]
fn rfc_8785_numbers() {
    for (bits, text) in [
        (0x0000_0000_0000_0000, "0"),
        (0x8000_0000_0000_0000, "0"),
        (0x0000_0000_0000_0001, "5e-324"),
        (0x8000_0000_0000_0001, "-5e-324"),
        (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
        (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
        (0x4340_0000_0000_0000, "9007199254740992"),
        (0xc340_0000_0000_0000, "-9007199254740992"),
        (0x4430_0000_0000_0000, "295147905179352830000"),
        (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
        (0x44b5_2d02_c7e1_4af6, "1e+23"),
        (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
        (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
        (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
        (0x444b_1ae4_d6e2_ef50, "1e+21"),
        (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
        (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
        (0x41b3_de43_5555_5553, "333333333.3333332"),
        (0x41b3_de43_5555_5554, "333333333.33333325"),
        (0x41b3_de43_5555_5555, "333333333.3333333"),
        (0x41b3_de43_5555_5556, "333333333.3333334"),
        (0x41b3_de43_5555_5557, "333333333.33333343"),
        (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
        (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
    ] {
        let number = json!(f64::from_bits(bits));
        assert_eq!(String::from_utf8(canonical(&number).unwrap()).unwrap(), text, "{bits:016x}");
    }
}

fn canonical_text(text: &str) -> String {
    String::from_utf8(canonical(&serde_json::from_str(text).unwrap()).unwrap()).unwrap()
}

/// RFC 8785, 3.2.2 and 3.2.3: literals, strings, and members sorted by UTF-16.
#[test]
fn rfc_8785_texts() {
    assert_eq!(
        canonical_text(
            r#"{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}"#
        ),
        r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"#
    );
    assert_eq!(
        canonical_text(r#"{"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7}"#),
        "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\u{fb33}\":3}"
    );
}

/// JSON of JavaScript has no other integers than these; larger ones are what a double makes of them.
#[test]
fn integers_beyond_a_double() {
    assert_eq!(canonical_text("9007199254740991"), "9007199254740991");
    assert_eq!(canonical_text("9007199254740993"), "9007199254740992");
    assert_eq!(canonical_text("18446744073709551615"), "18446744073709552000");
    assert_eq!(canonical_text("-9223372036854775807"), "-9223372036854776000");
}

#[test]
fn what_is_no_proof() {
    let mut document = json!({ "type": "Note", "content": "Hola" });
    assert_eq!(read(&document).unwrap_err(), ProofError::Missing);
    assert!(attach(&mut document, &rsa_key(), "x", time("2026-01-01T00:00:00Z")).is_err());
    attach(&mut document, &ed25519_key(1), "did:key:a", time("2026-01-01T00:00:00Z")).unwrap();
    attach(&mut document, &ed25519_key(2), "did:key:b", time("2026-01-01T00:00:00Z")).unwrap();
    let proofs = read(&document).unwrap();
    proofs[0].verify(&ed25519_key(1).public()).unwrap();
    proofs[1].verify(&ed25519_key(2).public()).unwrap();
    assert!(proofs[0].verify(&rsa_key().public()).is_err());
    for (path, value, error) in [
        ("/proof/0/cryptosuite", json!("eddsa-rdfc-2022"), ProofError::Suite),
        ("/proof/0/type", json!("RsaSignature2017"), ProofError::Suite),
        ("/proof/0/proofPurpose", json!("authentication"), ProofError::Purpose),
        ("/proof/0/proofValue", json!("0O"), ProofError::Malformed("proofValue")),
        ("/proof/0/proofValue", json!(5), ProofError::Malformed("proofValue")),
        ("/proof/0/created", json!("yesterday"), ProofError::Malformed("created")),
        ("/proof/0/verificationMethod", json!(null), ProofError::Malformed("verificationMethod")),
        ("/proof/1", json!("x"), ProofError::Malformed("form")),
        ("/proof", json!("x"), ProofError::Malformed("form")),
        ("/proof", json!([]), ProofError::Missing),
        ("/proof", json!([{}, {}, {}, {}, {}]), ProofError::TooMany),
    ] {
        let mut changed = document.clone();
        *changed.pointer_mut(path).unwrap() = value;
        assert_eq!(read(&changed).unwrap_err(), error, "{path}");
    }
}
