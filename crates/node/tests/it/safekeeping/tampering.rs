// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio check` finds and names whatever is changed behind the program's back.

use sqlx::{Connection, SqliteConnection};
use tequio_node::{
    safekeeping::check::{Finding, REBUILD_SEARCH, check},
    store::{
        Db, Engine,
        tables::{Class, TABLES},
    },
};

use crate::support::{Raw, TestApp, on_both_engines};

on_both_engines! {
    /// One value of every column of every table of the logs and of what they say is changed, one at a time: in a row from
    /// the middle of the table, which has neighbours on both sides where there are three.
    async fn any_changed_value_is_found_and_named(app: TestApp) {
        live(app).await;
        let core = &app.node.core;
        let mut raw = Raw::open(app).await;
        let (mut tried, mut missed) = (0, Vec::new());
        for table in TABLES.iter().filter(|table| matches!(table.class, Class::Log | Class::Projection)) {
            let name = table.name;
            let rows = raw.number(&format!("SELECT COUNT(*) FROM {name}")).await;
            if rows == 0 {
                continue;
            }
            // Which row: the number that the engine gives it.
            let place = if matches!(raw, Raw::Sqlite(_)) { "rowid" } else { "ctid" };
            let middle = format!("FROM {name} ORDER BY {} LIMIT 1 OFFSET {}", table.key, rows / 2);
            for (column, changed) in changes(&mut raw, name).await {
                let [at] = &raw.texts(&format!("SELECT CAST({place} AS TEXT) {middle}")).await[..] else { panic!("{name}") };
                raw.run(&format!("CREATE TEMP TABLE kept AS SELECT * {middle}")).await;
                let change = format!("UPDATE {name} SET {column} = {changed} WHERE {place} = '{at}' RETURNING CAST({place} AS TEXT)");
                let [at] = &raw.texts(&change).await[..] else { panic!("{name}.{column}") };
                tried += 1;
                let folder = tempfile::tempdir().unwrap();
                let scratch = format!("sqlite:{}", folder.path().join("scratch.sqlite").display());
                let scratch = Db::open(&scratch).await.unwrap();
                let report = check(&core.db, &app.node.blobs, &scratch, &core.key).await;
                let findings = report.as_ref().map_or(&[][..], |report| &report.findings[..]);
                // A broken chain is named by its community and record.
                if !findings.iter().any(|finding| name == "log" || finding.to_string().contains(name)) {
                    missed.push(format!("{name}.{column}: {report:?}"));
                }
                raw.run(&format!("UPDATE {name} SET {column} = (SELECT {column} FROM kept) WHERE {place} = '{at}'")).await;
                raw.run("DROP TABLE kept").await;
            }
        }
        assert!(missed.is_empty(), "{}", missed.join("\n"));
        assert!(tried > 135, "{tried} columns had a value to change");
    }
}

/// What a community does, so that most tables have several rows.
async fn live(app: &TestApp) {
    let ana = app.founder().await;
    let form = ana.get("/@etla/act/agenda/new").await;
    let more = [("title", "Círculo"), ("tags", "taller"), ("place", "Etla"), ("body", "x"), ("capacity", "5")];
    let made = ana.send(&form, &more).await.follow(&ana).await;
    let activity = made.follow(&ana).await.path.split('?').next().unwrap().to_owned();
    ana.publish(&[("title", "Taller"), ("tags", "café, taller")]).await;
    let (beto, citlali) = (app.join(&ana, "Beto").await, app.join(&ana, "Citlali").await);
    for (person, words) in [(&beto, "uno"), (&citlali, "dos"), (&ana, "tres")] {
        let shown = person.get(&activity).await;
        person.send(&shown, &[("note", words)]).await.follow(person).await;
        let shown = person.get(&activity).await;
        person.send(&shown, &[("body", words)]).await.follow(person).await;
    }
    let entry = activity.rsplit('/').nth(1).unwrap();
    let mut picture = std::io::Cursor::new(Vec::new());
    // Noise, of which a smaller picture is smaller.
    let noise = |x: u32, y: u32| image::Rgb([(x * x * 7 + y * 13) as u8, (x * y) as u8, (x ^ y) as u8]);
    image::RgbImage::from_fn(900, 90, noise).write_to(&mut picture, image::ImageFormat::Png).unwrap();
    let files = format!("/@etla/entries/{entry}/files");
    assert_eq!(ana.send_file(&files, ("cartel.png", picture.get_ref()), &[("alt", "Cartel")]).await.status, 303);
    let dora = app.person();
    let form = dora.get("/@etla/join").await;
    dora.send(&form, &[("name", "Dora"), ("message", "hola")]).await;
}

/// The columns of a table, each with an expression that gives it another value.
async fn changes(raw: &mut Raw, table: &str) -> Vec<(String, String)> {
    let sqlite = matches!(raw, Raw::Sqlite(_));
    let columns = if sqlite {
        format!("SELECT name || ' ' || lower(type) FROM pragma_table_info('{table}') WHERE type <> 'INTEGER'")
    } else {
        format!(
            "SELECT column_name || ' ' || data_type FROM information_schema.columns WHERE table_name = '{table}' AND table_schema = current_schema()"
        )
    };
    let changed = |column: &str, kind: &str| match kind {
        "bigint" => format!("COALESCE({column}, 0) + 1000003"),
        "boolean" => format!("NOT COALESCE({column}, FALSE)"),
        "uuid" => format!("CAST(md5(COALESCE(CAST({column} AS TEXT), '')) AS UUID)"),
        "bytea" => format!(
            "CASE WHEN COALESCE(length({column}), 0) = 0 THEN '\\x00'::bytea ELSE set_byte({column}, length({column}) - 1, get_byte({column}, length({column}) - 1) # 1) END"
        ),
        // A concatenation is text until it is told to be bytes again.
        "blob" => format!(
            "CAST(CASE WHEN {column} IS NULL THEN zeroblob(16) ELSE substr({column}, 1, length({column}) - 1) || CASE WHEN substr({column}, -1) = x'00' THEN x'01' ELSE x'00' END END AS BLOB)"
        ),
        _ => format!("COALESCE({column}, '') || 'x'"),
    };
    let columns = raw.texts(&columns).await;
    let pairs = columns.iter().map(|column| column.split_once(' ').unwrap());
    pairs.map(|(column, kind)| (column.to_owned(), changed(column, kind))).collect()
}

/// With whom words are erased, and what was erased, stands in no record: it is bound to the keys, and compared with them.
#[tokio::test]
async fn another_owner_and_another_erasure_are_found() {
    let app = TestApp::start(Engine::Sqlite).await;
    let ana = app.founder().await;
    let beto = app.join(&ana, "Beto").await;
    let path = ana.publish(&[]).await;
    let shown = beto.get(&path).await;
    beto.send(&shown, &[("body", "unas palabras")]).await.follow(&beto).await;
    let dora = app.join(&ana, "Dora").await;
    let form = dora.get("/@etla/me/leave").await;
    assert_eq!(dora.send(&form, &[("how", "erase"), ("passphrase", crate::support::PASSPHRASE)]).await.status, 303);
    app.check().await;
    let store = format!("sqlite:{}", app.node.data.join("tequio.sqlite").display());
    let mut raw = SqliteConnection::connect(&store).await.unwrap();
    let changes = [
        ("UPDATE subject_keys SET owner = NULL WHERE owner IS NOT NULL", "subject_keys"),
        (
            "UPDATE subject_keys SET owner = (SELECT id FROM members WHERE left_at IS NULL LIMIT 1) WHERE owner IS NULL",
            "subject_keys",
        ),
        ("DELETE FROM erasures", "erasures"),
        ("INSERT INTO erasures SELECT community_id, subject, 1 FROM subject_keys LIMIT 1", "erasures"),
    ];
    for (change, table) in changes {
        for keep in
            ["CREATE TEMP TABLE k AS SELECT * FROM subject_keys", "CREATE TEMP TABLE e AS SELECT * FROM erasures"]
        {
            sqlx::raw_sql(keep).execute(&mut raw).await.unwrap();
        }
        assert!(sqlx::raw_sql(change).execute(&mut raw).await.unwrap().rows_affected() > 0, "{change}");
        let folder = tempfile::tempdir().unwrap();
        let scratch = format!("sqlite:{}", folder.path().join("scratch.sqlite").display());
        let scratch = Db::open(&scratch).await.unwrap();
        let core = &app.node.core;
        let found = check(&core.db, &app.node.blobs, &scratch, &core.key).await.unwrap().findings;
        assert!(found.iter().any(|finding| finding.to_string().starts_with(table)), "{change}: {found:?}");
        for back in [
            "DELETE FROM subject_keys",
            "INSERT INTO subject_keys SELECT * FROM k",
            "DELETE FROM erasures",
            "INSERT INTO erasures SELECT * FROM e",
            "DROP TABLE k",
            "DROP TABLE e",
        ] {
            sqlx::raw_sql(back).execute(&mut raw).await.unwrap();
        }
    }
    drop(raw);
    app.check().await;
}

/// What is found by its words is found by an index, which no log speaks of.
#[tokio::test]
async fn a_damaged_search_index_is_named_and_can_be_built_again() {
    let app = TestApp::start(Engine::Sqlite).await;
    let ana = app.founder().await;
    ana.publish(&[("title", "Taller de quinqués")]).await;
    let path = format!("sqlite:{}", app.node.data.join("tequio.sqlite").display());
    let mut raw = SqliteConnection::connect(&path).await.unwrap();
    for damage in [
        "INSERT INTO search_index (search_index, rowid, words, room_words) SELECT 'delete', number, words, room_words FROM search_terms WHERE kind = 'entry'",
        "UPDATE search_index_data SET block = zeroblob(length(block)) WHERE id > 10",
    ] {
        app.check().await;
        sqlx::raw_sql(damage).execute(&mut raw).await.unwrap();
        let before: i64 = sqlx::query_scalar("PRAGMA data_version").fetch_one(&mut raw).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let scratch = Db::open(&format!("sqlite:{}", folder.path().join("scratch.sqlite").display())).await.unwrap();
        let core = &app.node.core;
        let findings = check(&core.db, &app.node.blobs, &scratch, &core.key).await.unwrap().findings;
        assert!(findings.iter().any(|finding| matches!(finding, Finding::SearchIndex)), "{damage}: {findings:?}");
        let after: i64 = sqlx::query_scalar("PRAGMA data_version").fetch_one(&mut raw).await.unwrap();
        assert_eq!(before, after, "a check leaves nothing");
        assert!(Finding::SearchIndex.to_string().contains(REBUILD_SEARCH));
        sqlx::raw_sql(REBUILD_SEARCH).execute(&mut raw).await.unwrap();
    }
    app.check().await;
}
