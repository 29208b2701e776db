// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Numbered migrations, one number for both engines.
//!
//! A file is written once; `{{uuid}}`, `{{blob}}` and `{{text}}` become each engine's own types.
//! (`{{text}}` compares by bytes on both: PostgreSQL would otherwise sort by the locale of the machine.)
//! A line that begins with `--sqlite: ` or `--postgres: ` is for that engine alone.
//! A released file never changes: its checksum is kept in the store and compared at each start.

use sha2::{Digest, Sha256};
use sqlx::AssertSqlSafe;

use super::{Db, Engine, Result, Statement, StoreError, Text, Write, args, statements, transaction::Conn};

macro_rules! migrations {
    ($($number:literal $name:literal),* $(,)?) => {
        &[$(($number, $name, include_str!(concat!("migrations/", $name, ".sql")))),*]
    };
}

const MIGRATIONS: &[(i64, &str, &str)] = migrations![
    1 "0001_log",
    2 "0002_communities",
    3 "0003_members",
    4 "0004_mandates",
    5 "0005_entries",
    6 "0006_operations",
    7 "0007_agenda",
    8 "0008_people",
    9 "0009_agenda",
    10 "0010_revisions",
    11 "0011_feeds",
    12 "0012_feed_links",
    13 "0013_sealed",
    14 "0014_search",
    15 "0015_next_dates",
    16 "0016_attachments",
    17 "0017_decisions",
    18 "0018_told",
    20 "0020_uid_marks",
    21 "0021_stances",
    22 "0022_amendments",
    23 "0023_reasons",
    24 "0024_places",
    25 "0025_classes",
    26 "0026_ballots",
    27 "0027_found",
    28 "0028_choices",
    29 "0029_times",
    30 "0030_overdue",
    32 "0032_tokens",
    33 "0033_vouching",
    35 "0035_mail",
    36 "0036_passkeys",
    37 "0037_shelves",
    38 "0038_federation",
    39 "0039_network",
    40 "0040_remote_replies",
    43 "0043_assemblies",
    47 "0047_fests",
    48 "0048_draws",
    50 "0050_blocks",
    51 "0051_reports",
    52 "0052_chosen",
    53 "0053_bundles",
    55 "0055_moving",
];

static TABLE: Statement = Statement {
    name: "store::migrate::TABLE",
    text: Text::Both("CREATE TABLE IF NOT EXISTS migrations (number BIGINT PRIMARY KEY, checksum TEXT NOT NULL)"),
};
/// Two processes that start at once must not migrate at once.
static LOCK: Statement = Statement {
    name: "store::migrate::LOCK",
    text: Text::Pair {
        sqlite: "SELECT 1 AS locked",
        postgres: "SELECT 1 AS locked FROM (SELECT pg_advisory_xact_lock(7463617)) AS held",
    },
};
/// However long the other one takes, or what still uses a table.
static BE_PATIENT: Statement = Statement {
    name: "store::migrate::BE_PATIENT",
    text: Text::Pair {
        sqlite: "SELECT 1 AS patient",
        postgres: "SELECT set_config('lock_timeout', '0', true) AS patient",
    },
};

statements! {
    /// What was applied.
    write APPLIED = "SELECT number, checksum FROM migrations ORDER BY number";
    /// Notes one as applied.
    write NOTE = "INSERT INTO migrations (number, checksum) VALUES ($1, $2)";
}

/// The number of the newest migration this program has.
pub fn latest() -> i64 {
    MIGRATIONS.last().map_or(0, |(number, ..)| *number)
}

fn checksum(text: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}

/// The newest migration that a store has; nothing in an empty one.
pub(super) async fn applied(db: &Db) -> Result<Option<i64>> {
    let mut tx = db.write().await?;
    tx.run(&TABLE, args![]).await?;
    let applied: Vec<(i64, String)> = tx.all(&APPLIED, args![]).await?;
    tx.rollback().await?;
    Ok(applied.last().map(|(number, _)| *number))
}

/// Applies what is missing up to a number, all in one transaction: a failed upgrade changes nothing.
pub(super) async fn run(db: &Db, up_to: i64) -> Result<()> {
    let mut tx = db.write().await?;
    tx.run(&BE_PATIENT, args![]).await?;
    tx.run(&LOCK, args![]).await?;
    tx.run(&TABLE, args![]).await?;
    let applied: Vec<(i64, String)> = tx.all(&APPLIED, args![]).await?;
    for (number, found) in &applied {
        match MIGRATIONS.iter().find(|(known, ..)| known == number) {
            None => return Err(StoreError::NewerSchema { found: *number, known: latest() }),
            Some((_, name, text)) if checksum(text) != *found => {
                return Err(StoreError::Damaged(format!("migration {name} is not the one that was applied")));
            }
            Some(_) => {}
        }
    }
    let missing = |number: i64| number <= up_to && applied.iter().all(|(known, _)| *known != number);
    for (number, _, text) in MIGRATIONS.iter().filter(|(number, ..)| missing(*number)) {
        execute(&mut tx, text).await?;
        tx.run(&NOTE, args![*number, checksum(text)]).await?;
    }
    tx.commit().await
}

/// Runs a migration's statements.
async fn execute(tx: &mut Write, text: &str) -> Result<()> {
    let engine = tx.engine();
    let (uuid, blob, text_type, own) = match engine {
        Engine::Sqlite => ("BLOB", "BLOB", "TEXT", "--sqlite: "),
        Engine::Postgres => ("UUID", "BYTEA", "TEXT COLLATE \"C\"", "--postgres: "),
    };
    let sql = text.replace("{{uuid}}", uuid).replace("{{blob}}", blob).replace("{{text}}", text_type).replace(own, "");
    let sql = AssertSqlSafe(sql);
    match tx.conn() {
        Conn::Sqlite(conn) => sqlx::raw_sql(sql).execute(conn).await.map(drop)?,
        Conn::Postgres(conn, _) => sqlx::raw_sql(sql).execute(conn).await.map(drop)?,
    }
    Ok(())
}
