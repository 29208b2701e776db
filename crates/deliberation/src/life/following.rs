// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The count, and what comes after: force, dissent, ratification, review.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Id,
    action::Action,
    choosing::Options,
    class::Kind,
    decide::{Judgement, known},
    event::{Choice, Counted, Dimension, Dissent, Event, Relation, Spoken, Verdict},
    missing::Missing,
    stage::Stage,
    state::Decision,
    time::Instant,
};
use crate::digest::Digest;

impl<I: Id> Decision<I> {
    pub(super) fn judge_count(&self, ballots: Vec<Choice>, seed: Option<String>, now: Instant) -> Judgement<I> {
        self.during(&[Stage::Count])?;
        let terms = self.terms.as_ref().ok_or(Missing::Stage(self.stage))?;
        known(ballots.len() == self.cast.len(), || Missing::Ballots(self.cast.len()))?;
        known(terms.seed == seed.as_ref().map(|seed| Digest::of(seed.as_bytes())), || Missing::Seed)?;
        let flawed = ballots.iter().zip(0..).find_map(|(ballot, place)| Some((place, terms.check(ballot).err()?)));
        if let Some((place, flaw)) = flawed {
            return Err(Missing::Ballot(place, flaw));
        }
        let how_many = |choice| ballots.iter().filter(|ballot| **ballot == choice).count();
        let (yes, no, blank) = (how_many(Choice::Yes), how_many(Choice::No), how_many(Choice::Blank));
        let quorum = self.class.quorum.is_reached(ballots.len(), terms.roll.len());
        let elect = |options: &Options<I>| options.elect(&ballots, seed.as_deref(), self.class.agreement);
        let election = terms.options.as_ref().map(elect);
        let (decided, tied) = match &election {
            Some(election) => (!election.chosen.is_empty(), election.tied),
            None => (yes > no && self.class.agreement.is_reached(yes, yes + no), false),
        };
        let counted = Counted { yes: yes as u64, no: no as u64, blank: blank as u64, seed, election };
        let outcome = if quorum && decided {
            Event::Adopted { review: now + terms.review_in }
        } else if quorum && tied {
            Event::Tied
        } else {
            Event::NotAdopted
        };
        Ok(vec![Event::Counted(counted), outcome])
    }

    pub(super) fn judge_following(&self, actor: &I, action: Action<I>, now: Instant) -> Judgement<I> {
        let by = actor.clone();
        let event = match action {
            Action::RecordSpoken(spoken) => return self.judge_spoken(spoken, now),
            Action::CorrectRecord { text, present, tasks, together, dissent } => {
                self.binding()?;
                // Only what was agreed in a meeting was recorded by somebody; all else is what happened here.
                known(!self.present.is_empty(), || Missing::NotInThisClass)?;
                known(!present.is_empty(), || Missing::Present)?;
                known(together || !tasks.is_empty(), || Missing::Responsible)?;
                let mut said: BTreeSet<&I> = self.dissent.iter().map(|dissent| &dissent.words).collect();
                if let Some(again) = dissent.iter().find(|dissent| !said.insert(&dissent.words)) {
                    return Err(Missing::New(again.words.clone()));
                }
                Event::RecordCorrected { by, text, present, tasks, together, dissent }
            }
            Action::TakeTask(task) => {
                self.binding()?;
                Event::TaskTaken(task)
            }
            Action::AnswerTogether => {
                self.binding()?;
                known(!self.together, || Missing::New(by.clone()))?;
                Event::AnsweredTogether { by }
            }
            Action::Enforce => {
                self.during(&[Stage::Adopted])?;
                known(self.is_answered_for(), || Missing::Responsible)?;
                Event::Enforced
            }
            Action::Dissent { words } => {
                self.binding()?;
                Event::Dissented(Dissent { by, words, objection: None })
            }
            Action::Ratify { by, kind } => {
                self.binding()?;
                known(self.lapses.is_some(), || Missing::NotInThisClass)?;
                known(kind != Kind::Urgent, || Missing::OrdinaryClass)?;
                Event::Ratified { by, kind }
            }
            Action::PetitionReview { words } => {
                self.during(&[Stage::Adopted, Stage::InForce, Stage::Renewed])?;
                known(!self.petitioners.contains(&by), || Missing::New(by.clone()))?;
                let petitioned = Event::ReviewPetitioned { by, words };
                let count = u32::try_from(self.petitioners.len().saturating_add(1)).unwrap_or(u32::MAX);
                return Ok(if count >= self.class.petitioners {
                    vec![petitioned, Event::ReviewOpened { early: true }]
                } else {
                    vec![petitioned]
                });
            }
            Action::Conclude { verdict, by: other, effects, alone } => {
                return self.judge_review(&by, (verdict, other, effects), alone, now);
            }
            Action::SecondConclusion => {
                self.during(&[Stage::Review])?;
                let said = self.concluding.as_ref().ok_or(Missing::Stage(self.stage))?;
                known(said.proposer != by, || Missing::Opponent)?;
                let (verdict, by, effects) = (said.verdict.clone(), said.by.clone(), said.effects.clone());
                Event::Reviewed { verdict, by, effects, review: None }
            }
            Action::RefuseConclusion => {
                self.during(&[Stage::Review])?;
                known(self.concluding.is_some(), || Missing::Stage(self.stage))?;
                Event::ConclusionRefused { by }
            }
            Action::Supersede { by, relation } => {
                self.binding()?;
                known(matches!(relation, Relation::Amends | Relation::Repeals), || Missing::Supersession)?;
                Event::Superseded { by, relation }
            }
            _ => return Err(Missing::Stage(self.stage)),
        };
        Ok(vec![event])
    }

    fn binding(&self) -> Result<(), Missing<I>> {
        known(self.stage.binds(), || Missing::Stage(self.stage))
    }

    fn judge_spoken(&self, spoken: Spoken<I>, now: Instant) -> Judgement<I> {
        self.during(&[Stage::Draft])?;
        // What lapses unless ratified has its own way.
        known(self.class.spoken && self.class.lapses.is_none(), || Missing::NotInThisClass)?;
        known(!spoken.present.is_empty(), || Missing::Present)?;
        known(spoken.together || !spoken.tasks.is_empty(), || Missing::Responsible)?;
        self.reviewable(spoken.review_in)?;
        let review = now + spoken.review_in;
        Ok(vec![Event::SpokenRecorded { spoken, review }])
    }

    fn judge_review(
        &self,
        actor: &I,
        (verdict, by, effects): (Verdict<I>, I, BTreeMap<Dimension, I>),
        alone: bool,
        now: Instant,
    ) -> Judgement<I> {
        self.during(&[Stage::Review])?;
        known(self.concluding.is_none(), || Missing::Stage(self.stage))?;
        // Whatever was foreseen is compared with what came; where nothing was, something is said of it.
        let unsaid = self.impact.keys().copied().find(|dimension| !effects.contains_key(dimension));
        if let Some(unsaid) = unsaid.or_else(|| effects.is_empty().then_some(Dimension::People)) {
            return Err(Missing::Impact(unsaid));
        }
        let mut review = None;
        if let Verdict::Renewed(again) = verdict {
            // What was adopted and never came into force has its review all the same.
            known(self.is_answered_for(), || Missing::Responsible)?;
            self.reviewable(again)?;
            review = Some(now + again);
        }
        let ends = !matches!(verdict, Verdict::Renewed(_));
        Ok(vec![if ends && !alone && self.agreed_among() > 1 {
            Event::ConclusionProposed { verdict, by, effects, proposer: actor.clone() }
        } else {
            Event::Reviewed { verdict, by, effects, review }
        }])
    }
}
