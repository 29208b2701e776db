// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What becomes of an objection: it is told back until its author says "you understood me"; then it ends.

use tequio_deliberation::life::Action;

use crate::spine::{
    id::Id,
    mandates,
    refusal::{Result, forbidden},
};

use super::{Deed, Going};

/// Tells an objection back, as one who does not share it.
#[derive(Debug, Clone)]
pub struct Restate {
    /// Which.
    pub objection: Id,
    /// How they understood it.
    pub words: String,
}

impl Deed for Restate {
    const NAME: &'static str = "decision.restate";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        let words = step.word("words", &self.words).await?;
        step.act(Action::Restate { objection: self.objection, words })
    }
}

/// Its author says whether that is it.
#[derive(Debug, Clone)]
pub struct AnswerRestatement {
    /// Which.
    pub objection: Id,
    /// "You understood me", or "that is not it".
    pub understood: bool,
}

impl Deed for AnswerRestatement {
    const NAME: &'static str = "decision.answer-restatement";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        let objection = self.objection;
        step.act(match self.understood {
            true => Action::ConfirmRestatement { objection },
            false => Action::RefuseRestatement { objection },
        })
    }
}

/// Shares somebody's objection.
#[derive(Debug, Clone)]
pub struct SupportObjection {
    /// Which.
    pub objection: Id,
}

impl Deed for SupportObjection {
    const NAME: &'static str = "decision.support-objection";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        step.act(Action::SupportObjection { objection: self.objection })
    }
}

/// How somebody says that an objection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The text, changed since, meets it.
    Met,
    /// Its author takes it back.
    TakenBack,
    /// The group holds with it.
    Upheld,
    /// The group goes on and carries it as dissent.
    Carried,
}

/// Ends an objection. That the text meets it, its author says; that the group holds with it or goes on without it,
/// whoever coordinates writes down.
#[derive(Debug, Clone)]
pub struct EndObjection {
    /// Which.
    pub objection: Id,
    /// How.
    pub end: End,
}

impl Deed for EndObjection {
    const NAME: &'static str = "decision.end-objection";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        let objection = self.objection;
        let by_group = matches!(self.end, End::Upheld | End::Carried);
        if by_group && !step.context.holds(&[mandates::Kind::Coordination]) {
            return Err(forbidden("error-decision-facilitates"));
        }
        step.act(match self.end {
            End::Met => Action::Integrate { objection },
            End::TakenBack => Action::WithdrawObjection { objection },
            End::Upheld => Action::Uphold { objection },
            End::Carried => Action::Carry { objection },
        })
    }
}
