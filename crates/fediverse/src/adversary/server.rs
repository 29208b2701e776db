// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A server on loopback that answers as a test wants, also badly.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

/// What is answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    /// A pause after each byte.
    pub(crate) drip: Option<Duration>,
}

impl Answer {
    pub(crate) fn new(kind: &str, body: impl Into<Vec<u8>>) -> Answer {
        Answer { status: 200, headers: vec![("content-type", kind.to_owned())], body: body.into(), drip: None }
    }

    pub(crate) fn activity(value: &serde_json::Value) -> Answer {
        Answer::new("application/activity+json", value.to_string())
    }

    pub(crate) fn redirect(to: &str) -> Answer {
        Answer { status: 302, headers: vec![("location", to.to_owned())], body: Vec::new(), drip: None }
    }

    pub(crate) fn status(status: u16) -> Answer {
        Answer { status, ..Answer::redirect("/") }
    }
}

/// A running server; it ends with the runtime that it was started on.
pub(crate) struct Server {
    pub(crate) origin: Url,
    connections: Arc<AtomicUsize>,
}

impl Server {
    /// `answer` gets the request line and headers, as one text, and the server's own origin.
    pub(crate) async fn start(answer: impl Fn(&str, &str) -> Answer + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let connections = Arc::new(AtomicUsize::new(0));
        let server = Server { origin: origin.parse().unwrap(), connections: connections.clone() };
        let answer = Arc::new(answer);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(stream, answer.clone(), origin.clone()));
            }
        });
        server
    }

    pub(crate) fn url(&self, path: &str) -> Url {
        self.origin.join(path).unwrap()
    }

    pub(crate) fn port(&self) -> u16 {
        self.origin.port().unwrap()
    }

    /// How often somebody knocked.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

async fn serve(mut stream: TcpStream, answer: Arc<impl Fn(&str, &str) -> Answer>, origin: String) {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while !request.windows(4).any(|four| four == b"\r\n\r\n") {
        match stream.read(&mut buffer).await {
            Ok(read) if read > 0 => request.extend_from_slice(&buffer[..read]),
            _ => return,
        }
    }
    let answer = answer(&String::from_utf8_lossy(&request), &origin);
    let mut head = format!("HTTP/1.1 {} X\r\nconnection: close\r\n", answer.status);
    for (name, value) in &answer.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    let _ = stream.write_all(head.as_bytes()).await;
    match answer.drip {
        None => drop(stream.write_all(&answer.body).await),
        Some(pause) => {
            for byte in &answer.body {
                if stream.write_all(&[*byte]).await.is_err() {
                    return;
                }
                tokio::time::sleep(pause).await;
            }
        }
    }
    let _ = stream.shutdown().await;
}
