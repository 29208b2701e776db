// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What somebody says of a paragraph: for it, what worries them, or a question.

use tequio_deliberation::life::{Action, Side};

use crate::{
    decide::decisions::commands::PlaceAt,
    spine::{id::Id, refusal::Result},
};

use super::{Deed, Going, text::paragraph};

/// What it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// An argument.
    Argument(Side),
    /// A question, which is to be answered.
    Question,
}

/// Says something of a paragraph.
#[derive(Debug, Clone)]
pub struct Remark {
    /// The version that they read.
    pub version: i64,
    /// Which paragraph, from 1.
    pub paragraph: i64,
    /// What it is.
    pub sort: Sort,
    /// In words.
    pub words: String,
}

impl Deed for Remark {
    const NAME: &'static str = "decision.remark";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        paragraph(step, self.version, self.paragraph).await?;
        let words = step.word("words", &self.words).await?;
        step.beside.places.push(PlaceAt { words, version: self.version, paragraph: self.paragraph });
        step.act(match self.sort {
            Sort::Argument(side) => Action::Argue { argument: words, side },
            Sort::Question => Action::Ask { question: words },
        })
    }
}

/// Takes one's own argument back.
#[derive(Debug, Clone)]
pub struct WithdrawArgument {
    /// Which.
    pub argument: Id,
}

impl Deed for WithdrawArgument {
    const NAME: &'static str = "decision.withdraw-argument";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        step.act(Action::WithdrawArgument { argument: self.argument })
    }
}
