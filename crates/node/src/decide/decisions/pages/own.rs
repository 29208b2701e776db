// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a member said in decisions, for the export of their data.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    decide::decisions::store,
    spine::{id::Id, world::Instant},
    store::{Reader, args},
    web::Failure,
};

/// What they said of how a task goes.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub struct OwnProgress {
    decision_id: Id,
    done: bool,
    note: Option<String>,
    at: Instant,
}

/// What they said of a record.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub struct OwnConfirmation {
    decision_id: Id,
    version: i64,
    so: bool,
    reason: Option<String>,
    at: Instant,
}

/// What they wrote into a decision.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub struct OwnWords {
    decision_id: Id,
    body: Option<String>,
}

/// What they said of a text that was decided on.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub struct OwnStance {
    decision_id: Id,
    stance: String,
    at: Instant,
}

/// What the viewer said of texts that were decided on.
pub(crate) async fn own_stances(reader: &mut Reader) -> Result<Vec<OwnStance>, Failure> {
    Ok(reader.all(&store::OWN_STANCES, args![]).await?)
}

/// What the viewer said of how tasks go.
pub(crate) async fn own_progress(reader: &mut Reader) -> Result<Vec<OwnProgress>, Failure> {
    Ok(reader.all(&store::OWN_PROGRESS, args![]).await?)
}

/// What the viewer said of records.
pub(crate) async fn own_confirmations(reader: &mut Reader) -> Result<Vec<OwnConfirmation>, Failure> {
    Ok(reader.all(&store::OWN_CONFIRMATIONS, args![]).await?)
}

/// What the viewer wrote into decisions.
pub(crate) async fn own_words(reader: &mut Reader) -> Result<Vec<OwnWords>, Failure> {
    Ok(reader.all(&store::OWN_WORDS, args![]).await?)
}
