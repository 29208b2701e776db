// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

mod attacks;
mod blocks;
mod bundles;
mod closing;
mod federation;
mod joining;
mod moving;
mod network;
mod peer;
mod reports;
mod silence;

use std::time::Duration;

use serde_json::json;
use tequio_fediverse::fetch::Access;
use tequio_node::{jobs, store::Engine};

use crate::support::{More, Person, Raw, TestApp};

/// Runs a test that starts its own nodes, on both engines.
macro_rules! on_engines {
    ($($(#[$doc:meta])* async fn $name:ident($engine:ident: Engine) $body:block)*) => { $(
        $(#[$doc])*
        async fn $name($engine: tequio_node::store::Engine) $body

        mod $name {
            #[tokio::test]
            async fn sqlite() {
                super::$name(tequio_node::store::Engine::Sqlite).await;
            }

            #[tokio::test]
            #[ignore = "needs PostgreSQL: ./check"]
            async fn postgres() {
                super::$name(tequio_node::store::Engine::Postgres).await;
            }
        }
    )* };
}
use on_engines;

/// A node in a laboratory, where loopback is reached by plain http.
fn laboratory() -> More {
    More { access: Access::Laboratory, ..More::default() }
}

/// A node with a community that is open to the network, and who coordinates it.
async fn open(engine: Engine) -> (TestApp, Person) {
    let app = TestApp::start_as(engine, laboratory()).await;
    let ana = app.founder().await;
    opened(&ana).await;
    (app, ana)
}

/// A community on the network as its pages show it: it follows another one, which published something, and whoever follows it
/// does not answer.
pub async fn on_the_network(engine: Engine) -> TestApp {
    let (app, ana) = open(engine).await;
    network::hears(&app, &ana).await.answers(500, None);
    ana.publish(&[("title", "Instalatón")]).await;
    work(&app).await;
    // Somebody is suspended, somebody is limited and waits, and something is reported.
    assert_eq!(blocks::block(&ana, "malo.example", "suspend").await.status, 303);
    let peer = peer::Peer::start().await;
    let (eva, group) = (peer.id("eva"), format!("{}/@etla", app.origin));
    assert_eq!(blocks::block(&ana, &eva, "limit").await.status, 303);
    assert_eq!(peer.follows(&app, "eva", 1).await, 202);
    let flag = json!({ "type": "Flag", "id": format!("{eva}#flag"), "actor": eva, "object": group, "content": "Spam" });
    assert_eq!(peer.sends(&app, "eva", "/inbox", &flag).await, 202);
    work(&app).await;
    app
}

/// Opens the community to the network.
async fn opened(ana: &Person) {
    let page = ana.get("/@etla/link").await;
    let done = ana.send(&page, &[]).await;
    assert_eq!(done.status, 303, "{}", done.text());
}

/// Works through what came in, and tells those who follow. What was begun by the node itself is waited for.
async fn work(app: &TestApp) {
    let mut raw = Raw::open(app).await;
    for _ in 0..500 {
        let done = jobs::run_due(&app.node).await.unwrap();
        let now = app.node.core.world.now();
        let begun =
            raw.number(&format!("SELECT COUNT(*) FROM jobs WHERE leased_until > {now} AND run_at <= {now}")).await
                + raw.number(&format!("SELECT COUNT(*) FROM peers WHERE leased_until > {now}")).await;
        if done == 0 && begun == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    unreachable!("what is begun does not end");
}

/// What a node says in ActivityStreams.
async fn activity_of(app: &TestApp, path: &str) -> (u16, serde_json::Value) {
    let page = app.person().request(reqwest::Method::GET, path, None, "application/activity+json").await;
    (page.status, serde_json::from_str(&page.body).unwrap_or_default())
}
