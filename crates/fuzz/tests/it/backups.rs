// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Backup files: changed as a whole, and with changed lines below a seal that holds.

use std::io::{Read as _, Write as _};

use age::x25519::Identity;
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use tequio_fuzz::changed;
use tequio_node::{
    safekeeping::{backup::BackupError, restore},
    spine::log::Hash,
};

const DATA: &str = "{\"table\":{\"name\":\"communities\",\"columns\":[\"id\",\"name\"]}}\n{\"row\":[{\"b\":\"AAAA\"},\"Etla\"]}\n\
{\"row\":[null,true]}\n{\"table\":{\"name\":\"members\",\"columns\":[]}}\n{\"row\":[-1,{\"b\":\"\"}]}\n";
const KEYS: &str = "{\"node_key\":\"AAAA\"}\n{\"code\":\"sample\"}\n";

/// Lines as they lie in a backup.
fn sealed(lines: &[u8], to: &Identity) -> Vec<u8> {
    let recipient = to.to_public();
    let sealer = age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient)).unwrap();
    let mut packer = GzEncoder::new(sealer.wrap_output(Vec::new()).unwrap(), Compression::default());
    packer.write_all(lines).unwrap();
    packer.finish().unwrap().finish().unwrap()
}

fn packed(data: &[u8], keys: &[u8]) -> Vec<u8> {
    let hash = |bytes: &[u8]| Hash::of(bytes).to_string();
    let manifest = serde_json::json!({
        "format": 1, "schema": 1, "created": "2026-11-28T00:00:00Z", "parts": [hash(data), hash(keys)], "receipt": "",
    });
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in [("data.age", data), ("keys.age", keys), ("manifest.json", manifest.to_string().as_bytes())] {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        archive.append_data(&mut header, name, bytes).unwrap();
    }
    archive.into_inner().unwrap()
}

fn opened(bytes: &[u8], by: &Identity) -> Result<(), BackupError> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    restore::open(file.path(), by).map(drop)
}

#[test]
fn a_changed_backup_is_told_from_a_whole_one() {
    let custodian = Identity::generate();
    let whole = packed(&sealed(DATA.as_bytes(), &custodian), &sealed(KEYS.as_bytes(), &custodian));
    opened(&whole, &custodian).unwrap();
    bolero::check!().with_type::<(Vec<(u16, u8)>, Option<u16>)>().for_each(|(changes, cut)| {
        let _ = opened(&changed(&whole, changes, *cut), &custodian);
    });
}

/// Who holds the key could write anything below it.
#[test]
fn changed_lines_below_a_seal_are_read_without_harm() {
    let custodian = Identity::generate();
    let keys = sealed(KEYS.as_bytes(), &custodian);
    bolero::check!().with_type::<(Vec<(u16, u8)>, Option<u16>)>().for_each(|(changes, cut)| {
        let data = sealed(&changed(DATA.as_bytes(), changes, *cut), &custodian);
        let _ = opened(&packed(&data, &keys), &custodian);
    });
}

/// What a packer wrote, cut anywhere, is said to be incomplete or damaged, and never whole.
#[test]
fn packed_lines_that_end_too_soon_are_not_taken_for_whole() {
    let custodian = Identity::generate();
    let data = sealed(DATA.as_bytes(), &custodian);
    let mut plain = Vec::new();
    let opener = age::Decryptor::new(data.as_slice()).unwrap();
    GzDecoder::new(opener.decrypt(std::iter::once(&custodian as &dyn age::Identity)).unwrap())
        .read_to_end(&mut plain)
        .unwrap();
    assert_eq!(plain, DATA.as_bytes());
    bolero::check!().with_type::<u16>().for_each(|cut| {
        let data = &data[..usize::from(*cut) % data.len()];
        assert!(opened(&packed(data, &sealed(KEYS.as_bytes(), &custodian)), &custodian).is_err());
    });
}
