// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The private link to a member's calendar feed: telephones' calendars cannot sign in. Whoever holds it reads what the
//! member may read, so the member can renew it, and the one before opens nothing from then on.

use crate::{
    spine::{
        command::{Command, Context, Decision},
        id::Id,
        refusal::Result,
        viewer::Viewer,
    },
    store::{Reader, args},
    web::{Failure, Here},
};

use super::{Event, store};

/// What the tokens of private feeds are made for.
const TOKEN: &str = "calendar";

/// Gives a member's private feed another address.
#[derive(Debug, Clone)]
pub struct RenewFeedLink;

impl Command for RenewFeedLink {
    const NAME: &'static str = "member.renew-feed-link";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let (member, link) = (context.member()?, context.id());
        Ok(Decision::about(member, [Event::FeedLinkRenewed { member, link }.into()]))
    }
}

/// The part of the address of a member's own feed that only they know.
///
/// # Errors
/// As the store says.
pub(crate) async fn code(here: &Here, reader: &mut Reader, member: Id) -> Result<String, Failure> {
    let secret = here.node().core.secret(here.community.id).await?;
    let row: Option<(Option<Id>,)> = reader.optional(&store::FEED_LINK, args![member]).await?;
    let link = row.and_then(|(link,)| link).unwrap_or(member);
    Ok(format!("{member}{}", secret.token(TOKEN, link)))
}

/// The member whose feed a code opens.
///
/// # Errors
/// Not found, when it opens none any more or never did.
pub(crate) async fn owner(here: &Here, code: &str) -> Result<Id, Failure> {
    let (member, token) = code.split_at_checked(26).ok_or_else(Failure::not_found)?;
    let member: Id = member.parse().map_err(|_| Failure::not_found())?;
    let core = &here.node().core;
    let mut reader = core.db.read(&Viewer::Member { community: here.community.id, member }).await?;
    let row: Option<(Option<Id>,)> = reader.optional(&store::FEED_LINK, args![member]).await?;
    drop(reader);
    let (link,) = row.ok_or_else(Failure::not_found)?;
    let fits = core.secret(here.community.id).await?.verify_token(TOKEN, link.unwrap_or(member), token);
    if fits { Ok(member) } else { Err(Failure::not_found()) }
}
