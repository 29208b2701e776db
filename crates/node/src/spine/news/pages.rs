// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The page of what is new, its feed for everybody, and each member's own by their private link.

use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::IntoResponse,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{entries, id::Id, members, viewer::Viewer, world::Micros},
    store::args,
    web::{Answer, Failure, Here, Page, Routes, markdown, visit::Format},
};

use super::store;

pub(crate) fn routes() -> Routes {
    Routes::new().routes(routes!(news)).routes(routes!(private))
}

/// What is shown at once.
const SHOWN: i64 = 30;
/// Letters of each.
const SUMMARY: usize = 400;

/// An entry.
#[derive(Debug, Serialize, ToSchema)]
struct Item {
    id: Id,
    /// What it is: a Fluent message.
    kind: &'static str,
    path: String,
    title: String,
    summary: String,
    language: String,
    created_at: Micros,
    updated_at: Micros,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/news/templates/news.html")]
struct News {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    items: Vec<Item>,
}

/// The same as a feed.
#[derive(Debug, Template)]
#[template(path = "spine/news/templates/news.xml")]
struct Feed<'a> {
    news: &'a News,
    /// The name of the feed for programs (a tag URI, RFC 4151) without what it is about.
    tag: String,
    /// The address of the community.
    address: String,
    /// The address of the feed.
    own: String,
    /// When it last changed: as its newest entry, or the community itself.
    updated: Micros,
}

/// What is new for whoever looks.
#[utoipa::path(get, path = "/c/{handle}/news", responses((status = 200, body = News)))]
async fn news(here: Here) -> Answer {
    answer(&here).await
}

/// What is new for a member, by their private link: programs that read feeds cannot sign in.
#[utoipa::path(get, path = "/c/{handle}/news/private/{code}", responses((status = 200, content_type = "application/atom+xml"), (status = 404)))]
async fn private(mut here: Here, Path((_, code)): Path<(String, String)>) -> Answer {
    if here.visit.format != Format::Atom {
        return Err(Failure::not_found());
    }
    let member = members::feed::owner(&here, &code).await?;
    here.viewer = Viewer::Member { community: here.community.id, member };
    answer(&here).await
}

async fn answer(here: &Here) -> Answer {
    type Row = (Id, String, Option<String>, Option<String>, String, Micros, Micros);
    let rows: Vec<Row> = here.read().await?.all(&store::NEWEST, args![SHOWN]).await?;
    let item = |(id, kind, title, body, language, created_at, updated_at): Row| Item {
        id,
        path: here.path(&entries::path_of(&kind, id)),
        kind: entries::rules::room(&kind).map_or("search-activity", |room| room.found),
        title: plain(&title.unwrap_or_default()),
        summary: plain(&markdown::summary(&body.unwrap_or_default(), SUMMARY)),
        language,
        created_at,
        updated_at,
    };
    let page = here.page(here.visit.lang.t("news-title")).await?;
    let news = News { page, items: rows.into_iter().map(item).collect() };
    if here.visit.format != Format::Atom {
        return here.answer(&news);
    }
    let host = here.node().doors.canonical_door().host;
    let feed = Feed {
        tag: format!("tag:{},2026:{}", host.split(':').next().unwrap_or_default(), here.community.id),
        address: here.address(""),
        own: format!("{}{}", here.visit.door.origin, here.visit.path),
        updated: news.items.iter().map(|item| item.updated_at).max().unwrap_or(here.community.founded_at),
        news: &news,
    };
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static("application/atom+xml; charset=utf-8"))];
    Ok((headers, feed.render()?).into_response())
}

/// A text without what no XML may hold (XML 1.0, 2.2).
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}

impl Feed<'_> {
    /// The address of an entry, whichever door the feed was asked at.
    fn at(&self, item: &Item) -> String {
        let base = &self.news.page.base;
        format!("{}{}", self.address, item.path.strip_prefix(base.as_str()).unwrap_or(&item.path))
    }

    fn name(&self) -> &str {
        self.news.page.community.as_ref().map_or("", |community| &community.name)
    }
}
