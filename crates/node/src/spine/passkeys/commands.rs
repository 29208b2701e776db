// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The change that leaves a trace: that somebody has one more way in is told to them, and stands in the log. The passkey
//! itself does not, no more than a passphrase.

use crate::spine::{
    command::{Command, Context, Decision},
    members::Event,
    refusal::Result,
};

/// Notes that the actor has a new passkey.
#[derive(Debug, Clone)]
pub struct AddPasskey;

impl Command for AddPasskey {
    const NAME: &'static str = "member.add-passkey";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let member = context.member()?;
        Ok(Decision::about(member, [Event::PasskeyAdded { member }.into()]))
    }
}
