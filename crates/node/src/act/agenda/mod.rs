// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The agenda: activities, their dates, and who comes.

pub mod pages;

use serde::{Deserialize, Serialize};

use crate::spine::{apply::Projection, id::Id, refusal::Result};

/// What happens in the agenda.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {}

pub(crate) async fn apply(_to: &mut Projection<'_, '_>, event: &Event) -> Result<()> {
    match *event {}
}

pub(crate) async fn forget(_to: &mut Projection<'_, '_>, _member: Id) -> Result<()> {
    Ok(())
}
