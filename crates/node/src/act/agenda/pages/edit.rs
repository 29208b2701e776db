// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Publishing an activity, changing it or one of its dates, cancelling it.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use jiff::{
    ToSpan,
    civil::{Date as Day, DateTime, Time},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};
use tequio_calendar::{End, Frequency, Moment, NthWeekday, Rule, Series as Dates, Until};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        entries::{self, Draft, rules::LICENCES},
        id::Id,
        refusal::{FieldError, Fields, Result as Outcome, not_found},
        viewer::Visibility,
    },
    store::args,
    web::{Answer, Failure, Input, Member, Page, Routes, answer::form_errors, lang::civil_at},
};

use super::{
    super::{
        Cancel, CancelDate, ChangeDate, Publish, Revise,
        commands::{Plan, Reach},
        series::{Series, read_local},
        store,
    },
    DateRow,
    activity::{find, is_host},
    when,
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .routes(routes!(new_form, publish))
        .routes(routes!(edit_form, revise))
        .routes(routes!(date_form, change_date))
        .routes(routes!(cancel))
}

/// An activity as a form holds it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct ActivityForm {
    key: Option<Id>,
    base: i64,
    title: String,
    body: String,
    start_date: String,
    start_time: String,
    end_date: String,
    end_time: String,
    /// `on` for whole days.
    all_day: String,
    /// ``, `daily`, `weekly`, `biweekly`, `monthly-day`, `monthly-weekday`, `monthly-last`, `yearly`, or `same`.
    repeat: String,
    until: String,
    place: String,
    link: String,
    capacity: String,
    tags: String,
    visibility: String,
    language: String,
    licence: String,
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
    licences: &'static [&'static str],
    repeats_offered: &'static [&'static str],
}

/// The ways of repeating that the form offers.
const REPEATS: &[&str] =
    &["", "weekly", "biweekly", "monthly-weekday", "monthly-last", "monthly-day", "daily", "yearly"];

impl ActivityForm {
    /// What the form asks for. `kept` is the present series.
    fn plan(&self, zone: &str, kept: Option<&Dates>) -> Outcome<Plan> {
        let mut fields = Fields::default();
        let time_zone = tequio_calendar::zone::get(zone).unwrap_or(TimeZone::UTC);
        let series = self.series(&mut fields, &time_zone, kept);
        let capacity = match self.capacity.trim() {
            "" => None,
            number => Some(number.parse().unwrap_or(-1)),
        };
        let visibility = match self.visibility.as_str() {
            "community" => Visibility::Community,
            "circle" => Visibility::Circle,
            _ => Visibility::Public,
        };
        fields.finish()?;
        let series = series.ok_or_else(not_found)?;
        Ok(Plan {
            draft: Draft {
                title: self.title.clone(),
                body: self.body.clone(),
                language: self.language.clone(),
                licence: self.licence.clone(),
                visibility,
                tags: entries::rules::split_tags(&self.tags),
            },
            series,
            time_zone: zone.to_owned(),
            place: self.place.clone(),
            link: self.link.clone(),
            capacity,
            imported: None,
        })
    }

    fn series(&self, fields: &mut Fields, zone: &TimeZone, kept: Option<&Dates>) -> Option<Series> {
        let all_day = self.all_day == "on";
        let local = |date: &str, time: &str| match all_day {
            true => read_local(date, true),
            false => read_local(&format!("{}T{}", date.trim(), time.trim()), false),
        };
        let Some(start) = local(&self.start_date, &self.start_time) else {
            fields.error("start_date", "field-date");
            return None;
        };
        let end_date = if self.end_date.trim().is_empty() { &self.start_date } else { &self.end_date };
        let end = match (all_day, self.end_time.trim()) {
            (true, _) => local(end_date, "").and_then(|end| end.checked_add(1.day()).ok()),
            (false, "") => start.checked_add(2.hours()).ok(),
            (false, time) => local(end_date, time),
        };
        let Some(end) = end.filter(|end| *end >= start) else {
            fields.error("end_time", "field-end-before-start");
            return None;
        };
        let until = match self.until.trim() {
            "" => None,
            date => {
                let until = read_local(date, true).map(DateTime::date);
                if until.is_none_or(|until| until < start.date()) {
                    fields.error("until", "field-until");
                }
                until
            }
        };
        let moment = |local: DateTime| match all_day {
            true => Moment::Date(local.date()),
            false => Moment::zoned(local, zone.clone()),
        };
        // Dates that were changed or left out stay so as long as it repeats in the same way.
        let same = kept.filter(|kept| self.repeat == "same" || self.repeat == repeat_of(kept));
        let fresh = || Dates::once(moment(start), End::Open);
        let mut series = same.map_or_else(fresh, |kept| kept.moved(moment(start)));
        series.end = End::At(moment(end));
        if self.repeat != "same" || same.is_none() {
            series.rules = rule(&self.repeat, start, until, all_day).into_iter().collect();
        }
        Some(Series::new(&series))
    }
}

/// The rule of an offered way of repeating.
fn rule(repeat: &str, start: DateTime, until: Option<Day>, all_day: bool) -> Option<Rule> {
    let until = until.map(|day| if all_day { Until::Date(day) } else { Until::Local(day.at(23, 59, 59, 0)) });
    let plain = |frequency, interval| Rule { until, ..Rule::every(interval, frequency) };
    let monthly = |nth| Rule {
        by_day: vec![NthWeekday { nth: Some(nth), weekday: start.weekday() }],
        ..plain(Frequency::Monthly, 1)
    };
    Some(match repeat {
        "daily" => plain(Frequency::Daily, 1),
        "weekly" => plain(Frequency::Weekly, 1),
        "biweekly" => plain(Frequency::Weekly, 2),
        "monthly-day" => plain(Frequency::Monthly, 1),
        "monthly-weekday" => monthly(i16::from((start.day() - 1) / 7 + 1)),
        "monthly-last" => monthly(-1),
        "yearly" => plain(Frequency::Yearly, 1),
        _ => return None,
    })
}

/// The way of repeating that a series has: one that the form offers, or `same`.
fn repeat_of(series: &Dates) -> &'static str {
    let [only] = series.rules.as_slice() else { return if series.repeats() { "same" } else { "" } };
    let bare = Rule { until: None, ..only.clone() };
    let start = series.start.local();
    let offered = REPEATS.iter().find(|repeat| rule(repeat, start, None, false).as_ref() == Some(&bare));
    offered.filter(|_| series.excluded_rules.is_empty()).copied().unwrap_or("same")
}

/// The last day of a series that ends on one.
fn last_day(series: &Dates) -> Option<Day> {
    match series.rules.first()?.until? {
        Until::Date(day) => Some(day),
        Until::Local(local) => Some(local.date()),
        Until::Instant(instant) => Some(series.start.zone()?.to_datetime(instant).date()),
    }
}

fn view(page: Page, form: ActivityForm, action: String, exists: bool, repeats: bool) -> FormPage {
    FormPage { page: page.in_room("act"), form, action, exists, repeats, licences: LICENCES, repeats_offered: REPEATS }
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
        ..ActivityForm::default()
    };
    let action = member.path("/act/agenda/new");
    member.answer(&view(page, form, action, false, false))
}

/// Publishes an activity.
#[utoipa::path(post, path = "/c/{handle}/act/agenda/new", request_body = ActivityForm, responses((status = 303), (status = 401), (status = 422)))]
async fn publish(member: Member, Input(form): Input<ActivityForm>) -> Answer {
    let done = match form.plan(&member.community.time_zone, None) {
        Ok(plan) => member.execute(form.key, Publish { plan, uid: None }).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(done) => Ok(member.go_on(&format!("/act/agenda/{}", done.subject()?), "published", Some(done))),
        Err(error) => {
            let page = member.page(member.visit.lang.t("activity-new")).await?.with_errors(form_errors(error)?);
            let action = member.path("/act/agenda/new");
            member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &view(page, form, action, false, false))
        }
    }
}

/// The form for changing an activity.
#[utoipa::path(get, path = "/c/{handle}/act/agenda/{id}/edit", responses((status = 200, body = FormPage), (status = 401), (status = 404)))]
async fn edit_form(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    let mut reader = member.read().await?;
    let (entry, activity) = find(&mut reader, &id).await?;
    let tags: Vec<(String,)> = reader.all(&entries::store::TAGS, args![entry.id]).await?;
    drop(reader);
    let series = Series::from_stored(activity.series).read(&activity.time_zone).map_err(|_| Failure::not_found())?;
    let page = member.page(member.visit.lang.t("activity-edit")).await?;
    let all_day = series.start.is_date();
    let (start, end) = (series.start.local(), series.end.of(&series.start, &series.start).local());
    let last = if all_day { end.checked_sub(1.day()).unwrap_or(end) } else { end };
    let time = |time: Time| format!("{:02}:{:02}", time.hour(), time.minute());
    let repeat = repeat_of(&series);
    let form = ActivityForm {
        key: Some(page.key),
        base: entry.version,
        title: entry.title.unwrap_or_default(),
        body: entry.body.unwrap_or_default(),
        start_date: start.date().to_string(),
        start_time: time(start.time()),
        end_date: if last.date() == start.date() { String::new() } else { last.date().to_string() },
        end_time: time(end.time()),
        all_day: if all_day { "on".to_owned() } else { String::new() },
        repeat: repeat.to_owned(),
        until: last_day(&series).filter(|_| repeat != "same").map(|day| day.to_string()).unwrap_or_default(),
        place: activity.place.unwrap_or_default(),
        link: activity.link.unwrap_or_default(),
        capacity: activity.capacity.map(|capacity| capacity.to_string()).unwrap_or_default(),
        tags: tags.into_iter().map(|(tag,)| tag).collect::<Vec<_>>().join(", "),
        visibility: match Visibility::from_number(entry.visibility) {
            Visibility::Public => "public",
            Visibility::Circle => "circle",
            _ => "community",
        }
        .to_owned(),
        language: entry.language,
        licence: entry.licence,
    };
    let action = member.path(&format!("/act/agenda/{id}/edit"));
    member.answer(&view(page, form, action, true, repeat == "same"))
}

/// Changes an activity.
#[utoipa::path(post, path = "/c/{handle}/act/agenda/{id}/edit", request_body = ActivityForm, responses((status = 303), (status = 403), (status = 409), (status = 422)))]
async fn revise(member: Member, Path((_, id)): Path<(String, String)>, Input(form): Input<ActivityForm>) -> Answer {
    let mut reader = member.read().await?;
    let (entry, activity) = find(&mut reader, &id).await?;
    drop(reader);
    let kept = Series::from_stored(activity.series).read(&activity.time_zone).map_err(|_| Failure::not_found())?;
    let done = match form.plan(&activity.time_zone, Some(&kept)) {
        Ok(plan) => member.execute(form.key, Revise { entry: entry.id, base: form.base, plan }).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(done) => Ok(member.go_on(&format!("/act/agenda/{id}"), "saved", Some(done))),
        Err(error) => {
            let page = member.page(member.visit.lang.t("activity-edit")).await?.with_errors(form_errors(error)?);
            let action = member.path(&format!("/act/agenda/{id}/edit"));
            let repeats = repeat_of(&kept) == "same";
            member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &view(page, form, action, true, repeats))
        }
    }
}

/// One date as a form holds it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct DateForm {
    key: Option<Id>,
    start_date: String,
    start_time: String,
    end_date: String,
    end_time: String,
    title: String,
    place: String,
    /// `following` when it reaches all that follow.
    reach: String,
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
    path: String,
}

/// The form for changing one date.
#[utoipa::path(get, path = "/c/{handle}/act/agenda/{id}/{date}/edit", responses((status = 200, body = DatePage), (status = 401), (status = 404)))]
async fn date_form(member: Member, Path((_, id, date)): Path<(String, String, String)>) -> Answer {
    show_date(&member, &id, &date, None, Vec::new()).await
}

async fn show_date(member: &Member, id: &str, date: &str, typed: Option<DateForm>, errors: Vec<FieldError>) -> Answer {
    let mut reader = member.read().await?;
    let (entry, _) = find(&mut reader, id).await?;
    if !is_host(member, &mut reader, entry.id).await? && !member.may("community.describe").await? {
        return Err(Failure::new(StatusCode::FORBIDDEN, "error-not-yours"));
    }
    let found: Option<DateRow> = reader.optional(&store::ONE_DATE, args![entry.id, date]).await?;
    drop(reader);
    let found = found.ok_or_else(Failure::not_found)?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = member.page(member.visit.lang.t("date-edit")).await?.in_room("act").with_errors(errors);
    let part = |local: &str, range: std::ops::Range<usize>| local.get(range).unwrap_or_default().to_owned();
    let form = typed.unwrap_or_else(|| DateForm {
        key: Some(page.key),
        start_date: part(&found.starts_local, 0..10),
        start_time: part(&found.starts_local, 11..16),
        end_date: part(&found.ends_local, 0..10),
        end_time: part(&found.ends_local, 11..16),
        title: found.title.clone().unwrap_or_default(),
        place: found.place.clone().unwrap_or_default(),
        reach: String::new(),
    });
    let view = DatePage {
        when: when(&page, &found.starts_local, &found.ends_local, found.all_day),
        title: found.title.or(entry.title).unwrap_or_default(),
        all_day: found.all_day,
        path: member.path(&format!("/act/agenda/{}/{date}", entry.id)),
        form,
        page,
    };
    member.visit.answer_with(status, &view)
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
    let command = ChangeDate {
        entry,
        date: date.clone(),
        starts_local: local(&form.start_date, &form.start_time),
        ends_local: local(&form.end_date, &form.end_time),
        title: form.title.clone(),
        place: form.place.clone(),
        reach: if form.reach == "following" { Reach::Following } else { Reach::This },
    };
    match member.execute(form.key, command).await {
        Ok(done) => Ok(member.go_on(&format!("/act/agenda/{id}/{date}"), "saved", Some(done))),
        Err(error) => show_date(&member, &id, &date, Some(form), form_errors(error)?).await,
    }
}

/// What shall be cancelled.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct CancelForm {
    key: Option<Id>,
    /// `all` for every date.
    what: String,
}

/// Cancels one date or the whole activity; whoever signed up is told.
#[utoipa::path(post, path = "/c/{handle}/act/agenda/{id}/{date}/cancel", request_body = CancelForm, responses((status = 303), (status = 403), (status = 409)))]
async fn cancel(
    member: Member,
    Path((_, id, date)): Path<(String, String, String)>,
    Input(form): Input<CancelForm>,
) -> Answer {
    let entry: Id = id.parse().map_err(|_| Failure::not_found())?;
    let done = match form.what.as_str() {
        "all" => member.execute(form.key, Cancel(entry)).await?,
        _ => member.execute(form.key, CancelDate { entry, date: date.clone() }).await?,
    };
    Ok(member.go_on(&format!("/act/agenda/{id}/{date}"), "cancelled", Some(done)))
}
