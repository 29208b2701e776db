// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Attacks by what an activity says: cases 2, 14, 17, 18, 21.

use serde_json::{Value, json};

use super::{ed25519_key, stopped_by};
use crate::guard::Guard;
use crate::inbox::{About, Accepted, author_by_proof, is_strangers_delete, voices};
use crate::key::PublicKey;
use crate::proof::Proof;
use crate::signature::ActorKey;
use crate::vocabulary::{Activity, Question};
use crate::{domain, json, proof};

const ANA: &str = "https://peer.example/users/ana";

fn create(id: &str, object: Value) -> Value {
    json!({ "type": "Create", "id": id, "actor": ANA, "object": object })
}

fn note(id: &str, author: &str) -> Value {
    json!({ "type": "Note", "id": id, "attributedTo": author, "content": "Hola" })
}

#[test]
fn honest_activities_are_accepted() {
    let value = create("https://peer.example/a/1", note("https://peer.example/n/1", ANA));
    let accepted = Accepted::new(&value, ANA).unwrap();
    assert_eq!(accepted.key(), "https://peer.example/a/1");
    assert_eq!(accepted.about(), About::Own(&value["object"]));
    // A Follow, and the Undo that embeds it without an id of its own, as snac does.
    let follow = json!({ "type": "Follow", "actor": ANA, "object": "https://etla.example/c/etla" });
    assert!(Accepted::new(&follow, ANA).unwrap().key().starts_with("sha256:"));
    let undo = json!({ "type": "Undo", "id": "https://peer.example/a/2", "actor": ANA, "object": follow });
    assert!(matches!(Accepted::new(&undo, ANA).unwrap().about(), About::Own(_)));
}

#[test]
fn case_01_somebody_else_is_the_actor() {
    stopped_by(Guard::KeyOwner, || {
        let value = create("https://peer.example/a/1", note("https://peer.example/n/1", ANA));
        Accepted::new(&value, "https://peer.example/users/eve").is_ok()
    });
}

#[test]
fn case_02_the_activitys_id_is_another_servers() {
    stopped_by(Guard::IdOrigin, || {
        let value = create("https://etla.example/a/1", note("https://peer.example/n/1", ANA));
        Accepted::new(&value, ANA).is_ok()
    });
}

#[test]
fn case_02_the_object_is_another_servers() {
    for object in [
        note("https://etla.example/n/1", ANA),
        note("https://peer.example/n/1", "https://etla.example/users/eva"),
        json!("https://etla.example/n/1"),
    ] {
        stopped_by(Guard::EmbeddedOrigin, || {
            Accepted::new(&create("https://peer.example/a/1", object.clone()), ANA).is_ok()
        });
    }
    for kind in ["Delete", "Update", "Move"] {
        stopped_by(Guard::EmbeddedOrigin, || {
            let value = json!({
                "type": kind, "id": "https://peer.example/a/1", "actor": ANA,
                "object": { "type": "Tombstone", "id": "https://etla.example/n/1" },
                "target": "https://peer.example/users/eve",
            });
            Accepted::new(&value, ANA).is_ok()
        });
    }
}

/// What a boost embeds is its sender's word about somebody else's thing.
#[test]
fn case_02_an_announced_object_is_not_believed() {
    stopped_by(Guard::EmbeddedOrigin, || {
        let value = json!({
            "type": "Announce", "id": "https://peer.example/a/1", "actor": ANA,
            "object": note("https://etla.example/n/1", "https://etla.example/users/eva"),
        });
        matches!(Accepted::new(&value, ANA).unwrap().about(), About::Own(_))
    });
}

#[test]
fn case_02_somebody_elses_follow_is_undone() {
    stopped_by(Guard::UndoOwn, || {
        let value = json!({
            "type": "Undo", "id": "https://peer.example/a/1", "actor": ANA,
            "object": { "type": "Follow", "id": "https://peer.example/f/1",
                        "actor": "https://peer.example/users/eve", "object": "https://etla.example/c/etla" },
        });
        Accepted::new(&value, ANA).is_ok()
    });
}

fn keys(owner: &'static str, key: PublicKey) -> impl Fn(&Proof) -> Option<ActorKey> {
    move |proof| Some(ActorKey { id: proof.verification_method.clone(), owner: owner.to_owned(), key: key.clone() })
}

fn proven() -> Value {
    let mut value = create("https://peer.example/a/1", note("https://peer.example/n/1", ANA));
    value["@context"] = json!("https://www.w3.org/ns/activitystreams");
    let at = "2026-11-27T12:00:00Z".parse().unwrap();
    proof::attach(&mut value, &ed25519_key(1), "https://peer.example/users/ana#ed25519", at).unwrap();
    value
}

#[test]
fn case_14_nothing_of_a_proven_document_can_be_changed() {
    let find = || keys(ANA, ed25519_key(1).public());
    let value = proven();
    assert_eq!(author_by_proof(&value, find()).unwrap(), ANA);
    let mut trimmed = value.clone();
    trimmed["object"].as_object_mut().unwrap().remove("attributedTo");
    let mut added = value.clone();
    added["object"]["inReplyTo"] = json!("https://etla.example/n/1");
    let mut moved = value.clone();
    let content = moved["object"].as_object_mut().unwrap().remove("content").unwrap();
    moved["content"] = content;
    let mut retyped = value.clone();
    retyped["type"] = json!("Announce");
    let mut earlier = value.clone();
    earlier["proof"]["created"] = json!("2026-01-01T00:00:00Z");
    for changed in [trimmed, added, moved, retyped, earlier] {
        assert!(author_by_proof(&changed, find()).is_err(), "{changed}");
    }
    // The order of members and white space are not part of what is said.
    let text = serde_json::to_string_pretty(&value).unwrap();
    assert!(author_by_proof(&json::read(text.as_bytes(), 10_000).unwrap(), find()).is_ok());
}

#[test]
fn case_14_a_proof_by_another_actors_key() {
    stopped_by(Guard::KeyOwner, || {
        author_by_proof(&proven(), keys("https://peer.example/users/eve", ed25519_key(1).public())).is_ok()
    });
}

#[test]
fn case_14_a_proof_for_another_purpose() {
    stopped_by(Guard::ProofPurpose, || {
        let mut value = proven();
        // Signed for another purpose by the same key.
        let mut config = value["proof"].as_object().unwrap().clone();
        config.remove("proofValue");
        config.insert("proofPurpose".to_owned(), json!("authentication"));
        let mut bare = value.as_object().unwrap().clone();
        bare.remove("proof");
        let hash = |value: &Value| {
            use sha2::Digest as _;
            sha2::Sha256::digest(proof::canonical(value).unwrap()).to_vec()
        };
        let both = [hash(&config.clone().into()), hash(&bare.into())].concat();
        let signature = crate::key::to_multibase(&ed25519_key(1).sign(&both).unwrap());
        config.insert("proofValue".to_owned(), signature.into());
        value["proof"] = config.into();
        author_by_proof(&value, keys(ANA, ed25519_key(1).public())).is_ok()
    });
}

/// The suite would let contexts be added after signing, which give other meanings to the same words.
#[test]
fn case_14_a_context_is_exchanged() {
    stopped_by(Guard::ProofContext, || {
        let mut value = proven();
        value["@context"] = json!(["https://www.w3.org/ns/activitystreams", { "content": "as:summary" }]);
        proof::read(&value).is_ok()
    });
}

#[test]
fn case_14_a_member_stands_there_twice() {
    stopped_by(Guard::UniqueKeys, || json::read(br#"{"actor":"a","object":{"id":1,"id":2}}"#, 100).is_ok());
}

#[test]
fn case_14_nesting_without_end() {
    stopped_by(Guard::Depth, || {
        let text = format!(r#"{{"a":{}{}}}"#, "[".repeat(40), "]".repeat(40));
        json::read(text.as_bytes(), 1000).is_ok()
    });
    // Far deeper than a stack would bear.
    let deep = format!(r#"{{"a":{}"#, "[".repeat(1_000_000));
    assert!(json::read(deep.as_bytes(), 2_000_000).is_err());
    assert!(json::read(br#"{"a":1} {"#, 100).is_err());
    assert!(json::read(br#"{"a":1}"#, 6).is_err());
}

#[test]
fn case_17_choices_without_end() {
    stopped_by(Guard::ListLength, || {
        let choices: Vec<Value> =
            (0..10_000).map(|index| json!({ "type": "Note", "name": index.to_string() })).collect();
        let value = json!({ "type": "Question", "id": "https://peer.example/q/1", "oneOf": choices });
        Question::read(&value).unwrap().choices.len() > 1000
    });
}

#[test]
fn case_18_strangers_are_deleted_everywhere() {
    stopped_by(Guard::StrangerDeletes, || {
        let delete =
            json!({ "type": "Delete", "id": "https://peer.example/users/ana#delete", "actor": ANA, "object": ANA });
        let delete = Activity::read(&delete).unwrap();
        assert!(!is_strangers_delete(&delete, true), "whom we know, we do delete");
        !is_strangers_delete(&delete, false)
    });
}

#[test]
fn case_21_a_block_covers_what_lies_below() {
    stopped_by(Guard::SubdomainBlocked, || !domain::covers("bad.example", "mail.bad.example"));
    for host in ["bad.example", "BAD.example.", "bad.EXAMPLE..", "a.b.bad.example"] {
        assert!(domain::covers("bad.example", host), "{host}");
    }
    assert!(domain::covers("xn--maana-pta.example", "mañana.example"));
    assert!(domain::covers("192.0.2.7", "192.0.2.7"));
    assert_eq!(domain::covering("10.0.2.7"), ["10.0.2.7"], "an address has nothing above it");
    for host in ["notbad.example", "example", "bad.example.org", ""] {
        assert!(!domain::covers("bad.example", host), "{host}");
    }
}

#[test]
fn case_21_a_boost_carries_the_words_of_who_is_blocked() {
    stopped_by(Guard::BoostedBlocked, || {
        let boost = json!({
            "type": "Announce", "id": "https://peer.example/a/1", "actor": ANA,
            "object": { "type": "Note", "id": "https://cdn.example/n/1", "attributedTo": "https://BAD.example./users/eve" },
        });
        !hosts(&boost).contains("bad.example")
    });
    let by_id = json!({ "type": "Announce", "id": "https://peer.example/a/1", "actor": ANA, "object": "https://bad.example/n/1" });
    assert_eq!(hosts(&by_id), ["bad.example", "peer.example"].map(str::to_owned).into());
}

fn hosts(value: &Value) -> std::collections::BTreeSet<String> {
    voices(value).iter().filter_map(|id| domain::of_url(id)).collect()
}
