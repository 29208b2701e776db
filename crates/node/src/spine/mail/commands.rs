// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The command by which a letter's link brings somebody back.

use crate::{
    spine::{
        command::{Command, Context, Decision},
        id::Id,
        mandates,
        members::{self, Event},
        refusal::{Result, forbidden, not_found},
        world::Micros,
    },
    store::args,
};

/// Comes back by the link of a letter. The actor is a guest who has shown it.
#[derive(Debug, Clone)]
pub struct ComeBackByMail {
    /// Who.
    pub member: Id,
    /// Whether they gave a code of their second factor with it.
    pub second_factor: bool,
}

impl Command for ComeBackByMail {
    const NAME: &'static str = "member.come-back-by-mail";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let Self { member, second_factor } = self;
        let active: Option<(Id,)> =
            context.tx.optional(&members::store::ACTIVE, args![context.community, member]).await?;
        active.ok_or_else(not_found)?;
        // Whoever reads somebody's letters has no power over others by that.
        let held: Vec<(String, Micros)> =
            context.tx.all(&mandates::store::HELD_KINDS, args![context.community, member, context.at]).await?;
        if !held.is_empty() && !second_factor {
            return Err(forbidden("error-mail-mandate"));
        }
        let link = context.id();
        Ok(Decision::about(member, [Event::CameBackByMail { member, link }.into()]))
    }
}
