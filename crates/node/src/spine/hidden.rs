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

#[cfg(test)]
mod tests {
    use super::*;

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
