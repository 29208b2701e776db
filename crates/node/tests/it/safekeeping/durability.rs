// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A commit that fails is not acknowledged and not tried again: the node stops, and recovers when it starts anew.

use std::process::Command;

use tequio_node::{
    NodeError,
    safekeeping::check::check,
    store::{Db, Engine, StoreError},
};

use crate::support::{Raw, TestApp, client, namespaces};

/// A disk that is soon full, where the test keeps its data.
const SMALL_DISK: &str = "
    ip link set lo up
    mount -t tmpfs -o size=6m tmpfs /run
    export TMPDIR=/run";

#[tokio::test]
#[ignore = "needs namespaces: ./check"]
async fn a_commit_that_fails_stops_the_node() {
    if !namespaces::inside("safekeeping::durability::a_commit_that_fails_stops_the_node", SMALL_DISK) {
        return;
    }
    let mut app = TestApp::start(Engine::Sqlite).await;
    let ana = app.founder().await;
    let activity = ana.publish(&[]).await;
    let say = format!("/@etla/entries/{}/messages", activity.rsplit('/').nth(1).unwrap());
    let mut acknowledged = Vec::new();
    let cookies: Vec<String> =
        ana.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
    let client = client();
    loop {
        let words = format!("{:05} {}", acknowledged.len(), "palabras ".repeat(400)).trim().to_owned();
        let request = client.post(format!("{}{say}", app.origin)).header("sec-fetch-site", "same-origin");
        let request = request.header("cookie", cookies.join("; ")).header("accept", "application/json");
        let request = request.header("content-type", "application/json").header("accept-language", "es");
        match request.body(serde_json::json!({"body": words}).to_string()).send().await {
            Ok(answer) if answer.status() == 200 => acknowledged.push(words),
            // It says so before it goes.
            Ok(answer) => {
                assert_eq!(answer.status(), 503);
                let told = answer.text().await.unwrap();
                assert!(told.contains("No sabemos"), "{told}");
                break;
            }
            Err(error) => panic!("the line was cut: {error}"),
        }
        assert!(acknowledged.len() < 5_000, "the disk is never full");
    }
    assert!(acknowledged.len() > 20, "{}", acknowledged.len());
    // No other change is taken, and the node ends.
    assert!(matches!(app.node.core.db.write().await, Err(StoreError::Durability(_))));
    let why = app.stopped().await;
    assert!(matches!(why, Err(NodeError::Durability)), "{why:?}");

    // With room again it recovers: what was acknowledged is there, and everything is as the log says.
    let larger = Command::new("mount").args(["-o", "remount,size=64m", "/run"]).status().unwrap();
    assert!(larger.success());
    let core = &app.node.core;
    let (db, scratch) = (Db::open(&app.store).await.unwrap(), Db::open("sqlite:/run/scratch.sqlite").await.unwrap());
    let report = check(&db, &app.node.blobs, &scratch, &core.key).await.unwrap();
    assert!(report.findings.is_empty(), "{:#?}", report.findings);
    let said = Raw::open(&app).await.texts("SELECT body FROM messages ORDER BY body").await;
    // What was not acknowledged may be there or not.
    assert_eq!(said[..acknowledged.len()], acknowledged[..]);
    assert!(said.len() <= acknowledged.len() + 1, "{} and {}", said.len(), acknowledged.len());
}
