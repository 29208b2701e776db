// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! When and where each version of an activity was, in words, so that versions can be compared.

use serde::Serialize;
use tequio_calendar::Moment;
use utoipa::ToSchema;

use crate::{
    spine::{command::Command, event, id::Id, log::Record, members, world::Micros},
    store::{Reader, args},
    web::{Failure, Page},
};

use super::{
    super::{CancelDate, ChangeDate, Event, series::Series, store},
    repeats, when, when_of,
};

#[derive(Debug, sqlx::FromRow)]
struct Row {
    version: i64,
    series: String,
    series_before: Option<String>,
    time_zone: String,
    place: Option<String>,
    link: Option<String>,
    capacity: Option<i64>,
}

/// What a version said besides its words, a line each, and what stood there just before it.
pub(crate) struct Facts {
    /// Which.
    pub(crate) version: i64,
    /// Before it; nothing of the first one.
    pub(crate) before: Option<String>,
    /// What it said.
    pub(crate) now: String,
}

/// When and where each version was, newest first. What a change of dates did between two versions is in neither: it
/// stands in `before`.
pub(crate) async fn in_words(page: &Page, reader: &mut Reader, entry: Id) -> Result<Vec<Facts>, Failure> {
    let rows: Vec<Row> = reader.all(&store::REVISIONS, args![entry]).await?;
    let words = |row: &Row, series: &str| {
        let parts = Series::from_stored(series.to_owned()).read(&row.time_zone).unwrap_or_default();
        let mut lines: Vec<String> = Vec::new();
        for part in &parts {
            lines.push(when_of(page, &part.dates));
            lines.extend(repeats::in_words(page, &part.dates));
            lines.extend(repeats::last_day(&part.dates).map(|day| page.t1("repeats-until", "day", page.lang.day(day))));
            lines.extend(part.dates.overrides.iter().map(|change| {
                let was = page.lang.day(change.recurrence_id.local().date());
                let now = super::when_of_change(page, change);
                if now.starts_with(&was) { now } else { page.t2("revision-date", "date", was, "when", now) }
            }));
        }
        lines.extend(row.place.iter().chain(&row.link).cloned());
        lines.extend(row.capacity.map(|capacity| page.t1("reply-capacity", "capacity", capacity)));
        lines.join("\n")
    };
    let facts = rows.iter().enumerate().map(|(place, row)| {
        let before = rows.get(place + 1).zip(row.series_before.as_ref());
        let before = before.map(|(before, series)| words(before, series));
        Facts { version: row.version, before, now: words(row, &row.series) }
    });
    Ok(facts.collect())
}

/// A change of dates by themselves.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DateChanged {
    pub(crate) at: Micros,
    /// Who did it.
    pub(crate) name: Option<String>,
    /// What they did.
    pub(crate) words: String,
}

/// What was changed of an activity's dates by themselves, as the log has it, newest first.
pub(crate) async fn changes_of_dates(page: &Page, reader: &mut Reader, entry: Id) -> Result<Vec<DateChanged>, Failure> {
    let rows: Vec<(Vec<u8>,)> = reader.all(&store::DATE_CHANGES, args![entry]).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<(Id, Option<String>)> = reader.all(&members::store::NAMES, args![]).await?;
    let changed = rows.into_iter().filter_map(|(record,)| {
        let record: Record = serde_json::from_slice(&record).ok()?;
        let name = names.iter().find(|(id, _)| Some(*id) == record.actor.member()).and_then(|(_, name)| name.clone());
        Some(DateChanged { at: record.at, name, words: of_record(page, &record)? })
    });
    Ok(changed.collect())
}

/// What a record did to dates by themselves, in words; nothing if it did nothing to them.
pub(crate) fn of_record(page: &Page, record: &Record) -> Option<String> {
    let events = || {
        record
            .events
            .iter()
            .filter_map(|event| if let event::Event::Agenda(event) = event { Some(event) } else { None })
    };
    let following = events().any(|event| matches!(event, Event::PartDescribed { .. }));
    let reach = |words: String| if following { page.t1("revision-following", "what", words) } else { words };
    let moment = |(starts, ends): &(String, String)| when(page, starts, ends, starts.len() == "2026-11-28".len());
    let mut named = None;
    for event in events() {
        match event {
            Event::DatesChanged { dates, this, .. } if record.command == ChangeDate::NAME => {
                let this = this.as_ref().or(named.as_ref());
                let change = dates.iter().find(|change| Some(&change.date) == this).or(dates.first())?;
                let mut words = vec![match change.was == change.now {
                    true => moment(&change.was),
                    false => page.t2("revision-date", "date", moment(&change.was), "when", moment(&change.now)),
                }];
                let parts = [("revision-place", change.place), ("revision-title", change.title)];
                words.extend(parts.into_iter().filter(|(_, changed)| *changed).map(|(part, _)| page.t(part)));
                return Some(reach(words.join("; ")));
            }
            Event::DateDescribed { date, .. } => named = Some(date.clone()),
            Event::DateCancelled { date, was, .. } if record.command == CancelDate::NAME => {
                let date = was.as_ref().map_or_else(|| day_of(page, date), moment);
                return Some(page.t1("revision-cancelled", "date", date));
            }
            _ => {}
        }
    }
    // Records of before 0018 do not say how.
    (record.command == ChangeDate::NAME).then(|| reach(named.map(|date| day_of(page, &date)).unwrap_or_default()))
}

/// The day that a date was first called by.
fn day_of(page: &Page, date: &str) -> String {
    let day = Moment::from_text(date.trim_end_matches('x'), None);
    day.map(|day| page.lang.day(day.local().date())).unwrap_or_default()
}
