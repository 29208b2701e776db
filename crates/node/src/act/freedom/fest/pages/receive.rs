// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Receiving a machine at the table.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{ToSchema, openapi::Schema};
use utoipa_axum::routes;

use crate::{
    spine::{id::Id, refusal::FieldError},
    web::{
        Answer, Failure, Input, Member, Page, Routes,
        input::{checkbox, one_of, ticked},
    },
};

use super::{
    super::{
        Arrival, Receive,
        rules::{MINORS_KEPT, Wish},
    },
    There, attends, crew,
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(receive_form, receive))
}

/// What somebody comes for, or nothing yet.
fn wishes() -> Schema {
    one_of(&[&[""], Wish::WORDS].concat())
}

/// What somebody says who brings a machine, as a form holds it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct ReceiveForm {
    key: Option<Id>,
    name: String,
    model: String,
    #[schema(schema_with = wishes)]
    wish: String,
    #[serde(deserialize_with = "checkbox")]
    #[schema(schema_with = ticked)]
    minor: bool,
    guardian: String,
    note: String,
    #[serde(deserialize_with = "checkbox")]
    #[schema(schema_with = ticked)]
    consents: bool,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "act/freedom/fest/templates/receive.html")]
struct ReceivePage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: ReceiveForm,
    path: String,
    keep_days: i64,
    minors_kept: i64,
}

/// The fest at a date, for who attends there.
async fn attended(member: &Member, id: &str, date: &str) -> Result<(There, Id, i64), Failure> {
    let mut reader = member.read().await?;
    let there = There::find(&mut reader, id, date).await?;
    let (fest, keep_days) = there.fest.as_ref().map(|fest| (fest.id, fest.keep_days)).ok_or_else(Failure::not_found)?;
    if !attends(member, &crew(&mut reader, fest).await?) {
        return Err(Failure::new(StatusCode::FORBIDDEN, "error-fest-crew"));
    }
    Ok((there, fest, keep_days))
}

async fn show(member: &Member, there: &There, keep_days: i64, form: ReceiveForm, errors: Vec<FieldError>) -> Answer {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = member.page(member.visit.lang.t("fest-receive")).await?.in_room("act").with_errors(errors);
    let form = ReceiveForm { key: form.key.or(Some(page.key)), ..form };
    let path = member.path(&there.path());
    let minors_kept = keep_days.min(MINORS_KEPT);
    member.visit.answer_with(status, &ReceivePage { form, path, keep_days, minors_kept, page })
}

/// The form for a machine that comes.
#[utoipa::path(get, path = "/c/{handle}/act/agenda/{id}/{date}/fest/receive", responses((status = 200, body = ReceivePage), (status = 401), (status = 403), (status = 404)))]
async fn receive_form(member: Member, Path((_, id, date)): Path<(String, String, String)>) -> Answer {
    let (there, _, keep_days) = attended(&member, &id, &date).await?;
    show(&member, &there, keep_days, ReceiveForm::default(), Vec::new()).await
}

/// Receives a machine: then its label can be printed.
#[utoipa::path(post, path = "/c/{handle}/act/agenda/{id}/{date}/fest/receive", request_body = ReceiveForm, responses((status = 303), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn receive(
    member: Member,
    Path((_, id, date)): Path<(String, String, String)>,
    Input(form): Input<ReceiveForm>,
) -> Answer {
    let (there, fest, keep_days) = attended(&member, &id, &date).await?;
    let ReceiveForm { name, model, guardian, note, minor, consents, .. } = form.clone();
    let arrival = Arrival { name, model, wish: Wish::named(&form.wish), minor, guardian, note, consents };
    match member.execute(form.key, Receive { fest, arrival }).await {
        Ok(done) => {
            let machine = done.subject()?;
            Ok(member.go_on(&format!("/act/freedom/machines/{machine}/label"), "machine-received", Some(done)))
        }
        Err(error) => show(&member, &there, keep_days, form, member.visit.form_errors(error)?).await,
    }
}
