// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! One activity on one date.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    act::freedom::fest,
    link::federation,
    spine::{
        attachments::{File, pages::files},
        discussion::pages::{Thread, thread},
        entries::{self, pages::may_change, rules::REMOVERS},
        id::Id,
        viewer::Visibility,
        world::Micros,
    },
    store::{Reader, args},
    web::{Answer, Failure, Here, Page, Query, Routes, answer::see_other, visit::Format},
};

pub(super) use crate::spine::entries::pages::Entry;

use super::{
    super::{KIND, commands::KEEPERS, series::Series, store},
    DateRow, feeds, next_or_last, repeats, when,
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(activity)).routes(routes!(date))
}

/// What the agenda knows of an entry.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Activity {
    pub(super) uid: String,
    pub(super) sequence: i64,
    pub(super) series: String,
    pub(super) time_zone: String,
    pub(super) place: Option<String>,
    pub(super) link: Option<String>,
    pub(super) capacity: Option<i64>,
    pub(super) cancelled_at: Option<Micros>,
}

/// An activity that the viewer may see.
pub(super) async fn find(reader: &mut Reader, id: &str) -> Result<(Entry, Activity), Failure> {
    let id: Id = id.parse().map_err(|_| Failure::not_found())?;
    let entry: Option<Entry> = reader.optional(&entries::store::ONE, args![id]).await?;
    let entry = entry.filter(|entry| entry.kind == KIND).ok_or_else(Failure::not_found)?;
    let activity: Option<Activity> = reader.optional(&store::ONE, args![id]).await?;
    Ok((entry, activity.ok_or_else(Failure::not_found)?))
}

/// Whether the viewer is one of an entry's hosts.
pub(super) async fn is_host(here: &Here, reader: &mut Reader, entry: Id) -> Result<bool, Failure> {
    let hosts: Vec<(Id, Option<String>)> = reader.all(&entries::store::HOSTS, args![entry]).await?;
    Ok(hosts.iter().any(|(host, _)| Some(*host) == here.viewer.member()))
}

/// Turns away who may not change an activity, before they type anything.
pub(super) async fn for_keepers(here: &Here, reader: &mut Reader, entry: &Entry) -> Result<(), Failure> {
    if entry.removed_at.is_some() {
        return Err(Failure::new(StatusCode::CONFLICT, "error-entry-removed"));
    }
    match may_change(here, reader, entry.id, KEEPERS).await? {
        true => Ok(()),
        false => Err(Failure::new(StatusCode::FORBIDDEN, "error-not-yours")),
    }
}

/// An activity: its next date, or its last one.
#[utoipa::path(get, path = "/c/{handle}/act/agenda/{id}", responses((status = 303), (status = 404)))]
async fn activity(here: Here, Path((_, id)): Path<(String, String)>) -> Result<Response, Failure> {
    let mut reader = here.read().await?;
    let (entry, activity) = find(&mut reader, &id).await?;
    if here.visit.format == Format::Calendar {
        return feeds::one(&here, &mut reader, entry, activity).await;
    }
    let date = next_or_last(&mut reader, entry.id, here.now()).await?.ok_or_else(Failure::not_found)?;
    let query = here.visit.path.split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
    let extension = match here.visit.format {
        Format::Json => ".json",
        Format::Activity => ".jsonld",
        _ => "",
    };
    Ok(see_other(&here.path(&format!("/act/agenda/{}/{}{extension}{query}", entry.id, date.date_id))))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "act/agenda/templates/activity.html")]
struct ActivityPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    id: Id,
    date: String,
    title: String,
    body: String,
    when: String,
    starts: String,
    ends: String,
    time_zone: String,
    place: Option<String>,
    link: Option<String>,
    licence: String,
    language: String,
    version: i64,
    visibility: Visibility,
    tags: Vec<String>,
    cancelled: bool,
    /// Whether that is said of this date alone.
    this_alone: bool,
    /// Why it was cancelled.
    reason: Option<String>,
    over: bool,
    removed: bool,
    #[serde(flatten)]
    places: Places,
    mine: Option<Mine>,
    /// How it repeats: «cada miércoles».
    repeats: Option<String>,
    others: Vec<OtherDate>,
    /// Where the other dates go on.
    more: Option<Micros>,
    hosts: Vec<String>,
    is_host: bool,
    may_change: bool,
    may_remove: bool,
    /// Whether machines are received at this date.
    fest: bool,
    share: String,
    files: Vec<File>,
    thread: Thread,
}

/// How many come to a date, wait for a place, and fit.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Places {
    pub(super) capacity: Option<i64>,
    pub(super) going: i64,
    pub(super) waiting: i64,
}

impl Places {
    pub(super) async fn of(reader: &mut Reader, entry: Id, date: &str, capacity: Option<i64>) -> Result<Self, Failure> {
        let counts: Vec<(String, i64)> = reader.all(&store::HEADCOUNT, args![entry, date]).await?;
        let count = |state: &str| counts.iter().find(|(found, _)| found == state).map_or(0, |(_, count)| *count);
        Ok(Self { capacity, going: count("going"), waiting: count("waiting") })
    }

    /// Whether who comes now waits.
    pub(super) fn full(&self) -> bool {
        self.capacity.is_some_and(|capacity| self.going >= capacity)
    }

    /// Whether more come than fit, because the capacity was lowered.
    fn crowded(&self) -> bool {
        self.capacity.is_some_and(|capacity| self.going > capacity)
    }
}

/// One's own reply.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
struct Mine {
    id: Id,
    state: String,
    note: Option<String>,
    keep: bool,
    #[serde(skip)]
    at: Micros,
    /// 1 for who gets the next place that comes free.
    #[sqlx(default)]
    place_in_line: Option<i64>,
}

/// Which place in the line a reply has that waits.
pub(super) async fn place_in_line(
    reader: &mut Reader,
    (entry, date): (Id, &str),
    (reply, state, at): (Id, &str, Micros),
) -> Result<Option<i64>, Failure> {
    if state != "waiting" {
        return Ok(None);
    }
    let place: Option<(i64,)> = reader.optional(&store::PLACE_IN_LINE, args![entry, date, at, reply]).await?;
    Ok(place.map(|(place,)| place))
}

#[derive(Debug, Serialize, ToSchema)]
struct OtherDate {
    path: String,
    when: String,
    cancelled: bool,
}

/// Other dates shown on the page of one.
const OTHERS: usize = 3;

/// From when on other dates are shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Others {
    after: Option<Micros>,
}

/// One date of an activity.
#[utoipa::path(get, path = "/c/{handle}/act/agenda/{id}/{date}", responses((status = 200, body = ActivityPage), (status = 303), (status = 404)))]
async fn date(here: Here, Path((_, id, date)): Path<(String, String, String)>, Query(query): Query<Others>) -> Answer {
    if here.visit.format == Format::Activity {
        return federation::date(&here, &id, &date).await;
    }
    let mut reader = here.read().await?;
    let (entry, activity) = find(&mut reader, &id).await?;
    if here.visit.format == Format::Calendar {
        return feeds::one(&here, &mut reader, entry, activity).await;
    }
    let found: Option<DateRow> = reader.optional(&store::ONE_DATE, args![entry.id, &date]).await?;
    let Some(found) = found else {
        // An address that stands in a chat or on a poster, of a date that its series has no more.
        let path = format!("/act/agenda/{}", entry.id);
        return Ok(match here.visit.format {
            Format::Json => see_other(&here.path(&format!("{path}.json"))),
            _ => here.go_on(&path, "date-gone", None),
        });
    };
    let tags: Vec<(String,)> = reader.all(&entries::store::TAGS, args![entry.id]).await?;
    let hosts: Vec<(Id, Option<String>)> = reader.all(&entries::store::HOSTS, args![entry.id]).await?;
    let places = Places::of(&mut reader, entry.id, &date, activity.capacity).await?;
    let mut mine: Option<Mine> = reader.optional(&store::MINE, args![entry.id, &date]).await?;
    if let Some(mine) = &mut mine {
        let reply = (mine.id, mine.state.as_str(), mine.at);
        mine.place_in_line = place_in_line(&mut reader, (entry.id, &date), reply).await?;
    }
    let after = query.after.unwrap_or(here.now()).max(here.now());
    let mut others: Vec<DateRow> = reader.all(&store::DATES, args![entry.id, after, 2 + OTHERS as i64]).await?;
    let may_change_it = may_change(&here, &mut reader, entry.id, KEEPERS).await?;
    let may_remove = may_change(&here, &mut reader, entry.id, REMOVERS).await?;
    let files = files(&here, &mut reader, entry.id).await?;
    let fest = fest::is_at(&mut reader, entry.id, &date).await?;
    drop(reader);
    others.retain(|other| other.date_id != date);
    let more = others.get(OTHERS).map(|other| other.ends_at - 1);
    others.truncate(OTHERS);
    let parts = Series::from_stored(activity.series.clone()).read(&activity.time_zone).unwrap_or_default();
    let part = parts.into_iter().find(|part| part.name == found.part);
    let thread = thread(&here, entry.id).await?;
    let is_host = hosts.iter().any(|(host, _)| Some(*host) == here.viewer.member());
    let removed = entry.removed_at.is_some();
    let title = found.title.clone().or(entry.title).unwrap_or_else(|| here.visit.lang.t("entry-removed"));
    let mut page = here.page(title.clone()).await?.in_room("act");
    if page.done == Some("done-published") && !others.is_empty() {
        // Who sees the next dates sees whether it repeats as they meant.
        let coming = others.iter().filter(|other| other.cancelled_at.is_none());
        let days = coming.take(3).filter_map(|other| other.starts_local.get(..10)?.parse().ok());
        page.done_about = days.map(|day| page.lang.day(day)).collect::<Vec<_>>().join("; ");
        page.done = Some("done-published-dates");
    }
    if mine.as_ref().is_some_and(|mine| mine.state == "waiting") {
        page.now_waits();
    }
    let when_words = when(&page, &found.starts_local, &found.ends_local, found.all_day);
    let place = found.place.clone().or(activity.place);
    let address = here.address(&format!("/act/agenda/{}/{date}", entry.id));
    let repeats = part.and_then(|part| repeats::in_words(&page, &part.dates));
    let cancelled = found.cancelled_at.is_some() || activity.cancelled_at.is_some();
    let view = ActivityPage {
        id: entry.id,
        share: share(&here, &page, (&title, &found, place.as_deref(), cancelled), &address),
        body: entry.body.unwrap_or_default(),
        when: when_words,
        time_zone: activity.time_zone,
        starts: found.starts_local,
        ends: found.ends_local,
        place,
        link: activity.link,
        licence: entry.licence,
        language: entry.language,
        version: entry.version,
        visibility: Visibility::from_number(entry.visibility),
        tags: tags.into_iter().map(|(tag,)| tag).collect(),
        cancelled,
        this_alone: cancelled && activity.cancelled_at.is_none() && repeats.is_some(),
        reason: found.reason,
        over: found.ends_at <= here.now(),
        removed,
        places,
        mine: mine.filter(|mine| mine.state != "left"),
        others: others
            .into_iter()
            .map(|other| OtherDate {
                path: here.path(&format!("/act/agenda/{}/{}", entry.id, other.date_id)),
                when: when(&page, &other.starts_local, &other.ends_local, other.all_day),
                cancelled: other.cancelled_at.is_some(),
            })
            .collect(),
        hosts: hosts.into_iter().filter_map(|(_, name)| name).collect(),
        repeats,
        more,
        may_change: may_change_it,
        may_remove,
        fest,
        is_host,
        files,
        thread,
        title,
        date,
        page,
    };
    here.answer(&view)
}

/// The words to paste into a chat, in the community's language: what, when, where, and that it will not happen.
fn share(
    here: &Here,
    page: &Page,
    (title, date, place, cancelled): (&str, &DateRow, Option<&str>, bool),
    address: &str,
) -> String {
    let chat = here.community.page_in_its_language(page);
    let title = if cancelled { chat.t1("share-cancelled", "title", title) } else { title.to_owned() };
    let when = when(&chat, &date.starts_local, &date.ends_local, date.all_day);
    let lines = [Some(title.as_str()), Some(&when), place, date.reason.as_deref(), Some(address)];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}
