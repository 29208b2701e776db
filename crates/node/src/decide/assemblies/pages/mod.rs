// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The pages of assemblies: all of them, calling one, one of them with what its leaders do, entering for others, the acta.

mod call;
mod enter;
mod list;
mod markdown;
mod one;
mod points;
mod steps;
mod whole;

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    spine::id::Id,
    store::{Reader, args},
    web::{Failure, Here, Routes},
};

use super::store;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(list::routes())
        .merge(call::routes())
        .merge(one::routes())
        .merge(steps::routes())
        .merge(enter::routes())
}

/// Who is at an assembly: members, and the names of others with commas between them. Nothing where none is named.
pub(in crate::decide) async fn attendance(
    here: &Here,
    reader: &mut Reader,
    id: &str,
) -> Result<Option<(Vec<Id>, String)>, Failure> {
    match id.is_empty() {
        true => Ok(None),
        false => {
            let whole = whole::Whole::find(here, reader, id).await?;
            let (mut members, others) = whole.attendance();
            members.retain(|person| whole.names.is_member(*person));
            Ok(Some((members, others)))
        }
    }
}

/// What a member wrote in assemblies, for the export of their data.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub struct OwnSaid {
    assembly_id: Id,
    body: Option<String>,
}

/// What the viewer wrote in assemblies.
pub(crate) async fn own_said(reader: &mut Reader) -> Result<Vec<OwnSaid>, Failure> {
    Ok(reader.all(&store::OWN_WORDS, args![]).await?)
}
