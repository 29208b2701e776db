// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The page where one looks for something.

use askama::Template;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    act::agenda,
    spine::{entries, id::Id, world::Micros},
    store::{Engine, Reader, args},
    web::{Answer, Failure, Here, Page, Query as Parameters, Routes, markdown},
};

use super::{
    excerpt::{Stretch, excerpt},
    store,
    terms::Query,
};

pub(crate) fn routes() -> Routes {
    Routes::new().routes(routes!(search))
}

/// What is shown at once.
const SHOWN: usize = 20;
/// Letters of a text in which an excerpt is looked for.
const READ: usize = 5_000;

/// What somebody looks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
    /// After what: a subject and a part with a dot between them.
    after: String,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/search/templates/search.html")]
struct SearchPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    q: String,
    /// Whether there was a word to look for.
    asked: bool,
    found: Vec<Found>,
    /// Where what was found goes on.
    more: Option<String>,
}

/// Something that was found.
#[derive(Debug, Serialize, ToSchema)]
struct Found {
    /// What it is: a Fluent message.
    kind: &'static str,
    path: String,
    title: String,
    /// When it is, of an activity.
    when: Option<String>,
    excerpt: Vec<Stretch>,
}

/// Looks for words in all that the viewer may see.
#[utoipa::path(get, path = "/c/{handle}/search", params(("q" = Option<String>, Query), ("after" = Option<String>, Query)), responses((status = 200, body = SearchPage)))]
async fn search(here: Here, Parameters(asked): Parameters<Asked>) -> Answer {
    let page = here.page(here.visit.lang.t("search-title")).await?;
    let query = Query::new(&asked.q);
    let (mut found, mut more) = (Vec::new(), None);
    if let Some(query) = &query {
        let mut reader = here.read().await?;
        let text = match here.node().core.db.engine() {
            Engine::Sqlite => query.fts5(),
            Engine::Postgres => query.tsquery(),
        };
        let (subject, part) = asked.after.split_once('.').unwrap_or_default();
        let subject: Option<Id> = subject.parse().ok();
        let arguments = args![text, subject, part, i64::try_from(SHOWN + 1).unwrap_or(i64::MAX)];
        let rows: Vec<(Id, String, String)> = reader.all(&store::FIND, arguments).await?;
        for (subject, part, kind) in rows.iter().take(SHOWN) {
            found.extend(show(&page, &mut reader, (query, here.now()), (*subject, part), kind).await?);
        }
        if rows.len() > SHOWN
            && let Some((subject, part, _)) = rows.get(SHOWN - 1)
        {
            more = Some(here.path(&format!("/search?q={}&after={subject}.{part}", encoded(&asked.q))));
        }
    }
    here.answer(&SearchPage { page, q: asked.q, asked: query.is_some(), found, more })
}

/// What is found first by some words, of entries alone.
pub(crate) async fn found(here: &Here, words: &str) -> Result<Vec<Id>, Failure> {
    let Some(query) = Query::new(words) else { return Ok(Vec::new()) };
    let text = match here.node().core.db.engine() {
        Engine::Sqlite => query.fts5(),
        Engine::Postgres => query.tsquery(),
    };
    let arguments = args![text, None::<Id>, "", i64::try_from(SHOWN).unwrap_or(i64::MAX)];
    let rows: Vec<(Id, String, String)> = here.read().await?.all(&store::FIND, arguments).await?;
    Ok(rows.into_iter().filter(|(.., kind)| kind == "entry").map(|(subject, ..)| subject).collect())
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// One thing that was found, as it is now.
async fn show(
    page: &Page,
    reader: &mut Reader,
    (query, now): (&Query, Micros),
    (subject, part): (Id, &str),
    kind: &str,
) -> Result<Option<Found>, Failure> {
    let excerpt = |text: &str| excerpt(&markdown::summary(text, READ), query);
    let path = |path: String| format!("{}{path}", page.base);
    Ok(match kind {
        "entry" => {
            let row: Option<(String, Option<String>, Option<String>)> =
                reader.optional(&store::ENTRY, args![subject]).await?;
            let Some((kind, title, body)) = row else { return Ok(None) };
            let when = agenda::pages::when_next(page, reader, subject, now).await?;
            let path = path(entries::path_of(&kind, subject));
            let (title, excerpt) = (title.unwrap_or_default(), excerpt(&body.unwrap_or_default()));
            let kind = entries::rules::room(&kind).map_or("search-activity", |room| room.found);
            Some(Found { kind, path, title, when, excerpt })
        }
        "message" => {
            let row: Option<(String, Id, String, Option<String>)> =
                reader.optional(&store::MESSAGE, args![subject]).await?;
            row.map(|(body, entry, kind, title)| Found {
                kind: "search-message",
                path: path(format!("{}#m-{subject}", entries::path_of(&kind, entry))),
                title: title.unwrap_or_else(|| page.t("entry-removed")),
                when: None,
                excerpt: excerpt(&body),
            })
        }
        "file" => {
            let row: Option<(String, Option<String>, Id, String, Option<String>)> =
                reader.optional(&store::FILE, args![subject]).await?;
            row.map(|(name, alt, entry, kind, title)| Found {
                kind: "search-file",
                path: path(format!("{}#f-{subject}", entries::path_of(&kind, entry))),
                title: title.unwrap_or_default(),
                when: None,
                excerpt: excerpt(&[name, alt.unwrap_or_default()].join(" ")),
            })
        }
        "document" => {
            let row: Option<(String,)> = reader.optional(&store::DOCUMENT, args![part]).await?;
            row.map(|(body,)| Found {
                kind: "search-document",
                path: path(format!("/care/{part}")),
                title: page.t(format!("document-{part}")),
                when: None,
                excerpt: excerpt(&body),
            })
        }
        _ => {
            let row: Option<(String,)> = reader.optional(&store::MEMBER, args![subject]).await?;
            row.map(|(name,)| Found {
                kind: "search-member",
                path: path("/members".to_owned()),
                title: name,
                when: None,
                excerpt: Vec::new(),
            })
        }
    })
}
