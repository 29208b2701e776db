// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Changing one date, or it and all that follow; cancelling one date or all of them.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{ToSchema, openapi::Schema};
use utoipa_axum::routes;

use crate::{
    spine::{command::Done, id::Id, refusal::FieldError},
    store::args,
    web::{
        Answer, Failure, Input, Member, Page, Routes,
        difference::{Conflict, beside, conflicts},
        input::one_of,
        visit::Format,
    },
};

use super::{
    super::{Cancel, CancelDate, ChangeDate, commands::Reach, rules::ONCE, store},
    DateRow,
    activity::{find, for_keepers},
    when,
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(date_form, change_date)).routes(routes!(cancel_form, cancel))
}

/// How far a change may reach.
fn reaches() -> Schema {
    one_of(&["", "this", "following"])
}

/// What may be cancelled.
fn whats() -> Schema {
    one_of(&["", "date", "all"])
}

/// One date as a form holds it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct DateForm {
    key: Option<Id>,
    start_date: String,
    start_time: String,
    /// The last day, also of whole days.
    end_date: String,
    end_time: String,
    title: String,
    place: String,
    /// `following` when it reaches all that follow.
    #[schema(schema_with = reaches)]
    reach: String,
    /// The iCalendar SEQUENCE of what was edited.
    base: i64,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "act/agenda/templates/date_form.html")]
struct DatePage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: DateForm,
    title: String,
    when: String,
    all_day: bool,
    /// Whether others may follow it.
    repeats: bool,
    path: String,
    /// What somebody else saved meanwhile, and how what was typed differs.
    conflict: Option<Vec<Conflict>>,
}

/// The form for changing one date.
#[utoipa::path(get, path = "/c/{handle}/act/agenda/{id}/{date}/edit", responses((status = 200, body = DatePage), (status = 401), (status = 404)))]
async fn date_form(member: Member, Path((_, id, date)): Path<(String, String, String)>) -> Answer {
    let (page, title, found, form) = present(&member, &id, &date).await?;
    member.answer(&view(&member, page, title, &found, &id, form))
}

/// One date as it is now, for who may change it: what it is called, and what its form shows.
async fn present(member: &Member, id: &str, date: &str) -> Result<(Page, String, DateRow, DateForm), Failure> {
    let mut reader = member.read().await?;
    let (entry, activity) = find(&mut reader, id).await?;
    for_keepers(member, &mut reader, &entry).await?;
    let found: Option<DateRow> = reader.optional(&store::ONE_DATE, args![entry.id, date]).await?;
    drop(reader);
    let found = found.ok_or_else(Failure::not_found)?;
    let page = member.page(member.visit.lang.t("date-edit")).await?.in_room("act");
    let part = |local: &str, range: std::ops::Range<usize>| local.get(range).unwrap_or_default().to_owned();
    let form = DateForm {
        key: Some(page.key),
        start_date: part(&found.starts_local, 0..10),
        start_time: part(&found.starts_local, 11..16),
        end_date: if found.all_day { last_day(&found.ends_local) } else { part(&found.ends_local, 0..10) },
        end_time: part(&found.ends_local, 11..16),
        title: found.title.clone().unwrap_or_default(),
        place: found.place.clone().unwrap_or_default(),
        reach: String::new(),
        base: activity.sequence,
    };
    Ok((page, found.title.clone().or(entry.title).unwrap_or_default(), found, form))
}

fn view(member: &Member, page: Page, title: String, found: &DateRow, id: &str, form: DateForm) -> DatePage {
    DatePage {
        when: when(&page, &found.starts_local, &found.ends_local, found.all_day),
        title,
        all_day: found.all_day,
        repeats: found.recurrence_id != ONCE,
        path: member.path(&format!("/act/agenda/{id}/{}", found.date_id)),
        form,
        conflict: None,
        page,
    }
}

impl DateForm {
    /// What was typed beside what is there `now`: the label of a field, and both.
    fn beside(&self, now: &Self) -> Vec<(&'static str, String, String)> {
        let field = |label, of: &dyn Fn(&Self) -> &String| (label, of(now).clone(), of(self).clone());
        vec![
            field("field-start-date", &|form| &form.start_date),
            field("field-start-time", &|form| &form.start_time),
            field("field-end-date", &|form| &form.end_date),
            field("field-end-time", &|form| &form.end_time),
            field("field-date-title", &|form| &form.title),
            field("field-date-place", &|form| &form.place),
        ]
    }
}

/// The last of whole days, from the day after it, with which they end in the tables and in calendar files.
fn last_day(after: &str) -> String {
    after.parse::<Date>().and_then(Date::yesterday).map_or_else(|_| after.to_owned(), |day| day.to_string())
}

/// The end of whole days from `first` to `last`: the day after. What is no date, or before the first one, stays as it
/// was typed: the command says so.
fn day_after(first: &str, last: &str) -> String {
    let days = (first.trim().parse::<Date>(), last.trim().parse::<Date>());
    let after = if let (Ok(first), Ok(last)) = days { last.tomorrow().ok().filter(|_| last >= first) } else { None };
    after.map_or_else(|| last.to_owned(), |day| day.to_string())
}

/// Changes one date, or it and all that follow.
#[utoipa::path(post, path = "/c/{handle}/act/agenda/{id}/{date}/edit", request_body = DateForm, responses((status = 303), (status = 403), (status = 409), (status = 422)))]
async fn change_date(
    member: Member,
    Path((_, id, date)): Path<(String, String, String)>,
    Input(form): Input<DateForm>,
) -> Answer {
    let entry: Id = id.parse().map_err(|_| Failure::not_found())?;
    let local = |date: &str, time: &str| match time.trim() {
        "" => date.trim().to_owned(),
        time => format!("{}T{time}", date.trim()),
    };
    let end_date = if form.end_date.trim().is_empty() { &form.start_date } else { &form.end_date };
    let whole_days = form.start_time.trim().is_empty() && form.end_time.trim().is_empty();
    let command = ChangeDate {
        entry,
        date: date.clone(),
        starts_local: local(&form.start_date, &form.start_time),
        ends_local: if whole_days { day_after(&form.start_date, end_date) } else { local(end_date, &form.end_time) },
        title: form.title.clone(),
        place: form.place.clone(),
        reach: if form.reach == "following" { Reach::Following } else { Reach::This },
        base: Some(form.base),
    };
    let error = match member.execute(form.key, command).await {
        Ok(done) => return Ok(member.go_on(&format!("/act/agenda/{id}/{date}"), &saved(done), Some(done))),
        Err(error) => error,
    };
    let (page, title, found, now) = present(&member, &id, &date).await?;
    if error.is_edited_meanwhile() && member.visit.format == Format::Html {
        let fields = form.beside(&now);
        let conflict = Some(beside(move || conflicts(fields)).await?);
        let form = DateForm { key: now.key, base: now.base, ..form };
        let view = DatePage { conflict, ..view(&member, page, title, &found, &id, form) };
        return member.visit.answer_with(StatusCode::CONFLICT, &view);
    }
    let page = page.with_errors(member.visit.form_errors(error)?);
    member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&member, page, title, &found, &id, form))
}

/// That it is saved, and how many were told.
pub(super) fn saved(done: Done) -> String {
    if done.told == 0 { "saved".to_owned() } else { format!("told.{}", done.told) }
}

/// What shall be cancelled.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct CancelForm {
    key: Option<Id>,
    /// `date` for one date, `all` for every one.
    #[schema(schema_with = whats)]
    what: String,
    /// Why.
    reason: String,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "act/agenda/templates/cancel.html")]
struct CancelPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: CancelForm,
    title: String,
    when: String,
    /// Whether there are other dates, so that one of them can be cancelled alone.
    repeats: bool,
    path: String,
}

/// What to cancel, and what that means: nothing is cancelled by one tap alone.
#[utoipa::path(get, path = "/c/{handle}/act/agenda/{id}/{date}/cancel", responses((status = 200, body = CancelPage), (status = 401), (status = 403), (status = 404)))]
async fn cancel_form(member: Member, Path((_, id, date)): Path<(String, String, String)>) -> Answer {
    show_cancel(&member, &id, &date, CancelForm::default(), Vec::new()).await
}

async fn show_cancel(member: &Member, id: &str, date: &str, form: CancelForm, errors: Vec<FieldError>) -> Answer {
    let mut reader = member.read().await?;
    let (entry, _) = find(&mut reader, id).await?;
    for_keepers(member, &mut reader, &entry).await?;
    let found: Option<DateRow> = reader.optional(&store::ONE_DATE, args![entry.id, date]).await?;
    drop(reader);
    let found = found.ok_or_else(Failure::not_found)?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = member.page(member.visit.lang.t("cancel-title")).await?.in_room("act").with_errors(errors);
    let view = CancelPage {
        when: when(&page, &found.starts_local, &found.ends_local, found.all_day),
        title: found.title.or(entry.title).unwrap_or_default(),
        repeats: found.recurrence_id != ONCE,
        path: member.path(&format!("/act/agenda/{}/{date}", entry.id)),
        form: CancelForm { key: Some(form.key.unwrap_or(page.key)), ..form },
        page,
    };
    member.visit.answer_with(status, &view)
}

/// Cancels one date or the whole activity; whoever signed up is told.
#[utoipa::path(post, path = "/c/{handle}/act/agenda/{id}/{date}/cancel", request_body = CancelForm, responses((status = 303), (status = 403), (status = 409), (status = 422)))]
async fn cancel(
    member: Member,
    Path((_, id, date)): Path<(String, String, String)>,
    Input(form): Input<CancelForm>,
) -> Answer {
    let entry: Id = id.parse().map_err(|_| Failure::not_found())?;
    let reason = form.reason.clone();
    let done = match form.what.as_str() {
        "all" => member.execute(form.key, Cancel { entry, reason }).await,
        "date" => member.execute(form.key, CancelDate { entry, date: date.clone(), reason }).await,
        _ => {
            let error = FieldError { field: "what-date", message: "cancel-choose", arguments: Vec::new() };
            return show_cancel(&member, &id, &date, form, vec![error]).await;
        }
    };
    match done {
        Ok(done) => {
            Ok(member.go_on(&format!("/act/agenda/{id}/{date}"), &format!("cancelled.{}", done.told), Some(done)))
        }
        Err(error) => show_cancel(&member, &id, &date, form, member.visit.form_errors(error)?).await,
    }
}
