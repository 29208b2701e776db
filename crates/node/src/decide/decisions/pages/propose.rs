// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Proposing something: a title, a text, and it is open.

use askama::Template;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use tequio_deliberation::life::{Kind, Span};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    decide::decisions::{
        Propose,
        rules::{SEEN_BY, class, deliberated_kinds, name_of, named, review_default},
    },
    spine::{
        entries::rules::{DEFAULT_LICENCE, LICENCES, Typed},
        id::Id,
        refusal::{Fields, Result as Outcome},
        viewer::Visibility,
    },
    web::{Answer, Input, Member, Page, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(propose_form, propose))
}

/// A proposal as a form holds it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct ProposalForm {
    key: Option<Id>,
    title: String,
    body: String,
    /// `express`, or what it is about: `operational`, `policy`, `money` or `founding`, to be deliberated.
    way: String,
    /// In how many days after it is agreed it is reviewed; empty for the usual time.
    review_in: String,
    tags: String,
    /// `community` or `public`.
    visibility: String,
    language: String,
    licence: String,
}

impl ProposalForm {
    fn proposal(&self, fields: &mut Fields, people: i64) -> Propose {
        let express = matches!(self.way.as_str(), "" | "express");
        let kind = if express { Some(Kind::Operational) } else { named::<Kind>(&self.way) };
        if kind.is_none() {
            fields.error("way", "field-kind");
        }
        let kind = kind.unwrap_or(Kind::Operational);
        let review_in = match self.review_in.as_str() {
            "" => Some(review_default(&class(kind, people))),
            days => days.parse().ok().filter(|days| (1..=3660).contains(days)).map(Span::days),
        };
        if review_in.is_none() {
            fields.error("review_in", "field-review-in");
        }
        let Self { title, body, language, licence, visibility, tags, .. } = self;
        let draft = Typed { title, body, language, licence, visibility, tags }.draft(fields, SEEN_BY);
        Propose { draft, kind, express, review_in: review_in.unwrap_or(Span::ZERO) }.checked(fields)
    }

    fn read(&self, people: i64) -> Outcome<Propose> {
        let mut fields = Fields::default();
        let proposal = self.proposal(&mut fields, people);
        fields.finish()?;
        Ok(proposal)
    }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "decide/decisions/templates/propose.html")]
struct ProposePage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: ProposalForm,
    /// How many hours it is open.
    hours: i64,
    /// How many must agree by then.
    agree: u32,
    licences: &'static [&'static str],
    /// What may be deliberated.
    kinds: Vec<String>,
}

impl ProposePage {
    fn of(member: &Member, page: Page, form: ProposalForm) -> Self {
        let express = class(Kind::Operational, member.community.active).express;
        let (hours, agree) = express.map_or((0, 0), |express| (express.lasts.0 / Span::hours(1).0, express.agree));
        let kinds = deliberated_kinds(member.community.active).iter().map(name_of).collect();
        Self { page: page.in_room("decide"), form, hours, agree, licences: LICENCES, kinds }
    }
}

/// The form for proposing something.
#[utoipa::path(get, path = "/c/{handle}/decide/propose", responses((status = 200, body = ProposePage), (status = 401)))]
async fn propose_form(member: Member) -> Answer {
    let page = member.page(member.visit.lang.t("propose-title")).await?;
    let form = ProposalForm {
        key: Some(page.key),
        way: "express".to_owned(),
        review_in: (review_default(&class(Kind::Operational, member.community.active)).0 / Span::days(1).0).to_string(),
        visibility: name_of(&Visibility::Community),
        language: member.community.languages.split(' ').next().unwrap_or("es").to_owned(),
        licence: DEFAULT_LICENCE.to_owned(),
        ..ProposalForm::default()
    };
    member.answer(&ProposePage::of(&member, page, form))
}

/// Proposes something.
#[utoipa::path(post, path = "/c/{handle}/decide/propose", request_body = ProposalForm, responses((status = 303), (status = 401), (status = 422)))]
async fn propose(member: Member, Input(form): Input<ProposalForm>) -> Answer {
    let done = match form.read(member.community.active) {
        Ok(proposal) => member.execute(form.key, proposal).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(done) => {
            let made = done.subject()?;
            let said = if matches!(form.way.as_str(), "" | "express") { "proposed" } else { "drafted" };
            Ok(member.go_on(&format!("/decide/{made}"), said, Some(done)))
        }
        Err(error) => {
            let errors = member.visit.form_errors(error)?;
            let page = member.page(member.visit.lang.t("propose-title")).await?.with_errors(errors);
            member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &ProposePage::of(&member, page, form))
        }
    }
}
