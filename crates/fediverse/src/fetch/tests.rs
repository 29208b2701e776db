// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The fetcher at its daily work, against servers on loopback. What it refuses is in `adversary/fetching.rs`.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, Method};
use rustls::RootCertStore;
use rustls::pki_types::PrivateKeyDer;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use url::Url;

use super::{Access, Budget, FetchError, Fetcher, Limits, Resolver, Resolving, RetryAfter, Settings};
use crate::adversary::rsa_key;
use crate::adversary::server::{Answer, Server};
use crate::discovery::{Account, Resource};
use crate::signature::{Policy, Request, Scheme, Signer, read};

/// Every name is this machine.
struct Here;

impl Resolver for Here {
    fn resolve(&self, _: &str) -> Resolving {
        Box::pin(async { Ok(vec!["127.0.0.1".parse().unwrap()]) })
    }
}

fn fetcher(roots: RootCertStore) -> Fetcher {
    let user_agent = "Tequio/0.1 (+https://etla.example)".to_owned();
    Fetcher::new(Settings { user_agent, access: Access::Laboratory, resolver: Arc::new(Here), roots }).unwrap()
}

fn lab() -> Fetcher {
    fetcher(RootCertStore::empty())
}

fn budget() -> Budget {
    Budget::default()
}

/// By the way of a request: path without query.
fn path(request: &str) -> &str {
    request.split([' ', '?']).nth(1).unwrap()
}

/// GoToSocial answers nobody who does not sign; after a redirect, the new address is signed.
#[tokio::test]
async fn fetches_are_signed_hop_by_hop() {
    let key = rsa_key();
    let now = "2026-11-27T12:00:00Z".parse().unwrap();
    let sign = |method: &Method, url: &Url| {
        Signer { key: &key, key_id: "https://etla.example/actor#main-key" }.sign(Scheme::Cavage, method, url, None, now)
    };
    let server = Server::start(move |request, origin| {
        let mut headers = HeaderMap::new();
        for line in request.lines().skip(1).take_while(|line| !line.is_empty()) {
            let (name, value) = line.split_once(": ").unwrap();
            headers.append(http::HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
        }
        let request_line =
            Request { method: &Method::GET, target: request.split(' ').nth(1).unwrap(), headers: &headers, body: b"" };
        let claim = read(&request_line, &Policy::new(origin).unwrap(), now).unwrap();
        assert_eq!(headers["user-agent"], "Tequio/0.1 (+https://etla.example)");
        assert!(headers["accept"].to_str().unwrap().starts_with("application/activity+json, application/ld+json; "));
        assert_eq!(claim.key_id().as_str(), "https://etla.example/actor#main-key");
        if path(request) == "/@ana" { Answer::redirect("/users/ana?x=1") } else { Answer::activity(&json!({})) }
    })
    .await;
    let fetched = lab().get(&server.url("/@ana#key"), &Limits::ACTIVITY, &mut budget(), Some(&sign)).await.unwrap();
    assert_eq!(fetched.url, server.url("/users/ana?x=1"));
    assert_eq!(fetched.content_type, "application/activity+json");
}

/// The three ways in which keys are published: Mastodon's, GoToSocial's, and a document of its own.
#[tokio::test]
async fn keys_are_found_wherever_they_are() {
    let pem = rsa_key().public().to_pem();
    let server = Server::start(move |request, origin| {
        let id = format!("{origin}{}", path(request));
        let actor = |id: &str, key: &str| {
            json!({ "type": "Person", "id": id, "inbox": format!("{id}/inbox"),
                    "publicKey": { "id": key, "owner": id, "publicKeyPem": pem } })
        };
        match path(request) {
            "/users/mastodon" => Answer::activity(&actor(&id, &format!("{id}#main-key"))),
            "/users/gts" => Answer::activity(&actor(&id, &format!("{id}/main-key"))),
            // Only what a key needs: the rest is at the actor's own address.
            "/users/gts/main-key" => {
                Answer::activity(&json!({ "type": "Person", "id": format!("{origin}/users/gts") }))
            }
            "/users/own" => Answer::activity(&actor(&id, &format!("{origin}/keys/1"))),
            "/keys/1" => {
                Answer::activity(&json!({ "id": id, "owner": format!("{origin}/users/own"), "publicKeyPem": pem }))
            }
            // It names an owner who does not know it.
            "/keys/2" => {
                Answer::activity(&json!({ "id": id, "owner": format!("{origin}/users/own"), "publicKeyPem": pem }))
            }
            _ => Answer::status(404),
        }
    })
    .await;
    for (id, owner) in [
        ("/users/mastodon#main-key", "/users/mastodon"),
        ("/users/gts/main-key", "/users/gts"),
        ("/keys/1", "/users/own"),
    ] {
        let key = lab().key(&server.url(id), &mut budget(), None).await.unwrap();
        assert_eq!((key.id, key.owner), (server.url(id).to_string(), server.url(owner).to_string()));
        assert_eq!(key.key, rsa_key().public());
    }
    let error = lab().key(&server.url("/keys/2"), &mut budget(), None).await.unwrap_err();
    assert!(matches!(error, FetchError::Key(_)), "{error}");
    let gone = lab().key(&server.url("/gone"), &mut budget(), None).await.unwrap_err();
    assert!(matches!(gone, FetchError::Status { status: 404, .. }), "{gone}");
}

#[tokio::test]
async fn accounts_and_servers_are_found() {
    let server = Server::start(|request, origin| {
        let host = origin.trim_start_matches("http://");
        let jrd = |subject: &str| {
            let link =
                json!({ "rel": "self", "type": "application/activity+json", "href": format!("{origin}/users/ana") });
            Answer::new(
                "application/jrd+json; charset=utf-8",
                json!({ "subject": subject, "links": [link] }).to_string(),
            )
        };
        let json = |value: serde_json::Value| Answer::new("application/json; profile=x", value.to_string());
        match path(request) {
            // Whoever is asked for, the answer is about Ana: she confirms it, for she is here.
            "/.well-known/webfinger" => jrd(&format!("acct:ana@{host}")),
            "/.well-known/nodeinfo" => json(json!({ "links": [
                { "rel": "http://nodeinfo.diaspora.software/ns/schema/2.0", "href": format!("{origin}/nodeinfo/2.0") },
                { "rel": "https://www.w3.org/ns/activitystreams#Application", "href": format!("{origin}/actor") },
            ] })),
            "/nodeinfo/2.0" => json(json!({ "version": "2.0", "software": { "name": "Gancio", "version": "1.21.0" } })),
            _ => Answer::status(404),
        }
    })
    .await;
    let host = format!("127.0.0.1:{}", server.port());
    let asked: Account = format!("Ana@{host}").parse().unwrap();
    let (account, actor) = lab().account(&asked, &mut budget()).await.unwrap();
    assert_eq!((account.to_string(), actor), (format!("ana@{host}"), server.url("/users/ana")));
    // By another name of the same machine: its own host has to confirm it.
    let alias: Account = format!("old@localhost:{}", server.port()).parse().unwrap();
    let (account, _) = lab().account(&alias, &mut budget()).await.unwrap();
    assert_eq!(account.host, host);
    let (info, application) = lab().node_info(&server.origin, &mut budget()).await.unwrap();
    assert_eq!((info.software.as_str(), application), ("gancio", Some(server.url("/actor"))));
    // FEP-d556: about the server itself.
    let lookup = Resource::server_lookup(&"https://etla.example".parse().unwrap()).unwrap();
    assert_eq!(lookup.as_str(), "https://etla.example/.well-known/webfinger?resource=https%3A%2F%2Fetla.example%2F");
}

#[tokio::test]
async fn deliveries_say_what_the_peer_said() {
    let server = Server::start(|request, _| {
        assert!(request.starts_with("POST /inbox HTTP/1.1\r\n"));
        assert!(request.contains("content-type: application/activity+json\r\n"));
        let mut answer = Answer::status(429);
        answer.headers = vec![
            ("retry-after", "120".to_owned()),
            ("accept-signature", r#"sig1=("@method" "@target-uri" "content-digest")"#.to_owned()),
        ];
        answer
    })
    .await;
    let post = |path: &str| {
        let url = server.url(path);
        async move { lab().post(&url, HeaderMap::new(), b"{}".to_vec(), Duration::from_secs(5)).await }
    };
    let delivered = post("/inbox").await.unwrap();
    assert_eq!((delivered.status, delivered.takes_rfc9421), (429, true));
    assert_eq!(delivered.retry_after, Some(RetryAfter::In(Duration::from_secs(120))));
}

/// An inbox that has gone elsewhere is told by its status: what was signed is for the old address.
#[tokio::test]
async fn deliveries_are_not_redirected() {
    let server = Server::start(|_, _| Answer::redirect("/elsewhere")).await;
    let delivered =
        lab().post(&server.url("/inbox"), HeaderMap::new(), Vec::new(), Duration::from_secs(5)).await.unwrap();
    assert_eq!((delivered.status, server.connections()), (302, 1));
}

/// Calendars have limits of their own.
#[tokio::test]
async fn calendars_are_fetched_with_other_limits() {
    let server = Server::start(|request, _| match path(request) {
        "/a.ics" => Answer::new("text/calendar; charset=utf-8", vec![b'x'; 4 * 1024 * 1024]),
        "/large.ics" => Answer::new("text/calendar", vec![b'x'; 6 * 1024 * 1024]),
        _ => Answer::new("text/html", "<p>"),
    })
    .await;
    let get = |path: &str| {
        let url = server.url(path);
        let mut budget = Budget { bytes: Limits::CALENDAR.bytes, ..Budget::default() };
        async move { lab().get(&url, &Limits::CALENDAR, &mut budget, None).await }
    };
    assert_eq!(get("/a.ics").await.unwrap().body.len(), 4 * 1024 * 1024);
    assert!(matches!(get("/large.ics").await.unwrap_err(), FetchError::Size(_)));
    assert!(matches!(get("/page").await.unwrap_err(), FetchError::ContentType(_)));
}

/// https with the name in the certificate, from a root that is believed; and not from one that is not.
#[tokio::test]
async fn certificates_are_verified() {
    let mut ca = rcgen::CertificateParams::new(Vec::new()).unwrap();
    ca.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let ca_key = rcgen::KeyPair::generate().unwrap();
    let root = ca.self_signed(&ca_key).unwrap().der().clone();
    let issuer = rcgen::Issuer::new(ca, ca_key);
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate =
        rcgen::CertificateParams::new(vec!["peer.example".to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::try_from(key.serialize_der()).unwrap())
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let _ = stream.read(&mut [0; 4096]).await;
            let answer = "HTTP/1.1 200 X\r\ncontent-type: application/activity+json\r\ncontent-length: 2\r\n\r\n{}";
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    let mut roots = RootCertStore::empty();
    roots.add(root).unwrap();
    let get = |fetcher: Fetcher, host: &str| {
        let url: Url = format!("https://{host}:{port}/").parse().unwrap();
        async move { fetcher.get(&url, &Limits::ACTIVITY, &mut budget(), None).await }
    };
    assert_eq!(get(fetcher(roots.clone()), "peer.example").await.unwrap().body, b"{}");
    assert!(matches!(get(fetcher(roots), "other.example").await.unwrap_err(), FetchError::Connection(_)));
    assert!(matches!(get(lab(), "peer.example").await.unwrap_err(), FetchError::Connection(_)));
}

/// What a node is made with: the machine's own certificates and resolver.
#[test]
fn a_fetcher_of_the_system() {
    let settings = Settings::new("Tequio/0.1 (+https://etla.example)");
    assert_eq!(settings.access, Access::Public);
    Fetcher::new(settings).unwrap();
}
