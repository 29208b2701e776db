// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Telling those who follow what the log brought. There is no queue of copies: each inbox has a place in the log. A date is
//! said where it began to travel, and once more where it last changed; each time as it is now. One request at a time goes to an inbox; who does not answer is asked again later and
//! later, and after a month no more.

use std::{collections::HashMap, sync::Arc, time::Duration};

use axum::http::Method;
use futures_util::future::join_all;
use serde_json::Value;
use tequio_fediverse::{
    fetch::{Delivered, FetchError, RetryAfter},
    signature::Scheme,
};
use url::Url;

use crate::{
    jobs::{self, Job},
    link::{bundles, network},
    node::Node,
    spine::{
        command::Caller,
        communities,
        id::Id,
        log::Actor,
        refusal::{Error, Result},
        viewer::Viewer,
        world::{DAY, MINUTE, Micros},
    },
    store::{StoreError, Write, args},
    web::{Page, Visit, lang::Lang, visit::Community},
};

use super::{
    End,
    keys::Signing,
    objects::{Said, activity, event},
    rules, store,
};

/// So many inboxes are served at once.
const AT_ONCE: usize = 8;
/// And one at most so many activities at a turn: then others come first.
const AT_A_TURN: usize = 10;
/// How long an inbox has for an answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long nobody else serves an inbox: a turn, if every answer takes as long as it may, and more.
const LEASE: Micros = 5 * MINUTE;
/// What came in is remembered so long.
const REMEMBERED: Micros = 30 * DAY;

/// An inbox and its place in the log.
#[derive(Debug, sqlx::FromRow)]
struct Peer {
    community_id: Id,
    inbox: String,
    host: String,
    reached: i64,
    reached_entry: Id,
    reached_date: String,
    takes_rfc9421: bool,
    tries: i64,
    failing_since: Option<Micros>,
    /// Whether it is told that dates are gone, though nobody follows by it any more.
    farewell: bool,
}

/// Something to be said to a peer.
enum Next {
    /// It is for it alone.
    Alone(Id, Value),
    /// It is what the log brought; of what it never heard of and that is gone, there is nothing to be said.
    Log((i64, Id, String), Option<Value>),
}

/// What a peer did not take.
enum Failed {
    /// It did not answer at all, or its whole host is in trouble.
    Away(String, Option<RetryAfter>),
    /// This one inbox is not there, or does not let us in.
    Shut(String),
    /// The node itself could not do it.
    Node(Error),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Node(error)
    }
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::Node(error.into())
    }
}

/// Serves every inbox for which there is something now, and says how many there were.
///
/// # Errors
/// As the store says.
pub(crate) async fn deliver_due(node: &Arc<Node>) -> Result<usize> {
    let mut served = 0;
    loop {
        let mut peers = Vec::new();
        while peers.len() < AT_ONCE {
            let now = node.core.world.now();
            let mut tx = node.core.db.write().await?;
            let next: Option<Peer> = tx.optional(&store::NEXT_PEER, args![now]).await?;
            let Some(peer) = next else {
                tx.rollback().await?;
                break;
            };
            tx.run(&store::LEASE_PEER, args![peer.community_id, &peer.inbox, now + LEASE]).await?;
            tx.commit().await?;
            peers.push(peer);
        }
        if peers.is_empty() {
            return Ok(served);
        }
        served += peers.len();
        for done in join_all(peers.into_iter().map(|peer| serve(node, peer))).await {
            done?;
        }
    }
}

/// Serves one inbox: a turn of activities, one after the other.
async fn serve(node: &Arc<Node>, mut peer: Peer) -> Result<()> {
    let failed = match turn(node, &mut peer).await {
        Ok(()) => {
            let mut tx = node.core.db.write().await?;
            tx.run(&store::RELEASE_PEER, args![peer.community_id, &peer.inbox]).await?;
            return Ok(tx.commit().await?);
        }
        Err(failed) => failed,
    };
    let now = node.core.world.now();
    let [chance] = node.core.world.bytes();
    let wait = rules::backoff(peer.tries + 1, chance);
    let (why, after, of_host) = match failed {
        Failed::Away(why, after) => (why, after, true),
        Failed::Shut(why) => (why, None, false),
        Failed::Node(error) => {
            tracing::warn!(%error, host = peer.host, "a delivery could not be made; it will be tried again");
            (error.to_string(), None, false)
        }
    };
    let asked = match after {
        Some(RetryAfter::In(time)) => i64::try_from(time.as_micros()).unwrap_or(DAY),
        Some(RetryAfter::At(at)) => at.as_microsecond() - now,
        None => 0,
    };
    let next = now + wait.max(asked.clamp(0, DAY));
    let why: String = why.chars().take(200).collect();
    let mut tx = node.core.db.write().await?;
    tx.run(&store::FAILED, args![peer.community_id, &peer.inbox, next, peer.failing_since.unwrap_or(now), why]).await?;
    if of_host {
        // Its other inboxes are on the same machine.
        tx.run(&store::REST, args![&peer.host, now + wait]).await?;
    }
    Ok(tx.commit().await?)
}

async fn turn(node: &Arc<Node>, peer: &mut Peer) -> std::result::Result<(), Failed> {
    let Some(signing) = Signing::also_closed(node, peer.community_id).await? else { return Ok(()) };
    let url = Url::parse(&peer.inbox).map_err(|error| Error::Damaged(error.to_string()))?;
    // What was said in this turn as it is still, and what was gone already, is not said again.
    let mut said_now: HashMap<(Id, String), i64> = HashMap::new();
    for _ in 0..AT_A_TURN {
        let Some(next) = next(node, peer, &signing, &mut said_now).await? else { return Ok(()) };
        let said = match &next {
            Next::Alone(_, activity) => Some(activity),
            Next::Log(_, activity) => activity.as_ref(),
        };
        if let Some(said) = said {
            post(node, peer, &signing, &url, said).await?;
        }
        let mut tx = node.core.db.write().await?;
        if said.is_some() {
            tx.run(&store::ANSWERS, args![peer.community_id, &peer.inbox, node.core.world.now()]).await?;
        }
        match next {
            Next::Alone(id, _) => drop(tx.run(&store::SENT, args![id]).await?),
            Next::Log((seq, entry, date), _) => {
                tx.run(&store::REACHED, args![peer.community_id, &peer.inbox, seq, entry, &date]).await?;
                (peer.reached, peer.reached_entry, peer.reached_date) = (seq, entry, date);
            }
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Sends an activity.
async fn post(
    node: &Node,
    peer: &mut Peer,
    signing: &Signing,
    url: &Url,
    said: &Value,
) -> std::result::Result<(), Failed> {
    let away = |error: FetchError| Failed::Away(error.to_string(), None);
    let body = said.to_string().into_bytes();
    let now = node.instant();
    let scheme = if peer.takes_rfc9421 { Scheme::Rfc9421 } else { Scheme::Cavage };
    let signed = signing.sign(scheme, &Method::POST, url, Some(&body), now);
    let signed = signed.map_err(|error| Error::Damaged(error.to_string()))?;
    let Delivered { status, retry_after, takes_rfc9421 } =
        node.fetcher().map_err(away)?.post(url, signed, body, PATIENCE).await.map_err(away)?;
    if takes_rfc9421 && !peer.takes_rfc9421 {
        let mut tx = node.core.db.write().await?;
        tx.run(&store::TAKES_RFC9421, args![&peer.host]).await?;
        tx.commit().await?;
        peer.takes_rfc9421 = true;
    }
    match status {
        200..300 => Ok(()),
        401 | 403 | 404 | 410 => Err(Failed::Shut(status.to_string())),
        // It has too much to do.
        408 | 425 | 429 => Err(Failed::Away(status.to_string(), retry_after)),
        // It read this and does not want it; what comes next it may.
        400..500 => Ok(()),
        _ => Err(Failed::Away(status.to_string(), retry_after)),
    }
}

/// What a peer is to hear next.
async fn next(
    node: &Arc<Node>,
    peer: &Peer,
    signing: &Signing,
    said_now: &mut HashMap<(Id, String), i64>,
) -> Result<Option<Next>> {
    let community = peer.community_id;
    let mut tx = node.core.db.snapshot().await?;
    let alone: Option<(Id, String)> = tx.optional(&store::OUTGOING, args![community, &peer.inbox]).await?;
    let follows: Option<(String,)> = tx.optional(&store::AT_INBOX, args![community, &peer.inbox]).await?;
    let after = args![community, peer.reached, peer.reached_entry, &peer.reached_date];
    let changed: Option<Changed> = tx.optional(&store::NEXT_AFTER, after).await?;
    tx.rollback().await?;
    if let Some((id, activity)) = alone {
        let activity = serde_json::from_str(&activity).map_err(|error| Error::Damaged(error.to_string()))?;
        return Ok(Some(Next::Alone(id, activity)));
    }
    let Some(changed) = changed.filter(|_| follows.is_some() || peer.farewell) else { return Ok(None) };
    let (entry, date, made, last, _, seq) = &changed;
    let place = (*seq, *entry, date.clone());
    let object = (*entry, date.clone());
    if seq > made && said_now.get(&object) == Some(last) {
        return Ok(Some(Next::Log(place, None)));
    }
    said_now.insert(object, *last);
    Ok(Some(Next::Log(place, say(node, community, signing, &changed).await?)))
}

/// A date that changed: its activity, itself, by which records it began to travel and last changed, whether it is gone, and
/// which of the two records it is that is looked at.
pub(in crate::link) type Changed = (Id, String, i64, i64, bool, i64);

/// What is said of a date at a place in the log, as it is now; of what nobody heard of and that is gone, nothing.
pub(in crate::link) async fn say(
    node: &Arc<Node>,
    community: Id,
    signing: &Signing,
    (entry, date, made, _, gone, seq): &Changed,
) -> Result<Option<Value>> {
    let said = if *gone { None } else { described(node, community, signing, (*entry, date)).await? };
    let said = match (said, seq > made) {
        (Some(event), true) => Said::Update(Box::new(event)),
        (Some(event), false) => Said::Create(Box::new(event)),
        // It is not to be seen any more, perhaps since a moment ago.
        (None, true) => Said::Delete(signing.address.date(*entry, date)),
        (None, false) => return Ok(None),
    };
    signing.proven(activity(&signing.address, said, *seq), node.instant()).map(Some)
}

/// A date as anybody may see it now, in the community's language.
async fn described(
    node: &Arc<Node>,
    community: Id,
    signing: &Signing,
    date: (Id, &str),
) -> Result<Option<tequio_fediverse::vocabulary::Event>> {
    let viewer = Viewer::Anonymous { community };
    let mut reader = node.core.db.read(&viewer).await?;
    let found: Option<Community> = reader.optional(&communities::store::THIS, args![]).await?;
    let Some(found) = found else { return Ok(None) };
    let visit = Visit::of_node(node, node.doors.canonical_door(), Lang::default());
    let page = found.page_in_its_language(&Page::of(&visit, String::new()));
    Ok(event(&mut reader, &page, &signing.address, date).await?)
}

/// Once an hour: forgets what is over, and who has not answered for a month; and lets dates travel that came near.
///
/// # Errors
/// As the store says.
pub(crate) async fn sweep(node: &Node, tx: &mut Write, now: Micros) -> Result<()> {
    tx.run(&store::SWEEP_SIGNATURES, args![now]).await?;
    tx.run(&store::SWEEP_RECEIVED, args![now - REMEMBERED]).await?;
    tx.run(&store::SWEEP_REMOTE, args![now - REMEMBERED]).await?;
    let dead: Vec<(Id, String)> = tx.all(&store::DEAD_PEERS, args![now - rules::FORGOTTEN]).await?;
    for (community, inbox) in dead {
        jobs::enqueue(tx, &node.core.world, Some(community), &Job::ForgetPeer(inbox), now).await?;
    }
    tx.run(&store::SWEEP_PEERS, args![now]).await?;
    tx.run(&store::SWEEP_HOSTS, args![]).await?;
    network::sweep(tx, now).await?;
    bundles::sweep(tx, now).await?;
    let due: Vec<(Id,)> = tx.all(&store::TO_ADVANCE, args![now, now + rules::NEAR]).await?;
    for (community,) in due {
        jobs::enqueue(tx, &node.core.world, Some(community), &Job::AdvanceTravels, now).await?;
    }
    Ok(())
}

/// Forgets an inbox that has not answered for a month, and with it who followed from there.
///
/// # Errors
/// As the store says.
pub(crate) async fn forget(node: &Node, key: Id, community: Id, inbox: &str) -> Result<()> {
    let mut unit = node.core.begin().await?;
    let since = node.core.world.now() - rules::FORGOTTEN;
    let dead: Option<(String,)> = unit.tx.optional(&store::IS_DEAD, args![community, inbox, since]).await?;
    if dead.is_none() {
        // It answered meanwhile.
        return Ok(unit.tx.rollback().await?);
    }
    let followers: Vec<(String,)> = unit.tx.all(&store::AT_INBOX, args![community, inbox]).await?;
    for (actor,) in followers {
        let key = key.derived(actor.as_bytes());
        unit.execute(community, Caller::plain(Actor::System), key, End { actor }).await?;
    }
    unit.tx.run(&store::DROP_OUTGOING, args![community, inbox]).await?;
    unit.tx.run(&store::DROP_PEER, args![community, inbox]).await?;
    unit.commit().await
}
