// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Changes of who belongs to a community, and what happens by them.

use serde::{Deserialize, Serialize};

use crate::{
    spine::{
        apply::Projection,
        command::{Command, Context, Decision},
        communities::{self, DocumentKind, Joining},
        event,
        id::Id,
        keys::Sealed,
        mandates,
        notices::Notice,
        refusal::{Fields, Kind, Refusal, Result, conflict, not_found},
        sessions::store as sessions,
        world::Micros,
    },
    store::args,
};

use super::{RequestOutcome, rules, store};

/// What happens to who belongs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Somebody joined.
    Joined {
        /// Who.
        member: Id,
        /// Their display name.
        name: Sealed,
        /// The invitation or the request through which they came; the founder has none.
        via: Option<Id>,
        /// The versions of the documents that they accepted.
        accepted: Vec<(DocumentKind, i64)>,
    },
    /// Somebody has another name.
    Renamed {
        /// Who.
        member: Id,
        /// The name.
        name: Sealed,
    },
    /// Somebody accepted a newer version of a document.
    Accepted {
        /// Who.
        member: Id,
        /// Which document.
        kind: DocumentKind,
        /// Which version.
        version: i64,
    },
    /// Somebody has new printed codes; the old ones are void.
    RecoveryCodesIssued {
        /// Who.
        member: Id,
        /// Their SHA-256 hashes in hexadecimal, separated by spaces.
        hashes: Sealed,
    },
    /// A printed code was used.
    RecoveryCodeSpent {
        /// Who.
        member: Id,
        /// Its SHA-256 hash in hexadecimal: worthless from now on.
        hash: String,
    },
    /// Somebody left.
    Left {
        /// Who.
        member: Id,
    },
    /// Somebody who left was erased: the keys of their words are destroyed.
    Erased {
        /// Who.
        member: Id,
    },
    /// An invitation was made.
    Invited {
        /// Which.
        invitation: Id,
        /// What it is for.
        purpose: String,
        /// Until when it is good.
        expires_at: Micros,
        /// For how many people.
        uses_limit: i64,
    },
    /// An invitation is good no more.
    InvitationRevoked {
        /// Which.
        invitation: Id,
    },
    /// Somebody asked to join.
    JoinRequested {
        /// Which request; also the subject of its words.
        request: Id,
        /// The name.
        name: Sealed,
        /// A few words.
        message: Option<Sealed>,
    },
    /// A request was answered.
    JoinAnswered {
        /// Which.
        request: Id,
        /// Whether they may come in.
        accepted: bool,
    },
}

impl From<Event> for event::Event {
    fn from(event: Event) -> Self {
        Self::Member(event)
    }
}

/// Refuses a name that somebody else in the community has.
async fn free_name(context: &mut Context<'_, '_>, field: &'static str, name: &str, own: Option<Id>) -> Result<()> {
    let key = rules::fold(name);
    let taken: Option<(Id,)> = context.tx.optional(&store::NAME_TAKEN, args![context.community, key]).await?;
    let mut fields = Fields::default();
    if taken.is_some_and(|(id,)| Some(id) != own) {
        fields.error(field, "field-name-taken");
    }
    fields.finish()
}

/// The newest versions of the documents, which whoever joins accepts.
async fn newest_documents(context: &mut Context<'_, '_>) -> Result<Vec<(DocumentKind, i64)>> {
    let rows: Vec<(String, i64)> = context.tx.all(&communities::store::NEWEST, args![context.community]).await?;
    Ok(rows.into_iter().filter_map(|(kind, version)| Some((kind.parse().ok()?, version))).collect())
}

/// Joins by an invitation or by an accepted request. The actor is a guest; the member's identifier is the
/// idempotency key.
#[derive(Debug, Clone)]
pub struct Join {
    /// The display name.
    pub name: String,
    /// The invitation or the request.
    pub via: Id,
    /// That they accept the pact and the privacy notice.
    pub accepts: bool,
}

impl Command for Join {
    const NAME: &'static str = "member.join";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let mut fields = Fields::default();
        let name = rules::check_name(&mut fields, "name", &self.name);
        if !self.accepts {
            fields.error("accepts", "field-accept-to-join");
        }
        fields.finish()?;
        let invitation: Option<(Micros, i64, i64, Option<Micros>)> =
            context.tx.optional(&store::INVITATION, args![context.community, self.via]).await?;
        match invitation {
            Some((_, _, _, Some(_))) => return Err(Refusal::new(Kind::Gone, "error-invitation-revoked").into()),
            Some((expires_at, ..)) if expires_at <= context.at => {
                return Err(Refusal::new(Kind::Gone, "error-invitation-expired").into());
            }
            Some((_, uses, limit, _)) if uses >= limit => {
                return Err(Refusal::new(Kind::Gone, "error-invitation-used-up").into());
            }
            Some(_) => {}
            None => {
                let request: Option<(String,)> =
                    context.tx.optional(&store::REQUEST, args![context.community, self.via]).await?;
                let (outcome,) = request.ok_or_else(not_found)?;
                if outcome != RequestOutcome::Accepted.as_str() {
                    return Err(conflict("error-request-not-accepted"));
                }
            }
        }
        free_name(context, "name", &name, None).await?;
        let member = context.id();
        let accepted = newest_documents(context).await?;
        let name = context.seal(member, Some(member), &name).await?;
        Ok(Decision::about(member, [Event::Joined { member, name, via: Some(self.via), accepted }.into()]))
    }
}

/// Takes another display name.
#[derive(Debug, Clone)]
pub struct Rename(pub String);

impl Command for Rename {
    const NAME: &'static str = "member.rename";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let member = context.member()?;
        let mut fields = Fields::default();
        let name = rules::check_name(&mut fields, "name", &self.0);
        fields.finish()?;
        free_name(context, "name", &name, Some(member)).await?;
        let name = context.seal(member, Some(member), &name).await?;
        Ok(Decision::about(member, [Event::Renamed { member, name }.into()]))
    }
}

/// Accepts the newest version of a document.
#[derive(Debug, Clone)]
pub struct Accept {
    /// Which document.
    pub kind: DocumentKind,
    /// The version that was read.
    pub version: i64,
}

impl Command for Accept {
    const NAME: &'static str = "member.accept";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let member = context.member()?;
        let newest = newest_documents(context).await?;
        if !newest.contains(&(self.kind, self.version)) {
            return Err(conflict("error-edited-meanwhile"));
        }
        let event = Event::Accepted { member, kind: self.kind, version: self.version };
        Ok(Decision::about(member, [event.into()]))
    }
}

/// Replaces a member's printed codes. The codes themselves are shown once and never stored.
#[derive(Debug, Clone)]
pub struct IssueRecoveryCodes {
    /// Whose.
    pub member: Id,
    /// The hashes of the new ones.
    pub hashes: Vec<[u8; 32]>,
}

impl Command for IssueRecoveryCodes {
    const NAME: &'static str = "member.issue-recovery-codes";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let member = self.member;
        let hashes: Vec<String> = self.hashes.iter().map(|hash| data_encoding::HEXLOWER.encode(hash)).collect();
        let hashes = context.seal(member, Some(member), &hashes.join(" ")).await?;
        Ok(Decision::about(member, [Event::RecoveryCodesIssued { member, hashes }.into()]))
    }
}

/// Uses up a printed code. Whoever gives this must have shown the code.
#[derive(Debug, Clone)]
pub struct SpendRecoveryCode {
    /// Whose.
    pub member: Id,
    /// The code's hash.
    pub hash: [u8; 32],
}

impl Command for SpendRecoveryCode {
    const NAME: &'static str = "member.spend-recovery-code";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let found: Option<(Id,)> = context.tx.optional(&store::CODE, args![self.member, &self.hash[..]]).await?;
        found.ok_or_else(|| conflict("error-recovery-code"))?;
        let hash = data_encoding::HEXLOWER.encode(&self.hash);
        Ok(Decision::about(self.member, [Event::RecoveryCodeSpent { member: self.member, hash }.into()]))
    }
}

/// Leaves the community. A mandate that is held ends with it, and places at dates to come are free.
#[derive(Debug, Clone)]
pub struct Leave;

impl Command for Leave {
    const NAME: &'static str = "member.leave";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let member = context.member()?;
        Ok(Decision::about(member, leaving(context, member).await?))
    }
}

/// Leaves and is erased: the name, the printed codes and every message are gone for ever; what was
/// published for the community stays, without a name.
#[derive(Debug, Clone)]
pub struct Erase;

impl Command for Erase {
    const NAME: &'static str = "member.erase";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let member = context.member()?;
        let mut events = leaving(context, member).await?;
        events.push(Event::Erased { member }.into());
        Ok(Decision::about(member, events))
    }
}

/// Erases a member whose erasure a backup does not know; the restoring of that backup gives it.
#[derive(Debug, Clone)]
pub struct EraseAgain(pub Id);

impl Command for EraseAgain {
    const NAME: &'static str = "member.erase-again";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let member: Option<(Option<Micros>,)> =
            context.tx.optional(&store::NOT_ERASED, args![context.community, self.0]).await?;
        let (left_at,) = member.ok_or_else(not_found)?;
        let mut events = if left_at.is_none() { leaving(context, self.0).await? } else { Vec::new() };
        events.push(Event::Erased { member: self.0 }.into());
        Ok(Decision::about(self.0, events))
    }
}

async fn leaving(context: &mut Context<'_, '_>, member: Id) -> Result<Vec<event::Event>> {
    let held: Vec<(Id,)> = context.tx.all(&mandates::store::HELD, args![context.community, member, context.at]).await?;
    let mut events = crate::act::agenda::leaving(context, member).await?;
    events.extend(held.into_iter().map(|(mandate,)| mandates::Event::LaidDown { mandate }.into()));
    events.push(Event::Left { member }.into());
    Ok(events)
}

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
        let purpose = fields.optional("purpose", &self.purpose, 80);
        let days = rules::INVITATION_LIMIT / crate::spine::world::DAY;
        if !(1..=days).contains(&self.days) {
            fields.error_with("days", "field-number-range", "limit", days);
        }
        if !(1..=rules::INVITATION_USES).contains(&self.uses) {
            fields.error_with("uses", "field-number-range", "limit", rules::INVITATION_USES);
        }
        fields.finish()?;
        let invitation = context.id();
        let expires_at = context.at + self.days * crate::spine::world::DAY;
        let event = Event::Invited { invitation, purpose, expires_at, uses_limit: self.uses };
        Ok(Decision::about(invitation, [event.into()]))
    }
}

/// Ends an invitation.
#[derive(Debug, Clone)]
pub struct RevokeInvitation(pub Id);

impl Command for RevokeInvitation {
    const NAME: &'static str = "member.revoke-invitation";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let found: Option<(Micros, i64, i64, Option<Micros>)> =
            context.tx.optional(&store::INVITATION, args![context.community, self.0]).await?;
        let (.., revoked_at) = found.ok_or_else(not_found)?;
        if revoked_at.is_some() {
            return Err(conflict("error-invitation-revoked"));
        }
        Ok(Decision::about(self.0, [Event::InvitationRevoked { invitation: self.0 }.into()]))
    }
}

/// How many requests may wait for an answer: an open door must not become a flood.
const WAITING_LIMIT: i64 = 100;

/// Asks to join. The request's identifier is the idempotency key.
#[derive(Debug, Clone)]
pub struct RequestToJoin {
    /// The display name.
    pub name: String,
    /// A few words to those who answer.
    pub message: String,
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
        if joining != Joining::Request.as_str() {
            return Err(conflict("error-by-invitation-only"));
        }
        let waiting: Option<(i64,)> = context.tx.optional(&store::WAITING, args![context.community]).await?;
        if waiting.is_some_and(|(waiting,)| waiting >= WAITING_LIMIT) {
            return Err(Refusal::new(Kind::TooMany, "error-too-many-requests-wait").into());
        }
        free_name(context, "name", &name, None).await?;
        let request = context.id();
        let name = context.seal(request, None, &name).await?;
        let message = context.seal_optional(request, None, &message).await?;
        Ok(Decision::about(request, [Event::JoinRequested { request, name, message }.into()]))
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
        let found: Option<(String,)> =
            context.tx.optional(&store::REQUEST, args![context.community, self.request]).await?;
        let (outcome,) = found.ok_or_else(not_found)?;
        if outcome != RequestOutcome::Waiting.as_str() {
            return Err(conflict("error-request-answered"));
        }
        let event = Event::JoinAnswered { request: self.request, accepted: self.accept };
        Ok(Decision::about(self.request, [event.into()]))
    }
}

/// Shows an event in the tables.
pub(crate) async fn apply(to: &mut Projection<'_, '_>, event: &Event) -> Result<()> {
    let (community, at) = (to.community, to.at);
    match event {
        Event::Joined { member, name, via, accepted } => {
            let name = to.open(name).await?;
            let key = name.as_deref().map(rules::fold);
            to.tx.run(&store::INSERT, args![*member, community, name, key, at, *via]).await?;
            for (kind, version) in accepted {
                to.tx.run(&store::ACCEPT, args![*member, kind.as_str(), *version, at]).await?;
            }
            if let Some(via) = via {
                to.tx.run(&store::USE_INVITATION, args![*via]).await?;
                let joined = RequestOutcome::Joined.as_str();
                if to.tx.run(&store::SETTLE_REQUEST, args![*via, joined]).await? > 0 {
                    forget_request(to, *via).await?;
                }
            }
            to.tx.run(&communities::store::COUNT_ACTIVE, args![community, 1_i64]).await?;
        }
        Event::Renamed { member, name } => {
            let name = to.open(name).await?;
            let key = name.as_deref().map(rules::fold);
            to.tx.run(&store::RENAME, args![*member, name, key]).await?;
        }
        Event::Accepted { member, kind, version } => {
            to.tx.run(&store::ACCEPT, args![*member, kind.as_str(), *version, at]).await?;
        }
        Event::RecoveryCodesIssued { member, hashes } => {
            to.tx.run(&store::DROP_CODES, args![*member]).await?;
            let hashes = to.open(hashes).await?.unwrap_or_default();
            for hash in hashes.split_whitespace() {
                let hash = data_encoding::HEXLOWER.decode(hash.as_bytes()).unwrap_or_default();
                to.tx.run(&store::KEEP_CODE, args![*member, hash]).await?;
            }
        }
        Event::RecoveryCodeSpent { member, hash } => {
            let hash = data_encoding::HEXLOWER.decode(hash.as_bytes()).unwrap_or_default();
            to.tx.run(&store::SPEND_CODE, args![*member, hash]).await?;
        }
        Event::Left { member } => {
            to.tx.run(&store::LEAVE, args![*member, at]).await?;
            to.tx.run(&store::DROP_CODES, args![*member]).await?;
            // Nobody comes in as somebody who left.
            for statement in [&sessions::END_ALL, &sessions::DROP_PASSPHRASE, &sessions::DROP_FACTOR] {
                to.tx.run(statement, args![*member]).await?;
            }
            to.tx.run(&communities::store::COUNT_ACTIVE, args![community, -1_i64]).await?;
        }
        Event::Erased { member } => {
            to.erase(*member).await?;
            to.tx.run(&store::ERASE, args![*member, at]).await?;
            to.tx.run(&store::FORGET_ACCEPTANCES, args![*member]).await?;
            crate::spine::discussion::forget(to, *member).await?;
            crate::act::agenda::forget(to, *member).await?;
        }
        Event::Invited { invitation, purpose, expires_at, uses_limit } => {
            let author = to.actor.member();
            let row = args![*invitation, community, author, purpose, at, *expires_at, *uses_limit];
            to.tx.run(&store::INVITE, row).await?;
        }
        Event::InvitationRevoked { invitation } => {
            to.tx.run(&store::REVOKE_INVITATION, args![*invitation, at]).await?;
        }
        Event::JoinRequested { request, name, message } => {
            let name = to.open(name).await?;
            let message = to.open_optional(message.as_ref()).await?;
            to.tx.run(&store::ASK, args![*request, community, name, message, at]).await?;
            for holder in mandates::holders(to.tx, community, mandates::Kind::Coordination, at).await? {
                to.notify(holder, Notice::JoinRequested, Some(*request)).await?;
            }
        }
        Event::JoinAnswered { request, accepted } => {
            let outcome = if *accepted { RequestOutcome::Accepted } else { RequestOutcome::Declined };
            to.tx.run(&store::SETTLE_REQUEST, args![*request, outcome.as_str()]).await?;
            if !accepted {
                forget_request(to, *request).await?;
            }
        }
    }
    Ok(())
}

/// What somebody wrote to be let in is needed no longer than until the answer.
async fn forget_request(to: &mut Projection<'_, '_>, request: Id) -> Result<()> {
    to.erase(request).await?;
    to.tx.run(&store::CLEAR_REQUEST, args![request]).await?;
    Ok(())
}
