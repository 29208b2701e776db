// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Languages: Spanish first, English whole, any other by adding a folder of Fluent files.

use std::{borrow::Cow, collections::HashMap};

use fluent_templates::{LanguageIdentifier, Loader, fluent_bundle::FluentValue, static_loader};
use jiff::{Timestamp, civil, tz::TimeZone};

use crate::spine::{
    refusal::{FieldError, Refusal},
    world::Micros,
};

static_loader! {
    static MESSAGES = {
        locales: "./locales",
        fallback_language: "es",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// The languages there are, the first one is the default.
pub const LANGUAGES: [Lang; 2] = [Lang::Es, Lang::En];

/// A language of the interface.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lang {
    /// Spanish, as Mexicans speak it.
    #[default]
    Es,
    /// English.
    En,
}

impl Lang {
    /// Its BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Es => "es",
            Self::En => "en",
        }
    }

    /// The language with this tag, or with this tag's beginning: `es-MX` is Spanish.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or_default();
        LANGUAGES.into_iter().find(|lang| lang.tag().eq_ignore_ascii_case(primary))
    }

    /// The first language of an `Accept-Language` header that we have, by the reader's preference.
    pub fn from_header(header: &str) -> Option<Self> {
        let mut wanted: Vec<(f32, &str)> = header
            .split(',')
            .take(20)
            .map(|part| {
                let mut pieces = part.split(';');
                let tag = pieces.next().unwrap_or_default().trim();
                let quality = pieces.find_map(|piece| piece.trim().strip_prefix("q=")).and_then(|q| q.parse().ok());
                (quality.unwrap_or(1.0), tag)
            })
            .collect();
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
        wanted.into_iter().find_map(|(_, tag)| Self::from_tag(tag))
    }

    fn identifier(self) -> LanguageIdentifier {
        match self {
            Self::Es => fluent_templates::langid!("es"),
            Self::En => fluent_templates::langid!("en"),
        }
    }

    /// A message.
    pub fn t(self, message: &str) -> String {
        MESSAGES.lookup(&self.identifier(), message)
    }

    /// A message with arguments. Those that look like numbers choose plural forms.
    pub fn with(self, message: &str, arguments: &[(&'static str, &str)]) -> String {
        let arguments: HashMap<Cow<'static, str>, FluentValue<'_>> =
            arguments.iter().map(|(name, value)| (Cow::Borrowed(*name), value_of(name, value))).collect();
        MESSAGES.lookup_with_args(&self.identifier(), message, &arguments)
    }

    /// Why something was refused.
    pub fn refusal(self, refusal: &Refusal) -> String {
        self.with_owned(refusal.message, &refusal.arguments)
    }

    /// What is wrong with a field.
    pub fn field_error(self, error: &FieldError) -> String {
        self.with_owned(error.message, &error.arguments)
    }

    fn with_owned(self, message: &str, arguments: &[(&'static str, String)]) -> String {
        let arguments: Vec<(&'static str, &str)> =
            arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.with(message, &arguments)
    }

    /// A day: «sábado 28 de noviembre de 2026».
    pub fn day(self, date: civil::Date) -> String {
        let weekday = self.weekday(date.weekday());
        let (day, year) = (date.day().to_string(), date.year().to_string());
        let month = self.month(date.month());
        self.with("date-day", &[("weekday", &weekday), ("day", &day), ("month", &month), ("year", &year)])
    }

    /// A day and a time: «sábado 28 de noviembre de 2026, 10:00».
    pub fn moment(self, at: civil::DateTime) -> String {
        self.with("date-moment", &[("day", &self.day(at.date())), ("time", &clock(at.time()))])
    }

    /// From one time to another; one day is said once: «sábado 28 de noviembre de 2026, 10:00–13:00».
    pub fn span(self, first: civil::DateTime, last: civil::DateTime) -> String {
        match (first == last, first.date() == last.date()) {
            (true, _) => self.moment(first),
            (_, true) => format!("{}–{}", self.moment(first), clock(last.time())),
            _ => self.with("date-range", &[("from", &self.moment(first)), ("to", &self.moment(last))]),
        }
    }

    /// An instant, as the clocks of `zone` show it.
    pub fn instant(self, at: Micros, zone: &TimeZone) -> String {
        self.moment(civil_at(at, zone))
    }

    /// The name of a month.
    pub fn month(self, month: i8) -> String {
        self.t(&format!("month-{month}"))
    }

    /// The name of a day of the week.
    pub fn weekday(self, weekday: civil::Weekday) -> String {
        self.t(&format!("weekday-{}", weekday.to_monday_one_offset()))
    }

    /// A date as the day tile of a card shows it: three letters of the weekday, the day, three of the month.
    pub fn tile(self, date: civil::Date) -> [String; 3] {
        let short = |word: String| word.chars().take(3).collect();
        [short(self.weekday(date.weekday())), date.day().to_string(), short(self.month(date.month()))]
    }
}

/// Hours and minutes.
pub fn clock(time: civil::Time) -> String {
    format!("{}:{:02}", time.hour(), time.minute())
}

/// What the clocks of `zone` show at an instant.
pub fn civil_at(at: Micros, zone: &TimeZone) -> civil::DateTime {
    zone.to_datetime(Timestamp::from_microsecond(at).unwrap_or_default())
}

/// Numbers choose plural forms; but the digits of a year or a day are words, which Fluent must not group.
fn value_of<'v>(name: &str, value: &'v str) -> FluentValue<'v> {
    if matches!(name, "year" | "day" | "time") { value.into() } else { FluentValue::try_number(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_tile_is_short_in_every_language() {
        let wednesday = civil::date(2026, 12, 2);
        assert_eq!(Lang::Es.tile(wednesday), ["mié", "2", "dic"]);
        assert_eq!(Lang::En.tile(wednesday), ["Wed", "2", "Dec"]);
    }
}
