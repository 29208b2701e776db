// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The agenda's pages: looking at it, one activity, publishing and changing, replies, calendar files.

mod activity;
mod browse;
mod date;
mod edit;
pub(super) mod feeds;
mod form;
mod import;
mod month;
mod own;
mod paper;
mod repeats;
mod reply;
pub(crate) mod revisions;

pub use browse::Card;
pub(crate) use browse::next;
pub(super) use import::told;
pub use own::OwnDate;
pub(crate) use own::own_dates;
pub use reply::OwnReply;
pub(crate) use reply::own_replies;

use super::{series::shown, store};
use crate::{
    spine::{id::Id, world::Micros},
    store::{Reader, Result, args},
    web::{Page, Routes},
};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(browse::routes())
        .merge(month::routes())
        .merge(activity::routes())
        .merge(paper::routes())
        .merge(edit::routes())
        .merge(date::routes())
        .merge(import::routes())
        .merge(reply::routes())
        .merge(feeds::routes())
}

/// A date as stored.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema, sqlx::FromRow)]
pub(crate) struct DateRow {
    pub(crate) date_id: String,
    pub(crate) starts_at: Micros,
    pub(crate) ends_at: Micros,
    pub(crate) starts_local: String,
    pub(crate) ends_local: String,
    pub(crate) all_day: bool,
    pub(crate) title: Option<String>,
    pub(crate) place: Option<String>,
    pub(crate) cancelled_at: Option<Micros>,
    pub(crate) reason: Option<String>,
    pub(crate) part: String,
    pub(crate) recurrence_id: String,
}

/// The next date of an activity, or its last one. Nothing of what is no activity.
async fn next_or_last(reader: &mut Reader, entry: Id, now: Micros) -> Result<Option<DateRow>> {
    match reader.optional(&store::DATES, args![entry, now, 1_i64]).await? {
        Some(date) => Ok(Some(date)),
        None => reader.optional(&store::LAST_DATES, args![entry]).await,
    }
}

/// The same in words.
pub(crate) async fn when_next(page: &Page, reader: &mut Reader, entry: Id, now: Micros) -> Result<Option<String>> {
    let date = next_or_last(reader, entry, now).await?;
    Ok(date.map(|date| when(page, &date.starts_local, &date.ends_local, date.all_day)))
}

/// A date as it is now, in words.
pub(crate) struct DateNow {
    /// Its day.
    pub(crate) day: String,
    /// Its day and hours.
    pub(crate) when: String,
    /// Where it is.
    pub(crate) place: Option<String>,
}

/// A date of an activity, as it is now. Nothing of one that is gone, or not for this viewer.
pub(crate) async fn date_now(page: &Page, reader: &mut Reader, entry: Id, date: &str) -> Result<Option<DateNow>> {
    let found: Option<DateRow> = reader.optional(&store::ONE_DATE, args![entry, date]).await?;
    let Some(found) = found else { return Ok(None) };
    let place = match found.place {
        Some(place) => Some(place),
        None => reader.optional(&store::USUAL_PLACE, args![entry]).await?.and_then(|(place,)| place),
    };
    let day = found.starts_local.get(..10).and_then(|day| day.parse().ok());
    Ok(Some(DateNow {
        day: day.map(|day| page.lang.day(day)).unwrap_or_default(),
        when: when(page, &found.starts_local, &found.ends_local, found.all_day),
        place,
    }))
}

/// When the first date of a series is, in words.
fn when_of(page: &Page, series: &tequio_calendar::Series) -> String {
    let end = series.end.of(&series.start, &series.start);
    when(page, &shown(&series.start), &shown(&end), series.start.is_date())
}

/// When a changed date of a series is, in words.
fn when_of_change(page: &Page, change: &tequio_calendar::Override) -> String {
    let end = change.end.of(&change.start, &change.start);
    when(page, &shown(&change.start), &shown(&end), change.start.is_date())
}

/// When something happens, in words: «sábado 28 de noviembre de 2026, 10:00–13:00».
pub(crate) fn when(page: &Page, starts: &str, ends: &str, all_day: bool) -> String {
    use jiff::civil::{Date, DateTime};
    if all_day {
        let (Ok(first), Ok(after)) = (starts.parse::<Date>(), ends.parse::<Date>()) else { return starts.to_owned() };
        let last = after.yesterday().unwrap_or(after);
        return match last <= first {
            true => page.lang.day(first),
            false => page.t2("date-range", "from", page.lang.day(first), "to", page.lang.day(last)),
        };
    }
    match (starts.parse::<DateTime>(), ends.parse::<DateTime>()) {
        (Ok(first), Ok(last)) => page.lang.span(first, last),
        _ => starts.to_owned(),
    }
}
