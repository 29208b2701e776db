// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What stays of a decision that is removed: that there was one.

use crate::{
    spine::{apply::Projection, id::Id, refusal::Result},
    store::args,
};

use super::store;

/// What the room shows of an entry that is removed: nothing.
pub(crate) async fn clear(to: &mut Projection<'_, '_>, entry: Id) -> Result<()> {
    let subjects: Vec<(Id,)> = to.tx.all(&store::SUBJECTS, args![entry]).await?;
    for (subject,) in subjects {
        to.erase(subject).await?;
    }
    to.tx.run(&store::EMPTY_BOX, args![entry]).await?;
    for statement in
        [&store::CLEAR, &store::CLEAR_WORDS, &store::CLEAR_NAMES, &store::CLEAR_PROGRESS, &store::CLEAR_CONFIRMATIONS]
    {
        to.tx.run(statement, args![entry]).await?;
    }
    Ok(())
}
