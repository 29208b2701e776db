// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! From the log to the tables: the same for a command just given and for a replay.

use std::collections::{HashMap, HashSet};

use crate::store::{Write, args};

use super::{
    attachments, communities, discussion, entries,
    event::Event,
    id::Id,
    keys::{Key, KeyError, Sealed},
    log::{self, Actor, Hash},
    mandates, members,
    notices::{self, Notice},
    refusal::Result,
    world::Micros,
};

/// Keys of subjects, opened once.
#[derive(Debug)]
pub struct Keyring<'n> {
    node: &'n Key,
    open: HashMap<Id, Option<Key>>,
}

impl<'n> Keyring<'n> {
    /// A ring that opens what `node` wrapped.
    pub fn new(node: &'n Key) -> Self {
        Self { node, open: HashMap::new() }
    }

    /// A subject's key, or `None` when it was destroyed.
    pub(super) async fn key(&mut self, tx: &mut Write, community: Id, subject: Id) -> Result<Option<Key>> {
        if let Some(key) = self.open.get(&subject) {
            return Ok(key.clone());
        }
        let kept: Option<(Vec<u8>, Option<Id>)> =
            tx.optional(&log::store::SUBJECT_KEY, args![community, subject]).await?;
        let key = match kept {
            Some((wrapped, owner)) => {
                Some(Key::from_bytes(&self.node.open(&key_context(community, subject, owner), &wrapped)?)?)
            }
            None => None,
        };
        self.open.insert(subject, key.clone());
        Ok(key)
    }

    pub(super) fn keep(&mut self, subject: Id, key: Option<Key>) {
        self.open.insert(subject, key);
    }
}

/// Where and when an event happened, and the tables that shall show it.
#[derive(Debug)]
pub struct Projection<'a, 'n> {
    /// The transaction.
    pub tx: &'a mut Write,
    /// The community.
    pub community: Id,
    /// The record's place in the log.
    pub seq: i64,
    /// When it happened.
    pub at: Micros,
    /// Who did it.
    pub actor: Actor,
    /// Whether something was erased.
    pub erased: bool,
    /// Blobs that nothing needs any more.
    pub unneeded: Vec<Hash>,
    /// The members who were told.
    pub told: HashSet<Id>,
    keyring: &'a mut Keyring<'n>,
    notices: i64,
}

impl<'a, 'n> Projection<'a, 'n> {
    /// A projection of the record `seq`.
    pub fn new(
        tx: &'a mut Write,
        keyring: &'a mut Keyring<'n>,
        community: Id,
        seq: i64,
        at: Micros,
        actor: Actor,
    ) -> Self {
        let (unneeded, told) = (Vec::new(), HashSet::new());
        Self { tx, community, seq, at, actor, erased: false, unneeded, told, keyring, notices: 0 }
    }

    /// The words that were sealed, or `None` when their key was destroyed.
    ///
    /// # Errors
    /// When the key does not open them.
    pub async fn open(&mut self, sealed: &Sealed) -> Result<Option<String>> {
        let Some(key) = self.keyring.key(self.tx, self.community, sealed.subject).await? else { return Ok(None) };
        let plain = key.open(&sealed_context(self.community, sealed.subject), &sealed.ciphertext)?;
        Ok(Some(String::from_utf8(plain).map_err(|_| KeyError::DoesNotOpen)?))
    }

    /// As [`open`](Self::open), for words that need not be there.
    ///
    /// # Errors
    /// When the key does not open them.
    pub async fn open_optional(&mut self, sealed: Option<&Sealed>) -> Result<Option<String>> {
        match sealed {
            Some(sealed) => self.open(sealed).await,
            None => Ok(None),
        }
    }

    /// Destroys the keys of a subject and of all it owns: what was sealed under them is gone for ever.
    ///
    /// # Errors
    /// As the store says.
    pub async fn erase(&mut self, subject: Id) -> Result<()> {
        let gone: Vec<(Id,)> = self.tx.all(&log::store::OWNED, args![self.community, subject]).await?;
        for (subject,) in gone {
            self.keyring.keep(subject, None);
        }
        self.keyring.keep(subject, None);
        self.erased = true;
        self.tx.run(&log::store::DESTROY, args![self.community, subject]).await?;
        self.tx.run(&log::store::NOTE_ERASURE, args![self.community, subject, self.at]).await?;
        Ok(())
    }

    /// Leaves a notice for a member.
    ///
    /// # Errors
    /// As the store says.
    pub async fn notify(&mut self, member: Id, notice: Notice, subject: Option<Id>) -> Result<()> {
        self.notify_of_date(member, notice, subject, None, None).await
    }

    /// As [`notify`](Self::notify), of one date of an activity, and of what of it changed.
    ///
    /// # Errors
    /// As the store says.
    pub async fn notify_of_date(
        &mut self,
        member: Id,
        notice: Notice,
        subject: Option<Id>,
        date: Option<&str>,
        what: Option<&str>,
    ) -> Result<()> {
        // Nobody is told of what they did themselves.
        if self.actor.member() == Some(member) {
            return Ok(());
        }
        self.leave(member, notice, (subject, date, what)).await
    }

    /// Tells a member what was done in their name, also if by themselves: whoever did it may be somebody else.
    ///
    /// # Errors
    /// As the store says.
    pub async fn warn(&mut self, member: Id, notice: Notice) -> Result<()> {
        self.leave(member, notice, (None, None, None)).await
    }

    async fn leave(
        &mut self,
        member: Id,
        notice: Notice,
        (subject, date, what): (Option<Id>, Option<&str>, Option<&str>),
    ) -> Result<()> {
        self.notices += 1;
        self.told.insert(member);
        let (seq, ordinal, kind) = (self.seq, self.notices, notice.as_str());
        let row = args![self.community, member, seq, ordinal, kind, subject, self.at, date, what];
        self.tx.run(&notices::store::LEAVE, row).await?;
        Ok(())
    }

    /// Shows an event in the tables.
    ///
    /// # Errors
    /// As the store says.
    pub async fn apply(&mut self, event: &Event) -> Result<()> {
        match event {
            Event::Community(event) => communities::apply(self, event).await,
            Event::Member(event) => members::apply(self, event).await,
            Event::Mandate(event) => mandates::apply(self, event).await,
            Event::Entry(event) => {
                entries::apply(self, event).await?;
                crate::link::federation::touch(self, event.entry()).await
            }
            Event::Message(event) => discussion::apply(self, event).await,
            Event::File(event) => attachments::apply(self, event).await,
            Event::Decision(event) => crate::decide::decisions::apply(self, event).await,
            Event::Assembly(event) => crate::decide::assemblies::apply(self, event).await,
            Event::Times(event) => crate::decide::times::apply(self, event).await,
            Event::Draw(event) => crate::decide::draws::apply(self, event).await,
            Event::Shelf(event) => crate::safekeeping::shelves::apply(self, event).await,
            Event::Fest(event) => crate::act::freedom::fest::apply(self, event).await,
            Event::Federation(event) => crate::link::federation::apply(self, event).await,
            Event::Block(event) => crate::link::blocks::apply(self, event).await,
            Event::Report(event) => crate::link::reports::apply(self, event).await,
            Event::Network(event) => crate::link::network::apply(self, event).await,
            Event::Agenda(event) => {
                crate::act::agenda::apply(self, event).await?;
                match event.entry() {
                    Some(entry) => crate::link::federation::touch(self, entry).await,
                    None => Ok(()),
                }
            }
        }
    }
}

/// What a subject's key is bound to in the store: it cannot be moved to another subject, nor given another owner.
pub(crate) fn key_context(community: Id, subject: Id, owner: Option<Id>) -> [u8; 48] {
    let mut context = [0; 48];
    let parts = [*community.as_bytes(), *subject.as_bytes(), owner.map(|owner| *owner.as_bytes()).unwrap_or_default()];
    context.iter_mut().zip(parts.as_flattened()).for_each(|(slot, byte)| *slot = *byte);
    context
}

/// What sealed words are bound to: they cannot be moved to another community or subject.
pub(super) fn sealed_context(community: Id, subject: Id) -> [u8; 32] {
    let mut context = [0; 32];
    let (left, right) = context.split_at_mut(16);
    left.copy_from_slice(community.as_bytes());
    right.copy_from_slice(subject.as_bytes());
    context
}
