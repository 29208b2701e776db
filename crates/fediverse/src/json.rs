// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! JSON read strictly: what two programs could read differently is refused.
//!
//! A member that stands twice in an object, or nesting without end, is where a verifier and a reader
//! part ways (the case behind CVE-2026-46349 and its kin). Everything signed is read by [`read`].

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::guard::Guard;

/// The deepest nesting that is read. The deepest real payload seen has nine levels.
pub const MAX_DEPTH: usize = 32;

/// What is wrong with a JSON document.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    /// More bytes than the caller takes.
    #[error("the document has {0} bytes; at most {1} are read")]
    Size(usize, usize),
    /// No JSON (RFC 8259), a member twice in an object, or nested deeper than [`MAX_DEPTH`]. Says where.
    #[error("no JSON that can be trusted: {0}")]
    Syntax(#[from] serde_json::Error),
    /// JSON, but another thing than an object.
    #[error("a JSON object is expected")]
    NotAnObject,
}

/// Reads one JSON object of at most `max` bytes.
///
/// # Errors
///
/// See [`JsonError`].
pub fn read(bytes: &[u8], max: usize) -> Result<Value, JsonError> {
    if bytes.len() > max {
        return Err(JsonError::Size(bytes.len(), max));
    }
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = Strict { depth: 0 }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    if value.is_object() { Ok(value) } else { Err(JsonError::NotAnObject) }
}

#[derive(Clone, Copy)]
struct Strict {
    depth: usize,
}

impl Strict {
    fn deeper<E: de::Error>(self) -> Result<Strict, E> {
        if !Guard::Depth.holds(self.depth < MAX_DEPTH) {
            return Err(E::custom(format_args!("nested deeper than {MAX_DEPTH}")));
        }
        Ok(Strict { depth: self.depth + 1 })
    }
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("a number out of range"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut list = Vec::new();
        while let Some(value) = access.next_element_seed(inner)? {
            list.push(value);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut members = Map::new();
        while let Some(name) = access.next_key::<String>()? {
            let value = access.next_value_seed(inner)?;
            if !Guard::UniqueKeys.holds(!members.contains_key(&name)) {
                return Err(de::Error::custom(format_args!("the member {name:?} stands twice in an object")));
            }
            members.insert(name, value);
        }
        Ok(Value::Object(members))
    }
}
