// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a sample community draws by lot: once it has, and once the roll is still open.

use jiff::{ToSpan as _, civil::Date};
use tequio_deliberation::life::Span;

use crate::{
    decide::draws::{Answer, Call, Choose, Confirm, Enter, Fix},
    node::Node,
    spine::{
        id::Id,
        log::Actor,
        refusal::{Error, Result},
        viewer::Visibility,
        world::{Micros, World},
    },
    web::lang::civil_at,
};

use super::{draft, give, past::Past};

/// A draw whose roll is open for so many days, and whose numbers are of the day after.
fn call(world: &World, words: (&str, &str), days: i64) -> Option<Call> {
    let zone = tequio_calendar::zone::get("America/Mexico_City")?;
    let today = civil_at(world.now(), &zone).date();
    let begins = |day: Date| -> Option<Micros> { Some(zone.to_timestamp(day.at(0, 0, 0, 0)).ok()?.as_microsecond()) };
    let numbers_on = today.checked_add(days.days()).ok()?;
    Some(Call {
        draft: draft(words, Visibility::Community, &[]),
        seats: 2,
        alternates: 1,
        source: "Melate, los seis números en el orden en que se publican".to_owned(),
        numbers_on: numbers_on.to_string(),
        numbers_at: begins(numbers_on)?,
        closes_at: begins(numbers_on)?,
    })
}

/// Who looks at the accounts, as it was drawn. Two days pass.
pub(super) async fn drawn(past: &Past, here: Id, people: &[Id]) -> Result<()> {
    let [ana, beto, _, _, eusebio] = *people else { return Ok(()) };
    let words = ("¿Quiénes revisan las cuentas?", "Dos personas miran los recibos del año y dicen si cuadran.");
    let Some(call) = call(&past.core.world, words, 2) else { return Ok(()) };
    let draw = past.give(here, Actor::Member(ana), call).await?.subject()?;
    past.give(here, Actor::Member(eusebio), Choose { draw, takes_part: false }).await?;
    past.wait(Span::days(2));
    past.give(here, Actor::System, Fix(draw)).await?;
    let numbers = "07 12 25 33 41 52".to_owned();
    past.give(here, Actor::Member(ana), Enter { draw, numbers: numbers.clone() }).await?;
    past.give(here, Actor::Member(beto), Confirm { draw, numbers }).await?;
    // Whom it falls to, chance says: of all, those answer who were drawn, and the first one cannot.
    let mut accepts = false;
    for member in people {
        let answer = Answer { draw, accepts };
        match past.give(here, Actor::Member(*member), answer).await {
            Ok(_) => accepts = true,
            Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Who leads the next assembly: the roll is open.
pub(super) async fn open(node: &Node, here: Id, people: &[Id]) -> Result<()> {
    let [ana, beto, ..] = *people else { return Ok(()) };
    let words = ("¿Quiénes llevan la próxima asamblea?", "Una persona facilita y otra toma nota.");
    let Some(call) = call(&node.core.world, words, 6) else { return Ok(()) };
    let draw = give(node, here, Actor::Member(ana), call).await?.subject()?;
    give(node, here, Actor::Member(beto), Choose { draw, takes_part: false }).await?;
    Ok(())
}
