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

/// Whether a block of `blocked` covers `host`: the domain itself and all below it.
#[must_use]
pub fn covers(blocked: &str, host: &str) -> bool {
    let (Some(blocked), Some(host)) = (normal(blocked), normal(host)) else { return false };
    let below = host.strip_suffix(&blocked).is_some_and(|rest| rest.ends_with('.'));
    host == blocked || below && !Guard::SubdomainBlocked.removed()
}
