// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Changes of entries, and what happens by them.

use serde::{Deserialize, Serialize};

use crate::{
    spine::{
        apply::Projection,
        attachments,
        command::{Command, Context, Decision},
        event,
        id::Id,
        keys::Sealed,
        log::Actor,
        mandates, members,
        notices::Notice,
        refusal::{Fields, Result, conflict, edited_meanwhile, forbidden, not_found},
        search,
        viewer::Visibility,
        world::Micros,
    },
    store::args,
};

use super::{
    Draft,
    rules::{REMOVERS, room},
    store,
};

/// What happens to entries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// It is published.
    Published {
        /// Which; also the subject of its words.
        entry: Id,
        /// What it is: a room's word.
        kind: String,
        /// What it says.
        content: Content,
    },
    /// It says something else.
    Revised {
        /// Which.
        entry: Id,
        /// 2, 3, …
        version: i64,
        /// What it says now.
        content: Content,
        /// What that changes and why, if it was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Sealed>,
    },
    /// It was removed: its words are destroyed, the trace stays.
    Removed {
        /// Which.
        entry: Id,
    },
}

/// What a version of an entry says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// One line.
    pub title: Sealed,
    /// Markdown.
    pub body: Option<Sealed>,
    /// BCP 47.
    pub language: String,
    /// SPDX.
    pub licence: String,
    /// How far it may be seen.
    pub visibility: Visibility,
    /// In their one form, a line each.
    pub tags: Option<Sealed>,
    /// The members who keep it together; nobody where that stays as it was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<Id>,
}

impl Event {
    /// Which entry it happens to.
    pub fn entry(&self) -> Id {
        match self {
            Self::Published { entry, .. } | Self::Revised { entry, .. } | Self::Removed { entry } => *entry,
        }
    }
}

impl From<Event> for event::Event {
    fn from(event: Event) -> Self {
        Self::Entry(event)
    }
}

async fn seal(context: &mut Context<'_, '_>, entry: Id, draft: &Draft) -> Result<Content> {
    Ok(Content {
        title: context.seal(entry, None, &draft.title).await?,
        body: context.seal_optional(entry, None, &draft.body).await?,
        language: draft.language.clone(),
        licence: draft.licence.clone(),
        visibility: draft.visibility,
        tags: context.seal_optional(entry, None, &draft.tags.join("\n")).await?,
        hosts: hosts(context, draft).await?,
    })
}

/// The hosts that a draft names: members who are still there.
async fn hosts(context: &mut Context<'_, '_>, draft: &Draft) -> Result<Vec<Id>> {
    let mut hosts = draft.hosts.clone();
    hosts.sort();
    hosts.dedup();
    let mut fields = Fields::default();
    for host in &hosts {
        let there: Option<(Id,)> =
            context.tx.optional(&members::store::ACTIVE, args![context.community, *host]).await?;
        if there.is_none() {
            fields.error("hosts", "field-hosts");
            break;
        }
    }
    fields.finish()?;
    // Nobody loses sight of what they save.
    if let Some(member) = context.actor.member()
        && !hosts.is_empty()
        && draft.visibility == Visibility::Circle
        && !hosts.contains(&member)
    {
        hosts.push(member);
    }
    Ok(hosts)
}

/// The event by which a room publishes an entry. Its author is who gives the command.
///
/// # Errors
/// As the store says.
pub async fn publish(context: &mut Context<'_, '_>, entry: Id, kind: &str, draft: &Draft) -> Result<event::Event> {
    let content = seal(context, entry, draft).await?;
    Ok(Event::Published { entry, kind: kind.to_owned(), content }.into())
}

/// The event by which a room revises an entry. `base` is the version that was edited; beside its hosts, who holds a
/// mandate of one of `kinds` may.
///
/// # Errors
/// When somebody else was faster, or it is not this person's to change.
pub async fn revise(
    context: &mut Context<'_, '_>,
    entry: Id,
    base: i64,
    draft: &Draft,
    kinds: &[mandates::Kind],
) -> Result<event::Event> {
    revise_because(context, entry, base, draft, kinds, "").await
}

/// The same, with what it changes and why; may be empty.
///
/// # Errors
/// As [`revise`].
pub async fn revise_because(
    context: &mut Context<'_, '_>,
    entry: Id,
    base: i64,
    draft: &Draft,
    kinds: &[mandates::Kind],
    why: &str,
) -> Result<event::Event> {
    let head = may_change(context, entry, kinds).await?;
    if head.version != base {
        return Err(edited_meanwhile());
    }
    let content = seal(context, entry, draft).await?;
    let why = context.seal_optional(entry, None, why).await?;
    Ok(Event::Revised { entry, version: base + 1, content, why }.into())
}

/// What stands of an entry.
#[derive(Debug)]
pub struct Head {
    /// A room's word.
    pub kind: String,
    /// Who published it.
    pub author: Option<Id>,
    /// Its version.
    pub version: i64,
    /// How far it may be seen.
    pub visibility: Visibility,
}

/// An entry that is there.
///
/// # Errors
/// Not found, or removed.
pub async fn head(context: &mut Context<'_, '_>, entry: Id) -> Result<Head> {
    let row: Option<(String, Option<Id>, i64, Option<Micros>, i64)> =
        context.tx.optional(&store::HEAD, args![context.community, entry]).await?;
    match row.ok_or_else(not_found)? {
        (.., Some(_), _) => Err(conflict("error-entry-removed")),
        (kind, author, version, None, visibility) => {
            Ok(Head { kind, author, version, visibility: Visibility::from_number(visibility) })
        }
    }
}

/// An entry that whoever asks may change: its hosts, and who holds one of `kinds`.
///
/// # Errors
/// Not found, removed, or not theirs.
pub async fn may_change(context: &mut Context<'_, '_>, entry: Id, kinds: &[mandates::Kind]) -> Result<Head> {
    let head = head(context, entry).await?;
    if context.actor == Actor::Operator {
        // Of what the operator may do at all, the table of commands decides.
        return Ok(head);
    }
    let member = context.member()?;
    let host: Option<(Id,)> = context.tx.optional(&store::IN_CIRCLE, args![entry, member]).await?;
    if host.is_some() || context.holds(kinds) {
        return Ok(head);
    }
    Err(if head.visibility > Visibility::Community { not_found() } else { forbidden("error-not-yours") })
}

/// Whether whoever asks may see an entry at all.
///
/// # Errors
/// Not found, or not theirs to see: the two are told alike.
pub async fn may_see(context: &mut Context<'_, '_>, entry: Id) -> Result<Head> {
    let head = head(context, entry).await?;
    let sees = match (head.visibility, context.actor.member()) {
        (Visibility::Public, _) => true,
        (Visibility::Network | Visibility::Community, member) => member.is_some(),
        (_, None) => false,
        (_, Some(member)) => {
            let host: Option<(Id,)> = context.tx.optional(&store::IN_CIRCLE, args![entry, member]).await?;
            host.is_some()
        }
    };
    if sees { Ok(head) } else { Err(not_found()) }
}

/// Removes an entry: its hosts may, and who holds the mandate of care or of coordination.
#[derive(Debug, Clone)]
pub struct Remove(pub Id);

impl Command for Remove {
    const NAME: &'static str = "entry.remove";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let head = may_change(context, self.0, REMOVERS).await?;
        if !room(&head.kind).is_none_or(|room| room.is_taken_back) && !context.holds(REMOVERS) {
            return Err(forbidden("error-decision-stays"));
        }
        Ok(Decision::about(self.0, [Event::Removed { entry: self.0 }.into()]))
    }
}

/// Shows an event in the tables.
pub(crate) async fn apply(to: &mut Projection<'_, '_>, event: &Event) -> Result<()> {
    let (community, at, author) = (to.community, to.at, to.actor.member());
    match event {
        Event::Published { entry, kind, content } => {
            let title = to.open(&content.title).await?;
            let body = to.open_optional(content.body.as_ref()).await?;
            let row = args![
                *entry,
                community,
                kind,
                author,
                title.clone(),
                body.clone(),
                &content.language,
                &content.licence,
                content.visibility.number(),
                at
            ];
            to.tx.run(&store::INSERT, row).await?;
            to.tx
                .run(
                    &store::KEEP_REVISION,
                    args![*entry, 1_i64, title, body, author, at, content.visibility.number(), None::<String>],
                )
                .await?;
            tag(to, *entry, content).await?;
            index(to, *entry, content).await?;
            match (content.hosts.is_empty(), author) {
                (true, None) => {}
                (true, Some(author)) => drop(to.tx.run(&store::ADD_TO_CIRCLE, args![*entry, author]).await?),
                (false, _) => gather(to, *entry, &content.hosts).await?,
            }
        }
        Event::Revised { entry, version, content, why } => {
            let title = to.open(&content.title).await?;
            let why = to.open_optional(why.as_ref()).await?;
            let body = to.open_optional(content.body.as_ref()).await?;
            let row = args![
                *entry,
                title.clone(),
                body.clone(),
                &content.language,
                &content.licence,
                content.visibility.number(),
                *version,
                at
            ];
            to.tx.run(&store::REVISE, row).await?;
            to.tx
                .run(
                    &store::KEEP_REVISION,
                    args![*entry, *version, title, body, author, at, content.visibility.number(), why],
                )
                .await?;
            to.tx.run(&store::UNTAG, args![*entry]).await?;
            tag(to, *entry, content).await?;
            index(to, *entry, content).await?;
            if !content.hosts.is_empty() {
                gather(to, *entry, &content.hosts).await?;
            }
        }
        Event::Removed { entry } => {
            to.erase(*entry).await?;
            to.tx.run(&store::REMOVE, args![*entry, at, author]).await?;
            to.tx.run(&store::CLEAR_REVISIONS, args![*entry]).await?;
            to.tx.run(&store::UNTAG, args![*entry]).await?;
            search::forget(to, *entry).await?;
            attachments::clear(to, *entry).await?;
            // While its dates are there.
            crate::act::freedom::fest::clear(to, *entry).await?;
            crate::act::agenda::clear(to, *entry).await?;
            crate::decide::decisions::clear(to, *entry).await?;
            crate::decide::times::clear(to, *entry).await?;
            crate::decide::draws::clear(to, *entry).await?;
            crate::decide::assemblies::clear(to, *entry).await?;
            let circle: Vec<(Id,)> = to.tx.all(&store::CIRCLE, args![*entry]).await?;
            for (member,) in circle {
                to.notify(member, Notice::Removed, Some(*entry)).await?;
            }
        }
    }
    Ok(())
}

/// Makes these members the hosts of an entry, and tells those who were not.
async fn gather(to: &mut Projection<'_, '_>, entry: Id, hosts: &[Id]) -> Result<()> {
    let before: Vec<(Id,)> = to.tx.all(&store::CIRCLE, args![entry]).await?;
    to.tx.run(&store::CLEAR_CIRCLE, args![entry]).await?;
    for host in hosts {
        to.tx.run(&store::ADD_TO_CIRCLE, args![entry, *host]).await?;
        if !before.contains(&(*host,)) {
            to.notify(*host, Notice::Hosting, Some(entry)).await?;
        }
    }
    Ok(())
}

async fn index(to: &mut Projection<'_, '_>, entry: Id, content: &Content) -> Result<()> {
    let title = to.open(&content.title).await?;
    let body = to.open_optional(content.body.as_ref()).await?;
    let tags = to.open_optional(content.tags.as_ref()).await?;
    let texts = [title.as_deref(), body.as_deref(), tags.as_deref()];
    search::index(to, search::Kind::Entry, (entry, ""), &texts, &content.language).await
}

async fn tag(to: &mut Projection<'_, '_>, entry: Id, content: &Content) -> Result<()> {
    let tags = to.open_optional(content.tags.as_ref()).await?.unwrap_or_default();
    for tag in tags.lines() {
        to.tx.run(&store::TAG, args![to.community, entry, tag]).await?;
    }
    Ok(())
}
