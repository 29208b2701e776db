// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Casting a secret ballot.

use std::fmt;

use tequio_deliberation::life::{Action, Choice, Missing};

use crate::{
    decide::decisions::{
        Life,
        ballots::{self, RECEIPT},
        commands::refuse,
        marks::{Mark, width},
    },
    spine::refusal::{Result, conflict, edited_meanwhile},
};

use super::{Deed, Going};

/// Casts a ballot.
#[derive(Clone)]
pub struct Cast {
    /// The digest of the text they read.
    pub text: String,
    /// What it says.
    pub choice: Choice,
    /// By which they find it in the list of those that were counted; nothing else knows it.
    pub receipt: String,
}

/// What a command remembers of itself is made of this, so it has no word of the ballot.
impl fmt::Debug for Cast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cast(…)")
    }
}

/// Whether a ballot can be counted by what was fixed with the text: a flaw that is found at the count stops it. Gives the
/// width of a mark.
///
/// # Errors
/// What is wrong with it, under the field where it is to be mended; or that nothing is voted on.
pub(in crate::decide::decisions) fn checked(life: &Life, choice: &Choice) -> Result<usize> {
    let terms = life.terms.as_ref().ok_or_else(|| conflict("error-decision-stage"))?;
    terms.check(choice).map_err(|flaw| refuse(Missing::Ballot(0, flaw)))?;
    Ok(width(terms.options.as_ref()))
}

impl Deed for Cast {
    const NAME: &'static str = "decision.cast";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        if step.life().text.to_string() != self.text {
            return Err(edited_meanwhile());
        }
        step.act(Action::Cast)?;
        let letters = self.receipt.bytes().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit());
        if self.receipt.len() != RECEIPT || !letters {
            return Err(conflict("error-conflict"));
        }
        let width = checked(step.life(), &self.choice)?;
        match ballots::put(step.context, step.decision, (self.receipt, Mark(self.choice)), width).await? {
            true => Ok(()),
            false => Err(conflict("error-conflict")),
        }
    }
}
