// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Consultations: the same answers give the same outcome whatever their way, and nobody counts for the others.

use std::collections::BTreeSet;

use proptest::prelude::*;
use tequio_deliberation::{
    Digest, Share,
    consultation::{
        Answer, Call, Consultation, End, Flaw, Gathering, Outcome, People, Position, Said, Says, Statement, Uncounted,
    },
    life::{Instant, Span},
};

use crate::chance::Chance;

const CALLED: Instant = Instant(0);

fn day(days: i64) -> Instant {
    CALLED + Span::days(days)
}

fn text(name: &str) -> Digest {
    Digest::of(name.as_bytes())
}

/// A question to the communities 1 to 5, firm after ten days, closed after forty.
fn call(gathering: Gathering) -> Call<u32> {
    Call {
        text: text("v1"),
        asked: Some(BTreeSet::from([1, 2, 3, 4, 5])),
        firm_at: day(10),
        closes_at: day(40),
        gathering,
        quorum: Share::new(1, 2),
        agreement: Share::new(2, 3),
    }
}

fn consulted(gathering: Gathering) -> Consultation<u32> {
    Consultation::called(text("call"), 1, CALLED, call(gathering)).unwrap()
}

fn answer(wording: &str, position: Position) -> Says<u32> {
    let people = match position {
        Agree => People { members: 12, agree: 8, aside: 1, object: 1 },
        StandAside => People { members: 9, agree: 1, aside: 4, object: 2 },
        Object => People { members: 30, agree: 3, aside: 0, object: 25 },
    };
    Says::Answered(Answer {
        wording: text(wording),
        position,
        people,
        method: "consentimiento".to_owned(),
        dissent: vec!["No nos alcanza.".to_owned()],
        would_change: "Más tiempo.".to_owned(),
        acta: text("acta"),
    })
}

fn reworded(after: &str, to: &str, substance: bool) -> Says<u32> {
    Says::Reworded { after: text(after), text: text(to), substance, reasons: "Faltaba decirlo.".to_owned() }
}

fn said(by: u32, number: u64, on: i64, says: Says<u32>) -> (Digest, Statement<u32>) {
    let statement = Statement { of: text("call"), by, number, at: day(on), says };
    (Digest::of_json(&statement), statement)
}

fn heard(gathering: Gathering, statements: &[(Digest, Statement<u32>)]) -> Consultation<u32> {
    let mut consultation = consulted(gathering);
    for (digest, statement) in statements {
        consultation.hear(*digest, statement.clone());
    }
    consultation
}

fn closed(gathering: Gathering, statements: &[(Digest, Statement<u32>)]) -> Outcome<u32> {
    heard(gathering, statements).outcome(day(41))
}

use Position::{Agree, Object, StandAside};

#[test]
fn a_call_leaves_time_and_names_whom_it_counts() {
    let flaw = |call: Call<u32>| call.check(CALLED).unwrap_err();
    let whole = call(Gathering::Communities);
    assert_eq!(whole.check(CALLED), Ok(()));
    assert_eq!(flaw(Call { firm_at: day(6), ..whole.clone() }), Flaw::Amending);
    assert_eq!(flaw(Call { closes_at: day(30), ..whole.clone() }), Flaw::Answering);
    assert_eq!(flaw(Call { asked: None, ..whole.clone() }), Flaw::CountsAnybody);
    assert_eq!(Call { asked: None, gathering: Gathering::Map, ..whole.clone() }.check(CALLED), Ok(()));
    assert_eq!(flaw(Call { asked: Some(BTreeSet::new()), ..whole.clone() }), Flaw::AsksNobody);
    assert_eq!(flaw(Call { agreement: Share::new(3, 2), ..whole }), Flaw::Share);
}

#[test]
fn each_way_of_bringing_answers_together() {
    let all = [
        said(1, 1, 20, answer("v1", Agree)),
        said(2, 1, 21, answer("v1", Agree)),
        said(3, 1, 22, answer("v1", StandAside)),
        said(4, 1, 23, Says::Declined("No nos toca.".to_owned())),
    ];
    let end = |gathering, more: &[_]| closed(gathering, &[&all[..], more].concat()).end;
    let no = [said(5, 1, 24, answer("v1", Object))];
    assert_eq!((end(Gathering::Consensus, &[]), end(Gathering::Consensus, &no)), (End::Agreed, End::NotAgreed));
    assert_eq!((end(Gathering::Communities, &[]), end(Gathering::Communities, &no)), (End::Agreed, End::Agreed));
    // One large community is more people than three small ones: 20 for it, 29 against.
    assert_eq!((end(Gathering::People, &[]), end(Gathering::People, &no)), (End::Agreed, End::NotAgreed));
    assert_eq!(end(Gathering::Map, &[]), End::Map);
    assert_eq!(closed(Gathering::Consensus, &all[..2]).end, End::TooFew, "two of five");
    assert_eq!(heard(Gathering::Consensus, &all).outcome(day(40)).end, End::Open);
    let outcome = closed(Gathering::Communities, &all);
    assert_eq!(outcome.silent, BTreeSet::from([5]));
    assert_eq!(outcome.standings[&4].said, Said::Declined("No nos toca.".to_owned()));
    let Said::Answered(kept) = &outcome.standings[&1].said else { panic!("{outcome:?}") };
    assert_eq!(kept.dissent, ["No nos alcanza."], "what was said against it goes along");
}

/// Nobody's word is needed to close it: who called it may be gone.
#[test]
fn it_closes_by_its_day_alone() {
    let all = [2, 3, 4].map(|by| said(by, 1, 30, answer("v1", Agree)));
    assert_eq!(closed(Gathering::Consensus, &all).end, End::Agreed);
}

#[test]
fn what_is_late_changed_or_contradictory_is_told() {
    let late = said(2, 9, 41, answer("v1", Object));
    let early = said(3, 1, -1, answer("v1", Agree));
    let (first, second) = (said(4, 1, 20, answer("v1", Object)), said(4, 2, 25, answer("v1", Agree)));
    let (one, other) = (said(5, 1, 20, answer("v1", Agree)), said(5, 1, 20, answer("v1", Object)));
    let guest = said(77, 1, 20, answer("v1", Agree));
    let outcome = closed(
        Gathering::Communities,
        &[late.clone(), early.clone(), second.clone(), first.clone(), one.clone(), other.clone(), guest],
    );
    assert_eq!(outcome.untimely, BTreeSet::from([late.0, early.0]));
    assert_eq!(outcome.silent, BTreeSet::from([1, 2, 3]));
    let four = &outcome.standings[&4];
    assert_eq!((&four.by, &four.before, four.counts), (&[second.0].into(), &[first.0].into(), Ok(())));
    let five = &outcome.standings[&5];
    assert_eq!(
        (&five.said, &five.by, five.counts),
        (&Said::Contradictory, &[one.0, other.0].into(), Err(Uncounted::NoAnswer))
    );
    assert_eq!(outcome.standings[&77].counts, Err(Uncounted::NotAsked));
    // What is said after it with a higher number makes an end of the contradiction.
    let last = said(5, 2, 30, answer("v1", Agree));
    let outcome = closed(Gathering::Communities, &[one, other, last]);
    assert_eq!((outcome.standings[&5].counts, outcome.standings[&5].before.len()), (Ok(()), 2));
    let many = People { members: 3, agree: 4, aside: 0, object: 0 };
    let Says::Answered(answer) = answer("v1", Agree) else { panic!() };
    let false_ = said(2, 1, 20, Says::Answered(Answer { people: many, ..answer }));
    assert_eq!(closed(Gathering::People, &[false_]).standings[&2].counts, Err(Uncounted::People));
}

/// Another wording that asks the same keeps the answers; one of substance does not, and nothing is reworded once it is firm.
#[test]
fn the_question_is_reworded_in_the_open() {
    let answers = |wording: &str| [2, 3, 4].map(|by| said(by, 1, 12, answer(wording, Agree)));
    let clearer = said(1, 1, 5, reworded("v1", "v2", false));
    let outcome = closed(Gathering::Consensus, &[&answers("v1")[..], std::slice::from_ref(&clearer)].concat());
    assert!(!outcome.wordings.is_forked(), "one after the other is one question");
    assert_eq!((outcome.end, outcome.wordings.last), (End::Agreed, vec![text("v2")]));
    let other = said(1, 2, 6, reworded("v2", "v3", true));
    let outcome = closed(Gathering::Consensus, &[&answers("v2")[..], &[clearer.clone(), other.clone()]].concat());
    assert_eq!((outcome.end, outcome.standings[&2].counts), (End::TooFew, Err(Uncounted::OtherQuestion)));
    assert_eq!(outcome.question, Some(text("v3")));
    let again = answers("v3");
    assert_eq!(closed(Gathering::Consensus, &[&again[..], &[clearer, other]].concat()).end, End::Agreed);
    for refused in [said(1, 3, 10, reworded("v1", "v9", true)), said(2, 1, 5, reworded("v1", "v9", true))] {
        let outcome = closed(Gathering::Consensus, &[refused]);
        assert_eq!(outcome.wordings.last, [text("v1")], "too late, or not by who called it");
    }
    assert_eq!(closed(Gathering::Consensus, &answers("v9")).standings[&2].counts, Err(Uncounted::OtherQuestion));
}

/// Who called it words it in two ways, the second when the answers are in: what was answered stands.
#[test]
fn who_called_it_cannot_take_the_question_away() {
    let honest = said(1, 1, 5, reworded("v1", "v2", true));
    let hidden = said(1, 1, 4, reworded("v1", "v3", true));
    let answers = [2, 3, 4].map(|by| said(by, 1, 12, answer("v2", Agree)));
    let outcome = closed(Gathering::Consensus, &[&answers[..], &[honest.clone(), hidden.clone()]].concat());
    assert!(outcome.wordings.is_forked());
    assert_eq!((outcome.question, outcome.end), (Some(text("v2")), End::Agreed));
    let torn = [honest, hidden, said(2, 1, 12, answer("v2", Agree)), said(3, 1, 12, answer("v3", Agree))];
    let outcome = closed(Gathering::Consensus, &torn);
    assert_eq!((outcome.question, outcome.end, outcome.standings[&2].counts), (None, End::Torn, Ok(())));
}

/// A community goes on under another key: both say so, and it counts once, by what it says last.
#[test]
fn who_moves_counts_once() {
    let before = said(2, 7, 12, answer("v1", Object));
    let after = said(20, 1, 13, answer("v1", Agree));
    let (goes, comes) = (said(2, 8, 12, Says::Moved(20)), said(20, 2, 12, Says::Came(2)));
    let outcome = closed(Gathering::Communities, &[before.clone(), after.clone(), goes.clone(), comes.clone()]);
    let moved = &outcome.standings[&20];
    assert_eq!((moved.counts, &moved.by, &moved.keys), (Ok(()), &[after.0].into(), &[2, 20].into()));
    assert_eq!((outcome.sums[&text("v1")].agree, outcome.sums[&text("v1")].object), (1, 0));
    // What it said before it moved stands, if it says nothing more.
    let outcome = closed(Gathering::Communities, &[before.clone(), goes.clone(), comes.clone()]);
    assert_eq!((outcome.standings[&20].counts, outcome.sums[&text("v1")].object), (Ok(()), 1));
    // One alone says nothing: nobody takes another's place, nor is given one.
    for half in [&goes, &comes] {
        let outcome = closed(Gathering::Communities, &[before.clone(), after.clone(), half.clone()]);
        assert_eq!((outcome.standings[&2].counts, outcome.standings[&20].counts), (Ok(()), Err(Uncounted::NotAsked)));
    }
    // Who says to go to two places stays where it is.
    let two = said(2, 8, 12, Says::Moved(21));
    let outcome = closed(Gathering::Communities, &[before, after, goes, comes, two]);
    assert_eq!((outcome.torn.clone(), outcome.standings[&2].counts), ([2].into(), Ok(())));
    // In a circle they are one.
    let circle = [
        said(3, 1, 12, Says::Moved(4)),
        said(4, 1, 12, Says::Came(3)),
        said(4, 2, 12, Says::Moved(3)),
        said(3, 2, 12, Says::Came(4)),
        said(3, 3, 13, answer("v1", Agree)),
        said(4, 3, 13, answer("v1", Agree)),
    ];
    assert_eq!(closed(Gathering::Communities, &circle).sums[&text("v1")].agree, 1);
}

/// Anything that anybody might say.
fn anything(chance: &mut Chance) -> (Digest, Statement<u32>) {
    let by = chance.of(&[1, 1, 2, 3, 4, 5, 6, 20, 30]);
    let texts = ["v1", "v2", "v3"];
    let positions = [Agree, StandAside, Object];
    let says = match chance.below(12) {
        0..=4 => answer(chance.of(&texts), chance.of(&positions)),
        5 => Says::Declined("No.".to_owned()),
        6 => Says::TakenUp,
        7 => Says::Moved(chance.of(&[20, 30, 2])),
        8 => Says::Came(chance.of(&[2, 3, 20])),
        9 => Says::Proposed { after: text("v1"), text: text("v4"), reasons: String::new() },
        _ => reworded(chance.of(&texts), chance.of(&texts), chance.one_in(2)),
    };
    // Few are reworded after the question is firm.
    let days = if matches!(says, Says::Reworded { .. }) { 12 } else { 45 };
    said(by, chance.below(4) as u64, i64::try_from(chance.below(days)).unwrap(), says)
}

/// The keys that any statement joins to one.
fn joined(all: &[(Digest, Statement<u32>)], key: u32) -> BTreeSet<u32> {
    let mut joined = BTreeSet::from([key]);
    loop {
        let before = joined.len();
        for (_, statement) in all {
            if let Says::Moved(other) | Says::Came(other) = statement.says
                && (joined.contains(&other) || joined.contains(&statement.by))
            {
                joined.extend([other, statement.by]);
            }
        }
        if joined.len() == before {
            return joined;
        }
    }
}

/// What the properties below are tried on has all of it in it.
#[test]
fn chance_goes_everywhere() {
    let mut met = BTreeSet::new();
    for seed in 0..400 {
        let mut chance = Chance(seed);
        let all: Vec<_> = (0..30).map(|_| anything(&mut chance)).collect();
        let outcome = closed(Gathering::Communities, &all);
        met.insert(format!("{:?}", outcome.end));
        if outcome.wordings.is_forked() {
            met.insert("forked".to_owned());
        }
        if !outcome.torn.is_empty() {
            met.insert("torn key".to_owned());
        }
        for standing in outcome.standings.values() {
            met.insert(format!("{:?}", standing.counts));
            if standing.said == Said::Contradictory {
                met.insert("contradictory".to_owned());
            }
            if standing.keys.len() > 1 {
                met.insert("moved".to_owned());
            }
            if !standing.before.is_empty() {
                met.insert("changed".to_owned());
            }
        }
    }
    let all = [
        "Agreed",
        "Err(NoAnswer)",
        "Err(NotAsked)",
        "Err(OtherQuestion)",
        "NotAgreed",
        "Ok(())",
        "TooFew",
        "Torn",
        "changed",
        "contradictory",
        "forked",
        "moved",
        "torn key",
    ];
    assert_eq!(met, all.map(str::to_owned).into());
}

proptest! {
    /// Order, repetition and who hands them on change nothing.
    #[test]
    fn the_same_statements_have_the_same_outcome(seed: u64, count in 0_usize..40, gathering in 0_usize..4) {
        let gathering = [Gathering::Consensus, Gathering::Communities, Gathering::People, Gathering::Map][gathering];
        let mut chance = Chance(seed);
        let all: Vec<_> = (0..count).map(|_| anything(&mut chance)).collect();
        let expected = heard(gathering, &all).outcome(day(41));
        let mut other = consulted(gathering);
        let mut left = all.clone();
        while !left.is_empty() {
            let at = chance.below(left.len());
            let (digest, statement) = left[at].clone();
            other.hear(digest, statement.clone());
            prop_assert!(!other.hear(digest, statement), "heard twice it is heard once");
            if !chance.one_in(3) {
                left.swap_remove(at);
            }
        }
        prop_assert_eq!(other.outcome(day(41)), expected);
    }

    /// What one community says changes nothing of what another has said.
    #[test]
    fn nobody_speaks_for_another(seed: u64, count in 0_usize..40) {
        let mut chance = Chance(seed);
        let all: Vec<_> = (0..count).map(|_| anything(&mut chance)).collect();
        let more = anything(&mut chance);
        let whole = [&all[..], std::slice::from_ref(&more)].concat();
        let own = joined(&whole, more.1.by);
        let (before, after) = (closed(Gathering::Communities, &all), closed(Gathering::Communities, &whole));
        for (community, standing) in &before.standings {
            if own.contains(community) {
                continue;
            }
            let then = &after.standings[community];
            prop_assert_eq!((&then.said, &then.by, &then.before), (&standing.said, &standing.by, &standing.before));
            // Only who words the question may change whether it is an answer to it, and only who answers to which holds.
            if !before.wordings.is_forked() && !after.wordings.is_forked() && !own.contains(&1) {
                prop_assert_eq!(then.counts, standing.counts);
            }
        }
    }

    /// The sums are those of the answers that count, each community once.
    #[test]
    fn nothing_is_counted_twice(seed: u64, count in 0_usize..60) {
        let mut chance = Chance(seed);
        let all: Vec<_> = (0..count).map(|_| anything(&mut chance)).collect();
        let outcome = closed(Gathering::Communities, &all);
        let counted = outcome.standings.values().filter(|one| one.counts.is_ok()).count() as u64;
        let held: u64 = match outcome.question {
            Some(question) => outcome.sums[&question].answers(),
            None => outcome.sums.values().map(tequio_deliberation::consultation::Sums::answers).sum(),
        };
        prop_assert_eq!(counted, held);
        prop_assert!(counted <= 5);
        let mut keys = outcome.standings.values().flat_map(|one| one.keys.iter());
        let mut seen = BTreeSet::new();
        prop_assert!(keys.all(|key| seen.insert(*key)), "a key is of one community");
    }
}
