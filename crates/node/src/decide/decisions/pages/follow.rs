// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What one says of an agreement: whether it was so, how a task goes, words against it, a request to look at it early.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    decide::decisions::{Confirm, Dissent, ForgetName, Petition, Progress},
    spine::{command::Command, id::Id, refusal::Error},
    web::{Answer, Failure, Input, Member, Page, Routes},
};

use super::whole::{Other, Whole};

pub(super) fn routes() -> Routes {
    Routes::new()
        .routes(routes!(confirm))
        .routes(routes!(progress))
        .routes(routes!(dissent))
        .routes(routes!(petition))
        .routes(routes!(forget_name))
}

fn decision_of(id: &str) -> Result<Id, Failure> {
    id.parse().map_err(|_| Failure::not_found())
}

/// Words that did not fit, with their form again.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "decide/decisions/templates/words.html")]
struct WordsPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    about: Other,
    action: String,
    /// The field, and the message that asks for it.
    field: &'static str,
    label: &'static str,
    words: String,
    /// What else the form says.
    rest: Vec<(&'static str, String)>,
    button: &'static str,
}

/// A form that takes some words, and what else it says.
struct Asked {
    /// Its path below the decision's.
    action: String,
    /// The part of the decision's page that shows what was said.
    then: &'static str,
    field: &'static str,
    label: &'static str,
    button: &'static str,
    words: String,
    rest: Vec<(&'static str, String)>,
}

async fn again(member: &Member, id: &str, asked: Asked, error: Error) -> Answer {
    let errors = member.visit.form_errors(error)?;
    let whole = Whole::find(member, &mut member.read().await?, id).await?;
    let about = Other { path: member.path(&format!("/decide/{id}")), title: whole.entry.title.unwrap_or_default() };
    let page = member.page(member.visit.lang.t(asked.label)).await?.in_room("decide").with_errors(errors);
    let Asked { action, field, label, button, words, rest, .. } = asked;
    let action = member.path(&format!("/decide/{id}/{action}"));
    member.visit.answer_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &WordsPage { page, about, action, field, label, words, rest, button },
    )
}

async fn give<C: Command>(
    member: &Member,
    (id, key): (&str, Option<Id>),
    command: C,
    done: &str,
    asked: Asked,
) -> Result<Response, Failure> {
    match member.execute(key, command).await {
        Ok(made) => Ok(member.go_on(&format!("/decide/{id}{}", asked.then), done, Some(made))),
        Err(error) => again(member, id, asked, error).await,
    }
}

/// Whether it was so.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
struct ConfirmForm {
    key: Option<Id>,
    version: i64,
    /// `yes` or `no`.
    so: String,
    reason: String,
}

/// Somebody who was there says whether the record is as it was.
#[utoipa::path(post, path = "/c/{handle}/decide/{id}/confirm", request_body = ConfirmForm, responses((status = 303), (status = 403), (status = 409), (status = 422)))]
async fn confirm(member: Member, Path((_, id)): Path<(String, String)>, Input(form): Input<ConfirmForm>) -> Answer {
    let so = form.so == "yes";
    let command = Confirm { decision: decision_of(&id)?, version: form.version, so, reason: form.reason.clone() };
    let asked = Asked {
        action: "confirm".to_owned(),
        then: "#there",
        field: "reason",
        label: "decision-not-so",
        button: "decision-not-so-do",
        words: form.reason,
        rest: vec![("version", form.version.to_string()), ("so", "no".to_owned())],
    };
    give(&member, (&id, form.key), command, if so { "confirmed" } else { "contested" }, asked).await
}

/// How a task goes.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
struct ProgressForm {
    key: Option<Id>,
    /// `yes` when it is done.
    done: String,
    /// A few words.
    told: String,
}

/// Says how a task goes.
#[utoipa::path(post, path = "/c/{handle}/decide/{id}/tasks/{task}", request_body = ProgressForm, responses((status = 303), (status = 403), (status = 404), (status = 422)))]
async fn progress(
    member: Member,
    Path((_, id, task)): Path<(String, String, String)>,
    Input(form): Input<ProgressForm>,
) -> Answer {
    let task: Id = task.parse().map_err(|_| Failure::not_found())?;
    let command = Progress { decision: decision_of(&id)?, task, done: form.done == "yes", note: form.told.clone() };
    let asked = Asked {
        action: format!("tasks/{task}"),
        then: "#tasks",
        field: "told",
        label: "decision-told",
        button: "save",
        words: form.told,
        rest: vec![("done", form.done)],
    };
    give(&member, (&id, form.key), command, "progressed", asked).await
}

/// Words against it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
struct DissentForm {
    key: Option<Id>,
    words: String,
}

/// Leaves words against what binds.
#[utoipa::path(post, path = "/c/{handle}/decide/{id}/dissent", request_body = DissentForm, responses((status = 303), (status = 404), (status = 409), (status = 422)))]
async fn dissent(member: Member, Path((_, id)): Path<(String, String)>, Input(form): Input<DissentForm>) -> Answer {
    let command = Dissent { decision: decision_of(&id)?, words: form.words.clone() };
    let asked = Asked {
        action: "dissent".to_owned(),
        then: "#against",
        field: "words",
        label: "decision-dissent-own",
        button: "decision-dissent-do",
        words: form.words,
        rest: Vec::new(),
    };
    give(&member, (&id, form.key), command, "dissented", asked).await
}

/// Why it should be looked at early.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
struct PetitionForm {
    key: Option<Id>,
    reason: String,
}

/// Asks for an early review.
#[utoipa::path(post, path = "/c/{handle}/decide/{id}/petition", request_body = PetitionForm, responses((status = 303), (status = 404), (status = 409), (status = 422)))]
async fn petition(member: Member, Path((_, id)): Path<(String, String)>, Input(form): Input<PetitionForm>) -> Answer {
    let command = Petition { decision: decision_of(&id)?, reason: form.reason.clone() };
    let asked = Asked {
        action: "petition".to_owned(),
        then: "",
        field: "reason",
        label: "decision-petition",
        button: "decision-petition-do",
        words: form.reason,
        rest: Vec::new(),
    };
    give(&member, (&id, form.key), command, "petitioned", asked).await
}

/// Whose name.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = PersonForm)]
struct NameForm {
    key: Option<Id>,
    person: Id,
}

/// Erases the name of somebody without account.
#[utoipa::path(post, path = "/c/{handle}/decide/{id}/forget-name", request_body = NameForm, responses((status = 303), (status = 403), (status = 404), (status = 409)))]
async fn forget_name(member: Member, Path((_, id)): Path<(String, String)>, Input(form): Input<NameForm>) -> Answer {
    let done = member.execute(form.key, ForgetName { decision: decision_of(&id)?, person: form.person }).await?;
    Ok(member.go_on(&format!("/decide/{id}"), "name-forgotten", Some(done)))
}
