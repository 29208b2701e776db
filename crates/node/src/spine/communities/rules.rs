// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a community's description may be.

use crate::spine::refusal::{Fields, Result};

use super::Description;

/// The longest text of a document, in characters.
pub const DOCUMENT_LIMIT: usize = 60_000;

/// Handles that would be mistaken for the node's own pages or for somebody in charge.
const RESERVED: &[&str] =
    &["admin", "administrator", "api", "node", "nodo", "root", "static", "support", "system", "tequio", "www"];

/// Checks a handle: 3 to 30 lower-case letters, digits and single hyphens, beginning with a letter. It is
/// part of every address and never changes.
pub fn check_handle(fields: &mut Fields, handle: &str) {
    let shape = (3..=30).contains(&handle.len())
        && handle.starts_with(|c: char| c.is_ascii_lowercase())
        && handle.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && !handle.ends_with('-')
        && !handle.contains("--");
    if !shape {
        fields.error("handle", "field-handle-shape");
    } else if RESERVED.contains(&handle) {
        fields.error("handle", "field-handle-reserved");
    }
}

/// Whether a text is a host that a community can have for itself: a name of the domain name system in lower case,
/// of two or more parts (RFC 1123, 2.1); no address, and not this machine's own name.
pub fn is_host(host: &str) -> bool {
    let part = |part: &str| {
        (1..=63).contains(&part.len())
            && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    host.len() <= 253
        && host.contains('.')
        && host.split('.').all(part)
        && last != "localhost"
        && !last.chars().all(|c| c.is_ascii_digit())
}

/// A handle made from a name, as a suggestion: `CoLSoLi Etla` → `colsoli-etla`.
pub fn suggest_handle(name: &str) -> String {
    let folded = crate::spine::members::rules::fold(name);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let joined = words.collect::<Vec<_>>().join("-");
    joined
        .trim_start_matches(|c: char| !c.is_ascii_lowercase())
        .chars()
        .take(30)
        .collect::<String>()
        .trim_end_matches('-')
        .to_owned()
}

impl Description {
    /// Checks every field at once, and cleans white space.
    ///
    /// # Errors
    /// Which fields do not fit, and why.
    pub fn checked(self, fields: &mut Fields) -> Self {
        let name = fields.line("name", &self.name, 80);
        let municipality = fields.line("municipality", &self.municipality, 80);
        let care_contact = fields.line("care_contact", &self.care_contact, 200);
        if self.languages.is_empty() || !self.languages.iter().all(|tag| is_language_tag(tag)) {
            fields.error("languages", "field-language-tags");
        }
        if tequio_calendar::zone::get(&self.time_zone).is_none() {
            fields.error("time_zone", "field-time-zone");
        }
        Self { name, municipality, care_contact, ..self }
    }
}

/// Whether `tag` has the shape of a BCP 47 tag: `es`, `es-MX`, `nhn`, `zai`.
pub fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.chars().all(|c| c.is_ascii_lowercase())
        && parts.all(|part| (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// Checks the text of a document.
///
/// # Errors
/// Why it does not fit.
pub fn check_document(field: &'static str, body: &str) -> Result<String> {
    let mut fields = Fields::default();
    let body = fields.text(field, body, DOCUMENT_LIMIT);
    fields.finish()?;
    Ok(body)
}

/// The host of an address on the network that is a community's own, and not the node's.
pub(crate) fn own_host(base: &str) -> Option<String> {
    let url = url::Url::parse(base).ok().filter(|url| url.path() == "/")?;
    url.host_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_of_two_or_more_parts() {
        for good in ["etla.example", "a.b.c-d.example", "xn--mxico-bsa.example", "2024.example"] {
            assert!(is_host(good), "{good}");
        }
        for wrong in [
            "",
            "etla",
            "Etla.example",
            "etla..example",
            "-etla.example",
            "192.0.2.7",
            "etla.localhost",
            "etla.example:80",
            "e/x.example",
        ] {
            assert!(!is_host(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_handle_is_short_plain_and_not_reserved() {
        let fits = |handle: &str| {
            let mut fields = Fields::default();
            check_handle(&mut fields, handle);
            fields.finish().is_ok()
        };
        assert!(fits("colsoli-etla"));
        for wrong in ["", "ab", "Etla", "-etla", "etla-", "et--la", "2etla", "admin", "étla", "a/b"] {
            assert!(!fits(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_suggested_handle_fits() {
        assert_eq!(suggest_handle("CoLSoLi Etla, Oaxaca"), "colsoli-etla-oaxaca");
        assert_eq!(suggest_handle("¡Niñas que programan!"), "ninas-que-programan");
        assert_eq!(suggest_handle("2 de Octubre"), "de-octubre");
    }

    #[test]
    fn language_tags_keep_variants_apart() {
        assert!(["es", "es-MX", "nhn", "zai", "yua"].into_iter().all(is_language_tag));
        assert!(!["", "e", "español", "ES", "es-"].into_iter().any(is_language_tag));
    }
}
