// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! How each event shows in the state. Nothing is judged here: what may happen was judged before it was recorded.

use super::{
    Id,
    checking::Check,
    event::{Dissent, Event, Outcome, Relation, Verdict},
    objection::{Disposition, Objection, Restatement, Stance},
    stage::Stage,
    state::{Amendment, Argument, Concluding, Decision, Fate, Offered, Question, Reviewed, State},
    time::Instant,
};
use crate::digest::Digest;

impl<I: Id> Decision<I> {
    /// Shows an event in the state. An event that names what is not there changes nothing but the chain.
    pub fn apply(&mut self, at: Instant, event: &Event<I>) {
        let state = &mut self.state;
        state.chain = Digest::of_json(&(state.chain, at, event));
        state.last = at;
        state.discuss(at, event);
        state.object(at, event);
        state.vote(at, event);
        state.follow(at, event);
    }
}

impl<I: Id> State<I> {
    fn enter(&mut self, stage: Stage, at: Instant) {
        self.stage = stage;
        self.since = at;
    }

    /// The text is another one: what was said of the old one is void.
    fn void(&mut self, at: Instant) {
        self.stances.clear();
        self.reasons.clear();
        self.entered.clear();
        self.terms = None;
        self.terms_digest = None;
        if matches!(self.stage, Stage::Frozen | Stage::Consent | Stage::Blocked) {
            self.enter(Stage::Integration, at);
        }
    }

    /// The text has another meaning, or there is something else to choose: it must be reflected on and understood anew.
    fn begin_anew(&mut self, at: Instant) {
        self.version = self.version.saturating_add(1);
        self.changed = at;
        self.understood = false;
        self.contestable = false;
        self.slipped = None;
        if self.reflecting.is_some() {
            self.reflecting = Some(at);
        }
    }

    /// From the draft to integration.
    fn discuss(&mut self, at: Instant, event: &Event<I>) {
        match event {
            Event::Edited { text, substantive, .. } => {
                self.text = *text;
                self.void(at);
                self.contestable = true;
                self.slipped = Some(at);
                if *substantive {
                    self.begin_anew(at);
                }
            }
            Event::EditContested { .. } => {
                self.void(at);
                self.begin_anew(at);
            }
            Event::AmendmentAccepted { amendment, text } => {
                self.text = *text;
                self.void(at);
                self.begin_anew(at);
                self.settle(amendment, Fate::Accepted);
            }
            Event::Sponsored { by } => {
                self.sponsors.insert(by.clone());
            }
            Event::AffectedNamed { words } => self.affected = Some(words.clone()),
            Event::Called => self.enter(Stage::Call, at),
            Event::ClarificationOpened => self.enter(Stage::Clarification, at),
            Event::Asked { question, by } => {
                self.questions.insert(question.clone(), Question { by: by.clone(), answer: None });
            }
            Event::Answered { question, words } => {
                if let Some(question) = self.questions.get_mut(question) {
                    question.answer = Some(words.clone());
                }
            }
            Event::QuestionWithdrawn { question } => {
                self.questions.remove(question);
            }
            Event::Argued { argument, by, side } => {
                self.arguments.insert(argument.clone(), Argument { by: by.clone(), side: *side });
            }
            Event::ArgumentWithdrawn { argument } => {
                self.arguments.remove(argument);
            }
            Event::DeliberationOpened => {
                self.reflecting = Some(at);
                self.enter(Stage::Deliberation, at);
            }
            Event::ImpactStated { dimension, words } => {
                self.impact.insert(*dimension, words.clone());
            }
            Event::EarlierSearched { found, .. } => {
                self.searched = true;
                for decision in found {
                    self.earlier.entry(decision.clone()).or_insert(None);
                }
            }
            Event::EarlierMarked { decision, relation } => {
                self.earlier.insert(decision.clone(), Some(*relation));
            }
            Event::CheckSet { text, statements } => {
                let (text, statements) = (*text, statements.clone());
                self.check = Some(Check { text, statements, answered: Default::default(), sums: None });
            }
            Event::CheckAnswered { by, statement } => {
                if let Some(check) = &mut self.check {
                    check.answered.entry(statement.clone()).or_default().insert(by.clone());
                }
            }
            Event::CheckVoided => {
                if let Some(check) = &mut self.check {
                    check.answered.clear();
                }
            }
            Event::ComprehensionChecked { enough, sums, .. } => {
                self.understood = *enough;
                if let Some(check) = &mut self.check {
                    check.sums = Some(sums.clone());
                }
                if !enough {
                    self.reflecting = None;
                    self.enter(Stage::Clarification, at);
                }
            }
            Event::IntegrationOpened => self.enter(Stage::Integration, at),
            Event::AmendmentProposed { amendment, by } => {
                self.amendments.insert(amendment.clone(), Amendment { by: by.clone(), fate: Fate::Open });
            }
            Event::AmendmentWithdrawn { amendment } => self.settle(amendment, Fate::Withdrawn),
            Event::AmendmentDeclined { amendment, .. } => self.settle(amendment, Fate::Declined),
            Event::OptionOffered { option, by, cost } => {
                self.options.insert(option.clone(), Offered { by: by.clone(), cost: *cost });
                self.begin_anew(at);
            }
            Event::OptionWithdrawn { option } => {
                self.options.remove(option);
                self.begin_anew(at);
            }
            Event::Allotted { amount } => {
                self.allotted = Some(*amount);
                self.begin_anew(at);
            }
            Event::Withdrawn { .. } => self.enter(Stage::Withdrawn, at),
            _ => {}
        }
    }

    fn settle(&mut self, amendment: &I, fate: Fate) {
        if let Some(amendment) = self.amendments.get_mut(amendment) {
            amendment.fate = fate;
        }
    }

    /// Objections.
    fn object(&mut self, at: Instant, event: &Event<I>) {
        match event {
            Event::ObjectionRaised { objection, by, weight, ground, reason } => {
                self.objections.push(Objection {
                    id: objection.clone(),
                    author: by.clone(),
                    weight: *weight,
                    ground: ground.clone(),
                    reason: reason.clone(),
                    version: self.version,
                    raised: at,
                    supporters: Default::default(),
                    restatement: Restatement::Wanted { since: None },
                    disposition: None,
                });
                if self.stage == Stage::Consent {
                    self.reasons.remove(by);
                    self.stances.insert(by.clone(), Stance::Object);
                }
            }
            Event::ObjectionSupported { objection, by } => self.amend_objection(objection, |objection| {
                objection.supporters.insert(by.clone());
            }),
            Event::RestatementOffered { objection, by, .. } => self.amend_objection(objection, |objection| {
                let since = objection.restatement.waits_since().unwrap_or(at);
                objection.restatement = Restatement::Offered { by: by.clone(), since };
            }),
            Event::RestatementRefused { objection } => self.amend_objection(objection, |objection| {
                // Who says that they never said yes in a meeting has all their time again.
                let since = match &objection.restatement {
                    Restatement::Confirmed { since, .. } => since.map(|_| at),
                    told => told.waits_since(),
                };
                objection.restatement = Restatement::Wanted { since };
            }),
            Event::RestatementConfirmed { objection, by, spoken } => self.amend_objection(objection, |objection| {
                let since = objection.restatement.waits_since();
                objection.restatement = Restatement::Confirmed { by: by.clone(), spoken: *spoken, since };
            }),
            Event::RestatementUnconfirmed { objection } => {
                self.amend_objection(objection, |objection| objection.restatement = Restatement::Unconfirmed);
            }
            Event::ObjectionDisposed { objection: id, disposition } => {
                self.amend_objection(id, |objection| objection.disposition = Some(*disposition));
                if self.stage == Stage::Consent && *disposition != Disposition::Upheld {
                    self.settled = Some(at);
                }
                let ended = self.objections.iter().find(|objection| objection.id == *id).cloned();
                match (disposition, ended) {
                    (Disposition::Carried, Some(ended)) => {
                        self.dissent.push(Dissent { by: ended.author, words: ended.reason, objection: Some(ended.id) })
                    }
                    // Whoever took the objection back has no stance until they take one.
                    (Disposition::Withdrawn, Some(ended))
                        if self.stances.get(&ended.author) == Some(&Stance::Object) =>
                    {
                        self.stances.remove(&ended.author);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn amend_objection(&mut self, id: &I, change: impl FnOnce(&mut Objection<I>)) {
        if let Some(objection) = self.objections.iter_mut().find(|objection| objection.id == *id) {
            change(objection);
        }
    }

    /// From the freeze to the outcome.
    fn vote(&mut self, at: Instant, event: &Event<I>) {
        match event {
            Event::Frozen { terms, digest } | Event::ExpressOpened { terms, digest } => {
                self.terms = Some(terms.clone());
                self.terms_digest = Some(*digest);
                self.express = matches!(event, Event::ExpressOpened { .. });
                self.enter(if self.express { Stage::Consent } else { Stage::Frozen }, at);
            }
            Event::ExpressHalted => {
                self.express = false;
                self.enter(Stage::Call, at);
                self.void(at);
            }
            Event::RoundOpened => self.enter(Stage::Consent, at),
            Event::BallotOpened { .. } => {
                self.cast.clear();
                self.entered.clear();
                self.counted = None;
                self.enter(Stage::Ballot, at);
            }
            Event::StanceTaken { by, stance, words, .. } => {
                // Who says it themselves has said it, whoever entered something before.
                self.entered.remove(by);
                self.stances.insert(by.clone(), *stance);
                match words {
                    Some(words) => self.reasons.insert(by.clone(), words.clone()),
                    None => self.reasons.remove(by),
                };
            }
            Event::Cast { by } => {
                self.cast.insert(by.clone());
            }
            Event::Entered { person, by, how } => {
                self.entered.insert(person.clone(), (by.clone(), *how));
            }
            Event::RoundClosed { outcome } => {
                self.outcome = Some(*outcome);
                match outcome {
                    Outcome::Returned => {
                        self.enter(Stage::Integration, at);
                        self.void(at);
                    }
                    Outcome::Blocked => self.enter(Stage::Blocked, at),
                    Outcome::Adopted | Outcome::NoQuorum | Outcome::TooFewAgree => {}
                }
            }
            Event::BallotClosed => self.enter(Stage::Count, at),
            Event::BallotVoided => {
                self.cast.clear();
                self.entered.clear();
                self.enter(Stage::Frozen, at);
            }
            Event::Counted(counted) => self.counted = Some(counted.clone()),
            Event::Adopted { review } => {
                self.keep_reservations();
                self.bind(Stage::Adopted, at, *review);
            }
            Event::NotAdopted => self.enter(Stage::NotAdopted, at),
            Event::Tied => {
                self.enter(Stage::Integration, at);
                self.void(at);
            }
            Event::SpokenRecorded { spoken, review } => {
                self.present.clone_from(&spoken.present);
                self.most_present = spoken.present.len();
                self.tasks.extend(spoken.tasks.iter().cloned());
                self.together = spoken.together;
                self.dissent.extend(spoken.dissent.iter().cloned());
                self.bind(Stage::InForce, at, *review);
            }
            Event::RecordCorrected { text, present, tasks, together, dissent, .. } => {
                if *text != self.text {
                    self.text = *text;
                    self.begin_anew(at);
                }
                self.present.clone_from(present);
                self.most_present = self.most_present.max(present.len());
                self.tasks.clone_from(tasks);
                self.together = *together;
                self.dissent.extend(dissent.iter().cloned());
            }
            _ => {}
        }
    }

    /// What those who stood aside said with it is dissent: it travels with what was adopted.
    fn keep_reservations(&mut self) {
        let aside = self.stances.iter().filter(|(_, stance)| **stance == Stance::StandAside);
        let said = aside.filter_map(|(by, _)| Some((by, self.reasons.get(by)?)));
        let said = said.map(|(by, words)| Dissent { by: by.clone(), words: words.clone(), objection: None });
        self.dissent.extend(said.collect::<Vec<_>>());
    }

    fn bind(&mut self, stage: Stage, at: Instant, review: Instant) {
        self.enter(stage, at);
        self.review = Some(review);
        self.lapses = self.class.lapses.map(|lapses| at + lapses);
    }

    /// After it was decided.
    fn follow(&mut self, at: Instant, event: &Event<I>) {
        match event {
            Event::TaskTaken(task) => self.tasks.push(task.clone()),
            Event::AnsweredTogether { .. } => self.together = true,
            Event::Enforced => self.enter(Stage::InForce, at),
            Event::Dissented(dissent) => self.dissent.push(dissent.clone()),
            Event::Ratified { by, .. } => {
                self.lapses = None;
                self.ratified = Some(by.clone());
            }
            Event::ReviewPetitioned { by, .. } => {
                self.petitioners.insert(by.clone());
            }
            Event::ReviewOpened { early } => {
                self.enter(Stage::Review, at);
                // A review that opens on its day was asked for by nobody.
                if !early {
                    self.petitioners.clear();
                }
                self.review = None;
            }
            Event::ConclusionProposed { verdict, by, effects, proposer } => {
                self.concluding = Some(Concluding {
                    verdict: verdict.clone(),
                    by: by.clone(),
                    effects: effects.clone(),
                    proposer: proposer.clone(),
                });
            }
            Event::ConclusionRefused { .. } => self.concluding = None,
            Event::Reviewed { verdict, by, effects, review } => {
                self.concluding = None;
                self.petitioners.clear();
                self.enter(
                    match verdict {
                        Verdict::Renewed(_) => Stage::Renewed,
                        Verdict::Amended(_) => Stage::Amended,
                        Verdict::Repealed => Stage::Repealed,
                    },
                    at,
                );
                self.review = *review;
                if let Verdict::Amended(other) = verdict {
                    self.superseded = Some(other.clone());
                }
                let reviewed = Reviewed { verdict: verdict.clone(), by: by.clone(), effects: effects.clone() };
                self.reviews.push(reviewed);
            }
            Event::Superseded { by, relation } => {
                self.superseded = Some(by.clone());
                self.concluding = None;
                self.review = None;
                let repealed = *relation == Relation::Repeals;
                self.enter(if repealed { Stage::Repealed } else { Stage::Amended }, at);
            }
            Event::Lapsed => {
                self.concluding = None;
                self.review = None;
                self.enter(Stage::Lapsed, at);
            }
            _ => {}
        }
    }
}
