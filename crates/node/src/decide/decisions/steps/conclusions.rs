// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! How a review ended, by another one than who wrote it down.

use tequio_deliberation::life::Action;

use crate::spine::refusal::Result;

use super::{Deed, Going};

/// Says that it ended so.
#[derive(Debug, Clone)]
pub struct SecondConclusion;

impl Deed for SecondConclusion {
    const NAME: &'static str = "decision.second-conclusion";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        step.act(Action::SecondConclusion)
    }
}

/// Says that it did not, or takes back that it did.
#[derive(Debug, Clone)]
pub struct RefuseConclusion;

impl Deed for RefuseConclusion {
    const NAME: &'static str = "decision.refuse-conclusion";

    async fn take(self, step: &mut Going<'_, '_, '_>) -> Result<()> {
        step.act(Action::RefuseConclusion)
    }
}
