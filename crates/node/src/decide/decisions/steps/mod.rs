// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Steps in a decision's life: one command for each thing that somebody can do, all of the same make.
//!
//! A [`Deed`] is what a form holds. It seals its words by name, and says which actions of the rules it is; the [`Step`]
//! around it looks whether the decision may be seen, asks the rules, and puts what happens into the log.

mod casting;
mod conclusions;
mod effects;
mod objections;
mod offers;
mod onward;
mod questions;
mod remarks;
mod stances;
mod tasks;
mod text;

use std::fmt::Debug;

pub use casting::Cast;
pub(super) use casting::checked;
pub use conclusions::{RefuseConclusion, SecondConclusion};
pub(super) use effects::may_ratify;
pub use objections::{AnswerRestatement, End, EndObjection, RecordRestatement, Restate, SupportObjection};
pub use offers::{Allot, OfferOption, WithdrawOption};
pub use onward::{Foresee, MarkEarlier, NameAffected, Onward, SearchEarlier, Sponsor, StateImpact, Withdraw};
pub use questions::{Answer, Ask, WithdrawQuestion};
pub use remarks::{Remark, Sort, WithdrawArgument};
pub use stances::{Ground, Object, TakeStance};
pub use tasks::{AnswerTogether, TakeTask};
pub use text::{Amend, ContestEdit, Edit, Reclass, Settle, SettleAmendment};

use tequio_deliberation::life::Action;

use crate::spine::{
    command::{Command, Context, Decision},
    entries, event,
    id::Id,
    mandates,
    refusal::{Fields, Result},
};

use super::{
    Life, LifeEvent,
    ballots::{self, Count},
    commands::{Beside, Event, Words, life, mandate, word},
    course::Course,
    rules::WORDS_LIMIT,
};

/// Something that somebody does for a decision to go on.
pub trait Deed: Send + Debug {
    /// The command's name.
    const NAME: &'static str;

    /// Does it.
    fn take(self, step: &mut Going<'_, '_, '_>) -> impl Future<Output = Result<()>> + Send;
}

/// A deed in a decision.
#[derive(Debug, Clone)]
pub struct Step<D> {
    /// Which decision.
    pub decision: Id,
    /// What is done.
    pub deed: D,
}

/// A step that is being taken.
#[derive(Debug)]
pub struct Going<'t, 'a, 'n> {
    /// The command's context.
    pub(super) context: &'t mut Context<'a, 'n>,
    /// Which decision.
    pub(super) decision: Id,
    /// Who takes it.
    pub(super) member: Id,
    course: Course,
    words: Vec<Words>,
    beside: Beside,
    /// What happens to the entry.
    entry: Vec<event::Event>,
}

impl Going<'_, '_, '_> {
    /// The decision's life, as it is by now.
    pub(super) fn life(&self) -> &Life {
        &self.course.life
    }

    /// Takes an action of the rules.
    pub(super) fn act(&mut self, action: Action<Id>) -> Result<()> {
        self.course.take(self.context, self.member, action)
    }

    /// Seals the words of a field that must have some.
    pub(super) async fn word(&mut self, field: &'static str, text: &str) -> Result<Id> {
        let mut fields = Fields::default();
        let text = fields.text(field, text, WORDS_LIMIT);
        fields.finish()?;
        word(self.context, self.decision, &mut self.words, &text).await
    }

    /// Seals the words of a field, if there are any.
    pub(super) async fn word_if_any(&mut self, field: &'static str, text: &str) -> Result<Option<Id>> {
        match text.trim().is_empty() {
            true => Ok(None),
            false => Ok(Some(self.word(field, text).await?)),
        }
    }
}

/// What a choice for a mandate gives, once it is in force: the mandate, to those whom it chose.
async fn chosen(context: &mut Context<'_, '_>, decision: Id, course: &Course) -> Result<Vec<event::Event>> {
    if !course.events.iter().any(|event| matches!(event, LifeEvent::Enforced)) {
        return Ok(Vec::new());
    }
    let Some(kind) = mandate(context.tx, decision).await? else { return Ok(Vec::new()) };
    let life = &course.life;
    let election = life.counted.as_ref().and_then(|counted| counted.election.as_ref());
    let list = life.terms.as_ref().and_then(|terms| terms.options.as_ref());
    let (Some(election), Some(list)) = (election, list) else { return Ok(Vec::new()) };
    let option = |place: &u32| list.list.get(*place as usize).and_then(|option| life.options.get(&option.id));
    let people: Vec<Id> = election.chosen.iter().filter_map(option).map(|offered| offered.by).collect();
    mandates::given(context, kind, &people).await
}

impl<D: Deed> Command for Step<D> {
    const NAME: &'static str = D::NAME;

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let member = context.member()?;
        let decision = self.decision;
        entries::commands::may_see(context, decision).await?;
        // What time has brought about is written down first.
        let kept = life(context.tx, decision).await?;
        let mut course = Course::present(kept, context);
        let Count { ballots, subject: ballot_box } = ballots::count(context, decision, &mut course).await?;
        let beside = Beside { ballots, ballot_box, ..Beside::default() };
        let (words, entry) = (Vec::new(), Vec::new());
        let mut going = Going { context, decision, member, course, words, beside, entry };
        self.deed.take(&mut going).await?;
        let Going { context, course, words, beside, mut entry, .. } = going;
        entry.extend(chosen(context, decision, &course).await?);
        let lived = Event::lived(context, decision, course.events, words, beside).await?;
        Ok(Decision::about(decision, entry.into_iter().chain([lived.into()])))
    }
}
