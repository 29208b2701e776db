// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A laptop behind a bridge: TLS ends on the laptop, the bridge forwards what it cannot read and says for whom.

use std::{net::SocketAddr, path::Path, sync::Arc, time::Instant};

use tequio_node::{
    store::Engine,
    web::tls::{self, Source},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpSocket, TcpStream},
};

use crate::support::{
    More, NOON, PASSPHRASE, Person, TestApp,
    authority::Signer,
    forwarder::{Forwarder, header},
    on_both_engines,
};

const HOST: &str = "nodo.example";

/// A node with its certificate in files, to which everybody comes by a bridge.
struct Behind {
    app: TestApp,
    bridge: Forwarder,
    signer: Signer,
    files: tempfile::TempDir,
}

/// Writes a certificate for a host, and its key.
fn write(folder: &Path, (chain, key): &(String, String)) {
    std::fs::write(folder.join("cert.pem"), chain).unwrap();
    std::fs::write(folder.join("key.pem"), key).unwrap();
}

impl Behind {
    async fn start(engine: Engine) -> Self {
        let files = tempfile::tempdir().unwrap();
        let signer = Signer::new(Arc::new(tequio_node::spine::world::ManualClock::at(NOON)));
        write(files.path(), &signer.certificate(HOST));
        let (chain, key) = (files.path().join("cert.pem"), files.path().join("key.pem"));
        let more = More {
            origin: format!("https://{HOST}").parse().ok(),
            tls: Some(Source::Files { chain, key }),
            proxies: "127.0.0.1",
            ..More::default()
        };
        let mut bridge = Forwarder::new().await;
        let mut app = TestApp::start_as(engine, more).await;
        bridge.forward(app.tls.unwrap());
        app.client = Some(signer.client(&[HOST], bridge.address).build().unwrap());
        Self { app, bridge, signer, files }
    }

    /// Somebody with a browser of their own, who comes from an address.
    fn person_from(&self, address: &str) -> Person {
        *self.bridge.client.lock().unwrap() = format!("{address}:40000").parse().unwrap();
        let client = self.signer.client(&[HOST], self.bridge.address).build().unwrap();
        self.app.person().by(client)
    }

    /// Guesses Ana's passphrase from an address, and says another one in a header.
    async fn guess(&self, address: &str, said: &str) -> u16 {
        let mut person = self.person_from(address);
        person.forwarded = said.to_owned();
        let form = person.get("/@etla/sign-in").await;
        person.send(&form, &[("name", "Ana"), ("passphrase", "otra frase cualquiera")]).await.status
    }
}

on_both_engines! {
    /// People found, come in and are told apart; the bridge reads none of it.
    async fn a_bridge_forwards_what_it_cannot_read(app: TestApp) {
        let behind = Behind::start(app.node.core.db.engine()).await;
        let ana = behind.app.founder().await;
        let page = ana.get("/@etla/members").await;
        assert_eq!(page.status, 200, "{}", page.text());
        let cookies: Vec<String> = ana.cookies.lock().unwrap().keys().cloned().collect();
        assert!(!cookies.is_empty() && cookies.iter().all(|name| name.starts_with("__Host-")), "{cookies:?}");
        assert_eq!(page.headers["strict-transport-security"], "max-age=31536000");
        for _ in 0..6 {
            assert_eq!(behind.guess("192.0.2.1", "").await, 422);
        }
        assert_eq!(behind.guess("192.0.2.1", "").await, 429);
        assert_eq!(behind.guess("192.0.2.1", "198.51.100.9").await, 429, "what a client says of itself is not believed");
        assert_eq!(behind.guess("192.0.2.2", "").await, 422, "somebody else, by the same bridge");
        let seen = behind.bridge.seen.lock().unwrap().clone();
        let text = String::from_utf8_lossy(&seen);
        assert!(seen.len() > 20_000, "it saw little: {}", seen.len());
        for secret in [PASSPHRASE, "Etla", "HTTP/1.1", "Cookie", "tequio"] {
            assert!(!text.contains(secret), "the bridge read {secret}");
        }
        behind.app.check().await;
    }
}

/// What comes back on a connection on which this is said; nothing when it is closed without a word.
async fn said(from: &str, to: SocketAddr, words: &[u8]) -> Vec<u8> {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(format!("{from}:0").parse().unwrap()).unwrap();
    let mut stream: TcpStream = socket.connect(to).await.unwrap();
    stream.write_all(words).await.unwrap();
    let mut answer = Vec::new();
    // That it was reset is an end too.
    drop(stream.read_to_end(&mut answer).await);
    answer
}

/// From a proxy that the operator named nothing is taken that does not say for whom it is; from anybody else, nothing
/// that says so is taken for a header.
#[tokio::test]
async fn who_comes_is_said_by_the_bridge_and_by_nobody_else() {
    let behind = Behind::start(Engine::Sqlite).await;
    let at = behind.app.tls.unwrap();
    let begin = Instant::now();
    // The last one is not whole: it has some seconds.
    let huge = [&header("192.0.2.1:1".parse().unwrap())[..14], &[0xff, 0xff], &[0; 5000]].concat();
    let half = &header("192.0.2.1:1".parse().unwrap())[..20];
    for words in [
        &b"GET / HTTP/1.1\r\nHost: nodo.example\r\n\r\n"[..],
        b"\x16\x03\x01\x00\xa5\x01\0\0\xa1\x03\x03 no header",
        &huge,
        half,
    ] {
        assert_eq!(said("127.0.0.1", at, words).await, b"", "{words:?}");
    }
    assert!(begin.elapsed().as_secs() < 30, "{:?}", begin.elapsed());
    // From elsewhere TLS begins at once, and a header is what no TLS begins with.
    let client = || behind.signer.client(&[HOST], at).local_address("127.0.0.2".parse::<std::net::IpAddr>().ok());
    let answer = client().build().unwrap().get(format!("https://{HOST}/healthz")).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let answer = said("127.0.0.2", at, &header("192.0.2.1:1".parse().unwrap())).await;
    assert!(!answer.is_empty() && answer[0] == 21, "an alert of TLS, and nothing else: {answer:?}");
    // The same from the proxy, which says for whom: it is heard.
    assert_eq!(behind.person_from("192.0.2.1").get("/healthz").await.status, 200);
}

/// Whoever types no `https` and comes to the node itself is led there; a proxy, which has its own, is not.
#[tokio::test]
async fn who_comes_in_the_open_is_led_to_what_is_encrypted() {
    let behind = Behind::start(Engine::Sqlite).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    behind.app.listeners.send(tequio_node::web::listen::Listener::Plain(listener)).unwrap();
    let ask = async |from: &str, host: &str| {
        let words = format!("GET /@etla?x=1 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        String::from_utf8(said(from, at, words.as_bytes()).await).unwrap().to_lowercase()
    };
    let led = ask("127.0.0.2", HOST).await;
    assert!(
        led.starts_with("http/1.1 308") && led.contains("\r\nlocation: https://nodo.example/@etla?x=1\r\n"),
        "{led}"
    );
    for (from, host) in [("127.0.0.1", HOST.to_owned()), ("127.0.0.2", format!("localhost:{}", at.port()))] {
        let answer = ask(from, &host).await;
        assert!(answer.starts_with("http/1.1 404"), "{from} {host}: {answer}");
    }
}

/// A certificate that somebody else renews is shown as soon as its files are whole; until then the one before, and that
/// something is wrong is told.
#[tokio::test]
async fn files_that_change_are_read_again() {
    let behind = Behind::start(Engine::Sqlite).await;
    let (ana, node) = (behind.app.founder().await, &behind.app.node);
    let page = async |language: &str| {
        let mut person = behind.app.person_again("Ana").await;
        person.language = language.to_owned();
        person.get("/@etla/safekeeping").await.text()
    };
    let until = || node.tls.as_ref().unwrap().standing([HOST.to_owned()]);
    let first = until();
    assert!(first[0].until.is_some() && first[0].failed.is_none(), "{first:?}");
    let told = page("es").await;
    assert!(
        told.contains("El certificado de nodo.example vale hasta") && told.contains("22 de febrero de 2027"),
        "{told}"
    );
    let (chain, key) = behind.signer.certificate(HOST);
    std::fs::write(behind.files.path().join("cert.pem"), &chain).unwrap();
    tls::turn(node).await;
    let half = until();
    assert_eq!((half[0].until, half[0].failed), (first[0].until, Some(tls::Why::Files)), "the key is another one's");
    let told = page("es").await;
    assert!(
        told.contains("No se pudo renovar el certificado de nodo.example") && told.contains("su archivo"),
        "{told}"
    );
    assert!(page("en").await.contains("could not be renewed"));
    let ready = ana.get("/readyz").await;
    assert!(
        ready.body.contains("\ncertificate nodo.example renewal-failed until 2027-02-22T18:00:00Z"),
        "{}",
        ready.body
    );
    // Another host's, so that one sees which is shown.
    let other = behind.signer.certificate("otro.example");
    write(behind.files.path(), &other);
    tls::turn(node).await;
    assert_eq!(until()[0].failed, None);
    let client = behind.signer.client(&[HOST], behind.bridge.address).build().unwrap();
    let error = client.get(format!("https://{HOST}/healthz")).send().await.unwrap_err();
    assert!(format!("{error:?}").contains("NotValidForName"), "{error:?}");
    write(behind.files.path(), &(chain, key));
    tls::turn(node).await;
    assert_eq!(behind.person_from("192.0.2.1").get("/healthz").await.status, 200);
    assert!(!page("es").await.contains("No se pudo renovar"));
}
