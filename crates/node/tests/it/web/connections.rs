// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Clients that leave things half done keep neither a connection nor the node.

use std::time::{Duration, Instant};

use tequio_node::store::Engine;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::support::TestApp;

async fn say(app: &TestApp, words: &str) -> TcpStream {
    let mut stream = TcpStream::connect(app.origin.replace("http://localhost", "127.0.0.1")).await.unwrap();
    let host = app.origin.strip_prefix("http://").unwrap();
    stream.write_all(words.replace("HOST", host).as_bytes()).await.unwrap();
    stream
}

async fn rest(mut stream: TcpStream) -> String {
    let mut rest = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(40), stream.read_to_end(&mut rest)).await;
    assert!(read.is_ok(), "the connection stays open");
    String::from_utf8(rest).unwrap()
}

#[tokio::test]
async fn a_half_sent_head_is_not_waited_for() {
    let app = TestApp::start(Engine::Sqlite).await;
    let whole = say(&app, "GET /healthz HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n").await;
    assert!(rest(whole).await.starts_with("HTTP/1.1 200"));
    let half = say(&app, "GET / HTTP/1.1\r\nHost: HO").await;
    let idle = say(&app, "GET /healthz HTTP/1.1\r\nHost: HOST\r\n\r\n").await;
    let (half, idle) = tokio::join!(rest(half), rest(idle));
    assert!(!half.contains(" 200 "), "{half}");
    assert!(idle.starts_with("HTTP/1.1 200"), "{idle}");
}

#[tokio::test]
async fn a_request_that_names_two_servers_is_not_taken() {
    let app = TestApp::start(Engine::Sqlite).await;
    let two = say(&app, "GET / HTTP/1.1\r\nHost: HOST\r\nHost: example.org\r\nConnection: close\r\n\r\n").await;
    let answer = rest(two).await;
    assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("dos servidores"), "{answer}");
}

/// Where a request ends is said in one way: by its parts, if it comes in parts, whatever length it names beside. So nobody hides
/// a request in another one's body.
#[tokio::test]
async fn a_request_ends_in_one_place() {
    let app = TestApp::start(Engine::Sqlite).await;
    let head = "POST /language HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    let next = "GET /healthz HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n";
    let parts =
        format!("{head}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nb\r\nlanguage=es\r\n0\r\n\r\n{next}");
    let answers = rest(say(&app, &parts).await).await;
    assert!(answers.starts_with("HTTP/1.1 303"), "{answers}");
    // Who says both is not listened to any further.
    assert!(answers.matches("HTTP/1.1 ").count() == 1 && answers.contains("connection: close"), "{answers}");
    // Two lengths, and parts that are not the last coding, are no request.
    for odd in ["Content-Length: 3\r\nContent-Length: 40\r\n", "Transfer-Encoding: chunked, identity\r\n"] {
        let answer = rest(say(&app, &format!("{head}{odd}\r\n{next}")).await).await;
        assert!(answer.starts_with("HTTP/1.1 400") && answer.matches("HTTP/1.1").count() == 1, "{odd}: {answer}");
    }
}

#[tokio::test]
async fn a_half_sent_form_does_not_keep_the_node_from_stopping() {
    let mut app = TestApp::start(Engine::Sqlite).await;
    let head = "POST /language HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nlangu";
    let half = say(&app, head).await;
    // It is being answered: an exchange that came later has ended.
    assert_eq!(app.person().get("/healthz").await.status, 200);
    let begin = Instant::now();
    tokio::time::timeout(Duration::from_secs(40), app.stop()).await.unwrap();
    assert!(begin.elapsed() >= Duration::from_secs(5), "what is under way has some seconds: {:?}", begin.elapsed());
    drop(half);
}
