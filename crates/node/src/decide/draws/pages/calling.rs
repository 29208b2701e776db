// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Calling a draw.

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        command::Command as _,
        entries::rules::{DEFAULT_LICENCE, Typed},
        id::Id,
        refusal::{Fields, Result as Outcome},
        viewer::Visibility,
        world::Micros,
    },
    web::{Answer, Input, Member, Page, Routes},
};

use super::super::Call;

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(call_form, call))
}

/// Who may see one.
const SEEN_BY: &[Visibility] = &[Visibility::Community];

/// A draw as a form holds it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = CallDrawForm)]
struct CallForm {
    key: Option<Id>,
    title: String,
    body: String,
    /// How many are drawn.
    seats: String,
    /// How many more may step in.
    alternates: String,
    /// The last day on which one may step out, as `2026-11-28`.
    closes: String,
    /// Which public numbers decide.
    source: String,
    /// The day of the numbers.
    numbers_on: String,
}

impl CallForm {
    fn read(&self, member: &Member) -> Outcome<Call> {
        let mut fields = Fields::default();
        let zone = member.community.zone();
        let mut begins = |field, text: &str, later: i64| -> Micros {
            let day = text.trim().parse::<Date>().ok();
            let day = day.and_then(|day| day.checked_add(jiff::Span::new().days(later)).ok());
            let begins = day.and_then(|day| zone.to_timestamp(day.at(0, 0, 0, 0)).ok());
            if begins.is_none() {
                fields.error(field, "field-draw-day");
            }
            begins.unwrap_or_default().as_microsecond()
        };
        // The whole of the last day is for stepping out.
        let closes_at = begins("closes", &self.closes, 1);
        let numbers_at = begins("numbers_on", &self.numbers_on, 0);
        let language = member.community.languages.split(' ').next().unwrap_or("es");
        let (title, body, visibility) = (self.title.as_str(), self.body.as_str(), "community");
        let draft = Typed { title, body, language, licence: DEFAULT_LICENCE, visibility, tags: "" };
        let draft = draft.draft(&mut fields, SEEN_BY);
        let number = |text: &str| text.trim().parse().unwrap_or(u32::MAX);
        let call = Call {
            draft,
            seats: number(&self.seats),
            alternates: number(&self.alternates),
            source: self.source.clone(),
            numbers_on: self.numbers_on.trim().to_owned(),
            numbers_at,
            closes_at,
        };
        let call = if fields.any() { Call { numbers_at: closes_at, ..call } } else { call };
        let call = call.checked(&mut fields);
        fields.finish()?;
        Ok(call)
    }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "decide/draws/templates/form.html")]
#[schema(as = CallDrawPage)]
struct CallPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: CallForm,
}

/// The form for calling a draw.
#[utoipa::path(get, path = "/c/{handle}/decide/draws/new", responses((status = 200, body = CallPage), (status = 401), (status = 403)))]
async fn call_form(member: Member) -> Answer {
    member.must(Call::NAME).await?;
    let page = member.page(member.visit.lang.t("draws-call")).await?.in_room("decide");
    let page = page.below("/decide/draws", member.visit.lang.t("draws-title"));
    let (seats, alternates) = ("1".to_owned(), "2".to_owned());
    let form = CallForm { key: Some(page.key), seats, alternates, ..CallForm::default() };
    member.answer(&CallPage { page, form })
}

/// Calls a draw.
#[utoipa::path(post, path = "/c/{handle}/decide/draws/new", request_body = CallForm, responses((status = 303), (status = 401), (status = 403), (status = 422)))]
async fn call(member: Member, Input(form): Input<CallForm>) -> Answer {
    member.must(Call::NAME).await?;
    let done = match form.read(&member) {
        Ok(call) => member.execute(form.key, call).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(done) => Ok(member.go_on(&format!("/decide/draws/{}", done.subject()?), "draw-called", Some(done))),
        Err(error) => {
            let page = member.page(member.visit.lang.t("draws-call")).await?.in_room("decide");
            let page = page.below("/decide/draws", member.visit.lang.t("draws-title"));
            let page = page.with_errors(member.visit.form_errors(error)?);
            member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &CallPage { page, form })
        }
    }
}
