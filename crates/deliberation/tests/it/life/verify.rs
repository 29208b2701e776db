// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Histories that are handed on: honest ones hold, and none that was touched does.

use tequio_deliberation::{Digest, life::*};

use super::play::{History, play};

type Told = Vec<(Instant, Event<u32>)>;

fn told(history: &History) -> Told {
    history.steps.iter().flat_map(|step| step.events.iter().map(|event| (step.at, event.clone()))).collect()
}

fn verified(told: &Told) -> Result<Decision<u32>, Contradiction> {
    Decision::verify(told.iter().map(|(at, event)| (*at, event)))
}

#[test]
fn what_happened_by_the_rules_holds() {
    for seed in 0..400 {
        let history = play(seed);
        assert_eq!(verified(&told(&history)).as_ref(), Ok(&history.decision()), "seed {seed}");
    }
}

/// So many histories are forged for each kind.
const LEAST: usize = 20;

/// Takes random histories with such an event, forges each there, and none may hold.
fn never_holds(is: impl Fn(&Event<u32>) -> bool, forge: impl Fn(&mut Told, usize)) {
    let mut found = 0;
    for seed in 0..4_000 {
        let mut told = told(&play(seed));
        let Some(place) = told.iter().position(|(_, event)| is(event)) else { continue };
        forge(&mut told, place);
        assert!(verified(&told).is_err(), "seed {seed}, event {place}");
        found += 1;
        if found == LEAST {
            return;
        }
    }
    panic!("only {found} histories have one");
}

#[test]
fn a_round_that_ended_otherwise_is_seen() {
    let is = |event: &Event<u32>| matches!(event, Event::RoundClosed { .. });
    never_holds(is, |told, place| {
        let Event::RoundClosed { outcome } = &mut told[place].1 else { unreachable!() };
        *outcome = if *outcome == Outcome::Adopted { Outcome::NoQuorum } else { Outcome::Adopted };
    });
    // Its end left out.
    never_holds(is, |told, place| {
        told.truncate(place + 1);
        if let Event::RoundClosed { outcome: Outcome::Returned | Outcome::Blocked } = told[place].1 {
            told.push((told[place].0, Event::NotAdopted));
        }
    });
}

#[test]
fn a_count_that_found_something_else_is_seen() {
    let is = |event: &Event<u32>| matches!(event, Event::Counted(_));
    never_holds(is, |told, place| {
        let Event::Counted(counted) = &mut told[place].1 else { unreachable!() };
        match &mut counted.election {
            Some(election) if election.chosen.is_empty() => election.chosen.push(0),
            Some(election) => election.chosen.clear(),
            None => (counted.yes, counted.no, counted.blank) = (counted.yes + 1, counted.no, counted.blank),
        }
    });
    never_holds(is, |told, place| {
        told[place + 1].1 = match told[place + 1].1 {
            Event::Adopted { .. } => Event::NotAdopted,
            _ => Event::Adopted { review: told[place].0 + Span::days(30) },
        };
    });
}

#[test]
fn a_voice_that_somebody_had_not_is_seen() {
    never_holds(
        |event| matches!(event, Event::StanceTaken { .. }),
        |told, place| {
            let Event::StanceTaken { by, .. } = &mut told[place].1 else { unreachable!() };
            *by = 77;
        },
    );
    never_holds(
        |event| matches!(event, Event::StanceTaken { .. }),
        |told, place| {
            let Event::StanceTaken { text, .. } = &mut told[place].1 else { unreachable!() };
            *text = Digest::of(b"another");
        },
    );
    let is = |event: &Event<u32>| matches!(event, Event::Cast { .. });
    // Twice.
    never_holds(is, |told, place| told.insert(place, told[place].clone()));
}

#[test]
fn other_terms_are_seen() {
    let is = |event: &Event<u32>| matches!(event, Event::Frozen { .. });
    never_holds(is, |told, place| {
        let Event::Frozen { terms, .. } = &mut told[place].1 else { unreachable!() };
        terms.roll.pop();
    });
    never_holds(is, |told, place| {
        let Event::Frozen { terms, digest } = &mut told[place].1 else { unreachable!() };
        terms.text = Digest::of(b"another");
        *digest = Digest::of_json(terms);
    });
}

#[test]
fn what_time_brought_about_is_missed() {
    let by_time = |event: &Event<u32>| {
        matches!(event, Event::Lapsed | Event::ReviewOpened { early: false } | Event::RestatementUnconfirmed { .. })
    };
    // Invented an hour before.
    never_holds(by_time, |told, place| {
        let before = told[place - 1].0;
        let earlier = Instant(told[place].0.0 - 3_600_000_000).max(before);
        // Where the hour changes nothing it is left out, and what comes after it is told as before.
        if earlier == before || verified(&told[..place].to_vec()).is_ok_and(|it| !it.pass(earlier).is_empty()) {
            let late = told[place].0;
            told.truncate(place);
            told.push((late, Event::Sponsored { by: 1 }));
        } else {
            told.truncate(place + 1);
            told[place].0 = earlier;
        }
    });
}

#[test]
fn a_history_has_its_order() {
    assert_eq!(verified(&vec![]), Err(Contradiction::NoDraft));
    let told = told(&play(1));
    assert_eq!(verified(&told[1..].to_vec()), Err(Contradiction::NoDraft));
    let mut earlier = told.clone();
    let last = earlier.len() - 1;
    earlier[last].0 = Instant(0);
    assert_eq!(verified(&earlier), Err(Contradiction::Earlier(last + 1)));
}
