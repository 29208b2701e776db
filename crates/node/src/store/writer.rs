// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Group commit on SQLite: what several write at once is made durable at once.
//!
//! There is one connection that writes, and who writes takes turns on it. Durability costs a wait for the disk, whether for one
//! change or for a hundred, so a turn's end does not wait for it itself: it queues a commit behind those who wait for their turn
//! by then, each of which adds to the same transaction under a savepoint of its own. All of them are told the outcome of that
//! commit, and none before. Alone, one waits for no one.

use std::{
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use sqlx::{Executor as _, SqliteConnection, SqlitePool, SqliteTransaction};
use tokio::{
    runtime::Handle,
    sync::{Mutex as Turns, OwnedMappedMutexGuard, OwnedMutexGuard, oneshot},
    time::timeout,
};

use super::{Result, StoreError, connection::PATIENCE};

/// The transaction that is open, if any.
type Open = Option<SqliteTransaction<'static>>;

/// Who writes to SQLite, in turn.
#[derive(Debug, Clone)]
pub(super) struct Writer {
    pool: SqlitePool,
    open: Arc<Turns<Open>>,
    batch: Arc<Mutex<Batch>>,
    runtime: Handle,
}

/// What is in the open transaction.
#[derive(Debug, Default)]
struct Batch {
    /// Those whose turn ended well, who wait for the commit.
    waiting: Vec<oneshot::Sender<Result<(), Lost>>>,
    /// What is to be undone if the turn that goes on does not end well.
    turn: Turn,
    /// Whether a commit is queued.
    queued: bool,
}

/// Why what ended well was not made durable.
#[derive(Debug, Clone)]
pub(super) enum Lost {
    /// It was undone, since the whole transaction was.
    Undone,
    /// Nobody knows whether it was.
    Unknown(String),
}

/// The turn that goes on, if any.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Turn {
    #[default]
    None,
    /// It is the first, and has the transaction for itself.
    First,
    /// There are others before it, from which a savepoint divides it.
    Later,
}

impl Writer {
    /// A writer on a pool of one connection.
    pub(super) fn new(pool: SqlitePool) -> Self {
        Self { pool, open: Arc::default(), batch: Arc::default(), runtime: Handle::current() }
    }

    /// The connection, for what is in no transaction: it waits until none is open.
    pub(super) fn pool(&self) -> &SqlitePool {
        &self.pool
    }

    /// Waits for a turn.
    pub(super) async fn begin(&self) -> Result<SqliteWrite> {
        let mut open = timeout(PATIENCE, self.open.clone().lock_owned()).await.map_err(|_| StoreError::Busy)?;
        self.undo(&mut open).await?;
        let turn = match &mut *open {
            Some(transaction) => {
                transaction.execute("SAVEPOINT turn").await?;
                Turn::Later
            }
            None => {
                // Not a deferred one: when that turns into a writer it fails under contention, whatever the timeout.
                *open = Some(self.pool.begin_with("BEGIN IMMEDIATE").await?);
                Turn::First
            }
        };
        self.batch().turn = turn;
        let transaction = OwnedMutexGuard::try_map(open, Option::as_mut).map_err(|_| StoreError::Busy)?;
        Ok(SqliteWrite { transaction, writer: self.clone() })
    }

    fn batch(&self) -> MutexGuard<'_, Batch> {
        self.batch.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Undoes what a turn did that was given up. Who asks may be gone in the middle of this, and the next one does it again.
    async fn undo(&self, open: &mut Open) -> Result<()> {
        let turn = self.batch().turn;
        if let Some(transaction) = open
            && turn != Turn::None
        {
            let undone = match turn {
                Turn::Later => transaction.execute("ROLLBACK TO turn").await.map(drop),
                _ => Ok(()),
            };
            if turn == Turn::First || undone.is_err() {
                // SQLite gives up a whole transaction by itself where a file fails. sqlx does not know of that, so there
                // is one for it to roll back when it is dropped.
                transaction.execute("SAVEPOINT turn").await?;
                *open = None;
                self.tell(&Err(Lost::Undone));
            }
        }
        self.batch().turn = Turn::None;
        Ok(())
    }

    /// Queues a commit, if none is.
    fn queue(&self) {
        if mem::replace(&mut self.batch().queued, true) {
            return;
        }
        let writer = self.clone();
        self.runtime.spawn(async move { writer.finish().await });
    }

    /// Commits what is in the open transaction, and tells those who wait.
    async fn finish(&self) {
        let mut open = self.open.lock().await;
        self.batch().queued = false;
        if let Err(error) = self.undo(&mut open).await {
            *open = None;
            return self.tell(&Err(Lost::Unknown(error.to_string())));
        }
        if let Some(transaction) = open.take() {
            let outcome = transaction.commit().await.map_err(|error| Lost::Unknown(error.to_string()));
            self.tell(&outcome);
        }
    }

    fn tell(&self, outcome: &Result<(), Lost>) {
        for waiting in mem::take(&mut self.batch().waiting) {
            // Who has gone meanwhile is not told.
            let _ = waiting.send(outcome.clone());
        }
    }
}

/// A turn. Dropped without [`commit`](Self::commit), it changes nothing.
#[derive(Debug)]
pub(super) struct SqliteWrite {
    transaction: OwnedMappedMutexGuard<Open, SqliteTransaction<'static>>,
    writer: Writer,
}

impl SqliteWrite {
    /// The connection.
    pub(super) fn conn(&mut self) -> &mut SqliteConnection {
        &mut self.transaction
    }

    /// Ends the turn well, and waits until what it did is durable.
    pub(super) async fn commit(mut self) -> Result<(), Lost> {
        let turn = mem::take(&mut self.writer.batch().turn);
        if turn == Turn::Later && self.transaction.execute("RELEASE turn").await.is_err() {
            self.writer.batch().turn = turn;
            return Err(Lost::Undone);
        }
        let (tell, told) = oneshot::channel();
        self.writer.batch().waiting.push(tell);
        drop(self);
        told.await.unwrap_or_else(|_| Err(Lost::Unknown("the node ends".to_owned())))
    }
}

impl Drop for SqliteWrite {
    fn drop(&mut self) {
        // Also where it is given up: an open transaction keeps others from the file.
        self.writer.queue();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::task::{JoinHandle, yield_now};

    use super::*;

    /// A file with a table of numbers, its writer, and a connection that reads.
    async fn numbers() -> (tempfile::TempDir, Writer, SqlitePool) {
        let folder = tempfile::tempdir().unwrap();
        let options = sqlx::sqlite::SqliteConnectOptions::new()
            .filename(folder.path().join("numbers"))
            .create_if_missing(true)
            .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal);
        let pool = sqlx::sqlite::SqlitePoolOptions::new().max_connections(1);
        let pool = pool.connect_with(options.clone()).await.unwrap();
        pool.execute("CREATE TABLE numbers (number INTEGER PRIMARY KEY)").await.unwrap();
        let reader = SqlitePool::connect_with(options).await.unwrap();
        (folder, Writer::new(pool), reader)
    }

    async fn add(turn: &mut SqliteWrite, number: i64) {
        sqlx::query("INSERT INTO numbers VALUES ($1)").bind(number).execute(turn.conn()).await.unwrap();
    }

    async fn seen(reader: &SqlitePool) -> Vec<i64> {
        sqlx::query_scalar("SELECT number FROM numbers ORDER BY number").fetch_all(reader).await.unwrap()
    }

    /// Somebody who waits for a turn, and keeps it until they are told how to end it.
    fn waits(writer: &Writer, number: i64) -> (oneshot::Sender<bool>, JoinHandle<Result<(), Lost>>) {
        let (tell, told) = oneshot::channel();
        let writer = writer.clone();
        let ends = tokio::spawn(async move {
            let mut turn = writer.begin().await.unwrap();
            add(&mut turn, number).await;
            if told.await.unwrap() { turn.commit().await } else { Err(Lost::Undone) }
        });
        (tell, ends)
    }

    #[tokio::test]
    async fn who_waits_is_in_the_same_commit_and_none_is_told_before() {
        let (_folder, writer, reader) = numbers().await;
        let mut first = writer.begin().await.unwrap();
        add(&mut first, 1).await;
        let (given_up, second) = waits(&writer, 2);
        let (ends_well, third) = waits(&writer, 3);
        let (killed, fourth) = waits(&writer, 4);
        yield_now().await;
        let first = tokio::spawn(first.commit());
        given_up.send(false).unwrap();
        second.await.unwrap().unwrap_err();
        ends_well.send(true).unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(!first.is_finished() && !third.is_finished(), "the fourth has its turn still");
        assert_eq!(seen(&reader).await, [0; 0]);
        fourth.abort();
        assert!(fourth.await.unwrap_err().is_cancelled());
        drop(killed);
        first.await.unwrap().unwrap();
        third.await.unwrap().unwrap();
        assert_eq!(seen(&reader).await, [1, 3]);
    }

    #[tokio::test]
    async fn where_the_engine_gives_all_up_nobody_is_told_that_it_was_done() {
        let (_folder, writer, reader) = numbers().await;
        let mut first = writer.begin().await.unwrap();
        add(&mut first, 1).await;
        let first = tokio::spawn(first.commit());
        let mut second = writer.begin().await.unwrap();
        // As SQLite does when its disk is full.
        second.conn().execute("ROLLBACK").await.unwrap();
        assert!(matches!(second.commit().await, Err(Lost::Undone)));
        assert!(matches!(first.await.unwrap(), Err(Lost::Undone)));
        let mut third = writer.begin().await.unwrap();
        add(&mut third, 3).await;
        third.commit().await.unwrap();
        assert_eq!(seen(&reader).await, [3]);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn many_at_once_each_find_what_those_before_them_did() {
        let (_folder, writer, reader) = numbers().await;
        let all: Vec<_> = (0..200_u64)
            .map(|asks| {
                let writer = writer.clone();
                let task = tokio::spawn(async move {
                    let mut turn = writer.begin().await.unwrap();
                    let next = "INSERT INTO numbers SELECT COALESCE(MAX(number), 0) + 1 FROM numbers";
                    turn.conn().execute(next).await.unwrap();
                    yield_now().await;
                    if asks % 3 == 0 { Err(Lost::Undone) } else { turn.commit().await }
                });
                if asks % 7 == 0 {
                    task.abort();
                }
                task
            })
            .collect();
        let (mut done, mut unknown) = (0, 0);
        for task in all {
            match task.await {
                Ok(outcome) => done += i64::from(outcome.is_ok()),
                Err(_) => unknown += 1,
            }
        }
        let seen = seen(&reader).await;
        let last = i64::try_from(seen.len()).unwrap();
        assert_eq!(seen, (1..=last).collect::<Vec<_>>());
        assert!((done..=done + unknown).contains(&last), "{done} and perhaps {unknown} more: {last}");
    }

    /// An open transaction would keep the write-ahead log from being emptied.
    #[tokio::test]
    async fn what_is_given_up_leaves_nothing_open() {
        let (_folder, writer, _reader) = numbers().await;
        drop(writer.begin().await.unwrap());
        let held = timeout(PATIENCE, writer.pool().acquire()).await;
        held.unwrap().unwrap();
    }
}
