// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Calendar files (RFC 5545): of the community, of a tag, of a member by their private link, of one activity.

use std::collections::BTreeMap;

use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use jiff::tz::TimeZone;
use tequio_calendar::{Calendar, file};
use utoipa_axum::routes;

use crate::{
    spine::{
        id::Id,
        members,
        viewer::Viewer,
        world::{DAY, Micros},
    },
    store::{Reader, args},
    web::{Answer, Failure, Here, Routes, visit::Format},
};

use super::{
    super::{ical, store},
    DateRow,
    activity::{Activity, Entry},
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(private))
}

/// Feeds reach this far back.
const BACK: Micros = 90 * DAY;
/// The most activities in one file.
const LIMIT: i64 = 2_000;

/// Everything that a member may see, by their private link: telephones' calendars cannot sign in. It reminds of what they
/// go to.
#[utoipa::path(get, path = "/c/{handle}/act/agenda/private/{code}", responses((status = 200, content_type = "text/calendar"), (status = 404)))]
async fn private(mut here: Here, Path((_, code)): Path<(String, String)>) -> Answer {
    if here.visit.format != Format::Calendar {
        return Err(Failure::not_found());
    }
    let member = members::feed::owner(&here, &code).await?;
    here.viewer = Viewer::Member { community: here.community.id, member };
    let mut reader = here.read().await?;
    feed(&here, &mut reader, None).await
}

/// The agenda as a file: all of it, or one tag's.
pub(super) async fn feed(here: &Here, reader: &mut Reader, tag: Option<&str>) -> Result<Response, Failure> {
    let rows = rows(reader, tag, here.now() - BACK, LIMIT).await?;
    let name = match tag {
        Some(tag) => format!("{} · {tag}", here.community.name),
        None => here.community.name.clone(),
    };
    write(here, reader, &name, rows).await
}

/// One activity as a file.
pub(super) async fn one(
    here: &Here,
    reader: &mut Reader,
    entry: Entry,
    activity: Activity,
) -> Result<Response, Failure> {
    let name = entry.title.clone().unwrap_or_default();
    let row = ical::Row {
        id: entry.id,
        uid: activity.uid,
        sequence: activity.sequence,
        series: activity.series,
        time_zone: activity.time_zone,
        title: entry.title,
        body: entry.body,
        place: activity.place,
        link: activity.link,
        cancelled_at: activity.cancelled_at,
        created_at: entry.created_at,
        updated_at: entry.updated_at,
    };
    write(here, reader, &name, vec![row]).await
}

/// The newest activities with a date that ends after an instant, in the order in which they were published: all, or those of one tag.
pub(in super::super) async fn rows(
    reader: &mut Reader,
    tag: Option<&str>,
    after: Micros,
    limit: i64,
) -> crate::store::Result<Vec<ical::Row>> {
    let mut rows: Vec<ical::Row> = match tag {
        Some(tag) => reader.all(&store::FEED_TAGGED, args![after, limit, tag]).await?,
        None => reader.all(&store::FEED, args![after, limit]).await?,
    };
    rows.reverse();
    Ok(rows)
}

/// A date with its activity.
#[derive(Debug, sqlx::FromRow)]
struct FeedDate {
    activity_id: Id,
    #[sqlx(flatten)]
    date: DateRow,
}

/// A calendar of activities. `base` is the address of their community.
pub(in super::super) async fn calendar(
    reader: &mut Reader,
    name: &str,
    zone: TimeZone,
    base: &str,
    rows: Vec<ical::Row>,
) -> crate::store::Result<Calendar> {
    let mut calendar = Calendar { name: Some(name.to_owned()), zone: Some(zone), ..Calendar::default() };
    let mut beside = beside(reader, &rows).await?;
    for row in rows {
        let address = format!("{base}/act/agenda/{}", row.id);
        calendar.events.extend(ical::events(&row, &address, &beside.remove(&row.id).unwrap_or_default()));
    }
    Ok(calendar)
}

/// What stands beside each of the activities: as many statements for a thousand of them as for one.
async fn beside(reader: &mut Reader, rows: &[ical::Row]) -> crate::store::Result<BTreeMap<Id, ical::Beside>> {
    let ids = || rows.iter().map(|row| row.id);
    let (Some(first), Some(last)) = (ids().min(), ids().max()) else { return Ok(BTreeMap::new()) };
    let mut beside: BTreeMap<Id, ical::Beside> = BTreeMap::new();
    let tags: Vec<(Id, String)> = reader.all(&store::FEED_TAGS, args![first, last]).await?;
    for (entry, tag) in tags {
        beside.entry(entry).or_default().tags.push(tag);
    }
    let parts: Vec<(Id, String, Option<String>, Option<String>)> =
        reader.all(&store::PARTS, args![first, last]).await?;
    for (entry, part, title, place) in parts {
        beside.entry(entry).or_default().parts.push((part, title, place));
    }
    // Who reads without account goes nowhere by it.
    let going: Vec<(Id,)> = reader.all(&store::GOING_TO, args![first, last]).await?;
    for (entry,) in going {
        beside.entry(entry).or_default().goes = true;
    }
    let dates: Vec<FeedDate> = reader.all(&store::FEED_DATES, args![first, last]).await?;
    for FeedDate { activity_id, date } in dates {
        beside.entry(activity_id).or_default().dates.push(date);
    }
    Ok(beside)
}

async fn write(here: &Here, reader: &mut Reader, name: &str, rows: Vec<ical::Row>) -> Result<Response, Failure> {
    let calendar = calendar(reader, name, here.community.zone(), &here.address(""), rows).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"agenda.ics\"")),
    ];
    Ok((headers, file::write(&calendar)).into_response())
}
