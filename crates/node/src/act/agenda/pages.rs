// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The agenda's pages.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    store::Reader,
    web::{Failure, Here, Routes},
};

pub(crate) fn routes() -> Routes {
    Routes::new()
}

/// An activity on one date, in brief.
#[derive(Debug, Serialize, ToSchema)]
pub struct Card {
    /// Its path at this door.
    pub path: String,
    /// Its title.
    pub title: String,
    /// When, in words.
    pub when: String,
    /// Where.
    pub place: Option<String>,
}

/// The next dates.
pub(crate) async fn next(_here: &Here, _limit: i64) -> Result<Vec<Card>, Failure> {
    Ok(Vec::new())
}

/// One's own answer to an invitation, for the export of one's data.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnReply {
    /// Which activity.
    pub title: String,
}

/// One's own answers.
pub(crate) async fn own_replies(_reader: &mut Reader) -> Result<Vec<OwnReply>, Failure> {
    Ok(Vec::new())
}
