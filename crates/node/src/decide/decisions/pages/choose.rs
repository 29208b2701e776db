// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Proposing a choice: first of what kind, since that says how is chosen; then the question and its options.

use askama::Template;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use tequio_deliberation::life::{Choosing, Classes, Kind};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    decide::decisions::{
        Propose, classes,
        options::{Among, OPTIONS_LIMIT, Offered, pesos},
        rules::{SEEN_BY, name_of, named, review_default},
    },
    spine::{
        entries::rules::{DEFAULT_LICENCE, LICENCES, Typed},
        id::Id,
        mandates,
        refusal::{Fields, Result as Outcome},
        viewer::Visibility,
    },
    web::{Answer, Failure, Input, Member, Page, Query, Routes},
};

use super::{
    among::{method, names},
    kinds::KindView,
    whole::Whole,
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(choose_form, choose))
}

/// Rows that the form has for options, at the least.
const ROWS: usize = 5;

/// A choice as a form holds it. Of what repeats, the first of each field belong together, the second, and so on.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct ChoiceForm {
    key: Option<Id>,
    title: String,
    body: String,
    /// What it is about: `operational`, `policy`, `money`, `persons`, `urgent` or `founding`.
    kind: String,
    /// What each option is called.
    option: Vec<String>,
    /// What it means, in a sentence.
    about: Vec<String>,
    /// What it costs in pesos, where money is spent.
    cost: Vec<String>,
    /// For which mandate people are chosen: `coordination`, `agenda` or `care`; then nobody is put up by others.
    mandate: String,
    /// How many are chosen, or how many pesos there are.
    amount: String,
    tags: String,
    /// `community` or `public`.
    visibility: String,
    language: String,
    licence: String,
}

/// A row for an option.
#[derive(Debug)]
struct OptionRow<'f> {
    name: &'f str,
    about: &'f str,
    cost: &'f str,
}

impl ChoiceForm {
    /// The rows for options, some of them empty.
    fn rows(&self) -> Vec<OptionRow<'_>> {
        let all = [&self.option, &self.about, &self.cost];
        let filled = |place: &usize| all.iter().any(|values| !get(values, *place).is_empty());
        let rows = all.iter().map(|values| values.len()).max().unwrap_or(0);
        let filled = (0..rows).filter(filled).map(|place| place + 1).max().unwrap_or(0);
        (0..(filled + 2).clamp(ROWS, OPTIONS_LIMIT))
            .map(|place| OptionRow {
                name: get(&self.option, place),
                about: get(&self.about, place),
                cost: get(&self.cost, place),
            })
            .collect()
    }

    fn read(&self, kind: Kind, by: Choosing, classes: &Classes<Id>) -> Outcome<Propose> {
        let mut fields = Fields::default();
        let mut options = Vec::new();
        for row in self.rows() {
            if row.name.is_empty() && row.about.is_empty() && row.cost.is_empty() {
                continue;
            }
            let cost = if by.spends() { pesos(row.cost) } else { None };
            if by.spends() && cost.is_none() {
                fields.error("cost", "field-cost");
            }
            options.push(Offered { name: row.name.to_owned(), about: row.about.to_owned(), cost });
        }
        let most = if self.mandate.is_empty() { options.len() } else { OPTIONS_LIMIT } as u64;
        let amount = match self.amount.trim() {
            "" => None,
            text => {
                let amount = pesos(text).filter(|amount| by.spends() || *amount <= most);
                if amount.is_none() {
                    fields.error("amount", "field-amount");
                }
                amount
            }
        };
        if by.spends() && amount.is_none() {
            fields.error("amount", "field-amount");
        }
        let Self { title, body, language, licence, visibility, tags, .. } = self;
        let draft = Typed { title, body, language, licence, visibility, tags }.draft(&mut fields, SEEN_BY);
        let mandate = self.mandate.parse().ok();
        if mandate.is_none() && !self.mandate.is_empty() {
            fields.error("mandate", "field-mandate-kind");
        }
        let among = Some(Among { options, mandate, allotted: amount });
        let review_in = review_default(classes.of(kind));
        let propose = Propose { draft, kind, express: false, review_in, ratifies: None, class: None, among };
        let propose = propose.checked(&mut fields);
        fields.finish()?;
        Ok(propose)
    }
}

fn get(values: &[String], place: usize) -> &str {
    values.get(place).map(|value| value.trim()).unwrap_or_default()
}

/// A kind of decision that may be a choice.
#[derive(Debug, Serialize, ToSchema)]
struct ChoiceKind {
    name: String,
    /// How is chosen, in words.
    how: String,
    /// How long it takes at least.
    takes: String,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "decide/decisions/templates/choose.html")]
struct ChoosePage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    /// The kinds to begin with, while none is chosen.
    kinds: Vec<ChoiceKind>,
    form: ChoiceForm,
    /// How is chosen among the options, in words.
    how: String,
    spends: bool,
    /// The mandates for which people may be chosen.
    mandates: Vec<&'static str>,
    /// Whether there may be several places.
    seats: bool,
    licences: &'static [&'static str],
}

/// Of what kind the choice is.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Of {
    kind: String,
    /// What ended without agreement, to be proposed again.
    again: String,
}

/// A kind by name, and how is chosen in it.
fn kind_of(classes: &Classes<Id>, name: &str) -> Option<(Kind, Choosing)> {
    let kind = named::<Kind>(name)?;
    Some((kind, classes.of(kind).choosing?))
}

async fn show(member: &Member, page: Page, form: ChoiceForm, status: StatusCode) -> Answer {
    let (classes, _) = classes::shown(&mut member.read().await?, member.community.active).await?;
    let chosen = kind_of(&classes, &form.kind);
    let kind = |kind: Kind| {
        let by = classes.of(kind).choosing?;
        let takes = KindView::of(&page, &classes, kind).takes;
        Some(ChoiceKind { name: name_of(&kind), how: method(&page, by), takes })
    };
    let kinds = if chosen.is_some() { Vec::new() } else { Kind::ALL.into_iter().filter_map(kind).collect() };
    let by = chosen.map(|(_, by)| by);
    let view = ChoosePage {
        kinds,
        how: by.map(|by| method(&page, by)).unwrap_or_default(),
        spends: by.is_some_and(Choosing::spends),
        mandates: match chosen {
            Some((Kind::Persons, by)) if !by.spends() => mandates::Kind::ALL.map(mandates::Kind::as_str).into(),
            _ => Vec::new(),
        },
        seats: by.is_some_and(|by| !by.spends() && by != Choosing::InstantRunoff),
        form,
        licences: LICENCES,
        page: page.in_room("decide"),
    };
    member.visit.answer_with(status, &view)
}

/// The form with what an earlier choice had.
fn again(page: &Page, whole: &Whole, form: ChoiceForm) -> ChoiceForm {
    let mandate = whole.row.mandate.clone().unwrap_or_default();
    let offered = || whole.life.options.iter().filter(|_| mandate.is_empty());
    let told = |id: &Id| names(page, whole, *id);
    ChoiceForm {
        kind: whole.row.kind.clone(),
        title: whole.entry.title.clone().unwrap_or_default(),
        body: whole.entry.body.clone().unwrap_or_default(),
        option: offered().map(|(id, _)| told(id).0).collect(),
        about: offered().map(|(id, _)| told(id).1).collect(),
        cost: offered().map(|(_, one)| one.cost.map(|cost| cost.to_string()).unwrap_or_default()).collect(),
        amount: whole.life.allotted.map(|amount| amount.to_string()).unwrap_or_default(),
        visibility: if whole.entry.visibility == 0 { "public" } else { "community" }.to_owned(),
        mandate,
        ..form
    }
}

/// The form for proposing a choice; without a kind, the kinds to begin with.
#[utoipa::path(get, path = "/c/{handle}/decide/choose", params(("kind" = Option<String>, Query), ("again" = Option<String>, Query)), responses((status = 200, body = ChoosePage), (status = 401)))]
async fn choose_form(member: Member, Query(of): Query<Of>) -> Answer {
    let page = member.page(member.visit.lang.t("choose-title")).await?;
    let form = ChoiceForm {
        key: Some(page.key),
        kind: of.kind,
        visibility: name_of(&Visibility::Community),
        language: member.community.languages.split(' ').next().unwrap_or("es").to_owned(),
        licence: DEFAULT_LICENCE.to_owned(),
        ..ChoiceForm::default()
    };
    let form = match of.again.as_str() {
        "" => form,
        id => {
            let whole = Whole::find(&member, &mut member.read().await?, id).await?;
            again(&page, &whole, form)
        }
    };
    show(&member, page, form, StatusCode::OK).await
}

/// Proposes a choice.
#[utoipa::path(post, path = "/c/{handle}/decide/choose", request_body = ChoiceForm, responses((status = 303), (status = 401), (status = 422)))]
async fn choose(member: Member, Input(form): Input<ChoiceForm>) -> Answer {
    let (classes, _) = classes::shown(&mut member.read().await?, member.community.active).await?;
    let done = match kind_of(&classes, &form.kind) {
        None => {
            let mut fields = Fields::default();
            fields.error("kind", "field-kind");
            fields.finish().map(|()| None)
        }
        Some((kind, by)) => match form.read(kind, by, &classes) {
            Ok(proposal) => member.execute(form.key, proposal).await.map(Some),
            Err(error) => Err(error),
        },
    };
    match done {
        Ok(Some(done)) => Ok(member.go_on(&format!("/decide/{}", done.subject()?), "drafted", Some(done))),
        Ok(None) => Err(Failure::not_found()),
        Err(error) => {
            let errors = member.visit.form_errors(error)?;
            let page = member.page(member.visit.lang.t("choose-title")).await?.with_errors(errors);
            show(&member, page, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}
