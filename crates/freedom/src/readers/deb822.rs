// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Stanzas of fields, as in dpkg's status, apt's indices, DEP-5 and Python's metadata. Nothing is copied; a field that
//! nobody asks for costs no more than finding the end of its line.

/// The stanzas of a text.
pub(crate) fn stanzas(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(['\n', '\r']);
        if rest.is_empty() {
            return None;
        }
        let end = memchr::memmem::find(rest.as_bytes(), b"\n\n").unwrap_or(rest.len());
        let (stanza, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(stanza)
    })
}

/// The fields of a stanza: name and value; the lines that continue a value stay as they stand.
pub(crate) fn fields(stanza: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = stanza;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let mut end = 0;
            loop {
                end += memchr::memchr(b'\n', rest.as_bytes().get(end..)?).map_or(rest.len() - end, |at| at + 1);
                match rest.as_bytes().get(end) {
                    Some(b' ' | b'\t') => {}
                    _ => break,
                }
            }
            let (field, after) = rest.split_at_checked(end)?;
            rest = after;
            if let Some((name, value)) = field.split_once(':').filter(|(name, _)| !name.starts_with(['#', ' ', '\t'])) {
                return Some((name, value.trim()));
            }
        }
        None
    })
}

/// The first value of a field, whatever the case of its name.
pub(crate) fn field<'t>(stanza: &'t str, wanted: &str) -> Option<&'t str> {
    fields(stanza).find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_with_their_continuations() {
        let text = "\n\nPackage: a\nDescription: one\n two\n .\nX:\n\n\nPackage: b\n#Package: c\nno field\nVersion: 1";
        let all: Vec<&str> = stanzas(text).collect();
        assert_eq!(all.len(), 2);
        assert_eq!(field(all[0], "description"), Some("one\n two\n ."));
        assert_eq!(field(all[0], "X"), Some(""));
        assert_eq!(fields(all[1]).collect::<Vec<_>>(), [("Package", "b"), ("Version", "1")]);
        for broken in ["", "\n", ":", " : ", "a", "a:\n b", "\u{e9}:\n\u{e9}"] {
            stanzas(broken).for_each(|stanza| fields(stanza).for_each(|_| ()));
        }
    }
}
