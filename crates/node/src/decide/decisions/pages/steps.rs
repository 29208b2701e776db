// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What one does for a decision to go on: one route for all steps, a form each.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tequio_deliberation::life::{Choosing, Dimension, Relation, STATEMENTS, Side, Span, Stage, Stance};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    decide::decisions::{
        Step,
        options::{Offered, pesos},
        rules::named,
        steps::{
            Allot, Amend, Answer as AnswerIt, AnswerCheck, AnswerRestatement, AnswerTogether, Ask, Asked, ContestEdit,
            Deed, Edit, End, EndObjection, Foresee, Ground, MarkEarlier, NameAffected, Object, OfferOption, Onward,
            RecordRestatement, RefuseConclusion, Remark, Restate, SearchEarlier, SecondConclusion, SetCheck, Settle,
            SettleAmendment, Sort, Sponsor, StateImpact, SupportObjection, TakeStance, TakeTask, Withdraw,
            WithdrawArgument, WithdrawOption, WithdrawQuestion,
        },
    },
    spine::{
        id::Id,
        refusal::{Error, Fields, Result as Outcome, not_found},
        search,
    },
    web::{Answer, Failure, Input, Member, Page, Routes, visit::Format},
};

use super::{
    check, edit,
    way::{Principle, principles},
    whole::{Other, Whole},
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(step))
}

/// A step as a form holds it. Which fields belong to it, its name says.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(super) struct StepForm {
    pub(super) key: Option<Id>,
    /// The digest of the text that was read.
    pub(super) text: String,
    /// `stance`: `agree` or `stand_aside`.
    pub(super) stance: String,
    /// What is said: with a stance, against the text, what somebody takes on.
    pub(super) words: String,
    /// `object`: `harm`, `principle` or `block`.
    pub(super) ground: String,
    /// `object`: which principle.
    pub(super) principle: String,
    /// `task`: until when, as `2026-11-28`.
    pub(super) due: String,
    /// About which question, objection, amendment, agreement or dimension it is.
    pub(super) on: String,
    /// Which of the answers that a step has: `yes`, `no`, `accept`, `upheld`, `amends`…
    pub(super) answer: String,
    /// `amend`, `remark`, `contest`: the version that was read.
    pub(super) version: i64,
    /// `amend`, `remark`: which paragraph, from 1.
    pub(super) paragraph: i64,
    /// `edit`: the title.
    pub(super) title: String,
    /// `impact`: what it does to people, the environment, labour and money, freedom, whether it can be undone, who was
    /// consulted.
    pub(super) effects: Vec<String>,
    /// `spoken`: who told an objection back in a meeting.
    pub(super) who: String,
    /// `offer`: what the option is called, a sentence about it, and what it costs in pesos where money is spent.
    pub(super) option: String,
    pub(super) about: String,
    pub(super) cost: String,
    /// `allot`: how many are chosen, or how many pesos there are.
    pub(super) amount: String,
    /// `check`: what everybody is asked, whether the text says it (`yes` or `no`), and the paragraph that it is about.
    pub(super) statements: Vec<String>,
    pub(super) says: Vec<String>,
    pub(super) places: Vec<String>,
    /// `onward`, where the text becomes firm: in how many days after it is agreed it is reviewed.
    pub(super) review_in: String,
}

impl StepForm {
    fn objection(&self) -> Outcome<Object> {
        let mut fields = Fields::default();
        let principle = self.principle.parse::<Id>().ok();
        let ground = match (self.ground.as_str(), principle) {
            ("harm", _) => Some(Ground::Harm),
            ("principle" | "block", Some(principle)) => {
                Some(Ground::Principle { principle, blocks: self.ground == "block" })
            }
            _ => None,
        };
        if ground.is_none() {
            fields.error("ground", if self.ground.is_empty() { "field-ground" } else { "field-principle" });
        }
        if self.words.trim().is_empty() {
            fields.error("words", "field-required");
        }
        fields.finish()?;
        Ok(Object { ground: ground.unwrap_or(Ground::Harm), reason: self.words.clone() })
    }

    fn remark(&self) -> Outcome<Remark> {
        let sort = match self.answer.as_str() {
            "for" => Some(Sort::Argument(Side::For)),
            "concern" => Some(Sort::Argument(Side::Concern)),
            "question" => Some(Sort::Question),
            _ => None,
        };
        let mut fields = Fields::default();
        if sort.is_none() {
            fields.error("answer", "field-remark");
        }
        if self.words.trim().is_empty() {
            fields.error("words", "field-required");
        }
        fields.finish()?;
        let (version, paragraph, words) = (self.version, self.paragraph, self.words.clone());
        Ok(Remark { version, paragraph, sort: sort.unwrap_or(Sort::Question), words })
    }

    fn offer(&self) -> Outcome<OfferOption> {
        let mut fields = Fields::default();
        let cost = pesos(&self.cost);
        if cost.is_none() && !self.cost.trim().is_empty() {
            fields.error("cost", "field-cost");
        }
        fields.finish()?;
        // What it lacks, the step says: who stands for a mandate needs no name.
        Ok(OfferOption { option: Offered { name: self.option.clone(), about: self.about.clone(), cost } })
    }

    fn allotment(&self) -> Outcome<Allot> {
        let mut fields = Fields::default();
        let amount = pesos(&self.amount);
        if amount.is_none() {
            fields.error("amount", "field-amount");
        }
        fields.finish()?;
        Ok(Allot { amount: amount.unwrap_or_default() })
    }

    /// What everybody is asked, as the form has it: always as many rows.
    pub(super) fn asked(&self) -> impl Iterator<Item = (&str, bool, &str)> {
        (0..*STATEMENTS.end()).map(|row| {
            let statement = self.statements.get(row).map(String::as_str).unwrap_or_default();
            let says = self.says.get(row).map_or(row == 0, |says| says == "yes");
            (statement, says, self.places.get(row).map(String::as_str).unwrap_or("1"))
        })
    }

    fn check(&self) -> SetCheck {
        let asked = self.asked().filter(|(words, ..)| !words.trim().is_empty());
        let statements = asked.map(|(words, says, place)| Asked {
            words: words.to_owned(),
            says,
            paragraph: place.parse().unwrap_or(1),
        });
        SetCheck { version: self.version, statements: statements.collect() }
    }

    fn reading(&self) -> Outcome<AnswerCheck> {
        let says = match self.answer.as_str() {
            "says" => Some(true),
            "not" => Some(false),
            "unclear" => None,
            _ => return Err(not_found()),
        };
        Ok(AnswerCheck { statement: self.on()?, says })
    }

    fn onward(&self) -> Outcome<Onward> {
        let review_in = self.review_in.parse().ok().map(Span::days);
        Ok(Onward { from: named::<Stage>(&self.answer).ok_or_else(not_found)?, review_in })
    }

    /// What it is about.
    fn on(&self) -> Outcome<Id> {
        self.on.parse().map_err(|_| not_found())
    }

    fn settlement(&self) -> Outcome<SettleAmendment> {
        let how = match self.answer.as_str() {
            "accept" => Settle::Accept,
            "withdraw" => Settle::TakeBack,
            _ => Settle::Decline(self.words.clone()),
        };
        Ok(SettleAmendment { amendment: self.on()?, how })
    }

    fn ending(&self) -> Outcome<EndObjection> {
        let end = match self.answer.as_str() {
            "integrated" => End::Met,
            "withdrawn" => End::TakenBack,
            "upheld" => End::Upheld,
            "carried" => End::Carried,
            _ => return Err(not_found()),
        };
        Ok(EndObjection { objection: self.on()?, end })
    }

    fn task(&self) -> Outcome<TakeTask> {
        let mut fields = Fields::default();
        let due_on = self.due.trim().parse::<Date>().ok();
        if due_on.is_none() && !self.due.trim().is_empty() {
            fields.error("due", "field-task-day");
        }
        fields.finish()?;
        Ok(TakeTask { what: self.words.clone(), due_on })
    }
}

/// A step whose form did not fit, with its form again.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "decide/decisions/templates/step.html")]
struct StepPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    id: Id,
    about: Other,
    step: String,
    form: StepForm,
    principles: Vec<Principle>,
    /// Whether options have costs.
    spends: bool,
    /// Whether each offers themself.
    stands: bool,
    /// How each paragraph of the text begins.
    begins: Vec<String>,
}

/// Where a step was taken, and what leads back to it.
struct At<'a> {
    member: &'a Member,
    id: &'a str,
    step: &'a str,
    form: StepForm,
}

impl At<'_> {
    /// Takes a step, and goes on to what it has brought about; or shows its form again.
    async fn take<D: Deed>(self, deed: Outcome<D>, done: &str) -> Answer {
        let decision: Id = self.id.parse().map_err(|_| Failure::not_found())?;
        let taken = match deed {
            Ok(deed) => self.member.execute(self.form.key, Step { decision, deed }).await,
            Err(error) => Err(error),
        };
        match taken {
            Ok(made) => {
                // What the text says of what was just answered stands there.
                let at = if self.step == "read" { "#check" } else { "" };
                Ok(self.member.go_on(&format!("/decide/{}{at}", self.id), done, Some(made)))
            }
            Err(error) => self.again(error).await,
        }
    }

    async fn again(self, error: Error) -> Answer {
        let Self { member, id, step, form } = self;
        if step == "edit" && error.is_edited_meanwhile() && member.visit.format == Format::Html {
            return edit::conflict(member, id, form).await;
        }
        let errors = member.visit.form_errors(error)?;
        let mut reader = member.read().await?;
        let whole = Whole::find(member, &mut reader, id).await?;
        let principles = principles(&mut reader, &whole.life).await?;
        drop(reader);
        let page = member.page(member.visit.lang.t(&format!("step-{step}"))).await?.in_room("decide");
        let begins = check::begins(&whole);
        let about = Other { path: member.path(&format!("/decide/{id}")), title: whole.entry.title.unwrap_or_default() };
        let (page, id, step) = (page.with_errors(errors), whole.entry.id, step.to_owned());
        let spends = whole.life.class.choosing.is_some_and(Choosing::spends);
        let stands = whole.row.mandate.is_some();
        let view = StepPage { page, id, about, step, form, principles, spends, stands, begins };
        member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &view)
    }
}

/// Takes a step: `stance`, `object`, `task`, `together`, `onward`, `sponsor`, `affected`, `impact`, `search`, `mark`,
/// `offer`, `unoffer`, `allot`, `ask`, `answer`, `unask`, `remark`, `unsay`, `restate`, `understood`, `spoken`, `support`, `end`, `amend`, `settle`,
/// `edit`, `check`, `read`, `contest`, `second`, `unconclude` or `withdraw`.
#[utoipa::path(post, path = "/c/{handle}/decide/{id}/steps/{step}", request_body = StepForm, responses((status = 303), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn step(
    member: Member,
    Path((_, id, step)): Path<(String, String, String)>,
    Input(form): Input<StepForm>,
) -> Answer {
    let at = At { member: &member, id: &id, step: &step, form: form.clone() };
    match step.as_str() {
        "stance" => {
            let stance = named::<Stance>(&form.stance).unwrap_or(Stance::Agree);
            at.take(Ok(TakeStance { text: form.text, stance, words: form.words }), "stance").await
        }
        "object" => at.take(form.objection(), "objected").await,
        "task" => at.take(form.task(), "task-taken").await,
        "together" => at.take(Ok(AnswerTogether), "together").await,
        "onward" => at.take(form.onward(), "onward").await,
        "sponsor" => at.take(Ok(Sponsor), "sponsored").await,
        "affected" => at.take(Ok(NameAffected { words: form.words }), "noted-step").await,
        "impact" if form.on.is_empty() => {
            let words = Dimension::ALL.into_iter().zip(form.effects.clone()).collect();
            at.take(Ok(Foresee { words }), "noted-step").await
        }
        "second" => at.take(Ok(SecondConclusion), "noted-step").await,
        "unconclude" => at.take(Ok(RefuseConclusion), "noted-step").await,
        "impact" => {
            let dimension = named::<Dimension>(&form.on).ok_or_else(not_found);
            at.take(dimension.map(|dimension| StateImpact { dimension, words: form.words }), "noted-step").await
        }
        "search" => {
            let found = search::pages::found(&member, &form.words).await?;
            at.take(Ok(SearchEarlier { words: form.words, found }), "noted-step").await
        }
        "mark" => {
            let relation = named::<Relation>(&form.answer).ok_or_else(not_found);
            let mark = relation.and_then(|relation| Ok(MarkEarlier { other: form.on()?, relation }));
            at.take(mark, "noted-step").await
        }
        "offer" => at.take(form.offer(), "offered").await,
        "unoffer" => at.take(form.on().map(|option| WithdrawOption { option }), "noted-step").await,
        "allot" => at.take(form.allotment(), "noted-step").await,
        "ask" => at.take(Ok(Ask { words: form.words }), "asked").await,
        "answer" => {
            let answer = form.on().map(|question| AnswerIt { question, words: form.words });
            at.take(answer, "noted-step").await
        }
        "remark" => at.take(form.remark(), "remarked").await,
        "unsay" => at.take(form.on().map(|argument| WithdrawArgument { argument }), "noted-step").await,
        "check" => at.take(Ok(form.check()), "check").await,
        "read" => at.take(form.reading(), "read").await,
        "contest" => at.take(Ok(ContestEdit { version: form.version }), "noted-step").await,
        "spoken" => {
            let by = form.who.parse().map_err(|_| not_found());
            let spoken = by.and_then(|by| Ok(RecordRestatement { objection: form.on()?, by }));
            at.take(spoken, "noted-step").await
        }
        "unask" => at.take(form.on().map(|question| WithdrawQuestion { question }), "noted-step").await,
        "restate" => {
            let restated = form.on().map(|objection| Restate { objection, words: form.words });
            at.take(restated, "restated").await
        }
        "understood" => {
            let understood = form.answer == "yes";
            let answer = form.on().map(|objection| AnswerRestatement { objection, understood });
            at.take(answer, "noted-step").await
        }
        "support" => at.take(form.on().map(|objection| SupportObjection { objection }), "noted-step").await,
        "end" => at.take(form.ending(), "noted-step").await,
        "amend" => {
            let (version, paragraph) = (form.version, form.paragraph);
            at.take(Ok(Amend { version, paragraph, words: form.words }), "amended").await
        }
        "settle" => at.take(form.settlement(), "noted-step").await,
        "edit" => {
            let (title, body, substantive) = (form.title, form.words, form.answer != "slip");
            at.take(Ok(Edit { base: form.version, title, body, substantive }), "saved").await
        }
        "withdraw" => at.take(Ok(Withdraw { words: form.words }), "noted-step").await,
        _ => Err(Failure::not_found()),
    }
}
