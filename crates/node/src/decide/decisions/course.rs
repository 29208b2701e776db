// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A decision's life while a command goes on with it: each action is judged by what those before it led to.

use tequio_deliberation::life::{Action, Instant};

use crate::spine::{
    command::Context,
    id::Id,
    refusal::{Result, not_found},
};

use super::{Life, LifeEvent, commands::ask};

/// A life, and what has happened to it in this command.
#[derive(Debug)]
pub(in crate::decide) struct Course {
    /// As it is after that.
    pub(in crate::decide) life: Life,
    /// What happened.
    pub(in crate::decide) events: Vec<LifeEvent>,
}

impl Course {
    /// Of a decision that begins.
    pub(in crate::decide) fn begin(context: &Context<'_, '_>, drafted: LifeEvent) -> Result<Self> {
        let life = Life::begin(Instant(context.at), &drafted).ok_or_else(not_found)?;
        Ok(Self { life, events: vec![drafted] })
    }

    /// Of one that is there, with what time has brought about.
    pub(in crate::decide) fn present(kept: Life, context: &Context<'_, '_>) -> Self {
        let now = Instant(context.at);
        Self { events: kept.pass(now), life: kept.at(now) }
    }

    /// Takes an action.
    ///
    /// # Errors
    /// The condition that is missing, as a refusal.
    pub(in crate::decide) fn take(&mut self, context: &Context<'_, '_>, actor: Id, action: Action<Id>) -> Result<()> {
        for event in ask(&self.life, context, actor, action)? {
            self.life.apply(Instant(context.at), &event);
            self.events.push(event);
        }
        Ok(())
    }
}
