// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Words as they are looked up: without case and accents, and by their stems in Spanish and English (Snowball). Pure.

use std::{borrow::Cow, collections::BTreeSet, fmt::Write as _};

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Letters of a word that count.
const LONGEST: usize = 40;
/// Different words of one text that are looked up.
const MOST: usize = 10_000;
/// Words of a question that count.
const ASKED: usize = 10;

/// The stemmers of questions: nobody says in which language they ask.
const BOTH: &[Algorithm] = &[Algorithm::Spanish, Algorithm::English];

/// Words that every text has, and that nobody looks for.
const COMMON: &[&str] = &[
    "a", "al", "and", "as", "at", "be", "by", "como", "con", "de", "del", "el", "ella", "en", "es", "esta", "este",
    "for", "from", "hay", "in", "is", "it", "la", "las", "le", "lo", "los", "mas", "me", "mi", "muy", "ni", "no",
    "nos", "o", "of", "on", "or", "para", "pero", "por", "que", "se", "si", "sin", "sobre", "son", "su", "sus", "te",
    "that", "the", "this", "to", "tu", "u", "un", "una", "with", "y", "ya",
];

/// The words of a text as written, each with its place in it in bytes.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let letter = |c: char| c.is_alphanumeric() || is_combining_mark(c);
    text.split(move |c: char| !letter(c))
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// A word without case and accents.
fn fold(word: &str) -> String {
    word.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .take(LONGEST)
        .collect()
}

/// The stem of a word in one language, folded. Who leaves out the accent of *instalación* means its stem.
fn stem(word: &str, algorithm: Algorithm) -> String {
    let word: Cow<'_, str> = match (algorithm, word.strip_suffix("cion"), word.strip_suffix("sion")) {
        (Algorithm::Spanish, Some(begin), _) => Cow::Owned(format!("{begin}ción")),
        (Algorithm::Spanish, _, Some(begin)) => Cow::Owned(format!("{begin}sión")),
        _ => Cow::Borrowed(word),
    };
    fold(&Stemmer::create(algorithm).stem(&word))
}

/// The stemmers of languages, given as BCP 47 tags with spaces between them.
fn stemmers(languages: &str) -> Vec<Algorithm> {
    let stemmer = |language: &str| match language.split('-').next() {
        Some("es") => Some(Algorithm::Spanish),
        Some("en") => Some(Algorithm::English),
        _ => None,
    };
    languages.split(' ').filter_map(stemmer).collect()
}

/// What a word is looked up by, in these languages.
fn forms(word: &str, algorithms: &[Algorithm]) -> BTreeSet<String> {
    let lower: String = word.nfc().flat_map(char::to_lowercase).take(LONGEST).collect();
    let stems = algorithms.iter().map(|algorithm| stem(&lower, *algorithm));
    std::iter::once(fold(word)).chain(stems).filter(|form| !form.is_empty()).collect()
}

/// What texts in one or several languages (tags with spaces between them) are found by: terms of letters and digits,
/// sorted, each once, with a space between them.
pub fn terms<'t>(texts: impl Iterator<Item = &'t str>, languages: &str) -> String {
    let algorithms = stemmers(languages);
    let mut terms = BTreeSet::new();
    for (_, word) in texts.flat_map(words) {
        let forms = forms(word, &algorithms);
        if !forms.iter().any(|form| COMMON.contains(&form.as_str())) && terms.len() < MOST {
            terms.extend(forms);
        }
    }
    terms.into_iter().collect::<Vec<_>>().join(" ")
}

/// What somebody looks for: all of its words, the last one also as the beginning of a longer one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// For each word what it is looked up by.
    words: Vec<BTreeSet<String>>,
    /// How the last one begins.
    prefix: String,
}

impl Query {
    /// What a text asks for; nothing if it has no word that somebody would look for.
    pub fn new(text: &str) -> Option<Self> {
        // Of a mark that stands on no letter nothing is left.
        let asked = |word: &&str| {
            let folded = fold(word);
            !folded.is_empty() && !COMMON.contains(&folded.as_str())
        };
        let words: Vec<&str> = words(text).map(|(_, word)| word).filter(asked).take(ASKED).collect();
        let prefix = fold(words.last()?);
        Some(Self { words: words.into_iter().map(|word| forms(word, BOTH)).collect(), prefix })
    }

    /// In the language of SQLite's FTS5.
    pub fn fts5(&self) -> String {
        self.written(" AND ", " OR ", '"', "*")
    }

    /// In the language of PostgreSQL's `tsquery`.
    pub fn tsquery(&self) -> String {
        self.written(" & ", " | ", '\'', ":*")
    }

    fn written(&self, and: &str, or: &str, quote: char, begins: &str) -> String {
        let mut text = String::new();
        for (place, word) in self.words.iter().enumerate() {
            let last = (place + 1 == self.words.len()).then(|| format!("{quote}{}{quote}{begins}", self.prefix));
            let forms = word.iter().map(|form| format!("{quote}{form}{quote}")).chain(last);
            // Writing into a String does not fail.
            let _ = write!(text, "{}({})", if place > 0 { and } else { "" }, forms.collect::<Vec<_>>().join(or));
        }
        text
    }

    /// Whether a word of a text is one of those looked for.
    pub fn hits(&self, word: &str) -> bool {
        let forms = forms(word, BOTH);
        self.words.iter().any(|asked| !asked.is_disjoint(&forms)) || fold(word).starts_with(&self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(query: &str, text: &str, language: &str) -> bool {
        let terms = terms([text].into_iter(), language);
        let terms: BTreeSet<String> = terms.split(' ').map(str::to_owned).collect();
        let query = Query::new(query).unwrap();
        let last = query.words.len() - 1;
        query.words.iter().enumerate().all(|(place, word)| {
            !word.is_disjoint(&terms) || (place == last && terms.iter().any(|term| term.starts_with(&query.prefix)))
        })
    }

    #[test]
    fn words_are_found_without_accents_and_in_other_forms() {
        for (query, text) in [
            ("instalacion", "Fiesta de INSTALACIÓN"),
            ("instalaciones", "la instalación"),
            ("instalacion", "varias instalaciones"),
            ("taller", "Talleres de Trisquel"),
            ("talleres tris", "Taller de Trisquel"),
            ("nino", "niños y niñas"),
            ("decisión", "las decisiones que tomamos"),
            ("e\u{301}xito", "éxito"),
            ("2026", "asamblea 2026"),
        ] {
            assert!(finds(query, text, "es"), "{query}: {text}");
        }
        assert!(finds("meeting", "Two meetings", "en") && finds("decided", "we decide", "en"));
        assert!(!finds("taller", "tela", "es") && !finds("taller mesa", "taller", "es"));
        assert!(finds("zapoteco", "Zapoteco", "zap"), "a language without stemmer is found by its words");
    }

    #[test]
    fn a_question_of_common_words_asks_for_nothing() {
        assert_eq!(Query::new("de la"), None);
        assert_eq!(Query::new("¿?"), None);
        assert_eq!(Query::new("\u{93e} \u{301}"), None, "marks without letters");
        assert_eq!(Query::new("el taller").unwrap().fts5(), "(\"tall\" OR \"taller\" OR \"taller\"*)");
    }

    #[test]
    fn what_is_asked_cannot_leave_its_quotes() {
        let query = Query::new("\" OR x' | 'y:* NEAR(").unwrap();
        for (text, quote) in [(query.fts5(), '"'), (query.tsquery(), '\'')] {
            let inside: String = text.split(quote).skip(1).step_by(2).collect();
            assert!(inside.chars().all(char::is_alphanumeric), "{text}");
        }
    }
}
