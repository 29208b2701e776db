// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The language in which results are told. JSON has no words of its own and is the same in each.

/// A language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Spanish.
    Es,
}

impl Language {
    /// Words, written in both languages at once, so that none can be missing.
    pub(crate) fn say(self, es: &'static str, en: &'static str) -> &'static str {
        match self {
            Language::En => en,
            Language::Es => es,
        }
    }
}
