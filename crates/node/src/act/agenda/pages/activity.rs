// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! One activity on one date.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        attachments::{File, pages::files},
        discussion::pages::{Thread, thread},
        entries::{self, pages::may_change, rules::REMOVERS},
        id::Id,
        viewer::Visibility,
        world::Micros,
    },
    store::{Reader, args},
    web::{Answer, Failure, Here, Page, Query, Routes, answer::see_other, qr, visit::Format},
};

pub(super) use crate::spine::entries::pages::Entry;

use super::{
    super::{KIND, commands::KEEPERS, series::Series, store},
    DateRow, feeds, next_or_last, repeats, when,
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(activity)).routes(routes!(date)).routes(routes!(list)).routes(routes!(poster))
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
    let extension = if here.visit.format == Format::Json { ".json" } else { "" };
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
    over: bool,
    removed: bool,
    capacity: Option<i64>,
    going: i64,
    waiting: i64,
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
    share: String,
    files: Vec<File>,
    thread: Thread,
}

/// One's own reply.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
struct Mine {
    id: Id,
    state: String,
    note: Option<String>,
    keep: bool,
}

#[derive(Debug, Serialize, ToSchema)]
struct OtherDate {
    path: String,
    when: String,
    cancelled: bool,
}

/// Other dates shown on the page of one.
const OTHERS: usize = 8;

/// From when on other dates are shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Others {
    after: Option<Micros>,
}

/// One date of an activity.
#[utoipa::path(get, path = "/c/{handle}/act/agenda/{id}/{date}", responses((status = 200, body = ActivityPage), (status = 404)))]
async fn date(here: Here, Path((_, id, date)): Path<(String, String, String)>, Query(query): Query<Others>) -> Answer {
    let mut reader = here.read().await?;
    let (entry, activity) = find(&mut reader, &id).await?;
    if here.visit.format == Format::Calendar {
        return feeds::one(&here, &mut reader, entry, activity).await;
    }
    let found: Option<DateRow> = reader.optional(&store::ONE_DATE, args![entry.id, &date]).await?;
    let Some(found) = found else {
        // An address that stands in a chat or on a poster, of a date that its series has no more.
        return Ok(here.go_on(&format!("/act/agenda/{}", entry.id), "date-gone", None));
    };
    let tags: Vec<(String,)> = reader.all(&entries::store::TAGS, args![entry.id]).await?;
    let hosts: Vec<(Id, Option<String>)> = reader.all(&entries::store::HOSTS, args![entry.id]).await?;
    let counts: Vec<(String, i64)> = reader.all(&store::HEADCOUNT, args![entry.id, &date]).await?;
    let mine: Option<Mine> = reader.optional(&store::MINE, args![entry.id, &date]).await?;
    let after = query.after.unwrap_or(here.now()).max(here.now());
    let mut others: Vec<DateRow> = reader.all(&store::DATES, args![entry.id, after, 2 + OTHERS as i64]).await?;
    let may_change_it = may_change(&here, &mut reader, entry.id, KEEPERS).await?;
    let may_remove = may_change(&here, &mut reader, entry.id, REMOVERS).await?;
    let files = files(&here, &mut reader, entry.id).await?;
    drop(reader);
    others.retain(|other| other.date_id != date);
    let more = others.get(OTHERS).map(|other| other.ends_at - 1);
    others.truncate(OTHERS);
    let parts = Series::from_stored(activity.series.clone()).read(&activity.time_zone).unwrap_or_default();
    let part = parts.into_iter().find(|part| part.name == found.part);
    let thread = thread(&here, entry.id).await?;
    let count = |state: &str| counts.iter().find(|(found, _)| found == state).map_or(0, |(_, count)| *count);
    let is_host = hosts.iter().any(|(host, _)| Some(*host) == here.viewer.member());
    let removed = entry.removed_at.is_some();
    let title = found.title.clone().or(entry.title).unwrap_or_else(|| here.visit.lang.t("entry-removed"));
    let page = here.page(title.clone()).await?.in_room("act");
    let when_words = when(&page, &found.starts_local, &found.ends_local, found.all_day);
    let place = found.place.or(activity.place);
    let address = here.address(&format!("/act/agenda/{}/{date}", entry.id));
    let repeats = part.and_then(|part| repeats::in_words(&page, &part.dates));
    let where_words = place.as_deref().map(|place| format!("\n{place}")).unwrap_or_default();
    let view = ActivityPage {
        id: entry.id,
        share: format!("{title}\n{when_words}{where_words}\n{address}"),
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
        cancelled: found.cancelled_at.is_some() || activity.cancelled_at.is_some(),
        over: found.ends_at <= here.now(),
        removed,
        capacity: activity.capacity,
        going: count("going"),
        waiting: count("waiting"),
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
        is_host,
        files,
        thread,
        title,
        date,
        page,
    };
    here.answer(&view)
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "act/agenda/templates/sheet.html")]
struct Sheet {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    title: String,
    when: String,
    place: Option<String>,
    capacity: Option<i64>,
    going: Vec<Guest>,
    waiting: Vec<Guest>,
    /// Lines for who just turns up.
    empty: usize,
    language: String,
    path: String,
}

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
struct Guest {
    id: Id,
    name: Option<String>,
    note: Option<String>,
    state: String,
    at: Micros,
}

/// Lines of the list that are left for who just turns up.
const EMPTY_LINES: usize = 8;

/// Who comes: for the hosts only, on the screen and on paper.
#[utoipa::path(get, path = "/c/{handle}/act/agenda/{id}/{date}/list", responses((status = 200, body = Sheet), (status = 404)))]
async fn list(here: Here, Path((_, id, date)): Path<(String, String, String)>) -> Answer {
    let mut reader = here.read().await?;
    let (entry, activity) = find(&mut reader, &id).await?;
    if !is_host(&here, &mut reader, entry.id).await? {
        return Err(Failure::not_found());
    }
    let found: Option<DateRow> = reader.optional(&store::ONE_DATE, args![entry.id, &date]).await?;
    let found = found.ok_or_else(Failure::not_found)?;
    let all: Vec<Guest> = reader.all(&store::LIST, args![entry.id, &date]).await?;
    drop(reader);
    let (going, waiting) = all.into_iter().partition(|guest| guest.state == "going");
    let page = here.page(here.visit.lang.t("list-title")).await?.in_room("act");
    let view = Sheet {
        title: found.title.or(entry.title).unwrap_or_default(),
        when: when(&page, &found.starts_local, &found.ends_local, found.all_day),
        place: found.place.or(activity.place),
        capacity: activity.capacity,
        empty: EMPTY_LINES,
        language: entry.language,
        going,
        waiting,
        path: here.path(&format!("/act/agenda/{}/{date}", entry.id)),
        page,
    };
    here.answer(&view)
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "act/agenda/templates/poster.html")]
struct Poster {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    title: String,
    summary: String,
    language: String,
    when: String,
    place: Option<String>,
    address: String,
    #[serde(skip)]
    qr: String,
}

/// A poster with a QR, to print.
#[utoipa::path(get, path = "/c/{handle}/act/agenda/{id}/{date}/poster", responses((status = 200, body = Poster), (status = 404)))]
async fn poster(here: Here, Path((_, id, date)): Path<(String, String, String)>) -> Answer {
    let mut reader = here.read().await?;
    let (entry, activity) = find(&mut reader, &id).await?;
    let found: Option<DateRow> = reader.optional(&store::ONE_DATE, args![entry.id, &date]).await?;
    let found = found.ok_or_else(Failure::not_found)?;
    drop(reader);
    let address = here.address(&format!("/act/agenda/{}/{date}", entry.id));
    let page = here.page(here.visit.lang.t("poster-title")).await?.in_room("act");
    let view = Poster {
        title: found.title.or(entry.title).unwrap_or_default(),
        summary: crate::web::markdown::summary(&entry.body.unwrap_or_default(), 280),
        language: entry.language,
        when: when(&page, &found.starts_local, &found.ends_local, found.all_day),
        place: found.place.or(activity.place),
        qr: qr::svg(&address),
        address,
        page,
    };
    here.answer(&view)
}
