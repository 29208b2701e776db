// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Actors: persons, groups (our communities), applications (our nodes).

use serde_json::{Value, json};

use super::context::context;
use super::value::{Writer, flag, id, ids, kind, kinds, link, many, text};
use super::{ReadError, id_of};
use crate::key::PublicKey;
use crate::signature::ActorKey;

/// What an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActorKind {
    /// A person.
    Person,
    /// A community: what it announces, it passes on (FEP-1b12).
    Group,
    /// An organisation.
    Organization,
    /// A program: a node as such.
    Application,
    /// A bot.
    Service,
}

const KINDS: [(&str, ActorKind); 5] = [
    ("Person", ActorKind::Person),
    ("Group", ActorKind::Group),
    ("Organization", ActorKind::Organization),
    ("Application", ActorKind::Application),
    ("Service", ActorKind::Service),
];

/// What `generator.implements` names (FEP-844e) when RFC 9421 is taken.
pub const RFC_9421: &str = "https://datatracker.ietf.org/doc/html/rfc9421";

/// More keys of one actor are not looked at.
const MAX_KEYS: usize = 8;

/// An actor.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: ActorKind,
    /// The name before the `@`.
    pub preferred_username: Option<String>,
    /// The name that is shown.
    pub name: Option<String>,
    /// Words about it (HTML).
    pub summary: Option<String>,
    /// Its page.
    pub url: Option<String>,
    /// Where activities for it are sent.
    pub inbox: String,
    /// Where activities for everybody on its server are sent, once (`endpoints.sharedInbox`).
    pub shared_inbox: Option<String>,
    /// What it published.
    pub outbox: Option<String>,
    /// Who follows it.
    pub followers: Option<String>,
    /// Whom it follows.
    pub following: Option<String>,
    /// Its events to come (FEP-8a8e).
    pub upcoming_events: Option<String>,
    /// Its picture.
    pub icon: Option<String>,
    /// Whether somebody looks at each Follow.
    pub approves_followers: bool,
    /// Where it went.
    pub moved_to: Option<String>,
    /// Who else it is, by its own word; a Move is believed only where this answers it.
    pub also_known_as: Vec<String>,
    /// Its keys: `publicKey`, and the Multikeys of `assertionMethod` (FEP-521a).
    pub keys: Vec<ActorKey>,
    /// What its server implements, by its own word (FEP-844e).
    pub implements: Vec<String>,
    /// When it came to be.
    pub published: Option<jiff::Timestamp>,
}

impl Actor {
    /// An actor with nothing but what it cannot do without.
    #[must_use]
    pub fn new(kind: ActorKind, id: &str, inbox: &str) -> Actor {
        Actor {
            id: id.to_owned(),
            kind,
            preferred_username: None,
            name: None,
            summary: None,
            url: None,
            inbox: inbox.to_owned(),
            shared_inbox: None,
            outbox: None,
            followers: None,
            following: None,
            upcoming_events: None,
            icon: None,
            approves_followers: false,
            moved_to: None,
            also_known_as: Vec::new(),
            keys: Vec::new(),
            implements: Vec::new(),
            published: None,
        }
    }

    /// Reads an actor. Keys that cannot be read, or that name another owner, are left out.
    ///
    /// # Errors
    ///
    /// [`ReadError`] for what is no actor, or lacks id or inbox.
    pub fn read(value: &Value) -> Result<Actor, ReadError> {
        let actor_kind = kinds(value)
            .find_map(|found| KINDS.iter().find(|(name, _)| *name == found).map(|(_, kind)| *kind))
            .ok_or_else(|| ReadError::Kind { expected: "an actor", found: kind(value) })?;
        let own_id = id_of(value).ok_or(ReadError::Missing("id"))?;
        let endpoint = |name| value.get("endpoints")?.get(name)?.as_str().map(str::to_owned);
        Ok(Actor {
            kind: actor_kind,
            preferred_username: text(value, "preferredUsername"),
            name: text(value, "name"),
            summary: text(value, "summary"),
            url: link(value, "url"),
            inbox: id(value, "inbox").ok_or(ReadError::Missing("inbox"))?,
            shared_inbox: endpoint("sharedInbox").or_else(|| id(value, "sharedInbox")),
            outbox: id(value, "outbox"),
            followers: id(value, "followers"),
            following: id(value, "following"),
            upcoming_events: id(value, "upcomingEvents"),
            icon: many(value.get("icon"))
                .find_map(|icon| link(icon, "url").or_else(|| icon.as_str().map(str::to_owned))),
            approves_followers: flag(value, "manuallyApprovesFollowers").unwrap_or(false),
            moved_to: id(value, "movedTo"),
            also_known_as: ids(value, "alsoKnownAs"),
            keys: keys(value, own_id),
            implements: value.get("generator").map(implements).unwrap_or_default(),
            published: super::value::instant(value, "published"),
            id: own_id.to_owned(),
        })
    }

    /// The key with this id.
    #[must_use]
    pub fn key(&self, id: &str) -> Option<&ActorKey> {
        self.keys.iter().find(|key| key.id == id)
    }

    /// Whether it takes RFC 9421, by its own word.
    #[must_use]
    pub fn takes_rfc9421(&self) -> bool {
        self.implements.iter().any(|what| what == RFC_9421)
    }

    /// The actor as JSON, with its `@context`.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut writer = Writer::default();
        writer.set("@context", context());
        let kind = KINDS.iter().find(|(_, kind)| *kind == self.kind).map_or("Person", |(name, _)| name);
        writer.set("type", kind);
        writer.set("id", self.id.clone());
        writer.maybe("preferredUsername", self.preferred_username.clone());
        writer.maybe("name", self.name.clone());
        writer.maybe("summary", self.summary.clone());
        writer.maybe("url", self.url.clone());
        writer.set("inbox", self.inbox.clone());
        writer.maybe("outbox", self.outbox.clone());
        writer.maybe("followers", self.followers.clone());
        writer.maybe("following", self.following.clone());
        writer.maybe("upcomingEvents", self.upcoming_events.clone());
        writer.maybe("endpoints", self.shared_inbox.as_ref().map(|inbox| json!({ "sharedInbox": inbox })));
        writer.maybe("icon", self.icon.as_ref().map(|url| json!({ "type": "Image", "url": url })));
        writer.set("manuallyApprovesFollowers", self.approves_followers);
        writer.maybe("movedTo", self.moved_to.clone());
        writer.list("alsoKnownAs", self.also_known_as.clone());
        writer.time("published", self.published);
        let (ed25519, rsa): (Vec<_>, Vec<_>) = self.keys.iter().partition(|key| key.key.ed25519().is_some());
        // Mastodon reads one `publicKey`, and RSA only; a list would hide it.
        writer.maybe(
            "publicKey",
            rsa.first().map(|key| json!({ "id": key.id, "owner": key.owner, "publicKeyPem": key.key.to_pem() })),
        );
        writer.list(
            "assertionMethod",
            ed25519.iter().map(|key| {
                json!({
                    "id": key.id,
                    "type": "Multikey",
                    "controller": key.owner,
                    "publicKeyMultibase": key.key.to_multikey(),
                })
            }),
        );
        if !self.implements.is_empty() {
            let implements: Vec<Value> = self.implements.iter().map(|href| json!({ "href": href })).collect();
            writer.set("generator", json!({ "type": "Application", "implements": implements }));
        }
        writer.finish()
    }
}

fn keys(value: &Value, owner: &str) -> Vec<ActorKey> {
    let pem = many(value.get("publicKey")).filter_map(|key| {
        let stated = id(key, "owner").or_else(|| id(key, "controller"));
        let public = PublicKey::from_pem(key.get("publicKeyPem")?.as_str()?).ok()?;
        Some((key, stated, public))
    });
    let multikey = many(value.get("assertionMethod")).filter_map(|key| {
        let public = PublicKey::from_multikey(key.get("publicKeyMultibase")?.as_str()?).ok()?;
        Some((key, id(key, "controller"), public))
    });
    pem.take(MAX_KEYS)
        .chain(multikey.take(MAX_KEYS))
        .filter(|(_, stated, _)| stated.as_deref().is_none_or(|stated| stated == owner))
        .filter_map(|(key, _, public)| {
            Some(ActorKey { id: id_of(key)?.to_owned(), owner: owner.to_owned(), key: public })
        })
        .collect()
}

fn implements(generator: &Value) -> Vec<String> {
    many(generator.get("implements"))
        .filter_map(|what| what.as_str().or_else(|| what.get("href")?.as_str()).or_else(|| id_of(what)))
        .map(str::to_owned)
        .collect()
}
