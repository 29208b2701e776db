// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A licence by its text. A text counts as a licence of the SPDX list when it has at least 0.98 of its word pairs in common
//! with it (Dice's coefficient) and no difference touches a word that grants, forbids or conditions. So an address that
//! moved or a holder's name makes no difference, and "without restriction" turned into "without charge" does.

use std::{collections::HashMap, io::Read as _, sync::OnceLock};

use flate2::read::GzDecoder;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::weight::weighs;
use crate::data::Data;

/// What a text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A licence of the SPDX list, with the similarity in thousandths.
    Licence {
        /// Its identifier.
        id: &'static str,
        /// In thousandths.
        similarity: u16,
    },
    /// It withholds a freedom with this phrase.
    Restriction {
        /// The phrase.
        phrase: String,
        /// The licence that it is like, apart from that.
        like: Option<&'static str>,
    },
    /// Like this licence, but with other words where they count.
    Altered(&'static str),
    /// Nothing that is known.
    Unknown,
}

/// The part of the word pairs that must be in common, in thousandths.
const ENOUGH: u64 = 980;
/// Longer is no licence text; the longest of the list has 80 kB.
const LONGEST: usize = 400_000;
/// More words than that in one place are not a name or an address.
const INSERTION: usize = 12;

/// Reads a text.
pub fn read(text: &str, data: &Data) -> Reading {
    if text.len() > LONGEST {
        return Reading::Unknown;
    }
    let words = words(text);
    let near = nearest(&words);
    let canonical = near.as_ref().map(|near| near.known);
    let line = format!(" {} ", words.join(" "));
    for phrase in data.phrases() {
        let said = count(&line, phrase);
        // A licence may say of something else what no licence may say of itself: the GPL has "noncommercial distribution".
        if said > 0 && said > canonical.map_or(0, |known| count(&known.line(), phrase)) {
            return Reading::Restriction { phrase: phrase.clone(), like: canonical.map(|known| known.id) };
        }
    }
    match near {
        Some(near) if near.similarity >= ENOUGH && harmless(&near.known.words, &words) => {
            Reading::Licence { id: near.known.id, similarity: u16::try_from(near.similarity).unwrap_or_default() }
        }
        Some(near) => Reading::Altered(near.known.id),
        None => Reading::Unknown,
    }
}

/// How often a phrase stands in a line of words, as whole words.
fn count(line: &str, phrase: &str) -> usize {
    let ends = |at: usize| {
        let before = line.get(..at).is_some_and(|before| before.ends_with(' '));
        before && line.get(at + phrase.len()..).is_some_and(|after| after.starts_with(' '))
    };
    memchr::memmem::find_iter(line.as_bytes(), phrase).filter(|at| ends(*at)).count()
}

/// A text of the list.
struct Known {
    id: &'static str,
    words: Vec<String>,
    pairs: Vec<u64>,
}

impl Known {
    fn line(&self) -> String {
        format!(" {} ", self.words.join(" "))
    }
}

struct Near {
    known: &'static Known,
    similarity: u64,
}

/// The texts of the SPDX list with their names, as the build packed them: a name, its text, the next name, each ended by a
/// zero. Unpacked they would be a tenth of the program.
fn texts() -> impl Iterator<Item = (&'static str, &'static str)> {
    static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/licences.gz"));
    static TEXTS: OnceLock<String> = OnceLock::new();
    let all = TEXTS.get_or_init(|| {
        let mut all = String::new();
        // What the build packed is whole.
        let _ = GzDecoder::new(PACKED).read_to_string(&mut all);
        all
    });
    let mut parts = all.split_terminator('\0');
    std::iter::from_fn(move || Some((parts.next()?, parts.next()?)))
}

/// The texts of the list, each once: of "only" and "or later", which have the same, the plain one.
fn known() -> &'static [Known] {
    static KNOWN: OnceLock<Vec<Known>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let mut seen: HashMap<&str, ()> = HashMap::new();
        let mut all = Vec::new();
        for (id, text) in texts() {
            if id.ends_with("-or-later") || id.ends_with('+') || seen.insert(text, ()).is_some() {
                continue;
            }
            let mut take = |words: Vec<String>| {
                let pairs = pairs(&words);
                all.push(Known { id, words, pairs });
            };
            let whole = words(text);
            // What comes after the terms is advice for authors, which many leave out.
            let end = ["end", "of", "terms", "and", "conditions"].map(str::to_owned);
            if let Some(at) = whole.windows(5).position(|window| window == end) {
                take(whole.iter().take(at).cloned().collect());
                take(whole.iter().take(at + 5).cloned().collect());
            }
            take(whole);
        }
        all
    })
}

/// The most similar text, if it is similar enough to be that licence altered.
fn nearest(words: &[String]) -> Option<Near> {
    let own = pairs(words);
    let mut best: Option<Near> = None;
    for known in known() {
        let (a, b) = (own.len() as u64, known.pairs.len() as u64);
        // At best all pairs of the shorter one are in common.
        let floor = best.as_ref().map_or(850, |best| best.similarity + 1);
        if a + b == 0 || 2_000 * a.min(b) < floor * (a + b) {
            continue;
        }
        let similarity = 2_000 * common(&own, &known.pairs) / (a + b);
        if similarity >= floor {
            best = Some(Near { known, similarity });
        }
    }
    best
}

/// How many entries two sorted lists have in common.
fn common(one: &[u64], other: &[u64]) -> u64 {
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    let mut count = 0;
    while let (Some(a), Some(b)) = (one.peek(), other.peek()) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => _ = one.next(),
            std::cmp::Ordering::Greater => _ = other.next(),
            std::cmp::Ordering::Equal => {
                count += 1;
                one.next();
                other.next();
            }
        }
    }
    count
}

/// The pairs of neighbouring words as sorted numbers (FNV-1a, 64 bits).
fn pairs(words: &[String]) -> Vec<u64> {
    let mut pairs: Vec<u64> = words
        .windows(2)
        .map(|pair| {
            let bytes = pair.iter().flat_map(|word| word.bytes().chain([b' ']));
            bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
        })
        .collect();
    pairs.sort_unstable();
    pairs
}

/// A text as words: small letters and digits; without copyright lines, which name other people each time, and without who is
/// named where licences leave a gap for it.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for line in text.lines() {
        let lower = line.to_lowercase().replace("licence", "license").replace("non-commercial", "noncommercial");
        let bare = lower.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©');
        let is_notice = ["copyright ", "copyright:", "copyright(c)", "(c) ", "©", "all rights reserved"]
            .iter()
            .any(|start| bare.starts_with(start) || lower.trim_start().starts_with(start));
        let split = bare.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let line: Vec<&str> = split.collect();
        // "Copyright notices must be kept" is no notice; nor is one to which terms were glued.
        let notice =
            line.iter().filter(|word| !matches!(**word, "copyright" | "all" | "rights" | "reserved" | "c" | "by"));
        if is_notice && !notice.clone().any(|word| weighs(word)) && notice.count() <= 16 {
            continue;
        }
        words.extend(line.into_iter().map(str::to_owned));
    }
    for (from, to) in [
        (&["neither", "the", "name", "of"][..], &["nor"][..]),
        (&["is", "provided", "by"], &["as", "is"]),
        (&["event", "shall"], &["be", "liable"]),
    ] {
        elide(&mut words, from, to);
    }
    words
}

/// Takes out the name of a holder between two turns of phrase.
fn elide(words: &mut Vec<String>, from: &[&str], to: &[&str]) {
    let mut at = 0;
    while let Some(found) = words.get(at..).and_then(|rest| position(rest, from)) {
        let start = at + found + from.len();
        at = start;
        let Some(rest) = words.get(start..) else { return };
        let Some(gap) = position(rest, to).filter(|gap| *gap <= 16) else { continue };
        let inside = rest.get(..gap).unwrap_or_default();
        if !inside.iter().any(|word| weighs(word)) {
            words.drain(start..start + gap);
        }
    }
}

fn position(words: &[String], wanted: &[&str]) -> Option<usize> {
    words.windows(wanted.len()).position(|window| window.iter().zip(wanted).all(|(one, other)| one == other))
}

/// Whether what differs between a licence and a text changes nothing that is granted.
fn harmless(licence: &[String], text: &[String]) -> bool {
    let counts = |words: Option<&[String]>| words.unwrap_or_default().iter().any(|word| weighs(word));
    capture_diff_slices(Algorithm::Myers, licence, text).into_iter().all(|change| match change {
        DiffOp::Equal { .. } => true,
        change => {
            let (old, new) = (change.old_range(), change.new_range());
            let short = new.len() <= INSERTION && old.len() <= INSERTION;
            short && !counts(licence.get(old)) && !counts(text.get(new))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holders_and_addresses_make_no_difference() {
        let data = Data::built_in();
        let mit = spdx::license_id("MIT").unwrap().text();
        let named = mit.replace("<year> <copyright holders>", "2011-2024 A community, and others <a@example.org>");
        assert!(matches!(read(&named, &data), Reading::Licence { id: "MIT", .. }), "{:?}", read(&named, &data));
        let bsd = spdx::license_id("BSD-3-Clause").unwrap().text();
        let named = bsd.replace("the copyright holder nor", "the University of Everywhere nor");
        assert!(
            matches!(read(&named, &data), Reading::Licence { id: "BSD-3-Clause", .. }),
            "{:?}",
            read(&named, &data)
        );
        let gpl = spdx::license_id("GPL-2.0-only")
            .unwrap()
            .text()
            .replace("Franklin Street, Fifth Floor", "Temple Place, Suite 330");
        assert!(matches!(read(&gpl, &data), Reading::Licence { .. }), "{:?}", read(&gpl, &data));
    }
}
