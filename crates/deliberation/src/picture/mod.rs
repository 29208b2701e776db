// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Results as pictures (SVG) that need nothing else, each with a title and a description for who does not see it.

mod opinions;
mod tally;

use std::fmt::Write as _;

pub use opinions::{opinions, text as opinions_text};
pub use tally::tally;

const PAPER: &str = "#fbf7ef";
const INK: &str = "#221c16";
const ACCENT: &str = "#8f5600";
const GOLD: &str = "#e8b04a";
const PALE: &str = "#e3d3b4";

/// A picture that grows.
struct Picture {
    body: String,
    width: f64,
    height: f64,
}

impl Picture {
    fn new() -> Picture {
        Picture { body: String::new(), width: 0.0, height: 0.0 }
    }

    fn reach(&mut self, x: f64, y: f64) {
        self.width = self.width.max(x);
        self.height = self.height.max(y);
    }

    fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), fill: &str) {
        let _ = writeln!(
            self.body,
            r#"<rect x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" fill="{fill}"/>"#
        );
        self.reach(x + width, y + height);
    }

    fn text(&mut self, (x, y): (f64, f64), anchor: &str, words: &str) {
        let _ = writeln!(self.body, r#"<text x="{x:.1}" y="{y:.1}" text-anchor="{anchor}">{}</text>"#, escaped(words));
        // Letters of 14 pixels are hardly wider than eight; what is anchored elsewhere begins further left.
        let length = words.chars().count() as f64 * 8.0;
        let end = match anchor {
            "start" => x + length,
            "middle" => x + length / 2.0,
            _ => x,
        };
        self.reach(end, y + 6.0);
    }

    fn finish(self, title: &str, description: &str) -> String {
        let (width, height) = ((self.width + 16.0).ceil(), (self.height + 16.0).ceil());
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title description" viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family="sans-serif" font-size="14" fill="{INK}">
<title id="title">{}</title>
<desc id="description">{}</desc>
<rect width="{width}" height="{height}" fill="{PAPER}"/>
{}</svg>
"#,
            escaped(title),
            escaped(description),
            self.body
        )
    }
}

/// Words as XML has them, without the control characters that it cannot have.
fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => text.push(' '),
            letter => text.push(letter),
        }
    }
    text
}

/// No longer than so many letters.
fn short(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    words.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The size that a picture with one text has.
    fn size(anchor: &str) -> (f64, f64) {
        let mut picture = Picture::new();
        picture.text((100.0, 20.0), anchor, "ñandú");
        (picture.width, picture.height)
    }

    #[test]
    fn a_picture_is_as_wide_as_its_words() {
        assert_eq!(size("start"), (140.0, 26.0), "five letters of eight to the right");
        assert_eq!(size("middle"), (120.0, 26.0), "half of them");
        assert_eq!(size("end"), (100.0, 26.0));
        let mut picture = Picture::new();
        picture.rect((10.0, 20.0), (300.0, 5.0), INK);
        picture.text((0.0, 0.0), "start", "corto");
        let svg = picture.finish("1 < 2", "a\u{7} & b");
        assert!(svg.contains(r#"viewBox="0 0 326 41" width="326" height="41""#), "and has a margin: {svg}");
        assert!(svg.contains("<title id=\"title\">1 &lt; 2</title>") && svg.contains(">a  &amp; b</desc>"), "{svg}");
    }

    #[test]
    fn what_xml_cannot_have_is_left_out() {
        assert_eq!(escaped("<a>\"&\"\n\u{fffe}\u{ffff}ó"), "&lt;a&gt;&quot;&amp;&quot; ó");
        assert_eq!([short("cuatro", 6), short("cuatro", 5), short("ñ", 0)], ["cuatro", "cuat…", "…"]);
    }
}
