// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What its events have made of a decision.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Deref,
};

use serde::{Deserialize, Serialize};

use super::{
    Id,
    checking::Check,
    class::Class,
    event::{Counted, Dimension, Dissent, Event, How, Outcome, Relation, Side, Task, Verdict},
    objection::{Disposition, Objection, Stance},
    stage::Stage,
    time::Instant,
};
use crate::digest::Digest;

/// A question and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question<I> {
    /// Who asks.
    pub by: I,
    /// Where the answer is written.
    pub answer: Option<I>,
}

/// Something said for it, or a worry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Argument<I> {
    /// Who says it.
    pub by: I,
    /// On which side it is.
    pub side: Side,
}

/// What became of an amendment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Nothing yet.
    Open,
    /// It is in the text.
    Accepted,
    /// Taken back.
    Withdrawn,
    /// Left out, with a reason.
    Declined,
}

/// Another wording of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment<I> {
    /// Who proposed it.
    pub by: I,
    /// What became of it.
    pub fate: Fate,
}

/// An option to choose among others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered<I> {
    /// Who offered it.
    pub by: I,
    /// What it costs, in the smallest unit of money, where money is spent.
    pub cost: Option<u64>,
}

/// A review that was concluded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewed<I> {
    /// What was decided.
    pub verdict: Verdict<I>,
    /// The decision by which.
    pub by: I,
    /// What came of it, beside what was foreseen.
    pub effects: BTreeMap<Dimension, I>,
}

/// How somebody says that a review ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "I: Ord + Deserialize<'de>"))]
pub struct Concluding<I> {
    /// What was decided.
    pub verdict: Verdict<I>,
    /// The decision by which.
    pub by: I,
    /// What came of it.
    pub effects: BTreeMap<Dimension, I>,
    /// Who says so.
    pub proposer: I,
}

/// The state of a decision, to be read. It changes only through [`Decision::apply`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "I: Ord + Deserialize<'de>"))]
pub struct State<I> {
    /// Who began it.
    pub author: I,
    /// What is asked of it.
    pub class: Class<I>,
    /// Where it is.
    pub stage: Stage,
    /// Since when it is there.
    pub since: Instant,
    /// When something last happened to it.
    pub last: Instant,
    /// The present text.
    pub text: Digest,
    /// Counts the texts that differ in substance, from 1.
    pub version: u32,
    /// When the last of them came.
    pub changed: Instant,
    /// The last edit was called a slip of the pen, and nobody has contested that yet.
    pub contestable: bool,
    /// When that was.
    pub slipped: Option<Instant>,
    /// When the reflection began, once it is deliberated.
    pub reflecting: Option<Instant>,
    /// Who sponsors it.
    pub sponsors: BTreeSet<I>,
    /// Where it is written who is affected.
    pub affected: Option<I>,
    /// Questions.
    pub questions: BTreeMap<I, Question<I>>,
    /// Arguments.
    pub arguments: BTreeMap<I, Argument<I>>,
    /// What is foreseen.
    pub impact: BTreeMap<Dimension, I>,
    /// Whether earlier decisions were searched.
    pub searched: bool,
    /// Those found, and how it stands to them.
    pub earlier: BTreeMap<I, Option<Relation>>,
    /// Whether the present text was found to be understood.
    pub understood: bool,
    /// How that was asked last, of this text or an earlier one.
    pub check: Option<Check<I>>,
    /// Amendments.
    pub amendments: BTreeMap<I, Amendment<I>>,
    /// Options to choose among; none where the decision is on the text.
    pub options: BTreeMap<I, Offered<I>>,
    /// How many are chosen (if nobody said, one), or how much there is to spend.
    pub allotted: Option<u64>,
    /// Objections, in the order they were raised.
    pub objections: Vec<Objection<I>>,
    /// Whether it is decided by express consent.
    pub express: bool,
    /// What was fixed at the freeze.
    pub terms: Option<super::event::Terms<I>>,
    /// The digest of that.
    pub terms_digest: Option<Digest>,
    /// Stances on the present text.
    pub stances: BTreeMap<I, Stance>,
    /// Where it is written what people said with their stance.
    pub reasons: BTreeMap<I, I>,
    /// Whose stance or ballot somebody entered for them: who did, and how it was said.
    pub entered: BTreeMap<I, (I, How)>,
    /// Whose ballot is in.
    pub cast: BTreeSet<I>,
    /// When an objection last ended in a round so that the round goes on.
    pub settled: Option<Instant>,
    /// How the last round ended.
    pub outcome: Option<Outcome>,
    /// What the last count found.
    pub counted: Option<Counted>,
    /// Who was there, if it was agreed in a meeting.
    pub present: Vec<I>,
    /// The most who are said to have been there by any version of its record.
    pub most_present: usize,
    /// Who does what.
    pub tasks: Vec<Task<I>>,
    /// Whether it was said that nobody in particular answers for it: all do.
    pub together: bool,
    /// Words against it, which nothing removes.
    pub dissent: Vec<Dissent<I>>,
    /// When it is reviewed next.
    pub review: Option<Instant>,
    /// When it lapses unless ratified.
    pub lapses: Option<Instant>,
    /// The ordinary decision that ratified it.
    pub ratified: Option<I>,
    /// Who asks for an early review, or asked for the one that is open.
    pub petitioners: BTreeSet<I>,
    /// What somebody says that the open review ended in, until another one says it too.
    pub concluding: Option<Concluding<I>>,
    /// Reviews concluded.
    pub reviews: Vec<Reviewed<I>>,
    /// The decision that amended or repealed it.
    pub superseded: Option<I>,
    /// SHA-256 over the previous such digest, the time and the JSON of each event: two decisions with the same chain
    /// have the same history.
    pub chain: Digest,
}

/// A decision: the fold of its events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent, bound(deserialize = "I: Ord + Deserialize<'de>"))]
pub struct Decision<I> {
    pub(super) state: State<I>,
}

impl<I> Deref for Decision<I> {
    type Target = State<I>;

    fn deref(&self) -> &State<I> {
        &self.state
    }
}

impl<I> State<I> {
    /// The objections that have not ended.
    pub fn open_objections(&self) -> impl Iterator<Item = &Objection<I>> {
        self.objections.iter().filter(|objection| objection.disposition.is_none())
    }

    /// The objections that ended so.
    pub fn disposed(&self, how: Disposition) -> impl Iterator<Item = &Objection<I>> {
        self.objections.iter().filter(move |objection| objection.disposition == Some(how))
    }

    /// Whether somebody answers for it: those who took a task, or, where that was said, all together. Never nobody by
    /// silence: an agreement that nobody carries is a wish.
    #[must_use]
    pub fn is_answered_for(&self) -> bool {
        self.together || !self.tasks.is_empty()
    }

    /// How many agreed to it, as far as it says: those who were there, or who could take part.
    #[must_use]
    pub fn agreed_among(&self) -> usize {
        match &self.terms {
            Some(terms) if self.present.is_empty() => terms.roll.len(),
            _ => self.most_present,
        }
    }

    /// How many took this stance.
    #[must_use]
    pub fn stance_count(&self, stance: Stance) -> usize {
        self.stances.values().filter(|taken| **taken == stance).count()
    }
}

impl<I: Id> Decision<I> {
    /// The decision that a first event begins; none if the event begins nothing.
    #[must_use]
    pub fn begin(at: Instant, event: &Event<I>) -> Option<Decision<I>> {
        let Event::Drafted { author, class, text } = event else { return None };
        Some(Decision {
            state: State {
                author: author.clone(),
                class: (**class).clone(),
                stage: Stage::Draft,
                since: at,
                last: at,
                text: *text,
                version: 1,
                changed: at,
                contestable: false,
                slipped: None,
                reflecting: None,
                sponsors: BTreeSet::new(),
                affected: None,
                questions: BTreeMap::new(),
                arguments: BTreeMap::new(),
                impact: BTreeMap::new(),
                searched: false,
                earlier: BTreeMap::new(),
                understood: false,
                check: None,
                amendments: BTreeMap::new(),
                options: BTreeMap::new(),
                allotted: None,
                objections: Vec::new(),
                express: false,
                terms: None,
                terms_digest: None,
                stances: BTreeMap::new(),
                reasons: BTreeMap::new(),
                entered: BTreeMap::new(),
                cast: BTreeSet::new(),
                settled: None,
                outcome: None,
                counted: None,
                present: Vec::new(),
                most_present: 0,
                tasks: Vec::new(),
                together: false,
                dissent: Vec::new(),
                review: None,
                lapses: None,
                ratified: None,
                petitioners: BTreeSet::new(),
                concluding: None,
                reviews: Vec::new(),
                superseded: None,
                chain: Digest::of_json(&(Digest::of(b""), at, event)),
            },
        })
    }

    /// The decision that a whole history makes; none if its first event begins nothing.
    #[must_use]
    pub fn replay<'e>(history: impl IntoIterator<Item = (Instant, &'e Event<I>)>) -> Option<Decision<I>>
    where
        I: 'e,
    {
        let mut history = history.into_iter();
        let (at, first) = history.next()?;
        let mut decision = Decision::begin(at, first)?;
        for (at, event) in history {
            decision.apply(at, event);
        }
        Some(decision)
    }

    pub(super) fn objection(&self, id: &I) -> Option<&Objection<I>> {
        self.state.objections.iter().find(|objection| objection.id == *id)
    }
}
