// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Whether an action is allowed, and what happens then.

use super::{
    Id,
    action::Action,
    class::Class,
    conditions::Conditions,
    event::{Event, How, Terms},
    missing::Missing,
    objection::Disposition,
    stage::Stage,
    state::{Decision, Fate},
    time::{Instant, Span},
};
use crate::digest::Digest;

/// What an action leads to: events, or the condition that is missing.
pub type Judgement<I> = Result<Vec<Event<I>>, Missing<I>>;

/// The event with which a decision begins.
///
/// # Errors
/// [`Missing::Class`] if the class has a flaw.
pub fn draft<I: Id>(author: I, class: Class<I>, text: Digest) -> Result<Event<I>, Missing<I>> {
    match class.flaw() {
        Some(flaw) => Err(Missing::Class(flaw)),
        None => Ok(Event::Drafted { author, class: Box::new(class), text }),
    }
}

impl<I: Id> Decision<I> {
    /// What happens if `actor` does this now: first what time has brought about meanwhile, then the action's own events.
    ///
    /// Nothing is changed; [`Decision::apply`] shows the events in the state.
    ///
    /// # Errors
    /// The first condition that is missing.
    pub fn decide(&self, actor: &I, action: Action<I>, now: Instant) -> Judgement<I> {
        if now < self.last {
            return Err(Missing::PastTime);
        }
        let mut events = self.pass(now);
        if events.is_empty() {
            return self.judge(actor, action, now);
        }
        let mut present = self.clone();
        for event in &events {
            present.apply(now, event);
        }
        events.extend(present.judge(actor, action, now)?);
        Ok(events)
    }

    fn judge(&self, actor: &I, action: Action<I>, now: Instant) -> Judgement<I> {
        match action {
            Action::Object { .. }
            | Action::SupportObjection { .. }
            | Action::Restate { .. }
            | Action::RefuseRestatement { .. }
            | Action::ConfirmRestatement { .. }
            | Action::RecordRestatement { .. }
            | Action::Integrate { .. }
            | Action::WithdrawObjection { .. }
            | Action::Uphold { .. }
            | Action::Carry { .. } => self.judge_objection(actor, action, now),
            Action::RecordSpoken(_)
            | Action::CorrectRecord { .. }
            | Action::TakeTask(_)
            | Action::AnswerTogether
            | Action::Enforce
            | Action::Dissent { .. }
            | Action::Ratify { .. }
            | Action::PetitionReview { .. }
            | Action::Conclude { .. }
            | Action::SecondConclusion
            | Action::RefuseConclusion
            | Action::Supersede { .. } => self.judge_following(actor, action, now),
            Action::EnterFor { person, said } => self.judge_entry(actor, &person, *said, now),
            Action::SetCheck { .. }
            | Action::AnswerCheck { .. }
            | Action::VoidCheck
            | Action::CheckComprehension { .. } => self.judge_check(actor, action),
            Action::OfferOption { .. } | Action::WithdrawOption { .. } | Action::Allot { .. } => {
                self.judge_offering(actor, action)
            }
            Action::Freeze { .. }
            | Action::OpenExpress { .. }
            | Action::OpenVoting
            | Action::TakeStance { .. }
            | Action::Cast
            | Action::CloseVoting
            | Action::Count { .. }
            | Action::VoidBallot => self.judge_voting(actor, action, now),
            _ => self.judge_discussion(actor, action, now),
        }
    }

    fn judge_discussion(&self, actor: &I, action: Action<I>, now: Instant) -> Judgement<I> {
        let by = actor.clone();
        let event = match action {
            Action::Edit { text, substantive } => {
                self.editable()?;
                if text == self.text {
                    return Err(Missing::PresentText(self.text));
                }
                Event::Edited { by, text, substantive }
            }
            Action::ContestEdit => {
                self.editable()?;
                known(self.contestable, || Missing::Stage(self.stage))?;
                Event::EditContested { by }
            }
            Action::Sponsor => {
                self.during(&[Stage::Draft, Stage::Call])?;
                known(self.author != by, || Missing::Opponent)?;
                known(!self.sponsors.contains(&by), || Missing::New(by.clone()))?;
                Event::Sponsored { by }
            }
            Action::NameAffected { words } => {
                self.open_text()?;
                Event::AffectedNamed { words }
            }
            Action::Call => {
                self.during(&[Stage::Draft])?;
                step(self.for_call())?;
                Event::Called
            }
            Action::OpenClarification => {
                self.during(&[Stage::Call])?;
                step(self.for_clarification(now))?;
                Event::ClarificationOpened
            }
            Action::Ask { question } => {
                self.during(&[Stage::Call, Stage::Clarification, Stage::Deliberation, Stage::Integration])?;
                known(!self.questions.contains_key(&question), || Missing::New(question.clone()))?;
                Event::Asked { question, by }
            }
            Action::Answer { question, words } => {
                self.open_text()?;
                let asked = self.questions.get(&question).ok_or_else(|| Missing::Known(question.clone()))?;
                known(asked.answer.is_none(), || Missing::Open(question.clone()))?;
                Event::Answered { question, words }
            }
            Action::WithdrawQuestion { question } => {
                self.open_text()?;
                let asked = self.questions.get(&question).ok_or_else(|| Missing::Known(question.clone()))?;
                known(asked.by == by, || Missing::Author)?;
                known(asked.answer.is_none(), || Missing::Open(question.clone()))?;
                Event::QuestionWithdrawn { question }
            }
            Action::Argue { argument, side } => {
                self.during(&[Stage::Deliberation, Stage::Integration])?;
                known(!self.arguments.contains_key(&argument), || Missing::New(argument.clone()))?;
                Event::Argued { argument, by, side }
            }
            Action::WithdrawArgument { argument } => {
                self.during(&[Stage::Deliberation, Stage::Integration])?;
                let given = self.arguments.get(&argument).ok_or_else(|| Missing::Known(argument.clone()))?;
                known(given.by == by, || Missing::Author)?;
                Event::ArgumentWithdrawn { argument }
            }
            Action::OpenDeliberation => {
                self.during(&[Stage::Clarification])?;
                step(self.for_deliberation(now))?;
                Event::DeliberationOpened
            }
            Action::StateImpact { dimension, words } => {
                self.open_text()?;
                Event::ImpactStated { dimension, words }
            }
            Action::SearchEarlier { words, found } => {
                self.open_text()?;
                Event::EarlierSearched { words, found }
            }
            Action::MarkEarlier { decision, relation } => {
                self.open_text()?;
                known(self.earlier.contains_key(&decision), || Missing::Known(decision.clone()))?;
                Event::EarlierMarked { decision, relation }
            }
            Action::OpenIntegration => {
                self.during(&[Stage::Deliberation])?;
                step(self.for_integration(now))?;
                Event::IntegrationOpened
            }
            Action::Amend { amendment } => {
                self.during(&[Stage::Deliberation, Stage::Integration])?;
                known(!self.amendments.contains_key(&amendment), || Missing::New(amendment.clone()))?;
                Event::AmendmentProposed { amendment, by }
            }
            Action::AcceptAmendment { amendment, text } => {
                self.open_amendment(&amendment)?;
                known(text != self.text, || Missing::PresentText(self.text))?;
                Event::AmendmentAccepted { amendment, text }
            }
            Action::WithdrawAmendment { amendment } => {
                known(*self.open_amendment(&amendment)? == by, || Missing::Author)?;
                Event::AmendmentWithdrawn { amendment }
            }
            Action::DeclineAmendment { amendment, words } => {
                self.open_amendment(&amendment)?;
                Event::AmendmentDeclined { amendment, words }
            }
            Action::Withdraw { words } => {
                known(self.stage.is_open() || self.express, || Missing::Stage(self.stage))?;
                known(!self.express || self.stage == Stage::Consent, || Missing::Stage(self.stage))?;
                known(self.author == by, || Missing::Author)?;
                Event::Withdrawn { words }
            }
            _ => return Err(Missing::Stage(self.stage)),
        };
        Ok(vec![event])
    }

    fn judge_voting(&self, actor: &I, action: Action<I>, now: Instant) -> Judgement<I> {
        let by = actor.clone();
        match action {
            Action::Freeze { roll, review_in, seed } => {
                self.during(&[Stage::Integration])?;
                step(self.for_freeze(now))?;
                let (terms, digest) = self.terms_of(roll, review_in, seed)?;
                Ok(vec![Event::Frozen { terms, digest }])
            }
            Action::OpenExpress { roll, review_in } => {
                self.during(&[Stage::Draft])?;
                // Consent is to a text; silence chooses nothing.
                let express = self.class.express.is_some() && self.options.is_empty();
                known(express, || Missing::NotInThisClass)?;
                let (terms, digest) = self.terms_of(roll, review_in, None)?;
                Ok(vec![Event::ExpressOpened { terms, digest }])
            }
            Action::OpenVoting => {
                self.during(&[Stage::Frozen])?;
                step(self.missing(now))?;
                let roll = self.terms.as_ref().map_or(0, |terms| terms.roll.len());
                let chooses = self.terms.as_ref().is_some_and(|terms| terms.options.is_some());
                let consent = self.class.method == super::Method::Consent && !chooses;
                Ok(vec![if consent {
                    Event::RoundOpened
                } else {
                    Event::BallotOpened { few: roll < super::SECRET_LEAST }
                }])
            }
            Action::TakeStance { text, stance, words } => {
                self.during(&[Stage::Consent])?;
                self.on_roll(actor)?;
                known(text == self.text, || Missing::PresentText(self.text))?;
                // To object is to raise an objection, with its reason.
                known(stance != super::Stance::Object, || Missing::NotInThisClass)?;
                let own = self.objections.iter().find(|objection| {
                    objection.author == by && matches!(objection.disposition, None | Some(Disposition::Upheld))
                });
                match own {
                    Some(objection) => Err(Missing::OwnObjection(objection.id.clone())),
                    None => Ok(vec![Event::StanceTaken { by, text, stance, words }]),
                }
            }
            Action::Cast => {
                self.during(&[Stage::Ballot])?;
                self.on_roll(actor)?;
                known(!self.cast.contains(actor), || Missing::AlreadyCast)?;
                Ok(vec![Event::Cast { by }])
            }
            Action::CloseVoting => {
                self.during(&[Stage::Consent, Stage::Ballot])?;
                self.close(now)
            }
            Action::Count { ballots, seed } => self.judge_count(ballots, seed, now),
            Action::VoidBallot => {
                self.during(&[Stage::Count])?;
                Ok(vec![Event::BallotVoided])
            }
            _ => Err(Missing::Stage(self.stage)),
        }
    }

    /// What somebody said is judged as theirs, and who entered it is said beside.
    fn judge_entry(&self, actor: &I, person: &I, said: Action<I>, now: Instant) -> Judgement<I> {
        let how = match said {
            Action::TakeStance { .. } | Action::Object { .. } => How::Hands,
            Action::Cast => How::Paper,
            _ => return Err(Missing::NotInThisClass),
        };
        let mut events = self.judge(person, said, now)?;
        events.push(Event::Entered { person: person.clone(), by: actor.clone(), how });
        Ok(events)
    }

    /// The terms that are fixed, with their digest.
    fn terms_of(&self, roll: Vec<I>, review_in: Span, seed: Option<Digest>) -> Result<(Terms<I>, Digest), Missing<I>> {
        let roll: Vec<I> = roll.into_iter().collect::<std::collections::BTreeSet<_>>().into_iter().collect();
        known(!roll.is_empty(), || Missing::Roll)?;
        self.reviewable(review_in)?;
        let (class, options) = (Digest::of_json(&self.class), self.fixed_options());
        let terms = Terms { text: self.text, roll, class, review_in, options, seed };
        let digest = Digest::of_json(&terms);
        Ok((terms, digest))
    }

    /// Whether a review so long after is within what the class allows.
    pub(super) fn reviewable(&self, review_in: Span) -> Result<(), Missing<I>> {
        known(review_in > Span::ZERO && review_in <= self.class.review_within, || Missing::ReviewDate)
    }

    pub(super) fn during(&self, stages: &[Stage]) -> Result<(), Missing<I>> {
        known(stages.contains(&self.stage), || Missing::Stage(self.stage))
    }

    pub(super) fn open_text(&self) -> Result<(), Missing<I>> {
        known(self.stage.is_open(), || Missing::Stage(self.stage))
    }

    /// The text may be changed until ballots are cast on it; a firm text goes back to integration by that.
    fn editable(&self) -> Result<(), Missing<I>> {
        let firm = matches!(self.stage, Stage::Frozen | Stage::Consent | Stage::Blocked) && !self.express;
        known(self.stage.is_open() || firm, || Missing::Stage(self.stage))
    }

    pub(super) fn on_roll(&self, person: &I) -> Result<(), Missing<I>> {
        let listed = self.terms.as_ref().is_some_and(|terms| terms.roll.binary_search(person).is_ok());
        known(listed, || Missing::NotOnRoll)
    }

    fn open_amendment(&self, id: &I) -> Result<&I, Missing<I>> {
        self.during(&[Stage::Deliberation, Stage::Integration])?;
        let amendment = self.amendments.get(id).ok_or_else(|| Missing::Known(id.clone()))?;
        known(amendment.fate == Fate::Open, || Missing::Open(id.clone()))?;
        Ok(&amendment.by)
    }
}

/// Refuses with what is missing unless it holds.
pub(super) fn known<I>(holds: bool, missing: impl FnOnce() -> Missing<I>) -> Result<(), Missing<I>> {
    if holds { Ok(()) } else { Err(missing()) }
}

fn step<I>(conditions: Conditions<I>) -> Result<(), Missing<I>> {
    conditions.into_iter().next().map_or(Ok(()), Err)
}
