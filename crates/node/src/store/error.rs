// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What can go wrong in the store.

use sqlx::{error::DatabaseError as _, postgres::PgDatabaseError};

/// The result of a store operation.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// What can go wrong in the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique or foreign key stood in the way: somebody else was first, or a thing is gone.
    /// The caller tells the person what is taken; nothing was changed.
    #[error("the change collides with what is already stored: {0}")]
    Conflict(String),
    /// The engine is busy for longer than we wait. Nothing was changed; the same request may succeed later.
    #[error("the database is busy")]
    Busy,
    /// A commit or an fsync failed: what is on disk is unknown. It is never retried and never
    /// acknowledged; the node stops, and recovers when it starts again.
    #[error("the database could not make a change durable: {0}")]
    Durability(String),
    /// A stored value does not have the form the program gives it. `tequio check` names the place.
    #[error("a stored value is damaged: {0}")]
    Damaged(String),
    /// The stored schema is newer than this program: an older program must not touch it.
    #[error(
        "the data was written by a newer version (schema {found}, this program knows {known}); use that version or a later one"
    )]
    NewerSchema {
        /// The migration number found in the store.
        found: i64,
        /// The latest migration this program has.
        known: i64,
    },
    /// Nothing answers where the database should be, or the connection broke.
    #[error("the database does not answer: {0}")]
    Unreachable(String),
    /// Anything else the engine answered: a fault of the program or of its surroundings.
    #[error("the database answered: {0}")]
    Engine(sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::Database(inner) => {
                if inner.is_unique_violation() || inner.is_foreign_key_violation() {
                    return Self::Conflict(inner.message().to_owned());
                }
                if let Some(postgres) = inner.try_downcast_ref::<PgDatabaseError>() {
                    return match postgres.code() {
                        // A lock was not to be had in time, or no connection.
                        "55P03" | "53300" => Self::Busy,
                        // It is a standby, it ends, it was ended, or it begins.
                        "25006" | "57P01" | "57P02" | "57P03" => Self::Unreachable(postgres.message().to_owned()),
                        _ => Self::Engine(error),
                    };
                }
                // SQLite's extended result codes carry the primary one in the low byte.
                let sqlite = inner.try_downcast_ref::<sqlx::sqlite::SqliteError>();
                let code = sqlite.and_then(|error| error.code()).and_then(|code| code.parse::<i64>().ok());
                match code.map(|code| code & 0xff) {
                    Some(5 | 6) => Self::Busy,
                    Some(10) => Self::Durability(inner.message().to_owned()),
                    Some(11 | 26) => Self::Damaged(inner.message().to_owned()),
                    _ => Self::Engine(error),
                }
            }
            sqlx::Error::PoolClosed => Self::Unreachable("another server takes writes now".to_owned()),
            sqlx::Error::Io(inner) => Self::Unreachable(inner.to_string()),
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Self::Damaged(error.to_string()),
            _ => Self::Engine(error),
        }
    }
}
