// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Any bytes, and honest payloads with something broken in them: nothing panics, nothing forged is taken,
//! and what is written is read as the same.

use std::path::Path;
use std::sync::LazyLock;

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};
use tequio_fediverse::bundle::{Cursor, Manifest, Opened, Pin, Writer, check};
use tequio_fediverse::discovery::{Account, Jrd, NodeInfo, Resource, Step, WellKnown};
use tequio_fediverse::inbox::{Accepted, author_by_proof, voices};
use tequio_fediverse::key::{KeyHistory, PublicKey};
use tequio_fediverse::signature::{ActorKey, Policy, Request, Scheme, Signer, advertises_rfc9421, read};
use tequio_fediverse::vocabulary::{
    AS_PUBLIC, Activity, ActivityKind, Actor, Collection, Event, JoinMode, Location, Place, Post, Question, Reference,
    Status, VirtualLocation, Vote, When, is_activity_json,
};
use tequio_fediverse::{domain, json, proof};

use super::{ed25519_key, rsa_key, time};

/// How many cases: many more with `TEQUIO_TEST_LONG=1`.
fn cases(few: u32) -> ProptestConfig {
    let many = if std::env::var_os("TEQUIO_TEST_LONG").is_some() { 10 } else { 1 };
    ProptestConfig { cases: few * many, failure_persistence: None, ..ProptestConfig::default() }
}

static FIXTURES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .flat_map(|software| std::fs::read_dir(software.unwrap().path()).unwrap())
        .map(|file| file.unwrap().path())
        .collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
});

/// Everything that reads a stranger's JSON.
fn read_as_everything(value: &Value) {
    if let Ok(activity) = Activity::read(value) {
        let _ = Accepted::new(value, &activity.actor).map(|accepted| format!("{:?}", accepted.about()));
        let _ = (activity.announced(), activity.to_value());
    }
    let _ = Actor::read(value).map(|actor| actor.to_value());
    let _ = Event::read(value).map(|event| event.to_value());
    let _ = Post::read(value).map(|post| post.to_value());
    let _ = Question::read(value).map(|question| question.to_value());
    let _ = (Vote::read(value), Collection::read(value).map(|page| page.after().map(str::to_owned)));
    let _ =
        Jrd::read(value).map(|jrd| (jrd.actor(), Step::after(&"a@b.example".parse().unwrap(), &jrd), jrd.to_value()));
    let _ = NodeInfo::read(value).map(|info| info.to_value());
    let _ = (WellKnown::read(value).to_value(), voices(value), proof::canonical(value));
    let _ = author_by_proof(value, |_| None);
    let _ = KeyHistory::read(value, "https://etla.example/c/etla");
}

/// Any JSON with the names that are looked for.
fn any_json() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec![
        "type",
        "id",
        "actor",
        "object",
        "name",
        "startTime",
        "location",
        "address",
        "url",
        "href",
        "tag",
        "proof",
        "attachment",
        "items",
        "first",
        "next",
        "links",
        "subject",
        "publicKey",
        "publicKeyPem",
        "assertionMethod",
        "oneOf",
        "replies",
        "attributedTo",
        "endpoints",
        "first",
        "successions",
        "generator",
        "implements",
        "usage",
    ]);
    let words = prop_oneof![
        prop::sample::select(vec![
            "Create",
            "Announce",
            "Event",
            "Note",
            "Group",
            "Question",
            "Undo",
            "Place",
            "OrderedCollectionPage",
            "https://peer.example/users/ana",
            "2026-11-28T10:00:00-06:00",
            "DataIntegrityProof",
            "z6Mk",
            "acct:a@b",
            "http://nodeinfo.diaspora.software/ns/schema/2.1",
            "self",
            "application/activity+json",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        words.prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((names.clone(), inner), 0..6)
                .prop_map(|pairs| pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
        ]
    })
}

fn now() -> Timestamp {
    time("2026-11-27T12:00:00Z")
}

fn header() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        // Pieces of both kinds of signatures in any order.
        prop::collection::vec(
            prop::sample::select(vec![
                "keyId=\"https://peer.example/a#k\"",
                "algorithm=\"rsa-sha256\"",
                "headers=\"(request-target) host date digest\"",
                "headers=\"(created)\"",
                "signature=\"AAAA\"",
                "created=1",
                "created=99999999999999999999",
                ",",
                "sig1=",
                "(",
                ")",
                "\"@method\"",
                "\"@path\"",
                "\"@target-uri\"",
                "\"content-digest\"",
                "\"host\"",
                ";created=1795780800",
                ";keyid=\"https://peer.example/a#k\"",
                ";alg=\"ed25519\"",
                ";expires=-1",
                ":AAAA:",
                "\"",
                "\\",
                ";sf",
                " ",
            ]),
            0..16,
        )
        .prop_map(|pieces| pieces.concat()),
    ]
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn any_signature_headers(
        signature in header(), input in prop::option::of(header()), digest in header(), content_digest in header(),
        date in prop_oneof![any::<String>(), Just("Fri, 27 Nov 2026 12:00:00 GMT".to_owned())],
        host in prop_oneof![any::<String>(), Just("etla.example".to_owned())],
        target in any::<String>(), body in any::<Vec<u8>>(),
    ) {
        let mut headers = HeaderMap::new();
        let pairs = [("signature", Some(signature)), ("signature-input", input), ("digest", Some(digest)),
            ("content-digest", Some(content_digest)), ("date", Some(date)), ("host", Some(host))];
        for (name, value) in pairs {
            if let Some(value) = value.and_then(|value| HeaderValue::from_bytes(value.as_bytes()).ok()) {
                headers.insert("accept-signature", value.clone());
                headers.insert(HeaderName::from_static(name), value);
            }
        }
        let _ = advertises_rfc9421(&headers);
        let request = Request { method: &Method::POST, target: &target, headers: &headers, body: &body };
        if let Ok(claim) = read(&request, &Policy::new("https://etla.example").unwrap(), now()) {
            let key = ActorKey { id: claim.key_id().to_string(), owner: "a".to_owned(), key: ed25519_key(1).public() };
            prop_assert!(claim.verify(&key, "a").is_err());
        }
    }

    #[test]
    fn any_change_of_a_signed_request_is_noticed(
        rfc9421 in any::<bool>(), rsa in any::<bool>(), index in any::<prop::sample::Index>(), bit in 0..8_u8,
        body in prop::collection::vec(any::<u8>(), 1..200), query in "[a-z]{0,3}",
    ) {
        let key = if rsa { rsa_key() } else { ed25519_key(1) };
        let url = format!("https://etla.example/inbox?{query}").parse().unwrap();
        let id = "https://peer.example/users/ana#key";
        let scheme = if rfc9421 { Scheme::Rfc9421 } else { Scheme::Cavage };
        let headers = Signer { key: &key, key_id: id }.sign(scheme, &Method::POST, &url, Some(&body), now()).unwrap();
        let target = format!("/inbox?{query}");
        let taken = |headers: &HeaderMap, target: &str, body: &[u8]| {
            let request = Request { method: &Method::POST, target, headers, body };
            let known = ActorKey { id: id.to_owned(), owner: "a".to_owned(), key: key.public() };
            read(&request, &Policy::new("https://etla.example").unwrap(), now()).and_then(|claim| claim.verify(&known, "a")).is_ok()
        };
        prop_assert!(taken(&headers, &target, &body));
        let mut changed = body.clone();
        *index.get_mut(&mut changed) ^= 1 << bit;
        prop_assert!(!taken(&headers, &target, &changed));
        let longer_target = format!("{target}x");
        prop_assert!(!taken(&headers, &longer_target, &body));
        // One character of one of the headers that say what is signed.
        let names: Vec<&HeaderName> = headers.keys().filter(|name| *name != "host").collect();
        let name = (*index.get(&names)).clone();
        let mut bytes = headers[&name].as_bytes().to_vec();
        let place = index.index(bytes.len());
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        let mut other = headers.clone();
        other.insert(name.clone(), HeaderValue::from_bytes(&bytes).unwrap());
        if !says_nothing(&headers, name.as_str(), place) {
            prop_assert!(!taken(&other, &target, &body), "{name}: {other:?}");
        }
    }

    #[test]
    fn any_json_is_read(value in any_json()) {
        read_as_everything(&value);
        let bytes = serde_json::to_vec(&value).unwrap();
        if let Ok(read) = json::read(&bytes, 1_000_000) {
            prop_assert_eq!(read, value);
        }
    }

    #[test]
    fn broken_fixtures_are_read(
        which in any::<prop::sample::Index>(), cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = which.get(&FIXTURES).clone();
        for (index, byte) in cuts {
            let place = index.index(bytes.len());
            match byte % 3 {
                0 => bytes[place] = byte,
                1 => drop(bytes.remove(place)),
                _ => bytes.insert(place, byte),
            }
        }
        if let Ok(value) = json::read(&bytes, 1_000_000) {
            read_as_everything(&value);
        }
    }

    #[test]
    fn any_text_is_read(text in any::<String>(), other in "[a-zA-Z0-9.@:/\\[\\]-]{0,40}") {
        for text in [&text, &other] {
            let _ = text.parse::<Account>().map(|account| {
                assert_eq!(account.to_string().parse::<Account>().unwrap(), account);
                account.lookup("https").unwrap()
            });
            let _ = (text.parse::<Resource>(), PublicKey::from_pem(text), PublicKey::from_multikey(text));
            let _ = (domain::normal(text), domain::of_url(text), is_activity_json(text));
            let _ = json::read(text.as_bytes(), 10_000);
            if let Some(normal) = domain::normal(text) {
                prop_assert_eq!(domain::normal(&normal), Some(normal.clone()));
                prop_assert!(domain::covers(&normal, text));
            }
        }
    }

    #[test]
    fn any_key_is_its_spellings(seed in any::<[u8; 32]>()) {
        let key = tequio_fediverse::key::SecretKey::from_ed25519_seed(&seed).public();
        prop_assert_eq!(&PublicKey::from_pem(&key.to_pem()).unwrap(), &key);
        prop_assert_eq!(&PublicKey::from_multikey(&key.to_multikey()).unwrap(), &key);
        prop_assert_eq!(&key.fingerprint().to_string().parse::<tequio_fediverse::key::Fingerprint>().unwrap(), &key.fingerprint());
    }

    #[test]
    fn any_document_is_proven(document in prop::collection::btree_map("[a-z@]{1,8}", any_json(), 0..6), other in any_json()) {
        let mut value: Value = document.into_iter().filter(|(name, _)| name != "proof").collect();
        proof::attach(&mut value, &ed25519_key(1), "did:key:x", now()).unwrap();
        // Through the wire and back.
        let value = json::read(&serde_json::to_vec(&value).unwrap(), 1_000_000).unwrap();
        let holds = |value: &Value| proof::read(value).is_ok_and(|proofs| proofs[0].verify(&ed25519_key(1).public()).is_ok());
        prop_assert!(holds(&value));
        let mut changed = value.clone();
        changed["x"] = other.clone();
        prop_assert_eq!(holds(&changed), value.get("x") == Some(&other));
    }

    #[test]
    fn any_event_is_written_and_read(event in event()) {
        prop_assert_eq!(Event::read(&event.to_value()).unwrap(), event);
    }
}

/// What may be changed, for nothing depends on it: the date beside RFC 9421's `created`; the spare bits of a byte
/// sequence's last digit, which structured fields let pass; and the name of cavage's `algorithm`, without which
/// the key says how it signs.
fn says_nothing(headers: &HeaderMap, name: &str, place: usize) -> bool {
    match headers.get("signature-input") {
        Some(_) => name == "date" || name == "signature" && headers[name].as_bytes().get(place + 1) == Some(&b'='),
        None => headers[name].to_str().unwrap().find("algorithm=").is_some_and(|at| (at..at + 9).contains(&place)),
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn any_bundle_with_something_broken(
        words in prop::collection::vec("[a-z ]{0,20}", 0..6),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4), noise in any::<Vec<u8>>(),
    ) {
        let source = "https://etla.example/c/etla";
        let pin = Pin::Key(ed25519_key(1).public());
        let manifest = Manifest {
            source: source.to_owned(), destination: None, before: Cursor::default(),
            keys: KeyHistory::new(ed25519_key(1).public()), created: now(),
        };
        let mut writer = Writer::new(Vec::new(), manifest).unwrap();
        for (index, words) in words.iter().enumerate() {
            let object = json!({ "type": "Note", "id": format!("{source}/n/{index}"), "content": words });
            let mut create = Activity::new(ActivityKind::Create, &format!("{source}/a/{index}"), source, Reference::Embedded(object));
            create.to = vec![AS_PUBLIC.to_owned()];
            let mut value = create.to_value();
            proof::attach(&mut value, &ed25519_key(1), &format!("{source}#ed25519"), now()).unwrap();
            writer.activity(&value).unwrap();
        }
        let bytes = writer.finish(&ed25519_key(1), now()).unwrap();
        let taken = |bytes: &[u8]| Opened::new(bytes).and_then(|opened| check(opened, &pin, &[], Cursor::default()));
        prop_assert_eq!(taken(&bytes).unwrap().fresh, u64::try_from(words.len()).unwrap());
        let mut broken = bytes.clone();
        for (index, byte) in cuts {
            let place = index.index(broken.len());
            match byte % 3 {
                0 => broken[place] = byte,
                1 => drop(broken.remove(place)),
                _ => broken.insert(place, byte),
            }
        }
        prop_assert!(taken(&broken).is_err() || broken == bytes);
        prop_assert!(taken(&noise).is_err());
        prop_assert!(taken(&[bytes, noise.clone()].concat()).is_err() || noise.is_empty());
    }
}

fn event() -> impl Strategy<Value = Event> {
    let text = || prop::option::of("[a-zñ ]{1,20}");
    let when = prop_oneof![
        (0..4_000_000_000_i64).prop_map(|second| When::Instant(Timestamp::from_second(second).unwrap())),
        (2000..2100_i16, 1..13_i8, 1..29_i8, 0..24_i8)
            .prop_map(|(y, m, d, h)| When::Local(jiff::civil::date(y, m, d).at(h, 0, 0, 0))),
    ];
    let place = (text(), prop::option::of(-90.0..90.0), prop::option::of(-180.0..180.0)).prop_map(
        |(name, latitude, longitude)| {
            Location::Place(Place {
                id: Some("https://p.example/1".to_owned()),
                name,
                latitude,
                longitude,
                ..Place::default()
            })
        },
    );
    let status = prop::sample::select(vec![Status::Confirmed, Status::Tentative, Status::Cancelled, Status::Postponed]);
    let mode = prop::option::of(prop::sample::select(vec![
        JoinMode::Free,
        JoinMode::Restricted,
        JoinMode::External,
        JoinMode::Invite,
        JoinMode::None,
    ]));
    let more = (
        status,
        mode,
        prop::option::of(1..1000_u64),
        prop::collection::vec("https://[a-z]{1,5}\\.example/", 0..3),
        any::<bool>(),
    );
    ("[a-z]{1,20}", text(), when.clone(), prop::option::of(when), prop::collection::vec(place, 0..3), more).prop_map(
        |(name, content, start, end, locations, (status, join_mode, capacity, people, online))| {
            let mut event = Event::new("https://e.example/1", &name, start);
            (event.content, event.end, event.locations, event.status) = (content, end, locations, status);
            (event.join_mode, event.capacity, event.organizers) = (join_mode, capacity, people.clone());
            event.attributed_to = people;
            if online {
                let url = "https://meet.example/".to_owned();
                event.locations.push(Location::Virtual(VirtualLocation { name: None, url }));
            }
            event
        },
    )
}
