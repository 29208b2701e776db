// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The way of a decision that is taken here: where it is, how long until what, who says what, what one can do now.

use serde::Serialize;
use tequio_deliberation::life::{
    Deed, Disposition, Due, Event as Happened, Ground, Instant, Method, Objection, Restatement, Stage, Stance, Weight,
};
use utoipa::ToSchema;

use crate::{
    decide::decisions::{
        Life,
        rules::{self, name_of},
    },
    spine::{communities, id::Id, members::choosable, world::Micros},
    store::{Reader, args},
    web::{Failure, Here, Page},
};

use super::{
    among::AmongView,
    counted::BallotView,
    picture::{Point, Road},
    whole::Whole,
    work::{Who, Work, told},
};

/// The way of a decision.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Way {
    /// Whether it goes, or went, by express consent.
    pub(super) express: bool,
    /// The steps, those to come too.
    pub(super) steps: Vec<WayStep>,
    /// Which of them it is at; counts from 1.
    pub(super) place: usize,
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) road: Road,
    /// When time alone changes something next.
    pub(super) due_at: Option<Micros>,
    /// How long that is, in words.
    pub(super) left: Option<String>,
    /// How many decide.
    pub(super) roll: usize,
    pub(super) agree: usize,
    pub(super) aside: usize,
    /// How many have not said anything.
    pub(super) silent: usize,
    /// How many object.
    pub(super) object: usize,
    /// How many more must agree by then.
    pub(super) more: usize,
    /// How many must say something in the round, and of these how many agree, as things stand.
    pub(super) part_needed: usize,
    pub(super) agree_needed: usize,
    pub(super) stances: Vec<StanceView>,
    /// Those for whom somebody entered in an assembly what they said, by hands or on paper; for members.
    pub(super) entered: Vec<String>,
    pub(super) objections: Vec<ObjectionView>,
    /// What is chosen among, where it is.
    pub(super) among: Option<AmongView>,
    /// How it is voted on, where it is.
    pub(super) ballot: Option<BallotView>,
    /// Whether the viewer is among those who decide.
    pub(super) on_roll: bool,
    /// What the viewer says of it.
    pub(super) own: Option<String>,
    /// What the viewer can do for it to go on, the most needed first, by the rules' names.
    pub(super) deeds: Vec<DeedView>,
    /// The principles on which an objection may rest.
    pub(super) principles: Vec<Principle>,
    /// What is worked on.
    pub(super) work: Work,
}

/// A step of the way.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WayStep {
    /// The rules' name of the stage, or `express`.
    pub(super) name: String,
    /// `done`, `now` or `next`.
    pub(super) state: &'static str,
    /// Since when.
    pub(super) at: Option<Micros>,
}

/// What somebody says of the text.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StanceView {
    pub(super) name: String,
    /// `agree`, `stand_aside` or `object`.
    pub(super) stance: String,
    pub(super) words: Option<String>,
}

/// An objection.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ObjectionView {
    pub(super) id: Id,
    pub(super) name: String,
    /// Word for word; nothing once the entry is removed.
    pub(super) words: Option<String>,
    /// The principle on which it rests, if it does not on a harm.
    pub(super) principle: Option<String>,
    /// Whether it says that the text cannot pass like this.
    pub(super) blocks: bool,
    pub(super) at: Micros,
    /// Where its telling-back stands: `wanted`, `offered`, `confirmed`, `spoken` or `unconfirmed`.
    pub(super) told: &'static str,
    /// How somebody told it back, and who.
    pub(super) told_words: Option<String>,
    pub(super) told_by: Option<String>,
    /// Whether the viewer may say that they did not say "you understood me", as is written of a meeting.
    pub(super) may_deny: bool,
    /// Whether it cannot be passed over as it stands.
    pub(super) holds: bool,
    /// Whether the viewer may take it back.
    pub(super) may_take_back: bool,
    /// Those of whom the viewer may write down that they told it back in a meeting.
    pub(super) tellers: Vec<Teller>,
    /// How many share it.
    pub(super) shared: usize,
    /// How it ended: `integrated`, `withdrawn`, `upheld` or `carried`; nothing while it is open.
    pub(super) ended: Option<String>,
}

/// Somebody who may have told an objection back.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Teller {
    pub(super) id: Id,
    pub(super) name: String,
}

/// Something that the viewer can do.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DeedView {
    pub(super) deed: String,
    /// With what: a question, an objection, an amendment, a dimension.
    pub(super) on: Option<String>,
}

/// A principle of the community.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Principle {
    pub(super) id: Id,
    pub(super) words: String,
}

/// The principles that a decision may be held against, as they were stated when it began.
pub(super) async fn principles(reader: &mut Reader, life: &Life) -> Result<Vec<Principle>, Failure> {
    let texts: Vec<(String,)> = reader.all(&communities::store::PRINCIPLED, args![]).await?;
    let stated = rules::principles(texts.iter().map(|(text,)| text.as_str()));
    let known = stated.into_iter().filter(|(id, _)| life.class.principles.contains(id));
    Ok(known.map(|(id, words)| Principle { id, words }).collect())
}

/// The stages in the order in which a decision goes through them.
const ORDER: [Stage; 9] = [
    Stage::Draft,
    Stage::Call,
    Stage::Clarification,
    Stage::Deliberation,
    Stage::Integration,
    Stage::Frozen,
    Stage::Consent,
    Stage::Adopted,
    Stage::InForce,
];

/// The same, for one that goes to a ballot.
pub(super) fn order(life: &Life) -> [Stage; 9] {
    let ballot = (life.class.method == Method::YesNo || rules::chooses(life)) && !life.express;
    ORDER.map(|stage| if ballot && stage == Stage::Consent { Stage::Ballot } else { stage })
}

fn called(life: &Life, stage: Stage) -> String {
    if life.express && stage == Stage::Consent { "express".to_owned() } else { name_of(&stage) }
}

/// The steps that were gone, and those that come.
fn steps(whole: &Whole) -> Vec<WayStep> {
    let life = &whole.life;
    let mut gone: Vec<(String, Micros)> = Vec::new();
    let mut past: Option<Life> = None;
    for (at, event) in &whole.events {
        match &mut past {
            Some(past) => past.apply(Instant(*at), event),
            None => past = Life::begin(Instant(*at), event),
        }
        let Some(past) = &past else { continue };
        // What began and ended at the same moment was no step.
        if past.stage > Stage::InForce {
            break;
        }
        let name = called(past, past.stage);
        if gone.last().is_some_and(|(last, since)| *last != name && *since == past.since.0) {
            gone.pop();
        }
        if gone.last().is_none_or(|(last, _)| *last != name) {
            gone.push((name, past.since.0));
        }
    }
    let now = called(life, life.stage);
    let over = life.stage > Stage::InForce || matches!(life.stage, Stage::NotAdopted | Stage::Blocked);
    if !over && gone.last().is_none_or(|(last, _)| *last != now) {
        gone.push((now.clone(), life.since.0));
    }
    let last = gone.len().saturating_sub(1);
    let current = !over && life.stage != Stage::InForce;
    let mut steps: Vec<WayStep> = gone
        .into_iter()
        .enumerate()
        .map(|(place, (name, at))| WayStep {
            state: if current && place == last { "now" } else { "done" },
            name,
            at: Some(at),
        })
        .collect();
    if !over {
        let next = order(life).into_iter().filter(|stage| *stage > life.stage);
        steps.extend(next.map(|stage| WayStep { name: name_of(&stage), state: "next", at: None }));
    }
    steps
}

/// How an objection was last told back, and by whom.
fn told_back(whole: &Whole, objection: Id) -> Option<(Id, Id)> {
    whole.events.iter().rev().find_map(|(_, event)| match event {
        Happened::RestatementOffered { objection: of, by, words } if *of == objection => Some((*by, *words)),
        _ => None,
    })
}

/// How long something is, in words: days, hours, or less.
pub(super) fn length(page: &Page, micros: Micros) -> String {
    const HOUR: Micros = 3_600_000_000;
    // To the nearest day, as long as it is some.
    match ((micros + 12 * HOUR) / (24 * HOUR), micros / HOUR) {
        (days @ 2.., 48..) => page.t1("way-days", "count", days),
        (_, hours @ 1..) => page.t1("way-hours", "count", hours),
        _ => page.t("way-soon"),
    }
}

/// A deed by the rules' name, and with what it is done.
fn deed(deed: &Deed<Id>) -> DeedView {
    match serde_json::to_value(deed) {
        Ok(serde_json::Value::Object(map)) => {
            let (deed, on) = map.into_iter().next().unwrap_or_default();
            DeedView { deed, on: on.as_str().map(str::to_owned) }
        }
        Ok(name) => DeedView { deed: name.as_str().unwrap_or_default().to_owned(), on: None },
        Err(_) => DeedView { deed: String::new(), on: None },
    }
}

impl Way {
    /// The way of a decision that was not agreed in a meeting.
    pub(super) async fn find(
        here: &Here,
        reader: &mut Reader,
        page: &Page,
        whole: &Whole,
        who: Option<Who>,
    ) -> Result<Option<Self>, Failure> {
        if whole.is_record() {
            return Ok(None);
        }
        let life = &whole.life;
        let now = Instant(here.now());
        let principles = principles(reader, life).await?;
        let roll = life.terms.as_ref().map(|terms| terms.roll.as_slice()).unwrap_or_default();
        let viewer = here.viewer.member().filter(|_| whole.entry.removed_at.is_none());
        let heard = matches!(life.stage, Stage::Deliberation | Stage::Integration | Stage::Consent);
        // Who facilitates writes down what was said in a meeting.
        let people = match who {
            Some(who) if who.coordinates && heard => choosable(reader).await?,
            _ => Vec::new(),
        };
        let objection = |one: &Objection<Id>| ObjectionView {
            id: one.id,
            name: whole.names.name(page, one.author),
            words: whole.words(one.reason),
            principle: match &one.ground {
                Ground::Principle(id) => {
                    principles.iter().find(|known| known.id == *id).map(|known| known.words.clone())
                }
                Ground::Harm => None,
            },
            blocks: one.weight == Weight::Principled,
            at: one.raised.0,
            told: told(&one.restatement),
            told_words: told_back(whole, one.id).and_then(|(_, words)| whole.words(words)),
            told_by: match &one.restatement {
                Restatement::Confirmed { by, .. } => Some(whole.names.name(page, *by)),
                _ => told_back(whole, one.id).map(|(by, _)| whole.names.name(page, by)),
            },
            may_deny: viewer == Some(one.author)
                && one.disposition.is_none()
                && matches!(one.restatement, Restatement::Confirmed { spoken: true, .. }),
            holds: one.disposition.is_none() && life.blocks(one),
            may_take_back: viewer == Some(one.author)
                && matches!(one.disposition, None | Some(Disposition::Upheld))
                && (heard || matches!(life.stage, Stage::Call | Stage::Clarification)),
            tellers: people
                .iter()
                .filter(|_| heard && one.disposition.is_none() && !one.restatement.is_done())
                .filter(|person| person.id != one.author && !one.supporters.contains(&person.id))
                .map(|person| Teller { id: person.id, name: person.name.clone() })
                .collect(),
            shared: one.supporters.len(),
            ended: one.disposition.as_ref().map(name_of),
        };
        let stance = |(by, stance): (&Id, &Stance)| StanceView {
            name: whole.names.name(page, *by),
            stance: name_of(stance),
            words: life.reasons.get(by).and_then(|words| whole.words(*words)),
        };
        let agree = life.stance_count(Stance::Agree);
        let wanted = life.class.express.filter(|_| life.express).map_or(0, |express| express.agree as usize);
        let steps = steps(whole);
        // Only the end of what people say something on is an end; other times are nobody's hurry.
        let ends = life.dues().into_iter().find(|(_, due)| *due == Due::VotingEnds);
        let due_at = ends.map(|(at, _)| at.0);
        let gone = due_at.map(|due| (here.now() - life.since.0, due - life.since.0));
        let points = steps.iter().map(|step| match step.state {
            "done" => Point::Gone,
            "now" => Point::Here,
            _ => Point::Coming,
        });
        let ballot = BallotView::find(reader, page, whole, viewer).await?;
        Ok(Some(Self {
            among: AmongView::of(page, whole, who.filter(|_| viewer.is_some())),
            ballot,
            express: life.express,
            place: steps.iter().rposition(|step| step.state != "next").map_or(1, |place| place + 1),
            road: Road::through(points, gone),
            due_at,
            left: due_at.map(|due| length(page, due - here.now())),
            roll: roll.len(),
            agree,
            aside: life.stance_count(Stance::StandAside),
            silent: roll.len().saturating_sub(life.stances.len()),
            object: life.stance_count(Stance::Object),
            more: wanted.saturating_sub(agree),
            part_needed: life.class.quorum.least(roll.len()),
            agree_needed: life.class.agreement.least(life.stances.len()),
            stances: life.stances.iter().filter(|_| whole.names.shown()).map(stance).collect(),
            entered: life
                .entered
                .keys()
                .filter(|_| whole.names.shown())
                .map(|person| whole.names.name(page, *person))
                .collect(),
            objections: life.objections.iter().map(objection).collect(),
            on_roll: viewer.is_some_and(|viewer| roll.contains(&viewer)),
            own: viewer.and_then(|viewer| life.stances.get(&viewer)).map(name_of),
            deeds: viewer.map(|viewer| life.deeds(&viewer, now).iter().map(deed).collect()).unwrap_or_default(),
            steps,
            work: Work::find(here, reader, page, whole, who.filter(|_| viewer.is_some())).await?,
            principles,
        }))
    }

    /// Whether the thing that the viewer can do now is this.
    pub(super) fn asks(&self, deed: &str) -> bool {
        self.deeds.first().is_some_and(|first| first.deed == deed)
    }
}
