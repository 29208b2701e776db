// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Properties of any shape.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::temporal::DateTimeParser;
use serde_json::Value;

use crate::guard::Guard;

/// Longer lists are read up to here (poll options without end: CVE-2026-23962).
pub const MAX_LIST: usize = 256;

/// A time as somebody wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// With its offset: the same everywhere.
    Instant(Timestamp),
    /// Without: what a clock shows where it happens (Event's `timezone`).
    Local(DateTime),
}

/// The values of a property: none for null, one for a single one, at most [`MAX_LIST`] of a list.
pub fn many(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let (list, single) = match value {
        Some(Value::Array(list)) => (list.as_slice(), None),
        Some(Value::Null) | None => (&[][..], None),
        Some(single) => (&[][..], Some(single)),
    };
    let most = if Guard::ListLength.removed() { usize::MAX } else { MAX_LIST };
    list.iter().take(most).chain(single)
}

/// The id of a reference: itself, or the `id` of an object that stands in its place.
#[must_use]
pub fn id_of(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("id")?.as_str()).filter(|id| !id.is_empty())
}

/// An object's `type`s.
pub(crate) fn kinds(object: &Value) -> impl Iterator<Item = &str> {
    many(object.get("type")).filter_map(Value::as_str)
}

/// The first type, for messages.
pub(crate) fn kind(object: &Value) -> String {
    kinds(object).next().unwrap_or("nothing with a type").chars().take(40).collect()
}

/// Whether one of the types is this.
pub(crate) fn is(object: &Value, kind: &str) -> bool {
    kinds(object).any(|found| found == kind)
}

/// A property's first text that is not empty; else the first of its map of languages.
pub(crate) fn text(object: &Value, name: &str) -> Option<String> {
    let own = many(object.get(name)).filter_map(Value::as_str).find(|text| !text.is_empty());
    let by_language = || object.get(format!("{name}Map"))?.as_object()?.values().find_map(Value::as_str);
    own.or_else(by_language).map(str::to_owned)
}

/// A property's first id.
pub(crate) fn id(object: &Value, name: &str) -> Option<String> {
    many(object.get(name)).find_map(id_of).map(str::to_owned)
}

/// A property's ids.
pub(crate) fn ids(object: &Value, name: &str) -> Vec<String> {
    many(object.get(name)).filter_map(id_of).map(str::to_owned).collect()
}

/// The first web address of a property: a string, or a Link's `href`, one of HTML before others.
pub(crate) fn link(object: &Value, name: &str) -> Option<String> {
    let href = |value: &Value| value.as_str().or_else(|| value.get("href")?.as_str()).map(str::to_owned);
    let is_html = |value: &&Value| value.get("mediaType").and_then(Value::as_str) == Some("text/html");
    many(object.get(name)).find(is_html).and_then(href).or_else(|| many(object.get(name)).find_map(href))
}

/// A yes or no.
pub(crate) fn flag(object: &Value, name: &str) -> Option<bool> {
    object.get(name)?.as_bool()
}

/// A count, also one that stands as a text.
pub(crate) fn count(object: &Value, name: &str) -> Option<u64> {
    let value = object.get(name)?;
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// A number, also one that stands as a text.
pub(crate) fn number(object: &Value, name: &str) -> Option<f64> {
    let value = object.get(name)?;
    value.as_f64().or_else(|| value.as_str()?.parse().ok()).filter(|number| number.is_finite())
}

/// A time with an offset.
pub(crate) fn instant(object: &Value, name: &str) -> Option<Timestamp> {
    object.get(name)?.as_str()?.parse().ok()
}

/// A time with or without an offset.
pub(crate) fn when(object: &Value, name: &str) -> Option<When> {
    let text = object.get(name)?.as_str()?;
    if let Ok(instant) = text.parse() {
        return Some(When::Instant(instant));
    }
    DateTimeParser::new().parse_datetime(text).ok().map(When::Local)
}

/// An object that is being written: what is missing is left out.
#[derive(Default)]
pub(crate) struct Writer(serde_json::Map<String, Value>);

impl Writer {
    pub(crate) fn new(kind: &str) -> Writer {
        let mut writer = Writer::default();
        writer.set("type", kind);
        writer
    }

    pub(crate) fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.0.insert(name.to_owned(), value.into());
    }

    pub(crate) fn maybe(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.set(name, value);
        }
    }

    pub(crate) fn list(&mut self, name: &str, values: impl IntoIterator<Item = impl Into<Value>>) {
        let values: Vec<Value> = values.into_iter().map(Into::into).collect();
        if !values.is_empty() {
            self.set(name, values);
        }
    }

    pub(crate) fn time(&mut self, name: &str, at: Option<Timestamp>) {
        self.maybe(name, at.map(|at| at.to_string()));
    }

    pub(crate) fn when(&mut self, name: &str, at: Option<When>) {
        match at {
            Some(When::Local(local)) => self.set(name, local.strftime("%Y-%m-%dT%H:%M:%S").to_string()),
            Some(When::Instant(instant)) => self.time(name, Some(instant)),
            None => {}
        }
    }

    pub(crate) fn finish(self) -> Value {
        Value::Object(self.0)
    }
}
