// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Vouching: two members who have somebody before them say who it is. So a person comes in where the community chose
//! that way, and so a member comes back who lost passphrase and printed codes.
//!
//! What keeps a stranger out: a short code passes by word of mouth, from the screen of who asks to the telephones of both;
//! neither may be new; who is come back for is told and can say no, as can whoever keeps the door; and between the second
//! voice and the open door there is a day.

use crate::{
    spine::{
        command::{Command, Context, Decision},
        communities::{self, Joining},
        id::Id,
        refusal::{Result, conflict, forbidden, not_found},
        world::{DAY, Micros},
    },
    store::args,
};

use super::{Event, RequestOutcome, apply::doorkeepers, rules, store};

/// How many vouch.
pub const VOICES: usize = 2;
/// How long somebody has belonged who vouches.
pub const BELONGS: Micros = 7 * DAY;
/// How long a recovery waits for voices, and then to be used.
pub const LASTS: Micros = 7 * DAY;
/// How long it waits once there are enough, for who is come back for to say that it was not them.
pub const WAITS: Micros = DAY;

/// What became of a recovery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It waits for voices, for its day, or to be used.
    Waiting,
    /// It was not them, somebody says; or they left.
    Denied,
    /// It stepped back for others, of which no one else was vouched for either.
    SteppedBack,
    /// They came back by it.
    Used,
}

impl Outcome {
    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Denied => "denied",
            Self::SteppedBack => "stepped-back",
            Self::Used => "used",
        }
    }
}

/// A recovery as it stands: whose, when it was asked for, when it opens, and what became of it.
pub type Standing = (Id, Micros, Option<Micros>, String);

/// Whether a recovery opens the door at `at`.
///
/// # Errors
/// A refusal that says why not, or not yet.
pub fn check((_, asked_at, opens_at, outcome): &Standing, at: Micros) -> Result<()> {
    match (outcome.as_str(), opens_at) {
        ("waiting", _) if asked_at + LASTS <= at => Err(conflict("error-recovery-over")),
        ("waiting", None) => Err(conflict("error-recovery-no-voices")),
        ("waiting", Some(opens_at)) if *opens_at > at => Err(conflict("error-recovery-waits")),
        ("waiting", Some(_)) => Ok(()),
        _ => Err(conflict("error-recovery-over")),
    }
}

/// Refuses what is for a member who has left.
async fn is_active(context: &mut Context<'_, '_>, member: Id) -> Result<()> {
    let active: Option<(Id,)> = context.tx.optional(&store::ACTIVE, args![context.community, member]).await?;
    active.map(drop).ok_or_else(not_found)
}

/// Says to be a member who lost the way in. The actor is a guest.
#[derive(Debug, Clone)]
pub struct AskRecovery {
    /// Who they say they are.
    pub member: Id,
    /// What it has in common with those that come from the same place within the same hour, where that is known.
    pub together: Option<Id>,
}

impl Command for AskRecovery {
    const NAME: &'static str = "member.ask-recovery";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        is_active(context, self.member).await?;
        // Whoever asks again and again loses their own: who asks once keeps it, and keeps it for good once somebody vouched.
        let since = context.at - LASTS;
        let waiting: Vec<(Id, Option<Id>)> =
            context.tx.all(&store::RECOVERIES_WAITING, args![context.community, since]).await?;
        let steps_back =
            rules::steps_back(&waiting, self.together).map(|recovery| Event::RecoverySteppedBack { recovery });
        let recovery = context.id();
        let asks = Event::RecoveryAsked { recovery, member: self.member, together: self.together };
        Ok(Decision::about(recovery, steps_back.into_iter().chain([asks]).map(Into::into)))
    }
}

/// Vouches for who is before them: for a recovery, or for a request to join.
#[derive(Debug, Clone)]
pub struct Vouch(pub Id);

impl Command for Vouch {
    const NAME: &'static str = "member.vouch";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let voice = context.member()?;
        let joined: Option<(Micros,)> = context.tx.optional(&store::JOINED_AT, args![voice]).await?;
        if joined.is_none_or(|(joined,)| joined + BELONGS > context.at) {
            return Err(forbidden("error-vouch-new"));
        }
        let voices: Vec<(Id,)> = context.tx.all(&store::VOICES, args![self.0]).await?;
        if voices.contains(&(voice,)) {
            return Err(conflict("error-vouched-already"));
        }
        let enough = voices.len() + 1 >= VOICES;
        let vouched = Event::Vouched { subject: self.0 };
        let recovery: Option<Standing> =
            context.tx.optional(&store::RECOVERY, args![context.community, self.0]).await?;
        if let Some((member, asked_at, opens_at, outcome)) = recovery {
            if member == voice {
                return Err(conflict("error-vouch-self"));
            }
            let over = outcome != Outcome::Waiting.as_str() || asked_at + LASTS <= context.at;
            if over || opens_at.is_some() {
                return Err(conflict("error-recovery-over"));
            }
            let opens = enough.then_some(Event::RecoveryOpens { recovery: self.0, opens_at: context.at + WAITS });
            return Ok(Decision::about(self.0, [vouched].into_iter().chain(opens).map(Into::into)));
        }
        let request: Option<(String, Micros)> =
            context.tx.optional(&store::REQUEST, args![context.community, self.0]).await?;
        let (outcome, _) = request.ok_or_else(not_found)?;
        if outcome != RequestOutcome::Waiting.as_str() {
            return Err(conflict("error-request-answered"));
        }
        let settings: Option<(String, String, i64)> =
            context.tx.optional(&communities::store::SETTINGS, args![context.community]).await?;
        if settings.is_none_or(|(joining, ..)| joining != Joining::Vouching.as_str()) {
            return Err(conflict("error-not-by-vouching"));
        }
        let in_now = enough.then_some(Event::JoinAnswered { request: self.0, accepted: true });
        Ok(Decision::about(self.0, [vouched].into_iter().chain(in_now).map(Into::into)))
    }
}

/// Says that a recovery is not who it says: who is come back for, or who keeps the door.
#[derive(Debug, Clone)]
pub struct DenyRecovery(pub Id);

impl Command for DenyRecovery {
    const NAME: &'static str = "member.deny-recovery";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let voice = context.member()?;
        let found: Option<Standing> = context.tx.optional(&store::RECOVERY, args![context.community, self.0]).await?;
        let (member, _, _, outcome) = found.ok_or_else(not_found)?;
        let keeps = doorkeepers(context.tx, context.community, context.at).await?.contains(&voice);
        if voice != member && !keeps {
            return Err(forbidden("error-mandate"));
        }
        if outcome != Outcome::Waiting.as_str() {
            return Err(conflict("error-recovery-over"));
        }
        Ok(Decision::about(self.0, [Event::RecoveryDenied { recovery: self.0 }.into()]))
    }
}

/// Comes back by a recovery that opens. The actor is a guest who holds its link.
#[derive(Debug, Clone)]
pub struct UseRecovery(pub Id);

impl Command for UseRecovery {
    const NAME: &'static str = "member.use-recovery";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let found: Option<Standing> = context.tx.optional(&store::RECOVERY, args![context.community, self.0]).await?;
        let standing = found.ok_or_else(not_found)?;
        check(&standing, context.at)?;
        // They may have left since two vouched.
        is_active(context, standing.0).await?;
        Ok(Decision::about(standing.0, [Event::RecoveryUsed { recovery: self.0 }.into()]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spine::refusal::Error;

    #[test]
    fn a_recovery_opens_after_two_voices_and_a_day() {
        let said = |opens_at, outcome: Outcome, at| {
            let standing = (Id::from_bytes([1; 16]), 0, opens_at, outcome.as_str().to_owned());
            match check(&standing, at) {
                Ok(()) => "open",
                Err(Error::Refused(refusal)) => refusal.message,
                Err(other) => panic!("{other}"),
            }
        };
        assert_eq!(said(None, Outcome::Waiting, DAY), "error-recovery-no-voices");
        assert_eq!(said(Some(DAY), Outcome::Waiting, DAY - 1), "error-recovery-waits");
        assert_eq!(said(Some(DAY), Outcome::Waiting, DAY), "open");
        assert_eq!(said(Some(DAY), Outcome::Waiting, LASTS), "error-recovery-over");
        for over in [Outcome::Denied, Outcome::SteppedBack, Outcome::Used] {
            assert_eq!(said(Some(DAY), over, 2 * DAY), "error-recovery-over");
        }
    }
}
