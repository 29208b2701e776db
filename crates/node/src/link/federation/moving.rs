// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the network is told when a community moves and its identifiers become others: those who follow it, whom to follow from
//! now on; and those whom it follows, who it is.

use tequio_fediverse::{
    domain,
    fetch::Budget,
    vocabulary::{AS_PUBLIC, Activity, ActivityKind, Actor, Reference},
};

use crate::{
    jobs::{self, Job},
    link::network,
    node::Node,
    spine::{
        communities,
        id::Id,
        refusal::{Error, Result},
        world::{HOUR, Micros},
    },
    store::args,
};

use super::{Address, Signing, fetch, rules, send, store};

/// Tells those who follow from elsewhere whom to follow now, once the new actor says that it is the same: nobody believes it
/// before. Until then it is looked again and again.
///
/// # Errors
/// As the store says.
pub(crate) async fn tell_move(node: &Node, key: Id, community: Id) -> Result<()> {
    let mut tx = node.core.db.snapshot().await?;
    let moving: Option<(Option<Micros>, Option<String>)> =
        tx.optional(&communities::store::MOVING, args![community]).await?;
    let inboxes: Vec<(String,)> = tx.all(&store::INBOXES, args![community]).await?;
    tx.rollback().await?;
    // It came back, or nobody follows.
    let Some((Some(left_at), Some(to))) = moving else { return Ok(()) };
    if node.core.world.now() - left_at > rules::FORGOTTEN {
        tracing::warn!(%community, "for a month nobody at its new address says that they are this community: nobody is told any more");
        return Ok(());
    }
    let Some(signing) = Signing::community(node, community).await? else { return Ok(()) };
    let (old, new) = (signing.address.actor(), Address(to).actor());
    let found = fetch(node, &new, &mut Budget::default()).await;
    let mut unit = node.core.begin().await?;
    if !found.is_ok_and(|actor: Actor| actor.also_known_as.contains(&old)) {
        let later = node.core.world.now() + HOUR;
        jobs::enqueue(&mut unit.tx, &node.core.world, Some(community), &Job::TellMove, later).await?;
        return unit.commit().await;
    }
    let mut activity = Activity::new(ActivityKind::Move, &format!("{old}#move"), &old, Reference::Id(old.clone()));
    activity.target = Some(new);
    activity.to = vec![AS_PUBLIC.to_owned()];
    activity.cc = vec![signing.address.of("/followers")];
    let sent = signing.proven(activity.to_value(), node.instant())?;
    for (inbox,) in inboxes {
        let host = domain::of_url(&inbox).ok_or_else(|| Error::Damaged(format!("the inbox {inbox}")))?;
        let id = key.derived(inbox.as_bytes());
        send(&mut unit, community, (&inbox, &host), id, &sent, node.core.world.now()).await?;
    }
    unit.commit().await
}

/// Asks those whom the community follows anew, as who it is now: they know it by an identifier that is another one.
///
/// # Errors
/// As the store says.
pub(crate) async fn follow_anew(node: &Node, key: Id, community: Id) -> Result<()> {
    let Some(signing) = Signing::community(node, community).await? else { return Ok(()) };
    let own = signing.address.actor();
    let mut unit = node.core.begin().await?;
    let all: Vec<(Id, String, String)> = unit.tx.all(&network::store::ALL, args![community]).await?;
    for (followed, actor, inbox) in all {
        let sent = signing.proven(network::asks(&own, followed, &actor).to_value(), node.instant())?;
        let host = domain::of_url(&actor).unwrap_or_default();
        let id = key.derived(followed.as_bytes());
        send(&mut unit, community, (&inbox, &host), id, &sent, node.core.world.now()).await?;
    }
    unit.commit().await
}
