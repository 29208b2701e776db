// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What goes to a reader, numbered: how the community describes itself, what waits for that reader alone, and the dates that the log
//! brought since. Once numbered it is as it is, so that the chain holds however often it is carried.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tequio_fediverse::{
    bundle::Cursor,
    vocabulary::{AS_PUBLIC, Activity, ActivityKind, Reference},
};

use crate::{
    link::federation::{self, Changed, Signing, document, say, store as federation_store},
    node::Node,
    spine::{
        communities,
        id::Id,
        log,
        refusal::{Error, Result, conflict},
        viewer::Viewer,
        world::Micros,
    },
    store::{Write, args},
    web::visit::Community,
};

use super::store;

/// So much is numbered in one transaction.
const AT_ONCE: usize = 100;
/// So much of what waits for inboxes is looked through at once.
const LOOKED: i64 = 200;

type Row = (Option<Id>, i64, Id, String, i64, Vec<u8>, i64, Vec<u8>, Option<Vec<u8>>);

/// What goes to a reader.
pub(super) struct Stream<'a> {
    node: &'a Arc<Node>,
    community: Id,
    signing: &'a Signing,
    /// The actor it is for; empty: anybody.
    reader: &'a str,
    follower: Option<Id>,
    place: (i64, Id, String),
    described: Option<Vec<u8>>,
    /// The last number.
    pub(super) end: Cursor,
    /// Up to here nothing is kept.
    pub(super) begins: Cursor,
    /// What is numbered next, and what it was waiting as.
    batch: Vec<(Value, Option<Id>)>,
}

/// A number and its link, as they are kept.
pub(super) fn cursor(sequence: i64, chain: Vec<u8>) -> Result<Cursor> {
    let damaged = || Error::Damaged("the link of a bundle".to_owned());
    let chain = chain.try_into().map_err(|_| damaged())?;
    Ok(Cursor { sequence: u64::try_from(sequence).map_err(|_| damaged())?, chain })
}

/// A number as the store has it.
pub(super) fn number(sequence: u64) -> i64 {
    i64::try_from(sequence).unwrap_or(i64::MAX)
}

impl<'a> Stream<'a> {
    /// What goes to a reader, as far as it was numbered.
    pub(super) async fn load(
        node: &'a Arc<Node>,
        community: Id,
        signing: &'a Signing,
        reader: &'a str,
    ) -> Result<Self> {
        let mut tx = node.core.db.write().await?;
        let begin = args![community, reader, Id::from_bytes([0; 16]), &Cursor::default().chain[..]];
        tx.run(&store::BEGIN, begin).await?;
        let row: Option<Row> = tx.optional(&store::STREAM, args![community, reader]).await?;
        tx.commit().await?;
        let row = row.ok_or_else(|| Error::Damaged("a stream of bundles".to_owned()))?;
        let (follower, reached, entry, date, sequence, chain, begins, begins_chain, described) = row;
        Ok(Self {
            node,
            community,
            signing,
            reader,
            follower,
            place: (reached, entry, date),
            described,
            end: cursor(sequence, chain)?,
            begins: cursor(begins, begins_chain)?,
            batch: Vec::new(),
        })
    }

    /// Numbers everything that is to be said by now.
    pub(super) async fn gather(&mut self) -> Result<()> {
        self.describe().await?;
        let is_heard = if self.reader.is_empty() {
            true
        } else {
            self.alone().await?;
            let mut tx = self.node.core.db.snapshot().await?;
            let follower: Option<(Id,)> =
                tx.optional(&federation_store::FOLLOWER, args![self.community, self.reader]).await?;
            tx.rollback().await?;
            let follower = follower.map(|(follower,)| follower);
            if follower.is_some() && follower != self.follower {
                // What was said to who did not follow was not kept there.
                self.place = (0, Id::from_bytes([0; 16]), String::new());
            }
            self.follower = follower;
            follower.is_some()
        };
        if is_heard {
            self.dates().await?;
        }
        self.number().await
    }

    async fn push(&mut self, said: Value, waited: Option<Id>) -> Result<()> {
        self.batch.push((said, waited));
        if self.batch.len() >= AT_ONCE { self.number().await } else { Ok(()) }
    }

    /// Numbers what was gathered, and notes up to which place in the log.
    async fn number(&mut self) -> Result<()> {
        let now = self.node.core.world.now();
        let before = self.end.sequence;
        let mut tx = self.node.core.db.write().await?;
        for (said, waited) in std::mem::take(&mut self.batch) {
            self.end = self.end.after(&said).map_err(|error| Error::Damaged(error.to_string()))?;
            let (sequence, chain) = (number(self.end.sequence), &self.end.chain[..]);
            let item = args![self.community, self.reader, sequence, chain, said.to_string(), waited, now];
            tx.run(&store::KEEP, item).await?;
        }
        let (reached, entry, date) = &self.place;
        let row = args![
            self.community,
            self.reader,
            number(before),
            self.follower,
            *reached,
            *entry,
            date,
            number(self.end.sequence),
            &self.end.chain[..],
            self.described.as_deref()
        ];
        if tx.run(&store::ADVANCE, row).await? == 0 {
            // Somebody else makes a bundle for the same reader at this moment.
            return Err(conflict("error-conflict"));
        }
        Ok(tx.commit().await?)
    }

    /// Who has never visited the community learns from its own words how it is called and by what it is known.
    async fn describe(&mut self) -> Result<()> {
        let viewer = Viewer::Anonymous { community: self.community };
        let mut reader = self.node.core.db.read(&viewer).await?;
        let community: Option<Community> = reader.optional(&communities::store::THIS, args![]).await?;
        let actor = federation::actor(&mut reader).await?;
        drop(reader);
        let (Some(community), Some(actor)) = (community, actor) else { return Ok(()) };
        let document = document(self.node, &community, actor)?.to_value();
        let hash = Sha256::digest(document.to_string()).to_vec();
        if self.described.as_ref() == Some(&hash) {
            return Ok(());
        }
        let own = self.signing.address.actor();
        let name = data_encoding::HEXLOWER.encode(hash.get(..8).unwrap_or_default());
        let id = format!("{own}#update-{name}-{}", self.end.sequence);
        let mut update = Activity::new(ActivityKind::Update, &id, &own, Reference::Embedded(document));
        update.to = vec![AS_PUBLIC.to_owned()];
        let update = self.signing.proven(update.to_value(), self.node.instant())?;
        self.described = Some(hash);
        self.push(update, None).await
    }

    /// What waits for the reader alone: answers, and what the community asks it.
    async fn alone(&mut self) -> Result<()> {
        let (mut made_at, mut after): (Micros, Id) = (i64::MIN, Id::from_bytes([0; 16]));
        loop {
            let mut tx = self.node.core.db.snapshot().await?;
            let page = args![self.community, self.reader, made_at, after, LOOKED];
            let waiting: Vec<(Id, String, Micros)> = tx.all(&store::ALONE, page).await?;
            tx.rollback().await?;
            let Some((last, _, at)) = waiting.last() else { return Ok(()) };
            (made_at, after) = (*at, *last);
            for (id, activity, _) in waiting {
                let said: Value = serde_json::from_str(&activity).map_err(|error| Error::Damaged(error.to_string()))?;
                let is_theirs = Activity::read(&said).is_ok_and(|said| said.to.iter().any(|to| to == self.reader));
                if is_theirs {
                    self.push(said, Some(id)).await?;
                }
            }
        }
    }

    /// The dates that the log brought since: each where it began to travel and where it last changed, as it is now.
    async fn dates(&mut self) -> Result<()> {
        let began = self.place.0;
        let mut tx = self.node.core.db.snapshot().await?;
        let head: Option<(i64, Vec<u8>)> = tx.optional(&log::store::HEAD, args![self.community]).await?;
        tx.rollback().await?;
        let head = head.map_or(0, |(seq, _)| seq);
        loop {
            let mut tx = self.node.core.db.snapshot().await?;
            let next = self.next(&mut tx).await?;
            tx.rollback().await?;
            let Some(changed) = next.filter(|(.., seq)| *seq <= head) else { return Ok(()) };
            let (entry, date, made, .., seq) = &changed;
            let place = (*seq, *entry, date.clone());
            // What began to travel in this very bundle was said as it is.
            let said = if seq > made && *made > began {
                None
            } else {
                say(self.node, self.community, self.signing, &changed).await?
            };
            self.place = place;
            if let Some(said) = said {
                self.push(said, None).await?;
            }
        }
    }

    async fn next(&self, tx: &mut Write) -> Result<Option<Changed>> {
        let (reached, entry, date) = &self.place;
        let after = args![self.community, *reached, *entry, date];
        Ok(tx.optional(&federation_store::NEXT_AFTER, after).await?)
    }

    /// The link at a number, if it is kept.
    pub(super) async fn at(&self, sequence: u64) -> Result<Option<Cursor>> {
        for known in [self.begins, self.end] {
            if known.sequence == sequence {
                return Ok(Some(known));
            }
        }
        let mut tx = self.node.core.db.snapshot().await?;
        let asked = args![self.community, self.reader, number(sequence)];
        let row: Option<(Vec<u8>,)> = tx.optional(&store::CHAIN_AT, asked).await?;
        tx.rollback().await?;
        row.map(|(chain,)| cursor(number(sequence), chain)).transpose()
    }
}

/// The instant of a moment.
pub(super) fn instant(at: Micros) -> Timestamp {
    Timestamp::from_microsecond(at).unwrap_or_default()
}
