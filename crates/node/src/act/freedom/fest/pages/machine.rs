// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! One machine, for who attends at its fest: where it is, what is to be done, and handing it over.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{ToSchema, openapi::Schema};
use utoipa_axum::routes;

use crate::{
    spine::{id::Id, members, refusal::FieldError, world::Micros},
    store::args,
    web::{Answer, Failure, Input, Member, Page, Routes, input::one_of},
};

use super::{
    super::{
        Begin, Describe, Forget, HandOver, Handing, PutBack, Ready,
        rules::{Backup, Outcome, Part, State, Wish, Works},
        store,
    },
    Tried, path, tried,
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(machine, step)).routes(routes!(hand_over_form, hand_over))
}

/// A machine as stored.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: Id,
    pub(super) number: i64,
    pub(super) name: Option<String>,
    pub(super) model: Option<String>,
    wish: String,
    minor: bool,
    guardian: Option<String>,
    note: Option<String>,
    state: String,
    backup: Option<String>,
    outcome: Option<String>,
    system: Option<String>,
    tried: Option<String>,
    companion_id: Option<Id>,
    received_at: Micros,
    moved_at: Micros,
    pub(super) activity_id: Id,
    pub(super) date_id: String,
}

impl Row {
    /// One that the viewer may see: who attends at its fest.
    pub(super) async fn find(member: &Member, id: &str) -> Result<Self, Failure> {
        let id: Id = id.parse().map_err(|_| Failure::not_found())?;
        let row: Option<Self> = member.read().await?.optional(&store::MACHINE, args![id]).await?;
        row.ok_or_else(Failure::not_found)
    }

    /// The page of one of these, below its fest.
    pub(super) fn below(&self, page: Page) -> Page {
        let name = page.t("fest-title");
        page.in_room("act").below(&path(self.activity_id, &self.date_id), name)
    }

    fn path(&self) -> String {
        format!("/act/freedom/machines/{}", self.id)
    }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "act/freedom/fest/templates/machine.html")]
struct MachinePage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    path: String,
    number: i64,
    name: Option<String>,
    model: Option<String>,
    wish: String,
    minor: bool,
    guardian: Option<String>,
    note: Option<String>,
    state: String,
    backup: Option<String>,
    outcome: Option<String>,
    system: Option<String>,
    tried: Vec<Tried>,
    companion: Option<String>,
    received_at: Micros,
    moved_at: Micros,
    /// Whether somebody must say what became of the documents before they begin.
    asks_for_backup: bool,
    /// Whether its words are gone.
    forgotten: bool,
}

async fn show(member: &Member, row: Row, errors: Vec<FieldError>) -> Answer {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let companion = match row.companion_id {
        Some(companion) => {
            let known: Option<(Id, Option<String>, Micros, Option<Micros>)> =
                member.read().await?.optional(&members::store::ONE, args![companion]).await?;
            known.and_then(|(_, name, ..)| name).or_else(|| Some(member.visit.lang.t("somebody-gone")))
        }
        None => None,
    };
    let title = member.visit.lang.with("machine-title", &[("number", &row.number.to_string())]);
    let page = row.below(member.page(title).await?).with_errors(errors);
    let touches = Wish::named(&row.wish).is_some_and(Wish::touches_the_disk);
    let view = MachinePage {
        path: member.path(&row.path()),
        number: row.number,
        asks_for_backup: touches && row.backup.is_none(),
        forgotten: row.name.is_none(),
        name: row.name,
        model: row.model,
        wish: row.wish,
        minor: row.minor,
        guardian: row.guardian,
        note: row.note,
        state: row.state,
        backup: row.backup,
        outcome: row.outcome,
        system: row.system,
        tried: tried(row.tried.as_deref()),
        companion,
        received_at: row.received_at,
        moved_at: row.moved_at,
        page,
    };
    member.visit.answer_with(status, &view)
}

/// A machine at a fest.
#[utoipa::path(get, path = "/c/{handle}/act/freedom/machines/{id}", responses((status = 200, body = MachinePage), (status = 401), (status = 404)))]
async fn machine(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    let row = Row::find(&member, &id).await?;
    show(&member, row, Vec::new()).await
}

/// What is done with it.
fn steps() -> Schema {
    one_of(&["begin", "put-back", "ready", "describe", "forget"])
}

/// What became of the documents, or nothing yet.
fn backups() -> Schema {
    one_of(&[&[""], Backup::WORDS].concat())
}

/// A step with a machine, as a form holds it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = MachineStepForm)]
struct StepForm {
    key: Option<Id>,
    #[schema(schema_with = steps)]
    step: String,
    #[schema(schema_with = backups)]
    backup: String,
    note: String,
}

/// Begins with it, lets it wait, says that it is ready, describes it, or forgets it.
#[utoipa::path(post, path = "/c/{handle}/act/freedom/machines/{id}", request_body = StepForm, responses((status = 303), (status = 401), (status = 404), (status = 409), (status = 422)))]
async fn step(member: Member, Path((_, id)): Path<(String, String)>, Input(form): Input<StepForm>) -> Answer {
    let row = Row::find(&member, &id).await?;
    let (key, machine) = (form.key, row.id);
    let done = match form.step.as_str() {
        "begin" => member.execute(key, Begin { machine, backup: Backup::named(&form.backup) }).await,
        "put-back" => member.execute(key, PutBack { machine }).await,
        "ready" => member.execute(key, Ready { machine }).await,
        "describe" => member.execute(key, Describe { machine, note: form.note }).await,
        "forget" => member.execute(key, Forget { machine, by_stub: false }).await,
        _ => return Err(Failure::new(StatusCode::UNPROCESSABLE_ENTITY, "error-check-the-fields")),
    };
    match done {
        Ok(done) => Ok(member.go_on(&row.path(), "machine-noted", Some(done))),
        Err(error) => {
            let errors = member.visit.form_errors(error)?;
            show(&member, row, errors).await
        }
    }
}

/// With what it goes, or nothing yet.
fn outcomes() -> Schema {
    one_of(&[&[""], Outcome::WORDS].concat())
}

/// Whether a part works, or nothing.
fn works() -> Schema {
    one_of(&[&[""], Works::WORDS].concat())
}

/// Handing a machine over, as a form holds it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct HandOverForm {
    key: Option<Id>,
    #[schema(schema_with = outcomes)]
    outcome: String,
    #[schema(schema_with = backups)]
    backup: String,
    system: String,
    #[schema(schema_with = works)]
    wifi: String,
    #[schema(schema_with = works)]
    sound: String,
    #[schema(schema_with = works)]
    printer: String,
    #[schema(schema_with = works)]
    suspend: String,
    #[schema(schema_with = works)]
    documents: String,
}

impl HandOverForm {
    /// What is said of a part.
    fn of(&self, part: &Part) -> &str {
        match part {
            Part::Wifi => &self.wifi,
            Part::Sound => &self.sound,
            Part::Printer => &self.printer,
            Part::Suspend => &self.suspend,
            Part::Documents => &self.documents,
        }
    }

    fn read(&self) -> Handing {
        let tried = Part::ALL.iter().filter_map(|part| Some((*part, Works::named(self.of(part))?))).collect();
        let (outcome, backup) = (Outcome::named(&self.outcome), Backup::named(&self.backup));
        Handing { outcome, backup, system: self.system.clone(), tried }
    }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "act/freedom/fest/templates/hand_over.html")]
struct HandOverPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    path: String,
    number: i64,
    name: Option<String>,
    /// Whether it is not known yet what became of the documents.
    asks_for_backup: bool,
    form: HandOverForm,
}

async fn show_hand_over(member: &Member, row: Row, form: HandOverForm, errors: Vec<FieldError>) -> Answer {
    if State::named(&row.state) == Some(State::Gone) {
        return Err(Failure::new(StatusCode::CONFLICT, "error-machine-gone"));
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = member.page(member.visit.lang.t("machine-hand-over")).await?.in_room("act").with_errors(errors);
    let (title, below) = (page.t1("machine-title", "number", row.number), row.path());
    let page = page.below(&below, title);
    let view = HandOverPage {
        path: member.path(&below),
        number: row.number,
        name: row.name,
        asks_for_backup: row.backup.is_none(),
        form: HandOverForm { key: form.key.or(Some(page.key)), ..form },
        page,
    };
    member.visit.answer_with(status, &view)
}

/// The form with which a machine is handed over.
#[utoipa::path(get, path = "/c/{handle}/act/freedom/machines/{id}/hand-over", responses((status = 200, body = HandOverPage), (status = 401), (status = 404), (status = 409)))]
async fn hand_over_form(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    let row = Row::find(&member, &id).await?;
    let form = HandOverForm { system: row.system.clone().unwrap_or_default(), ..HandOverForm::default() };
    show_hand_over(&member, row, form, Vec::new()).await
}

/// Hands a machine over to its owner.
#[utoipa::path(post, path = "/c/{handle}/act/freedom/machines/{id}/hand-over", request_body = HandOverForm, responses((status = 303), (status = 401), (status = 404), (status = 409), (status = 422)))]
async fn hand_over(member: Member, Path((_, id)): Path<(String, String)>, Input(form): Input<HandOverForm>) -> Answer {
    let row = Row::find(&member, &id).await?;
    match member.execute(form.key, HandOver { machine: row.id, handing: form.read() }).await {
        Ok(done) => Ok(member.go_on(&row.path(), "machine-handed-over", Some(done))),
        Err(error) => {
            let errors = member.visit.form_errors(error)?;
            show_hand_over(&member, row, form, errors).await
        }
    }
}
