// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Activities: who did what to which object, and for whom it is.

use jiff::Timestamp;
use serde_json::Value;

use super::context::{context, is_public};
use super::value::{Writer, id, id_of, ids, instant, kind, kinds, many};
use super::{ReadError, text};

/// What an activity is. Others exist; they are passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActivityKind {
    /// To get what an actor publishes.
    Follow,
    /// A Follow, Join, Invite or Offer is granted.
    Accept,
    /// Perhaps: a waiting list.
    TentativeAccept,
    /// It is not.
    Reject,
    /// Takes back an own activity.
    Undo,
    /// Something new.
    Create,
    /// Something changed.
    Update,
    /// Something is gone.
    Delete,
    /// Passes something on; also how a Group speaks (FEP-1b12).
    Announce,
    /// Likes something.
    Like,
    /// Dislikes something.
    Dislike,
    /// Takes part in an Event.
    Join,
    /// Takes part no more.
    Leave,
    /// Asks somebody to take part.
    Invite,
    /// Will not look at it (the WordPress bridge's answer to a Join).
    Ignore,
    /// Puts something into a collection.
    Add,
    /// Takes something out of a collection.
    Remove,
    /// Wants nothing to do with an actor.
    Block,
    /// Reports something to its moderators.
    Flag,
    /// An actor goes elsewhere.
    Move,
}

const KINDS: [(&str, ActivityKind); 20] = [
    ("Follow", ActivityKind::Follow),
    ("Accept", ActivityKind::Accept),
    ("TentativeAccept", ActivityKind::TentativeAccept),
    ("Reject", ActivityKind::Reject),
    ("Undo", ActivityKind::Undo),
    ("Create", ActivityKind::Create),
    ("Update", ActivityKind::Update),
    ("Delete", ActivityKind::Delete),
    ("Announce", ActivityKind::Announce),
    ("Like", ActivityKind::Like),
    ("Dislike", ActivityKind::Dislike),
    ("Join", ActivityKind::Join),
    ("Leave", ActivityKind::Leave),
    ("Invite", ActivityKind::Invite),
    ("Ignore", ActivityKind::Ignore),
    ("Add", ActivityKind::Add),
    ("Remove", ActivityKind::Remove),
    ("Block", ActivityKind::Block),
    ("Flag", ActivityKind::Flag),
    ("Move", ActivityKind::Move),
];

impl ActivityKind {
    /// The `type`.
    #[must_use]
    pub fn name(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("Activity", |(name, _)| name)
    }

    fn of(value: &Value) -> Option<ActivityKind> {
        kinds(value).find_map(|found| KINDS.iter().find(|(name, _)| *name == found).map(|(_, kind)| *kind))
    }
}

/// What an activity is about: an id, or the thing itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Reference {
    /// To be looked up.
    Id(String),
    /// Said right here. Whether it may be believed, [`crate::inbox`] says.
    Embedded(Value),
}

impl Reference {
    fn read(value: &Value) -> Option<Reference> {
        match value {
            Value::String(id) if !id.is_empty() => Some(Reference::Id(id.clone())),
            Value::Object(members) if !members.is_empty() => Some(Reference::Embedded(value.clone())),
            _ => None,
        }
    }

    /// The id, if it has one.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self {
            Reference::Id(id) => Some(id),
            Reference::Embedded(value) => id_of(value),
        }
    }

    /// The thing itself, if it stands here.
    #[must_use]
    pub const fn embedded(&self) -> Option<&Value> {
        match self {
            Reference::Id(_) => None,
            Reference::Embedded(value) => Some(value),
        }
    }
}

impl From<Reference> for Value {
    fn from(reference: Reference) -> Value {
        match reference {
            Reference::Id(id) => id.into(),
            Reference::Embedded(value) => value,
        }
    }
}

/// An activity.
#[derive(Clone, Debug, PartialEq)]
pub struct Activity {
    /// Its id. Mastodon's Accept has one that cannot be looked up; some Undo lack it.
    pub id: Option<String>,
    /// What it is.
    pub kind: ActivityKind,
    /// Who did it.
    pub actor: String,
    /// What it is about; a Flag has several.
    pub objects: Vec<Reference>,
    /// Where to: of a Move, Add or Remove.
    pub target: Option<String>,
    /// Addressees.
    pub to: Vec<String>,
    /// Further addressees.
    pub cc: Vec<String>,
    /// The group that it is for (FEP-1b12).
    pub audience: Option<String>,
    /// The conversation (FEP-7888).
    pub context: Option<String>,
    /// When.
    pub published: Option<Timestamp>,
    /// Words with it: a report's reason, a note to a Join (Mobilizon's `participationMessage` too).
    pub content: Option<String>,
}

impl Activity {
    /// An activity that is about one thing.
    #[must_use]
    pub fn new(kind: ActivityKind, id: &str, actor: &str, object: Reference) -> Activity {
        Activity {
            id: Some(id.to_owned()),
            kind,
            actor: actor.to_owned(),
            objects: vec![object],
            target: None,
            to: Vec::new(),
            cc: Vec::new(),
            audience: None,
            context: None,
            published: None,
            content: None,
        }
    }

    /// Reads an activity.
    ///
    /// # Errors
    ///
    /// [`ReadError::Kind`] for what is no known activity; [`ReadError::Missing`] without actor or object.
    pub fn read(value: &Value) -> Result<Activity, ReadError> {
        let activity_kind =
            ActivityKind::of(value).ok_or_else(|| ReadError::Kind { expected: "an activity", found: kind(value) })?;
        let objects: Vec<Reference> = many(value.get("object")).filter_map(Reference::read).collect();
        if objects.is_empty() {
            return Err(ReadError::Missing("object"));
        }
        Ok(Activity {
            id: value.get("id").and_then(Value::as_str).filter(|id| !id.is_empty()).map(str::to_owned),
            kind: activity_kind,
            actor: id(value, "actor").ok_or(ReadError::Missing("actor"))?,
            objects,
            target: id(value, "target"),
            to: ids(value, "to"),
            cc: ids(value, "cc"),
            audience: id(value, "audience"),
            context: id(value, "context"),
            published: instant(value, "published"),
            content: text(value, "content").or_else(|| text(value, "participationMessage")),
        })
    }

    /// The one thing that it is about: the first.
    #[must_use]
    pub fn object(&self) -> Option<&Reference> {
        self.objects.first()
    }

    /// The activity that a Group passes on to its followers (FEP-1b12): Announce of an activity. It is
    /// not verified by that: [`crate::inbox`] says what is.
    #[must_use]
    pub fn announced(&self) -> Option<Activity> {
        match (self.kind, self.object()) {
            (ActivityKind::Announce, Some(Reference::Embedded(inner))) => Activity::read(inner).ok(),
            _ => None,
        }
    }

    /// Whether it is for everybody.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.to.iter().chain(&self.cc).any(|id| is_public(id))
    }

    /// The activity as JSON, with its `@context`.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut writer = Writer::new(self.kind.name());
        writer.set("@context", context());
        writer.maybe("id", self.id.clone());
        writer.set("actor", self.actor.clone());
        let mut objects = self.objects.clone();
        match objects.pop() {
            Some(object) if objects.is_empty() => writer.set("object", object),
            Some(object) => {
                objects.push(object);
                writer.list("object", objects);
            }
            None => {}
        }
        writer.maybe("target", self.target.clone());
        writer.list("to", self.to.clone());
        writer.list("cc", self.cc.clone());
        writer.maybe("audience", self.audience.clone());
        writer.maybe("context", self.context.clone());
        writer.time("published", self.published);
        writer.maybe("content", self.content.clone());
        writer.finish()
    }
}
