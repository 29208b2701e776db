// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Which dates travel, as the log says: after each change of an activity its dates are compared with those of which the
//! network knows. A peer is told later, of each date once, however often it changed meanwhile.

use crate::{
    spine::{apply::Projection, id::Id, refusal::Result},
    store::args,
};

use super::{
    rules::{Change, Known, Span, changes},
    store,
};

/// An activity was changed.
pub(crate) async fn touch(to: &mut Projection<'_, '_>, entry: Id) -> Result<()> {
    let open: Option<(String,)> = to.tx.optional(&store::BASE, args![to.community]).await?;
    if open.is_none() {
        return Ok(());
    }
    for change in compared(to, entry).await? {
        show(to, entry, change).await?;
    }
    Ok(())
}

/// Activities with dates that begin to travel, though nothing of them changed.
pub(super) async fn begin(to: &mut Projection<'_, '_>, entries: Vec<(Id,)>) -> Result<()> {
    for (entry,) in entries {
        for change in compared(to, entry).await? {
            if matches!(change, Change::Made(_)) {
                show(to, entry, change).await?;
            }
        }
    }
    Ok(())
}

async fn compared(to: &mut Projection<'_, '_>, entry: Id) -> Result<Vec<Change>> {
    let dates: Vec<Span> = to.tx.all(&store::PUBLIC_DATES, args![entry]).await?;
    let known: Vec<Known> = to.tx.all(&store::KNOWN_DATES, args![entry]).await?;
    Ok(changes(&dates, &known, to.at))
}

async fn show(to: &mut Projection<'_, '_>, entry: Id, change: Change) -> Result<()> {
    match change {
        Change::Made(date) => to.tx.run(&store::MAKE, args![entry, date, to.community, to.seq]).await?,
        Change::Changed(date) => to.tx.run(&store::CHANGE, args![entry, date, to.seq, false]).await?,
        Change::Gone(date) => to.tx.run(&store::CHANGE, args![entry, date, to.seq, true]).await?,
    };
    Ok(())
}
