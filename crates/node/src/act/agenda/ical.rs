// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Activities as events of iCalendar.

use jiff::Timestamp;
use tequio_calendar::{Details, End, Event, Moment, Override, Status};

use crate::spine::{id::Id, world::Micros};

use super::{
    pages::DateRow,
    rules::ONCE,
    series::{Part, Series, stamp},
};

/// An activity, as a file needs it.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Row {
    pub(crate) id: Id,
    pub(crate) uid: String,
    pub(crate) sequence: i64,
    pub(crate) series: String,
    pub(crate) time_zone: String,
    pub(crate) title: Option<String>,
    pub(crate) body: Option<String>,
    pub(crate) place: Option<String>,
    pub(crate) link: Option<String>,
    pub(crate) cancelled_at: Option<Micros>,
    pub(crate) created_at: Micros,
    pub(crate) updated_at: Micros,
}

/// What stands beside an activity in a file.
#[derive(Debug, Default)]
pub(crate) struct Beside {
    /// Its tags.
    pub(crate) tags: Vec<String>,
    /// The words of the parts of its series.
    pub(crate) parts: Vec<PartWords>,
    /// The dates that differ from its rule, or may.
    pub(crate) dates: Vec<DateRow>,
    /// Whether the reader goes, and is to be reminded.
    pub(crate) goes: bool,
}

/// How long before its beginning a calendar reminds of what one goes to: time to get ready and come.
const ALARM_MINUTES: u32 = 120;

/// The words of a part of a series: which part, its title, its place.
pub(crate) type PartWords = (String, Option<String>, Option<String>);

/// The events of an activity: one for each part of its series, with the dates that differ from its rule: moved,
/// described or cancelled ones. None if its series cannot be read.
pub(crate) fn events(row: &Row, address: &str, beside: &Beside) -> Vec<Event> {
    let parts = Series::from_stored(row.series.clone()).read(&row.time_zone).unwrap_or_default();
    parts.into_iter().map(|part| event(row, address, beside, part)).collect()
}

/// The UID of a part of a series: for programs it is a series of its own.
pub(crate) fn part_uid(uid: &str, part: &str) -> String {
    if part.is_empty() { uid.to_owned() } else { format!("R{part}-{uid}") }
}

/// The UID of the activity, where `uid` is one that [`part_uid`] gave to a later part of it.
pub(crate) fn whole_uid(uid: &str) -> Option<&str> {
    let (part, whole) = uid.strip_prefix('R')?.split_once('-')?;
    part.starts_with(|c: char| c.is_ascii_digit()).then_some(whole)
}

fn event(row: &Row, address: &str, beside: &Beside, Part { name, dates: mut series }: Part) -> Event {
    let Beside { tags, parts, dates, goes } = beside;
    let words = parts.iter().find(|(part, ..)| *part == name);
    let instant = |at: Micros| Timestamp::from_microsecond(at).ok();
    let body = crate::web::markdown::plain(row.body.as_deref().unwrap_or_default(), 2_000);
    let about: Vec<&str> =
        [row.link.as_deref().unwrap_or_default(), &body, address].into_iter().filter(|part| !part.is_empty()).collect();
    let about = about.join("\n\n");
    let title = words.and_then(|(_, title, _)| title.clone()).or_else(|| row.title.clone());
    let place = words.and_then(|(.., place)| place.clone()).or_else(|| row.place.clone());
    let details = |date: Option<&DateRow>| Details {
        summary: date.and_then(|date| date.title.clone()).or_else(|| title.clone()),
        description: Some(about.clone()),
        location: date.and_then(|date| date.place.clone()).or_else(|| place.clone()),
        url: Some(address.to_owned()),
        categories: tags.clone(),
        status: Some(match row.cancelled_at.or(date.and_then(|date| date.cancelled_at)) {
            Some(_) => Status::Cancelled,
            None => Status::Confirmed,
        }),
        sequence: u32::try_from(row.sequence).unwrap_or(u32::MAX),
        stamp: instant(row.updated_at),
        created: instant(row.created_at),
        modified: instant(row.updated_at),
        ..Details::default()
    };
    let only = dates.iter().find(|date| date.recurrence_id == ONCE);
    let whole = details(only);
    let moment = |text: &str| Moment::from_text(text, series.start.zone());
    let length = series.end.of(&series.start, &series.start).local().duration_since(series.start.local());
    // Each date that differs is written out: many programs do not know changes that reach all that follow.
    let dates = dates.iter().filter(|date| date.part == name && date.recurrence_id != ONCE);
    let mut changes: Vec<Override> = dates
        .filter_map(|date| {
            let (start, end) = (moment(&date.starts_local)?, moment(&date.ends_local)?);
            let plain = stamp(&start) == date.recurrence_id && end.local().duration_since(start.local()) == length;
            let details = details(Some(date));
            let recurrence_id = moment(&date.recurrence_id)?;
            let same = plain
                && (&details.summary, &details.location, details.status)
                    == (&whole.summary, &whole.location, whole.status);
            (!same).then_some(Override { recurrence_id, and_future: false, start, end: End::At(end), details })
        })
        .collect();
    changes.sort_by_key(|change| change.recurrence_id.local());
    series.overrides = changes;
    let mut event = Event::new(part_uid(&row.uid, &name), series);
    event.details = whole;
    event.alarm_minutes_before = goes.then_some(ALARM_MINUTES);
    event
}
