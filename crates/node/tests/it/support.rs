// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `TestApp`: the same `serve` as the program's, on port 0, with a clock that stands still and seeded chance.
//! A test written with [`on_both_engines`] runs on SQLite and on PostgreSQL (at `TEQUIO_TEST_POSTGRES`).

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use tequio_node::{
    Node, Settings,
    spine::{
        members::credentials::Hasher,
        world::{ManualClock, Micros, World},
    },
    store::Engine,
};
use tokio::{
    net::TcpListener,
    sync::{mpsc, oneshot},
    task::JoinHandle,
};

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
    pub listeners: mpsc::UnboundedSender<TcpListener>,
    /// Removed with everything in it when the test ends.
    _folder: tempfile::TempDir,
    stop: Option<oneshot::Sender<()>>,
    served: Option<JoinHandle<()>>,
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
        Self::start_with(engine, lan, "").await
    }

    /// As [`start`](Self::start), behind proxies that say for whom they ask.
    pub async fn start_behind(engine: Engine, proxies: &str) -> Self {
        Self::start_with(engine, &[], proxies).await
    }

    async fn start_with(engine: Engine, lan: &[std::net::IpAddr], proxies: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let clock = Arc::new(ManualClock::at(NOON));
        let mut listeners = vec![listener];
        for address in lan {
            listeners.push(TcpListener::bind((*address, 0)).await.unwrap());
        }
        let (sender, incoming) = mpsc::unbounded_channel();
        let lan = listeners.iter().skip(1).map(|listener| listener.local_addr().unwrap()).collect();
        let data = folder.path().join("data");
        let database = database(engine).await;
        let store = database.clone().unwrap_or_else(|| format!("sqlite:{}", data.join("tequio.sqlite").display()));
        let (origin_url, proxies) = (origin.parse().unwrap(), proxies.parse().unwrap());
        let settings = Settings { data, database, origin: origin_url, lan, proxies, source: b"the source" };
        let cheap = Hasher::with(argon2::Params::new(8, 1, 1, None).unwrap());
        let node = Node::open(settings, World::seeded(clock.clone(), [7; 32]), cheap).await.unwrap();
        for listener in listeners {
            sender.send(listener).unwrap();
        }
        let (stop, stopped) = oneshot::channel();
        let serving = node.clone();
        let served = tokio::spawn(async move {
            serving.serve(incoming, async { drop(stopped.await) }).await.unwrap();
        });
        Self { node, clock, origin, store, listeners: sender, _folder: folder, stop: Some(stop), served: Some(served) }
    }

    /// Asks the node to stop and waits until it has.
    pub async fn stop(&mut self) {
        if let (Some(stop), Some(served)) = (self.stop.take(), self.served.take()) {
            stop.send(()).unwrap();
            served.await.unwrap();
        }
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
        let report = tequio_node::safekeeping::check::check(&core.db, &scratch, &core.key).await.unwrap();
        assert!(report.findings.is_empty(), "{:#?}", report.findings);
    }

    /// Somebody with a browser of their own.
    pub fn person(&self) -> Person {
        let (client, origin, language) = (client(), self.origin.clone(), "es".to_owned());
        Person { client, origin, language, forwarded: String::new(), cookies: Mutex::default() }
    }

    /// Somebody who comes by a door on the local network.
    pub fn person_at(&self, door: std::net::SocketAddr) -> Person {
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
        let form = ana.get(link.strip_prefix(&self.origin).unwrap()).await;
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

/// Somebody with a browser.
pub struct Person {
    client: reqwest::Client,
    pub origin: String,
    pub language: String,
    /// For whom a proxy says that it asks; nothing where there is none.
    pub forwarded: String,
    pub cookies: Mutex<BTreeMap<String, String>>,
}

impl Person {
    pub async fn get(&self, path: &str) -> Page {
        self.request(reqwest::Method::GET, path, None, "text/html").await
    }

    pub async fn get_json(&self, path: &str) -> serde_json::Value {
        let page = self.request(reqwest::Method::GET, path, None, "application/json").await;
        serde_json::from_str(&page.body).unwrap_or_else(|_| panic!("{} {}", page.status, page.body))
    }

    /// Posts a JSON object as a program does.
    pub async fn post_json(&self, path: &str, body: serde_json::Value) -> Page {
        let body = Some(("application/json", body.to_string().into_bytes()));
        self.exchange(reqwest::Method::POST, path, body, "application/json").await
    }

    /// Posts fields as a browser's form does.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.request(reqwest::Method::POST, path, Some(body), "text/html").await
    }

    /// Fills in the first form of a page that has all these fields, keeps what stands in the others, and sends it.
    pub async fn send(&self, page: &Page, fields: &[(&str, &str)]) -> Page {
        let (action, mut all) = page.form(fields);
        for (name, value) in fields {
            all.retain(|(known, _)| known != name);
            all.push(((*name).to_owned(), (*value).to_owned()));
        }
        let all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.post(&action, &all).await
    }

    /// Sends a form with a file in its field `file`, as a browser does.
    pub async fn upload(&self, path: &str, file: &[u8], fields: &[(&str, &str)]) -> Page {
        const BETWEEN: &str = "----frontera";
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!("--{BETWEEN}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = "Content-Disposition: form-data; name=\"file\"; filename=\"a.ics\"\r\nContent-Type: text/calendar";
        body.extend_from_slice(format!("--{BETWEEN}\r\n{head}\r\n\r\n").as_bytes());
        body.extend_from_slice(file);
        body.extend_from_slice(format!("\r\n--{BETWEEN}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={BETWEEN}");
        self.exchange(reqwest::Method::POST, path, Some((&kind, body)), "text/html").await
    }

    pub async fn request(&self, method: reqwest::Method, path: &str, body: Option<String>, accept: &str) -> Page {
        let body = body.map(|body| ("application/x-www-form-urlencoded", body.into_bytes()));
        self.exchange(method, path, body, accept).await
    }

    async fn exchange(&self, method: reqwest::Method, path: &str, body: Option<(&str, Vec<u8>)>, accept: &str) -> Page {
        let path = path.strip_prefix(&self.origin).unwrap_or(path);
        let cookies: Vec<String> =
            self.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = self
            .client
            .request(method.clone(), format!("{}{path}", self.origin))
            .header("accept", accept)
            .header("accept-language", &self.language)
            .header("user-agent", "Mozilla/5.0 (Android) Firefox/140.0")
            .header("cookie", cookies.join("; "));
        if method != reqwest::Method::GET {
            request = request.header("sec-fetch-site", "same-origin");
        }
        if !self.forwarded.is_empty() {
            request = request.header("x-forwarded-for", &self.forwarded);
        }
        if let Some((kind, body)) = body {
            request = request.header("content-type", kind).body(body);
        }
        let response = request.send().await.unwrap();
        for cookie in response.headers().get_all("set-cookie") {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.lock().unwrap().remove(name);
            } else {
                self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
            }
        }
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        Page { status, headers, path: path.to_owned(), body: response.text().await.unwrap() }
    }
}

/// What came back.
pub struct Page {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub path: String,
    pub body: String,
}

impl Page {
    fn document(&self) -> scraper::Html {
        scraper::Html::parse_document(&self.body)
    }

    /// The text of the main part, one line an element.
    pub fn text(&self) -> String {
        let document = self.document();
        let main = scraper::Selector::parse("main").unwrap();
        let lines = document.select(&main).flat_map(|main| main.text()).map(str::trim).filter(|line| !line.is_empty());
        let text = lines.collect::<Vec<_>>().join("\n");
        if text.is_empty() { self.body.clone() } else { text }
    }

    /// The action and the present values of the first form that has these fields.
    pub fn form(&self, fields: &[(&str, &str)]) -> (String, Vec<(String, String)>) {
        let document = self.document();
        let forms = scraper::Selector::parse("main form").unwrap();
        let controls = scraper::Selector::parse("input, textarea, select, button").unwrap();
        let chosen = scraper::Selector::parse("option[selected], option").unwrap();
        for form in document.select(&forms) {
            let names: Vec<&str> = form.select(&controls).filter_map(|control| control.value().attr("name")).collect();
            if !fields.iter().all(|(name, _)| names.contains(name)) {
                continue;
            }
            let mut values = Vec::new();
            for control in form.select(&controls) {
                let element = control.value();
                let Some(name) = element.attr("name") else { continue };
                let kind = element.attr("type").unwrap_or_default();
                let value = match (element.name(), kind) {
                    ("button", _) => continue,
                    (_, "checkbox" | "radio") if element.attr("checked").is_none() => continue,
                    ("textarea", _) => control.text().collect(),
                    ("select", _) => control
                        .select(&chosen)
                        .max_by_key(|option| option.value().attr("selected").is_some())
                        .map(|option| {
                            option.value().attr("value").map_or_else(|| option.text().collect(), str::to_owned)
                        })
                        .unwrap_or_default(),
                    _ => element.attr("value").unwrap_or_default().to_owned(),
                };
                values.push((name.to_owned(), value));
            }
            return (form.value().attr("action").unwrap_or(&self.path).to_owned(), values);
        }
        panic!("no form with {fields:?} at {} ({}):\n{}", self.path, self.status, self.text());
    }

    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        self.headers.get("location").unwrap_or_else(|| panic!("{} {}", self.status, self.text())).to_str().unwrap()
    }

    /// Follows a redirect after a change.
    pub async fn follow(self, person: &Person) -> Page {
        assert_eq!(self.status, 303, "{}", self.text());
        person.get(self.location()).await
    }

    /// A field of the page's JSON.
    pub async fn json_path(&self, person: &Person, field: &str) -> String {
        let path = self.path.split('?').next().unwrap();
        person.get_json(path).await[field].as_str().unwrap().to_owned()
    }
}
