// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The pages on which a time is looked for.

use std::collections::HashMap;

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        command::Command,
        entries::{
            self,
            pages::{Entry, may_change},
            rules::{DEFAULT_LICENCE, Typed},
        },
        id::Id,
        members,
        refusal::{Fields, Result as Outcome},
        viewer::Visibility,
        world::Instant,
    },
    store::{Reader, args},
    web::{Answer as Answered, Failure, Here, Input, Member, Page, Routes},
};

use super::{
    Answer, Ask, Close, KEEPERS, KIND,
    rules::{Can, DATES_LIMIT, best},
    store,
};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .routes(routes!(all))
        .routes(routes!(ask_form, ask))
        .routes(routes!(one, answer))
        .routes(routes!(close))
}

/// Who may see one.
const SEEN_BY: &[Visibility] = &[Visibility::Community];
/// Rows that the form has for times, at the least.
const ROWS: usize = 5;

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "decide/times/templates/list.html")]
struct TimesPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    polls: Vec<Card>,
    may_ask: bool,
}

/// One in brief.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TimesCard)]
struct Card {
    path: String,
    title: String,
    language: String,
    /// The time that was chosen.
    chosen: Option<String>,
}

/// A stored time in words.
fn moment(page: &Page, starts: &str) -> String {
    starts.parse::<DateTime>().map_or_else(|_| starts.to_owned(), |at| page.lang.moment(at))
}

/// All searches for a time.
#[utoipa::path(get, path = "/c/{handle}/decide/times", responses((status = 200, body = TimesPage)))]
async fn all(here: Here) -> Answered {
    let rows: Vec<(Id, Option<String>, String, Option<String>)> = here.read().await?.all(&store::ALL, args![]).await?;
    let page = here.page(here.visit.lang.t("times-title")).await?.in_room("decide");
    let card = |(id, title, language, chosen): (Id, Option<String>, String, Option<String>)| Card {
        path: here.path(&format!("/decide/times/{id}")),
        title: title.unwrap_or_default(),
        language,
        chosen: chosen.map(|starts| moment(&page, &starts)),
    };
    let polls = rows.into_iter().map(card).collect();
    let may_ask = here.may(Ask::NAME).await?;
    here.answer(&TimesPage { page, polls, may_ask })
}

/// A search for a time as a form holds it. Of what repeats, the first of each field belong together, and so on.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = AskTimesForm)]
struct AskForm {
    key: Option<Id>,
    title: String,
    body: String,
    place: String,
    /// How long it lasts, in minutes.
    minutes: String,
    /// The days, as `2026-11-28`.
    day: Vec<String>,
    /// The hours, as `10:00`.
    time: Vec<String>,
}

/// A row for a time.
#[derive(Debug)]
struct DateRow<'f> {
    day: &'f str,
    time: &'f str,
}

fn get(values: &[String], place: usize) -> &str {
    values.get(place).map(|value| value.trim()).unwrap_or_default()
}

impl AskForm {
    /// The rows for times, some of them empty.
    fn rows(&self) -> Vec<DateRow<'_>> {
        let filled = |place: &usize| !get(&self.day, *place).is_empty() || !get(&self.time, *place).is_empty();
        let filled = (0..self.day.len().max(self.time.len())).filter(filled).map(|place| place + 1).max().unwrap_or(0);
        let row = |place| DateRow { day: get(&self.day, place), time: get(&self.time, place) };
        (0..(filled + 2).clamp(ROWS, DATES_LIMIT)).map(row).collect()
    }

    fn read(&self, member: &Member) -> Outcome<Ask> {
        let mut fields = Fields::default();
        let mut dates = Vec::new();
        for row in self.rows().into_iter().filter(|row| !row.day.is_empty() || !row.time.is_empty()) {
            match (row.day.parse::<Date>(), row.time.parse::<Time>()) {
                (Ok(day), Ok(time)) => dates.push(day.to_datetime(time)),
                _ => fields.error("dates", "field-times-whole"),
            }
        }
        let minutes = self.minutes.trim().parse().unwrap_or(0);
        let language = member.community.languages.split(' ').next().unwrap_or("es");
        let (title, body, visibility) = (self.title.as_str(), self.body.as_str(), "community");
        let draft = Typed { title, body, language, licence: DEFAULT_LICENCE, visibility, tags: "" };
        let draft = draft.draft(&mut fields, SEEN_BY);
        let time_zone = member.community.time_zone.clone();
        let ask = Ask { draft, dates, time_zone, minutes, place: self.place.clone() }.checked(&mut fields);
        fields.finish()?;
        Ok(ask)
    }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "decide/times/templates/form.html")]
#[schema(as = AskTimesPage)]
struct AskPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: AskForm,
}

/// The form for asking when the others can come.
#[utoipa::path(get, path = "/c/{handle}/decide/times/new", responses((status = 200, body = AskPage), (status = 401)))]
async fn ask_form(member: Member) -> Answered {
    let page = member.page(member.visit.lang.t("times-ask")).await?.in_room("decide");
    let form = AskForm { key: Some(page.key), minutes: "120".to_owned(), ..AskForm::default() };
    member.answer(&AskPage { page, form })
}

/// Asks when the others can come.
#[utoipa::path(post, path = "/c/{handle}/decide/times/new", request_body = AskForm, responses((status = 303), (status = 401), (status = 422)))]
async fn ask(member: Member, Input(form): Input<AskForm>) -> Answered {
    let done = match form.read(&member) {
        Ok(ask) => member.execute(form.key, ask).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(done) => Ok(member.go_on(&format!("/decide/times/{}", done.subject()?), "times-asked", Some(done))),
        Err(error) => {
            let page = member.page(member.visit.lang.t("times-ask")).await?.in_room("decide");
            let page = page.with_errors(member.visit.form_errors(error)?);
            member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &AskPage { page, form })
        }
    }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "decide/times/templates/one.html")]
struct TimePage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    id: Id,
    title: String,
    body: String,
    language: String,
    place: Option<String>,
    minutes: i64,
    dates: Vec<DateView>,
    /// How many have answered.
    answered: usize,
    removed: bool,
    /// The time that was chosen, and the activity at it.
    chosen: Option<Chosen>,
    may_answer: bool,
    may_close: bool,
    may_remove: bool,
}

/// A time, and who can come.
#[derive(Debug, Serialize, ToSchema)]
struct DateView {
    /// As `2026-11-28T10:00`.
    starts: String,
    when: String,
    yes: Vec<String>,
    perhaps: Vec<String>,
    no: Vec<String>,
    /// Whether none suits more.
    best: bool,
    /// Whether it is the first such.
    preferred: bool,
    /// What the viewer said: `yes`, `perhaps`, `no`, or nothing yet.
    own: String,
}

/// What was chosen.
#[derive(Debug, Serialize, ToSchema)]
struct Chosen {
    when: String,
    path: String,
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    minutes: i64,
    place: Option<String>,
    chosen: Option<String>,
    activity_id: Option<Id>,
}

/// The times of one, each with who can come.
async fn dates(
    reader: &mut Reader,
    page: &Page,
    id: Id,
    viewer: Option<Id>,
) -> Result<(Vec<DateView>, usize), Failure> {
    let dates: Vec<(String,)> = reader.all(&store::ALL_DATES, args![id]).await?;
    let answers: Vec<(String, Id, String)> = reader.all(&store::ANSWERS, args![id]).await?;
    let names: Vec<(Id, Option<String>)> = reader.all(&members::store::NAMES, args![]).await?;
    let names: HashMap<Id, Option<String>> = names.into_iter().collect();
    let name = |member: &Id| names.get(member).cloned().flatten().unwrap_or_else(|| page.t("somebody-gone"));
    let said = |starts: &str, can: Can| -> Vec<String> {
        let so = answers.iter().filter(|(at, _, answer)| at == starts && answer == can.as_str());
        so.map(|(_, member, _)| name(member)).collect()
    };
    let own = |starts: &str| {
        let own = answers.iter().find(|(at, member, _)| at == starts && Some(*member) == viewer);
        own.map(|(.., answer)| answer.clone()).unwrap_or_default()
    };
    let view = |(starts,): (String,)| DateView {
        when: moment(page, &starts),
        yes: said(&starts, Can::Yes),
        perhaps: said(&starts, Can::Perhaps),
        no: said(&starts, Can::No),
        best: false,
        preferred: false,
        own: own(&starts),
        starts,
    };
    let mut views: Vec<DateView> = dates.into_iter().map(view).collect();
    let counts: Vec<(usize, usize)> = views.iter().map(|date| (date.yes.len(), date.perhaps.len())).collect();
    let best = best(&counts);
    for (place, date) in views.iter_mut().enumerate() {
        (date.best, date.preferred) = (best.contains(&place), best.first() == Some(&place));
    }
    let mut people: Vec<Id> = answers.iter().map(|(_, member, _)| *member).collect();
    people.sort_unstable();
    people.dedup();
    Ok((views, people.len()))
}

async fn show(here: &Here, id: &str) -> Result<TimePage, Failure> {
    let id: Id = id.parse().map_err(|_| Failure::not_found())?;
    let mut reader = here.read().await?;
    let entry: Option<Entry> = reader.optional(&entries::store::ONE, args![id]).await?;
    let entry = entry.filter(|entry| entry.kind == KIND).ok_or_else(Failure::not_found)?;
    let row: Option<Row> = reader.optional(&store::ONE, args![id]).await?;
    let row = row.ok_or_else(Failure::not_found)?;
    let title = entry.title.clone().unwrap_or_else(|| here.visit.lang.t("entry-removed"));
    let page = here.page(title.clone()).await?.in_room("decide");
    let page = page.below("/decide/times", here.visit.lang.t("times-title"));
    let viewer = here.viewer.member();
    let (dates, answered) = dates(&mut reader, &page, id, viewer).await?;
    let keeps = may_change(here, &mut reader, id, KEEPERS).await?;
    let removed = entry.removed_at.is_some();
    let open = row.chosen.is_none() && !removed;
    let chosen = row.chosen.zip(row.activity_id).map(|(starts, activity)| Chosen {
        when: moment(&page, &starts),
        path: here.path(&format!("/act/agenda/{activity}")),
    });
    Ok(TimePage {
        id,
        title,
        body: entry.body.unwrap_or_default(),
        language: entry.language,
        place: row.place,
        minutes: row.minutes,
        dates,
        answered,
        removed,
        chosen,
        may_answer: open && viewer.is_some(),
        may_close: open && keeps,
        may_remove: keeps && !removed,
        page,
    })
}

/// A search for a time: who can come when.
#[utoipa::path(get, path = "/c/{handle}/decide/times/{id}", responses((status = 200, body = TimePage), (status = 404)))]
async fn one(here: Here, Path((_, id)): Path<(String, String)>) -> Answered {
    let view = show(&here, &id).await?;
    here.answer(&view)
}

/// When somebody can come, as a form holds it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = TimesForm)]
struct AnswerForm {
    key: Option<Id>,
    /// For each time in its order: `yes`, `perhaps`, `no`, or nothing.
    answer: Vec<String>,
}

/// Says when one can come.
#[utoipa::path(post, path = "/c/{handle}/decide/times/{id}", request_body = AnswerForm, responses((status = 303), (status = 401), (status = 404), (status = 409), (status = 422)))]
async fn answer(member: Member, Path((_, id)): Path<(String, String)>, Input(form): Input<AnswerForm>) -> Answered {
    let view = show(&member, &id).await?;
    let said = view.dates.iter().zip(&form.answer);
    let answers: Vec<(String, Can)> =
        said.filter_map(|(date, answer)| Some((date.starts.clone(), answer.parse().ok()?))).collect();
    if answers.is_empty() {
        let mut fields = Fields::default();
        fields.error("answer", "field-times-answer");
        let error = fields.finish().err().ok_or_else(Failure::not_found)?;
        let page = view.page.clone().with_errors(member.visit.form_errors(error)?);
        return member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &TimePage { page, ..view });
    }
    let done = member.execute(form.key, Answer { poll: view.id, answers }).await?;
    Ok(member.go_on(&format!("/decide/times/{}", view.id), "times-answered", Some(done)))
}

/// Which time is chosen.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
struct CloseForm {
    key: Option<Id>,
    /// As `2026-11-28T10:00`.
    chosen: String,
}

/// Chooses a time: an activity stands in the agenda then.
#[utoipa::path(post, path = "/c/{handle}/decide/times/{id}/close", request_body = CloseForm, responses((status = 303), (status = 401), (status = 403), (status = 404), (status = 409)))]
async fn close(member: Member, Path((_, id)): Path<(String, String)>, Input(form): Input<CloseForm>) -> Answered {
    let poll: Id = id.parse().map_err(|_| Failure::not_found())?;
    let done = member.execute(form.key, Close { poll, chosen: form.chosen }).await?;
    Ok(member.go_on(&format!("/act/agenda/{}", done.subject()?), "published", Some(done)))
}

/// When a member said they could come, for the export of their data.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub struct OwnTime {
    poll_id: Id,
    starts: String,
    answer: String,
    at: Instant,
}

/// When the viewer said they could come.
pub(crate) async fn own_times(reader: &mut Reader) -> Result<Vec<OwnTime>, Failure> {
    Ok(reader.all(&store::OWN, args![]).await?)
}
