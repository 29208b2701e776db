// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The same node once more: from a backup, or from its logs alone.

use std::path::Path;

use tequio_node::{
    node::{BLOBS_FOLDER, DATABASE_FILE, KEY_FILE, blobs},
    safekeeping::{backup::backup, check::check, restore},
    spine::world::World,
    store::{Db, Dump, Engine, tables::TABLES},
};

use super::{TestApp, database};

/// The other engine, where there is one.
pub fn other(app: &TestApp) -> Engine {
    match app.node.core.db.engine() {
        Engine::Sqlite if std::env::var_os("TEQUIO_TEST_POSTGRES").is_some() => Engine::Postgres,
        _ => Engine::Sqlite,
    }
}

/// An empty data folder, and the address of an empty store of the other engine.
async fn empty(app: &TestApp) -> (tempfile::TempDir, Option<String>, Db) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    let database = database(other(app)).await;
    let sqlite = format!("sqlite:{}", data.join(DATABASE_FILE).display());
    let db = Db::open(database.as_deref().unwrap_or(&sqlite)).await.unwrap();
    (folder, database, db)
}

/// A node that was restored, into a store of the other engine, from a backup that is made now in the folder `stick`.
pub async fn restored(app: &TestApp, stick: &Path) -> TestApp {
    let (file, custodian) = (stick.join("copia.tequio"), age::x25519::Identity::generate());
    let core = &app.node.core;
    backup(&core.db, &app.node.blobs, &core.key, &[custodian.to_public()], &file, &core.world, |_| {}).await.unwrap();
    let (folder, database, db) = empty(app).await;
    let data = folder.path().join("data");
    let opened = restore::open(&file, &custodian).unwrap();
    let (store, world) = (blobs(&data, None).unwrap(), World::seeded(app.clock.clone(), [9; 32]));
    let missing = restore::restore(opened, &db, &store, &data.join(KEY_FILE), &[], &world).await.unwrap();
    assert!(missing.is_empty(), "{missing:?}");
    db.close().await;
    TestApp::again(app, folder, database, [10; 32]).await
}

/// A node whose tables were made anew, in a store of the other engine, from nothing but the logs and keys. What no log
/// has is brought too: passphrases, so that people come in, and what they have seen.
pub async fn replayed(app: &TestApp) -> TestApp {
    let (folder, database, db) = empty(app).await;
    let (data, core) = (folder.path().join("data"), &app.node.core);
    let report = check(&core.db, &app.node.blobs, &db, &core.key).await.unwrap();
    assert!(report.findings.is_empty(), "{:#?}", report.findings);
    let (mut from, mut to) = (Dump::open(&core.db).await.unwrap(), Dump::load_into(&db).await.unwrap());
    for table in TABLES.iter().filter(|table| ["credentials", "notices_seen"].contains(&table.name)) {
        to.load(table, from.read(table).await.unwrap()).await.unwrap();
    }
    to.commit().await.unwrap();
    db.close().await;
    std::fs::copy(app.node.data.join(KEY_FILE), data.join(KEY_FILE)).unwrap();
    copy(&app.node.data.join(BLOBS_FOLDER), &data.join(BLOBS_FOLDER));
    TestApp::again(app, folder, database, [11; 32]).await
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, to) = (entry.as_ref().unwrap().path(), to.join(entry.unwrap().file_name()));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            std::fs::copy(path, to).unwrap();
        }
    }
}
