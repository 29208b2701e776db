// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is new for those who come: which dates are at another time or place. It is found out when somebody changes
//! something and stands in the log, since words that were erased later cannot be compared any more.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::{
    spine::{command::Context, event, id::Id, refusal::Result, world::Micros},
    store::args,
};

use super::{
    apply::{changes, known},
    commands::{Event, Head, Schedule},
    rules::Change,
    series::Series,
    store,
};

/// How one date has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateChange {
    /// Which date.
    pub date: String,
    /// Its beginning and its end before, local.
    pub was: (String, String),
    /// The same now.
    pub now: (String, String),
    /// Whether it is at another place.
    #[serde(default)]
    pub place: bool,
    /// Whether its link is another one.
    #[serde(default)]
    pub link: bool,
    /// Whether it is called otherwise.
    #[serde(default)]
    pub title: bool,
    /// Whether whoever organises it says what changes and why.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub text: bool,
}

impl DateChange {
    /// What whoever comes must know of it: `when`, `place`, `link`, `text`.
    pub fn what(&self) -> Vec<&'static str> {
        let parts = [("when", self.was != self.now), ("place", self.place), ("link", self.link), ("text", self.text)];
        parts.into_iter().filter_map(|(what, changed)| changed.then_some(what)).collect()
    }

    /// The same as a notice keeps it, with the day it was: `when:2026-11-28 place`.
    pub fn noted(&self) -> String {
        let day = self.was.0.get(..10).unwrap_or_default();
        let parts = self.what().into_iter();
        parts
            .map(|part| if part == "when" { format!("when:{day}") } else { part.to_owned() })
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// When and where the dates of an activity are from now on.
#[derive(Debug)]
pub(super) struct Now<'a> {
    series: &'a Series,
    time_zone: &'a str,
    until: Micros,
    place: &'a str,
    link: &'a str,
    /// The places that parts of the series have of their own now, where that changes.
    pub(super) parts: HashMap<String, Option<String>>,
    /// The same of dates.
    pub(super) dates: HashMap<String, Option<String>>,
    /// The date that was changed by itself, and whether it is called otherwise: it is noted though nobody comes.
    pub(super) this: Option<(String, bool)>,
    /// Whether whoever organises it says what changes and why.
    pub(super) text: bool,
}

impl<'a> Now<'a> {
    pub(super) fn new(schedule: &'a Schedule, place: &'a str, link: &'a str) -> Self {
        let (parts, dates) = (HashMap::new(), HashMap::new());
        let Schedule { series, time_zone, until, .. } = schedule;
        Self { series, time_zone, until: *until, place, link, parts, dates, this: None, text: false }
    }

    /// What is new of the dates to come to which somebody comes, if anything.
    pub(super) async fn against(
        &self,
        context: &mut Context<'_, '_>,
        entry: Id,
        before: &Head,
    ) -> Result<Option<event::Event>> {
        let places: Option<(Option<String>, Option<String>)> =
            context.tx.optional(&store::PLACES, args![entry]).await?;
        let (place, link) = places.unwrap_or_default();
        let (place, link) = (place.unwrap_or_default(), link.unwrap_or_default());
        let parts: Vec<(String, Option<String>)> = context.tx.all(&store::PART_PLACES, args![entry]).await?;
        let mut parts: HashMap<String, Option<String>> = parts.into_iter().collect();
        let rows = known(context.tx, entry).await?;
        let found = changes(rows.clone(), &before.series, self.series, self.time_zone, context.at, self.until);
        let of = |own: &Option<String>, parts: &HashMap<String, Option<String>>, part: &str, usual: &str| {
            own.clone().or_else(|| parts.get(part).cloned().flatten()).unwrap_or_else(|| usual.to_owned())
        };
        let was_at: HashMap<String, String> =
            rows.iter().map(|row| (row.date_id.clone(), of(&row.place, &parts, &row.part, &place))).collect();
        parts.extend(self.parts.clone());
        let mut dates = Vec::new();
        for change in found.unwrap_or_default() {
            let Change::Keep { id, now, again, .. } = change else { continue };
            let Some(row) = rows.iter().find(|row| row.date_id == id) else { continue };
            let this = self.this.as_ref().filter(|(date, _)| *date == id);
            let over = now.ends_at <= context.at || (row.cancelled_at.is_some() && !again);
            if over || !(row.has_replies || this.is_some()) {
                continue;
            }
            let own = self.dates.get(&id).or_else(|| self.dates.get(&row.recurrence_id)).unwrap_or(&row.place);
            let place = of(own, &parts, &now.name.part, self.place);
            let change = DateChange {
                was: (row.starts_local.clone(), row.ends_local.clone()),
                now: (now.starts_local, now.ends_local),
                place: was_at.get(&id) != Some(&place),
                link: link != self.link,
                title: this.is_some_and(|(_, title)| *title),
                text: self.text,
                date: id,
            };
            if change.title || !change.what().is_empty() {
                dates.push(change);
            }
        }
        Ok((!dates.is_empty()).then(|| {
            let this = self.this.as_ref().map(|(date, _)| date.clone());
            Event::DatesChanged { entry, dates, this }.into()
        }))
    }
}
