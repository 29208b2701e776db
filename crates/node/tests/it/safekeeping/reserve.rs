// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Below the reserve of the disk a node reads and does not write, and says so.

use tequio_node::{safekeeping::disk, store::Engine};

use crate::support::{More, TestApp, namespaces, on_both_engines};

on_both_engines! {
    async fn a_node_that_only_reads_says_so(app: TestApp) {
        let ana = app.founder().await;
        let activity = ana.publish(&[]).await;
        let form = ana.get("/@etla/act/agenda/new").await;
        app.node.core.set_read_only(true);
        let page = ana.get(&activity).await;
        assert!(page.status == 200 && page.body.contains("le queda poco espacio"), "{}", page.body);
        assert!(app.person().get("/@etla").await.body.contains("le queda poco espacio"));
        let refused = ana.send(&form, &[("title", "Círculo de lectura")]).await;
        // What was typed is given back.
        assert!(refused.status == 503 && refused.text().contains("nada se puede cambiar"), "{}", refused.text());
        assert!(refused.text().contains("Círculo de lectura"), "{}", refused.text());
        let entry = activity.rsplit('/').nth(1).unwrap();
        let file = ana.send_file(&format!("/@etla/entries/{entry}/files"), ("a.txt", b"uno"), &[]).await;
        assert_eq!(file.status, 503);
        let ready = ana.get("/readyz").await;
        assert!(ready.status == 503 && ana.get("/healthz").await.status == 200, "{}", ready.text());
        // One still comes in, and reads.
        assert!(app.person_again("Ana").await.get("/@etla/me").await.status == 200);
        app.node.core.set_read_only(false);
        let published = ana.send(&form, &[("title", "Círculo de lectura")]).await;
        assert_eq!(published.status, 303, "{}", published.text());
        assert!(!ana.get(&activity).await.body.contains("le queda poco espacio"));
    }
}

#[tokio::test]
#[ignore = "needs namespaces: ./check"]
async fn a_small_disk_is_noticed() {
    let disk = "
    ip link set lo up
    mount -t tmpfs -o size=24m tmpfs /run
    export TMPDIR=/run";
    if !namespaces::inside("safekeeping::reserve::a_small_disk_is_noticed", disk) {
        return;
    }
    const MEGA: u64 = 1024 * 1024;
    let app = TestApp::start_as(Engine::Sqlite, More { reserve: 8 * MEGA, ..More::default() }).await;
    let ana = app.founder().await;
    assert!(!app.node.core.is_read_only());
    let filler = app.node.data.join("../filler");
    let fill = |bytes: u64| std::fs::write(&filler, vec![1; usize::try_from(bytes).unwrap()]).unwrap();
    let free = || disk::free(&app.node.data).unwrap();
    // What the node itself still takes away makes room again: filled until it stays so.
    let mut size = 0;
    for _ in 0..50 {
        if free().abs_diff(7 * MEGA) < MEGA / 16 {
            break;
        }
        size = (size + free()).saturating_sub(7 * MEGA);
        fill(size);
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    disk::look(&app.node);
    assert!(app.node.core.is_read_only(), "{} bytes are free", free());
    assert_eq!(ana.get("/readyz").await.status, 503);
    // A little more than the reserve is not yet enough to go on, a tenth is.
    let to = |wanted: u64| fill(size - (wanted - 7 * MEGA));
    to(8 * MEGA + MEGA / 4);
    disk::look(&app.node);
    assert!(app.node.core.is_read_only(), "{} bytes are free", free());
    to(10 * MEGA);
    disk::look(&app.node);
    assert!(!app.node.core.is_read_only(), "{} bytes are free", free());
}
