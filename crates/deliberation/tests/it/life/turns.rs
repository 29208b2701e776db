// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Short stories of one rule each: whose turn it is, what is theirs to say, and until when.

use std::collections::BTreeMap;

use tequio_deliberation::{Digest, life::*};

use super::circle::{Circle, id};

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
