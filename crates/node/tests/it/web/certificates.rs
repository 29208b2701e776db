// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Certificates from an authority: got, renewed, kept where nobody else reads them; and what happens when it gives none.

use std::{net::SocketAddr, sync::Arc};

use tequio_node::{
    spine::world::{DAY, HOUR, MINUTE},
    store::Engine,
    web::tls::{self, FOLDER, Source, Standing, Why},
};

use crate::support::{More, NOON, TestApp, authority::Authority, copies, forwarder::Forwarder, on_both_engines};

const HOST: &str = "nodo.example";

/// A node that gets its certificates itself, behind a bridge to which all names lead.
struct Getting {
    app: TestApp,
    bridge: Forwarder,
    authority: Authority,
}

impl Getting {
    /// One that begins where the names lead to `leads`, or to the bridge.
    async fn start(engine: Engine, leads: Option<SocketAddr>) -> Self {
        let mut bridge = Forwarder::new().await;
        // The node makes a clock of its own: both stand at the same time, and are moved together.
        let clock = Arc::new(tequio_node::spine::world::ManualClock::at(NOON));
        let authority = Authority::start(clock, leads.unwrap_or(bridge.address)).await;
        let given = tls::Authority { directory: authority.directory.clone(), contact: Some("ana@example.org".into()) };
        let more = More {
            origin: format!("https://{HOST}").parse().ok(),
            tls: Some(Source::Authority(given)),
            proxies: "127.0.0.1",
            ..More::default()
        };
        let mut app = TestApp::start_as(engine, more).await;
        bridge.forward(app.tls.unwrap());
        let client = authority.signer().client(&[HOST, "etla.example"], bridge.address);
        app.client = Some(client.build().unwrap());
        tls::turn(&app.node).await;
        Self { app, bridge, authority }
    }

    /// Time goes by, for the node and for the authority.
    async fn later(&self, micros: i64) {
        self.authority.signer().clock.advance(micros);
        self.app.clock.advance(micros);
        tls::turn(&self.app.node).await;
    }

    fn standing(&self, host: &str) -> Standing {
        self.app.node.tls.as_ref().unwrap().standing([host.to_owned()]).remove(0)
    }
}

on_both_engines! {
    /// From the first start to the renewal, through a bridge that reads nothing, for the node and for a community's own host.
    async fn certificates_are_got_and_renewed(app: TestApp) {
        let getting = Getting::start(app.node.core.db.engine(), None).await;
        let (node, data) = (&getting.app.node, getting.app.node.data.clone());
        let ana = getting.app.founder().await;
        assert_eq!(ana.get("/@etla/members").await.status, 200);
        assert_eq!(getting.authority.contacts(), [serde_json::json!(["mailto:ana@example.org"])]);
        assert_eq!(getting.standing(HOST), Standing { host: HOST.into(), until: Some(NOON + 90 * DAY), failed: None });
        node.set_host("etla", Some("etla.example")).await.unwrap();
        tls::turn(node).await;
        let own = reqwest_get(&getting, "https://etla.example/").await;
        assert!(own.contains("CoLSoLi Etla"), "{own}");
        assert_eq!(getting.authority.orders().1, [HOST, "etla.example"]);
        getting.later(59 * DAY).await;
        assert_eq!(getting.authority.orders().0.len(), 2, "none is due");
        getting.later(2 * DAY).await;
        assert_eq!(getting.authority.orders().1, [HOST, "etla.example", "etla.example", HOST]);
        assert_eq!(getting.standing(HOST).until, Some(NOON + (61 + 90) * DAY));
        // By a new connection: who came before still has the one before.
        assert!(reqwest_get(&getting, "https://nodo.example/").await.contains("CoLSoLi Etla"));
        assert_eq!(getting.authority.contacts().len(), 1, "the account was kept");
        let folder = std::fs::read_dir(data.join(FOLDER)).unwrap().next().unwrap().unwrap().path();
        let mut kept: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
        kept.sort();
        let names: Vec<_> = kept.iter().map(|file| file.file_name().unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["account.json", "etla.example.pem", "nodo.example.pem"]);
        #[cfg(unix)]
        for file in kept.iter().chain([&folder]) {
            let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(file).unwrap().permissions());
            assert_eq!(mode & 0o077, 0, "{file:?} is for others too");
        }
        // No backup has them: what is restored elsewhere gets its own.
        let stick = tempfile::tempdir().unwrap();
        let restored = copies::restored(&getting.app, stick.path()).await;
        assert!(restored.node.data.join("node.key").exists() && !restored.node.data.join(FOLDER).exists());
        getting.app.check().await;
    }
}

/// What a new browser gets at an address.
async fn reqwest_get(getting: &Getting, url: &str) -> String {
    let client = getting.authority.signer().client(&[HOST, "etla.example"], getting.bridge.address).build().unwrap();
    client.get(url).header("accept", "text/html").send().await.unwrap().text().await.unwrap()
}

/// The name leads elsewhere: it is told what to do, the node serves on, tries again and not at once, and all is well once
/// the name leads here.
#[tokio::test]
async fn what_an_authority_refuses_is_told_and_stops_nothing() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut getting = Getting::start(Engine::Sqlite, Some(nobody)).await;
    assert_eq!(getting.standing(HOST), Standing { host: HOST.into(), until: None, failed: Some(Why::Refused) });
    // The plain door of the same node serves on.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let door = listener.local_addr().unwrap();
    getting.app.listeners.send(tequio_node::web::listen::Listener::Plain(listener)).unwrap();
    getting.app.client = Some(crate::support::client());
    let ready = getting.app.person_at(format!("127.0.0.1:{}", door.port()).parse().unwrap()).get("/readyz").await;
    assert_eq!(ready.status, 200);
    assert!(ready.body.ends_with("certificate nodo.example renewal-failed until never\n"), "{}", ready.body);
    let tries = || getting.authority.orders().0.len();
    assert_eq!(tries(), 1);
    getting.later(4 * MINUTE).await;
    assert_eq!(tries(), 1, "it is not tried without end");
    getting.later(MINUTE).await;
    assert_eq!(tries(), 2);
    getting.later(9 * MINUTE).await;
    assert_eq!(tries(), 2, "after the second time it waits longer");
    getting.authority.lead(getting.bridge.address);
    getting.later(HOUR).await;
    assert_eq!(getting.standing(HOST).failed, None);
    assert!(reqwest_get(&getting, "https://nodo.example/healthz").await.contains("ok"));
    // It cannot be renewed: who looks after the node has a month, and everybody is told.
    let client = getting.authority.signer().client(&[HOST], getting.bridge.address);
    getting.app.client = Some(client.build().unwrap());
    getting.app.founder().await;
    getting.authority.lead(nobody);
    getting.later(61 * DAY).await;
    let told = getting.app.person_again("Ana").await.get("/@etla/safekeeping").await.text();
    assert!(told.contains("La autoridad no lo dio: ese nombre tiene que llevar hasta este nodo"), "{told}");
    assert!(told.contains("El certificado de nodo.example vale hasta"), "{told}");
}

/// The authority is away.
#[tokio::test]
async fn an_authority_that_is_away_is_tried_again() {
    let getting = Getting::start(Engine::Sqlite, None).await;
    let Getting { app, bridge, authority } = getting;
    drop(authority);
    let away = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let directory = format!("http://{away}/directory").parse().unwrap();
    let more = More {
        origin: format!("https://{HOST}").parse().ok(),
        tls: Some(Source::Authority(tls::Authority { directory, contact: None })),
        ..More::default()
    };
    let lonely = TestApp::start_as(Engine::Sqlite, more).await;
    tls::turn(&lonely.node).await;
    let standing = lonely.node.tls.as_ref().unwrap().standing([HOST.to_owned()]);
    assert_eq!((standing[0].until, standing[0].failed), (None, Some(Why::Unreached)));
    // Whom it gave one before serves with that meanwhile.
    tls::turn(&app.node).await;
    assert!(app.node.tls.as_ref().unwrap().standing([HOST.to_owned()])[0].until.is_some());
    drop(bridge);
}
