// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Tables as engine-neutral rows: what `tequio check` compares and `tequio backup` writes.

use futures_util::TryStreamExt;
use sqlx::{AssertSqlSafe, Column, Row as _, TypeInfo};

use crate::spine::id::Id;

use super::{
    Db, Result, StoreError, Value, Write, args, statements,
    tables::{Class, TABLES, Table},
    transaction::Conn,
};

statements! {
    /// A table's columns and their declared types. Those of the kind INTEGER are SQLite's own numbers of rows.
    write COLUMNS =
        sqlite "SELECT name, type FROM pragma_table_info($1) WHERE type <> 'INTEGER' ORDER BY cid",
        postgres "SELECT CAST(column_name AS TEXT), CAST(data_type AS TEXT) FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position";
}

/// The cells of a row of either engine, by the type each column declares.
macro_rules! cells {
    ($row:expr) => {{
        let row = $row;
        let mut cells = Vec::with_capacity(row.columns().len());
        let mut failed = None;
        for column in row.columns() {
            let index = column.ordinal();
            let kind = column.type_info().name().to_owned();
            let cell = match kind.as_str() {
                "BIGINT" | "INTEGER" | "INT8" => row.try_get(index).map(Value::Int),
                "BOOLEAN" | "BOOL" => row.try_get(index).map(Value::Bool),
                "TEXT" => row.try_get(index).map(Value::Text),
                "BLOB" | "BYTEA" => row.try_get(index).map(Value::Bytes),
                "UUID" => row
                    .try_get::<Option<uuid::Uuid>, _>(index)
                    .map(|id| Value::Bytes(id.map(|id| id.as_bytes().to_vec()))),
                // SQLite types a column by its first value where it cannot tell: a NULL says nothing.
                "NULL" => Ok(Value::Bytes(None)),
                other => {
                    failed =
                        Some(StoreError::Damaged(format!("column {} has the unknown type {other}", column.name())));
                    break;
                }
            };
            match cell {
                Ok(cell) => cells.push(cell),
                Err(error) => {
                    failed = Some(error.into());
                    break;
                }
            }
        }
        failed.map_or(Ok(cells), Err::<Row, StoreError>)
    }};
}

/// One row: its cells in the order of the table's columns. UUIDs appear as bytes on both engines.
pub type Row = Vec<Value>;

/// One table with its columns and rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableDump {
    /// The columns, in the schema's order.
    pub columns: Vec<String>,
    /// The rows, in the order of the table's key.
    pub rows: Vec<Row>,
}

/// Reads and writes whole tables within one consistent view.
#[derive(Debug)]
pub struct Dump {
    tx: Write,
}

impl Dump {
    /// Opens a view of the store as it is now; commits that come later are not in it.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn open(db: &Db) -> Result<Self> {
        Ok(Self { tx: db.snapshot().await? })
    }

    /// Opens a store for loading tables into it.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn load_into(db: &Db) -> Result<Self> {
        Ok(Self { tx: db.write().await? })
    }

    /// The tables of a class.
    pub fn tables(class: Class) -> impl Iterator<Item = &'static Table> {
        TABLES.iter().filter(move |table| table.class == class)
    }

    /// Every row of a table.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn read(&mut self, table: &Table) -> Result<TableDump> {
        read(&mut self.tx, table, None).await
    }

    /// Inserts rows into a table, matching columns by name.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row does not have the form of the table.
    pub async fn load(&mut self, table: &Table, dump: TableDump) -> Result<()> {
        load(&mut self.tx, table, dump).await
    }

    /// Removes every row of a table.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn clear(&mut self, table: &Table) -> Result<()> {
        clear(&mut self.tx, table, None).await
    }

    /// The transaction in which it reads.
    pub fn view(&mut self) -> &mut Write {
        &mut self.tx
    }

    /// Makes what was loaded durable.
    ///
    /// # Errors
    /// As [`Write::commit`].
    pub async fn commit(self) -> Result<()> {
        self.tx.commit().await
    }
}

/// The rows of a table: all, or those of a community by a condition of which it is `$1`.
///
/// # Errors
/// As the engine says.
pub(crate) async fn read(tx: &mut Write, table: &Table, some: Option<(&str, Id)>) -> Result<TableDump> {
    let columns = columns(tx, table.name).await?;
    let names: Vec<String> = columns.into_iter().map(|(name, _)| name).collect();
    // An older schema has not every table.
    if names.is_empty() {
        return Ok(TableDump { columns: names, rows: Vec::new() });
    }
    let list: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let which = some.map(|(which, _)| format!(" WHERE {which}")).unwrap_or_default();
    let sql = format!("SELECT {} FROM {}{which} ORDER BY {}", list.join(", "), table.name, table.key);
    let mut rows = Vec::new();
    // The engines' queries have types of their own.
    macro_rules! fetch {
        ($conn:expr) => {{
            let mut query = sqlx::query(AssertSqlSafe(sql));
            if let Some((_, community)) = some {
                query = query.bind(uuid::Uuid::from_bytes(*community.as_bytes()));
            }
            let mut stream = query.fetch($conn);
            while let Some(row) = stream.try_next().await? {
                rows.push(cells!(row)?);
            }
        }};
    }
    match tx.conn() {
        Conn::Sqlite(conn) => fetch!(conn),
        Conn::Postgres(conn, _) => fetch!(conn),
    }
    Ok(TableDump { columns: names, rows })
}

/// Removes the rows of a table: all, or those of a community by a condition of which it is `$1`.
///
/// # Errors
/// As the engine says.
pub(crate) async fn clear(tx: &mut Write, table: &Table, some: Option<(&str, Id)>) -> Result<()> {
    let which = some.map(|(which, _)| format!(" WHERE {which}")).unwrap_or_default();
    let arguments = some.map(|(_, community)| args![community]).unwrap_or_default();
    tx.conn().run(&format!("DELETE FROM {}{which}", table.name), arguments).await?;
    Ok(())
}

/// Inserts rows into a table, matching columns by name.
///
/// # Errors
/// [`StoreError::Damaged`] when a row does not have the form of the table.
pub(crate) async fn load(tx: &mut Write, table: &Table, dump: TableDump) -> Result<()> {
    let known = columns(tx, table.name).await?;
    let mut kinds = Vec::new();
    for name in &dump.columns {
        let Some((_, kind)) = known.iter().find(|(column, _)| column == name) else {
            return Err(StoreError::Damaged(format!("{} has no column {name}", table.name)));
        };
        kinds.push(kind.to_lowercase());
    }
    let list: Vec<String> = dump.columns.iter().map(|name| format!("\"{name}\"")).collect();
    let marks: Vec<String> = (1..=dump.columns.len()).map(|n| format!("${n}")).collect();
    let sql = format!("INSERT INTO {} ({}) VALUES ({})", table.name, list.join(", "), marks.join(", "));
    for row in dump.rows {
        let row = row.into_iter().zip(&kinds).map(|(value, kind)| fitted(value, kind));
        tx.conn().run(&sql, row.collect()).await?;
    }
    Ok(())
}

async fn columns(tx: &mut Write, table: &str) -> Result<Vec<(String, String)>> {
    tx.all(&COLUMNS, args![table]).await
}

/// A cell as a column of this type takes it: PostgreSQL has its own type for identifiers, and asks for the
/// type of nothing.
fn fitted(value: Value, kind: &str) -> Value {
    match (kind, value) {
        ("uuid", Value::Bytes(bytes)) => Value::Uuid(bytes.and_then(|bytes| uuid::Uuid::from_slice(&bytes).ok())),
        ("bigint", value) if value.is_null() => Value::Int(None),
        ("boolean", value) if value.is_null() => Value::Bool(None),
        ("uuid", value) if value.is_null() => Value::Uuid(None),
        ("text", value) if value.is_null() => Value::Text(None),
        (_, value) => value,
    }
}
