// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a member published in the agenda, for the export of their data.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    act::agenda::store,
    spine::{id::Id, world::Instant},
    store::{Reader, args},
    web::Failure,
};

/// A date of an activity that somebody published.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub struct OwnDate {
    /// Of which activity.
    #[serde(skip)]
    pub(crate) activity_id: Id,
    starts_local: String,
    ends_local: String,
    time_zone: String,
    title: Option<String>,
    place: Option<String>,
    link: Option<String>,
    capacity: Option<i64>,
    cancelled_at: Option<Instant>,
    reason: Option<String>,
}

/// The dates of what the viewer published.
pub(crate) async fn own_dates(reader: &mut Reader) -> Result<Vec<OwnDate>, Failure> {
    Ok(reader.all(&store::OWN_DATES, args![]).await?)
}
