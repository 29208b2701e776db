// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! How changes of who belongs show in the tables.

use crate::{
    spine::{
        apply::Projection, communities, id::Id, mail, mandates, notices::Notice, passkeys, refusal::Result, search,
        sessions::store as sessions, tokens, world::Micros,
    },
    store::{Write, args},
};

use super::{Event, RequestOutcome, rules, store, vouching};

/// Shows an event in the tables.
pub(crate) async fn apply(to: &mut Projection<'_, '_>, event: &Event) -> Result<()> {
    let (community, at) = (to.community, to.at);
    match event {
        Event::Joined { member, name, via, accepted } => {
            let name = to.open(name).await?;
            let key = name.as_deref().map(rules::name_key);
            search::index(to, search::Kind::Member, (*member, ""), &[name.as_deref()], "").await?;
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
            let key = name.as_deref().map(rules::name_key);
            search::index(to, search::Kind::Member, (*member, ""), &[name.as_deref()], "").await?;
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
            search::forget(to, *member).await?;
            to.tx.run(&store::LEAVE, args![*member, at]).await?;
            crate::decide::draws::left(to, *member).await?;
            to.tx.run(&store::DROP_CODES, args![*member]).await?;
            // Nobody comes in as somebody who left.
            for statement in [
                &tokens::store::END_ALL,
                &sessions::END_ALL,
                &sessions::DROP_DEVICES,
                &sessions::DROP_PASSPHRASE,
                &sessions::DROP_FACTOR,
                &passkeys::store::END_ALL,
                &mail::store::REMOVE,
                &mail::store::FORGET,
            ] {
                to.tx.run(statement, args![*member]).await?;
            }
            to.tx.run(&store::SETTLE_RECOVERIES, args![*member, vouching::Outcome::Denied.as_str()]).await?;
            to.tx.run(&communities::store::COUNT_ACTIVE, args![community, -1_i64]).await?;
        }
        Event::Erased { member } => {
            to.erase(*member).await?;
            to.tx.run(&store::ERASE, args![*member, at]).await?;
            to.tx.run(&store::FORGET_ACCEPTANCES, args![*member]).await?;
            to.tx.run(&store::FORGET_PURPOSES, args![*member]).await?;
            to.tx.run(&store::FORGET_RECOVERIES, args![*member]).await?;
            to.tx.run(&store::FORGET_VOUCHES, args![*member]).await?;
            search::forget_member(to, *member).await?;
            crate::spine::attachments::forget(to, *member).await?;
            crate::spine::discussion::forget(to, *member).await?;
            crate::act::agenda::forget(to, *member).await?;
            crate::act::freedom::fest::forget(to, *member).await?;
            crate::decide::decisions::forget(to, *member).await?;
            crate::decide::times::forget(to, *member).await?;
            crate::link::reports::forget(to, *member).await?;
        }
        Event::Invited { invitation, purpose, words, expires_at, uses_limit } => {
            let author = to.actor.member();
            let purpose = match words {
                Some(words) => to.open(words).await?.unwrap_or_default(),
                None => purpose.clone(),
            };
            let row = args![*invitation, community, author, purpose, at, *expires_at, *uses_limit];
            to.tx.run(&store::INVITE, row).await?;
        }
        Event::InvitationRevoked { invitation } => {
            to.tx.run(&store::REVOKE_INVITATION, args![*invitation, at]).await?;
        }
        Event::JoinRequested { request, name, message, vacant, together } => {
            let name = to.open(name).await?;
            let message = to.open_optional(message.as_ref()).await?;
            to.tx.run(&store::ASK, args![*request, community, name, message, at, *together]).await?;
            if *vacant {
                mandates::commands::tell_all(to, Notice::JoinUnanswered, *request).await?;
            }
            for holder in doorkeepers(to.tx, community, at).await? {
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
        Event::JoinExpired { request } => {
            to.tx.run(&store::SETTLE_REQUEST, args![*request, RequestOutcome::Expired.as_str()]).await?;
            forget_request(to, *request).await?;
        }
        Event::RecoveryAsked { recovery, member, together } => {
            let since = at - vouching::LASTS;
            let open: Vec<(Id,)> = to.tx.all(&store::OPEN_RECOVERIES, args![*member, since]).await?;
            to.tx.run(&store::ASK_RECOVERY, args![*recovery, community, *member, at, *together]).await?;
            // Told once, however often somebody asks: the page has all of them.
            if open.is_empty() {
                to.notify(*member, Notice::RecoveryAsked, Some(*recovery)).await?;
            }
        }
        Event::RecoverySteppedBack { recovery } => {
            to.tx.run(&store::SETTLE_RECOVERY, args![*recovery, vouching::Outcome::SteppedBack.as_str()]).await?;
        }
        Event::Vouched { subject } => {
            to.tx.run(&store::VOUCH, args![*subject, to.actor.member(), community, at]).await?;
        }
        Event::RecoveryOpens { recovery, opens_at } => {
            to.tx.run(&store::OPEN_RECOVERY, args![*recovery, *opens_at]).await?;
            let of: Option<vouching::Standing> = to.tx.optional(&store::RECOVERY, args![community, *recovery]).await?;
            let own = of.map(|(member, ..)| member);
            let told = doorkeepers(to.tx, community, at).await?;
            for member in own.into_iter().chain(told.into_iter().filter(|keeper| Some(*keeper) != own)) {
                to.notify(member, Notice::RecoveryOpens, Some(*recovery)).await?;
            }
        }
        Event::RecoveryDenied { recovery } => {
            to.tx.run(&store::SETTLE_RECOVERY, args![*recovery, vouching::Outcome::Denied.as_str()]).await?;
        }
        Event::RecoveryUsed { recovery } => {
            let of: Option<vouching::Standing> = to.tx.optional(&store::RECOVERY, args![community, *recovery]).await?;
            to.tx.run(&store::SETTLE_RECOVERY, args![*recovery, vouching::Outcome::Used.as_str()]).await?;
            if let Some((member, ..)) = of {
                let denied = vouching::Outcome::Denied.as_str();
                to.tx.run(&store::SETTLE_RECOVERIES, args![member, denied]).await?;
                to.tx.run(&store::DROP_CODES, args![member]).await?;
                // Whoever had the private calendar of before reads on no longer.
                to.tx.run(&store::RENEW_FEED_LINK, args![member, *recovery]).await?;
                to.notify(member, Notice::RecoveryUsed, Some(*recovery)).await?;
            }
        }
        Event::CameBackByMail { member, link } => {
            to.tx.run(&store::SETTLE_RECOVERIES, args![*member, vouching::Outcome::Denied.as_str()]).await?;
            to.tx.run(&store::DROP_CODES, args![*member]).await?;
            to.tx.run(&store::RENEW_FEED_LINK, args![*member, *link]).await?;
            to.notify(*member, Notice::CameBackByMail, None).await?;
        }
        Event::PasskeyAdded { member } => to.warn(*member, Notice::PasskeyAdded).await?,
        Event::FeedLinkRenewed { member, link } => {
            to.tx.run(&store::RENEW_FEED_LINK, args![*member, *link]).await?;
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

/// Who answers those who ask to join: who coordinates, or else who cares.
pub(super) async fn doorkeepers(tx: &mut Write, community: Id, at: Micros) -> Result<Vec<Id>> {
    let coordinate = mandates::holders(tx, community, mandates::Kind::Coordination, at).await?;
    if !coordinate.is_empty() {
        return Ok(coordinate);
    }
    mandates::holders(tx, community, mandates::Kind::Care, at).await
}
