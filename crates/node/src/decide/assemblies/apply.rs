// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! How what happens to assemblies shows in the tables, and who is told.

use crate::{
    decide::decisions::{commands::Words, rules::name_of},
    spine::{
        apply::Projection,
        entries,
        id::Id,
        mandates, members,
        notices::Notice,
        refusal::{Error, Result},
        search,
        world::Micros,
    },
    store::args,
};

use super::{
    Assembly, Happened,
    commands::{Event, read, replay},
    store,
};

/// Shows an event in the tables.
pub(crate) async fn apply(to: &mut Projection<'_, '_>, event: &Event) -> Result<()> {
    match event {
        Event::Held { assembly, events, words, names, activity } => {
            if let Some(activity) = activity {
                to.tx.run(&store::INSERT, args![*assembly, to.community, *activity]).await?;
            }
            let state = happen(to, *assembly, events).await?;
            for Words { id, words } in words {
                let body = to.open(words).await?;
                to.tx.run(&store::SAY, args![*id, *assembly, to.actor.member(), body]).await?;
            }
            for Words { id, words } in names {
                let name = to.open(words).await?;
                to.tx.run(&store::NAME, args![*id, *assembly, name]).await?;
            }
            if !words.is_empty() {
                let said: Vec<(Option<String>,)> = to.tx.all(&store::WORDS, args![*assembly]).await?;
                let said: Vec<Option<&str>> = said.iter().map(|(body,)| body.as_deref()).collect();
                search::index_room(to, *assembly, &said).await?;
            }
            to.tx.run(&entries::store::TOUCH, args![*assembly, to.at]).await?;
            tell(to, *assembly, &state, events).await
        }
        Event::NameForgotten { person, .. } => {
            to.erase(*person).await?;
            to.tx.run(&store::FORGET_NAME, args![*person]).await?;
            Ok(())
        }
    }
}

/// Adds to what happened in an assembly, and shows what it is now.
async fn happen(to: &mut Projection<'_, '_>, assembly: Id, events: &[Happened]) -> Result<Assembly> {
    let before: Vec<(Micros, String)> = to.tx.all(&store::HAPPENED, args![assembly]).await?;
    let mut happened = read(before)?;
    let next = i64::try_from(happened.len()).unwrap_or(i64::MAX);
    for (ordinal, event) in (next..).zip(events) {
        let json = serde_json::to_string(event).map_err(|error| Error::Damaged(error.to_string()))?;
        to.tx.run(&store::HAPPEN, args![assembly, ordinal, to.at, json, to.actor.member()]).await?;
        happened.push((to.at, event.clone()));
    }
    let state = replay(&happened).ok_or_else(|| Error::Damaged("an assembly that nobody called".to_owned()))?;
    let leads = format!("{} {}", state.facilitator, state.note_taker);
    let due = state.due().map(|at| at.0);
    to.tx.run(&store::SET, args![assembly, name_of(&state.stage), leads, state.is_halted(), due]).await?;
    Ok(state)
}

/// Tells those whom it concerns.
async fn tell(to: &mut Projection<'_, '_>, assembly: Id, state: &Assembly, events: &[Happened]) -> Result<()> {
    let leads = [state.facilitator, state.note_taker];
    for event in events {
        let (people, notice): (Vec<Id>, Notice) = match event {
            Happened::Called { .. } => {
                mandates::commands::tell_all(to, Notice::AssemblyCalled, assembly).await?;
                (leads.into(), Notice::AssemblyLed)
            }
            Happened::Named { .. } => (leads.into(), Notice::AssemblyLed),
            Happened::Closed { .. } => (state.present.iter().copied().collect(), Notice::AssemblyActa),
            Happened::Doubted { .. } => (leads.into(), Notice::AssemblyDoubted),
            Happened::Corrected { .. } => (state.present.iter().copied().collect(), Notice::AssemblyCorrected),
            Happened::Approved => (state.present.iter().copied().collect(), Notice::AssemblyApproved),
            _ => continue,
        };
        let mut told = Vec::new();
        for person in people {
            // People without account are told by others; one who has two tasks, once.
            let active: Option<(Id,)> = to.tx.optional(&members::store::ACTIVE, args![to.community, person]).await?;
            if active.is_some() && !told.contains(&person) {
                to.notify(person, notice, Some(assembly)).await?;
                told.push(person);
            }
        }
    }
    Ok(())
}

/// What the room shows of an entry that is removed: nothing.
pub(crate) async fn clear(to: &mut Projection<'_, '_>, entry: Id) -> Result<()> {
    let names: Vec<(Id, Option<String>)> = to.tx.all(&store::NAMES, args![entry]).await?;
    for (subject, _) in names {
        to.erase(subject).await?;
    }
    for statement in [&store::CLEAR, &store::CLEAR_WORDS, &store::CLEAR_NAMES] {
        to.tx.run(statement, args![entry]).await?;
    }
    Ok(())
}
