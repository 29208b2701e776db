// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Events and calendars as values: what is kept of a file, and what is written to one.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::moment::Moment;
use crate::series::Series;

/// A calendar: what its head says, and its events.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calendar {
    /// `NAME` or `X-WR-CALNAME`.
    pub name: Option<String>,
    /// `DESCRIPTION` or `X-WR-CALDESC`.
    pub description: Option<String>,
    /// `X-WR-TIMEZONE`: the zone in which its people live.
    pub zone: Option<TimeZone>,
    /// The events, in the order of the file.
    pub events: Vec<Event>,
}

/// An event (`VEVENT`) with all its occurrences.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// `UID`. One that lacks it gets one made of its content, the same each time it is read.
    pub uid: String,
    /// Set only where a file has a changed occurrence without the series it belongs to: which one it is.
    pub recurrence_id: Option<Moment>,
    /// When it happens, and each occurrence that differs.
    pub series: Series,
    /// What it is.
    pub details: Details,
    /// An alarm so many minutes before the start (`VALARM`); written, not read.
    pub alarm_minutes_before: Option<u32>,
    /// The line of its `BEGIN` in the file it was read from, from 1.
    pub line: Option<usize>,
}

impl Event {
    /// An event with nothing but its identity and times.
    #[must_use]
    pub fn new(uid: impl Into<String>, series: Series) -> Event {
        Event {
            uid: uid.into(),
            recurrence_id: None,
            series,
            details: Details::default(),
            alarm_minutes_before: None,
            line: None,
        }
    }
}

/// The words and marks of an event or of one changed occurrence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details {
    /// `SUMMARY`
    pub summary: Option<String>,
    /// `DESCRIPTION`
    pub description: Option<String>,
    /// `LOCATION`
    pub location: Option<String>,
    /// `GEO`
    pub geo: Option<Geo>,
    /// `URL`
    pub url: Option<String>,
    /// `CATEGORIES`, of all such lines.
    pub categories: Vec<String>,
    /// `STATUS`
    pub status: Option<Status>,
    /// `CLASS`
    pub class: Option<Class>,
    /// The name of the `ORGANIZER` (its `CN`). Addresses are not kept.
    pub organizer: Option<String>,
    /// `SEQUENCE`; absent is 0.
    pub sequence: u32,
    /// `DTSTAMP`
    pub stamp: Option<Timestamp>,
    /// `CREATED`
    pub created: Option<Timestamp>,
    /// `LAST-MODIFIED`
    pub modified: Option<Timestamp>,
}

/// A place on the globe (WGS 84), in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Geo {
    /// North is positive; -90 to 90.
    pub latitude: f64,
    /// East is positive; -180 to 180.
    pub longitude: f64,
}

/// `STATUS` of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// `TENTATIVE`
    Tentative,
    /// `CONFIRMED`
    Confirmed,
    /// `CANCELLED`
    Cancelled,
}

/// `CLASS` of an event. A class that nobody knows is private (RFC 5545, 3.8.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// `PUBLIC`
    Public,
    /// `PRIVATE`
    Private,
    /// `CONFIDENTIAL`
    Confidential,
}
