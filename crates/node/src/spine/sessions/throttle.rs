// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Guessing is slowed down without keeping out the honest (ADR 7): by the browser where it is known, else by account
//! and place, in the store so that several processes agree. A try is counted before anything of it is looked at, and
//! given back when it goes well: many at once are no more than the same many one after the other. A place is an address
//! as a salted hash; the salt is in memory only and forgotten every hour. No address is stored.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

use sha2::{Digest, Sha256};

use crate::{
    spine::{
        id::Id,
        refusal::{Kind, Refusal, Result},
        world::{HOUR, MINUTE, Micros, World},
    },
    store::{Write, args},
    web::client::network,
};

use super::store;

/// Failures that cost nothing yet.
const FREE: i64 = 5;
/// Failures on one account that cost nothing yet, from everywhere but known browsers.
const FREE_EVERYWHERE: i64 = 60;
/// The longest wait.
const LONGEST: Micros = 15 * MINUTE;
/// Tries that one address may make in an hour, all accounts together.
const PER_ADDRESS: u32 = 120;

/// How long to wait after so many failures in a row, of which `free` cost nothing.
fn wait(failures: i64, free: i64) -> Micros {
    let over = u32::try_from((failures - free).max(0)).unwrap_or(u32::MAX);
    if over == 0 { 0 } else { (30_000_000_i64 << over.min(10).saturating_sub(1)).min(LONGEST) }
}

/// Failures of a kind: a hash of what they are counted by, and how many cost nothing.
#[derive(Debug)]
struct Bucket {
    key: Vec<u8>,
    free: i64,
}

impl Bucket {
    fn new(purpose: &str, by: &[&[u8]], free: i64) -> Self {
        let hash = Sha256::new().chain_update(purpose).chain_update([0]);
        Self { key: by.iter().fold(hash, |hash, part| hash.chain_update(part)).finalize().to_vec(), free }
    }
}

/// A try to come in, and what it is counted by. ADR 7 says why.
#[derive(Debug)]
pub struct Try {
    own: Bucket,
    account: Option<Bucket>,
}

impl Try {
    /// With a browser with which this member came in before: what others try elsewhere does not slow it down.
    pub fn with_device(member: Id, device: &str) -> Self {
        let by: [&[u8]; 2] = [member.as_bytes(), device.as_bytes()];
        Self { own: Bucket::new("device", &by, FREE), account: None }
    }

    /// With any other browser: by account, existing or not, and `place` (from [`Addresses::place`]); and by the account
    /// alone, so that many places together do not guess on.
    pub fn with_name(account: &[u8], place: [u8; 8]) -> Self {
        Self {
            own: Bucket::new("sign-in", &[&place, account], FREE),
            account: Some(Bucket::new("account", &[account], FREE_EVERYWHERE)),
        }
    }

    /// By somebody who is in already and says their passphrase again.
    pub fn confirming(member: Id) -> Self {
        Self { own: Bucket::new("confirm", &[member.as_bytes()], FREE), account: None }
    }

    /// By somebody who is in already and gives a code of their second factor. Only a right code takes these failures
    /// back: whoever knows the passphrase does not guess on by saying it again.
    pub fn with_code(member: Id) -> Self {
        Self { own: Bucket::new("code", &[member.as_bytes()], FREE), account: None }
    }

    /// Counts it as failed, in `tx`, which is committed: only then may it be looked at whether it is right. Failures are
    /// forgotten an hour after the last one.
    ///
    /// # Errors
    /// A refusal (`message`) when it must wait; nothing is counted then. Or as the store says.
    pub async fn begin(self, mut tx: Write, now: Micros, message: &'static str) -> Result<Counted> {
        let own = count(&mut tx, &self.own, now).await?;
        // Always in this order, so that two that hold one each never wait for each other.
        let account = match &self.account {
            Some(account) if own.is_some() => count(&mut tx, account, now).await?,
            _ => own,
        };
        let Some(before) = account else {
            tx.rollback().await?;
            return Err(Refusal::new(Kind::TooMany, message).into());
        };
        tx.commit().await?;
        Ok(Counted { own: self.own, account: self.account.map(|account| (account, before)) })
    }
}

/// How often something failed, and until when the next try waits.
type Failures = (i64, Micros);

/// Counts one more failure of a kind, unless it must wait. Gives what there was before.
async fn count(tx: &mut Write, bucket: &Bucket, now: Micros) -> Result<Option<Failures>> {
    // The row is there and held from here on: whoever counts the same waits for its turn, on either engine.
    let row: Option<Failures> = tx.optional(&store::HOLD, args![&bucket.key[..], now]).await?;
    let (failures, until) = row.filter(|(_, until)| *until > now - HOUR).unwrap_or((0, now));
    if failures > bucket.free && until > now {
        return Ok(None);
    }
    let waits_until = now + wait(failures + 1, bucket.free);
    tx.run(&store::FAIL, args![&bucket.key[..], failures + 1, waits_until]).await?;
    Ok(Some((failures, until)))
}

/// A try that is counted as failed. Dropped, it stays so.
#[derive(Debug)]
#[must_use = "what is not given back was a failure"]
pub struct Counted {
    own: Bucket,
    account: Option<(Bucket, Failures)>,
}

impl Counted {
    /// Forgets its own failures, because it went well. Those of everywhere are somebody else's: of these only this one
    /// is given back.
    ///
    /// # Errors
    /// As the store says.
    pub async fn went_well(self, tx: &mut Write) -> Result<()> {
        tx.run(&store::RELIEVE, args![&self.own.key[..]]).await?;
        if let Some((account, (failures, until))) = self.account {
            tx.run(&store::GIVE_BACK, args![&account.key[..], failures + 1, until]).await?;
        }
        Ok(())
    }
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
        if address.to_canonical().is_loopback() {
            return false;
        }
        let mut window = self.window(world);
        let key = place(&window.salt, address);
        let tries = window.tries.entry(key).or_default();
        *tries = tries.saturating_add(1);
        *tries > PER_ADDRESS
    }

    /// What stands for an address until the salt is forgotten. This machine's own and an unknown one are one place.
    pub fn place(&self, world: &World, address: Option<IpAddr>) -> [u8; 8] {
        match address {
            Some(address) if !address.to_canonical().is_loopback() => place(&self.window(world).salt, address),
            _ => [0; 8],
        }
    }

    /// The same for telling what comes from one place; nothing where all come from this machine, as behind a proxy.
    pub fn shared(&self, world: &World, address: Option<IpAddr>) -> Option<[u8; 16]> {
        let place = Some(self.place(world, address)).filter(|place| *place != [0; 8])?;
        let mut whole = [0; 16];
        whole.iter_mut().zip(place).for_each(|(slot, byte)| *slot = byte);
        Some(whole)
    }

    fn window(&self, world: &World) -> MutexGuard<'_, Window> {
        let mut window = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if world.now() - window.began > HOUR {
            *window = Window { began: world.now(), salt: world.bytes(), tries: HashMap::new() };
        }
        window
    }
}

/// A salted hash of an address.
fn place(salt: &[u8; 16], address: IpAddr) -> [u8; 8] {
    let digest = Sha256::new().chain_update(salt).chain_update(network(address).to_be_bytes()).finalize();
    digest.first_chunk().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::spine::world::ManualClock;

    #[test]
    fn waiting_doubles_and_has_an_end() {
        assert_eq!((0..=FREE).map(|failures| wait(failures, FREE)).max(), Some(0));
        assert_eq!(wait(FREE + 1, FREE), 30_000_000);
        assert_eq!(wait(FREE + 2, FREE), 60_000_000);
        assert_eq!(wait(1_000_000, FREE), LONGEST);
    }

    #[test]
    fn a_place_is_no_address_and_is_another_after_an_hour() {
        let clock = Arc::new(ManualClock::at(2 * HOUR));
        let world = World::seeded(clock.clone(), [1; 32]);
        let addresses = Addresses::default();
        let place = |address: &str| addresses.place(&world, Some(address.parse().unwrap()));
        let first = place("192.0.2.1");
        assert_eq!(first, place("192.0.2.1"));
        assert_ne!(first, place("192.0.2.2"));
        assert_eq!(place("2001:db8::1"), place("2001:db8::ffff"), "one network is one place");
        assert_ne!(place("2001:db8::1"), place("2001:db8:0:1::1"));
        assert_eq!(place("::ffff:192.0.2.1"), first, "IPv4 by a socket for both");
        assert_ne!(place("::ffff:192.0.2.2"), first);
        for own in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(place(own), addresses.place(&world, None), "{own}");
        }
        clock.advance(HOUR + 1);
        assert_ne!(first, place("192.0.2.1"));
    }

    #[test]
    fn an_address_is_forgotten_after_an_hour() {
        let clock = Arc::new(ManualClock::at(2 * HOUR));
        let world = World::seeded(clock.clone(), [1; 32]);
        let (addresses, ip) = (Addresses::default(), "192.0.2.1".parse().unwrap());
        assert!((0..PER_ADDRESS).all(|_| !addresses.too_many(&world, ip)));
        assert!(addresses.too_many(&world, ip));
        assert!(addresses.too_many(&world, "::ffff:192.0.2.1".parse().unwrap()));
        assert!(!addresses.too_many(&world, "192.0.2.2".parse().unwrap()));
        assert!((0..=PER_ADDRESS).all(|_| !addresses.too_many(&world, "127.0.0.1".parse().unwrap())));
        clock.advance(HOUR + 1);
        assert!(!addresses.too_many(&world, ip));
    }
}
