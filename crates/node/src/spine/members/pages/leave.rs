// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Leaving, and being erased.

use askama::Template;
use axum::{http::StatusCode, response::IntoResponse};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{id::Id, mandates},
    store::args,
    web::{Answer, Input, Member, Page, Routes, cookies::clear_session},
};

use super::{
    super::{Erase, Leave},
    secrets::confirm_passphrase,
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(leave_form, leave))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/members/templates/leave.html")]
struct LeavePage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    /// The mandates that nobody else holds: they will be vacant.
    vacant: Vec<String>,
    /// Whether nobody else is left.
    last: bool,
}

/// How somebody leaves.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
struct LeaveForm {
    key: Option<Id>,
    passphrase: String,
    /// `erase` to be erased as well.
    how: String,
}

/// What leaving and being erased mean, said before.
#[utoipa::path(get, path = "/c/{handle}/me/leave", responses((status = 200, body = LeavePage)))]
async fn leave_form(member: Member) -> Answer {
    let page = member.page(member.visit.lang.t("leave-title")).await?;
    show(&member, page, StatusCode::OK).await
}

async fn show(member: &Member, page: Page, status: StatusCode) -> Answer {
    let mut reader = member.read().await?;
    let alone: Vec<(String,)> = reader.all(&mandates::store::ALONE, args![member.now()]).await?;
    drop(reader);
    let vacant = alone.into_iter().map(|(kind,)| kind).collect();
    member.visit.answer_with(status, &LeavePage { page, vacant, last: member.community.active == 1 })
}

/// Leaves, and is erased if that is what was asked.
#[utoipa::path(post, path = "/c/{handle}/me/leave", request_body = LeaveForm, responses((status = 303), (status = 422)))]
async fn leave(member: Member, Input(form): Input<LeaveForm>) -> Answer {
    let outcome = match confirm_passphrase(&member, &form.passphrase).await {
        Ok(()) if form.how == "erase" => member.execute(form.key, Erase).await,
        Ok(()) => member.execute(form.key, Leave).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(done) => {
            let mut response = member.go_on("/", "left", Some(done));
            clear_session(&member.visit, member.community.id, &mut response);
            Ok(response.into_response())
        }
        Err(error) => {
            let errors = member.visit.form_errors(error)?;
            let page = member.page(member.visit.lang.t("leave-title")).await?.with_errors(errors);
            show(&member, page, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}
