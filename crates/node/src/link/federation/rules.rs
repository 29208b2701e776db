// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Which addresses a community may have on the network, which dates travel, and how patient a delivery is.

use std::net::IpAddr;

use tequio_fediverse::fetch::Access;
use url::{Host, Url};

use crate::spine::world::{DAY, MINUTE, Micros};

/// Dates travel when they are so near; of what is further away, the next one alone. Who follows is not told of two years of
/// Wednesdays.
pub(super) const NEAR: Micros = 30 * DAY;

/// After so long without an answer a peer is forgotten, and with it who followed from there.
pub(super) const FORGOTTEN: Micros = 30 * DAY;

/// Whether others could reach an address, and by https. In a laboratory, and only there, http to this machine does.
pub(crate) fn fits(base: &Url, access: Access) -> bool {
    let is_local = match base.host() {
        Some(Host::Domain(name)) => {
            name == "localhost" || name.ends_with(".localhost") || name.ends_with(".local") || !name.contains('.')
        }
        Some(Host::Ipv4(address)) => !Access::Public.allows(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => !Access::Public.allows(IpAddr::V6(address)),
        None => return false,
    };
    match (base.scheme(), access) {
        ("https", Access::Public) => !is_local && Access::Public.check(base).is_ok(),
        ("https" | "http", Access::Laboratory) => {
            let loopback = match base.host() {
                Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
                Some(Host::Ipv4(address)) => address.is_loopback(),
                Some(Host::Ipv6(address)) => address.is_loopback(),
                None => false,
            };
            loopback || base.scheme() == "https" && !is_local
        }
        _ => false,
    }
}

/// A date of an activity: its identifier, its beginning and its end.
pub(super) type Span = (String, Micros, Micros);

/// A date that travels or did: its identifier, and whether it is gone.
pub(super) type Known = (String, bool);

/// What becomes of a date on the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// It begins to travel.
    Made(String),
    /// It is another way.
    Changed(String),
    /// It is not public any more, or not there.
    Gone(String),
}

/// What becomes, at an instant, of the dates of an activity that was changed. `dates` are those that anybody may see, in the
/// order of time; `known` those that the network has heard of.
pub(super) fn changes(dates: &[Span], known: &[Known], at: Micros) -> Vec<Change> {
    let travels = |id: &str| known.iter().any(|(known, gone)| known == id && !gone);
    let to_come = || dates.iter().filter(|(.., ends_at)| *ends_at > at);
    let first = to_come().next().map(|(id, ..)| id);
    let mut changes: Vec<Change> = to_come()
        .filter(|(id, starts_at, _)| travels(id) || *starts_at < at + NEAR || Some(id) == first)
        .map(|(id, ..)| if travels(id) { Change::Changed(id.clone()) } else { Change::Made(id.clone()) })
        .collect();
    let is_there = |id: &str| dates.iter().any(|(there, ..)| there == id);
    changes.extend(known.iter().filter(|(id, gone)| !gone && !is_there(id)).map(|(id, _)| Change::Gone(id.clone())));
    changes
}

/// When to try again after so many tries: from a minute, doubling, to a day, give or take a quarter.
pub(super) fn backoff(tries: i64, chance: u8) -> Micros {
    let doublings = u32::try_from(tries.clamp(1, 12) - 1).unwrap_or(0);
    let wait = MINUTE.saturating_mul(1 << doublings).min(DAY * 4 / 5);
    wait - wait / 4 + wait / 2 * i64::from(chance) / 255
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(id: &str, days: i64) -> Span {
        (id.to_owned(), days * DAY, days * DAY + 1)
    }

    #[test]
    fn what_is_near_travels_and_the_next_one() {
        let dates = [span("past", -1), span("soon", 3), span("far", 40)];
        assert_eq!(changes(&dates, &[], 0), [Change::Made("soon".into())]);
        assert_eq!(changes(&[span("far", 400), span("further", 407)], &[], 0), [Change::Made("far".into())]);
        assert_eq!(changes(&[span("past", -1)], &[], 0), []);
    }

    #[test]
    fn what_travels_changes_and_goes() {
        let known = [("soon".to_owned(), false), ("left".to_owned(), false), ("gone".to_owned(), true)];
        assert_eq!(
            changes(&[span("soon", 3)], &known, 0),
            [Change::Changed("soon".into()), Change::Gone("left".into())]
        );
        // What is over stays as it was; what comes back is new.
        assert_eq!(changes(&[span("soon", -3), span("left", 9)], &known, 0), [Change::Changed("left".into())]);
        assert!(changes(&[span("gone", 3)], &known, 0).contains(&Change::Made("gone".into())));
        let all_gone = changes(&[], &known, 0);
        assert_eq!(all_gone, [Change::Gone("soon".into()), Change::Gone("left".into())]);
    }

    #[test]
    fn patience_ends_within_a_day() {
        assert!(backoff(1, 0) >= MINUTE / 2 && backoff(1, 255) <= 2 * MINUTE);
        assert!(backoff(9, 0) > backoff(3, 0));
        assert!((1..10_000).all(|tries| backoff(tries, 255) <= DAY));
    }

    #[test]
    fn addresses_that_nobody_reaches_are_not_given() {
        let fit = |url: &str, access| fits(&url.parse().unwrap(), access);
        for url in ["https://nodo.example/@etla", "https://etla.example:8443"] {
            assert!(fit(url, Access::Public) && fit(url, Access::Laboratory), "{url}");
        }
        for url in ["http://localhost:3456/@etla", "http://127.0.0.1/@etla", "http://[::1]/@etla"] {
            assert!(!fit(url, Access::Public) && fit(url, Access::Laboratory), "{url}");
        }
        for url in [
            "http://nodo.example/@etla",
            "https://192.168.0.2/@etla",
            "https://laptop.local",
            "https://laptop",
            "http://192.168.0.2",
        ] {
            assert!(!fit(url, Access::Public) && !fit(url, Access::Laboratory), "{url}");
        }
        assert!(!fit("https://localhost/@etla", Access::Public));
    }
}
