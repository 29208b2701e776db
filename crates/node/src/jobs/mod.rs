// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Work for later: a table of jobs, written in the transaction of the command that needs them, leased by
//! a worker, tried again with doubling patience, and laid out visibly when they fail for good.

pub(crate) mod store;

use crate::{
    spine::{log::Record, refusal::Result, world::World},
    store::Write,
};

/// Enqueues what the events of a record call for.
pub(crate) async fn enqueue_for(_tx: &mut Write, _world: &World, _record: &Record) -> Result<()> {
    Ok(())
}
