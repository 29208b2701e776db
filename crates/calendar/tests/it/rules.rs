// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Rules made up at random from a seed: every part, alone and together, the sensible and the odd.

use jiff::{ToSpan, civil::DateTime};

/// A rule's text with its first moment. It ends soon enough for the slowest reference to follow it.
#[derive(Debug, Clone)]
pub struct Made {
    pub start: DateTime,
    pub text: String,
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        least + i64::try_from(self.below(u64::try_from(most - least + 1).unwrap())).unwrap()
    }

    fn list(&mut self, longest: u64, mut item: impl FnMut(&mut Self) -> String) -> String {
        let mut list: Vec<String> = (0..=self.below(longest)).map(|_| item(self)).collect();
        list.sort();
        list.dedup();
        list.join(",")
    }

    /// From 1 to `most`, or from its end.
    fn ordinal(&mut self, most: i64) -> String {
        let n = self.between(1, most);
        if self.one_in(3) { (-n).to_string() } else { n.to_string() }
    }

    fn weekday(&mut self) -> &'static str {
        ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][usize::try_from(self.below(7)).unwrap()]
    }

    pub fn rule(&mut self) -> Made {
        let kind = self.below(16);
        let (frequency, days) = match kind {
            0 => ("SECONDLY", 0),
            1 => ("MINUTELY", 2),
            2 => ("HOURLY", 40),
            3..=5 => ("DAILY", 900),
            6..=8 => ("WEEKLY", 1_500),
            9..=12 => ("MONTHLY", 3_000),
            _ => ("YEARLY", 9_000),
        };
        let start = jiff::civil::date(
            i16::try_from(self.between(1996, 2031)).unwrap(),
            i8::try_from(self.between(1, 12)).unwrap(),
            i8::try_from(self.between(1, 28)).unwrap(),
        )
        .at(
            i8::try_from(self.between(0, 23)).unwrap(),
            [0, 0, 15, 30, 59][usize::try_from(self.below(5)).unwrap()],
            if self.one_in(5) { 30 } else { 0 },
            0,
        );
        let mut text = format!("FREQ={frequency}");
        if self.one_in(2) {
            let most = if kind == 0 { 200 } else { 5 };
            text += &format!(";INTERVAL={}", self.between(1, most));
        }
        // Seconds are many: the slowest reference looks at each.
        let end = if kind == 0 { start + 90.minutes() } else { start + days.days() };
        text += &format!(";UNTIL={}", end.strftime("%Y%m%dT%H%M%S"));
        if self.one_in(3) {
            text += &format!(";COUNT={}", self.between(1, 30));
        }
        if self.one_in(4) {
            text += &format!(";BYMONTH={}", self.list(4, |c| c.between(1, 12).to_string()));
        }
        let by_week = kind >= 13 && self.one_in(6);
        if by_week {
            // The first days of a year's first week may lie in the year before: references look there only
            // for week 1, not for the same week counted from the end.
            text += &format!(";BYWEEKNO={}", self.list(3, |c| c.ordinal(51)));
        }
        if kind >= 13 && !by_week && self.one_in(5) {
            text += &format!(";BYYEARDAY={}", self.list(4, |c| c.ordinal(366)));
        }
        if !(6..=8).contains(&kind) && self.one_in(4) {
            text += &format!(";BYMONTHDAY={}", self.list(4, |c| c.ordinal(31)));
        }
        if self.one_in(2) {
            // Numbers belong to months and years (RFC 5545, 3.3.10), and not where weeks are counted.
            let numbered = kind >= 9 && !by_week && self.one_in(2);
            let most = if kind >= 13 && !text.contains("BYMONTH=") { 53 } else { 5 };
            let day = |c: &mut Self| if numbered { c.ordinal(most) + c.weekday() } else { c.weekday().to_owned() };
            text += &format!(";BYDAY={}", self.list(4, day));
        }
        if self.one_in(if kind < 3 { 3 } else { 6 }) {
            text += &format!(";BYHOUR={}", self.list(3, |c| c.between(0, 23).to_string()));
        }
        if self.one_in(if kind < 2 { 3 } else { 6 }) {
            text += &format!(";BYMINUTE={}", self.list(3, |c| c.between(0, 59).to_string()));
        }
        if self.one_in(8) {
            text += &format!(";BYSECOND={}", self.list(3, |c| c.between(0, 59).to_string()));
        }
        if kind >= 3 && text.contains("BYDAY") && self.one_in(3) {
            // The first or the last is always there: a reference would look for a sixth one for ever.
            let end = if self.one_in(2) { "1" } else { "-1" };
            text += &format!(";BYSETPOS={end},{}", self.list(3, |c| c.ordinal(6)));
        }
        if self.one_in(4) {
            text += &format!(";WKST={}", self.weekday());
        }
        Made { start, text }
    }
}
