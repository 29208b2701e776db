// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Cookies, addresses, headers and forms: whatever a browser sends, no answer is the node's own failure.

use std::{net::SocketAddr, panic::AssertUnwindSafe, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Request, Response},
};
use tequio_fuzz::changed;
use tequio_node::{
    Node, Settings, demo,
    spine::{
        members::credentials::Hasher,
        world::{SystemClock, World},
    },
    web,
};
use tokio::runtime::Runtime;
use tower::ServiceExt as _;

const PATHS: [&str; 12] = [
    "/",
    "/@etla",
    "/@etla/act/agenda?page=2&tag=taller",
    "/@etla/act/agenda/months/2026-11",
    "/@etla/act/agenda.ics",
    "/@etla/search?q=taller",
    "/@etla/decide",
    "/@etla/sign-in",
    "/@etla/join",
    "/@etla/news.atom?key=a",
    "/language",
    "/node/found",
];
const COOKIE: &str =
    "__Host-tequio-0196f1c0-0000-7000-8000-000000000000=a; tequio-language=es; __Host-tequio-x-device=b";
const FORM: &str =
    "key=0196f1c0-0000-7000-8000-000000000000&name=Ana&passphrase=tequio+de+muestra&next=%2F%40etla&x[]=1";
const TYPES: [&str; 4] = [
    "application/x-www-form-urlencoded",
    "application/json",
    "multipart/form-data; boundary=a",
    "text/plain; charset=x",
];
const ACCEPTED: [&str; 4] = ["text/html", "application/json", "text/calendar;q=0.1, */*", "application/atom+xml"];

type Changes = Vec<(u16, u8)>;

struct Sample {
    runtime: Runtime,
    app: Router,
    _folder: tempfile::TempDir,
}

impl Sample {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings::in_folder(folder.path().to_owned(), "http://localhost:3456".parse().unwrap());
        let app = runtime.block_on(async {
            let world = World::new(Arc::new(SystemClock)).unwrap();
            let node = Node::open(settings, world, Hasher::new()).await.unwrap();
            demo::fill(&node).await.unwrap();
            web::app(node)
        });
        Self { runtime, app, _folder: folder }
    }

    fn ask(&self, request: Request<Body>) -> Response<Body> {
        self.runtime.block_on(self.app.clone().oneshot(request)).unwrap()
    }
}

#[test]
fn whatever_is_asked_is_answered() {
    let sample = AssertUnwindSafe(Sample::new());
    bolero::check!().with_type::<([u8; 4], Changes, Changes, Changes, Changes)>().for_each(
        |([path, method, kind, accepted], in_path, in_cookie, in_form, in_language)| {
            let one = |of: &[&'static str], at: &u8| of[usize::from(*at) % of.len()];
            let path = changed(one(&PATHS, path).as_bytes(), in_path, None);
            let request = Request::builder()
                .method(if method % 2 == 0 { "GET" } else { "POST" })
                .uri(path.as_slice())
                .header("host", "localhost:3456")
                .header("origin", "http://localhost:3456")
                .header("cookie", changed(COOKIE.as_bytes(), in_cookie, None))
                .header("accept", one(&ACCEPTED, accepted))
                .header("accept-language", changed(b"es-MX,es;q=0.9,en;q=0.1", in_language, None))
                .header("content-type", one(&TYPES, kind))
                .extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 4))))
                .body(Body::from(changed(FORM.as_bytes(), in_form, None)));
            // What is no request at all the server refuses before.
            let Ok(request) = request else { return };
            let status = { &sample }.ask(request).status();
            assert!(!status.is_server_error(), "{status}");
        },
    );
}
