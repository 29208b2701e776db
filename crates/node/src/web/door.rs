// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Doors: the ways in. A community has one canonical origin and any number of doors; links, sessions and
//! the check of origins respect the one through which a request came. Nothing is believed of a `Host`
//! header but that it names one of the node's own doors.

use std::{
    net::{IpAddr, SocketAddr},
    sync::{PoisonError, RwLock},
};

use url::Url;

/// What sort of door it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoorKind {
    /// The node's canonical origin, or a community's own host.
    Canonical,
    /// This machine itself: `localhost`, `*.localhost`, 127.0.0.1.
    Local,
    /// The local network, in plain http: who shares the network can read along.
    Lan,
    /// The node's onion service beside its canonical origin.
    Onion,
}

/// A door that a request came through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// What sort it is.
    pub kind: DoorKind,
    /// Scheme, host and port, without a trailing slash.
    pub origin: String,
    /// Host and port, as sessions remember it.
    pub host: String,
    /// Whether the host is a community's own, so that its pages stand at the root.
    pub own_host: bool,
}

impl Door {
    /// Whether browsers keep `__Host-` cookies here: over https, and on this machine itself.
    pub fn keeps_secure_cookies(&self) -> bool {
        self.opens_sealed() && !self.is_onion()
    }

    /// Whether what is kept sealed may be opened here: the secret of a second factor, new printed codes, all that is
    /// kept of a person, words that are encrypted to them. Never where the network reads along: over plain http, except on
    /// this machine itself and at an onion service, which is encrypted to its end.
    pub fn opens_sealed(&self) -> bool {
        self.kind != DoorKind::Lan
            && (self.origin.starts_with("https:")
                || self.kind == DoorKind::Local
                || is_local(&self.host)
                || self.is_onion())
    }

    /// The name to which passkeys are bound that are made here; nothing where browsers make none: over plain http, except on
    /// this machine itself, at a bare address, and at an onion service.
    pub fn passkey_host(&self) -> Option<&str> {
        let name = self.host.split(':').next()?;
        let is_address = name.starts_with('[') || name.parse::<IpAddr>().is_ok();
        let fits = self.origin.starts_with("https:") || is_local(name);
        (fits && !is_address && !name.ends_with(".onion")).then_some(name)
    }

    fn is_onion(&self) -> bool {
        self.origin.starts_with("http:") && self.host.split(':').next().is_some_and(|name| name.ends_with(".onion"))
    }
}

/// The doors of a node.
#[derive(Debug)]
pub struct Doors {
    /// The canonical origin.
    pub origin: Url,
    /// The onion service beside it, if there is one.
    pub onion: Option<Url>,
    /// The addresses of the local network on which it listens too: others when the machine joins another network.
    lan: RwLock<Vec<SocketAddr>>,
}

/// What a `Host` header names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    /// One of the node's own doors.
    Door(Door),
    /// Perhaps a community's own host: the store knows.
    Perhaps(Door),
    /// Nothing of this node's.
    Unknown,
}

impl Doors {
    /// The doors of a node at `origin`, at an onion service, and at addresses of the local network.
    pub fn new(origin: Url, onion: Option<Url>, lan: Vec<SocketAddr>) -> Self {
        Self { origin, onion, lan: RwLock::new(lan) }
    }

    /// Where a page of the canonical origin is as an onion service (`Onion-Location`): from there nobody is led anywhere
    /// else. `path` begins with a slash.
    pub fn onion_location(&self, door: &Door, path: &str) -> Option<String> {
        let onion = self.onion.as_ref()?;
        let there = door.kind == DoorKind::Canonical && !door.own_host && !door.is_onion();
        there.then(|| format!("{}{path}", onion.as_str().trim_end_matches('/')))
    }

    /// The addresses of the local network on which it listens now.
    pub fn lan(&self) -> Vec<SocketAddr> {
        self.lan.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Says on which addresses of the local network it listens from now on.
    pub fn set_lan(&self, lan: Vec<SocketAddr>) {
        *self.lan.write().unwrap_or_else(PoisonError::into_inner) = lan;
    }

    /// The canonical origin, without a trailing slash.
    pub fn canonical(&self) -> String {
        self.origin.as_str().trim_end_matches('/').to_owned()
    }

    /// The door at the canonical origin.
    pub fn canonical_door(&self) -> Door {
        Door { kind: DoorKind::Canonical, origin: self.canonical(), host: authority(&self.origin), own_host: false }
    }

    /// The door at which a community is at home: its own host, if it has one, or the canonical one.
    pub fn home_of(&self, host: Option<&str>) -> Door {
        let Some(name) = host else { return self.canonical_door() };
        let host = self.origin.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"));
        Door { kind: DoorKind::Canonical, origin: format!("{}://{host}", self.origin.scheme()), host, own_host: true }
    }

    /// The address of a community's home, by which others know it: its own host if it has one, else the node's and its handle.
    pub fn address_of(&self, handle: &str, host: Option<&str>) -> String {
        let home = self.home_of(host);
        let path = if home.own_host { String::new() } else { format!("/@{handle}") };
        format!("{}{path}", home.origin)
    }

    /// The origin to hand on, in QR codes and texts, to whoever came by `origin`: what only this machine reaches
    /// helps nobody else, so where there is a door on the local network that one is named.
    pub fn shared(&self, origin: &str) -> String {
        match self.lan().first() {
            Some(address) if is_local(host_of(origin)) => format!("http://{address}"),
            _ => origin.to_owned(),
        }
    }

    /// Whether `origin` leads here from this machine only.
    pub fn reaches_nobody(&self, origin: &str) -> bool {
        is_local(host_of(&self.shared(origin)))
    }

    /// The door that `host` (name and port, as in the header) names. `host` may come in any case.
    pub fn resolve(&self, host: &str) -> Resolved {
        let host = host.to_ascii_lowercase();
        if !has_shape(&host) {
            return Resolved::Unknown;
        }
        let scheme = self.origin.scheme();
        let door = |kind, scheme: &str, own_host| Door {
            kind,
            origin: format!("{scheme}://{host}"),
            host: host.clone(),
            own_host,
        };
        if host == authority(&self.origin) {
            return Resolved::Door(door(DoorKind::Canonical, scheme, false));
        }
        if self.onion.as_ref().is_some_and(|onion| host == authority(onion)) {
            return Resolved::Door(door(DoorKind::Onion, "http", false));
        }
        // Browsers leave out the port that is http's own.
        let address = host.parse::<SocketAddr>().or_else(|_| format!("{host}:80").parse());
        if let Ok(address) = address
            && self.lan().contains(&address)
        {
            return Resolved::Door(door(DoorKind::Lan, "http", false));
        }
        if is_local(&host) {
            let own_host = host.split(':').next().is_some_and(|name| name.ends_with(".localhost"));
            let found = door(DoorKind::Local, "http", own_host);
            return if own_host { Resolved::Perhaps(found) } else { Resolved::Door(found) };
        }
        let name = host.split(':').next().unwrap_or_default();
        if name.parse::<IpAddr>().is_err() {
            return Resolved::Perhaps(door(DoorKind::Canonical, scheme, true));
        }
        Resolved::Unknown
    }
}

/// Host and port of an address, the port left out where it is the scheme's own.
pub fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Host and port of an origin.
fn host_of(origin: &str) -> &str {
    origin.split_once("://").map_or(origin, |(_, host)| host)
}

/// Whether a text is a name or an address and perhaps a port, and nothing else (RFC 9110, 7.2).
fn has_shape(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
        _ => (host, None),
    };
    let plain = match name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c)),
    };
    plain && port.is_none_or(|port| port.parse::<u16>().is_ok())
}

/// Whether a host is this machine itself.
pub(crate) fn is_local(host: &str) -> bool {
    if let Ok(address) = host.parse::<SocketAddr>() {
        return address.ip().is_loopback();
    }
    if let Ok(address) = host.trim_matches(['[', ']']).parse::<IpAddr>() {
        return address.is_loopback();
    }
    let name = host.split(':').next().unwrap_or_default();
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doors(origin: &str) -> Doors {
        Doors::new(origin.parse().unwrap(), None, vec!["192.0.2.7:3456".parse().unwrap()])
    }

    fn kind(doors: &Doors, host: &str) -> Option<(DoorKind, bool)> {
        match doors.resolve(host) {
            Resolved::Door(door) | Resolved::Perhaps(door) => Some((door.kind, door.keeps_secure_cookies())),
            Resolved::Unknown => None,
        }
    }

    #[test]
    fn a_host_names_a_door_or_nothing() {
        let public = doors("https://nodo.example");
        assert_eq!(kind(&public, "Nodo.Example"), Some((DoorKind::Canonical, true)));
        assert_eq!(kind(&public, "etla.example"), Some((DoorKind::Canonical, true)));
        assert_eq!(kind(&public, "localhost:3456"), Some((DoorKind::Local, true)));
        assert_eq!(kind(&public, "192.0.2.7:3456"), Some((DoorKind::Lan, false)));
        for unknown in [
            "192.0.2.8:3456",
            "",
            "a b",
            "<script>",
            "10.0.0.1",
            "localhost:3456@elsewhere.example",
            "localhost:x",
            "localhost:1/y",
            "localhost:",
        ] {
            assert_eq!(kind(&public, unknown), None, "{unknown}");
        }
        let local = doors("http://localhost:3456");
        assert_eq!(kind(&local, "localhost:3456"), Some((DoorKind::Canonical, true)));
        assert!(matches!(local.resolve("etla.localhost:3456"), Resolved::Perhaps(door) if door.own_host));
        assert_eq!(local.shared("http://localhost:3456"), "http://192.0.2.7:3456");
        assert_eq!(local.shared("http://192.0.2.7:3456"), "http://192.0.2.7:3456");
        assert_eq!(public.shared("https://nodo.example"), "https://nodo.example");
        local.set_lan(Vec::new());
        assert_eq!(kind(&local, "192.0.2.7:3456"), None);
        assert!(local.reaches_nobody("http://localhost:3456") && !public.reaches_nobody("https://nodo.example"));
        assert_eq!(kind(&public, "[::1]:3456"), Some((DoorKind::Local, true)));
        let usual = doors("http://localhost:80");
        usual.set_lan(vec!["192.0.2.7:80".parse().unwrap()]);
        assert_eq!(kind(&usual, "192.0.2.7"), Some((DoorKind::Lan, false)));
        let plain = doors("http://nodo.example");
        assert_eq!(kind(&plain, "nodo.example"), Some((DoorKind::Canonical, false)));
        let opens = |doors: &Doors, host: &str| match doors.resolve(host) {
            Resolved::Door(door) | Resolved::Perhaps(door) => door.opens_sealed(),
            Resolved::Unknown => false,
        };
        assert!(!opens(&plain, "nodo.example") && !opens(&plain, "etla.example") && !opens(&public, "192.0.2.7:3456"));
        assert!(opens(&public, "nodo.example") && opens(&public, "localhost:3456") && opens(&local, "localhost:3456"));
        let onion = doors("http://tequio.onion");
        assert!(opens(&onion, "tequio.onion"));
        assert_eq!(kind(&onion, "tequio.onion"), Some((DoorKind::Canonical, false)));
    }

    #[test]
    fn passkeys_are_bound_to_a_name_that_is_encrypted() {
        let host = |doors: &Doors, host: &str| match doors.resolve(host) {
            Resolved::Door(door) | Resolved::Perhaps(door) => door.passkey_host().map(str::to_owned),
            Resolved::Unknown => None,
        };
        let public = Doors { onion: "http://tequio.onion".parse().ok(), ..doors("https://nodo.example:8443") };
        assert_eq!(host(&public, "nodo.example:8443").as_deref(), Some("nodo.example"));
        assert_eq!(host(&public, "etla.example").as_deref(), Some("etla.example"));
        assert_eq!(host(&public, "localhost:3456").as_deref(), Some("localhost"));
        assert_eq!(host(&public, "etla.localhost:3456").as_deref(), Some("etla.localhost"));
        for other in ["127.0.0.1:3456", "[::1]:3456", "192.0.2.7:3456", "tequio.onion", "10.0.0.1"] {
            assert_eq!(host(&public, other), None, "{other}");
        }
        for (origin, own) in [
            ("http://nodo.example", "nodo.example"),
            ("https://192.0.2.1", "192.0.2.1"),
            ("https://[2001:db8::1]", "[2001:db8::1]"),
            ("https://tequio.onion", "tequio.onion"),
        ] {
            assert_eq!(host(&doors(origin), own), None, "{origin}");
        }
    }

    #[test]
    fn an_onion_service_beside_the_origin_is_a_door_of_its_own() {
        let both = Doors { onion: "http://tequio.onion".parse().ok(), ..doors("https://nodo.example") };
        let Resolved::Door(door) = both.resolve("tequio.onion") else { panic!("it is no door") };
        assert_eq!((door.kind, door.origin.as_str()), (DoorKind::Onion, "http://tequio.onion"));
        assert!(door.opens_sealed() && !door.keeps_secure_cookies());
        assert_eq!(both.onion_location(&door, "/@etla"), None, "one is there already");
        let public = both.canonical_door();
        assert_eq!(both.onion_location(&public, "/@etla?x=1").as_deref(), Some("http://tequio.onion/@etla?x=1"));
        let Resolved::Door(local) = both.resolve("localhost:3456") else { panic!("it is no door") };
        assert_eq!(both.onion_location(&local, "/"), None);
        assert_eq!(doors("https://nodo.example").onion_location(&public, "/"), None);
    }
}
