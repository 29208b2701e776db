// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Calling an assembly.

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use tequio_deliberation::assembly::POINTS_MOST;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    decide::assemblies::{Call, commands::Listed, store},
    spine::{
        entries::rules::{DEFAULT_LICENCE, Typed},
        id::Id,
        members::{Choosable, choosable},
        refusal::{Fields, Result as Outcome},
        viewer::Visibility,
    },
    store::args,
    web::{Answer, Failure, Input, Member, Page, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(call_form, call))
}

/// Who may see one.
const SEEN_BY: &[Visibility] = &[Visibility::Community];
/// Rows that the form has for points, at the least.
const ROWS: usize = 4;

/// An assembly as a form holds it. Of points, the first of each field belong together, and so on.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = CallAssemblyForm)]
struct CallForm {
    key: Option<Id>,
    title: String,
    body: String,
    place: String,
    /// The day, as `2026-11-28`.
    day: String,
    /// The hour, as `10:00`.
    time: String,
    /// How long it lasts, in minutes.
    minutes: String,
    facilitator: String,
    note_taker: String,
    /// The points, how long each may take in minutes, and the open decision that it is about.
    point: Vec<String>,
    lasts: Vec<String>,
    about: Vec<String>,
}

/// A row for a point.
#[derive(Debug)]
struct Row<'f> {
    words: &'f str,
    lasts: &'f str,
    about: &'f str,
}

fn get(values: &[String], place: usize) -> &str {
    values.get(place).map(|value| value.trim()).unwrap_or_default()
}

impl CallForm {
    /// The rows for points, some of them empty.
    fn rows(&self) -> Vec<Row<'_>> {
        let filled = self.point.iter().rposition(|words| !words.trim().is_empty()).map_or(0, |place| place + 1);
        let row = |place| Row {
            words: get(&self.point, place),
            lasts: get(&self.lasts, place),
            about: get(&self.about, place),
        };
        (0..(filled + 2).clamp(ROWS, POINTS_MOST)).map(row).collect()
    }

    fn read(&self, member: &Member) -> Outcome<Call> {
        let mut fields = Fields::default();
        let (day, time) = (self.day.trim().parse::<Date>().ok(), self.time.trim().parse::<Time>().ok());
        if day.is_none() || time.is_none() {
            fields.error("day", "field-times-whole");
        }
        let mut points = Vec::new();
        for row in self.rows().into_iter().filter(|row| !row.words.is_empty()) {
            let minutes = if row.lasts.is_empty() { Some(0) } else { row.lasts.parse().ok() };
            if minutes.is_none() {
                fields.error("points", "field-point-minutes");
            }
            let (minutes, decision) = (minutes.unwrap_or_default(), row.about.parse().ok());
            points.push(Listed { words: row.words.to_owned(), minutes, decision });
        }
        let language = member.community.languages.split(' ').next().unwrap_or("es");
        let (title, body, visibility) = (self.title.as_str(), self.body.as_str(), "community");
        let draft = Typed { title, body, language, licence: DEFAULT_LICENCE, visibility, tags: "" };
        let draft = draft.draft(&mut fields, SEEN_BY);
        let someone = |typed: &str| typed.parse().unwrap_or(member.id);
        let call = Call {
            draft,
            starts: day.unwrap_or_default().to_datetime(time.unwrap_or_default()),
            time_zone: member.community.time_zone.clone(),
            minutes: self.minutes.trim().parse().unwrap_or(0),
            place: self.place.clone(),
            points,
            facilitator: someone(&self.facilitator),
            note_taker: someone(&self.note_taker),
        }
        .checked(&mut fields);
        fields.finish()?;
        Ok(call)
    }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "decide/assemblies/templates/form.html")]
#[schema(as = CallAssemblyPage)]
struct CallPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: CallForm,
    members: Vec<Choosable>,
    /// The decisions that are open, of which a point may be.
    #[serde(skip)]
    #[schema(ignore)]
    decisions: Vec<(Id, Option<String>)>,
}

async fn view(member: &Member, page: Page, form: CallForm) -> Result<CallPage, Failure> {
    let mut reader = member.read().await?;
    let (members, decisions) = (choosable(&mut reader).await?, reader.all(&store::OPEN_DECISIONS, args![]).await?);
    Ok(CallPage { page: page.in_room("decide"), form, members, decisions })
}

/// The form for calling an assembly.
#[utoipa::path(get, path = "/c/{handle}/decide/assemblies/new", responses((status = 200, body = CallPage), (status = 401)))]
async fn call_form(member: Member) -> Answer {
    let page = member.page(member.visit.lang.t("assembly-call")).await?;
    let own = member.id.to_string();
    let form = CallForm {
        key: Some(page.key),
        minutes: "120".to_owned(),
        facilitator: own.clone(),
        note_taker: own,
        ..CallForm::default()
    };
    let view = view(&member, page, form).await?;
    member.answer(&view)
}

/// Calls an assembly.
#[utoipa::path(post, path = "/c/{handle}/decide/assemblies/new", request_body = CallForm, responses((status = 303), (status = 401), (status = 422)))]
async fn call(member: Member, Input(form): Input<CallForm>) -> Answer {
    let done = match form.read(&member) {
        Ok(call) => member.execute(form.key, call).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(done) => Ok(member.go_on(&format!("/decide/assemblies/{}", done.subject()?), "assembly-called", Some(done))),
        Err(error) => {
            let page = member.page(member.visit.lang.t("assembly-call")).await?;
            let page = page.with_errors(member.visit.form_errors(error)?);
            let view = view(&member, page, form).await?;
            member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
    }
}
