// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Who may offer options, and what must be said of them before they are fixed.

use super::{
    Id,
    action::Action,
    choosing::{Choosable, Choosing, Options},
    conditions::Conditions,
    decide::{Judgement, known},
    event::Event,
    missing::Missing,
    state::Decision,
};
use crate::tally::MOST_OPTIONS;

impl<I: Id> Decision<I> {
    pub(super) fn judge_offering(&self, actor: &I, action: Action<I>) -> Judgement<I> {
        self.open_text()?;
        let by = self.class.choosing.ok_or(Missing::NotInThisClass)?;
        let event = match action {
            Action::OfferOption { option, cost } => {
                let new = !self.options.contains_key(&option);
                // "None of these" is one more.
                known(new && self.options.len() + 1 < MOST_OPTIONS, || Missing::New(option.clone()))?;
                known(cost.is_some_and(|cost| cost > 0) == by.spends() && cost != Some(0), || Missing::Cost)?;
                Event::OptionOffered { option, by: actor.clone(), cost }
            }
            Action::WithdrawOption { option } => {
                let offered = self.options.get(&option).ok_or_else(|| Missing::Known(option.clone()))?;
                known(offered.by == *actor, || Missing::Author)?;
                Event::OptionWithdrawn { option }
            }
            Action::Allot { amount } => {
                known(amount > 0 && (by != Choosing::InstantRunoff || amount == 1), || Missing::Allotment)?;
                Event::Allotted { amount }
            }
            _ => return Err(Missing::Stage(self.stage)),
        };
        Ok(vec![event])
    }

    /// What is missing of the options, if there are any.
    pub(super) fn for_options(&self) -> Conditions<I> {
        let Some(by) = self.class.choosing.filter(|_| !self.options.is_empty()) else { return Vec::new() };
        let all = self.options.len() as u64;
        match self.allotted {
            None if by.spends() => vec![Missing::Allotment],
            Some(seats) if !by.spends() && seats > all => vec![Missing::Options(seats - all)],
            _ => Vec::new(),
        }
    }

    /// The options as they are fixed.
    pub(super) fn fixed_options(&self) -> Option<Options<I>> {
        let by = self.class.choosing.filter(|_| !self.options.is_empty())?;
        let list = self.options.iter().map(|(id, option)| Choosable { id: id.clone(), cost: option.cost });
        Some(Options { by, list: list.collect(), allotted: self.allotted.unwrap_or(1) })
    }
}
