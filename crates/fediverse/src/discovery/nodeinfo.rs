// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! NodeInfo (2.1, FEP-f1d5): what a server runs, and how much happens there.

use serde_json::{Value, json};
use url::Url;

use crate::vocabulary::many;

const SCHEMA: &str = "http://nodeinfo.diaspora.software/ns/schema/";

/// The link from the well-known document to the server's own actor (FEP-2677). Gancio trusts a server
/// only if it is there.
pub const APPLICATION_REL: &str = "https://www.w3.org/ns/activitystreams#Application";

/// `/.well-known/nodeinfo`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WellKnown {
    /// The document of the newest version that is known here.
    pub document: Option<Url>,
    /// The server's own actor.
    pub application: Option<Url>,
}

impl WellKnown {
    /// Reads the well-known document. A link that is no URL of the web (`data:`, CVE-2026-62857) is none;
    /// whether one may be fetched, the guard says.
    #[must_use]
    pub fn read(value: &Value) -> WellKnown {
        let links: Vec<(&str, Url)> = many(value.get("links"))
            .filter_map(|link| {
                let url = Url::parse(link.get("href")?.as_str()?).ok()?;
                matches!(url.scheme(), "http" | "https").then_some(())?;
                Some((link.get("rel")?.as_str()?, url))
            })
            .collect();
        let find = |wanted: &str| links.iter().find(|(rel, _)| *rel == wanted).map(|(_, url)| url.clone());
        let version = |version: &str| find(&format!("{SCHEMA}{version}"));
        WellKnown {
            document: version("2.1").or_else(|| version("2.0")).or_else(|| version("2.2")),
            application: find(APPLICATION_REL),
        }
    }

    /// The well-known document as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let schema = format!("{SCHEMA}2.1");
        let links = [(schema.as_str(), &self.document), (APPLICATION_REL, &self.application)];
        let links: Vec<Value> = links
            .into_iter()
            .filter_map(|(rel, url)| Some(json!({ "rel": rel, "href": url.as_ref()?.as_str() })))
            .collect();
        json!({ "links": links })
    }
}

/// What a server says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeInfo {
    /// The program's name, in lower case.
    pub software: String,
    /// Its version.
    pub version: String,
    /// Where its source is (2.1).
    pub repository: Option<String>,
    /// What it speaks.
    pub protocols: Vec<String>,
    /// Whether anybody may register.
    pub open_registrations: bool,
    /// How much happens.
    pub usage: Usage,
    /// The name of the server, where `metadata` has one.
    pub name: Option<String>,
}

/// How much happens on a server; a peer's word. What is not said is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// All accounts.
    pub total: Option<u64>,
    /// Accounts used within a month.
    pub active_month: Option<u64>,
    /// Accounts used within half a year.
    pub active_half_year: Option<u64>,
    /// Posts.
    pub local_posts: Option<u64>,
}

impl NodeInfo {
    /// Reads NodeInfo of any 2.x version; `None` if it does not even name its software.
    #[must_use]
    pub fn read(value: &Value) -> Option<NodeInfo> {
        let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        let software = value.get("software")?;
        let usage = value.get("usage");
        let users = usage.and_then(|usage| usage.get("users"));
        let count = |value: Option<&Value>, name: &str| value?.get(name)?.as_u64();
        Some(NodeInfo {
            software: text(software, "name")?.to_ascii_lowercase(),
            version: text(software, "version").unwrap_or_default(),
            repository: text(software, "repository"),
            protocols: many(value.get("protocols")).filter_map(Value::as_str).map(str::to_owned).collect(),
            open_registrations: value.get("openRegistrations").and_then(Value::as_bool).unwrap_or(false),
            usage: Usage {
                total: count(users, "total"),
                active_month: count(users, "activeMonth"),
                active_half_year: count(users, "activeHalfyear"),
                local_posts: count(usage, "localPosts"),
            },
            name: value.get("metadata").and_then(|metadata| text(metadata, "nodeName")),
        })
    }

    /// NodeInfo 2.1 as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let counts = |pairs: &[(&str, Option<u64>)]| -> serde_json::Map<String, Value> {
            pairs.iter().filter_map(|(name, count)| Some(((*name).to_owned(), (*count)?.into()))).collect()
        };
        let mut usage = counts(&[("localPosts", self.usage.local_posts)]);
        let users = counts(&[
            ("total", self.usage.total),
            ("activeMonth", self.usage.active_month),
            ("activeHalfyear", self.usage.active_half_year),
        ]);
        usage.insert("users".to_owned(), users.into());
        let mut software = json!({ "name": self.software, "version": self.version });
        if let (Some(repository), Some(members)) = (&self.repository, software.as_object_mut()) {
            members.insert("repository".to_owned(), repository.as_str().into());
        }
        json!({
            "version": "2.1",
            "software": software,
            "protocols": self.protocols,
            "services": { "inbound": [], "outbound": [] },
            "openRegistrations": self.open_registrations,
            "usage": usage,
            "metadata": self.name.as_ref().map_or_else(|| json!({}), |name| json!({ "nodeName": name })),
        })
    }
}
