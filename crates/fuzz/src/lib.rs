// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What reads strangers' bytes, given bytes that nobody thought of: calendars, Markdown, cookies and forms, identifiers,
//! uploads, records of the log, backups. A second each, with the same chance every time; `./check --long` takes ten minutes
//! for each, and another chance. The configuration's place is beside the program's own (`crates/tequio/src/config.rs`).

/// A sample with some of its bytes changed, and cut off: what a random start would never reach.
pub fn changed(sample: &[u8], changes: &[(u16, u8)], cut: Option<u16>) -> Vec<u8> {
    let mut bytes = sample.to_vec();
    let length = bytes.len().max(1);
    for (at, byte) in changes {
        if let Some(there) = bytes.get_mut(usize::from(*at) % length) {
            *there = *byte;
        }
    }
    bytes.truncate(cut.map_or(usize::MAX, |cut| usize::from(cut) % length));
    bytes
}
