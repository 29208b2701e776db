// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Threads: a part of the pages of entries, and the forms that change them.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{command::Command, entries, id::Id, refusal::FieldError, world::Micros},
    store::args,
    web::{Answer, Failure, Here, Input, Member, Page, Query, Routes},
};

use super::{Edit, Remove, Say, store};

pub(crate) fn routes() -> Routes {
    Routes::new().routes(routes!(say_form, say)).routes(routes!(edit_form, edit)).routes(routes!(remove_form, remove))
}

/// The talk under an entry, as its page shows it.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Thread {
    /// Under what.
    pub entry: Option<Id>,
    /// On which of its pages, below its address.
    #[serde(skip)]
    #[schema(ignore)]
    pub at: String,
    /// In the order of time.
    pub messages: Vec<Message>,
    /// Whether there are older ones that are not shown.
    pub older: bool,
}

/// A message.
#[derive(Debug, Serialize, ToSchema)]
pub struct Message {
    /// Which.
    pub id: Id,
    /// In answer to what.
    pub parent: Option<Id>,
    /// By whom; nothing when they are erased.
    pub name: Option<String>,
    /// Markdown; nothing when it was removed or its author erased.
    pub body: Option<String>,
    /// When.
    pub at: Micros,
    /// When it was changed.
    pub edited_at: Option<Micros>,
    /// When it was removed.
    pub removed_at: Option<Micros>,
    /// Whether its own author removed it.
    pub removed_by_author: bool,
    /// Whether it is the viewer's.
    pub own: bool,
    /// Whether the viewer may remove it.
    pub may_remove: bool,
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    id: Id,
    parent: Option<Id>,
    author: Id,
    name: Option<String>,
    body: Option<String>,
    at: Micros,
    edited_at: Option<Micros>,
    removed_at: Option<Micros>,
    removed_by: Option<Id>,
}

/// Whoever may give this command may remove what others say.
const KEEPS: &str = crate::spine::members::Invite::NAME;

/// Messages that a page shows; of a longer thread, the newest.
const SHOWN: i64 = 500;

/// The talk under an entry. Others than members see none of it.
pub(crate) async fn thread(here: &Here, entry: Id) -> Result<Thread, Failure> {
    let Some(viewer) = here.viewer.member() else { return Ok(Thread::default()) };
    let mut reader = here.read().await?;
    let rows: Vec<Row> = reader.all(&store::THREAD, args![entry, SHOWN]).await?;
    drop(reader);
    let keeper = here.may(KEEPS).await?;
    let messages: Vec<Message> = rows
        .into_iter()
        .map(|row| Message {
            removed_by_author: row.removed_by == Some(row.author),
            own: row.author == viewer,
            may_remove: row.removed_at.is_none() && (row.author == viewer || keeper),
            id: row.id,
            parent: row.parent,
            name: row.name,
            body: row.body,
            at: row.at,
            edited_at: row.edited_at,
            removed_at: row.removed_at,
        })
        .collect();
    let older = messages.len() == usize::try_from(SHOWN).unwrap_or(usize::MAX);
    // An entry's page may be one of several: whoever says something there comes back there.
    let path = here.visit.path.split('?').next().unwrap_or_default();
    let below = path.split_once(&entry.to_string()).map(|(_, below)| below.trim_start_matches('/').to_owned());
    Ok(Thread { entry: Some(entry), at: below.unwrap_or_default(), messages, older })
}

/// Something to say.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct MessageForm {
    key: Option<Id>,
    parent: Option<Id>,
    body: String,
    /// Where on the entry's page it is said: below its address.
    at: String,
}

impl MessageForm {
    /// The page on which it is said, of an entry that is at `path`.
    fn page(&self, path: &str) -> String {
        let plain = self.at.len() < 40 && self.at.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if plain && !self.at.is_empty() { format!("{path}/{}", self.at) } else { path.to_owned() }
    }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/discussion/templates/message.html")]
struct MessagePage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: MessageForm,
    action: String,
    /// What is answered.
    to: Option<String>,
}

async fn entry_path(member: &Member, entry: Id) -> Result<String, Failure> {
    let mut reader = member.read().await?;
    let found: Option<(String,)> = reader.optional(&entries::store::KIND, args![entry]).await?;
    let (kind,) = found.ok_or_else(Failure::not_found)?;
    Ok(entries::path_of(&kind, entry))
}

/// The form for an answer.
#[utoipa::path(get, path = "/c/{handle}/entries/{id}/messages", params(("parent" = Option<String>, Query)), responses((status = 200, body = MessagePage), (status = 404)))]
async fn say_form(member: Member, Path((_, id)): Path<(String, String)>, Query(form): Query<MessageForm>) -> Answer {
    let id: Id = id.parse().map_err(|_| Failure::not_found())?;
    entry_path(&member, id).await?;
    show(&member, id, form, Vec::new()).await
}

async fn show(member: &Member, entry: Id, form: MessageForm, errors: Vec<FieldError>) -> Answer {
    let mut reader = member.read().await?;
    let to: Option<Row> = match form.parent {
        Some(parent) => reader.optional(&store::ONE, args![parent]).await?,
        None => None,
    };
    drop(reader);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = member.page(member.visit.lang.t("message-say")).await?.with_errors(errors);
    let page = page.below(&entry_path(member, entry).await?, member.visit.lang.t("back-entry"));
    let form = MessageForm { key: Some(form.key.unwrap_or(page.key)), ..form };
    let action = member.path(&format!("/entries/{entry}/messages"));
    member.visit.answer_with(status, &MessagePage { page, form, action, to: to.and_then(|row| row.body) })
}

/// Says something under an entry.
#[utoipa::path(post, path = "/c/{handle}/entries/{id}/messages", request_body = MessageForm, responses((status = 303), (status = 404), (status = 422)))]
async fn say(member: Member, Path((_, id)): Path<(String, String)>, Input(form): Input<MessageForm>) -> Answer {
    let entry: Id = id.parse().map_err(|_| Failure::not_found())?;
    let command = Say { entry, parent: form.parent, body: form.body.clone() };
    match member.execute(form.key, command).await {
        Ok(done) => {
            let path = form.page(&entry_path(&member, entry).await?);
            Ok(member.go_on(&format!("{path}#m-{}", done.subject()?), "said", Some(done)))
        }
        Err(error) => show(&member, entry, form, member.visit.form_errors(error)?).await,
    }
}

async fn find(member: &Member, id: &str) -> Result<(Id, Id, String), Failure> {
    let id: Id = id.parse().map_err(|_| Failure::not_found())?;
    let mut reader = member.read().await?;
    let row: Option<(Id, Option<String>)> = reader.optional(&store::PLACE, args![id]).await?;
    let (entry, body) = row.ok_or_else(Failure::not_found)?;
    Ok((id, entry, body.unwrap_or_default()))
}

/// The form for changing one's words.
#[utoipa::path(get, path = "/c/{handle}/messages/{id}/edit", responses((status = 200, body = MessagePage), (status = 403), (status = 404)))]
async fn edit_form(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    let (id, entry, body) = find(&member, &id).await?;
    let row: Option<Row> = member.read().await?.optional(&store::ONE, args![id]).await?;
    if row.is_none_or(|row| row.author != member.id) {
        return Err(Failure::new(StatusCode::FORBIDDEN, "error-not-yours"));
    }
    let page = member.page(member.visit.lang.t("message-edit")).await?;
    let page = page.below(&entry_path(&member, entry).await?, member.visit.lang.t("back-entry"));
    let form = MessageForm { key: Some(page.key), body, ..MessageForm::default() };
    member.answer(&MessagePage { page, form, action: member.path(&format!("/messages/{id}/edit")), to: None })
}

/// Changes one's words.
#[utoipa::path(post, path = "/c/{handle}/messages/{id}/edit", request_body = MessageForm, responses((status = 303), (status = 403), (status = 422)))]
async fn edit(member: Member, Path((_, id)): Path<(String, String)>, Input(form): Input<MessageForm>) -> Answer {
    let (message, entry, _) = find(&member, &id).await?;
    match member.execute(form.key, Edit { message, body: form.body.clone() }).await {
        Ok(done) => {
            let path = entry_path(&member, entry).await?;
            Ok(member.go_on(&format!("{path}#m-{message}"), "saved", Some(done)))
        }
        Err(error) => {
            let page =
                member.page(member.visit.lang.t("message-edit")).await?.with_errors(member.visit.form_errors(error)?);
            let action = member.path(&format!("/messages/{message}/edit"));
            let view = MessagePage { page, form, action, to: None };
            member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
    }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/discussion/templates/remove.html")]
struct RemovePage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    id: Id,
    body: String,
    back: String,
}

/// What it means to remove a message: nothing is removed by one tap alone.
#[utoipa::path(get, path = "/c/{handle}/messages/{id}/remove", responses((status = 200, body = RemovePage), (status = 403), (status = 404)))]
async fn remove_form(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    let (id, entry, body) = find(&member, &id).await?;
    let mut reader = member.read().await?;
    let row: Option<Row> = reader.optional(&store::ONE, args![id]).await?;
    drop(reader);
    let row = row.ok_or_else(Failure::not_found)?;
    if row.removed_at.is_some() {
        return Err(Failure::new(StatusCode::CONFLICT, "error-message-removed"));
    }
    if row.author != member.id && !member.may(KEEPS).await? {
        return Err(Failure::new(StatusCode::FORBIDDEN, "error-not-yours"));
    }
    let path = entry_path(&member, entry).await?;
    let page = member.page(member.visit.lang.t("message-remove-title")).await?;
    let page = page.below(&path, member.visit.lang.t("back-entry"));
    member.answer(&RemovePage { page, id, body, back: member.path(&format!("{path}#m-{id}")) })
}

/// Removes a message; the trace stays.
#[utoipa::path(post, path = "/c/{handle}/messages/{id}/remove", responses((status = 303), (status = 403), (status = 404)))]
async fn remove(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    let (message, entry, _) = find(&member, &id).await?;
    let done = member.execute(None, Remove(message)).await?;
    let path = entry_path(&member, entry).await?;
    Ok(member.go_on(&format!("{path}#m-{message}"), "removed", Some(done)))
}
