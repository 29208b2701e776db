// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The review: what came of an agreement beside what was foreseen, and what becomes of it.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tequio_deliberation::life::{Dimension, Stage};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    decide::decisions::{
        Review,
        following::Ending,
        rules::{begins, name_of, review_default},
        store,
    },
    spine::{
        id::Id,
        refusal::{Fields, Result as Outcome},
        world::Micros,
    },
    store::args,
    web::{Answer, Failure, Input, Member, Page, Query, Routes, lang::civil_at},
};

use super::{
    day,
    parts::DissentView,
    whole::{Other, Whole},
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(review_form, review))
}

/// A review as a form holds it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct ReviewForm {
    key: Option<Id>,
    /// What came of it: people, environment, labour and money, freedom, reversibility, who was consulted.
    effects: Vec<String>,
    /// `renewed`, `amended` or `repealed`.
    ending: String,
    /// When it is reviewed again, if it stays.
    review_on: String,
    /// The decision that changes it.
    by: String,
}

impl ReviewForm {
    fn effect(&self, place: &usize) -> &str {
        self.effects.get(*place).map(String::as_str).unwrap_or_default()
    }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "decide/decisions/templates/review.html")]
struct ReviewPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    about: Other,
    id: Id,
    form: ReviewForm,
    agreed: String,
    body: String,
    dissent: Vec<DissentView>,
    /// Who asked for it before its day, and why.
    petitions: Vec<DissentView>,
    dimensions: Vec<Asked>,
    /// The agreements that may have changed it, newest first.
    others: Vec<Choice>,
    lapses_at: Option<Micros>,
}

/// What is asked for a dimension.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AskedInReview)]
struct Asked {
    dimension: String,
    foreseen: Option<String>,
}

/// A decision to choose.
#[derive(Debug, Serialize, ToSchema)]
struct Choice {
    id: Id,
    title: String,
    agreed: String,
}

async fn show(member: &Member, id: &str, page: Page, form: ReviewForm, status: StatusCode) -> Answer {
    let mut reader = member.read().await?;
    let whole = Whole::find(member, &mut reader, id).await?;
    if whole.entry.removed_at.is_some() || whole.life.stage != Stage::Review {
        return Err(Failure::new(StatusCode::CONFLICT, "error-decision-stage"));
    }
    let far = Id::from_bytes([0xff; 16]);
    let newest: Vec<(Id, Option<String>, Option<String>, String, i64, String, String, String, Option<Micros>)> =
        reader.all(&store::NEWEST, args![true, "9999", far, 50_i64]).await?;
    drop(reader);
    let page = page.in_room("decide");
    let others = newest
        .into_iter()
        .filter(|(other, ..)| *other != whole.entry.id)
        .map(|(id, title, .., agreed, _)| Choice { id, title: title.unwrap_or_default(), agreed: day(&page, &agreed) });
    let view = ReviewPage {
        others: others.collect(),
        id: whole.entry.id,
        agreed: day(&page, &whole.row.agreed_on),
        dissent: whole.life.dissent.iter().map(|one| DissentView::of(&page, &whole, one)).collect(),
        petitions: DissentView::petitions(&page, &whole),
        dimensions: Dimension::ALL
            .iter()
            .map(|dimension| Asked {
                dimension: name_of(dimension),
                foreseen: whole.life.impact.get(dimension).and_then(|words| whole.words(*words)),
            })
            .collect(),
        lapses_at: whole.life.next_due().map(|at| at.0),
        about: Other {
            path: member.path(&format!("/decide/{}", whole.entry.id)),
            title: whole.entry.title.unwrap_or_default(),
        },
        body: whole.entry.body.unwrap_or_default(),
        form,
        page,
    };
    member.visit.answer_with(status, &view)
}

/// By which agreement.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct By {
    by: String,
}

/// The form of a review that is open.
#[utoipa::path(get, path = "/c/{handle}/decide/{id}/review", params(("by" = Option<String>, Query)), responses((status = 200, body = ReviewPage), (status = 401), (status = 404), (status = 409)))]
async fn review_form(member: Member, Path((_, id)): Path<(String, String)>, Query(By { by }): Query<By>) -> Answer {
    let page = member.page(member.visit.lang.t("review-title")).await?;
    let whole = Whole::find(&member, &mut member.read().await?, &id).await?;
    let again = member.now() + review_default(&whole.life.class).0;
    let form = ReviewForm {
        key: Some(page.key),
        ending: if by.is_empty() { String::new() } else { "amended".to_owned() },
        review_on: civil_at(again, &member.community.zone()).date().to_string(),
        by,
        ..ReviewForm::default()
    };
    show(&member, &id, page, form, StatusCode::OK).await
}

/// What the form says; of what was `foreseen` it must say something.
fn read(member: &Member, decision: Id, foreseen: &[Dimension], form: &ReviewForm) -> Outcome<Review> {
    let mut fields = Fields::default();
    let mut effects = BTreeMap::new();
    for (place, dimension) in Dimension::ALL.into_iter().enumerate() {
        let words = form.effect(&place).trim().replace("\r\n", "\n");
        if words.is_empty() && foreseen.contains(&dimension) {
            fields.error("effects", "field-effects-foreseen");
        }
        effects.insert(dimension, words);
    }
    if effects.values().all(String::is_empty) {
        fields.error("effects", "field-effects");
    }
    let ending = match form.ending.as_str() {
        "renewed" => {
            let day = form.review_on.trim().parse::<Date>().ok();
            let at = day.and_then(|day| begins(day, &member.community.zone()));
            if at.is_none() {
                fields.error("review_on", "field-review-date");
            }
            Ending::Renewed(at.unwrap_or_default())
        }
        "repealed" => Ending::Repealed,
        "amended" => {
            let other = form.by.parse::<Id>().ok();
            if other.is_none() {
                fields.error("by", "field-by");
            }
            Ending::Amended(other.unwrap_or(decision))
        }
        _ => {
            fields.error("ending", "field-ending");
            Ending::Repealed
        }
    };
    fields.finish()?;
    Ok(Review { decision, effects, ending })
}

/// Ends a review.
#[utoipa::path(post, path = "/c/{handle}/decide/{id}/review", request_body = ReviewForm, responses((status = 303), (status = 404), (status = 409), (status = 422)))]
async fn review(member: Member, Path((_, id)): Path<(String, String)>, Input(form): Input<ReviewForm>) -> Answer {
    let decision: Id = id.parse().map_err(|_| Failure::not_found())?;
    let whole = Whole::find(&member, &mut member.read().await?, &id).await?;
    let foreseen: Vec<Dimension> = whole.life.impact.keys().copied().collect();
    let done = match read(&member, decision, &foreseen, &form) {
        Ok(review) => member.execute(form.key, review).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(done) => Ok(member.go_on(&format!("/decide/{id}"), "reviewed", Some(done))),
        Err(error) => {
            let page =
                member.page(member.visit.lang.t("review-title")).await?.with_errors(member.visit.form_errors(error)?);
            show(&member, &id, page, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}
