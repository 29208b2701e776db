// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! How what happens in the agenda shows in the tables.

use std::collections::HashSet;

use crate::{
    spine::{apply::Projection, entries, id::Id, notices::Notice, refusal::Result, search, world::Micros},
    store::{Value, Write, args},
};

use super::{
    commands::{Event, Schedule, own_uid},
    replies,
    rules::{self, Change, Date, Known, Name},
    series::Series,
    store,
};

/// Shows an event in the tables.
pub(crate) async fn apply(to: &mut Projection<'_, '_>, event: &Event) -> Result<()> {
    let (community, at) = (to.community, to.at);
    match event {
        Event::Scheduled { entry, uid, mark, schedule: s } => {
            let uid = to.open_optional(uid.as_ref()).await?.unwrap_or_else(|| own_uid(*entry, community));
            let place = to.open_optional(s.place.as_ref()).await?;
            let link = to.open_optional(s.link.as_ref()).await?;
            let row = args![
                *entry,
                community,
                uid,
                &mark.0[..],
                s.series.as_str(),
                &s.time_zone,
                place,
                link,
                s.capacity,
                s.until,
                imported(to, s).await?
            ];
            to.tx.run(&store::INSERT, row).await?;
            keep_revision(to, *entry, s, None).await?;
            index(to, *entry).await?;
            show_dates(to, *entry, &s.series, &s.series, &s.time_zone, s.until).await
        }
        Event::Rescheduled { entry, schedule: s } => {
            let place = to.open_optional(s.place.as_ref()).await?;
            let link = to.open_optional(s.link.as_ref()).await?;
            let imported = imported(to, s).await?;
            let before = series(to, *entry).await?.unwrap_or_else(|| s.series.clone());
            let row = args![*entry, s.series.as_str(), &s.time_zone, place, link, s.capacity, s.until, imported];
            to.tx.run(&store::RESCHEDULE, row).await?;
            keep_revision(to, *entry, s, Some(&before)).await?;
            show_dates(to, *entry, &before, &s.series, &s.time_zone, s.until).await?;
            to.tx.run(&store::DROP_PARTS, args![*entry]).await?;
            index(to, *entry).await?;
            touch(to, *entry).await
        }
        Event::DateDescribed { entry, date, title, place } => {
            let title = to.open_optional(title.as_ref()).await?;
            let place = to.open_optional(place.as_ref()).await?;
            let date = date_id(to, *entry, date).await?;
            to.tx.run(&store::DESCRIBE_DATE, args![*entry, date, title, place]).await?;
            index(to, *entry).await
        }
        Event::PartDescribed { entry, part, title, place } => {
            let title = to.open_optional(title.as_ref()).await?;
            let place = to.open_optional(place.as_ref()).await?;
            to.tx.run(&store::DESCRIBE_PART, args![*entry, part, title, place]).await?;
            index(to, *entry).await
        }
        Event::DateCancelled { entry, date, reason, .. } => {
            let reason = to.open_optional(reason.as_ref()).await?;
            let date = date_id(to, *entry, date).await?;
            to.tx.run(&store::CANCEL_DATE, args![*entry, &date, at, reason]).await?;
            to.tx.run(&store::CHANGED, args![*entry]).await?;
            touch(to, *entry).await?;
            tell(to, *entry, &date, Notice::ActivityCancelled, None).await
        }
        Event::Cancelled { entry, reason } => {
            let reason = to.open_optional(reason.as_ref()).await?;
            let told: Vec<(Id, String, i64)> = to.tx.all(&store::REPLIED_LATER, args![*entry, at]).await?;
            to.tx.run(&store::CANCEL, args![*entry, at]).await?;
            to.tx.run(&store::CANCEL_DATES, args![*entry, at, reason]).await?;
            touch(to, *entry).await?;
            for (member, date, dates) in told {
                // Who comes to several dates is told once, of the whole.
                let date = (dates == 1).then_some(date.as_str());
                to.notify_of_date(member, Notice::ActivityCancelled, Some(*entry), date, None).await?;
            }
            Ok(())
        }
        Event::DatesChanged { entry, dates, .. } => {
            for change in dates {
                let what = change.noted();
                if !what.is_empty() {
                    tell(to, *entry, &change.date, Notice::DateChanged, Some(&what)).await?;
                }
            }
            Ok(())
        }
        Event::Extended { entry, until } => {
            let row: Option<(String, String, String, Option<i64>, Micros, Option<Micros>, Option<Vec<u8>>)> =
                to.tx.optional(&store::HEAD, args![community, *entry]).await?;
            let Some((_, series, time_zone, ..)) = row else { return Ok(()) };
            to.tx.run(&store::EXTENDED, args![*entry, *until]).await?;
            let series = Series::from_stored(series);
            show_dates(to, *entry, &series, &series, &time_zone, *until).await
        }
        Event::Reply(event) => replies::apply(to, event).await,
    }
}

async fn imported(to: &mut Projection<'_, '_>, schedule: &Schedule) -> Result<Option<Vec<u8>>> {
    Ok(to.open_optional(schedule.imported.as_ref()).await?.map(String::into_bytes))
}

/// The series of an activity, as it stands.
async fn series(to: &mut Projection<'_, '_>, entry: Id) -> Result<Option<Series>> {
    let row: Option<(String, String, String, Option<i64>, Micros, Option<Micros>, Option<Vec<u8>>)> =
        to.tx.optional(&store::HEAD, args![to.community, entry]).await?;
    Ok(row.map(|(_, series, ..)| Series::from_stored(series)))
}

/// The identifier of a date that an event names by it, or by what calendars call the date.
pub(super) async fn date_id(to: &mut Projection<'_, '_>, entry: Id, date: &str) -> Result<String> {
    let row: Option<(String,)> = to.tx.optional(&store::DATE_ID, args![entry, date]).await?;
    Ok(row.map_or_else(|| date.to_owned(), |(date,)| date))
}

/// Makes the activity findable by its places and the words of its dates.
async fn index(to: &mut Projection<'_, '_>, entry: Id) -> Result<()> {
    let words: Vec<(Option<String>,)> = to.tx.all(&store::WORDS, args![entry]).await?;
    let words: Vec<Option<&str>> = words.iter().map(|(words,)| words.as_deref()).collect();
    search::index_room(to, entry, &words).await
}

/// Says when the activity last changed.
async fn touch(to: &mut Projection<'_, '_>, entry: Id) -> Result<()> {
    to.tx.run(&entries::store::TOUCH, args![entry, to.at]).await?;
    Ok(())
}

/// Keeps when and where the present version is, for comparing it with others.
async fn keep_revision(
    to: &mut Projection<'_, '_>,
    entry: Id,
    schedule: &Schedule,
    before: Option<&Series>,
) -> Result<()> {
    let head: Option<(String, Option<Id>, i64, Option<Micros>, i64)> =
        to.tx.optional(&entries::store::HEAD, args![to.community, entry]).await?;
    let version = head.map_or(1, |(_, _, version, ..)| version);
    let place = to.open_optional(schedule.place.as_ref()).await?;
    let link = to.open_optional(schedule.link.as_ref()).await?;
    let Schedule { series, time_zone, capacity, .. } = schedule;
    let before = before.map(Series::as_str);
    let row = args![entry, version, series.as_str(), time_zone, place, link, *capacity, before];
    to.tx.run(&store::KEEP_REVISION, row).await?;
    Ok(())
}

/// Tells the members who replied to a date.
async fn tell(to: &mut Projection<'_, '_>, entry: Id, date: &str, notice: Notice, what: Option<&str>) -> Result<()> {
    let told: Vec<(Id,)> = to.tx.all(&store::REPLIED, args![entry, date]).await?;
    for (member,) in told {
        to.notify_of_date(member, notice, Some(entry), Some(date), what).await?;
    }
    Ok(())
}

/// A date as it is in the table, and how far it may be seen.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct KnownRow {
    pub(super) date_id: String,
    pub(super) part: String,
    pub(super) recurrence_id: String,
    pub(super) starts_local: String,
    pub(super) ends_local: String,
    starts_at: Micros,
    ends_at: Micros,
    all_day: bool,
    differs: bool,
    visibility: i64,
    pub(super) place: Option<String>,
    pub(super) cancelled_at: Option<Micros>,
    pub(super) has_replies: bool,
}

/// The dates that there are of an activity.
pub(super) async fn known(tx: &mut Write, entry: Id) -> Result<Vec<KnownRow>> {
    Ok(tx.all(&store::KNOWN, args![entry]).await?)
}

/// What becomes of the dates of an activity in `zone` when its series is another one than `before`. Nothing where the
/// series has no dates that can be told.
pub(super) fn changes(
    rows: Vec<KnownRow>,
    before: &Series,
    series: &Series,
    zone: &str,
    at: Micros,
    until: Micros,
) -> Option<Vec<Change>> {
    let known: Vec<Known> = rows.into_iter().map(|row| row.known(at)).collect();
    let dates = series.dates(zone, at, until).ok()?;
    let names: HashSet<Name> =
        before.dates(zone, at, until).unwrap_or_default().into_iter().map(|date| date.name).collect();
    Some(rules::reconcile(&known, &names, dates, before.repeats_like(series, zone)))
}

impl KnownRow {
    fn known(self, at: Micros) -> Known {
        let Self { date_id: id, starts_local, ends_local, starts_at, ends_at, all_day, differs, has_replies, .. } =
            self;
        let name = Name { part: self.part, recurrence: self.recurrence_id };
        let date = Date { name, starts_local, ends_local, starts_at, ends_at, all_day, differs };
        Known { id, date, has_replies, over: ends_at <= at }
    }
}

/// Brings the dates in the table to what the series says, and tells those whose date is gone.
async fn show_dates(
    to: &mut Projection<'_, '_>,
    entry: Id,
    before: &Series,
    series: &Series,
    zone: &str,
    until: Micros,
) -> Result<()> {
    let head: Option<(String, Option<Id>, i64, Option<Micros>, i64)> =
        to.tx.optional(&entries::store::HEAD, args![to.community, entry]).await?;
    let visibility = head.map_or(i64::MAX, |(.., visibility)| visibility);
    let rows = known(to.tx, entry).await?;
    let seen_alike = rows.iter().all(|row| row.visibility == visibility);
    // What the command accepted then is accepted now; should it not be, nobody's date is lost.
    let Some(changes) = changes(rows, before, series, zone, to.at, until) else { return Ok(()) };
    for change in changes {
        match change {
            Change::Add { id, date } => {
                let mut row = columns(entry, &id, visibility, date);
                row.push(to.community.into());
                to.tx.run(&store::ADD_DATE, row).await?;
            }
            Change::Keep { changed: false, .. } if seen_alike => {}
            Change::Keep { id, now, moved, again, .. } => {
                if again {
                    to.tx.run(&store::REVIVE_DATE, args![entry, &id]).await?;
                }
                let mut row = columns(entry, &id, visibility, now);
                row.push(moved.then_some(to.at).into());
                to.tx.run(&store::MOVE_DATE, row).await?;
            }
            Change::Drop(id) => {
                to.tx.run(&store::DROP_DATE, args![entry, id]).await?;
            }
            Change::Cancel(id) => {
                // Who hears of it twice hears nothing new.
                if to.tx.run(&store::CANCEL_DATE, args![entry, &id, to.at, None::<String>]).await? > 0 {
                    tell(to, entry, &id, Notice::DateDropped, None).await?;
                }
            }
        }
    }
    Ok(())
}

/// What adding a date and bringing it up to date have in common.
fn columns(entry: Id, id: &str, visibility: i64, date: Date) -> Vec<Value> {
    let Date { name: Name { part, recurrence }, starts_local, ends_local, starts_at, ends_at, all_day, differs } = date;
    args![entry, id, visibility, part, recurrence, starts_at, ends_at, starts_local, ends_local, all_day, differs]
}

/// An erased member's replies are gone.
pub(crate) async fn forget(to: &mut Projection<'_, '_>, member: Id) -> Result<()> {
    to.tx.run(&store::FORGET, args![member]).await?;
    Ok(())
}

/// What the agenda shows of an entry that is removed: nothing.
pub(crate) async fn clear(to: &mut Projection<'_, '_>, entry: Id) -> Result<()> {
    to.tx.run(&store::CLEAR, args![entry, own_uid(entry, to.community)]).await?;
    to.tx.run(&store::CANCEL_DATES, args![entry, to.at, None::<String>]).await?;
    for statement in [&store::CLEAR_DATES, &store::CLEAR_PARTS, &store::CLEAR_REVISIONS, &store::CLEAR_TOLD] {
        to.tx.run(statement, args![entry]).await?;
    }
    Ok(())
}
