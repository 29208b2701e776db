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

use super::{
    commands::Plan,
    rules::{BACK, HORIZON},
    series::{self, Series, WORK},
};

/// What comparing a file with what is here may take, for all of its events together.
pub(crate) const COMPARING: u64 = 2 * WORK;

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
    later_part: bool,
    tags: Vec<String>,
    /// Every date that is stored as differing.
    stored: Vec<OwnDate>,
    /// Those of them that its series has at this instant.
    at: Micros,
    dates: Option<Vec<OwnDate>>,
}

impl Present {
    /// The activity of which an event is a later part: that is no news, whatever stands beside it.
    pub(crate) fn later_part(here: Here) -> Self {
        Self { here, later_part: true, tags: Vec::new(), stored: Vec::new(), at: 0, dates: None }
    }

    /// Puts together what is here at an instant.
    pub(crate) fn new(here: Here, tags: Vec<(String,)>, dates: Vec<OwnDateRow>, at: Micros) -> Self {
        let own = |(date, title, place, off): OwnDateRow| OwnDate {
            date,
            title: title.unwrap_or_default(),
            place: place.unwrap_or_default(),
            cancelled: off.is_some(),
        };
        let stored: Vec<OwnDate> = dates.into_iter().map(own).collect();
        let tags = tags.into_iter().map(|(tag,)| tag).collect();
        let dates = stored.is_empty().then(Vec::new);
        Self { here, later_part: false, tags, stored, at, dates }
    }

    /// The dates that differ. Those that are cancelled because the series does not have them any more do not count: to
    /// tell them apart it is expanded, once, and what that costs is taken off `work`. Nothing where that is too much.
    fn dates(&mut self, work: &mut u64) -> Option<&[OwnDate]> {
        if self.dates.is_none() {
            let series = Series::from_stored(self.here.series.clone());
            let until = self.at + HORIZON;
            let has = match series.dates_from(&self.here.time_zone, None, until, work) {
                Err(series::Unfit::TooMany | series::Unfit::TooLong) if *work > 0 => {
                    series.dates_from(&self.here.time_zone, Some(self.at - BACK), until, work)
                }
                has => has,
            };
            let has: BTreeSet<String> = match has {
                Ok(has) => has.into_iter().map(|date| date.name.recurrence).collect(),
                Err(series::Unfit::TooLong) if *work == 0 => return None,
                Err(_) => BTreeSet::new(),
            };
            self.dates = Some(self.stored.iter().filter(|own| has.contains(&own.date)).cloned().collect());
        }
        self.dates.as_deref()
    }

    /// The hash of what is here, with these of its dates.
    fn hash(&self, dates: &[OwnDate]) -> String {
        let Here { title, body, place, link, series, time_zone, .. } = &self.here;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        hash(&[text(title), text(body), text(place), text(link), series.clone(), time_zone.clone()], &self.tags, dates)
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

    /// How it stands to what is here. Where a series has dates that differ, it may have to be expanded: a file may name
    /// hundreds of them, and what it costs is taken off the `work` allowed for all of them together. What cannot be told
    /// with it counts as changed by hand, and is not overwritten unasked.
    pub(crate) fn standing(&self, present: Option<&mut Present>, work: &mut u64) -> Standing {
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
        let (file, imported) = (self.hash(), here.imported.clone());
        // What the node itself exported, and nobody changed since, is no news.
        let own = self.plan.link.contains(&here.entry_id.to_string());
        let older = own && self.modified.is_some_and(|modified| modified <= here.updated_at);
        let is = |hash: &str| imported.as_deref() == Some(hash.as_bytes());
        if is(&file) || older {
            // Where only hands changed it, the file has nothing new to say.
            return Standing::Unchanged;
        }
        let against = |now: String| match () {
            () if file == now => Some(Standing::Unchanged),
            () if is(&now) => Some(Standing::Update),
            () => None,
        };
        // Most often all that is stored as differing is in the series, and nothing need be expanded.
        if let Some(standing) = against(present.hash(&present.stored)) {
            return standing;
        }
        let dates = present.dates(work).map(<[OwnDate]>::to_vec);
        dates.and_then(|dates| against(present.hash(&dates))).unwrap_or(Standing::ChangedByHand)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A series that takes all the work there is to follow, and has one date of its own.
    fn heavy() -> Present {
        let day = "DTSTART;VALUE=DATE:16000101\nDTEND;VALUE=DATE:16000102\n";
        let here = Here {
            entry_id: Id::from_bytes([1; 16]),
            mark: Vec::new(),
            imported: None,
            version: 1,
            title: None,
            body: None,
            language: "es".to_owned(),
            licence: "CC0-1.0".to_owned(),
            visibility: 0,
            place: None,
            link: None,
            capacity: None,
            series: format!("{day}RRULE:FREQ=DAILY;BYYEARDAY=366;BYDAY=SA,SU,MO,TU,WE,TH\n"),
            time_zone: "America/Mexico_City".to_owned(),
            cancelled_at: None,
            removed_at: None,
            updated_at: 0,
        };
        let row = ("16041231".to_owned(), None, Some("Casa".to_owned()), None);
        Present::new(here, Vec::new(), vec![row], 1_795_000_000_000_000)
    }

    #[test]
    fn a_file_that_names_many_heavy_series_does_not_expand_them_all() {
        let mut one = WORK;
        heavy().dates(&mut one);
        let each = WORK - one;
        assert!(each > WORK / 4, "{each}");
        let mut work = COMPARING;
        let told = (0..40).filter(|_| heavy().dates(&mut work).is_some()).count();
        println!("40 series: {} of work before, {} now; {told} of them told", 40 * each, COMPARING - work);
        assert!(told < 20 && work == 0, "{told} {work}");
        // Of one that is told, it is done once.
        let (mut present, mut work) = (heavy(), WORK);
        present.dates(&mut work);
        let left = work;
        present.dates(&mut work);
        assert_eq!(work, left);
    }
}
