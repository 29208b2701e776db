// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Closing a community to the network again. Its actor is not deleted: that would be for ever, and its address could never be
//! another community's nor its own again. Its dates are taken back, who follows is told that they do not any more, and whom it
//! follows it follows no more; then nobody answers there until it is opened again.

use tequio_fediverse::{
    domain,
    vocabulary::{Activity, ActivityKind, Reference},
};

use crate::{
    link::{blocks::store as blocks, network},
    node::Node,
    spine::{
        command::{Caller, Done},
        id::Id,
        log::Actor as By,
        refusal::{Result, conflict},
    },
    store::args,
};

use super::{Close, Signing, answer, store};

/// Closes a community to the network, and tells everybody whom it concerns.
///
/// # Errors
/// A refusal, or as the store says.
pub(in crate::link) async fn close(node: &Node, community: Id, caller: Caller, key: Id) -> Result<Done> {
    let signing = Signing::community(node, community).await?.ok_or_else(|| conflict("error-link-closed"))?;
    let own = signing.address.actor();
    let mut unit = node.core.begin().await?;
    let followers: Vec<(Id, String, String, String)> = unit.tx.all(&blocks::FOLLOWERS, args![community]).await?;
    let followed: Vec<(Id, String)> = unit.tx.all(&blocks::FOLLOWED, args![community]).await?;
    // Who was told of dates is told that they are gone, though nobody follows from there any more.
    unit.tx.run(&store::BID_FAREWELL, args![community]).await?;
    let done = unit.execute(community, caller, key, Close).await?;
    if done.fresh {
        for (follower, actor, asked, delivery) in followers {
            let follow = Activity::new(ActivityKind::Follow, &asked, &actor, Reference::Id(own.clone()));
            let host = domain::of_url(&delivery).unwrap_or_default();
            let key = key.derived(follower.as_bytes());
            answer(node, key, &mut unit, community, ActivityKind::Reject, (&delivery, &host), &follow).await?;
        }
        for (followed, _) in followed {
            let key = key.derived(followed.as_bytes());
            network::end(node, &mut unit, community, Caller::plain(By::System), key, followed).await?;
        }
    }
    unit.commit().await?;
    Ok(done)
}
