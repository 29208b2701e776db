// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `TestApp`: the same `serve` as the program's, on port 0, with a clock that stands still and seeded chance.
//! A test written with [`on_both_engines`] runs on SQLite and on PostgreSQL (at `TEQUIO_TEST_POSTGRES`).

pub mod authority;
pub mod copies;
pub mod forwarder;
pub mod mail;
pub mod namespaces;
pub mod passkey;
mod person;
mod raw;

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use tequio_deliberation::{
    assembly::{self, Assembly},
    life::{Decision, Event, Instant},
};
use tequio_fediverse::fetch::Access;
use tequio_node::{
    Node, NodeError, Settings,
    safekeeping::daily::Plan,
    spine::{
        id::Id,
        mail::post::Post,
        members::credentials::Hasher,
        world::{MINUTE, ManualClock, Micros, World},
    },
    store::{Bucket, Dump, Engine, TableDump, Value, tables::TABLES},
    web::{listen::Listener, tls},
};
use tokio::{
    net::TcpListener,
    sync::{mpsc, oneshot},
    task::JoinHandle,
};

pub use person::{Page, Person};
pub use raw::Raw;

/// Tuesday, 24 November 2026, 12:00 in Mexico City.
pub const NOON: Micros = 1_795_543_200_000_000;

/// A running node.
pub struct TestApp {
    pub node: Arc<Node>,
    pub clock: Arc<ManualClock>,
    pub origin: String,
    /// Where the store is, to open it once more.
    pub store: String,
    /// Takes listeners that come later.
    pub listeners: mpsc::UnboundedSender<Listener>,
    /// Where it listens for what is encrypted to it.
    pub tls: Option<SocketAddr>,
    /// By what everybody asks, where it is not [`client`].
    pub client: Option<reqwest::Client>,
    /// Removed with everything in it when the test ends.
    _folder: tempfile::TempDir,
    stop: Option<oneshot::Sender<()>>,
    served: Option<JoinHandle<Result<(), NodeError>>>,
}

/// What few tests ask of a node.
#[derive(Default)]
pub struct More {
    /// Daily backups.
    pub backups: Option<Plan>,
    /// A reserve of the disk.
    pub reserve: u64,
    /// How far it goes when it visits what somebody named.
    pub access: Access,
    /// What makes its chance, and so its keys, another one.
    pub seed: u8,
    /// An onion service beside its origin.
    pub onion: Option<url::Url>,
    /// The mail server by which it writes.
    pub mail: Option<Post>,
    /// How it is called, where that is not the address at which tests ask.
    pub named: Option<url::Url>,
    /// Its origin, where that is not the address on which it listens; where its certificates come from, so that it listens
    /// for what is encrypted too; and the proxies that say for whom they ask.
    pub origin: Option<url::Url>,
    pub tls: Option<tls::Source>,
    pub proxies: &'static str,
    /// The sample communities, there before it serves, as the program has them: what comes due meanwhile waits.
    pub samples: bool,
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if let (Some(stop), Some(served)) = (self.stop.take(), self.served.take()) {
            let _ = stop.send(());
            served.abort();
        }
    }
}

impl TestApp {
    pub async fn start(engine: Engine) -> Self {
        Self::start_at(engine, &[]).await
    }

    /// As [`start`](Self::start), with doors on local addresses too.
    pub async fn start_at(engine: Engine, lan: &[std::net::IpAddr]) -> Self {
        Self::start_with(engine, lan, "", None).await
    }

    /// As [`start`](Self::start), behind proxies that say for whom they ask.
    pub async fn start_behind(engine: Engine, proxies: &str) -> Self {
        Self::start_with(engine, &[], proxies, None).await
    }

    /// As [`start`](Self::start), with its files in a bucket.
    pub async fn start_in(engine: Engine, bucket: Bucket) -> Self {
        Self::start_with(engine, &[], "", Some(bucket)).await
    }

    /// As [`start`](Self::start), with more.
    pub async fn start_as(engine: Engine, more: More) -> Self {
        let clock = Arc::new(ManualClock::at(NOON));
        let (folder, database) = (tempfile::tempdir().unwrap(), database(engine).await);
        Self::open(folder, database, clock, [7 + more.seed; 32], (&[], "", None), more).await
    }

    /// The same node once more, over the folder and the store that it leaves as it stops; at another port.
    pub async fn restarted(mut self, more: More) -> Self {
        self.stop().await;
        let folder = std::mem::replace(&mut self._folder, tempfile::tempdir().unwrap());
        let database = Some(self.store.clone()).filter(|store| store.starts_with("postgres"));
        Self::open(folder, database, self.clock.clone(), [12; 32], (&[], "", None), more).await
    }

    async fn start_with(engine: Engine, lan: &[std::net::IpAddr], proxies: &str, bucket: Option<Bucket>) -> Self {
        let clock = Arc::new(ManualClock::at(NOON));
        let (folder, database) = (tempfile::tempdir().unwrap(), database(engine).await);
        Self::open(folder, database, clock, [7; 32], (lan, proxies, bucket), More::default()).await
    }

    /// A node over a data folder (`data` in a folder) and a store that another one left, by the clock of `other`.
    pub async fn again(other: &Self, folder: tempfile::TempDir, database: Option<String>, seed: [u8; 32]) -> Self {
        Self::open(folder, database, other.clock.clone(), seed, (&[], "", None), More::default()).await
    }

    async fn open(
        folder: tempfile::TempDir,
        database: Option<String>,
        clock: Arc<ManualClock>,
        seed: [u8; 32],
        (lan, proxies, bucket): (&[std::net::IpAddr], &str, Option<Bucket>),
        More { backups, reserve, access, onion, origin: own, named, mail, samples, tls, proxies: more, .. }: More,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let here = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let origin = own.map_or(here, |own| own.as_str().trim_end_matches('/').to_owned());
        let mut listeners = vec![listener];
        for address in lan {
            listeners.push(TcpListener::bind((*address, 0)).await.unwrap());
        }
        let (sender, incoming) = mpsc::unbounded_channel();
        let lan = listeners.iter().skip(1).map(|listener| listener.local_addr().unwrap()).collect();
        let data = folder.path().join("data");
        let store = database.clone().unwrap_or_else(|| format!("sqlite:{}", data.join("tequio.sqlite").display()));
        let origin_url = named.unwrap_or_else(|| origin.parse().unwrap());
        let proxies = format!("{proxies} {more}").parse().unwrap();
        let encrypted = match &tls {
            Some(_) => Some(TcpListener::bind("127.0.0.1:0").await.unwrap()),
            None => None,
        };
        let at = encrypted.as_ref().map(|listener| listener.local_addr().unwrap());
        let settings = Settings {
            data,
            database,
            bucket,
            origin: origin_url,
            onion,
            lan,
            proxies,
            tls,
            backups,
            reserve,
            access,
            mail,
            source: b"the source",
        };
        let cheap = Hasher::with(argon2::Params::new(8, 1, 1, None).unwrap());
        let node = Node::open(settings, World::seeded(clock.clone(), seed), cheap).await.unwrap();
        if samples {
            tequio_node::demo::fill(&node).await.unwrap();
        }
        for listener in listeners.into_iter().map(Listener::Plain).chain(encrypted.map(Listener::Tls)) {
            sender.send(listener).unwrap();
        }
        let (stop, stopped) = oneshot::channel();
        let serving = node.clone();
        let served = tokio::spawn(async move { serving.serve(incoming, async { drop(stopped.await) }).await });
        let (listeners, stop, served) = (sender, Some(stop), Some(served));
        Self { node, clock, origin, store, listeners, tls: at, client: None, _folder: folder, stop, served }
    }

    /// Asks the node to stop and waits until it has.
    pub async fn stop(&mut self) {
        if let (Some(stop), Some(served)) = (self.stop.take(), self.served.take()) {
            stop.send(()).unwrap();
            served.await.unwrap().unwrap();
        }
    }

    /// Waits until the node stops by itself, and says why.
    pub async fn stopped(&mut self) -> Result<(), NodeError> {
        self.served.take().unwrap().await.unwrap()
    }

    /// Replays the logs into an empty store of the other engine (or of the same one, where there is no
    /// PostgreSQL) and compares every table: what a test did must be there, and nothing else.
    pub async fn check(&self) {
        let scratch = match (self.node.core.db.engine(), std::env::var_os("TEQUIO_TEST_POSTGRES")) {
            (Engine::Sqlite, Some(_)) => database(Engine::Postgres).await.unwrap(),
            _ => format!("sqlite:{}", self._folder.path().join("scratch.sqlite").display()),
        };
        let scratch = tequio_node::store::Db::open(&scratch).await.unwrap();
        let core = &self.node.core;
        let report =
            tequio_node::safekeeping::check::check(&core.db, &self.node.blobs, &scratch, &core.key).await.unwrap();
        assert!(report.findings.is_empty(), "{:#?}", report.findings);
        self.verify_decisions().await;
        self.verify_assemblies().await;
    }

    /// What happened in each entry of a table of events.
    async fn histories<E: serde::de::DeserializeOwned>(
        &self,
        table: &str,
        entry: &str,
    ) -> BTreeMap<String, Vec<(Instant, E)>> {
        let table = TABLES.iter().find(|known| known.name == table).unwrap();
        let TableDump { columns, rows } = Dump::open(&self.node.core.db).await.unwrap().read(table).await.unwrap();
        let place = |name: &str| columns.iter().position(|column| column == name).unwrap();
        let (entry, at, event) = (place(entry), place("at"), place("event"));
        let mut histories: BTreeMap<String, Vec<(Instant, E)>> = BTreeMap::new();
        for row in rows {
            let (Value::Int(Some(at)), Value::Text(Some(event))) = (&row[at], &row[event]) else { panic!("{row:?}") };
            let happened = (Instant(*at), serde_json::from_str(event).unwrap());
            histories.entry(format!("{:?}", row[entry])).or_default().push(happened);
        }
        histories
    }

    /// Recomputes every assembly from what happened in it, as whoever has its acta does.
    async fn verify_assemblies(&self) {
        let histories = self.histories::<assembly::Event<Id>>("assembly_events", "assembly_id").await;
        for (assembly, history) in histories {
            if let Err(untrue) = Assembly::verify(history.iter().map(|(at, event)| (*at, event))) {
                panic!("{assembly}: {untrue}\n{history:#?}");
            }
        }
    }

    /// Recomputes every decision from what happened in it, as whoever has its acta does.
    async fn verify_decisions(&self) {
        for (decision, history) in self.histories::<Event<Id>>("decision_events", "decision_id").await {
            let told = history.iter().map(|(at, event)| (*at, event));
            if let Err(untrue) = Decision::verify(told) {
                panic!("{decision}: {untrue}\n{history:#?}");
            }
        }
    }

    /// Somebody with a browser of their own.
    pub fn person(&self) -> Person {
        let client = self.client.clone().unwrap_or_else(client);
        let (origin, language) = (self.origin.clone(), "es".to_owned());
        Person { client, origin, language, forwarded: String::new(), cookies: Mutex::default(), at: Mutex::default() }
    }

    /// Somebody who comes by a door on the local network.
    pub fn person_at(&self, door: SocketAddr) -> Person {
        Person { origin: format!("http://{door}"), ..self.person() }
    }

    /// A person who founded the community `etla`.
    pub async fn founder(&self) -> Person {
        self.founder_of("etla").await
    }

    /// A person who founded a community.
    pub async fn founder_of(&self, handle: &str) -> Person {
        let link = self.node.founding_link().await.unwrap();
        let ana = self.person();
        let form = ana.get(link.strip_prefix(&self.node.doors.canonical()).unwrap()).await;
        let page = ana
            .send(
                &form,
                &[
                    ("name", "CoLSoLi Etla"),
                    ("handle", handle),
                    ("municipality", "San Pablo Etla"),
                    ("care_contact", "Comisión de cuidados, los sábados"),
                    ("founder", "Ana"),
                    ("passphrase", PASSPHRASE),
                ],
            )
            .await;
        assert_eq!(page.status, 200, "{}", page.text());
        ana
    }

    /// Somebody who signs in with another browser.
    pub async fn person_again(&self, name: &str) -> Person {
        let person = self.person();
        let form = person.get("/@etla/sign-in").await;
        let page = person.send(&form, &[("name", name), ("passphrase", PASSPHRASE)]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        person
    }

    /// Puts a second factor before somebody's account, and gives its secret.
    pub async fn protect(&self, person: &Person) -> Vec<u8> {
        let form = person.get("/@etla/me/second-factor").await;
        let secret = form.body.split("<code>").nth(1).unwrap().split('<').next().unwrap().replace(' ', "");
        let secret = data_encoding::BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
        let set = person.send(&form, &[("passphrase", PASSPHRASE), ("code", &self.code(&secret))]).await;
        assert_eq!(set.status, 303, "{}", set.text());
        secret
    }

    /// The code that a telephone shows now. Each is good once.
    pub fn code(&self, secret: &[u8]) -> String {
        let seconds = u64::try_from(self.node.core.world.now() / 1_000_000).unwrap();
        tequio_node::spine::sessions::factor::generator(secret, "Ana", "Etla").unwrap().generate(seconds).to_string()
    }

    /// The same, who gives the code of a second factor: a minute later, since each is good once.
    pub async fn protected_again(&self, name: &str, secret: &[u8]) -> Person {
        self.clock.advance(MINUTE);
        let person = self.person();
        let form = person.get("/@etla/sign-in").await;
        let fields = [("name", name), ("passphrase", PASSPHRASE), ("code", &self.code(secret))];
        let page = person.send(&form, &fields).await;
        assert_eq!(page.status, 303, "{}", page.text());
        person
    }

    /// A person who joined by an invitation of `host`.
    pub async fn join(&self, host: &Person, name: &str) -> Person {
        let form = host.get("/@etla/invitations").await;
        let made = host.send(&form, &[("purpose", "taller"), ("uses", "5"), ("days", "3")]).await.follow(host).await;
        let link = made.json_path(host, "link").await;
        let person = self.person();
        let form = person.get(link.strip_prefix(&self.origin).unwrap()).await;
        let page = person.send(&form, &[("name", name), ("passphrase", PASSPHRASE), ("accepts", "on")]).await;
        assert_eq!(page.status, 200, "{}", page.text());
        person
    }
}

/// The program, which is built beside these tests with the whole workspace.
pub fn program() -> std::process::Command {
    let tests = std::env::current_exe().unwrap();
    let program = tests.ancestors().nth(2).unwrap().join("tequio");
    assert!(program.exists(), "there is no {}: cargo build --workspace", program.display());
    std::process::Command::new(program)
}

/// Something that asks as a browser does, and follows no redirect by itself.
pub fn client() -> reqwest::Client {
    provide_tls();
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// Names the cryptography of TLS: with the workspace's features the client comes with none. The second time changes
/// nothing.
pub fn provide_tls() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Strong enough for zxcvbn.
pub const PASSPHRASE: &str = "maguey telar nube candil";

/// A database of its own for a test, or nothing for SQLite.
pub async fn database(engine: Engine) -> Option<String> {
    if engine == Engine::Sqlite {
        return None;
    }
    use sqlx::Connection;
    let server = std::env::var("TEQUIO_TEST_POSTGRES").unwrap();
    let name = format!("tequio_{}", uuid::Uuid::from_u128(rand_id()).simple());
    let mut connection = sqlx::PgConnection::connect(&server).await.unwrap();
    let create = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name} TEMPLATE template0"));
    sqlx::raw_sql(create).execute(&mut connection).await.unwrap();
    let mut url: url::Url = server.parse().unwrap();
    url.set_path(&name);
    Some(url.to_string())
}

fn rand_id() -> u128 {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).unwrap();
    u128::from_be_bytes(bytes)
}

/// Runs a test on both engines: `on_both_engines! { async fn name(app: TestApp) { … } }`. The function and the
/// module of its two tests share the name. Afterwards the log is replayed and compared with every table.
macro_rules! on_both_engines {
    ($($(#[$doc:meta])* async fn $name:ident($app:ident: TestApp) $body:block)*) => { $(
        $(#[$doc])*
        async fn $name($app: &crate::support::TestApp) $body

        mod $name {
            #[tokio::test]
            async fn sqlite() {
                let app = crate::support::TestApp::start(tequio_node::store::Engine::Sqlite).await;
                super::$name(&app).await;
                app.check().await;
            }

            #[tokio::test]
            #[ignore = "needs PostgreSQL: ./check"]
            async fn postgres() {
                let app = crate::support::TestApp::start(tequio_node::store::Engine::Postgres).await;
                super::$name(&app).await;
                app.check().await;
            }
        }
    )* };
}
pub(crate) use on_both_engines;
