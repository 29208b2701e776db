// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Changes of a community, and what happens by them.

use serde::{Deserialize, Serialize};

use crate::{
    link::federation::store as federation,
    spine::{
        apply::Projection,
        command::{Command, Context, Decision},
        event,
        id::Id,
        keys::Sealed,
        mandates, members,
        notices::Notice,
        refusal::{Fields, Result, conflict, edited_meanwhile},
        search,
    },
    store::args,
};

use super::{Description, DocumentKind, moving, rules, store};

/// What happens to a community.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// It was founded.
    Founded {
        /// Part of its address for ever.
        handle: String,
        /// How it describes itself.
        description: Described,
        /// Ed25519, in hexadecimal: every record of the log is signed with it.
        public_key: String,
        /// Made by the demonstration.
        sample: bool,
    },
    /// It describes itself anew.
    Described(Described),
    /// It has a host of its own, or none.
    HostSet(Option<String>),
    /// A document has a new version.
    DocumentAdopted {
        /// Which.
        kind: DocumentKind,
        /// 1, 2, 3, …
        version: i64,
        /// Markdown.
        body: String,
        /// What that changes and why, if it was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<String>,
    },
    /// It moves to another node.
    Moving(moving::Event),
}

/// How a community describes itself, as the log has it: the contact for care is about people, and is sealed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Described {
    /// All of it but the contact, which only records of before it was sealed have here.
    #[serde(flatten)]
    pub description: Description,
    /// The contact for care. Its subject is a new one for each contact: the key of one that is replaced is destroyed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub care: Option<Sealed>,
}

impl Described {
    /// Seals what is about people, under the subject of the present contact if that stays the same.
    async fn seal(context: &mut Context<'_, '_>, description: Description) -> Result<Self> {
        let present: Option<(String, Option<Id>)> =
            context.tx.optional(&store::CARE_CONTACT, args![context.community]).await?;
        let same = present.filter(|(contact, _)| *contact == description.care_contact).and_then(|(_, subject)| subject);
        let subject = same.unwrap_or_else(|| context.id());
        let care = context.seal_optional(subject, None, &description.care_contact).await?;
        Ok(Self { description: Description { care_contact: String::new(), ..description }, care })
    }

    /// The contact for care and the subject of its key.
    async fn care(&self, to: &mut Projection<'_, '_>) -> Result<(String, Option<Id>)> {
        Ok(match &self.care {
            Some(care) => (to.open(care).await?.unwrap_or_default(), Some(care.subject)),
            None => (self.description.care_contact.clone(), None),
        })
    }
}

impl From<Event> for event::Event {
    fn from(event: Event) -> Self {
        Self::Community(event)
    }
}

/// Founds a community. Its founder is its first member and coordinates it for the first ninety days.
#[derive(Debug, Clone)]
pub struct Found {
    /// Part of its address for ever.
    pub handle: String,
    /// How it describes itself.
    pub description: Description,
    /// The founding text, the pact and the privacy notice.
    pub documents: Vec<(DocumentKind, String)>,
    /// The founder's name.
    pub founder: String,
    /// The key made for it by [`create_keys`](crate::spine::command::Unit::create_keys).
    pub public_key: [u8; 32],
    /// Made by the demonstration.
    pub sample: bool,
}

impl Found {
    /// Checks every field at once, and gives them without white space around them.
    pub(crate) fn check(&self, fields: &mut Fields) -> (Description, Vec<(DocumentKind, String)>, String) {
        rules::check_handle(fields, &self.handle);
        let description = self.description.clone().checked(fields);
        let text =
            |(kind, body): &(DocumentKind, String)| (*kind, fields.text(kind.as_str(), body, rules::DOCUMENT_LIMIT));
        let documents = self.documents.iter().map(text).collect();
        (description, documents, members::rules::check_name(fields, "founder", &self.founder))
    }
}

impl Command for Found {
    const NAME: &'static str = "community.found";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let mut fields = Fields::default();
        let (description, documents, founder) = self.check(&mut fields);
        fields.finish()?;
        let taken: Option<(Id,)> = context.tx.optional(&store::TAKEN, args![&self.handle]).await?;
        if taken.is_some() {
            let mut fields = Fields::default();
            fields.error("handle", "field-handle-taken");
            fields.finish()?;
        }
        let description = Described::seal(context, description).await?;
        let mut events = vec![
            Event::Founded {
                handle: self.handle,
                description,
                public_key: data_encoding::HEXLOWER.encode(&self.public_key),
                sample: self.sample,
            }
            .into(),
        ];
        let mut accepted = Vec::new();
        for (kind, body) in documents {
            accepted.push((kind, 1));
            events.push(Event::DocumentAdopted { kind, version: 1, body, why: None }.into());
        }
        let member = context.member()?;
        let name = context.seal(member, Some(member), &founder).await?;
        events.push(members::Event::Joined { member, name, via: None, accepted }.into());
        events.push(mandates::rules::first(context.id(), member, context.at).into());
        Ok(Decision::about(context.community, events))
    }
}

/// Describes the community anew.
#[derive(Debug, Clone)]
pub struct Describe {
    /// How it describes itself from now on.
    pub description: Description,
    /// How often it had described itself when this was edited, if that must still be so.
    pub base: Option<i64>,
}

impl Command for Describe {
    const NAME: &'static str = "community.describe";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let mut fields = Fields::default();
        let description = self.description.checked(&mut fields);
        fields.finish()?;
        let now: Option<(i64,)> = context.tx.optional(&store::DESCRIBED, args![context.community]).await?;
        if self.base.is_some_and(|base| now != Some((base,))) {
            return Err(edited_meanwhile());
        }
        let described = Described::seal(context, description).await?;
        Ok(Decision::about(context.community, [Event::Described(described).into()]))
    }
}

/// Gives a document a new version.
#[derive(Debug, Clone)]
pub struct AdoptDocument {
    /// Which.
    pub kind: DocumentKind,
    /// The version that was edited: somebody else may have been faster.
    pub base: i64,
    /// Markdown.
    pub body: String,
    /// What changes and why, for those who accept it; may be empty.
    pub why: String,
}

impl Command for AdoptDocument {
    const NAME: &'static str = "community.adopt-document";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let body = rules::check_document("body", &self.body)?;
        let mut fields = Fields::default();
        let why = fields.optional_line("why", &self.why, crate::spine::entries::rules::WHY_LIMIT);
        fields.finish()?;
        let newest: Vec<(String, i64)> = context.tx.all(&store::NEWEST, args![context.community]).await?;
        let newest = newest.iter().find(|(kind, _)| kind == self.kind.as_str()).map_or(0, |(_, version)| *version);
        if newest != self.base {
            return Err(edited_meanwhile());
        }
        let why = Some(why).filter(|why| !why.is_empty());
        let event = Event::DocumentAdopted { kind: self.kind, version: newest + 1, body, why };
        Ok(Decision::about(context.community, [event.into()]))
    }
}

/// Gives a community a host of its own, or none: the operator knows which names lead here.
#[derive(Debug, Clone)]
pub struct SetHost(pub Option<String>);

impl Command for SetHost {
    const NAME: &'static str = "community.set-host";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        if let Some(host) = &self.0 {
            if !rules::is_host(host) {
                return Err(conflict("error-host-shape"));
            }
            let taken: Option<(Id,)> = context.tx.optional(&store::HOST_TAKEN, args![host]).await?;
            if taken.is_some_and(|(other,)| other != context.community) {
                return Err(conflict("error-host-taken"));
            }
        }
        // Its identifiers on the network do not follow: on another host nobody would find it by them any more.
        let base: Option<(String,)> = context.tx.optional(&federation::BASE, args![context.community]).await?;
        let of_host = base.and_then(|(base,)| rules::own_host(&base));
        if of_host.is_some() && of_host != self.0 {
            return Err(conflict("error-host-open"));
        }
        Ok(Decision::about(context.community, [Event::HostSet(self.0).into()]))
    }
}

/// Shows an event in the tables.
pub(crate) async fn apply(to: &mut Projection<'_, '_>, event: &Event) -> Result<()> {
    let community = to.community;
    match event {
        Event::Founded { handle, description: described, sample, .. } => {
            let (contact, subject) = described.care(to).await?;
            let d = &described.description;
            let row = args![
                community,
                handle,
                &d.name,
                &d.municipality,
                d.languages.join(" "),
                &d.time_zone,
                d.joining.as_str(),
                contact,
                *sample,
                to.at,
                subject
            ];
            to.tx.run(&store::INSERT, row).await?;
        }
        Event::Described(described) => {
            let (contact, subject) = described.care(to).await?;
            let present: Option<(String, Option<Id>)> = to.tx.optional(&store::CARE_CONTACT, args![community]).await?;
            if let Some((_, Some(replaced))) = present
                && subject != Some(replaced)
            {
                to.erase(replaced).await?;
            }
            let d = &described.description;
            let languages = d.languages.join(" ");
            let row = args![
                community,
                &d.name,
                &d.municipality,
                languages,
                &d.time_zone,
                d.joining.as_str(),
                contact,
                subject
            ];
            to.tx.run(&store::DESCRIBE, row).await?;
        }
        Event::Moving(event) => moving::apply(to, event).await?,
        Event::HostSet(host) => {
            to.tx.run(&store::SET_HOST, args![to.community, host.clone()]).await?;
        }
        Event::DocumentAdopted { kind, version, body, why } => {
            let row = args![community, kind.as_str(), *version, body, to.actor.member(), to.at, why.clone()];
            to.tx.run(&store::ADD_DOCUMENT, row).await?;
            // Who writes a version need not be asked whether they accept it.
            if let Some(author) = to.actor.member().filter(|_| *version > 1) {
                to.tx.run(&members::store::ACCEPT, args![author, kind.as_str(), *version, to.at]).await?;
            }
            let languages = languages(to).await?;
            let document = (community, kind.as_str());
            search::index(to, search::Kind::Document, document, &[Some(body)], &languages).await?;
            // The first versions are accepted by joining.
            if *version > 1 {
                let all: Vec<(Id,)> = to.tx.all(&members::store::ALL_ACTIVE, args![community]).await?;
                for (member,) in all {
                    to.notify(member, Notice::DocumentAdopted, None).await?;
                }
            }
        }
    }
    Ok(())
}

/// The languages of the community, with spaces between them.
pub(crate) async fn languages(to: &mut Projection<'_, '_>) -> Result<String> {
    let row: Option<(String,)> = to.tx.optional(&store::LANGUAGES, args![to.community]).await?;
    Ok(row.map(|(languages,)| languages).unwrap_or_default())
}
