// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Lives as people would live them, told step by step.

use std::collections::BTreeMap;

use tequio_deliberation::{Digest, Share, life::*};

const START: Instant = Instant(1_750_000_000_000_000);

/// A decision with the names of a sample circle, its clock and its history.
struct Circle {
    decision: Decision<String>,
    now: Instant,
    history: Vec<(Instant, Event<String>)>,
}

fn id(name: &str) -> String {
    name.to_owned()
}

impl Circle {
    fn begin(class: impl FnOnce(Classes<String>) -> Class<String>) -> Circle {
        let classes = Classes::defaults(5, vec![id("cuidado")]);
        let drafted = draft(id("ana"), class(classes), Digest::of(b"v1")).unwrap();
        let decision = Decision::begin(START, &drafted).unwrap();
        Circle { decision, now: START, history: vec![(START, drafted)] }
    }

    fn does(&mut self, actor: &str, action: Action<String>) -> Result<&mut Circle, Missing<String>> {
        let events = self.decision.decide(&id(actor), action, self.now)?;
        for event in events {
            self.decision.apply(self.now, &event);
            self.history.push((self.now, event));
        }
        Ok(self)
    }

    fn wait(&mut self, span: Span) {
        self.now = self.now + span;
        for event in self.decision.pass(self.now) {
            self.decision.apply(self.now, &event);
            self.history.push((self.now, event));
        }
    }

    fn missing(&mut self, actor: &str, action: Action<String>) -> Missing<String> {
        self.does(actor, action).err().unwrap()
    }

    fn roll() -> Vec<String> {
        ["ana", "beto", "carmen", "dalia", "elias"].map(id).to_vec()
    }

    fn freeze() -> Action<String> {
        Action::Freeze { roll: Circle::roll(), review_in: Span::days(90), seed: None }
    }

    fn agree(&self) -> Action<String> {
        Action::TakeStance { text: self.decision.text, stance: Stance::Agree }
    }

    /// As far as integration, with all that a freeze asks for but what the caller leaves open.
    fn deliberated(class: impl FnOnce(Classes<String>) -> Class<String>) -> Circle {
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
    assert_eq!(circle.missing("ana", Circle::freeze()), Missing::Comprehension(2));
    let check = |right| Action::CheckComprehension { text: Digest::of(b"v2"), right, answers: 3 };
    circle.does("ana", check(2)).unwrap();
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
    circle.does("ana", Circle::freeze()).unwrap();
    circle.wait(Span::days(1));
    circle.does("ana", Action::OpenVoting).unwrap();
    assert_eq!(circle.missing("ana", agree), Missing::PresentText(Digest::of(b"v3")));
    let agree = circle.agree();
    for person in ["ana", "beto", "carmen"] {
        circle.does(person, agree.clone()).unwrap();
    }
    assert_eq!(circle.missing("fidel", agree), Missing::NotOnRoll);
    let aside = Action::TakeStance { text: Digest::of(b"v3"), stance: Stance::StandAside };
    circle.does("elias", aside).unwrap();
    circle.wait(Span::days(2));
    assert_eq!(circle.decision.stage, Stage::Adopted);
    assert_eq!(circle.missing("ana", Action::Enforce), Missing::Responsible);
    circle.does("ana", Action::TakeTask(Task { person: id("beto"), words: id("t1") })).unwrap();
    circle.does("ana", Action::Enforce).unwrap();

    // The review opens by itself, and compares.
    circle.wait(Span::days(90));
    assert_eq!(circle.decision.stage, Stage::Review);
    let conclude =
        |effects| Action::Conclude { verdict: Verdict::Renewed(Span::days(365)), by: id("acuerdo-9"), effects };
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
fn express_consent_is_three_days_and_any_objection_ends_it() {
    let open = Action::OpenExpress { roll: Circle::roll(), review_in: Span::days(30) };
    let mut quiet = Circle::begin(|classes| classes.operational);
    quiet.does("ana", open.clone()).unwrap();
    let agree = quiet.agree();
    quiet.does("beto", agree).unwrap();
    quiet.wait(Span(Span::hours(72).0 - 1));
    assert_eq!(quiet.decision.stage, Stage::Consent);
    quiet.wait(Span(1));
    assert_eq!(quiet.decision.stage, Stage::Adopted);

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
        let mut circle = Circle::begin(|classes| classes.urgent);
        let present = vec![id("ana")];
        let tasks = vec![Task { person: id("beto"), words: id("t1") }];
        let spoken = Spoken { present, tasks, dissent: vec![], review_in: Span::days(300) };
        circle.does("ana", Action::RecordSpoken(spoken)).unwrap();
        circle
    };
    let mut left = urgent();
    assert_eq!(left.decision.next_due(), Some(START + Span::days(30)));
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
    let check = |right| Action::CheckComprehension { text: Digest::of(b"v1"), right, answers: 3 };
    assert_eq!(
        circle.missing("ana", Action::CheckComprehension { text: Digest::of(b"v0"), right: 3, answers: 3 }),
        Missing::PresentText(Digest::of(b"v1"))
    );
    assert_eq!(
        circle.missing("ana", Action::CheckComprehension { text: Digest::of(b"v1"), right: 1, answers: 1 }),
        Missing::Comprehension(2)
    );
    circle.does("ana", check(1)).unwrap();
    assert_eq!(circle.decision.stage, Stage::Clarification);
    circle.wait(Span::days(1));
    circle.does("ana", Action::OpenDeliberation).unwrap();
    assert_eq!(circle.decision.reflecting, Some(circle.now), "and is reflected on anew");
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
    let spoken = Spoken { present: vec![id("ana")], tasks, dissent: vec![], review_in: Span::days(300) };
    circle.does("ana", Action::RecordSpoken(spoken)).unwrap();
    let petition = Action::PetitionReview { words: id("ya no sirve") };
    circle.does("dalia", petition.clone()).unwrap();
    assert_eq!(circle.missing("dalia", petition.clone()), Missing::New(id("dalia")));
    assert_eq!(circle.decision.stage, Stage::InForce);
    circle.does("elias", petition).unwrap();
    assert_eq!(circle.decision.stage, Stage::Review);
}

/// Options as far as the count, with a seed if there is one, and a ballot a person.
fn choosing(
    choosing: Choosing,
    options: &[(&str, Option<u64>)],
    allotted: Option<u64>,
    seed: Option<&str>,
    ballots: &[Choice],
) -> Result<Circle, Missing<String>> {
    let mut circle = Circle::deliberated(|classes| Class {
        choosing: Some(choosing),
        comprehension: None,
        agreement: Share::new(1, 2),
        ..classes.policy
    });
    for (option, cost) in options {
        circle.does("beto", Action::OfferOption { option: id(option), cost: *cost })?;
    }
    if let Some(amount) = allotted {
        circle.does("ana", Action::Allot { amount })?;
    }
    circle.does("beto", Action::MarkEarlier { decision: id("acuerdo-7"), relation: Relation::Upholds })?;
    circle.wait(Span::days(3));
    circle.does("ana", Action::OpenIntegration)?;
    let seed_digest = seed.map(|seed| Digest::of(seed.as_bytes()));
    circle.does("ana", Action::Freeze { roll: Circle::roll(), review_in: Span::days(90), seed: seed_digest })?;
    circle.wait(Span::days(1));
    circle.does("ana", Action::OpenVoting)?;
    for (person, ballot) in Circle::roll().iter().zip(ballots) {
        let checked = circle.decision.terms.as_ref().unwrap().check(ballot);
        checked.map_err(|flaw| Missing::Ballot(0, flaw))?;
        circle.does(person, Action::Cast)?;
    }
    circle.wait(Span::days(2));
    circle.does("ana", Action::Count { ballots: ballots.to_vec(), seed: seed.map(id) })?;
    Ok(circle)
}

/// The ids of what was chosen, in the order of election.
fn chosen(circle: &Circle) -> Vec<&str> {
    let list = &circle.decision.terms.as_ref().unwrap().options.as_ref().unwrap().list;
    let election = circle.decision.counted.as_ref().unwrap().election.as_ref().unwrap();
    election.chosen.iter().map(|place| list[*place as usize].id.as_str()).collect()
}

fn ranking(places: &[u32]) -> Choice {
    Choice::Ranking(places.iter().map(|place| vec![*place]).collect())
}

fn approving(places: &[u32]) -> Choice {
    Choice::Scores(places.iter().map(|place| (*place, 1)).collect())
}

const DAYS: [(&str, Option<u64>); 3] = [("jueves", None), ("lunes", None), ("martes", None)];

#[test]
fn an_option_is_chosen_that_beats_all_others_and_none_of_these() {
    // Options stand in the order of their ids; 3 is none of these.
    let ballots = [ranking(&[0, 1, 2]), ranking(&[1, 0, 2]), ranking(&[2, 1, 3, 0]), Choice::Blank];
    let circle = choosing(Choosing::Schulze, &DAYS, None, None, &ballots).unwrap();
    assert_eq!((circle.decision.stage, chosen(&circle)), (Stage::Adopted, vec!["lunes"]));
    let election = circle.decision.counted.clone().unwrap().election.unwrap();
    assert_eq!(election.support, [(2, 1), (3, 0), (3, 0)]);
    // The same from what is published, with all that led there.
    let options = circle.decision.terms.as_ref().unwrap().options.clone().unwrap();
    let tally = options.tally(&election.ballots, None).unwrap();
    assert_eq!(tally.pairwise.unwrap().condorcet_winner, Some(1));
    assert_eq!(options.elect(&ballots, None, Share::new(1, 2)), election);
    // More is asked than a majority over none of these.
    assert_eq!(options.elect(&ballots[..3], None, Share::new(1, 1)).chosen, [1]);
    let against = [ranking(&[0]), ranking(&[0]), ranking(&[3, 0])];
    assert_eq!(options.elect(&against, None, Share::new(2, 3)).chosen, [0]);
    assert_eq!(options.elect(&against, None, Share::new(3, 4)).chosen, Vec::<u32>::new());
}

#[test]
fn none_of_these_may_win_and_too_few_may_vote() {
    let none = [ranking(&[3]), ranking(&[3, 1]), ranking(&[1])];
    let circle = choosing(Choosing::Schulze, &DAYS, None, None, &none).unwrap();
    assert_eq!((circle.decision.stage, chosen(&circle).len()), (Stage::NotAdopted, 0));
    let few = [ranking(&[1]), ranking(&[1])];
    let circle = choosing(Choosing::Schulze, &DAYS, None, None, &few).unwrap();
    assert_eq!((circle.decision.stage, chosen(&circle)), (Stage::NotAdopted, vec!["lunes"]), "below the quorum");
    let blank = [Choice::Blank, Choice::Blank, Choice::Blank];
    let circle = choosing(Choosing::Schulze, &DAYS, None, None, &blank).unwrap();
    assert_eq!(circle.decision.stage, Stage::NotAdopted);
    // As many above as below is not enough, and no tie: whoever won it, nothing would be chosen.
    let even = [ranking(&[0]), ranking(&[3]), Choice::Blank];
    let circle = choosing(Choosing::Schulze, &DAYS, None, None, &even).unwrap();
    assert_eq!(circle.decision.stage, Stage::NotAdopted);
}

#[test]
fn a_tie_goes_back_unless_a_seed_was_promised() {
    let tied = [ranking(&[0, 1]), ranking(&[1, 0]), Choice::Blank];
    let mut circle = choosing(Choosing::Schulze, &DAYS, None, None, &tied).unwrap();
    assert_eq!(circle.decision.stage, Stage::Integration);
    assert_eq!(circle.decision.counted.as_ref().unwrap().election.as_ref().unwrap().winners, [0, 1]);
    assert_eq!((&circle.decision.terms, circle.decision.stances.len()), (&None, 0));
    // They vote anew, now with a seed.
    let seed = Some(Digest::of(b"moneda"));
    circle.does("ana", Action::Freeze { roll: Circle::roll(), review_in: Span::days(90), seed }).unwrap();
    circle.wait(Span::days(1));
    circle.does("ana", Action::OpenVoting).unwrap();
    assert_eq!((&circle.decision.counted, circle.decision.cast.len()), (&None, 0));
    for person in ["ana", "beto", "carmen"] {
        circle.does(person, Action::Cast).unwrap();
    }
    circle.wait(Span::days(2));
    circle.does("ana", Action::Count { ballots: tied.to_vec(), seed: Some(id("moneda")) }).unwrap();
    assert_eq!(circle.decision.stage, Stage::Adopted);
    // printf moneda/jueves | sha256sum begins 0x…; the lesser digest wins.
    let lot = |option: &str| Digest::of(format!("moneda/{option}").as_bytes());
    let first = if lot("jueves") < lot("lunes") { "jueves" } else { "lunes" };
    assert_eq!(chosen(&circle), [first]);
}

#[test]
fn seats_stay_open_that_none_of_these_wins() {
    let ballots = [ranking(&[0, 1]), ranking(&[0, 1]), ranking(&[0, 3]), ranking(&[3, 0]), ranking(&[3])];
    let circle = choosing(Choosing::StvScottish, &DAYS, Some(2), Some("x"), &ballots).unwrap();
    assert_eq!((circle.decision.stage, chosen(&circle)), (Stage::Adopted, vec!["jueves"]));
    let ballots = [approving(&[0, 1]), approving(&[0, 1]), approving(&[0, 2]), approving(&[3]), approving(&[2])];
    let circle = choosing(Choosing::Approval, &DAYS, Some(2), Some("x"), &ballots).unwrap();
    let election = circle.decision.counted.clone().unwrap().election.unwrap();
    assert_eq!((election.winners, chosen(&circle)[0]), (vec![0, 1, 2], "jueves"));
}

#[test]
fn a_budget_buys_projects() {
    let projects = [("banca", Some(20)), ("parque", Some(60)), ("tejado", Some(80)), ("árbol", Some(30))];
    let ballots = [approving(&[0, 1]), approving(&[0, 1]), approving(&[3])];
    let circle = choosing(Choosing::BudgetGreedy, &projects, Some(90), None, &ballots).unwrap();
    assert_eq!((circle.decision.stage, chosen(&circle)), (Stage::Adopted, vec!["banca", "parque"]));
    let tied = choosing(Choosing::EqualShares, &projects, Some(90), None, &ballots).unwrap();
    assert_eq!(tied.decision.stage, Stage::Integration, "bench and park cost their supporters the same");
    let drawn = choosing(Choosing::EqualShares, &projects, Some(90), Some("x"), &ballots).unwrap();
    assert_eq!(drawn.decision.stage, Stage::Adopted);
    assert!(chosen(&drawn).contains(&"árbol"));
    let none = [Choice::Blank, Choice::Blank, Choice::Blank];
    let circle = choosing(Choosing::EqualShares, &projects, Some(90), None, &none).unwrap();
    assert_eq!(circle.decision.stage, Stage::NotAdopted);
}

#[test]
fn ballots_are_such_as_the_class_counts() {
    let flaw = |by: Choosing, ballot: &Choice| {
        let list = DAYS.map(|(option, _)| Choosable { id: id(option), cost: None });
        Options { by, list: list.to_vec(), allotted: 1 }.check(ballot).err()
    };
    let equal = Choice::Ranking(vec![vec![0, 1], vec![2]]);
    let twos = Choice::Scores(vec![(0, 2), (3, 2)]);
    assert_eq!(flaw(Choosing::Schulze, &equal), None);
    assert_eq!(flaw(Choosing::RankedPairs, &equal), None);
    for strict in [Choosing::InstantRunoff, Choosing::StvScottish, Choosing::StvMeek] {
        assert_eq!(flaw(strict, &equal), Some(BallotFlaw::EqualRanks));
        assert_eq!(flaw(strict, &ranking(&[2, 3, 0])), None);
        assert_eq!(flaw(strict, &twos), Some(BallotFlaw::NotRanked));
    }
    assert_eq!(flaw(Choosing::Schulze, &Choice::Yes), Some(BallotFlaw::NotRanked));
    assert_eq!(flaw(Choosing::Schulze, &ranking(&[])), Some(BallotFlaw::Empty));
    assert_eq!(flaw(Choosing::Schulze, &ranking(&[1, 0, 1])), Some(BallotFlaw::Twice(1)));
    assert_eq!(flaw(Choosing::Schulze, &ranking(&[4, 0])), Some(BallotFlaw::NoOption(4)));
    assert_eq!(flaw(Choosing::EqualShares, &approving(&[2])), None);
    assert_eq!(flaw(Choosing::EqualShares, &approving(&[3])), Some(BallotFlaw::NoOption(3)), "a budget has no none");
    assert_eq!(flaw(Choosing::Approval, &ranking(&[0])), Some(BallotFlaw::NotScored));
    assert_eq!(flaw(Choosing::Approval, &approving(&[0, 0])), Some(BallotFlaw::Twice(0)));
    assert_eq!(flaw(Choosing::Approval, &twos), Some(BallotFlaw::TooHigh(1)));
    assert_eq!(flaw(Choosing::Score { most: 2 }, &twos), None);
    assert_eq!(flaw(Choosing::MajorityJudgment { best: 2 }, &twos), None);
    assert_eq!(flaw(Choosing::Dots { each: 4 }, &twos), None);
    assert_eq!(flaw(Choosing::Dots { each: 3 }, &twos), Some(BallotFlaw::TooManyDots(3)));
    for by in [Choosing::Approval, Choosing::Schulze] {
        assert_eq!(flaw(by, &Choice::Blank), None);
    }
    // A flawed ballot stops the count, and says which it is.
    let mut circle =
        choosing(Choosing::Schulze, &DAYS, None, None, &[ranking(&[0, 1]), ranking(&[1, 0]), Choice::Blank]);
    let circle = circle.as_mut().unwrap();
    circle.does("ana", Circle::freeze()).unwrap();
    circle.wait(Span::days(1));
    circle.does("ana", Action::OpenVoting).unwrap();
    circle.does("ana", Action::Cast).unwrap();
    circle.does("beto", Action::Cast).unwrap();
    circle.wait(Span::days(2));
    let count = Action::Count { ballots: vec![ranking(&[0]), Choice::No], seed: None };
    assert_eq!(circle.missing("ana", count), Missing::Ballot(1, BallotFlaw::NotRanked));
}

#[test]
fn each_method_chooses_what_all_want() {
    for by in [
        Choosing::Approval,
        Choosing::Score { most: 5 },
        Choosing::Dots { each: 5 },
        Choosing::MajorityJudgment { best: 5 },
        Choosing::Schulze,
        Choosing::RankedPairs,
        Choosing::InstantRunoff,
        Choosing::StvScottish,
        Choosing::StvMeek,
        Choosing::BudgetGreedy,
        Choosing::EqualShares,
    ] {
        let options = DAYS.map(|(option, _)| (option, by.spends().then_some(50)));
        let ballot = if by.ranks() { ranking(&[1]) } else { Choice::Scores(vec![(1, by.most())]) };
        let ballots = vec![ballot; 3];
        let allotted = by.spends().then_some(60);
        let circle = choosing(by, &options, allotted, None, &ballots).unwrap();
        assert_eq!((circle.decision.stage, chosen(&circle)), (Stage::Adopted, vec!["lunes"]), "{by:?}");
    }
}

#[test]
fn what_options_need_before_they_are_fixed() {
    let mut circle = Circle::deliberated(|classes| Class { comprehension: None, ..classes.money });
    let offer = |option: &str, cost| Action::OfferOption { option: id(option), cost };
    assert_eq!(circle.missing("beto", offer("banca", None)), Missing::Cost);
    assert_eq!(circle.missing("beto", offer("banca", Some(0))), Missing::Cost);
    assert_eq!(circle.missing("beto", offer(NONE_OF_THESE, Some(5))), Missing::New(id(NONE_OF_THESE)));
    let version = circle.decision.version;
    circle.does("beto", offer("banca", Some(20))).unwrap();
    assert_eq!((circle.decision.version, circle.decision.reflecting), (version + 1, Some(circle.now)));
    assert_eq!(circle.missing("beto", offer("banca", Some(30))), Missing::New(id("banca")));
    assert_eq!(circle.missing("ana", Action::WithdrawOption { option: id("banca") }), Missing::Author);
    assert_eq!(circle.missing("ana", Action::WithdrawOption { option: id("parque") }), Missing::Known(id("parque")));
    circle.does("beto", Action::MarkEarlier { decision: id("acuerdo-7"), relation: Relation::Upholds }).unwrap();
    circle.wait(Span::days(3));
    circle.does("ana", Action::OpenIntegration).unwrap();
    assert_eq!(circle.missing("ana", Circle::freeze()), Missing::Allotment);
    assert_eq!(circle.missing("ana", Action::Allot { amount: 0 }), Missing::Allotment);
    circle.does("ana", Action::Allot { amount: 90 }).unwrap();
    assert_eq!(
        circle.missing("ana", Circle::freeze()),
        Missing::NotBefore(circle.now + Span::days(3)),
        "reflected anew"
    );
    circle.wait(Span::days(3));
    circle.does("ana", Circle::freeze()).unwrap();
    assert_eq!(circle.missing("beto", offer("árbol", Some(5))), Missing::Stage(Stage::Frozen));

    // Seats: not more than options; by instant runoff one; and no costs.
    let mut seats = Circle::deliberated(|classes| Class { comprehension: None, ..classes.persons });
    assert_eq!(seats.missing("beto", offer("carmen", Some(1))), Missing::Cost);
    seats.does("beto", offer("carmen", None)).unwrap();
    seats.does("beto", Action::Allot { amount: 3 }).unwrap();
    seats.does("beto", Action::MarkEarlier { decision: id("acuerdo-7"), relation: Relation::Upholds }).unwrap();
    seats.wait(Span::days(3));
    seats.does("ana", Action::OpenIntegration).unwrap();
    assert_eq!(seats.missing("ana", Circle::freeze()), Missing::Options(2));
    let runoff = |classes: Classes<String>| Class { choosing: Some(Choosing::InstantRunoff), ..classes.policy };
    assert_eq!(Circle::begin(runoff).missing("ana", Action::Allot { amount: 2 }), Missing::Allotment);
    let none = |classes: Classes<String>| Class { choosing: None, ..classes.policy };
    assert_eq!(Circle::begin(none).missing("ana", offer("lunes", None)), Missing::NotInThisClass);

    // Silence chooses nothing: no express consent among options.
    let mut express = Circle::begin(|classes| classes.operational);
    express.does("ana", offer("lunes", None)).unwrap();
    let open = Action::OpenExpress { roll: Circle::roll(), review_in: Span::days(30) };
    assert_eq!(express.missing("ana", open), Missing::NotInThisClass);
}
