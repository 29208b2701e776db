// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! From a backup into an empty store of the other engine; what was erased meanwhile stays erased.

use tequio_node::{
    Node, Settings,
    node::{DATABASE_FILE, KEY_FILE, blobs},
    safekeeping::{
        backup::{BackupError, backup},
        check::check,
        restore,
    },
    spine::{
        members::credentials::Hasher,
        world::{ManualClock, World},
    },
    store::{Db, Dump, Engine, tables::TABLES},
};

use crate::support::{NOON, PASSPHRASE, Raw, TestApp, copies, database, on_both_engines};

/// The other engine, so that a backup has to be neutral.
async fn elsewhere(app: &TestApp, folder: &std::path::Path) -> String {
    match app.node.core.db.engine() {
        Engine::Sqlite if std::env::var_os("TEQUIO_TEST_POSTGRES").is_some() => {
            database(Engine::Postgres).await.unwrap()
        }
        _ => format!("sqlite:{}", folder.join(DATABASE_FILE).display()),
    }
}

on_both_engines! {
    async fn a_backup_comes_back_without_what_was_erased(app: TestApp) {
        let ana = app.founder().await;
        let form = ana.get("/@etla/act/agenda/new").await;
        let made = ana.send(&form, &[("title", "Círculo")]).await.follow(&ana).await;
        let activity = made.follow(&ana).await.path.split('?').next().unwrap().to_owned();
        let beto = app.join(&ana, "Bartolomé Inolvidable").await;
        let shown = beto.get(&activity).await;
        beto.send(&shown, &[("body", "palabras del mensaje")]).await.follow(&beto).await;

        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tequio.backup");
        let (custodian, second) = (age::x25519::Identity::generate(), age::x25519::Identity::generate());
        let core = &app.node.core;
        backup(&core.db, &app.node.blobs, &core.key, &[custodian.to_public(), second.to_public()], &file, &core.world, |_| {}).await.unwrap();
        let bytes = std::fs::read(&file).unwrap();
        for words in ["Inolvidable", "palabras del mensaje"] {
            assert!(!bytes.windows(words.len()).any(|window| window == words.as_bytes()), "{words} in the open");
        }

        // Erased after the backup was made.
        let form = beto.get("/@etla/me/leave").await;
        assert_eq!(beto.send(&form, &[("how", "erase"), ("passphrase", PASSPHRASE)]).await.status, 303);
        let erasures = app.node.erasures().await.unwrap();
        assert!(!erasures.is_empty());

        for (identity, erased) in [(&second, true), (&custodian, false)] {
            let target = tempfile::tempdir().unwrap();
            let url = elsewhere(app, target.path()).await;
            let db = Db::open(&url).await.unwrap();
            let key_file = target.path().join(KEY_FILE);
            let list = if erased { erasures.clone() } else { Vec::new() };
            let opened = restore::open(&file, identity).unwrap();
            let world = World::seeded(std::sync::Arc::new(ManualClock::at(NOON)), [9; 32]);
            let blobs = blobs(target.path(), None).unwrap();
            assert!(restore::restore(opened, &db, &blobs, &key_file, &list, &world).await.unwrap().is_empty());
            let settings = Settings {
                database: Some(url).filter(|url| url.starts_with("postgres")),
                ..Settings::in_folder(target.path().to_owned(), app.origin.parse().unwrap())
            };
            db.close().await;
            let node = Node::open(settings, world, Hasher::new()).await.unwrap();
            let scratch = tempfile::tempdir().unwrap();
            let scratch = Db::open(&format!("sqlite:{}", scratch.path().join("scratch").display())).await.unwrap();
            let report = check(&node.core.db, &node.blobs, &scratch, &node.core.key).await.unwrap();
            assert!(report.findings.is_empty(), "{:#?}", report.findings);
            if let Ok(bytes) = std::fs::read(target.path().join(DATABASE_FILE)) {
                let there = bytes.windows(11).any(|window| window == b"Inolvidable");
                assert_eq!(there, !erased);
            }
            // The restored node knows what was erased, and nobody comes in by a session of before.
            let list = node.erasures().await.unwrap();
            assert_eq!(erasures.iter().all(|gone| list.contains(gone)), erased, "{list:?}");
            let tables = |name: &'static str| TABLES.iter().find(move |table| table.name == name).unwrap();
            let mut dump = Dump::open(&node.core.db).await.unwrap();
            assert!(dump.read(tables("sessions")).await.unwrap().rows.is_empty());
            let members = dump.read(tables("members")).await.unwrap();
            let left = members.columns.iter().position(|column| column == "left_at").unwrap();
            let active = members.rows.iter().filter(|row| row[left].is_null()).count();
            assert_eq!(active, if erased { 1 } else { 2 });
            drop(dump);
            let again = restore::open(&file, identity).unwrap();
            let elsewhere = target.path().join("other.key");
            let full = restore::restore(again, &node.core.db, &node.blobs, &elsewhere, &[], &node.core.world).await;
            assert!(matches!(full, Err(BackupError::NotEmpty)), "{full:?}");
        }
    }

    /// A backup that is made while people write is whole: it has what was acknowledged before it began, and of what came
    /// meanwhile a beginning.
    async fn people_write_while_a_backup_is_made(app: TestApp) {
        let ana = app.founder().await;
        let activity = ana.publish(&[]).await;
        let say = format!("/@etla/entries/{}/messages", activity.rsplit('/').nth(1).unwrap());
        let write = async |numbers: std::ops::Range<u32>| {
            for number in numbers {
                assert_eq!(ana.post(&say, &[("body", &format!("{number:03}"))]).await.status, 303);
            }
        };
        write(0..5).await;
        let stick = tempfile::tempdir().unwrap();
        let (restored, ()) = tokio::join!(copies::restored(app, stick.path()), write(5..60));
        restored.check().await;
        let said = Raw::open(&restored).await.texts("SELECT body FROM messages ORDER BY body").await;
        let wanted: Vec<String> = (0..said.len()).map(|number| format!("{number:03}")).collect();
        assert_eq!(said, wanted);
        assert!(said.len() >= 5, "{said:?}");
    }

    async fn what_is_no_backup_is_refused_and_changes_nothing(app: TestApp) {
        app.founder().await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tequio.backup");
        let (custodian, stranger) = (age::x25519::Identity::generate(), age::x25519::Identity::generate());
        let core = &app.node.core;
        backup(&core.db, &app.node.blobs, &core.key, &[custodian.to_public()], &file, &core.world, |_| {}).await.unwrap();
        assert!(matches!(restore::open(&file, &stranger), Err(BackupError::Closed)));
        let whole = std::fs::read(&file).unwrap();
        let mut tried = 0;
        // Behind the last part a tar has only zeros.
        let end = whole.iter().rposition(|byte| *byte != 0).unwrap();
        for place in (600..end).step_by(end / 40) {
            let mut changed = whole.clone();
            changed[place] ^= 1;
            std::fs::write(&file, &changed).unwrap();
            // A flipped bit in the padding between files is nobody's.
            if restore::open(&file, &custodian).is_err() {
                tried += 1;
            }
            std::fs::write(&file, &whole[..place]).unwrap();
            assert!(restore::open(&file, &custodian).is_err(), "cut at {place}");
        }
        assert!(tried > 30, "{tried}");
        // Each says what it is: nothing of what stands in the file is told, which may be somebody's key.
        let told = |bytes: &[u8]| {
            std::fs::write(&file, bytes).unwrap();
            restore::open(&file, &custodian).unwrap_err()
        };
        for other in [&b""[..], b"secret: AGE-SECRET-KEY-1QQ\n", &[b'x'; 2000]] {
            assert!(matches!(told(other), BackupError::NotABackup), "{other:?}");
        }
        for cut in [end / 4, end / 2, end - 600] {
            assert!(matches!(told(&whole[..cut]), BackupError::Incomplete), "{cut}");
        }
    }

    /// A backup takes a name of its own until it is whole, and none that something had.
    async fn a_backup_leaves_other_files_as_they_are(app: TestApp) {
        app.founder().await;
        let folder = tempfile::tempdir().unwrap();
        let [file, stranger] = ["copia.tequio", "copia.part"].map(|name| folder.path().join(name));
        std::fs::write(&stranger, "mía").unwrap();
        let custodian = age::x25519::Identity::generate().to_public();
        let core = &app.node.core;
        backup(&core.db, &app.node.blobs, &core.key, std::slice::from_ref(&custodian), &file, &core.world, |_| {}).await.unwrap();
        assert_eq!(std::fs::read_to_string(&stranger).unwrap(), "mía");
        let nowhere = folder.path().join("copia.tequio/no");
        backup(&core.db, &app.node.blobs, &core.key, &[custodian], &nowhere, &core.world, |_| {}).await.unwrap_err();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "nothing unfinished stays");
    }
}
