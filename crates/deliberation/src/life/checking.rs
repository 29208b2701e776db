// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Whether a text is understood: statements that people answer by whether the text says them.
//!
//! It judges the text, never a person. That somebody answered is known, so that nobody answers twice; how, whoever keeps
//! the answers adds up apart, and hands in the sums. Each statement must have been read as the text says: one that most
//! misread is not made good by another that is easy. A text that is not understood goes back to be clarified, and comes
//! on with clearer words only: to ask the same people again about the same words would measure what they remember.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
};

use serde::{Deserialize, Serialize};

use super::{
    Id,
    action::Action,
    class::Comprehension,
    decide::{Judgement, known},
    event::Event,
    missing::Missing,
    stage::Stage,
    state::{Decision, State},
};
use crate::digest::Digest;

/// How many statements a check has: enough to tell, few enough for a telephone.
pub const STATEMENTS: RangeInclusive<usize> = 2..=3;

/// Something to answer by whether the text says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement<I> {
    /// Where it is written; also its name.
    pub words: I,
    /// Whether the text says it.
    pub says: bool,
}

/// How a statement was answered, by all together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// How many answered it.
    pub answers: u32,
    /// How many of them as the text says.
    pub right: u32,
}

/// A check of how a text is understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "I: Ord + Deserialize<'de>"))]
pub struct Check<I> {
    /// The text that it asks about.
    pub text: Digest,
    /// What it asks.
    pub statements: Vec<Statement<I>>,
    /// Who answered which statement; never how.
    pub answered: BTreeMap<I, BTreeSet<I>>,
    /// How each was answered, once the text was judged by that.
    pub sums: Option<Vec<Sum>>,
}

impl<I: Id> Check<I> {
    /// The statements that this person has not answered.
    pub fn left<'c>(&'c self, person: &'c I) -> impl Iterator<Item = &'c Statement<I>> {
        self.statements.iter().filter(move |statement| !self.answered_by(&statement.words).any(|by| by == person))
    }

    /// Who answered a statement.
    pub fn answered_by(&self, statement: &I) -> impl Iterator<Item = &I> {
        self.answered.get(statement).into_iter().flatten()
    }

    /// How many answered the statement that fewest answered.
    #[must_use]
    pub fn answers(&self) -> usize {
        self.statements.iter().map(|statement| self.answered_by(&statement.words).count()).min().unwrap_or(0)
    }
}

impl Comprehension {
    /// Whether a text so answered is understood.
    #[must_use]
    pub fn is_met(&self, sums: &[Sum]) -> bool {
        sums.iter().all(|sum| self.right.is_reached(sum.right as usize, sum.answers as usize))
    }
}

impl<I: Id> State<I> {
    /// What is asked of the check of the text, if there is to be one. Where options are chosen among, it is not the text
    /// that is decided on.
    #[must_use]
    pub fn comprehension(&self) -> Option<Comprehension> {
        self.class.comprehension.filter(|_| self.options.is_empty())
    }

    /// The check that people answer now, if there is one of the present text.
    #[must_use]
    pub fn open_check(&self) -> Option<&Check<I>> {
        let open = matches!(self.stage, Stage::Deliberation | Stage::Integration);
        self.check.as_ref().filter(|check| open && check.sums.is_none() && check.text == self.text)
    }

    /// Whether the present text was judged, and not understood.
    #[must_use]
    pub fn is_misread(&self) -> bool {
        let judged = self.check.as_ref().filter(|check| check.text == self.text);
        let sums = judged.and_then(|check| check.sums.as_ref());
        sums.is_some_and(|sums| self.comprehension().is_some_and(|asked| !asked.is_met(sums)))
    }

    /// What is missing for the text to count as understood.
    pub(super) fn for_understanding(&self) -> Option<Missing<I>> {
        let asked = self.comprehension().filter(|_| !self.understood)?;
        Some(if self.is_misread() { Missing::Clarity } else { Missing::Comprehension(asked.answers) })
    }
}

impl<I: Id> Decision<I> {
    pub(super) fn judge_check(&self, actor: &I, action: Action<I>) -> Judgement<I> {
        self.during(&[Stage::Deliberation, Stage::Integration])?;
        let asked = self.comprehension().ok_or(Missing::NotInThisClass)?;
        let open = || self.open_check().ok_or(Missing::Comprehension(asked.answers));
        let event = match action {
            Action::SetCheck { statements } => {
                known(!self.is_misread(), || Missing::Clarity)?;
                let names: BTreeSet<&I> = statements.iter().map(|statement| &statement.words).collect();
                // Where all have the same answer, whoever says it to all is right without reading.
                let differ = statements.iter().any(|one| one.says) && statements.iter().any(|one| !one.says);
                let sound = STATEMENTS.contains(&statements.len()) && names.len() == statements.len();
                known(sound && differ, || Missing::Statements)?;
                // Whoever asks does not choose the answers: neither once there are some, nor once the text is understood.
                let there = self.open_check().filter(|check| !check.answered.is_empty());
                let there = there.or_else(|| self.check.as_ref().filter(|_| self.understood));
                match there.and_then(|check| check.statements.first()) {
                    Some(first) => return Err(Missing::New(first.words.clone())),
                    None => Event::CheckSet { text: self.text, statements },
                }
            }
            Action::AnswerCheck { statement } => {
                let check = open()?;
                let there = check.statements.iter().any(|one| one.words == statement);
                known(there, || Missing::Known(statement.clone()))?;
                known(check.left(actor).any(|one| one.words == statement), || Missing::AlreadyCast)?;
                Event::CheckAnswered { by: actor.clone(), statement }
            }
            Action::VoidCheck => {
                open()?;
                Event::CheckVoided
            }
            Action::CheckComprehension { text, sums } => {
                known(text == self.text, || Missing::PresentText(self.text))?;
                let check = open()?;
                let answered = check.statements.iter().map(|one| check.answered_by(&one.words).count());
                let told = sums.iter().map(|sum| sum.answers as usize);
                let sound = sums.iter().all(|sum| sum.right <= sum.answers && sum.answers >= asked.answers.max(1));
                known(sound && answered.eq(told), || Missing::Comprehension(asked.answers))?;
                let enough = asked.is_met(&sums);
                Event::ComprehensionChecked { text, sums, enough }
            }
            _ => return Err(Missing::Stage(self.stage)),
        };
        Ok(vec![event])
    }
}
