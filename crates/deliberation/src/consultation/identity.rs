// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Which keys are one community: the old key says where it goes, the new one says whence it came, and both are needed.

use std::collections::{BTreeMap, BTreeSet};

use super::{Says, Statement};

/// The community of each key that moved, and how far it is from the key that it has now.
pub(super) struct Identities<K> {
    next: BTreeMap<K, K>,
    /// Keys that said to go to two places: they stay what they are.
    pub(super) torn: BTreeSet<K>,
}

impl<K: Ord + Clone> Identities<K> {
    pub(super) fn of<'s>(statements: impl Iterator<Item = &'s Statement<K>> + Clone) -> Self
    where
        K: 's,
    {
        let mut going: BTreeMap<&K, BTreeSet<&K>> = BTreeMap::new();
        let mut coming = BTreeSet::new();
        for statement in statements {
            match &statement.says {
                Says::Moved(to) => _ = going.entry(&statement.by).or_default().insert(to),
                Says::Came(from) => _ = coming.insert((from, &statement.by)),
                _ => {}
            }
        }
        let torn = going.iter().filter(|(_, places)| places.len() > 1).map(|(key, _)| (*key).clone()).collect();
        let one = going.into_iter().filter_map(|(from, places)| match places.len() {
            1 => Some((from, places.into_iter().next()?)),
            _ => None,
        });
        let next = one.filter(|pair| coming.contains(pair)).map(|(from, to)| (from.clone(), to.clone())).collect();
        Self { next, torn }
    }

    /// The key that a community has now, and over how many moves that is from this one. Keys that move in a circle are one
    /// community, under the least of them.
    pub(super) fn now(&self, key: &K) -> (K, usize) {
        let mut way = vec![key];
        let mut at = key;
        while let Some(next) = self.next.get(at) {
            if let Some(begin) = way.iter().position(|known| *known == next) {
                let least = way.get(begin..).unwrap_or_default().iter().min();
                return (least.map_or_else(|| key.clone(), |least| (*least).clone()), 0);
            }
            way.push(next);
            at = next;
        }
        (at.clone(), way.len() - 1)
    }
}
