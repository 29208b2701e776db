// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The spine's pages: what every community has, whatever its rooms.

use crate::web::Routes;

/// Every route of the spine.
pub fn routes() -> Routes {
    Routes::new()
        .merge(super::attachments::pages::routes())
        .merge(super::communities::pages::routes())
        .merge(super::discussion::pages::routes())
        .merge(super::entries::pages::routes())
        .merge(super::log::pages::routes())
        .merge(super::mail::pages::routes())
        .merge(super::mandates::pages::routes())
        .merge(super::members::pages::routes())
        .merge(super::news::pages::routes())
        .merge(super::notices::pages::routes())
        .merge(super::passkeys::pages::routes())
        .merge(super::search::pages::routes())
        .merge(super::sessions::pages::routes())
        .merge(super::tokens::pages::routes())
}
