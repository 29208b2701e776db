// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Where a request comes from when a proxy stands in front of the node. It is used for throttling only.

use std::{net::IpAddr, str::FromStr};

use axum::http::HeaderMap;
use ipnet::IpNet;

/// The proxies that are believed when they say for whom they ask; none, unless the operator names them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proxies(Vec<IpNet>);

/// Not an address nor a network (CIDR); or the network of everybody, in which anybody could say who they are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no address and no network")]
pub struct NotANetwork(String);

impl FromStr for Proxies {
    type Err = NotANetwork;

    /// Reads addresses and networks with commas or white space between them; nothing is none.
    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let network = |part: &str| {
            let alone = part.parse().map(|address: IpAddr| IpNet::from(address.to_canonical()));
            let network = alone.ok().or_else(|| part.parse().ok()).filter(|network: &IpNet| network.prefix_len() > 0);
            network.ok_or_else(|| NotANetwork(part.to_owned()))
        };
        text.split([',', ' '])
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(network)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

impl Proxies {
    /// Whether an address is one of them.
    pub(crate) fn has(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    /// The client for whom `peer` asks: the last hop of `X-Forwarded-For` that none of these proxies is. Each proxy adds
    /// at the end whom it was asked by, so what stands before that hop is only said by it, and not believed.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        let values = headers.get_all("x-forwarded-for").iter().rev();
        // By bytes: what a client wrote before its proxy added to it need not be text.
        for hop in values.flat_map(|value| value.as_bytes().rsplit(|byte| *byte == b',')) {
            if !self.has(client) {
                break;
            }
            // A proxy that says something else than an address stands for everybody behind it.
            let Some(address) = std::str::from_utf8(hop).ok().and_then(|hop| address(hop.trim())) else { break };
            client = address;
        }
        client
    }
}

/// What stands for an address where clients are counted: of IPv6 the network of 64 bits, in which one machine has as many
/// as it wants. IPv4 is IPv4 also where a socket for both says it as IPv6 (`::ffff:192.0.2.1`): else all of it were one.
pub(crate) fn network(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_bits().into(),
        IpAddr::V6(address) => address.to_bits() >> 64,
    }
}

/// An address as proxies write it: some add the port, and brackets around IPv6.
fn address(hop: &str) -> Option<IpAddr> {
    let alone = hop.strip_prefix('[').and_then(|hop| hop.strip_suffix(']')).unwrap_or(hop);
    let with_port = || hop.parse().map(|socket: std::net::SocketAddr| socket.ip());
    alone.parse().or_else(|_| with_port()).map(|address| address.to_canonical()).ok()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn client(proxies: &str, peer: &str, forwarded: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        proxies.parse::<Proxies>().unwrap().client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn only_what_a_named_proxy_says_is_believed() {
        let both = "127.0.0.1, 10.0.0.0/8";
        assert_eq!(client("", "127.0.0.1", &["192.0.2.1"]), "127.0.0.1", "none is named");
        assert_eq!(client(both, "192.0.2.9", &["192.0.2.1"]), "192.0.2.9", "not one of them");
        assert_eq!(client(both, "127.0.0.1", &[]), "127.0.0.1", "the machine itself");
        assert_eq!(client(both, "127.0.0.1", &["192.0.2.1"]), "192.0.2.1");
        assert_eq!(client(both, "::ffff:10.1.2.3", &["192.0.2.1"]), "192.0.2.1", "IPv4 by a socket for both");
        assert_eq!(client(both, "127.0.0.1", &["198.51.100.7, 192.0.2.1, 10.0.0.2"]), "192.0.2.1", "two in a row");
        assert_eq!(client(both, "127.0.0.1", &["198.51.100.7, 192.0.2.1", "10.0.0.2"]), "192.0.2.1", "two headers");
        assert_eq!(client(both, "127.0.0.1", &["10.0.0.3, 10.0.0.2"]), "10.0.0.3", "all are named");
        assert_eq!(client(both, "127.0.0.1", &["192.0.2.1, unknown"]), "127.0.0.1", "no address");
        assert_eq!(client(both, "127.0.0.1", &["ñ, 192.0.2.1"]), "192.0.2.1", "what the client wrote is no text");
        assert_eq!(client(both, "127.0.0.1", &["ñ, 198.51.100.7", "192.0.2.1, 10.0.0.2"]), "192.0.2.1");
        assert_eq!(client(both, "127.0.0.1", &["192.0.2.1:4711"]), "192.0.2.1");
        assert_eq!(client("::1", "::1", &["[2001:db8::1]:4711"]), "2001:db8::1");
        assert_eq!(client("::1", "::1", &["[2001:db8::1]"]), "2001:db8::1");
        assert_eq!(client("::1", "::1", &["::ffff:192.0.2.1"]), "192.0.2.1");
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for wrong in ["localhost", "10.0.0.0/33", "0.0.0.0/0", "127.0.0.1, ::/0", "10.0.0.1:80"] {
            assert!(wrong.parse::<Proxies>().is_err(), "{wrong}");
        }
    }
}
