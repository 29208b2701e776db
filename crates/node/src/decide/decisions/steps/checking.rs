// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Asking everybody whether the text says something, and answering that.
//!
//! How people answer is added up in the decision's box, as secret ballots are kept, and for the same people as secret: the
//! log has who answered, and in the end the sums. What can be known by comparing copies of the box, or by subtracting
//! one's own answer from small sums, the page says.

use std::fmt;

use tequio_deliberation::life::{Action, Check, Sum};

use crate::{
    decide::decisions::{ballots, commands::PlaceAt, recording::KEEPERS},
    spine::{
        entries,
        id::Id,
        refusal::{Error, Result, conflict},
    },
};

use super::{Deed, Going, text::paragraph};

/// Something that the text says, or does not say.
#[derive(Debug, Clone)]
pub struct Asked {
    /// In words.
    pub words: String,
    /// Whether the text says it.
    pub says: bool,
    /// The paragraph that it is about, from 1.
    pub paragraph: i64,
}

/// Asks everybody whether the text says some things. Who keeps the proposal does, or who coordinates.
#[derive(Debug, Clone)]
pub struct SetCheck {
    /// The version that they read.
    pub version: i64,
    /// What is asked.
    pub statements: Vec<Asked>,
}

impl Deed for SetCheck {
    const NAME: &'static str = "decision.set-check";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        entries::commands::may_change(step.context, step.decision, KEEPERS).await?;
        let mut statements = Vec::new();
        for Asked { words, says, paragraph: number } in self.statements {
            paragraph(step, self.version, number).await?;
            let words = step.word("statements", &words).await?;
            step.beside.places.push(PlaceAt { words, version: self.version, paragraph: number });
            statements.push(tequio_deliberation::life::Statement { words, says });
        }
        step.act(Action::SetCheck { statements })?;
        // What was answered of an earlier text is of no use any more.
        step.beside.ballot_box = ballots::subject(step.context, step.decision).await?;
        Ok(())
    }
}

/// Answers whether the text says something.
#[derive(Clone)]
pub struct AnswerCheck {
    /// What.
    pub statement: Id,
    /// Whether it does; nothing, where it is not clear.
    pub says: Option<bool>,
}

/// What a command remembers of itself is made of this, so it has no word of the answer.
impl fmt::Debug for AnswerCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AnswerCheck({})", self.statement)
    }
}

impl Deed for AnswerCheck {
    const NAME: &'static str = "decision.answer-check";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        let check = step.life().open_check().ok_or_else(|| conflict("error-decision-stage"))?.clone();
        let (subject, kept): (Id, Vec<String>) = match ballots::inside(step.context, step.decision).await? {
            Some(inside) => inside,
            None => (step.context.id(), Vec::new()),
        };
        let mut sums = match sums(&kept)? {
            sums if counts(&check).eq(sums.iter().map(|sum| sum.answers as usize)) => sums,
            // Some were lost, as after an older backup was restored: all may answer anew.
            _ => {
                if !check.answered.is_empty() {
                    step.act(Action::VoidCheck)?;
                }
                vec![Sum::default(); check.statements.len()]
            }
        };
        step.act(Action::AnswerCheck { statement: self.statement })?;
        let place = check.statements.iter().position(|one| one.words == self.statement);
        if let Some((statement, sum)) = place.and_then(|place| check.statements.get(place).zip(sums.get_mut(place))) {
            sum.answers += 1;
            sum.right += u32::from(self.says == Some(statement.says));
        }
        let asked = step.life().comprehension().map_or(1, |asked| asked.answers.max(1));
        if sums.iter().all(|sum| sum.answers >= asked) {
            // Nobody chooses the moment: it is judged once enough have answered.
            step.beside.ballot_box = Some(subject);
            return step.act(Action::CheckComprehension { text: check.text, sums });
        }
        ballots::keep(step.context, step.decision, subject, &sums.iter().map(stored).collect::<Vec<_>>()).await
    }
}

/// How many answered each statement.
fn counts(check: &Check<Id>) -> impl Iterator<Item = usize> {
    check.statements.iter().map(|one| check.answered_by(&one.words).count())
}

/// A sum as it is kept: always as long, so that its length tells nothing.
fn stored(sum: &Sum) -> String {
    format!("{:010} {:010}", sum.answers, sum.right)
}

fn sums(kept: &[String]) -> Result<Vec<Sum>> {
    let damaged = || Error::Damaged("the answers to a check".to_owned());
    let read = |text: &String| {
        let (answers, right) = text.split_once(' ')?;
        Some(Sum { answers: answers.parse().ok()?, right: right.parse().ok()? })
    };
    kept.iter().map(|text| read(text).ok_or_else(damaged)).collect()
}
