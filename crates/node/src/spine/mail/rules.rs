// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! When a digest is due, what an address is, and how many letters are too many.

use jiff::{ToSpan as _, civil::Weekday, tz::TimeZone};
use lettre::Address;

use crate::{
    spine::{
        refusal::Fields,
        world::{DAY, HOUR, Micros},
    },
    web::lang::civil_at,
};

/// How long the link is good by which an address is confirmed.
pub const CONFIRM_LASTS: Micros = 2 * DAY;
/// How long the link is good by which a member comes back.
pub const RECOVERY_LASTS: Micros = HOUR;
/// Letters of these two kinds in a day, for one member and to one address: nobody's box is filled.
pub const LETTERS: i64 = 4;
/// Letters are forgotten after so long.
pub const KEPT: Micros = 3 * DAY;

/// The hour at which digests are due, by the clocks of the community.
const AT: i8 = 8;

/// How often a member is written to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Digest {
    /// Never.
    #[default]
    Off,
    /// Each morning.
    Daily,
    /// Each Monday.
    Weekly,
}

impl Digest {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Off, Self::Daily, Self::Weekly];

    /// As stored, and as forms send it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
        }
    }

    /// The one of this name, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|digest| digest.as_str() == name)
    }

    /// As it was stored.
    pub fn from_stored(name: &str) -> Self {
        Self::named(name).unwrap_or_default()
    }

    /// When the next one is due after an instant.
    pub fn next(self, after: Micros, zone: &TimeZone) -> Option<Micros> {
        let today = civil_at(after, zone).date();
        let days = (0..=8).filter_map(|days: i64| today.checked_add(days.days()).ok());
        let fits = days.filter(|day| match self {
            Self::Off => false,
            Self::Daily => true,
            Self::Weekly => day.weekday() == Weekday::Monday,
        });
        let at = |day: jiff::civil::Date| Some(zone.to_timestamp(day.at(AT, 0, 0, 0)).ok()?.as_microsecond());
        fits.filter_map(at).find(|at| *at > after)
    }
}

/// An address as it was typed; notes an error when it is none to which every mail server can deliver.
pub fn check_address(fields: &mut Fields, field: &'static str, typed: &str) -> Option<Address> {
    let typed = typed.trim();
    if typed.is_empty() {
        fields.error(field, "field-required");
        return None;
    }
    let plain = typed.len() <= 254 && typed.bytes().all(|byte| byte.is_ascii_graphic());
    let address = typed.parse::<Address>().ok().filter(|address| plain && !address.user().starts_with('"'));
    if address.is_none() {
        fields.error(field, "field-mail-shape");
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_due_in_the_morning() {
        let zone = TimeZone::get("America/Mexico_City").unwrap();
        let next = |digest: Digest, text: &str| {
            let after = zone.to_timestamp(text.parse().unwrap()).unwrap().as_microsecond();
            digest.next(after, &zone).map(|at| civil_at(at, &zone).to_string())
        };
        // A Tuesday.
        assert_eq!(next(Digest::Daily, "2026-11-24T07:59").as_deref(), Some("2026-11-24T08:00:00"));
        assert_eq!(next(Digest::Daily, "2026-11-24T08:00").as_deref(), Some("2026-11-25T08:00:00"));
        assert_eq!(next(Digest::Weekly, "2026-11-24T12:00").as_deref(), Some("2026-11-30T08:00:00"));
        assert_eq!(next(Digest::Weekly, "2026-11-30T08:00").as_deref(), Some("2026-12-07T08:00:00"));
        assert_eq!(next(Digest::Off, "2026-11-24T12:00"), None);
        for digest in Digest::ALL {
            assert_eq!(Digest::named(digest.as_str()), Some(digest));
        }
    }

    #[test]
    fn an_address_holds_nothing_but_itself() {
        let check = |typed: &str| {
            let mut fields = Fields::default();
            let address = check_address(&mut fields, "mail_address", typed);
            assert_eq!(address.is_none(), fields.finish().is_err(), "{typed}");
            address.map(|address| address.to_string())
        };
        assert_eq!(check(" beto@correo.example ").as_deref(), Some("beto@correo.example"));
        assert_eq!(check("be.to+tequio@a-b.example").as_deref(), Some("be.to+tequio@a-b.example"));
        for wrong in [
            "",
            "beto",
            "beto@",
            "a@b.example, c@d.example",
            "a@b.example\r\nBcc: c@d.example",
            "a@b.example\nRCPT TO:<c@d.example>",
            "Beto <beto@correo.example>",
            "\"a b\"@correo.example",
            "beto@correo.example\0",
            "ñandú@correo.example",
            &format!("{}@correo.example", "a".repeat(250)),
        ] {
            assert_eq!(check(wrong), None, "{wrong:?}");
        }
    }
}
