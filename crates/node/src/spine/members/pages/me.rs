// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! My data: everything that the community keeps of a member, to see and to correct.

use askama::Template;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        communities::{self, DocumentKind},
        id::Id,
        world::Micros,
    },
    store::args,
    web::{Answer, Input, Member, Page, Routes, visit::Format},
};

use super::{
    super::{Accept, Rename, RenewFeedLink, feed},
    export::{Kept, kept},
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(me, rename)).routes(routes!(accept)).routes(routes!(renew_feed_link))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/members/templates/me.html")]
struct Me {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: NameForm,
    kept: Kept,
    /// Newer versions that were not accepted yet.
    to_accept: Vec<Pending>,
    /// The address of the calendar of all that they may see.
    private_feed: String,
    /// The address of the feed of what is new for them.
    private_news: String,
    /// The fold whose form was refused: `codes` or `passphrase`.
    #[serde(skip)]
    #[schema(ignore)]
    open: &'static str,
}

impl Me {
    /// By what name the passphrase's field of a fold is known: the summary of errors leads to the one that was sent.
    fn name_of(&self, fold: &str) -> String {
        if self.open == fold { "passphrase".to_owned() } else { format!("{fold}-passphrase") }
    }

    /// Whether they came back with a printed code or a letter just now.
    fn recovered(&self) -> bool {
        matches!(
            self.page.done,
            Some("done-recovered" | "done-recovered-factor" | "done-recovered-mail" | "done-recovered-mail-factor")
        )
    }

    /// How much there is of what the file has whole: a message and a number each, without what there is none of.
    fn counted(&self) -> Vec<(&'static str, usize)> {
        let Kept { entries, files, messages, replies, confirmations, calls, candidacies, supports, .. } = &self.kept;
        let Kept { decision_words, stances, records, progress, .. } = &self.kept;
        let Kept { invitations, documents, notices, vouches, recoveries, sessions, tokens, passkeys, devices, .. } =
            &self.kept;
        let all = [
            ("me-entries", entries.len()),
            ("me-files", files.len()),
            ("me-messages", messages.len()),
            ("me-replies", replies.len()),
            ("me-decision-words", decision_words.len()),
            ("me-stances", stances.len()),
            ("me-records", records.len()),
            ("me-progress", progress.len()),
            ("me-confirmations", confirmations.len()),
            ("me-calls", calls.len()),
            ("me-candidacies", candidacies.len()),
            ("me-supports", supports.len()),
            ("me-invitations", invitations.len()),
            ("me-documents", documents.len()),
            ("me-notices", notices.len()),
            ("me-sessions", sessions.len()),
            ("me-vouches", vouches.len()),
            ("me-recoveries", recoveries.len()),
            ("me-tokens", tokens.len()),
            ("me-passkeys", passkeys.len()),
            ("me-devices", devices.len()),
        ];
        all.into_iter().filter(|(_, count)| *count > 0).collect()
    }
}

#[derive(Debug, Serialize, ToSchema)]
struct Pending {
    kind: String,
    version: i64,
}

/// Another name.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(super) struct NameForm {
    key: Option<Id>,
    name: String,
}

/// My data: everything the community keeps of me.
#[utoipa::path(get, path = "/c/{handle}/me", responses((status = 200, body = Me), (status = 401)))]
async fn me(member: Member) -> Answer {
    let page = member.page(member.visit.lang.t("me-title")).await?;
    show(&member, page, None, "").await
}

/// Shows the page, with the name as it is or as it was typed, and a fold open.
pub(super) async fn show(member: &Member, page: Page, typed: Option<NameForm>, open: &'static str) -> Answer {
    // The page counts what is kept; a program gets all of it.
    if member.visit.format == Format::Json {
        member.opens_sealed()?;
    }
    let mut reader = member.read().await?;
    let kept = kept(member, &mut reader).await?;
    let documents: Vec<(String, i64, String, Micros)> = reader.all(&communities::store::DOCUMENTS, args![]).await?;
    let code = feed::code(member, &mut reader, member.id).await?;
    drop(reader);
    let private_feed = member.address(&format!("/act/agenda/private/{code}.ics"));
    let private_news = member.address(&format!("/news/private/{code}.atom"));
    let to_accept = documents
        .into_iter()
        .map(|(kind, version, ..)| Pending { kind, version })
        .filter(|new| !kept.accepted.iter().any(|old| old.kind == new.kind && old.version == new.version))
        .collect();
    let status = if page.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let form = typed.unwrap_or_else(|| NameForm { key: Some(page.key), name: page.member.clone().unwrap_or_default() });
    member.visit.answer_with(status, &Me { page, form, kept, to_accept, private_feed, private_news, open })
}

/// Takes another name.
#[utoipa::path(post, path = "/c/{handle}/me", request_body = NameForm, responses((status = 303), (status = 422)))]
async fn rename(member: Member, Input(form): Input<NameForm>) -> Answer {
    match member.execute(form.key, Rename(form.name.clone())).await {
        Ok(done) => Ok(member.go_on("/me", "saved", Some(done))),
        Err(error) => {
            let errors = member.visit.form_errors(error)?;
            let page = member.page(member.visit.lang.t("me-title")).await?.with_errors(errors);
            show(&member, page, Some(form), "").await
        }
    }
}

/// Which version is accepted.
#[derive(Debug, Deserialize, ToSchema)]
struct AcceptForm {
    key: Option<Id>,
    kind: DocumentKind,
    version: i64,
}

/// Accepts the newest version of a document.
#[utoipa::path(post, path = "/c/{handle}/me/accept", request_body = AcceptForm, responses((status = 303), (status = 409)))]
async fn accept(member: Member, Input(form): Input<AcceptForm>) -> Answer {
    let done = member.execute(form.key, Accept { kind: form.kind, version: form.version }).await?;
    Ok(member.go_on(&format!("/care/{}", form.kind.as_str()), "accepted", Some(done)))
}

/// The button's key.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct RenewForm {
    key: Option<Id>,
}

/// Gives one's private feed another address; the one before opens nothing from now on.
#[utoipa::path(post, path = "/c/{handle}/me/feed-link", request_body = RenewForm, responses((status = 303)))]
async fn renew_feed_link(member: Member, Input(form): Input<RenewForm>) -> Answer {
    let done = member.execute(form.key, RenewFeedLink).await?;
    Ok(member.go_on("/me", "feed-link", Some(done)))
}
