// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What ends when somebody is suspended: who followed from there is told by a Reject and follows no more, whom the community
//! follows there it follows no more, who comes from there comes no more, and of what was heard nothing is kept.

use tequio_fediverse::{
    domain,
    vocabulary::{Activity, ActivityKind, Reference},
};

use crate::{
    act::agenda::Withdraw,
    link::{
        federation::{End, Signing, answer, store as federation_store},
        network::end,
    },
    node::Node,
    spine::{
        command::{Caller, Command, Done, Unit},
        id::Id,
        log::Actor as By,
        refusal::Result,
    },
    store::args,
};

use super::{Answer, Standing, judge, store};

/// Changes with whom a community deals, and ends what is over by that.
///
/// # Errors
/// A refusal, or as the store says.
pub(super) async fn change<C: Command>(
    node: &Node,
    community: Id,
    caller: Caller,
    key: Id,
    command: C,
) -> Result<Done> {
    let mut unit = node.core.begin().await?;
    let done = unit.execute(community, caller, key, command).await?;
    if done.fresh {
        sever(node, &mut unit, community, key).await?;
    }
    unit.commit().await?;
    Ok(done)
}

async fn sever(node: &Node, unit: &mut Unit<'_>, community: Id, key: Id) -> Result<()> {
    let system = Caller::plain(By::System);
    let sees = judge(&mut unit.tx, community).await?;
    // Whether nothing is to be had of somebody any more.
    let is_over = |voice: &str| sees(voice) == Standing::Suspended;
    // What still waits for them is not sent.
    let inboxes: Vec<(String,)> = unit.tx.all(&store::INBOXES, args![community]).await?;
    for (inbox,) in inboxes {
        if is_over(&inbox) {
            unit.tx.run(&federation_store::DROP_OUTGOING, args![community, inbox]).await?;
        }
    }
    let followers: Vec<(Id, String, String, String)> = unit.tx.all(&store::FOLLOWERS, args![community]).await?;
    for (follower, actor, asked, delivery) in followers {
        if is_over(&actor) {
            let key = key.derived(follower.as_bytes());
            let own = Signing::community(node, community).await?.map(|signing| signing.address.actor());
            let follow = Activity::new(ActivityKind::Follow, &asked, &actor, Reference::Id(own.unwrap_or_default()));
            let host = domain::of_url(&delivery).unwrap_or_default();
            unit.execute(community, system, key, End { actor }).await?;
            answer(node, key, unit, community, ActivityKind::Reject, (&delivery, &host), &follow).await?;
        }
    }
    let followed: Vec<(Id, String)> = unit.tx.all(&store::FOLLOWED, args![community]).await?;
    for (followed, actor) in followed {
        if is_over(&actor) {
            end(node, unit, community, system, key.derived(followed.as_bytes()), followed).await?;
        }
    }
    let knocks: Vec<(Id, String)> = unit.tx.all(&store::KNOCKS, args![community]).await?;
    for (knock, actor) in knocks {
        if is_over(&actor) {
            let key = key.derived(knock.as_bytes());
            unit.execute(community, system, key, Answer { knock, accepted: false }).await?;
        }
    }
    let coming: Vec<(Id, String)> = unit.tx.all(&store::COMING, args![community, node.core.world.now()]).await?;
    for (reply, actor) in coming {
        if is_over(&actor) {
            let key = key.derived(reply.as_bytes());
            let guest = Caller::plain(By::Guest);
            unit.execute(community, guest, key, Withdraw { reply, by_link: true }).await?;
        }
    }
    let heard: Vec<(Id, String, String)> = unit.tx.all(&store::HEARD, args![community]).await?;
    for (date, author, object) in heard {
        if is_over(&author) || is_over(&object) {
            unit.tx.run(&store::UNHEAR, args![date]).await?;
        }
    }
    Ok(())
}
