// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What one record of a log says.

use std::{fmt, str::FromStr};

use data_encoding::HEXLOWER;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::spine::{event::Event, id::Id, world::Micros};

/// The version of the form of records.
pub const VERSION: u32 = 1;

/// A SHA-256 hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The hash that stands before the first record.
    pub const START: Self = Self([0; 32]);

    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The hash that these bytes are; nothing unless there are 32.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        let bytes = HEXLOWER.decode(text.as_bytes()).map_err(D::Error::custom)?;
        Ok(Self(bytes.try_into().map_err(|_| D::Error::custom("not 32 bytes"))?))
    }
}

/// Who gave a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A member.
    Member(Id),
    /// Somebody without account: joining, or answering an invitation.
    Guest,
    /// The operator of the machine, from the command line.
    Operator,
    /// The node itself, because a time came.
    System,
}

impl Actor {
    /// The member, if it is one.
    pub fn member(self) -> Option<Id> {
        match self {
            Self::Member(member) => Some(member),
            _ => None,
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(id) => id.fmt(f),
            Self::Guest => f.write_str("guest"),
            Self::Operator => f.write_str("operator"),
            Self::System => f.write_str("system"),
        }
    }
}

impl FromStr for Actor {
    type Err = crate::spine::id::NotAnId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text {
            "guest" => Self::Guest,
            "operator" => Self::Operator,
            "system" => Self::System,
            id => Self::Member(id.parse()?),
        })
    }
}

impl Serialize for Actor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Actor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// One command that was carried out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// [`VERSION`].
    pub v: u32,
    /// The community whose log this is.
    pub community: Id,
    /// 1, 2, 3, …
    pub seq: i64,
    /// The hash of the record before, or zeros.
    pub prev: Hash,
    /// When, by the node's clock.
    pub at: Micros,
    /// Who.
    pub actor: Actor,
    /// What was asked: the command's name.
    pub command: String,
    /// The idempotency key: the same one twice is the same command.
    pub key: Id,
    /// What the command made or changed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub subject: Option<Id>,
    /// What happened.
    pub events: Vec<Event>,
}
