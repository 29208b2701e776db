// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Guessing is slowed down: by account in the store, so that several processes agree, and by address only
//! as a salted hash in memory that is forgotten every hour. No address is stored.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use sha2::{Digest, Sha256};

use crate::{
    spine::world::{HOUR, MINUTE, Micros, World},
    store::{Result, Write, args},
};

use super::store;

/// Failures that cost nothing yet.
const FREE: i64 = 5;
/// The longest wait.
const LONGEST: Micros = 15 * MINUTE;
/// Tries that one address may make in an hour, all accounts together.
const PER_ADDRESS: u32 = 120;

/// How long to wait after so many failures in a row.
pub fn wait(failures: i64) -> Micros {
    let over = u32::try_from((failures - FREE).max(0)).unwrap_or(u32::MAX);
    if over == 0 { 0 } else { (30_000_000_i64 << over.min(10).saturating_sub(1)).min(LONGEST) }
}

/// The bucket of an account, existing or not: both are slowed alike.
pub fn bucket(purpose: &str, account: &[u8]) -> Vec<u8> {
    Sha256::new().chain_update(purpose).chain_update([0]).chain_update(account).finalize().to_vec()
}

/// Until when a bucket must wait, if it must.
///
/// # Errors
/// As the store says.
pub async fn waits(tx: &mut Write, bucket: &[u8], now: Micros) -> Result<Option<Micros>> {
    let row: Option<(i64, Micros)> = tx.optional(&store::THROTTLE, args![bucket]).await?;
    Ok(row.and_then(|(failures, until)| (failures > FREE && until > now).then_some(until)))
}

/// Notes a failure. Failures are forgotten an hour after the last one.
///
/// # Errors
/// As the store says.
pub async fn failed(tx: &mut Write, bucket: &[u8], now: Micros) -> Result<()> {
    let row: Option<(i64, Micros)> = tx.optional(&store::THROTTLE, args![bucket]).await?;
    let failures = row.filter(|(_, until)| *until > now - HOUR).map_or(0, |(failures, _)| failures) + 1;
    tx.run(&store::FAIL, args![bucket, failures, now + wait(failures)]).await?;
    Ok(())
}

/// Forgets the failures of a bucket.
///
/// # Errors
/// As the store says.
pub async fn relieve(tx: &mut Write, bucket: &[u8]) -> Result<()> {
    tx.run(&store::RELIEVE, args![bucket]).await?;
    Ok(())
}

/// Tries by address: salted hashes, in memory, for an hour.
#[derive(Debug, Default)]
pub struct Addresses(Mutex<Window>);

#[derive(Debug, Default)]
struct Window {
    began: Micros,
    salt: [u8; 16],
    tries: HashMap<[u8; 8], u32>,
}

impl Addresses {
    /// Counts a try and says whether there were too many. This machine's own address is not counted: behind a
    /// proxy it stands for everybody, and accounts are slowed each by itself anyway.
    pub fn too_many(&self, world: &World, address: IpAddr) -> bool {
        if address.is_loopback() {
            return false;
        }
        let mut window = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if world.now() - window.began > HOUR {
            *window = Window { began: world.now(), salt: world.bytes(), tries: HashMap::new() };
        }
        let digest = Sha256::new().chain_update(window.salt).chain_update(address.to_string()).finalize();
        let Some(key) = digest.first_chunk::<8>() else { return false };
        let tries = window.tries.entry(*key).or_default();
        *tries = tries.saturating_add(1);
        *tries > PER_ADDRESS
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::spine::world::ManualClock;

    #[test]
    fn waiting_doubles_and_has_an_end() {
        assert_eq!((0..=FREE).map(wait).max(), Some(0));
        assert_eq!(wait(FREE + 1), 30_000_000);
        assert_eq!(wait(FREE + 2), 60_000_000);
        assert_eq!(wait(1_000_000), LONGEST);
    }

    #[test]
    fn an_address_is_forgotten_after_an_hour() {
        let clock = Arc::new(ManualClock::at(2 * HOUR));
        let world = World::seeded(clock.clone(), [1; 32]);
        let (addresses, ip) = (Addresses::default(), "192.0.2.1".parse().unwrap());
        assert!((0..PER_ADDRESS).all(|_| !addresses.too_many(&world, ip)));
        assert!(addresses.too_many(&world, ip));
        assert!(!addresses.too_many(&world, "192.0.2.2".parse().unwrap()));
        assert!((0..=PER_ADDRESS).all(|_| !addresses.too_many(&world, "127.0.0.1".parse().unwrap())));
        clock.advance(HOUR + 1);
        assert!(!addresses.too_many(&world, ip));
    }
}
