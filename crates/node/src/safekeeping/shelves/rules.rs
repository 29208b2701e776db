// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What may lie on a shelf, how much of it, and how long it stays as it is.

use jiff::civil::Date;

use crate::spine::world::{DAY, Micros};

/// How much a shelf holds if nobody says otherwise, and the most that can be said.
pub const USUAL: i64 = 5;
pub const MOST: i64 = 1000;
/// The bytes of a gigabyte, as pages say sizes.
pub const GIGABYTE: u64 = 1 << 30;
/// How many shelves a community keeps at once.
pub const SHELVES: i64 = 20;
/// The longest name of a shelf.
pub const NAME: usize = 80;

/// So long what was put there may be put there once more, otherwise. After that nobody who has the link changes it: whoever
/// breaks into a laptop finds its link there, and must not take the copies along.
pub const SETTLED: Micros = DAY;

/// After so long without anything new something is wrong.
pub const LATE: Micros = 8 * DAY;

/// The mark of its node and the day that the name of a daily backup says, if it is one.
pub fn dated(name: &str) -> Option<(&str, Date)> {
    let (mark, date) = name.strip_prefix("tequio-")?.strip_suffix(".backup")?.split_once('-')?;
    let is_mark = mark.len() == 8 && mark.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let is_date = date.len() == 10;
    (is_mark && is_date).then(|| Some((mark, date.parse().ok()?)))?
}

/// How many bytes say whether something begins as an encrypted backup does.
pub const HEAD: usize = CONTENT + AGE.len();
/// Where the first file of an archive begins, and what stands before: its name and its kind.
const CONTENT: usize = 512;
const FIRST: &[u8] = b"data.age\0";
const KIND: (usize, &[u8]) = (257, b"ustar");
/// What encrypted files begin with (age-encryption.org/v1).
const AGE: &[u8] = b"age-encryption.org/v1\n";

/// Whether these bytes, as far as they go, are the beginning of an encrypted backup: a shelf takes nothing else.
pub fn begins_as_backup(bytes: &[u8]) -> bool {
    [(0, FIRST), KIND, (CONTENT, AGE)].into_iter().all(|(place, wanted)| {
        let there = bytes.get(place..).unwrap_or_default();
        there.iter().zip(wanted).all(|(there, wanted)| there == wanted)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_daily_backups() {
        let (mark, date) = dated("tequio-0a1b2c3d-2026-11-24.backup").unwrap();
        assert_eq!((mark, date), ("0a1b2c3d", "2026-11-24".parse().unwrap()));
        for other in [
            "tequio-0a1b2c3d-2026-11-24",
            "tequio-0A1B2C3D-2026-11-24.backup",
            "tequio-0a1b2c3d-20261124.backup",
            "tequio-0a1b2c3d-2026-13-24.backup",
            "tequio-../../..-2026-11-24.backup",
            "tequio-0a1b2c3d-erased.txt",
            ".tequio-0a1b2c3d-2026-11-24.backup",
            "tequio-0a1b2c3d-2026-11-24.backup/x",
            "",
        ] {
            assert_eq!(dated(other), None, "{other}");
        }
    }

    #[test]
    fn what_is_no_backup_is_known_by_its_beginning() {
        let mut begin = vec![0; HEAD];
        for (place, bytes) in [(0, FIRST), KIND, (CONTENT, AGE)] {
            begin[place..place + bytes.len()].copy_from_slice(bytes);
        }
        assert!((0..=HEAD).all(|length| begins_as_backup(&begin[..length])));
        for place in [0, 8, 257, 512, HEAD - 1] {
            let mut other = begin.clone();
            other[place] ^= 1;
            assert!(!begins_as_backup(&other), "{place}");
            assert!(begins_as_backup(&other[..place]), "{place}");
        }
        assert!(!begins_as_backup(b"PK\x03\x04"));
    }
}
