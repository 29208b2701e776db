// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What of an event of another program is taken into the agenda of the network, and what is left out.

use jiff::{Timestamp, tz::TimeZone};
use tequio_fediverse::vocabulary::{Event, Location, Place, Status, Tag, When};
use url::Url;

use crate::{
    spine::{
        entries::rules::tag_form,
        hidden::one_line,
        world::{DAY, Micros},
    },
    web::markdown,
};

/// So many communities one follows.
pub(super) const FOLLOWED: i64 = 200;
/// So many dates of each are kept.
pub(super) const DATES: i64 = 300;
/// What is over is forgotten after so long; what is further ahead than this is not taken.
pub(super) const BACK: Micros = 30 * DAY;
const AHEAD: Micros = 730 * DAY;
/// What lasts longer says something else than when to come.
const LONGEST: Micros = 60 * DAY;
/// The longest title and place, and how many tags.
const LINE: usize = 200;
const TAGS: usize = 12;

/// A date of another community, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heard {
    pub(super) object: String,
    pub(super) title: String,
    pub(super) content: String,
    pub(super) starts_at: Micros,
    pub(super) ends_at: Micros,
    pub(super) time_zone: String,
    pub(super) place: Option<String>,
    pub(super) town: Option<String>,
    pub(super) page: String,
    pub(super) tags: Vec<String>,
    pub(super) cancelled: bool,
}

fn line(text: &str) -> Option<String> {
    let line: String = one_line(text).chars().take(LINE).collect();
    Some(line).filter(|line| !line.is_empty())
}

/// What an event says, at an instant; nothing of one that says nothing which helps to come.
pub(super) fn heard(event: &Event, now: Micros) -> Option<Heard> {
    let zone_name = event.timezone.clone().filter(|name| tequio_calendar::zone::get(name).is_some());
    let zone = zone_name.as_deref().and_then(tequio_calendar::zone::get).unwrap_or(TimeZone::UTC);
    let instant = |when: When| -> Option<Micros> {
        let at: Timestamp = match when {
            When::Instant(at) => at,
            When::Local(local) => zone.to_timestamp(local).ok()?,
        };
        Some(at.as_microsecond())
    };
    let starts_at = instant(event.start)?;
    let ends_at = event.end.and_then(instant).filter(|end| *end >= starts_at).unwrap_or(starts_at);
    let fits = ends_at > now - BACK && starts_at < now + AHEAD && ends_at - starts_at <= LONGEST;
    if !fits {
        return None;
    }
    let place = event.locations.iter().find_map(|location| match location {
        Location::Place(place) => Some(place),
        Location::Virtual(_) => None,
    });
    let online = event.locations.iter().find_map(|location| match location {
        Location::Virtual(place) => Some(place.url.as_str()),
        Location::Place(_) => None,
    });
    let id = Url::parse(&event.id).ok()?;
    let page = event.url.as_deref().and_then(|page| Url::parse(page).ok()).filter(|page| page.origin() == id.origin());
    let words = event.content.as_deref().or(event.summary.as_deref()).unwrap_or_default();
    let mut tags: Vec<String> = event
        .tags
        .iter()
        .filter_map(|tag| match tag {
            Tag::Hashtag { name, .. } => line(&tag_form(name)).map(|name| name.chars().take(40).collect()),
            Tag::Mention { .. } => None,
        })
        .take(TAGS)
        .collect();
    tags.sort();
    tags.dedup();
    Some(Heard {
        object: event.id.clone(),
        title: line(&event.name)?,
        content: markdown::cleaned(words),
        starts_at,
        ends_at,
        time_zone: zone_name.unwrap_or_else(|| "UTC".to_owned()),
        place: place.and_then(described).or_else(|| online.and_then(line)),
        town: place.and_then(|place| line(place.address.as_ref()?.locality.as_deref()?)),
        page: page.map_or_else(|| event.id.clone(), |page| page.to_string()),
        tags,
        cancelled: matches!(event.status, Status::Cancelled | Status::Postponed),
    })
}

/// A place in a line: what it is called, its street and its town, each once.
fn described(place: &Place) -> Option<String> {
    let address = place.address.as_ref();
    let parts = [
        place.name.as_deref(),
        address.and_then(|address| address.street.as_deref()),
        address.and_then(|address| address.locality.as_deref()),
    ];
    let mut said: Vec<&str> = Vec::new();
    for part in parts.into_iter().flatten() {
        if !said.iter().any(|known| known.contains(part)) {
            said.push(part);
        }
    }
    line(&said.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOW: Micros = 1_795_543_200_000_000;

    fn of(value: serde_json::Value) -> Option<Heard> {
        heard(&Event::read(&value).unwrap(), NOW)
    }

    #[test]
    fn an_event_of_mobilizon_is_read() {
        let found = of(json!({
            "type": "Event", "id": "https://agenda.example/events/1", "name": "Taller\u{202e} de\nradio",
            "content": "<p onclick=x>Trae <b>pilas</b><script>alert(1)</script><img src=https://x/></p>",
            "startTime": "2026-12-05T10:00:00", "endTime": "2026-12-05T13:00:00", "timezone": "America/Mexico_City",
            "location": { "type": "Place", "name": "Casa del pueblo", "address": { "type": "PostalAddress", "addressLocality": "Zaachila" } },
            "url": "javascript:alert(1)", "tag": [{ "type": "Hashtag", "name": "#Círculo" }, { "type": "Mention", "href": "https://x/" }],
        })).unwrap();
        assert_eq!((found.title.as_str(), found.content.as_str()), ("Taller de radio", "<p>Trae <b>pilas</b></p>"));
        assert_eq!(found.ends_at - found.starts_at, 3 * 3_600_000_000);
        assert_eq!(Timestamp::from_microsecond(found.starts_at).unwrap().to_string(), "2026-12-05T16:00:00Z");
        assert_eq!(
            (found.place.as_deref(), found.town.as_deref()),
            (Some("Casa del pueblo, Zaachila"), Some("Zaachila"))
        );
        assert_eq!((found.page.as_str(), found.tags), ("https://agenda.example/events/1", vec!["círculo".to_owned()]));
    }

    #[test]
    fn what_helps_nobody_to_come_is_left_out() {
        let event = |start: &str, end: &str| {
            of(json!({ "type": "Event", "id": "https://a.example/1", "name": "x", "startTime": start, "endTime": end }))
        };
        assert!(event("2026-12-05T10:00:00Z", "2026-12-05T09:00:00Z").is_some(), "an end before the beginning is none");
        assert!(event("2026-10-05T10:00:00Z", "2026-10-05T11:00:00Z").is_none(), "long over");
        assert!(event("2036-10-05T10:00:00Z", "2036-10-05T11:00:00Z").is_none(), "far away");
        assert!(event("2026-12-05T10:00:00Z", "2027-12-05T10:00:00Z").is_none(), "a year long");
        let nameless = json!({ "type": "Event", "id": "https://a.example/1", "name": "\u{200b}", "startTime": "2026-12-05T10:00:00Z" });
        assert!(of(nameless).is_none());
        let online = json!({ "type": "Event", "id": "https://a.example/1", "name": "x", "startTime": "2026-12-05T10:00:00Z",
            "location": { "type": "VirtualLocation", "url": "https://meet.example/x" } });
        assert_eq!(of(online).unwrap().place.as_deref(), Some("https://meet.example/x"));
    }
}
