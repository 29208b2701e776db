// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Looking at the agenda: what comes, by tag, and the week as a text to share.

use askama::Template;
use axum::extract::Path;
use jiff::civil;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        command::Command,
        entries,
        id::Id,
        members,
        world::{DAY, Micros},
    },
    store::{Reader, args},
    web::{
        Answer, Failure, Here, Page, Query, Routes,
        lang::{civil_at, clock},
        spreadsheet,
        visit::Format,
    },
};

use super::{
    super::{series::Series, store},
    DateRow, feeds, repeats, when,
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(act)).routes(routes!(agenda)).routes(routes!(tag)).routes(routes!(week))
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
    /// At what hour; nothing when it is all day.
    pub time: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// Whether it will not happen.
    pub cancelled: bool,
    /// Whether only members see it.
    pub members_only: bool,
    /// The language of its words (BCP 47).
    pub language: String,
    /// How it repeats, where each activity stands once: «cada miércoles».
    pub repeats: Option<String>,
    /// The dates after this one, where each activity stands once.
    pub also: Vec<Also>,
}

/// A further date of an activity.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Also {
    /// Its path at this door.
    pub path: String,
    /// When, in brief.
    pub when: String,
    /// When, for machines.
    pub starts: String,
    /// Whether it will not happen.
    pub cancelled: bool,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Row {
    activity_id: Id,
    date_id: String,
    starts_at: Micros,
    ends_at: Micros,
    starts_local: String,
    ends_local: String,
    all_day: bool,
    title: Option<String>,
    place: Option<String>,
    cancelled_at: Option<Micros>,
    visibility: i64,
    language: String,
    part: String,
    series: String,
    time_zone: String,
}

/// Dates shown on one page of a list.
const PAGE: i64 = 30;
/// The tags above a list are the most used ones of so many dates that come.
const TAGGED: i64 = 300;
/// How many they are.
const TAGS: i64 = 30;
/// Further dates shown with an activity that repeats.
const ALSO: i64 = 3;

pub(super) fn card(here: &Here, page: &Page, row: Row) -> Card {
    Card {
        path: here.path(&format!("/act/agenda/{}/{}", row.activity_id, row.date_id)),
        title: row.title.unwrap_or_else(|| page.t("entry-removed")),
        when: when(page, &row.starts_local, &row.ends_local, row.all_day),
        time: time(&row.starts_local),
        starts: row.starts_local,
        place: row.place,
        cancelled: row.cancelled_at.is_some(),
        members_only: row.visibility > 0,
        language: row.language,
        repeats: None,
        also: Vec::new(),
    }
}

/// The hour of a local time; a day has none.
fn time(local: &str) -> Option<String> {
    Some(clock(local.parse::<civil::DateTime>().ok().filter(|_| local.len() > 10)?.time()))
}

/// A card that stands for all dates of an activity: how it repeats, and the next ones.
async fn whole(here: &Here, page: &Page, reader: &mut Reader, row: Row) -> Result<Card, Failure> {
    let series = Series::from_stored(row.series.clone());
    let (activity, starts_at, ends_at) = (row.activity_id, row.starts_at, row.ends_at);
    if !series.repeats() {
        return Ok(card(here, page, row));
    }
    let parts = series.read(&row.time_zone).unwrap_or_default();
    let part = parts.iter().find(|part| part.name == row.part);
    let repeats = part.and_then(|part| repeats::in_words(page, &part.dates));
    let dates: Vec<DateRow> = reader.all(&store::DATES, args![activity, ends_at - 1, ALSO + 4]).await?;
    let also = dates.into_iter().filter(|date| date.starts_at > starts_at).take(usize::try_from(ALSO).unwrap_or(0));
    let also = also.map(|date| Also {
        path: here.path(&format!("/act/agenda/{activity}/{}", date.date_id)),
        when: brief(page, &date),
        cancelled: date.cancelled_at.is_some(),
        starts: date.starts_local,
    });
    Ok(Card { repeats, also: also.collect(), ..card(here, page, row) })
}

/// A date in brief: «sáb 5 dic, 18:00».
fn brief(page: &Page, date: &DateRow) -> String {
    let day = page.tile(&date.starts_local).map(|tile| tile.join(" ")).unwrap_or_default();
    time(&date.starts_local).into_iter().fold(day, |day, time| format!("{day}, {time}"))
}

pub(super) async fn between(
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

/// What comes next and is not called off, each activity by its next date only: for the community's home.
pub(crate) async fn next(here: &Here, limit: i64) -> Result<Vec<Card>, Failure> {
    let page = Page::of(&here.visit, String::new());
    let (from, first) = (here.now() - DAY / 4, Id::from_bytes([0; 16]));
    let rows: Vec<Row> = here.read().await?.all(&store::NEXT, args![from, from, first, limit, false]).await?;
    Ok(rows.into_iter().map(|row| card(here, &page, row)).collect())
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

impl List {
    /// A feed's address as calendar applications take it up, where a browser would save a file.
    fn subscribe(feed: &str) -> String {
        feed.split_once("://").map_or_else(|| feed.to_owned(), |(_, rest)| format!("webcal://{rest}"))
    }
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
    if here.visit.format == Format::Spreadsheet {
        return table(&here, tag.as_deref()).await;
    }
    let after = query.after.as_deref().and_then(|after| after.split_once('.'));
    let after = after.and_then(|(at, id)| Some((at.parse().ok()?, id.parse::<Id>().ok()?)));
    let (from, after) = match after {
        Some((at, id)) => (at, Some(id)),
        None => (here.now() - DAY / 4, None),
    };
    let mut reader = here.read().await?;
    let (now, after) = (here.now() - DAY / 4, after.unwrap_or(Id::from_bytes([0; 16])));
    let rows: Vec<Row> = match tag.as_deref() {
        Some(tag) => reader.all(&store::NEXT_TAGGED, args![now, from, after, PAGE, tag]).await?,
        None => reader.all(&store::NEXT, args![now, from, after, PAGE, true]).await?,
    };
    let full = rows.len() == usize::try_from(PAGE).unwrap_or(usize::MAX);
    let next = rows.last().filter(|_| full).map(|last| format!("{}.{}", last.starts_at, last.activity_id));
    let tags: Vec<(String, i64)> = reader.all(&store::NEXT_TAGS, args![now, TAGGED, TAGS]).await?;
    let title = match &tag {
        Some(tag) => here.visit.lang.with("agenda-tag-title", &[("tag", tag)]),
        None => here.visit.lang.t("agenda-title"),
    };
    let page = here.page(title).await?.in_room("act");
    let mut dates = Vec::new();
    for row in rows {
        dates.push(whole(&here, &page, &mut reader, row).await?);
    }
    drop(reader);
    let today = civil_at(here.now(), &here.community.zone()).date();
    let feed = match &tag {
        Some(tag) => here.address(&format!("/act/agenda/tags/{tag}.ics")),
        None => here.address("/act/agenda.ics"),
    };
    // What outlives a program's key is not for it.
    let private_feed = match here.session.filter(|session| session.scopes.is_none()) {
        Some(session) => {
            let code = members::feed::code(&here, &mut here.read().await?, session.member).await?;
            Some(here.address(&format!("/act/agenda/private/{code}.ics")))
        }
        None => None,
    };
    let view = List {
        private_feed,
        dates,
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

/// What comes, as a spreadsheet: each date by itself. What is all day ends on its last day.
async fn table(here: &Here, tag: Option<&str>) -> Answer {
    let rows = between(here, here.now() - DAY / 4, Micros::MAX, None, spreadsheet::ROWS, tag).await?;
    let page = Page::of(&here.visit, String::new());
    let columns = ["starts", "ends", "title", "place", "cancelled", "members-only", "address"];
    let yes = |is: bool| if is { page.t("csv-yes") } else { String::new() };
    let rows = rows.into_iter().map(|row| {
        let last_day = row.ends_local.parse::<civil::Date>().ok().and_then(|after| after.yesterday().ok());
        let ends = match last_day {
            Some(day) if row.all_day => day.to_string(),
            _ => spreadsheet::local(&row.ends_local),
        };
        let address = here.address(&format!("/act/agenda/{}/{}", row.activity_id, row.date_id));
        vec![
            spreadsheet::local(&row.starts_local),
            ends,
            row.title.unwrap_or_default(),
            row.place.unwrap_or_default(),
            yes(row.cancelled_at.is_some()),
            yes(row.visibility > 0),
            address,
        ]
    });
    spreadsheet::answer(columns.map(|column| page.t(format!("csv-{column}"))).into(), rows)
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
    // What is for members only is not put into a text that leaves the community, and that one speaks its language.
    let rows: Vec<Row> = rows.into_iter().filter(|row| row.visibility == 0).collect();
    let chat = here.community.page_in_its_language(&page);
    let mut text = chat.t1("agenda-week-share", "community", &here.community.name);
    for row in &rows {
        let Card { title, when, place, cancelled, .. } = card(&here, &chat, row.clone());
        let title = if cancelled { chat.t1("share-cancelled", "title", title) } else { title };
        let place = place.map(|place| format!("\n   {place}")).unwrap_or_default();
        let address = here.address(&format!("/act/agenda/{}/{}", row.activity_id, row.date_id));
        text.push_str(&format!("\n\n• {title}\n   {when}{place}\n   {address}"));
    }
    text.push_str(&format!("\n\n{}", chat.t1("agenda-week-whole", "address", here.address("/act/agenda"))));
    let dates = rows.into_iter().map(|row| card(&here, &page, row)).collect();
    here.answer(&Week { page, text, dates })
}
