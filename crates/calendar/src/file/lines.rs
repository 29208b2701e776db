// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Content lines (RFC 5545, 3.1): unfolded, taken apart, and each with its number in the file.

use crate::text;

/// A property as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Where it begins, from 1.
    pub number: usize,
    /// In capitals.
    pub name: String,
    /// Names in capitals, values without quotes.
    pub params: Vec<(String, String)>,
    /// Still escaped.
    pub value: String,
}

/// What a logical line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// A property.
    Line(Line),
    /// Words without a property: a program that did not fold its text.
    Stray(usize, String),
}

/// Names whose values are dates: where a zone's name has a colon, they tell which colon ends it.
const DATES: [&str; 5] = ["DTSTART", "DTEND", "EXDATE", "RDATE", "RECURRENCE-ID"];

/// The logical lines of a file, without the empty ones.
pub(super) fn contents(file: &[u8]) -> Vec<Content> {
    let file = file.strip_prefix("\u{feff}".as_bytes()).unwrap_or(file);
    let break_at = if file.contains(&b'\n') { b'\n' } else { b'\r' };
    let mut logical: Vec<(usize, Vec<u8>)> = Vec::new();
    for (index, line) in file.split(|byte| *byte == break_at).enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match (line.split_first(), logical.last_mut()) {
            // Folding may cut a character in two: bytes are joined before they are read as text.
            (Some((b' ' | b'\t', rest)), Some((_, whole))) => whole.extend_from_slice(rest),
            (Some(_), _) => logical.push((index + 1, line.to_vec())),
            (None, _) => {}
        }
    }
    logical.into_iter().map(|(number, bytes)| content(number, decode(bytes))).collect()
}

/// UTF-8, or else Latin-1: old programs know nothing later.
fn decode(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect())
}

fn content(number: usize, line: String) -> Content {
    let (name, rest) = match line.find([':', ';']) {
        Some(end) => line.split_at(end),
        None => return Content::Stray(number, line),
    };
    let name = name.trim().to_ascii_uppercase();
    let known =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    match value_at(&name, rest) {
        Some(colon) if known => {
            let (params, value) = rest.split_at(colon);
            let value = value.get(1..).unwrap_or_default().to_owned();
            Content::Line(Line { number, name, params: params_of(params), value })
        }
        _ => Content::Stray(number, line),
    }
}

/// Where the colon before the value is. Some programs do not quote zones such as `(UTC-06:00) Guadalajara`.
fn value_at(name: &str, rest: &str) -> Option<usize> {
    let mut quoted = false;
    let mut colons = rest.char_indices().filter_map(|(index, c)| {
        quoted ^= c == '"';
        (c == ':' && !quoted).then_some(index)
    });
    let first = colons.next().or_else(|| rest.find(':'))?;
    if !DATES.contains(&name) || !rest.starts_with(';') {
        return Some(first);
    }
    let is_date = |index: &usize| {
        let value = rest.get(index + 1..).unwrap_or_default();
        text::parse(value.split([',', '/']).next().unwrap_or_default()).is_some()
    };
    std::iter::once(first).chain(colons).find(is_date).or(Some(first))
}

fn params_of(text: &str) -> Vec<(String, String)> {
    let mut quoted = false;
    text.split(|c| {
        quoted ^= c == '"';
        c == ';' && !quoted
    })
    .filter_map(|param| param.split_once('='))
    .map(|(name, value)| (name.trim().to_ascii_uppercase(), uncaret(&value.replace('"', "")).trim().to_owned()))
    .collect()
}

/// The escapes of parameters (RFC 6868).
fn uncaret(text: &str) -> String {
    text.replace("^n", "\n").replace("^'", "\"").replace("^^", "^")
}

impl Line {
    /// A parameter's value.
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value as text (RFC 5545, 3.3.11), without white space around it. `None` if nothing is left.
    pub(super) fn text(&self) -> Option<String> {
        let text = unescape(&self.value);
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// The texts of a list.
    pub(super) fn texts(&self) -> Vec<String> {
        let mut escaped = false;
        self.value
            .split(|c| {
                let separates = c == ',' && !escaped;
                escaped = c == '\\' && !escaped;
                separates
            })
            .map(|text| unescape(text).trim().to_owned())
            .filter(|text| !text.is_empty())
            .collect()
    }
}

fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            plain.push(c);
            continue;
        }
        match chars.next() {
            Some('n' | 'N') => plain.push('\n'),
            Some(c @ ('\\' | ';' | ',' | ':' | '"')) => plain.push(c),
            Some(other) => plain.extend(['\\', other]),
            None => plain.push('\\'),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Line {
        match contents(text.as_bytes()).remove(0) {
            Content::Line(line) => line,
            stray @ Content::Stray(..) => panic!("{stray:?}"),
        }
    }

    #[test]
    fn folded_lines_are_one_also_where_a_character_was_cut() {
        let mut file = b"SUMMARY:A\xc3".to_vec();
        file.extend_from_slice(b"\r\n \xb1o\r\n\r\nUID:1\n");
        let lines = contents(&file);
        assert_eq!(lines.len(), 2);
        assert!(matches!(&lines[0], Content::Line(line) if line.value == "A\u{f1}o" && line.number == 1));
        assert!(matches!(&lines[1], Content::Line(line) if line.number == 4));
    }

    #[test]
    fn latin_1_and_old_line_ends_are_read() {
        let lines = contents(b"SUMMARY:A\xf1o\rUID:1");
        assert!(matches!(&lines[0], Content::Line(line) if line.value == "A\u{f1}o"));
        assert_eq!(lines.len(), 2);
    }

    #[test]
    fn parameters_may_be_quoted_or_not() {
        let line = one("dtstart;tzid=\"(UTC-06:00) Guadalajara; Monterrey\";VALUE=DATE-TIME:20260101T100000");
        assert_eq!(line.name, "DTSTART");
        assert_eq!(line.param("TZID"), Some("(UTC-06:00) Guadalajara; Monterrey"));
        let line = one("DTSTART;TZID=(UTC-06:00) Guadalajara:20260101T100000");
        assert_eq!(line.param("TZID"), Some("(UTC-06:00) Guadalajara"));
        assert_eq!(line.value, "20260101T100000");
        assert_eq!(one("ORGANIZER;CN=^'Ana^':mailto:a@example.org").param("CN"), Some("\"Ana\""));
        assert_eq!(one("ORGANIZER;CN=^'Ana^':mailto:a@example.org").value, "mailto:a@example.org");
    }

    #[test]
    fn texts_are_unescaped_and_lists_split() {
        assert_eq!(one("SUMMARY: a\\, b\\; c\\\\d\\ne\\x ").text().unwrap(), "a, b; c\\d\ne\\x");
        assert_eq!(one("CATEGORIES:a\\,b, c,,d").texts(), ["a,b", "c", "d"]);
        assert_eq!(one("SUMMARY: ").text(), None);
    }

    #[test]
    fn what_is_no_property_is_told_apart() {
        assert_eq!(contents(b"hola a todos"), [Content::Stray(1, "hola a todos".to_owned())]);
        assert_eq!(contents("Qué traer: nada".as_bytes()), [Content::Stray(1, "Qué traer: nada".to_owned())]);
    }
}
