// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The notices of a member.

use askama::Template;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    act::agenda,
    spine::{communities, discussion, entries, id::Id, mandates, members, world::Micros},
    store::{Reader, args},
    web::{Answer, Failure, Member, Page, Routes, visit::Format},
};

use super::store;

pub(crate) fn routes() -> Routes {
    Routes::new().routes(routes!(notices, seen))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/notices/templates/notices.html")]
struct Notices {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    notices: Vec<NoticeView>,
}

/// A notice, as its reader sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NoticeView {
    kind: String,
    /// What happened, in words.
    pub(crate) words: String,
    pub(crate) path: Option<String>,
    /// What it is about, by name.
    pub(crate) title: Option<String>,
    /// Why, in the words of who did it.
    pub(crate) reason: Option<String>,
    pub(crate) at: Micros,
    /// Whether it came since the member last looked.
    new: bool,
}

/// What one should know, newest first. Whoever reads the page has seen them; a program says so itself.
#[utoipa::path(get, path = "/c/{handle}/notices", responses((status = 200, body = Notices), (status = 401)))]
async fn notices(member: Member) -> Answer {
    let mut reader = member.read().await?;
    let mut page = member.page(member.visit.lang.t("menu-notices")).await?;
    let notices = in_words(&member, &page, &mut reader, |_, _| true).await?;
    drop(reader);
    if page.unseen > 0 && member.visit.format == Format::Html {
        see(&member).await?;
        page.unseen = 0;
    }
    member.answer(&Notices { page, notices })
}

/// The newest notices of a member, in words: those that are `wanted` by when they came, and by whether that was since the
/// member last looked.
pub(crate) async fn in_words(
    member: &Member,
    page: &Page,
    reader: &mut Reader,
    wanted: impl Fn(Micros, bool) -> bool,
) -> Result<Vec<NoticeView>, Failure> {
    let rows: Vec<(String, Option<Id>, Micros, Option<String>, Option<String>, bool)> =
        reader.all(&store::NEWEST, args![100_i64]).await?;
    let mut notices = Vec::new();
    for (kind, subject, at, date, what, new) in rows.into_iter().filter(|(_, _, at, .., new)| wanted(*at, *new)) {
        let mut about = match subject {
            Some(subject) => about(member, reader, &kind, subject).await?,
            None if kind == "came-back-by-mail" => About::at("/me"),
            None if kind.starts_with("move-") => About::at("/safekeeping/move"),
            None if kind == "passkey-added" => About::at("/me/passkeys"),
            None => adopted(member, reader, at).await?,
        };
        if let (Some(entry), Some(date), Some(_)) = (subject, date, &about.path) {
            of_date(page, reader, &mut about, entry, &date, what.as_deref()).await?;
            if what.is_some() {
                let why: Option<(Option<String>,)> = reader.optional(&entries::store::WHY_AT, args![entry, at]).await?;
                about.reason = why.and_then(|(why,)| why);
            }
        }
        let About { path, title, reason, words } = about;
        let words = words.unwrap_or_else(|| page.t(format!("notice-{kind}")));
        notices.push(NoticeView { kind, words, path: path.map(|path| member.path(&path)), title, reason, at, new });
    }
    Ok(notices)
}

/// The text of the community that got a new version at an instant.
async fn adopted(member: &Member, reader: &mut Reader, at: Micros) -> Result<About, Failure> {
    let kind: Option<(String, Option<String>)> = reader.optional(&communities::store::ADOPTED_AT, args![at]).await?;
    Ok(kind.map_or_else(
        || About::at("/me"),
        |(kind, reason)| About {
            title: Some(member.visit.lang.t(&format!("document-{kind}"))),
            reason,
            ..About::at(&format!("/care/{kind}"))
        },
    ))
}

/// What a notice is about, as far as its reader may see it.
#[derive(Debug, Default)]
struct About {
    path: Option<String>,
    title: Option<String>,
    reason: Option<String>,
    /// What happened, where the kind's own message is not enough.
    words: Option<String>,
}

impl About {
    fn at(path: &str) -> Self {
        Self { path: Some(path.to_owned()), ..Self::default() }
    }
}

/// Names the date that a notice is about, leads there, and says how it is now where that changed.
async fn of_date(
    page: &Page,
    reader: &mut Reader,
    about: &mut About,
    entry: Id,
    date: &str,
    what: Option<&str>,
) -> Result<(), Failure> {
    let Some(now) = agenda::pages::date_now(page, reader, entry, date).await? else { return Ok(()) };
    about.path = Some(format!("{}/{date}", entries::path_of(agenda::KIND, entry)));
    about.title = about.title.take().map(|title| format!("{title}, {}", now.day));
    let parts = what.map(|what| {
        what.split(' ').map(|part| match (part, &now.place) {
            (when, _) if when.starts_with("when") => {
                let was = when.split_once(':').and_then(|(_, day)| day.parse().ok()).map(|day| page.lang.day(day));
                match was.filter(|was| *was != now.day) {
                    Some(was) => page.t2("notice-date-moved", "was", was, "when", &now.when),
                    None => page.t1("notice-date-changed-when", "when", &now.when),
                }
            }
            ("place", Some(place)) => page.t1("notice-date-changed-place", "place", place),
            ("place", None) => page.t("notice-date-changed-no-place"),
            ("text", _) => page.t("notice-date-changed-text"),
            _ => page.t("notice-date-changed-link"),
        })
    });
    about.words = parts.map(|parts| parts.collect::<Vec<_>>().join(" "));
    Ok(())
}

/// Who said what in a thread, in a line; nothing of what was removed.
async fn said(member: &Member, reader: &mut Reader, message: Id) -> Result<Option<String>, Failure> {
    let found: Option<(Option<String>, Option<String>)> =
        reader.optional(&discussion::store::SAID, args![message]).await?;
    let Some((Some(name), Some(body))) = found else { return Ok(None) };
    let lang = member.visit.lang;
    let words = crate::web::markdown::plain(&body, 80);
    Ok(Some(lang.with("notice-answered-by", &[("name", &name), ("words", &words)])))
}

async fn about(member: &Member, reader: &mut Reader, notice: &str, subject: Id) -> Result<About, Failure> {
    let named = |kind: Option<String>| kind.map(|kind| member.visit.lang.t(&format!("mandate-{kind}")));
    Ok(match notice {
        "join-requested" => {
            let request: Option<(Option<String>, String)> =
                reader.optional(&members::store::ONE_REQUEST, args![subject]).await?;
            About { title: request.and_then(|(name, _)| name), ..About::at("/requests") }
        }
        "join-unanswered" => About::at("/mandates"),
        "network-knock" => About::at("/link/blocks"),
        "network-report" => About::at("/link/reports"),
        "recovery-asked" | "recovery-opens" | "recovery-used" => About::at("/members/recoveries"),
        "mandate-given"
        | "mandate-ending"
        | "mandate-prolonged"
        | "mandate-ended"
        | "mandate-vacant"
        | "rescued"
        | "second-factor-asked" => {
            let mandate: Option<(String, Option<String>)> =
                reader.optional(&mandates::store::KIND_AND_REASON, args![subject]).await?;
            let (title, reason) = mandate.map_or((None, None), |(kind, reason)| (named(Some(kind)), reason));
            let reason = reason.filter(|_| notice == "rescued");
            let path = if notice == "second-factor-asked" { "/me/second-factor" } else { "/mandates" };
            About { title, reason, ..About::at(path) }
        }
        "choice-called" | "choice-opened" | "choice-closed" => {
            let choice: Option<(String, Option<String>)> =
                reader.optional(&mandates::store::CHOICE_KIND, args![subject]).await?;
            let (kind, chosen) = choice.map_or((None, None), |(kind, chosen)| (Some(kind), chosen));
            let words = chosen.map(|name| member.visit.lang.with("choice-chosen", &[("name", &name)]));
            About { title: named(kind), words, ..About::at("/mandates") }
        }
        // An entry, or a message under one.
        _ => {
            let under: Option<(Id,)> = reader.optional(&discussion::store::UNDER, args![subject]).await?;
            let entry = under.map_or(subject, |(entry,)| entry);
            let found: Option<(Option<String>,)> = reader.optional(&entries::store::TITLE, args![entry]).await?;
            let kind: Option<(String,)> = reader.optional(&entries::store::KIND, args![entry]).await?;
            let path = entries::path_of(&kind.map(|(kind,)| kind).unwrap_or_default(), entry);
            let path = if under.is_some() { format!("{path}#m-{subject}") } else { path };
            let Some((title,)) = found else { return Ok(About::default()) };
            let words = match under {
                Some(_) if notice == "answered" => said(member, reader, subject).await?,
                _ => None,
            };
            About { title, words, ..About::at(&path) }
        }
    })
}

/// All are seen.
#[utoipa::path(post, path = "/c/{handle}/notices", responses((status = 303), (status = 401)))]
async fn seen(member: Member) -> Answer {
    see(&member).await?;
    Ok(member.go_on("/notices", "", None))
}

async fn see(member: &Member) -> Result<(), Failure> {
    let mut tx = member.node().core.db.write().await?;
    tx.run(&store::SEEN, args![member.id, member.now()]).await?;
    Ok(tx.commit().await?)
}
