// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Attacks on signed requests: cases 1, 4 to 8, 20.

use http::header::{DATE, HOST};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::{ed25519_key, rsa_key, stopped_by};
use crate::guard::Guard;
use crate::inbox;
use crate::key::{PublicKey, SecretKey};
use crate::signature::{
    ActorKey, Claim, MemoryReplays, Policy, Request, Scheme, SignatureError, Signer, content_digest, digest, read,
};

const INBOX: &str = "https://etla.example/c/etla/inbox";
const ACTOR: &str = "https://peer.example/users/ana";
const KEY: &str = "https://peer.example/users/ana#main-key";
const BODY: &[u8] = br#"{"type":"Follow"}"#;

fn now() -> Timestamp {
    "2026-11-27T12:00:00Z".parse().unwrap()
}

fn policy() -> Policy {
    Policy::new("https://etla.example").unwrap()
}

struct Sent {
    method: Method,
    target: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Sent {
    fn signed(scheme: Scheme, key: &SecretKey, at: Timestamp) -> Sent {
        let url = Url::parse(INBOX).unwrap();
        let headers = Signer { key, key_id: KEY }.sign(scheme, &Method::POST, &url, Some(BODY), at).unwrap();
        Sent { method: Method::POST, target: url.path().to_owned(), headers, body: BODY.to_vec() }
    }

    /// A cavage signature over a choice of headers.
    fn covering(names: &str, change: impl Fn(&mut HeaderMap)) -> Sent {
        let mut sent = Sent::signed(Scheme::Cavage, &rsa_key(), now());
        change(&mut sent.headers);
        let base: Vec<String> = names
            .split(' ')
            .map(|name| match name {
                "(request-target)" => format!("{name}: post {}", sent.target),
                _ => format!("{name}: {}", sent.headers[name].to_str().unwrap()),
            })
            .collect();
        let signature = data_encoding::BASE64.encode(&rsa_key().sign(base.join("\n").as_bytes()).unwrap());
        let text = format!(r#"keyId="{KEY}",algorithm="rsa-sha256",headers="{names}",signature="{signature}""#);
        sent.headers.insert("signature", HeaderValue::from_str(&text).unwrap());
        sent
    }

    fn read(&self) -> Result<Claim, SignatureError> {
        self.read_at(now())
    }

    fn read_at(&self, now: Timestamp) -> Result<Claim, SignatureError> {
        let request = Request { method: &self.method, target: &self.target, headers: &self.headers, body: &self.body };
        read(&request, &policy(), now)
    }

    /// Whether it is taken as that of the actor, whose key is the RSA one.
    fn is_taken(&self) -> bool {
        self.read().and_then(|claim| claim.verify(&actor_key(rsa_key().public()), ACTOR)).is_ok()
    }

    fn set(&mut self, name: &'static str, value: &str) {
        self.headers.insert(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
    }
}

fn actor_key(key: PublicKey) -> ActorKey {
    ActorKey { id: KEY.to_owned(), owner: ACTOR.to_owned(), key }
}

/// Both schemes with both kinds of keys, before anything is attacked.
#[test]
fn honest_requests_are_taken() {
    for scheme in [Scheme::Cavage, Scheme::Rfc9421] {
        for key in [rsa_key(), ed25519_key(1)] {
            let claim = Sent::signed(scheme, &key, now()).read().unwrap();
            assert_eq!((claim.key_id().as_str(), claim.scheme()), (KEY, scheme));
            claim.may_be_of(ACTOR).unwrap();
            let verified = claim.verify(&actor_key(key.public()), ACTOR).unwrap().admit(true).unwrap();
            assert_eq!((verified.actor.as_str(), verified.scheme), (ACTOR, scheme));
        }
    }
}

/// A GET needs no digest; a peer's `Host` may lack the port, but have no other.
#[test]
fn the_host_may_lack_its_port() {
    let url = Url::parse("http://127.0.0.1:8080/actor?page=1").unwrap();
    let key = rsa_key();
    let signer = Signer { key: &key, key_id: KEY };
    let lab = Policy::new("http://127.0.0.1:8080").unwrap();
    for (host, taken) in [("127.0.0.1:8080", true), ("127.0.0.1", true), ("127.0.0.1:80", false), ("[::1]", false)] {
        let mut headers = signer.sign(Scheme::Cavage, &Method::GET, &url, None, now()).unwrap();
        let base =
            format!("(request-target): get /actor?page=1\nhost: {host}\ndate: {}", headers[DATE].to_str().unwrap());
        let signature = data_encoding::BASE64.encode(&key.sign(base.as_bytes()).unwrap());
        let text = format!(r#"keyId="{KEY}",headers="(request-target) host date",signature="{signature}""#);
        headers.insert("signature", HeaderValue::from_str(&text).unwrap());
        headers.insert(HOST, HeaderValue::from_str(host).unwrap());
        let request = Request { method: &Method::GET, target: "/actor?page=1", headers: &headers, body: b"" };
        assert_eq!(read(&request, &lab, now()).is_ok(), taken, "{host}");
    }
}

#[test]
fn case_01_the_key_is_another_actors() {
    stopped_by(Guard::KeyOwner, || {
        let claim = Sent::signed(Scheme::Cavage, &rsa_key(), now()).read().unwrap();
        claim.verify(&actor_key(rsa_key().public()), "https://peer.example/users/admin").is_ok()
    });
}

#[test]
fn case_04_the_target_is_not_signed() {
    stopped_by(Guard::TargetSigned, || Sent::covering("host date digest", |_| {}).is_taken());
}

#[test]
fn case_04_the_host_is_not_signed() {
    stopped_by(Guard::HostSigned, || Sent::covering("(request-target) date digest", |_| {}).is_taken());
}

#[test]
fn case_04_the_date_is_not_signed() {
    stopped_by(Guard::DateSigned, || Sent::covering("(request-target) host digest", |_| {}).is_taken());
}

#[test]
fn case_04_the_digest_is_not_signed() {
    stopped_by(Guard::DigestSigned, || Sent::covering("(request-target) host date", |_| {}).is_taken());
}

/// The second of two headers is the one that somebody else reads.
#[test]
fn case_04_a_header_stands_there_twice() {
    stopped_by(Guard::OneHeader, || {
        let mut sent = Sent::signed(Scheme::Cavage, &rsa_key(), now());
        let header = sent.headers["signature"].clone();
        sent.headers
            .append("signature", HeaderValue::from_static(r#"keyId="https://peer.example/other",signature="""#));
        assert_eq!(sent.headers.get_all("signature").iter().next(), Some(&header));
        sent.is_taken()
    });
}

/// The created parameter of a cavage signature that does not cover it is anybody's.
#[test]
fn case_04_an_unsigned_created_is_no_date() {
    let mut sent = Sent::covering("(request-target) host digest", |_| {});
    let text = sent.headers["signature"].to_str().unwrap().to_owned();
    sent.set("signature", &format!("{text},created={}", now().as_second()));
    assert_eq!(sent.read().unwrap_err(), SignatureError::DateUnsigned);
}

#[test]
fn case_05_old_and_future_dates() {
    for ahead in [SignedDuration::from_mins(-61), SignedDuration::from_mins(6)] {
        for scheme in [Scheme::Cavage, Scheme::Rfc9421] {
            stopped_by(Guard::DateWindow, || {
                let sent = Sent::signed(scheme, &rsa_key(), now() + ahead);
                sent.is_taken()
            });
        }
    }
    for ahead in [SignedDuration::from_mins(-59), SignedDuration::from_mins(4)] {
        assert!(Sent::signed(Scheme::Rfc9421, &rsa_key(), now() + ahead).is_taken());
    }
}

#[test]
fn case_05_no_date_and_a_malformed_one() {
    for date in ["yesterday", "", "Fri, 31 Feb 2026 12:00:00 GMT"] {
        let sent = Sent::covering("(request-target) host date digest", |headers| {
            headers.insert(DATE, HeaderValue::from_str(date).unwrap());
        });
        assert_eq!(sent.read().unwrap_err(), SignatureError::Malformed(DATE), "{date:?}");
    }
    let mut sent = Sent::signed(Scheme::Cavage, &rsa_key(), now());
    sent.headers.remove(DATE);
    assert_eq!(sent.read().unwrap_err(), SignatureError::Lacks("date".to_owned()));
}

/// The same request again, also by another signature of the same key; the table is the caller's, so that a
/// restart does not empty it.
#[test]
fn case_05_the_same_request_again() {
    stopped_by(Guard::Once, || {
        let mut table = MemoryReplays::default();
        let mut deliver = |sent: &Sent| {
            let genuine = sent.read().unwrap().verify(&actor_key(rsa_key().public()), ACTOR).unwrap();
            let is_new = table.note(genuine.replay(), now());
            genuine.admit(is_new)
        };
        let sent = Sent::signed(Scheme::Cavage, &rsa_key(), now());
        assert!(deliver(&sent).is_ok());
        deliver(&sent).is_ok()
    });
}

/// What was noted is kept until its window is closed, and no longer.
#[test]
fn case_05_notes_outlast_the_window() {
    let mut table = MemoryReplays::default();
    let sent = Sent::signed(Scheme::Cavage, &rsa_key(), now());
    let genuine = sent.read().unwrap().verify(&actor_key(rsa_key().public()), ACTOR).unwrap();
    let end = genuine.replay().keep_until;
    assert!(table.note(genuine.replay(), now()));
    assert!(!table.note(genuine.replay(), end));
    let later = end + SignedDuration::from_secs(1);
    assert!(table.note(genuine.replay(), later));
    assert!(matches!(sent.read_at(later).unwrap_err(), SignatureError::DateOutside { .. }));
}

#[test]
fn case_06_the_body_is_another() {
    for scheme in [Scheme::Cavage, Scheme::Rfc9421] {
        stopped_by(Guard::DigestTrue, || {
            let mut sent = Sent::signed(scheme, &rsa_key(), now());
            sent.body = br#"{"type":"Delete"}"#.to_vec();
            sent.is_taken()
        });
    }
}

/// A right digest beside a wrong one, an unknown algorithm alone, and one that is no base64.
#[test]
fn case_06_odd_digests() {
    let right = digest(BODY);
    for text in [format!("{right},SHA-512=AAAA"), "MD5=AAAA".to_owned(), "SHA-256=*".to_owned(), String::new()] {
        let sent = Sent::covering("(request-target) host date digest", |headers| {
            headers.insert("digest", HeaderValue::from_str(&text).unwrap());
        });
        assert_eq!(sent.read().unwrap_err(), SignatureError::DigestDiffers, "{text}");
    }
    let with_unknown = Sent::covering("(request-target) host date digest", |headers| {
        headers.insert("digest", HeaderValue::from_str(&format!("unixsum=3,{right}")).unwrap());
    });
    assert!(with_unknown.is_taken());
    assert!(content_digest(BODY).starts_with("sha-256=:"));
}

#[test]
fn case_07_sent_on_to_another_host() {
    stopped_by(Guard::HostOurs, || {
        Sent::covering("(request-target) host date digest", |headers| {
            headers.insert(HOST, HeaderValue::from_static("oaxaca.example"));
        })
        .is_taken()
    });
}

/// RFC 9421's base is built from our own origin and the request's own target: it simply does not verify.
#[test]
fn case_07_sent_on_to_another_host_or_path_by_rfc_9421() {
    let key = rsa_key();
    let url = Url::parse("https://oaxaca.example/c/etla/inbox").unwrap();
    let headers =
        Signer { key: &key, key_id: KEY }.sign(Scheme::Rfc9421, &Method::POST, &url, Some(BODY), now()).unwrap();
    let sent = Sent { method: Method::POST, target: "/c/etla/inbox".to_owned(), headers, body: BODY.to_vec() };
    assert!(!sent.is_taken());
    for scheme in [Scheme::Cavage, Scheme::Rfc9421] {
        let mut sent = Sent::signed(scheme, &key, now());
        sent.target = "/c/etla/inbox?as=admin".to_owned();
        assert!(!sent.is_taken());
        let mut sent = Sent::signed(scheme, &key, now());
        sent.method = Method::PUT;
        assert!(!sent.is_taken());
    }
}

/// Whoever names a key at another server makes us knock there, before anything is verified.
#[test]
fn case_08_the_key_is_at_another_server() {
    stopped_by(Guard::KeyOrigin, || {
        let claim = Sent::signed(Scheme::Cavage, &rsa_key(), now()).read().unwrap();
        claim.may_be_of("https://other.example/users/ana").is_ok()
    });
}

#[test]
fn case_20_failing_signatures_do_not_make_us_fetch_keys() {
    stopped_by(Guard::KeyRefresh, || {
        let mut fetched = now() - SignedDuration::from_hours(2);
        let mut fetches = 0;
        for minute in 0..10 {
            let at = now() + SignedDuration::from_mins(minute);
            if inbox::may_refresh_key(fetched, at) {
                fetched = at;
                fetches += 1;
            }
        }
        assert!(fetches >= 1, "a changed key is fetched");
        fetches > 1
    });
}

/// 1,024 bits are within reach of a well-equipped thief.
#[test]
fn keys_that_are_too_short() {
    stopped_by(Guard::KeySize, || {
        PublicKey::from_pem(
            "-----BEGIN PUBLIC KEY-----
            MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCFENGw33yGihy92pDjZQhl0C3
            6rPJj+CvfSC8+q28hxA161QFNUd13wuCTUcq0Qd2qsBe/2hFyc2DCJJg0h1L78+6
            Z4UMR7EOcpfdUE9Hf3m/hs+FUR45uBJeDK1HSFHD8bHKD6kv8FPGfJTotc+2xjJw
            oYi+1hqp1fIekaxsyQIDAQAB
            -----END PUBLIC KEY-----",
        )
        .is_ok()
    });
}

/// An algorithm that is named is not tried with a key of another kind.
#[test]
fn an_algorithm_for_another_kind_of_key() {
    let mut sent = Sent::signed(Scheme::Cavage, &ed25519_key(1), now());
    let text = sent.headers["signature"].to_str().unwrap().replace("hs2019", "rsa-sha256");
    sent.set("signature", &text);
    let error = sent.read().unwrap().verify(&actor_key(ed25519_key(1).public()), ACTOR).unwrap_err();
    assert_eq!(error, SignatureError::Algorithm("rsa-v1_5-sha256".to_owned()));
}
