// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! One decision: what was agreed, what stands against it, who does what, and what one can do now.

use askama::Template;
use axum::extract::Path;
use serde::Serialize;
use tequio_deliberation::life::{Dimension, Stage};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    decide::decisions::{acta, recording::KEEPERS, rules::name_of},
    spine::{
        attachments::{self, File},
        discussion::pages::{Thread, thread},
        entries::{self, pages::may_change, rules::REMOVERS},
        id::Id,
        mandates,
        viewer::Visibility,
        world::Micros,
    },
    store::{Reader, args},
    web::{Answer, Failure, Here, Page, Routes, lang::civil_at, visit::Format},
};

use super::{
    day,
    effect::Effect,
    markdown,
    paragraphs::{self, Paragraph, Remark},
    parts::{Changed, ConcludingView, Contested, DissentView, Foreseen, Outsider, PersonView, ReviewView, TaskView},
    told::{Moment, history, share},
    way::Way,
    whole::{Other, Whole},
    work::Who,
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(decision))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "decide/decisions/templates/decision.html")]
pub(super) struct DecisionPage {
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) page: Page,
    pub(super) id: Id,
    pub(super) title: String,
    pub(super) body: String,
    /// Its numbered paragraphs, and what was said of each.
    pub(super) paragraphs: Vec<Paragraph>,
    /// What was said of paragraphs that read otherwise by now.
    pub(super) remarks: Vec<Remark>,
    pub(super) language: String,
    pub(super) licence: String,
    pub(super) version: i64,
    pub(super) visibility: Visibility,
    pub(super) tags: Vec<String>,
    pub(super) files: Vec<File>,
    pub(super) removed: bool,
    /// What it is about.
    pub(super) kind: String,
    /// Where it is, by the rules' name.
    pub(super) stage: String,
    /// Whether it binds.
    pub(super) binds: bool,
    /// Whether nothing more can become of it.
    pub(super) over: bool,
    /// Its way, if it is decided here.
    pub(super) way: Option<Way>,
    /// The day it was agreed; empty until then.
    pub(super) agreed_on: String,
    pub(super) agreed: String,
    pub(super) review_at: Option<Micros>,
    /// What it is to change in how a kind of decisions is decided.
    pub(super) effect: Option<Effect>,
    /// When it binds no more unless it is ratified.
    pub(super) ratify_by: Option<Micros>,
    /// When it lapses if nobody concludes the review.
    pub(super) lapses_at: Option<Micros>,
    /// The digest by which its text is cited, and what is hashed before the text.
    pub(super) digest: String,
    pub(super) salt: Option<String>,
    pub(super) present: Vec<PersonView>,
    pub(super) present_count: usize,
    pub(super) dissent: Vec<DissentView>,
    pub(super) tasks: Vec<TaskView>,
    pub(super) tasks_done: usize,
    /// Whether it was said that nobody in particular answers for it: all do.
    pub(super) together: bool,
    pub(super) foreseen: Vec<Foreseen>,
    /// Those without account whose names are there.
    pub(super) erasable: Vec<Outsider>,
    /// Who was there and says that it was not so.
    pub(super) contested: Vec<Contested>,
    /// Whether the viewer wrote down its present version, of which somebody says that it was not so.
    pub(super) contested_to_me: bool,
    /// Members who were there and have said nothing yet of this version.
    pub(super) silent: Vec<String>,
    /// Whether the viewer was there and has not said yet of this version whether it was so. A review asks for more.
    pub(super) asked_to_confirm: bool,
    /// Whether they may say so, also otherwise than before.
    pub(super) may_confirm: bool,
    pub(super) changes: Vec<Changed>,
    pub(super) superseded: Option<Other>,
    /// What somebody says that the open review ended in.
    pub(super) concluding: Option<ConcludingView>,
    pub(super) reviews: Vec<ReviewView>,
    pub(super) petitions: Vec<DissentView>,
    /// How many are needed for an early review.
    pub(super) petitioners: u32,
    pub(super) may_petition: bool,
    pub(super) may_dissent: bool,
    pub(super) may_correct: bool,
    /// Whether they may add files.
    pub(super) may_keep: bool,
    pub(super) may_remove: bool,
    pub(super) may_forget: bool,
    pub(super) history: Vec<Moment>,
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) address: String,
    pub(super) share: String,
    /// The key that signs its acta, where there is one for the viewer.
    pub(super) acta_key: Option<String>,
    pub(super) thread: Thread,
}

/// One decision.
#[utoipa::path(get, path = "/c/{handle}/decide/{id}", responses((status = 200, body = DecisionPage), (status = 404)))]
async fn decision(here: Here, Path((_, id)): Path<(String, String)>) -> Answer {
    let mut reader = here.read().await?;
    let whole = Whole::find(&here, &mut reader, &id).await?;
    let view = view(&here, &mut reader, &whole).await?;
    drop(reader);
    match here.visit.format {
        Format::Markdown => Ok(markdown::answer(&view)),
        _ => here.answer(&view),
    }
}

async fn view(here: &Here, reader: &mut Reader, whole: &Whole) -> Result<DecisionPage, Failure> {
    let entry = &whole.entry;
    let life = &whole.life;
    let removed = entry.removed_at.is_some();
    let title = entry.title.clone().unwrap_or_else(|| here.visit.lang.t("entry-removed"));
    let page = here.page(title.clone()).await?.in_room("decide");
    let tags: Vec<(String,)> = reader.all(&entries::store::TAGS, args![entry.id]).await?;
    let viewer = here.viewer.member();
    let held: Vec<(String, Micros)> = reader.all(&mandates::store::OWN_KINDS, args![here.now()]).await?;
    let holds = mandates::sort_usable(held, here.session.is_some_and(|session| session.second_factor), here.now());
    let coordinates = holds.kinds.contains(&mandates::Kind::Coordination);
    let removes = holds.kinds.iter().any(|kind| REMOVERS.contains(kind));
    let keeps = may_change(here, reader, entry.id, KEEPERS).await?;
    let binds = life.stage.binds() && !removed;
    let today = civil_at(here.now(), &here.community.zone()).date().to_string();
    let name = |person: Id| whole.names.name(&page, person);
    let tasks = TaskView::all(&page, whole, (viewer, coordinates), &today);
    let foreseen = |dimension: &Dimension| life.impact.get(dimension).and_then(|words| whole.words(*words));
    let now_said =
        |person: &Id| whole.confirmations.iter().find(|one| one.member_id == *person && one.version == entry.version);
    let person = |person: &Id| PersonView {
        id: *person,
        name: name(*person),
        confirmed: now_said(person).is_some_and(|said| said.so),
    };
    let present: Vec<PersonView> = life.present.iter().filter(|_| whole.names.shown()).map(person).collect();
    let members = life.present.iter().filter(|person| !whole.names.is_outsider(**person));
    // Who wrote it down has said so by that; and of what binds no more nobody is asked.
    let asked = |person: &Id| binds && whole.recorder() != Some(*person) && now_said(person).is_none();
    let silent = members.filter(|person| whole.names.shown() && asked(person)).map(|person| name(*person));
    let quoted =
        |viewer: Id| life.dissent.iter().any(|one| one.by == viewer && whole.author(one.words) != Some(viewer));
    let may_confirm = binds && viewer.is_some_and(|viewer| life.present.contains(&viewer) || quoted(viewer));
    let changes = Changed::all(here, reader, whole).await?;
    let superseded = match life.superseded {
        Some(other) => Other::find(here, reader, other).await?,
        None => None,
    };
    let effect = Effect::find(here, reader, &page, whole, keeps).await?;
    let (paragraphs, remarks) = paragraphs::all(&page, whole, viewer);
    let address = here.address(&format!("/decide/{}", entry.id));
    // What time has agreed to shows before it is written down.
    let agreed_on = match (whole.row.agreed_on.as_str(), life.stage.binds()) {
        ("", true) => civil_at(life.since.0, &here.community.zone()).date().to_string(),
        (day, _) => day.to_owned(),
    };
    let agreed = if agreed_on.is_empty() { String::new() } else { day(&page, &agreed_on) };
    let asleep = holds.asleep.contains(&mandates::Kind::Coordination);
    let (others,): (i64,) = match viewer {
        Some(_) => reader.optional(&mandates::store::OTHER_COORDINATORS, args![here.now()]).await?.unwrap_or((0,)),
        None => (0,),
    };
    let facilitates = coordinates || (others == 0 && !asleep);
    let disposes = viewer.is_some_and(|viewer| facilitates && (life.author != viewer || others == 0));
    let who = viewer.map(|member| Who { member, keeps, coordinates, asleep, disposes });
    let way = Way::find(here, reader, &page, whole, who).await?;
    let due = way.as_ref().and_then(|way| way.due_at);
    let share = share(here, &page, whole, superseded.as_ref(), (&agreed_on, due), &address);
    let has_acta = viewer.is_some() && !removed && (life.stage.binds() || life.stage.is_final());
    let acta_key = match has_acta {
        true => Some(acta::key(&here.node().core.secret(here.community.id).await?)),
        false => None,
    };
    Ok(DecisionPage {
        acta_key,
        id: entry.id,
        paragraphs,
        remarks,
        body: entry.body.clone().unwrap_or_default(),
        language: entry.language.clone(),
        licence: entry.licence.clone(),
        version: entry.version,
        visibility: Visibility::from_number(entry.visibility),
        tags: tags.into_iter().map(|(tag,)| tag).collect(),
        files: attachments::pages::files(here, reader, entry.id).await?,
        removed,
        kind: whole.row.kind.clone(),
        stage: name_of(&life.stage),
        binds,
        over: life.stage.is_final(),
        way,
        agreed_on,
        agreed,
        review_at: life.review.map(|at| at.0),
        effect,
        ratify_by: life.lapses.filter(|_| binds).map(|at| at.0),
        lapses_at: (life.stage == Stage::Review).then(|| life.next_due().map(|at| at.0)).flatten(),
        digest: life.text.to_string(),
        salt: whole.row.salt.clone(),
        erasable: whole.names.erasable().into_iter().map(|(id, name)| Outsider { id, name }).collect(),
        present,
        present_count: life.present.len(),
        dissent: life.dissent.iter().map(|one| DissentView::of(&page, whole, one)).collect(),
        tasks_done: tasks.iter().filter(|task| task.done).count(),
        tasks,
        together: life.together,
        foreseen: Dimension::ALL
            .iter()
            .filter_map(|dimension| Some(Foreseen { dimension: name_of(dimension), words: foreseen(dimension)? }))
            .collect(),
        contested_to_me: binds
            && keeps
            && whole.is_record()
            && viewer.is_some()
            && whole.recorder() == viewer
            && whole.confirmations.iter().any(|one| !one.so && one.version == entry.version),
        contested: Contested::all(&page, whole),
        silent: silent.collect(),
        asked_to_confirm: may_confirm && life.stage != Stage::Review && viewer.is_some_and(|viewer| asked(&viewer)),
        may_confirm,
        changes,
        superseded,
        concluding: ConcludingView::of(&page, whole, viewer),
        reviews: ReviewView::all(&page, whole),
        petitions: DissentView::petitions(&page, whole),
        petitioners: life.class.petitioners,
        may_petition: viewer
            .is_some_and(|viewer| binds && life.stage != Stage::Review && !life.petitioners.contains(&viewer)),
        may_dissent: binds && viewer.is_some(),
        may_correct: keeps && binds && whole.is_record(),
        may_keep: keeps && !removed,
        may_remove: removes && !removed,
        may_forget: !removed && may_change(here, reader, entry.id, REMOVERS).await?,
        history: history(&page, whole),
        address,
        share,
        thread: thread(here, entry.id).await?,
        title,
        page,
    })
}
