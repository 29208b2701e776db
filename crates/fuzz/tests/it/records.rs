// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Records of a log, as they come from a backup or from another node.

use ed25519_dalek::Signer as _;
use tequio_fuzz::changed;
use tequio_node::spine::{
    event::Event,
    id::Id,
    keys::CommunitySecret,
    log::{Actor, Chain, Hash, Record, record::VERSION},
};

fn id(number: u8) -> Id {
    Id::at(1_790_000_000_000_000, &[number; 10])
}

/// The first record of a log, and whose it is.
fn sample() -> (Vec<u8>, CommunitySecret) {
    let secret = CommunitySecret::from_seed(&[7; 32]).unwrap();
    let record = Record {
        v: VERSION,
        community: id(1),
        seq: 1,
        prev: Hash::START,
        at: 1_790_000_000_000_000,
        actor: Actor::Member(id(2)),
        command: "sample".to_owned(),
        key: id(3),
        subject: Some(id(4)),
        events: Vec::<Event>::new(),
    };
    (serde_json::to_vec(&record).unwrap(), secret)
}

fn signed(secret: &CommunitySecret, hash: &Hash) -> [u8; 64] {
    secret.signing().sign(&hash.0).to_bytes()
}

/// Whatever a signature stands below is a record that continues the log, or is told what is wrong with it.
#[test]
fn a_changed_record_is_read_without_harm() {
    let (sample, secret) = sample();
    bolero::check!().with_type::<(Vec<(u16, u8)>, Option<u16>)>().for_each(|(changes, cut)| {
        let bytes = changed(&sample, changes, *cut);
        let hash = Hash::of(&bytes);
        let mut chain = Chain::start(id(1), &secret.public()).unwrap();
        if let Ok(record) = chain.next(1, &bytes, &hash.0, &signed(&secret, &hash)) {
            assert_eq!((record.seq, record.prev, chain.head()), (1, Hash::START, hash));
            let again: Record = serde_json::from_slice(&serde_json::to_vec(&record).unwrap()).unwrap();
            assert_eq!(again, record);
        }
        // Another's signature lets nothing in.
        let stranger = CommunitySecret::from_seed(&[8; 32]).unwrap();
        let mut chain = Chain::start(id(1), &secret.public()).unwrap();
        assert!(chain.next(1, &bytes, &hash.0, &signed(&stranger, &hash)).is_err());
    });
}

/// What happened, of which a record is full, is read from any text that looks alike.
#[test]
fn any_text_is_an_event_or_not() {
    bolero::check!().with_type::<String>().for_each(|text| {
        if let Ok(event) = serde_json::from_str::<Event>(text) {
            let written = serde_json::to_string(&event).unwrap();
            assert_eq!(serde_json::from_str::<Event>(&written).unwrap(), event);
        }
    });
}
