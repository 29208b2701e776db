// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The agenda of the network: communities elsewhere that this one follows, and the dates that they published. Whom it follows is
//! in the log; what they say is theirs, is kept apart from what is its own, and is had from them again.

mod commands;
mod follow;
mod incoming;
mod pages;
mod rules;
pub(crate) mod store;

pub(crate) use commands::apply;
pub use commands::{Answer, Event, Follow, Unfollow};
pub(super) use follow::{ask, asks, end, of_actor};
pub(super) use incoming::take;
pub(super) use pages::{FollowForm, Followed, followed, routes};

use crate::{
    spine::world::Micros,
    store::{Write, args},
};

/// Forgets dates that are over, and those of whom nobody follows any more.
pub(super) async fn sweep(tx: &mut Write, now: Micros) -> crate::store::Result<()> {
    tx.run(&store::SWEEP, args![now - rules::BACK]).await.map(drop)
}
