// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Connections: HTTP/1.1 on a listener, in plain or by TLS, where nothing that a client leaves half done lasts for ever.

use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    pin::{Pin, pin},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
    http::{HeaderValue, header::CONNECTION},
    response::Response,
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::timeout,
};
use tokio_io_timeout::TimeoutStream;
use tokio_rustls::server::TlsStream;
use tower::ServiceExt as _;

use crate::Node;

use super::{
    client::{Proxies, network},
    forwarded,
};

/// Where connections come in.
#[derive(Debug)]
pub enum Listener {
    /// Requests as they are: on this machine, on the local network, from a proxy, from an onion service.
    Plain(TcpListener),
    /// Requests that are encrypted to this node. Where a proxy comes from, it forwards what it cannot read, and says by
    /// the PROXY protocol for whom.
    Tls(TcpListener),
}

/// That a request came encrypted to this node itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Encrypted;

/// How long a client may take to say what it asks for, or to ask again on the same connection.
const HEAD: Duration = Duration::from_secs(10);
/// How long it may take to send what it has to send: the largest form in this time is nine kilobytes a second.
const BODY: Duration = Duration::from_secs(120);
/// The same for a file of an entry: the largest one in this time is twelve kilobytes a second.
const FILE: Duration = Duration::from_secs(900);
/// How long it may send nothing of a backup for a shelf, which is as large as it is.
pub(super) const STILL: Duration = Duration::from_secs(60);
/// How long a client may take nothing of an answer: one that never reads would hold its memory and its connection.
const WRITE: Duration = Duration::from_secs(60);
/// How many connections are served at once; who comes later waits until one ends.
const CONNECTIONS: usize = 512;
/// How many of them one address has: a group behind one router fits, and leaves room for others.
const OF_ONE_ADDRESS: usize = 128;
/// How long whoever is connected may still ask when the node stops: a request may be on its way already, and a connection
/// that is closed before it is read fails it.
const LAST: Duration = Duration::from_secs(1);
/// How long requests that are under way may take after that.
const GRACE: Duration = Duration::from_secs(10);
/// How long it waits when no connection can be taken, as when too many files are open.
const PAUSE: Duration = Duration::from_secs(1);

/// How long a client may take to send what it has to send.
pub(super) fn body_time(is_file: bool) -> Duration {
    if is_file { FILE } else { BODY }
}

/// Answers on a listener until `stop` resolves; then each connection has [`LAST`] for one more request, and requests that
/// are under way [`GRACE`] to end.
pub(crate) async fn serve(node: Arc<Node>, listener: Listener, stop: impl Future<Output = ()>) {
    let (listener, encrypted) = match listener {
        Listener::Plain(listener) => (listener, false),
        Listener::Tls(listener) => (listener, true),
    };
    let app = super::app(node.clone());
    let ending = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let places = Places::default();
    let last = Arc::new(AtomicBool::new(false));
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            // That a client went away is no news.
            Some(_) = connections.join_next() => continue,
            accepted = listener.accept(), if connections.len() < CONNECTIONS => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                let exchange = Exchange { app: app.clone(), encrypted, watcher: ending.watcher(), last: last.clone() };
                let (node, places) = (node.clone(), places.clone());
                connections.spawn(async move {
                    if !encrypted {
                        let Some(_place) = places.take(&node.proxies, peer.ip()) else { return };
                        exchange.serve(in_time(stream, WRITE), peer).await;
                    } else if let Ok(Some((stream, client, _place))) =
                        timeout(HEAD, open(&node, places, stream, peer)).await
                    {
                        exchange.serve(stream, client).await;
                    }
                });
            }
            Err(error) => {
                tracing::warn!(%error, "no connection can be taken");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    drop(listener);
    last.store(true, Ordering::Relaxed);
    let all_went = async { while connections.join_next().await.is_some() {} };
    drop(timeout(LAST, all_went).await);
    if timeout(GRACE, ending.shutdown()).await.is_err() {
        tracing::warn!("requests that did not end are given up");
    }
    connections.shutdown().await;
}

/// A connection that fails when nothing of what is written is taken for so long.
type InTime = Pin<Box<TimeoutStream<TcpStream>>>;

/// Hears for whom a connection is, and agrees with them on how it is encrypted. Nothing where it is full, where a proxy
/// does not say for whom it comes, or where it was for proving to an authority whose host this is.
async fn open(
    node: &Node,
    places: Places,
    mut stream: TcpStream,
    peer: SocketAddr,
) -> Option<(TlsStream<InTime>, SocketAddr, Place)> {
    let client = match node.proxies.has(peer.ip()) {
        true => forwarded::client(&mut stream).await.ok()?.unwrap_or(peer),
        false => peer,
    };
    let place = places.take(&node.proxies, client.ip())?;
    let stream = node.tls.as_ref()?.accept(in_time(stream, WRITE)).await?;
    Some((stream, client, place))
}

/// What answers on a connection.
struct Exchange {
    app: Router,
    encrypted: bool,
    watcher: Watcher,
    last: Arc<AtomicBool>,
}

impl Exchange {
    async fn serve(self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, client: SocketAddr) {
        let Self { app, encrypted, watcher, last } = self;
        let service = service_fn(move |request| {
            let (answer, last) = (app.clone().oneshot(from(client, encrypted, request)), last.clone());
            async move { answer.await.map(|answer| said_last(answer, last.load(Ordering::Relaxed))) }
        });
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(HEAD);
        drop(watcher.watch(http.serve_connection(TokioIo::new(stream), service)).await);
    }
}

/// An answer that says whether it is the last one on its connection.
fn said_last(mut answer: Response, is_last: bool) -> Response {
    if is_last {
        answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    answer
}

/// How many connections each address has.
#[derive(Debug, Clone, Default)]
struct Places(Arc<Mutex<HashMap<u128, usize>>>);

impl Places {
    /// A place for one more connection, unless its address has all that it may have. This machine's own is not counted, nor
    /// a proxy's: it stands for everybody.
    fn take(&self, proxies: &Proxies, address: IpAddr) -> Option<Place> {
        let counted = !address.to_canonical().is_loopback() && !proxies.has(address);
        let network = network(address);
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let here = taken.entry(network).or_default();
        if counted && *here >= OF_ONE_ADDRESS {
            return None;
        }
        *here += 1;
        Some(Place { places: self.clone(), network })
    }
}

/// The place of a connection, until it is dropped.
#[derive(Debug)]
struct Place {
    places: Places,
    network: u128,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(here) = taken.get_mut(&self.network) {
            *here -= 1;
            if *here == 0 {
                taken.remove(&self.network);
            }
        }
    }
}

fn in_time(stream: TcpStream, write: Duration) -> InTime {
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(write));
    Box::pin(stream)
}

/// A request with the address it comes from, and whether it came encrypted.
fn from(client: SocketAddr, encrypted: bool, request: hyper::Request<Incoming>) -> Request {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(client));
    if encrypted {
        request.extensions_mut().insert(Encrypted);
    }
    request
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt as _;

    use super::*;

    #[tokio::test]
    async fn who_never_reads_is_left() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let silent = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let mut stream = in_time(listener.accept().await.unwrap().0, Duration::from_millis(100));
        // More than the buffers between the two take.
        let error = stream.write_all(&vec![0; 64 << 20]).await.unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::TimedOut);
        drop(silent);
    }

    #[test]
    fn one_address_does_not_take_every_place() {
        let proxies = "10.0.0.1".parse().unwrap();
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let full = |first: &str, next: &str| {
            let places = Places::default();
            let mut taken: Vec<_> = (0..OF_ONE_ADDRESS).map(|_| places.take(&proxies, ip(first))).collect();
            assert!(taken.iter().all(Option::is_some));
            let full = places.take(&proxies, ip(next)).is_none();
            taken.pop();
            assert!(places.take(&proxies, ip(next)).is_some(), "one went");
            drop(taken);
            assert!(places.0.lock().unwrap().is_empty(), "all went");
            full
        };
        assert!(full("192.0.2.1", "192.0.2.1") && full("192.0.2.1", "::ffff:192.0.2.1"));
        assert!(!full("192.0.2.1", "192.0.2.2"));
        assert!(full("2001:db8::1", "2001:db8::2"), "one machine has the whole network");
        assert!(!full("2001:db8::1", "2001:db8:1::2"));
        assert!(!full("127.0.0.1", "127.0.0.1") && !full("10.0.0.1", "10.0.0.1"));
    }

    #[test]
    fn a_file_may_come_by_a_poor_connection_and_a_form_need_not() {
        let slowest = |bytes: usize, is_file: bool| bytes as u64 / body_time(is_file).as_secs();
        let file = crate::spine::attachments::rules::FILE_LIMIT;
        assert!(slowest(file, true) < 16_000, "128 kbit/s are enough");
        assert!(slowest(1024 * 1024, false) < 16_000);
        assert!(body_time(false) < body_time(true));
    }
}
