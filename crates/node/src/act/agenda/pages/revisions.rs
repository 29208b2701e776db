// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! When and where each version of an activity was, in words, so that versions can be compared.

use crate::{
    spine::id::Id,
    store::{Reader, args},
    web::{Failure, Page},
};

use super::{
    super::{series::Series, store},
    repeats, when_of,
};

#[derive(Debug, sqlx::FromRow)]
struct Row {
    version: i64,
    series: String,
    time_zone: String,
    place: Option<String>,
    link: Option<String>,
    capacity: Option<i64>,
}

/// Each version's number with what it said besides its words, a line each.
pub(crate) async fn in_words(page: &Page, reader: &mut Reader, entry: Id) -> Result<Vec<(i64, String)>, Failure> {
    let rows: Vec<Row> = reader.all(&store::REVISIONS, args![entry]).await?;
    let words = |row: Row| {
        let parts = Series::from_stored(row.series).read(&row.time_zone).unwrap_or_default();
        let mut lines: Vec<String> = Vec::new();
        for part in &parts {
            lines.push(when_of(page, &part.dates));
            lines.extend(repeats::in_words(page, &part.dates));
            lines.extend(repeats::last_day(&part.dates).map(|day| page.t1("repeats-until", "day", page.lang.day(day))));
            lines.extend(part.dates.overrides.iter().map(|change| {
                let was = page.lang.day(change.recurrence_id.local().date());
                page.t2("revision-date", "date", was, "when", super::when_of_change(page, change))
            }));
        }
        lines.extend(row.place.into_iter().chain(row.link));
        lines.extend(row.capacity.map(|capacity| page.t1("reply-capacity", "capacity", capacity)));
        (row.version, lines.join("\n"))
    };
    Ok(rows.into_iter().map(words).collect())
}
