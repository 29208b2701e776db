// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Whether an `EXDATE` or `RECURRENCE-ID` names an occurrence, however it is written.
//!
//! Programs write the same occurrence in its zone, in UTC, without a zone, or as a day alone.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use crate::moment::{Moment, resolve};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Name {
    Date(Date),
    Local(DateTime),
    Instant(Timestamp),
}

/// What is said of some occurrences of a series, to be asked by occurrence.
#[derive(Clone, Debug)]
pub(super) struct Names<T> {
    names: HashMap<Name, T>,
}

impl<T: Clone> Names<T> {
    /// The first saying about an occurrence counts.
    pub(super) fn new<'m>(series_start: &Moment, entries: impl IntoIterator<Item = (&'m Moment, T)>) -> Names<T> {
        let mut names = HashMap::new();
        for (moment, value) in entries {
            names.entry(name(series_start, moment)).or_insert(value);
        }
        Names { names }
    }

    pub(super) fn get(&self, occurrence: &Moment) -> Option<T> {
        if self.names.is_empty() {
            return None;
        }
        let find = |name| self.names.get(&name).cloned();
        let local = occurrence.local();
        find(Name::Date(local.date())).or_else(|| find(Name::Local(local))).or_else(|| match occurrence {
            Moment::Zoned { local, zone } => find(Name::Instant(resolve(*local, zone))),
            Moment::Date(_) | Moment::Floating(_) => None,
        })
    }
}

fn name(series_start: &Moment, moment: &Moment) -> Name {
    match (series_start, moment) {
        (Moment::Date(_), _) | (_, Moment::Date(_)) => Name::Date(moment.local().date()),
        (Moment::Zoned { .. }, Moment::Zoned { local, zone }) => Name::Instant(resolve(*local, zone)),
        (_, Moment::Floating(local) | Moment::Zoned { local, .. }) => Name::Local(*local),
    }
}
