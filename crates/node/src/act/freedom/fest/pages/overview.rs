// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A fest: how many machines are where, for everybody; the list of them, for who attends there; and who that is.

use std::collections::HashMap;

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{ToSchema, openapi::Schema};
use utoipa_axum::routes;

use crate::{
    act::agenda,
    spine::{entries::pages::may_change, id::Id, members, world::Micros},
    store::args,
    web::{
        Answer, Failure, Here, Input, Member, Page, Routes,
        input::{YES_OR_NO, one_of},
    },
};

use super::{
    super::{
        NameCrew, Open,
        rules::{KEEP_DAYS, Outcome, State},
        store,
    },
    Count, There, attends, counts, crew,
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(overview, open)).routes(routes!(name_crew))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "act/freedom/fest/templates/overview.html")]
struct FestPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    title: String,
    language: String,
    when: String,
    place: Option<String>,
    path: String,
    /// Whether there is a fest at this date.
    open: bool,
    keep_days: i64,
    /// Whether what was said of machines is gone.
    purged: bool,
    /// How many went home, with what.
    gone: Vec<Count>,
    /// How many are here, and where.
    here: Vec<Count>,
    /// What whoever attends sees: the machines, by where they are.
    lists: Vec<List>,
    crew: Vec<Person>,
    /// Members who do not attend.
    others: Vec<Person>,
    attends: bool,
    may_open: bool,
    may_name: bool,
    /// Whether a machine can be received.
    may_receive: bool,
    form: OpenForm,
}

/// The machines that are somewhere.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FestList)]
struct List {
    state: &'static str,
    machines: Vec<Card>,
}

/// A machine in brief.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MachineCard)]
struct Card {
    path: String,
    number: i64,
    name: Option<String>,
    model: Option<String>,
    wish: String,
    outcome: Option<String>,
    /// Who is at it.
    companion: Option<String>,
    /// Since when it is there.
    since: Micros,
}

/// A member by name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FestPerson)]
struct Person {
    id: Id,
    name: String,
    own: bool,
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    id: Id,
    number: i64,
    name: Option<String>,
    model: Option<String>,
    wish: String,
    state: String,
    outcome: Option<String>,
    companion_id: Option<Id>,
    moved_at: Micros,
}

/// For how long words may be kept.
fn terms() -> Schema {
    one_of(&["7", "30", "90"])
}

/// Opening a fest, as a form holds it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = OpenFestForm)]
struct OpenForm {
    key: Option<Id>,
    #[schema(schema_with = terms)]
    keep_days: String,
}

impl Default for OpenForm {
    fn default() -> Self {
        Self { key: None, keep_days: "30".to_owned() }
    }
}

async fn show(here: &Here, id: &str, date: &str) -> Result<FestPage, Failure> {
    let mut reader = here.read().await?;
    let there = There::find(&mut reader, id, date).await?;
    let keeps = may_change(here, &mut reader, there.entry.id, agenda::commands::KEEPERS).await?;
    let fest = there.fest.as_ref();
    if fest.is_none() && (!keeps || there.entry.removed_at.is_some()) {
        return Err(Failure::not_found());
    }
    let fest_id = fest.map(|fest| fest.id);
    let crew = match fest_id {
        Some(fest) => crew(&mut reader, fest).await?,
        None => Vec::new(),
    };
    let attends = attends(here, &crew);
    let mut gone: Vec<(String, i64)> = reader.all(&store::COUNTS, args![fest_id]).await?;
    let states: Vec<(String, Option<String>, i64)> = reader.all(&store::STATES, args![fest_id]).await?;
    gone.extend(states.iter().filter_map(|(_, outcome, machines)| Some((outcome.clone()?, *machines))));
    let states: Vec<(String, i64)> = states.into_iter().map(|(state, _, machines)| (state, machines)).collect();
    let rows: Vec<Row> = reader.all(&store::MACHINES, args![fest_id]).await?;
    let names: Vec<(Id, Option<String>)> = match attends || keeps {
        true => reader.all(&members::store::CHOOSABLE, args![]).await?,
        false => Vec::new(),
    };
    drop(reader);
    let page = here.page(here.visit.lang.t("fest-title")).await?.in_room("act");
    let called: HashMap<Id, Option<String>> = names.iter().cloned().chain(crew.iter().cloned()).collect();
    let somebody = |id: Id| called.get(&id).cloned().flatten().unwrap_or_else(|| page.t("somebody-gone"));
    let own = |id: Id| here.session.is_some_and(|session| session.member == id);
    let person = |(id, name): &(Id, Option<String>)| name.clone().map(|name| Person { id: *id, name, own: own(*id) });
    let card = |row: &Row| Card {
        path: here.path(&format!("/act/freedom/machines/{}", row.id)),
        number: row.number,
        name: row.name.clone(),
        model: row.model.clone(),
        wish: row.wish.clone(),
        outcome: row.outcome.clone(),
        companion: row.companion_id.map(somebody),
        since: row.moved_at,
    };
    let list = |state: &State| List {
        state: state.as_str(),
        machines: rows.iter().filter(|row| row.state == state.as_str()).map(card).collect(),
    };
    let purged = fest.is_some_and(|fest| fest.purged_at.is_some());
    let path = here.path(&there.path());
    Ok(FestPage {
        title: there.title(&page),
        when: there.when(&page),
        place: there.place,
        language: there.entry.language,
        open: fest.is_some(),
        keep_days: fest.map_or(0, |fest| fest.keep_days),
        gone: counts(Outcome::WORDS, &gone),
        here: counts(State::WORDS, &states),
        lists: if attends { State::ALL.iter().map(list).collect() } else { Vec::new() },
        others: names.iter().filter(|(id, _)| !crew.iter().any(|(there, _)| there == id)).filter_map(person).collect(),
        crew: crew.iter().filter_map(person).collect(),
        attends,
        may_open: keeps && fest.is_none(),
        may_name: keeps && !purged,
        may_receive: attends && !purged,
        purged,
        form: OpenForm { key: Some(page.key), ..OpenForm::default() },
        path,
        page,
    })
}

/// A fest at a date, or the form that opens one there.
#[utoipa::path(get, path = "/c/{handle}/act/agenda/{id}/{date}/fest", responses((status = 200, body = FestPage), (status = 404)))]
async fn overview(here: Here, Path((_, id, date)): Path<(String, String, String)>) -> Answer {
    let view = show(&here, &id, &date).await?;
    here.answer(&view)
}

/// Opens a fest at a date.
#[utoipa::path(post, path = "/c/{handle}/act/agenda/{id}/{date}/fest", request_body = OpenForm, responses((status = 303), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn open(
    member: Member,
    Path((_, id, date)): Path<(String, String, String)>,
    Input(form): Input<OpenForm>,
) -> Answer {
    let activity: Id = id.parse().map_err(|_| Failure::not_found())?;
    let keep_days = form.keep_days.trim().parse().unwrap_or(0);
    match member.execute(form.key, Open { activity, date: date.clone(), keep_days }).await {
        Ok(done) => Ok(member.go_on(&super::path(activity, &date), "fest-opened", Some(done))),
        Err(error) => {
            let errors = member.visit.form_errors(error)?;
            let view = show(&member, &id, &date).await?;
            let page = view.page.clone().with_errors(errors);
            member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &FestPage { page, form, ..view })
        }
    }
}

/// Whether somebody attends.
fn attending() -> Schema {
    one_of(YES_OR_NO)
}

/// Who attends, or no more.
#[derive(Debug, Deserialize, ToSchema)]
struct CrewForm {
    key: Option<Id>,
    member: Id,
    #[serde(default)]
    #[schema(schema_with = attending)]
    attends: String,
}

/// Names who attends to people at a fest, or no more.
#[utoipa::path(post, path = "/c/{handle}/act/agenda/{id}/{date}/fest/crew", request_body = CrewForm, responses((status = 303), (status = 401), (status = 403), (status = 404)))]
async fn name_crew(
    member: Member,
    Path((_, id, date)): Path<(String, String, String)>,
    Input(form): Input<CrewForm>,
) -> Answer {
    let there = There::find(&mut member.read().await?, &id, &date).await?;
    let fest = there.fest.as_ref().ok_or_else(Failure::not_found)?.id;
    let attends = form.attends == "yes";
    let done = member.execute(form.key, NameCrew { fest, member: form.member, attends }).await?;
    Ok(member.go_on(&there.path(), if attends { "fest-crew" } else { "fest-crew-left" }, Some(done)))
}
