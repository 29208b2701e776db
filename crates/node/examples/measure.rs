// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Measures what a page costs the server: CPU time a request, without network, by the number of dates in the agenda.
//! docs/BENCHMARKS.md says how it is run.
//!
//! `measure fill FOLDER DATES EACH [postgres://…]` makes a node in FOLDER with one community, whose activities have EACH
//! dates and together DATES, written straight into the tables. `measure ask FOLDER REQUESTS [WHO PAGE] [postgres://…]`
//! prints a line for each page (or for one): who asks, page, bytes plain and compressed, microseconds of CPU a request.
//! With PostgreSQL the server's own time is not in it.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that fails may panic, and prints")]

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode},
};
use tequio_node::{
    Node, Settings,
    spine::{
        communities::{Description, DocumentKind, Found, Joining, founding},
        id::Id,
        members::credentials::Hasher,
        sessions::Browser,
        world::{DAY, SystemClock, World},
    },
    store::{Engine, Statement, Text, Value},
    web,
};
use tower::ServiceExt as _;

const ENTRY: Statement = Statement {
    name: "measure::ENTRY",
    text: Text::Both(
        "INSERT INTO entries (id, community_id, kind, author, title, body, language, licence, visibility, version, created_at, updated_at) \
         VALUES ($1, $2, 'activity', NULL, 'Taller de software libre', 'Trae tu compu.', 'es', 'CC-BY-SA-4.0', 0, 1, $3, $3)",
    ),
};
const ACTIVITY: Statement = Statement {
    name: "measure::ACTIVITY",
    text: Text::Both(
        "INSERT INTO activities (entry_id, community_id, uid, sequence, series, time_zone, place, expanded_until) \
         VALUES ($1, $2, $3, 0, $4, 'America/Mexico_City', 'Biblioteca municipal', 0)",
    ),
};
const DATE: Statement = Statement {
    name: "measure::DATE",
    text: Text::Both(
        "INSERT INTO occurrences (activity_id, community_id, date_id, recurrence_id, visibility, starts_at, ends_at, starts_local, ends_local, all_day) \
         VALUES ($1, $2, $3, $3, 0, $4, $5, $6, $7, FALSE)",
    ),
};
const TERMS: Statement = Statement {
    name: "measure::TERMS",
    text: Text::Both(
        "INSERT INTO search_terms (community_id, subject, part, kind, words, room_words) VALUES ($1, $2, '', 'entry', 'compu libr libre software tall taller tra trae', 'biblioteca municipal')",
    ),
};
const ANALYZE: Statement = Statement { name: "measure::ANALYZE", text: Text::Both("ANALYZE") };

/// The dates lie in so many years, half of them past.
const YEARS: i64 = 20;
/// The file in the node's folder that keeps the cookie of a member.
const COOKIE: &str = "cookie-of-a-member";
/// Who asks.
const ASKERS: [&str; 2] = ["guest", "member"];

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let database = arguments.pop_if(|last| last.starts_with("postgres://"));
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["fill", folder, dates, each] => {
            let node = open(folder, database).await;
            let cookie = fill(&node, dates.parse().unwrap(), each.parse().unwrap()).await;
            std::fs::write(node.data.join(COOKIE), cookie).unwrap();
        }
        ["ask", folder, requests] => ask(&open(folder, database).await, requests.parse().unwrap(), None).await,
        ["ask", folder, requests, who, page] => {
            ask(&open(folder, database).await, requests.parse().unwrap(), Some((who, page))).await;
        }
        _ => {
            eprintln!(
                "measure fill FOLDER DATES EACH [postgres://…]\nmeasure ask FOLDER REQUESTS [WHO PAGE] [postgres://…]"
            );
            std::process::exit(2);
        }
    }
}

async fn open(folder: &str, database: Option<String>) -> Arc<Node> {
    let settings =
        Settings { database, ..Settings::in_folder(folder.into(), "http://localhost:3456".parse().unwrap()) };
    Node::open(settings, World::new(Arc::new(SystemClock)).unwrap(), Hasher::new()).await.unwrap()
}

/// Asks for every page so many times, or for `only` one (who, page).
async fn ask(node: &Arc<Node>, requests: i64, only: Option<(&str, &str)>) {
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
    for (who, cookie) in ASKERS.into_iter().zip(["", cookie.as_str()]) {
        for (page, path) in &pages {
            if only.is_some_and(|only| only != (who, *page)) {
                continue;
            }
            let plain = get(&app, path, "identity", cookie).await;
            let packed = get(&app, path, "gzip", cookie).await;
            let before = cpu();
            for _ in 0..requests {
                get(&app, path, "identity", cookie).await;
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

/// Microseconds of CPU that this process has used.
fn cpu() -> i64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<i64> =
        stat.rsplit(')').next().unwrap().split_whitespace().skip(1).map(|field| field.parse().unwrap_or(0)).collect();
    // utime and stime, in hundredths of a second.
    (fields.get(10).unwrap() + fields.get(11).unwrap()) * 10_000
}

/// Fills the store, and gives the cookie of a member of its community.
async fn fill(node: &Node, dates: i64, each: i64) -> String {
    let core = &node.core;
    let description = Description {
        name: "Comunidad".to_owned(),
        municipality: "San Pablo Etla".to_owned(),
        languages: vec!["es".to_owned()],
        time_zone: "America/Mexico_City".to_owned(),
        joining: Joining::Invitation,
        care_contact: "los sábados".to_owned(),
    };
    let found = Found {
        handle: "com0".to_owned(),
        description,
        documents: DocumentKind::ALL.map(|kind| (kind, "# Texto".to_owned())).into(),
        founder: "Ana".to_owned(),
        public_key: [0; 32],
        sample: true,
    };
    let entrance = founding::Entrance {
        link: None,
        passphrase: String::new(),
        browser: Browser { door: "localhost:3456".to_owned(), ..Browser::default() },
    };
    let founded = founding::found(core, core.world.id(), found, entrance).await.unwrap();
    activities(node, founded.community, dates, each).await;
    // PostgreSQL does this by itself; SQLite has to do without.
    if core.db.engine() == Engine::Postgres {
        let mut tx = core.db.write().await.unwrap();
        tx.run(&ANALYZE, vec![]).await.unwrap();
        tx.commit().await.unwrap();
    }
    format!("__Host-tequio-{}={}", founded.community, founded.tokens.session)
}

async fn activities(node: &Node, community: Id, dates: i64, each: i64) {
    let core = &node.core;
    let now = core.world.now();
    let step = YEARS * 365 * DAY / dates.max(1);
    let count = (dates / each).max(1);
    let mut tx = core.db.write().await.unwrap();
    for activity in 0..count {
        let entry = core.world.id();
        tx.run(&ENTRY, vec![entry.into(), community.into(), now.into()]).await.unwrap();
        let series = "DTSTART:20261128T100000\nDTEND:20261128T120000\n".to_owned();
        let row: Vec<Value> = vec![entry.into(), community.into(), entry.to_string().into(), series.into()];
        tx.run(&ACTIVITY, row).await.unwrap();
        tx.run(&TERMS, vec![community.into(), entry.into()]).await.unwrap();
        for date in 0..each.min(dates) {
            // Activities lie between each other, so that a month has dates of many.
            let at = now - YEARS * 365 * DAY / 2 + (date * count + activity) * step;
            let local =
                |at: i64| web::lang::civil_at(at, &jiff::tz::TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%S").to_string();
            let id = local(at).replace(['-', ':'], "");
            let end = at + DAY / 12;
            let row: Vec<Value> = vec![
                entry.into(),
                community.into(),
                id.into(),
                at.into(),
                end.into(),
                local(at).into(),
                local(end).into(),
            ];
            tx.run(&DATE, row).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
}
