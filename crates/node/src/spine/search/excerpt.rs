// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The lines of a text around the first word that was looked for. Pure.

use serde::Serialize;
use utoipa::ToSchema;

use super::terms::{Query, words};

/// Letters before the first word that was looked for.
const BEFORE: usize = 60;
/// Letters in all.
const LENGTH: usize = 200;

/// A stretch of text, and whether it was looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Stretch {
    /// The text.
    pub text: String,
    /// Whether it was looked for.
    pub hit: bool,
}

/// The part of a text where it was found, in stretches; its beginning, when it was found by something else.
pub fn excerpt(text: &str, query: &Query) -> Vec<Stretch> {
    let first = words(text).find(|(_, word)| query.hits(word)).map_or(0, |(at, _)| at);
    let from = step_back(text, first);
    let to =
        text.get(from..).and_then(|rest| rest.char_indices().nth(LENGTH)).map_or(text.len(), |(end, _)| from + end);
    let mut stretches = Vec::new();
    let mut push = |text: &str, hit: bool| {
        if !text.is_empty() {
            stretches.push(Stretch { text: text.to_owned(), hit });
        }
    };
    if from > 0 {
        push("… ", false);
    }
    let mut done = from;
    // No further than is shown: to stem a whole text takes long.
    let shown = words(text).skip_while(|(at, _)| *at < first).take_while(|(at, word)| at + word.len() <= to);
    for (begin, word) in shown.filter(|(_, word)| query.hits(word)) {
        let end = begin + word.len();
        push(text.get(done..begin).unwrap_or_default(), false);
        push(text.get(begin..end).unwrap_or_default(), true);
        done = end;
    }
    push(text.get(done..to).unwrap_or_default(), false);
    if to < text.len() {
        push("…", false);
    }
    stretches
}

/// Where a word begins that is some letters before a place.
fn step_back(text: &str, place: usize) -> usize {
    let before = text.get(..place).unwrap_or_default();
    let Some((far, _)) = before.char_indices().rev().nth(BEFORE) else { return 0 };
    before.get(far..).and_then(|near| near.find(' ')).map_or(far, |space| far + space + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_looked_for_stands_out() {
        let query = Query::new("talleres").unwrap();
        let long = format!("{}El taller empieza. {}", "antes ".repeat(30), "después ".repeat(60));
        let stretches = excerpt(&long, &query);
        let hits: Vec<&str> =
            stretches.iter().filter(|stretch| stretch.hit).map(|stretch| stretch.text.as_str()).collect();
        assert_eq!(hits, ["taller"]);
        let whole: String = stretches.iter().map(|stretch| stretch.text.as_str()).collect();
        assert!(whole.starts_with("… antes") && whole.ends_with('…') && whole.chars().count() < 210, "{whole}");
        let none = excerpt("Nada", &query);
        assert_eq!(none, [Stretch { text: "Nada".to_owned(), hit: false }]);
    }
}
