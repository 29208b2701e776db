// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Letters on their way. Each is noted as begun before the server has it: a job that runs twice sends once, and of one whose
//! process died meanwhile nobody knows whether it arrived, so it is not sent again.

use std::sync::Arc;

use crate::{
    jobs::{self, Job},
    node::Node,
    spine::{
        id::Id,
        log, mandates,
        refusal::{Error, Result},
        sessions,
        world::{DAY, Micros},
    },
    store::{Write, args},
};

use super::{
    Reached,
    letters::Writing,
    post::{Letter, Mailer},
    rules::{self, Digest},
    store,
};

/// What a letter is for, as stored.
pub(super) const CONFIRM: &str = "confirm";
pub(super) const RECOVERY: &str = "recovery";

/// Until when the link of a letter is good.
pub(super) fn good_until(kind: &str, at: Micros) -> Micros {
    at + if kind == RECOVERY { rules::RECOVERY_LASTS } else { rules::CONFIRM_LASTS }
}

/// Sends a letter that somebody asked for, if it is for an address to which it may go, and not one too many.
///
/// # Errors
/// When the server did not take it: then it is tried again. Or as the store says.
pub(crate) async fn letter(node: &Arc<Node>, community: Id, id: Id) -> Result<()> {
    let Some(mailer) = &node.mail else { return Ok(()) };
    let now = node.core.world.now();
    let mut tx = node.core.db.write().await?;
    // One after the other, so that those that come at once are counted.
    let _: Vec<(i64,)> = tx.all(&log::store::LOCK_COMMUNITY, args![community]).await?;
    let row: Option<(String, Id, Micros, Option<Micros>, Option<Micros>)> =
        tx.optional(&store::LETTER, args![community, id]).await?;
    let Some((kind, member, at, None, None)) = row else { return Ok(tx.rollback().await?) };
    let found = Reached::find(&mut tx, &node.core.key, member).await?;
    // A confirmation goes to who has not confirmed, and everything else to who has.
    let fits = |to: &Reached| to.confirmed_at.is_some() == (kind == RECOVERY) && now < good_until(&kind, at);
    let Some(to) = found.filter(fits) else { return Ok(tx.rollback().await?) };
    let sent: Option<(i64,)> = tx.optional(&store::SENT, args![member, &to.mark, now - DAY]).await?;
    let begun = tx.run(&store::BEGIN, args![id, now, &to.mark]).await?;
    if begun == 0 || sent.is_none_or(|(sent,)| sent >= rules::LETTERS) {
        return Ok(tx.rollback().await?);
    }
    let opens = kind != RECOVERY || may_come_back(&mut tx, community, member, now).await?;
    tx.commit().await?;
    let written = async {
        Ok(match Writing::to(node, community, member, &to).await? {
            Some(writing) if kind == CONFIRM => Some(writing.confirmation(id).await?),
            Some(writing) if opens => Some(writing.recovery(id).await?),
            Some(writing) => Some(writing.no_recovery(id)),
            None => None,
        })
    };
    let failed = async |tx: &mut Write| tx.run(&store::FAILED, args![id]).await.map(drop);
    hand_over(node, mailer, written.await, failed).await.map(drop)
}

/// Whether a letter may bring a member back: who holds a mandate has a second factor for that.
async fn may_come_back(tx: &mut Write, community: Id, member: Id, now: Micros) -> Result<bool> {
    let held: Vec<(String, Micros)> = tx.all(&mandates::store::HELD_KINDS, args![community, member, now]).await?;
    Ok(held.is_empty() || has_factor(tx, member).await?)
}

/// Whether a member has a second factor.
pub(super) async fn has_factor(tx: &mut Write, member: Id) -> Result<bool> {
    let factor: Option<(Vec<u8>, Option<Micros>, i64)> = tx.optional(&sessions::store::FACTOR, args![member]).await?;
    Ok(factor.is_some_and(|(_, confirmed_at, _)| confirmed_at.is_some()))
}

/// Sends a member the digest of their notices, if there are any that they have not seen. `key` is the job's.
///
/// # Errors
/// When the server did not take it: then it is tried again. Or as the store says.
pub(crate) async fn digest(node: &Arc<Node>, key: Id, community: Id, member: Id) -> Result<()> {
    let Some(mailer) = &node.mail else { return Ok(()) };
    let now = node.core.world.now();
    let mut tx = node.core.db.write().await?;
    // What happened before now is in the tables once this is had.
    let _: Vec<(i64,)> = tx.all(&log::store::LOCK_COMMUNITY, args![community]).await?;
    let found = Reached::find(&mut tx, &node.core.key, member).await?;
    let Some(to) = found.filter(|to| to.confirmed_at.is_some() && to.digest != Digest::Off) else {
        return Ok(tx.rollback().await?);
    };
    if tx.run(&store::BEGIN_DIGEST, args![member, key]).await? == 0 {
        return Ok(tx.rollback().await?);
    }
    tx.commit().await?;
    let written = async {
        match Writing::to(node, community, member, &to).await? {
            Some(writing) => writing.digest(key, to.told_until, now).await,
            None => Ok(None),
        }
    };
    let failed = async |tx: &mut Write| tx.run(&store::DIGEST_FAILED, args![member, key]).await.map(drop);
    if hand_over(node, mailer, written.await, failed).await? {
        let mut tx = node.core.db.write().await?;
        tx.run(&store::TOLD, args![member, key, now]).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Hands a letter to the server, and notes with `failed` when it did not arrive there. Whether there was one.
async fn hand_over(
    node: &Node,
    mailer: &Mailer,
    written: Result<Option<Letter>>,
    failed: impl AsyncFnOnce(&mut Write) -> crate::store::Result<()>,
) -> Result<bool> {
    let sent = match written {
        Ok(None) => return Ok(false),
        Ok(Some(letter)) => mailer.send(letter, node.core.world.now()).await.map_err(Error::from),
        Err(error) => Err(error),
    };
    let Err(error) = sent else { return Ok(true) };
    let mut tx = node.core.db.write().await?;
    failed(&mut tx).await?;
    tx.commit().await?;
    Err(error)
}

/// Enqueues the digests that are due, and forgets letters of long ago.
///
/// # Errors
/// As the store says.
pub(crate) async fn sweep(node: &Node, tx: &mut Write, now: Micros) -> Result<()> {
    tx.run(&store::SWEEP, args![now - rules::KEPT]).await?;
    if node.mail.is_none() {
        return Ok(());
    }
    let due: Vec<(Id, Id, String, Micros, String)> = tx.all(&store::DUE, args![now]).await?;
    for (community, member, digest, due_at, zone) in due {
        let zone = tequio_calendar::zone::get(&zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let next = Digest::from_stored(&digest).next(now, &zone);
        // Of several processes one does it.
        if tx.run(&store::NEXT, args![member, due_at, next]).await? == 1 {
            jobs::enqueue(tx, &node.core.world, Some(community), &Job::SendDigest(member), now).await?;
        }
    }
    Ok(())
}
