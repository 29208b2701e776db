// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a block is of, and what comes of several.

use tequio_fediverse::domain;
use url::Url;

use crate::spine::choices::choices;

/// So many a community has.
pub(super) const MOST: i64 = 20_000;
/// So many are set at once.
pub(super) const AT_ONCE: usize = 5_000;
/// So many wait for a yes; who comes after them is refused.
pub(super) const WAITING: i64 = 50;
/// The longest reason, and the longest identifier.
pub(super) const REASON: usize = 500;
const TARGET: usize = 400;

choices! {
    /// What a community does about somebody.
    Measure {
        /// Hears and tells them, shows nothing of theirs, and lets them follow or come by a yes alone.
        Limit = "limit",
        /// Takes nothing from them and sends them nothing.
        Suspend = "suspend",
        /// Lists them as one with whom it deals: where it deals with those alone.
        List = "list",
    }
    /// What somebody who is limited asks for.
    Wish {
        /// To follow the community.
        Follow = "follow",
        /// To come to one of its dates.
        Join = "join",
    }
}

/// How a community sees somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::link) enum Standing {
    /// As everybody.
    Open,
    /// They are not shown, and ask before following or coming.
    Limited,
    /// They do not exist here.
    Suspended,
}

/// How somebody is seen of whom these measures speak: the severest counts.
pub(in crate::link) fn standing_of(measures: &[Measure], listed_only: bool) -> Standing {
    let has = |measure| measures.contains(&measure);
    if has(Measure::Suspend) || listed_only && !has(Measure::List) {
        Standing::Suspended
    } else if has(Measure::Limit) {
        Standing::Limited
    } else {
        Standing::Open
    }
}

/// What a block can be of, so that it is about an actor, or about anything with an identifier: that itself, its host, and all
/// above it.
pub(in crate::link) fn targets(voice: &str) -> Vec<String> {
    let hosts = domain::of_url(voice).map(|host| domain::covering(&host)).unwrap_or_default();
    std::iter::once(voice.to_owned()).chain(hosts).collect()
}

/// What somebody wrote that shall be blocked, in its one spelling: a host, or the address of an actor.
pub(super) fn target(text: &str) -> Option<String> {
    let text = text.trim();
    if text.contains("://") {
        let url =
            Url::parse(text).ok().filter(|url| matches!(url.scheme(), "https" | "http") && url.host().is_some())?;
        // An address without a path is that of a whole host.
        let whole = url.path() == "/" && url.query().is_none();
        let target = if whole { domain::of_url(text)? } else { text.to_owned() };
        return Some(target).filter(|target| target.len() <= TARGET);
    }
    // `@somebody@host` names no identifier: their server alone knows it.
    domain::normal(text.trim_start_matches("*."))
        .filter(|host| host.len() <= 253 && !host.contains('*') && (host.contains('.') || host.contains(':')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_severest_counts() {
        use Measure::{Limit, List, Suspend};
        let seen = |measures: &[Measure]| [false, true].map(|only| standing_of(measures, only));
        assert_eq!(seen(&[]), [Standing::Open, Standing::Suspended]);
        assert_eq!(seen(&[List]), [Standing::Open, Standing::Open]);
        assert_eq!(seen(&[Limit]), [Standing::Limited, Standing::Suspended]);
        assert_eq!(seen(&[List, Limit]), [Standing::Limited, Standing::Limited]);
        assert_eq!(seen(&[Limit, Suspend, List]), [Standing::Suspended, Standing::Suspended]);
    }

    #[test]
    fn a_voice_is_covered_by_its_own_name_and_by_its_host() {
        assert_eq!(
            targets("https://a.bad.example:8443/users/eve"),
            ["https://a.bad.example:8443/users/eve", "a.bad.example", "bad.example", "example"]
        );
        assert_eq!(targets("nonsense"), ["nonsense"]);
    }

    #[test]
    fn what_is_written_becomes_one_spelling() {
        for (text, proper) in [
            (" Bad.EXAMPLE. ", "bad.example"),
            ("*.bad.example", "bad.example"),
            ("mañana.example", "xn--maana-pta.example"),
            ("https://bad.example/", "bad.example"),
            ("https://BAD.example", "bad.example"),
            ("https://bad.example/users/eve", "https://bad.example/users/eve"),
            ("192.0.2.7", "192.0.2.7"),
        ] {
            assert_eq!(target(text).as_deref(), Some(proper), "{text}");
        }
        for text in [
            "",
            "bad",
            "@eve@bad.example",
            "bad example",
            "ftp://bad.example/x",
            "https://",
            "bad.example/x",
            "****.example",
        ] {
            assert_eq!(target(text), None, "{text}");
        }
    }
}
