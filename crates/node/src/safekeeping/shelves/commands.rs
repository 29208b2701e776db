// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Making a shelf, giving it another link, and closing it. Links are in no log.

use serde::{Deserialize, Serialize};

use crate::{
    spine::{
        apply::Projection,
        command::{Command, Context, Decision},
        event,
        id::Id,
        keys::Sealed,
        refusal::{Fields, Result, conflict, not_found},
        world::Micros,
    },
    store::args,
};

use super::{rules, store};

/// What happens to shelves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// There is one more.
    Made {
        /// Which.
        shelf: Id,
        /// For whom.
        name: Sealed,
        /// How much it holds.
        gigabytes: i64,
    },
    /// It has another link, and the one before opens nothing.
    Renewed {
        /// Which.
        shelf: Id,
    },
    /// It is closed, and what lay there is gone.
    Closed {
        /// Which.
        shelf: Id,
    },
}

impl From<Event> for event::Event {
    fn from(event: Event) -> Self {
        Self::Shelf(event)
    }
}

/// Makes a shelf.
#[derive(Debug, Clone)]
pub struct Make {
    /// For whom.
    pub name: String,
    /// How much it holds.
    pub gigabytes: i64,
}

impl Command for Make {
    const NAME: &'static str = "shelf.make";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let mut fields = Fields::default();
        let name = fields.line("name", &self.name, rules::NAME);
        if !(1..=rules::MOST).contains(&self.gigabytes) {
            fields.error_with("gigabytes", "field-number-range", "limit", rules::MOST);
        }
        fields.finish()?;
        let count: Option<(i64,)> = context.tx.optional(&store::COUNT, args![context.community]).await?;
        if count.is_some_and(|(count,)| count >= rules::SHELVES) {
            return Err(conflict("error-too-many-shelves"));
        }
        let shelf = context.id();
        let name = context.seal(shelf, None, &name).await?;
        Ok(Decision::about(shelf, [Event::Made { shelf, name, gigabytes: self.gigabytes }.into()]))
    }
}

/// A shelf must be there and open.
async fn must_be_open(context: &mut Context<'_, '_>, shelf: Id) -> Result<()> {
    let row: Option<(Option<Micros>,)> = context.tx.optional(&store::HEAD, args![context.community, shelf]).await?;
    match row.ok_or_else(not_found)? {
        (None,) => Ok(()),
        (Some(_),) => Err(conflict("error-shelf-closed")),
    }
}

/// Gives a shelf another link.
#[derive(Debug, Clone)]
pub struct Renew(pub Id);

impl Command for Renew {
    const NAME: &'static str = "shelf.renew";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        must_be_open(context, self.0).await?;
        Ok(Decision::about(self.0, [Event::Renewed { shelf: self.0 }.into()]))
    }
}

/// Closes a shelf.
#[derive(Debug, Clone)]
pub struct Close(pub Id);

impl Command for Close {
    const NAME: &'static str = "shelf.close";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        must_be_open(context, self.0).await?;
        Ok(Decision::about(self.0, [Event::Closed { shelf: self.0 }.into()]))
    }
}

/// Shows an event in the tables.
pub(crate) async fn apply(to: &mut Projection<'_, '_>, event: &Event) -> Result<()> {
    match event {
        Event::Made { shelf, name, gigabytes } => {
            let name = to.open(name).await?;
            to.tx.run(&store::INSERT, args![*shelf, to.community, name, *gigabytes, to.at]).await?;
        }
        Event::Renewed { shelf } => drop(to.tx.run(&store::RENEWED, args![*shelf, to.at]).await?),
        Event::Closed { shelf } => drop(to.tx.run(&store::CLOSED, args![*shelf, to.at]).await?),
    }
    Ok(())
}
