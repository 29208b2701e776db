// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Sessions: which browser is whose. Operational: they are not in the log. Only a hash of the token is
//! kept, no address ever; each is good at one door, can be seen by its owner and ended.

pub mod factor;
pub mod pages;
pub(crate) mod store;
pub mod throttle;

use sha2::{Digest, Sha256};

use crate::{
    spine::{
        id::Id,
        passkeys,
        tokens::{self, Scopes},
        viewer::Viewer,
        world::{DAY, HOUR, Micros, World},
    },
    store::{Db, Result, Write, args},
};

/// A session ends when it was not used for so long.
pub const IDLE: Micros = 60 * DAY;

/// And when it began so long ago, however often it was used; browsers keep its cookie as long.
pub const LIFE: Micros = 180 * DAY;

/// A browser is forgotten when nobody came in with it for so long; browsers keep no cookie longer.
pub const KNOWN: Micros = 400 * DAY;

/// A session that a request belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// Its name, for ending it.
    pub id: Id,
    /// The community.
    pub community: Id,
    /// Who.
    pub member: Id,
    /// Whether a second factor was given.
    pub second_factor: bool,
    /// What it lets a program do that came in by a token; nothing for a person with a browser, who may do everything.
    pub scopes: Option<Scopes>,
}

/// What is kept of a token.
pub fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// A browser that comes in.
#[derive(Debug, Clone, Default)]
pub struct Browser {
    /// The door through which it comes.
    pub door: String,
    /// What it says it is.
    pub label: String,
    /// The token by which it is known, if somebody came in with it before.
    pub device: Option<String>,
    /// The token of the session that it has, if it has one.
    pub session: Option<String>,
}

impl Browser {
    /// Whether this member came in with it before.
    ///
    /// # Errors
    /// As the store says.
    pub async fn is_known_to(&self, tx: &mut Write, member: Id) -> Result<bool> {
        Ok(self.members(tx).await?.contains(&(member,)))
    }

    /// Who came in with it before.
    async fn members(&self, tx: &mut Write) -> Result<Vec<(Id,)>> {
        let Some(device) = &self.device else { return Ok(Vec::new()) };
        tx.all(&store::DEVICE, args![&hash(device)[..]]).await
    }
}

/// What only a browser keeps: of both, the store has a hash.
#[derive(Debug)]
pub struct Tokens {
    /// Opens the session.
    pub session: String,
    /// Opens nothing: by it the browser is known when somebody signs in with it again.
    pub device: String,
}

/// Opens a session in a transaction.
///
/// # Errors
/// As the store says.
pub async fn open(
    tx: &mut Write,
    world: &World,
    community: Id,
    member: Id,
    browser: &Browser,
    second_factor: bool,
) -> Result<Tokens> {
    // The one before is not left behind, open.
    if let Some(session) = &browser.session {
        tx.run(&store::REPLACE, args![&hash(session)[..]]).await?;
    }
    let token = || data_encoding::BASE64URL_NOPAD.encode(&world.bytes::<32>());
    let (session, now) = (token(), world.now());
    let row =
        args![&hash(&session)[..], world.id(), community, member, &browser.door, &browser.label, now, second_factor];
    tx.run(&store::OPEN, row).await?;
    // A token that we did not make is not taken on.
    let device = match &browser.device {
        Some(device) if !browser.members(tx).await?.is_empty() => device.clone(),
        _ => token(),
    };
    tx.run(&store::KEEP_DEVICE, args![&hash(&device)[..], member, now]).await?;
    Ok(Tokens { session, device })
}

/// Comes in as a member (with its community) who has shown otherwise who they are: with another passphrase, and without
/// the sessions, tokens, known browsers, second factor and passkeys of before. Also says whether they had one of the last two.
///
/// # Errors
/// As the store says.
pub async fn anew(
    tx: &mut Write,
    world: &World,
    (community, member): (Id, Id),
    passphrase: String,
    browser: &Browser,
) -> Result<(Tokens, bool)> {
    for statement in [&store::END_ALL, &tokens::store::END_ALL, &store::DROP_DEVICES] {
        tx.run(statement, args![member]).await?;
    }
    let factor: Option<(Vec<u8>, Option<Micros>, i64)> = tx.optional(&store::FACTOR, args![member]).await?;
    tx.run(&store::DROP_FACTOR, args![member]).await?;
    let passkeys = tx.run(&passkeys::store::END_ALL, args![member]).await?;
    tx.run(&store::SET_PASSPHRASE, args![member, community, passphrase, world.now()]).await?;
    let tokens = open(tx, world, community, member, browser, false).await?;
    Ok((tokens, passkeys > 0 || factor.is_some_and(|(_, confirmed_at, _)| confirmed_at.is_some())))
}

/// The session of a token at a door, if it is still good. Notes at most once an hour that it was used.
///
/// # Errors
/// As the store says.
pub async fn resume(db: &Db, world: &World, community: Id, door: &str, token: &str) -> Result<Option<Session>> {
    let now = world.now();
    let hash = hash(token);
    let mut reader = db.read(&Viewer::Node).await?;
    let row: Option<(Id, Id, Micros, bool)> =
        reader.optional(&store::RESUME, args![&hash[..], community, door, now - IDLE, now - LIFE]).await?;
    drop(reader);
    let Some((id, member, seen_at, second_factor)) = row else { return Ok(None) };
    if now - seen_at > HOUR {
        let mut tx = db.write().await?;
        tx.run(&store::SEEN, args![&hash[..], now]).await?;
        tx.commit().await?;
    }
    Ok(Some(Session { id, community, member, second_factor, scopes: None }))
}

/// What a browser says it is, in two words: enough for its owner to tell their devices apart.
pub fn label(user_agent: &str) -> String {
    let browser = ["Firefox", "Edg", "OPR", "Chrome", "Safari"].into_iter().find(|name| user_agent.contains(name));
    let system =
        ["Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux"].into_iter().find(|name| user_agent.contains(name));
    let browser = browser.map(|name| match name {
        "Edg" => "Edge",
        "OPR" => "Opera",
        other => other,
    });
    [browser, system].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
