// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Leaving, coming back, and what is forgotten here once a community lives elsewhere.

use crate::{
    jobs::{self, Job},
    link::federation,
    node::Node,
    spine::{
        attachments,
        command::Caller,
        communities::{
            moving::{Leave, Network, Settle},
            rules::own_host,
        },
        id::Id,
        log::{self, Actor as By, Hash},
        refusal::{Error, Result, conflict, not_found},
        search,
        world::{DAY, Micros},
    },
    store::{Write, args},
    web::visit::Community,
};

use super::{rows, store};

/// What waits of a community that left is leased to nobody until then.
pub(crate) const HELD: Micros = Micros::MAX;
/// Who did not hear by then where it lives will not hear it any more.
const LONG_AGO: Micros = 30 * DAY;

/// Ends what can be changed here in a community, unless it left before: then it can be packed, also once more.
///
/// # Errors
/// A refusal when it did not say that it moves, or there is none; or as the store says.
pub async fn leave(node: &Node, handle: &str) -> Result<Community> {
    let found = find(node, handle).await?;
    if found.left_at.is_some() {
        return Ok(found);
    }
    let core = &node.core;
    let mut unit = core.begin().await?;
    unit.execute(found.id, Caller::plain(By::Operator), core.world.id(), Leave).await?;
    unit.tx.run(&store::HOLD_JOBS, args![found.id, HELD]).await?;
    rows::clear(&mut unit.tx, found.id, Some(&["sessions", "access_tokens"])).await?;
    let base: Option<(String,)> = unit.tx.optional(&federation::store::BASE, args![found.id]).await?;
    // Under its own host it is called as it was.
    if base.is_some_and(|(base,)| own_host(&base).is_none() && Some(&base) != found.moves_to.as_ref()) {
        jobs::enqueue(&mut unit.tx, &core.world, Some(found.id), &Job::TellMove, core.world.now()).await?;
    }
    unit.commit().await?;
    find(node, handle).await
}

/// Lets a community go on here that left: nothing came of it.
///
/// # Errors
/// A refusal when it did not leave, or there is none; or as the store says.
pub async fn come_back(node: &Node, handle: &str) -> Result<()> {
    let found = find(node, handle).await?;
    let mut unit = node.core.begin().await?;
    must_be_known(&mut unit.tx, found.id).await?;
    let settle = Settle(Network::AsItWas);
    unit.execute(found.id, Caller::plain(By::Operator), node.core.world.id(), settle).await?;
    unit.tx.run(&store::HOLD_JOBS, args![found.id, 0_i64]).await?;
    unit.commit().await
}

/// Forgets what a community said that lives elsewhere by now: the keys to all its words are destroyed here, its files are
/// removed, and nobody has a way in. Its log stays, of which nothing can be read but what was never anybody's words, and so does
/// the signpost.
///
/// # Errors
/// A refusal when it did not leave, or there is none; or as the store says.
pub async fn forget(node: &Node, handle: &str) -> Result<()> {
    let found = find(node, handle).await?;
    let left_at = found.left_at.ok_or_else(|| conflict("error-move-here"))?;
    let (core, community) = (&node.core, found.id);
    let mut tx = core.db.write().await?;
    let blobs = attachments::upload::blobs_of(&mut tx, community).await?;
    let blobs: Vec<Hash> = blobs.into_iter().map(|(_, hash)| hash).collect();
    let telling: Option<(i64,)> = tx.optional(&store::TELLING, args![community]).await?;
    if telling.is_some_and(|(waits,)| waits > 0) && core.world.now() - left_at < LONG_AGO {
        return Err(conflict("error-move-telling"));
    }
    // They are not noted as erased: where the community lives its words go on, also if it comes home.
    tx.run(&store::FORGET_WORDS, args![community]).await?;
    rows::clear(&mut tx, community, None).await?;
    jobs::enqueue(&mut tx, &core.world, Some(community), &Job::SweepBlobs(blobs), core.world.now()).await?;
    log::replay::remake(&mut tx, &core.key).await.map_err(|error| Error::Damaged(error.to_string()))?;
    tx.run(&search::store::SWEEP, args![]).await?;
    tx.commit().await?;
    Ok(core.db.checkpoint().await?)
}

/// Refuses what cannot be done with a community that was forgotten.
pub(super) async fn must_be_known(tx: &mut Write, community: Id) -> Result<()> {
    match tx.optional(&store::KNOWN, args![community]).await? {
        Some((0_i64,)) => Err(conflict("error-move-forgotten")),
        _ => Ok(()),
    }
}

async fn find(node: &Node, handle: &str) -> Result<Community> {
    node.community(handle).await.map_err(|_| not_found())
}
