// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! One decision: what was agreed, what stands against it, who does what, and what one can do now.

use askama::Template;
use axum::extract::Path;
use serde::Serialize;
use tequio_deliberation::life::{Dimension, Dissent, Event as Happened, Outcome, Relation, Stage, Verdict};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    decide::decisions::{
        recording::KEEPERS,
        rules::{name_of, paragraphs},
        store,
    },
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
    day, markdown,
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
    /// Its numbered paragraphs, as Markdown.
    pub(super) paragraphs: Vec<String>,
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
    /// Members who were there and have said nothing yet of this version.
    pub(super) silent: Vec<String>,
    /// Whether the viewer was there and has not said yet of this version whether it was so. A review asks for more.
    pub(super) asked_to_confirm: bool,
    /// Whether they may say so, also otherwise than before.
    pub(super) may_confirm: bool,
    pub(super) changes: Vec<Changed>,
    pub(super) superseded: Option<Other>,
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
    pub(super) thread: Thread,
}

/// Somebody who was there.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PersonView {
    pub(super) id: Id,
    pub(super) name: String,
    /// Whether they say that it was so.
    pub(super) confirmed: bool,
}

/// Somebody without account, whose name can be erased.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Outsider {
    pub(super) id: Id,
    pub(super) name: String,
}

/// What somebody said against it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DissentView {
    pub(super) name: String,
    /// Word for word; nothing once the entry is removed.
    pub(super) words: Option<String>,
    /// Who wrote it down, if somebody else did.
    pub(super) written_by: Option<String>,
}

impl DissentView {
    pub(super) fn of(page: &Page, whole: &Whole, dissent: &Dissent<Id>) -> Self {
        let writer =
            whole.author(dissent.words).filter(|writer| *writer != dissent.by && whole.names.is_member(dissent.by));
        Self {
            name: whole.names.name(page, dissent.by),
            words: whole.words(dissent.words),
            written_by: writer.map(|writer| whole.names.name(page, writer)),
        }
    }

    /// Those who ask for a review, and why: for members, who ask each other.
    pub(super) fn petitions(page: &Page, whole: &Whole) -> Vec<Self> {
        if !whole.names.shown() {
            return Vec::new();
        }
        let name = |by| whole.names.name(page, by);
        let petitions = whole.petitions().into_iter();
        petitions.map(|(by, words)| Self { name: name(by), words: whole.words(words), written_by: None }).collect()
    }
}

/// What somebody took on.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TaskView {
    pub(super) id: Id,
    pub(super) name: String,
    pub(super) what: String,
    pub(super) due_on: Option<String>,
    pub(super) due: Option<String>,
    pub(super) done: bool,
    pub(super) late: bool,
    /// Whether it is the viewer's.
    pub(super) mine: bool,
    /// Whether the viewer may say how it goes.
    pub(super) may_mark: bool,
    pub(super) progress: Vec<ProgressView>,
}

/// How a task goes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProgressView {
    pub(super) name: String,
    pub(super) done: bool,
    pub(super) note: Option<String>,
    pub(super) at: Micros,
}

/// A consequence that was foreseen.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Foreseen {
    pub(super) dimension: String,
    pub(super) words: String,
}

/// Somebody says that it was not so.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Contested {
    pub(super) name: String,
    pub(super) reason: Option<String>,
    /// Of which version they say it.
    pub(super) version: i64,
    pub(super) at: Micros,
}

/// Another decision, and how this one stands to it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Changed {
    pub(super) relation: String,
    pub(super) other: Other,
}

/// A review that was concluded.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReviewView {
    pub(super) at: Micros,
    /// Who wrote down what came of it.
    pub(super) name: String,
    pub(super) verdict: String,
    pub(super) effects: Vec<Effect>,
}

/// What came of it beside what was foreseen.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Effect {
    pub(super) dimension: String,
    pub(super) foreseen: Option<String>,
    pub(super) found: String,
}

/// Something that happened to it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Moment {
    pub(super) at: Micros,
    /// What: the name of the rules.
    pub(super) what: String,
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
    let tasks: Vec<TaskView> = life
        .tasks
        .iter()
        .map(|task| {
            let stored = whole.tasks.iter().find(|stored| stored.id == task.words);
            let done = stored.is_some_and(|stored| stored.done);
            let due_on = stored.and_then(|stored| stored.due_on.clone());
            let said = whole.said.iter().filter(|said| said.task_id == task.words);
            TaskView {
                id: task.words,
                name: name(task.person),
                what: whole.words(task.words).unwrap_or_default(),
                due: due_on.as_deref().map(|due| day(&page, due)),
                late: !done && due_on.as_ref().is_some_and(|due| *due < today),
                due_on,
                done,
                mine: viewer == Some(task.person),
                may_mark: binds
                    && viewer.is_some_and(|viewer| {
                        viewer == task.person || coordinates || whole.names.is_outsider(task.person)
                    }),
                progress: said
                    .map(|said| ProgressView {
                        name: name(said.member_id),
                        done: said.done,
                        note: said.note.clone(),
                        at: said.at,
                    })
                    .collect(),
            }
        })
        .collect();
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
    let mut changes = Vec::new();
    for (other, relation) in &life.earlier {
        if let (Some(relation @ (Relation::Amends | Relation::Repeals)), Some(other)) =
            (relation, Other::find(here, reader, *other).await?)
        {
            changes.push(Changed { relation: name_of(relation), other });
        }
    }
    let changed: Vec<(Id,)> = reader.all(&store::CHANGED, args![entry.id]).await?;
    for (other,) in changed.into_iter().filter(|(other,)| !life.earlier.contains_key(other)) {
        if let Some(other) = Other::find(here, reader, other).await? {
            changes.push(Changed { relation: name_of(&Relation::Amends), other });
        }
    }
    let superseded = match life.superseded {
        Some(other) => Other::find(here, reader, other).await?,
        None => None,
    };
    let reviews = whole.events.iter().filter_map(|(at, event)| match event {
        Happened::Reviewed { verdict, effects, .. } => Some(ReviewView {
            at: *at,
            name: effects.values().find_map(|words| whole.author(*words)).map_or_else(|| page.t("somebody-gone"), name),
            verdict: match verdict {
                Verdict::Renewed(_) => "renewed",
                Verdict::Amended(_) => "amended",
                Verdict::Repealed => "repealed",
            }
            .to_owned(),
            effects: effects
                .iter()
                .map(|(dimension, words)| Effect {
                    dimension: name_of(dimension),
                    foreseen: foreseen(dimension),
                    found: whole.words(*words).unwrap_or_default(),
                })
                .collect(),
        }),
        _ => None,
    });
    // A record, and what is open at once, begin by that.
    let begun =
        whole.is_record() || whole.events.iter().any(|(_, event)| matches!(event, Happened::ExpressOpened { .. }));
    let told = whole.events.iter().filter(|(_, event)| !begun || !matches!(event, Happened::Drafted { .. }));
    let history = told.filter_map(|(at, event)| moment(*at, event));
    let address = here.address(&format!("/decide/{}", entry.id));
    // What time has agreed to shows before it is written down.
    let agreed_on = match (whole.row.agreed_on.as_str(), life.stage.binds()) {
        ("", true) => civil_at(life.since.0, &here.community.zone()).date().to_string(),
        (day, _) => day.to_owned(),
    };
    let agreed = if agreed_on.is_empty() { String::new() } else { day(&page, &agreed_on) };
    let who = viewer.map(|member| Who { member, keeps, coordinates });
    let way = Way::find(here, reader, &page, whole, who).await?;
    let due = way.as_ref().and_then(|way| way.due_at);
    let share = share(here, &page, whole, superseded.as_ref(), (&agreed_on, due), &address);
    Ok(DecisionPage {
        id: entry.id,
        paragraphs: paragraphs(entry.body.as_deref().unwrap_or_default()).into_iter().map(str::to_owned).collect(),
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
        contested: whole
            .confirmations
            .iter()
            .filter(|one| !one.so)
            .map(|one| Contested {
                name: name(one.member_id),
                reason: one.reason.clone(),
                version: one.version,
                at: one.at,
            })
            .collect(),
        silent: silent.collect(),
        asked_to_confirm: may_confirm && life.stage != Stage::Review && viewer.is_some_and(|viewer| asked(&viewer)),
        may_confirm,
        changes,
        superseded,
        reviews: reviews.collect(),
        petitions: DissentView::petitions(&page, whole),
        petitioners: life.class.petitioners,
        may_petition: viewer
            .is_some_and(|viewer| binds && life.stage != Stage::Review && !life.petitioners.contains(&viewer)),
        may_dissent: binds && viewer.is_some(),
        may_correct: keeps && binds && whole.is_record(),
        may_keep: keeps && !removed,
        may_remove: removes && !removed,
        may_forget: !removed && may_change(here, reader, entry.id, REMOVERS).await?,
        history: history.collect(),
        address,
        share,
        thread: thread(here, entry.id).await?,
        title,
        page,
    })
}

/// The words to paste into a chat, in the community's language: what was agreed, whether it holds, and that not all agree.
fn share(
    here: &Here,
    page: &Page,
    whole: &Whole,
    superseded: Option<&Other>,
    (agreed_on, due): (&str, Option<Micros>),
    address: &str,
) -> String {
    let chat = here.community.page_in_its_language(page);
    let (entry, life) = (&whole.entry, &whole.life);
    let holds = match (life.stage, superseded) {
        (_, Some(other)) => Some(chat.t1("share-superseded", "other", &other.title)),
        (Stage::Amended, _) => Some(chat.t("share-amended")),
        (Stage::Repealed, _) => Some(chat.t("share-repealed")),
        (Stage::Lapsed, _) => Some(chat.t("share-lapsed")),
        (Stage::Review, _) => Some(chat.t("share-review")),
        _ => None,
    };
    let against = match life.dissent.len() {
        0 => None,
        count => Some(chat.t1("share-against", "count", count)),
    };
    let when = match (agreed_on, due) {
        ("", Some(due)) => chat.t1("way-share-until", "when", chat.moment(&due)),
        ("", None) => chat.t(format!("decision-stage-{}", name_of(&life.stage).replace('_', "-"))),
        (agreed_on, _) => chat.t1("decision-agreed-on", "when", day(&chat, agreed_on)),
    };
    let words = crate::web::markdown::plain(entry.body.as_deref().unwrap_or_default(), 400);
    let title = entry.title.clone().unwrap_or_default();
    let head = [holds, Some(title), Some(when)].into_iter().flatten().collect::<Vec<_>>().join("\n");
    [Some(head), Some(words), against, Some(address.to_owned())].into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

/// What is told of an event in the history of a decision; nothing of what shows elsewhere.
fn moment(at: Micros, event: &crate::decide::decisions::LifeEvent) -> Option<Moment> {
    let what = match event {
        Happened::SpokenRecorded { .. } => "recorded",
        Happened::ExpressOpened { .. } => "express",
        Happened::ExpressHalted => "halted",
        Happened::Drafted { .. } => "drafted",
        Happened::Called => "called",
        Happened::ClarificationOpened => "clarification",
        Happened::DeliberationOpened => "deliberation",
        Happened::IntegrationOpened => "integration",
        Happened::Frozen { .. } => "frozen",
        Happened::RoundOpened => "round",
        Happened::Edited { .. } => "edited",
        Happened::AmendmentAccepted { .. } => "accepted",
        Happened::ObjectionRaised { .. } => "objected",
        Happened::RoundClosed { outcome: Outcome::Returned } => "returned",
        Happened::RoundClosed { outcome: Outcome::Blocked } => "blocked",
        Happened::Withdrawn { .. } => "withdrawn",
        Happened::Adopted { .. } => "adopted",
        Happened::NotAdopted => "not-adopted",
        Happened::TaskTaken(_) => "task-taken",
        Happened::AnsweredTogether { .. } => "together",
        Happened::RecordCorrected { .. } => "corrected",
        Happened::Dissented(_) => "dissented",
        Happened::ReviewPetitioned { .. } => "petitioned",
        Happened::ReviewOpened { early: true } => "early-review",
        Happened::ReviewOpened { early: false } => "review",
        Happened::Reviewed { verdict: Verdict::Renewed(_), .. } => "renewed",
        Happened::Reviewed { verdict: Verdict::Amended(_), .. } => "amended",
        Happened::Superseded { relation: Relation::Amends, .. } => "amended",
        Happened::Reviewed { verdict: Verdict::Repealed, .. } | Happened::Superseded { .. } => "repealed",
        Happened::Lapsed => "lapsed",
        _ => return None,
    };
    Some(Moment { at, what: what.to_owned() })
}
