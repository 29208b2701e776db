// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Questions on a text, and their answers.

use tequio_deliberation::life::Action;

use crate::spine::{id::Id, refusal::Result};

use super::{Deed, Going};

/// Asks.
#[derive(Debug, Clone)]
pub struct Ask {
    /// What.
    pub words: String,
}

impl Deed for Ask {
    const NAME: &'static str = "decision.ask";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        // A question is called as its words are.
        let question = step.word("words", &self.words).await?;
        step.act(Action::Ask { question })
    }
}

/// Answers.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Which question.
    pub question: Id,
    /// What.
    pub words: String,
}

impl Deed for Answer {
    const NAME: &'static str = "decision.answer";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        let words = step.word("words", &self.words).await?;
        step.act(Action::Answer { question: self.question, words })
    }
}

/// Takes one's own question back.
#[derive(Debug, Clone)]
pub struct WithdrawQuestion {
    /// Which.
    pub question: Id,
}

impl Deed for WithdrawQuestion {
    const NAME: &'static str = "decision.withdraw-question";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        step.act(Action::WithdrawQuestion { question: self.question })
    }
}
