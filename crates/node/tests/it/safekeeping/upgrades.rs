// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Stores of earlier schemas are brought up to date, are as their logs say, and stay as they were beside.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use tequio_node::{
    NodeError,
    node::{BLOBS_FOLDER, KEY_FILE},
    safekeeping::{check::check, restore, upgrade},
    spine::{
        keys::Key,
        world::{DAY, ManualClock, World},
    },
    store::{Blobs, Db, Engine, StoreError, latest_migration},
};

use crate::support::{NOON, Raw, TestApp, database};

/// Opens the stores that `examples/keep_schema.rs` keeps for this test; it opens nothing else.
const KEY: &str = "AGE-SECRET-KEY-1L7SGEM0PE77KMFZTQJGJLY20ATKRP24C5F7RJ69T47SDSW7RV79QDNJFWJ";

/// The samples as programs of earlier schemas kept them: `schema-NNNN.backup`.
fn stores() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stores")
}

#[tokio::test]
async fn a_store_of_each_schema_is_upgraded() {
    upgraded(Engine::Sqlite).await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL: ./check"]
async fn a_store_of_each_schema_is_upgraded_on_postgres() {
    upgraded(Engine::Postgres).await;
}

async fn upgraded(engine: Engine) {
    let mut tried = 0;
    for entry in std::fs::read_dir(stores()).unwrap() {
        let file = entry.unwrap().path();
        let open = || restore::open(&file, &KEY.parse().unwrap()).unwrap();
        let schema = open().manifest.schema;
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        std::fs::create_dir(&data).unwrap();
        let world = World::seeded(Arc::new(ManualClock::at(NOON)), [9; 32]);
        let blobs = Blobs::in_folder(&data.join(BLOBS_FOLDER)).unwrap();

        // It is restored by a newer program.
        let db = Db::connect(&url(engine, &data, "restored").await).await.unwrap();
        let missing = restore::restore(open(), &db, &blobs, &data.join(KEY_FILE), &[], &world).await.unwrap();
        assert!(missing.is_empty(), "{missing:?}");
        let key = Key::load_or_create(&data.join(KEY_FILE), &world).unwrap();
        is_whole(&db, &blobs, &key, folder.path()).await;

        // It lies where an earlier program left it.
        let db = Db::connect(&url(engine, &data, "left").await).await.unwrap();
        restore::load(&mut open(), &db).await.unwrap();
        assert_eq!(db.schema().await.unwrap(), Some(schema));
        let outlook = upgrade::rehearse(&db, &blobs, &key, &data).await.unwrap();
        let report = outlook.rehearsal.unwrap().unwrap();
        assert!(report.findings.is_empty() && report.records > 50, "{report:#?}");
        assert_eq!((db.schema().await.unwrap(), outlook.found), (Some(schema), Some(schema)), "it was only looked at");
        let kept = upgrade::open(&db, &data).await.unwrap();
        assert_eq!(db.schema().await.unwrap(), Some(latest_migration()));
        is_whole(&db, &blobs, &key, folder.path()).await;
        assert_eq!(kept.is_some(), schema < latest_migration());
        if let Some(kept) = kept {
            let kept = Db::connect(&format!("sqlite:{}", kept.display())).await.unwrap();
            assert_eq!(kept.schema().await.unwrap(), Some(schema), "as it was");
            kept.upgrade().await.unwrap();
            is_whole(&kept, &blobs, &key, folder.path()).await;
        }
        tried += 1;
    }
    assert!(tried > 0);
}

/// An empty store of an engine.
async fn url(engine: Engine, data: &Path, name: &str) -> String {
    database(engine).await.unwrap_or_else(|| format!("sqlite:{}", data.join(format!("{name}.sqlite")).display()))
}

async fn is_whole(db: &Db, blobs: &Blobs, key: &Key, folder: &Path) {
    let scratch = tempfile::tempdir_in(folder).unwrap();
    let scratch = Db::open(&format!("sqlite:{}", scratch.path().join("scratch").display())).await.unwrap();
    let report = check(db, blobs, &scratch, key).await.unwrap();
    assert!(report.findings.is_empty(), "{:#?}", report.findings);
}

/// Two earlier stores are kept, and one that a newer program wrote is not touched.
#[tokio::test]
async fn what_was_is_kept_and_what_is_newer_stays() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    for schema in [18, 22, 25] {
        let db = Db::connect(&format!("sqlite:{}", data.join(format!("{schema}.sqlite")).display())).await.unwrap();
        db.upgrade_to(schema).await.unwrap();
        assert!(upgrade::open(&db, data).await.unwrap().is_some());
        assert!(upgrade::open(&db, data).await.unwrap().is_none(), "once is enough");
    }
    let mut kept: Vec<String> = std::fs::read_dir(data.join(upgrade::FOLDER))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    kept.sort();
    assert_eq!(kept, ["schema-0022.sqlite", "schema-0025.sqlite"]);
    // What was erased since is in them still, so they go when the last daily backup would.
    let now = jiff::Timestamp::now().as_microsecond();
    let there = || std::fs::read_dir(data.join(upgrade::FOLDER)).unwrap().count();
    upgrade::let_go(data, now + 34 * DAY).unwrap();
    assert_eq!(there(), 2);
    upgrade::let_go(data, now + 36 * DAY).unwrap();
    assert_eq!(there(), 0);
    upgrade::let_go(&data.join("absent"), now).unwrap();

    let app = TestApp::start(Engine::Sqlite).await;
    let newer = latest_migration() + 1;
    Raw::open(&app).await.run(&format!("INSERT INTO migrations (number, checksum) VALUES ({newer}, 'x')")).await;
    let core = &app.node.core;
    let refused = upgrade::open(&core.db, &app.node.data).await;
    assert!(matches!(refused, Err(NodeError::Store(StoreError::NewerSchema { .. }))), "{refused:?}");
    assert!(!app.node.data.join(upgrade::FOLDER).exists());
    let outlook = upgrade::rehearse(&core.db, &app.node.blobs, &core.key, &app.node.data).await.unwrap();
    assert!(outlook.is_newer() && outlook.rehearsal.is_none());
}
