// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Founding: a one-time link of the node, and everything that comes into being with it in one transaction.

use crate::{
    spine::{
        command::{Caller, Core},
        id::Id,
        log::Actor,
        members::{self, IssueRecoveryCodes},
        refusal::{Kind, Refusal, Result, not_found},
        sessions::{self, Browser, Tokens},
        world::{DAY, Micros},
    },
    store::args,
};

use super::{Found, store};

/// How long a founding link is good.
const LINK_LASTS: Micros = 30 * DAY;

/// Makes a link and gives its token; only a hash is kept. One that is made `at_start` of an empty node takes the
/// place of those of earlier starts.
///
/// # Errors
/// As the store says.
pub async fn create_link(core: &Core, at_start: bool) -> Result<String> {
    let token = data_encoding::BASE32_NOPAD.encode(&core.world.bytes::<20>()).to_ascii_lowercase();
    let now = core.world.now();
    let mut tx = core.db.write().await?;
    if at_start {
        tx.run(&store::END_START_LINKS, args![now]).await?;
    }
    tx.run(&store::KEEP_LINK, args![&sessions::hash(&token)[..], now, now + LINK_LASTS, at_start]).await?;
    tx.commit().await?;
    Ok(token)
}

/// Whether a link is good.
///
/// # Errors
/// A refusal that says why it is not.
pub fn check_link(row: Option<(Micros, Option<Id>)>, now: Micros) -> Result<()> {
    match row {
        None => Err(not_found()),
        Some((_, Some(_))) => Err(Refusal::new(Kind::Gone, "error-founding-used").into()),
        Some((expires_at, None)) if expires_at <= now => Err(Refusal::new(Kind::Gone, "error-founding-expired").into()),
        Some(_) => Ok(()),
    }
}

/// A community that was just founded.
#[derive(Debug)]
pub struct Founded {
    /// Its identifier.
    pub community: Id,
    /// Its first member.
    pub founder: Id,
    /// The founder's printed codes, shown once.
    pub codes: Vec<String>,
    /// What the founder's browser keeps.
    pub tokens: Tokens,
}

/// What of a founding does not stand in the log.
#[derive(Debug, Clone)]
pub struct Entrance {
    /// The founding link's token; the demonstration and tests need none.
    pub link: Option<String>,
    /// The founder's passphrase, hashed.
    pub passphrase: String,
    /// The browser with which they came.
    pub browser: Browser,
}

/// Founds a community: keys, the first records of its log, the founder's passphrase, codes and session.
///
/// # Errors
/// A refusal, or what the store says; nothing was changed then.
pub async fn found(core: &Core, key: Id, mut command: Found, entrance: Entrance) -> Result<Founded> {
    let (community, founder) = (core.world.id(), core.world.id());
    let mut unit = core.begin().await?;
    if let Some(link) = &entrance.link {
        let hash = sessions::hash(link);
        let row: Option<(Micros, Option<Id>)> = unit.tx.optional(&store::LINK, args![&hash[..]]).await?;
        check_link(row, core.world.now())?;
        // Whoever was a moment faster has it: they held it while this one waited.
        if unit.tx.run(&store::USE_LINK, args![&hash[..], community]).await? == 0 {
            return Err(Refusal::new(Kind::Gone, "error-founding-used").into());
        }
    }
    command.public_key = unit.create_keys(community).await?;
    let caller = Caller::plain(Actor::Member(founder));
    unit.execute(community, caller, key, command).await?;
    let codes = members::rules::recovery_codes(&core.world);
    let hashes = codes.iter().map(|code| members::rules::hash_code(code)).collect();
    unit.execute(community, caller, core.world.id(), IssueRecoveryCodes { member: founder, hashes }).await?;
    let now = core.world.now();
    unit.tx.run(&sessions::store::SET_PASSPHRASE, args![founder, community, &entrance.passphrase, now]).await?;
    let tokens = sessions::open(&mut unit.tx, &core.world, community, founder, &entrance.browser, false).await?;
    unit.commit().await?;
    Ok(Founded { community, founder, codes, tokens })
}
