// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The store: one behaviour on two engines (laws 1, 2 and 10 of the design).
//!
//! SQLite is built in and the default; PostgreSQL serves several processes. Statements are named
//! [`Statement`]s and [`Read`]s, written once with `$N` placeholders wherever the common subset
//! of both engines allows; a test prepares every one of them on both. Columns are BIGINT (instants are
//! microseconds UTC), TEXT, BOOLEAN, `{{blob}}` and `{{uuid}}`.
//!
//! A [`Write`] transaction is the only way to change rows, and [`Reader`] the only way in for pages:
//! it takes a [`Viewer`](crate::spine::viewer::Viewer) and accepts nothing but [`Read`]s.

mod blobs;
mod connection;
mod dump;
mod error;
mod migrate;
mod primary;
mod statement;
pub mod tables;
mod transaction;
mod value;
mod writer;

pub use blobs::{BlobError, Blobs, Bucket};
pub use connection::{Db, Engine};
pub use dump::{Dump, Row, TableDump};
pub(crate) use dump::{clear as clear_table, load as load_table, read as read_table};
pub use error::{Result, StoreError};
pub use migrate::latest as latest_migration;
pub(crate) use statement::statements;
pub use statement::{AnyStatement, Read, Statement, Text, all_statements};
pub use transaction::{Reader, Write, noted};
pub(crate) use value::args;
pub use value::{FromRow, Value};
