// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Collections and their pages.

use serde_json::Value;

use super::context::context;
use super::value::{Writer, count, id, is, kind, many};
use super::{ReadError, id_of};

/// A collection, or one page of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Collection {
    /// Its id.
    pub id: Option<String>,
    /// Whether it is a page of a larger one.
    pub is_page: bool,
    /// How many there are in all; a peer's word.
    pub total: Option<u64>,
    /// The first page: its address, if it does not stand here itself.
    pub first: Option<String>,
    /// The next page.
    pub next: Option<String>,
    /// What it holds, at most [`super::MAX_LIST`]; of a collection, also what its embedded first page holds.
    pub items: Vec<Value>,
}

impl Collection {
    /// Reads a Collection, an OrderedCollection or a page of one.
    ///
    /// # Errors
    ///
    /// [`ReadError::Kind`] for anything else.
    pub fn read(value: &Value) -> Result<Collection, ReadError> {
        let is_page = is(value, "CollectionPage") || is(value, "OrderedCollectionPage");
        if !is_page && !is(value, "Collection") && !is(value, "OrderedCollection") {
            return Err(ReadError::Kind { expected: "a Collection", found: kind(value) });
        }
        let items = |value: &Value| -> Vec<Value> {
            many(value.get("orderedItems").or_else(|| value.get("items"))).cloned().collect()
        };
        let mut collection = Collection {
            id: id_of(value).map(str::to_owned),
            is_page,
            total: count(value, "totalItems"),
            first: id(value, "first"),
            next: id(value, "next"),
            items: items(value),
        };
        if let Some(first) = value.get("first").filter(|first| first.is_object())
            && collection.items.is_empty()
        {
            collection.items = items(first);
            collection.next = id(first, "next");
            if !collection.items.is_empty() {
                collection.first = None;
            }
        }
        Ok(collection)
    }

    /// The page to read after this one.
    #[must_use]
    pub fn after(&self) -> Option<&str> {
        // A collection that holds nothing itself is read from its first page on.
        if self.items.is_empty() && !self.is_page { self.first.as_deref() } else { self.next.as_deref() }
    }
}

/// Writes an ordered collection and its pages.
#[derive(Clone, Debug)]
pub struct CollectionPages<'a> {
    /// The collection's id.
    pub id: &'a str,
    /// How many there are in all.
    pub total: u64,
}

impl CollectionPages<'_> {
    /// The collection itself, which names its first page; without one, it only says how many.
    #[must_use]
    pub fn collection(&self, first: Option<&str>) -> Value {
        let mut writer = Writer::new("OrderedCollection");
        writer.set("@context", context());
        writer.set("id", self.id);
        writer.set("totalItems", self.total);
        writer.maybe("first", first);
        writer.finish()
    }

    /// One page.
    #[must_use]
    pub fn page(&self, id: &str, items: Vec<Value>, next: Option<&str>) -> Value {
        let mut writer = Writer::new("OrderedCollectionPage");
        writer.set("@context", context());
        writer.set("id", id);
        writer.set("partOf", self.id);
        writer.set("totalItems", self.total);
        writer.set("orderedItems", items);
        writer.maybe("next", next);
        writer.finish()
    }
}
