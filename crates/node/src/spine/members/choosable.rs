// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The members from whom a form lets one choose.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    spine::{id::Id, members::rules::fold},
    store::{Reader, Result, args},
};

use super::store;

/// Somebody who may be chosen.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct Choosable {
    /// Which member.
    pub id: Id,
    /// What they are called.
    pub name: String,
}

/// The members who are there, by name.
///
/// # Errors
/// As the store says.
pub(crate) async fn choosable(reader: &mut Reader) -> Result<Vec<Choosable>> {
    let mut all: Vec<Choosable> = reader.all(&store::CHOOSABLE, args![]).await?;
    // A name is looked for by its letters.
    all.sort_by_cached_key(|one| fold(&one.name));
    Ok(all)
}
