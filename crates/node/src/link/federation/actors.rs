// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Who we are on the network: a community as an actor, the node as one, and how both are found (WebFinger, NodeInfo).

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use tequio_fediverse::{
    discovery::{Jrd, NodeInfo, Resource, Usage, WellKnown},
    key::PublicKey,
    signature::ActorKey,
    vocabulary::{Actor as Document, ActorKind, RFC_9421},
};
use url::Url;
use utoipa_axum::routes;

use crate::{
    node::Node,
    spine::{keys::KeyError, refusal::Error, viewer::Viewer, world::Micros},
    store::{Reader, args},
    web::{Answer, Failure, Here, Query, Routes, Visit, door::authority, visit::Community},
};

use super::{Address, keys::Signing, objects, store};

pub(super) fn routes() -> Routes {
    Routes::new()
        .routes(routes!(node_actor))
        .routes(routes!(webfinger))
        .routes(routes!(well_known))
        .routes(routes!(node_info))
}

/// A community as an actor.
#[derive(Debug)]
pub(crate) struct Actor {
    pub(crate) address: Address,
    rsa: String,
    ed25519: String,
    pub(crate) opened_at: Micros,
    /// What it was called before it moved.
    formerly: Option<String>,
}

/// The community that is looked at as an actor, if it is open to the network.
pub(crate) async fn actor(reader: &mut Reader) -> crate::store::Result<Option<Actor>> {
    let row: Option<(String, String, String, Micros, Option<String>)> = reader.optional(&store::OWN, args![]).await?;
    Ok(row.map(|(base, rsa, ed25519, opened_at, formerly)| Actor {
        address: Address(base),
        rsa,
        ed25519,
        opened_at,
        formerly,
    }))
}

/// The keys of an actor as its document lists them.
fn listed(address: &Address, rsa: PublicKey, ed25519: PublicKey) -> Vec<ActorKey> {
    let key = |id: String, key| ActorKey { id, owner: address.actor(), key };
    vec![key(address.rsa(), rsa), key(address.ed25519(), ed25519)]
}

/// The document of a community, for another node.
pub(crate) async fn described(here: &Here) -> Answer {
    let viewer = Viewer::Anonymous { community: here.community.id };
    let (_, _, actor) = objects::reading(here, &viewer).await?;
    objects::answer(&document(here.node(), &here.community, actor)?.to_value())
}

/// How a community describes itself.
pub(in crate::link) fn document(node: &Node, community: &Community, actor: Actor) -> Result<Document, Error> {
    let Actor { address, rsa, ed25519, opened_at, formerly } = actor;
    let key = |text: &str| PublicKey::from_multikey(text).map_err(|_| Error::from(KeyError::Malformed));
    let mut document = Document::new(ActorKind::Group, &address.actor(), &address.of("/inbox"));
    document.preferred_username = Some(community.handle.clone());
    document.name = Some(community.name.clone());
    document.summary = Some(objects::escaped(&community.municipality));
    document.url = Some(address.actor());
    document.shared_inbox = Some(format!("{}/inbox", node.doors.canonical()));
    document.outbox = Some(address.of("/outbox"));
    document.followers = Some(address.of("/followers"));
    document.upcoming_events = Some(address.of("/upcoming"));
    document.keys = listed(&address, key(&rsa)?, key(&ed25519)?);
    document.implements = vec![RFC_9421.to_owned()];
    document.published = Timestamp::from_microsecond(opened_at).ok();
    document.also_known_as = formerly.into_iter().collect();
    let left = community.left_at.and(community.moves_to.clone());
    let renamed = crate::spine::communities::rules::own_host(&address.0).is_none();
    document.moved_to = left.map(|to| Address(to).actor()).filter(|to| renamed && *to != document.id);
    Ok(document)
}

/// The address of which the node's own identifiers are made.
pub(super) fn of_node(node: &Node) -> Address {
    Address(format!("{}/actor", node.doors.canonical()))
}

/// The node as an actor: it signs what it fetches, and belongs to nobody.
#[utoipa::path(get, path = "/actor", responses((status = 200, content_type = "application/activity+json"), (status = 404)))]
async fn node_actor(visit: Visit) -> Answer {
    let signing = Signing::node(&visit.node).await?.ok_or_else(Failure::not_found)?;
    let (rsa, ed25519) = signing.public();
    let address = signing.address;
    let inbox = format!("{}/inbox", visit.node.doors.canonical());
    let mut document = Document::new(ActorKind::Application, &address.actor(), &inbox);
    document.preferred_username = Some(visit.node.doors.origin.host_str().unwrap_or_default().to_owned());
    document.shared_inbox = Some(inbox);
    document.url = Some(format!("{}/", visit.node.doors.canonical()));
    document.approves_followers = true;
    document.keys = listed(&address, rsa, ed25519);
    document.implements = vec![RFC_9421.to_owned()];
    objects::answer(&document.to_value())
}

/// Who is asked for.
#[derive(Debug, Deserialize)]
struct Asked {
    resource: String,
}

fn json(kind: &'static str, value: &Value) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], value.to_string()).into_response()
}

/// Finds an actor of this node by its account or its address (RFC 7033); by the node's own address, the node (FEP-d556).
/// What stands in an answer is what was configured, and nothing of what was asked.
#[utoipa::path(get, path = "/.well-known/webfinger", params(("resource" = String, Query)), responses((status = 200, content_type = "application/jrd+json"), (status = 400), (status = 404)))]
async fn webfinger(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let resource: Resource =
        asked.resource.parse().map_err(|_| Failure::new(StatusCode::BAD_REQUEST, "error-webfinger"))?;
    let mut reader = visit.node.core.db.read(&Viewer::Node).await?;
    if resource.is_server(&visit.node.doors.origin) && Signing::node(&visit.node).await?.is_some() {
        let (subject, actor) = (format!("{}/", visit.node.doors.canonical()), of_node(&visit.node).actor());
        return Ok(json("application/jrd+json", &Jrd::of_actor(&subject, &actor, None).to_value()));
    }
    let base: Option<(String,)> = match &resource {
        Resource::Account(account) => {
            let handle = account.name.to_ascii_lowercase();
            let base: Option<(String,)> = reader.optional(&store::BASE_OF, args![handle]).await?;
            // An account is of the host that stands in its community's address, and of no other one of our names.
            base.filter(|(base,)| Url::parse(base).is_ok_and(|base| authority(&base) == account.host))
        }
        Resource::Url(url) => {
            let actor = url.as_str();
            match reader.optional(&store::BASE_BY_ACTOR, args![actor]).await? {
                Some(base) => Some(base),
                None => reader.optional(&store::BASE_BY_ACTOR, args![actor.trim_end_matches('/')]).await?,
            }
        }
    };
    let (base,) = base.ok_or_else(Failure::not_found)?;
    let actor = Address(base.clone()).actor();
    let handle: Option<(String,)> = reader.optional(&store::HANDLE_OF, args![&actor]).await?;
    let (handle,) = handle.ok_or_else(Failure::not_found)?;
    let host = Url::parse(&base).map(|base| authority(&base)).unwrap_or_default();
    let jrd = Jrd::of_actor(&format!("acct:{handle}@{host}"), &actor, Some(&actor));
    Ok(json("application/jrd+json", &jrd.to_value()))
}

/// How many communities are open, and how many members all have.
async fn usage(visit: &Visit) -> Result<(i64, i64), Failure> {
    let mut reader = visit.node.core.db.read(&Viewer::Node).await?;
    let row: Option<(i64, i64)> = reader.optional(&store::USAGE, args![]).await?;
    Ok(row.unwrap_or_default())
}

/// Where what the node says of itself is, and who it is (NodeInfo, FEP-2677).
#[utoipa::path(get, path = "/.well-known/nodeinfo", responses((status = 200, content_type = "application/json")))]
async fn well_known(visit: Visit) -> Answer {
    let url = |path: &str| Url::parse(&format!("{}{path}", visit.node.doors.canonical())).ok();
    let is_open = Signing::node(&visit.node).await?.is_some();
    let known = WellKnown { document: url("/nodeinfo/2.1"), application: url("/actor").filter(|_| is_open) };
    Ok(json("application/json", &known.to_value()))
}

/// What the node runs, and how much happens here (NodeInfo 2.1).
#[utoipa::path(get, path = "/nodeinfo/2.1", responses((status = 200, content_type = "application/json")))]
async fn node_info(visit: Visit) -> Answer {
    let (open, members) = usage(&visit).await?;
    let info = NodeInfo {
        software: "tequio".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        repository: None,
        protocols: if open > 0 { vec!["activitypub".to_owned()] } else { Vec::new() },
        open_registrations: false,
        usage: Usage { total: u64::try_from(members).ok(), ..Usage::default() },
        name: None,
    };
    Ok(json("application/json", &info.to_value()))
}
