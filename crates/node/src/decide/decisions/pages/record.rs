// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Recording what was agreed sitting in a circle, and setting a record right.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tequio_deliberation::life::{Dimension, Stage};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    decide::assemblies::pages::attendance,
    decide::decisions::{
        Correct, classes,
        recording::KEEPERS,
        rules::{name_of, spoken_kinds},
    },
    spine::{
        entries::{self, pages::may_change, rules::LICENCES},
        id::Id,
        members::{Choosable, choosable},
        refusal::Fields,
    },
    store::args,
    web::{
        Answer, Failure, Input, Member, Page, Query, Routes,
        difference::{Conflict, beside, conflicts},
        lang::civil_at,
        visit::Format,
    },
};

use super::{
    form::RecordForm,
    kinds::KindView,
    parts::DissentView,
    whole::{Other, Whole},
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(new_form, record)).routes(routes!(correct_form, correct))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "decide/decisions/templates/form.html")]
#[schema(as = RecordPage)]
struct FormPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: RecordForm,
    action: String,
    /// Whether it is there already.
    exists: bool,
    members: Vec<Choosable>,
    kinds: Vec<KindView>,
    dimensions: Vec<String>,
    /// The earlier decision that it changes.
    changes: Option<Other>,
    /// Dissent that is there: it stays.
    dissent: Vec<DissentView>,
    /// What somebody else saved meanwhile, and how what was typed differs.
    conflict: Option<Vec<Conflict>>,
    licences: &'static [&'static str],
    today: String,
}

fn today(member: &Member) -> Date {
    civil_at(member.now(), &member.community.zone()).date()
}

async fn view(member: &Member, page: Page, form: RecordForm, action: &str) -> Result<FormPage, Failure> {
    let mut reader = member.read().await?;
    let (classes, _) = classes::shown(&mut reader, member.community.active).await?;
    let changes = match form.changes.parse() {
        Ok(other) => Other::find(member, &mut reader, other).await?,
        Err(_) => None,
    };
    let page = page.in_room("decide");
    Ok(FormPage {
        form,
        action: member.path(action),
        exists: false,
        members: choosable(&mut reader).await?,
        kinds: spoken_kinds(&classes).iter().map(|kind| KindView::of(&page, &classes, *kind)).collect(),
        dimensions: Dimension::ALL.iter().map(name_of).collect(),
        changes,
        dissent: Vec::new(),
        conflict: None,
        licences: LICENCES,
        today: today(member).to_string(),
        page,
    })
}

/// What a new record changes, and the assembly and its point on which it was agreed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct About {
    changes: String,
    assembly: String,
    point: String,
}

/// The form for recording what was agreed.
#[utoipa::path(get, path = "/c/{handle}/decide/new", params(("changes" = Option<String>, Query), ("assembly" = Option<String>, Query), ("point" = Option<String>, Query)), responses((status = 200, body = FormPage), (status = 401)))]
async fn new_form(member: Member, Query(about): Query<About>) -> Answer {
    let page = member.page(member.visit.lang.t("record-title")).await?;
    let language = member.community.languages.split(' ').next().unwrap_or("es").to_owned();
    let form = RecordForm::empty(&page, member.id, today(&member), &language, entries::rules::DEFAULT_LICENCE);
    let form = RecordForm { changes: about.changes, ..form };
    // Of what an assembly agrees it is known already who is there.
    let form = match attendance(&member, &mut member.read().await?, &about.assembly).await? {
        Some((present, others)) => RecordForm { present, others, assembly: about.assembly, point: about.point, ..form },
        None => form,
    };
    let view = view(&member, page, form, "/decide/new").await?;
    member.answer(&view)
}

/// Records what was agreed.
#[utoipa::path(post, path = "/c/{handle}/decide/new", request_body = RecordForm, responses((status = 303), (status = 401), (status = 422)))]
async fn record(member: Member, Input(form): Input<RecordForm>) -> Answer {
    let people = choosable(&mut member.read().await?).await?;
    let done = match form.record(&people, today(&member), &member.community.zone()) {
        Ok(record) => member.execute(form.key, record).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(done) => {
            if let Ok(assembly) = form.assembly.parse::<Id>() {
                return Ok(member.go_on(&format!("/decide/assemblies/{assembly}"), "recorded", Some(done)));
            }
            let made = done.subject()?;
            // A review that is open ends by saying what came of it; the new agreement is why.
            if !form.changes.is_empty() {
                let old = Whole::find(&member, &mut member.read().await?, &form.changes).await;
                if old.is_ok_and(|old| old.life.stage == Stage::Review) {
                    let to = format!("/decide/{}/review?by={made}", form.changes);
                    return Ok(member.go_on(&to, "recorded", Some(done)));
                }
            }
            Ok(member.go_on(&format!("/decide/{made}"), "recorded", Some(done)))
        }
        Err(error) => {
            let page =
                member.page(member.visit.lang.t("record-title")).await?.with_errors(member.visit.form_errors(error)?);
            let view = view(&member, page, form, "/decide/new").await?;
            member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
    }
}

/// A record as it is now, for who may set it right.
async fn present(member: &Member, id: &str, page: &Page) -> Result<(RecordForm, Whole, Vec<Choosable>), Failure> {
    let mut reader = member.read().await?;
    let whole = Whole::find(member, &mut reader, id).await?;
    if whole.entry.removed_at.is_some() {
        return Err(Failure::new(StatusCode::CONFLICT, "error-entry-removed"));
    }
    if !may_change(member, &mut reader, whole.entry.id, KEEPERS).await? {
        return Err(Failure::new(StatusCode::FORBIDDEN, "error-not-yours"));
    }
    if !whole.is_record() || !whole.life.stage.binds() {
        return Err(Failure::new(StatusCode::CONFLICT, "error-decision-stage"));
    }
    let tags: Vec<(String,)> = reader.all(&entries::store::TAGS, args![whole.entry.id]).await?;
    let mut people = choosable(&mut reader).await?;
    // Who was there and has left since, or whose name was erased, stays where they were.
    for person in whole.life.present.iter().chain(whole.life.tasks.iter().map(|task| &task.person)) {
        if whole.names.typed(*person).is_none() && people.iter().all(|known| known.id != *person) {
            people.push(Choosable { id: *person, name: whole.names.name(page, *person) });
        }
    }
    Ok((RecordForm::of(page, &whole, tags), whole, people))
}

fn correction(view: FormPage, page: &Page, whole: &Whole, people: Vec<Choosable>) -> FormPage {
    let dissent = whole.life.dissent.iter().map(|one| DissentView::of(page, whole, one)).collect();
    FormPage { exists: true, dissent, members: people, ..view }
}

/// The form for setting a record right, for who may.
#[utoipa::path(get, path = "/c/{handle}/decide/{id}/correct", responses((status = 200, body = FormPage), (status = 401), (status = 403), (status = 404)))]
async fn correct_form(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    let page = member.page(member.visit.lang.t("record-correct")).await?;
    let (form, whole, people) = present(&member, &id, &page).await?;
    let shown = view(&member, page.clone(), form, &format!("/decide/{id}/correct")).await?;
    member.answer(&correction(shown, &page, &whole, people))
}

/// Sets a record right.
#[utoipa::path(post, path = "/c/{handle}/decide/{id}/correct", request_body = RecordForm, responses((status = 303), (status = 403), (status = 409), (status = 422)))]
async fn correct(member: Member, Path((_, id)): Path<(String, String)>, Input(form): Input<RecordForm>) -> Answer {
    let page = member.page(member.visit.lang.t("record-correct")).await?;
    let (_, whole, people) = present(&member, &id, &page).await?;
    let mut fields = Fields::default();
    let meeting = form.meeting(&mut fields, &people, today(&member));
    let decision = whole.entry.id;
    let done = match fields.finish() {
        Ok(()) => member.execute(form.key, Correct { decision, base: form.base, meeting }).await,
        Err(error) => Err(error),
    };
    let error = match done {
        Ok(done) => return Ok(member.go_on(&format!("/decide/{id}"), "corrected", Some(done))),
        Err(error) => error,
    };
    let action = format!("/decide/{id}/correct");
    let (now, whole, people) = present(&member, &id, &page).await?;
    if error.is_edited_meanwhile() && member.visit.format == Format::Html {
        let fields = form.beside(&now, &people);
        let conflict = Some(beside(move || conflicts(fields)).await?);
        let form = RecordForm { key: now.key, base: now.base, ..form };
        let shown = view(&member, page.clone(), form, &action).await?;
        let view = FormPage { conflict, ..correction(shown, &page, &whole, people) };
        return member.visit.answer_with(StatusCode::CONFLICT, &view);
    }
    let page = page.with_errors(member.visit.form_errors(error)?);
    let shown = view(&member, page.clone(), form, &action).await?;
    member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &correction(shown, &page, &whole, people))
}
