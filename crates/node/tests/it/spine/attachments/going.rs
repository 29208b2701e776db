// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! How files go: by themselves, with their entry, with who added them; and what is left of what never came.

use tequio_node::{
    jobs,
    spine::{
        attachments::upload::{self, Upload},
        command::Caller,
        log::Actor,
        world::HOUR,
    },
    store::{Dump, Value, tables::TABLES},
};

use super::{attach, attached, blobs, entry_of, files, holds, picture, png, written};
use crate::support::{PASSPHRASE, TestApp, on_both_engines};

/// On SQLite, not a byte of these words is left in the files, while the node serves.
fn nowhere_in_files(app: &TestApp, words: &[u8]) {
    for file in ["tequio.sqlite", "tequio.sqlite-wal"] {
        let Ok(bytes) = std::fs::read(app.node.data.join(file)) else { continue };
        assert!(!holds(&bytes, words), "{} in {file}", String::from_utf8_lossy(words));
    }
}

/// The keys of what is kept.
async fn secrets(app: &TestApp) -> Vec<Vec<u8>> {
    let table = TABLES.iter().find(|table| table.name == "attachments").unwrap();
    let dump = Dump::open(&app.node.core.db).await.unwrap().read(table).await.unwrap();
    let place = dump.columns.iter().position(|column| column == "secret").unwrap();
    let secret = |row: tequio_node::store::Row| match &row[place] {
        Value::Bytes(Some(bytes)) => bytes.clone(),
        other => panic!("{other:?}"),
    };
    dump.rows.into_iter().map(secret).collect()
}

on_both_engines! {
    /// What is kept is sealed, and goes with the file.
    async fn what_is_removed_is_gone(app: TestApp) {
        let ana = app.founder().await;
        let activity = ana.publish(&[]).await;
        attached(&ana, &activity, ("secretos.txt", b"palabras que nadie debe leer"), "Una nota").await;
        let large = written(&picture(900, 300), image::ImageFormat::Jpeg);
        let file = attached(&ana, &activity, ("foto.jpg", &large), "").await;
        let kept = blobs(app);
        assert_eq!(kept.len(), 3, "two files and a thumbnail");
        for blob in &kept {
            let bytes = std::fs::read(blob).unwrap();
            assert!(!holds(&bytes, b"palabras") && !bytes.starts_with(b"\xff\xd8"), "it is sealed");
        }
        let secrets = secrets(app).await;
        assert_eq!(secrets.len(), 2);
        let own = file["path"].as_str().unwrap().to_owned();
        let asked = ana.get(&format!("{own}/remove")).await;
        assert!(asked.text().contains("Se destruye su llave"), "{}", asked.text());
        let gone = ana.send(&asked, &[]).await.follow(&ana).await;
        assert!(gone.status == 303 || gone.status == 200, "{}", gone.text());
        for path in [&own, &format!("{own}/thumbnail"), &format!("{own}/describe")] {
            assert_eq!(ana.fetch(path).await.status, 404);
        }
        jobs::run_due(&app.node).await.unwrap();
        assert_eq!(blobs(app).len(), 1);
        let removed = format!("/@etla/entries/{}/remove", entry_of(&activity));
        assert_eq!(ana.post(&removed, &[]).await.status, 303);
        jobs::run_due(&app.node).await.unwrap();
        assert!(blobs(app).is_empty(), "files go with their entry");
        nowhere_in_files(app, b"secretos.txt");
        secrets.iter().for_each(|secret| nowhere_in_files(app, secret));
        assert_eq!(ana.get_json("/@etla/search?q=secretos").await["found"], serde_json::json!([]));
    }

    /// Who is erased takes their files along, also from what others publish; those of others stay.
    async fn who_is_erased_takes_their_files_along(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let activity = beto.publish(&[("title", "Taller de Beto")]).await;
        let file = attached(&beto, &activity, ("inolvidable.png", &png()), "Retrato inolvidable").await;
        let other = attached(&ana, &activity, ("de-ana.txt", b"de Ana"), "").await;
        let before: Vec<Vec<u8>> = blobs(app).into_iter().map(|blob| std::fs::read(blob).unwrap()).collect();
        assert_eq!(before.len(), 2);
        let form = beto.get("/@etla/me/leave").await;
        assert_eq!(beto.send(&form, &[("how", "erase"), ("passphrase", PASSPHRASE)]).await.status, 303);
        assert_eq!(ana.fetch(file["path"].as_str().unwrap()).await.status, 404);
        assert_eq!(ana.fetch(other["path"].as_str().unwrap()).await.status, 200);
        let left = files(&ana, &activity).await;
        assert_eq!((left.len(), &left[0]["name"]), (1, &serde_json::json!("de-ana.txt")));
        assert_eq!(ana.get_json("/@etla/search?q=inolvidable").await["found"], serde_json::json!([]));
        nowhere_in_files(app, b"inolvidable");
        jobs::run_due(&app.node).await.unwrap();
        assert_eq!(blobs(app).len(), 1);
    }

    /// Between what is kept and what the log says a machine may stop. What nothing names is swept an hour later, and
    /// nothing else.
    async fn what_never_came_is_swept(app: TestApp) {
        let ana = app.founder().await;
        let activity = ana.publish(&[]).await;
        let file = attached(&ana, &activity, ("cartel.png", &png()), "").await;
        let kept = blobs(app);
        // All is done but the command: the machine stopped, or the line broke.
        let orphan = Upload { name: "a.txt".to_owned(), bytes: "a".into(), alt: String::new() };
        upload::keep(&app.node, community_of(&ana), &orphan).await.unwrap();
        // And the rest of somebody who sends the same form twice.
        let path = super::files_of(&activity);
        let form = app.node.core.world.id().to_string();
        for _ in 0..2 {
            let twice = ana.send_file(&path, ("dos.txt", b"dos"), &[("key", &form)]).await;
            assert_eq!(twice.status, 303);
        }
        assert_eq!(blobs(app).len(), kept.len() + 3);
        app.clock.advance(HOUR - 60_000_000);
        jobs::run_due(&app.node).await.unwrap();
        assert_eq!(blobs(app).len(), kept.len() + 3, "somebody may still be sending");
        app.clock.advance(2 * 60_000_000);
        jobs::run_due(&app.node).await.unwrap();
        assert_eq!(blobs(app).len(), kept.len() + 1);
        assert_eq!(ana.fetch(file["path"].as_str().unwrap()).await.status, 200);
        assert_eq!(app.node.jobs().await.unwrap().iter().filter(|job| job.0 == "sweep-blobs").count(), 0);
    }

    /// A machine that slept while something was sent may have begun to sweep: then it is not said to be kept.
    async fn what_is_being_swept_is_not_named(app: TestApp) {
        let ana = app.founder().await;
        let activity = ana.publish(&[]).await;
        let (node, community, entry) = (app.node.clone(), community_of(&ana), entry_of(&activity).parse().unwrap());
        let member = ana.get_json("/@etla/me.json").await["kept"]["member"].as_str().unwrap().parse().unwrap();
        let caller = Caller::plain(Actor::Member(member));
        let sent = Upload { name: "a.txt".to_owned(), bytes: "a".into(), alt: String::new() };
        let kept = upload::keep(&node, community, &sent).await.unwrap();
        app.clock.advance(2 * HOUR);
        jobs::run_due(&node).await.unwrap();
        assert!(blobs(app).is_empty());
        upload::name(&node, community, caller, node.core.world.id(), entry, sent, kept).await.unwrap_err();
        assert!(files(&ana, &activity).await.is_empty());
        assert_eq!(attach(&ana, &activity, ("a.txt", b"a"), "").await.status, 303);
    }
}

/// The community of somebody who is signed in.
fn community_of(person: &crate::support::Person) -> tequio_node::spine::id::Id {
    let cookies = person.cookies.lock().unwrap();
    let cookie = cookies.keys().find(|name| !name.ends_with("-device")).unwrap();
    cookie.strip_prefix("__Host-tequio-").unwrap().parse().unwrap()
}
