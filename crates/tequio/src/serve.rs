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
    config::{Config, Lan, is_of_local_network, own_addresses},
    safekeeping::{block, remember_origin},
};

/// The source of this very build, packed by the build script.
static SOURCE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/source.tar.gz"));

/// Runs a node until it is interrupted.
pub fn run(config: Config, demo: bool) -> End {
    let filter = EnvFilter::try_from_env("TEQUIO_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    block(serve(config, demo))
}

async fn serve(config: Config, demo: bool) -> Result<(), NodeError> {
    let world = World::new(Arc::new(SystemClock)).map_err(|error| NodeError::Network(error.into()))?;
    let main = TcpListener::bind(config.listen).await.map_err(NodeError::Network)?;
    // Port 0 is whichever is free.
    let listen = main.local_addr().map_err(NodeError::Network)?;
    let mut listeners = vec![main];
    let lan = doors_on_local_network(&config, listen);
    for address in &lan {
        // When it listens everywhere or there already, the door is there without a listener of its own.
        if !listen.ip().is_unspecified() && *address != listen {
            listeners.push(TcpListener::bind(address).await.map_err(NodeError::Network)?);
        }
    }
    let Some(origin) = config.origin.or_else(|| Config::default_origin(listen.port())) else { return Ok(()) };
    let folder = config.data.clone();
    let (data, database, proxies) = (config.data, config.database, config.trusted_proxy);
    let settings = Settings { data, database, origin, lan: lan.clone(), proxies, source: SOURCE };
    let node = Node::open(settings, world, Hasher::new()).await?;
    remember_origin(&folder, &node.doors.origin);
    greet(&node, &lan, demo).await?;
    if config.lan == Lan::On && lan.is_empty() {
        let own: Vec<String> = own_addresses().iter().map(ToString::to_string).collect();
        eprintln!(
            "tequio: --lan: this machine has no address of a local network now (it has: {}); join the network and \
             start again, or name an address with --lan=ADDRESS",
            if own.is_empty() { "none".to_owned() } else { own.join(", ") }
        );
    }
    node.serve(listeners, interrupted()).await
}

/// The addresses on the local network by which people may come in.
fn doors_on_local_network(config: &Config, listen: SocketAddr) -> Vec<SocketAddr> {
    let chosen = match config.lan {
        Lan::Off => Vec::new(),
        Lan::On => own_addresses().into_iter().filter(|address| is_of_local_network(*address)).collect(),
        Lan::At(address) => vec![address],
    };
    let mut doors: Vec<SocketAddr> =
        chosen.into_iter().map(|address| SocketAddr::new(address, listen.port())).collect();
    // To listen there and then let nobody in would help nobody.
    if is_of_local_network(listen.ip()) && !doors.contains(&listen) {
        doors.push(listen);
    }
    doors
}

/// Says where the node is, and how a community is founded on it while there is none.
async fn greet(node: &Node, lan: &[SocketAddr], demo: bool) -> Result<(), NodeError> {
    say!("Tequio: {}", node.doors.canonical());
    if demo && node.is_empty().await? {
        demo::fill(node).await?;
        say!(
            "\nTres comunidades de muestra. Entra como Ana a {}/@etla con la frase «{}».",
            node.doors.canonical(),
            demo::PASSPHRASE
        );
        say!("(Three sample communities. Sign in as Ana with that passphrase.)");
    }
    if node.is_empty().await? {
        let link = node.first_link().await?;
        say!(
            "\nFunda tu comunidad con este enlace, que sirve una sola vez (found your community here, once):\n{link}\n"
        );
        // A telephone does not come to this machine by the name that only this machine has.
        let (canonical, shared) = (node.doors.canonical(), node.doors.shared(&node.doors.canonical()));
        let scanned = link.replace(&canonical, &shared);
        if scanned != link {
            say!("Con un teléfono en la misma red (by telephone, on the same network):\n{scanned}\n");
        }
        say!("{}", qr::terminal(&scanned));
    }
    for address in lan {
        say!("\nPuerta en la red local (door on the local network): http://{address}");
        say!("{}", qr::terminal(&format!("http://{address}/")));
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
