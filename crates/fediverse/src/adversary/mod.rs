// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Attacks that were seen in the wild, each stopped by a guard and shown to succeed without it.
//!
//! An attack is a function that says whether it succeeded. [`stopped_by`] runs it twice: as the crate
//! is, and with one [`Guard`] taken away. So a guard that does nothing, or an attack that could not
//! succeed anyway, fails the test.
//!
//! The numbers in the tests' names are those of this list of what has befallen others:
//!
//! | | what was done | where it is tested |
//! |---|---|---|
//! | 1 | a key signs for another actor (CVE-2025-54888) | `requests`, `objects` |
//! | 2 | ids and embedded objects of another server (CVE-2024-23832) | `objects` |
//! | 3 | an uploaded file is read as an activity (GHSA-jhrq-qvrm-qr36) | `fetching` |
//! | 4 | target, host, date or digest are not signed (CVE-2026-28432) | `requests` |
//! | 5 | replays; no, old, future or malformed dates | `requests`; after a restart: the node |
//! | 6 | a missing, unsigned or false digest | `requests` |
//! | 7 | a signed request is sent on to another host or path | `requests` |
//! | 8 | `keyId` makes the server knock anywhere | `requests`, `fetching` |
//! | 9 | special addresses (CVE-2026-33693, CVE-2026-22245) | `fetching` |
//! | 10 | a name that leads elsewhere the second time | `fetching` |
//! | 11 | redirects to special addresses, or without end (CVE-2026-34148) | `fetching` |
//! | 12 | NodeInfo and WebFinger link to `data:` or loopback (CVE-2026-62857) | `names`, `fetching` |
//! | 13 | WebFinger answers with somebody else's name | `names` |
//! | 14 | signed JSON is rearranged, trimmed, doubled, deeply nested (CVE-2026-46349) | `objects` |
//! | 15 | dripping bodies, gzip bombs (CVE-2023-36461) | `fetching`; images: the node |
//! | 16 | script in `content` | the node, which shows it |
//! | 17 | lists and pages without end (CVE-2026-23962) | `objects`, `fetching` |
//! | 18 | storms of Deletes | `objects` |
//! | 19 | inboxes that always fail fill the queue | the node |
//! | 20 | a changed key, and failing signatures that make it be fetched | `requests` |
//! | 21 | blocks evaded by subdomain, dot or boost (CVE-2026-23961) | `objects`; before anything is fetched: the node |
//! | 22 | a Follow counts before its Accept | the node |
//! | 23 | a link is fetched by hundreds of servers at once | the node |
//! | 24 | replies to a full event, twice, or for somebody else | the node |

mod bundles;
mod fetching;
mod names;
mod objects;
mod requests;
pub(crate) mod server;

use crate::guard::{Guard, REMOVED};
use crate::key::SecretKey;

/// Gives the guard back whatever happens.
struct Removal;

impl Removal {
    fn of(guard: Guard) -> Removal {
        REMOVED.set(Some(guard));
        Removal
    }
}

impl Drop for Removal {
    fn drop(&mut self) {
        REMOVED.set(None);
    }
}

/// Runs an attack with and without its guard.
fn stopped_by(guard: Guard, attack: impl Fn() -> bool) {
    assert!(!attack(), "{guard:?} does not stop the attack");
    let removal = Removal::of(guard);
    let succeeded = attack();
    drop(removal);
    assert!(succeeded, "the attack fails even without {guard:?}: something else stops it");
}

/// The same for an attack over the network; it stays on one thread, and so do its guards.
fn network_stopped_by<F: Future<Output = bool>>(guard: Guard, attack: impl Fn() -> F) {
    stopped_by(guard, || {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(attack())
    });
}

pub(crate) fn rsa_key() -> SecretKey {
    SecretKey::from_rsa_pkcs8(include_bytes!("../../tests/data/rsa-2048.pk8")).unwrap()
}

/// An Ed25519 key of which there are as many as bytes.
pub(crate) fn ed25519_key(seed: u8) -> SecretKey {
    SecretKey::from_ed25519_seed(&[seed; 32])
}

/// A guard that no attack tries is decoration.
#[test]
fn every_guard_is_attacked() {
    let attacks = [
        include_str!("requests.rs"),
        include_str!("objects.rs"),
        include_str!("fetching.rs"),
        include_str!("names.rs"),
        include_str!("bundles.rs"),
    ]
    .concat();
    for guard in Guard::ALL {
        assert!(attacks.contains(&format!("stopped_by(Guard::{guard:?}, ")), "{guard:?}");
    }
}
