// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The wordings of a question: a line, unless who called it said two things at once.

use std::collections::BTreeMap;

use super::{Consultation, Says, identity::Identities};
use crate::digest::Digest;

/// A wording of the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// The one before; nothing of the first.
    pub after: Option<Digest>,
    /// The first of those that ask the same.
    pub asks: Digest,
    /// Why it was worded so; empty of the first.
    pub reasons: String,
    /// The statement that says it; nothing of the first.
    pub statement: Option<Digest>,
}

/// All wordings of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wordings {
    /// By their text.
    pub all: BTreeMap<Digest, Wording>,
    /// The last ones: more than one where the question was reworded in two ways.
    pub last: Vec<Digest>,
}

impl Wordings {
    /// Those that who called it made in time. What is reworded to a text that was there already is no other wording.
    pub(super) fn of<K: Ord + Clone>(consultation: &Consultation<K>, identities: &Identities<K>) -> Self {
        let (caller, _) = identities.now(&consultation.by);
        let call = &consultation.call;
        let mut after: BTreeMap<Digest, Vec<(Digest, Wording)>> = BTreeMap::new();
        for (digest, statement) in &consultation.statements {
            let Says::Reworded { after: before, text, substance, reasons } = &statement.says else { continue };
            let in_time = consultation.at <= statement.at && statement.at < call.firm_at;
            if in_time && identities.now(&statement.by).0 == caller {
                let asks = if *substance { *text } else { *before };
                let wording =
                    Wording { after: Some(*before), asks, reasons: reasons.clone(), statement: Some(*digest) };
                after.entry(*before).or_default().push((*text, wording));
            }
        }
        let first = Wording { after: None, asks: call.text, reasons: String::new(), statement: None };
        let mut all = BTreeMap::from([(call.text, first)]);
        let mut last = Vec::new();
        let mut now = vec![call.text];
        // From each level to the next, in the order of digests: the same whatever came first.
        while !now.is_empty() {
            let mut next = Vec::new();
            for before in now {
                let asks = all.get(&before).map_or(before, |wording: &Wording| wording.asks);
                let mut goes_on = false;
                for (text, mut wording) in after.remove(&before).unwrap_or_default() {
                    if all.contains_key(&text) {
                        continue;
                    }
                    if wording.asks == before {
                        wording.asks = asks;
                    }
                    all.insert(text, wording);
                    next.push(text);
                    goes_on = true;
                }
                if !goes_on {
                    last.push(before);
                }
            }
            next.sort_unstable();
            now = next;
        }
        last.sort_unstable();
        Self { all, last }
    }

    /// Whether the question was reworded in two ways that do not ask the same.
    #[must_use]
    pub fn is_forked(&self) -> bool {
        self.questions().count() > 1
    }

    /// What the last wordings ask, in order.
    pub(super) fn questions(&self) -> impl Iterator<Item = Digest> {
        let mut asked: Vec<Digest> =
            self.last.iter().filter_map(|text| self.all.get(text)).map(|wording| wording.asks).collect();
        asked.sort_unstable();
        asked.dedup();
        asked.into_iter()
    }
}
