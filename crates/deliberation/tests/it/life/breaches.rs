// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Each invariant's check, shown a history in which the invariant is broken: it must see it. So a decision that broke
//! one would be seen too.

use tequio_deliberation::{Digest, life::*};

use super::{
    invariants::*,
    play::{History, Step, play},
};

/// Takes a random history with such an event, forges it there, and asks the check about both.
fn breach(
    check: Holds,
    at: impl Fn(&Decision<u32>, &Event<u32>) -> bool,
    forge: impl Fn(&mut Vec<Step>, usize, usize),
) {
    for seed in 0..5000 {
        let mut history = play(seed);
        let all = seen(&history);
        let Some(found) = all.iter().find(|seen| at(&seen.before, seen.event)) else { continue };
        check(&all).unwrap();
        let (step, event) = position(&history, found.event);
        drop(all);
        forge(&mut history.steps, step, event);
        if check(&seen(&history)).is_err() {
            return;
        }
        panic!("seed {seed}: the breach was not seen");
    }
    panic!("no such history");
}

fn position(history: &History, event: &Event<u32>) -> (usize, usize) {
    for (nth, step) in history.steps.iter().enumerate() {
        if let Some(place) = step.events.iter().position(|other| std::ptr::eq(other, event)) {
            return (nth, place);
        }
    }
    unreachable!()
}

/// Puts another event right before.
fn before(new: Event<u32>) -> impl Fn(&mut Vec<Step>, usize, usize) {
    move |steps, step, event| steps[step].events.insert(event, new.clone())
}

fn any(kind: fn(&Event<u32>) -> bool) -> impl Fn(&Decision<u32>, &Event<u32>) -> bool {
    move |_, event| kind(event)
}

#[test]
fn breach_01_a_stance_on_another_text_or_kept_from_an_old_one() {
    breach(stances_cite_the_text, any(|it| matches!(it, Event::StanceTaken { .. })), |steps, step, event| {
        if let Event::StanceTaken { text, .. } = &mut steps[step].events[event] {
            *text = Digest::of(b"another");
        }
    });
    breach(
        stances_cite_the_text,
        any(|it| matches!(it, Event::RoundClosed { .. })),
        before(Event::StanceTaken { by: 0, text: Digest::of(b"old"), stance: Stance::Agree, words: None }),
    );
}

#[test]
fn breach_02_frozen_early_or_urgent_for_ever() {
    let change = Event::Edited { by: 1, text: Digest::of(b"late"), substantive: true };
    breach(reflection_is_whole, any(|it| matches!(it, Event::Frozen { .. })), before(change));
    breach(
        reflection_is_whole,
        |decision, event| decision.lapses.is_some() && matches!(event, Event::Lapsed),
        |steps, step, event| steps[step].events[event] = Event::TaskTaken(Task { person: 1, words: 1 }),
    );
    let another = Event::Ratified { by: 5, kind: Kind::Urgent };
    breach(reflection_is_whole, any(|it| matches!(it, Event::Ratified { .. })), before(another));
}

#[test]
fn breach_03_terms_that_change() {
    let frozen = |it: &Event<u32>| matches!(it, Event::Frozen { .. });
    breach(terms_stay, any(frozen), |steps, step, event| {
        if let Event::Frozen { terms, .. } = &mut steps[step].events[event] {
            terms.roll.push(99);
        }
    });
    breach(
        terms_stay,
        any(|it| matches!(it, Event::RoundOpened | Event::BallotOpened { .. })),
        |steps, step, event| {
            let mut last = None;
            for event in steps[..step].iter().flat_map(|step| &step.events) {
                if let Event::Frozen { terms, .. } = event {
                    last = Some(terms.clone());
                }
            }
            let mut terms = last.unwrap();
            terms.roll.push(99);
            let digest = Digest::of_json(&terms);
            steps[step].events.insert(event, Event::Frozen { terms, digest });
        },
    );
    breach(terms_stay, any(|it| matches!(it, Event::Cast { .. })), before(Event::Cast { by: 99 }));
}

#[test]
fn breach_04_objections_without_end() {
    let ended = |it: &Event<u32>| matches!(it, Event::ObjectionDisposed { .. });
    breach(
        objections_end,
        |decision, event| ended(event) && decision.stage == Stage::Consent,
        |steps, step, event| {
            steps[step].events[event] = Event::RoundClosed { outcome: Outcome::Adopted };
        },
    );
    breach(
        objections_end,
        any(|it| matches!(it, Event::ObjectionDisposed { disposition: Disposition::Withdrawn, .. })),
        |steps, step, _| steps[step].actor += 1,
    );
}

#[test]
fn breach_05_objections_passed_over() {
    let carried = |it: &Event<u32>| matches!(it, Event::ObjectionDisposed { disposition: Disposition::Carried, .. });
    breach(objections_are_told_back, any(carried), |steps, step, _| {
        for step in &mut steps[..step] {
            step.events.retain(|event| {
                !matches!(event, Event::RestatementConfirmed { .. } | Event::RestatementUnconfirmed { .. })
            });
        }
    });
    breach(
        objections_are_told_back,
        any(|it| matches!(it, Event::RestatementConfirmed { spoken: false, .. })),
        |steps, step, _| steps[step].actor += 1,
    );
    breach(
        objections_are_told_back,
        |decision, event| matches!(event, Event::RestatementOffered { objection, .. } if decision.objections.iter().any(|it| it.id == *objection)),
        |steps, step, event| {
            if let Event::RestatementOffered { objection, .. } = steps[step].events[event] {
                steps[step].events.push(Event::RestatementUnconfirmed { objection });
            }
        },
    );
}

#[test]
fn breach_06_consequences_left_out() {
    breach(consequences_are_written, any(|it| matches!(it, Event::Frozen { .. })), |steps, step, _| {
        for step in &mut steps[..step] {
            step.events.retain(|event| !matches!(event, Event::ImpactStated { dimension: Dimension::Freedom, .. }));
        }
    });
}

#[test]
fn breach_07_a_text_that_is_not_understood() {
    let frozen =
        |it: &Decision<u32>, event: &Event<u32>| it.comprehension().is_some() && matches!(event, Event::Frozen { .. });
    breach(comprehension_gates_the_text, frozen, |steps, step, _| {
        for step in &mut steps[..step] {
            step.events.retain(|event| !matches!(event, Event::ComprehensionChecked { .. }));
        }
    });
    breach(
        comprehension_gates_the_text,
        any(|it| matches!(it, Event::ComprehensionChecked { enough: false, .. })),
        |steps, step, event| {
            if let Event::ComprehensionChecked { enough, .. } = &mut steps[step].events[event] {
                *enough = true;
            }
        },
    );
}

#[test]
fn breach_08_no_review() {
    let opened = |it: &Event<u32>| matches!(it, Event::ReviewOpened { early: false });
    breach(reviews_open, any(opened), |steps, step, event| {
        steps[step].events.truncate(event);
        steps[step].events.push(Event::TaskTaken(Task { person: 1, words: 1 }));
    });
    breach(reviews_open, any(|it| matches!(it, Event::Adopted { .. })), |steps, step, event| {
        if let Event::Adopted { review } = &mut steps[step].events[event] {
            *review = *review + Span::days(1000);
        }
    });
}

#[test]
fn breach_09_dissent_lost() {
    // No event takes dissent back: what can be broken is the check against a state that lost some.
    let history = (0..5000).map(play).find(|history| !history.decision().dissent.is_empty()).unwrap();
    let mut all = seen(&history);
    dissent_stays(&all).unwrap();
    let mut lost = serde_json::to_value(&all.last().unwrap().after).unwrap();
    lost["dissent"].as_array_mut().unwrap().pop();
    all.last_mut().unwrap().after = serde_json::from_value(lost).unwrap();
    assert!(dissent_stays(&all).is_err());
}

#[test]
fn breach_10_earlier_decisions_forgotten() {
    let frozen = |it: &Event<u32>| matches!(it, Event::Frozen { .. });
    breach(
        earlier_decisions_are_marked,
        any(frozen),
        before(Event::EarlierSearched { words: 1, found: vec![424_242] }),
    );
    breach(earlier_decisions_are_marked, any(frozen), |steps, step, _| {
        for step in &mut steps[..step] {
            step.events.retain(|event| !matches!(event, Event::EarlierSearched { .. }));
        }
    });
}

#[test]
fn breach_11_blocks_on_a_whim_and_silence_as_agreement() {
    let principled = |it: &Event<u32>| matches!(it, Event::ObjectionRaised { weight: Weight::Principled, .. });
    breach(blocks_have_principles, any(principled), |steps, step, event| {
        if let Event::ObjectionRaised { ground, .. } = &mut steps[step].events[event] {
            *ground = Ground::Harm;
        }
    });
    breach(
        blocks_have_principles,
        any(|it| matches!(it, Event::RoundClosed { outcome: Outcome::TooFewAgree })),
        |steps, step, event| steps[step].events[event] = Event::RoundClosed { outcome: Outcome::Adopted },
    );
}

#[test]
fn breach_12_a_ballot_box_with_windows() {
    breach(ballots_are_secret, any(|it| matches!(it, Event::BallotOpened { .. })), |steps, step, event| {
        if let Event::BallotOpened { few } = &mut steps[step].events[event] {
            *few = !*few;
        }
    });
    let interim = Event::Counted(Counted { yes: 1, no: 0, blank: 0, seed: None, election: None });
    breach(ballots_are_secret, any(|it| matches!(it, Event::Cast { .. })), before(interim));
}

#[test]
fn breach_13_another_count_another_seed_another_result() {
    let counted = |it: &Event<u32>| matches!(it, Event::Counted(_));
    let forgeries: [fn(&mut Counted); 2] =
        [|counted| counted.yes += 1, |counted| counted.seed = Some("later".to_owned())];
    for forgery in forgeries {
        breach(counts_are_reproducible, any(counted), |steps, step, event| {
            if let Event::Counted(counted) = &mut steps[step].events[event] {
                forgery(counted);
            }
        });
    }
    breach(counts_are_reproducible, any(counted), |steps, step, event| {
        let outcome = &mut steps[step].events[event + 1];
        *outcome = match outcome {
            Event::Adopted { .. } => Event::NotAdopted,
            _ => Event::Adopted { review: Instant(0) },
        };
    });
}

#[test]
fn breach_13_another_choice_than_the_ballots_make() {
    let chosen = |_: &Decision<u32>, it: &Event<u32>| matches!(it, Event::Counted(Counted { election: Some(election), .. }) if !election.chosen.is_empty());
    let forgeries: [fn(&mut Election); 4] = [
        |election| election.chosen.push(99),
        |election| election.chosen.clear(),
        |election| election.tied = true,
        |election| election.ballots.push((1, Choice::Blank)),
    ];
    for forgery in forgeries {
        breach(counts_are_reproducible, chosen, |steps, step, event| {
            if let Event::Counted(Counted { election: Some(election), .. }) = &mut steps[step].events[event] {
                forgery(election);
            }
        });
    }
    breach(counts_are_reproducible, any(|it| matches!(it, Event::Tied)), |steps, step, event| {
        steps[step].events[event] = Event::NotAdopted;
    });
}

#[test]
fn breach_03_an_option_more_after_the_freeze() {
    let frozen =
        |_: &Decision<u32>, it: &Event<u32>| matches!(it, Event::Frozen { terms, .. } if terms.options.is_some());
    breach(terms_stay, frozen, before(Event::OptionOffered { option: 5_000_000, by: 1, cost: None }));
    breach(terms_stay, frozen, |steps, step, event| {
        if let Event::Frozen { terms, digest } = &mut steps[step].events[event] {
            if let Some(options) = &mut terms.options {
                options.allotted += 1;
            }
            *digest = Digest::of_json(terms);
        }
    });
}

#[test]
fn breach_14_another_history_has_another_chain() {
    for seed in 0..15 {
        let history = play(seed);
        let chain = history.decision().chain;
        for nth in 1..history.steps.len() {
            let different = |change: &dyn Fn(&mut Vec<Step>)| {
                let mut other = history.clone();
                change(&mut other.steps);
                other.decision().chain != chain
            };
            if history.steps[nth].events.is_empty() {
                continue;
            }
            assert!(different(&|steps| steps[nth].at.0 += 1), "another time");
            assert!(different(&|steps| drop(steps.remove(nth))), "one less");
            assert!(different(&|steps| steps.insert(nth, steps[nth].clone())), "one twice");
        }
    }
    breach(history_is_chained, any(|it| matches!(it, Event::Called)), |steps, step, _| steps[step].at = Instant(0));
}

#[test]
fn breach_in_force_and_nobody_answers() {
    breach(somebody_answers, any(|it| matches!(it, Event::SpokenRecorded { .. })), |steps, step, event| {
        if let Event::SpokenRecorded { spoken, .. } = &mut steps[step].events[event] {
            (spoken.tasks, spoken.together) = (vec![], false);
        }
    });
}

#[test]
fn breach_entered_by_nobody_or_for_another() {
    breach(what_is_entered_is_marked, any(|it| matches!(it, Event::Entered { .. })), |steps, step, event| {
        if let Event::Entered { by, .. } = &mut steps[step].events[event] {
            *by = 99;
        }
    });
    breach(what_is_entered_is_marked, any(|it| matches!(it, Event::Entered { .. })), |steps, step, event| {
        if let Event::Entered { person, .. } = &mut steps[step].events[event] {
            *person = 99;
        }
    });
}
