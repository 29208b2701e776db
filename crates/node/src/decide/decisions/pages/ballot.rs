// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The ballot: the text, three answers, and a receipt. And how a count came about.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use data_encoding::BASE32_NOPAD;
use serde::{Deserialize, Serialize};
use tequio_deliberation::life::{SECRET_LEAST, Stage};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    decide::decisions::{Step, ballots::Mark, rules::paragraphs, steps::Cast, store},
    spine::{
        id::Id,
        refusal::{Fields, Result as Outcome},
    },
    store::{Reader, args},
    web::{Answer, Failure, Input, Member, Page, Routes},
};

use super::whole::{Other, Whole};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(ballot_form, cast))
}

/// How it is voted on, and how the count came about.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BallotView {
    /// How many ballots are in.
    pub(super) cast: usize,
    /// Whether the viewer's is.
    pub(super) own: bool,
    /// Whether so few can hardly vote in secret.
    pub(super) few: bool,
    /// How many must take part.
    pub(super) part_needed: usize,
    /// What was counted.
    pub(super) counted: Option<CountView>,
}

/// What was counted.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CountView {
    pub(super) yes: u64,
    pub(super) no: u64,
    pub(super) blank: u64,
    /// How many must be for, of those that are for or against; always more than against.
    pub(super) yes_needed: usize,
    /// Whether enough took part, and enough of these were for.
    pub(super) enough_part: bool,
    pub(super) enough_yes: bool,
    /// The ballots in the order of their receipts.
    pub(super) ballots: Vec<Counted>,
}

/// A ballot as it was counted.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub(super) struct Counted {
    pub(super) receipt: String,
    /// `yes`, `no` or `blank`.
    pub(super) choice: String,
}

impl BallotView {
    /// The ballot of a decision that has one.
    pub(super) async fn find(reader: &mut Reader, whole: &Whole, viewer: Option<Id>) -> Result<Option<Self>, Failure> {
        let life = &whole.life;
        if life.stage != Stage::Ballot && life.stage != Stage::Count && life.counted.is_none() {
            return Ok(None);
        }
        let roll = life.terms.as_ref().map_or(0, |terms| terms.roll.len());
        let class = &life.class;
        let mut counted = None;
        if let Some(count) = &life.counted {
            let sides = usize::try_from(count.yes + count.no).unwrap_or(usize::MAX);
            let yes = usize::try_from(count.yes).unwrap_or(usize::MAX);
            counted = Some(CountView {
                yes: count.yes,
                no: count.no,
                blank: count.blank,
                yes_needed: class.agreement.least(sides).max(sides / 2 + 1),
                enough_part: class.quorum.is_reached(life.cast.len(), roll),
                enough_yes: count.yes > count.no && class.agreement.is_reached(yes, sides),
                ballots: reader.all(&store::BALLOTS, args![whole.entry.id]).await?,
            });
        }
        Ok(Some(Self {
            cast: life.cast.len(),
            own: viewer.is_some_and(|viewer| life.cast.contains(&viewer)),
            few: roll < SECRET_LEAST,
            part_needed: class.quorum.least(roll),
            counted,
        }))
    }
}

/// A ballot as a form holds it.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct BallotForm {
    key: Option<Id>,
    /// The digest of the text that was read.
    text: String,
    /// `yes`, `no` or `blank`.
    choice: String,
    /// By which it is found in the list of those that were counted: 16 capital letters or digits, by chance.
    receipt: String,
}

/// What is shown of a ballot anywhere: nothing.
impl std::fmt::Debug for BallotForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BallotForm(…)")
    }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "decide/decisions/templates/ballot.html")]
struct BallotPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    id: Id,
    about: Other,
    paragraphs: Vec<String>,
    language: String,
    form: BallotForm,
    few: bool,
    /// Whether it is in the box.
    done: bool,
}

fn view(page: Page, whole: Whole, path: String, form: BallotForm, done: bool) -> BallotPage {
    let body = whole.entry.body.unwrap_or_default();
    BallotPage {
        page: page.in_room("decide"),
        id: whole.entry.id,
        about: Other { path, title: whole.entry.title.unwrap_or_default() },
        paragraphs: paragraphs(&body).into_iter().map(str::to_owned).collect(),
        language: whole.entry.language,
        form,
        few: whole.life.terms.as_ref().is_none_or(|terms| terms.roll.len() < SECRET_LEAST),
        done,
    }
}

async fn open(member: &Member, id: &str) -> Result<Whole, Failure> {
    let whole = Whole::find(member, &mut member.read().await?, id).await?;
    if whole.life.stage != Stage::Ballot || whole.entry.removed_at.is_some() {
        return Err(Failure::new(StatusCode::CONFLICT, "error-decision-stage"));
    }
    Ok(whole)
}

/// The ballot, for who may vote and has not.
#[utoipa::path(get, path = "/c/{handle}/decide/{id}/ballot", responses((status = 200, body = BallotPage), (status = 401), (status = 403), (status = 404), (status = 409)))]
async fn ballot_form(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    let whole = open(&member, &id).await?;
    let life = &whole.life;
    if life.terms.as_ref().is_none_or(|terms| !terms.roll.contains(&member.id)) {
        return Err(Failure::new(StatusCode::FORBIDDEN, "error-decision-roll"));
    }
    if life.cast.contains(&member.id) {
        return Err(Failure::new(StatusCode::CONFLICT, "error-decision-already"));
    }
    let page = member.page(member.visit.lang.t("ballot-title")).await?;
    let chance: [u8; 10] = member.node().core.world.bytes();
    let receipt = BASE32_NOPAD.encode(&chance);
    let form = BallotForm { key: Some(page.key), text: life.text.to_string(), choice: String::new(), receipt };
    let path = member.path(&format!("/decide/{id}"));
    member.answer(&view(page, whole, path, form, false))
}

/// Casts a ballot. The answer alone has its receipt: no address and no redirect does.
#[utoipa::path(post, path = "/c/{handle}/decide/{id}/ballot", request_body = BallotForm, responses((status = 200, body = BallotPage), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn cast(member: Member, Path((_, id)): Path<(String, String)>, Input(form): Input<BallotForm>) -> Answer {
    let whole = open(&member, &id).await?;
    let mut fields = Fields::default();
    let mark = Mark::named(&form.choice);
    if mark.is_none() {
        fields.error("choice", "field-ballot");
    }
    let read: Outcome<()> = fields.finish();
    let done = match (read, mark) {
        (Ok(()), Some(mark)) => {
            let deed = Cast { text: form.text.clone(), mark, receipt: form.receipt.clone() };
            member.execute(form.key, Step { decision: whole.entry.id, deed }).await.map(drop)
        }
        (Err(error), _) => Err(error),
        (Ok(()), None) => return Err(Failure::not_found()),
    };
    let path = member.path(&format!("/decide/{id}"));
    let page = member.page(member.visit.lang.t("ballot-title")).await?;
    match done {
        Ok(()) => member.answer(&view(page, whole, path, form, true)),
        Err(error) => {
            let page = page.with_errors(member.visit.form_errors(error)?);
            member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &view(page, whole, path, form, false))
        }
    }
}
