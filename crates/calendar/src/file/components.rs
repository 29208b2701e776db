// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The components of a file, one within another (RFC 5545, 3.4 and 3.6).

use super::{
    Problem, Trouble,
    lines::{Content, Line, contents},
};

/// `BEGIN:…` to `END:…`.
#[derive(Clone, Debug, Default)]
pub(super) struct Component {
    /// In capitals; empty for the file itself.
    pub name: String,
    /// The line of its `BEGIN`.
    pub number: usize,
    pub lines: Vec<Line>,
    pub parts: Vec<Component>,
}

/// Deeper than any program writes.
const DEPTH: usize = 16;
/// What may follow in further lines, where a program did not fold it.
const TEXTS: [&str; 6] = ["SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CONTACT", "X-ALT-DESC"];

/// Reads a file into a component without name that holds all there is.
pub(super) fn components(file: &[u8], problems: &mut Vec<Problem>) -> Component {
    let mut stack = vec![Component::default()];
    let mut skipped: usize = 0;
    for content in contents(file) {
        let line = match content {
            Content::Line(line) => line,
            Content::Stray(number, words) => {
                stray(stack.last_mut(), number, words, problems);
                continue;
            }
        };
        let value = line.value.trim().to_ascii_uppercase();
        match line.name.as_str() {
            "BEGIN" if stack.len() > DEPTH => {
                skipped += 1;
                problems.push(Problem { line: line.number, what: Trouble::TooDeep });
            }
            "BEGIN" => {
                // Events stand side by side: one that holds another was not ended.
                while holds_no(stack.last(), &value) {
                    close(&mut stack, true, problems);
                }
                stack.push(Component { name: value, number: line.number, ..Component::default() });
            }
            "END" if skipped > 0 => skipped -= 1,
            "END" => match stack.iter().rposition(|open| open.name == value && !value.is_empty()) {
                Some(place) => {
                    while stack.len() > place + 1 {
                        close(&mut stack, true, problems);
                    }
                    close(&mut stack, false, problems);
                }
                None => problems.push(Problem { line: line.number, what: Trouble::Unopened(value) }),
            },
            _ if skipped > 0 => {}
            _ => {
                if let Some(open) = stack.last_mut() {
                    open.lines.push(line);
                }
            }
        }
    }
    while stack.len() > 1 {
        close(&mut stack, true, problems);
    }
    stack.pop().unwrap_or_default()
}

fn holds_no(open: Option<&Component>, value: &str) -> bool {
    let side_by_side = ["VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"];
    match open.map(|open| open.name.as_str()) {
        Some("VALARM" | "STANDARD" | "DAYLIGHT") => true,
        Some(name) if side_by_side.contains(&name) => side_by_side.contains(&value) || value == "VCALENDAR",
        Some("VCALENDAR") => value == "VCALENDAR",
        _ => false,
    }
}

fn close(stack: &mut Vec<Component>, too_early: bool, problems: &mut Vec<Problem>) {
    let Some(closed) = stack.pop() else { return };
    if too_early {
        problems.push(Problem { line: closed.number, what: Trouble::Unclosed(closed.name.clone()) });
    }
    if let Some(open) = stack.last_mut() {
        open.parts.push(closed);
    }
}

/// Words that continue a text belong to it; others are of nobody.
fn stray(open: Option<&mut Component>, number: usize, words: String, problems: &mut Vec<Problem>) {
    let last = open.and_then(|open| open.lines.last_mut()).filter(|line| TEXTS.contains(&line.name.as_str()));
    match last {
        Some(line) => {
            line.value.push_str("\\n");
            line.value.push_str(&words);
        }
        None if words.trim().is_empty() => {}
        None => problems.push(Problem { line: number, what: Trouble::Stray(words.chars().take(40).collect()) }),
    }
}

impl Component {
    /// The first property of a name that says anything.
    pub(super) fn line(&self, name: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.name == name && !line.value.trim().is_empty())
    }

    /// Every property of a name.
    pub(super) fn all<'c>(&'c self, name: &'c str) -> impl Iterator<Item = &'c Line> {
        self.lines.iter().filter(move |line| line.name == name && !line.value.trim().is_empty())
    }

    /// A property's text.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.line(name).and_then(Line::text)
    }

    /// Its parts of a name.
    pub(super) fn parts<'c>(&'c self, name: &'c str) -> impl Iterator<Item = &'c Component> {
        self.parts.iter().filter(move |part| part.name == name)
    }
}
