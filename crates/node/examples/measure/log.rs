// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the log costs: writing, checking, opening.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{body::Body, http::Request};
use tequio_node::{
    Node, demo,
    safekeeping::check,
    spine::{command::Caller, discussion::Say, id::Id, log::Actor},
    store::{Db, Statement, Text},
    web,
};
use tower::ServiceExt as _;

use crate::cpu;

const THREAD: Statement = Statement {
    name: "measure::THREAD",
    text: Text::Both(
        "SELECT e.community_id, e.id, m.id FROM entries e JOIN members m ON m.community_id = e.community_id \
         WHERE e.kind = 'activity' ORDER BY e.id, m.id LIMIT 1",
    ),
};

/// Lets `clients` say something at once, each again as soon as it was made durable.
pub async fn write(node: &Arc<Node>, seconds: u64, clients: usize) {
    if node.is_empty().await.unwrap() {
        demo::fill(node).await.unwrap();
    }
    let mut tx = node.core.db.write().await.unwrap();
    let thread: Option<(Id, Id, Id)> = tx.optional(&THREAD, vec![]).await.unwrap();
    tx.rollback().await.unwrap();
    let (community, entry, member) = thread.unwrap();
    let done = Arc::new(AtomicU64::new(0));
    let talking: Vec<_> = (0..clients)
        .map(|_| {
            let (node, done) = (node.clone(), done.clone());
            tokio::spawn(async move {
                let caller = Caller::plain(Actor::Member(member));
                loop {
                    let say = Say { entry, parent: None, body: "Yo llevo un proyector y cables.".to_owned() };
                    node.core.execute(community, caller, node.core.world.id(), say).await.unwrap();
                    done.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    for _ in 0..10 {
        let (start, before, used) = (Instant::now(), done.load(Ordering::Relaxed), cpu());
        tokio::time::sleep(Duration::from_millis(seconds * 100)).await;
        let commands = done.load(Ordering::Relaxed) - before;
        let each = (cpu() - used) / i64::try_from(commands.max(1)).unwrap();
        println!("{:.0}\t{each}\t{}", commands as f64 / start.elapsed().as_secs_f64(), memory());
    }
    talking.iter().for_each(tokio::task::JoinHandle::abort);
}

/// Checks the whole store.
pub async fn check(node: &Arc<Node>) {
    let scratch = tempfile::tempdir().unwrap();
    let scratch = Db::open(&format!("sqlite:{}/scratch.sqlite", scratch.path().display())).await.unwrap();
    let (start, used) = (Instant::now(), cpu());
    let report = check::check(&node.core.db, &node.blobs, &scratch, &node.core.key).await.unwrap();
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    let seconds = start.elapsed().as_secs_f64();
    let each = (cpu() - used) / report.records.max(1);
    println!("{}\t{:.0}\t{each}\t{}", report.records, report.records as f64 / seconds, memory());
}

/// Opens a node and asks whether it is ready.
pub async fn open(folder: &str, database: Option<String>) {
    let start = Instant::now();
    let node = crate::open(folder, database).await;
    let request = Request::builder().uri("/healthz").header("host", "localhost:3456").body(Body::empty()).unwrap();
    let answer = web::app(node).oneshot(request).await.unwrap();
    println!("{}\t{:.0}\t{}", answer.status(), start.elapsed().as_secs_f64() * 1000.0, memory());
}

/// Megabytes of memory that this process holds.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.split_whitespace().next().unwrap().parse::<u64>().unwrap() / 1024
}
