// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A member's address and digest, what the links of letters open, and coming back by one.

mod address;
mod links;
mod recover;

pub use address::OwnMail;

use crate::{
    spine::{
        id::Id,
        refusal::{Result as Outcome, not_found},
    },
    store::{Reader, args},
    web::{Failure, Here, Member, Routes},
};

use super::{opened, store};

pub(crate) fn routes() -> Routes {
    Routes::new().merge(address::routes()).merge(links::routes()).merge(recover::routes())
}

/// Where the operator named no server there are none of these pages.
fn must_have_mail(here: &Here) -> Outcome<()> {
    here.node().mail.as_ref().map(drop).ok_or_else(not_found)
}

/// What the last part of a link in a letter names, if the community made it for that.
async fn named(here: &Here, purpose: &str, code: &str) -> Outcome<Id> {
    must_have_mail(here)?;
    let secret = here.node().core.secret(here.community.id).await?;
    secret.named(purpose, code).ok_or_else(not_found)
}

/// What is kept of a member's address, for them alone.
///
/// # Errors
/// As the store says.
pub(crate) async fn own(member: &Member, reader: &mut Reader) -> Result<Option<OwnMail>, Failure> {
    let row: Option<address::Row> = reader.optional(&store::OWN, args![]).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(row.opened_by(&member.node().core.key, member.id)?))
}
