// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What an activity may say, given who is proven to have sent it.
//!
//! An HTTP signature ([`crate::signature`]) or the activity's own proof ([`author_by_proof`]) says who
//! speaks. [`Accepted::new`] then holds every claim against that: ids belong to their origin (FEP-fe34), and
//! what somebody says about other people's things is a reference to be looked up, never the thing.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::guard::Guard;
use crate::proof::{self, Proof, ProofError};
use crate::signature::ActorKey;
use crate::vocabulary::{Activity, ActivityKind, ReadError, Reference, id_of, many};

/// How long a key that was fetched is not fetched anew, however often signatures fail.
const KEY_REST: SignedDuration = SignedDuration::from_mins(15);

/// Why an activity is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No activity that can be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Somebody speaks for another actor.
    #[error("{author} speaks for {actor}")]
    OtherActor {
        /// Who is proven to speak.
        author: String,
        /// Whom they name as the actor.
        actor: String,
    },
    /// The activity's id is of another origin than its actor.
    #[error("the activity's id {0} is not of its actor's origin")]
    ForeignId(String),
    /// What is created, changed, deleted or taken back is not the actor's.
    #[error("{0} is not the actor's to change")]
    ForeignObject(String),
    /// None of the proofs is by a key of the actor.
    #[error("no proof by a key of the actor: {0}")]
    Proof(#[from] ProofError),
}

/// An activity whose every claim is its actor's to make.
#[derive(Clone, Debug)]
pub struct Accepted {
    activity: Activity,
    key: String,
}

/// What an accepted activity is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum About<'a> {
    /// The actor's own thing, in the actor's own words.
    Own(&'a Value),
    /// Something that only its own origin can tell us about: to be looked up, or found among ours.
    Reference(&'a str),
    /// Something without an id.
    Nothing,
}

impl Accepted {
    /// Holds an activity against its author.
    ///
    /// # Errors
    ///
    /// See [`Refusal`].
    pub fn new(value: &Value, author: &str) -> Result<Accepted, Refusal> {
        let activity = Activity::read(value)?;
        if !Guard::KeyOwner.holds(activity.actor == author) {
            return Err(Refusal::OtherActor { author: author.to_owned(), actor: activity.actor });
        }
        let key = match &activity.id {
            Some(id) if !Guard::IdOrigin.holds(same_origin(id, author)) => {
                return Err(Refusal::ForeignId(id.clone()));
            }
            Some(id) => id.clone(),
            // Nameless: known by what it says.
            None => {
                let hash = Sha256::digest(proof::canonical(value)?);
                format!("sha256:{}", data_encoding::HEXLOWER.encode(&hash))
            }
        };
        for object in &activity.objects {
            check_object(&activity, object)?;
        }
        Ok(Accepted { activity, key })
    }

    /// The activity.
    #[must_use]
    pub const fn activity(&self) -> &Activity {
        &self.activity
    }

    /// What makes it the same activity when it comes again, by whatever way: its id, or a hash of it.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What it is about. Only in a Create or Update, or for a deleted or undone thing, can that be the
    /// actor's own words.
    #[must_use]
    pub fn about(&self) -> About<'_> {
        let Some(object) = self.activity.object() else { return About::Nothing };
        let own = matches!(self.activity.kind, ActivityKind::Create | ActivityKind::Update | ActivityKind::Undo);
        match (object.embedded(), object.id()) {
            (Some(value), Some(_)) if own || Guard::EmbeddedOrigin.removed() => About::Own(value),
            (Some(value), None) if self.activity.kind == ActivityKind::Undo => About::Own(value),
            (_, Some(id)) => About::Reference(id),
            (_, None) => About::Nothing,
        }
    }
}

/// Whether the actor may do this to that. A group's moderators change what others wrote by way of their group's
/// Announce (FEP-1b12), which is a reference; by themselves they are refused.
fn check_object(activity: &Activity, object: &Reference) -> Result<(), Refusal> {
    let actor = activity.actor.as_str();
    let foreign = || Refusal::ForeignObject(object.id().unwrap_or("something without an id").to_owned());
    let (guard, own) = match activity.kind {
        ActivityKind::Create | ActivityKind::Update => {
            let authors_fit = object.embedded().is_none_or(|value| {
                many(value.get("attributedTo")).all(|author| id_of(author).is_some_and(|id| same_origin(id, actor)))
            });
            let id_fits = object.id().is_some_and(|id| same_origin(id, actor));
            (Guard::EmbeddedOrigin, id_fits && authors_fit)
        }
        ActivityKind::Delete => (Guard::EmbeddedOrigin, object.id().is_some_and(|id| same_origin(id, actor))),
        ActivityKind::Undo => {
            let by = object.embedded().map(|value| value.get("actor").and_then(id_of) == Some(actor));
            let id_fits = object.id().is_none_or(|id| same_origin(id, actor));
            // Nameless and without an actor: nothing that could be found.
            (Guard::UndoOwn, id_fits && by.unwrap_or_else(|| object.id().is_some()))
        }
        ActivityKind::Move => (Guard::EmbeddedOrigin, object.id() == Some(actor)),
        _ => return Ok(()),
    };
    if guard.holds(own) { Ok(()) } else { Err(foreign()) }
}

fn same_origin(one: &str, other: &str) -> bool {
    match (Url::parse(one), Url::parse(other)) {
        (Ok(one), Ok(other)) => one.origin().is_tuple() && one.origin() == other.origin(),
        _ => false,
    }
}

/// Who wrote a document, by its own proof (FEP-8b32): its `actor` or, of an object, its one
/// `attributedTo`. `find` gives the key of a proof's `verificationMethod`, if it is known.
///
/// # Errors
///
/// [`Refusal::Proof`] if no proof is by a key of that actor; [`Refusal::Read`] if there is no actor.
pub fn author_by_proof(value: &Value, find: impl Fn(&Proof) -> Option<ActorKey>) -> Result<String, Refusal> {
    let author = ["actor", "attributedTo"]
        .into_iter()
        .find_map(|name| value.get(name).and_then(id_of))
        .ok_or(ReadError::Missing("actor"))?;
    let mut problem = ProofError::Missing;
    for proof in proof::read(value)? {
        let Some(key) = find(&proof) else { continue };
        if !Guard::KeyOwner.holds(key.owner == author) {
            continue;
        }
        match proof.verify(&key.key) {
            Ok(()) => return Ok(author.to_owned()),
            Err(error) => problem = error,
        }
    }
    Err(Refusal::Proof(problem))
}

/// Whether a request is answered 202 and forgotten, before any key is looked for: somebody unknown is
/// deleted somewhere, which every server of the fediverse is told (mastodon#22070).
#[must_use]
pub fn is_strangers_delete(activity: &Activity, actor_is_known: bool) -> bool {
    !actor_is_known && activity.kind == ActivityKind::Delete && !Guard::StrangerDeletes.removed()
}

/// Whether a key whose signature failed may be fetched once more: it may have been changed.
#[must_use]
pub fn may_refresh_key(fetched: Timestamp, now: Timestamp) -> bool {
    Guard::KeyRefresh.holds(now.duration_since(fetched) >= KEY_REST)
}

/// The identifiers of everybody whose words an activity carries, and of those words: its actor, its object and its
/// object's author, and the same of what stands within. A block has to be asked about each.
#[must_use]
pub fn voices(value: &Value) -> Vec<String> {
    let mut voices = Vec::new();
    collect_voices(value, 0, &mut voices);
    voices.sort_unstable();
    voices.dedup();
    voices
}

fn collect_voices(value: &Value, depth: usize, voices: &mut Vec<String>) {
    let mut note = |id: Option<&str>| voices.extend(id.map(str::to_owned));
    note(id_of(value));
    for name in ["actor", "attributedTo"] {
        many(value.get(name)).for_each(|author| note(id_of(author)));
    }
    // An Announce of an Announce is as deep as anybody means it.
    if depth < 3 && !Guard::BoostedBlocked.removed() {
        many(value.get("object")).for_each(|object| collect_voices(object, depth + 1, voices));
    }
}
