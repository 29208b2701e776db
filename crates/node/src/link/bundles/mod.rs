// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Bundles (*morral*): what a community publishes and answers, carried in a file where there is no network, and what others sent
//! so. The format is `tequio_fediverse::bundle`; ADR 22 says what goes into one.
//!
//! Each reader has numbers of its own, and one more are for anybody. What is said is numbered and kept when it is first carried, so that
//! a bundle that was lost can be made again; what its reader acknowledged is forgotten.

mod export;
mod import;
mod pages;
pub(crate) mod store;
mod stream;
mod told;
mod verify;

pub use export::{Exported, Order, addressee, export, identity};
pub use import::{Imported, Trust, import};
pub(in crate::link) use pages::routes;
pub use verify::{Verified, verify};

use std::io::{self, BufRead};

use crate::{
    spine::world::{DAY, Micros},
    store::{Write, args},
};

/// Opens a bundle: it is read more than once.
pub type Open<'a> = dyn Fn() -> io::Result<Box<dyn BufRead + Send>> + Send + Sync + 'a;

/// So long what nobody acknowledged is kept.
const KEPT: Micros = 90 * DAY;

/// Once an hour: forgets what is too old to be waited for.
pub(in crate::link) async fn sweep(tx: &mut Write, now: Micros) -> crate::store::Result<()> {
    tx.run(&store::OUTDATED, args![now - KEPT]).await?;
    tx.run(&store::DROP_OUTDATED, args![now - KEPT]).await.map(drop)
}
