// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Activities as events of iCalendar.

use jiff::Timestamp;
use tequio_calendar::{Details, End, Event, Moment, Override, Status};

use crate::spine::{id::Id, world::Micros};

use super::{
    pages::DateRow,
    rules::ONCE,
    series::{Series, stamp},
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

/// The event of an activity, with the dates that differ from its rule: moved, described or cancelled ones. `None` if
/// its series cannot be read.
pub(crate) fn event(row: &Row, tags: &[String], address: &str, dates: &[DateRow]) -> Option<Event> {
    let mut series = Series::from_stored(row.series.clone()).read(&row.time_zone).ok()?;
    let instant = |at: Micros| Timestamp::from_microsecond(at).ok();
    let body = crate::web::markdown::summary(row.body.as_deref().unwrap_or_default(), 2_000);
    let online = row.link.as_deref().map(|link| format!("{link}\n\n")).unwrap_or_default();
    let details = |date: Option<&DateRow>| Details {
        summary: date.and_then(|date| date.title.clone()).or_else(|| row.title.clone()),
        description: Some(format!("{online}{body}\n\n{address}")),
        location: date.and_then(|date| date.place.clone()).or_else(|| row.place.clone()),
        url: Some(address.to_owned()),
        categories: tags.to_vec(),
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
    let only = dates.iter().find(|date| date.date_id == ONCE);
    let length = series.end.of(&series.start, &series.start).local().duration_since(series.start.local());
    // Each date that differs is written out: many programs do not know changes that reach all that follow.
    let changes = dates.iter().filter(|date| date.date_id != ONCE).filter_map(|date| {
        let moment = |text: &str| Moment::from_text(text, series.start.zone());
        let (start, end) = (moment(&date.starts_local)?, moment(&date.ends_local)?);
        let plain = stamp(&start) == date.date_id && end.local().duration_since(start.local()) == length;
        let own = date.title.is_some() || date.place.is_some() || date.cancelled_at.is_some();
        (own || !plain).then_some(Override {
            recurrence_id: moment(&date.date_id)?,
            and_future: false,
            start,
            end: End::At(end),
            details: details(Some(date)),
        })
    });
    series.overrides = changes.collect();
    let mut event = Event::new(row.uid.clone(), series);
    event.details = details(only);
    Some(event)
}
