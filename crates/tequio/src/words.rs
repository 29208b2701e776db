// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The words of the terminal, in the language of who reads there: Spanish or English.

use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

use fluent_templates::{LanguageIdentifier, Loader, fluent_bundle::FluentValue, langid, static_loader};
use tequio_node::web::lang::Lang;

static_loader! {
    static MESSAGES = {
        locales: "./locales",
        fallback_language: "en",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static LANG: LazyLock<Lang> = LazyLock::new(|| of_environment(|name| std::env::var(name).ok()));

/// The language of who reads. Without any that is known it is English, so that scripts, which set `C`, read the same
/// everywhere; and whoever reads Spanish has a Spanish system, which says so.
fn of_environment(variable: impl Fn(&str) -> Option<String>) -> Lang {
    let set = |name| variable(name).filter(|value| !value.is_empty());
    match set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG")) {
        Some(locale) if locale.starts_with("es") => Lang::Es,
        _ => Lang::En,
    }
}

/// The language in which this process speaks.
pub fn lang() -> Lang {
    // Tests compare words; who runs them may read any language.
    if cfg!(test) { Lang::En } else { *LANG }
}

fn identifier(lang: Lang) -> LanguageIdentifier {
    match lang {
        Lang::Es => langid!("es"),
        Lang::En => langid!("en"),
    }
}

/// A text without what moves a terminal: files of strangers are shown there, and what they are called.
pub fn plain(text: &str) -> String {
    text.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect()
}

/// A message, if there is one of this name.
pub fn find(message: &str) -> Option<String> {
    MESSAGES.try_lookup(&identifier(lang()), message)
}

/// A message.
pub fn t(message: &str) -> String {
    MESSAGES.lookup(&identifier(lang()), message)
}

/// A message with arguments. What is counted chooses plural forms.
pub fn with(message: &str, arguments: &[(&'static str, &dyn ToString)]) -> String {
    let value = |name: &str, value: &dyn ToString| {
        let text = value.to_string();
        match text.parse::<i64>() {
            Ok(count) if name == "count" => count.into(),
            _ => FluentValue::from(text),
        }
    };
    let arguments: HashMap<Cow<'static, str>, FluentValue<'_>> =
        arguments.iter().map(|(name, given)| (Cow::Borrowed(*name), value(name, *given))).collect();
    MESSAGES.lookup_with_args(&identifier(lang()), message, &arguments)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_has_its_plural() {
        let said = |count: usize| with("said-findings", &[("count", &count)]);
        assert_eq!(said(1), "1 finding");
        assert_eq!(said(2), "2 findings");
    }

    #[test]
    fn the_first_variable_that_is_set_says_the_language() {
        let of = |set: &[(&str, &str)]| {
            of_environment(|name| set.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
        };
        assert_eq!(of(&[("LANG", "es_MX.UTF-8")]), Lang::Es);
        assert_eq!(of(&[("LANG", "es_MX.UTF-8"), ("LC_MESSAGES", "en_US.UTF-8")]), Lang::En);
        assert_eq!(of(&[("LANG", "en_US.UTF-8"), ("LC_MESSAGES", "C"), ("LC_ALL", "es")]), Lang::Es);
        assert_eq!(of(&[("LC_ALL", ""), ("LANG", "es_ES")]), Lang::Es);
        for other in
            [&[][..], &[("LANG", "C.UTF-8")], &[("LANG", "fr_FR.UTF-8")], &[("LC_ALL", "C"), ("LANG", "es_MX")]]
        {
            assert_eq!(of(other), Lang::En, "{other:?}");
        }
    }
}
