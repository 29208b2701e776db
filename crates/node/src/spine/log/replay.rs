// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! From a log into the tables of an empty store of either engine (law 3).

use data_encoding::HEXLOWER;

use crate::{
    spine::{
        apply::{Keyring, Projection},
        communities,
        event::Event,
        id::Id,
        keys::Key,
    },
    store::{Db, Dump, StoreError, Write, args, clear_table, tables::Class},
};

use super::{Broken, Chain, Record, store};

/// Records read at a time.
const PAGE: i64 = 500;

/// Why a log cannot be replayed.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// A chain is broken.
    #[error("community {community}: {broken}")]
    Chain {
        /// Whose.
        community: Id,
        /// Where and how.
        broken: Broken,
    },
    /// The first record is not a founding, or names another key than the one that is kept.
    #[error("community {0}: its first record does not found it with the key that is kept")]
    Founding(Id),
    /// What stands beside a record in the table is not what the record says.
    #[error("community {community}: record {seq}: its column {column} was changed")]
    Column {
        /// Whose.
        community: Id,
        /// Which record.
        seq: i64,
        /// Which column.
        column: &'static str,
    },
    /// An event cannot be shown in the tables.
    #[error("community {community}: record {seq}: {error}")]
    Apply {
        /// Whose.
        community: Id,
        /// Which record.
        seq: i64,
        /// Why.
        error: crate::spine::refusal::Error,
    },
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// So many records are made durable at once: for each alone one would wait for the disk.
const TOGETHER: usize = 500;

/// A record as it stands in its table.
type Row = (i64, Vec<u8>, Vec<u8>, Vec<u8>, Id, String, String, Option<Id>, i64);

/// Verifies every log of a store and gives each record to `each`, in order.
///
/// # Errors
/// The first thing that is wrong.
pub async fn verify(
    tx: &mut Write,
    mut each: impl AsyncFnMut(Record) -> Result<(), ReplayError>,
) -> Result<i64, ReplayError> {
    let communities: Vec<(Id,)> = tx.all(&store::COMMUNITIES, args![]).await?;
    let mut count = 0;
    for (community,) in communities {
        let mut reading = Reading::of(tx, community).await?;
        while let Some(page) = reading.page(tx).await? {
            for record in page {
                count += 1;
                each(record).await?;
            }
        }
    }
    Ok(count)
}

/// The log of one community, verified as it is read.
struct Reading {
    community: Id,
    public_key: Vec<u8>,
    chain: Chain,
    after: i64,
}

impl Reading {
    async fn of(tx: &mut Write, community: Id) -> Result<Self, ReplayError> {
        let keys: Option<(Vec<u8>, Vec<u8>)> = tx.optional(&store::COMMUNITY_KEY, args![community]).await?;
        let (public_key, _) = keys.ok_or(ReplayError::Founding(community))?;
        let chain = Chain::start(community, &public_key).map_err(|broken| ReplayError::Chain { community, broken })?;
        Ok(Self { community, public_key, chain, after: 0 })
    }

    /// The next records; none at the end.
    async fn page(&mut self, tx: &mut Write) -> Result<Option<Vec<Record>>, ReplayError> {
        let rows: Vec<Row> = tx.all(&store::WHOLE_FROM, args![self.community, self.after, PAGE]).await?;
        let Some(last) = rows.last() else { return Ok(None) };
        self.after = last.0;
        rows.into_iter().map(|row| self.record(row)).collect::<Result<_, _>>().map(Some)
    }

    fn record(&mut self, row: Row) -> Result<Record, ReplayError> {
        let community = self.community;
        let (seq, bytes, hash, signature, key, command, actor, subject, at) = row;
        let broken = |broken| ReplayError::Chain { community, broken };
        let record = self.chain.next(seq, &bytes, &hash, &signature).map_err(broken)?;
        if seq == 1 && !founds(&record, &self.public_key) {
            return Err(ReplayError::Founding(community));
        }
        let columns = [
            ("command_key", record.key == key),
            ("command", record.command == command),
            ("actor", record.actor.to_string() == actor),
            ("subject", record.subject == subject),
            ("at", record.at == at),
        ];
        if let Some((column, _)) = columns.into_iter().find(|(_, same)| !same) {
            return Err(ReplayError::Column { community, seq, column });
        }
        Ok(record)
    }
}

fn founds(record: &Record, public_key: &[u8]) -> bool {
    let founded = record.events.first();
    matches!(founded, Some(Event::Community(communities::Event::Founded { public_key: named, .. }))
        if *named == HEXLOWER.encode(public_key))
}

/// Replays every log of a view of a store into `to`, which must be empty, and says how many records there were. The
/// keys are copied first; `node_key` wraps them in both. What was erased is not: the logs say it.
///
/// # Errors
/// The first thing that is wrong; `to` is then of no use.
pub async fn replay(source: &mut Dump, to: &Db, node_key: &Key) -> Result<i64, ReplayError> {
    let mut target = Dump::load_into(to).await?;
    for table in Dump::tables(Class::Keys).chain(Dump::tables(Class::Log)).filter(|table| table.name != "erasures") {
        let rows = source.read(table).await?;
        target.load(table, rows).await?;
    }
    target.commit().await?;
    show(source.view(), to, node_key).await
}

/// Empties the tables of a store and makes them anew from its logs: after keys were destroyed that a backup
/// still had, the words go from the tables too.
///
/// # Errors
/// The first thing that is wrong.
pub async fn rebuild(db: &Db, node_key: &Key) -> Result<(), ReplayError> {
    let mut tx = db.write().await?;
    remake(&mut tx, node_key).await?;
    Ok(tx.commit().await?)
}

/// The same within a transaction: whoever reads meanwhile reads what was there.
///
/// # Errors
/// As [`rebuild`].
pub(crate) async fn remake(tx: &mut Write, node_key: &Key) -> Result<(), ReplayError> {
    // Whoever is about to change something waits, or finds what was made anew.
    let _: Vec<(Id,)> = tx.all(&store::LOCK_ALL, args![]).await?;
    let tables: Vec<_> = Dump::tables(Class::Projection).collect();
    for table in tables.into_iter().rev() {
        clear_table(tx, table, None).await?;
    }
    let communities: Vec<(Id,)> = tx.all(&store::COMMUNITIES, args![]).await?;
    for (community,) in communities {
        follow(tx, node_key, community).await?;
    }
    Ok(())
}

/// Shows the log of one community in the tables beside it, in one transaction, and gives its last record.
///
/// # Errors
/// The first thing that is wrong.
pub async fn follow(tx: &mut Write, node_key: &Key, community: Id) -> Result<Record, ReplayError> {
    let mut reading = Reading::of(tx, community).await?;
    let mut last = None;
    while let Some(page) = reading.page(tx).await? {
        for record in page {
            show_record(tx, node_key, &record).await?;
            last = Some(record);
        }
    }
    last.ok_or(ReplayError::Founding(community))
}

/// Shows what a record says in the tables.
async fn show_record(tx: &mut Write, node_key: &Key, record: &Record) -> Result<(), ReplayError> {
    let failed = |error| ReplayError::Apply { community: record.community, seq: record.seq, error };
    let mut keyring = Keyring::new(node_key);
    let mut projection = Projection::new(tx, &mut keyring, record.community, record.seq, record.at, record.actor);
    for event in &record.events {
        projection.apply(event).await.map_err(failed)?;
    }
    Ok(())
}

/// Shows every record of `from` in the tables of `to`.
async fn show(from: &mut Write, to: &Db, node_key: &Key) -> Result<i64, ReplayError> {
    let mut open: Option<Write> = None;
    let mut shown = 0;
    let count = verify(from, async |record: Record| {
        let tx = match &mut open {
            Some(tx) => tx,
            None => open.insert(to.write().await?),
        };
        show_record(tx, node_key, &record).await?;
        shown += 1;
        if shown % TOGETHER == 0
            && let Some(tx) = open.take()
        {
            tx.commit().await?;
        }
        Ok(())
    })
    .await?;
    if let Some(tx) = open {
        tx.commit().await?;
    }
    Ok(count)
}
