// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Coming in: invitations, requests and their answers, and joining by either.

use crate::{
    spine::{
        command::{Command, Context, Decision},
        communities::{self, DocumentKind, Joining},
        id::Id,
        refusal::{Fields, Result, conflict, not_found},
        world::{DAY, Micros},
    },
    store::args,
};

use super::{
    Event, RequestOutcome,
    commands::{free_name, newest_documents},
    rules, store,
};

/// Makes an invitation.
#[derive(Debug, Clone)]
pub struct Invite {
    /// What it is for.
    pub purpose: String,
    /// For how many days it is good.
    pub days: i64,
    /// For how many people.
    pub uses: i64,
}

impl Command for Invite {
    const NAME: &'static str = "member.invite";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let mut fields = Fields::default();
        let purpose = fields.optional_line("purpose", &self.purpose, 80);
        let days = rules::INVITATION_LIMIT / DAY;
        if !(1..=days).contains(&self.days) {
            fields.error_with("days", "field-number-range", "limit", days);
        }
        if !(1..=rules::INVITATION_USES).contains(&self.uses) {
            fields.error_with("uses", "field-number-range", "limit", rules::INVITATION_USES);
        }
        fields.finish()?;
        let invitation = context.id();
        let expires_at = context.at + self.days * DAY;
        let words = context.seal_optional(invitation, context.actor.member(), &purpose).await?;
        let event = Event::Invited { invitation, purpose: String::new(), words, expires_at, uses_limit: self.uses };
        Ok(Decision::about(invitation, [event.into()]))
    }
}

/// Ends an invitation.
#[derive(Debug, Clone)]
pub struct RevokeInvitation(pub Id);

impl Command for RevokeInvitation {
    const NAME: &'static str = "member.revoke-invitation";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let found: Option<rules::InvitationState> =
            context.tx.optional(&store::INVITATION, args![context.community, self.0]).await?;
        let (.., revoked_at) = found.ok_or_else(not_found)?;
        if revoked_at.is_some() {
            return Err(conflict("error-invitation-revoked"));
        }
        Ok(Decision::about(self.0, [Event::InvitationRevoked { invitation: self.0 }.into()]))
    }
}

/// Asks to join.
#[derive(Debug, Clone)]
pub struct RequestToJoin {
    /// The display name.
    pub name: String,
    /// A few words to those who answer.
    pub message: String,
    /// What it has in common with those that come from the same place within the same hour, where that is known.
    pub together: Option<Id>,
}

impl Command for RequestToJoin {
    const NAME: &'static str = "member.request-to-join";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let mut fields = Fields::default();
        let name = rules::check_name(&mut fields, "name", &self.name);
        let message = fields.optional("message", &self.message, 500);
        fields.finish()?;
        let settings: Option<(String, String, i64)> =
            context.tx.optional(&communities::store::SETTINGS, args![context.community]).await?;
        let (joining, ..) = settings.ok_or_else(not_found)?;
        if joining == Joining::Invitation.as_str() {
            return Err(conflict("error-by-invitation-only"));
        }
        let waiting: Vec<(Id, Option<Id>)> = context.tx.all(&store::WAITING, args![context.community]).await?;
        let steps_back = rules::steps_back(&waiting, self.together).map(|request| Event::JoinExpired { request });
        // Names are for members. Whoever asks is not told whether one is taken: that is shown to who answers, and told
        // to who was let in, when they choose theirs.
        let request = context.id();
        let name = context.seal(request, None, &name).await?;
        let message = context.seal_optional(request, None, &message).await?;
        let vacant = super::apply::doorkeepers(context.tx, context.community, context.at).await?.is_empty();
        let asks = Event::JoinRequested { request, name, message, vacant, together: self.together };
        Ok(Decision::about(request, steps_back.into_iter().chain([asks]).map(Into::into)))
    }
}

/// Answers a request to join.
#[derive(Debug, Clone)]
pub struct AnswerRequest {
    /// Which.
    pub request: Id,
    /// Whether they may come in.
    pub accept: bool,
}

impl Command for AnswerRequest {
    const NAME: &'static str = "member.answer-request";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let found: Option<(String, Micros)> =
            context.tx.optional(&store::REQUEST, args![context.community, self.request]).await?;
        let (outcome, _) = found.ok_or_else(not_found)?;
        if outcome == RequestOutcome::Expired.as_str() {
            return Err(conflict("error-request-expired"));
        }
        if outcome != RequestOutcome::Waiting.as_str() {
            return Err(conflict("error-request-answered"));
        }
        let event = Event::JoinAnswered { request: self.request, accepted: self.accept };
        Ok(Decision::about(self.request, [event.into()]))
    }
}

/// Erases a request that nobody answered, or that was accepted and not used; the node gives it when the time comes.
#[derive(Debug, Clone)]
pub struct ExpireRequest(pub Id);

impl Command for ExpireRequest {
    const NAME: &'static str = "member.expire-request";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let found: Option<(String, Micros)> =
            context.tx.optional(&store::REQUEST, args![context.community, self.0]).await?;
        let (outcome, asked_at) = found.ok_or_else(not_found)?;
        if rules::request_expires(&outcome, asked_at).is_none_or(|expires_at| expires_at > context.at) {
            return Err(conflict("error-not-yet"));
        }
        Ok(Decision::about(self.0, [Event::JoinExpired { request: self.0 }.into()]))
    }
}

/// Joins by an invitation or by an accepted request. The actor is a guest.
#[derive(Debug, Clone)]
pub struct Join {
    /// The display name.
    pub name: String,
    /// The invitation or the request.
    pub via: Id,
    /// The versions of the documents that they were shown and accept; none when they do not.
    pub accepted: Vec<(DocumentKind, i64)>,
}

impl Command for Join {
    const NAME: &'static str = "member.join";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let mut fields = Fields::default();
        let name = rules::check_name(&mut fields, "name", &self.name);
        let newest = newest_documents(context).await?;
        if self.accepted.is_empty() {
            fields.error("accepts", "field-accept-to-join");
        } else if !newest.iter().all(|document| self.accepted.contains(document)) {
            // Somebody saved another version while they read: nobody accepts what they were not shown.
            fields.error("accepts", "field-texts-changed");
        }
        fields.finish()?;
        let invitation: Option<rules::InvitationState> =
            context.tx.optional(&store::INVITATION, args![context.community, self.via]).await?;
        match invitation {
            Some(state) => rules::check_invitation(state, context.at)?,
            None => {
                let request: Option<(String, Micros)> =
                    context.tx.optional(&store::REQUEST, args![context.community, self.via]).await?;
                rules::check_request(&request.ok_or_else(not_found)?.0)?;
            }
        }
        free_name(context, "name", &name, None).await?;
        let member = context.id();
        let name = context.seal(member, Some(member), &name).await?;
        Ok(Decision::about(member, [Event::Joined { member, name, via: Some(self.via), accepted: newest }.into()]))
    }
}
