// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Every statement is prepared on both engines; what pages read is only what may be seen.

use sqlx::{Connection as _, Row as _};
use tequio_node::{
    spine::viewer::RELATIONS,
    store::{
        AnyStatement, Engine, all_statements,
        tables::{Class, TABLES},
    },
};

use crate::support::{TestApp, on_both_engines};

on_both_engines! {
    async fn every_statement_is_understood(app: TestApp) {
        let db = &app.node.core.db;
        let mut wrong = Vec::new();
        for statement in all_statements() {
            let (name, sql) = match statement {
                AnyStatement::Write(statement) => (statement.name, statement.text.on(db.engine())),
                AnyStatement::Read(read) => (read.name, read.on(db.engine())),
            };
            let mut tx = db.write().await.unwrap();
            if let Err(error) = tx.prepare(sql).await {
                wrong.push(format!("{name}: {error}\n{sql}"));
            }
            tx.rollback().await.unwrap();
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    }
}

/// Law 1: a page reads `visible_*` and `public_*` relations, and operational rows; never a base table.
#[test]
fn pages_read_only_what_may_be_seen() {
    let operational: Vec<&str> =
        TABLES.iter().filter(|table| table.class == Class::Operational).map(|table| table.name).collect();
    for statement in all_statements() {
        let AnyStatement::Read(read) = statement else { continue };
        let sql = read.text.on(Engine::Sqlite);
        let words: Vec<&str> =
            sql.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect();
        for pair in words.windows(2).filter(|pair| ["FROM", "JOIN"].contains(&pair[0])) {
            // The index of the search holds numbers of rows, and is read beside the relation of these.
            let index = pair[1] == "search_index" && words.contains(&"visible_search");
            let known = index
                || RELATIONS.iter().any(|(name, _)| *name == pair[1])
                || operational.contains(&pair[1])
                || pair[1] == "SELECT";
            assert!(known, "{} reads {}", read.name, pair[1]);
        }
        // Nor by a comma behind one that it may read.
        let base = TABLES.iter().filter(|table| table.class != Class::Operational).map(|table| table.name);
        for table in base {
            assert!(!words.contains(&table), "{} names {table}", read.name);
        }
    }
}

/// What grows with the years is looked up, never read through, by any page, whatever the engine knows of the data (it
/// knows nothing: nobody runs ANALYZE): no table but the node's few communities is scanned (and the newest messages and the
/// next dates, a page of them, once more), none is made first or sorted into an index for one answer, and what is looked up
/// for each row of another table is looked up by more than its community.
#[tokio::test]
async fn pages_look_up_what_grows() {
    let app = TestApp::start(Engine::Sqlite).await;
    let url = format!("sqlite:{}", app.node.data.join("tequio.sqlite").display());
    let mut store = sqlx::SqliteConnection::connect(&url).await.unwrap();
    let mut scans = Vec::new();
    for statement in all_statements() {
        let AnyStatement::Read(read) = statement else { continue };
        let sql = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", read.on(Engine::Sqlite)));
        let steps = sqlx::query(sql).fetch_all(&mut store).await.unwrap();
        let steps: Vec<(i64, i64, String)> =
            steps.iter().map(|row| (row.get("id"), row.get("parent"), row.get("detail"))).collect();
        for (index, (_, parent, step)) in steps.iter().enumerate() {
            let few = ["SCAN communities", "SCAN newest", "SCAN coming", "SCAN search_index VIRTUAL TABLE INDEX"]
                .iter()
                .any(|few| step.starts_with(few));
            let whole = step.starts_with("SCAN") && !few;
            let inner = steps[..index]
                .iter()
                .any(|(_, beside, step)| beside == parent && (step.starts_with("SEARCH") || step.starts_with("SCAN")));
            let correlated = steps.iter().any(|(id, _, step)| id == parent && step.starts_with("CORRELATED"));
            let by = step.split_once('(').map_or("", |(_, by)| by);
            let narrow = by.split(['(', ')', ' ']).any(|by| by.ends_with("=?") && by != "community_id=?");
            let through = step.starts_with("SEARCH")
                && !narrow
                && (inner || correlated || step.contains("occurrences_month (community_id=?)"));
            // The greatest number of an index is its last entry: one step, whatever its size.
            let last = read.name.ends_with("communities::store::HEAD");
            if whole || (through && !last) || step.contains("MATERIALIZE") || step.contains("AUTOMATIC") {
                scans.push(format!("{}: {step}", read.name));
            }
        }
    }
    assert_eq!(scans, [""; 0]);
}

/// The built-in SQLite keeps a plan whatever is bound: it would else compile most statements anew at each run.
#[tokio::test]
async fn plans_are_kept_whatever_is_bound() {
    let mut store = sqlx::SqliteConnection::connect("sqlite::memory:").await.unwrap();
    let options: Vec<String> = sqlx::query_scalar("PRAGMA compile_options").fetch_all(&mut store).await.unwrap();
    let has = |option: &str| options.iter().any(|known| known == option);
    assert!(has("ENABLE_QPSG") && !has("ENABLE_STAT4") && has("DEFAULT_MEMSTATUS=0"), "{options:?}");
}

/// A module that declares statements is in the list of them.
#[test]
fn no_statement_is_forgotten() {
    let mut declared = 0;
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                if text.contains("\nstatements! {") {
                    declared += text.matches("\n    read ").count() + text.matches("\n    write ").count();
                }
            }
        }
    }
    assert_eq!(declared, all_statements().len());
}
