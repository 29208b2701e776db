// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! How what happens to draws shows in the tables, and who is told.

use crate::{
    spine::{
        apply::Projection,
        id::Id,
        mandates::commands::tell_all,
        notices::Notice,
        refusal::{Error, Result, not_found},
    },
    store::args,
};

use super::{
    commands::Event,
    rules::{Kept, Person, Said, roll, seated},
    store,
};

/// Shows an event in the tables.
pub(crate) async fn apply(to: &mut Projection<'_, '_>, event: &Event) -> Result<()> {
    let (at, member) = (to.at, to.actor.member());
    match event {
        Event::Called { draw, seats, alternates, source, numbers_on, numbers_at, closes_at, nonce, digest } => {
            let source = to.open(source).await?;
            let sealed = serde_json::to_string(nonce).map_err(|error| Error::Damaged(error.to_string()))?;
            let row = args![
                *draw,
                to.community,
                i64::from(*seats),
                i64::from(*alternates),
                source,
                numbers_on,
                *numbers_at,
                *closes_at,
                digest.to_string(),
                sealed
            ];
            to.tx.run(&store::INSERT, row).await?;
            tell_all(to, Notice::DrawCalled, *draw).await?;
        }
        Event::Chosen { draw, takes_part: true } => {
            to.tx.run(&store::STEP_IN, args![*draw, member]).await?;
        }
        Event::Chosen { draw, takes_part: false } => {
            to.tx.run(&store::STEP_OUT, args![*draw, member, at]).await?;
        }
        Event::Fixed { draw, roll } => {
            for (place, member) in (1_i64..).zip(roll) {
                to.tx.run(&store::ENROL, args![*draw, place, *member]).await?;
            }
            to.tx.run(&store::FIX, args![*draw, at]).await?;
            to.tx.run(&store::CLEAR_OUTS, args![*draw]).await?;
        }
        Event::Entered { draw, numbers } => {
            let by = numbers.as_ref().and(member);
            to.tx.run(&store::ENTER, args![*draw, numbers.clone(), by]).await?;
            if numbers.is_some() {
                tell_all(to, Notice::DrawEntered, *draw).await?;
            }
        }
        Event::Drawn { draw, numbers, nonce } => {
            to.tx.run(&store::DRAW, args![*draw, numbers, nonce, at]).await?;
            let (kept, people) = kept(to, *draw).await?;
            let drawn = kept.draw(roll(&people))?.ok_or_else(not_found)?;
            let order = drawn.order().map_err(|error| Error::Damaged(error.to_string()))?;
            for (rank, member) in (1_i64..).zip(order) {
                to.tx.run(&store::RANK, args![*draw, member, rank]).await?;
            }
            seat(to, *draw).await?;
        }
        Event::Answered { draw, accepts } => {
            let said = if *accepts { Said::Accepted } else { Said::Declined };
            to.tx.run(&store::ANSWER, args![*draw, member, said.as_str(), at]).await?;
            seat(to, *draw).await?;
        }
        Event::CalledOff { draw, reason } => {
            let reason = to.open_optional(reason.as_ref()).await?;
            to.tx.run(&store::CALL_OFF, args![*draw, at, reason]).await?;
            to.tx.run(&store::CLEAR_OUTS, args![*draw]).await?;
            tell_all(to, Notice::DrawOff, *draw).await?;
        }
        Event::Noted { draw, note } => {
            let note = to.open_optional(note.as_ref()).await?;
            to.tx.run(&store::NOTE, args![*draw, note]).await?;
        }
    }
    Ok(())
}

/// A draw, and who is on its roll.
async fn kept(to: &mut Projection<'_, '_>, draw: Id) -> Result<(Kept, Vec<Person>)> {
    let kept: Option<Kept> = to.tx.optional(&store::HEAD, args![to.community, draw]).await?;
    Ok((kept.ok_or_else(not_found)?, to.tx.all(&store::PEOPLE, args![draw]).await?))
}

/// Gives the seats to whose they are, and tells those who have one from now on.
async fn seat(to: &mut Projection<'_, '_>, draw: Id) -> Result<()> {
    let (kept, people) = kept(to, draw).await?;
    let Some(drawn) = kept.draw(roll(&people))? else { return Ok(()) };
    let seated = seated(&drawn, &people)?;
    for person in people.iter().filter(|person| person.seated != seated.contains(&person.member_id)) {
        to.tx.run(&store::SEAT, args![draw, person.member_id, !person.seated]).await?;
        if !person.seated {
            to.notify(person.member_id, Notice::DrawDrawn, Some(draw)).await?;
        }
    }
    Ok(())
}

/// Who left does nothing any more that they were drawn for: the next one steps in.
pub(crate) async fn left(to: &mut Projection<'_, '_>, member: Id) -> Result<()> {
    to.tx.run(&store::FORGET_OUTS, args![member]).await?;
    let draws: Vec<(Id,)> = to.tx.all(&store::DRAWS_OF, args![member]).await?;
    for (draw,) in draws {
        to.tx.run(&store::ANSWER, args![draw, member, Said::Gone.as_str(), to.at]).await?;
        seat(to, draw).await?;
    }
    Ok(())
}

/// What the room shows of an entry that is removed: that there was one.
pub(crate) async fn clear(to: &mut Projection<'_, '_>, entry: Id) -> Result<()> {
    for statement in [&store::CLEAR, &store::CLEAR_OUTS, &store::CLEAR_PEOPLE] {
        to.tx.run(statement, args![entry]).await?;
    }
    Ok(())
}
