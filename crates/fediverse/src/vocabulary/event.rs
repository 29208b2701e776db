// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Events (FEP-8a8e) under the names that Mobilizon gave them.
//!
//! Each occurrence of a series is an event of its own: the proposal leaves recurrence out.

use serde_json::{Value, json};

use super::place::{Location, VirtualLocation};
use super::post::{Attachment, Tag};
use super::value::{Writer, count, ids, instant, is, kind, link, many, text, when};
use super::{ReadError, When, id_of};

/// How somebody takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinMode {
    /// By a Join, which is accepted at once.
    Free,
    /// By a Join, which somebody looks at.
    Restricted,
    /// Elsewhere: `externalParticipationUrl`.
    External,
    /// Only who is invited.
    Invite,
    /// By simply coming.
    None,
}

const JOIN_MODES: [(&str, JoinMode); 5] = [
    ("free", JoinMode::Free),
    ("restricted", JoinMode::Restricted),
    ("external", JoinMode::External),
    ("invite", JoinMode::Invite),
    ("none", JoinMode::None),
];

/// Whether it takes place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// It does.
    #[default]
    Confirmed,
    /// Perhaps.
    Tentative,
    /// It does not.
    Cancelled,
    /// Later; nobody knows when.
    Postponed,
}

/// An event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its id.
    pub id: String,
    /// Its title.
    pub name: String,
    /// Its page.
    pub url: Option<String>,
    /// Whose it is.
    pub attributed_to: Vec<String>,
    /// What is to be said about it (HTML).
    pub content: Option<String>,
    /// Date and place in words: all that a microblog shows of an event.
    pub summary: Option<String>,
    /// When it begins.
    pub start: When,
    /// When it ends; many do not say.
    pub end: Option<When>,
    /// The IANA name of the zone in which it happens.
    pub timezone: Option<String>,
    /// Where.
    pub locations: Vec<Location>,
    /// How one takes part.
    pub join_mode: Option<JoinMode>,
    /// Where one takes part, if elsewhere.
    pub external_participation_url: Option<String>,
    /// How many can come; `None` for without limit, which others write as 0 or null.
    pub capacity: Option<u64>,
    /// How many places are left.
    pub remaining: Option<u64>,
    /// How many will come.
    pub participants: Option<u64>,
    /// A category of Mobilizon's list.
    pub category: Option<String>,
    /// Whether it takes place.
    pub status: Status,
    /// Who organises it.
    pub organizers: Vec<String>,
    /// The collection of those who come.
    pub attendees: Option<String>,
    /// The language of its words.
    pub language: Option<String>,
    /// Addressees.
    pub to: Vec<String>,
    /// Further addressees.
    pub cc: Vec<String>,
    /// Hashtags and mentions.
    pub tags: Vec<Tag>,
    /// Pictures.
    pub attachments: Vec<Attachment>,
    /// When it was first published.
    pub published: Option<jiff::Timestamp>,
    /// When it was last changed.
    pub updated: Option<jiff::Timestamp>,
}

impl Event {
    /// An event with nothing but what it cannot do without.
    #[must_use]
    pub fn new(id: &str, name: &str, start: When) -> Event {
        Event {
            id: id.to_owned(),
            name: name.to_owned(),
            url: None,
            attributed_to: Vec::new(),
            content: None,
            summary: None,
            start,
            end: None,
            timezone: None,
            locations: Vec::new(),
            join_mode: None,
            external_participation_url: None,
            capacity: None,
            remaining: None,
            participants: None,
            category: None,
            status: Status::Confirmed,
            organizers: Vec::new(),
            attendees: None,
            language: None,
            to: Vec::new(),
            cc: Vec::new(),
            tags: Vec::new(),
            attachments: Vec::new(),
            published: None,
            updated: None,
        }
    }

    /// Reads an event of any program.
    ///
    /// # Errors
    ///
    /// [`ReadError`] for what is no Event, or lacks id, name or a readable start.
    pub fn read(value: &Value) -> Result<Event, ReadError> {
        if !is(value, "Event") {
            return Err(ReadError::Kind { expected: "an Event", found: kind(value) });
        }
        let mut locations: Vec<Location> = many(value.get("location")).filter_map(Location::read).collect();
        let (links, attachments): (Vec<_>, Vec<_>) =
            many(value.get("attachment")).partition(|one| is(one, "Link") && is_page(one));
        // Mobilizon's address on the network; who writes for it may have said it above already.
        for one in links {
            let Some(url) = one.get("href").and_then(Value::as_str) else { continue };
            let is_same = |location: &Location| matches!(location, Location::Virtual(known) if known.url == url);
            if !locations.iter().any(is_same) {
                locations.push(Location::Virtual(VirtualLocation { name: text(one, "name"), url: url.to_owned() }));
            }
        }
        Ok(Event {
            id: id_of(value).ok_or(ReadError::Missing("id"))?.to_owned(),
            name: text(value, "name").ok_or(ReadError::Missing("name"))?,
            url: link(value, "url"),
            attributed_to: ids(value, "attributedTo"),
            content: text(value, "content"),
            summary: text(value, "summary"),
            start: when(value, "startTime").ok_or(ReadError::Missing("startTime"))?,
            end: when(value, "endTime"),
            timezone: text(value, "timezone"),
            locations,
            join_mode: text(value, "joinMode")
                .and_then(|mode| JOIN_MODES.iter().find(|(name, _)| *name == mode).map(|(_, mode)| *mode)),
            external_participation_url: link(value, "externalParticipationUrl"),
            capacity: count(value, "maximumAttendeeCapacity").filter(|&capacity| capacity > 0),
            remaining: count(value, "remainingAttendeeCapacity"),
            participants: count(value, "participantCount"),
            category: text(value, "category"),
            status: status(value),
            // Mobilizon's name for them.
            organizers: [ids(value, "organizers"), ids(value, "contacts")]
                .into_iter()
                .find(|ids| !ids.is_empty())
                .unwrap_or_default(),
            attendees: super::value::id(value, "attendees"),
            language: text(value, "inLanguage"),
            to: ids(value, "to"),
            cc: ids(value, "cc"),
            tags: many(value.get("tag")).filter_map(Tag::read).collect(),
            attachments: attachments.into_iter().filter_map(Attachment::read).collect(),
            published: instant(value, "published"),
            updated: instant(value, "updated"),
        })
    }

    /// The event as JSON, without `@context`: what stands in a Create, or with it by itself.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut writer = Writer::new("Event");
        writer.set("id", self.id.clone());
        writer.set("name", self.name.clone());
        writer.maybe("url", self.url.clone());
        match self.attributed_to.as_slice() {
            [one] => writer.set("attributedTo", one.clone()),
            several => writer.list("attributedTo", several.to_vec()),
        }
        writer.maybe("content", self.content.clone());
        writer.maybe("summary", self.summary.clone());
        writer.when("startTime", Some(self.start));
        writer.when("endTime", self.end);
        writer.maybe("timezone", self.timezone.clone());
        writer.list("location", self.locations.iter().map(Location::to_value));
        let mode = JOIN_MODES.iter().find(|(_, mode)| Some(*mode) == self.join_mode);
        writer.maybe("joinMode", mode.map(|(name, _)| *name));
        writer.maybe("externalParticipationUrl", self.external_participation_url.clone());
        writer.maybe("maximumAttendeeCapacity", self.capacity);
        writer.maybe("remainingAttendeeCapacity", self.remaining);
        writer.maybe("participantCount", self.participants);
        writer.maybe("category", self.category.clone());
        let (schema, ical) = match self.status {
            Status::Confirmed => ("EventScheduled", "CONFIRMED"),
            Status::Tentative => ("EventScheduled", "TENTATIVE"),
            Status::Cancelled => ("EventCancelled", "CANCELLED"),
            Status::Postponed => ("EventPostponed", "TENTATIVE"),
        };
        // The proposal's name, Mobilizon's newer one and its older one: each has its readers.
        writer.set("eventStatus", format!("https://schema.org/{schema}"));
        writer.set("status", ical);
        writer.set("ical:status", ical);
        writer.list("organizers", self.organizers.clone());
        writer.list("contacts", self.organizers.clone());
        writer.maybe("attendees", self.attendees.clone());
        writer.maybe("inLanguage", self.language.clone());
        writer.list("to", self.to.clone());
        writer.list("cc", self.cc.clone());
        writer.list("tag", self.tags.iter().map(Tag::to_value));
        // Mobilizon has one address on the network and looks for it here.
        let online = self.locations.iter().filter_map(|location| match location {
            Location::Virtual(place) => Some(json!({
                "type": "Link",
                "mediaType": "text/html",
                "name": place.name.as_deref().unwrap_or("Website"),
                "href": place.url,
            })),
            Location::Place(_) => None,
        });
        writer.list("attachment", online.chain(self.attachments.iter().map(Attachment::to_value)));
        writer.time("published", self.published);
        writer.time("updated", self.updated);
        writer.finish()
    }
}

/// Whether a Link is to a page rather than to a picture.
fn is_page(link: &Value) -> bool {
    link.get("mediaType").and_then(Value::as_str).is_none_or(|kind| kind.starts_with("text/html"))
}

fn status(value: &Value) -> Status {
    for name in ["eventStatus", "status", "ical:status"] {
        let Some(found) = text(value, name) else { continue };
        let found = found.rsplit(['/', '#', ':']).next().unwrap_or_default().to_ascii_lowercase();
        return match found.trim_start_matches("event") {
            "cancelled" | "canceled" => Status::Cancelled,
            "postponed" => Status::Postponed,
            "tentative" => Status::Tentative,
            // Where two names disagree, the one that says more wins: Mobilizon's "scheduled" may be tentative.
            "scheduled" => continue,
            _ => Status::Confirmed,
        };
    }
    Status::Confirmed
}
