// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Options to choose among, as people write them: a name and a sentence; and money, in whole pesos.

use std::collections::BTreeSet;

use crate::spine::{id::Id, mandates, members::rules::name_key, refusal::Fields};

use super::Life;

/// The most options of a decision: more nobody compares.
pub const OPTIONS_LIMIT: usize = 30;
/// The longest name of an option, in characters.
pub const NAME_LIMIT: usize = 80;
/// The longest sentence about it.
pub const ABOUT_LIMIT: usize = 500;
/// The most money of a budget, in pesos.
pub const MONEY_LIMIT: u64 = 1_000_000;

/// An option as somebody offers it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offered {
    /// What it is called.
    pub name: String,
    /// What it means, in a sentence.
    pub about: String,
    /// What it costs, in pesos, where money is spent.
    pub cost: Option<u64>,
}

/// What is to be chosen among, and how many or for how much.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Among {
    /// The options to begin with.
    pub options: Vec<Offered>,
    /// For which mandate people are chosen. Then nobody is put up by others: each offers themself.
    pub mandate: Option<mandates::Kind>,
    /// How many are chosen, or how much there is to spend; nobody may have said yet.
    pub allotted: Option<u64>,
}

impl Offered {
    /// With every field checked at once.
    pub fn checked(self, fields: &mut Fields) -> Self {
        let name = fields.line("option", &self.name, NAME_LIMIT);
        let about = fields.optional_line("about", &self.about, ABOUT_LIMIT);
        Self { name, about, ..self }
    }

    /// As it is written down: its name is the first line.
    pub fn words(&self) -> String {
        format!("{}\n{}", self.name, self.about).trim_end().to_owned()
    }
}

impl Among {
    /// With every field checked at once: at least two options, and no name twice.
    pub fn checked(self, fields: &mut Fields) -> Self {
        if self.mandate.is_some() {
            if !self.options.is_empty() {
                fields.error("mandate", "field-mandate-options");
            }
        } else if !(2..=OPTIONS_LIMIT).contains(&self.options.len()) {
            fields.error_with("option", "field-options", "most", OPTIONS_LIMIT);
        }
        let options: Vec<Offered> = self.options.into_iter().map(|offered| offered.checked(fields)).collect();
        let mut names = BTreeSet::new();
        if !options.iter().all(|offered| names.insert(name_key(&offered.name))) {
            fields.error("option", "field-option-twice");
        }
        Self { options, ..self }
    }
}

/// The name of an option, and the sentence about it, from how it was written down.
pub fn told(words: &str) -> (&str, &str) {
    words.split_once('\n').unwrap_or((words, ""))
}

/// The options that were chosen, in the order of election; nothing until ballots are counted.
pub(in crate::decide) fn chosen(life: &Life) -> Option<Vec<Id>> {
    let election = life.counted.as_ref()?.election.as_ref()?;
    let list = &life.terms.as_ref()?.options.as_ref()?.list;
    Some(election.chosen.iter().filter_map(|place| Some(list.get(*place as usize)?.id)).collect())
}

/// An amount as people type it: `1500`, `1,500` or `$1,500`; whole pesos above nothing.
pub fn pesos(text: &str) -> Option<u64> {
    let digits: String = text.chars().filter(|letter| !matches!(letter, '$' | ',' | ' ')).collect();
    let whole = digits.strip_suffix(".00").unwrap_or(&digits);
    let plain = !whole.is_empty() && whole.bytes().all(|digit| digit.is_ascii_digit());
    whole.parse().ok().filter(|amount| plain && (1..=MONEY_LIMIT).contains(amount))
}

/// An amount as it is shown: `$1,500`.
pub fn money(amount: u64) -> String {
    let digits = amount.to_string();
    let mut told = String::from("$");
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            told.push(',');
        }
        told.push(digit);
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_as_people_type_it() {
        for (typed, amount) in [("1500", 1500), ("$1,500", 1500), (" 1 500.00 ", 1500), ("1,000,000", 1_000_000)] {
            assert_eq!(pesos(typed), Some(amount), "{typed}");
        }
        for typed in ["", "0", "-3", "1.5", "mil", "1000001", "99999999999999999999", "+7"] {
            assert_eq!(pesos(typed), None, "{typed}");
        }
        assert_eq!([1, 999, 1000, 1_234_567].map(money), ["$1", "$999", "$1,000", "$1,234,567"]);
    }

    #[test]
    fn an_option_is_read_as_it_was_written() {
        let offered = Offered { name: "Los jueves".to_owned(), about: "De 5 a 8.".to_owned(), cost: None };
        assert_eq!(told(&offered.words()), ("Los jueves", "De 5 a 8."));
        assert_eq!(told(&Offered { about: String::new(), ..offered }.words()), ("Los jueves", ""));
    }
}
