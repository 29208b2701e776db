// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Actors of other nodes: fetched by the guarded fetcher, signed by the node, and kept as they described themselves.

use axum::http::Method;
use jiff::Timestamp;
use tequio_fediverse::{
    fetch::{Budget, FetchError, Fetcher},
    signature::Scheme,
    vocabulary::Actor,
};
use url::Url;

use crate::{
    node::Node,
    spine::{refusal::Error, world::Micros},
    store::{StoreError, Write, args},
};

use super::{keys::Signing, store};

/// More than this nobody needs to say of themselves.
const LARGEST: usize = 64 * 1024;

/// Why an actor is not known.
#[derive(Debug, thiserror::Error)]
pub(in crate::link) enum Unknown {
    /// It could not be fetched.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// The node itself could not do it.
    #[error(transparent)]
    Node(#[from] Error),
}

impl From<StoreError> for Unknown {
    fn from(error: StoreError) -> Self {
        Self::Node(error.into())
    }
}

/// An actor as it last described itself, and when it was fetched from where it is: never, if it is known by a bundle alone.
pub(in crate::link) async fn known(tx: &mut Write, id: &str) -> Result<Option<(Actor, Micros)>, StoreError> {
    let row: Option<(String, Micros)> = tx.optional(&store::REMOTE, args![id]).await?;
    let read = |(document, at): (String, Micros)| Some((Actor::read(&serde_json::from_str(&document).ok()?).ok()?, at));
    Ok(row.and_then(read))
}

/// Keeps how an actor describes itself: what we need of it. `fetched` is when it said so where it is.
pub(super) async fn keep(tx: &mut Write, actor: &Actor, fetched: Micros, now: Micros) -> Result<(), StoreError> {
    let brief = Actor { summary: None, icon: None, also_known_as: Vec::new(), ..actor.clone() };
    let document = brief.to_value().to_string();
    if document.len() <= LARGEST {
        tx.run(&store::KEEP_REMOTE, args![&actor.id, document, fetched, now]).await?;
    }
    Ok(())
}

/// Fetches an actor and keeps it.
pub(in crate::link) async fn fetch(node: &Node, id: &str, budget: &mut Budget) -> Result<Actor, Unknown> {
    let url = Url::parse(id).map_err(|_| FetchError::Key(id.to_owned()))?;
    let now = node.core.world.now();
    let signed = Signed::by(node).await?;
    let actor = node.fetcher()?.actor(&url, budget, signed.sign().as_deref()).await?;
    if actor.id != id {
        return Err(FetchError::OtherId { at: id.to_owned(), id: Some(actor.id) }.into());
    }
    let mut tx = node.core.db.write().await?;
    keep(&mut tx, &actor, now, now).await?;
    tx.commit().await?;
    Ok(actor)
}

/// The node's signature under what it fetches: some answer nobody else.
pub(in crate::link) struct Signed(Option<Signing>, Timestamp);

pub(in crate::link) type Sign<'a> = Box<
    dyn Fn(&Method, &Url) -> Result<axum::http::HeaderMap, tequio_fediverse::signature::SignatureError>
        + Send
        + Sync
        + 'a,
>;

impl Signed {
    pub(in crate::link) async fn by(node: &Node) -> Result<Self, Error> {
        Ok(Self(Signing::node(node).await?, node.instant()))
    }

    pub(in crate::link) fn sign(&self) -> Option<Sign<'_>> {
        let signing = self.0.as_ref()?;
        let now = self.1;
        Some(Box::new(move |method, url| signing.sign(Scheme::Cavage, method, url, None, now)))
    }
}

/// Where activities for an actor go: to itself, and where what is for everybody on its server goes. Both are at its own host:
/// nobody has us knock at somebody else's door.
pub(in crate::link) fn inboxes(actor: &Actor, fetcher: &Fetcher) -> Option<(Url, Url)> {
    let own = Url::parse(&actor.id).ok()?;
    let there = |text: &str| {
        Url::parse(text).ok().filter(|url| url.origin() == own.origin() && fetcher.access().check(url).is_ok())
    };
    let inbox = there(&actor.inbox)?;
    let shared = actor.shared_inbox.as_deref().and_then(there).unwrap_or_else(|| inbox.clone());
    Some((inbox, shared))
}
