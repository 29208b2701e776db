// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The classes of decisions that hold in a community: the usual ones for so many people, and those that it has decided on.

use tequio_deliberation::life::{Class, Classes, Flaw};

use crate::{
    spine::{
        id::Id,
        refusal::{Error, Result},
        world::Micros,
    },
    store::{Reader, Write, args},
    web::Failure,
};

use super::store;

/// A class as it is stored.
///
/// # Errors
/// Damaged, if it cannot be read.
pub(in crate::decide) fn read(json: &str) -> Result<Class<Id>> {
    serde_json::from_str(json).map_err(|error| Error::Damaged(error.to_string()))
}

/// As it is stored.
///
/// # Errors
/// Damaged; no class is such.
pub(in crate::decide) fn written(class: &Class<Id>) -> Result<String> {
    serde_json::to_string(class).map_err(|error| Error::Damaged(error.to_string()))
}

/// The usual classes with others in their place, as they are for so many people.
fn together(people: i64, decided: &[Class<Id>]) -> Classes<Id> {
    let people = u32::try_from(people).unwrap_or(u32::MAX);
    let usual = Classes::defaults(people, Vec::new());
    decided.iter().fold(usual, |all, class| all.with(class.clone().within_reach(people)))
}

/// The classes that hold, for a command.
///
/// # Errors
/// As the store says.
pub(in crate::decide) async fn standing(tx: &mut Write, community: Id, people: i64) -> Result<Classes<Id>> {
    let rows: Vec<(String,)> = tx.all(&store::CLASSES, args![community]).await?;
    let decided = rows.iter().map(|(json,)| read(json)).collect::<Result<Vec<_>>>()?;
    Ok(together(people, &decided))
}

/// What is wrong with the classes of so many people if this one takes the place of its kind's.
pub(in crate::decide) fn flaw(classes: Classes<Id>, class: &Class<Id>, people: i64) -> Option<Flaw> {
    let people = u32::try_from(people).unwrap_or(u32::MAX);
    // What asks for more people than there are is no class to begin with.
    let reaches = class.clone().within_reach(people) == *class;
    if reaches { classes.with(class.clone()).flaw() } else { Some(Flaw::OutOfReach) }
}

/// A class that was decided on.
#[derive(Debug)]
pub(in crate::decide) struct Decided {
    /// It.
    pub(in crate::decide) class: Class<Id>,
    /// By which decision.
    pub(in crate::decide) by: Id,
    /// When that came in force.
    pub(in crate::decide) at: Micros,
}

/// The classes that hold, for a page; and which of them were decided on.
///
/// # Errors
/// As the store says.
pub(in crate::decide) async fn shown(reader: &mut Reader, people: i64) -> Result<(Classes<Id>, Vec<Decided>), Failure> {
    let rows: Vec<(String, String, Id, Micros)> = reader.all(&store::ALL_CLASSES, args![]).await?;
    let mut decided = Vec::new();
    for (_, json, by, at) in rows {
        decided.push(Decided { class: read(&json)?, by, at });
    }
    let classes: Vec<Class<Id>> = decided.iter().map(|one| one.class.clone()).collect();
    Ok((together(people, &classes), decided))
}
