// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Connections: HTTP/1.1 on a listener, where nothing that a client leaves half done lasts for ever.

use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    pin::{Pin, pin},
    sync::{
        Arc,
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
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt as _;

use super::client::network;

/// How long a client may take to say what it asks for, or to ask again on the same connection.
const HEAD: Duration = Duration::from_secs(10);
/// How long it may take to send what it has to send: the largest form in this time is nine kilobytes a second.
const BODY: Duration = Duration::from_secs(120);
/// The same for a file of an entry: the largest one in this time is twelve kilobytes a second.
const FILE: Duration = Duration::from_secs(900);
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
pub(crate) async fn serve(listener: TcpListener, app: Router, stop: impl Future<Output = ()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD);
    let ending = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let mut places = HashMap::new();
    let last = Arc::new(AtomicBool::new(false));
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            Some(ended) = connections.join_next_with_id() => {
                places.remove(&ended.map_or_else(|error| error.id(), |(id, ())| id));
                continue;
            }
            accepted = listener.accept(), if places.len() < CONNECTIONS => accepted,
        };
        match accepted {
            Ok((_, address)) if is_full(places.values(), address.ip()) => {}
            Ok((stream, address)) => {
                let (app, last) = (app.clone(), last.clone());
                let service = service_fn(move |request| {
                    let (answer, last) = (app.clone().oneshot(from(address, request)), last.clone());
                    async move { answer.await.map(|answer| said_last(answer, last.load(Ordering::Relaxed))) }
                });
                let connection = ending.watch(http.serve_connection(TokioIo::new(in_time(stream, WRITE)), service));
                // That a client went away is no news.
                let task = connections.spawn(async move { drop(connection.await) });
                places.insert(task.id(), network(address.ip()));
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
    drop(tokio::time::timeout(LAST, all_went).await);
    if tokio::time::timeout(GRACE, ending.shutdown()).await.is_err() {
        tracing::warn!("requests that did not end are given up");
    }
    connections.shutdown().await;
}

/// An answer that says whether it is the last one on its connection.
fn said_last(mut answer: Response, is_last: bool) -> Response {
    if is_last {
        answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    answer
}

/// Whether an address has all the connections it may have. This machine's own is not counted: behind a proxy it stands
/// for everybody.
fn is_full<'a>(places: impl Iterator<Item = &'a u128>, address: IpAddr) -> bool {
    let here = network(address);
    !address.to_canonical().is_loopback() && places.filter(|place| **place == here).count() >= OF_ONE_ADDRESS
}

/// A connection that fails when nothing of what is written is taken for so long.
fn in_time(stream: TcpStream, write: Duration) -> Pin<Box<TimeoutStream<TcpStream>>> {
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(write));
    Box::pin(stream)
}

/// A request with the address it comes from.
fn from(address: SocketAddr, request: hyper::Request<Incoming>) -> Request {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(address));
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
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let taken = vec![network(ip("192.0.2.1")); OF_ONE_ADDRESS];
        assert!(is_full(taken.iter(), ip("192.0.2.1")) && is_full(taken.iter(), ip("::ffff:192.0.2.1")));
        assert!(!is_full(taken.iter().skip(1), ip("192.0.2.1")) && !is_full(taken.iter(), ip("192.0.2.2")));
        let taken = vec![network(ip("2001:db8::1")); OF_ONE_ADDRESS];
        assert!(is_full(taken.iter(), ip("2001:db8::2")), "one machine has the whole network");
        assert!(!is_full(taken.iter(), ip("2001:db8:1::2")));
        let taken = vec![network(ip("127.0.0.1")); OF_ONE_ADDRESS];
        assert!(!is_full(taken.iter(), ip("127.0.0.1")));
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
