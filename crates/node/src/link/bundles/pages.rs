// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The page.

use crate::web::Routes;

pub(in crate::link) fn routes() -> Routes {
    Routes::new()
}
