// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The identifiers of a community on the network. All are made of the address that it had when it was opened, and of
//! nothing that a request says.

use crate::spine::id::Id;

/// The address of an actor: scheme, host and perhaps a path, without a slash at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(pub String);

impl Address {
    /// The actor's identifier, which is the address of its page: a host alone has a slash behind it, as every URL.
    pub fn actor(&self) -> String {
        let rest = self.0.split_once("://").map_or(self.0.as_str(), |(_, rest)| rest);
        if rest.contains('/') { self.0.clone() } else { format!("{}/", self.0) }
    }

    /// Something of it.
    pub fn of(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// The identifier of its RSA key.
    pub fn rsa(&self) -> String {
        format!("{}#main-key", self.actor())
    }

    /// The identifier of its Ed25519 key.
    pub fn ed25519(&self) -> String {
        format!("{}#ed25519-key", self.actor())
    }

    /// One date of an activity: the address of its page.
    pub fn date(&self, entry: Id, date: &str) -> String {
        format!("{}/act/agenda/{entry}/{date}", self.0)
    }

    /// Which date of an activity an identifier names, if it is one of this actor's.
    pub fn which(&self, id: &str) -> Option<(Id, String)> {
        let (entry, date) = id.strip_prefix(&self.0)?.strip_prefix("/act/agenda/")?.split_once('/')?;
        let is_date = !date.is_empty() && date.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        Some((entry.parse().ok().filter(|_| is_date)?, date.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_alone_has_a_slash_behind_it() {
        let (shared, own) = (Address("https://nodo.example/@etla".into()), Address("https://etla.example".into()));
        assert_eq!(shared.actor(), "https://nodo.example/@etla");
        assert_eq!(own.actor(), "https://etla.example/");
        assert_eq!(own.rsa(), "https://etla.example/#main-key");
        assert_eq!(own.of("/inbox"), "https://etla.example/inbox");
    }

    #[test]
    fn only_own_dates_are_found() {
        let address = Address("https://nodo.example/@etla".into());
        let entry = Id::from_bytes([7; 16]);
        let id = address.date(entry, "once");
        assert_eq!(address.which(&id), Some((entry, "once".to_owned())));
        for other in [
            id.replace("@etla", "@etlb"),
            id.replace("https", "http"),
            format!("{id}/list"),
            format!("{id}?x"),
            address.of("/act/agenda/0/once"),
            address.actor(),
        ] {
            assert_eq!(address.which(&other), None, "{other}");
        }
    }
}
