// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Domains as block lists name them.

use url::{Host, Url};

use crate::guard::Guard;

/// A domain in its one spelling: lower case, punycode, without a trailing dot. `None` if it is none.
#[must_use]
pub fn normal(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('.');
    Host::parse(text).ok().map(|host| host.to_string()).filter(|host| !host.is_empty())
}

/// The host of a URL in that spelling.
#[must_use]
pub fn of_url(url: &str) -> Option<String> {
    normal(Url::parse(url).ok()?.host_str()?)
}

/// The domains by whose name a block covers `host`: the host itself and, of a name, all that lies above it.
#[must_use]
pub fn covering(host: &str) -> Vec<String> {
    let Some(host) = normal(host) else { return Vec::new() };
    let mut covering = vec![host.clone()];
    // Above an address lies nothing.
    if matches!(Host::parse(&host), Ok(Host::Domain(_))) && !Guard::SubdomainBlocked.removed() {
        let mut rest = host.as_str();
        while let Some((_, above)) = rest.split_once('.') {
            covering.push(above.to_owned());
            rest = above;
        }
    }
    covering
}

/// Whether a block of `blocked` covers `host`: the domain itself and all below it.
#[must_use]
pub fn covers(blocked: &str, host: &str) -> bool {
    normal(blocked).is_some_and(|blocked| covering(host).contains(&blocked))
}
