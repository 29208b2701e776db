// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What statements take and give.

use sqlx::{postgres::PgRow, sqlite::SqliteRow};
use uuid::Uuid;

/// One argument of a statement. `None` is SQL's NULL, of the type its variant says (PostgreSQL
/// wants to know).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// BIGINT: numbers and instants (microseconds UTC).
    Int(Option<i64>),
    /// TEXT.
    Text(Option<String>),
    /// BOOLEAN.
    Bool(Option<bool>),
    /// BLOB or BYTEA.
    Bytes(Option<Vec<u8>>),
    /// UUID, or a BLOB of 16 bytes.
    Uuid(Option<Uuid>),
}

impl Value {
    /// Whether it is NULL.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Int(None) | Self::Text(None) | Self::Bool(None) | Self::Bytes(None) | Self::Uuid(None))
    }
}

macro_rules! from {
    ($($type:ty => $variant:ident($value:ident) $into:expr;)*) => { $(
        impl From<$type> for Value {
            fn from($value: $type) -> Self { Self::$variant(Some($into)) }
        }
        impl From<Option<$type>> for Value {
            fn from(value: Option<$type>) -> Self { Self::$variant(value.map(|$value| $into)) }
        }
    )* };
}

from! {
    i64 => Int(v) v;
    u32 => Int(v) i64::from(v);
    i32 => Int(v) i64::from(v);
    &str => Text(v) v.to_owned();
    &String => Text(v) v.clone();
    String => Text(v) v;
    bool => Bool(v) v;
    Vec<u8> => Bytes(v) v;
    &[u8] => Bytes(v) v.to_vec();
    &Vec<u8> => Bytes(v) v.clone();
    Uuid => Uuid(v) v;
}

/// Builds the arguments of a statement: `args![community, at, "text"]`.
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::store::Value::from($value)),*] };
}
pub(crate) use args;

/// A row type that both engines can give. Derive `sqlx::FromRow`, or use a tuple.
pub trait FromRow: for<'r> sqlx::FromRow<'r, SqliteRow> + for<'r> sqlx::FromRow<'r, PgRow> + Send + Unpin {}
impl<T> FromRow for T where T: for<'r> sqlx::FromRow<'r, SqliteRow> + for<'r> sqlx::FromRow<'r, PgRow> + Send + Unpin {}
