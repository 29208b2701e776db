// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a page costs.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode},
};
use tequio_node::{Node, web};
use tower::ServiceExt as _;

use crate::{COOKIE, cpu};

/// Who asks: somebody without account, for pages that are kept (the same address again) and for such as nobody asked for yet
/// (an address of its own each time), and a member.
const ASKERS: [&str; 3] = ["kept", "guest", "member"];

/// Asks for every page so many times, or for `only` one (who, page).
pub async fn ask(node: &Arc<Node>, requests: i64, only: Option<(&str, &str)>) {
    let month = web::lang::civil_at(node.core.world.now(), &jiff::tz::TimeZone::UTC).strftime("%Y-%m").to_string();
    // As when it serves: the router is made once.
    let app = web::app(node.clone());
    let pages = [
        ("home", "/@com0".to_owned()),
        ("agenda", "/@com0/act/agenda".to_owned()),
        ("activity", first_activity(&app).await),
        ("month", format!("/@com0/act/agenda/months/{month}")),
        ("calendar", "/@com0/act/agenda.ics".to_owned()),
        ("search", "/@com0/search?q=talleres".to_owned()),
        ("stylesheet", web::assets::STYLESHEET.path.clone()),
        ("healthz", "/healthz".to_owned()),
    ];
    let cookie = std::fs::read_to_string(node.data.join(COOKIE)).unwrap();
    for who in ASKERS {
        let cookie = if who == "member" { cookie.as_str() } else { "" };
        for (page, path) in &pages {
            if only.is_some_and(|only| only != (who, *page)) {
                continue;
            }
            let plain = get(&app, path, "identity", cookie).await;
            let packed = get(&app, path, "gzip", cookie).await;
            let before = cpu();
            for request in 0..requests {
                let sign = if path.contains('?') { '&' } else { '?' };
                let path = if who == "guest" { format!("{path}{sign}{request}") } else { path.clone() };
                get(&app, &path, "identity", cookie).await;
            }
            println!("{who}\t{page}\t{plain}\t{packed}\t{}", (cpu() - before) / requests.max(1));
        }
    }
}

/// The page of the first activity of the list.
async fn first_activity(app: &Router) -> String {
    let list = String::from_utf8(body(app, "/@com0/act/agenda", "identity", "").await).unwrap();
    let path = list.split('"').find(|part| part.starts_with("/@com0/act/agenda/0"));
    path.unwrap().to_owned()
}

/// Asks for a page, and gives the bytes of its body.
async fn get(app: &Router, path: &str, encoding: &str, cookie: &str) -> usize {
    body(app, path, encoding, cookie).await.len()
}

/// Asks for a page as a browser does that keeps `cookie`.
async fn body(app: &Router, path: &str, encoding: &str, cookie: &str) -> Vec<u8> {
    let request = Request::builder()
        .uri(path)
        .header("host", "localhost:3456")
        .header("accept", "text/html,*/*")
        .header("accept-language", "es-MX")
        .header("accept-encoding", encoding)
        .header("cookie", cookie)
        .extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 4))))
        .body(Body::empty())
        .unwrap();
    let response = app.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    axum::body::to_bytes(response.into_body(), 100 << 20).await.unwrap().to_vec()
}
