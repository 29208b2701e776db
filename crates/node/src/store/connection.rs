// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Connections to either engine, write transactions and readers.

use std::{
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use sqlx::{
    AssertSqlSafe, Connection as _, PgConnection, PgPool, SqliteConnection, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::sync::watch;

use crate::spine::viewer::Viewer;

use super::{FromRow, Read, Result, Statement, StoreError, Value};

/// Which engine holds the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// The built-in one.
    Sqlite,
    /// The one for several processes.
    Postgres,
}

/// Readers kept open. More only grew memory: 64 took 111 MB where 8 take 16.
const READERS: u32 = 6;
/// How long a request waits for a connection before it is told that the node is busy.
const PATIENCE: Duration = Duration::from_secs(10);

/// SQLite's own check; elsewhere it is not asked.
static INTEGRITY: Statement = Statement {
    name: "store::connection::INTEGRITY",
    text: super::Text::Both("SELECT integrity_check FROM pragma_integrity_check"),
};

/// A database, open and migrated.
#[derive(Debug, Clone)]
pub struct Db {
    pools: Pools,
    broken: watch::Sender<bool>,
}

#[derive(Debug, Clone)]
enum Pools {
    /// One writer, which always begins IMMEDIATE (a deferred transaction that turns into a writer
    /// fails under contention whatever the timeout), and few readers that cannot write.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

impl Db {
    /// Opens `url` (`sqlite:PATH` or `postgres://…`) and brings its schema up to date.
    ///
    /// # Errors
    /// When it cannot be reached, or was written by a newer program.
    pub async fn open(url: &str) -> Result<Self> {
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
                .idle_timeout(None)
                .max_lifetime(None)
                .connect_with(options.clone())
                .await?;
            let readers = SqlitePoolOptions::new()
                .max_connections(READERS)
                .acquire_timeout(PATIENCE)
                .connect_lazy_with(options.pragma("query_only", "on"));
            Pools::Sqlite { writer, readers }
        } else {
            let options = PgConnectOptions::from_str(url)?.application_name("tequio");
            // A pool would try until its patience ends; what cannot be reached shall say so at once.
            PgConnection::connect_with(&options).await?.close().await?;
            Pools::Postgres(
                PgPoolOptions::new()
                    .max_connections(READERS + 2)
                    .acquire_timeout(PATIENCE)
                    .connect_with(options)
                    .await?,
            )
        };
        let db = Self { pools, broken: watch::Sender::new(false) };
        super::migrate::run(&db).await?;
        Ok(db)
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
    pub async fn write(&self) -> Result<Write> {
        if *self.broken.borrow() {
            return Err(StoreError::Durability("an earlier commit failed; restart the node".into()));
        }
        let inner = match &self.pools {
            Pools::Sqlite { writer, .. } => WriteInner::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Postgres(pool) => WriteInner::Postgres(pool.begin().await?),
        };
        Ok(Write { inner, broken: self.broken.clone() })
    }

    /// A view of everything as it is now, in which later commits do not appear and nothing can be written:
    /// for checks and backups while the node serves.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when no connection came free in time.
    pub async fn snapshot(&self) -> Result<Write> {
        let inner = match &self.pools {
            Pools::Sqlite { readers, .. } => WriteInner::Sqlite(readers.begin().await?),
            Pools::Postgres(pool) => {
                WriteInner::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        };
        Ok(Write { inner, broken: self.broken.clone() })
    }

    /// A reader for what `viewer` may see.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when no connection came free in time.
    pub async fn read(&self, viewer: &Viewer) -> Result<Reader> {
        let inner = match &self.pools {
            Pools::Sqlite { readers, .. } => ReaderInner::Sqlite(readers.acquire().await?),
            Pools::Postgres(pool) => ReaderInner::Postgres(pool.acquire().await?),
        };
        Ok(Reader { inner, viewer: viewer.arguments() })
    }

    /// What the engine itself finds wrong with its files; nothing where it has no such check.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn integrity(&self) -> Result<Vec<String>> {
        let Pools::Sqlite { .. } = self.pools else { return Ok(Vec::new()) };
        let mut tx = self.snapshot().await?;
        let found: Vec<(String,)> = tx.all(&INTEGRITY, Vec::new()).await?;
        Ok(found
            .into_iter()
            .map(|(line,)| line)
            .filter(|line| line != "ok")
            .map(|line| format!("sqlite: {line}"))
            .collect())
    }

    /// Folds SQLite's write-ahead log into its file and empties it, so that what was overwritten there is gone
    /// too. Elsewhere it does nothing.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn checkpoint(&self) -> Result<()> {
        if let Pools::Sqlite { writer, .. } = &self.pools {
            sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(writer).await?;
        }
        Ok(())
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
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
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

/// A transaction that may write. Dropped without [`commit`](Self::commit), it changes nothing.
#[derive(Debug)]
pub struct Write {
    inner: WriteInner,
    broken: watch::Sender<bool>,
}

#[derive(Debug)]
enum WriteInner {
    Sqlite(sqlx::SqliteTransaction<'static>),
    Postgres(sqlx::PgTransaction<'static>),
}

/// A connection for pages: it reads what its viewer may see, and cannot write.
#[derive(Debug)]
pub struct Reader {
    inner: ReaderInner,
    viewer: [Value; 3],
}

#[derive(Debug)]
enum ReaderInner {
    Sqlite(sqlx::pool::PoolConnection<sqlx::Sqlite>),
    Postgres(sqlx::pool::PoolConnection<sqlx::Postgres>),
}

/// A borrowed connection of either engine.
pub(super) enum Conn<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

/// Binds dynamic values to a query of whichever engine.
macro_rules! bind {
    ($query:expr, $args:expr) => {{
        let mut query = $query;
        for value in $args {
            query = match value {
                Value::Int(v) => query.bind(v),
                Value::Text(v) => query.bind(v),
                Value::Bool(v) => query.bind(v),
                Value::Bytes(v) => query.bind(v),
                Value::Uuid(v) => query.bind(v),
            };
        }
        query
    }};
}

impl Conn<'_> {
    async fn all<T: FromRow>(self, sql: &str, args: Vec<Value>) -> Result<Vec<T>> {
        Ok(match self {
            Self::Sqlite(conn) => bind!(sqlx::query_as(AssertSqlSafe(sql)), args).fetch_all(conn).await?,
            Self::Postgres(conn) => bind!(sqlx::query_as(AssertSqlSafe(sql)), args).fetch_all(conn).await?,
        })
    }

    async fn optional<T: FromRow>(self, sql: &str, args: Vec<Value>) -> Result<Option<T>> {
        Ok(match self {
            Self::Sqlite(conn) => bind!(sqlx::query_as(AssertSqlSafe(sql)), args).fetch_optional(conn).await?,
            Self::Postgres(conn) => bind!(sqlx::query_as(AssertSqlSafe(sql)), args).fetch_optional(conn).await?,
        })
    }

    pub(super) async fn run(self, sql: &str, args: Vec<Value>) -> Result<u64> {
        Ok(match self {
            Self::Sqlite(conn) => bind!(sqlx::query(AssertSqlSafe(sql)), args).execute(conn).await?.rows_affected(),
            Self::Postgres(conn) => bind!(sqlx::query(AssertSqlSafe(sql)), args).execute(conn).await?.rows_affected(),
        })
    }
}

impl Write {
    pub(super) fn conn(&mut self) -> Conn<'_> {
        match &mut self.inner {
            WriteInner::Sqlite(tx) => Conn::Sqlite(tx),
            WriteInner::Postgres(tx) => Conn::Postgres(tx),
        }
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match self.inner {
            WriteInner::Sqlite(_) => Engine::Sqlite,
            WriteInner::Postgres(_) => Engine::Postgres,
        }
    }

    /// Every row of a statement.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn all<T: FromRow>(&mut self, statement: &'static Statement, args: Vec<Value>) -> Result<Vec<T>> {
        let sql = statement.text.on(self.engine());
        self.conn().all(sql, args).await
    }

    /// The first row of a statement, if any.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn optional<T: FromRow>(&mut self, statement: &'static Statement, args: Vec<Value>) -> Result<Option<T>> {
        let sql = statement.text.on(self.engine());
        self.conn().optional(sql, args).await
    }

    /// Runs a statement and says how many rows it changed.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn run(&mut self, statement: &'static Statement, args: Vec<Value>) -> Result<u64> {
        let sql = statement.text.on(self.engine());
        self.conn().run(sql, args).await
    }

    /// Prepares a text without running it.
    ///
    /// # Errors
    /// What the engine finds wrong with it.
    pub async fn prepare(&mut self, sql: &str) -> Result<()> {
        use sqlx::{Executor, SqlSafeStr};
        let sql = AssertSqlSafe(sql.to_owned()).into_sql_str();
        match self.conn() {
            Conn::Sqlite(conn) => conn.prepare(sql).await.map(drop)?,
            Conn::Postgres(conn) => conn.prepare(sql).await.map(drop)?,
        }
        Ok(())
    }

    /// Makes the changes durable.
    ///
    /// # Errors
    /// [`StoreError::Durability`]: the outcome is unknown and must not be acknowledged. On SQLite the
    /// node stops too, for the file itself may be in doubt; a lost PostgreSQL connection ends only this request.
    pub async fn commit(self) -> Result<()> {
        let (outcome, stops) = match self.inner {
            WriteInner::Sqlite(tx) => (tx.commit().await, true),
            WriteInner::Postgres(tx) => (tx.commit().await, false),
        };
        outcome.map_err(|error| {
            if stops {
                self.broken.send_replace(true);
            }
            StoreError::Durability(error.to_string())
        })
    }

    /// Gives the changes up.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn rollback(self) -> Result<()> {
        match self.inner {
            WriteInner::Sqlite(tx) => tx.rollback().await?,
            WriteInner::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }
}

impl Reader {
    fn conn(&mut self) -> Conn<'_> {
        match &mut self.inner {
            ReaderInner::Sqlite(conn) => Conn::Sqlite(conn),
            ReaderInner::Postgres(conn) => Conn::Postgres(conn),
        }
    }

    fn prepared(&self, read: &'static Read, own: Vec<Value>) -> (&'static str, Vec<Value>) {
        let engine = match self.inner {
            ReaderInner::Sqlite(_) => Engine::Sqlite,
            ReaderInner::Postgres(_) => Engine::Postgres,
        };
        (read.on(engine), self.viewer.iter().cloned().chain(own).collect())
    }

    /// Every row that the viewer may see.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn all<T: FromRow>(&mut self, read: &'static Read, own: Vec<Value>) -> Result<Vec<T>> {
        let (sql, args) = self.prepared(read, own);
        self.conn().all(sql, args).await
    }

    /// The first row that the viewer may see, if any.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn optional<T: FromRow>(&mut self, read: &'static Read, own: Vec<Value>) -> Result<Option<T>> {
        let (sql, args) = self.prepared(read, own);
        self.conn().optional(sql, args).await
    }
}
