// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! An install fest: the machines that people bring to a date of the agenda, from the table where they are received to the
//! hands that take them home.
//!
//! What is said of somebody's machine is seen by those who attend to them there, and by nobody else; after a term that was
//! chosen beforehand only how many there were is left.

mod commands;
mod machines;
pub mod pages;
pub mod rules;
pub(crate) mod store;

pub use commands::{Event, NameCrew, Open, Purge};
pub(crate) use commands::{apply, clear, forget};
pub use machines::{Arrival, Begin, Describe, Forget, HandOver, Handing, PutBack, Ready, Receive};

use crate::{
    spine::{id::Id, world::Micros},
    store::{Reader, Result, args},
};

/// Whether the viewer sees a fest at a date of an activity.
pub(crate) async fn is_at(reader: &mut Reader, activity: Id, date: &str) -> Result<bool> {
    let row: Option<(Id, i64, Option<Micros>)> = reader.optional(&store::ONE, args![activity, date]).await?;
    Ok(row.is_some())
}
