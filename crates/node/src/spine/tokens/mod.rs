// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Access tokens: by them a member's programs read what the member may read and do the few things that the member lets
//! them do. Operational, as sessions; each has an end, and its owner can end it before.

pub mod pages;
pub mod rules;
pub(crate) mod store;

pub use rules::{Scope, Scopes};

use crate::{
    spine::{
        id::Id,
        sessions::{Session, hash},
        viewer::Viewer,
        world::{DAY, HOUR, Micros, World},
    },
    store::{Db, Result, args},
};

/// What every token begins with, so that it is known wherever it was left lying.
pub const PREFIX: &str = "tequio_";

/// A new token: 256 random bits.
pub fn token(world: &World) -> String {
    format!("{PREFIX}{}", data_encoding::BASE64URL_NOPAD.encode(&world.bytes::<32>()))
}

/// How many days a token lasts, as its form offers them.
pub const DAYS: [Micros; 3] = [30, 90, 365];

/// How many tokens a member has at most.
pub const LIMIT: i64 = 20;

/// The session of a token, if it is still good. Notes at most once an hour that it was used.
///
/// # Errors
/// As the store says.
pub async fn resume(db: &Db, world: &World, community: Id, token: &str) -> Result<Option<Session>> {
    let (now, hash) = (world.now(), hash(token));
    let mut reader = db.read(&Viewer::Node).await?;
    let row: Option<(Id, Id, String, Option<Micros>)> =
        reader.optional(&store::RESUME, args![&hash[..], community, now]).await?;
    drop(reader);
    let Some((id, member, scopes, seen_at)) = row else { return Ok(None) };
    if seen_at.is_none_or(|seen| now - seen > HOUR) {
        let mut tx = db.write().await?;
        tx.run(&store::SEEN, args![&hash[..], now]).await?;
        tx.commit().await?;
    }
    Ok(Some(Session { id, community, member, second_factor: false, scopes: Some(Scopes::from_stored(&scopes)) }))
}

/// When a token of so many days ends that is made now.
pub fn ends(now: Micros, days: Micros) -> Micros {
    now + days * DAY
}
