// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What of a date is printed: the list of who comes, also as a spreadsheet, and the poster.

use askama::Template;
use axum::extract::Path;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{id::Id, world::Micros},
    store::args,
    web::{Answer, Failure, Here, Page, Routes, qr, spreadsheet, visit::Format},
};

use super::{
    super::store,
    DateRow,
    activity::{find, is_host},
    when,
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(list)).routes(routes!(poster))
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
    /// Whether it is a member; who is not chose any name.
    member: bool,
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
    if here.visit.format == Format::Spreadsheet {
        return table(&here, all);
    }
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

/// Who comes and who waits, as a spreadsheet.
fn table(here: &Here, guests: Vec<Guest>) -> Answer {
    let page = Page::of(&here.visit, String::new());
    let zone = here.community.zone();
    let columns = ["name", "note", "waits", "without", "at"];
    let yes = |is: bool| if is { page.t("csv-yes") } else { String::new() };
    let rows = guests.into_iter().map(|guest| {
        vec![
            guest.name.unwrap_or_default(),
            guest.note.unwrap_or_default(),
            yes(guest.state != "going"),
            yes(!guest.member),
            spreadsheet::moment(guest.at, &zone),
        ]
    });
    spreadsheet::answer(columns.map(|column| page.t(format!("csv-{column}"))).into(), rows)
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
    /// Whether it will not happen.
    cancelled: bool,
    address: String,
    /// The community's address: short enough to be typed.
    short: String,
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
        summary: crate::web::markdown::first_paragraph(&entry.body.unwrap_or_default(), 280),
        language: entry.language,
        when: when(&page, &found.starts_local, &found.ends_local, found.all_day),
        place: found.place.or(activity.place),
        cancelled: found.cancelled_at.is_some() || activity.cancelled_at.is_some(),
        qr: qr::svg(&address),
        short: here.address(""),
        address,
        page,
    };
    here.answer(&view)
}
