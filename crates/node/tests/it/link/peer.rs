// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A server of another kind: actors that sign with one key, and an inbox that keeps what it hears, or does not answer well.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU16, AtomicUsize, Ordering},
};

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use serde_json::{Value, json};
use tequio_fediverse::{
    key::SecretKey,
    signature::{ActorKey, Scheme, Signer},
    vocabulary::{ACTIVITY_JSON, Actor, ActorKind},
};
use url::Url;

use crate::support::TestApp;

/// What came to an inbox.
#[derive(Clone)]
pub struct Heard {
    pub path: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    pub activity: Value,
}

#[derive(Clone)]
pub struct Peer {
    pub origin: String,
    seed: Arc<Mutex<u8>>,
    heard: Arc<Mutex<Vec<Heard>>>,
    status: Arc<AtomicU16>,
    retry_after: Arc<Mutex<Option<String>>>,
    fetched: Arc<AtomicUsize>,
    knocks: Arc<AtomicUsize>,
    shares: bool,
}

impl Peer {
    /// A server with one inbox for all of its actors.
    pub async fn start() -> Self {
        Self::with(true).await
    }

    /// One with an inbox for each.
    pub async fn without_shared_inbox() -> Self {
        Self::with(false).await
    }

    async fn with(shares: bool) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let peer = Self {
            origin: format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port()),
            seed: Arc::new(Mutex::new(1)),
            heard: Arc::default(),
            status: Arc::new(AtomicU16::new(202)),
            retry_after: Arc::default(),
            fetched: Arc::default(),
            knocks: Arc::default(),
            shares,
        };
        let router = Router::new()
            .route("/users/{name}", get(actor))
            .route("/users/{name}/inbox", post(inbox))
            .route("/inbox", post(inbox))
            .with_state(peer.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        peer
    }

    pub fn id(&self, name: &str) -> String {
        format!("{}/users/{name}", self.origin)
    }

    fn key(&self) -> SecretKey {
        SecretKey::from_ed25519_seed(&[*self.seed.lock().unwrap(); 32])
    }

    /// Has another key from now on.
    pub fn changes_key(&self) {
        *self.seed.lock().unwrap() += 1;
    }

    /// An actor, as this server describes it.
    pub fn actor(&self, name: &str) -> Actor {
        let id = self.id(name);
        let mut actor = Actor::new(ActorKind::Person, &id, &format!("{id}/inbox"));
        actor.preferred_username = Some(name.to_owned());
        actor.shared_inbox = self.shares.then(|| format!("{}/inbox", self.origin));
        // One that says who else it is.
        actor.also_known_as = name.strip_prefix("knows-").map(|other| self.id(other)).into_iter().collect();
        actor.keys = vec![ActorKey { id: format!("{id}#key"), owner: id, key: self.key().public() }];
        actor
    }

    /// What it heard since it was last asked.
    pub fn heard(&self) -> Vec<Heard> {
        std::mem::take(&mut self.heard.lock().unwrap())
    }

    /// The types of what it heard, and of what that is about.
    pub fn kinds(&self) -> Vec<String> {
        let kind = |value: &Value| value["type"].as_str().unwrap_or_default().to_owned();
        self.heard()
            .iter()
            .map(|heard| format!("{} {}", kind(&heard.activity), kind(&heard.activity["object"])))
            .collect()
    }

    /// Answers so from now on.
    pub fn answers(&self, status: u16, retry_after: Option<&str>) {
        self.status.store(status, Ordering::SeqCst);
        *self.retry_after.lock().unwrap() = retry_after.map(str::to_owned);
    }

    /// How often an actor of it was asked for.
    pub fn fetched(&self) -> usize {
        self.fetched.load(Ordering::SeqCst)
    }

    /// How often somebody knocked at an inbox.
    pub fn knocks(&self) -> usize {
        self.knocks.load(Ordering::SeqCst)
    }

    /// The signed headers of an activity for an address.
    pub fn signed(&self, app: &TestApp, name: &str, scheme: Scheme, url: &str, body: &[u8]) -> HeaderMap {
        let now = jiff::Timestamp::from_microsecond(app.node.core.world.now()).unwrap();
        let (key, key_id) = (self.key(), format!("{}#key", self.id(name)));
        let url: Url = url.parse().unwrap();
        Signer { key: &key, key_id: &key_id }.sign(scheme, &Method::POST, &url, Some(body), now).unwrap()
    }

    /// The same, by a key of another name.
    pub fn signed_by(&self, app: &TestApp, key_id: &str, url: &str, body: &[u8]) -> HeaderMap {
        let now = jiff::Timestamp::from_microsecond(app.node.core.world.now()).unwrap();
        let (key, url) = (self.key(), url.parse().unwrap());
        Signer { key: &key, key_id }.sign(Scheme::Cavage, &Method::POST, &url, Some(body), now).unwrap()
    }

    /// Sends an activity to an inbox of a node, and gives the status of the answer.
    pub async fn sends(&self, app: &TestApp, name: &str, path: &str, activity: &Value) -> u16 {
        let (body, url) = (activity.to_string().into_bytes(), format!("{}{path}", app.origin));
        let headers = self.signed(app, name, Scheme::Cavage, &url, &body);
        posted(&app.origin, path, headers, body).await
    }

    /// One of its actors follows a community.
    pub async fn follows(&self, app: &TestApp, name: &str, number: u32) -> u16 {
        let follow = self.follow(app, name, number);
        self.sends(app, name, "/@etla/inbox", &follow).await
    }

    pub fn follow(&self, app: &TestApp, name: &str, number: u32) -> Value {
        let id = self.id(name);
        json!({ "type": "Follow", "id": format!("{id}#follow-{number}"), "actor": id, "object": format!("{}/@etla", app.origin) })
    }
}

/// Posts what was signed.
pub async fn posted(origin: &str, path: &str, headers: HeaderMap, body: Vec<u8>) -> u16 {
    let client = crate::support::client();
    let request = client.post(format!("{origin}{path}")).headers(headers).header("content-type", ACTIVITY_JSON);
    request.body(body).send().await.unwrap().status().as_u16()
}

async fn actor(State(peer): State<Peer>, Path(name): Path<String>) -> Response {
    peer.fetched.fetch_add(1, Ordering::SeqCst);
    ([(header::CONTENT_TYPE, ACTIVITY_JSON)], peer.actor(&name).to_value().to_string()).into_response()
}

async fn inbox(State(peer): State<Peer>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    peer.knocks.fetch_add(1, Ordering::SeqCst);
    let status = StatusCode::from_u16(peer.status.load(Ordering::SeqCst)).unwrap();
    if status.is_success() {
        let activity = serde_json::from_slice(&body).unwrap();
        peer.heard.lock().unwrap().push(Heard { path: uri.path().to_owned(), headers, body: body.to_vec(), activity });
    }
    let mut response = status.into_response();
    if let Some(after) = peer.retry_after.lock().unwrap().as_ref() {
        response.headers_mut().insert(header::RETRY_AFTER, after.parse().unwrap());
    }
    response
}
