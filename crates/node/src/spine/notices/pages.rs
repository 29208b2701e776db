// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The notices of a member.

use askama::Template;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{discussion, entries, id::Id, mandates, world::Micros},
    store::args,
    web::{Answer, Member, Page, Routes},
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

#[derive(Debug, Serialize, ToSchema)]
struct NoticeView {
    kind: String,
    path: Option<String>,
    /// Why, in the words of who did it.
    reason: Option<String>,
    at: Micros,
}

/// What one should know, newest first.
#[utoipa::path(get, path = "/c/{handle}/notices", responses((status = 200, body = Notices), (status = 401)))]
async fn notices(member: Member) -> Answer {
    let mut reader = member.read().await?;
    let rows: Vec<(String, Option<Id>, Micros)> = reader.all(&store::NEWEST, args![100_i64]).await?;
    let mut notices = Vec::new();
    for (kind, subject, at) in rows {
        let path = match (kind.as_str(), subject) {
            ("join-requested", _) => Some("/requests".to_owned()),
            ("mandate-given" | "mandate-ending" | "mandate-vacant", _)
            | ("choice-opened" | "choice-closed" | "rescued", _) => Some("/mandates".to_owned()),
            ("second-factor-asked", _) => Some("/me/second-factor".to_owned()),
            ("document-adopted", _) => Some("/me".to_owned()),
            ("answered", Some(message)) => {
                let place: Option<(Id, Option<String>)> =
                    reader.optional(&discussion::store::PLACE, args![message]).await?;
                place.map(|(entry, _)| format!("{}#m-{message}", entries::path_of(crate::act::agenda::KIND, entry)))
            }
            ("activity-cancelled" | "date-dropped" | "activity-moved" | "promoted", Some(entry)) => {
                Some(entries::path_of(crate::act::agenda::KIND, entry))
            }
            _ => None,
        };
        let reason: Option<(Option<String>,)> = match (kind.as_str(), subject) {
            ("rescued", Some(mandate)) => reader.optional(&mandates::store::REASON, args![mandate]).await?,
            _ => None,
        };
        let reason = reason.and_then(|(reason,)| reason);
        notices.push(NoticeView { kind, path: path.map(|path| member.path(&path)), reason, at });
    }
    drop(reader);
    let page = member.page(member.visit.lang.t("menu-notices")).await?;
    member.answer(&Notices { page, notices })
}

/// All are seen.
#[utoipa::path(post, path = "/c/{handle}/notices", responses((status = 303), (status = 401)))]
async fn seen(member: Member) -> Answer {
    let mut tx = member.node().core.db.write().await?;
    tx.run(&store::SEEN, args![member.id, member.now()]).await?;
    tx.commit().await?;
    Ok(member.go_on("/notices", "", None))
}
