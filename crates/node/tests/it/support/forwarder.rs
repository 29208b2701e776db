// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A bridge: a machine with a public address that forwards connections as they are, and says for whom by the PROXY
//! protocol (version 2).

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

/// A bridge, until it is dropped.
pub struct Forwarder {
    /// Where people come in.
    pub address: SocketAddr,
    /// From where the next of them comes, as the bridge says.
    pub client: Arc<Mutex<SocketAddr>>,
    /// All that it could read on the way, both ways.
    pub seen: Arc<Mutex<Vec<u8>>>,
    listener: Arc<TcpListener>,
    task: Option<tokio::task::JoinHandle<()>>,
}

impl Drop for Forwarder {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

impl Forwarder {
    /// One to which people can come already; they wait until it forwards.
    pub async fn new() -> Self {
        let listener = Arc::new(TcpListener::bind("127.0.0.1:0").await.unwrap());
        let (address, client) = (listener.local_addr().unwrap(), Mutex::new("192.0.2.1:40000".parse().unwrap()));
        Self { address, client: Arc::new(client), seen: Arc::default(), listener, task: None }
    }

    /// From now on forwards to an address.
    pub fn forward(&mut self, to: SocketAddr) {
        let (listener, client, seen) = (self.listener.clone(), self.client.clone(), self.seen.clone());
        self.task = Some(tokio::spawn(async move {
            loop {
                let (mut from, _) = listener.accept().await.unwrap();
                let (header, seen) = (header(*client.lock().unwrap()), seen.clone());
                tokio::spawn(async move {
                    let mut there = TcpStream::connect(to).await.unwrap();
                    there.write_all(&header).await.unwrap();
                    let ((mut up, mut down), (mut far, mut near)) = (from.split(), there.split());
                    tokio::join!(pass(&mut up, &mut near, seen.clone()), pass(&mut far, &mut down, seen));
                });
            }
        }));
    }
}

async fn pass(
    from: &mut (impl tokio::io::AsyncRead + Unpin),
    to: &mut (impl tokio::io::AsyncWrite + Unpin),
    seen: Arc<Mutex<Vec<u8>>>,
) {
    let mut part = vec![0; 16 * 1024];
    while let Ok(read @ 1..) = from.read(&mut part).await {
        seen.lock().unwrap().extend_from_slice(&part[..read]);
        if to.write_all(&part[..read]).await.is_err() {
            break;
        }
    }
    drop(to.shutdown().await);
}

/// What a forwarder says of a client before anything else, word for word by the specification (PROXY, 2.2).
pub fn header(client: SocketAddr) -> Vec<u8> {
    let SocketAddr::V4(client) = client else { panic!("an IPv4 address is enough here") };
    let mut header = b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c".to_vec();
    header.extend(client.ip().octets());
    header.extend([198, 51, 100, 1]);
    header.extend(client.port().to_be_bytes());
    header.extend(443_u16.to_be_bytes());
    header
}
