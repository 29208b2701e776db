// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The mandates of a community: who holds them until when, confirming, laying down, and choosing.

use std::collections::HashMap;

use askama::Template;
use serde::{Deserialize, Serialize};
use utoipa::{ToSchema, openapi::Schema};
use utoipa_axum::routes;

use crate::{
    spine::{
        id::Id,
        members,
        world::{DAY, Micros},
    },
    store::args,
    web::{
        Answer, Failure, Here, Input, Member, Page, Query, Routes,
        input::{YES_OR_NO, one_of},
    },
};

use super::{
    Confirm, Kind, LayDown,
    choice::{Call, Stand, StandDown, Support},
    rules, store,
};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .routes(routes!(mandates))
        .routes(routes!(confirm))
        .routes(routes!(lay_down_form, lay_down))
        .routes(routes!(call))
        .routes(routes!(stand))
        .routes(routes!(support))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/mandates/templates/mandates.html")]
struct Mandates {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    kinds: Vec<KindView>,
    past: Vec<Term>,
    /// Whether the viewer is the only member: a call needs nobody else then.
    alone: bool,
    second_factor_asked: Option<SecondFactorAsked>,
}

/// That the viewer's mandates take a second factor which this session has not given.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SecondFactorAsked {
    /// From when on.
    pub(crate) from: Micros,
    /// Whether that has come: what the mandates are for is closed until then.
    pub(crate) asleep: bool,
}

/// Whether the viewer's mandates ask for a second factor: for the pages where they would look for their powers.
pub(crate) async fn second_factor_asked(here: &Here) -> Result<Option<SecondFactorAsked>, Failure> {
    if here.session.is_none_or(|session| session.second_factor) {
        return Ok(None);
    }
    let mut reader = here.read().await?;
    let held: Vec<(String, Micros)> = reader.all(&store::OWN_KINDS, args![here.now()]).await?;
    let first = held.into_iter().map(|(_, starts_at)| starts_at + rules::SECOND_FACTOR_GRACE).min();
    Ok(first.map(|from| SecondFactorAsked { from, asleep: from <= here.now() }))
}

/// Whether anybody can answer who asks to join.
pub(crate) async fn somebody_answers(here: &Here) -> Result<bool, Failure> {
    let mut reader = here.read().await?;
    let held: Option<(i64,)> = reader.optional(&store::DOORKEEPERS, args![here.now()]).await?;
    Ok(held.is_some_and(|(held,)| held > 0))
}

/// One kind of mandate: its terms, and its choice if there is one.
#[derive(Debug, Serialize, ToSchema)]
struct KindView {
    kind: &'static str,
    terms: Vec<Term>,
    choice: Option<ChoiceView>,
    /// Whether a choice may be called: none is called or open.
    can_call: bool,
}

#[derive(Debug, Serialize, ToSchema)]
struct Term {
    id: Id,
    kind: String,
    name: Option<String>,
    own: bool,
    starts_at: Micros,
    ends_at: Micros,
    /// Whether everybody is asked to confirm it now.
    asks: bool,
    confirmed: i64,
    needed: i64,
    confirmed_by_viewer: bool,
    /// Why the operator gave it, if they did.
    reason: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct ChoiceView {
    id: Id,
    caller: Option<String>,
    called_by_viewer: bool,
    open: bool,
    opened_at: Option<Micros>,
    closes_at: Option<Micros>,
    closed: bool,
    chosen: Option<String>,
    candidates: Vec<Candidate>,
    viewer_stands: bool,
}

#[derive(Debug, Serialize, ToSchema)]
struct Candidate {
    id: Id,
    name: Option<String>,
    /// How many support them.
    supports: i64,
    /// Whether the viewer does.
    supported: bool,
}

pub(super) type TermRow = (Id, String, Id, Micros, Micros, Option<String>);
pub(super) type ChoiceRow = (Id, String, Id, Micros, Option<Micros>, Option<Micros>, Option<String>, Option<Id>);

/// The mandates: who holds which until when, and how they are chosen.
#[utoipa::path(get, path = "/c/{handle}/mandates", responses((status = 200, body = Mandates), (status = 401)))]
async fn mandates(member: Member) -> Answer {
    let now = member.now();
    let mut reader = member.read().await?;
    let in_force: Vec<TermRow> = reader.all(&store::IN_FORCE, args![now]).await?;
    let past: Vec<TermRow> = reader.all(&store::PAST, args![now]).await?;
    let confirmed: Vec<(Id, i64, i64)> = reader.all(&store::CONFIRMED, args![]).await?;
    let choices: Vec<ChoiceRow> = reader.all(&store::CHOICES, args![now - 90 * DAY]).await?;
    let names: Vec<(Id, Option<String>)> = reader.all(&members::store::NAMES, args![]).await?;
    let names: HashMap<Id, Option<String>> = names.into_iter().collect();
    let name = |id: Id| names.get(&id).cloned().flatten();
    let term = |(id, kind, holder, starts_at, ends_at, reason): TermRow| {
        let counted = confirmed.iter().find(|(mandate, ..)| *mandate == id);
        Term {
            id,
            kind,
            name: name(holder),
            own: holder == member.id,
            starts_at,
            ends_at,
            asks: rules::asks_to_be_confirmed(ends_at, now),
            confirmed: counted.map_or(0, |(_, count, _)| *count),
            needed: rules::confirmations_needed(member.community.active),
            confirmed_by_viewer: counted.is_some_and(|(.., own)| *own == 1),
            reason,
        }
    };
    let mut kinds = Vec::new();
    let mut terms: Vec<Term> = in_force.into_iter().map(term).collect();
    for kind in Kind::ALL {
        let (own, rest): (Vec<Term>, Vec<Term>) = terms.into_iter().partition(|term| term.kind == kind.as_str());
        terms = rest;
        let mut choice = None;
        if let Some(row) = choices.iter().find(|(_, found, ..)| found == kind.as_str()) {
            let (id, _, caller, _, opened_at, closes_at, outcome, chosen) = row.clone();
            let candidates: Vec<(Id,)> = reader.all(&store::CANDIDATES, args![id]).await?;
            let supports: Vec<(Id, i64)> = reader.all(&store::SUPPORTS, args![id]).await?;
            let count = |id: Id| supports.iter().find(|(found, _)| *found == id).map_or(0, |(_, count)| *count);
            let supported: Vec<(Id,)> = reader.all(&store::SUPPORTED, args![id]).await?;
            choice = Some(ChoiceView {
                id,
                caller: name(caller),
                called_by_viewer: caller == member.id,
                open: opened_at.is_some() && outcome.is_none(),
                opened_at,
                closes_at,
                closed: outcome.is_some(),
                chosen: chosen.and_then(name),
                viewer_stands: candidates.iter().any(|(candidate,)| *candidate == member.id),
                candidates: candidates
                    .into_iter()
                    .map(|(id,)| {
                        let supported = supported.contains(&(id,));
                        Candidate { id, name: name(id), supports: count(id), supported }
                    })
                    .collect(),
            });
        }
        let can_call = choice.as_ref().is_none_or(|choice| choice.closed);
        kinds.push(KindView { kind: kind.as_str(), terms: own, choice, can_call });
    }
    drop(reader);
    let past = past.into_iter().map(term).collect();
    let page = member.page(member.visit.lang.t("mandates-title")).await?;
    let alone = rules::calls_alone(member.community.active);
    let second_factor_asked = second_factor_asked(&member).await?;
    member.answer(&Mandates { page, kinds, past, alone, second_factor_asked })
}

fn yes_or_no() -> Schema {
    one_of(YES_OR_NO)
}

/// Which mandate or choice, and whom.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = AboutMandate)]
struct About {
    key: Option<Id>,
    id: Id,
    candidate: Option<Id>,
    #[serde(default)]
    #[schema(schema_with = yes_or_no)]
    supports: String,
    #[serde(default)]
    #[schema(schema_with = yes_or_no)]
    stands: String,
}

/// Confirms a term that is running out.
#[utoipa::path(post, path = "/c/{handle}/mandates/confirm", request_body = About, responses((status = 303), (status = 403), (status = 409)))]
async fn confirm(member: Member, Input(form): Input<About>) -> Answer {
    let done = member.execute(form.key, Confirm(form.id)).await?;
    // Its holder is told when the half is reached.
    let what = if done.told > 0 { "confirmed-by-half" } else { "confirmed" };
    Ok(member.go_on("/mandates", what, Some(done)))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/mandates/templates/lay_down.html")]
struct LayDownPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    id: Id,
    kind: String,
    /// Whether nobody else holds one of its kind.
    alone: bool,
    /// Whether a choice may be called before: none is called or open.
    can_call: bool,
}

/// Which mandate.
#[derive(Debug, Deserialize)]
struct Which {
    id: Option<Id>,
}

/// What it means to lay a mandate down: nothing is laid down by one tap alone.
#[utoipa::path(get, path = "/c/{handle}/mandates/lay-down", params(("id" = Id, Query)), responses((status = 200, body = LayDownPage), (status = 401), (status = 404)))]
async fn lay_down_form(member: Member, Query(which): Query<Which>) -> Answer {
    let id = which.id.ok_or_else(Failure::not_found)?;
    let now = member.now();
    let mut reader = member.read().await?;
    let in_force: Vec<TermRow> = reader.all(&store::IN_FORCE, args![now]).await?;
    let alone: Vec<(String,)> = reader.all(&store::ALONE, args![now]).await?;
    let choices: Vec<ChoiceRow> = reader.all(&store::CHOICES, args![now]).await?;
    drop(reader);
    let own = in_force.into_iter().find(|(found, _, holder, ..)| (*found, *holder) == (id, member.id));
    let (_, kind, ..) = own.ok_or_else(Failure::not_found)?;
    let can_call = !choices.iter().any(|(_, found, .., outcome, _)| *found == kind && outcome.is_none());
    let alone = alone.iter().any(|(found,)| *found == kind);
    let page = member.page(member.visit.lang.t("mandate-lay-down")).await?;
    member.answer(&LayDownPage { page, id, kind, alone, can_call })
}

/// Lays down one's own mandate.
#[utoipa::path(post, path = "/c/{handle}/mandates/lay-down", request_body = About, responses((status = 303), (status = 403), (status = 409)))]
async fn lay_down(member: Member, Input(form): Input<About>) -> Answer {
    let done = member.execute(form.key, LayDown(form.id)).await?;
    Ok(member.go_on("/mandates", "laid-down", Some(done)))
}

/// The kinds of mandates.
fn kinds() -> Schema {
    one_of(&Kind::ALL.map(Kind::as_str))
}

/// Of what mandate.
#[derive(Debug, Deserialize, ToSchema)]
struct CallForm {
    key: Option<Id>,
    #[schema(schema_with = kinds)]
    kind: String,
}

/// Calls a choice, or joins the call.
#[utoipa::path(post, path = "/c/{handle}/mandates/call", request_body = CallForm, responses((status = 303), (status = 409)))]
async fn call(member: Member, Input(form): Input<CallForm>) -> Answer {
    let kind: Kind = form.kind.parse().map_err(|()| Failure::not_found())?;
    let done = member.execute(form.key, Call(kind)).await?;
    let mut reader = member.read().await?;
    let choices: Vec<ChoiceRow> = reader.all(&store::CHOICES, args![member.now()]).await?;
    drop(reader);
    let opened = choices.iter().any(|(_, found, _, _, opened_at, ..)| found == kind.as_str() && opened_at.is_some());
    Ok(member.go_on("/mandates", if opened { "joined-call" } else { "called" }, Some(done)))
}

/// Stands in a choice, or no more.
#[utoipa::path(post, path = "/c/{handle}/mandates/stand", request_body = About, responses((status = 303), (status = 409)))]
async fn stand(member: Member, Input(form): Input<About>) -> Answer {
    if form.stands == "no" {
        let done = member.execute(form.key, StandDown(form.id)).await?;
        return Ok(member.go_on("/mandates", "stood-down", Some(done)));
    }
    let done = member.execute(form.key, Stand(form.id)).await?;
    let mut reader = member.read().await?;
    let kind: Option<(String,)> = reader.optional(&store::CHOICE_KIND, args![form.id]).await?;
    drop(reader);
    let kind = kind.map(|(kind,)| kind).unwrap_or_default();
    Ok(member.go_on("/mandates", &format!("stood.{kind}"), Some(done)))
}

/// Supports a candidate, or no more.
#[utoipa::path(post, path = "/c/{handle}/mandates/support", request_body = About, responses((status = 303), (status = 404), (status = 409)))]
async fn support(member: Member, Input(form): Input<About>) -> Answer {
    let candidate = form.candidate.ok_or_else(Failure::not_found)?;
    let command = Support { choice: form.id, candidate, supports: form.supports != "no" };
    let done = member.execute(form.key, command).await?;
    let words = if form.supports == "no" { "unsupported" } else { "supported" };
    Ok(member.go_on("/mandates", words, Some(done)))
}
