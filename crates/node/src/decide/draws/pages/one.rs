// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A draw: where it is, who is on its roll and who was drawn, how anybody finds the same, and what one can do now.

use std::collections::HashMap;

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use serde::{Deserialize, Serialize};
use tequio_deliberation::sortition::{Draw, ticket};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    decide::draws::{
        Answer as Say, CallOff, Choose, Confirm, Enter, KIND, Note, TakeBack,
        rules::{Kept, Person, Said, Stage, roll},
        store,
    },
    spine::{
        command::Command as _,
        entries::{self, pages::Entry},
        id::Id,
        members,
        world::Micros,
    },
    store::args,
    web::{Answer, Failure, Here, Input, Member, Page, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(one)).routes(routes!(step))
}

/// What verifies the file of a draw.
const VERIFY: &str = "tequio verify sorteo sorteo.json";

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "decide/draws/templates/one.html")]
struct DrawPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    #[serde(skip)]
    #[schema(ignore)]
    form: StepForm,
    id: Id,
    title: String,
    body: String,
    language: String,
    removed: bool,
    stage: Stage,
    seats: i64,
    alternates: i64,
    /// Which public numbers decide.
    source: String,
    /// The day of the numbers, as `2026-11-28`.
    numbers_on: String,
    numbers_at: Micros,
    /// Until when one may step out.
    closes_at: Micros,
    /// The last instant of the last day on which one may.
    last_day: Micros,
    /// The digest of the nonce.
    digest: String,
    /// Once the roll is fixed: the digest of all that is fixed.
    terms: Option<String>,
    /// Once it is fixed: everybody on it.
    roll: Vec<PersonView>,
    /// Numbers that nobody confirmed.
    entered: Option<Entered>,
    drawn: Option<DrawnView>,
    /// Why it was called off; nothing where too few were left.
    reason: Option<String>,
    note: Option<String>,
    may: May,
}

/// What the viewer can do.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = MayDraw)]
struct May {
    /// Step out.
    step_out: bool,
    /// Be in it again.
    step_in: bool,
    /// Enter the numbers.
    enter: bool,
    /// Confirm those that are entered.
    confirm: bool,
    /// Say whether they do it.
    answer: bool,
    /// Say that they do not after all.
    decline: bool,
    call_off: bool,
    note: bool,
}

/// Somebody on the roll.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DrawPerson)]
struct PersonView {
    /// From 1.
    place: i64,
    member: Id,
    name: String,
    /// Whether it is the viewer.
    own: bool,
    /// Once drawn: who is drawn first has 1.
    rank: Option<i64>,
    seated: bool,
    said: Option<Said>,
    ticket: Option<String>,
}

/// Numbers that wait to be confirmed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EnteredNumbers)]
struct Entered {
    numbers: String,
    by: String,
}

/// Who was drawn, and how that is found again.
#[derive(Debug, Serialize, ToSchema)]
struct DrawnView {
    numbers: String,
    nonce: String,
    seed: String,
    at: Micros,
    /// Who was drawn, first who was drawn first.
    people: Vec<PersonView>,
    /// How many seats nobody is left for.
    empty: i64,
    /// How many of those who hold a seat have not answered.
    unanswered: usize,
    /// The commands that find it again, each with what it must print.
    checks: Vec<Check>,
}

/// A command, and what it must print.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DrawCheck)]
struct Check {
    /// What it shows: the message is `draw-check-…`.
    what: &'static str,
    command: String,
    prints: String,
}

/// The commands by which anybody finds a draw again.
fn checks(draw: &Draw<Id>, first: &PersonView) -> Vec<Check> {
    let (seed, terms) = (draw.seed(), draw.terms.digest());
    let lines = draw.lines().replace('\n', "\\n");
    let check = |what, command, prints: String| Check { what, command, prints };
    let in_order = "{roll, seats, alternates, source, nonce}";
    vec![
        check("nonce", format!("printf {} | sha256sum", draw.nonce), draw.terms.nonce.to_string()),
        check("terms", format!("jq -jc '.terms | {in_order}' sorteo.json | sha256sum"), terms.to_string()),
        check("seed", format!("printf '{lines}' | sha256sum"), seed.to_string()),
        check("ticket", format!("printf {seed}/{} | sha256sum", first.place), first.ticket.clone().unwrap_or_default()),
    ]
}

async fn show(here: &Here, id: &str) -> Result<DrawPage, Failure> {
    let id: Id = id.parse().map_err(|_| Failure::not_found())?;
    let mut reader = here.read().await?;
    let entry: Option<Entry> = reader.optional(&entries::store::ONE, args![id]).await?;
    let entry = entry.filter(|entry| entry.kind == KIND).ok_or_else(Failure::not_found)?;
    let kept: Option<Kept> = reader.optional(&store::ONE, args![id]).await?;
    let kept = kept.ok_or_else(Failure::not_found)?;
    let people: Vec<Person> = reader.all(&store::ROLL, args![id]).await?;
    let out: Option<(Id,)> = reader.optional(&store::OUT, args![id]).await?;
    let names: Vec<(Id, Option<String>)> = reader.all(&members::store::NAMES, args![]).await?;
    drop(reader);
    let title = entry.title.clone().unwrap_or_else(|| here.visit.lang.t("entry-removed"));
    let page = here.page(title.clone()).await?.in_room("decide");
    let page = page.below("/decide/draws", here.visit.lang.t("draws-title"));
    let names: HashMap<Id, Option<String>> = names.into_iter().collect();
    let name = |member: &Id| names.get(member).cloned().flatten().unwrap_or_else(|| page.t("somebody-gone"));
    let removed = entry.removed_at.is_some();
    let viewer = here.viewer.member().filter(|_| here.session.is_some());
    let draw = kept.draw(roll(&people))?.filter(|_| !removed);
    let seed = draw.as_ref().map(Draw::seed);
    let view = |person: &Person| PersonView {
        place: person.place,
        member: person.member_id,
        name: name(&person.member_id),
        own: viewer == Some(person.member_id),
        rank: person.rank,
        seated: person.seated,
        said: person.said(),
        ticket: seed.map(|seed| ticket(seed, person.place.unsigned_abs()).to_string()),
    };
    let on_roll: Vec<PersonView> = people.iter().map(view).collect();
    let may = may(here, &kept, removed, out.is_some(), on_roll.iter().find(|person| person.own)).await?;
    let terms = match kept.fixed_at.filter(|_| !removed) {
        Some(_) => Some(kept.terms(roll(&people))?.digest().to_string()),
        None => None,
    };
    let drawn = draw.as_ref().zip(kept.drawn_at).map(|(draw, at)| {
        let mut people = on_roll.clone();
        people.retain(|person| person.rank.is_some_and(|rank| rank <= kept.seats.saturating_add(kept.alternates)));
        people.sort_by_key(|person| person.rank);
        let seated = || people.iter().filter(|person| person.seated);
        DrawnView {
            numbers: draw.numbers.clone(),
            nonce: draw.nonce.clone(),
            seed: draw.seed().to_string(),
            at,
            empty: kept.seats - i64::try_from(seated().count()).unwrap_or(i64::MAX),
            unanswered: seated().filter(|person| person.said.is_none()).count(),
            checks: people.first().map(|first| checks(draw, first)).unwrap_or_default(),
            people,
        }
    });
    let stage = kept.stage();
    let entered = kept.entered.clone().filter(|_| stage == Stage::Entered).zip(kept.entered_by);
    Ok(DrawPage {
        id,
        title,
        body: entry.body.unwrap_or_default(),
        language: entry.language,
        removed,
        stage,
        seats: kept.seats,
        alternates: kept.alternates,
        source: kept.source.unwrap_or_default(),
        numbers_on: kept.numbers_on,
        numbers_at: kept.numbers_at,
        closes_at: kept.closes_at,
        last_day: kept.closes_at - 1,
        digest: kept.digest,
        terms,
        roll: on_roll,
        entered: entered.map(|(numbers, by)| Entered { numbers, by: name(&by) }),
        drawn,
        reason: kept.reason,
        note: kept.note,
        may,
        form: StepForm::default(),
        page,
    })
}

/// What the viewer can do.
async fn may(here: &Here, kept: &Kept, removed: bool, out: bool, own: Option<&PersonView>) -> Result<May, Failure> {
    let Some(viewer) = here.viewer.member().filter(|_| here.session.is_some() && !removed) else {
        return Ok(May::default());
    };
    let (stage, now) = (kept.stage(), here.now());
    let is_open = stage == Stage::Open && kept.closes_at > now;
    let said = own.filter(|own| stage == Stage::Drawn && own.seated).map(|own| own.said);
    let waits = matches!(stage, Stage::Fixed | Stage::Entered) && kept.numbers_at <= now;
    Ok(May {
        step_out: is_open && !out,
        step_in: is_open && out,
        enter: waits && here.may(Enter::NAME).await?,
        confirm: stage == Stage::Entered && (kept.entered_by != Some(viewer) || here.community.active < 2),
        answer: said == Some(None),
        decline: said == Some(Some(Said::Accepted)),
        call_off: !matches!(stage, Stage::Drawn | Stage::Off) && here.may(CallOff::NAME).await?,
        note: stage == Stage::Drawn && here.may(Note::NAME).await?,
    })
}

/// A draw: where it is, and who was drawn.
#[utoipa::path(get, path = "/c/{handle}/decide/draws/{id}", responses((status = 200, body = DrawPage), (status = 404)))]
async fn one(here: Here, Path((_, id)): Path<(String, String)>) -> Answer {
    let view = show(&here, &id).await?;
    let form = StepForm { note: view.note.clone().unwrap_or_default(), ..StepForm::default() };
    here.answer(&DrawPage { form, ..view })
}

/// What a step says, as a form holds it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = DrawStepForm)]
struct StepForm {
    key: Option<Id>,
    /// The numbers, to enter or confirm them.
    numbers: String,
    /// Why it is called off.
    reason: String,
    /// What those who were drawn are given.
    note: String,
}

/// Takes a step: `out`, `in`, `enter`, `take-back`, `confirm`, `accept`, `decline`, `call-off` or `note`.
#[utoipa::path(post, path = "/c/{handle}/decide/draws/{id}/steps/{step}", request_body = StepForm, responses((status = 303), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn step(
    member: Member,
    Path((_, id, step)): Path<(String, String, String)>,
    Input(form): Input<StepForm>,
) -> Answer {
    let draw: Id = id.parse().map_err(|_| Failure::not_found())?;
    let (key, StepForm { numbers, reason, note, .. }) = (form.key, form.clone());
    let (done, told) = match step.as_str() {
        "out" => (member.execute(key, Choose { draw, takes_part: false }).await, "draw-out"),
        "in" => (member.execute(key, Choose { draw, takes_part: true }).await, "draw-in"),
        "enter" => (member.execute(key, Enter { draw, numbers }).await, "draw-entered"),
        "take-back" => (member.execute(key, TakeBack(draw)).await, "draw-taken-back"),
        "confirm" => (member.execute(key, Confirm { draw, numbers }).await, "draw-drawn"),
        "accept" => (member.execute(key, Say { draw, accepts: true }).await, "draw-accepted"),
        "decline" => (member.execute(key, Say { draw, accepts: false }).await, "draw-declined"),
        "call-off" => (member.execute(key, CallOff { draw, reason }).await, "draw-off"),
        "note" => (member.execute(key, Note { draw, note }).await, "draw-noted"),
        _ => return Err(Failure::not_found()),
    };
    match done {
        Ok(done) => Ok(member.go_on(&format!("/decide/draws/{draw}"), told, Some(done))),
        Err(error) => {
            let errors = member.visit.form_errors(error)?;
            let view = show(&member, &id).await?;
            let page = view.page.clone().with_errors(errors);
            member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &DrawPage { page, form, ..view })
        }
    }
}
