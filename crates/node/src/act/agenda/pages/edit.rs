// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Publishing an activity and changing it as a whole.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        entries::{self, rules::LICENCES},
        id::Id,
        members::{Choosable, choosable},
    },
    store::args,
    web::{
        Answer, Failure, Input, Member, Page, Routes,
        difference::{Conflict, beside, conflicts},
        lang::civil_at,
        visit::Format,
    },
};

use super::{
    super::{Publish, Revise, ical::PartWords, store},
    activity::{Activity, find, for_keepers},
    date::saved,
    form::{ActivityForm, Kept},
    repeats, when_of,
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(new_form, publish)).routes(routes!(edit_form, revise))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "act/agenda/templates/form.html")]
struct FormPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: ActivityForm,
    action: String,
    /// Whether it is there already.
    exists: bool,
    /// Whether it repeats in a way that the form does not offer.
    repeats: bool,
    /// The later parts of its series, in words.
    later: Vec<String>,
    /// What somebody else saved meanwhile, and how what was typed differs.
    conflict: Option<Vec<Conflict>>,
    /// The members, who may organise it.
    people: Vec<Choosable>,
    licences: &'static [&'static str],
    repeats_offered: &'static [&'static str],
}

/// The members who may organise an activity.
async fn people(member: &Member) -> Result<Vec<Choosable>, Failure> {
    Ok(choosable(&mut member.read().await?).await?)
}

fn view(page: Page, form: ActivityForm, action: String, people: Vec<Choosable>, kept: Option<&Kept>) -> FormPage {
    let later = kept.map(Kept::later).unwrap_or_default().iter().map(|part| {
        let repeats = repeats::in_words(&page, &part.dates);
        repeats.into_iter().fold(when_of(&page, &part.dates), |when, repeats| format!("{when}, {repeats}"))
    });
    FormPage {
        later: later.collect(),
        exists: kept.is_some(),
        repeats: kept.is_some_and(Kept::repeats_otherwise),
        page: page.in_room("act"),
        form,
        action,
        conflict: None,
        people,
        licences: LICENCES,
        repeats_offered: repeats::OFFERED,
    }
}

/// The form for a new activity: next Saturday at ten, unless somebody says otherwise.
#[utoipa::path(get, path = "/c/{handle}/act/agenda/new", responses((status = 200, body = FormPage), (status = 401)))]
async fn new_form(member: Member) -> Answer {
    let page = member.page(member.visit.lang.t("activity-new")).await?;
    let today = civil_at(member.now(), &member.community.zone()).date();
    let saturday = today.nth_weekday(1, jiff::civil::Weekday::Saturday).unwrap_or(today);
    let form = ActivityForm {
        key: Some(page.key),
        start_date: saturday.to_string(),
        start_time: "10:00".to_owned(),
        end_time: "13:00".to_owned(),
        language: member.community.languages.split(' ').next().unwrap_or("es").to_owned(),
        licence: entries::rules::DEFAULT_LICENCE.to_owned(),
        visibility: "public".to_owned(),
        hosts: vec![member.id.to_string()],
        ..ActivityForm::default()
    };
    let action = member.path("/act/agenda/new");
    member.answer(&view(page, form, action, people(&member).await?, None))
}

/// Publishes an activity.
#[utoipa::path(post, path = "/c/{handle}/act/agenda/new", request_body = ActivityForm, responses((status = 303), (status = 401), (status = 422)))]
async fn publish(member: Member, Input(form): Input<ActivityForm>) -> Answer {
    let done = match form.plan(&member.community.time_zone, None, member.now()) {
        Ok(plan) => member.execute(form.key, Publish { plan }).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(done) => Ok(member.go_on(&format!("/act/agenda/{}", done.subject()?), "published", Some(done))),
        Err(error) => {
            let errors = member.visit.form_errors(error)?;
            let form = form.with_last_offered(&errors);
            let page = member.page(member.visit.lang.t("activity-new")).await?.with_errors(errors);
            let action = member.path("/act/agenda/new");
            member
                .visit
                .answer_with(StatusCode::UNPROCESSABLE_ENTITY, &view(page, form, action, people(&member).await?, None))
        }
    }
}

/// An activity as it is now, for who may change it: what its form shows, and its series.
async fn present(member: &Member, id: &str, page: &Page) -> Result<(ActivityForm, Activity, Kept), Failure> {
    let mut reader = member.read().await?;
    let (entry, activity) = find(&mut reader, id).await?;
    for_keepers(member, &mut reader, &entry).await?;
    let tags: Vec<(String,)> = reader.all(&entries::store::TAGS, args![entry.id]).await?;
    let hosts: Vec<(Id, Option<String>)> = reader.all(&entries::store::HOSTS, args![entry.id]).await?;
    let words: Vec<(Id, String, Option<String>, Option<String>)> =
        reader.all(&store::PARTS, args![entry.id, entry.id]).await?;
    let words: Vec<PartWords> = words.into_iter().map(|(_, part, title, place)| (part, title, place)).collect();
    drop(reader);
    let kept = Kept::new(&activity, member.now()).ok_or_else(Failure::not_found)?;
    let form = ActivityForm::of(page, entry, &activity, tags, hosts, (&words, &kept)).ok_or_else(Failure::not_found)?;
    Ok((form, activity, kept))
}

/// The form for changing an activity, for who may.
#[utoipa::path(get, path = "/c/{handle}/act/agenda/{id}/edit", responses((status = 200, body = FormPage), (status = 401), (status = 403), (status = 404)))]
async fn edit_form(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    let page = member.page(member.visit.lang.t("activity-edit")).await?;
    let (form, _, kept) = present(&member, &id, &page).await?;
    let action = member.path(&format!("/act/agenda/{id}/edit"));
    member.answer(&view(page, form, action, people(&member).await?, Some(&kept)))
}

/// Changes an activity.
#[utoipa::path(post, path = "/c/{handle}/act/agenda/{id}/edit", request_body = ActivityForm, responses((status = 303), (status = 403), (status = 409), (status = 422)))]
async fn revise(member: Member, Path((_, id)): Path<(String, String)>, Input(form): Input<ActivityForm>) -> Answer {
    let page = member.page(member.visit.lang.t("activity-edit")).await?;
    let (_, activity, kept) = present(&member, &id, &page).await?;
    let entry: Id = id.parse().map_err(|_| Failure::not_found())?;
    let part = kept.part().map(|part| part.name.clone()).unwrap_or_default();
    let done = match form.plan(&activity.time_zone, Some(kept), member.now()) {
        Ok(plan) => {
            member.execute(form.key, Revise { entry, base: form.base, plan, part, why: form.why.clone() }).await
        }
        Err(error) => Err(error),
    };
    let error = match done {
        Ok(done) => return Ok(member.go_on(&format!("/act/agenda/{id}"), &saved(done), Some(done))),
        Err(error) => error,
    };
    let action = member.path(&format!("/act/agenda/{id}/edit"));
    let (now, _, kept) = present(&member, &id, &page).await?;
    let people = people(&member).await?;
    if error.is_edited_meanwhile() && member.visit.format == Format::Html {
        let fields = form.beside(&now, &page, &people);
        let conflict = Some(beside(move || conflicts(fields)).await?);
        let form = ActivityForm { key: now.key, base: now.base, ..form };
        let view = FormPage { conflict, ..view(page, form, action, people, Some(&kept)) };
        return member.visit.answer_with(StatusCode::CONFLICT, &view);
    }
    let errors = member.visit.form_errors(error)?;
    let form = form.with_last_offered(&errors);
    let page = page.with_errors(errors);
    member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &view(page, form, action, people, Some(&kept)))
}
