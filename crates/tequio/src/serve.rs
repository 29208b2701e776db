// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio serve`.

use std::{
    collections::BTreeSet,
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use tequio_fediverse::fetch::Access;
use tequio_node::{
    Node, NodeError, demo,
    node::claim,
    spine::{
        members::credentials::Hasher,
        passkeys,
        world::{SystemClock, World},
    },
    web::{listen::Listener, qr},
};
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc;
use tracing_subscriber::EnvFilter;

use crate::{
    End,
    config::{Config, Lan, is_of_local_network, own_addresses},
    handover::{Sockets, may_take_over},
    safekeeping::{block, remember_origin},
    told::Told as _,
    words::{t, with},
};

/// The source of this very build, packed by the build script.
pub static SOURCE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/source.tar.gz"));

/// Runs a node until it is interrupted; or hands its sockets to the program that takes its place.
pub fn run(config: Config, demo: bool) -> End {
    let filter = EnvFilter::try_from_env("TEQUIO_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let mut handed = None;
    let end = block(async {
        handed = serve(config, demo).await?;
        Ok::<_, NodeError>(())
    });
    match handed {
        Some(sockets) => End::Failed(sockets.hand_over().told()),
        None => end,
    }
}

/// Serves, and gives the sockets when another program is to take over.
async fn serve(config: Config, demo: bool) -> Result<Option<Sockets>, NodeError> {
    let mut signals = Signals::new()?;
    let world = World::new(Arc::new(SystemClock)).map_err(NodeError::Chance)?;
    // Several processes may serve from one PostgreSQL; by SQLite there is one.
    let _claim = match config.database {
        None => Some(claim(&config.data, &world)?),
        Some(_) => None,
    };
    let unheard = |address: SocketAddr| move |error| NodeError::Network(address, error);
    let mut sockets = Sockets::given();
    let main = sockets.main(config.listen).map_err(unheard(config.listen))?;
    // Port 0 is whichever is free.
    let listen = main.local_addr().map_err(unheard(config.listen))?;
    let (listeners, incoming) = mpsc::unbounded_channel();
    let mut network = Network { lan: config.lan, listen, there: BTreeSet::from([listen]), sockets, listeners };
    let lan = network.wanted(&own_addresses());
    for address in &lan {
        network.listen_at(*address).map_err(unheard(*address))?;
    }
    drop(network.listeners.send(Listener::Plain(main)));
    if let Some((address, _)) = &config.tls {
        let encrypted = network.sockets.at(*address).map_err(unheard(*address))?;
        drop(network.listeners.send(Listener::Tls(encrypted)));
    }
    let origin = config.origin.clone().or_else(|| Config::default_origin(listen.port()));
    let origin = origin.ok_or(NodeError::Origin(listen.port()))?;
    let folder = config.data.clone();
    let doors = config.lan;
    let laboratory = config.access == Access::Laboratory;
    let node = Node::open(config.settings(origin, lan.clone(), SOURCE), world, Hasher::new()).await?;
    node.must_open_its_store().await?;
    if let Some(tls) = &node.tls {
        tls.read()?;
    }
    remember_origin(&folder, &node.doors.origin);
    greet(&node, &lan, demo).await?;
    if laboratory {
        tracing::warn!(
            "--fediverse-allow-loopback: other nodes are visited by plain http, and on this machine; for laboratories alone"
        );
    }
    if doors == Lan::On && lan.is_empty() {
        eprintln!("tequio: --lan: {}", no_network(&own_addresses()));
    }
    let mut takes_over = false;
    let program = network.sockets.program().to_owned();
    let served = node.clone().serve(incoming, async { takes_over = signals.asked(program).await == Asked::ToHandOver });
    tokio::select! {
        served = served => served?,
        never = keep_looking(&mut network, &node), if doors == Lan::On => match never {},
    }
    Ok(takes_over.then_some(network.sockets))
}

/// How often it is looked whether the machine joined another network.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// The doors on the local network, which come and go as the machine joins networks and leaves them.
struct Network {
    lan: Lan,
    /// Where it listens anyway.
    listen: SocketAddr,
    /// Where there is a listener. One whose address went away is good again when the address comes back.
    there: BTreeSet<SocketAddr>,
    sockets: Sockets,
    listeners: mpsc::UnboundedSender<Listener>,
}

impl Network {
    /// The addresses by which people may come in, on a machine that has the addresses `own`.
    fn wanted(&self, own: &[IpAddr]) -> Vec<SocketAddr> {
        let chosen = match self.lan {
            Lan::Off => Vec::new(),
            Lan::On => own.iter().copied().filter(|address| is_of_local_network(*address)).collect(),
            Lan::At(address) => vec![address],
        };
        let mut doors: Vec<SocketAddr> =
            chosen.into_iter().map(|address| SocketAddr::new(address, self.listen.port())).collect();
        // To listen there and then let nobody in would help nobody.
        if is_of_local_network(self.listen.ip()) && !doors.contains(&self.listen) {
            doors.push(self.listen);
        }
        doors
    }

    /// Listens at an address, unless it does already or listens everywhere.
    fn listen_at(&mut self, address: SocketAddr) -> std::io::Result<()> {
        if !self.listen.ip().is_unspecified() && !self.there.contains(&address) {
            let listener = self.sockets.at(address)?;
            self.there.insert(address);
            drop(self.listeners.send(Listener::Plain(listener)));
        }
        Ok(())
    }
}

/// Opens a door when the machine joins a network, and names none that it left.
async fn keep_looking(network: &mut Network, node: &Node) -> Infallible {
    let mut told = BTreeSet::new();
    loop {
        tokio::time::sleep(LOOK_AGAIN).await;
        let before = node.doors.lan();
        let mut open = Vec::new();
        for address in network.wanted(&own_addresses()) {
            match network.listen_at(address) {
                Ok(()) => open.push(address),
                // An address that the machine just got may need a moment.
                Err(error) if told.insert(address) => tracing::warn!(%address, %error, "no door there yet"),
                Err(_) => {}
            }
        }
        node.doors.set_lan(open.clone());
        open.iter().filter(|address| !before.contains(address)).for_each(announce);
    }
}

/// What is told when nobody can come in by the local network, on a machine that has the addresses `own`.
fn no_network(own: &[IpAddr]) -> String {
    let list: Vec<String> = own.iter().map(ToString::to_string).collect();
    let list = if own.is_empty() { t("said-none") } else { list.join(", ") };
    with("said-no-network", &[("own", &list)])
}

/// Says where the node is, and how a community is founded on it while there is none.
async fn greet(node: &Node, lan: &[SocketAddr], demo: bool) -> Result<(), NodeError> {
    say!("Tequio: {}", node.doors.canonical());
    if demo && node.is_empty().await? {
        demo::fill(node).await?;
        let place = format!("{}/@etla", node.doors.canonical());
        say!("\n{}", with("said-samples", &[("place", &place), ("passphrase", &demo::PASSPHRASE)]));
    }
    if node.is_empty().await? {
        let link = node.first_link().await?;
        say!("\n{}\n{link}\n", t("said-found"));
        // A telephone does not come to this machine by the name that only this machine has.
        let (canonical, shared) = (node.doors.canonical(), node.doors.shared(&node.doors.canonical()));
        let scanned = link.replace(&canonical, &shared);
        if scanned != link {
            say!("{}\n{scanned}\n", t("said-by-telephone"));
        }
        say!("{}", qr::terminal(&scanned));
        if scanned == link && node.doors.origin.host_str() == Some("localhost") {
            say!("{}", t("said-no-telephone"));
        }
    }
    // Before anybody wonders why: after a change of address passkeys open nothing.
    for (host, count) in passkeys::stranded(node).await? {
        say!("{}", with("said-passkeys", &[("count", &count), ("host", &host)]));
    }
    lan.iter().for_each(announce);
    Ok(())
}

/// Says where a door on the local network is.
fn announce(address: &SocketAddr) {
    say!("\n{}", with("said-door", &[("address", &format!("http://{address}"))]));
    say!("{}", qr::terminal(&format!("http://{address}/")));
}

/// What the process is asked by a signal.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    ToEnd,
    ToHandOver,
}

/// The signals by which it is asked. From the first moment on, to be asked to hand over does not end the process; to be
/// interrupted does, until it serves.
#[cfg(unix)]
struct Signals {
    hand_over: Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> Result<Self, NodeError> {
        signal(SignalKind::user_defined2()).map(|hand_over| Self { hand_over }).map_err(NodeError::Signals)
    }

    /// Resolves when the process is asked to end, or to hand over to a program that can.
    async fn asked(&mut self, program: PathBuf) -> Asked {
        let signals = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()));
        let (Ok(mut interrupt), Ok(mut terminate)) = signals else { return Asked::ToEnd };
        loop {
            tokio::select! {
                _ = interrupt.recv() => return Asked::ToEnd,
                _ = terminate.recv() => return Asked::ToEnd,
                _ = self.hand_over.recv() => match may_take_over(program.clone()).await {
                    Ok(()) => return Asked::ToHandOver,
                    Err(error) => tracing::error!(%error, "no other program takes over: this one goes on"),
                },
            }
        }
    }
}

/// Elsewhere there is the interrupt alone.
#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> Result<Self, NodeError> {
        Ok(Self)
    }

    async fn asked(&mut self, _: PathBuf) -> Asked {
        let _ = tokio::signal::ctrl_c().await;
        Asked::ToEnd
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(lan: Lan, listen: &str) -> Network {
        let listen = listen.parse().unwrap();
        let (sockets, listeners) = (Sockets::default(), mpsc::unbounded_channel().0);
        Network { lan, listen, there: BTreeSet::from([listen]), sockets, listeners }
    }

    #[test]
    fn a_door_is_where_the_machine_is_reached_and_nowhere_else() {
        let own: Vec<IpAddr> =
            ["192.168.1.5", "203.0.113.9", "fd00::1"].iter().map(|address| address.parse().unwrap()).collect();
        let doors = |lan, listen: &str, own: &[IpAddr]| {
            network(lan, listen).wanted(own).iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(doors(Lan::On, "127.0.0.1:3456", &own), ["192.168.1.5:3456", "[fd00::1]:3456"]);
        assert!(doors(Lan::Off, "127.0.0.1:3456", &own).is_empty());
        assert_eq!(doors(Lan::Off, "192.168.1.5:80", &own), ["192.168.1.5:80"]);
        assert_eq!(doors(Lan::At(own[1]), "127.0.0.1:1", &own), ["203.0.113.9:1"]);
    }

    #[test]
    fn a_machine_without_a_network_is_told_what_to_do() {
        assert!(network(Lan::On, "127.0.0.1:3456").wanted(&[]).is_empty());
        let told = no_network(&[]);
        assert!(told.contains("(it has: none)") && told.contains("join the network"), "{told}");
        let public = ["203.0.113.9".parse().unwrap(), "2001:db8::1".parse().unwrap()];
        assert!(network(Lan::On, "127.0.0.1:3456").wanted(&public).is_empty());
        assert!(no_network(&public).contains("(it has: 203.0.113.9, 2001:db8::1)"));
    }
}
