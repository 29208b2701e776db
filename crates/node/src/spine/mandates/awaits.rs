// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What mandates ask of a member now: for the pages where members come in.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    spine::{id::Id, world::Micros},
    store::args,
    web::{Failure, Here, Page},
};

use super::{
    Kind,
    pages::{ChoiceRow, TermRow},
    rules, store,
};

/// Something that waits for the viewer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Awaited {
    /// What: the message is `awaits-…`.
    what: &'static str,
    /// Of which kind of mandate.
    pub(crate) kind: String,
    /// Until when, where it ends.
    until: Option<Micros>,
    /// Where it is done, and the title of what it is about, if it is no mandate.
    path: Option<String>,
    title: Option<String>,
}

impl Awaited {
    /// Something about a mandate.
    fn of(what: &'static str, kind: &str, until: Option<Micros>) -> Self {
        Self { what, kind: kind.to_owned(), until, path: None, title: None }
    }

    /// Something about an entry.
    pub(crate) fn in_entry(what: &'static str, path: String, title: String) -> Self {
        Self { what, kind: String::new(), until: None, path: Some(path), title: Some(title) }
    }

    /// Where it is done.
    pub(crate) fn href(&self, page: &Page) -> String {
        self.path.clone().unwrap_or_else(|| format!("{}/mandates#{}", page.base, self.kind))
    }

    /// The same in words.
    pub(crate) fn words(&self, page: &Page) -> String {
        if let Some(title) = &self.title {
            return page.t1(&format!("awaits-{}", self.what), "title", title);
        }
        let mandate = page.t(format!("mandate-{}", self.kind));
        let day = self.until.map(|until| page.day(&until)).unwrap_or_default();
        page.t2(&format!("awaits-{}", self.what), "mandate", mandate, "day", day)
    }
}

/// What waits for the viewer: elections, confirmations, and a door that nobody keeps. Nothing for strangers.
pub(crate) async fn awaited(here: &Here) -> Result<Vec<Awaited>, Failure> {
    let Some(viewer) = here.viewer.member().filter(|_| here.session.is_some()) else { return Ok(Vec::new()) };
    let now = here.now();
    let mut reader = here.read().await?;
    let terms: Vec<TermRow> = reader.all(&store::IN_FORCE, args![now]).await?;
    let confirmed: Vec<(Id, i64, i64)> = reader.all(&store::CONFIRMED, args![]).await?;
    let choices: Vec<ChoiceRow> = reader.all(&store::CHOICES, args![now]).await?;
    drop(reader);
    let alone = rules::calls_alone(here.community.active);
    let mut awaited = Vec::new();
    for (_, kind, caller, _, opened_at, closes_at, outcome, _) in &choices {
        let what = match (opened_at, outcome) {
            (Some(_), None) => "choice",
            (None, None) if *caller != viewer && !alone => "call",
            _ => continue,
        };
        awaited.push(Awaited::of(what, kind, *closes_at));
    }
    for (id, kind, holder, _, ends_at, _) in
        terms.iter().filter(|(.., ends_at, _)| rules::asks_to_be_confirmed(*ends_at, now))
    {
        let said = confirmed.iter().any(|(mandate, _, own)| mandate == id && *own == 1);
        let chosen_anew = choices.iter().any(|(_, chosen, .., outcome, _)| chosen == kind && outcome.is_none());
        let what = match *holder == viewer {
            true if alone && !chosen_anew => "alone",
            false if !said => "confirmation",
            _ => continue,
        };
        awaited.push(Awaited::of(what, kind, Some(*ends_at)));
    }
    let door = Kind::Coordination.as_str();
    let kept = terms.iter().any(|(_, kind, ..)| kind == door);
    let chosen = choices.iter().any(|(_, kind, .., outcome, _)| kind == door && outcome.is_none());
    if !kept && !chosen {
        let what = if alone { "vacant-alone" } else { "vacant" };
        awaited.push(Awaited::of(what, door, None));
    }
    Ok(awaited)
}
