// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Changes in a thread, and what happens by them.

use serde::{Deserialize, Serialize};

use crate::{
    spine::{
        apply::Projection,
        command::{Command, Context, Decision},
        communities, entries, event,
        id::Id,
        keys::Sealed,
        mandates,
        notices::Notice,
        refusal::{Fields, Result, conflict, forbidden, not_found},
        search,
        world::Micros,
    },
    store::args,
};

use super::store;

/// The longest message, in characters.
const LIMIT: usize = 5_000;

/// What happens in a thread.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Somebody said something.
    Said {
        /// Which; also the subject of its words.
        message: Id,
        /// Under what.
        entry: Id,
        /// In answer to what.
        parent: Option<Id>,
        /// Markdown.
        body: Sealed,
    },
    /// They changed their words.
    Edited {
        /// Which.
        message: Id,
        /// Markdown.
        body: Sealed,
    },
    /// It was removed: its words are destroyed, the trace stays.
    Removed {
        /// Which.
        message: Id,
    },
}

impl From<Event> for event::Event {
    fn from(event: Event) -> Self {
        Self::Message(event)
    }
}

fn checked(body: &str) -> Result<String> {
    let mut fields = Fields::default();
    let body = fields.text("body", body, LIMIT);
    fields.finish()?;
    Ok(body)
}

/// Who a message is by, and what it is under.
async fn head(context: &mut Context<'_, '_>, message: Id) -> Result<(Id, Id)> {
    let row: Option<(Id, Id, Option<Micros>)> =
        context.tx.optional(&store::HEAD, args![context.community, message]).await?;
    match row.ok_or_else(not_found)? {
        (.., Some(_)) => Err(conflict("error-message-removed")),
        (entry, author, None) => Ok((entry, author)),
    }
}

/// Says something under an entry, or in answer to a message there.
#[derive(Debug, Clone)]
pub struct Say {
    /// Under what.
    pub entry: Id,
    /// In answer to what.
    pub parent: Option<Id>,
    /// Markdown.
    pub body: String,
}

impl Command for Say {
    const NAME: &'static str = "message.say";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let body = checked(&self.body)?;
        let author = context.member()?;
        entries::commands::may_see(context, self.entry).await?;
        if let Some(parent) = self.parent
            && head(context, parent).await?.0 != self.entry
        {
            return Err(not_found());
        }
        let message = context.id();
        let body = context.seal(message, Some(author), &body).await?;
        let event = Event::Said { message, entry: self.entry, parent: self.parent, body };
        Ok(Decision::about(message, [event.into()]))
    }
}

/// Changes one's own words.
#[derive(Debug, Clone)]
pub struct Edit {
    /// Which message.
    pub message: Id,
    /// Markdown.
    pub body: String,
}

impl Command for Edit {
    const NAME: &'static str = "message.edit";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let body = checked(&self.body)?;
        let member = context.member()?;
        let (entry, author) = head(context, self.message).await?;
        entries::commands::may_see(context, entry).await?;
        if author != member {
            return Err(forbidden("error-not-yours"));
        }
        let body = context.seal(self.message, Some(author), &body).await?;
        Ok(Decision::about(self.message, [Event::Edited { message: self.message, body }.into()]))
    }
}

/// Removes a message: its author may, and who holds the mandate of care or of coordination.
#[derive(Debug, Clone)]
pub struct Remove(pub Id);

impl Command for Remove {
    const NAME: &'static str = "message.remove";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let member = context.member()?;
        let (entry, author) = head(context, self.0).await?;
        entries::commands::may_see(context, entry).await?;
        if author != member && !context.holds(&[mandates::Kind::Care, mandates::Kind::Coordination]) {
            return Err(forbidden("error-not-yours"));
        }
        Ok(Decision::about(self.0, [Event::Removed { message: self.0 }.into()]))
    }
}

/// Shows an event in the tables.
pub(crate) async fn apply(to: &mut Projection<'_, '_>, event: &Event) -> Result<()> {
    let (community, at) = (to.community, to.at);
    match event {
        Event::Said { message, entry, parent, body } => {
            let body = to.open(body).await?;
            let author = to.actor.member();
            index(to, *message, body.as_deref()).await?;
            to.tx.run(&store::INSERT, args![*message, community, *entry, *parent, author, body, at]).await?;
            let asked = match parent {
                Some(parent) => to.tx.optional(&store::HEAD, args![community, *parent]).await?,
                None => None::<(Id, Id, Option<Micros>)>,
            };
            let told: Vec<Id> = match asked {
                Some((_, author, _)) => vec![author],
                None => {
                    let circle: Vec<(Id,)> = to.tx.all(&entries::store::CIRCLE, args![*entry]).await?;
                    circle.into_iter().map(|(member,)| member).collect()
                }
            };
            for member in told {
                to.notify(member, Notice::Answered, Some(*message)).await?;
            }
        }
        Event::Edited { message, body } => {
            let body = to.open(body).await?;
            index(to, *message, body.as_deref()).await?;
            to.tx.run(&store::EDIT, args![*message, body, at]).await?;
        }
        Event::Removed { message } => {
            let head: Option<(Id, Id, Option<Micros>)> =
                to.tx.optional(&store::HEAD, args![community, *message]).await?;
            to.erase(*message).await?;
            search::forget(to, *message).await?;
            to.tx.run(&store::REMOVE, args![*message, at, to.actor.member()]).await?;
            if let Some((_, author, _)) = head {
                to.notify(author, Notice::Removed, Some(*message)).await?;
            }
        }
    }
    Ok(())
}

async fn index(to: &mut Projection<'_, '_>, message: Id, body: Option<&str>) -> Result<()> {
    let languages = communities::languages(to).await?;
    search::index(to, search::Kind::Message, (message, ""), &[body], &languages).await
}

/// An erased member's words are gone; the trace of them stays.
pub(crate) async fn forget(to: &mut Projection<'_, '_>, member: Id) -> Result<()> {
    to.tx.run(&store::FORGET, args![member]).await?;
    Ok(())
}
