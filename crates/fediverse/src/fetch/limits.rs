// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! How much one answer may be.

use std::time::Duration;

use crate::vocabulary::is_activity_json;

/// The limits of one request and of those that its redirects lead to, together.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of the answer, unpacked.
    pub bytes: usize,
    /// Time for all of it, from the name's look-up to the last byte. So bytes that drip do not help.
    pub time: Duration,
    /// Redirects that are followed.
    pub redirects: usize,
    /// `Accept`
    pub accept: &'static str,
    /// Whether a content type is what was asked for. An answer without one is asked about as "".
    pub takes: fn(&str) -> bool,
}

const SECONDS: Duration = Duration::from_secs(10);

impl Limits {
    /// For an actor, an object, a collection.
    pub const ACTIVITY: Limits = Limits {
        bytes: 1024 * 1024,
        time: SECONDS,
        redirects: 3,
        // Both names: ActivityPub, 3.2, asks for the second, and everybody knows the first.
        accept: r#"application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams""#,
        takes: is_activity_json,
    };

    /// For WebFinger. Some answer plain JSON.
    pub const WEBFINGER: Limits = Limits {
        bytes: 64 * 1024,
        time: SECONDS,
        redirects: 3,
        accept: "application/jrd+json, application/json",
        takes: |kind| matches!(essence(kind).as_str(), "application/jrd+json" | "application/json"),
    };

    /// For NodeInfo.
    pub const NODEINFO: Limits = Limits {
        bytes: 64 * 1024,
        time: SECONDS,
        redirects: 3,
        accept: "application/json",
        takes: |kind| essence(kind) == "application/json",
    };

    /// For a calendar file (RFC 5545). Servers that do not know it call it text or nothing.
    pub const CALENDAR: Limits = Limits {
        bytes: 5 * 1024 * 1024,
        time: SECONDS,
        redirects: 5,
        accept: "text/calendar, text/plain;q=0.5, application/octet-stream;q=0.1",
        takes: |kind| {
            matches!(essence(kind).as_str(), "text/calendar" | "text/plain" | "application/octet-stream" | "")
        },
    };
}

/// A content type without its parameters.
fn essence(kind: &str) -> String {
    kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
