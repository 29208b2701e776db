// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Who answers for what was agreed.

use jiff::civil::Date;
use tequio_deliberation::life::{Action, Task};

use crate::{
    decide::decisions::commands::Due,
    spine::refusal::{Fields, Result},
};

use super::{Deed, Going, effects::enforce};

/// Takes something on.
#[derive(Debug, Clone)]
pub struct TakeTask {
    /// What.
    pub what: String,
    /// Until when.
    pub due_on: Option<Date>,
}

impl Deed for TakeTask {
    const NAME: &'static str = "decision.take-task";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        let mut fields = Fields::default();
        let what = fields.line("tasks", &self.what, 300);
        fields.finish()?;
        let task = step.word("tasks", &what).await?;
        step.act(Action::TakeTask(Task { person: step.member, words: task }))?;
        step.beside.tasks.push(Due { task, due_on: self.due_on.map(|day| day.to_string()), instead_of: None });
        enforce(step).await
    }
}

/// Says that nobody in particular answers for it: the whole community does.
#[derive(Debug, Clone)]
pub struct AnswerTogether;

impl Deed for AnswerTogether {
    const NAME: &'static str = "decision.answer-together";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        step.act(Action::AnswerTogether)?;
        enforce(step).await
    }
}
