// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! WebFinger (RFC 7033): from `@name@host` to an actor and back, and from a server to its actor
//! (FEP-d556).

use std::fmt;
use std::str::FromStr;

use serde_json::{Value, json};
use url::Url;

use crate::domain;
use crate::guard::Guard;
use crate::vocabulary::{ACTIVITY_JSON, LD_JSON, is_activity_json, many};

/// Why an account is not found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebFingerError {
    /// No `name@host`.
    #[error("{0} is no account; name@host is expected")]
    Account(String),
    /// The answer is no JRD (RFC 7033, 4.4).
    #[error("the answer is no JRD")]
    Malformed,
    /// The answer names no actor.
    #[error("the answer has no link rel=self to an actor")]
    NoActor,
    /// The answer is about somebody else, who does not confirm it.
    #[error("the answer is about {found}, who was not asked for and does not confirm it")]
    OtherSubject {
        /// Whom the answer is about.
        found: String,
    },
}

/// `name@host`
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Account {
    /// The name, as it was written.
    pub name: String,
    /// The host with its port, in lower case and punycode.
    pub host: String,
}

impl FromStr for Account {
    type Err = WebFingerError;

    /// Reads `name@host`, `@name@host` and `acct:name@host`.
    fn from_str(text: &str) -> Result<Account, WebFingerError> {
        let unfit = || WebFingerError::Account(text.chars().take(100).collect());
        let rest = text.trim();
        let rest = rest.strip_prefix("acct:").unwrap_or(rest);
        let rest = rest.strip_prefix('@').unwrap_or(rest);
        let (name, host) = rest.rsplit_once('@').ok_or_else(unfit)?;
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '~' | '+');
        if name.is_empty() || name.len() > 128 || !name.chars().all(plain) {
            return Err(unfit());
        }
        // The host of a URL, and nothing else of one.
        let url = Url::parse(&format!("https://{host}")).map_err(|_| unfit())?;
        let only_host = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !only_host || !url.username().is_empty() || host.ends_with('/') {
            return Err(unfit());
        }
        let name_of_host = domain::normal(url.host_str().ok_or_else(unfit)?).ok_or_else(unfit)?;
        let host = match url.port() {
            Some(port) => format!("{name_of_host}:{port}"),
            None => name_of_host,
        };
        Ok(Account { name: name.to_owned(), host })
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.name, self.host)
    }
}

impl Account {
    /// Where to ask, at the host of the account. `scheme` is https outside of laboratories.
    ///
    /// # Errors
    ///
    /// [`WebFingerError::Account`] if no URL can be made of it.
    pub fn lookup(&self, scheme: &str) -> Result<Url, WebFingerError> {
        lookup(scheme, &self.host, &format!("acct:{self}")).ok_or_else(|| WebFingerError::Account(self.to_string()))
    }

    fn is(&self, other: &Account) -> bool {
        self.host == other.host && self.name.eq_ignore_ascii_case(&other.name)
    }
}

fn lookup(scheme: &str, host: &str, resource: &str) -> Option<Url> {
    let mut url = Url::parse(&format!("{scheme}://{host}/.well-known/webfinger")).ok()?;
    url.query_pairs_mut().append_pair("resource", resource);
    Some(url)
}

/// What somebody asks us about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resource {
    /// An account.
    Account(Account),
    /// An actor's id or page; with nothing but an origin, the server's own actor (FEP-d556).
    Url(Url),
}

impl FromStr for Resource {
    type Err = WebFingerError;

    fn from_str(text: &str) -> Result<Resource, WebFingerError> {
        match Url::parse(text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(Resource::Url(url)),
            _ => text.parse().map(Resource::Account),
        }
    }
}

impl Resource {
    /// Whether this asks for the actor of the server with this origin (FEP-d556).
    #[must_use]
    pub fn is_server(&self, origin: &Url) -> bool {
        matches!(self, Resource::Url(url)
            if url.origin() == origin.origin() && url.path() == "/" && url.query().is_none())
    }

    /// Where to ask a server about its own actor (FEP-d556).
    #[must_use]
    pub fn server_lookup(origin: &Url) -> Option<Url> {
        let authority = &origin[url::Position::BeforeHost..url::Position::AfterPort];
        lookup(origin.scheme(), authority, &format!("{}://{authority}/", origin.scheme()))
    }
}

/// An answer (RFC 7033, 4.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jrd {
    /// Whom it is about.
    pub subject: String,
    /// Other names of theirs.
    pub aliases: Vec<String>,
    /// Where they are.
    pub links: Vec<Link>,
}

/// A link of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// What it leads to.
    pub rel: String,
    /// Content type.
    pub kind: Option<String>,
    /// Where it leads.
    pub href: Option<String>,
    /// A pattern with `{uri}` (OStatus' subscribe).
    pub template: Option<String>,
}

impl Jrd {
    /// The answer about one of our actors.
    #[must_use]
    pub fn of_actor(subject: &str, actor: &str, page: Option<&str>) -> Jrd {
        let mut links = vec![Link {
            rel: "self".to_owned(),
            kind: Some(ACTIVITY_JSON.to_owned()),
            href: Some(actor.to_owned()),
            template: None,
        }];
        links.extend(page.map(|page| Link {
            rel: "http://webfinger.net/rel/profile-page".to_owned(),
            kind: Some("text/html".to_owned()),
            href: Some(page.to_owned()),
            template: None,
        }));
        let aliases = std::iter::once(actor).chain(page).map(str::to_owned).collect();
        Jrd { subject: subject.to_owned(), aliases, links }
    }

    /// Reads an answer.
    ///
    /// # Errors
    ///
    /// [`WebFingerError::Malformed`] without a subject.
    pub fn read(value: &Value) -> Result<Jrd, WebFingerError> {
        let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        Ok(Jrd {
            subject: text(value, "subject").ok_or(WebFingerError::Malformed)?,
            aliases: many(value.get("aliases")).filter_map(Value::as_str).map(str::to_owned).collect(),
            links: many(value.get("links"))
                .filter_map(|link| {
                    Some(Link {
                        rel: text(link, "rel")?,
                        kind: text(link, "type"),
                        href: text(link, "href"),
                        template: text(link, "template"),
                    })
                })
                .collect(),
        })
    }

    /// The answer as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let links: Vec<Value> = self
            .links
            .iter()
            .map(|link| {
                let pairs = [("type", &link.kind), ("href", &link.href), ("template", &link.template)];
                let mut members: serde_json::Map<_, Value> =
                    std::iter::once(("rel".to_owned(), link.rel.as_str().into())).collect();
                members.extend(
                    pairs
                        .into_iter()
                        .filter_map(|(name, value)| Some((name.to_owned(), Value::from(value.as_deref()?)))),
                );
                Value::Object(members)
            })
            .collect();
        json!({ "subject": self.subject, "aliases": self.aliases, "links": links })
    }

    /// The actor it leads to: the first link `self` whose type is ActivityStreams and whose target is a URL
    /// of the web. Whether that may be fetched, the guard says.
    #[must_use]
    pub fn actor(&self) -> Option<Url> {
        let is_actor = |link: &&Link| {
            link.rel == "self" && link.kind.as_deref().is_some_and(|kind| is_activity_json(kind) || kind == LD_JSON)
        };
        let href = |link: &Link| Url::parse(link.href.as_deref()?).ok();
        self.links.iter().filter(is_actor).filter_map(href).find(|url| matches!(url.scheme(), "http" | "https"))
    }
}

/// What follows from an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is this actor.
    Found {
        /// The account's proper name.
        account: Account,
        /// The actor's id.
        actor: Url,
    },
    /// The answer is about an account elsewhere: that host has to confirm the actor.
    Confirm {
        /// The account there.
        account: Account,
        /// The actor that must be named there too.
        actor: Url,
    },
}

impl Step {
    /// What follows from the answer to a question about `asked`. Nobody takes another host's names by
    /// writing them into `subject` (mastodon#2147): [`Step::Confirm`] is to be followed once, with
    /// [`Step::confirmed`].
    ///
    /// # Errors
    ///
    /// See [`WebFingerError`].
    pub fn after(asked: &Account, answer: &Jrd) -> Result<Step, WebFingerError> {
        let account: Account = answer.subject.parse()?;
        let actor = answer.actor().ok_or(WebFingerError::NoActor)?;
        if Guard::SubjectHost.holds(account.is(asked)) {
            Ok(Step::Found { account, actor })
        } else {
            Ok(Step::Confirm { account, actor })
        }
    }

    /// Whether the host of the account in [`Step::Confirm`] says the same.
    ///
    /// # Errors
    ///
    /// [`WebFingerError::OtherSubject`] if not.
    pub fn confirmed(account: &Account, actor: &Url, answer: &Jrd) -> Result<Step, WebFingerError> {
        match Step::after(account, answer)? {
            Step::Found { account, actor: found } if Guard::SubjectHost.holds(found == *actor) => {
                Ok(Step::Found { account, actor: found })
            }
            _ => Err(WebFingerError::OtherSubject { found: account.to_string() }),
        }
    }
}
