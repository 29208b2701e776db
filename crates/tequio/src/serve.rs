// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio serve`.

use std::{net::SocketAddr, sync::Arc};

use tequio_node::{
    Node, NodeError, Settings, demo,
    spine::{
        members::credentials::Hasher,
        world::{SystemClock, World},
    },
    web::qr,
};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use crate::{
    End,
    config::{Config, lan_addresses},
};

/// The source of this very build, packed by the build script.
static SOURCE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/source.tar.gz"));

/// Runs a node until it is interrupted.
pub fn run(config: Config, demo: bool) -> End {
    let filter = EnvFilter::try_from_env("TEQUIO_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return End::Failed(error.to_string()),
    };
    match runtime.block_on(serve(config, demo)) {
        Ok(()) => End::Done,
        Err(error @ NodeError::ForeignFolder(_)) => End::Wrong(format!("data: {error}")),
        Err(error) => End::Failed(error.to_string()),
    }
}

async fn serve(config: Config, demo: bool) -> Result<(), NodeError> {
    let world = World::new(Arc::new(SystemClock)).map_err(|error| NodeError::Network(error.into()))?;
    let mut listeners = vec![TcpListener::bind(config.listen).await.map_err(NodeError::Network)?];
    let mut lan = Vec::new();
    if config.lan {
        for address in lan_addresses(config.listen.port()) {
            // When it listens everywhere already, the door is there without a listener of its own.
            if !config.listen.ip().is_unspecified() {
                listeners.push(TcpListener::bind(address).await.map_err(NodeError::Network)?);
            }
            lan.push(address);
        }
    }
    let settings = Settings {
        data: config.data,
        database: config.database,
        origin: config.origin,
        lan: lan.clone(),
        source: SOURCE,
    };
    let node = Node::open(settings, world, Hasher::new()).await?;
    greet(&node, &lan, demo).await?;
    node.serve(listeners, interrupted()).await
}

/// Says where the node is, and how a community is founded on it while there is none.
async fn greet(node: &Node, lan: &[SocketAddr], demo: bool) -> Result<(), NodeError> {
    println!("Tequio: {}", node.doors.canonical());
    if demo && node.is_empty().await? {
        demo::fill(node).await?;
        println!(
            "\nTres comunidades de muestra. Entra como Ana a {}/@etla con la frase «{}».",
            node.doors.canonical(),
            demo::PASSPHRASE
        );
        println!("(Three sample communities. Sign in as Ana with that passphrase.)");
    }
    if node.is_empty().await? {
        let link = node.first_link().await?;
        println!(
            "\nFunda tu comunidad con este enlace, que sirve una sola vez (found your community here, once):\n{link}\n"
        );
        println!("{}", qr::terminal(&link));
    }
    for address in lan {
        println!("\nPuerta en la red local (door on the local network): http://{address}");
        println!("{}", qr::terminal(&format!("http://{address}/")));
    }
    Ok(())
}

/// Resolves when the process is asked to end.
async fn interrupted() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminate) = signal(SignalKind::terminate()) else {
            let _ = interrupt.await;
            return;
        };
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
}
