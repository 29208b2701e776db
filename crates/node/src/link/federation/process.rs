// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Working through what came in. Each activity is worked through once, by whatever way and however often it came; what it is
//! about is looked up among ours, and everything that has to be fetched comes out of one budget.

use std::sync::Arc;

use data_encoding::HEXLOWER;
use serde_json::Value;
use tequio_fediverse::{
    domain,
    fetch::Budget,
    inbox::{About, Accepted},
    vocabulary::{Activity, ActivityKind, Actor, Reference},
};
use url::Url;

use crate::{
    act::agenda::{self, Elsewhere, Join, Reply, Withdraw},
    link::{
        blocks::{self, Knock, Standing, Wish},
        network, reports,
    },
    node::Node,
    spine::{
        command::{Caller, Unit},
        hidden::one_line,
        id::Id,
        log::{self, Actor as By},
        refusal::{Error, Kind, Result},
    },
    store::args,
};

use super::{
    Accept, Address, End,
    keys::Signing,
    remote::{self, Unknown},
    store,
};

/// What one activity may fetch beside its key.
const REQUESTS: u32 = 16;
/// So many inboxes of one host a community delivers to. Servers have one for all of theirs.
const INBOXES: i64 = 50;
/// So much waits for one inbox alone.
const OUTGOING: i64 = 200;

/// An activity that is being worked through.
struct Coming<'a> {
    node: &'a Arc<Node>,
    /// The job's: of what is done twice, the second time changes nothing.
    key: Id,
    accepted: Accepted,
    budget: Budget,
    /// Whether it came by a bundle, and not by the network.
    carried: bool,
}

/// Works through what came in. `mark` is by what it is known.
///
/// # Errors
/// What may go well later.
pub(crate) async fn take(node: &Arc<Node>, key: Id, mark: &str) -> Result<()> {
    let mark = HEXLOWER.decode(mark.as_bytes()).map_err(|error| Error::Damaged(error.to_string()))?;
    let mut tx = node.core.db.snapshot().await?;
    let row: Option<(String, Option<String>)> = tx.optional(&store::RECEIVED, args![&mark]).await?;
    tx.rollback().await?;
    let Some((actor, Some(activity))) = row else { return Ok(()) };
    let value: Value = serde_json::from_str(&activity).map_err(|error| Error::Damaged(error.to_string()))?;
    if let Ok(accepted) = Accepted::new(&value, &actor) {
        let budget = Budget { requests: REQUESTS, ..Budget::default() };
        Coming { node, key, accepted, budget, carried: false }.done().await?;
    }
    let mut tx = node.core.db.write().await?;
    tx.run(&store::WORKED_THROUGH, args![&mark]).await?;
    Ok(tx.commit().await?)
}

/// Works through an activity that a bundle carried. Nothing is fetched for it: there may be no network.
///
/// # Errors
/// What may go well later.
pub(in crate::link) async fn carried(node: &Arc<Node>, key: Id, accepted: Accepted) -> Result<()> {
    let budget = Budget { requests: 0, ..Budget::default() };
    Coming { node, key, accepted, budget, carried: true }.done().await
}

impl Coming<'_> {
    async fn done(self) -> Result<()> {
        match self.work_through().await {
            // The rules say no, or it cannot be had: that is how it stays.
            Err(Error::Refused(refusal)) if refusal.kind != Kind::ReadOnly => {
                tracing::debug!(refusal = refusal.message, "something from another node changes nothing");
                Ok(())
            }
            done => done,
        }
    }

    async fn work_through(mut self) -> Result<()> {
        let activity = self.accepted.activity().clone();
        match activity.kind {
            ActivityKind::Follow => self.follow(&activity).await,
            ActivityKind::Undo => self.undo(&activity).await,
            ActivityKind::Join => self.join(&activity).await,
            ActivityKind::Leave => self.leave(&activity.actor, activity.object().and_then(Reference::id)).await,
            ActivityKind::Flag => reports::take(self.node, self.key, &activity).await,
            kind => {
                if kind == ActivityKind::Delete && activity.object().and_then(Reference::id) == Some(&activity.actor) {
                    self.gone(&activity.actor).await?;
                }
                if kind == ActivityKind::Update {
                    self.update(&activity.actor).await?;
                }
                let actor = if kind == ActivityKind::Accept { self.actor().await? } else { None };
                network::take(self.node, self.key, &self.accepted, actor.as_ref(), &mut self.budget).await
            }
        }
    }

    /// Who does not want any more what they wait for, or has it by now, waits no longer: for the thing of this name or by the
    /// request of this name, or for anything.
    async fn waits_no_more(&self, actor: &str, named: Option<&str>) -> Result<()> {
        let mut tx = self.node.core.db.snapshot().await?;
        let waiting: Vec<(Id, Id, String, String)> = tx.all(&blocks::store::OF_ACTOR, args![actor]).await?;
        tx.rollback().await?;
        for (community, knock, object, asked) in waiting {
            if named.is_none_or(|named| named == object || named == asked) {
                let command = blocks::Answer { knock, accepted: false };
                let key = self.key.derived(knock.as_bytes());
                self.node.core.execute(community, Caller::plain(By::System), key, command).await?;
            }
        }
        Ok(())
    }

    /// The community that an identifier names, if it is open to the network.
    async fn community(&self, id: Option<&str>) -> Result<Option<(Id, Address)>> {
        let Some(id) = id else { return Ok(None) };
        let mut tx = self.node.core.db.snapshot().await?;
        let row: Option<(Id, String)> = tx.optional(&store::BY_ACTOR, args![id]).await?;
        tx.rollback().await?;
        Ok(row.map(|(community, base)| (community, Address(base))))
    }

    /// The actor who speaks.
    async fn actor(&mut self) -> Result<Option<Actor>> {
        let id = self.accepted.activity().actor.clone();
        let mut tx = self.node.core.db.snapshot().await?;
        let known = remote::known(&mut tx, &id).await?;
        tx.rollback().await?;
        if let Some((actor, _)) = known {
            return Ok(Some(actor));
        }
        match remote::fetch(self.node, &id, &mut self.budget).await {
            Ok(actor) => Ok(Some(actor)),
            Err(Unknown::Fetch(_)) => Ok(None),
            Err(Unknown::Node(error)) => Err(error),
        }
    }

    /// Somebody wants to follow a community. Whoever does already is told so again: the first answer may be lost.
    async fn follow(&mut self, activity: &Activity) -> Result<()> {
        let Some((community, address)) = self.community(activity.object().and_then(Reference::id)).await? else {
            return Ok(());
        };
        let Some(actor) = self.actor().await? else { return Ok(()) };
        let fetcher = self.node.fetcher().map_err(|error| Error::Damaged(error.to_string()))?;
        let Some((inbox, delivery)) = remote::inboxes(&actor, fetcher) else { return Ok(()) };
        let Some(host) = domain::of_url(&actor.id) else { return Ok(()) };
        let asked = activity.id.clone().unwrap_or_default();
        let mut unit = self.node.core.begin().await?;
        // One after the other, so that those that come at once are counted.
        let _: Vec<(i64,)> = unit.tx.all(&log::store::LOCK_COMMUNITY, args![community]).await?;
        let there: Option<(Id,)> = unit.tx.optional(&store::FOLLOWER, args![community, &actor.id]).await?;
        match blocks::standing(&mut unit.tx, community, &actor.id).await? {
            Standing::Suspended => return Ok(unit.tx.rollback().await?),
            Standing::Limited if there.is_none() => {
                let object = address.actor();
                let knock = knock(Wish::Follow, &actor, &host, asked, object, (&inbox, &delivery));
                unit.execute(community, Caller::plain(By::System), self.key, knock).await?;
                return unit.commit().await;
            }
            _ => {}
        }
        let who = (actor.id.as_str(), asked.as_str());
        let Some(said) = welcome(&mut unit, community, self.key, who, (delivery.as_str(), &host)).await? else {
            return Ok(unit.tx.rollback().await?);
        };
        if there.is_none() && actor.takes_rfc9421() {
            unit.tx.run(&store::TAKES_RFC9421, args![&host]).await?;
        }
        self.answer(&mut unit, community, said, (inbox.as_str(), &host), activity).await?;
        unit.commit().await?;
        self.waits_no_more(&actor.id, Some(&address.actor())).await
    }

    /// The date of an activity of ours that an identifier names, and whose.
    async fn date(&self, id: &str) -> Result<Option<(Id, Id, String)>> {
        let Some((base, _)) = id.split_once("/act/agenda/") else { return Ok(None) };
        let address = Address(base.to_owned());
        let found = self.community(Some(&address.actor())).await?;
        Ok(found.zip(address.which(id)).map(|((community, _), (entry, date))| (community, entry, date)))
    }

    /// Somebody wants to come: by the same way as who replies on the page, with the same places. Who asked before hears the
    /// same again.
    async fn join(&mut self, activity: &Activity) -> Result<()> {
        let object = activity.object().and_then(Reference::id).unwrap_or_default();
        let Some((community, entry, date)) = self.date(object).await? else { return Ok(()) };
        let mut tx = self.node.core.db.snapshot().await?;
        let standing = blocks::standing(&mut tx, community, &activity.actor).await?;
        let own: Option<(Id, String)> =
            tx.optional(&agenda::store::REPLY_OF, args![entry, &date, &activity.actor]).await?;
        tx.rollback().await?;
        if standing == Standing::Suspended {
            return Ok(());
        }
        let Some(actor) = self.actor().await? else { return Ok(()) };
        let fetcher = self.node.fetcher().map_err(|error| Error::Damaged(error.to_string()))?;
        let (Some((inbox, delivery)), Some(host)) = (remote::inboxes(&actor, fetcher), domain::of_url(&actor.id))
        else {
            return Ok(());
        };
        let asked = activity.id.clone().unwrap_or_default();
        // Who has a place already hears so again.
        if standing == Standing::Limited && own.is_none_or(|(_, state)| state == "left") {
            let knock = knock(Wish::Join, &actor, &host, asked, object.to_owned(), (&inbox, &delivery));
            let system = Caller::plain(By::System);
            return self.node.core.execute(community, system, self.key, knock).await.map(drop);
        }
        let reply = Reply { entry, date: date.clone(), name: called(&actor, &host), note: String::new() };
        let elsewhere = Elsewhere { actor: actor.id.clone(), asked };
        seat(self.node, community, self.key, Join { reply, elsewhere }).await?;
        let mut unit = self.node.core.begin().await?;
        let said = seated(&mut unit, entry, &date, &actor.id).await?;
        self.answer(&mut unit, community, said, (inbox.as_str(), &host), activity).await?;
        unit.commit().await?;
        self.waits_no_more(&actor.id, Some(object)).await
    }

    /// Somebody will not come. Only their own reply is looked for.
    async fn leave(&self, actor: &str, object: Option<&str>) -> Result<()> {
        let Some(object) = object else { return Ok(()) };
        self.waits_no_more(actor, Some(object)).await?;
        let Some((community, entry, date)) = self.date(object).await? else { return Ok(()) };
        let mut tx = self.node.core.db.snapshot().await?;
        let own: Option<(Id, String)> = tx.optional(&agenda::store::REPLY_OF, args![entry, &date, actor]).await?;
        tx.rollback().await?;
        match own {
            Some((reply, state)) if state != "left" => self.withdraw(community, reply).await,
            _ => Ok(()),
        }
    }

    async fn withdraw(&self, community: Id, reply: Id) -> Result<()> {
        // Their signature is what a private link is to who has no account anywhere.
        let command = Withdraw { reply, by_link: true };
        let key = self.key.derived(reply.as_bytes());
        self.node.core.execute(community, Caller::plain(By::Guest), key, command).await.map(drop)
    }

    /// Sends an answer about an activity to who sent it.
    async fn answer(
        &self,
        unit: &mut Unit<'_>,
        community: Id,
        kind: ActivityKind,
        (inbox, host): (&str, &str),
        about: &Activity,
    ) -> Result<()> {
        answer(self.node, self.key, unit, community, kind, (inbox, host), about).await
    }

    /// Somebody takes back what they did.
    async fn undo(&self, activity: &Activity) -> Result<()> {
        let communities = self.followed_by(&activity.actor).await?;
        let undone = match self.accepted.about() {
            About::Own(value) => match Activity::read(value) {
                Ok(undone) if undone.kind == ActivityKind::Follow => {
                    let object = undone.object().and_then(Reference::id).map(str::to_owned);
                    if let Some(object) = &object {
                        self.waits_no_more(&activity.actor, Some(object)).await?;
                    }
                    self.community(object.as_deref()).await?.map(|(community, _)| community)
                }
                Ok(undone) if undone.kind == ActivityKind::Join => {
                    return self.leave(&activity.actor, undone.object().and_then(Reference::id)).await;
                }
                _ => None,
            },
            // By its identifier alone.
            About::Reference(id) => {
                self.waits_no_more(&activity.actor, Some(id)).await?;
                let mut tx = self.node.core.db.snapshot().await?;
                let asked: Option<(Id,)> = tx.optional(&store::ASKED_BY, args![&activity.actor, id]).await?;
                tx.rollback().await?;
                asked.map(|(community,)| community)
            }
            _ => None,
        };
        match undone.filter(|community| communities.contains(community)) {
            Some(community) => self.end(community, &activity.actor).await,
            None => Ok(()),
        }
    }

    /// An actor is gone, and follows nobody any more.
    async fn gone(&self, actor: &str) -> Result<()> {
        self.waits_no_more(actor, None).await?;
        for community in self.followed_by(actor).await? {
            self.end(community, actor).await?;
        }
        let mut tx = self.node.core.db.snapshot().await?;
        let replies: Vec<(Id, Id)> = tx.all(&agenda::store::OF_ACTOR, args![actor, self.node.core.world.now()]).await?;
        tx.rollback().await?;
        for (community, reply) in replies {
            self.withdraw(community, reply).await?;
        }
        let mut tx = self.node.core.db.write().await?;
        tx.run(&store::FORGET_REMOTE, args![actor]).await?;
        Ok(tx.commit().await?)
    }

    /// An actor describes itself anew.
    async fn update(&self, actor: &str) -> Result<()> {
        let About::Own(value) = self.accepted.about() else { return Ok(()) };
        match Actor::read(value) {
            Ok(document) if document.id == actor => {
                let now = self.node.core.world.now();
                let mut tx = self.node.core.db.write().await?;
                // What nothing is fetched for was carried here, and is no newer than what was fetched.
                let fetched = match remote::known(&mut tx, actor).await? {
                    _ if !self.carried => now,
                    known => known.map_or(0, |(_, at)| at),
                };
                remote::keep(&mut tx, &document, fetched, now).await?;
                Ok(tx.commit().await?)
            }
            _ => Ok(()),
        }
    }

    async fn followed_by(&self, actor: &str) -> Result<Vec<Id>> {
        let mut tx = self.node.core.db.snapshot().await?;
        let communities: Vec<(Id,)> = tx.all(&store::FOLLOWED_BY, args![actor]).await?;
        tx.rollback().await?;
        Ok(communities.into_iter().map(|(community,)| community).collect())
    }

    async fn end(&self, community: Id, actor: &str) -> Result<()> {
        let command = End { actor: actor.to_owned() };
        let key = self.key.derived(community.as_bytes());
        self.node.core.execute(community, Caller::plain(By::System), key, command).await.map(drop)
    }
}

/// What an actor is called where it is from.
fn called(actor: &Actor, host: &str) -> String {
    format!("{}@{host}", actor.preferred_username.as_deref().unwrap_or_default())
}

/// Somebody who is limited, and waits.
fn knock(
    wish: Wish,
    actor: &Actor,
    host: &str,
    asked: String,
    object: String,
    (inbox, delivery): (&Url, &Url),
) -> Knock {
    let name = one_line(&called(actor, host)).chars().take(140).collect();
    let (inbox, delivery) = (inbox.to_string(), delivery.to_string());
    Knock { wish, actor: actor.id.clone(), name, asked, object, inbox, delivery }
}

/// Lets somebody follow who does not yet; nothing where their host has too many inboxes.
pub(in crate::link) async fn welcome(
    unit: &mut Unit<'_>,
    community: Id,
    key: Id,
    (actor, asked): (&str, &str),
    (delivery, host): (&str, &str),
) -> Result<Option<ActivityKind>> {
    let there: Option<(Id,)> = unit.tx.optional(&store::FOLLOWER, args![community, actor]).await?;
    if there.is_none() {
        let known: Option<(i64,)> = unit.tx.optional(&store::PEERS_AT, args![community, host]).await?;
        if known.is_some_and(|(known,)| known >= INBOXES) {
            return Ok(None);
        }
        let command = Accept { actor: actor.to_owned(), asked: asked.to_owned(), delivery: delivery.to_owned() };
        unit.execute(community, Caller::plain(By::System), key, command).await?;
        // They are told of what happens from now on.
        let head: Option<(i64, Vec<u8>)> = unit.tx.optional(&log::store::HEAD, args![community]).await?;
        add_peer(unit, community, delivery, host, head.map_or(0, |(seq, _)| seq)).await?;
    }
    Ok(Some(ActivityKind::Accept))
}

/// Gives somebody of another node a place, if the rules do.
pub(in crate::link) async fn seat(node: &Node, community: Id, key: Id, join: Join) -> Result<()> {
    match node.core.execute(community, Caller::plain(By::System), key, join).await {
        // There already, or not: what stands says which.
        Err(Error::Refused(refusal)) if refusal.kind != Kind::ReadOnly => Ok(()),
        done => done.map(drop),
    }
}

/// What somebody hears who asked for a place.
pub(in crate::link) async fn seated(unit: &mut Unit<'_>, entry: Id, date: &str, actor: &str) -> Result<ActivityKind> {
    let own: Option<(Id, String)> = unit.tx.optional(&agenda::store::REPLY_OF, args![entry, date, actor]).await?;
    Ok(own.map_or(ActivityKind::Reject, |(_, state)| answer_of(&state)))
}

/// What somebody hears whose reply is so.
fn answer_of(state: &str) -> ActivityKind {
    match state {
        "going" => ActivityKind::Accept,
        "waiting" => ActivityKind::TentativeAccept,
        _ => ActivityKind::Reject,
    }
}

/// Tells somebody of another node that there is a place for them now. `key` is the job's.
///
/// # Errors
/// As the store says.
pub(crate) async fn answer_join(node: &Arc<Node>, key: Id, community: Id, reply: Id) -> Result<()> {
    let mut tx = node.core.db.snapshot().await?;
    let row: Option<(String, String, Id, String, String)> =
        tx.optional(&agenda::store::ELSEWHERE, args![community, reply]).await?;
    let known = match &row {
        Some((actor, ..)) => remote::known(&mut tx, actor).await?,
        None => None,
    };
    tx.rollback().await?;
    let Some((id, asked, entry, date, state)) = row else { return Ok(()) };
    let actor = match known {
        Some((actor, _)) => actor,
        None => match remote::fetch(node, &id, &mut Budget::default()).await {
            Ok(actor) => actor,
            Err(Unknown::Fetch(error)) => return Err(Error::Damaged(error.to_string())),
            Err(Unknown::Node(error)) => return Err(error),
        },
    };
    let Some(signing) = Signing::community(node, community).await? else { return Ok(()) };
    let fetcher = node.fetcher().map_err(|error| Error::Damaged(error.to_string()))?;
    let (Some((inbox, _)), Some(host)) = (remote::inboxes(&actor, fetcher), domain::of_url(&id)) else { return Ok(()) };
    let object = Reference::Id(signing.address.date(entry, &date));
    let join = Activity::new(ActivityKind::Join, &asked, &id, object);
    let mut unit = node.core.begin().await?;
    answer(node, key, &mut unit, community, answer_of(&state), (inbox.as_str(), &host), &join).await?;
    unit.commit().await
}

/// Sends an answer about an activity to who sent it. `key` makes it the same answer each time.
pub(in crate::link) async fn answer(
    node: &Node,
    key: Id,
    unit: &mut Unit<'_>,
    community: Id,
    kind: ActivityKind,
    (inbox, host): (&str, &str),
    about: &Activity,
) -> Result<()> {
    let Some(signing) = Signing::community(node, community).await? else { return Ok(()) };
    let actor = signing.address.actor();
    let asked = Activity {
        objects: about.objects.iter().filter_map(|object| object.id().map(|id| Reference::Id(id.to_owned()))).collect(),
        content: None,
        ..about.clone()
    };
    let mut object = asked.to_value();
    if let Some(members) = object.as_object_mut() {
        members.remove("@context");
    }
    let id = format!("{actor}#{}-{key}", kind.name().to_ascii_lowercase());
    let mut answer = Activity::new(kind, &id, &actor, Reference::Embedded(object));
    answer.to = vec![about.actor.clone()];
    let answer = signing.proven(answer.to_value(), node.instant())?;
    send(unit, community, (inbox, host), key.derived(b"answer"), &answer, node.core.world.now()).await
}

/// Notes an inbox to which a community delivers.
async fn add_peer(unit: &mut Unit<'_>, community: Id, inbox: &str, host: &str, reached: i64) -> Result<()> {
    let last = Id::from_bytes([0xff; 16]);
    unit.tx.run(&store::ADD_PEER, args![community, inbox, host, reached, last]).await?;
    Ok(())
}

/// Sends something to one inbox alone.
pub(in crate::link) async fn send(
    unit: &mut Unit<'_>,
    community: Id,
    (inbox, host): (&str, &str),
    id: Id,
    activity: &Value,
    now: i64,
) -> Result<()> {
    let waiting: Option<(i64,)> = unit.tx.optional(&store::OUTGOING_COUNT, args![community, inbox]).await?;
    if waiting.is_some_and(|(waiting,)| waiting >= OUTGOING) {
        return Ok(());
    }
    add_peer(unit, community, inbox, host, 0).await?;
    unit.tx.run(&store::SEND, args![id, community, inbox, activity.to_string(), now]).await?;
    Ok(())
}
