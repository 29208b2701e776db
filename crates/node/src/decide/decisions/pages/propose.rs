// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Proposing something: a title, a text, and it is open.

use askama::Template;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use tequio_deliberation::life::{Classes, Kind, Span};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    decide::decisions::{
        Propose, classes,
        rules::{SEEN_BY, name_of, named, review_choices, review_default},
    },
    spine::{
        entries::{
            self,
            rules::{DEFAULT_LICENCE, LICENCES, Typed},
        },
        id::Id,
        refusal::{Fields, Result as Outcome},
        viewer::Visibility,
    },
    store::args,
    web::{Answer, Failure, Input, Member, Page, Query, Routes},
};

use super::{
    kinds::KindView,
    whole::{Other, Whole},
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
    /// `express`, or what it is about: `operational`, `policy`, `money`, `persons`, `urgent` or `founding`, to be
    /// deliberated.
    way: String,
    /// In how many days after it is agreed it is reviewed; empty for the usual time.
    review_in: String,
    tags: String,
    /// `community` or `public`.
    visibility: String,
    language: String,
    licence: String,
    /// The urgent decision that it is to ratify.
    ratifies: String,
}

impl ProposalForm {
    fn proposal(&self, fields: &mut Fields, classes: &Classes<Id>) -> Propose {
        let express = matches!(self.way.as_str(), "" | "express");
        let kind = if express { Some(Kind::Operational) } else { named::<Kind>(&self.way) };
        if kind.is_none() {
            fields.error("way", "field-kind");
        }
        let kind = kind.unwrap_or(Kind::Operational);
        let review_in = match self.review_in.as_str() {
            "" => Some(review_default(classes.of(kind))),
            days => days.parse().ok().filter(|days| (1..=3660).contains(days)).map(Span::days),
        };
        if review_in.is_none() {
            fields.error("review_in", "field-review-in");
        }
        let Self { title, body, language, licence, visibility, tags, .. } = self;
        let draft = Typed { title, body, language, licence, visibility, tags }.draft(fields, SEEN_BY);
        let (review_in, ratifies) = (review_in.unwrap_or(Span::ZERO), self.ratifies.parse().ok());
        Propose { draft, kind, express, review_in, ratifies, class: None, among: None }.checked(fields)
    }

    fn read(&self, classes: &Classes<Id>) -> Outcome<Propose> {
        let mut fields = Fields::default();
        let proposal = self.proposal(&mut fields, classes);
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
    /// In how many days it may be reviewed.
    reviews: Vec<i64>,
    /// What may be deliberated.
    kinds: Vec<KindView>,
    /// The urgent decision that it is to ratify.
    ratifies: Option<Other>,
}

impl ProposePage {
    async fn of(member: &Member, page: Page, form: ProposalForm) -> Result<Self, Failure> {
        let mut reader = member.read().await?;
        let (classes, _) = classes::shown(&mut reader, member.community.active).await?;
        let ratifies = match form.ratifies.parse() {
            Ok(other) => Other::find(member, &mut reader, other).await?,
            Err(_) => None,
        };
        let express = classes.operational.express;
        let (hours, agree) = express.map_or((0, 0), |express| (express.lasts.0 / Span::hours(1).0, express.agree));
        // What is urgent is ratified by what is not.
        let fits = |kind: &Kind| *kind != Kind::Urgent || ratifies.is_none();
        let kinds = Kind::ALL.into_iter().filter(fits).map(|kind| KindView::of(&page, &classes, kind)).collect();
        let reviews = review_choices(&classes.operational);
        Ok(Self { page: page.in_room("decide"), form, hours, agree, licences: LICENCES, reviews, kinds, ratifies })
    }
}

/// What a new proposal ratifies.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct About {
    ratifies: String,
    /// What ended without agreement, to be proposed again.
    again: String,
}

/// The form for proposing something.
#[utoipa::path(get, path = "/c/{handle}/decide/propose", params(("ratifies" = Option<String>, Query), ("again" = Option<String>, Query)), responses((status = 200, body = ProposePage), (status = 401)))]
async fn propose_form(member: Member, Query(about): Query<About>) -> Answer {
    let page = member.page(member.visit.lang.t("propose-title")).await?;
    let (classes, _) = classes::shown(&mut member.read().await?, member.community.active).await?;
    let express = classes.operational.express.is_some() && about.ratifies.is_empty();
    let form = ProposalForm {
        key: Some(page.key),
        way: if express { "express" } else { "policy" }.to_owned(),
        visibility: name_of(&Visibility::Community),
        language: member.community.languages.split(' ').next().unwrap_or("es").to_owned(),
        licence: DEFAULT_LICENCE.to_owned(),
        ratifies: about.ratifies,
        ..ProposalForm::default()
    };
    let form = match about.again.as_str() {
        "" => form,
        id => {
            let mut reader = member.read().await?;
            let whole = Whole::find(&member, &mut reader, id).await?;
            let tags: Vec<(String,)> = reader.all(&entries::store::TAGS, args![whole.entry.id]).await?;
            let way = if whole.life.class.express.is_some() && express { form.way } else { whole.row.kind.clone() };
            ProposalForm {
                way,
                title: whole.entry.title.unwrap_or_default(),
                body: whole.entry.body.unwrap_or_default(),
                tags: tags.into_iter().map(|(tag,)| tag).collect::<Vec<_>>().join(", "),
                visibility: if whole.entry.visibility == 0 { "public" } else { "community" }.to_owned(),
                ..form
            }
        }
    };
    member.answer(&ProposePage::of(&member, page, form).await?)
}

/// Proposes something.
#[utoipa::path(post, path = "/c/{handle}/decide/propose", request_body = ProposalForm, responses((status = 303), (status = 401), (status = 422)))]
async fn propose(member: Member, Input(form): Input<ProposalForm>) -> Answer {
    let (classes, _) = classes::shown(&mut member.read().await?, member.community.active).await?;
    let done = match form.read(&classes) {
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
            member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &ProposePage::of(&member, page, form).await?)
        }
    }
}
