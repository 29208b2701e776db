// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What waits in the room for the viewer and nobody else: for the page where members come in.

use tequio_deliberation::life::{Deed, Instant};

use crate::{
    spine::{id::Id, mandates::awaits::Awaited, world::Micros},
    store::args,
    web::{Failure, Here},
};

use super::{
    assemblies,
    decisions::{self, Life},
    draws, times,
};

/// What somebody can do for a decision that nobody else can, or that those who keep it should first: by the name of its
/// message.
fn asked(life: &Life, viewer: Id, now: Instant) -> Option<&'static str> {
    let keeps = life.author == viewer;
    life.deeds(&viewer, now).into_iter().find_map(|deed| match deed {
        Deed::Cast => Some("ballot"),
        Deed::TakeStance => Some("stance"),
        Deed::AnswerRestatement(_) => Some("restatement"),
        Deed::Reconsider(_) => Some("reconsider"),
        Deed::Answer(_) if keeps => Some("question"),
        Deed::Restate(_) if keeps => Some("restate"),
        Deed::SetCheck if keeps => Some("check"),
        Deed::Clarify if keeps => Some("clarify"),
        _ => None,
    })
}

/// What waits for the viewer in what is being decided, and the searches for a time in which they have said nothing.
pub(crate) async fn awaited(here: &Here) -> Result<Vec<Awaited>, Failure> {
    let Some(viewer) = here.viewer.member().filter(|_| here.session.is_some()) else { return Ok(Vec::new()) };
    let now = Instant(here.now());
    let mut reader = here.read().await?;
    let rows: Vec<(Id, Option<String>, Micros, String)> = reader.all(&decisions::store::OPEN_EVENTS, args![]).await?;
    let polls: Vec<(Id, Option<String>)> = reader.all(&times::store::UNANSWERED, args![]).await?;
    let halted: Vec<(Id, Option<String>)> = reader.all(&assemblies::store::HALTED, args![viewer.to_string()]).await?;
    let confirms: Vec<(Id, Option<String>)> = reader.all(&draws::store::TO_CONFIRM, args![]).await?;
    let drawn: Vec<(Id, Option<String>)> = reader.all(&draws::store::TO_ANSWER, args![]).await?;
    drop(reader);
    let mut awaited = Vec::new();
    for lived in rows.chunk_by(|one, other| one.0 == other.0) {
        let Some((id, title, ..)) = lived.first() else { continue };
        let events = lived.iter().map(|(_, _, at, event)| (*at, event.clone())).collect();
        let Some(life) = decisions::lived(events)? else { continue };
        if let Some(what) = asked(&life.at(now), viewer, now) {
            let title = title.clone().unwrap_or_default();
            awaited.push(Awaited::in_entry(what, here.path(&format!("/decide/{id}")), title));
        }
    }
    awaited.extend(halted.into_iter().map(|(id, title)| {
        Awaited::in_entry("acta", here.path(&format!("/decide/assemblies/{id}")), title.unwrap_or_default())
    }));
    for (what, draws) in [("draw-answer", drawn), ("draw-confirm", confirms)] {
        awaited.extend(draws.into_iter().map(|(id, title)| {
            Awaited::in_entry(what, here.path(&format!("/decide/draws/{id}")), title.unwrap_or_default())
        }));
    }
    awaited.extend(polls.into_iter().map(|(id, title)| {
        Awaited::in_entry("time", here.path(&format!("/decide/times/{id}")), title.unwrap_or_default())
    }));
    Ok(awaited)
}
