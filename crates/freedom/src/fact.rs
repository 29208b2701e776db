// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What readers gather, before anybody judges it.

use crate::verdict::Kind;

/// Something that is there, and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What kind of thing it is.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Its version, where it is known.
    pub version: Option<String>,
    /// What is known of it.
    pub facts: Vec<Fact>,
}

impl Item {
    /// An item of which nothing is known yet.
    pub fn new(kind: Kind, name: &str, version: Option<&str>) -> Self {
        let version = version.map(clean).filter(|version| !version.is_empty());
        Self { kind, name: clean(name), version, facts: Vec::new() }
    }

    /// Adds a fact.
    pub fn fact(&mut self, place: &str, what: What) {
        self.facts.push(Fact { place: place.to_owned(), what });
    }
}

/// One statement about an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Where it stands.
    pub place: String,
    /// What it says.
    pub what: What,
}

/// The statements that can be made of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// An archive's index has it.
    Archive {
        /// `Origin` of the archive's Release file.
        origin: String,
        /// The component in which it stands.
        component: String,
        /// With the same version; otherwise only the name is there.
        exact: bool,
    },
    /// Indices could be read, and it is in none of them.
    Unlisted,
    /// The `Section` of the package.
    Section(String),
    /// A licence field; an expression, or what people write there.
    Licence(String),
    /// The licences of a machine-readable copyright file (DEP-5): all hold.
    Copyright(Vec<String>),
    /// One of the classifiers of a Python package.
    Classifier(String),
    /// The text of a licence file.
    Text(String),
    /// A notice that refers to one of the licences in /usr/share/common-licenses.
    Notice(String),
    /// The package depends on another one, or recommends it.
    Pulls(String),
    /// It is there and matters, without a licence: a module asks for this file.
    Present(String),
}

/// A name as it may be shown: without control and direction characters, and not endless.
pub fn clean(text: &str) -> String {
    let plain = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    text.trim().chars().filter(plain).take(200).collect()
}
