// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Connections to either engine.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use futures_util::future::BoxFuture;
use sqlx::{
    PgPool, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::sync::watch;

use crate::spine::viewer::Viewer;

use super::{
    Reader, Result, Statement, StoreError, Write,
    primary::{self, Primary},
    transaction::{PgReader, PgWrite, ReaderInner, WriteInner},
    writer::Writer,
};

/// Which engine holds the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// The built-in one.
    Sqlite,
    /// The one for several processes.
    Postgres,
}

/// Readers kept open. More only grew memory: 64 took 111 MB where 8 take 16.
pub(super) const READERS: u32 = 6;
/// How long a request waits for a connection before it is told that the node is busy, and for a PostgreSQL to confirm a commit.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// SQLite's own check; elsewhere it is not asked.
static INTEGRITY: Statement = Statement {
    name: "store::connection::INTEGRITY",
    text: super::Text::Both("SELECT integrity_check FROM pragma_integrity_check"),
};

/// A connection on which FTS5 was last asked before another one changed its index takes the index for damaged, until it is
/// asked again.
static ASK_SEARCH: Statement = Statement {
    name: "store::connection::ASK_SEARCH",
    text: super::Text::Both("SELECT rowid FROM search_index WHERE search_index MATCH 'a' LIMIT 1"),
};

/// FTS5's own check of the search index, in which each row is compared with the table that it is of. It writes nothing.
static SEARCH_INTEGRITY: Statement = Statement {
    name: "store::connection::SEARCH_INTEGRITY",
    text: super::Text::Both("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)"),
};

/// A database, open and migrated.
#[derive(Debug, Clone)]
pub struct Db {
    pools: Pools,
    broken: watch::Sender<bool>,
}

#[derive(Debug, Clone)]
enum Pools {
    /// One writer, and few readers that cannot write.
    Sqlite {
        writer: Writer,
        readers: SqlitePool,
    },
    Postgres(Primary),
}

/// The connections to PostgreSQL's primary, as it is now.
fn connections(primary: &Primary) -> Result<PgPool> {
    let none = || StoreError::Unreachable("no server takes writes".to_owned());
    primary.borrow().clone().ok_or_else(none)
}

impl Db {
    /// Opens `url` (`sqlite:PATH`, or `postgres://…` with commas between the servers of one cluster) and brings its schema up to date.
    ///
    /// # Errors
    /// When it cannot be reached, or was written by a newer program.
    pub async fn open(url: &str) -> Result<Self> {
        let db = Self::connect(url).await?;
        db.upgrade().await?;
        Ok(db)
    }

    /// Opens `url` with the schema that it has.
    ///
    /// # Errors
    /// When it cannot be reached.
    pub async fn connect(url: &str) -> Result<Self> {
        let pools = if let Some(path) = url.strip_prefix("sqlite:") {
            private_file(Path::new(path))?;
            let options = SqliteConnectOptions::new()
                .filename(PathBuf::from(path))
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .pragma("secure_delete", "on") // an erased key leaves no trace in a free page
                .busy_timeout(PATIENCE);
            let writer = SqlitePoolOptions::new()
                .max_connections(1)
                .acquire_timeout(PATIENCE)
                .test_before_acquire(false) // a file does not hang up
                .idle_timeout(None)
                .max_lifetime(None)
                .connect_with(options.clone())
                .await?;
            let readers = SqlitePoolOptions::new()
                .max_connections(READERS)
                .acquire_timeout(PATIENCE)
                .test_before_acquire(false) // a file does not hang up
                .connect_lazy_with(options.pragma("query_only", "on"));
            Pools::Sqlite { writer: Writer::new(writer), readers }
        } else {
            Pools::Postgres(primary::follow(url).await?)
        };
        Ok(Self { pools, broken: watch::Sender::new(false) })
    }

    /// The newest migration that was applied; nothing in an empty store.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn schema(&self) -> Result<Option<i64>> {
        super::migrate::applied(self).await
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// When it was written by a newer program; nothing was changed then.
    pub async fn upgrade(&self) -> Result<()> {
        super::migrate::run(self, super::migrate::latest()).await
    }

    /// As [`upgrade`](Self::upgrade), up to a migration: for what was written with that schema.
    ///
    /// # Errors
    /// As [`upgrade`](Self::upgrade).
    pub async fn upgrade_to(&self, migration: i64) -> Result<()> {
        super::migrate::run(self, migration).await
    }

    /// Copies SQLite's database as it is into a new file. Elsewhere there is no such file: `false`.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn copy_file(&self, file: &Path) -> Result<bool> {
        let Pools::Sqlite { writer, .. } = &self.pools else { return Ok(false) };
        private_file(file)?;
        let into = "VACUUM INTO $1";
        sqlx::query(into).bind(file.display().to_string()).execute(writer.pool()).await?;
        std::fs::File::open(file).and_then(|file| file.sync_all()).map_err(sqlx::Error::Io)?;
        Ok(true)
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match self.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    /// Begins a transaction that may write.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when no connection came free in time.
    pub fn write(&self) -> BoxFuture<'_, Result<Write>> {
        Box::pin(async move {
            if *self.broken.borrow() {
                return Err(StoreError::Durability("an earlier commit failed; restart the node".into()));
            }
            let inner = match &self.pools {
                Pools::Sqlite { writer, .. } => WriteInner::Sqlite(writer.begin().await?),
                Pools::Postgres(primary) => WriteInner::Postgres(PgWrite::begin(connections(primary)?, "BEGIN").await?),
            };
            Ok(Write::new(inner, self.broken.clone()))
        })
    }

    /// A view of everything as it is now, in which later commits do not appear and nothing can be written:
    /// for checks and backups while the node serves.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when no connection came free in time.
    pub fn snapshot(&self) -> BoxFuture<'_, Result<Write>> {
        Box::pin(async move {
            let inner = match &self.pools {
                Pools::Sqlite { readers, .. } => WriteInner::View(readers.begin().await?),
                Pools::Postgres(primary) => {
                    let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
                    WriteInner::Postgres(PgWrite::begin(connections(primary)?, begin).await?)
                }
            };
            Ok(Write::new(inner, self.broken.clone()))
        })
    }

    /// A reader for what `viewer` may see.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when no connection came free in time.
    pub fn read<'a>(&'a self, viewer: &'a Viewer) -> BoxFuture<'a, Result<Reader>> {
        Box::pin(async move {
            let inner = match &self.pools {
                Pools::Sqlite { readers, .. } => ReaderInner::Sqlite(readers.acquire().await?),
                Pools::Postgres(primary) => ReaderInner::Postgres(PgReader::new(connections(primary)?).await?),
            };
            Ok(Reader::new(inner, viewer.arguments()))
        })
    }

    /// What the engine itself finds wrong with its files; nothing where it has no such check.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn integrity(&self) -> Result<Vec<String>> {
        let Pools::Sqlite { .. } = self.pools else { return Ok(Vec::new()) };
        let mut tx = self.snapshot().await?;
        // Whether the index itself is damaged says `search_is_whole`.
        let _: Result<Vec<(i64,)>> = tx.all(&ASK_SEARCH, Vec::new()).await;
        let found: Vec<(String,)> = tx.all(&INTEGRITY, Vec::new()).await?;
        Ok(found.into_iter().map(|(line,)| line).filter(|line| line != "ok").collect())
    }

    /// Whether the index by which words are found is what it should be; PostgreSQL keeps its own in order.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn search_is_whole(&self) -> Result<bool> {
        let Pools::Sqlite { .. } = self.pools else { return Ok(true) };
        // The check has the form of a write, so that a reader may not ask for it.
        let mut tx = self.write().await?;
        let asked = tx.all::<(i64,)>(&ASK_SEARCH, Vec::new()).await.map(drop);
        let checked = match asked {
            Ok(()) => tx.run(&SEARCH_INTEGRITY, Vec::new()).await.map(drop),
            damaged => damaged,
        };
        tx.rollback().await?;
        match checked {
            Ok(()) => Ok(true),
            Err(StoreError::Damaged(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Folds SQLite's write-ahead log into its file and empties it, so that what was overwritten there is gone
    /// too. Elsewhere it does nothing.
    ///
    /// # Errors
    /// As the engine says.
    pub fn checkpoint(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            if let Pools::Sqlite { writer, .. } = &self.pools {
                sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(writer.pool()).await?;
            }
            Ok(())
        })
    }

    /// Resolves when a commit has failed and the node must stop.
    pub async fn broken(&self) {
        let mut watch = self.broken.subscribe();
        // The sender lives as long as `self`, so this ends only by the value.
        let _ = watch.wait_for(|broken| *broken).await;
    }

    /// Closes every connection; on SQLite this folds the write-ahead log into the file.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.pool().close().await;
            }
            Pools::Postgres(primary) => {
                if let Ok(pool) = connections(primary) {
                    pool.close().await;
                }
            }
        }
    }
}

/// Makes the file of a database for its owner only; SQLite gives its other files the same mode.
fn private_file(path: &Path) -> Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(sqlx::Error::Io)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What keeps a commit through a power cut, and a reader from writing, is what SQLite itself says of each connection.
    #[tokio::test]
    async fn sqlite_is_set_up_as_it_should_be() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}", folder.path().join("store").display())).await.unwrap();
        let Pools::Sqlite { writer, readers } = &db.pools else { unreachable!("it is SQLite") };
        for (name, of_writer, of_readers) in [
            ("journal_mode", "wal", "wal"),
            ("synchronous", "2", "2"), // FULL
            ("foreign_keys", "1", "1"),
            ("secure_delete", "1", "1"),
            ("query_only", "0", "1"),
        ] {
            for (pool, wanted) in [(writer.pool(), of_writer), (readers, of_readers)] {
                let asked = format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}");
                let said: String = sqlx::query_scalar(sqlx::AssertSqlSafe(asked)).fetch_one(pool).await.unwrap();
                assert_eq!(said, wanted, "{name}");
            }
        }
        let refused = sqlx::query("DELETE FROM migrations").execute(readers).await;
        assert!(refused.is_err(), "a reader wrote");
    }
}
