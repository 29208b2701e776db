// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Assemblies, on random histories: the word goes to who spoke least, nobody waits for ever, nothing said against an acta
//! is lost, and whoever has the history finds all of it again.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tequio_deliberation::{
    Digest,
    assembly::{Assembly, Event, Missing, Point, Speaking, Stage, Turns},
    life::{Contradiction, How, Instant, Span},
};

use crate::chance::Chance;

const PEOPLE: [u32; 6] = [1, 2, 3, 4, 5, 6];

fn point(id: u32) -> Point<u32> {
    Point { id, decision: (id.is_multiple_of(2)).then_some(id + 900), minutes: id % 3 }
}

fn called() -> Event<u32> {
    Event::Called { by: 1, facilitator: 1, note_taker: 2, points: vec![point(100), point(101)] }
}

/// Anything that somebody might try.
fn attempt(chance: &mut Chance, words: &mut u32) -> Event<u32> {
    *words += 1;
    let who = chance.of(&PEOPLE);
    let some = |chance: &mut Chance| PEOPLE.into_iter().filter(|_| !chance.one_in(4)).collect::<Vec<_>>();
    let topic = 100 + u32::try_from(chance.below(4)).unwrap();
    let few = |chance: &mut Chance| u32::try_from(chance.below(4)).unwrap();
    match chance.below(24) {
        0 => Event::PointAdded { point: point(topic), by: who },
        1 => Event::PointDropped { point: topic },
        2 => Event::Named { facilitator: who, note_taker: chance.of(&PEOPLE) },
        3 => Event::Opened,
        4 | 5 => Event::Attended { present: some(chance) },
        6 => Event::PointOpened { point: topic },
        7..=11 => Event::Asked { who },
        12 => Event::Unasked { who },
        13..=15 => Event::WordGiven { who },
        16 => Event::WordEnded,
        17 => Event::Felt { favour: few(chance), doubt: few(chance), against: few(chance) },
        18 => Event::Noted { point: topic, words: *words },
        19 => Event::Agreed { point: topic, decision: *words, text: Digest::of(&words.to_be_bytes()) },
        20 => Event::Entered { decision: topic + 900, how: How::Hands, people: some(chance) },
        21 if chance.one_in(6) => Event::Closed { lasts: Span::hours(72) },
        22 => Event::Doubted { by: who, words: *words },
        _ => Event::Corrected { present: some(chance), notes: vec![(topic, *words)], words: *words + 10_000 },
    }
}

/// A history of what was allowed, and the state after each event.
fn play(seed: u64, tries: usize) -> Vec<(Instant, Event<u32>, Assembly<u32>)> {
    let mut chance = Chance(seed);
    let (mut now, mut words) = (Instant(0), 1000);
    let first = called();
    let mut assembly = Assembly::begin(now, &first).unwrap();
    let mut played = vec![(now, first, assembly.clone())];
    for _ in 0..tries {
        now =
            now + if chance.one_in(20) { Span::hours(40) } else { Span(1 + i64::try_from(chance.below(600)).unwrap()) };
        let event = match assembly.pass(now) {
            Some(due) => due,
            None => attempt(&mut chance, &mut words),
        };
        if event == Event::Approved || assembly.may(&event, now).is_ok() {
            assembly.apply(now, &event);
            played.push((now, event, assembly.clone()));
        }
    }
    played
}

fn verified(history: &[(Instant, Event<u32>)]) -> Result<Assembly<u32>, Contradiction> {
    Assembly::verify(history.iter().map(|(at, event)| (*at, event)))
}

proptest! {
    /// Whoever gets the word has spoken no more often than anybody else who waits; and whoever waits is overtaken by each
    /// other one no more often than it takes these to have spoken as often, and once more.
    #[test]
    fn the_word_goes_to_who_spoke_least(seed: u64) {
        let played = play(seed, 400);
        // For each who waits: how often each other one spoke since they asked, and how often they may.
        let mut waits: BTreeMap<u32, BTreeMap<u32, u32>> = BTreeMap::new();
        for pair in played.windows(2) {
            let (before, (_, event, after)) = (&pair[0].2, &pair[1]);
            let times = |who: &u32| before.speaking.spoken.get(who).map_or(0, |turns| turns.times);
            if let Event::WordGiven { who } = event {
                prop_assert!(before.speaking.waiting.iter().all(|other| times(who) <= times(other)));
                prop_assert_eq!(before.speaking.order()[0], *who);
                for (waiting, overtakes) in &mut waits {
                    if waiting != who && after.speaking.waiting.contains(waiting) {
                        *overtakes.entry(*who).or_default() += 1;
                        prop_assert!(overtakes[who] <= times(waiting) + 1, "{} waits for {}", waiting, who);
                    }
                }
            }
            waits.retain(|who, _| after.speaking.waiting.contains(who));
            for who in &after.speaking.waiting {
                waits.entry(*who).or_default();
            }
        }
    }

    /// How people are called changes nothing of whose turn it is.
    #[test]
    fn names_do_not_matter(asked in prop::collection::vec((0_u32..5, 1_i64..100), 1..40)) {
        let run = |name: &dyn Fn(u32) -> u32| {
            let (mut speaking, mut now, mut given) = (Speaking::default(), Instant(0), Vec::new());
            for (who, lasts) in &asked {
                speaking.ask(name(*who));
                if lasts % 2 == 0 && let Some(next) = speaking.next().copied() {
                    speaking.give(&next, now);
                    now = now + Span(*lasts);
                    speaking.end(now);
                    given.push(next);
                }
            }
            (given, speaking.order())
        };
        let (given, order) = run(&|who| who);
        let other = |list: Vec<u32>| list.into_iter().map(|who| 1000 - 7 * who).collect::<Vec<_>>();
        prop_assert_eq!((other(given), other(order)), run(&|who| 1000 - 7 * who));
    }

    /// A history is found again from its events; who changes whose turn it was, how many hands there were, or when the
    /// acta was approved, is found out.
    #[test]
    fn a_history_is_verified_and_no_other(seed: u64) {
        let played = play(seed, 400);
        let history: Vec<(Instant, Event<u32>)> = played.iter().map(|(at, event, _)| (*at, event.clone())).collect();
        let last = &played.last().unwrap().2;
        prop_assert_eq!(verified(&history), Ok(last.clone()));
        for (place, (at, event)) in history.iter().enumerate() {
            let before = if place == 0 { continue } else { &played[place - 1].2 };
            let other = match event {
                Event::WordGiven { who } => before.speaking.waiting.iter().find(|one| *one != who)
                    .map(|one| Event::WordGiven { who: *one }),
                Event::Felt { .. } => Some(Event::Felt { favour: 7, doubt: 0, against: 0 }),
                Event::Closed { .. } => Some(Event::Approved),
                _ => None,
            };
            if let Some(other) = other {
                let mut changed = history.clone();
                changed[place] = (*at, other);
                prop_assert_eq!(verified(&changed).map(drop), Err(Contradiction::Otherwise(place + 1)));
            }
        }
        prop_assert_eq!(verified(&history[1..]).map(drop), Err(Contradiction::NoDraft));
    }

    /// What somebody says against an acta stays; it is approved only after its time, and once set right at most one person
    /// cannot hold it up.
    #[test]
    fn an_acta_is_approved_in_time_and_no_word_against_it_is_lost(seed: u64) {
        let mut played = play(seed, 600);
        for pair in played.windows(2) {
            let (before, after) = (&pair[0].2, &pair[1].2);
            prop_assert!(after.doubts.starts_with(&before.doubts));
            prop_assert!(after.corrections.starts_with(&before.corrections));
            if pair[1].1 == Event::Approved {
                prop_assert!(!before.is_halted() && pair[1].0 >= before.since + before.lasts);
            }
        }
        let (at, _, mut assembly) = played.pop().unwrap();
        if assembly.stage == Stage::Acta && assembly.version > 1 {
            let late = at + Span::days(4);
            prop_assert_eq!(assembly.pass(late), Some(Event::Approved));
            assembly.apply(late, &Event::Approved);
            prop_assert_eq!(assembly.stage, Stage::Approved);
        }
    }
}

/// The random histories go everywhere: each sort of event, each stage, most refusals.
#[test]
fn the_histories_go_everywhere() {
    let (mut kinds, mut stages, mut halted) = (BTreeMap::new(), BTreeMap::new(), 0);
    for seed in 0..200 {
        for (_, event, assembly) in play(seed, 400) {
            let name = serde_json::to_value(&event).unwrap();
            let name = name.as_str().map(str::to_owned).or_else(|| name.as_object()?.keys().next().cloned()).unwrap();
            *kinds.entry(name).or_insert(0) += 1;
            *stages.entry(assembly.stage).or_insert(0) += 1;
            halted += usize::from(assembly.is_halted());
        }
    }
    assert_eq!((kinds.len(), stages.len()), (19, 4), "{kinds:?}");
    assert!(halted > 0);
}

#[test]
fn what_may_not_happen_is_refused_by_its_reason() {
    let at = Instant(10);
    let mut assembly = Assembly::begin(Instant(0), &called()).unwrap();
    let asks = Event::Asked { who: 1 };
    assert_eq!(assembly.may(&asks, at), Err(Missing::Stage(Stage::Called)));
    assembly.apply(at, &Event::Opened);
    assert_eq!(assembly.may(&asks, at), Err(Missing::Present));
    assert_eq!(assembly.may(&Event::Attended { present: vec![] }, at), Err(Missing::Present));
    assert_eq!(assembly.may(&Event::Attended { present: vec![1, 1] }, at), Err(Missing::New));
    let many = Event::Attended { present: (0..501).collect() };
    assert_eq!(assembly.may(&many, at), Err(Missing::TooMany(500)));
    assembly.apply(at, &Event::Attended { present: vec![1, 2] });
    assert_eq!(assembly.may(&Event::Asked { who: 1 }, Instant(9)), Err(Missing::PastTime));
    let felt = |favour| Event::Felt { favour, doubt: 0, against: 0 };
    assert_eq!(assembly.may(&felt(1), at), Err(Missing::On));
    assembly.apply(at, &Event::PointOpened { point: 100 });
    assert_eq!(
        [0, 2, 3].map(|favour| assembly.may(&felt(favour), at)),
        [Err(Missing::Hands), Ok(()), Err(Missing::Hands)]
    );
    let entered = |decision, people| Event::Entered { decision, how: How::Paper, people };
    assert_eq!(assembly.may(&entered(1001, vec![1]), at), Err(Missing::On), "the decision of another point");
    assert_eq!(assembly.may(&entered(1000, vec![3]), at), Err(Missing::Present));
    assert_eq!(assembly.may(&entered(1000, vec![1, 2]), at), Ok(()));
    assert_eq!(assembly.may(&Event::PointDropped { point: 100 }, at), Err(Missing::New), "it was talked about");
    assert_eq!(assembly.may(&Event::PointDropped { point: 101 }, at), Ok(()));
}

/// An assembly of 1, 2 and 3 with an acta that is approved after three days.
fn with_acta() -> Assembly<u32> {
    let mut assembly = Assembly::begin(Instant(0), &called()).unwrap();
    for event in [
        Event::Opened,
        Event::Attended { present: vec![1, 2, 3] },
        Event::PointOpened { point: 100 },
        Event::Closed { lasts: Span::days(3) },
    ] {
        assembly.may(&event, Instant(10)).unwrap();
        assembly.apply(Instant(10), &event);
    }
    assembly
}

/// Nobody doubts an acta twice; of a corrected one they may say again that it was not so, which holds it up no more.
#[test]
fn an_acta_is_doubted_once_by_each_and_held_up_once() {
    let mut assembly = with_acta();
    let at = Instant(10) + Span::days(1);
    let doubt = |by| Event::Doubted { by, words: 50 + by };
    assert_eq!(assembly.due(), Some(Instant(10) + Span::days(3)));
    assert_eq!(assembly.may(&doubt(2), at), Ok(()));
    assembly.apply(at, &doubt(2));
    assert_eq!(assembly.may(&doubt(2), at), Err(Missing::New));
    assert_eq!(assembly.may(&doubt(3), at), Ok(()));
    assert!(assembly.is_halted() && assembly.due().is_none() && assembly.pass(at + Span::days(90)).is_none());
    let corrected = |present, notes| Event::Corrected { present, notes, words: 60 };
    assert_eq!(assembly.may(&corrected(vec![], vec![]), at), Err(Missing::Present));
    assert_eq!(assembly.may(&corrected(vec![1, 2], vec![(999, 1)]), at), Err(Missing::Known));
    let right = corrected(vec![1, 2], vec![(101, 70)]);
    assert_eq!(assembly.may(&right, at), Ok(()));
    assembly.apply(at, &right);
    assert_eq!((assembly.version, assembly.point(&101).unwrap().notes, assembly.present.len()), (2, Some(70), 2));
    assert_eq!(assembly.may(&doubt(2), at), Ok(()), "this one says something else");
    assembly.apply(at, &doubt(2));
    assert!(!assembly.is_halted());
    let due = at + Span::days(3);
    assert_eq!((assembly.due(), assembly.pass(Instant(due.0 - 1))), (Some(due), None));
    assert_eq!(assembly.at(due).stage, Stage::Approved);
    assert_eq!((assembly.at(due).approved, assembly.at(due).due()), (Some(due), None));
}

/// An assembly is closed where somebody is, and its acta can be read for some time.
#[test]
fn nobody_is_left_without_time_to_read_an_acta() {
    let mut assembly = Assembly::begin(Instant(0), &called()).unwrap();
    assembly.apply(Instant(10), &Event::Opened);
    let closed = |lasts| Event::Closed { lasts };
    assert_eq!(assembly.may(&closed(Span::days(3)), Instant(10)), Err(Missing::Present));
    assembly.apply(Instant(10), &Event::Attended { present: vec![1] });
    assert_eq!(assembly.may(&closed(Span::ZERO), Instant(10)), Err(Missing::Time));
    assert_eq!(assembly.may(&closed(Span(-1)), Instant(10)), Err(Missing::Time));
    assert_eq!(assembly.may(&closed(Span(1)), Instant(10)), Ok(()));
}

/// A point has the time from when it is on until another one is; who waits for the word on it does not wait on.
#[test]
fn one_point_is_on_at_a_time() {
    let mut assembly = with_point();
    let asks = |who| Event::Asked { who };
    assembly.apply(Instant(20), &asks(1));
    assembly.apply(Instant(20), &asks(2));
    assert_eq!(assembly.may(&asks(2), Instant(20)), Err(Missing::New), "who waits has asked");
    let gives = |who| Event::WordGiven { who };
    assert_eq!(assembly.may(&gives(2), Instant(20)), Err(Missing::Turn));
    assert_eq!(assembly.may(&gives(3), Instant(20)), Err(Missing::Known));
    assert_eq!(assembly.may(&Event::WordEnded, Instant(20)), Err(Missing::Known));
    assembly.apply(Instant(20), &gives(1));
    assert_eq!(assembly.may(&asks(1), Instant(20)), Err(Missing::New), "who speaks has the word");
    assert_eq!(assembly.may(&Event::WordEnded, Instant(20)), Ok(()));
    let opens = |point| Event::PointOpened { point };
    assert_eq!(assembly.may(&opens(100), Instant(30)), Err(Missing::New));
    assert_eq!(assembly.may(&opens(109), Instant(30)), Err(Missing::Known));
    assert_eq!(assembly.may(&opens(101), Instant(30)), Ok(()));
    assembly.apply(Instant(30), &opens(101));
    assert_eq!(assembly.point(&100).unwrap().on, [(Instant(10), Some(Instant(30)))]);
    assert_eq!(assembly.on().map(|(topic, since)| (topic.id, since)), Some((101, Instant(30))));
    assert!(assembly.speaking.waiting.is_empty() && assembly.speaking.now.is_none());
    assert_eq!(assembly.speaking.spoken[&1], Turns { times: 1, time: Span(10) });
    // What is felt, noted and agreed is of its point.
    assembly.apply(Instant(31), &Event::Felt { favour: 1, doubt: 1, against: 0 });
    assert_eq!((assembly.point(&100).unwrap().feelings.len(), assembly.point(&101).unwrap().feelings.len()), (0, 1));
    let agrees = |point, decision| Event::Agreed { point, decision, text: Digest::of(b"v1") };
    assembly.apply(Instant(32), &agrees(101, 7));
    assert_eq!(assembly.may(&agrees(100, 7), Instant(32)), Err(Missing::New), "one decision is agreed once");
    assert_eq!(assembly.may(&agrees(100, 8), Instant(32)), Ok(()));
}

/// With the point 100 on, since the instant 10.
fn with_point() -> Assembly<u32> {
    let mut assembly = Assembly::begin(Instant(0), &called()).unwrap();
    assembly.apply(Instant(10), &Event::Opened);
    assembly.apply(Instant(10), &Event::Attended { present: vec![1, 2, 3] });
    assembly.apply(Instant(10), &Event::PointOpened { point: 100 });
    assembly
}

#[test]
fn an_order_of_the_day_has_an_end() {
    let mut assembly = Assembly::begin(Instant(0), &called()).unwrap();
    let adds = |id| Event::PointAdded { point: point(id), by: 1 };
    assert_eq!(assembly.may(&adds(100), Instant(1)), Err(Missing::New));
    for id in 200..238 {
        assert_eq!(assembly.may(&adds(id), Instant(1)), Ok(()));
        assembly.apply(Instant(1), &adds(id));
    }
    assert_eq!(assembly.may(&adds(300), Instant(1)), Err(Missing::TooMany(40)));
    assert_eq!(assembly.may(&Event::PointDropped { point: 999 }, Instant(1)), Err(Missing::Known));
    assembly.apply(Instant(1), &Event::PointDropped { point: 100 });
    assert_eq!((assembly.point(&100), assembly.points.len()), (None, 39));
    assert_eq!(assembly.may(&adds(300), Instant(1)), Ok(()));
}
