// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! How what happens to decisions shows in the tables, and who is told.

use std::collections::BTreeSet;

use tequio_deliberation::life::{
    Disposition, Event as Happened, Fate, Instant, Outcome, Relation, Stage, Stance, Verdict,
};

use crate::{
    spine::{
        apply::Projection,
        entries,
        id::Id,
        mandates, members,
        notices::Notice,
        refusal::{Error, Result},
        search,
        world::{DAY, Micros},
    },
    store::args,
};

use super::{
    Life, LifeEvent, classes,
    commands::{Beside, Event, Facts, PlaceAt, Words, read, replay},
    options::chosen,
    rules::name_of,
    store,
};

/// Shows an event in the tables.
pub(crate) async fn apply(to: &mut Projection<'_, '_>, event: &Event) -> Result<()> {
    match event {
        Event::Lived { decision, events, words, record, beside } => {
            let (lived, life) = live(to, *decision, events).await?;
            for Words { id, words } in words {
                let body = to.open(words).await?;
                to.tx.run(&store::SAY, args![*id, *decision, to.actor.member(), body]).await?;
            }
            if let Some(record) = record {
                keep_record(to, *decision, record).await?;
            }
            keep_beside(to, *decision, beside).await?;
            stand(to, *decision, events).await?;
            enforce(to, *decision, events).await?;
            if !events.iter().all(says_nothing) {
                index(to, *decision, &lived, &life).await?;
            }
            to.tx.run(&entries::store::TOUCH, args![*decision, to.at]).await?;
            tell(to, *decision, (&lived, &life), events).await
        }
        Event::Confirmed { confirmation, decision, version, so, reason } => {
            let reason = to.open_optional(reason.as_ref()).await?;
            let member = to.actor.member();
            let before: Option<(Id,)> = to.tx.optional(&store::CONFIRMED, args![*decision, member]).await?;
            if let Some((before,)) = before {
                to.erase(before).await?;
            }
            let row = args![*decision, member, *confirmation, *version, *so, reason, to.at];
            to.tx.run(&store::CONFIRM, row).await?;
            if !so {
                tell_hosts(to, *decision, Notice::DecisionContested).await?;
            }
            Ok(())
        }
        Event::Progressed { progress, decision, task, done, note } => {
            let note = to.open_optional(note.as_ref()).await?;
            let row = args![*progress, *decision, *task, to.actor.member(), *done, note, to.at];
            to.tx.run(&store::PROGRESS, row).await?;
            to.tx.run(&store::SET_DONE, args![*task, *done]).await?;
            tell_hosts(to, *decision, Notice::DecisionProgressed).await
        }
        Event::Reminded { decision } => {
            to.tx.run(&store::REMINDED, args![*decision]).await?;
            remind(to, *decision).await
        }
        Event::Overdue { decision, tasks } => {
            let rows: Vec<(Micros, String)> = to.tx.all(&store::LIFE, args![*decision]).await?;
            let life = replay(&read(rows)?);
            for task in tasks {
                to.tx.run(&store::TOLD_LATE, args![*task]).await?;
                let taken = life.as_ref().and_then(|life| life.tasks.iter().find(|taken| taken.words == *task));
                if let Some(taken) = taken {
                    tell_one(to, *decision, taken.person, Notice::DecisionOverdue).await?;
                }
            }
            Ok(())
        }
        Event::NameForgotten { person, .. } => {
            to.erase(*person).await?;
            to.tx.run(&store::FORGET_NAME, args![*person]).await?;
            Ok(())
        }
    }
}

/// Adds to a decision's life, and shows what becomes of it. Gives all that happened in it, and what it is now.
async fn live(
    to: &mut Projection<'_, '_>,
    decision: Id,
    events: &[LifeEvent],
) -> Result<(Vec<(Micros, LifeEvent)>, Life)> {
    if let Some(Happened::Drafted { class, .. }) = events.first() {
        to.tx.run(&store::INSERT, args![decision, to.community, name_of(&class.kind)]).await?;
    }
    let before: Vec<(Micros, String)> = to.tx.all(&store::LIFE, args![decision]).await?;
    let mut lived = read(before)?;
    let next = i64::try_from(lived.len()).unwrap_or(i64::MAX);
    for (ordinal, event) in (next..).zip(events) {
        let json = serde_json::to_string(event).map_err(|error| Error::Damaged(error.to_string()))?;
        to.tx.run(&store::LIVE, args![decision, ordinal, to.at, json, to.actor.member()]).await?;
        lived.push((to.at, event.clone()));
    }
    let life = replay(&lived).ok_or_else(|| Error::Damaged("a decision that never began".to_owned()))?;
    // A review that is open has been due since it opened.
    let review = if life.stage == Stage::Review { Some(life.since) } else { life.review };
    let (review, due) = (review.map(|at| at.0), life.next_due().map(|at| at.0));
    let open = !life.stage.binds() && !life.stage.is_final();
    let remind = life.reminder(Instant(to.at)).map(|at| at.0);
    let row = args![
        decision,
        name_of(&life.stage),
        life.stage.binds(),
        review,
        due,
        life.superseded,
        open,
        remind,
        life.since.0
    ];
    to.tx.run(&store::SET, row).await?;
    if events.iter().any(|event| matches!(event, Happened::Counted(_))) {
        for (place, option) in (0_i64..).zip(chosen(&life).unwrap_or_default()) {
            to.tx.run(&store::CHOOSE, args![decision, place, option]).await?;
        }
    }
    Ok((lived, life))
}

/// What a record says beside what the rules know.
async fn keep_record(to: &mut Projection<'_, '_>, decision: Id, facts: &Facts) -> Result<()> {
    let salt = to.open(&facts.salt).await?;
    to.tx.run(&store::SET_RECORD, args![decision, &facts.agreed_on, salt]).await?;
    let head: Option<(String, Option<Id>, i64, Option<Micros>, i64)> =
        to.tx.optional(&entries::store::HEAD, args![to.community, decision]).await?;
    let version = head.map_or(1, |(_, _, version, ..)| version);
    to.tx.run(&store::KEEP_RECORD, args![decision, version, &facts.agreed_on]).await?;
    for Words { id, words } in &facts.names {
        let name = to.open(words).await?;
        to.tx.run(&store::NAME, args![*id, decision, name]).await?;
    }
    for due in &facts.tasks {
        to.tx.run(&store::ADD_TASK, args![due.task, decision, due.due_on.clone()]).await?;
        if let Some(was) = due.instead_of {
            to.tx.run(&store::REPLACE_TASK, args![due.task, was]).await?;
            to.tx.run(&store::REPLACE_PROGRESS, args![due.task, was]).await?;
        }
    }
    Ok(())
}

/// What is said beside what the rules know, of a decision that is taken here.
async fn keep_beside(to: &mut Projection<'_, '_>, decision: Id, beside: &Beside) -> Result<()> {
    if let Some(salt) = &beside.salt {
        let salt = to.open(salt).await?;
        to.tx.run(&store::SET_SALT, args![decision, salt]).await?;
    }
    if let Some(kind) = beside.mandate {
        to.tx.run(&store::SET_MANDATE, args![decision, kind.as_str()]).await?;
    }
    if let Some(seed) = &beside.seed {
        let seed = to.open(seed).await?;
        to.tx.run(&store::SET_SEED, args![decision, seed]).await?;
    }
    if let Some(day) = &beside.agreed_on {
        to.tx.run(&store::SET_AGREED, args![decision, day]).await?;
    }
    for PlaceAt { words, version, paragraph } in &beside.places {
        to.tx.run(&store::PLACE, args![*words, decision, *version, *paragraph]).await?;
    }
    for due in &beside.tasks {
        to.tx.run(&store::ADD_TASK, args![due.task, decision, due.due_on.clone()]).await?;
    }
    for (receipt, mark) in &beside.ballots {
        to.tx.run(&store::BALLOT, args![decision, receipt, mark.told()]).await?;
    }
    if let Some(subject) = beside.ballot_box {
        to.erase(subject).await?;
        to.tx.run(&store::EMPTY_BOX, args![decision]).await?;
    }
    if let Some(class) = &beside.class {
        to.tx.run(&store::PROPOSE_CLASS, args![decision, classes::written(class)?]).await?;
    }
    Ok(())
}

/// What changes with a decision that is in force by now: the class that it sets.
async fn enforce(to: &mut Projection<'_, '_>, decision: Id, events: &[LifeEvent]) -> Result<()> {
    if !events.iter().any(|event| matches!(event, Happened::Enforced)) {
        return Ok(());
    }
    let class: Option<(Option<String>,)> = to.tx.optional(&store::PROPOSED_CLASS, args![decision]).await?;
    if let Some((Some(class),)) = class {
        let kind = name_of(&classes::read(&class)?.kind);
        to.tx.run(&store::SET_CLASS, args![to.community, kind, class, decision, to.at]).await?;
    }
    Ok(())
}

/// Shows what each person says of a text that is decided on: the last they said, also of an earlier text.
async fn stand(to: &mut Projection<'_, '_>, decision: Id, events: &[LifeEvent]) -> Result<()> {
    for event in events {
        let (by, stance) = match event {
            Happened::StanceTaken { by, stance, .. } => (by, *stance),
            Happened::ObjectionRaised { by, .. } => (by, Stance::Object),
            _ => continue,
        };
        to.tx.run(&store::STAND, args![decision, *by, name_of(&stance), to.at]).await?;
    }
    Ok(())
}

/// Whether something says nothing new that is looked for: what happens most often.
fn says_nothing(event: &LifeEvent) -> bool {
    matches!(
        event,
        Happened::StanceTaken { .. }
            | Happened::Cast { .. }
            | Happened::Entered { .. }
            | Happened::ObjectionSupported { .. }
            | Happened::Sponsored { .. }
            | Happened::EarlierMarked { .. }
    )
}

/// As many letters of a decision's words are looked up: each deed looks at them again.
const INDEXED: usize = 60_000;

/// Makes a decision findable by what its page says to whoever may see it now: not by what was taken back or replaced, nor
/// by what members alone see.
async fn index(to: &mut Projection<'_, '_>, decision: Id, lived: &[(Micros, LifeEvent)], life: &Life) -> Result<()> {
    let mut shown: BTreeSet<Id> = life.impact.values().copied().chain(life.affected).collect();
    shown.extend(life.questions.iter().flat_map(|(id, question)| [Some(*id), question.answer].into_iter().flatten()));
    let amendments = life.amendments.iter().filter(|(_, known)| known.fate != Fate::Withdrawn).map(|(id, _)| id);
    shown.extend(life.arguments.keys().chain(amendments).chain(life.options.keys()));
    shown.extend(life.objections.iter().map(|objection| objection.reason));
    shown.extend(life.dissent.iter().map(|dissent| dissent.words));
    shown.extend(life.tasks.iter().map(|task| task.words));
    shown.extend(life.reviews.iter().flat_map(|review| review.effects.values().copied()));
    for (_, event) in lived {
        match event {
            Happened::RestatementOffered { words, .. }
            | Happened::AmendmentDeclined { words, .. }
            | Happened::Withdrawn { words } => {
                shown.insert(*words);
            }
            _ => {}
        }
    }
    let words: Vec<(Id, Option<String>)> = to.tx.all(&store::WORDS, args![decision]).await?;
    let mut left = INDEXED;
    let mut found = Vec::new();
    for (_, words) in words.iter().filter(|(id, _)| shown.contains(id)) {
        let length = words.as_ref().map_or(0, String::len);
        if length > left {
            break;
        }
        left -= length;
        found.push(words.as_deref());
    }
    search::index_room(to, decision, &found).await
}

/// Tells those whom it concerns.
async fn tell(
    to: &mut Projection<'_, '_>,
    decision: Id,
    (before, life): (&[(Micros, LifeEvent)], &Life),
    events: &[LifeEvent],
) -> Result<()> {
    for event in events {
        match event {
            Happened::SpokenRecorded { .. } | Happened::RecordCorrected { .. } => {
                let recorded = match event {
                    Happened::RecordCorrected { .. } => Notice::DecisionCorrected,
                    _ => Notice::DecisionRecorded,
                };
                for task in life.tasks.iter().filter(|task| !life.present.contains(&task.person)) {
                    tell_one(to, decision, task.person, Notice::DecisionTask).await?;
                }
                for against in life.dissent.iter().filter(|against| !life.present.contains(&against.by)) {
                    tell_one(to, decision, against.by, Notice::DecisionQuoted).await?;
                }
                for person in &life.present {
                    tell_one(to, decision, *person, recorded).await?;
                }
            }
            Happened::ExpressOpened { .. } => tell_all(to, decision, Notice::DecisionOpened).await?,
            Happened::ExpressHalted => tell_all(to, decision, Notice::DecisionHalted).await?,
            Happened::Called => tell_all(to, decision, Notice::DecisionCalled).await?,
            Happened::ClarificationOpened => tell_all(to, decision, Notice::DecisionQuestions).await?,
            Happened::DeliberationOpened => tell_all(to, decision, Notice::DecisionDeliberated).await?,
            Happened::IntegrationOpened => tell_all(to, decision, Notice::DecisionIntegrated).await?,
            Happened::Frozen { .. } => tell_all(to, decision, Notice::DecisionFirm).await?,
            Happened::RoundOpened => tell_all(to, decision, Notice::DecisionRound).await?,
            Happened::BallotOpened { .. } => tell_all(to, decision, Notice::DecisionBallot).await?,
            Happened::BallotVoided => tell_all(to, decision, Notice::DecisionVoided).await?,
            Happened::AmendmentAccepted { .. } | Happened::Edited { .. } | Happened::EditContested { .. } => {
                tell_all(to, decision, Notice::DecisionChanged).await?;
            }
            Happened::OptionOffered { .. } | Happened::OptionWithdrawn { .. } | Happened::Allotted { .. }
                if life.stage != Stage::Draft =>
            {
                tell_all(to, decision, Notice::DecisionOptions).await?;
            }
            Happened::RoundClosed { outcome: Outcome::Returned | Outcome::Blocked } => {
                tell_all(to, decision, Notice::DecisionReturned).await?;
            }
            Happened::ObjectionRaised { .. } if !life.express => {
                tell_hosts(to, decision, Notice::DecisionObjected).await?;
            }
            Happened::AmendmentProposed { .. } => tell_hosts(to, decision, Notice::DecisionAmendment).await?,
            Happened::Asked { .. } => tell_hosts(to, decision, Notice::DecisionAsked).await?,
            Happened::RestatementRefused { objection } => {
                let told = before.iter().rev().find_map(|(_, event)| match event {
                    Happened::RestatementOffered { objection: of, by, .. } if of == objection => Some(*by),
                    _ => None,
                });
                if let Some(by) = told {
                    tell_one(to, decision, by, Notice::DecisionNotIt).await?;
                }
            }
            Happened::ObjectionDisposed { objection, disposition: Disposition::Upheld | Disposition::Carried } => {
                if let Some(objection) = life.objections.iter().find(|one| one.id == *objection) {
                    tell_one(to, decision, objection.author, Notice::DecisionDisposed).await?;
                }
            }
            Happened::RestatementConfirmed { spoken: false, .. } | Happened::RestatementUnconfirmed { .. } => {
                // What becomes of it is for those who coordinate to write down.
                let holders = mandates::holders(to.tx, to.community, mandates::Kind::Coordination, to.at).await?;
                for holder in holders {
                    tell_one(to, decision, holder, Notice::DecisionDispose).await?;
                }
            }
            Happened::ConclusionProposed { .. } => tell_all(to, decision, Notice::DecisionConcluding).await?,
            Happened::Entered { person, .. } => tell_one(to, decision, *person, Notice::DecisionEntered).await?,
            Happened::Answered { question, .. } => {
                if let Some(question) = life.questions.get(question) {
                    tell_one(to, decision, question.by, Notice::DecisionAnswered).await?;
                }
            }
            Happened::RestatementOffered { objection, .. } => {
                if let Some(objection) = life.objections.iter().find(|one| one.id == *objection) {
                    tell_one(to, decision, objection.author, Notice::DecisionRestated).await?;
                }
            }
            Happened::RestatementConfirmed { objection, spoken: true, .. } => {
                if let Some(objection) = life.objections.iter().find(|one| one.id == *objection) {
                    tell_one(to, decision, objection.author, Notice::DecisionSpokenFor).await?;
                }
            }
            Happened::Adopted { .. } => tell_all(to, decision, Notice::DecisionAdopted).await?,
            Happened::NotAdopted => tell_all(to, decision, Notice::DecisionNotAdopted).await?,
            Happened::Ratified { .. } => tell_all(to, decision, Notice::DecisionRatified).await?,
            Happened::ReviewOpened { .. } => tell_all(to, decision, Notice::DecisionReview).await?,
            Happened::Lapsed => tell_all(to, decision, Notice::DecisionLapsed).await?,
            Happened::Reviewed { verdict, .. } => {
                let notice = match verdict {
                    Verdict::Renewed(_) => Notice::DecisionRenewed,
                    Verdict::Amended(_) => Notice::DecisionAmended,
                    Verdict::Repealed => Notice::DecisionRepealed,
                };
                tell_all(to, decision, notice).await?;
            }
            Happened::Superseded { relation: Relation::Amends, .. } => {
                tell_all(to, decision, Notice::DecisionAmended).await?;
            }
            Happened::Superseded { relation: Relation::Repeals, .. } => {
                tell_all(to, decision, Notice::DecisionRepealed).await?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Tells a member, once a day and decision at most: what matters takes the place of what was told that day, and what can
/// wait is not told on a day on which something was. People without account are told by others.
async fn tell_one(to: &mut Projection<'_, '_>, decision: Id, member: Id, notice: Notice) -> Result<()> {
    let active: Option<(Id,)> = to.tx.optional(&members::store::ACTIVE, args![to.community, member]).await?;
    if active.is_none() || to.actor.member() == Some(member) {
        return Ok(());
    }
    let today = args![member, decision, to.at - DAY];
    if matches!(notice, Notice::DecisionProgressed | Notice::DecisionAmendment | Notice::DecisionAsked) {
        let told: Option<(i64,)> = to.tx.optional(&store::TOLD, today).await?;
        if told.is_some() {
            return Ok(());
        }
    } else {
        to.tx.run(&store::UNTELL, today).await?;
    }
    to.notify(member, notice, Some(decision)).await
}

/// Reminds those for whom something waits that nobody else can do; and those who keep it, that it can go on.
async fn remind(to: &mut Projection<'_, '_>, decision: Id) -> Result<()> {
    let rows: Vec<(Micros, String)> = to.tx.all(&store::LIFE, args![decision]).await?;
    let Some(life) = replay(&read(rows)?) else { return Ok(()) };
    let now = Instant(to.at);
    let hosts: Vec<(Id,)> = to.tx.all(&entries::store::CIRCLE, args![decision]).await?;
    let all: Vec<(Id,)> = to.tx.all(&members::store::ALL_ACTIVE, args![to.community]).await?;
    for (member,) in all {
        if life.awaits(&member, now) {
            tell_one(to, decision, member, Notice::DecisionAwaits).await?;
        } else if hosts.contains(&(member,)) && !life.deeds(&member, now).is_empty() {
            tell_one(to, decision, member, Notice::DecisionReady).await?;
        }
    }
    Ok(())
}

async fn tell_hosts(to: &mut Projection<'_, '_>, decision: Id, notice: Notice) -> Result<()> {
    let hosts: Vec<(Id,)> = to.tx.all(&entries::store::CIRCLE, args![decision]).await?;
    for (host,) in hosts {
        tell_one(to, decision, host, notice).await?;
    }
    Ok(())
}

async fn tell_all(to: &mut Projection<'_, '_>, decision: Id, notice: Notice) -> Result<()> {
    let all: Vec<(Id,)> = to.tx.all(&members::store::ALL_ACTIVE, args![to.community]).await?;
    for (member,) in all {
        tell_one(to, decision, member, notice).await?;
    }
    Ok(())
}

/// What an erased member said for themselves is gone; what they said in the community's memory stays without their name.
pub(crate) async fn forget(to: &mut Projection<'_, '_>, member: Id) -> Result<()> {
    to.tx.run(&store::FORGET_PROGRESS, args![member]).await?;
    to.tx.run(&store::FORGET_CONFIRMATIONS, args![member]).await?;
    Ok(())
}
