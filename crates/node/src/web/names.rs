// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Languages and time zones by the names that people have for them. What has no name here goes by its code.

use crate::spine::members::rules::fold;

use super::lang::{LANGUAGES, Lang};

/// Languages with a name (`language-of-…`): the tags are of ISO 639, for several tongues the one of all of them.
const TAGS: &[&str] = &[
    "es", "en", "nah", "yua", "zap", "mix", "tzo", "tzh", "oto", "ctu", "maz", "mau", "mir", "tsz", "hch", "tar",
    "top", "zoc", "chf", "pt", "fr",
];

/// Time zones that are offered, with the end of the message that names them (`zone-…`): Mexico's, and the neighbours'
/// that share people with it.
pub const ZONES: &[(&str, &str)] = &[
    ("America/Mexico_City", "mexico-city"),
    ("America/Monterrey", "monterrey"),
    ("America/Merida", "merida"),
    ("America/Cancun", "cancun"),
    ("America/Chihuahua", "chihuahua"),
    ("America/Ciudad_Juarez", "ciudad-juarez"),
    ("America/Hermosillo", "hermosillo"),
    ("America/Mazatlan", "mazatlan"),
    ("America/Tijuana", "tijuana"),
    ("America/Guatemala", "guatemala"),
    ("America/Bogota", "bogota"),
    ("America/Lima", "lima"),
    ("America/Santiago", "santiago"),
    ("America/Argentina/Buenos_Aires", "buenos-aires"),
    ("America/Los_Angeles", "los-angeles"),
    ("America/Chicago", "chicago"),
    ("Europe/Madrid", "madrid"),
    ("UTC", "utc"),
];

impl Lang {
    /// The name of a language by its tag (BCP 47).
    pub fn language(self, tag: &str) -> String {
        if TAGS.contains(&tag) { self.t(&format!("language-of-{tag}")) } else { tag.to_owned() }
    }

    /// The names of languages by their tags, with commas between them.
    pub fn languages(self, tags: impl AsRef<str>) -> String {
        tags.as_ref().split(' ').map(|tag| self.language(tag)).collect::<Vec<_>>().join(", ")
    }

    /// The name of a time zone by its IANA name.
    pub fn zone(self, zone: &str) -> String {
        let known = ZONES.iter().find(|(name, _)| *name == zone);
        known.map_or_else(|| zone.to_owned(), |(_, message)| self.t(&format!("zone-{message}")))
    }
}

/// Whether a time zone is one of those that are offered.
pub fn is_offered(zone: &str) -> bool {
    ZONES.iter().any(|(name, _)| *name == zone)
}

/// The tag of a language by its name in any language of the interface; a tag, or what is unknown, stays as it is.
pub fn tag_of(name: &str) -> String {
    let name = name.trim();
    let is = |tag: &&&str| LANGUAGES.iter().any(|lang| fold(&lang.language(tag)) == fold(name));
    TAGS.iter().find(is).map_or_else(|| name.to_owned(), |tag| (*tag).to_owned())
}

/// The tags of languages by their names or tags, each once. Between names stand commas; between tags spaces do, too.
pub fn tags_of(text: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let whole = tag_of(part);
        let found = if whole == part { part.split_whitespace().map(tag_of).collect() } else { vec![whole] };
        for tag in found {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_named_or_coded() {
        assert_eq!(tags_of("Español, Zapoteco y más, nahuatl"), ["es", "zap", "y", "más", "nah"]);
        assert_eq!(tags_of("es zap, es, english, nhn"), ["es", "zap", "en", "nhn"]);
        assert_eq!(Lang::Es.languages("es zap nhn"), "español, zapoteco, nhn");
        for tag in TAGS {
            for lang in LANGUAGES {
                assert_eq!(tag_of(&lang.language(tag)), *tag, "{tag}");
                assert!(!lang.language(tag).contains(','), "{tag}");
            }
        }
    }

    #[test]
    fn zones_exist_and_have_names() {
        for (zone, message) in ZONES {
            assert!(tequio_calendar::zone::get(zone).is_some(), "{zone}");
            assert!(LANGUAGES.iter().all(|lang| !lang.zone(zone).contains(message)), "{zone}");
        }
        assert_eq!(Lang::Es.zone("Asia/Tokyo"), "Asia/Tokyo");
    }
}
