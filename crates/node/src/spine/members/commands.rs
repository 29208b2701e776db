// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What happens to who belongs to a community, and what members change about themselves. How people come in is in
//! `joining`.

use serde::{Deserialize, Serialize};

use crate::{
    spine::{
        command::{Command, Context, Decision},
        communities::{self, DocumentKind},
        event,
        id::Id,
        keys::Sealed,
        mandates,
        refusal::{Fields, Result, conflict, edited_meanwhile, not_found},
        world::Micros,
    },
    store::args,
};

use super::{rules, store};

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
        /// What it is for, as records of before it was sealed have it.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        purpose: String,
        /// What it is for, if that was said: its author's words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Sealed>,
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
        /// Whether nobody holds the mandate to answer: everybody is told.
        #[serde(default)]
        vacant: bool,
        /// What it has in common with those that came from the same place within the same hour.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        together: Option<Id>,
    },
    /// A request was answered.
    JoinAnswered {
        /// Which.
        request: Id,
        /// Whether they may come in.
        accepted: bool,
    },
    /// A request that nobody answered, or that was not used, was erased.
    JoinExpired {
        /// Which.
        request: Id,
    },
    /// Somebody says that they are a member who lost the way in.
    RecoveryAsked {
        /// Which recovery.
        recovery: Id,
        /// Who they say they are.
        member: Id,
        /// What it has in common with those that came from the same place within the same hour.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        together: Option<Id>,
    },
    /// It stepped back for others.
    RecoverySteppedBack {
        /// Which.
        recovery: Id,
    },
    /// The actor has somebody before them and says that it is who they say.
    Vouched {
        /// The recovery, or the request to join.
        subject: Id,
    },
    /// Enough vouched: from an instant on the door is open.
    RecoveryOpens {
        /// Which.
        recovery: Id,
        /// From when on.
        opens_at: Micros,
    },
    /// It was not them, says who should know.
    RecoveryDenied {
        /// Which.
        recovery: Id,
    },
    /// Somebody came back by it.
    RecoveryUsed {
        /// Which.
        recovery: Id,
    },
    /// Somebody came back by a letter.
    CameBackByMail {
        /// Who.
        member: Id,
        /// What the address of their private feed is made of from now on.
        link: Id,
    },
    /// Somebody has a new passkey.
    PasskeyAdded {
        /// Who.
        member: Id,
    },
    /// Somebody's private feed has another address; the one before opens nothing.
    FeedLinkRenewed {
        /// Whose.
        member: Id,
        /// What the new address is made of. By itself it opens nothing either.
        link: Id,
    },
}

impl From<Event> for event::Event {
    fn from(event: Event) -> Self {
        Self::Member(event)
    }
}

/// Refuses a name that somebody else in the community has.
pub(super) async fn free_name(
    context: &mut Context<'_, '_>,
    field: &'static str,
    name: &str,
    own: Option<Id>,
) -> Result<()> {
    let mut fields = Fields::default();
    for key in [rules::name_key(name), rules::name_look(name)] {
        let taken: Option<(Id,)> = context.tx.optional(&store::NAME_TAKEN, args![context.community, key]).await?;
        if taken.is_some_and(|(id,)| Some(id) != own) {
            fields.error(field, "field-name-taken");
            break;
        }
    }
    fields.finish()
}

/// The newest versions of the documents, which whoever joins accepts.
pub(super) async fn newest_documents(context: &mut Context<'_, '_>) -> Result<Vec<(DocumentKind, i64)>> {
    let rows: Vec<(String, i64)> = context.tx.all(&communities::store::NEWEST, args![context.community]).await?;
    Ok(rows.into_iter().filter_map(|(kind, version)| Some((kind.parse().ok()?, version))).collect())
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
            return Err(edited_meanwhile());
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
    let mut events = crate::act::agenda::leaving(context, member).await?;
    events.extend(mandates::commands::leaving(context, member).await?);
    events.push(Event::Left { member }.into());
    Ok(events)
}
