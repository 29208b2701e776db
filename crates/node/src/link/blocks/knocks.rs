// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Who is limited and asks: they wait, and by a yes they follow or come as everybody else.

use tequio_fediverse::{
    domain,
    vocabulary::{Activity, ActivityKind, Reference},
};

use crate::{
    act::agenda::{Elsewhere, Join, Reply},
    link::federation::{Address, answer, seat, seated, store as federation_store, welcome},
    node::Node,
    spine::{
        command::{Caller, Done},
        id::Id,
        refusal::{Result, not_found},
    },
    store::args,
};

use super::{Answer, Wish, store};

/// Answers somebody who waits, and does what they asked for.
///
/// # Errors
/// A refusal, or as the store says.
pub(super) async fn reply(node: &Node, community: Id, caller: Caller, key: Id, command: Answer) -> Result<Done> {
    let mut unit = node.core.begin().await?;
    let row: Option<(String, String, String, String, String, String, String)> =
        unit.tx.optional(&store::ONE_KNOCK, args![community, command.knock]).await?;
    let Some((wish, actor, name, asked, object, inbox, delivery)) = row else {
        // Who sends their answer twice hears the same twice.
        let done = unit.execute(community, caller, key, command).await?;
        unit.commit().await?;
        return Ok(done);
    };
    let wish = Wish::named(&wish).ok_or_else(not_found)?;
    let base: Option<(String,)> = unit.tx.optional(&federation_store::BASE, args![community]).await?;
    let host = domain::of_url(&inbox).unwrap_or_default();
    let (Answer { accepted, .. }, own) = (command.clone(), key.derived(b"knock"));
    let date = base.and_then(|(base,)| Address(base).which(&object)).filter(|_| accepted && wish == Wish::Join);
    if let Some((entry, date)) = &date {
        // By the same way as everybody's: it may be full by now.
        unit.tx.rollback().await?;
        let reply = Reply { entry: *entry, date: date.clone(), name, note: String::new() };
        let elsewhere = Elsewhere { actor: actor.clone(), asked: asked.clone() };
        seat(node, community, own, Join { reply, elsewhere }).await?;
        unit = node.core.begin().await?;
    }
    let done = unit.execute(community, caller, key, command).await?;
    if done.fresh {
        let (kind, said) = match (wish, date) {
            (Wish::Join, Some((entry, date))) => (ActivityKind::Join, seated(&mut unit, entry, &date, &actor).await?),
            (Wish::Join, None) => (ActivityKind::Join, ActivityKind::Reject),
            (Wish::Follow, _) if accepted => {
                let said = welcome(&mut unit, community, own, (&actor, &asked), (&delivery, &host)).await?;
                (ActivityKind::Follow, said.unwrap_or(ActivityKind::Reject))
            }
            (Wish::Follow, _) => (ActivityKind::Follow, ActivityKind::Reject),
        };
        let request = Activity::new(kind, &asked, &actor, Reference::Id(object));
        answer(node, own, &mut unit, community, said, (&inbox, &host), &request).await?;
    }
    unit.commit().await?;
    Ok(done)
}
