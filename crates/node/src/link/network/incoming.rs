// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What communities say that are followed: their answer to that, and their dates. Before they accepted nothing of them is taken.

use std::sync::Arc;

use serde_json::Value;
use tequio_fediverse::{
    fetch::Budget,
    inbox::{About, Accepted},
    vocabulary::{Activity, ActivityKind, Actor, Event, Reference, id_of},
};
use url::Url;

use crate::{
    link::{
        blocks::{self, Standing},
        federation::{Signed, fetch, store as federation},
    },
    node::Node,
    spine::{
        command::Caller,
        id::Id,
        log::Actor as By,
        refusal::{Error, Kind, Result},
        world::Micros,
    },
    store::{Write, args},
};

use super::{Answer, Unfollow, follow, rules, store};

/// So many of the dates to come are asked for when a community accepts.
const FIRST: usize = 40;

/// Takes what an activity says about the network's agenda. `actor` is who speaks.
pub(in crate::link) async fn take(
    node: &Arc<Node>,
    key: Id,
    accepted: &Accepted,
    actor: Option<&Actor>,
    budget: &mut Budget,
) -> Result<()> {
    let activity = accepted.activity();
    match (activity.kind, accepted.about()) {
        (ActivityKind::Accept | ActivityKind::Reject, About::Reference(id)) => {
            answered(node, key, activity, id, actor, budget).await
        }
        (ActivityKind::Create | ActivityKind::Update, About::Own(value)) => hear(node, &activity.actor, value).await,
        // A group passes on what its people publish: that is looked up where it is.
        (ActivityKind::Announce, About::Reference(id)) => announced(node, &activity.actor, id, budget).await,
        (ActivityKind::Move, _) => moved(node, key, activity, budget).await,
        (ActivityKind::Delete, _) => {
            let Some(id) = activity.object().and_then(Reference::id) else { return Ok(()) };
            let mut tx = node.core.db.write().await?;
            if id == activity.actor {
                tx.run(&store::UNHEAR_AUTHOR, args![id]).await?;
            } else {
                tx.run(&store::UNHEAR, args![id, &activity.actor]).await?;
            }
            Ok(tx.commit().await?)
        }
        _ => Ok(()),
    }
}

/// A community answered whether it lets itself be followed. Only the one that was asked can.
async fn answered(
    node: &Arc<Node>,
    key: Id,
    activity: &Activity,
    request: &str,
    actor: Option<&Actor>,
    budget: &mut Budget,
) -> Result<()> {
    let Some((base, followed)) = follow::which(request) else { return Ok(()) };
    let mut tx = node.core.db.snapshot().await?;
    let ours: Option<(Id, String)> = tx.optional(&federation::BY_ACTOR, args![base]).await?;
    let row: Option<(String, String, bool)> = match &ours {
        Some((community, _)) => tx.optional(&store::ONE, args![*community, followed]).await?,
        None => None,
    };
    tx.rollback().await?;
    let (Some((community, _)), Some((asked, ..))) = (ours, row) else { return Ok(()) };
    if asked != activity.actor {
        return Ok(());
    }
    let accepted = activity.kind == ActivityKind::Accept;
    match node.core.execute(community, Caller::plain(By::System), key, Answer { followed, accepted }).await {
        Ok(_) => {}
        // Who was asked anew, since it moved or we did, says the same again.
        Err(Error::Refused(refusal)) if refusal.kind == Kind::Conflict => {}
        Err(error) => return Err(error),
    }
    if accepted {
        let mut tx = node.core.db.write().await?;
        tx.run(&federation::SAY_AGAIN, args![&activity.actor]).await?;
        tx.commit().await?;
    }
    // What was there before it is followed is asked for; what cannot be had comes as it is said.
    let (true, Some(actor)) = (accepted, actor) else { return Ok(()) };
    let Some(list) = actor.upcoming_events.as_deref().or(actor.outbox.as_deref()) else { return Ok(()) };
    let Some(list) = Url::parse(list).ok().filter(|list| same_origin(list.as_str(), &actor.id)) else { return Ok(()) };
    let signed = Signed::by(node).await?;
    let fetcher = node.fetcher().map_err(|error| Error::Damaged(error.to_string()))?;
    let items = fetcher.collection(&list, FIRST, budget, signed.sign().as_deref()).await.unwrap_or_default();
    for item in items {
        // An outbox has activities, a list of events has events.
        let event = item.get("object").filter(|object| object.is_object()).unwrap_or(&item);
        if id_of(event).is_some_and(|id| same_origin(id, &actor.id)) {
            hear(node, &actor.id, event).await?;
        }
    }
    Ok(())
}

/// Who is followed is called otherwise from now on: they are followed there, if that one says itself that it is the same.
async fn moved(node: &Arc<Node>, key: Id, activity: &Activity, budget: &mut Budget) -> Result<()> {
    let old = &activity.actor;
    let (Some(new), Some(true)) =
        (&activity.target, activity.object().and_then(Reference::id).map(|object| object == old))
    else {
        return Ok(());
    };
    let mut tx = node.core.db.snapshot().await?;
    let following: Vec<(Id, Id)> = tx.all(&store::FOLLOWING, args![old]).await?;
    tx.rollback().await?;
    if following.is_empty() {
        return Ok(());
    }
    let Ok(actor) = fetch(node, new, budget).await else { return Ok(()) };
    if !actor.also_known_as.contains(old) {
        return Ok(());
    }
    let Some(follow) = follow::of_actor(node, actor, None) else { return Ok(()) };
    let system = Caller::plain(By::System);
    for (followed, community) in following {
        let mut unit = node.core.begin().await?;
        unit.execute(community, system, key.derived(followed.as_bytes()), Unfollow(followed)).await?;
        let asked = key.derived(community.as_bytes());
        match follow::ask_in(node, &mut unit, community, system, asked, follow.clone()).await {
            Ok(_) => {}
            // It is followed there already, or the rules say no.
            Err(Error::Refused(refusal)) if refusal.kind == Kind::Conflict => {}
            Err(error) => return Err(error),
        }
        unit.commit().await?;
    }
    Ok(())
}

/// A group that is followed passes something on: it is fetched from where it is.
async fn announced(node: &Arc<Node>, group: &str, id: &str, budget: &mut Budget) -> Result<()> {
    let mut tx = node.core.db.snapshot().await?;
    let following: Vec<(Id, Id)> = tx.all(&store::FOLLOWING, args![group]).await?;
    let mut wanted = false;
    for (_, community) in following {
        wanted |= takes(&mut tx, community, &[id]).await?;
    }
    tx.rollback().await?;
    let (true, Ok(url)) = (wanted, Url::parse(id)) else { return Ok(()) };
    let signed = Signed::by(node).await?;
    let fetcher = node.fetcher().map_err(|error| Error::Damaged(error.to_string()))?;
    match fetcher.object(&url, budget, signed.sign().as_deref()).await {
        Ok(value) => hear_by(node, group, &value, author(&value, id)).await,
        Err(_) => Ok(()),
    }
}

/// Whether a community takes anything of all of these.
async fn takes(tx: &mut Write, community: Id, voices: &[&str]) -> Result<bool> {
    for voice in voices {
        if blocks::standing(tx, community, voice).await? == Standing::Suspended {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Who may change something: its author, if it is of the same server.
fn author(value: &Value, id: &str) -> Option<String> {
    value.get("attributedTo").and_then(id_of).filter(|author| same_origin(author, id)).map(str::to_owned)
}

fn same_origin(one: &str, other: &str) -> bool {
    matches!((Url::parse(one), Url::parse(other)), (Ok(one), Ok(other)) if one.origin() == other.origin())
}

/// Keeps a date that its author published, for everybody who follows them.
async fn hear(node: &Arc<Node>, actor: &str, value: &Value) -> Result<()> {
    hear_by(node, actor, value, Some(actor.to_owned())).await
}

async fn hear_by(node: &Arc<Node>, followed: &str, value: &Value, author: Option<String>) -> Result<()> {
    let now: Micros = node.core.world.now();
    let Ok(event) = Event::read(value) else { return Ok(()) };
    let is_public = event.to.iter().chain(&event.cc).any(|to| tequio_fediverse::vocabulary::is_public(to));
    let (Some(author), true) = (author, is_public) else { return Ok(()) };
    let mut tx = node.core.db.write().await?;
    let following: Vec<(Id, Id)> = tx.all(&store::FOLLOWING, args![followed]).await?;
    for (of, community) in following {
        let Some(heard) = rules::heard(&event, now) else {
            tx.run(&store::UNHEAR, args![&event.id, &author]).await?;
            break;
        };
        if !takes(&mut tx, community, &[followed, &author, &event.id]).await? {
            continue;
        }
        let count: Option<(i64,)> = tx.optional(&store::DATES, args![of]).await?;
        if count.is_some_and(|(count,)| count >= rules::DATES) {
            continue;
        }
        let row = args![
            node.core.world.id(),
            community,
            of,
            heard.object,
            &author,
            heard.title,
            heard.content,
            heard.starts_at,
            heard.ends_at,
            heard.time_zone,
            heard.place,
            heard.town,
            heard.page,
            heard.tags.join("\n"),
            heard.cancelled,
            now
        ];
        tx.run(&store::HEAR, row).await?;
    }
    Ok(tx.commit().await?)
}
