// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Which URLs and addresses may be visited.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use crate::guard::Guard;

/// How far the fetcher may go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// https, and addresses that anybody on the Internet can reach.
    #[default]
    Public,
    /// For laboratories: also http, and this machine's loopback addresses. Nothing else is opened.
    Laboratory,
}

/// Why a URL is not visited.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Neither https nor, in a laboratory, http.
    #[error("only https is visited, and {0} is not")]
    Scheme(String),
    /// A URL with a user or a password in it, or without a host.
    #[error("{0} has no host, or a user in it")]
    Form(String),
    /// An address of a private network, of this machine, or otherwise special.
    #[error("{host} is at {address}, which is not a public address")]
    Address {
        /// The name.
        host: String,
        /// The first address that was refused.
        address: IpAddr,
    },
}

impl Access {
    /// Whether this URL may be visited, as far as it alone can tell. The addresses behind a name are
    /// looked at when they are dialled.
    ///
    /// # Errors
    ///
    /// See [`Refused`].
    pub fn check(self, url: &Url) -> Result<(), Refused> {
        let scheme_fits = match url.scheme() {
            "https" => true,
            "http" => Guard::Https.holds(self == Access::Laboratory),
            _ => false,
        };
        if !scheme_fits {
            return Err(Refused::Scheme(url.to_string()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refused::Form(url.to_string()));
        }
        let address: IpAddr = match url.host() {
            Some(Host::Ipv4(address)) => address.into(),
            Some(Host::Ipv6(address)) => address.into(),
            Some(Host::Domain(name)) if !name.is_empty() => return Ok(()),
            _ => return Err(Refused::Form(url.to_string())),
        };
        if Guard::AddressLiteral.holds(self.allows(address)) {
            Ok(())
        } else {
            Err(Refused::Address { host: address.to_string(), address })
        }
    }

    /// Whether this address may be dialled.
    #[must_use]
    pub fn allows(self, address: IpAddr) -> bool {
        is_public(address) || self == Access::Laboratory && address.is_loopback()
    }
}

/// Whether an address is one that anybody on the Internet can reach: none of those that IANA's
/// registries of special addresses (RFC 6890) set apart.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// Blocks of IPv4 that are not public: address and length of the prefix.
const SPECIAL_V4: [(Ipv4Addr, u32); 15] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),       // this network
    (Ipv4Addr::new(10, 0, 0, 0), 8),      // private
    (Ipv4Addr::new(100, 64, 0, 0), 10),   // carriers' NAT
    (Ipv4Addr::new(127, 0, 0, 0), 8),     // loopback
    (Ipv4Addr::new(169, 254, 0, 0), 16),  // link-local, clouds' metadata
    (Ipv4Addr::new(172, 16, 0, 0), 12),   // private
    (Ipv4Addr::new(192, 0, 0, 0), 24),    // protocol assignments
    (Ipv4Addr::new(192, 0, 2, 0), 24),    // documentation
    (Ipv4Addr::new(192, 88, 99, 0), 24),  // 6to4 relays, given up
    (Ipv4Addr::new(192, 168, 0, 0), 16),  // private
    (Ipv4Addr::new(198, 18, 0, 0), 15),   // benchmarks
    (Ipv4Addr::new(198, 51, 100, 0), 24), // documentation
    (Ipv4Addr::new(203, 0, 113, 0), 24),  // documentation
    (Ipv4Addr::new(224, 0, 0, 0), 4),     // multicast
    (Ipv4Addr::new(240, 0, 0, 0), 4),     // reserved, broadcast
];

/// Within 2000::/3, the one block of IPv6 that is routed, what is not public after all. Outside of it lie
/// loopback, mapped and compatible IPv4, NAT64, unique local, link-local and multicast addresses.
const SPECIAL_V6: [(Ipv6Addr, u32); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23), // protocols: Teredo, ORCHID
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32), // documentation
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16), // 6to4: an IPv4 address within
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20), // documentation
];

fn is_public_v4(address: Ipv4Addr) -> bool {
    let bits = u32::from(address);
    !SPECIAL_V4.iter().any(|(block, prefix)| (bits ^ u32::from(*block)) >> (32 - prefix) == 0)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let bits = u128::from(address);
    let routed = bits >> 125 == 1;
    routed && !SPECIAL_V6.iter().any(|(block, prefix)| (bits ^ u128::from(*block)) >> (128 - prefix) == 0)
}
