// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Whose turn it is to speak.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::life::{Id, Instant, Span};

/// How much somebody has spoken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Turns {
    /// How often.
    pub times: u32,
    /// How long, together.
    pub time: Span,
}

/// Who speaks, who wants to, and how much each has spoken.
///
/// Next is who has spoken least often; of these, the shortest; of these, who asked first. So whoever has not spoken never
/// waits for who has, and nobody waits for ever: each other person comes before one only until they have spoken as often.
///
/// ```
/// use tequio_deliberation::{assembly::Speaking, life::Instant};
///
/// let mut speaking = Speaking::default();
/// for who in ["ana", "beto"] {
///     speaking.ask(who);
/// }
/// assert_eq!(speaking.next(), Some(&"ana"), "who asked first");
/// speaking.give(&"ana", Instant(0));
/// speaking.end(Instant(60));
/// speaking.ask("ana");
/// speaking.ask("citlali");
/// assert_eq!(speaking.order(), ["beto", "citlali", "ana"], "who spoke waits for who did not");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "I: Ord + Deserialize<'de>"))]
pub struct Speaking<I> {
    /// Those who asked, in the order in which they did.
    pub waiting: Vec<I>,
    /// Who has the word, and since when.
    pub now: Option<(I, Instant)>,
    /// How much each has spoken.
    pub spoken: BTreeMap<I, Turns>,
}

impl<I> Default for Speaking<I> {
    fn default() -> Self {
        Self { waiting: Vec::new(), now: None, spoken: BTreeMap::new() }
    }
}

impl<I: Id> Speaking<I> {
    /// Those who wait, in the order in which they will speak if nobody else asks.
    #[must_use]
    pub fn order(&self) -> Vec<I> {
        let mut order = self.waiting.clone();
        // The sort is stable: who asked first stays first among equals.
        order.sort_by_key(|who| self.spoken.get(who).copied().unwrap_or_default());
        order
    }

    /// Who speaks next.
    #[must_use]
    pub fn next(&self) -> Option<&I> {
        // Of equals the first one is the least.
        self.waiting.iter().min_by_key(|who| self.spoken.get(who).copied().unwrap_or_default())
    }

    /// Somebody asks for the word; who waits already goes on waiting where they are.
    pub fn ask(&mut self, who: I) {
        if !self.waiting.contains(&who) {
            self.waiting.push(who);
        }
    }

    /// They do not any more.
    pub fn unask(&mut self, who: &I) {
        self.waiting.retain(|waiting| waiting != who);
    }

    /// Somebody has the word.
    pub fn give(&mut self, who: &I, at: Instant) {
        self.end(at);
        self.unask(who);
        self.now = Some((who.clone(), at));
    }

    /// Whoever has the word has said it.
    pub fn end(&mut self, at: Instant) {
        if let Some((who, since)) = self.now.take() {
            let turns = self.spoken.entry(who).or_default();
            turns.times = turns.times.saturating_add(1);
            turns.time = Span(turns.time.0.saturating_add(at.0.saturating_sub(since.0)));
        }
    }
}
