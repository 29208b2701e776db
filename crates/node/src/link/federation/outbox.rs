// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a community published, what comes, and how many follow: as collections, a page at a time.

use serde::Deserialize;
use serde_json::Value;
use tequio_fediverse::vocabulary::CollectionPages;
use utoipa_axum::routes;

use crate::{
    spine::{id::Id, viewer::Viewer},
    store::args,
    web::{Answer, Here, Query, Routes},
};

use super::{
    objects::{self, Said, activity, answer, event},
    store,
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(outbox)).routes(routes!(followers)).routes(routes!(upcoming))
}

/// Things on one page.
const PAGE: i64 = 20;
/// Further pages are not given.
const LAST: i64 = 500;

/// Which page, from 1; none for the collection itself.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Place {
    page: Option<i64>,
}

/// What was published, newest first.
#[utoipa::path(get, path = "/c/{handle}/outbox", params(("page" = Option<i64>, Query)), responses((status = 200, content_type = "application/activity+json"), (status = 404)))]
async fn outbox(here: Here, Query(place): Query<Place>) -> Answer {
    list(&here, "/outbox", place, Listed::Activities).await
}

/// The dates to come, next first (FEP-8a8e).
#[utoipa::path(get, path = "/c/{handle}/upcoming", params(("page" = Option<i64>, Query)), responses((status = 200, content_type = "application/activity+json"), (status = 404)))]
async fn upcoming(here: Here, Query(place): Query<Place>) -> Answer {
    list(&here, "/upcoming", place, Listed::Events).await
}

/// How many follow. Who they are is theirs.
#[utoipa::path(get, path = "/c/{handle}/followers", responses((status = 200, content_type = "application/activity+json"), (status = 404)))]
async fn followers(here: Here) -> Answer {
    let viewer = Viewer::Anonymous { community: here.community.id };
    let (mut reader, _, found) = objects::reading(&here, &viewer).await?;
    let count: Option<(i64,)> = reader.optional(&store::FOLLOWERS, args![]).await?;
    let id = found.address.of("/followers");
    answer(&CollectionPages { id: &id, total: total(count) }.collection(None))
}

fn total(count: Option<(i64,)>) -> u64 {
    count.and_then(|(count,)| u64::try_from(count).ok()).unwrap_or_default()
}

/// What a collection lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Listed {
    Activities,
    Events,
}

async fn list(here: &Here, path: &str, place: Place, listed: Listed) -> Answer {
    let viewer = Viewer::Anonymous { community: here.community.id };
    let (mut reader, page, found) = objects::reading(here, &viewer).await?;
    let (address, now) = (found.address, here.now());
    let count: Option<(i64,)> = match listed {
        Listed::Activities => reader.optional(&store::TRAVELLING, args![]).await?,
        Listed::Events => reader.optional(&store::UPCOMING_COUNT, args![now]).await?,
    };
    let id = address.of(path);
    let pages = CollectionPages { id: &id, total: total(count) };
    let of_page = |number: i64| format!("{id}?page={number}");
    let Some(number) = place.page else { return answer(&pages.collection(Some(&of_page(1)))) };
    let number = number.clamp(1, LAST);
    let offset = (number - 1) * PAGE;
    let mut rows: Vec<(Id, String, i64)> = match listed {
        Listed::Activities => reader.all(&store::NEWEST, args![PAGE + 1, offset]).await?,
        Listed::Events => reader.all(&store::UPCOMING, args![now, PAGE + 1, offset]).await?,
    };
    let more = rows.len() > usize::try_from(PAGE).unwrap_or_default() && number < LAST;
    rows.truncate(usize::try_from(PAGE).unwrap_or_default());
    let mut items: Vec<Value> = Vec::new();
    for (entry, date, seq) in rows {
        let Some(event) = event(&mut reader, &page, &address, (entry, &date)).await? else { continue };
        items.push(match listed {
            Listed::Activities => activity(&address, Said::Create(Box::new(event)), seq),
            Listed::Events => event.to_value(),
        });
    }
    answer(&pages.page(&of_page(number), items, more.then(|| of_page(number + 1)).as_deref()))
}
