// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the links of letters open without sign-in: confirming an address, and wanting no more digests. Opening one changes
//! nothing, for programs open links too; its button does.

use askama::Template;
use axum::extract::{DefaultBodyLimit, Path};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        id::Id,
        mail::{self, sending},
        refusal::{Result as Outcome, conflict, not_found},
        world::Micros,
    },
    store::{Write, args},
    web::{Answer, GUEST_LIMIT, Here, Page, Routes},
};

use super::{named, store};

pub(super) fn routes() -> Routes {
    Routes::new()
        .routes(routes!(confirm_form, confirm))
        .routes(routes!(stop_form, stop))
        .layer(DefaultBodyLimit::max(GUEST_LIMIT))
}

/// Whose a letter is whose link is good.
///
/// # Errors
/// Not found, or a conflict when it is good no more.
pub(super) async fn good_for(here: &Here, tx: &mut Write, wanted: &str, letter: Id) -> Outcome<Id> {
    let row: Option<(String, Id, Micros, Option<Micros>, Option<Micros>)> =
        tx.optional(&store::LETTER, args![here.community.id, letter]).await?;
    match row {
        Some((kind, member, at, Some(_), None)) if kind == wanted && here.now() < sending::good_until(&kind, at) => {
            Ok(member)
        }
        // A letter is forgotten after a while, and its link was made here nevertheless.
        _ => Err(conflict("error-mail-link-over")),
    }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/mail/templates/confirm.html")]
struct ConfirmPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    /// Whether the link is good.
    good: bool,
    #[serde(skip)]
    #[schema(ignore)]
    path: String,
}

/// The page that confirms an address.
#[utoipa::path(get, path = "/c/{handle}/mail/confirm/{code}", responses((status = 200, body = ConfirmPage), (status = 404)))]
async fn confirm_form(here: Here, Path((_, code)): Path<(String, String)>) -> Answer {
    let letter = named(&here, mail::CONFIRM, &code).await?;
    let mut tx = here.node().core.db.snapshot().await?;
    let good = good_for(&here, &mut tx, sending::CONFIRM, letter).await.is_ok();
    tx.rollback().await?;
    let page = here.page(here.visit.lang.t("mail-confirm-title")).await?;
    here.answer(&ConfirmPage { page, good, path: here.path(&format!("/mail/confirm/{code}")) })
}

/// Confirms an address, once.
#[utoipa::path(post, path = "/c/{handle}/mail/confirm/{code}", responses((status = 303), (status = 404), (status = 409)))]
async fn confirm(here: Here, Path((_, code)): Path<(String, String)>) -> Answer {
    let letter = named(&here, mail::CONFIRM, &code).await?;
    here.node().core.must_write()?;
    let mut tx = here.node().core.db.write().await?;
    let member = good_for(&here, &mut tx, sending::CONFIRM, letter).await?;
    if tx.run(&store::USE, args![letter, here.now()]).await? == 0 {
        return Err(conflict("error-mail-link-over").into());
    }
    tx.run(&store::CONFIRM, args![member, here.now()]).await?;
    tx.commit().await?;
    // The mailbox may be open in a browser in which nobody is signed in.
    let own = here.session.is_some_and(|session| session.member == member);
    Ok(here.go_on(if own { "/me/mail" } else { "/" }, "mail-confirmed", None))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/mail/templates/stop.html")]
struct StopPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    /// Whether it is done.
    stopped: bool,
    #[serde(skip)]
    #[schema(ignore)]
    path: String,
}

async fn show_stop(here: &Here, code: &str, stopped: bool) -> Answer {
    let page = here.page(here.visit.lang.t("mail-stop-title")).await?;
    here.answer(&StopPage { page, stopped, path: here.path(&format!("/mail/stop/{code}")) })
}

/// The page on which one says that one wants no more digests.
#[utoipa::path(get, path = "/c/{handle}/mail/stop/{code}", responses((status = 200, body = StopPage), (status = 404)))]
async fn stop_form(here: Here, Path((_, code)): Path<(String, String)>) -> Answer {
    let address = named(&here, mail::STOP, &code).await?;
    let mut tx = here.node().core.db.snapshot().await?;
    let there: Option<(Id,)> = tx.optional(&store::IS_THERE, args![here.community.id, address]).await?;
    tx.rollback().await?;
    there.ok_or_else(not_found)?;
    show_stop(&here, &code, false).await
}

/// No more digests, in one click (RFC 8058): whatever is sent with it, and as often as it is. The address stays.
#[utoipa::path(post, path = "/c/{handle}/mail/stop/{code}", responses((status = 200, body = StopPage), (status = 404)))]
async fn stop(here: Here, Path((_, code)): Path<(String, String)>) -> Answer {
    let address = named(&here, mail::STOP, &code).await?;
    let mut tx = here.node().core.db.write().await?;
    tx.run(&store::STOP, args![here.community.id, address]).await?;
    tx.commit().await?;
    show_stop(&here, &code, true).await
}
