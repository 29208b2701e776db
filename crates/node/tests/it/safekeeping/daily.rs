// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A backup a day, read back and restored by the node itself; and what members and watchers see of it.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use tequio_node::{
    safekeeping::{
        backup::BackupError,
        daily::{self, Keeper, Plan},
        drill::drill,
        notes::{Notes, Why},
        restore,
    },
    spine::world::{DAY, HOUR},
    store::Engine,
};

use crate::support::{More, PASSPHRASE, Raw, TestApp, on_both_engines};

/// A keeper of a node's backups in `folders`, for one custodian.
async fn keeper(app: &TestApp, folders: &[&Path], custodian: &age::x25519::Identity) -> Keeper {
    let folders = folders.iter().map(|folder| folder.to_path_buf()).collect();
    let plan = Plan { folders, shelves: Vec::new(), custodians: vec![custodian.to_public()] };
    daily::keeper(&app.node, plan).await.unwrap()
}

/// The same for nobody in particular.
async fn keeper_of(app: &TestApp, folders: &[&Path]) -> Keeper {
    keeper(app, folders, &age::x25519::Identity::generate()).await
}

/// The names of a folder's files, without what tells a node's from another's.
fn files(folder: &Path) -> Vec<String> {
    let plain = |name: String| match name.strip_prefix("tequio-").and_then(|rest| rest.split_once('-')) {
        Some((mark, rest)) if mark.len() == 8 => format!("tequio-{rest}"),
        _ => name,
    };
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.map(plain).collect();
    names.sort();
    names
}

/// The file of a folder whose name ends so.
fn ending(folder: &Path, end: &str) -> PathBuf {
    let mut files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.find(|file| file.to_str().unwrap().ends_with(end)).unwrap()
}

on_both_engines! {
    async fn a_backup_a_day_comes_back(app: TestApp) {
        let ana = app.founder().await;
        let activity = ana.publish(&[]).await;
        let entry = activity.rsplit('/').nth(1).unwrap();
        let sent = ana.send_file(&format!("/@etla/entries/{entry}/files"), ("acta.txt", b"uno"), &[]).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let page = ana.get("/@etla/safekeeping").await;
        assert!(page.text().contains("Todavía no hay ningún respaldo"), "{}", page.text());
        assert_eq!(ana.get("/readyz").await.text(), "ready\nbackup never\nrestored never\n");
        // Who is outside learns nothing of it.
        assert_eq!(app.person().get("/@etla/safekeeping").await.status, 401);

        let (folder, stick) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let away = stick.path().join("no-está");
        let custodian = age::x25519::Identity::generate();
        let keeper = keeper(app, &[folder.path(), &away], &custodian).await;
        let before = files(&app.node.data);
        assert_eq!(keeper.turn().await, 1);
        assert_eq!(files(folder.path()), ["tequio-2026-11-24.backup", "tequio-erased.txt"]);
        assert!(!away.exists(), "a stick that is not there is waited for, not made");
        assert_eq!(keeper.turn().await, 0, "one a day");
        // The stick comes.
        std::fs::create_dir(&away).unwrap();
        assert_eq!(keeper.turn().await, 1);
        assert_eq!(files(&away), files(folder.path()));
        // What was tried is gone.
        let mut after = files(&app.node.data);
        after.retain(|name| name != "safekeeping.json");
        assert_eq!(after, before);

        let ready = ana.get("/readyz").await;
        assert_eq!(ready.text(), "ready\nbackup 2026-11-24T18:00:00Z\nrestored 2026-11-24T18:00:00Z\n");
        let page = ana.get("/@etla/safekeeping").await;
        assert!(page.text().contains("Bien guardado"), "{}", page.text());
        let json = ana.get("/@etla/safekeeping.json").await;
        assert!(json.text().contains(r#""state":"good""#) && json.text().contains(r#""opened":null"#), "{}", json.text());

        // The key for which it was encrypted besides is nobody's any more; the custodian's opens it, and its code says so.
        let file = ending(folder.path(), "-2026-11-24.backup");
        let stranger = age::x25519::Identity::generate();
        assert!(matches!(restore::open(&file, &stranger), Err(BackupError::Closed)));
        let elsewhere = tempfile::tempdir().unwrap();
        let tried = drill(&file, &custodian, elsewhere.path(), &app.node.core.world).await.unwrap();
        assert!(tried.is_whole() && tried.report.blobs == 1 && tried.report.records > 3, "{:?}", tried.report);
        assert!(files(elsewhere.path()).is_empty(), "nothing of it stays");
        app.clock.advance(DAY);
        let mut notes = Notes::read(&app.node.data);
        assert_eq!(notes.opened("AAAA-BBBB-CCCC-DDDD-EEEE", 0), None);
        // As somebody types it.
        let typed = tried.code.to_lowercase().replace('-', " ");
        let now = app.node.core.world.now();
        Notes::change(&app.node.data, |notes| assert!(notes.opened(&typed, now).is_some())).unwrap();
        assert!(ana.get("/@etla/safekeeping.json").await.text().contains(r#""opened":{"at""#));

        // Another day, another backup; and days without one are noticed.
        assert_eq!(keeper.turn().await, 2);
        assert_eq!(files(&away).len(), 3);
        // The receipt of an older one takes nothing from that.
        let newest = Notes::read(&app.node.data).verified;
        Notes::change(&app.node.data, |notes| assert!(notes.opened(&tried.code, now + DAY).is_some())).unwrap();
        let notes = Notes::read(&app.node.data);
        assert!(notes.verified == newest && notes.opened.unwrap().backup < newest.unwrap().backup);
        app.clock.advance(9 * DAY);
        assert!(ana.get("/@etla/safekeeping").await.text().contains("más de una semana"));
    }

    /// What was erased since stands beside the backups.
    async fn what_was_erased_is_written_beside(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let folder = tempfile::tempdir().unwrap();
        let custodian = age::x25519::Identity::generate();
        let keeper = keeper(app, &[folder.path()], &custodian).await;
        assert_eq!(keeper.turn().await, 1);
        let backup = ending(folder.path(), ".backup");
        let list = || std::fs::read_to_string(restore::erasures_beside(&backup).unwrap()).unwrap();
        assert_eq!(list(), "");
        let form = beto.get("/@etla/me/leave").await;
        assert_eq!(beto.send(&form, &[("how", "erase"), ("passphrase", PASSPHRASE)]).await.status, 303);
        // At once, not with the next backup: it may be the last thing that the node does.
        assert_eq!(keeper.turn().await, 0);
        let erased = app.node.erasures().await.unwrap();
        assert!(!erased.is_empty());
        let mut lines: Vec<String> = erased.iter().map(|(community, subject)| format!("{community} {subject}")).collect();
        lines.sort();
        assert_eq!(list().lines().collect::<Vec<_>>(), lines);
        // What stands there stays, and another node has files of its own in the same folder.
        let other = TestApp::start_as(app.node.core.db.engine(), More { seed: 1, ..More::default() }).await;
        let another = self::keeper(&other, &[folder.path()], &custodian).await;
        assert_eq!(another.turn().await, 0, "there is no community yet");
        let mut whole = list();
        whole.push_str("06zzzzzzzzzzzzzzzzzzzzzzzz 06zzzzzzzzzzzzzzzzzzzzzzzz\n");
        std::fs::write(restore::erasures_beside(&backup).unwrap(), &whole).unwrap();
        other.founder().await;
        assert_eq!((another.turn().await, keeper.turn().await), (1, 0));
        assert_eq!(list(), whole);
        assert_eq!(files(folder.path()).len(), 4);
    }

    /// A backup that does not come back as the log says is not called good, and members see it.
    async fn what_does_not_come_back_is_told(app: TestApp) {
        let ana = app.founder().await;
        let folder = tempfile::tempdir().unwrap();
        let keeper = keeper_of(app, &[folder.path()]).await;
        let mut raw = Raw::open(app).await;
        raw.run("UPDATE communities SET municipality = 'Otra parte'").await;
        assert_eq!(keeper.turn().await, 0);
        let notes = Notes::read(&app.node.data);
        assert_eq!((notes.failed[folder.path().to_str().unwrap()].why, notes.verified), (Why::Whole, None));
        assert_eq!(files(folder.path()).iter().filter(|name| name.ends_with(".backup")).count(), 0, "it is none");
        let page = ana.get("/@etla/safekeeping").await;
        assert!(page.text().contains("no regresa completo"), "{}", page.text());
        raw.run("UPDATE communities SET municipality = 'San Pablo Etla'").await;
        assert_eq!(keeper.turn().await, 0, "not again at once");
        app.clock.advance(HOUR);
        assert_eq!(keeper.turn().await, 1, "the same day");
        assert!(Notes::read(&app.node.data).failed.is_empty());
        // No room for it: the reserve is larger than any disk.
        app.clock.advance(DAY);
        let small = Keeper { reserve: u64::MAX, ..keeper };
        assert_eq!(small.turn().await, 0);
        assert_eq!(Notes::read(&app.node.data).failed[folder.path().to_str().unwrap()].why, Why::Room);
        // What goes well in another folder does not hide it.
        let stick = tempfile::tempdir().unwrap();
        let plan = Plan { folders: vec![stick.path().to_owned()], ..small.plan.clone() };
        assert_eq!(Keeper { reserve: 0, plan, ..small }.turn().await, 1);
        assert!(ana.get("/@etla/safekeeping").await.text().contains("No hay lugar en el disco"));
        // A list of what was erased that cannot be read is left as it is.
        let list = restore::erasures_beside(&ending(stick.path(), ".backup")).unwrap();
        std::fs::write(&list, [0xff, 0xfe]).unwrap();
        let again = keeper_of(app, &[stick.path()]).await;
        assert_eq!(again.turn().await, 0);
        assert_eq!(std::fs::read(&list).unwrap(), [0xff, 0xfe]);
    }
}

/// A node that serves makes its backup by itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_serves_keeps_itself() {
    let folder = tempfile::tempdir().unwrap();
    let custodian = age::x25519::Identity::generate().to_public();
    let plan = Plan { folders: vec![folder.path().to_owned()], shelves: Vec::new(), custodians: vec![custodian] };
    let mut app = TestApp::start_as(Engine::Sqlite, More { backups: Some(plan), ..More::default() }).await;
    let ana = app.founder().await;
    for _ in 0..600 {
        if Notes::read(&app.node.data).verified.is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let page = ana.get("/@etla/safekeeping").await;
    for words in
        ["Bien guardado", "Solo una persona tiene llave", "Un lugar; ahora uno está conectado", "en el mismo disco"]
    {
        assert!(page.text().contains(words), "{words}: {}", page.text());
    }
    assert_eq!(files(folder.path()), ["tequio-2026-11-24.backup", "tequio-erased.txt"]);
    app.stop().await;
}
