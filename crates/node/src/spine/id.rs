// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Identifiers: UUIDv7 (RFC 9562), written as 26 lower-case letters and digits.

use std::{fmt, str::FromStr};

use data_encoding::{BASE32HEX_NOPAD, Encoding};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::store::Value;

/// An identifier that never changes. Its written form keeps the order of time and is short enough for a QR.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
#[sqlx(transparent)]
pub struct Id(Uuid);

/// What was given is not an identifier.
#[derive(Debug, thiserror::Error)]
#[error("not an identifier")]
pub struct NotAnId;

impl Id {
    /// An identifier made at `micros` (UTC) with ten random bytes.
    pub fn at(micros: i64, random: &[u8; 10]) -> Self {
        let millis = u64::try_from(micros / 1000).unwrap_or(0);
        Self(uuid::Builder::from_unix_timestamp_millis(millis, random).into_uuid())
    }

    /// When it was made, in microseconds (UTC); nothing where its bytes do not say (RFC 9562, 5.7).
    pub fn made(&self) -> Option<i64> {
        let (seconds, nanos) = self.0.get_timestamp()?.to_unix();
        i64::try_from(seconds).ok()?.checked_mul(1_000_000)?.checked_add(i64::from(nanos / 1_000))
    }

    /// Its sixteen bytes.
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// The identifier with these sixteen bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }

    /// Another identifier of the same instant, always the same for the same label: for the parts of one form.
    pub fn derived(&self, label: &[u8]) -> Self {
        let digest = Sha256::new().chain_update(self.as_bytes()).chain_update(label).finalize();
        let mut bytes = *self.as_bytes();
        // The first six bytes are the time, and those of version and variant are put right by the builder.
        bytes.iter_mut().zip(digest).skip(6).for_each(|(byte, other)| *byte = other);
        Self(uuid::Builder::from_bytes(bytes).with_version(uuid::Version::SortRand).into_uuid())
    }

    fn encoding() -> &'static Encoding {
        static ENCODING: std::sync::LazyLock<Encoding> = std::sync::LazyLock::new(|| {
            let mut specification = BASE32HEX_NOPAD.specification();
            specification.symbols = specification.symbols.to_ascii_lowercase();
            // The symbols are those of a valid encoding, only in lower case.
            specification.encoding().unwrap_or(BASE32HEX_NOPAD)
        });
        &ENCODING
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Self::encoding().encode(self.0.as_bytes()))
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Id {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let bytes = Self::encoding().decode(text.as_bytes()).map_err(|_| NotAnId)?;
        Ok(Self(Uuid::from_slice(&bytes).map_err(|_| NotAnId)?))
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl From<Id> for Value {
    fn from(id: Id) -> Self {
        Self::Uuid(Some(id.0))
    }
}

impl Id {
    /// What a cell of a table names, as [`Dump`](crate::store::Dump) reads it: an identifier is sixteen bytes.
    pub fn of_cell(cell: &Value) -> Option<Self> {
        match cell {
            Value::Bytes(Some(bytes)) => bytes.as_slice().try_into().ok().map(Self::from_bytes),
            _ => None,
        }
    }
}

impl From<Option<Id>> for Value {
    fn from(id: Option<Id>) -> Self {
        Self::Uuid(id.map(|id| id.0))
    }
}

impl utoipa::PartialSchema for Id {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        String::schema()
    }
}
impl utoipa::ToSchema for Id {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes_and_keeps_the_order_of_time() {
        let early = Id::at(1_700_000_000_000_000, &[255; 10]);
        let late = Id::at(1_700_000_000_001_000, &[0; 10]);
        assert_eq!(early.to_string().len(), 26);
        assert_eq!(early.to_string().parse::<Id>().unwrap(), early);
        assert!(early.to_string() < late.to_string());
        assert!("not an id".parse::<Id>().is_err());
    }
}
