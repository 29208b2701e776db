// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The two engines have the same tables, columns, kinds, absences and indexes, but for the index of the search, which
//! each has in its own way.

use std::collections::BTreeSet;

use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, SqliteConnection};
use tequio_node::store::{Db, Engine};

use crate::support::database;

/// What is said of a store, a line each: `table.column kind null` and `table (columns) unique`.
type Schema = BTreeSet<String>;

/// Both engines' names of a kind, in one word.
fn kind(name: &str) -> &'static str {
    match name.to_lowercase().as_str() {
        "bigint" => "number",
        "boolean" => "truth",
        "text" => "text",
        "blob" | "bytea" | "uuid" => "bytes",
        other => panic!("a column of the kind {other} is not portable"),
    }
}

fn column(table: &str, name: &str, declared: &str, nullable: bool) -> String {
    format!("{table}.{name} {}{}", kind(declared), if nullable { " or nothing" } else { "" })
}

fn index(table: &str, columns: &str, unique: bool) -> String {
    format!("{table} ({columns}){}", if unique { " unique" } else { "" })
}

async fn sqlite() -> Schema {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("tequio.sqlite").display());
    Db::open(&url).await.unwrap().close().await;
    let mut store = SqliteConnection::connect(&url).await.unwrap();
    let columns = "SELECT t.name, c.name, c.type, c.\"notnull\" = 0 AND c.pk = 0 FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'search_index%' AND c.type <> 'INTEGER'";
    let indexes = "SELECT t.name, (SELECT group_concat(i.name, ', ') FROM (SELECT name FROM pragma_index_info(l.name) ORDER BY seqno) i), l.\"unique\" \
        FROM sqlite_schema t, pragma_index_list(t.name) l WHERE t.type = 'table' AND t.name NOT LIKE 'search_index%'";
    let mut schema = Schema::new();
    for row in sqlx::query(columns).fetch_all(&mut store).await.unwrap() {
        schema.insert(column(row.get(0), row.get(1), row.get(2), row.get(3)));
    }
    for row in sqlx::query(indexes).fetch_all(&mut store).await.unwrap() {
        schema.insert(index(row.get(0), row.get(1), row.get(2)));
    }
    schema
}

async fn postgres() -> Schema {
    let url = database(Engine::Postgres).await.unwrap();
    Db::open(&url).await.unwrap().close().await;
    let mut store = PgConnection::connect(&url).await.unwrap();
    let columns = "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), CAST(data_type AS TEXT), is_nullable = 'YES' \
        FROM information_schema.columns WHERE table_schema = current_schema()";
    let indexes = "SELECT CAST(t.relname AS TEXT), (SELECT string_agg(CAST(a.attname AS TEXT), ', ' ORDER BY k.place) \
        FROM unnest(i.indkey) WITH ORDINALITY AS k(number, place) JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number), i.indisunique \
        FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname = current_schema() AND i.indexprs IS NULL";
    let mut schema = Schema::new();
    for row in sqlx::query(AssertSqlSafe(columns)).fetch_all(&mut store).await.unwrap() {
        schema.insert(column(row.get(0), row.get(1), row.get(2), row.get(3)));
    }
    for row in sqlx::query(AssertSqlSafe(indexes)).fetch_all(&mut store).await.unwrap() {
        schema.insert(index(row.get(0), row.get(1), row.get(2)));
    }
    schema
}

#[tokio::test]
#[ignore = "needs PostgreSQL: ./check"]
async fn both_engines_have_the_same_schema() {
    let (sqlite, postgres) = (sqlite().await, postgres().await);
    assert!(sqlite.len() > 200, "{sqlite:#?}");
    let only = |one: &Schema, other: &Schema| one.difference(other).cloned().collect::<Vec<_>>().join("\n");
    assert_eq!(only(&sqlite, &postgres), "", "only on SQLite");
    assert_eq!(only(&postgres, &sqlite), "", "only on PostgreSQL");
}
