// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Looking at the agenda: what comes, month by month, by tag, and the week as a text to share.

use askama::Template;
use axum::extract::{Path, Query};
use jiff::{ToSpan, civil};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        command::Command,
        entries,
        id::Id,
        world::{DAY, Micros},
    },
    store::args,
    web::{Answer, Failure, Here, Page, Routes, lang::civil_at, visit::Format},
};

use super::{super::store, feeds, when};

pub(super) fn routes() -> Routes {
    Routes::new()
        .routes(routes!(act))
        .routes(routes!(agenda))
        .routes(routes!(month))
        .routes(routes!(tag))
        .routes(routes!(week))
}

/// An activity on one date, in brief.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Card {
    /// Its path at this door.
    pub path: String,
    /// Its title.
    pub title: String,
    /// When, in words.
    pub when: String,
    /// When, for machines: local date and time, or date.
    pub starts: String,
    /// Where.
    pub place: Option<String>,
    /// Whether it will not happen.
    pub cancelled: bool,
    /// Whether only members see it.
    pub members_only: bool,
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    activity_id: Id,
    date_id: String,
    starts_at: Micros,
    #[expect(dead_code, reason = "every query of dates gives the same columns")]
    ends_at: Micros,
    starts_local: String,
    ends_local: String,
    all_day: bool,
    title: Option<String>,
    place: Option<String>,
    cancelled_at: Option<Micros>,
    visibility: i64,
}

/// Dates shown on one page of a list.
const PAGE: i64 = 30;
/// A month page shows no more dates than this; whoever has more looks week by week.
const MONTH_LIMIT: i64 = 500;

fn card(here: &Here, page: &Page, row: Row) -> Card {
    Card {
        path: here.path(&format!("/act/agenda/{}/{}", row.activity_id, row.date_id)),
        title: row.title.unwrap_or_else(|| page.t("entry-removed")),
        when: when(page, &row.starts_local, &row.ends_local, row.all_day),
        starts: row.starts_local,
        place: row.place,
        cancelled: row.cancelled_at.is_some(),
        members_only: row.visibility > 0,
    }
}

async fn between(
    here: &Here,
    from: Micros,
    to: Micros,
    after: Option<Id>,
    limit: i64,
    tag: Option<&str>,
) -> Result<Vec<Row>, Failure> {
    let mut reader = here.read().await?;
    // Whoever begins at an instant sees what starts then; whoever goes on, what stands after the last one.
    let after = after.unwrap_or(Id::from_bytes([0; 16]));
    Ok(match tag {
        Some(tag) => reader.all(&store::BETWEEN_TAGGED, args![from, to, after, limit, tag]).await?,
        None => reader.all(&store::BETWEEN, args![from, to, after, limit]).await?,
    })
}

/// What comes next, each activity by its next date only: for the community's home.
pub(crate) async fn next(here: &Here, limit: usize) -> Result<Vec<Card>, Failure> {
    let page = Page::of(&here.visit, String::new());
    let mut rows = between(here, here.now() - DAY / 4, Micros::MAX, None, 3 * PAGE, None).await?;
    let mut seen = std::collections::HashSet::new();
    rows.retain(|row| row.cancelled_at.is_none() && seen.insert(row.activity_id));
    Ok(rows.into_iter().take(limit).map(|row| card(here, &page, row)).collect())
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "act/agenda/templates/act.html")]
struct Act {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    next: Vec<Card>,
}

/// The room Actuar.
#[utoipa::path(get, path = "/c/{handle}/act", responses((status = 200, body = Act)))]
async fn act(here: Here) -> Answer {
    let next = next(&here, 6).await?;
    let page = here.page(here.visit.lang.t("act-title")).await?.in_room("act");
    here.answer(&Act { page, next })
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "act/agenda/templates/list.html")]
struct List {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    dates: Vec<Card>,
    tag: Option<String>,
    tags: Vec<Tag>,
    /// Where the list goes on.
    next: Option<String>,
    may_publish: bool,
    this_month: String,
    feed: String,
    /// A member's own feed: it has also what is for members only.
    private_feed: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct Tag {
    name: String,
    count: i64,
}

/// Where a list goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct After {
    after: Option<String>,
}

/// The agenda: what comes.
#[utoipa::path(get, path = "/c/{handle}/act/agenda", responses((status = 200, body = List)))]
async fn agenda(here: Here, query: Query<After>) -> Answer {
    list(here, None, query.0).await
}

/// What comes, of one tag.
#[utoipa::path(get, path = "/c/{handle}/act/agenda/tags/{tag}", responses((status = 200, body = List)))]
async fn tag(here: Here, Path((_, tag)): Path<(String, String)>, query: Query<After>) -> Answer {
    list(here, Some(entries::rules::tag_form(&tag)), query.0).await
}

async fn list(here: Here, tag: Option<String>, query: After) -> Answer {
    if here.visit.format == Format::Calendar {
        let mut reader = here.read().await?;
        return feeds::feed(&here, &mut reader, tag.as_deref()).await;
    }
    let after = query.after.as_deref().and_then(|after| after.split_once('.'));
    let after = after.and_then(|(at, id)| Some((at.parse().ok()?, id.parse::<Id>().ok()?)));
    let (from, after) = match after {
        Some((at, id)) => (at, Some(id)),
        None => (here.now() - DAY / 4, None),
    };
    let rows = between(&here, from, Micros::MAX, after, PAGE, tag.as_deref()).await?;
    let full = rows.len() == usize::try_from(PAGE).unwrap_or(usize::MAX);
    let next = rows.last().filter(|_| full).map(|last| format!("{}.{}", last.starts_at, last.activity_id));
    let mut reader = here.read().await?;
    let tags: Vec<(String, i64)> = reader.all(&entries::store::ALL_TAGS, args![30_i64]).await?;
    drop(reader);
    let title = match &tag {
        Some(tag) => here.visit.lang.with("agenda-tag-title", &[("tag", tag)]),
        None => here.visit.lang.t("agenda-title"),
    };
    let page = here.page(title).await?.in_room("act");
    let today = civil_at(here.now(), &here.community.zone()).date();
    let feed = match &tag {
        Some(tag) => here.address(&format!("/act/agenda/tags/{tag}.ics")),
        None => here.address("/act/agenda.ics"),
    };
    let private_feed = match here.session {
        Some(session) => {
            let secret = here.node().core.secret(here.community.id).await?;
            let code = feeds::private_code(&secret, session.member);
            Some(here.address(&format!("/act/agenda/private/{code}.ics")))
        }
        None => None,
    };
    let view = List {
        private_feed,
        dates: rows.into_iter().map(|row| card(&here, &page, row)).collect(),
        tag,
        tags: tags.into_iter().map(|(name, count)| Tag { name, count }).collect(),
        next,
        may_publish: here.may(super::super::Publish::NAME).await?,
        this_month: format!("{:04}-{:02}", today.year(), today.month()),
        feed,
        page,
    };
    here.answer(&view)
}

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
        weekdays,
        page,
    };
    here.answer(&view)
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "act/agenda/templates/week.html")]
struct Week {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    text: String,
    dates: Vec<Card>,
}

/// The next seven days as a text ready to paste into the chat.
#[utoipa::path(get, path = "/c/{handle}/act/agenda/week", responses((status = 200, body = Week)))]
async fn week(here: Here) -> Answer {
    let now = here.now();
    let rows = between(&here, now - DAY / 4, now + 7 * DAY, None, PAGE, None).await?;
    let page = here.page(here.visit.lang.t("agenda-week-title")).await?.in_room("act");
    // What is for members only is not put into a text that leaves the community.
    let dates: Vec<Card> = rows
        .into_iter()
        .map(|row| card(&here, &page, row))
        .filter(|card| !card.members_only && !card.cancelled)
        .collect();
    let mut text = page.t1("agenda-week-share", "community", &here.community.name);
    for card in &dates {
        let place = card.place.as_deref().map(|place| format!("\n   {place}")).unwrap_or_default();
        text.push_str(&format!("\n\n• {}\n   {}{place}", card.title, card.when));
    }
    text.push_str(&format!("\n\n{}", here.address("/act/agenda")));
    here.answer(&Week { page, text, dates })
}
