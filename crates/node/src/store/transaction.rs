// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What statements run in: write transactions and readers.

use std::cell::Cell;

use futures_util::future::BoxFuture;
use sqlx::{
    AssertSqlSafe, PgConnection, PgPool, PgTransaction, Postgres, SqliteConnection,
    pool::{CloseEvent, PoolConnection},
    postgres::PgRow,
    sqlite::SqliteRow,
};
use tokio::time::timeout;

use super::{
    Engine, FromRow, Read, Result, Statement, StoreError, Value,
    connection::PATIENCE,
    writer::{Lost, SqliteWrite},
};

tokio::task_local! {
    /// Whether what runs within [`noted`] has made something durable.
    static COMMITTED: Cell<bool>;
}

/// Does something, and says whether it made anything durable: what fails after that must not say that nothing changed.
pub async fn noted<F: Future>(doing: F) -> (F::Output, bool) {
    let noting = async {
        let output = doing.await;
        (output, COMMITTED.with(Cell::get))
    };
    COMMITTED.scope(Cell::new(false), noting).await
}

/// A transaction that may write. Dropped without [`commit`](Self::commit), it changes nothing.
#[derive(Debug)]
pub struct Write {
    inner: WriteInner,
}

#[derive(Debug)]
pub(super) enum WriteInner {
    Sqlite(SqliteWrite),
    /// One that cannot write, on SQLite.
    View(sqlx::SqliteTransaction<'static>),
    Postgres(PgWrite),
}

/// A connection for pages: it reads what its viewer may see, and cannot write.
#[derive(Debug)]
pub struct Reader {
    inner: ReaderInner,
    viewer: [Value; 3],
}

#[derive(Debug)]
pub(super) enum ReaderInner {
    Sqlite(PoolConnection<sqlx::Sqlite>),
    Postgres(PgReader),
}

/// A borrowed connection of either engine; on PostgreSQL with what tells that its server is the primary no longer: nobody
/// waits for it then.
pub(super) enum Conn<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection, CloseEvent),
}

/// A connection to PostgreSQL.
#[derive(Debug)]
pub(super) struct PgReader {
    connection: PoolConnection<Postgres>,
    pool: PgPool,
}

impl PgReader {
    pub(super) async fn new(pool: PgPool) -> Result<Self> {
        let connection = pool.close_event().do_until(pool.acquire()).await??;
        Ok(Self { connection, pool })
    }

    fn conn(&mut self) -> Conn<'_> {
        Conn::Postgres(&mut self.connection, self.pool.close_event())
    }
}

/// A transaction on PostgreSQL.
#[derive(Debug)]
pub(super) struct PgWrite {
    transaction: PgTransaction<'static>,
    pool: PgPool,
}

impl PgWrite {
    pub(super) async fn begin(pool: PgPool, statement: &'static str) -> Result<Self> {
        // Whoever asked may give up before the server answers: the connection must not go back with a transaction in it.
        let begun = tokio::spawn({
            let pool = pool.clone();
            async move { pool.begin_with(statement).await }
        });
        let begun = pool.close_event().do_until(begun).await?;
        let transaction = begun.map_err(|error| StoreError::Unreachable(error.to_string()))??;
        Ok(Self { transaction, pool })
    }

    fn conn(&mut self) -> Conn<'_> {
        Conn::Postgres(&mut self.transaction, self.pool.close_event())
    }

    /// Commits, if the server says so in time: a primary that lost its standby says nothing until that is back, and one
    /// whose standby took its place never does.
    async fn commit(self) -> Result<(), String> {
        let mut over = self.pool.close_event();
        match timeout(PATIENCE, over.do_until(self.transaction.commit())).await {
            Ok(Ok(Ok(()))) => Ok(()),
            Ok(Ok(Err(error)) | Err(error)) => Err(error.to_string()),
            Err(_) => Err("it was not confirmed in time, as where a primary waits for its standby".to_owned()),
        }
    }

    async fn rollback(self) -> Result<()> {
        Ok(self.pool.close_event().do_until(self.transaction.rollback()).await??)
    }
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

/// Rows of either engine.
enum Rows {
    Sqlite(Vec<SqliteRow>),
    Postgres(Vec<PgRow>),
}

impl Rows {
    fn all<T: FromRow>(&self) -> Result<Vec<T>> {
        let rows: sqlx::Result<Vec<T>> = match self {
            Self::Sqlite(rows) => rows.iter().map(T::from_row).collect(),
            Self::Postgres(rows) => rows.iter().map(T::from_row).collect(),
        };
        Ok(rows?)
    }

    fn first<T: FromRow>(&self) -> Result<Option<T>> {
        let row = match self {
            Self::Sqlite(rows) => rows.first().map(T::from_row),
            Self::Postgres(rows) => rows.first().map(T::from_row),
        };
        Ok(row.transpose()?)
    }
}

impl<'c> Conn<'c> {
    // Boxed and of no row type: all that pages and commands wait for ends here, and the compiler would look through it
    // once more for each of them.
    fn rows<'a: 'c>(self, sql: &'a str, args: Vec<Value>) -> BoxFuture<'c, Result<Rows>> {
        Box::pin(async move {
            Ok(match self {
                Self::Sqlite(conn) => Rows::Sqlite(bind!(sqlx::query(AssertSqlSafe(sql)), args).fetch_all(conn).await?),
                Self::Postgres(conn, mut over) => {
                    let rows = bind!(sqlx::query(AssertSqlSafe(sql)), args).fetch_all(conn);
                    Rows::Postgres(over.do_until(rows).await??)
                }
            })
        })
    }

    fn first<'a: 'c>(self, sql: &'a str, args: Vec<Value>) -> BoxFuture<'c, Result<Rows>> {
        Box::pin(async move {
            Ok(match self {
                Self::Sqlite(conn) => {
                    let row = bind!(sqlx::query(AssertSqlSafe(sql)), args).fetch_optional(conn).await?;
                    Rows::Sqlite(row.into_iter().collect())
                }
                Self::Postgres(conn, mut over) => {
                    let row = bind!(sqlx::query(AssertSqlSafe(sql)), args).fetch_optional(conn);
                    Rows::Postgres(over.do_until(row).await??.into_iter().collect())
                }
            })
        })
    }

    pub(super) fn run<'a: 'c>(self, sql: &'a str, args: Vec<Value>) -> BoxFuture<'c, Result<u64>> {
        Box::pin(async move {
            Ok(match self {
                Self::Sqlite(conn) => bind!(sqlx::query(AssertSqlSafe(sql)), args).execute(conn).await?.rows_affected(),
                Self::Postgres(conn, mut over) => {
                    let run = bind!(sqlx::query(AssertSqlSafe(sql)), args).execute(conn);
                    over.do_until(run).await??.rows_affected()
                }
            })
        })
    }
}

impl Write {
    /// A transaction that was begun.
    pub(super) fn new(inner: WriteInner) -> Self {
        Self { inner }
    }

    pub(super) fn conn(&mut self) -> Conn<'_> {
        match &mut self.inner {
            WriteInner::Sqlite(tx) => Conn::Sqlite(tx.conn()),
            WriteInner::View(tx) => Conn::Sqlite(tx),
            WriteInner::Postgres(tx) => tx.conn(),
        }
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match self.inner {
            WriteInner::Sqlite(_) | WriteInner::View(_) => Engine::Sqlite,
            WriteInner::Postgres(_) => Engine::Postgres,
        }
    }

    /// Every row of a statement.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn all<T: FromRow>(&mut self, statement: &'static Statement, args: Vec<Value>) -> Result<Vec<T>> {
        let sql = statement.text.on(self.engine());
        self.conn().rows(sql, args).await?.all()
    }

    /// The first row of a statement, if any.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn optional<T: FromRow>(&mut self, statement: &'static Statement, args: Vec<Value>) -> Result<Option<T>> {
        let sql = statement.text.on(self.engine());
        self.conn().first(sql, args).await?.first()
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
            Conn::Postgres(conn, _) => conn.prepare(sql).await.map(drop)?,
        }
        Ok(())
    }

    /// Makes the changes durable.
    ///
    /// # Errors
    /// [`StoreError::Durability`]: the outcome is unknown and must not be acknowledged. On SQLite the
    /// node stops too, for the file itself may be in doubt; a lost PostgreSQL connection ends only this request.
    pub fn commit(self) -> BoxFuture<'static, Result<()>> {
        Box::pin(async move {
            match self.inner {
                WriteInner::Sqlite(turn) => turn.commit().await.map_err(|lost| match lost {
                    Lost::Undone => StoreError::Busy,
                    Lost::Unknown(error) => StoreError::Durability(error),
                })?,
                WriteInner::View(tx) => return Ok(tx.commit().await?),
                WriteInner::Postgres(tx) => tx.commit().await.map_err(StoreError::Durability)?,
            }
            // Jobs and commands of the terminal are nobody's request.
            let _ = COMMITTED.try_with(|committed| committed.set(true));
            Ok(())
        })
    }

    /// Gives the changes up.
    ///
    /// # Errors
    /// As the engine says.
    pub fn rollback(self) -> BoxFuture<'static, Result<()>> {
        Box::pin(async move {
            match self.inner {
                WriteInner::Sqlite(turn) => drop(turn),
                WriteInner::View(tx) => tx.rollback().await?,
                WriteInner::Postgres(tx) => tx.rollback().await?,
            }
            Ok(())
        })
    }
}

impl Reader {
    /// A reader for a viewer of these arguments.
    pub(super) fn new(inner: ReaderInner, viewer: [Value; 3]) -> Self {
        Self { inner, viewer }
    }

    fn conn(&mut self) -> Conn<'_> {
        match &mut self.inner {
            ReaderInner::Sqlite(conn) => Conn::Sqlite(conn),
            ReaderInner::Postgres(reader) => reader.conn(),
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
        self.conn().rows(sql, args).await?.all()
    }

    /// The first row that the viewer may see, if any.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn optional<T: FromRow>(&mut self, read: &'static Read, own: Vec<Value>) -> Result<Option<T>> {
        let (sql, args) = self.prepared(read, own);
        self.conn().first(sql, args).await?.first()
    }
}
