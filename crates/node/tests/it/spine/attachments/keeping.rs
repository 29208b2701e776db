// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! How files are kept: checked, taken away and brought back.

use std::path::Path;

use tequio_node::{
    node::{DATABASE_FILE, KEY_FILE},
    safekeeping::{
        backup::{Manifest, backup},
        check::{Report, check},
        restore,
    },
    spine::{attachments::upload, world::World},
    store::{Blobs, Db, Engine, Statement, Text},
};

use super::{attached, blobs, blobs_in, holds, picture, png, written};
use crate::support::{PASSPHRASE, TestApp, database, on_both_engines};

async fn checked(app: &TestApp) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let scratch = Db::open(&format!("sqlite:{}", folder.path().join("scratch").display())).await.unwrap();
    let core = &app.node.core;
    check(&core.db, &app.node.blobs, &scratch, &core.key).await.unwrap()
}

async fn backed_up(app: &TestApp, file: &Path, custodian: &age::x25519::Identity) -> Manifest {
    let core = &app.node.core;
    backup(&core.db, &app.node.blobs, &core.key, &[custodian.to_public()], file, &core.world, |_| {}).await.unwrap()
}

/// A store of the other engine.
async fn elsewhere(app: &TestApp, folder: &Path) -> Db {
    let url = match app.node.core.db.engine() {
        Engine::Sqlite if std::env::var_os("TEQUIO_TEST_POSTGRES").is_some() => {
            database(Engine::Postgres).await.unwrap()
        }
        _ => format!("sqlite:{}", folder.join(DATABASE_FILE).display()),
    };
    Db::open(&url).await.unwrap()
}

on_both_engines! {
    /// One flipped byte, one that is cut off and one that is missing are found and named by their file.
    async fn a_check_finds_every_damaged_file(app: TestApp) {
        let ana = app.founder().await;
        let activity = ana.publish(&[]).await;
        let large = written(&picture(900, 300), image::ImageFormat::Jpeg);
        let photograph = attached(&ana, &activity, ("foto.jpg", &large), "").await;
        let note = attached(&ana, &activity, ("nota.txt", b"una nota"), "").await;
        let report = checked(app).await;
        assert_eq!((report.blobs, report.findings.len()), (3, 0));
        for blob in blobs(app) {
            let whole = std::fs::read(&blob).unwrap();
            let mut flipped = whole.clone();
            let place = whole.len() / 2;
            flipped[place] ^= 1;
            for (damaged, said) in [(Some(&flipped[..]), "not what was kept"), (Some(&whole[..place]), "not what was kept"), (None, "missing")] {
                match damaged {
                    Some(bytes) => std::fs::write(&blob, bytes).unwrap(),
                    None => std::fs::remove_file(&blob).unwrap(),
                }
                let findings = checked(app).await.findings;
                let [finding] = &findings[..] else { panic!("{findings:#?}") };
                let finding = finding.to_string();
                let named = [&photograph, &note].iter().any(|file| finding.contains(file["id"].as_str().unwrap()));
                assert!(named && finding.contains(said), "{finding}");
            }
            if whole.len() < 100 {
                let told = ana.get(note["path"].as_str().unwrap()).await;
                assert_eq!(told.status, 500);
                assert!(told.text().contains("quizá esté en un respaldo"), "{}", told.text());
            }
            std::fs::write(&blob, whole).unwrap();
        }
    }

    /// A backup has the files, sealed; what was erased since is not brought back.
    async fn a_backup_carries_files(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let activity = beto.publish(&[("title", "Taller de Beto")]).await;
        attached(&beto, &activity, ("de-beto.png", &png()), "De Beto").await;
        attached(&ana, &activity, ("de-ana.txt", b"palabras de Ana"), "").await;
        attached(&ana, &activity, ("retirado.txt", b"palabras retiradas"), "").await;
        let folder = tempfile::tempdir().unwrap();
        let (file, custodian) = (folder.path().join("tequio.backup"), age::x25519::Identity::generate());
        let manifest = backed_up(app, &file, &custodian).await;
        assert_eq!((manifest.blobs, manifest.missing.len()), (3, 0));
        let bytes = std::fs::read(&file).unwrap();
        assert!(!holds(&bytes, b"palabras") && !holds(&bytes, b"de-beto"));
        // A blob in a backup that is not what its name says is refused, and so is one that is left out.
        let begin = bytes.windows(6).position(|window| window == b"blobs/").unwrap();
        let mut changed = bytes.clone();
        changed[begin + 520] ^= 1;
        std::fs::write(&file, &changed).unwrap();
        assert!(restore::open(&file, &custodian).is_err());
        std::fs::write(&file, &bytes).unwrap();

        let form = beto.get("/@etla/me/leave").await;
        assert_eq!(beto.send(&form, &[("how", "erase"), ("passphrase", PASSPHRASE)]).await.status, 303);
        let removed = super::files(&ana, &activity).await[1]["path"].as_str().unwrap().to_owned();
        assert_eq!(ana.post(&format!("{removed}/remove"), &[]).await.status, 303);
        let erasures = app.node.erasures().await.unwrap();
        for (list, left) in [(Vec::new(), 3), (erasures, 1)] {
            let target = tempfile::tempdir().unwrap();
            let db = elsewhere(app, target.path()).await;
            let store = Blobs::in_folder(&target.path().join("blobs")).unwrap();
            let opened = restore::open(&file, &custodian).unwrap();
            let world = World::seeded(app.clock.clone(), [9; 32]);
            let missing = restore::restore(opened, &db, &store, &target.path().join(KEY_FILE), &list, &world).await;
            assert!(missing.unwrap().is_empty());
            let named = upload::all_blobs(&db).await.unwrap();
            assert_eq!(named.len(), left);
            assert_eq!(blobs_in(&target.path().join("blobs")).len(), left);
            let scratch = tempfile::tempdir().unwrap();
            let scratch = Db::open(&format!("sqlite:{}", scratch.path().join("scratch").display())).await.unwrap();
            let report = check(&db, &store, &scratch, &app.node.core.key).await.unwrap();
            assert_eq!((report.blobs, report.findings.len()), (left, 0));
        }
    }

    /// A lost picture is named, and keeps nobody from having a backup.
    async fn a_backup_names_what_it_has_not(app: TestApp) {
        let ana = app.founder().await;
        let activity = ana.publish(&[]).await;
        attached(&ana, &activity, ("uno.txt", b"uno"), "").await;
        attached(&ana, &activity, ("dos.txt", b"dos"), "").await;
        let lost = blobs(app).remove(0);
        let whole = std::fs::read(&lost).unwrap();
        std::fs::remove_file(&lost).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let (file, custodian) = (folder.path().join("tequio.backup"), age::x25519::Identity::generate());
        let manifest = backed_up(app, &file, &custodian).await;
        let hash = lost.file_name().unwrap().to_str().unwrap().to_owned();
        assert_eq!((manifest.blobs, &manifest.missing), (1, &vec![hash.clone()]));
        let target = tempfile::tempdir().unwrap();
        let db = elsewhere(app, target.path()).await;
        let store = Blobs::in_folder(&target.path().join("blobs")).unwrap();
        let opened = restore::open(&file, &custodian).unwrap();
        let world = World::seeded(app.clock.clone(), [9; 32]);
        let missing = restore::restore(opened, &db, &store, &target.path().join(KEY_FILE), &[], &world).await.unwrap();
        assert_eq!(missing, [hash]);
        std::fs::write(&lost, whole).unwrap();
    }
}

/// The key of what is kept stands in the log: a changed one is found.
#[tokio::test]
async fn a_changed_secret_is_found() {
    static CHANGE: Statement = Statement { name: "CHANGE", text: Text::Both("UPDATE attachments SET secret = x'00'") };
    let app = TestApp::start(Engine::Sqlite).await;
    let ana = app.founder().await;
    let activity = ana.publish(&[]).await;
    attached(&ana, &activity, ("uno.txt", b"uno"), "").await;
    let mut tx = app.node.core.db.write().await.unwrap();
    tx.run(&CHANGE, Vec::new()).await.unwrap();
    tx.commit().await.unwrap();
    let findings = checked(&app).await.findings;
    assert!(
        findings.iter().map(ToString::to_string).any(|it| it.contains("attachments") && it.contains("secret")),
        "{findings:?}"
    );
}
