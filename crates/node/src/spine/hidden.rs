// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Characters that nobody sees: in a name they make two that look alike, or hide how it ends.

use icu_properties::{
    CodePointMapData, CodePointSetData,
    props::{DefaultIgnorableCodePoint, GeneralCategory},
};

/// Whether a character does not show by itself: controls, what turns the direction of writing around, what is ignored
/// where it cannot be shown (Unicode's `Default_Ignorable_Code_Point`), separators of lines, private ones and the empty
/// pattern of braille. Marks that change the letter before them are not among these.
pub fn is_hidden(c: char) -> bool {
    use GeneralCategory as Is;
    match CodePointMapData::<Is>::new().get(c) {
        Is::NonspacingMark | Is::EnclosingMark | Is::SpacingMark => false,
        Is::Control | Is::Format | Is::LineSeparator | Is::ParagraphSeparator | Is::PrivateUse => true,
        _ => c == '\u{2800}' || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c),
    }
}

/// A text on one line, without what nobody sees. What joins signs stays where it stands between two: emoji are made
/// with it, and words of some languages.
pub fn one_line(text: &str) -> String {
    let seen = |c: &char| matches!(c, '\u{200c}' | '\u{200d}') || c.is_whitespace() || !is_hidden(*c);
    let words: String = text.chars().filter(seen).collect();
    let ends = |c: char| c.is_whitespace() || is_hidden(c);
    words.trim_matches(ends).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_shows_what_it_is() {
        assert_eq!(one_line("  Taller\u{ad} de\n\u{202e}radio\u{1b}[31m\u{feff} "), "Taller de radio[31m");
        assert_eq!(one_line("👩\u{200d}💻 می\u{200c}خواهم\u{200d}"), "👩\u{200d}💻 می\u{200c}خواهم");
        assert_eq!(one_line("\u{200b}\u{2067}\u{3164} \u{200d}"), "");
    }

    #[test]
    fn what_nobody_sees_is_hidden_and_what_people_write_is_not() {
        let hidden = "\0\n\u{7f}\u{85}\u{ad}\u{61c}\u{115f}\u{180e}\u{200b}\u{200f}\u{2028}\u{202e}\u{2060}\u{2063}\u{2066}\
                      \u{2067}\u{206a}\u{2800}\u{3164}\u{e000}\u{feff}\u{fff9}\u{1d173}\u{e0001}\u{e0041}";
        for c in hidden.chars() {
            assert!(is_hidden(c), "U+{:04X}", u32::from(c));
        }
        for c in "Ñandú Zoë n\u{303} İ 陳 Оля ❤\u{fe0f} · ꞌ-'".chars() {
            assert!(!is_hidden(c), "U+{:04X}", u32::from(c));
        }
    }
}
