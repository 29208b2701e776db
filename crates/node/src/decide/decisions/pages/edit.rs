// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Another text for a proposal that is worked on.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    decide::decisions::recording::KEEPERS,
    spine::{entries::pages::may_change, id::Id},
    web::{
        Answer, Failure, Member, Page, Routes,
        difference::{Conflict, beside, conflicts},
    },
};

use super::{steps::StepForm, whole::Whole};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(edit_form))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "decide/decisions/templates/edit.html")]
struct EditPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    id: Id,
    form: StepForm,
    /// What somebody else saved meanwhile, and how what was typed differs.
    conflict: Option<Vec<Conflict>>,
}

/// The form for another text, for who keeps the proposal.
#[utoipa::path(get, path = "/c/{handle}/decide/{id}/edit", responses((status = 200, body = EditPage), (status = 401), (status = 403), (status = 404), (status = 409)))]
async fn edit_form(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    let mut reader = member.read().await?;
    let whole = Whole::find(&member, &mut reader, &id).await?;
    if !may_change(&member, &mut reader, whole.entry.id, KEEPERS).await? {
        return Err(Failure::new(StatusCode::FORBIDDEN, "error-not-yours"));
    }
    let worked_on = !whole.life.express && !whole.life.stage.binds() && !whole.life.stage.is_final();
    if !worked_on || whole.entry.removed_at.is_some() {
        return Err(Failure::new(StatusCode::CONFLICT, "error-decision-stage"));
    }
    drop(reader);
    let page = member.page(member.visit.lang.t("step-edit")).await?.in_room("decide");
    let form = StepForm {
        version: whole.entry.version,
        title: whole.entry.title.unwrap_or_default(),
        words: whole.entry.body.unwrap_or_default(),
        answer: "substance".to_owned(),
        ..StepForm::default()
    };
    member.answer(&EditPage { page, id: whole.entry.id, form, conflict: None })
}

/// The form again, where somebody else saved another text meanwhile: both, and the new one to begin from.
pub(super) async fn conflict(member: &Member, id: &str, form: StepForm) -> Answer {
    let whole = Whole::find(member, &mut member.read().await?, id).await?;
    let page = member.page(member.visit.lang.t("step-edit")).await?.in_room("decide");
    let now = (whole.entry.title.unwrap_or_default(), whole.entry.body.unwrap_or_default());
    let fields =
        vec![("field-proposal", now.0, form.title.clone()), ("field-proposal-text", now.1, form.words.clone())];
    let conflict = Some(beside(move || conflicts(fields)).await?);
    let form = StepForm { version: whole.entry.version, key: Some(page.key), ..form };
    member.visit.answer_with(StatusCode::CONFLICT, &EditPage { page, id: whole.entry.id, form, conflict })
}
