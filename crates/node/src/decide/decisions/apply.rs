// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! How what happens to decisions shows in the tables, and who is told.

use std::collections::BTreeSet;

use tequio_deliberation::life::{Event as Happened, Fate, Outcome, Relation, Stage, Stance, Verdict};

use crate::{
    spine::{
        apply::Projection,
        entries,
        id::Id,
        members,
        notices::Notice,
        refusal::{Error, Result},
        search,
        world::{DAY, Micros},
    },
    store::args,
};

use super::{
    Life, LifeEvent,
    commands::{AmendmentAt, Beside, Event, Facts, Words, read, replay},
    rules::name_of,
    store,
};

/// Shows an event in the tables.
pub(crate) async fn apply(to: &mut Projection<'_, '_>, event: &Event) -> Result<()> {
    match event {
        Event::Lived { decision, events, words, record, beside } => {
            let life = live(to, *decision, events).await?;
            for Words { id, words } in words {
                let body = to.open(words).await?;
                to.tx.run(&store::SAY, args![*id, *decision, to.actor.member(), body]).await?;
            }
            if let Some(record) = record {
                keep_record(to, *decision, record).await?;
            }
            keep_beside(to, *decision, beside).await?;
            stand(to, *decision, events).await?;
            index(to, *decision, &life, events).await?;
            to.tx.run(&entries::store::TOUCH, args![*decision, to.at]).await?;
            tell(to, *decision, &life, events).await
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
                let hosts: Vec<(Id,)> = to.tx.all(&entries::store::CIRCLE, args![*decision]).await?;
                for (host,) in hosts {
                    tell_one(to, *decision, host, Notice::DecisionContested).await?;
                }
            }
            Ok(())
        }
        Event::Progressed { progress, decision, task, done, note } => {
            let note = to.open_optional(note.as_ref()).await?;
            let row = args![*progress, *decision, *task, to.actor.member(), *done, note, to.at];
            to.tx.run(&store::PROGRESS, row).await?;
            to.tx.run(&store::SET_DONE, args![*task, *done]).await?;
            let hosts: Vec<(Id,)> = to.tx.all(&entries::store::CIRCLE, args![*decision]).await?;
            for (host,) in hosts {
                tell_one(to, *decision, host, Notice::DecisionProgressed).await?;
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

/// Adds to a decision's life, and shows what becomes of it.
async fn live(to: &mut Projection<'_, '_>, decision: Id, events: &[LifeEvent]) -> Result<Life> {
    if let Some(Happened::Drafted { class, .. }) = events.first() {
        to.tx.run(&store::INSERT, args![decision, to.community, name_of(&class.kind)]).await?;
    }
    let before: Vec<(Micros, String)> = to.tx.all(&store::LIFE, args![decision]).await?;
    let mut lived = read(before)?;
    let next = i64::try_from(lived.len()).unwrap_or(i64::MAX);
    for (ordinal, event) in (next..).zip(events) {
        let json = serde_json::to_string(event).map_err(|error| Error::Damaged(error.to_string()))?;
        to.tx.run(&store::LIVE, args![decision, ordinal, to.at, json]).await?;
        lived.push((to.at, event.clone()));
    }
    let life = replay(&lived).ok_or_else(|| Error::Damaged("a decision that never began".to_owned()))?;
    // A review that is open has been due since it opened.
    let review = if life.stage == Stage::Review { Some(life.since) } else { life.review };
    let (review, due) = (review.map(|at| at.0), life.next_due().map(|at| at.0));
    let open = !life.stage.binds() && !life.stage.is_final();
    let row = args![decision, name_of(&life.stage), life.stage.binds(), review, due, life.superseded, open];
    to.tx.run(&store::SET, row).await?;
    Ok(life)
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
    if let Some(day) = &beside.agreed_on {
        to.tx.run(&store::SET_AGREED, args![decision, day]).await?;
    }
    for AmendmentAt { amendment, version, paragraph } in &beside.amendments {
        to.tx.run(&store::AMEND, args![*amendment, decision, *version, *paragraph]).await?;
    }
    for due in &beside.tasks {
        to.tx.run(&store::ADD_TASK, args![due.task, decision, due.due_on.clone()]).await?;
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

/// Makes a decision findable by what its page says to whoever may see it: not by what was taken back or put otherwise,
/// nor by why somebody stands as they do or asked for a review, which are for members.
async fn index(to: &mut Projection<'_, '_>, decision: Id, life: &Life, events: &[LifeEvent]) -> Result<()> {
    // What happens most often says nothing new that is looked for.
    let silent = |event: &LifeEvent| {
        matches!(
            event,
            Happened::StanceTaken { .. }
                | Happened::ObjectionSupported { .. }
                | Happened::Sponsored { .. }
                | Happened::EarlierMarked { .. }
        )
    };
    if events.iter().all(silent) {
        return Ok(());
    }
    let shown: BTreeSet<Id> = (life.affected.into_iter())
        .chain(life.impact.values().copied())
        .chain(life.questions.iter().flat_map(|(question, known)| [Some(*question), known.answer]).flatten())
        .chain(
            life.amendments.iter().filter(|(_, known)| known.fate != Fate::Withdrawn).map(|(amendment, _)| *amendment),
        )
        .chain(life.objections.iter().map(|objection| objection.reason))
        .chain(life.tasks.iter().map(|task| task.words))
        .chain(life.dissent.iter().map(|against| against.words))
        .chain(life.reviews.iter().flat_map(|review| review.effects.values().copied()))
        .collect();
    let words: Vec<(Id, Option<String>)> = to.tx.all(&store::WORDS, args![decision]).await?;
    let words = words.iter().filter(|(id, _)| shown.contains(id)).map(|(_, words)| words.as_deref());
    search::index_room(to, decision, &words.collect::<Vec<_>>()).await
}

/// Tells those whom it concerns.
async fn tell(to: &mut Projection<'_, '_>, decision: Id, life: &Life, events: &[LifeEvent]) -> Result<()> {
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
            Happened::Called
            | Happened::ClarificationOpened
            | Happened::DeliberationOpened
            | Happened::IntegrationOpened
            | Happened::Frozen { .. }
            | Happened::RoundOpened
            | Happened::AmendmentAccepted { .. }
            | Happened::Edited { substantive: true, .. }
            | Happened::RoundClosed { outcome: Outcome::Returned | Outcome::Blocked } => {
                tell_all(to, decision, Notice::DecisionOnward).await?;
            }
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
            Happened::Adopted { .. } => tell_all(to, decision, Notice::DecisionAdopted).await?,
            Happened::NotAdopted => tell_all(to, decision, Notice::DecisionNotAdopted).await?,
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
    if matches!(notice, Notice::DecisionContested | Notice::DecisionProgressed) {
        let told: Option<(i64,)> = to.tx.optional(&store::TOLD, today).await?;
        if told.is_some() {
            return Ok(());
        }
    } else {
        to.tx.run(&store::UNTELL, today).await?;
    }
    to.notify(member, notice, Some(decision)).await
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
