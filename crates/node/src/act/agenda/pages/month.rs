// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The agenda month by month.

use askama::Template;
use axum::extract::Path;
use jiff::{ToSpan, civil};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::web::{Answer, Failure, Here, Page, Routes, lang::civil_at};

use super::browse::{Card, between, card};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(month))
}

/// A month page shows no more dates than this; whoever has more looks week by week.
const MONTH_LIMIT: i64 = 500;

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "act/agenda/templates/month.html")]
struct Month {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    month: String,
    name: String,
    previous: String,
    next: String,
    weeks: Vec<Vec<Day>>,
    /// Whether nothing happens in it.
    empty: bool,
    weekdays: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct Day {
    date: String,
    number: i8,
    weekday: String,
    in_month: bool,
    today: bool,
    dates: Vec<Card>,
}

/// One month: `2026-11`.
#[utoipa::path(get, path = "/c/{handle}/act/agenda/months/{month}", responses((status = 200, body = Month), (status = 404)))]
async fn month(here: Here, Path((_, month)): Path<(String, String)>) -> Answer {
    let first: civil::Date = format!("{month}-01").parse().map_err(|_| Failure::not_found())?;
    let in_reach = (1970..2200).contains(&first.year());
    if !in_reach || month.len() != 7 {
        return Err(Failure::not_found());
    }
    let zone = here.community.zone();
    let start = first.checked_sub(i64::from(first.weekday().to_monday_zero_offset()).days()).unwrap_or(first);
    let last = first.last_of_month();
    let weeks = if (last - start).get_days() < 35 { 5 } else { 6 };
    let end = start.checked_add((weeks * 7).days()).unwrap_or(last);
    let midnight = civil::Time::midnight();
    let instant = |date: civil::Date| zone.to_timestamp(date.to_datetime(midnight)).map_or(0, |at| at.as_microsecond());
    let rows = between(&here, instant(start), instant(end), None, MONTH_LIMIT, None).await?;
    let name = |date: civil::Date| format!("{:04}-{:02}", date.year(), date.month());
    let words = [("month", here.visit.lang.month(first.month())), ("year", first.year().to_string())];
    let title = here.visit.lang.with("agenda-month", &words.each_ref().map(|(key, value)| (*key, value.as_str())));
    let page = here.page(title.clone()).await?.in_room("act");
    let today = civil_at(here.now(), &zone).date();
    let cards: Vec<Card> = rows.into_iter().map(|row| card(&here, &page, row)).collect();
    let day = |date: civil::Date| {
        let text = date.to_string();
        let dates = cards.iter().filter(|card| card.starts.get(..10) == Some(text.as_str())).cloned().collect();
        let weekday = page.lang.weekday(date.weekday());
        Day {
            number: date.day(),
            weekday,
            in_month: date.month() == first.month(),
            today: date == today,
            dates,
            date: text,
        }
    };
    let days: Vec<Day> = start.series(1.day()).take(usize::try_from(weeks * 7).unwrap_or(42)).map(day).collect();
    let empty = !days.iter().any(|day| day.in_month && !day.dates.is_empty());
    let mut rows = Vec::new();
    let mut days = days.into_iter();
    for _ in 0..weeks {
        rows.push(days.by_ref().take(7).collect());
    }
    let weekdays = (1..=7).map(|day| page.t(format!("weekday-{day}"))).collect();
    let view = Month {
        month,
        name: title,
        previous: name(first.yesterday().unwrap_or(first)),
        next: name(last.tomorrow().unwrap_or(last)),
        weeks: rows,
        empty,
        weekdays,
        page,
    };
    here.answer(&view)
}
