// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What one does in an assembly: one route for all of it, a form each.

use axum::{extract::Path, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    decide::{
        assemblies::{
            ForgetName, Hold,
            commands::Listed,
            holding::{Attendance, Deed},
        },
        decisions::rules::split_names,
    },
    spine::{
        id::Id,
        refusal::{Fields, Result as Outcome, not_found},
    },
    web::{Answer, Failure, Input, Member, Routes},
};

use super::one;

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(step)).routes(routes!(forget_name))
}

/// A step as a form holds it. Which fields belong to it, its name says.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = AssemblyStepForm)]
pub(super) struct StepForm {
    pub(super) key: Option<Id>,
    /// Which point, or which person.
    pub(super) on: String,
    /// What is written: a point, what was said of it, what was not so.
    pub(super) words: String,
    /// `add`: how long the point may take, in minutes.
    pub(super) minutes: String,
    /// `add`: the open decision that it is about.
    pub(super) about: String,
    /// `name`: who leads, and who writes it down.
    pub(super) facilitator: String,
    pub(super) note_taker: String,
    /// `present`, `correct`: members who are there, and the names of others with commas between them.
    pub(super) present: Vec<Id>,
    pub(super) others: String,
    /// `feel`: raised hands.
    pub(super) favour: String,
    pub(super) doubt: String,
    pub(super) against: String,
    /// `correct`: the points, and what was said of each.
    pub(super) point: Vec<Id>,
    pub(super) note: Vec<String>,
}

/// A number as people type it; nothing is none.
fn number(text: &str) -> Option<u32> {
    if text.trim().is_empty() { Some(0) } else { text.trim().parse().ok() }
}

impl StepForm {
    fn on(&self) -> Outcome<Id> {
        self.on.parse().map_err(|_| not_found())
    }

    fn attendance(&self) -> Attendance {
        Attendance { members: self.present.clone(), others: split_names(&self.others) }
    }

    /// What a form asks for, by the step's name.
    fn deed(&self, step: &str) -> Outcome<Deed> {
        let words = self.words.clone();
        let mut fields = Fields::default();
        let deed = match step {
            "add" => {
                let minutes = number(&self.minutes);
                if minutes.is_none() {
                    fields.error("points", "field-point-minutes");
                }
                let (minutes, decision) = (minutes.unwrap_or_default(), self.about.parse().ok());
                Deed::AddPoint(Listed { words, minutes, decision })
            }
            "drop" => Deed::DropPoint(self.on()?),
            "name" => match (self.facilitator.parse(), self.note_taker.parse()) {
                (Ok(facilitator), Ok(note_taker)) => Deed::Name { facilitator, note_taker },
                _ => return Err(not_found()),
            },
            "open" => Deed::Open,
            "present" => Deed::Attend(self.attendance()),
            "turn" => Deed::Turn(self.on()?),
            "ask" => Deed::Ask(self.on()?),
            "unask" => Deed::Unask(self.on()?),
            "give" => Deed::Give(self.on()?),
            "hush" => Deed::Hush,
            "feel" => match [&self.favour, &self.doubt, &self.against].map(|hands| number(hands)) {
                [Some(favour), Some(doubt), Some(against)] => Deed::Feel { favour, doubt, against },
                _ => {
                    fields.error("hands", "field-hands");
                    Deed::Hush
                }
            },
            "note" => Deed::Note { point: self.on()?, words },
            "close" => Deed::Close,
            "doubt" => Deed::Doubt { words },
            "correct" => {
                let notes = self.point.iter().copied().zip(self.note.iter().cloned()).collect();
                Deed::Correct { present: self.attendance(), notes, words }
            }
            _ => return Err(not_found()),
        };
        fields.finish()?;
        Ok(deed)
    }
}

/// The part of the page that shows what a step did.
fn place(step: &str) -> &'static str {
    match step {
        "turn" | "open" => "#now",
        "ask" | "unask" | "give" | "hush" => "#word",
        "present" => "#there",
        _ => "",
    }
}

/// Takes a step: `add`, `drop`, `name`, `open`, `present`, `turn`, `ask`, `unask`, `give`, `hush`, `feel`, `note`, `close`,
/// `doubt` or `correct`.
#[utoipa::path(post, path = "/c/{handle}/decide/assemblies/{id}/steps/{step}", request_body = StepForm, responses((status = 303), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn step(
    member: Member,
    Path((_, id, step)): Path<(String, String, String)>,
    Input(form): Input<StepForm>,
) -> Answer {
    let assembly: Id = id.parse().map_err(|_| Failure::not_found())?;
    let done = match form.deed(&step) {
        Ok(deed) => member.execute(form.key, Hold { assembly, deed }).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(done) => {
            let to = format!("/decide/assemblies/{id}{}", place(&step));
            Ok(member.go_on(&to, "noted-step", Some(done)))
        }
        Err(error) => {
            let errors = member.visit.form_errors(error)?;
            let view = one::view(&member, &mut member.read().await?, &id, (&step, form)).await?;
            let view = one::AssemblyPage { page: view.page.clone().with_errors(errors), ..view };
            member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
    }
}

/// Whose name.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = AssemblyNameForm)]
struct NameForm {
    key: Option<Id>,
    person: Id,
}

/// Erases the name of somebody without account.
#[utoipa::path(post, path = "/c/{handle}/decide/assemblies/{id}/forget-name", request_body = NameForm, responses((status = 303), (status = 401), (status = 403), (status = 404), (status = 409)))]
async fn forget_name(member: Member, Path((_, id)): Path<(String, String)>, Input(form): Input<NameForm>) -> Answer {
    let assembly: Id = id.parse().map_err(|_| Failure::not_found())?;
    let done = member.execute(form.key, ForgetName { assembly, person: form.person }).await?;
    Ok(member.go_on(&format!("/decide/assemblies/{id}"), "name-forgotten", Some(done)))
}
