// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! How an activity's dates change when its series does, and who has a place.

use crate::spine::world::{DAY, Micros};

/// The date of what does not repeat.
pub const ONCE: &str = "once";
/// Dates exist this far ahead; the node adds to them as time passes.
pub const HORIZON: Micros = 730 * DAY;
/// The most dates a series may have up to the horizon: every day for two years fits.
pub const DATES_LIMIT: usize = 1_000;
/// The hosts' list is purged this long after a date, unless the person keeps their reply.
pub const PURGE_AFTER: Micros = 30 * DAY;
/// The largest capacity.
pub const CAPACITY_LIMIT: i64 = 100_000;

/// One date of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// iCalendar's RECURRENCE-ID, or [`ONCE`].
    pub id: String,
    /// As shown: `2026-11-28T10:00:00`, or `2026-11-28` when all day.
    pub starts_local: String,
    /// The same of its end, which is not part of it.
    pub ends_local: String,
    /// The instant at which it starts.
    pub starts_at: Micros,
    /// The instant at which it ends.
    pub ends_at: Micros,
    /// Whether it is whole days.
    pub all_day: bool,
}

/// A date that is there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its identifier.
    pub id: String,
    /// As shown.
    pub starts_local: String,
    /// Whether somebody replied.
    pub has_replies: bool,
}

/// What happens to a date when its series changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    Add(Date),
    /// It stays; when it was another time before, those who come are told.
    Keep {
        /// How it was named.
        was: String,
        /// How it is now.
        now: Date,
        /// Whether it starts at another time.
        moved: bool,
    },
    /// It is gone, and nobody had replied.
    Drop(String),
    /// It is gone, and those who had replied are told.
    Cancel(String),
}

/// Matches the dates of a series before and after a change: by identifier, else by the same day, so that a
/// reply for Saturday stays one for Saturday when the hour of the whole series changes. A single date that
/// moves stays itself.
pub fn reconcile(known: &[Known], dates: Vec<Date>) -> Vec<Change> {
    let mut left: Vec<&Known> = known.iter().collect();
    let mut changes = Vec::new();
    let mut unmatched = Vec::new();
    for date in dates {
        match left.iter().position(|known| known.id == date.id) {
            Some(place) => changes.push(keep(left.swap_remove(place), date)),
            None => unmatched.push(date),
        }
    }
    for date in unmatched {
        let day = |local: &str| local.get(..10).unwrap_or_default().to_owned();
        let same_day = left.iter().position(|known| day(&known.starts_local) == day(&date.starts_local));
        match same_day {
            Some(place) => changes.push(keep(left.swap_remove(place), date)),
            None => changes.push(Change::Add(date)),
        }
    }
    changes.extend(left.into_iter().map(|known| {
        if known.has_replies { Change::Cancel(known.id.clone()) } else { Change::Drop(known.id.clone()) }
    }));
    changes
}

fn keep(known: &Known, date: Date) -> Change {
    let moved = known.starts_local != date.starts_local;
    Change::Keep { was: known.id.clone(), now: date, moved }
}

/// Whether a date has room for one more.
pub fn has_room(capacity: Option<i64>, going: i64) -> bool {
    capacity.is_none_or(|capacity| going < capacity)
}

/// How many of those who wait get a place.
pub fn promotions(capacity: Option<i64>, going: i64, waiting: usize) -> usize {
    match capacity {
        None => waiting,
        Some(capacity) => waiting.min(usize::try_from((capacity - going).max(0)).unwrap_or(0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(id: &str, local: &str) -> Date {
        Date {
            id: id.to_owned(),
            starts_local: local.to_owned(),
            ends_local: local.to_owned(),
            starts_at: 0,
            ends_at: 0,
            all_day: false,
        }
    }

    fn known(id: &str, local: &str, has_replies: bool) -> Known {
        Known { id: id.to_owned(), starts_local: local.to_owned(), has_replies }
    }

    #[test]
    fn a_reply_for_saturday_stays_one_for_saturday() {
        let before = [
            known("20261128T100000", "2026-11-28T10:00:00", true),
            known("20261205T100000", "2026-12-05T10:00:00", false),
        ];
        let later = date("20261128T110000", "2026-11-28T11:00:00");
        let changes = reconcile(&before, vec![later.clone()]);
        assert_eq!(
            changes,
            [
                Change::Keep { was: "20261128T100000".to_owned(), now: later, moved: true },
                Change::Drop("20261205T100000".to_owned())
            ]
        );
    }

    #[test]
    fn a_single_date_that_moves_to_another_day_stays_itself() {
        let moved = date(ONCE, "2026-12-05T10:00:00");
        let changes = reconcile(&[known(ONCE, "2026-11-28T10:00:00", true)], vec![moved.clone()]);
        assert_eq!(changes, [Change::Keep { was: ONCE.to_owned(), now: moved, moved: true }]);
    }

    #[test]
    fn a_date_with_replies_that_goes_is_cancelled() {
        assert_eq!(reconcile(&[known("a", "2026-11-28", true)], vec![]), [Change::Cancel("a".to_owned())]);
    }

    #[test]
    fn places_go_to_who_waits() {
        assert!(has_room(None, 1_000) && has_room(Some(2), 1) && !has_room(Some(2), 2));
        assert_eq!(promotions(Some(3), 1, 5), 2);
        assert_eq!(promotions(Some(1), 3, 5), 0);
        assert_eq!(promotions(None, 3, 5), 5);
    }
}
