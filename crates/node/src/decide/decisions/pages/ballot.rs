// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The ballot: what is voted on, what one may say to it, and a receipt.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use data_encoding::BASE32_NOPAD;
use serde::{Deserialize, Serialize};
use tequio_deliberation::life::{Choice, Choosing, Options, SECRET_LEAST, Stage};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    decide::decisions::{
        Step,
        marks::Mark,
        options::money,
        rules::paragraphs,
        steps::{Cast, checked},
    },
    spine::{
        id::Id,
        refusal::{Fields, Result as Outcome},
    },
    web::{Answer, Failure, Input, Member, Page, Routes},
};

use super::{
    among::{grades, names, places, spelled},
    whole::{Other, Whole},
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(ballot_form, cast))
}

/// A ballot as a form holds it.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct BallotForm {
    key: Option<Id>,
    /// The digest of the text that was read.
    text: String,
    /// On a text: `yes`, `no` or `blank`.
    choice: String,
    /// On options, a field for each in their order, "none of these" last: its rank from 1, its score, its dots or its
    /// grade; empty where nothing is said of it.
    given: Vec<String>,
    /// On options that are approved or bought: their places, from 0.
    wanted: Vec<u32>,
    /// On options: whether it says nothing.
    #[serde(deserialize_with = "crate::web::checkbox")]
    #[schema(schema_with = crate::web::input::ticked)]
    blank: bool,
    /// By which it is found in the list of those that were counted: 16 capital letters or digits, by chance.
    receipt: String,
    /// Whether to say first what it would say, before it is cast.
    #[serde(deserialize_with = "crate::web::checkbox")]
    #[schema(schema_with = crate::web::input::ticked)]
    look: bool,
    /// Whether to go back to filling it in.
    #[serde(deserialize_with = "crate::web::checkbox")]
    #[schema(schema_with = crate::web::input::ticked)]
    change: bool,
}

/// Where a ballot is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BallotStage)]
enum At {
    /// It is filled in.
    Form,
    /// It is looked through before it is cast, since it cannot be changed then.
    Look,
    /// It is in the box.
    Box,
}

/// What is shown of a ballot anywhere: nothing.
impl std::fmt::Debug for BallotForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BallotForm(…)")
    }
}

/// What one is asked of each option: its form.
fn kind(by: Option<Choosing>) -> &'static str {
    match by {
        None => "text",
        Some(by) if by.spends() => "buy",
        Some(by) if by.ranks() => "rank",
        Some(Choosing::MajorityJudgment { .. }) => "grade",
        Some(Choosing::Dots { .. }) => "dots",
        Some(Choosing::Score { .. }) => "score",
        Some(_) => "approve",
    }
}

/// Whether equal ranks have a meaning.
fn takes_equals(by: Choosing) -> bool {
    matches!(by, Choosing::Schulze | Choosing::RankedPairs)
}

impl BallotForm {
    /// What it says.
    fn choice(&self, options: Option<&Options<Id>>) -> Outcome<Choice> {
        let mut fields = Fields::default();
        let choice = match options {
            Some(options) => self.among(options, &mut fields),
            None => match self.choice.as_str() {
                "yes" => Some(Choice::Yes),
                "no" => Some(Choice::No),
                "blank" => Some(Choice::Blank),
                _ => {
                    fields.error("choice", "field-ballot");
                    None
                }
            },
        };
        fields.finish()?;
        Ok(choice.unwrap_or(Choice::Blank))
    }

    fn among(&self, options: &Options<Id>, fields: &mut Fields) -> Option<Choice> {
        let silent = self.wanted.is_empty() && self.given.iter().all(|given| given.trim().is_empty());
        match (self.blank, silent) {
            (true, true) => return Some(Choice::Blank),
            (true, false) => fields.error("given", "field-ballot-both"),
            (false, true) => fields.error("given", "field-ballot-empty"),
            (false, false) => {}
        }
        let most = if options.by.ranks() { options.places() as u64 } else { u64::from(options.by.most()) };
        let mut numbers = Vec::new();
        for (place, given) in (0_u32..).zip(&self.given).filter(|(_, given)| !given.trim().is_empty()) {
            match given.trim().parse::<u32>() {
                Ok(number) => numbers.push((place, number)),
                Err(_) => fields.error_with("given", "field-ballot-high", "most", most),
            }
        }
        if matches!(kind(Some(options.by)), "buy" | "approve") {
            return Some(Choice::Scores(self.wanted.iter().map(|place| (*place, 1)).collect()));
        }
        if !options.by.ranks() {
            return Some(Choice::Scores(numbers));
        }
        let mut ranks: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (place, rank) in numbers {
            ranks.entry(rank).or_default().push(place);
        }
        Some(Choice::Ranking(ranks.into_values().collect()))
    }
}

/// An option on the ballot, with what was said of it so far.
#[derive(Debug, Serialize, ToSchema)]
struct Place {
    name: String,
    about: String,
    /// What it costs, as it is shown.
    cost: Option<String>,
    given: String,
    wanted: bool,
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
    at: At,
    /// What is asked: `text`, `rank`, `grade`, `score`, `dots`, `approve` or `buy`.
    kind: &'static str,
    /// How it is filled in.
    how: String,
    /// The options in their order, and "none of these".
    places: Vec<Place>,
    /// The highest score, or how many dots there are.
    most: u32,
    /// What grades are called, from the lowest.
    grades: Vec<String>,
    /// Whether equal ranks are allowed.
    equals: bool,
    /// How many are chosen.
    seats: Option<usize>,
    /// How much there is to spend.
    purse: Option<String>,
    /// What it says, to whoever filled it in.
    said: Option<String>,
}

fn view(page: Page, whole: Whole, path: String, form: BallotForm, at: At) -> BallotPage {
    let options = whole.life.terms.as_ref().and_then(|terms| terms.options.as_ref());
    let by = options.map(|options| options.by);
    let called = options.map(|options| places(&page, &whole, options)).unwrap_or_default();
    let said = form.choice(options).ok().filter(|_| at != At::Form && by.is_some());
    let said = said.map(|choice| spelled(&page, &Mark(choice), &called, by));
    let option = |(place, name): (usize, String)| {
        let option = options.and_then(|options| options.list.get(place));
        Place {
            name,
            about: option.map_or_else(|| page.t("option-none-means"), |option| names(&page, &whole, option.id).1),
            cost: option.and_then(|option| option.cost).map(money),
            given: form.given.get(place).cloned().unwrap_or_default(),
            wanted: form.wanted.iter().any(|wanted| *wanted as usize == place),
        }
    };
    let grades = by.map(|by| match grades(&page, by) {
        numbers if numbers.is_empty() => (0..=by.most()).map(|grade| grade.to_string()).collect(),
        named => named,
    });
    let body = whole.entry.body.as_deref().unwrap_or_default();
    BallotPage {
        paragraphs: paragraphs(body).into_iter().map(str::to_owned).collect(),
        kind: kind(by),
        how: page.t1(&format!("ballot-how-{}", kind(by)), "most", by.map_or(0, Choosing::most)),
        places: called.into_iter().enumerate().map(option).collect(),
        most: by.map_or(0, Choosing::most),
        grades: grades.filter(|_| kind(by) == "grade").unwrap_or_default(),
        equals: by.is_some_and(takes_equals),
        seats: options.and_then(Options::seats),
        purse: options.filter(|options| options.by.spends()).map(|options| money(options.allotted)),
        said,
        id: whole.entry.id,
        about: Other { path, title: whole.entry.title.clone().unwrap_or_default() },
        language: whole.entry.language.clone(),
        form,
        few: whole.life.terms.as_ref().is_none_or(|terms| terms.roll.len() < SECRET_LEAST),
        at,
        page: page.in_room("decide"),
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
    let form = BallotForm { key: Some(page.key), text: life.text.to_string(), receipt, ..BallotForm::default() };
    let path = member.path(&format!("/decide/{id}"));
    member.answer(&view(page, whole, path, form, At::Form))
}

/// Casts a ballot, or says first what it would say. The answer alone has its receipt: no address and no redirect does.
#[utoipa::path(post, path = "/c/{handle}/decide/{id}/ballot", request_body = BallotForm, responses((status = 200, body = BallotPage), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn cast(member: Member, Path((_, id)): Path<(String, String)>, Input(form): Input<BallotForm>) -> Answer {
    let whole = open(&member, &id).await?;
    let options = whole.life.terms.as_ref().and_then(|terms| terms.options.as_ref());
    let at = match form.choice(options) {
        _ if form.change => Ok(At::Form),
        Ok(choice) if form.look => checked(&whole.life, &choice).map(|_| At::Look),
        Ok(choice) => {
            let deed = Cast { text: form.text.clone(), choice, receipt: form.receipt.clone() };
            member.execute(form.key, Step { decision: whole.entry.id, deed }).await.map(|_| At::Box)
        }
        Err(error) => Err(error),
    };
    let path = member.path(&format!("/decide/{id}"));
    let page = member.page(member.visit.lang.t("ballot-title")).await?;
    match at {
        Ok(at) => member.answer(&view(page, whole, path, form, at)),
        Err(error) => {
            let page = page.with_errors(member.visit.form_errors(error)?);
            member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &view(page, whole, path, form, At::Form))
        }
    }
}
