// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Attacks by what is fetched: cases 3, 8 to 12, 15, 17.

use std::io::Write as _;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use rustls::RootCertStore;
use serde_json::json;
use url::Url;

use super::server::{Answer, Server};
use super::{network_stopped_by, stopped_by};
use crate::fetch::{Access, Budget, FetchError, Fetcher, Limits, Refused, Resolver, Resolving, Settings};
use crate::guard::Guard;

/// Says of every name that it is at these addresses.
struct Names(Vec<IpAddr>);

impl Resolver for Names {
    fn resolve(&self, _: &str) -> Resolving {
        let addresses = self.0.clone();
        Box::pin(async move { Ok(addresses) })
    }
}

fn fetcher(access: Access, addresses: &[&str]) -> Fetcher {
    let addresses = addresses.iter().map(|address| address.parse().unwrap()).collect();
    Fetcher::new(Settings {
        user_agent: "Tequio test".to_owned(),
        access,
        resolver: Arc::new(Names(addresses)),
        roots: RootCertStore::empty(),
    })
    .unwrap()
}

fn lab() -> Fetcher {
    fetcher(Access::Laboratory, &["127.0.0.1"])
}

const SHORT: Limits = Limits { bytes: 1000, time: Duration::from_millis(400), ..Limits::ACTIVITY };

async fn get(fetcher: &Fetcher, url: &Url, limits: &Limits) -> Result<usize, FetchError> {
    fetcher.get(url, limits, &mut Budget::default(), None).await.map(|fetched| fetched.body.len())
}

/// The switch for laboratories opens loopback and http, and this same build is shut without it.
#[test]
fn loopback_is_refused_without_the_switch() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let server = Server::start(|_, _| Answer::activity(&json!({}))).await;
        let http = server.url("/");
        assert!(get(&lab(), &http, &SHORT).await.is_ok());
        assert_eq!(server.connections(), 1);
        let public = fetcher(Access::Public, &["127.0.0.1"]);
        let shut = |result| matches!(result, Err(FetchError::Refused(_)));
        assert!(shut(get(&public, &http, &SHORT).await));
        for host in ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "peer.example"] {
            let url = format!("https://{host}:{}/", server.port()).parse().unwrap();
            assert!(shut(get(&public, &url, &SHORT).await), "{host}");
        }
        let post = public.post(&http, http::HeaderMap::new(), Vec::new(), Duration::from_secs(1)).await;
        assert!(shut(post.map(|_| 0)));
        assert_eq!(server.connections(), 1, "nobody knocked again");
    });
}

#[test]
fn case_03_an_uploaded_file_is_no_activity() {
    for kind in ["text/html", "application/json", "image/png", "application/ld+json", ""] {
        network_stopped_by(Guard::ContentType, || async {
            let kind = kind.to_owned();
            let server = Server::start(move |_, _| Answer::new(&kind, "{}")).await;
            get(&lab(), &server.url("/media/1.json"), &SHORT).await.is_ok()
        });
    }
}

/// The file has the right type, but names an actor that is elsewhere on the same server.
#[test]
fn case_03_a_document_that_says_to_be_another() {
    network_stopped_by(Guard::IdIsAddress, || async {
        let server = Server::start(|request, origin| {
            let id = format!("{origin}/users/ana");
            let forged = request.starts_with("GET /media/");
            let inbox = if forged { "https://bad.example/inbox".to_owned() } else { format!("{id}/inbox") };
            Answer::activity(&json!({ "type": "Person", "id": id, "inbox": inbox }))
        })
        .await;
        let actor = lab().actor(&server.url("/media/1"), &mut Budget::default(), None).await.unwrap();
        actor.inbox == "https://bad.example/inbox"
    });
}

#[test]
fn only_https() {
    stopped_by(Guard::Https, || Access::Public.check(&"http://peer.example/".parse().unwrap()).is_ok());
    for url in [
        "ftp://peer.example/",
        "file:///etc/passwd",
        "data:text/plain,x",
        "https://user:pw@peer.example/",
        "unix:/run/x",
    ] {
        assert!(Access::Laboratory.check(&url.parse().unwrap()).is_err(), "{url}");
    }
}

/// A public fetcher that is led to a server on loopback: whether it knocks there.
async fn knocks(addresses: &[&str], host: &str) -> bool {
    let server = Server::start(|_, _| Answer::status(404)).await;
    let url = format!("https://{host}:{}/", server.port()).parse().unwrap();
    let result = get(&fetcher(Access::Public, addresses), &url, &SHORT).await;
    assert!(result.is_err(), "it has no certificate");
    server.connections() > 0
}

#[test]
fn case_08_and_09_an_address_in_the_url() {
    for host in ["127.0.0.1", "0.0.0.0", "2130706433", "0177.0.0.1", "[::ffff:127.0.0.1]"] {
        network_stopped_by(Guard::AddressLiteral, || knocks(&[], host));
    }
}

/// What the name says is looked at when it is dialled, so it cannot say something else a moment later.
#[test]
fn case_10_a_name_that_leads_to_loopback() {
    for address in ["127.0.0.1", "::ffff:127.0.0.1", "0.0.0.0"] {
        network_stopped_by(Guard::AddressResolved, || async move { knocks(&[address], "peer.example").await });
    }
}

#[test]
fn case_09_special_addresses() {
    for address in [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b::808:808",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ] {
        let address: IpAddr = address.parse().unwrap();
        assert!(!Access::Public.allows(address), "{address}");
        assert_eq!(Access::Laboratory.allows(address), address.is_loopback(), "{address}");
    }
    for address in [
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.167.255.255",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2001:4860:4860::8888",
        "2001:200::1",
        "2003::1",
        "2606:4700::1111",
        "2a00::1",
    ] {
        let address: IpAddr = address.parse().unwrap();
        assert!(Access::Public.allows(address), "{address}");
    }
}

/// Where only some addresses of a name are public, only those are dialled.
#[test]
fn case_09_special_addresses_among_public_ones() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let knocked = runtime.block_on(async {
        let server = Server::start(|_, _| Answer::status(404)).await;
        let url = format!("https://peer.example:{}/", server.port()).parse().unwrap();
        // The first is no address that a test could reach; it is given up when the time is over.
        let limits = Limits { time: Duration::from_millis(100), ..SHORT };
        let fetcher = fetcher(Access::Public, &["2001:200::dead", "127.0.0.1"]);
        assert!(!matches!(get(&fetcher, &url, &limits).await, Ok(_) | Err(FetchError::Refused(_))));
        server.connections()
    });
    assert_eq!(knocked, 0);
}

/// 0.0.0.0 is this machine, and not among what a laboratory opens.
#[test]
fn case_11_a_redirect_to_a_special_address() {
    network_stopped_by(Guard::RedirectChecked, || async {
        let server = Server::start(|request, origin| {
            if request.starts_with("GET /start ") {
                Answer::redirect(&origin.replace("127.0.0.1", "0.0.0.0"))
            } else {
                Answer::activity(&json!({}))
            }
        })
        .await;
        let result = get(&lab(), &server.url("/start"), &SHORT).await;
        matches!(&result, Err(FetchError::Refused(Refused::Address { .. })) | Ok(_)).then_some(()).unwrap();
        result.is_ok()
    });
}

#[test]
fn case_11_redirects_without_end() {
    network_stopped_by(Guard::Redirects, || async {
        let server = Server::start(|request, _| {
            let step: usize = request.split(['/', ' ']).nth(2).unwrap().parse().unwrap();
            if step < 8 { Answer::redirect(&format!("/{}", step + 1)) } else { Answer::activity(&json!({})) }
        })
        .await;
        let few = get(&lab(), &server.url("/6"), &SHORT).await;
        assert!(few.is_ok(), "{few:?}");
        get(&lab(), &server.url("/1"), &SHORT).await.is_ok()
    });
}

#[test]
fn case_12_nodeinfo_leads_to_a_special_address() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let server = Server::start(|_, _| {
            let link = json!({ "rel": "http://nodeinfo.diaspora.software/ns/schema/2.0", "href": "http://169.254.169.254/latest" });
            Answer::new("application/json", json!({ "links": [link] }).to_string())
        })
        .await;
        let error = lab().node_info(&server.origin, &mut Budget::default()).await.unwrap_err();
        assert!(matches!(error, FetchError::Refused(Refused::Address { .. })), "{error}");
    });
}

#[test]
fn case_15_more_bytes_than_are_wanted() {
    network_stopped_by(Guard::Size, || async {
        let server = Server::start(|_, _| Answer::new("application/activity+json", vec![b' '; 100_000])).await;
        get(&lab(), &server.url("/"), &SHORT).await.is_ok()
    });
}

/// 20 kB on the wire that are 20 MB unpacked; the budget would notice later.
#[test]
fn case_15_a_bomb() {
    network_stopped_by(Guard::Size, || async {
        let server = Server::start(|_, _| {
            let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            packer.write_all(&vec![b' '; 3_000_000]).unwrap();
            let mut answer = Answer::new("application/activity+json", packer.finish().unwrap());
            assert!(answer.body.len() < 10_000);
            answer.headers.push(("content-encoding", "gzip".to_owned()));
            answer
        })
        .await;
        let limits = Limits { bytes: 10_000, time: Duration::from_secs(5), ..SHORT };
        get(&lab(), &server.url("/"), &limits).await.is_ok()
    });
}

/// A byte now and then keeps every timeout between bytes waiting; the time for all of it does not.
#[test]
fn case_15_bytes_that_drip() {
    network_stopped_by(Guard::Time, || async {
        let server = Server::start(|_, _| {
            let mut answer = Answer::new("application/activity+json", vec![b' '; 12]);
            answer.drip = Some(Duration::from_millis(100));
            answer
        })
        .await;
        get(&lab(), &server.url("/"), &SHORT).await.is_ok()
    });
}

#[test]
fn case_17_pages_without_end() {
    network_stopped_by(Guard::Budget, || async {
        let server = Server::start(|request, origin| {
            let page: u32 = request.split(['/', ' ']).nth(2).unwrap().parse().unwrap();
            Answer::activity(&json!({
                "type": "OrderedCollectionPage", "id": format!("{origin}/{page}"),
                "orderedItems": [page], "next": format!("{origin}/{}", page + 1),
            }))
        })
        .await;
        let mut budget = Budget { requests: 5, ..Budget::default() };
        let items = lab().collection(&server.url("/0"), 30, &mut budget, None).await.unwrap();
        assert!(items.len() >= 5);
        items.len() > 5
    });
}
