// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! How an activity's dates change when its series does, and who has a place.

use std::collections::HashSet;

use crate::spine::world::{DAY, Micros};

/// The date of what does not repeat.
pub const ONCE: &str = "once";
/// Dates exist this far ahead; the node adds to them as time passes.
pub const HORIZON: Micros = 730 * DAY;
/// How far back the dates of a series reach that has too many since its beginning.
pub const BACK: Micros = 31 * DAY;
/// The most dates a series may have up to the horizon: every day for two years fits.
pub const DATES_LIMIT: usize = 1_000;
/// The hosts' list is purged this long after a date, unless the person keeps their reply.
pub const PURGE_AFTER: Micros = 30 * DAY;
/// The most replies without account that a date takes, whether they have a place, wait or were withdrawn: a stranger
/// does not fill the table. Members are not counted.
pub const GUESTS_LIMIT: i64 = 200;
/// The largest capacity.
pub const CAPACITY_LIMIT: i64 = 100_000;

/// What calendars call a date. It follows the series, while the date's own identifier, which stands in addresses, stays.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// The part of the series; nothing for the first one.
    pub part: String,
    /// iCalendar's RECURRENCE-ID, or [`ONCE`].
    pub recurrence: String,
}

/// One date of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// What it is called.
    pub name: Name,
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
    /// Whether it is not simply what the rule says.
    pub differs: bool,
}

/// A date that is there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its identifier: what it was first called.
    pub id: String,
    /// How it is in the table.
    pub date: Date,
    /// Whether somebody replied, or a fest was opened there.
    pub has_replies: bool,
    /// Whether it is past: what was stays, whatever becomes of the series.
    pub over: bool,
}

/// What happens to a date when its series changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    Add {
        /// Its identifier.
        id: String,
        /// When it is.
        date: Date,
    },
    /// It stays; when it was another time before, those who come are told.
    Keep {
        /// Its identifier.
        id: String,
        /// How it is now.
        now: Date,
        /// Whether anything of it is another way.
        changed: bool,
        /// Whether it starts at another time.
        moved: bool,
        /// Whether the series did not have it for a while, and has it again.
        again: bool,
    },
    /// It is gone, and nothing hung on it.
    Drop(String),
    /// It is gone, and those who had replied are told.
    Cancel(String),
}

/// Matches the dates of a series before and after a change: by name, else by the same day, so that a reply for
/// Saturday stays one for Saturday when the hour of the whole series changes. Where the series goes on `alike`, only on
/// other days, what is left is matched in order: who comes to the third Saturday comes to the third Sunday.
///
/// `before` is what the series had until now; other known dates are those it once had. Dates of long ago are in neither
/// where a series has too many: they stay as they are.
pub fn reconcile(known: &[Known], before: &HashSet<Name>, dates: Vec<Date>, alike: bool) -> Vec<Change> {
    let mut ids: HashSet<String> = known.iter().map(|known| known.id.clone()).collect();
    let mut left: Vec<&Known> = known.iter().collect();
    let mut changes = Vec::new();
    let mut keep = |known: &Known, now: Date| {
        let moved = known.date.starts_local != now.starts_local;
        let again = !before.contains(&known.date.name) && !known.over;
        let changed = again || known.date != now;
        changes.push(Change::Keep { id: known.id.clone(), now, changed, moved, again });
    };
    let mut matched = |left: &mut Vec<&Known>, dates: Vec<Date>, same: &dyn Fn(&Known, &Date) -> bool| {
        let mut unmatched = Vec::new();
        for date in dates {
            match left.iter().position(|known| same(known, &date)) {
                Some(place) => keep(left.remove(place), date),
                None => unmatched.push(date),
            }
        }
        unmatched
    };
    let day = |local: &str| local.get(..10).unwrap_or_default().to_owned();
    let dates = matched(&mut left, dates, &|known, date| known.date.name == date.name);
    let same_day = |known: &Known, date: &Date| day(&known.date.starts_local) == day(&date.starts_local);
    let mut dates = matched(&mut left, dates, &same_day);
    if alike {
        let (mut had, lost): (Vec<&Known>, Vec<&Known>) =
            left.into_iter().partition(|known| before.contains(&known.date.name));
        had.sort_by(|one, other| one.date.name.recurrence.cmp(&other.date.name.recurrence));
        dates.sort_by(|one, other| one.name.recurrence.cmp(&other.name.recurrence));
        let pairs = had.len().min(dates.len());
        for (known, date) in had.drain(..pairs).zip(dates.drain(..pairs)) {
            keep(known, date);
        }
        left = had.into_iter().chain(lost).collect();
    }
    for date in dates {
        let mut id = date.name.recurrence.clone();
        while !ids.insert(id.clone()) {
            id.push('x');
        }
        changes.push(Change::Add { id, date });
    }
    changes.extend(left.into_iter().filter(|known| !known.over).map(|known| {
        if known.has_replies { Change::Cancel(known.id.clone()) } else { Change::Drop(known.id.clone()) }
    }));
    changes
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

    fn name(recurrence: &str) -> Name {
        Name { part: String::new(), recurrence: recurrence.to_owned() }
    }

    fn date(recurrence: &str, local: &str) -> Date {
        Date {
            name: name(recurrence),
            starts_local: local.to_owned(),
            ends_local: local.to_owned(),
            starts_at: 0,
            ends_at: 0,
            all_day: false,
            differs: false,
        }
    }

    fn known(id: &str, local: &str, has_replies: bool) -> Known {
        Known { id: id.to_owned(), date: date(id, local), has_replies, over: false }
    }

    fn change(known: &[Known], dates: Vec<Date>, alike: bool) -> Vec<Change> {
        reconcile(known, &known.iter().map(|known| known.date.name.clone()).collect(), dates, alike)
    }

    fn keep(id: &str, now: &Date) -> Change {
        Change::Keep { id: id.to_owned(), now: now.clone(), changed: true, moved: true, again: false }
    }

    #[test]
    fn a_reply_for_saturday_stays_one_for_saturday() {
        let before = [
            known("20261128T100000", "2026-11-28T10:00:00", true),
            known("20261205T100000", "2026-12-05T10:00:00", false),
        ];
        let later = date("20261128T110000", "2026-11-28T11:00:00");
        let changes = change(&before, vec![later.clone()], false);
        assert_eq!(changes, [keep("20261128T100000", &later), Change::Drop("20261205T100000".to_owned())]);
    }

    #[test]
    fn saturdays_become_sundays_in_order() {
        let before = [
            known("20261128T100000", "2026-11-28T10:00:00", true),
            known("20261205T100000", "2026-12-05T10:00:00", true),
        ];
        let sundays = [date("20261129T100000", "2026-11-29T10:00:00"), date("20261206T100000", "2026-12-06T10:00:00")];
        let kept = [keep("20261128T100000", &sundays[0]), keep("20261205T100000", &sundays[1])];
        assert_eq!(change(&before, sundays.to_vec(), true), kept);
        let other = change(&before, sundays.to_vec(), false);
        assert!(matches!(other[..], [Change::Add { .. }, Change::Add { .. }, Change::Cancel(_), Change::Cancel(_)]));
    }

    #[test]
    fn an_identifier_is_never_given_twice() {
        let moved =
            Known { date: date("20261128T110000", "2026-11-29T11:00:00"), ..known("20261128T100000", "", false) };
        let dates =
            vec![date("20261128T110000", "2026-11-29T11:00:00"), date("20261128T100000", "2026-11-28T10:00:00")];
        let changes = reconcile(std::slice::from_ref(&moved), &HashSet::new(), dates, false);
        assert!(
            matches!(&changes[..], [Change::Keep { again: true, moved: false, .. }, Change::Add { id, .. }] if id == "20261128T100000x")
        );
    }

    #[test]
    fn a_single_date_that_moves_to_another_day_stays_itself() {
        let moved = date(ONCE, "2026-12-05T10:00:00");
        assert_eq!(
            change(&[known(ONCE, "2026-11-28T10:00:00", true)], vec![moved.clone()], false),
            [keep(ONCE, &moved)]
        );
    }

    #[test]
    fn a_date_with_replies_that_goes_is_cancelled() {
        assert_eq!(change(&[known("a", "2026-11-28", true)], vec![], false), [Change::Cancel("a".to_owned())]);
    }

    #[test]
    fn what_is_over_stays() {
        let past = Known { over: true, ..known("a", "2026-11-21T10:00:00", true) };
        assert_eq!(change(&[past], vec![], false), []);
    }

    #[test]
    fn what_stays_as_it_was_is_no_change() {
        let changes = change(&[known("a", "2026-11-28", false)], vec![date("a", "2026-11-28")], false);
        assert!(matches!(changes[..], [Change::Keep { changed: false, moved: false, again: false, .. }]));
    }

    #[test]
    fn places_go_to_who_waits() {
        assert!(has_room(None, 1_000) && has_room(Some(2), 1) && !has_room(Some(2), 2));
        assert_eq!(promotions(Some(3), 1, 5), 2);
        assert_eq!(promotions(Some(1), 3, 5), 0);
        assert_eq!(promotions(None, 3, 5), 5);
    }
}
