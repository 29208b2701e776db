// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What other nodes send: verified, kept where a restart does not lose it, and answered with 202. A job works it through.

use axum::{
    body::to_bytes,
    extract::Request,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use data_encoding::HEXLOWER;
use jiff::Timestamp;
use tequio_fediverse::{
    domain,
    fetch::Budget,
    inbox::{self, Accepted},
    json,
    signature::{self, Claim, Genuine, Policy, Scheme, SignatureError},
    vocabulary::{Activity, ActivityKind, Actor, ReadError, is_activity_json},
};
use url::Url;
use utoipa_axum::routes;

use crate::{
    jobs::{self, Job},
    link::blocks::{self, Standing},
    node::Node,
    spine::{id::Id, log::Hash, refusal::Error, viewer::Viewer},
    store::{StoreError, Write, args},
    web::{Answer, Failure, Here, Routes, Visit, is_too_slow},
};

use super::{
    keys::Signing,
    objects,
    remote::{self, Unknown},
    store,
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(shared)).routes(routes!(own))
}

/// The most bytes of an activity.
pub(in crate::link) const LARGEST: usize = 256 * 1024;
/// So much of one host waits to be worked through, and no more is taken.
const WAITING: i64 = 500;
/// What verifying an activity may fetch. What working it through may is the rest of one budget (`process`).
const REQUESTS: u32 = 4;
/// So many strangers' keys are fetched at once.
pub(crate) const FETCHES: usize = 8;

/// What comes for anybody on this node.
#[utoipa::path(post, path = "/inbox", request_body(content = String, content_type = "application/activity+json"), responses((status = 202), (status = 400), (status = 401), (status = 404), (status = 415)))]
async fn shared(visit: Visit, request: Request) -> Answer {
    // As long as no community is open, nobody has anything to say here.
    Signing::node(&visit.node).await?.ok_or_else(Failure::not_found)?;
    let origin = visit.node.doors.canonical();
    Ok(answered(receive(&visit, &origin, None, request).await))
}

/// What comes for one community.
#[utoipa::path(post, path = "/c/{handle}/inbox", request_body(content = String, content_type = "application/activity+json"), responses((status = 202), (status = 400), (status = 401), (status = 404), (status = 415)))]
async fn own(here: Here, request: Request) -> Answer {
    let viewer = Viewer::Anonymous { community: here.community.id };
    let (reader, _, found) = objects::reading(&here, &viewer).await?;
    drop(reader);
    // What is signed names the host of the community's address, whatever the door.
    let origin = Url::parse(&found.address.0).map(|base| base.origin().ascii_serialization()).unwrap_or_default();
    Ok(answered(receive(&here.visit, &origin, Some(here.community.id), request).await))
}

/// Why something is not taken. It is said in English, to whoever runs the other node.
#[derive(Debug)]
struct Refused(StatusCode, String);

impl Refused {
    fn new(status: StatusCode, why: impl ToString) -> Self {
        Self(status, why.to_string())
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        tracing::error!(%error, "something from another node could not be taken");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "try again later")
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Error::from(error).into()
    }
}

fn answered(received: Result<(), Refused>) -> Response {
    match received {
        Ok(()) => StatusCode::ACCEPTED.into_response(),
        Err(Refused(status, why)) => {
            let mut response = (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], why).into_response();
            if matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
                response.headers_mut().insert(header::RETRY_AFTER, 300.into());
            }
            response
        }
    }
}

/// Takes what came in: for one community, or for any. `origin` is the configured one, for which it must be signed.
async fn receive(visit: &Visit, origin: &str, only: Option<Id>, request: Request) -> Result<(), Refused> {
    let node = &visit.node;
    let (parts, body) = request.into_parts();
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !is_activity_json(kind) {
        return Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "application/activity+json is expected"));
    }
    let body = to_bytes(body, LARGEST).await.map_err(|error| match is_too_slow(&error) {
        true => Refused::new(StatusCode::REQUEST_TIMEOUT, "the body came too slowly"),
        false => Refused::new(StatusCode::PAYLOAD_TOO_LARGE, "no more than 256 KiB are taken"),
    })?;
    let now = node.core.world.now();
    let instant = node.instant();
    let unauthorized = |error: SignatureError| Refused::new(StatusCode::UNAUTHORIZED, error);
    let policy = Policy::new(origin).map_err(unauthorized)?;
    let signed =
        signature::Request { method: &parts.method, target: &visit.path, headers: &parts.headers, body: &body };
    let claim = signature::read(&signed, &policy, instant).map_err(unauthorized)?;
    let unfit = |error: &dyn std::fmt::Display| Refused::new(StatusCode::BAD_REQUEST, error);
    let value = json::read(&body, LARGEST).map_err(|error| unfit(&error))?;
    let activity = match Activity::read(&value) {
        Ok(activity) => activity,
        // Other kinds exist, and are not for us.
        Err(ReadError::Kind { .. }) => return Ok(()),
        Err(error) => return Err(unfit(&error)),
    };
    claim.may_be_of(&activity.actor).map_err(unauthorized)?;
    let host = domain::of_url(&activity.actor).ok_or_else(|| unfit(&"the actor has no host"))?;
    let mut tx = node.core.db.snapshot().await?;
    // Before anything is fetched or written for them. What they publish by way of somebody else is forgotten.
    if is_suspended(&mut tx, &activity.actor, only).await? {
        return Err(Refused::new(StatusCode::FORBIDDEN, format!("nothing of {} is taken here", activity.actor)));
    }
    if activity.kind == ActivityKind::Announce {
        for voice in inbox::voices(&value) {
            if is_suspended(&mut tx, &voice, only).await? {
                return Ok(());
            }
        }
    }
    let known = remote::known(&mut tx, &activity.actor).await?;
    let waiting: Option<(i64,)> = tx.optional(&store::WAITING, args![&host]).await?;
    tx.rollback().await?;
    if inbox::is_strangers_delete(&activity, known.is_some()) {
        return Ok(());
    }
    if waiting.is_some_and(|(waiting,)| waiting >= WAITING) {
        return Err(Refused::new(StatusCode::TOO_MANY_REQUESTS, "more from this host waits already"));
    }
    if node.core.is_read_only() {
        return Err(Refused::new(StatusCode::SERVICE_UNAVAILABLE, "the disk is nearly full"));
    }
    let scheme = claim.scheme();
    let genuine = verified(node, claim, &activity.actor, known, instant).await?;
    let accepted = Accepted::new(&value, &activity.actor).map_err(|error| unfit(&error))?;
    let mark = Hash::of(accepted.key().as_bytes());
    let mut tx = node.core.db.write().await?;
    let replay = genuine.replay();
    let keep = args![&replay.id[..], replay.keep_until.as_microsecond()];
    let is_new = tx.run(&store::NOTE_SIGNATURE, keep).await? == 1;
    if genuine.admit(is_new).is_err() {
        // It was taken when it first came, and is answered as it was then.
        tx.rollback().await?;
        return Ok(());
    }
    tx.run(&store::SEE_REMOTE, args![&activity.actor, now]).await?;
    if scheme == Scheme::Rfc9421 {
        tx.run(&store::TAKES_RFC9421, args![&host]).await?;
    }
    let row = args![&mark.0[..], &host, &activity.actor, value.to_string(), now];
    if tx.run(&store::RECEIVE, row).await? == 1 {
        let job = Job::TakeActivity(HEXLOWER.encode(&mark.0));
        jobs::enqueue(&mut tx, &node.core.world, None::<Id>, &job, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Whether all to whom something comes have suspended somebody.
async fn is_suspended(tx: &mut Write, voice: &str, only: Option<Id>) -> Result<bool, StoreError> {
    if let Some(community) = only {
        return Ok(blocks::standing(tx, community, voice).await? == Standing::Suspended);
    }
    let standings = blocks::standings(tx, voice).await?;
    Ok(!standings.is_empty() && standings.values().all(|standing| *standing == Standing::Suspended))
}

/// Verifies a signature by the actor's key: the one that is known, or one that is fetched.
async fn verified(
    node: &Node,
    claim: Claim,
    actor: &str,
    known: Option<(Actor, i64)>,
    now: Timestamp,
) -> Result<Genuine, Refused> {
    // Whoever is known by a bundle alone is so to one community, and not to the network.
    if let Some((document, at)) = known.filter(|(_, at)| *at > 0) {
        let fetched = Timestamp::from_microsecond(at).unwrap_or_default();
        match by_key_of(&document, claim.clone(), actor) {
            Ok(genuine) => return Ok(genuine),
            // It may have another key by now; that is looked after once in a while.
            Err(error) if !inbox::may_refresh_key(fetched, now) => {
                return Err(Refused::new(StatusCode::UNAUTHORIZED, error));
            }
            Err(_) => {}
        }
    }
    let Ok(_place) = node.strangers.try_acquire() else {
        return Err(Refused::new(StatusCode::SERVICE_UNAVAILABLE, "too many keys are being fetched"));
    };
    let mut budget = Budget { requests: REQUESTS, ..Budget::default() };
    match remote::fetch(node, actor, &mut budget).await {
        Ok(document) => {
            by_key_of(&document, claim, actor).map_err(|error| Refused::new(StatusCode::UNAUTHORIZED, error))
        }
        Err(Unknown::Fetch(error)) => {
            Err(Refused::new(StatusCode::UNAUTHORIZED, format!("the key of {actor} could not be fetched: {error}")))
        }
        Err(Unknown::Node(error)) => Err(error.into()),
    }
}

fn by_key_of(document: &Actor, claim: Claim, actor: &str) -> Result<Genuine, SignatureError> {
    let id = claim.key_id().to_string();
    let key = document.key(&id).ok_or_else(|| SignatureError::KeyOwner { key: id.clone(), actor: actor.to_owned() })?;
    claim.verify(key, actor)
}
