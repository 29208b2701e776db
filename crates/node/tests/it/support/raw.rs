// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A store as its file or server has it, beside the program: to look at what nobody shows, and to damage it.

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use tequio_node::{spine::id::Id, store::Engine};

use super::TestApp;

/// A connection to the store of a node, to which nothing is forbidden.
pub enum Raw {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Raw {
    /// References are not watched over: whoever tampers does not ask.
    pub async fn open(app: &TestApp) -> Self {
        let mut raw = match app.node.core.db.engine() {
            Engine::Sqlite => Self::Sqlite(SqliteConnection::connect(&app.store).await.unwrap()),
            Engine::Postgres => Self::Postgres(PgConnection::connect(&app.store).await.unwrap()),
        };
        raw.run(match raw {
            Self::Sqlite(_) => "PRAGMA foreign_keys = off",
            Self::Postgres(_) => "SET session_replication_role = replica",
        })
        .await;
        raw
    }

    /// Runs a statement.
    pub async fn run(&mut self, sql: &str) {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        match self {
            Self::Sqlite(connection) => drop(sql.execute(connection).await.unwrap()),
            Self::Postgres(connection) => drop(sql.execute(connection).await.unwrap()),
        }
    }

    /// The rows of a query that asks for one text.
    pub async fn texts(&mut self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(connection) => sqlx::query_scalar(sql).fetch_all(connection).await.unwrap(),
            Self::Postgres(connection) => sqlx::query_scalar(sql).fetch_all(connection).await.unwrap(),
        }
    }

    /// The identifier that a query asks for.
    pub async fn id(&mut self, sql: &str) -> Id {
        let sql = AssertSqlSafe(sql.to_owned());
        let bytes: Vec<u8> = match self {
            Self::Sqlite(connection) => sqlx::query_scalar(sql).fetch_one(connection).await.unwrap(),
            Self::Postgres(connection) => {
                let id: uuid::Uuid = sqlx::query_scalar(sql).fetch_one(connection).await.unwrap();
                id.as_bytes().to_vec()
            }
        };
        Id::from_bytes(bytes.try_into().unwrap())
    }

    /// What a query that asks for one number says.
    pub async fn number(&mut self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(connection) => sqlx::query_scalar(sql).fetch_one(connection).await.unwrap(),
            Self::Postgres(connection) => sqlx::query_scalar(sql).fetch_one(connection).await.unwrap(),
        }
    }
}
