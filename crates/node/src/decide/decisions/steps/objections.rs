// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What becomes of an objection: it is told back until its author says "you understood me"; then it ends.

use tequio_deliberation::life::Action;

use crate::{
    spine::{
        id::Id,
        mandates, members,
        refusal::{Result, forbidden, not_found},
    },
    store::args,
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

/// Writes down that in a meeting somebody told an objection back, and its author said: you understood me. Its author is
/// told, and may say that they did not.
#[derive(Debug, Clone)]
pub struct RecordRestatement {
    /// Which.
    pub objection: Id,
    /// Who told it back.
    pub by: Id,
}

impl Deed for RecordRestatement {
    const NAME: &'static str = "decision.record-restatement";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        if !step.context.holds(&[mandates::Kind::Coordination]) {
            return Err(forbidden("error-decision-facilitates"));
        }
        let active: Option<(Id,)> =
            step.context.tx.optional(&members::store::ACTIVE, args![step.context.community, self.by]).await?;
        active.ok_or_else(not_found)?;
        step.act(Action::RecordRestatement { objection: self.objection, by: self.by })
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

/// Whether somebody may write down what the group says of an objection: who coordinates; where nobody does, any member.
/// Never of one's own proposal or objection, as long as another one coordinates.
async fn facilitates(step: &mut Going<'_, '_, '_>, objection: Id) -> Result<()> {
    let (community, at) = (step.context.community, step.context.at);
    let holders = mandates::holders(step.context.tx, community, mandates::Kind::Coordination, at).await?;
    if !holders.is_empty() && !step.context.holds(&[mandates::Kind::Coordination]) {
        return Err(forbidden("error-decision-facilitates"));
    }
    let life = step.life();
    let own = life.author == step.member
        || life.objections.iter().any(|one| one.id == objection && one.author == step.member);
    let others = holders.iter().any(|holder| *holder != step.member);
    if own && others { Err(forbidden("error-decision-own-objection")) } else { Ok(()) }
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
        if by_group {
            facilitates(step, objection).await?;
        }
        step.act(match self.end {
            End::Met => Action::Integrate { objection },
            End::TakenBack => Action::WithdrawObjection { objection },
            End::Upheld => Action::Uphold { objection },
            End::Carried => Action::Carry { objection },
        })
    }
}
