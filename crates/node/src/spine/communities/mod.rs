// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A community: its name and handle, its founding text, pact and privacy notice.

pub mod commands;
pub mod founding;
mod founding_text;
pub mod moving;
pub mod pages;
pub mod rules;
pub(crate) mod store;

pub use commands::{AdoptDocument, Describe, Described, Event, Found, SetHost};
pub(crate) use commands::{apply, languages};

use serde::{Deserialize, Serialize};

/// How people come in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Joining {
    /// By invitation only.
    Invitation,
    /// By invitation, or by asking.
    #[default]
    Request,
    /// By invitation, or by asking: who answers, or two members who vouch, let them in.
    Vouching,
}

impl Joining {
    /// From what is stored; the strictest for what nobody stores.
    pub fn from_stored(text: &str) -> Self {
        match text {
            "request" => Self::Request,
            "vouching" => Self::Vouching,
            _ => Self::Invitation,
        }
    }

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Request => "request",
            Self::Vouching => "vouching",
        }
    }
}

/// A text that every community has, in versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// Why the community exists.
    Founding,
    /// How people treat each other in it, on one page.
    Pact,
    /// What is done with personal data.
    Privacy,
}

impl DocumentKind {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Founding, Self::Pact, Self::Privacy];

    /// As stored and as in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Founding => "founding",
            Self::Pact => "pact",
            Self::Privacy => "privacy",
        }
    }
}

impl std::str::FromStr for DocumentKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(())
    }
}

/// How a community describes itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// Its name.
    pub name: String,
    /// Where it is: the municipality and nothing finer.
    pub municipality: String,
    /// BCP 47 tags; the first one is the default.
    pub languages: Vec<String>,
    /// IANA name.
    pub time_zone: String,
    /// How people come in.
    pub joining: Joining,
    /// Who answers for care, and how to reach them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub care_contact: String,
}
