// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Calendar files of other programs, taken into the agenda: what an event would be here, and how it stands to what
//! is here already. What somebody changed here by hand is never overwritten silently.

mod command;
mod proposal;
pub(crate) mod store;

pub use command::Import;
pub use proposal::{Proposal, Terms, Unfit, proposals};

use std::collections::BTreeSet;

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use crate::spine::{id::Id, viewer::Visibility, world::Micros};

use super::{commands::Plan, rules::HORIZON, series::Series};

/// A date that differs from its activity in more than its time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OwnDate {
    /// Which.
    pub date: String,
    /// Its title, if it is another one.
    pub title: String,
    /// Its place, if it is another one.
    pub place: String,
    /// Whether it was called off.
    pub cancelled: bool,
}

/// How an event of a file stands to what is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// It is not here yet.
    New,
    /// The file says something newer, and nobody changed it here.
    Update,
    /// The file says something newer, and somebody changed it here by hand.
    ChangedByHand,
    /// The file says that it was called off, and here it was not.
    CalledOff,
    /// There is nothing to do.
    Unchanged,
    /// It was cancelled or removed here, or is called off and was never here.
    Over,
}

impl Standing {
    /// The message that says it in the preview, which shows only what there is to do.
    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::New => "import-is-new",
            Self::Update => "import-is-update",
            Self::ChangedByHand => "import-is-changed-by-hand",
            Self::CalledOff => "import-is-called-off",
            Self::Unchanged => "import-unchanged",
            Self::Over => "import-over",
        }
    }
}

/// What is here under the UID of an event.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct Here {
    pub(crate) entry_id: Id,
    pub(crate) mark: Vec<u8>,
    pub(crate) imported: Option<Vec<u8>>,
    pub(crate) version: i64,
    pub(crate) title: Option<String>,
    pub(crate) body: Option<String>,
    pub(crate) language: String,
    pub(crate) licence: String,
    pub(crate) visibility: i64,
    pub(crate) place: Option<String>,
    pub(crate) link: Option<String>,
    pub(crate) capacity: Option<i64>,
    pub(crate) series: String,
    pub(crate) time_zone: String,
    pub(crate) cancelled_at: Option<Micros>,
    pub(crate) removed_at: Option<Micros>,
    pub(crate) updated_at: Micros,
}

/// A date that differs, as stored: which, its title, its place, when it was cancelled.
pub(crate) type OwnDateRow = (String, Option<String>, Option<String>, Option<Micros>);

/// An activity that is here, with what stands beside it.
#[derive(Debug, Clone)]
pub(crate) struct Present {
    pub(crate) here: Here,
    /// Whether the event is a later part of its series, as this node writes one: it has the activity under another UID.
    pub(crate) later_part: bool,
    pub(crate) tags: Vec<String>,
    pub(crate) dates: Vec<OwnDate>,
}

impl Present {
    /// The activity of which an event is a later part: that is no news, whatever stands beside it.
    pub(crate) fn later_part(here: Here) -> Self {
        Self { here, later_part: true, tags: Vec::new(), dates: Vec::new() }
    }

    /// Puts together what is here at an instant. Dates that are cancelled because the series does not have them any
    /// more do not count as differing; where none differs, the series is not expanded, which can take long.
    pub(crate) fn new(here: Here, tags: Vec<(String,)>, dates: Vec<OwnDateRow>, at: Micros) -> Self {
        let known: BTreeSet<String> = match dates.is_empty() {
            true => BTreeSet::new(),
            false => Series::from_stored(here.series.clone())
                .dates(&here.time_zone, at, at + HORIZON)
                .unwrap_or_default()
                .into_iter()
                .map(|date| date.name.recurrence)
                .collect(),
        };
        let dates =
            dates.into_iter().filter(|(date, ..)| known.contains(date)).map(|(date, title, place, off)| OwnDate {
                date,
                title: title.unwrap_or_default(),
                place: place.unwrap_or_default(),
                cancelled: off.is_some(),
            });
        let tags = tags.into_iter().map(|(tag,)| tag).collect();
        Self { later_part: false, tags, dates: dates.collect(), here }
    }

    fn hash(&self) -> String {
        let Here { title, body, place, link, series, time_zone, .. } = &self.here;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        hash(
            &[text(title), text(body), text(place), text(link), series.clone(), time_zone.clone()],
            &self.tags,
            &self.dates,
        )
    }

    /// What a file says, with what files do not know as it is here.
    fn keep(&self, plan: Plan) -> Plan {
        let mut plan = plan;
        plan.draft.visibility = Visibility::from_number(self.here.visibility);
        plan.draft.language.clone_from(&self.here.language);
        plan.draft.licence.clone_from(&self.here.licence);
        plan.capacity = self.here.capacity;
        plan
    }
}

/// What a file can say of an activity, in sixty-four letters.
fn hash(texts: &[String; 6], tags: &[String], dates: &[OwnDate]) -> String {
    let whole = (texts, tags, dates.iter().map(|d| (&d.date, &d.title, &d.place, d.cancelled)).collect::<Vec<_>>());
    // Texts, numbers and lists always have a JSON form.
    HEXLOWER.encode(&Sha256::digest(serde_json::to_vec(&whole).unwrap_or_default()))
}

impl Proposal {
    fn hash(&self) -> String {
        let Plan { draft, series, time_zone, place, link, .. } = &self.plan;
        let texts = [&draft.title, &draft.body, place, link].map(String::clone);
        let [title, body, place, link] = texts;
        hash(&[title, body, place, link, series.as_str().to_owned(), time_zone.clone()], &draft.tags, &self.dates)
    }

    /// How it stands to what is here.
    pub(crate) fn standing(&self, present: Option<&Present>) -> Standing {
        let Some(present) = present else {
            return if self.called_off { Standing::Over } else { Standing::New };
        };
        let here = &present.here;
        if present.later_part {
            return Standing::Unchanged;
        }
        if here.cancelled_at.is_some() || here.removed_at.is_some() {
            return Standing::Over;
        }
        if self.called_off {
            return Standing::CalledOff;
        }
        let (file, now) = (self.hash(), present.hash());
        let imported = here.imported.as_deref();
        // What the node itself exported, and nobody changed since, is no news.
        let own = self.plan.link.contains(&here.entry_id.to_string());
        let older = own && self.modified.is_some_and(|modified| modified <= here.updated_at);
        if file == now || imported == Some(file.as_bytes()) || older {
            // Where only hands changed it, the file has nothing new to say.
            return Standing::Unchanged;
        }
        if imported == Some(now.as_bytes()) { Standing::Update } else { Standing::ChangedByHand }
    }
}
