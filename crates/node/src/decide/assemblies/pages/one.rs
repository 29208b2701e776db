// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! One assembly: the order of the day, what happens now and whose turn it is, the acta.

use askama::Template;
use axum::{extract::Path, response::Response};
use serde::Serialize;
use tequio_deliberation::assembly::Stage;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    decide::{
        assemblies::{
            KEEPERS,
            acta::{Acta, FORMAT},
            store,
        },
        decisions::{
            acta as decided,
            pages::acta::{self, file as acta_file},
            rules::name_of,
        },
    },
    spine::{
        entries::{pages::may_change, rules::REMOVERS},
        id::Id,
        mandates,
        members::{Choosable, choosable},
        refusal::Error,
        world::{MINUTE, Micros},
    },
    store::{Reader, args},
    web::{Answer, Failure, Here, Member, Page, Routes, visit::Format},
};

use super::{
    markdown,
    points::{PointView, hour},
    steps::StepForm,
    whole::Whole,
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(one)).routes(routes!(file))
}

/// An assembly.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "decide/assemblies/templates/one.html")]
pub(super) struct AssemblyPage {
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) page: Page,
    pub(super) id: Id,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) language: String,
    pub(super) removed: bool,
    /// `called`, `held`, `acta` or `approved`.
    pub(super) stage: String,
    /// When it is, as the agenda says; nothing if it was taken off there.
    pub(super) when: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) day: String,
    pub(super) place: Option<String>,
    pub(super) activity: Option<String>,
    pub(super) cancelled: bool,
    pub(super) facilitator: Someone,
    pub(super) note_taker: Someone,
    pub(super) opened_at: Option<Micros>,
    pub(super) closed_at: Option<Micros>,
    pub(super) points: Vec<PointView>,
    pub(super) present: Vec<Someone>,
    /// Members who are there, for the form.
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) there: Vec<Id>,
    /// The names of others, with commas between them.
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) others: String,
    pub(super) now: Option<Now>,
    /// When the acta is approved, if nobody says otherwise.
    pub(super) due_at: Option<Micros>,
    /// Whether it waits to be set right.
    pub(super) halted: bool,
    pub(super) version: u32,
    pub(super) approved_at: Option<Micros>,
    pub(super) doubts: Vec<DoubtView>,
    pub(super) corrections: Vec<CorrectionView>,
    /// The key that signs the acta, where there is one.
    pub(super) acta_key: Option<String>,
    /// Whether the viewer leads it.
    pub(super) leads: bool,
    /// Whether they may enter for others what they say of the decision that is on.
    pub(super) may_enter: bool,
    pub(super) may_add: bool,
    pub(super) may_doubt: bool,
    pub(super) may_remove: bool,
    pub(super) may_forget: bool,
    /// Those without account whose names are there, for those who may erase them.
    pub(super) erasable: Vec<Someone>,
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) members: Vec<Choosable>,
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) decisions: Vec<(Id, Option<String>)>,
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) address: String,
    /// The step whose form did not fit, and what it held.
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) step: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) form: StepForm,
}

/// Somebody, by name.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = AssemblyPerson)]
pub(super) struct Someone {
    pub(super) id: Id,
    pub(super) name: String,
}

/// What happens now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AssemblyNow)]
pub(super) struct Now {
    /// What time it is on this page, as a clock shows it.
    pub(super) clock: String,
    /// The point that is on.
    pub(super) point: Option<OnPoint>,
    /// Who speaks, since when, and for how many minutes.
    pub(super) speaks: Option<(Someone, String, i64)>,
    /// Those who wait, in the order in which they speak.
    pub(super) waiting: Vec<Someone>,
    /// Whether the viewer is there and may ask for the word, or waits.
    pub(super) may_ask: bool,
    pub(super) waits: bool,
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) viewer: Option<Id>,
    /// Those who are there and do not wait, for who leads it.
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) may_wait: Vec<Someone>,
}

/// The point that is on.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OnPoint {
    pub(super) id: Id,
    pub(super) words: String,
    /// Since when, and until when, as a clock shows it.
    pub(super) since: String,
    pub(super) until: Option<String>,
    /// For how many minutes, how many are left, and whether its time is over.
    pub(super) minutes: i64,
    pub(super) left: i64,
    pub(super) over: bool,
    pub(super) notes: String,
    /// Whether it is about a decision.
    pub(super) decides: bool,
}

/// Somebody says that it was not so.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DoubtView {
    pub(super) name: String,
    pub(super) words: Option<String>,
    /// Of which version of the acta, from 1.
    pub(super) version: u32,
}

/// What was set right.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CorrectionView {
    pub(super) at: Micros,
    pub(super) words: Option<String>,
}

/// What happens now, in one that is held.
fn now(here: &Here, page: &Page, whole: &Whole) -> Option<Now> {
    let state = &whole.state;
    if state.stage != Stage::Held {
        return None;
    }
    let at = here.now();
    let someone = |id: &Id| Someone { id: *id, name: whole.names.name(page, *id) };
    let viewer = here.viewer.member();
    let waits = |who: &Id| state.speaking.waiting.contains(who);
    let speaks = |who: &Id| state.speaking.now.as_ref().is_some_and(|(now, _)| now == who);
    let point = state.on().map(|(topic, since)| {
        let minutes = i64::from(topic.minutes);
        let until = since.0 + minutes * MINUTE;
        OnPoint {
            id: topic.id,
            words: whole.point(page, topic.id),
            since: hour(page, since.0),
            until: (minutes > 0).then(|| hour(page, until)),
            minutes: (at - since.0) / MINUTE,
            left: (until - at) / MINUTE,
            over: minutes > 0 && at > until,
            notes: topic.notes.and_then(|words| whole.words(words)).unwrap_or_default(),
            decides: topic.decision.is_some(),
        }
    });
    let mut may_wait: Vec<Someone> =
        state.present.iter().filter(|who| !waits(who) && !speaks(who)).map(someone).collect();
    may_wait.sort_by(|one, other| one.name.cmp(&other.name));
    Some(Now {
        clock: hour(page, at),
        point,
        speaks: state
            .speaking
            .now
            .as_ref()
            .map(|(who, since)| (someone(who), hour(page, since.0), (at - since.0) / MINUTE)),
        waiting: state.speaking.order().iter().map(someone).collect(),
        may_ask: viewer.is_some_and(|viewer| state.present.contains(&viewer) && !waits(&viewer) && !speaks(&viewer)),
        waits: viewer.is_some_and(|viewer| waits(&viewer)),
        viewer,
        may_wait,
    })
}

/// What the viewer sees of an assembly; `step` and `form` are of a form that did not fit.
pub(super) async fn view(
    here: &Here,
    reader: &mut Reader,
    id: &str,
    (step, form): (&str, StepForm),
) -> Result<AssemblyPage, Failure> {
    let whole = Whole::find(here, reader, id).await?;
    let (entry, state) = (&whole.entry, &whole.state);
    let removed = entry.removed_at.is_some();
    let title = entry.title.clone().unwrap_or_else(|| here.visit.lang.t("entry-removed"));
    let page = here.page(title.clone()).await?.in_room("decide");
    let someone = |id: Id| Someone { id, name: whole.names.name(&page, id) };
    let viewer = here.viewer.member().filter(|_| here.session.is_some() && !removed);
    let named = viewer.is_some_and(|viewer| [state.facilitator, state.note_taker].contains(&viewer));
    let leads = viewer.is_some() && (named || may_change(here, reader, entry.id, KEEPERS).await?);
    let held: Vec<(String, Micros)> = reader.all(&mandates::store::OWN_KINDS, args![here.now()]).await?;
    let holds = mandates::sort_usable(held, here.gave_factor(), here.now());
    let coordinates = holds.kinds.contains(&mandates::Kind::Coordination);
    let now = now(here, &page, &whole).filter(|_| !removed);
    let decides = now.as_ref().and_then(|now| now.point.as_ref()).is_some_and(|point| point.decides);
    let (there, others) = whole.attendance();
    let mut present: Vec<Someone> = state.present.iter().map(|person| someone(*person)).collect();
    present.sort_by(|one, other| one.name.cmp(&other.name));
    let mut members = if leads { choosable(reader).await? } else { Vec::new() };
    // Who was there and has left since, or whose name was erased, stays where they were.
    let gone = there.iter().filter(|person| leads && members.iter().all(|member| member.id != **person));
    let gone: Vec<Choosable> =
        gone.map(|person| Choosable { id: *person, name: whole.names.name(&page, *person) }).collect();
    members.extend(gone);
    let may_forget = !removed && may_change(here, reader, entry.id, REMOVERS).await?;
    let may_add = viewer.is_some() && (state.stage == Stage::Called || (leads && state.stage == Stage::Held));
    let over = matches!(state.stage, Stage::Acta | Stage::Approved) && !removed;
    let acta_key = match over {
        true => Some(decided::key(&here.node().core.secret(here.community.id).await?)),
        false => None,
    };
    let date = whole.date.as_ref();
    let when = date.and_then(|date| date.starts_local.parse().ok()).map(|at| page.lang.moment(at));
    let address = here.address(&format!("/decide/assemblies/{}", entry.id));
    Ok(AssemblyPage {
        id: entry.id,
        title,
        body: entry.body.clone().unwrap_or_default(),
        language: entry.language.clone(),
        removed,
        stage: name_of(&state.stage),
        when,
        day: date.map(|date| date.starts_local.clone()).unwrap_or_default(),
        place: date.and_then(|date| date.place.clone()),
        activity: date.map(|date| here.path(&format!("/act/agenda/{}/{}", whole.activity, date.date_id))),
        cancelled: date.is_some_and(|date| date.cancelled_at.is_some()),
        facilitator: someone(state.facilitator),
        note_taker: someone(state.note_taker),
        opened_at: state.opened.map(|at| at.0),
        closed_at: state.closed.map(|at| at.0),
        points: if removed { Vec::new() } else { PointView::all(here, reader, &page, &whole).await? },
        present,
        there,
        others,
        due_at: state.due().map(|at| at.0),
        halted: state.is_halted(),
        version: state.version,
        approved_at: state.approved.map(|at| at.0),
        doubts: state
            .doubts
            .iter()
            .map(|doubt| DoubtView {
                name: whole.names.name(&page, doubt.by),
                words: whole.words(doubt.words),
                version: doubt.version,
            })
            .collect(),
        corrections: state
            .corrections
            .iter()
            .map(|(at, words)| CorrectionView { at: at.0, words: whole.words(*words) })
            .collect(),
        acta_key,
        leads,
        may_enter: decides && coordinates,
        may_add,
        may_doubt: state.stage == Stage::Acta
            && viewer.is_some_and(|viewer| state.open_doubts().all(|doubt| doubt.by != viewer)),
        may_remove: !removed && holds.kinds.iter().any(|kind| REMOVERS.contains(kind)),
        may_forget,
        erasable: match may_forget {
            true => whole.names.erasable().into_iter().map(|(id, name)| Someone { id, name }).collect(),
            false => Vec::new(),
        },
        members,
        decisions: if may_add { reader.all(&store::OPEN_DECISIONS, args![]).await? } else { Vec::new() },
        address,
        step: step.to_owned(),
        form,
        now,
        page,
    })
}

/// One assembly.
#[utoipa::path(get, path = "/c/{handle}/decide/assemblies/{id}", responses((status = 200, body = AssemblyPage), (status = 404)))]
async fn one(here: Here, Path((_, id)): Path<(String, String)>) -> Answer {
    let view = view(&here, &mut here.read().await?, &id, ("", StepForm::default())).await?;
    match here.visit.format {
        Format::Markdown => Ok(markdown::answer(&view)),
        _ => here.answer(&view),
    }
}

/// All that happened in an assembly that is over, signed by the community.
#[utoipa::path(get, path = "/c/{handle}/decide/assemblies/{id}/acta", responses((status = 200, body = serde_json::Value), (status = 401), (status = 404)))]
async fn file(member: Member, Path((_, id)): Path<(String, String)>) -> Result<Response, Failure> {
    let mut reader = member.read().await?;
    let whole = Whole::find(&member, &mut reader, &id).await?;
    let over = matches!(whole.state.stage, Stage::Acta | Stage::Approved);
    let Some(title) = whole.entry.title.clone().filter(|_| over) else { return Err(Failure::not_found()) };
    let mut agreements = std::collections::BTreeMap::new();
    for (decision, _) in whole.state.points.iter().flat_map(|point| &point.agreed) {
        // What was removed since is missing in it.
        if let Ok(agreement) = acta::of(&member, &mut reader, &decision.to_string()).await {
            agreements.insert(*decision, agreement);
        }
    }
    drop(reader);
    let told = serde_json::to_string(&whole.events).map_err(|error| Error::Damaged(error.to_string()))?;
    let secret = member.node().core.secret(member.community.id).await?;
    let acta = Acta {
        assembly: FORMAT,
        community: member.community.name.clone(),
        key: decided::key(&secret),
        address: member.address(&format!("/decide/assemblies/{id}")),
        title,
        people: whole.names.of_those_in(&told),
        words: whole.words.into_iter().filter_map(|(id, (_, words))| Some((id, words?))).collect(),
        // What time has brought about is written down when its hour comes.
        events: whole.events,
        agreements,
    };
    let signed = acta.signed(&secret, member.now()).map_err(|error| Error::Damaged(error.to_string()))?;
    Ok(acta_file(&signed))
}
