// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What people are told that they can do, they can do; and there is always something that somebody can do, or that time
//! does.

use std::collections::BTreeSet;

use proptest::prelude::*;
use tequio_deliberation::{Digest, life::*};

use super::play::{PEOPLE, play};

/// An action that does the deed.
fn action(decision: &Decision<u32>, deed: &Deed<u32>) -> Action<u32> {
    let (words, text) = (9_000_000, Digest::of(b"a text that meets it"));
    match deed.clone() {
        Deed::AnswerRestatement(objection) => Action::ConfirmRestatement { objection },
        Deed::Reconsider(objection) => Action::Integrate { objection },
        Deed::TakeStance => Action::TakeStance { text: decision.text, stance: Stance::Agree, words: None },
        Deed::Cast => Action::Cast,
        Deed::Restate(objection) => Action::Restate { objection, words },
        Deed::Answer(question) => Action::Answer { question, words },
        Deed::Sponsor => Action::Sponsor,
        Deed::NameAffected => Action::NameAffected { words },
        Deed::StateImpact(dimension) => Action::StateImpact { dimension, words },
        Deed::SearchEarlier => Action::SearchEarlier { words, found: vec![] },
        Deed::MarkEarlier(decision) => Action::MarkEarlier { decision, relation: Relation::Upholds },
        Deed::SetCheck => Action::SetCheck { statements: super::play::statements(8_000_000) },
        Deed::AnswerCheck(statement) => Action::AnswerCheck { statement },
        Deed::CheckComprehension => super::play::sums(decision, false),
        Deed::Clarify => Action::Edit { text, substantive: false },
        Deed::SettleAmendment(amendment) => Action::DeclineAmendment { amendment, words },
        Deed::Allot => Action::Allot { amount: 1 },
        Deed::OfferOption => Action::OfferOption { option: words, cost: None },
        Deed::Meet(_) | Deed::Unblock => Action::Edit { text, substantive: true },
        Deed::Dispose(objection) => Action::Uphold { objection },
        Deed::TakeTask => Action::TakeTask(Task { person: 1, words }),
        Deed::Count => {
            let seed = decision.terms.as_ref().unwrap().seed.map(|_| super::play::SEED.to_owned());
            Action::Count { ballots: vec![Choice::Blank; decision.cast.len()], seed }
        }
        Deed::Conclude => {
            let effects = Dimension::ALL.into_iter().map(|dimension| (dimension, words)).collect();
            Action::Conclude { verdict: Verdict::Repealed, by: words, effects, alone: false }
        }
        Deed::SecondConclusion => Action::SecondConclusion,
        Deed::Onward => match decision.stage {
            Stage::Draft => Action::Call,
            Stage::Call => Action::OpenClarification,
            Stage::Clarification => Action::OpenDeliberation,
            Stage::Deliberation => Action::OpenIntegration,
            Stage::Integration => Action::Freeze { roll: vec![1, 2], review_in: Span::days(30), seed: None },
            Stage::Frozen => Action::OpenVoting,
            Stage::Adopted => Action::Enforce,
            other => panic!("onward from {other:?}"),
        },
    }
}

/// Everybody of the histories, and somebody from outside.
fn people() -> impl Iterator<Item = u32> {
    (0..PEOPLE + 3).chain([5000])
}

proptest! {
    #[test]
    fn what_is_offered_is_allowed(seed in any::<u64>(), wait in 0_i64..4) {
        for (before, now, ..) in play(seed).refused {
            let now = now + Span::days(wait * wait);
            for person in people() {
                for deed in before.deeds(&person, now) {
                    let done = before.decide(&person, action(&before.at(now), &deed), now);
                    prop_assert!(done.is_ok(), "{} in {:?}: {:?} {:?}", person, before.stage, deed, done);
                }
            }
        }
    }

    #[test]
    fn there_is_always_something_to_do_or_to_wait_for(seed in any::<u64>()) {
        let history = play(seed);
        for (before, now, ..) in history.refused {
            let present = before.at(now);
            if present.stage.is_final() {
                continue;
            }
            let to_do = people().any(|person| !before.deeds(&person, now).is_empty());
            let later = present.missing(now).iter().any(|missing| matches!(missing, Missing::NotBefore(_)));
            prop_assert!(to_do || later || present.next_due().is_some(), "stuck in {:?}", present.stage);
        }
    }

    /// What is due happens at its time, not before, and is what was said.
    #[test]
    fn what_is_due_comes_by_itself(seed in any::<u64>()) {
        for (before, now, ..) in play(seed).refused {
            let present = before.at(now);
            let Some((when, due)) = present.dues().into_iter().next() else { continue };
            prop_assert!(when > now);
            prop_assert_eq!(present.pass(Instant(when.0 - 1)), vec![]);
            let first = present.pass(when).into_iter().next();
            let said = match (&due, &first) {
                (Due::Unconfirmed(id), Some(Event::RestatementUnconfirmed { objection })) => id == objection,
                (Due::VotingEnds, Some(Event::RoundClosed { .. } | Event::BallotClosed))
                | (Due::Lapses, Some(Event::Lapsed))
                | (Due::ReviewOpens, Some(Event::ReviewOpened { early: false })) => true,
                _ => false,
            };
            prop_assert!(said, "{:?} at {:?}, but {:?}", due, when, first);
        }
    }
}

proptest! {
    /// A reminder comes later, once: before what it reminds of, and when a wait that it ends is over.
    #[test]
    fn reminders_come_in_time(seed in any::<u64>()) {
        for (before, now, ..) in play(seed).refused {
            let present = before.at(now);
            let Some(when) = present.reminder(now) else { continue };
            prop_assert!(when > now);
            prop_assert!(present.reminder(when).is_none_or(|again| again > when));
            let then = present.at(when);
            match present.stage {
                Stage::Consent | Stage::Ballot => {
                    prop_assert!(present.next_due().is_none_or(|due| due > when) || then.stage != present.stage
                        || !present.objections.is_empty());
                }
                Stage::Review => prop_assert_eq!(then.stage, Stage::Review),
                _ => {
                    let waits = |missing: &Missing<u32>| matches!(missing, Missing::NotBefore(_));
                    prop_assert!(present.missing(now).iter().any(waits) && !then.missing(when).iter().any(waits));
                }
            }
        }
    }
}

/// The histories offer every deed to somebody: there are 26.
#[test]
fn every_deed_is_offered() {
    let mut kinds = BTreeSet::new();
    for seed in 0..700 {
        if kinds.len() == 26 {
            return;
        }
        for (before, now, ..) in play(seed).refused {
            for deed in people().flat_map(|person| before.deeds(&person, now)) {
                let name = serde_json::to_value(&deed).unwrap();
                kinds.insert(
                    name.as_str()
                        .map_or_else(|| name.as_object().unwrap().keys().next().unwrap().clone(), str::to_owned),
                );
            }
        }
    }
    panic!("only these are offered: {kinds:?}");
}
