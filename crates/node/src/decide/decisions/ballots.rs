// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Secret ballots: secret against everyone but whoever runs the server while it is voted on.
//!
//! That somebody's ballot is in, the log says at once, with its time. What it says is kept apart until the count: all
//! ballots of a decision are one sealed row, sorted by their receipts, which say nothing of who or when, and it is written
//! anew with each. Its key is kept as all keys are, apart from the store, and destroyed at the count, when the ballots
//! enter the log together. What a command remembers of itself, to be given once, has no word of a ballot.
//!
//! They can read its memory, or compare copies of the sealed row and the key (backups among them) between one ballot and
//! the next; the page says so. Only cryptography in the voters' hands would close that.

use serde::{Serialize, de::DeserializeOwned};
use tequio_deliberation::life::{Action, Stage};

use crate::{
    spine::{
        command::Context,
        id::Id,
        keys::Sealed,
        refusal::{Error, Result},
    },
    store::args,
};

use super::{course::Course, marks::Mark, store};

/// Letters of a receipt: 80 bits as base32.
pub const RECEIPT: usize = 16;

/// Ballots with their receipts, in the order of these.
pub(in crate::decide) type Ballots = Vec<(String, Mark)>;

/// The box of a decision: its subject and what is in it; nothing where it is empty or cannot be opened. Before there are
/// ballots, it holds how a check of its text is answered.
pub(in crate::decide) async fn inside<T: DeserializeOwned>(
    context: &mut Context<'_, '_>,
    decision: Id,
) -> Result<Option<(Id, T)>> {
    let row: Option<(Id, String)> = context.tx.optional(&store::BOX, args![decision]).await?;
    let damaged = |error: serde_json::Error| Error::Damaged(error.to_string());
    let Some((subject, sealed)) = row else { return Ok(None) };
    let sealed: Sealed = serde_json::from_str(&sealed).map_err(damaged)?;
    match context.open(&sealed).await? {
        Some(json) => Ok(Some((subject, serde_json::from_str(&json).map_err(damaged)?))),
        None => Ok(None),
    }
}

/// The subject of a decision's box, if there is one.
pub(in crate::decide) async fn subject(context: &mut Context<'_, '_>, decision: Id) -> Result<Option<Id>> {
    let row: Option<(Id, String)> = context.tx.optional(&store::BOX, args![decision]).await?;
    Ok(row.map(|(subject, _)| subject))
}

/// Keeps something in the box, in the place of what was in it.
pub(in crate::decide) async fn keep(
    context: &mut Context<'_, '_>,
    decision: Id,
    subject: Id,
    what: &impl Serialize,
) -> Result<()> {
    let damaged = |error: serde_json::Error| Error::Damaged(error.to_string());
    let sealed = context.seal(subject, None, &serde_json::to_string(what).map_err(damaged)?).await?;
    let sealed = serde_json::to_string(&sealed).map_err(damaged)?;
    context.tx.run(&store::KEEP_BOX, args![decision, subject, sealed]).await?;
    Ok(())
}

/// Puts a ballot into the box; whether its receipt is a new one. There all are filled up to the same `width`.
pub(in crate::decide) async fn put(
    context: &mut Context<'_, '_>,
    decision: Id,
    (receipt, mark): (String, Mark),
    width: usize,
) -> Result<bool> {
    let (subject, mut ballots): (Id, Ballots) = match inside(context, decision).await? {
        Some(inside) => inside,
        None => (context.id(), Vec::new()),
    };
    let Err(place) = ballots.binary_search_by(|(known, _)| known.cmp(&receipt)) else { return Ok(false) };
    ballots.insert(place, (receipt, mark));
    let alike: Vec<(String, String)> =
        ballots.into_iter().map(|(receipt, mark)| (receipt, format!("{mark:<width$}"))).collect();
    keep(context, decision, subject, &alike).await?;
    Ok(true)
}

/// What was counted, and the box that is empty by that.
#[derive(Debug, Default)]
pub(in crate::decide) struct Count {
    /// The ballots.
    pub(in crate::decide) ballots: Ballots,
    /// The subject of the box.
    pub(in crate::decide) subject: Option<Id>,
}

/// Counts the ballots, if their time is over. Where some are lost, as after an older backup was restored, it is voted on
/// anew.
pub(in crate::decide) async fn count(
    context: &mut Context<'_, '_>,
    decision: Id,
    course: &mut Course,
) -> Result<Count> {
    if course.life.stage != Stage::Count {
        return Ok(Count::default());
    }
    let author = course.life.author;
    let (subject, ballots): (_, Ballots) = match inside(context, decision).await? {
        Some((subject, ballots)) => (Some(subject), ballots),
        None => (None, Vec::new()),
    };
    if ballots.len() != course.life.cast.len() {
        course.take(context, author, Action::VoidBallot)?;
        return Ok(Count { ballots: Vec::new(), subject });
    }
    let choices = ballots.iter().map(|(_, mark)| mark.0.clone()).collect();
    let promised = course.life.terms.as_ref().is_some_and(|terms| terms.seed.is_some());
    let seed: Option<(Option<String>,)> = context.tx.optional(&store::SEED, args![decision]).await?;
    let seed = seed.and_then(|(seed,)| seed).filter(|_| promised);
    course.take(context, author, Action::Count { ballots: choices, seed })?;
    Ok(Count { ballots, subject })
}
