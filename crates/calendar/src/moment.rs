// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The times of iCalendar: a day, a time that floats, a time in a zone.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};

use crate::text::{self, Parsed};

/// A `DATE` or `DATE-TIME` value with what its `TZID` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moment {
    /// A whole day.
    Date(Date),
    /// A time without a zone: the same on every clock.
    Floating(DateTime),
    /// A local time in a zone; UTC is a zone too.
    Zoned {
        /// What the clock of the zone shows. It may lie in a gap, where no clock ever shows it.
        local: DateTime,
        /// The zone.
        zone: TimeZone,
    },
}

impl Moment {
    /// A local time in a zone.
    #[must_use]
    pub fn zoned(local: DateTime, zone: TimeZone) -> Moment {
        Moment::Zoned { local, zone }
    }

    /// An instant as the clock of a zone shows it.
    #[must_use]
    pub fn at(instant: Timestamp, zone: &TimeZone) -> Moment {
        Moment::Zoned { local: zone.to_datetime(instant), zone: zone.clone() }
    }

    /// What the clock shows; midnight for a day.
    #[must_use]
    pub fn local(&self) -> DateTime {
        match self {
            Moment::Date(date) => date.to_datetime(Time::midnight()),
            Moment::Floating(local) | Moment::Zoned { local, .. } => *local,
        }
    }

    /// The zone, if it has one.
    #[must_use]
    pub fn zone(&self) -> Option<&TimeZone> {
        match self {
            Moment::Zoned { zone, .. } => Some(zone),
            Moment::Date(_) | Moment::Floating(_) => None,
        }
    }

    /// The instant that is meant, where days and floating times are taken in `zone`.
    ///
    /// A time that a clock skips is read with the offset before the gap, one that it shows twice
    /// is the first (RFC 5545, 3.3.5). At the very edges of the calendar the instant is clamped.
    #[must_use]
    pub fn instant_in(&self, zone: &TimeZone) -> Timestamp {
        resolve(self.local(), self.zone().unwrap_or(zone))
    }

    /// Whether it is a whole day.
    #[must_use]
    pub fn is_date(&self) -> bool {
        matches!(self, Moment::Date(_))
    }

    /// The same kind of moment at another local time.
    #[must_use]
    pub fn with_local(&self, local: DateTime) -> Moment {
        match self {
            Moment::Date(_) => Moment::Date(local.date()),
            Moment::Floating(_) => Moment::Floating(local),
            Moment::Zoned { zone, .. } => Moment::Zoned { local, zone: zone.clone() },
        }
    }

    /// The text of iCalendar without parameters, such as `20251129T100000` or `20251129T160000Z`.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Moment::Date(date) => text::date(*date),
            Moment::Zoned { local, zone } if *zone == TimeZone::UTC => text::date_time(*local) + "Z",
            Moment::Floating(local) | Moment::Zoned { local, .. } => text::date_time(*local),
        }
    }

    /// Reads what `to_text` writes; a local time gets `zone`, or floats without one. `None` if it is no time.
    #[must_use]
    pub fn from_text(text: &str, zone: Option<&TimeZone>) -> Option<Moment> {
        Some(match (text::parse(text)?, zone) {
            (Parsed::Date(date), _) => Moment::Date(date),
            (Parsed::Utc(local), _) => Moment::zoned(local, TimeZone::UTC),
            (Parsed::Local(local), Some(zone)) => Moment::zoned(local, zone.clone()),
            (Parsed::Local(local), None) => Moment::Floating(local),
        })
    }
}

/// The instant of a local time, as RFC 5545, 3.3.5 resolves gaps and folds.
pub(crate) fn resolve(local: DateTime, zone: &TimeZone) -> Timestamp {
    match zone.to_ambiguous_timestamp(local).compatible() {
        Ok(instant) => instant,
        Err(_) if local.year() > 0 => Timestamp::MAX,
        Err(_) => Timestamp::MIN,
    }
}

/// A nominal duration: days of the calendar, then exact time (RFC 5545, 3.3.6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Nominal {
    /// Days, however long they are.
    pub days: i32,
    /// Seconds, exactly.
    pub seconds: i64,
}

impl Nominal {
    /// The moment that lies this much after `start`. Days are added on the calendar, the rest on the clock.
    #[must_use]
    pub fn after(self, start: &Moment) -> Moment {
        let days = Span::new().try_days(self.days).unwrap_or_default();
        let local = start.local().saturating_add(days);
        match start {
            // Hours have no meaning for whole days: a part of a day is a day.
            Moment::Date(_) => {
                let part = self.seconds.signum() * ((self.seconds.abs() + 86_399) / 86_400);
                let part = Span::new().try_days(part).unwrap_or_default();
                Moment::Date(local.saturating_add(part).date())
            }
            Moment::Floating(_) => Moment::Floating(local.saturating_add(SignedDuration::from_secs(self.seconds))),
            Moment::Zoned { .. } if self.seconds == 0 => start.with_local(local),
            Moment::Zoned { zone, .. } => {
                Moment::at(add(resolve(local, zone), SignedDuration::from_secs(self.seconds)), zone)
            }
        }
    }
}

/// An instant so much later, clamped at the edges of the calendar.
pub(crate) fn add(instant: Timestamp, by: SignedDuration) -> Timestamp {
    instant.saturating_add(by).unwrap_or(instant)
}
