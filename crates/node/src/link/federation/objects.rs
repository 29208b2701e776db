// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What travels, as the network reads it: one date of an activity as an event, and the activities that speak of it. What is
//! said is what anybody may see when it is said.

use axum::{http::header, response::IntoResponse as _};
use jiff::Timestamp;
use serde_json::{Value, json};
use tequio_fediverse::vocabulary::{
    ACTIVITY_JSON, AS_PUBLIC, Activity, ActivityKind, Event, JoinMode, Location, Place, Reference, Status, Tag,
    VirtualLocation, When, context,
};

use crate::{
    act::agenda::pages::when,
    spine::{entries, id::Id, viewer::Viewer, world::Micros},
    store::{Reader, args},
    web::{Answer, Failure, Here, Page, markdown},
};

use super::{Actor, Address, actor, store};

/// A date with all that travels of it.
#[derive(Debug, sqlx::FromRow)]
struct Row {
    starts_at: Micros,
    ends_at: Micros,
    starts_local: String,
    ends_local: String,
    all_day: bool,
    title: Option<String>,
    body: Option<String>,
    place: Option<String>,
    link: Option<String>,
    capacity: Option<i64>,
    time_zone: String,
    language: String,
    created_at: Micros,
    updated_at: Micros,
    cancelled_at: Option<Micros>,
    reason: Option<String>,
    going: i64,
}

/// A date of an activity, if the reader may see it. `page` has the language of its words.
pub(super) async fn event(
    reader: &mut Reader,
    page: &Page,
    address: &Address,
    (entry, date): (Id, &str),
) -> crate::store::Result<Option<Event>> {
    let row: Option<Row> = reader.optional(&store::OBJECT, args![entry, date]).await?;
    let Some(row) = row else { return Ok(None) };
    let tags: Vec<(String,)> = reader.all(&entries::store::TAGS, args![entry]).await?;
    Ok(Some(described(page, address, &address.date(entry, date), row, tags)))
}

fn described(page: &Page, address: &Address, id: &str, row: Row, tags: Vec<(String,)>) -> Event {
    let instant = |at: Micros| Timestamp::from_microsecond(at).unwrap_or_default();
    let count = |number: i64| u64::try_from(number).unwrap_or_default();
    let when = when(page, &row.starts_local, &row.ends_local, row.all_day);
    // Where a microblog shows a title and these words, they say what one needs to come.
    let said = [Some(when.as_str()), row.place.as_deref(), row.reason.as_deref()];
    let summary = said.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let mut event = Event::new(id, &row.title.unwrap_or_default(), When::Instant(instant(row.starts_at)));
    event.url = Some(id.to_owned());
    event.attributed_to = vec![address.actor()];
    event.organizers = vec![address.actor()];
    event.content = row.body.as_deref().filter(|body| !body.is_empty()).map(markdown::to_html);
    event.summary = Some(escaped(&summary));
    event.end = Some(When::Instant(instant(row.ends_at)));
    event.timezone = Some(row.time_zone);
    event.locations = row
        .place
        .map(|name| Location::Place(Place { name: Some(name), ..Place::default() }))
        .into_iter()
        .chain(row.link.map(|url| Location::Virtual(VirtualLocation { name: None, url })))
        .collect();
    event.join_mode = Some(JoinMode::Free);
    event.capacity = row.capacity.map(count);
    event.remaining = row.capacity.map(|capacity| count(capacity - row.going));
    event.participants = Some(count(row.going));
    event.status = if row.cancelled_at.is_some() { Status::Cancelled } else { Status::Confirmed };
    event.language = Some(row.language);
    event.to = vec![AS_PUBLIC.to_owned()];
    event.cc = vec![address.of("/followers")];
    event.tags = tags
        .into_iter()
        .map(|(name,)| Tag::Hashtag { href: Some(address.of(&format!("/act/agenda/tags/{name}"))), name })
        .collect();
    event.published = Some(instant(row.created_at));
    event.updated = Some(instant(row.updated_at));
    event
}

/// Words as HTML.
pub(super) fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// What is said of a date.
#[derive(Debug)]
pub(super) enum Said {
    /// It is new to who hears it.
    Create(Box<Event>),
    /// It is another way.
    Update(Box<Event>),
    /// It is not public any more.
    Delete(String),
}

/// An activity of the community about one of its dates. It has the same identifier whenever it is said of the same record.
pub(super) fn activity(address: &Address, said: Said, seq: i64) -> Value {
    let (kind, what, id, published, object) = match said {
        Said::Create(event) => {
            (ActivityKind::Create, "create", event.id.clone(), event.published, Reference::Embedded(event.to_value()))
        }
        Said::Update(event) => {
            (ActivityKind::Update, "update", event.id.clone(), event.updated, Reference::Embedded(event.to_value()))
        }
        Said::Delete(id) => {
            let tombstone = json!({ "id": id, "type": "Tombstone" });
            (ActivityKind::Delete, "delete", id, None, Reference::Embedded(tombstone))
        }
    };
    let mut activity = Activity::new(kind, &format!("{id}#{what}-{seq}"), &address.actor(), object);
    activity.to = vec![AS_PUBLIC.to_owned()];
    activity.cc = vec![address.of("/followers")];
    activity.published = published;
    activity.to_value()
}

/// An answer that is ActivityStreams.
pub(super) fn answer(value: &Value) -> Answer {
    Ok(([(header::CONTENT_TYPE, ACTIVITY_JSON)], value.to_string()).into_response())
}

/// What the network may read: whoever asks, and in the community's language.
pub(super) async fn reading<'a>(here: &'a Here, viewer: &'a Viewer) -> Result<(Reader, Page, Actor), Failure> {
    let mut reader = here.node().core.db.read(viewer).await?;
    let found = actor(&mut reader).await?.ok_or_else(Failure::not_found)?;
    let page = here.community.page_in_its_language(&Page::of(&here.visit, String::new()));
    Ok((reader, page, found))
}

/// One date of an activity, for another node. Nobody gets more than a stranger.
pub(crate) async fn date(here: &Here, entry: &str, date: &str) -> Answer {
    let entry: Id = entry.parse().map_err(|_| Failure::not_found())?;
    let viewer = Viewer::Anonymous { community: here.community.id };
    let (mut reader, page, found) = reading(here, &viewer).await?;
    let event = event(&mut reader, &page, &found.address, (entry, date)).await?.ok_or_else(Failure::not_found)?;
    let mut value = event.to_value();
    if let Some(members) = value.as_object_mut() {
        members.insert("@context".to_owned(), context());
    }
    answer(&value)
}
