// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The classes of decisions: what each kind asks for, and proposing that one asks otherwise.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use serde::{Deserialize, Serialize};
use tequio_deliberation::life::{CLASSES_BY, Class, Kind};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    decide::decisions::{
        Propose, Step, classes,
        rules::{name_of, named, review_default},
        steps::Reclass,
    },
    spine::{
        command::Command,
        entries::{Draft, rules::DEFAULT_LICENCE},
        id::Id,
        refusal::{Fields, Result as Outcome},
        viewer::Visibility,
        world::Micros,
    },
    web::{Answer, Failure, Here, Input, Member, Page, Query, Routes},
};

use super::{
    among::method,
    class_form::{ClassForm, METHODS},
    kinds::{Fact, KindView, facts},
    whole::{Other, Whole},
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(all)).routes(routes!(class_form, propose))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "decide/decisions/templates/classes.html")]
struct ClassesPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    /// For how many people they are.
    people: i64,
    classes: Vec<ClassView>,
    may_propose: bool,
}

/// A class as it is.
#[derive(Debug, Serialize, ToSchema)]
struct ClassView {
    kind: String,
    /// How it is decided and how long that takes, in a sentence.
    says: String,
    /// What it asks for, in words.
    facts: Vec<Fact>,
    /// The same as a form has it.
    values: ClassForm,
    /// The decision that set it, and when; nothing, and it is the usual one for so many people.
    by: Option<Other>,
    since: Option<Micros>,
}

/// What each kind of decision asks for.
#[utoipa::path(get, path = "/c/{handle}/decide/classes", responses((status = 200, body = ClassesPage)))]
async fn all(here: Here) -> Answer {
    let page = here.page(here.visit.lang.t("classes-title")).await?.in_room("decide");
    let people = here.community.active;
    let mut reader = here.read().await?;
    let (standing, decided) = classes::shown(&mut reader, people).await?;
    let mut views = Vec::new();
    for kind in Kind::ALL {
        let set = decided.iter().find(|one| one.class.kind == kind);
        let by = match set {
            Some(set) => Other::find(&here, &mut reader, set.by).await?,
            None => None,
        };
        let class = standing.of(kind);
        let (facts, values, since) = (facts(&page, class), ClassForm::of(class), set.map(|set| set.at));
        let says = KindView::of(&page, &standing, kind).says;
        views.push(ClassView { kind: name_of(&kind), says, facts, values, by, since });
    }
    drop(reader);
    let may_propose = here.may(Propose::NAME).await?;
    here.answer(&ClassesPage { page, people, classes: views, may_propose })
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "decide/decisions/templates/class.html")]
struct ClassPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    kind: String,
    form: ClassForm,
    /// How what changes it is decided.
    takes: String,
    /// The ways of choosing, by name and in words.
    methods: Vec<(&'static str, String)>,
}

/// Which proposal is to set another class.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Of {
    of: String,
}

async fn show(member: &Member, kind: Kind, page: Page, form: ClassForm, status: StatusCode) -> Answer {
    let (standing, _) = classes::shown(&mut member.read().await?, member.community.active).await?;
    let page = page.in_room("decide");
    let takes = KindView::of(&page, &standing, CLASSES_BY).takes;
    let methods = METHODS.iter().map(|by| (by.method(), method(&page, *by))).collect();
    member.visit.answer_with(status, &ClassPage { page, kind: name_of(&kind), form, takes, methods })
}

fn kind_of(kind: &str) -> Result<Kind, Failure> {
    named(kind).ok_or_else(Failure::not_found)
}

/// The form for proposing that a kind asks otherwise; or for what a proposal says of it, that is worked on.
#[utoipa::path(get, path = "/c/{handle}/decide/classes/{kind}", params(("of" = Option<String>, Query)), responses((status = 200, body = ClassPage), (status = 401), (status = 404)))]
async fn class_form(member: Member, Path((_, kind)): Path<(String, String)>, Query(of): Query<Of>) -> Answer {
    let kind = kind_of(&kind)?;
    let page = member.page(member.visit.lang.t("class-change")).await?;
    let mut reader = member.read().await?;
    let form = match of.of.as_str() {
        "" => {
            let (standing, _) = classes::shown(&mut reader, member.community.active).await?;
            let named = page.t(format!("decision-kind-{}", name_of(&kind)));
            ClassForm { title: page.t1("class-change-of", "kind", named), ..ClassForm::of(standing.of(kind)) }
        }
        id => {
            let whole = Whole::find(&member, &mut reader, id).await?;
            let class = whole.proposes()?.filter(|class| class.kind == kind).ok_or_else(Failure::not_found)?;
            ClassForm { of: id.to_owned(), text: whole.life.text.to_string(), ..ClassForm::of(&class) }
        }
    };
    drop(reader);
    let form = ClassForm { key: Some(page.key), ..form };
    show(&member, kind, page, form, StatusCode::OK).await
}

fn draft(member: &Member, form: &ClassForm) -> Draft {
    Draft {
        title: form.title.clone(),
        body: form.body.replace("\r\n", "\n"),
        language: member.community.languages.split(' ').next().unwrap_or("es").to_owned(),
        licence: DEFAULT_LICENCE.to_owned(),
        visibility: Visibility::Community,
        tags: Vec::new(),
        hosts: Vec::new(),
    }
}

/// What the form proposes, with every error of it.
async fn read(member: &Member, kind: Kind, form: &ClassForm) -> Result<Outcome<Class<Id>>, Failure> {
    let (standing, _) = classes::shown(&mut member.read().await?, member.community.active).await?;
    let mut fields = Fields::default();
    let class = form.class(standing.of(kind), &mut fields);
    if let Some(flaw) = classes::flaw(standing, &class, member.community.active) {
        fields.error("flaw", super::class_form::says(flaw));
    }
    Ok(fields.finish().map(|()| class))
}

/// Proposes that a kind asks otherwise; or sets what a proposal says of it.
#[utoipa::path(post, path = "/c/{handle}/decide/classes/{kind}", request_body = ClassForm, responses((status = 303), (status = 401), (status = 404), (status = 409), (status = 422)))]
async fn propose(member: Member, Path((_, kind)): Path<(String, String)>, Input(form): Input<ClassForm>) -> Answer {
    let kind = kind_of(&kind)?;
    let done = match read(&member, kind, &form).await? {
        Err(error) => Err(error),
        Ok(class) if form.of.is_empty() => {
            let review_in = {
                let (standing, _) = classes::shown(&mut member.read().await?, member.community.active).await?;
                review_default(standing.of(CLASSES_BY))
            };
            let class = Some(Box::new(class));
            let draft = draft(&member, &form);
            let propose =
                Propose { draft, kind: CLASSES_BY, express: false, review_in, ratifies: None, class, among: None };
            member.execute(form.key, propose).await
        }
        Ok(class) => {
            let decision: Id = form.of.parse().map_err(|_| Failure::not_found())?;
            let deed = Reclass { text: form.text.clone(), class: Box::new(class) };
            member.execute(form.key, Step { decision, deed }).await
        }
    };
    match done {
        Ok(done) => {
            let said = if form.of.is_empty() { "drafted" } else { "saved" };
            Ok(member.go_on(&format!("/decide/{}", done.subject()?), said, Some(done)))
        }
        Err(error) => {
            let page = member.page(member.visit.lang.t("class-change")).await?;
            let page = page.with_errors(member.visit.form_errors(error)?);
            show(&member, kind, page, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}
