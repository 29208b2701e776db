// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Who comes: replies to one date, with or without account, the waiting list and its promotion, and the
//! purge of the hosts' list.

use serde::{Deserialize, Serialize};

use crate::{
    spine::{
        apply::Projection,
        command::{Command, Context, Decision},
        entries, event,
        id::Id,
        keys::Sealed,
        log::Actor,
        members,
        notices::Notice,
        refusal::{Error, Fields, Kind, Refusal, Result, conflict, forbidden, not_found},
        world::Micros,
    },
    store::args,
};

use super::{apply::date_id, commands::head, rules, store};

/// What happens to replies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Somebody says that they come.
    Replied {
        /// Which reply; also the subject of its words.
        reply: Id,
        /// To which activity.
        entry: Id,
        /// To which date.
        date: String,
        /// Who, if it is a member.
        member: Option<Id>,
        /// A pseudonym, of somebody without account.
        name: Option<Sealed>,
        /// A few words to the hosts.
        note: Option<Sealed>,
        /// Whether there is a place for them, or they wait.
        going: bool,
        /// Who, of another node, and by which activity they asked: as JSON.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        elsewhere: Option<Sealed>,
    },
    /// A place came free.
    Promoted {
        /// Whose reply.
        reply: Id,
    },
    /// Somebody will not come.
    Withdrawn {
        /// Whose reply.
        reply: Id,
    },
    /// Somebody keeps their reply beyond the purge, or no more.
    Kept {
        /// Whose reply.
        reply: Id,
        /// Whether they do.
        keep: bool,
    },
    /// Somebody has another word to the hosts, or none.
    Noted {
        /// With which reply.
        reply: Id,
        /// A few words.
        note: Option<Sealed>,
    },
    /// The list of a date was purged but for what people keep.
    Purged {
        /// Which activity.
        entry: Id,
        /// Which date.
        date: String,
    },
}

impl From<Event> for event::Event {
    fn from(event: Event) -> Self {
        Self::Agenda(super::Event::Reply(event))
    }
}

/// Says that one comes to a date.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Which activity.
    pub entry: Id,
    /// Which date.
    pub date: String,
    /// A pseudonym; members need none.
    pub name: String,
    /// A few words to the hosts.
    pub note: String,
}

impl Command for Reply {
    const NAME: &'static str = "activity.reply";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        self.decided(context, None).await
    }
}

/// Says that somebody of another node comes. The node gives it when they ask.
#[derive(Debug, Clone)]
pub struct Join {
    /// What everybody says; the name is by which their own node knows them.
    pub reply: Reply,
    /// Who, and by which activity.
    pub elsewhere: Elsewhere,
}

/// Who asks from another node, and by which activity.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Elsewhere {
    /// Their actor.
    pub actor: String,
    /// The activity's identifier, by which it is answered.
    pub asked: String,
}

impl Command for Join {
    const NAME: &'static str = "activity.join";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        self.reply.decided(context, Some(self.elsewhere)).await
    }
}

impl Reply {
    /// One way for all: members, guests, and who asks from another node.
    async fn decided(self, context: &mut Context<'_, '_>, elsewhere: Option<Elsewhere>) -> Result<Decision> {
        let Self { entry, date, .. } = &self;
        let (entry, date) = (*entry, date.clone());
        entries::commands::may_see(context, entry).await?;
        let capacity = open_date(context, entry, &date).await?;
        let mut fields = Fields::default();
        let member = context.actor.member();
        let name = match member {
            Some(_) => String::new(),
            None if elsewhere.is_some() => fields.line("name", &self.name, 200),
            None => members::rules::check_name(&mut fields, "name", &self.name),
        };
        let note = fields.optional("note", &self.note, 300);
        fields.finish()?;
        if member.is_none() {
            let guests: Option<(i64,)> = context.tx.optional(&store::GUESTS, args![entry, &date]).await?;
            if guests.is_some_and(|(guests,)| guests >= rules::GUESTS_LIMIT) {
                let full = Refusal::new(Kind::Conflict, "error-guests-full").with("limit", rules::GUESTS_LIMIT);
                return Err(full.into());
            }
        }
        let own: Option<(Id, String)> = match (member, &elsewhere) {
            (Some(member), _) => context.tx.optional(&store::OWN_REPLY, args![entry, &date, member]).await?,
            (None, Some(from)) => context.tx.optional(&store::REPLY_OF, args![entry, &date, &from.actor]).await?,
            (None, None) => None,
        };
        if own.as_ref().is_some_and(|(_, state)| state != "left") {
            return Err(conflict("error-replied-already"));
        }
        // Who comes back after having withdrawn has the same reply, and its place in line is a new one.
        let reply = own.map_or_else(|| context.id(), |(reply, _)| reply);
        let going: Option<(i64,)> = context.tx.optional(&store::GOING, args![entry, &date]).await?;
        let going = rules::has_room(capacity, going.map_or(0, |(going,)| going));
        let name = context.seal_optional(reply, member, &name).await?;
        let note = context.seal_optional(reply, member, &note).await?;
        let elsewhere = match elsewhere {
            Some(from) => {
                let from = serde_json::to_string(&from).map_err(|error| Error::Damaged(error.to_string()))?;
                Some(context.seal(reply, None, &from).await?)
            }
            None => None,
        };
        let event = Event::Replied { reply, entry, date, member, name, note, going, elsewhere };
        Ok(Decision::about(reply, [event.into()]))
    }
}

/// The capacity of a date to which one can still reply.
async fn open_date(context: &mut Context<'_, '_>, entry: Id, date: &str) -> Result<Option<i64>> {
    let head = head(context, entry).await?;
    let row: Option<(Micros, Micros, Option<Micros>)> = context.tx.optional(&store::DATE, args![entry, date]).await?;
    match row.ok_or_else(not_found)? {
        (_, _, Some(_)) => Err(conflict("error-activity-cancelled")),
        (_, ends_at, None) if ends_at <= context.at => Err(Refusal::new(Kind::Gone, "error-activity-over").into()),
        _ => Ok(head.capacity),
    }
}

/// A reply that belongs to whoever asks: their own, or the one whose private link they hold.
async fn own(context: &mut Context<'_, '_>, reply: Id, by_link: bool) -> Result<(Id, String, Option<Id>, String)> {
    let row: Option<(Id, String, Option<Id>, String)> =
        context.tx.optional(&store::REPLY_HEAD, args![context.community, reply]).await?;
    let (entry, date, member, state) = row.ok_or_else(not_found)?;
    let fits = match (member, context.actor) {
        (Some(member), Actor::Member(actor)) => member == actor,
        // The page has verified the link before it gives the command.
        (None, _) => by_link,
        _ => false,
    };
    if fits { Ok((entry, date, member, state)) } else { Err(forbidden("error-not-yours")) }
}

/// Says that one will not come; a place that comes free goes to who waits longest.
#[derive(Debug, Clone)]
pub struct Withdraw {
    /// Which reply.
    pub reply: Id,
    /// Whether its private link was shown and verified.
    pub by_link: bool,
}

impl Command for Withdraw {
    const NAME: &'static str = "activity.withdraw";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let reply = self.reply;
        let (entry, date, _, state) = own(context, reply, self.by_link).await?;
        if state == "left" {
            return Err(conflict("error-withdrawn-already"));
        }
        Ok(Decision::about(reply, withdrawal(context, reply, entry, &date, &state).await?))
    }
}

/// Somebody will not come, and whoever gets the place that comes free by it.
async fn withdrawal(
    context: &mut Context<'_, '_>,
    reply: Id,
    entry: Id,
    date: &str,
    state: &str,
) -> Result<Vec<event::Event>> {
    let mut events = vec![Event::Withdrawn { reply }.into()];
    if state == "going"
        && let Ok(capacity) = open_date(context, entry, date).await
    {
        events.extend(promotions(context, entry, date, capacity, 1).await?);
    }
    Ok(events)
}

/// Whoever leaves the community comes to no date any more.
pub(crate) async fn leaving(context: &mut Context<'_, '_>, member: Id) -> Result<Vec<event::Event>> {
    let replies: Vec<(Id, Id, String, String)> =
        context.tx.all(&store::REPLIES_TO_COME, args![member, context.at]).await?;
    let mut events = Vec::new();
    for (reply, entry, date, state) in replies {
        events.extend(withdrawal(context, reply, entry, &date, &state).await?);
    }
    Ok(events)
}

/// Those who get a place when `freed` come free.
async fn promotions(
    context: &mut Context<'_, '_>,
    entry: Id,
    date: &str,
    capacity: Option<i64>,
    freed: i64,
) -> Result<Vec<event::Event>> {
    let going: Option<(i64,)> = context.tx.optional(&store::GOING, args![entry, date]).await?;
    let waiting: Vec<(Id, Option<Id>)> = context.tx.all(&store::WAITING, args![entry, date]).await?;
    let places = rules::promotions(capacity, going.map_or(0, |(going,)| going) - freed, waiting.len());
    Ok(waiting.into_iter().take(places).map(|(reply, _)| Event::Promoted { reply }.into()).collect())
}

/// Those who get a place when an activity's capacity becomes `capacity`, on all its dates to come.
pub(super) async fn promotions_after(
    context: &mut Context<'_, '_>,
    entry: Id,
    capacity: Option<i64>,
) -> Result<Vec<event::Event>> {
    let dates: Vec<(String,)> = context.tx.all(&store::WAITED_FOR, args![entry, context.at]).await?;
    let mut events = Vec::new();
    for (date,) in dates {
        events.extend(promotions(context, entry, &date, capacity, 0).await?);
    }
    Ok(events)
}

/// Keeps one's reply beyond the purge of the list, or no more.
#[derive(Debug, Clone)]
pub struct KeepReply {
    /// Which reply.
    pub reply: Id,
    /// Whether its private link was shown and verified.
    pub by_link: bool,
    /// Whether to keep it.
    pub keep: bool,
}

impl Command for KeepReply {
    const NAME: &'static str = "activity.keep-reply";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        own(context, self.reply, self.by_link).await?;
        Ok(Decision::about(self.reply, [Event::Kept { reply: self.reply, keep: self.keep }.into()]))
    }
}

/// Says something else to the hosts.
#[derive(Debug, Clone)]
pub struct ChangeNote {
    /// With which reply.
    pub reply: Id,
    /// Whether its private link was shown and verified.
    pub by_link: bool,
    /// A few words, or none.
    pub note: String,
}

impl Command for ChangeNote {
    const NAME: &'static str = "activity.change-note";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let reply = self.reply;
        let (_, _, member, state) = own(context, reply, self.by_link).await?;
        if state == "left" {
            return Err(conflict("error-withdrawn-already"));
        }
        let mut fields = Fields::default();
        let note = fields.optional("note", &self.note, 300);
        fields.finish()?;
        // By a private link nobody is named: the words go with the reply, whoever is signed in.
        let note = context.seal_optional(reply, member, &note).await?;
        Ok(Decision::about(reply, [Event::Noted { reply, note }.into()]))
    }
}

/// Purges the list of a date thirty days after it; the node gives it when the time comes.
#[derive(Debug, Clone)]
pub struct PurgeReplies {
    /// Which activity.
    pub entry: Id,
    /// Which date.
    pub date: String,
}

impl Command for PurgeReplies {
    const NAME: &'static str = "activity.purge-replies";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let row: Option<(Micros, Micros, Option<Micros>)> =
            context.tx.optional(&store::DATE, args![self.entry, &self.date]).await?;
        let (_, ends_at, _) = row.ok_or_else(not_found)?;
        if ends_at + rules::PURGE_AFTER > context.at {
            return Err(conflict("error-not-yet"));
        }
        Ok(Decision::about(self.entry, [Event::Purged { entry: self.entry, date: self.date }.into()]))
    }
}

/// Shows an event in the tables.
pub(super) async fn apply(to: &mut Projection<'_, '_>, event: &Event) -> Result<()> {
    let (community, at) = (to.community, to.at);
    match event {
        Event::Replied { reply, entry, date, member, name, note, going, elsewhere } => {
            let name = to.open_optional(name.as_ref()).await?;
            let note = to.open_optional(note.as_ref()).await?;
            let state = if *going { "going" } else { "waiting" };
            let date = date_id(to, *entry, date).await?;
            if to.tx.run(&store::SET_REPLY, args![*reply, state, note.clone(), at]).await? == 0 {
                let row = args![*reply, community, *entry, date, *member, name, note, state, at];
                to.tx.run(&store::REPLY, row).await?;
            }
            if let Some(from) = to.open_optional(elsewhere.as_ref()).await? {
                let from: Elsewhere = serde_json::from_str(&from).map_err(|error| Error::Damaged(error.to_string()))?;
                to.tx.run(&store::FROM_ELSEWHERE, args![*reply, from.actor, from.asked]).await?;
            }
            to.tx.run(&store::NOTE_TOLD, args![*reply]).await?;
        }
        Event::Promoted { reply } => {
            to.tx.run(&store::PROMOTE, args![*reply]).await?;
            let row: Option<(Id, String, Option<Id>, String)> =
                to.tx.optional(&store::REPLY_HEAD, args![community, *reply]).await?;
            if let Some((entry, date, Some(member), _)) = row {
                to.notify_of_date(member, Notice::Promoted, Some(entry), Some(&date), None).await?;
            }
        }
        Event::Withdrawn { reply } => {
            to.tx.run(&store::WITHDRAW, args![*reply]).await?;
        }
        Event::Kept { reply, keep } => {
            to.tx.run(&store::KEEP, args![*reply, *keep]).await?;
        }
        Event::Noted { reply, note } => {
            let note = to.open_optional(note.as_ref()).await?;
            to.tx.run(&store::SET_NOTE, args![*reply, note]).await?;
        }
        Event::Purged { entry, date } => {
            let date = date_id(to, *entry, date).await?;
            let replies: Vec<(Id,)> = to.tx.all(&store::UNKEPT, args![*entry, date]).await?;
            for (reply,) in replies {
                to.erase(reply).await?;
                to.tx.run(&store::DROP_REPLY, args![reply]).await?;
            }
        }
    }
    Ok(())
}
