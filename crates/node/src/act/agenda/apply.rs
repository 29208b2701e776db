// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! How what happens in the agenda shows in the tables.

use crate::{
    spine::{apply::Projection, entries, id::Id, notices::Notice, refusal::Result, world::Micros},
    store::args,
};

use super::{
    commands::{Event, Schedule},
    replies,
    rules::{self, Change, Date, Known},
    series::Series,
    store,
};

/// Shows an event in the tables.
pub(crate) async fn apply(to: &mut Projection<'_, '_>, event: &Event) -> Result<()> {
    let (community, at) = (to.community, to.at);
    match event {
        Event::Scheduled { entry, uid, schedule: s } => {
            let place = to.open_optional(s.place.as_ref()).await?;
            let link = to.open_optional(s.link.as_ref()).await?;
            let row = args![
                *entry,
                community,
                uid,
                s.series.as_str(),
                &s.time_zone,
                place,
                link,
                s.capacity,
                s.until,
                imported(to, s).await?
            ];
            to.tx.run(&store::INSERT, row).await?;
            show_dates(to, *entry, &s.series, &s.time_zone, s.until).await
        }
        Event::Rescheduled { entry, schedule: s } => {
            let place = to.open_optional(s.place.as_ref()).await?;
            let link = to.open_optional(s.link.as_ref()).await?;
            let imported = imported(to, s).await?;
            let row = args![*entry, s.series.as_str(), &s.time_zone, place, link, s.capacity, s.until, imported];
            to.tx.run(&store::RESCHEDULE, row).await?;
            show_dates(to, *entry, &s.series, &s.time_zone, s.until).await
        }
        Event::DateDescribed { entry, date, title, place } => {
            let title = to.open_optional(title.as_ref()).await?;
            let place = to.open_optional(place.as_ref()).await?;
            to.tx.run(&store::DESCRIBE_DATE, args![*entry, date, title, place]).await?;
            Ok(())
        }
        Event::DateCancelled { entry, date } => {
            to.tx.run(&store::CANCEL_DATE, args![*entry, date, at]).await?;
            tell(to, *entry, date, Notice::ActivityCancelled).await
        }
        Event::Cancelled { entry } => {
            let told: Vec<(Id,)> = to.tx.all(&store::REPLIED_LATER, args![*entry, at]).await?;
            to.tx.run(&store::CANCEL, args![*entry, at]).await?;
            to.tx.run(&store::CANCEL_DATES, args![*entry, at]).await?;
            for (member,) in told {
                to.notify(member, Notice::ActivityCancelled, Some(*entry)).await?;
            }
            Ok(())
        }
        Event::Extended { entry, until } => {
            let row: Option<(String, String, String, Option<i64>, Micros, Option<Micros>, Option<Vec<u8>>)> =
                to.tx.optional(&store::HEAD, args![community, *entry]).await?;
            let Some((_, series, time_zone, ..)) = row else { return Ok(()) };
            to.tx.run(&store::EXTENDED, args![*entry, *until]).await?;
            show_dates(to, *entry, &Series::from_stored(series), &time_zone, *until).await
        }
        Event::Reply(event) => replies::apply(to, event).await,
    }
}

async fn imported(to: &mut Projection<'_, '_>, schedule: &Schedule) -> Result<Option<Vec<u8>>> {
    Ok(to.open_optional(schedule.imported.as_ref()).await?.map(String::into_bytes))
}

/// Tells the members who replied to a date.
async fn tell(to: &mut Projection<'_, '_>, entry: Id, date: &str, notice: Notice) -> Result<()> {
    let told: Vec<(Id,)> = to.tx.all(&store::REPLIED, args![entry, date]).await?;
    for (member,) in told {
        to.notify(member, notice, Some(entry)).await?;
    }
    Ok(())
}

/// Brings the dates in the table to what the series says, and tells those whose date was moved or is gone.
async fn show_dates(to: &mut Projection<'_, '_>, entry: Id, series: &Series, zone: &str, until: Micros) -> Result<()> {
    let head: Option<(String, Option<Id>, i64, Option<Micros>, i64)> =
        to.tx.optional(&entries::store::HEAD, args![to.community, entry]).await?;
    let visibility = head.map_or(i64::MAX, |(.., visibility)| visibility);
    let rows: Vec<(String, String, bool)> = to.tx.all(&store::KNOWN, args![entry]).await?;
    let known: Vec<Known> =
        rows.into_iter().map(|(id, starts_local, has_replies)| Known { id, starts_local, has_replies }).collect();
    // What the command accepted then is accepted now: an expansion that fails shows no dates.
    let dates = series.dates(zone, until).unwrap_or_default();
    for change in rules::reconcile(&known, dates) {
        match change {
            Change::Add(date) => {
                let Date { id, starts_local, ends_local, starts_at, ends_at, all_day } = date;
                let row =
                    args![entry, to.community, id, visibility, starts_at, ends_at, starts_local, ends_local, all_day];
                to.tx.run(&store::ADD_DATE, row).await?;
            }
            Change::Keep { was, now, moved } => {
                let Date { id, starts_local, ends_local, starts_at, ends_at, all_day } = now;
                let row = args![entry, &was, &id, visibility, starts_at, ends_at, starts_local, ends_local, all_day];
                to.tx.run(&store::MOVE_DATE, row).await?;
                if was != id {
                    to.tx.run(&store::MOVE_REPLIES, args![entry, &was, &id]).await?;
                }
                if moved && ends_at > to.at {
                    tell(to, entry, &id, Notice::ActivityMoved).await?;
                }
            }
            Change::Drop(id) => {
                to.tx.run(&store::DROP_DATE, args![entry, id]).await?;
            }
            Change::Cancel(id) => {
                to.tx.run(&store::CANCEL_DATE, args![entry, &id, to.at]).await?;
                tell(to, entry, &id, Notice::ActivityCancelled).await?;
            }
        }
    }
    Ok(())
}

/// An erased member's replies are gone.
pub(crate) async fn forget(to: &mut Projection<'_, '_>, member: Id) -> Result<()> {
    to.tx.run(&store::FORGET, args![member]).await?;
    Ok(())
}

/// What the agenda shows of an entry that is removed: nothing.
pub(crate) async fn clear(to: &mut Projection<'_, '_>, entry: Id) -> Result<()> {
    to.tx.run(&store::CLEAR, args![entry]).await?;
    to.tx.run(&store::CANCEL_DATES, args![entry, to.at]).await?;
    to.tx.run(&store::CLEAR_DATES, args![entry]).await?;
    Ok(())
}
