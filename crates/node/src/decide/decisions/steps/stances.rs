// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What one says of a text that is decided on.

use tequio_deliberation::{
    Digest,
    life::{self, Action, Disposition, Stance, Weight},
};

use crate::spine::{
    id::Id,
    refusal::{Result, edited_meanwhile},
};

use super::{Deed, Going};

/// Agrees with a text, or stands aside: also otherwise than before.
#[derive(Debug, Clone)]
pub struct TakeStance {
    /// The digest of the text they read.
    pub text: String,
    /// Agree, or stand aside.
    pub stance: Stance,
    /// What they say with it, if anything.
    pub words: String,
}

impl Deed for TakeStance {
    const NAME: &'static str = "decision.take-stance";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        let text = Digest::try_from(self.text).map_err(|_| edited_meanwhile())?;
        let words = step.word_if_any("words", &self.words).await?;
        // Who says yes, or that they do not hold it up, takes their objection back by that.
        let open = |one: &&life::Objection<Id>| matches!(one.disposition, None | Some(Disposition::Upheld));
        let own = step.life().objections.iter().filter(|one| one.author == step.member).filter(open);
        let own: Vec<Id> = own.map(|one| one.id).collect();
        for objection in own {
            step.act(Action::WithdrawObjection { objection })?;
        }
        step.act(Action::TakeStance { text, stance: self.stance, words })
    }
}

/// What an objection rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// A harm.
    Harm,
    /// One of the community's principles; `blocks`, if the text would break it.
    Principle {
        /// Which.
        principle: Id,
        /// Whether the text cannot pass like this.
        blocks: bool,
    },
}

/// Objects to a text.
#[derive(Debug, Clone)]
pub struct Object {
    /// What it rests on.
    pub ground: Ground,
    /// Why, word for word.
    pub reason: String,
}

impl Deed for Object {
    const NAME: &'static str = "decision.object";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        let reason = step.word("words", &self.reason).await?;
        let (ground, weight) = match self.ground {
            Ground::Harm => (life::Ground::Harm, Weight::Reasoned),
            Ground::Principle { principle, blocks } => {
                (life::Ground::Principle(principle), if blocks { Weight::Principled } else { Weight::Reasoned })
            }
        };
        let objection = step.context.id();
        step.act(Action::Object { objection, weight, ground, reason })
    }
}
