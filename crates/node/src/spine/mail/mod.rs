// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! E-mail, where the operator names a server for it and a member gives an address: a digest of their notices, and a link by
//! which they come back. Nobody else sees the address: it is in no log, wrapped by the node's key in its table, and gone when
//! its member takes it away or leaves. ADR 12 says why.

pub mod commands;
mod letters;
pub mod pages;
pub mod post;
pub mod rules;
pub(crate) mod sending;
pub(crate) mod store;

use lettre::Address;

use crate::{
    spine::{
        id::Id,
        keys::{Key, KeyError},
        refusal::Result,
        world::Micros,
    },
    store::{Write, args},
};

use rules::Digest;

/// What links in letters are made for.
const CONFIRM: &str = "mail-confirm";
const RECOVERY: &str = "mail-recovery";
const STOP: &str = "mail-stop";

/// A member's address.
#[derive(Debug)]
pub(crate) struct Reached {
    /// Its name in links: another one with another address.
    pub(crate) id: Id,
    pub(crate) address: Address,
    /// By it the node knows the address again.
    pub(crate) mark: Vec<u8>,
    /// The language in which its member reads.
    pub(crate) language: String,
    /// Since when it is known to be theirs.
    pub(crate) confirmed_at: Option<Micros>,
    pub(crate) digest: Digest,
    /// Before when its member was told of notices by it.
    pub(crate) told_until: Micros,
}

impl Reached {
    /// The address of a member, if they gave one.
    ///
    /// # Errors
    /// As the store says, or when the key does not open it.
    pub(crate) async fn find(tx: &mut Write, key: &Key, member: Id) -> Result<Option<Self>> {
        let row: Option<(Id, Vec<u8>, Vec<u8>, String, Option<Micros>, String, Micros)> =
            tx.optional(&store::ADDRESS, args![member]).await?;
        let Some((id, wrapped, mark, language, confirmed_at, digest, told_until)) = row else { return Ok(None) };
        let address = opened(key, member, &wrapped)?.parse().map_err(|_| KeyError::DoesNotOpen)?;
        let digest = Digest::from_stored(&digest);
        Ok(Some(Self { id, address, mark, language, confirmed_at, digest, told_until }))
    }
}

/// An address as its member reads it.
fn opened(key: &Key, member: Id, wrapped: &[u8]) -> Result<String> {
    let plain = key.open(member.as_bytes(), wrapped)?;
    Ok(String::from_utf8(plain).map_err(|_| KeyError::DoesNotOpen)?)
}
