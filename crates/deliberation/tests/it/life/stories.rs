// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Lives as people would live them, told step by step.

use std::collections::BTreeMap;

use tequio_deliberation::{Digest, life::*};

use super::circle::{Circle, START, id};

#[test]
fn from_draft_to_review_with_two_objections() {
    let mut circle = Circle::begin(|classes| classes.policy);
    assert_eq!(circle.missing("ana", Action::Call), Missing::Affected);
    circle.does("ana", Action::NameAffected { words: id("vecinas") }).unwrap();
    circle.does("ana", Action::Call).unwrap();
    assert_eq!(circle.missing("ana", Action::OpenClarification), Missing::NotBefore(START + Span::days(1)));
    circle.wait(Span::days(1));
    circle.does("ana", Action::OpenClarification).unwrap();
    circle.does("elias", Action::Ask { question: id("p1") }).unwrap();
    circle.wait(Span::days(1));
    assert_eq!(circle.missing("ana", Action::OpenDeliberation), Missing::Answer(id("p1")));
    circle.does("ana", Action::Answer { question: id("p1"), words: id("r1") }).unwrap();
    circle.does("ana", Action::OpenDeliberation).unwrap();

    // Two objections: one by a harm, one by a principle.
    let object = |objection: &str, weight, ground| Action::Object {
        objection: id(objection),
        weight,
        ground,
        reason: id("porque"),
    };
    circle.does("beto", object("o1", Weight::Reasoned, Ground::Harm)).unwrap();
    assert_eq!(circle.missing("dalia", object("o2", Weight::Principled, Ground::Harm)), Missing::StatedPrinciple);
    assert_eq!(
        circle.missing("dalia", object("o2", Weight::Principled, Ground::Principle(id("capricho")))),
        Missing::StatedPrinciple
    );
    circle.does("dalia", object("o2", Weight::Reasoned, Ground::Principle(id("cuidado")))).unwrap();
    circle.does("elias", Action::SupportObjection { objection: id("o2") }).unwrap();
    circle.wait(Span::days(3));
    circle.does("ana", Action::OpenIntegration).unwrap();

    // Told back: not by who shares it, not by its author, and once refused.
    let restate = |objection: &str| Action::Restate { objection: id(objection), words: id("dices que") };
    assert_eq!(circle.missing("elias", restate("o2")), Missing::Opponent);
    assert_eq!(circle.missing("dalia", restate("o2")), Missing::Opponent);
    assert_eq!(circle.missing("ana", Action::Carry { objection: id("o2") }), Missing::Restatement(id("o2")));
    circle.does("carmen", restate("o2")).unwrap();
    circle.does("dalia", Action::RefuseRestatement { objection: id("o2") }).unwrap();
    circle.does("ana", restate("o2")).unwrap();
    assert_eq!(circle.missing("carmen", Action::ConfirmRestatement { objection: id("o2") }), Missing::Author);
    circle.does("dalia", Action::ConfirmRestatement { objection: id("o2") }).unwrap();
    circle.does("ana", Action::Carry { objection: id("o2") }).unwrap();

    // The first one is integrated by a change of the text, which begins the reflection anew.
    assert_eq!(circle.missing("beto", Action::Integrate { objection: id("o1") }), Missing::Change(id("o1")));
    circle.does("ana", Action::Edit { text: Digest::of(b"v2"), substantive: true }).unwrap();
    let reflected = circle.now + Span::days(3);
    circle.does("beto", Action::Integrate { objection: id("o1") }).unwrap();
    assert_eq!(circle.missing("ana", Circle::freeze()), Missing::NotBefore(reflected));
    circle.wait(Span::days(3));

    // What else a freeze asks for, one after the other.
    assert_eq!(circle.missing("ana", Circle::freeze()), Missing::Impact(Dimension::People));
    for dimension in Dimension::ALL {
        circle.does("ana", Action::StateImpact { dimension, words: id("escrito") }).unwrap();
    }
    assert_eq!(circle.missing("ana", Circle::freeze()), Missing::Search);
    circle.does("beto", Action::SearchEarlier { words: id("agua"), found: vec![id("acuerdo-7")] }).unwrap();
    assert_eq!(circle.missing("ana", Circle::freeze()), Missing::Relation(id("acuerdo-7")));
    circle.does("beto", Action::MarkEarlier { decision: id("acuerdo-7"), relation: Relation::Amends }).unwrap();
    assert_eq!(circle.missing("ana", Circle::freeze()), Missing::Comprehension(3));
    circle.asked("e1");
    circle.does("ana", Circle::sums("v2", [3, 2])).unwrap();
    let long = Action::Freeze { roll: Circle::roll(), review_in: Span::days(366), seed: None };
    assert_eq!(circle.missing("ana", long), Missing::ReviewDate);
    circle.does("ana", Circle::freeze()).unwrap();
    circle.wait(Span::days(1));
    circle.does("ana", Action::OpenVoting).unwrap();

    // Stances, voided by a text change, and taken again.
    let agree = circle.agree();
    circle.does("ana", agree.clone()).unwrap();
    circle.does("ana", Action::Edit { text: Digest::of(b"v3"), substantive: false }).unwrap();
    assert_eq!((circle.decision.stage, circle.decision.stances.len()), (Stage::Integration, 0));
    // A slip of the pen can be looked at before the text is firm again.
    assert!(matches!(circle.missing("ana", Circle::freeze()), Missing::NotBefore(_)));
    circle.wait(Span::days(1));
    circle.does("ana", Circle::freeze()).unwrap();
    circle.wait(Span::days(1));
    circle.does("ana", Action::OpenVoting).unwrap();
    assert_eq!(circle.missing("ana", agree), Missing::PresentText(Digest::of(b"v3")));
    let agree = circle.agree();
    for person in ["ana", "beto", "carmen"] {
        circle.does(person, agree.clone()).unwrap();
    }
    assert_eq!(circle.missing("fidel", agree), Missing::NotOnRoll);
    let aside = Action::TakeStance { text: Digest::of(b"v3"), stance: Stance::StandAside, words: None };
    circle.does("elias", aside).unwrap();
    circle.wait(Span::days(2));
    assert_eq!(circle.decision.stage, Stage::Adopted);
    assert_eq!(circle.missing("ana", Action::Enforce), Missing::Responsible);
    circle.does("ana", Action::TakeTask(Task { person: id("beto"), words: id("t1") })).unwrap();
    circle.does("ana", Action::Enforce).unwrap();

    // The review opens by itself, and compares.
    circle.wait(Span::days(90));
    assert_eq!(circle.decision.stage, Stage::Review);
    let conclude = |effects| Action::Conclude {
        verdict: Verdict::Renewed(Span::days(365)),
        by: id("acuerdo-9"),
        effects,
        alone: false,
    };
    assert_eq!(circle.missing("ana", conclude(BTreeMap::new())), Missing::Impact(Dimension::People));
    let effects = Dimension::ALL.into_iter().map(|dimension| (dimension, id("pasó"))).collect();
    circle.does("ana", conclude(effects)).unwrap();
    assert_eq!(circle.decision.stage, Stage::Renewed);
    let carried = Dissent { by: id("dalia"), words: id("porque"), objection: Some(id("o2")) };
    assert_eq!(circle.decision.dissent, [carried]);
    let history = circle.history.iter().map(|(at, event)| (*at, event));
    assert_eq!(Decision::replay(history).as_ref(), Some(&circle.decision));
    let stored: Decision<String> = serde_json::from_str(&serde_json::to_string(&circle.decision).unwrap()).unwrap();
    assert_eq!(stored, circle.decision);
}

#[test]
fn what_was_agreed_in_a_circle_is_recorded_at_once() {
    let spoken = |present: &[&str], days| {
        Action::RecordSpoken(Spoken {
            present: present.iter().map(|name| id(name)).collect(),
            tasks: vec![Task { person: id("beto"), words: id("t1") }],
            together: false,
            dissent: vec![Dissent { by: id("elias"), words: id("d1"), objection: None }],
            review_in: Span::days(days),
        })
    };
    let mut circle = Circle::begin(|classes| classes.operational);
    assert_eq!(circle.missing("ana", spoken(&[], 30)), Missing::Present);
    assert_eq!(circle.missing("ana", spoken(&["ana"], 1000)), Missing::ReviewDate);
    circle.does("ana", spoken(&["ana", "beto", "elias"], 30)).unwrap();
    assert_eq!((circle.decision.stage, circle.decision.dissent.len()), (Stage::InForce, 1));
    circle.wait(Span::days(30));
    assert_eq!(circle.decision.stage, Stage::Review);
    // Nobody comes back to look: it binds no more.
    circle.wait(Span::days(60));
    assert_eq!(circle.decision.stage, Stage::Lapsed);
    let mut persons = Circle::begin(|classes| classes.persons);
    assert_eq!(persons.missing("ana", spoken(&["ana"], 30)), Missing::NotInThisClass);
}

#[test]
fn a_record_is_set_right_and_no_dissent_goes() {
    let task = |person| Task { person: id(person), words: id("t1") };
    let dissent = |words| Dissent { by: id("elias"), words: id(words), objection: None };
    let right = |present: &[&str], tasks: Vec<Task<String>>, words| Action::CorrectRecord {
        text: Digest::of(b"Los jueves, y no los martes."),
        present: present.iter().map(|name| id(name)).collect(),
        tasks,
        together: false,
        dissent: vec![dissent(words)],
    };
    let mut circle = Circle::begin(|classes| classes.operational);
    assert_eq!(circle.missing("ana", right(&["ana"], vec![task("ana")], "d1")), Missing::Stage(Stage::Draft));
    let spoken = Spoken {
        present: vec![id("ana"), id("beto")],
        tasks: vec![task("beto")],
        together: false,
        dissent: vec![dissent("d1")],
        review_in: Span::days(30),
    };
    circle.does("ana", Action::RecordSpoken(spoken)).unwrap();
    let review = circle.decision.review;
    assert_eq!(circle.missing("ana", right(&[], vec![task("ana")], "d2")), Missing::Present);
    assert_eq!(circle.missing("ana", right(&["ana"], vec![], "d2")), Missing::Responsible);
    assert_eq!(circle.missing("ana", right(&["ana"], vec![task("ana")], "d1")), Missing::New(id("d1")));
    circle.does("beto", right(&["ana", "elias"], vec![task("ana")], "d2")).unwrap();
    assert_eq!(circle.decision.text, Digest::of(b"Los jueves, y no los martes."));
    assert_eq!((circle.decision.version, circle.decision.review), (2, review));
    assert_eq!(circle.decision.present, [id("ana"), id("elias")]);
    assert_eq!(circle.decision.tasks, [task("ana")]);
    assert_eq!(circle.decision.dissent, [dissent("d1"), dissent("d2")]);
    // What was decided here is what happened here: there is no record of it to set right.
    let mut express = Circle::begin(|classes| classes.operational);
    express.does("ana", Action::OpenExpress { roll: Circle::roll(), review_in: Span::days(30) }).unwrap();
    let agree = express.agree();
    express.does("ana", agree.clone()).unwrap();
    express.does("beto", agree).unwrap();
    express.wait(Span::hours(72));
    assert_eq!(express.missing("ana", right(&["ana"], vec![task("ana")], "d1")), Missing::NotInThisClass);
}

#[test]
fn express_consent_is_three_days_and_any_objection_ends_it() {
    let open = Action::OpenExpress { roll: Circle::roll(), review_in: Span::days(30) };
    let mut quiet = Circle::begin(|classes| classes.operational);
    quiet.does("ana", open.clone()).unwrap();
    let agree = quiet.agree();
    quiet.does("ana", agree.clone()).unwrap();
    quiet.does("beto", agree).unwrap();
    // One stance each, which may change until the end; what is said by standing aside stays beside what is adopted.
    for (stance, words) in [(Stance::Agree, "sí"), (Stance::StandAside, "no"), (Stance::StandAside, "está lejos")] {
        let words = Some(id(words));
        quiet.does("carmen", Action::TakeStance { text: quiet.decision.text, stance, words }).unwrap();
    }
    quiet
        .does("dalia", Action::TakeStance { text: quiet.decision.text, stance: Stance::StandAside, words: None })
        .unwrap();
    quiet.wait(Span(Span::hours(72).0 - 1));
    assert_eq!(quiet.decision.stage, Stage::Consent);
    quiet.wait(Span(1));
    assert_eq!(quiet.decision.stage, Stage::Adopted);
    assert_eq!(quiet.decision.dissent, [Dissent { by: id("carmen"), words: id("está lejos"), objection: None }]);

    let mut alone = Circle::begin(|classes| classes.operational);
    alone.does("ana", open.clone()).unwrap();
    let agree = alone.agree();
    alone.does("ana", agree).unwrap();
    alone.wait(Span::hours(72));
    assert_eq!(alone.decision.stage, Stage::NotAdopted, "nobody but who proposes it said yes");

    let mut silent = Circle::begin(|classes| classes.operational);
    silent.does("ana", open.clone()).unwrap();
    silent.wait(Span::hours(72));
    assert_eq!(silent.decision.stage, Stage::NotAdopted, "nobody agreed");

    let mut halted = Circle::begin(|classes| classes.operational);
    halted.does("ana", open.clone()).unwrap();
    let objection =
        Action::Object { objection: id("o1"), weight: Weight::Reasoned, ground: Ground::Harm, reason: id("porque") };
    assert_eq!(halted.missing("fidel", objection.clone()), Missing::NotOnRoll);
    halted.does("dalia", objection).unwrap();
    assert_eq!((halted.decision.stage, halted.decision.express), (Stage::Call, false));
    assert_eq!(halted.decision.open_objections().count(), 1);
    assert_eq!(halted.missing("ana", Action::OpenClarification), Missing::Affected, "what a call asks for");

    let mut policy = Circle::begin(|classes| classes.policy);
    assert_eq!(policy.missing("ana", open), Missing::NotInThisClass);
}

#[test]
fn neither_silence_nor_refusal_is_a_veto() {
    let mut circle = Circle::deliberated(|classes| classes.operational);
    let objection =
        Action::Object { objection: id("o1"), weight: Weight::Reasoned, ground: Ground::Harm, reason: id("porque") };
    circle.does("beto", objection).unwrap();
    circle.wait(Span::days(40));
    assert_eq!(circle.missing("ana", Action::Carry { objection: id("o1") }), Missing::Restatement(id("o1")));
    circle.does("ana", Action::Restate { objection: id("o1"), words: id("dices que") }).unwrap();
    circle.does("beto", Action::RefuseRestatement { objection: id("o1") }).unwrap();
    circle.wait(Span(Span::days(2).0 - 1));
    assert_eq!(circle.missing("ana", Action::Carry { objection: id("o1") }), Missing::Restatement(id("o1")));
    circle.wait(Span(1));
    circle.does("ana", Action::Carry { objection: id("o1") }).unwrap();
    assert_eq!(circle.decision.objections[0].restatement, Restatement::Unconfirmed, "and it says so");
}

#[test]
fn a_principled_objection_blocks_until_the_text_changes() {
    let mut circle = Circle::deliberated(|classes| classes.operational);
    circle.does("beto", Action::MarkEarlier { decision: id("acuerdo-7"), relation: Relation::Unrelated }).unwrap();
    circle.wait(Span::days(1));
    circle.does("ana", Action::OpenIntegration).unwrap();
    circle.does("ana", Circle::freeze()).unwrap();
    circle.wait(Span::days(1));
    circle.does("ana", Action::OpenVoting).unwrap();
    let ground = Ground::Principle(id("cuidado"));
    let objection = Action::Object { objection: id("o1"), weight: Weight::Principled, ground, reason: id("porque") };
    circle.does("beto", objection).unwrap();
    let agree = circle.agree();
    assert_eq!(circle.missing("beto", agree.clone()), Missing::OwnObjection(id("o1")));
    for person in ["ana", "carmen", "dalia"] {
        circle.does(person, agree.clone()).unwrap();
    }
    circle.does("ana", Action::RecordRestatement { objection: id("o1"), by: id("carmen") }).unwrap();
    assert_eq!(circle.missing("ana", Action::Carry { objection: id("o1") }), Missing::Principle(id("o1")));
    circle.wait(Span::days(2));
    assert_eq!(circle.missing("ana", Action::CloseVoting), Missing::Disposition(id("o1")));
    circle.does("ana", Action::Uphold { objection: id("o1") }).unwrap();
    circle.wait(Span(1));
    assert_eq!(circle.decision.stage, Stage::Blocked);
    circle.does("ana", Action::Edit { text: Digest::of(b"v2"), substantive: true }).unwrap();
    circle.wait(Span::days(1));
    assert_eq!(circle.missing("ana", Circle::freeze()), Missing::Integration(id("o1")));
    circle.does("beto", Action::Integrate { objection: id("o1") }).unwrap();
    circle.does("ana", Circle::freeze()).unwrap();
}

#[test]
fn an_urgent_decision_lapses_unless_an_ordinary_one_ratifies_it() {
    let urgent = || {
        let mut circle = Circle::deliberated(|classes| Class { sponsors: 0, ..classes.urgent });
        circle.does("beto", Action::MarkEarlier { decision: id("acuerdo-7"), relation: Relation::Upholds }).unwrap();
        circle.wait(Span::days(1));
        circle.does("ana", Action::OpenIntegration).unwrap();
        circle.does("ana", Circle::freeze()).unwrap();
        circle.does("ana", Action::OpenVoting).unwrap();
        let agree = circle.agree();
        for person in ["ana", "beto", "carmen"] {
            circle.does(person, agree.clone()).unwrap();
        }
        circle.wait(Span::days(1));
        circle.does("ana", Action::TakeTask(Task { person: id("beto"), words: id("t1") })).unwrap();
        circle.does("ana", Action::Enforce).unwrap();
        circle
    };
    let mut left = urgent();
    assert_eq!(left.decision.lapses, Some(left.now + Span::days(30)));
    left.wait(Span::days(30));
    assert_eq!(left.decision.stage, Stage::Lapsed);
    let mut ratified = urgent();
    let ratify = |kind| Action::Ratify { by: id("acuerdo-8"), kind };
    assert_eq!(ratified.missing("ana", ratify(Kind::Urgent)), Missing::OrdinaryClass);
    ratified.does("ana", ratify(Kind::Policy)).unwrap();
    ratified.wait(Span::days(31));
    assert_eq!(ratified.decision.stage, Stage::InForce);
}

#[test]
fn a_ballot_needs_its_quorum_its_threshold_and_its_seed() {
    let count = |ballots: &[Choice], seed: Option<&str>| {
        let mut circle = Circle::deliberated(|classes| Class { comprehension: None, ..classes.persons });
        circle.does("beto", Action::MarkEarlier { decision: id("acuerdo-7"), relation: Relation::Upholds }).unwrap();
        circle.wait(Span::days(3));
        circle.does("ana", Action::OpenIntegration).unwrap();
        let seed_digest = Some(Digest::of(b"moneda"));
        let freeze = Action::Freeze { roll: Circle::roll(), review_in: Span::days(90), seed: seed_digest };
        circle.does("ana", freeze).unwrap();
        circle.wait(Span::days(1));
        circle.does("ana", Action::OpenVoting).unwrap();
        for person in Circle::roll().iter().take(ballots.len()) {
            circle.does(person, Action::Cast).unwrap();
            assert_eq!(circle.missing(person, Action::Cast), Missing::AlreadyCast);
        }
        circle.wait(Span::days(2));
        let action = Action::Count { ballots: ballots.to_vec(), seed: seed.map(id) };
        circle.does("ana", action).map(|circle| circle.decision.stage)
    };
    use Choice::{Blank, No, Yes};
    assert_eq!(count(&[Yes, Yes, No], Some("moneda")), Ok(Stage::Adopted));
    assert_eq!(count(&[Yes, No, Blank], Some("moneda")), Ok(Stage::NotAdopted), "a tie is not a majority");
    assert_eq!(count(&[Yes, Yes], Some("moneda")), Ok(Stage::NotAdopted), "two of five are below three fifths");
    assert_eq!(count(&[Yes, Blank, Blank], Some("moneda")), Ok(Stage::Adopted), "blank ones count for the quorum");
    assert_eq!(count(&[Yes, Yes, No], Some("otra")), Err(Missing::Seed));
    assert_eq!(count(&[Yes, Yes, No], None), Err(Missing::Seed));
}

#[test]
fn a_text_that_is_not_understood_goes_back() {
    let mut circle = Circle::deliberated(|classes| classes.policy);
    let set = |says: &[bool]| {
        let statement = |(number, says): (usize, &bool)| Statement { words: format!("e{number}"), says: *says };
        Action::SetCheck { statements: says.iter().enumerate().map(statement).collect() }
    };
    for says in [&[true][..], &[true, true], &[false, false, false], &[true, false, true, false]] {
        assert_eq!(circle.missing("ana", set(says)), Missing::Statements, "{says:?}");
    }
    circle.does("ana", set(&[true, false, false])).unwrap();
    circle.asked("e1");
    assert_eq!(circle.missing("beto", Action::AnswerCheck { statement: id("e1") }), Missing::AlreadyCast);
    assert_eq!(circle.missing("beto", Action::AnswerCheck { statement: id("e2") }), Missing::Known(id("e2")));
    assert_eq!(circle.missing("ana", set(&[true, false])), Missing::New(id("e1")), "nobody asks otherwise meanwhile");
    assert_eq!(circle.missing("ana", Circle::sums("v0", [3, 3])), Missing::PresentText(Digest::of(b"v1")));
    for wrong in [[4, 3], [2, 2]] {
        let sums = wrong.map(|right| Sum { answers: wrong[0], right }).to_vec();
        let wrong = Action::CheckComprehension { text: Digest::of(b"v1"), sums };
        assert_eq!(circle.missing("ana", wrong), Missing::Comprehension(3), "as many as answered");
    }
    // All read the first as the text says; that does not make good what most misread.
    circle.does("ana", Circle::sums("v1", [3, 1])).unwrap();
    assert_eq!((circle.decision.stage, circle.decision.is_misread()), (Stage::Clarification, true));
    circle.wait(Span::days(1));
    assert_eq!(circle.missing("ana", Action::OpenDeliberation), Missing::Clarity);
    assert_eq!(circle.decision.deeds(&id("ana"), circle.now), [Deed::Clarify]);
    circle.does("ana", Action::Edit { text: Digest::of(b"v2"), substantive: false }).unwrap();
    circle.does("ana", Action::OpenDeliberation).unwrap();
    assert_eq!(circle.decision.reflecting, Some(circle.now), "and is reflected on anew");
    circle.asked("e4");
    circle.does("ana", Action::VoidCheck).unwrap();
    assert_eq!(circle.missing("ana", Circle::sums("v2", [3, 3])), Missing::Comprehension(3));
    for person in ["ana", "beto", "elias"] {
        for statement in [id("e4"), id("e4 no")] {
            circle.does(person, Action::AnswerCheck { statement }).unwrap();
        }
    }
    circle.does("ana", Circle::sums("v2", [2, 3])).unwrap();
    assert!(circle.decision.understood && circle.decision.open_check().is_none());
}

#[test]
fn a_slip_of_the_pen_may_be_contested_once() {
    let mut circle = Circle::deliberated(|classes| classes.operational);
    circle.wait(Span::days(1));
    circle.does("ana", Action::Edit { text: Digest::of(b"v1."), substantive: false }).unwrap();
    assert_eq!(circle.decision.version, 1);
    circle.does("beto", Action::ContestEdit).unwrap();
    assert_eq!((circle.decision.version, circle.decision.reflecting), (2, Some(circle.now)));
    assert_eq!(circle.missing("beto", Action::ContestEdit), Missing::Stage(Stage::Deliberation));
}

#[test]
fn an_early_review_needs_those_the_class_names() {
    let mut circle = Circle::begin(|classes| Class { petitioners: 2, ..classes.operational });
    let tasks = vec![Task { person: id("beto"), words: id("t1") }];
    let spoken =
        Spoken { present: vec![id("ana")], tasks, together: false, dissent: vec![], review_in: Span::days(300) };
    circle.does("ana", Action::RecordSpoken(spoken)).unwrap();
    let petition = Action::PetitionReview { words: id("ya no sirve") };
    circle.does("dalia", petition.clone()).unwrap();
    assert_eq!(circle.missing("dalia", petition.clone()), Missing::New(id("dalia")));
    assert_eq!(circle.decision.stage, Stage::InForce);
    circle.does("elias", petition).unwrap();
    assert_eq!(circle.decision.stage, Stage::Review);
}

#[test]
fn dissent_is_for_what_binds() {
    let mut circle = Circle::begin(|classes| classes.operational);
    let dissent = Action::Dissent { words: id("no lo comparto") };
    let supersede = Action::Supersede { by: id("acuerdo-9"), relation: Relation::Repeals };
    assert_eq!(circle.missing("elias", dissent.clone()), Missing::Stage(Stage::Draft));
    assert_eq!(circle.missing("elias", supersede.clone()), Missing::Stage(Stage::Draft));
    let tasks = vec![Task { person: id("beto"), words: id("t1") }];
    let spoken =
        Spoken { present: vec![id("ana")], tasks, together: false, dissent: vec![], review_in: Span::days(30) };
    circle.does("ana", Action::RecordSpoken(spoken)).unwrap();
    circle.does("elias", dissent).unwrap();
    circle.does("ana", supersede).unwrap();
    assert_eq!((circle.decision.stage, circle.decision.dissent.len()), (Stage::Repealed, 1));
}

#[test]
fn the_one_thing_each_can_do() {
    let mut circle = Circle::deliberated(|classes| classes.operational);
    circle.does("beto", Action::MarkEarlier { decision: id("acuerdo-7"), relation: Relation::Upholds }).unwrap();
    let object =
        Action::Object { objection: id("o1"), weight: Weight::Reasoned, ground: Ground::Harm, reason: id("porque") };
    circle.does("beto", object).unwrap();
    circle.does("dalia", Action::SupportObjection { objection: id("o1") }).unwrap();
    circle.wait(Span::days(1));
    circle.does("ana", Action::OpenIntegration).unwrap();
    let deeds = |circle: &Circle, person: &str| circle.decision.deeds(&id(person), circle.now);
    // Not by who raised it, nor by who shares it.
    assert_eq!(deeds(&circle, "carmen"), [Deed::Restate(id("o1"))]);
    assert_eq!((deeds(&circle, "beto"), deeds(&circle, "dalia")), (vec![], vec![]));
    circle.does("carmen", Action::Restate { objection: id("o1"), words: id("dices que") }).unwrap();
    assert_eq!(circle.decision.dues(), [(circle.now + Span::days(2), Due::Unconfirmed(id("o1")))]);
    assert_eq!((deeds(&circle, "carmen"), deeds(&circle, "beto")), (vec![], vec![Deed::AnswerRestatement(id("o1"))]));
    circle.does("beto", Action::ConfirmRestatement { objection: id("o1") }).unwrap();
    assert_eq!(deeds(&circle, "carmen"), [Deed::Dispose(id("o1"))]);
    circle.does("ana", Action::Uphold { objection: id("o1") }).unwrap();
    // The text must meet it; once it has changed, its author says whether it does.
    assert_eq!(
        (deeds(&circle, "carmen"), deeds(&circle, "beto")),
        (vec![Deed::Meet(id("o1"))], vec![Deed::Meet(id("o1"))])
    );
    circle.does("ana", Action::Edit { text: Digest::of(b"v2"), substantive: true }).unwrap();
    assert_eq!((deeds(&circle, "carmen"), deeds(&circle, "beto")), (vec![], vec![Deed::Reconsider(id("o1"))]));
    circle.does("beto", Action::Integrate { objection: id("o1") }).unwrap();
    assert_eq!(deeds(&circle, "beto"), [], "time must pass");
    circle.wait(Span::days(1));
    assert_eq!(deeds(&circle, "beto"), [Deed::Onward]);
    circle.does("ana", Circle::freeze()).unwrap();
    circle.wait(Span::days(1));
    circle.does("ana", Action::OpenVoting).unwrap();
    assert_eq!((deeds(&circle, "beto"), deeds(&circle, "fidel")), (vec![Deed::TakeStance], vec![]));
    let agree = circle.agree();
    circle.does("beto", agree).unwrap();
    assert_eq!(deeds(&circle, "beto"), []);
    // Nothing was recorded since, and it is adopted or not all the same.
    assert_eq!(circle.decision.at(circle.now + Span::days(2)).stage, Stage::NotAdopted);
    assert_eq!(circle.decision.stage, Stage::Consent);
}

/// Circles agree on things that are nobody's in particular; it is said, never understood by silence.
#[test]
fn all_answer_for_it_together_where_that_is_said() {
    let spoken = |together| Spoken {
        present: vec![id("ana"), id("beto")],
        tasks: vec![],
        together,
        dissent: vec![],
        review_in: Span::days(30),
    };
    let mut circle = Circle::begin(|classes| classes.operational);
    assert_eq!(circle.missing("ana", Action::RecordSpoken(spoken(false))), Missing::Responsible);
    circle.does("ana", Action::RecordSpoken(spoken(true))).unwrap();
    assert!(circle.decision.is_answered_for() && circle.decision.tasks.is_empty());
    assert_eq!(circle.missing("beto", Action::AnswerTogether), Missing::New(id("beto")));

    let mut express = Circle::begin(|classes| classes.operational);
    express.does("ana", Action::OpenExpress { roll: Circle::roll(), review_in: Span::days(30) }).unwrap();
    for person in ["ana", "beto"] {
        let agree = express.agree();
        express.does(person, agree).unwrap();
    }
    express.wait(Span::hours(72));
    assert_eq!(express.missing("ana", Action::Enforce), Missing::Responsible);
    let mut waiting = express.clone();
    express.does("beto", Action::AnswerTogether).unwrap();
    express.does("ana", Action::Enforce).unwrap();
    assert_eq!(express.decision.stage, Stage::InForce);

    // What was never put into force is not renewed either while nobody answers for it.
    waiting.wait(Span::days(30));
    assert_eq!(waiting.decision.stage, Stage::Review);
    let effects = BTreeMap::from([(Dimension::People, id("nada"))]);
    let renew = Action::Conclude { verdict: Verdict::Renewed(Span::days(30)), by: id("a"), effects, alone: false };
    assert_eq!(waiting.missing("ana", renew.clone()), Missing::Responsible);
    waiting.does("ana", Action::TakeTask(Task { person: id("beto"), words: id("t1") })).unwrap();
    waiting.does("ana", renew).unwrap();
    assert_eq!(waiting.decision.stage, Stage::Renewed);
}
