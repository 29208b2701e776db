// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Lives as people would live them, told step by step.

use std::collections::BTreeMap;

use tequio_deliberation::{Digest, life::*};

const START: Instant = Instant(1_750_000_000_000_000);

/// A decision with the names of a sample circle, its clock and its history.
#[derive(Clone)]
pub struct Circle {
    pub decision: Decision<String>,
    pub now: Instant,
    history: Vec<(Instant, Event<String>)>,
}

pub fn id(name: &str) -> String {
    name.to_owned()
}

impl Circle {
    pub fn begin(class: impl FnOnce(Classes<String>) -> Class<String>) -> Circle {
        let classes = Classes::defaults(5, vec![id("cuidado")]);
        let drafted = draft(id("ana"), class(classes), Digest::of(b"v1")).unwrap();
        let decision = Decision::begin(START, &drafted).unwrap();
        Circle { decision, now: START, history: vec![(START, drafted)] }
    }

    pub fn does(&mut self, actor: &str, action: Action<String>) -> Result<&mut Circle, Missing<String>> {
        let events = self.decision.decide(&id(actor), action, self.now)?;
        for event in events {
            self.decision.apply(self.now, &event);
            self.history.push((self.now, event));
        }
        Ok(self)
    }

    pub fn wait(&mut self, span: Span) {
        self.now = self.now + span;
        for event in self.decision.pass(self.now) {
            self.decision.apply(self.now, &event);
            self.history.push((self.now, event));
        }
    }

    pub fn missing(&mut self, actor: &str, action: Action<String>) -> Missing<String> {
        self.does(actor, action).err().unwrap()
    }

    pub fn roll() -> Vec<String> {
        ["ana", "beto", "carmen", "dalia", "elias"].map(id).to_vec()
    }

    pub fn freeze() -> Action<String> {
        Action::Freeze { roll: Circle::roll(), review_in: Span::days(90), seed: None }
    }

    fn agree(&self) -> Action<String> {
        Action::TakeStance { text: self.decision.text, stance: Stance::Agree, words: None }
    }

    /// As far as integration, with all that a freeze asks for but what the caller leaves open.
    pub fn deliberated(class: impl FnOnce(Classes<String>) -> Class<String>) -> Circle {
        let mut circle = Circle::begin(class);
        circle.does("ana", Action::NameAffected { words: id("vecinas") }).unwrap();
        circle.does("ana", Action::Call).unwrap();
        circle.wait(Span::days(1));
        circle.does("ana", Action::OpenClarification).unwrap();
        circle.wait(Span::days(1));
        circle.does("ana", Action::OpenDeliberation).unwrap();
        circle.does("beto", Action::SearchEarlier { words: id("agua"), found: vec![id("acuerdo-7")] }).unwrap();
        for dimension in Dimension::ALL {
            circle.does("ana", Action::StateImpact { dimension, words: id("escrito") }).unwrap();
        }
        circle
    }

    /// Two statements that three people answer.
    fn asked(&mut self, name: &str) {
        let statement = |words: String, says| Statement { words, says };
        let statements = vec![statement(id(name), true), statement(format!("{name} no"), false)];
        self.does("ana", Action::SetCheck { statements: statements.clone() }).unwrap();
        for person in ["ana", "beto", "dalia"] {
            for one in &statements {
                self.does(person, Action::AnswerCheck { statement: one.words.clone() }).unwrap();
            }
        }
    }

    /// How many of three answered as the text says.
    fn sums(text: &str, right: [u32; 2]) -> Action<String> {
        let sums = right.map(|right| Sum { answers: 3, right }).to_vec();
        Action::CheckComprehension { text: Digest::of(text.as_bytes()), sums }
    }
}

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

fn reasoned(objection: &str) -> Action<String> {
    Action::Object { objection: id(objection), weight: Weight::Reasoned, ground: Ground::Harm, reason: id("porque") }
}

/// What was agreed in a meeting of three, with a review in so many days.
fn agreed(days: i64) -> Circle {
    let mut circle = Circle::begin(|classes| classes.operational);
    let spoken = Spoken {
        present: ["ana", "beto", "elias"].map(id).to_vec(),
        tasks: vec![Task { person: id("beto"), words: id("t1") }],
        together: false,
        dissent: vec![],
        review_in: Span::days(days),
    };
    circle.does("ana", Action::RecordSpoken(spoken)).unwrap();
    circle
}

/// An operational decision as far as its round.
fn in_round() -> Circle {
    let mut circle = Circle::deliberated(|classes| classes.operational);
    circle.does("beto", Action::MarkEarlier { decision: id("acuerdo-7"), relation: Relation::Upholds }).unwrap();
    circle.wait(Span::days(1));
    circle.does("ana", Action::OpenIntegration).unwrap();
    circle.does("ana", Circle::freeze()).unwrap();
    circle.wait(Span::days(1));
    circle.does("ana", Action::OpenVoting).unwrap();
    circle
}

#[test]
fn a_question_that_is_taken_back_keeps_nothing_waiting() {
    let mut circle = Circle::begin(|classes| classes.policy);
    circle.does("ana", Action::NameAffected { words: id("vecinas") }).unwrap();
    circle.does("ana", Action::Call).unwrap();
    circle.does("elias", Action::Ask { question: id("p1") }).unwrap();
    assert_eq!(circle.missing("beto", Action::WithdrawQuestion { question: id("p1") }), Missing::Author);
    circle.wait(Span::days(1));
    circle.does("ana", Action::OpenClarification).unwrap();
    circle.wait(Span::days(1));
    assert_eq!(circle.missing("ana", Action::OpenDeliberation), Missing::Answer(id("p1")));
    circle.does("elias", Action::WithdrawQuestion { question: id("p1") }).unwrap();
    assert!(circle.decision.questions.is_empty());
    assert_eq!(circle.missing("elias", Action::WithdrawQuestion { question: id("p1") }), Missing::Known(id("p1")));
    circle.does("ana", Action::OpenDeliberation).unwrap();
}

/// A question that was answered stays with its answer: whoever asked does not take that away from the others.
#[test]
fn what_was_answered_stays() {
    let mut circle = Circle::deliberated(|classes| classes.policy);
    circle.does("elias", Action::Ask { question: id("p1") }).unwrap();
    circle.does("ana", Action::Answer { question: id("p1"), words: id("r1") }).unwrap();
    assert_eq!(circle.missing("elias", Action::WithdrawQuestion { question: id("p1") }), Missing::Open(id("p1")));
    let again = Action::Answer { question: id("p1"), words: id("r2") };
    assert_eq!(circle.missing("ana", again), Missing::Open(id("p1")));
    circle.does("beto", Action::Argue { argument: id("a1"), side: Side::For }).unwrap();
    assert_eq!(circle.missing("ana", Action::WithdrawArgument { argument: id("a1") }), Missing::Author);
    assert_eq!(circle.missing("ana", Action::Argue { argument: id("a1"), side: Side::For }), Missing::New(id("a1")));
    circle.does("beto", Action::WithdrawArgument { argument: id("a1") }).unwrap();
    assert!(circle.decision.arguments.is_empty());
}

/// What several agreed nobody ends alone: another one says that the review ended so, or that it did not.
#[test]
fn who_seconds_a_conclusion_is_somebody_else() {
    let mut circle = agreed(30);
    circle.wait(Span::days(30));
    let effects = BTreeMap::from([(Dimension::People, id("pasó"))]);
    let end =
        |alone| Action::Conclude { verdict: Verdict::Repealed, by: id("acuerdo-9"), effects: effects.clone(), alone };
    assert_eq!(circle.missing("beto", Action::SecondConclusion), Missing::Stage(Stage::Review), "nobody said anything");
    circle.does("ana", end(false)).unwrap();
    assert_eq!(circle.decision.stage, Stage::Review);
    assert_eq!(circle.missing("ana", Action::SecondConclusion), Missing::Opponent);
    assert_eq!(circle.missing("beto", end(false)), Missing::Stage(Stage::Review), "one at a time");
    let deeds = |circle: &Circle, person: &str| circle.decision.deeds(&id(person), circle.now);
    assert_eq!((deeds(&circle, "ana"), deeds(&circle, "beto")), (vec![], vec![Deed::SecondConclusion]));
    circle.does("beto", Action::RefuseConclusion).unwrap();
    assert_eq!((circle.decision.stage, &circle.decision.concluding), (Stage::Review, &None));
    circle.does("ana", end(false)).unwrap();
    circle.does("beto", Action::SecondConclusion).unwrap();
    assert_eq!((circle.decision.stage, circle.decision.reviews.len()), (Stage::Repealed, 1));

    // Whoever is alone in the community ends it alone.
    let mut alone = agreed(30);
    alone.wait(Span::days(30));
    alone.does("ana", end(true)).unwrap();
    assert_eq!(alone.decision.stage, Stage::Repealed);
}

/// Each objection is its author's: who takes theirs back changes nothing of another's.
#[test]
fn who_takes_an_objection_back_has_no_stance_until_they_take_one() {
    let mut circle = in_round();
    circle.does("beto", reasoned("o1")).unwrap();
    circle.does("dalia", reasoned("o2")).unwrap();
    assert_eq!(circle.decision.stances.len(), 2);
    circle.does("beto", Action::WithdrawObjection { objection: id("o1") }).unwrap();
    assert_eq!(circle.decision.stances.iter().collect::<Vec<_>>(), [(&id("dalia"), &Stance::Object)]);
    assert_eq!(circle.decision.deeds(&id("beto"), circle.now)[0], Deed::TakeStance);
    assert!(circle.decision.awaits(&id("beto"), circle.now) && !circle.decision.awaits(&id("dalia"), circle.now));
}

/// One objection at a time; what somebody took back they may raise again in a later stage, or to another text.
#[test]
fn an_objection_taken_back_is_raised_again_later_or_to_another_text() {
    let mut circle = Circle::deliberated(|classes| classes.operational);
    circle.does("beto", reasoned("o1")).unwrap();
    assert_eq!(circle.missing("beto", reasoned("o2")), Missing::OwnObjection(id("o1")));
    circle.does("beto", Action::WithdrawObjection { objection: id("o1") }).unwrap();
    assert_eq!(circle.missing("beto", reasoned("o2")), Missing::OwnObjection(id("o1")), "the same text and stage");
    let mut reworded = circle.clone();
    reworded.does("ana", Action::Edit { text: Digest::of(b"v2"), substantive: true }).unwrap();
    reworded.does("beto", reasoned("o2")).unwrap();
    circle.wait(Span::days(1));
    circle.does("ana", Action::OpenIntegration).unwrap();
    circle.does("beto", reasoned("o2")).unwrap();
    circle.does("ana", Action::RecordRestatement { objection: id("o2"), by: id("carmen") }).unwrap();
    circle.does("ana", Action::Carry { objection: id("o2") }).unwrap();
    assert_eq!(circle.missing("beto", reasoned("o3")), Missing::OwnObjection(id("o2")), "the group went on");
}

/// The time to answer runs for each objection by itself, from its own telling-back.
#[test]
fn each_telling_back_has_its_own_time() {
    let mut circle = Circle::deliberated(|classes| classes.operational);
    circle.does("beto", reasoned("o1")).unwrap();
    circle.does("dalia", reasoned("o2")).unwrap();
    let restate = |objection: &str| Action::Restate { objection: id(objection), words: id("dices que") };
    circle.does("ana", restate("o2")).unwrap();
    let first = circle.now + Span::days(2);
    circle.wait(Span::days(1));
    circle.does("ana", restate("o1")).unwrap();
    let second = circle.now + Span::days(2);
    let unconfirmed = |objection: &str| Due::Unconfirmed(id(objection));
    assert_eq!(circle.decision.dues(), [(first, unconfirmed("o2")), (second, unconfirmed("o1"))]);
    circle.wait(Span::days(1));
    let told =
        |circle: &Circle| circle.decision.objections.iter().map(|it| it.restatement.is_done()).collect::<Vec<_>>();
    assert_eq!(told(&circle), [false, true]);
    circle.wait(Span(Span::days(1).0 - 1));
    assert_eq!(told(&circle), [false, true]);
    circle.wait(Span(1));
    assert_eq!(told(&circle), [true, true]);
    assert!(circle.decision.dues().is_empty());
}

/// Who objects says so once; who shares an objection does so once, and not with themself.
#[test]
fn an_objection_is_shared_by_others_and_once() {
    let mut circle = Circle::deliberated(|classes| classes.operational);
    circle.does("beto", reasoned("o1")).unwrap();
    let share = Action::SupportObjection { objection: id("o1") };
    assert_eq!(circle.missing("beto", share.clone()), Missing::New(id("beto")));
    circle.does("dalia", share.clone()).unwrap();
    assert_eq!(circle.missing("dalia", share.clone()), Missing::New(id("dalia")));
    assert_eq!(circle.missing("dalia", reasoned("o1")), Missing::New(id("o1")), "another one has that name");
    assert_eq!(circle.missing("ana", Action::Uphold { objection: id("o9") }), Missing::Known(id("o9")));
    circle.does("beto", Action::WithdrawObjection { objection: id("o1") }).unwrap();
    assert_eq!(circle.missing("elias", share), Missing::Open(id("o1")));
}

/// Written into the record of a meeting, a telling-back is denied by whoever it is about and by nobody else.
#[test]
fn what_a_meeting_is_said_to_have_heard_its_author_may_deny() {
    let mut circle = Circle::deliberated(|classes| classes.operational);
    circle.does("beto", reasoned("o1")).unwrap();
    let record = |by: &str| Action::RecordRestatement { objection: id("o1"), by: id(by) };
    assert_eq!(circle.missing("ana", record("beto")), Missing::Opponent);
    circle.does("ana", Action::Restate { objection: id("o1"), words: id("dices que") }).unwrap();
    circle.wait(Span::days(1));
    circle.does("ana", record("carmen")).unwrap();
    assert_eq!(circle.missing("ana", record("carmen")), Missing::Open(id("o1")));
    let deny = Action::RefuseRestatement { objection: id("o1") };
    assert_eq!(circle.missing("carmen", deny.clone()), Missing::Author);
    circle.does("beto", deny).unwrap();
    assert_eq!(circle.decision.objections[0].restatement, Restatement::Wanted { since: Some(circle.now) });
}

/// An objection that somebody else calls integrated was told back, and its author had time to read the text that meets it.
#[test]
fn others_call_an_objection_integrated_only_after_its_author_had_time() {
    let mut circle = Circle::deliberated(|classes| classes.operational);
    circle.does("beto", reasoned("o1")).unwrap();
    circle.does("ana", Action::Edit { text: Digest::of(b"v2"), substantive: true }).unwrap();
    let changed = circle.now;
    let integrate = Action::Integrate { objection: id("o1") };
    assert_eq!(circle.missing("ana", integrate.clone()), Missing::Restatement(id("o1")));
    circle.does("ana", Action::RecordRestatement { objection: id("o1"), by: id("carmen") }).unwrap();
    assert_eq!(circle.missing("ana", integrate.clone()), Missing::NotBefore(changed + Span::days(2)));
    circle.wait(Span::days(2));
    circle.does("ana", integrate).unwrap();
}

/// A round in which an objection ended stays open for a day more; nobody objects once its time is over.
#[test]
fn a_round_goes_on_for_a_day_after_its_last_objection() {
    let mut circle = in_round();
    let opened = circle.now;
    let ends = |circle: &Circle| circle.decision.dues().first().cloned();
    assert_eq!(ends(&circle), Some((opened + Span::days(2), Due::VotingEnds)));
    circle.does("beto", reasoned("o1")).unwrap();
    assert_eq!(ends(&circle), None, "no round ends over somebody's head");
    circle.does("ana", Action::RecordRestatement { objection: id("o1"), by: id("carmen") }).unwrap();
    let mut early = circle.clone();
    circle.wait(Span::days(3));
    assert_eq!(circle.missing("dalia", reasoned("o2")), Missing::NotAfter(opened + Span::days(2)));
    circle.does("ana", Action::Carry { objection: id("o1") }).unwrap();
    assert_eq!(ends(&circle), Some((opened + Span::days(4), Due::VotingEnds)));
    circle.does("dalia", reasoned("o2")).unwrap();
    // One that ended early prolongs nothing.
    early.does("ana", Action::Carry { objection: id("o1") }).unwrap();
    assert_eq!(ends(&early), Some((opened + Span::days(2), Due::VotingEnds)));
}

/// A reminder comes when a wait is over, or when little time is left to say something.
#[test]
fn reminders_come_when_they_help() {
    let mut circle = Circle::begin(|classes| classes.policy);
    assert_eq!(circle.decision.reminder(circle.now), None, "nothing but words is missing");
    circle.does("ana", Action::NameAffected { words: id("vecinas") }).unwrap();
    circle.does("ana", Action::Call).unwrap();
    let over = circle.now + Span::days(1);
    assert_eq!(circle.decision.reminder(circle.now), Some(over));
    circle.wait(Span::days(1));
    assert_eq!(circle.decision.reminder(circle.now), None, "it is over");

    let round = in_round();
    assert_eq!(round.decision.reminder(round.now), Some(round.now + Span::hours(36)), "the last quarter of two days");
    assert_eq!(round.decision.reminder(round.now + Span::hours(36)), None);
    let mut long = Circle::begin(|classes| Class {
        express: Some(Express { lasts: Span::days(8), agree: 1 }),
        ..classes.operational
    });
    long.does("ana", Action::OpenExpress { roll: Circle::roll(), review_in: Span::days(30) }).unwrap();
    assert_eq!(long.decision.reminder(long.now), Some(long.now + Span::days(7)), "the last day of eight");

    let mut review = agreed(30);
    review.wait(Span::days(30));
    assert_eq!(
        review.decision.reminder(review.now),
        Some(review.now + Span::days(45)),
        "the last quarter of sixty days"
    );
}

/// Who enters a stance or a ballot for somebody is named; who then says it themself has said it.
#[test]
fn who_says_it_themself_has_said_it() {
    let mut circle = in_round();
    let enter = |said| Action::EnterFor { person: id("elias"), said: Box::new(said) };
    let agree = circle.agree();
    circle.does("carmen", enter(agree)).unwrap();
    assert_eq!(circle.decision.entered.get("elias"), Some(&(id("carmen"), How::Hands)));
    let aside = |words: Option<&str>| Action::TakeStance {
        text: Digest::of(b"v1"),
        stance: Stance::StandAside,
        words: words.map(id),
    };
    circle.does("elias", aside(Some("está lejos"))).unwrap();
    assert!(circle.decision.entered.is_empty());
    assert_eq!(circle.decision.reasons.get("elias"), Some(&id("está lejos")));
    circle.does("elias", aside(None)).unwrap();
    assert!(circle.decision.reasons.is_empty(), "and may leave it without words");
    assert_eq!(circle.missing("carmen", enter(Action::CloseVoting)), Missing::NotInThisClass);
    let object = Action::TakeStance { text: Digest::of(b"v1"), stance: Stance::Object, words: None };
    assert_eq!(circle.missing("elias", object), Missing::NotInThisClass, "who objects says why");
}

/// A review that opens on its day was asked for by nobody; one that was asked for says by whom.
#[test]
fn who_asked_for_a_review_is_known_while_it_is_open() {
    let mut asked = agreed(30);
    asked.does("dalia", Action::PetitionReview { words: id("ya no sirve") }).unwrap();
    assert_eq!((asked.decision.stage, asked.decision.petitioners.len()), (Stage::Review, 1));
    assert_eq!(asked.decision.review, None);
    let mut two = Circle::begin(|classes| Class { petitioners: 2, ..classes.operational });
    let spoken =
        Spoken { present: vec![id("ana")], tasks: vec![], together: true, dissent: vec![], review_in: Span::days(30) };
    two.does("ana", Action::RecordSpoken(spoken)).unwrap();
    two.does("dalia", Action::PetitionReview { words: id("ya no sirve") }).unwrap();
    two.wait(Span::days(30));
    assert_eq!((two.decision.stage, two.decision.petitioners.len()), (Stage::Review, 0));
    assert_eq!(two.decision.dues(), [(two.now + Span::days(60), Due::Lapses)]);
}

/// Who was there by any version of the record agreed: nobody makes a meeting smaller by setting its record right.
#[test]
fn as_many_agreed_as_any_version_of_a_record_names() {
    let mut circle = agreed(30);
    assert_eq!(circle.decision.agreed_among(), 3);
    let right = |present: &[&str]| Action::CorrectRecord {
        text: Digest::of(b"v1"),
        present: present.iter().map(|name| id(name)).collect(),
        tasks: vec![],
        together: true,
        dissent: vec![],
    };
    circle.does("ana", right(&["ana"])).unwrap();
    assert_eq!((circle.decision.agreed_among(), circle.decision.version), (3, 1), "and the text is the same");
    circle.does("ana", right(&["ana", "beto", "carmen", "dalia"])).unwrap();
    assert_eq!(circle.decision.agreed_among(), 4);
    let round = in_round();
    assert_eq!(round.decision.agreed_among(), 5, "those on the roll");
}
