// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What becomes of an agreement: whether it was so, how it goes, words against it, its review.

use std::collections::BTreeMap;

use tequio_deliberation::life::{Action, Dimension, Instant, Relation, Span, Stage, Verdict};

use crate::{
    spine::{
        command::{Command, Context, Decision},
        entries,
        id::Id,
        mandates, members,
        refusal::{Fields, Result, conflict, edited_meanwhile, forbidden, not_found},
        world::Micros,
    },
    store::args,
};

use super::{
    Life,
    commands::{Beside, Event, ask, life, read, recorder, word},
    rules::WORDS_LIMIT,
    store,
};

/// A decision that whoever asks may see.
async fn seen(context: &mut Context<'_, '_>, decision: Id) -> Result<(i64, Life)> {
    let head = entries::commands::may_see(context, decision).await?;
    Ok((head.version, life(context.tx, decision).await?))
}

/// Somebody who was there says whether a record is as it was.
#[derive(Debug, Clone)]
pub struct Confirm {
    /// Which decision.
    pub decision: Id,
    /// The version they read.
    pub version: i64,
    /// Whether it was so.
    pub so: bool,
    /// Why not.
    pub reason: String,
}

impl Command for Confirm {
    const NAME: &'static str = "decision.confirm";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let mut fields = Fields::default();
        let reason = match self.so {
            true => String::new(),
            false => fields.text("reason", &self.reason, WORDS_LIMIT),
        };
        fields.finish()?;
        let member = context.member()?;
        let (version, life) = seen(context, self.decision).await?;
        // Also who was not there, if words are put in their mouth.
        if !life.present.contains(&member) && !life.dissent.iter().any(|against| against.by == member) {
            return Err(forbidden("error-decision-absent"));
        }
        if version != self.version {
            return Err(edited_meanwhile());
        }
        let confirmation = context.id();
        let reason = context.seal_optional(confirmation, Some(member), &reason).await?;
        let event = Event::Confirmed { confirmation, decision: self.decision, version, so: self.so, reason };
        let mut events = vec![event.into()];
        if self.so && life.present.contains(&member) && life.stage.binds() {
            events.extend(taking_hold(context, self.decision, member, &life).await?);
        }
        Ok(Decision::about(self.decision, events))
    }
}

/// What a record changes or repeals ends once another one who was there says that it was so.
async fn taking_hold(
    context: &mut Context<'_, '_>,
    decision: Id,
    member: Id,
    life: &Life,
) -> Result<Vec<crate::spine::event::Event>> {
    let rows: Vec<(Micros, String)> = context.tx.all(&store::LIFE, args![decision]).await?;
    let mut taken = Vec::new();
    if recorder(&read(rows)?) == Some(member) {
        return Ok(taken);
    }
    for (other, relation) in &life.earlier {
        let Some(relation @ (Relation::Amends | Relation::Repeals)) = *relation else { continue };
        let old = super::commands::life(context.tx, *other).await?;
        let now = old.at(Instant(context.at));
        if !now.stage.binds() || now.stage == Stage::Review {
            continue;
        }
        let events = ask(&old, context, member, Action::Supersede { by: decision, relation })?;
        taken.push(Event::lived(context, *other, events, Vec::new(), Beside::default()).await?.into());
    }
    Ok(taken)
}

/// Says how a task goes: who took it on; and of what somebody without account took on, any member.
#[derive(Debug, Clone)]
pub struct Progress {
    /// Of which decision.
    pub decision: Id,
    /// Which task.
    pub task: Id,
    /// Whether it is done.
    pub done: bool,
    /// A few words.
    pub note: String,
}

impl Command for Progress {
    const NAME: &'static str = "decision.progress";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let mut fields = Fields::default();
        let note = fields.optional("told", &self.note, WORDS_LIMIT);
        let member = context.member()?;
        let (_, life) = seen(context, self.decision).await?;
        let task = life.tasks.iter().find(|task| task.words == self.task).ok_or_else(not_found)?;
        let outsider: Option<(Option<String>,)> =
            context.tx.optional(&store::ONE_NAME, args![self.decision, task.person]).await?;
        if task.person != member && outsider.is_none() && !context.holds(&[mandates::Kind::Coordination]) {
            return Err(forbidden("error-decision-task"));
        }
        let before: Option<(bool,)> = context.tx.optional(&store::TASK, args![self.decision, self.task]).await?;
        if note.is_empty() && before == Some((self.done,)) {
            fields.error("told", "field-required");
        }
        fields.finish()?;
        let progress = context.id();
        let note = context.seal_optional(progress, Some(member), &note).await?;
        let event = Event::Progressed { progress, decision: self.decision, task: self.task, done: self.done, note };
        Ok(Decision::about(self.decision, [event.into()]))
    }
}

/// Leaves words against what binds, to stand beside it for ever.
#[derive(Debug, Clone)]
pub struct Dissent {
    /// Which decision.
    pub decision: Id,
    /// Word for word.
    pub words: String,
}

impl Command for Dissent {
    const NAME: &'static str = "decision.dissent";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        said(context, self.decision, "words", &self.words, |words| Action::Dissent { words }).await
    }
}

/// Asks for an early review, with a reason.
#[derive(Debug, Clone)]
pub struct Petition {
    /// Of which decision.
    pub decision: Id,
    /// Why.
    pub reason: String,
}

impl Command for Petition {
    const NAME: &'static str = "decision.petition";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        said(context, self.decision, "reason", &self.reason, |words| Action::PetitionReview { words }).await
    }
}

/// An action that takes words and nothing else.
async fn said(
    context: &mut Context<'_, '_>,
    decision: Id,
    field: &'static str,
    text: &str,
    action: impl FnOnce(Id) -> Action<Id>,
) -> Result<Decision> {
    let mut fields = Fields::default();
    let text = fields.text(field, text, WORDS_LIMIT);
    fields.finish()?;
    let member = context.member()?;
    let (_, life) = seen(context, decision).await?;
    let mut words = Vec::new();
    let named = word(context, decision, &mut words, &text).await?;
    let events = ask(&life, context, member, action(named))?;
    let lived = Event::lived(context, decision, events, words, Beside::default()).await?;
    Ok(Decision::about(decision, [lived.into()]))
}

/// What a review ends in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It stays, and is reviewed again then.
    Renewed(Micros),
    /// That decision changes it.
    Amended(Id),
    /// It binds no more.
    Repealed,
}

/// Ends a review: what came of it beside what was foreseen, and what becomes of it.
#[derive(Debug, Clone)]
pub struct Review {
    /// Of which decision.
    pub decision: Id,
    /// What came of it.
    pub effects: BTreeMap<Dimension, String>,
    /// What becomes of it.
    pub ending: Ending,
}

impl Command for Review {
    const NAME: &'static str = "decision.review";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let mut fields = Fields::default();
        let mut effects = BTreeMap::new();
        for (dimension, text) in &self.effects {
            effects.insert(*dimension, fields.optional("effects", text, WORDS_LIMIT));
        }
        fields.finish()?;
        let member = context.member()?;
        let decision = self.decision;
        let (_, life) = seen(context, decision).await?;
        // Nobody opens and ends a review alone, unless nobody else is there.
        let now = life.at(Instant(context.at));
        let asked = &now.petitioners;
        let active: Vec<(Id,)> = context.tx.all(&members::store::ALL_ACTIVE, args![context.community]).await?;
        if asked.len() == 1 && asked.contains(&member) && active.len() > 1 {
            return Err(conflict("error-decision-own-review"));
        }
        let mut words = Vec::new();
        let mut told = BTreeMap::new();
        for (dimension, text) in effects.iter().filter(|(_, text)| !text.is_empty()) {
            told.insert(*dimension, word(context, decision, &mut words, text).await?);
        }
        // What a meeting said when it looked at a decision is no other decision: only another text is one.
        let (verdict, by) = match self.ending {
            Ending::Renewed(at) => (Verdict::Renewed(Span(at.saturating_sub(context.at))), decision),
            Ending::Repealed => (Verdict::Repealed, decision),
            Ending::Amended(other) => {
                let (_, changed) = seen(context, other).await?;
                if other == decision || !changed.at(Instant(context.at)).stage.binds() {
                    return Err(conflict("error-conflict"));
                }
                if changed.class.kind.weight() < life.class.kind.weight() {
                    return Err(conflict("error-decision-lighter"));
                }
                (Verdict::Amended(other), other)
            }
        };
        let events =
            ask(&life, context, member, Action::Conclude { verdict, by, effects: told, alone: active.len() < 2 })?;
        let lived = Event::lived(context, decision, events, words, Beside::default()).await?;
        Ok(Decision::about(decision, [lived.into()]))
    }
}

/// Erases the name of somebody without account: who keeps the record may, and who holds the mandate of care.
#[derive(Debug, Clone)]
pub struct ForgetName {
    /// In which decision.
    pub decision: Id,
    /// Who.
    pub person: Id,
}

impl Command for ForgetName {
    const NAME: &'static str = "decision.forget-name";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        entries::commands::may_change(context, self.decision, entries::rules::REMOVERS).await?;
        let name: Option<(Option<String>,)> =
            context.tx.optional(&store::ONE_NAME, args![self.decision, self.person]).await?;
        match name {
            Some((Some(_),)) => {
                let event = Event::NameForgotten { decision: self.decision, person: self.person };
                Ok(Decision::about(self.decision, [event.into()]))
            }
            Some((None,)) => Err(conflict("error-conflict")),
            None => Err(not_found()),
        }
    }
}
