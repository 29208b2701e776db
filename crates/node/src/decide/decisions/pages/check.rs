// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Whether the text is understood: the form for what is asked, and what a page shows of it.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use serde::Serialize;
use tequio_deliberation::life::{Stage, Sum};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    decide::decisions::{recording::KEEPERS, rules::paragraphs},
    spine::{entries::pages::may_change, id::Id},
    web::{Answer, Failure, Member, Page, Routes, markdown::plain},
};

use super::{steps::StepForm, whole::Whole, work::Who};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(check_form))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "decide/decisions/templates/check.html")]
struct CheckPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    id: Id,
    form: StepForm,
    /// How each paragraph of the text begins.
    begins: Vec<String>,
}

/// How each paragraph of a text begins.
pub(super) fn begins(whole: &Whole) -> Vec<String> {
    let body = whole.entry.body.as_deref().unwrap_or_default();
    paragraphs(body).into_iter().zip(1..).map(|(text, number)| format!("{number}. {}", plain(text, 50))).collect()
}

/// The form for what everybody is asked, for who keeps the proposal or coordinates.
#[utoipa::path(get, path = "/c/{handle}/decide/{id}/check", responses((status = 200, body = CheckPage), (status = 401), (status = 403), (status = 404), (status = 409)))]
async fn check_form(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    let mut reader = member.read().await?;
    let whole = Whole::find(&member, &mut reader, &id).await?;
    if !may_change(&member, &mut reader, whole.entry.id, KEEPERS).await? {
        return Err(Failure::new(StatusCode::FORBIDDEN, "error-not-yours"));
    }
    drop(reader);
    if !may_set(&whole) {
        return Err(Failure::new(StatusCode::CONFLICT, "error-decision-stage"));
    }
    let page = member.page(member.visit.lang.t("step-check")).await?.in_room("decide");
    let form = StepForm { version: whole.entry.version, ..StepForm::default() };
    member.answer(&CheckPage { page, id: whole.entry.id, form, begins: begins(&whole) })
}

/// Whether somebody may ask now, or ask something else as long as nobody has answered.
fn may_set(whole: &Whole) -> bool {
    let life = &whole.life;
    let talked = matches!(life.stage, Stage::Deliberation | Stage::Integration);
    let wanted = life.comprehension().is_some() && !life.understood && !life.is_misread();
    let unanswered = life.open_check().is_none_or(|check| check.answered.is_empty());
    talked && wanted && unanswered && whole.entry.removed_at.is_none()
}

/// How a text is understood.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CheckView {
    /// `open`, `understood`, `misread` (the present text) or `was-misread` (an earlier one).
    pub(super) state: &'static str,
    pub(super) statements: Vec<StatementView>,
    /// How many answered the statement that fewest answered, and how many must.
    pub(super) answers: usize,
    pub(super) needed: u32,
    /// Whether the viewer may ask something else.
    pub(super) may_set: bool,
}

/// Something that is asked.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StatementView {
    pub(super) id: Id,
    pub(super) words: String,
    /// The paragraph that it is about.
    pub(super) paragraph: i64,
    /// Whether the text says it: once the viewer has answered, or it was counted.
    pub(super) says: Option<bool>,
    /// How many answered as the text says, of how many, once it was counted.
    pub(super) sum: Option<SumView>,
}

/// How something was answered.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SumView {
    pub(super) right: u32,
    pub(super) answers: u32,
    /// Whether it was misread most, where the text was not understood.
    pub(super) worst: bool,
}

impl CheckView {
    /// What is shown of the last check, if it still says something.
    pub(super) fn of(whole: &Whole, who: Option<Who>) -> Option<Self> {
        let life = &whole.life;
        let check = life.check.as_ref()?;
        let asked = life.comprehension()?;
        let state = match &check.sums {
            None => life.open_check().map(|_| "open")?,
            Some(_) if life.understood => "understood",
            Some(sums) if asked.is_met(sums) => return None,
            Some(_) if life.is_misread() => "misread",
            Some(_) => "was-misread",
        };
        let share = |sum: &Sum| u64::from(sum.right) * 1_000_000 / u64::from(sum.answers.max(1));
        let least = check.sums.iter().flatten().map(share).min();
        let left = |id: Id| who.is_none_or(|who| check.left(&who.member).any(|one| one.words == id));
        let statement = |(place, one): (usize, &tequio_deliberation::life::Statement<Id>)| {
            let sum = check.sums.as_ref().and_then(|sums| sums.get(place));
            StatementView {
                id: one.words,
                words: whole.words(one.words).unwrap_or_default(),
                paragraph: whole.places.iter().find(|place| place.id == one.words).map_or(0, |place| place.paragraph),
                says: (sum.is_some() || !left(one.words)).then_some(one.says),
                sum: sum.map(|sum| SumView {
                    right: sum.right,
                    answers: sum.answers,
                    worst: state != "understood" && Some(share(sum)) == least,
                }),
            }
        };
        Some(Self {
            state,
            statements: check.statements.iter().enumerate().map(statement).collect(),
            answers: check.answers(),
            needed: asked.answers,
            may_set: who.is_some_and(|who| who.keeps || who.coordinates) && may_set(whole),
        })
    }
}
