// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! How the people of a decision are called, to whoever looks.

use std::collections::{BTreeMap, HashMap};

use crate::{
    spine::{id::Id, members},
    store::{Read, Reader, args},
    web::{Failure, Page},
};

/// The names that the viewer may see.
#[derive(Debug)]
pub(in crate::decide) struct Names {
    /// Whether the viewer is a member; to others nobody is named.
    shown: bool,
    members: HashMap<Id, Option<String>>,
    outsiders: HashMap<Id, Option<String>>,
}

impl Names {
    /// The names in an entry; `shown` to members. Those of others than members stand in `outsiders`.
    pub(in crate::decide) async fn of(
        shown: bool,
        reader: &mut Reader,
        outsiders: &'static Read,
        entry: Id,
    ) -> Result<Self, Failure> {
        let members: Vec<(Id, Option<String>)> = reader.all(&members::store::NAMES, args![]).await?;
        let outsiders: Vec<(Id, Option<String>)> = reader.all(outsiders, args![entry]).await?;
        Ok(Self { shown, members: members.into_iter().collect(), outsiders: outsiders.into_iter().collect() })
    }

    /// Whether names are shown at all.
    pub(in crate::decide) fn shown(&self) -> bool {
        self.shown
    }

    /// What somebody is called.
    pub(in crate::decide) fn name(&self, page: &Page, person: Id) -> String {
        let gone = |name: &Option<String>, message: &str| name.clone().unwrap_or_else(|| page.t(message));
        match (self.members.get(&person), self.outsiders.get(&person)) {
            _ if !self.shown => page.t("decision-somebody"),
            (Some(name), _) => gone(name, "somebody-gone"),
            (None, Some(name)) => gone(name, "decision-name-erased"),
            (None, None) => page.t("decision-unnamed"),
        }
    }

    /// Whether it is a member whose name the viewer may see.
    pub(in crate::decide) fn is_member(&self, person: Id) -> bool {
        self.shown && self.members.contains_key(&person)
    }

    /// Whether it is somebody without account.
    pub(in crate::decide) fn is_outsider(&self, person: Id) -> bool {
        self.outsiders.contains_key(&person)
    }

    /// Those without account whose names are there, for those who may see names.
    pub(in crate::decide) fn erasable(&self) -> Vec<(Id, String)> {
        let named = self.outsiders.iter().filter(|_| self.shown);
        let mut named: Vec<(Id, String)> = named.filter_map(|(id, name)| Some((*id, name.clone()?))).collect();
        named.sort();
        named
    }

    /// What those are called whom what is `told` names by their ids.
    pub(in crate::decide) fn of_those_in(&self, told: &str) -> BTreeMap<Id, String> {
        let all = self.members.iter().chain(&self.outsiders).filter(|_| self.shown);
        let named = all.filter_map(|(id, name)| Some((*id, name.clone()?)));
        named.filter(|(id, _)| told.contains(&id.to_string())).collect()
    }

    /// The name that was typed, of somebody without account.
    pub(in crate::decide) fn typed(&self, person: Id) -> Option<&str> {
        self.outsiders.get(&person)?.as_deref()
    }
}
