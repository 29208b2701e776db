// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Files that people send, and their names.

use axum::http::HeaderValue;
use tequio_node::spine::attachments::{
    picture::{THUMBNAIL, renew},
    rules::{Kind, Sent, clean_name, disposition, sniff},
};

/// How files of each kind begin, so that chance comes further than to them.
const BEGINNINGS: [&[u8]; 8] = [
    b"",
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    b"GIF89a",
    b"RIFF\0\0\0\0WEBPVP8 ",
    b"%PDF-1.7\n",
    b"<!DOCTYPE html><html>",
    b"PK\x03\x04",
];

/// Whatever is sent is shown as what it is or offered to be kept, never as a page.
#[test]
fn any_file_has_a_kind_and_a_name_that_fits_a_header() {
    bolero::check!().with_type::<(String, u8, Vec<u8>)>().for_each(|(name, beginning, rest)| {
        let bytes = [BEGINNINGS[usize::from(*beginning) % BEGINNINGS.len()], rest].concat();
        let kind = match sniff(name, &bytes) {
            Sent::Picture(format) => {
                let Ok(picture) = renew(&bytes, format) else { return };
                // What is kept is a picture of the kind that it is said to be.
                let Sent::Picture(_) = sniff("", &picture.bytes) else { panic!("{:?}", picture.kind) };
                assert!(picture.thumbnail.is_none() || picture.width.max(picture.height) > THUMBNAIL);
                picture.kind
            }
            Sent::Pdf => Kind::Pdf,
            Sent::Other => Kind::Other,
            Sent::UnknownPicture => return,
        };
        let name = clean_name(name, kind);
        assert!(!name.is_empty() && !name.contains(['/', '\\', '\r', '\n', '\0']), "{name:?}");
        HeaderValue::from_str(&disposition(kind, &name)).unwrap();
    });
}
