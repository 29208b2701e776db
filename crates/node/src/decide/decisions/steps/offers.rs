// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is chosen among: options that are offered and taken back on the way, and how many are chosen or for how much.
//!
//! A proposal on a text stays one, and a choice stays one: the last option is not taken back but with the proposal.

use tequio_deliberation::life::Action;

use crate::{
    decide::decisions::{
        commands::mandate,
        options::{OPTIONS_LIMIT, Offered, told},
        recording::KEEPERS,
        rules::chooses,
        store,
    },
    spine::{
        entries,
        id::Id,
        members::rules::name_key,
        refusal::{Fields, Result, conflict},
    },
    store::args,
};

use super::{Deed, Going};

/// Offers an option more.
#[derive(Debug, Clone)]
pub struct OfferOption {
    /// Which.
    pub option: Offered,
}

impl Deed for OfferOption {
    const NAME: &'static str = "decision.offer-option";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        let stands = mandate(step.context.tx, step.decision).await?.is_some();
        if !chooses(step.life()) && !stands {
            return Err(conflict("error-decision-class"));
        }
        if step.life().options.len() >= OPTIONS_LIMIT {
            return Err(conflict("error-decision-options-enough"));
        }
        if stands {
            // Each offers themself, once, and says why; what they are called is the members' to know.
            if step.life().options.values().any(|offered| offered.by == step.member) {
                return Err(conflict("error-decision-already"));
            }
            let option = step.word("about", &self.option.about).await?;
            return step.act(Action::OfferOption { option, cost: None });
        }
        let mut fields = Fields::default();
        let option = self.option.checked(&mut fields);
        let known: Vec<(Id, Option<String>)> = step.context.tx.all(&store::WORDS, args![step.decision]).await?;
        let mut there = known.iter().filter(|(id, _)| step.life().options.contains_key(id));
        if there.any(|(_, words)| is_called(words.as_deref().unwrap_or_default(), &option.name)) {
            fields.error("option", "field-option-twice");
        }
        fields.finish()?;
        offer(step, option).await
    }
}

/// Whether an option that was written down so has this name, as far as people tell names apart.
fn is_called(words: &str, name: &str) -> bool {
    name_key(told(words).0) == name_key(name)
}

async fn offer(step: &mut Going<'_, '_, '_>, offered: Offered) -> Result<()> {
    // An option is called as its words are.
    let option = step.word("about", &offered.words()).await?;
    step.act(Action::OfferOption { option, cost: offered.cost })
}

/// Takes one's own option back.
#[derive(Debug, Clone)]
pub struct WithdrawOption {
    /// Which.
    pub option: Id,
}

impl Deed for WithdrawOption {
    const NAME: &'static str = "decision.withdraw-option";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        if step.life().options.len() < 2 && mandate(step.context.tx, step.decision).await?.is_none() {
            return Err(conflict("error-decision-last-option"));
        }
        step.act(Action::WithdrawOption { option: self.option })
    }
}

/// Says how many are chosen, or how much there is to spend: who keeps the proposal does.
#[derive(Debug, Clone)]
pub struct Allot {
    /// How many, or how many pesos.
    pub amount: u64,
}

impl Deed for Allot {
    const NAME: &'static str = "decision.allot";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        entries::commands::may_change(step.context, step.decision, KEEPERS).await?;
        if !chooses(step.life()) && mandate(step.context.tx, step.decision).await?.is_none() {
            return Err(conflict("error-decision-class"));
        }
        if step.life().allotted == Some(self.amount) {
            return Err(conflict("error-decision-already"));
        }
        step.act(Action::Allot { amount: self.amount })
    }
}
