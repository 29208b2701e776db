// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Classes of decisions: what a community asks of each kind, set by itself.

use serde::{Deserialize, Serialize};

use super::{
    choosing::{Choosing, MOST_SCORE},
    time::Span,
};
use crate::share::Share;

/// What a decision is about. The community sets the class of each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Day to day.
    Operational,
    /// How the community does things.
    Policy,
    /// What its money is spent on.
    Money,
    /// About persons: mandates, conflicts.
    Persons,
    /// Cannot wait; lapses unless ratified by the ordinary way.
    Urgent,
    /// The founding text and these classes themselves.
    Founding,
}

/// How it is decided once the text is firm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// A round of consent.
    Consent,
    /// A ballot: yes, no or blank.
    YesNo,
}

/// When a text counts as understood: how many of how few answers must be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comprehension {
    /// The share of right answers.
    pub right: Share,
    /// Fewer answers say nothing about the text.
    pub answers: u32,
}

/// Express consent: a short wait that any objection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Express {
    /// How long anybody may object.
    pub lasts: Span,
    /// How many must have agreed by then.
    pub agree: u32,
}

/// What is asked of a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Class<I> {
    /// What it is about.
    pub kind: Kind,
    /// How a text is decided on.
    pub method: Method,
    /// How options are chosen among, if its decisions may offer any.
    pub choosing: Option<Choosing>,
    /// How many must sponsor it besides its author.
    pub sponsors: u32,
    /// The least time it stays announced.
    pub notice: Span,
    /// The least time for questions.
    pub clarification: Span,
    /// The least time between the last change of substance and the firm text. No role shortens it.
    pub reflection: Span,
    /// The pause between the firm text and the round or ballot.
    pub pause: Span,
    /// How long the round or the ballot is open.
    pub voting: Span,
    /// How long the author of an objection has to say whether a restatement meets it.
    pub restatement: Span,
    /// The share of the roll that must take part.
    pub quorum: Share,
    /// Consent: the share of those taking part that must agree, standing aside not counted as agreement.
    /// A ballot: the share of yes among yes and no; whatever it is, more yes than no are needed. Options: the same, where
    /// to put an option above "none of these" is yes to it and below it no.
    pub agreement: Share,
    /// What is asked of the comprehension check, if there is one.
    pub comprehension: Option<Comprehension>,
    /// The longest time until its review.
    pub review_within: Span,
    /// How long a review may take before the decision lapses.
    pub review_lasts: Span,
    /// How many must ask for an early review.
    pub petitioners: u32,
    /// How many must support a principled objection, besides its author, so that it cannot be carried as dissent.
    pub block_support: u32,
    /// Express consent, where it is allowed.
    pub express: Option<Express>,
    /// Whether what was agreed in a meeting may be recorded as a decision.
    pub spoken: bool,
    /// Urgent decisions: when they lapse unless ratified.
    pub lapses: Option<Span>,
    /// The community's stated principles, to which a principled objection is tied.
    pub principles: Vec<I>,
}

/// What is wrong with a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Flaw {
    /// A time below zero.
    #[error("no time may be below zero")]
    NegativeTime,
    /// A time for review or voting that is zero.
    #[error("voting, review and its length need some time")]
    NoTime,
    /// A share that is not a fraction from 0 to 1.
    #[error("a share is a fraction from 0 to 1")]
    UnsoundShare,
    /// Scores without room for any, or without end.
    #[error("scores, dots and grades go up to at least 1 and at most {MOST_SCORE}")]
    Scores,
    /// A review that nobody can ask for.
    #[error("an early review must be within reach: at least one petitioner, not more than a thousand")]
    Petitioners,
    /// Urgent decisions that stay.
    #[error("an urgent decision lapses within 30 days unless ratified")]
    UrgentStays,
    /// Another kind that lapses.
    #[error("only an urgent decision lapses unratified")]
    OrdinaryLapses,
    /// Urgent decisions as easy to call as ordinary ones.
    #[error("an urgent decision needs more sponsors than an ordinary one")]
    UrgentIsEasy,
    /// More people than there are.
    #[error("a class asks for no more people than there are")]
    OutOfReach,
    /// A class that stands under another kind's name.
    #[error("a class stands under the name of another kind")]
    WrongKind,
}

/// The kind of decision that changes the classes themselves.
pub const CLASSES_BY: Kind = Kind::Founding;

/// The longest an urgent decision may bind unratified.
pub const URGENT_MOST: Span = Span::days(30);

/// Below so many voters a secret ballot gives little secrecy, and a warning.
pub const SECRET_LEAST: usize = 7;

impl<I> Class<I> {
    /// What is wrong with it by itself, if anything.
    #[must_use]
    pub fn flaw(&self) -> Option<Flaw> {
        let express = self.express.map_or(Span::ZERO, |express| express.lasts);
        let waits = [self.notice, self.clarification, self.reflection, self.pause, self.restatement, express];
        let lasting = [self.voting, self.review_within, self.review_lasts];
        let right = self.comprehension.map_or(Share::new(0, 1), |check| check.right);
        if waits.iter().chain(&lasting).chain(&self.lapses).any(|time| *time < Span::ZERO) {
            return Some(Flaw::NegativeTime);
        }
        if lasting.contains(&Span::ZERO) || self.express.is_some_and(|express| express.lasts == Span::ZERO) {
            return Some(Flaw::NoTime);
        }
        if ![self.quorum, self.agreement, right].into_iter().all(Share::is_sound) {
            return Some(Flaw::UnsoundShare);
        }
        if self.choosing.is_some_and(|choosing| !(1..=MOST_SCORE).contains(&choosing.most())) {
            return Some(Flaw::Scores);
        }
        if !(1..=1000).contains(&self.petitioners) {
            return Some(Flaw::Petitioners);
        }
        match (self.kind, self.lapses) {
            (Kind::Urgent, None) => Some(Flaw::UrgentStays),
            (Kind::Urgent, Some(lapses)) if lapses > URGENT_MOST => Some(Flaw::UrgentStays),
            (Kind::Urgent, Some(_)) | (_, None) => None,
            (_, Some(_)) => Some(Flaw::OrdinaryLapses),
        }
    }
}

impl<I> Class<I> {
    /// As it is where there are so many people: it never asks for more of them than there are. Otherwise a community that
    /// shrinks could decide nothing any more, not even to ask for less.
    #[must_use]
    pub fn within_reach(self, people: u32) -> Class<I> {
        let people = people.max(1);
        Class {
            sponsors: self.sponsors.min(people - 1),
            petitioners: self.petitioners.min(people),
            express: self.express.map(|express| Express { agree: express.agree.min(people), ..express }),
            comprehension: self
                .comprehension
                .map(|check| Comprehension { answers: check.answers.min(people), ..check }),
            ..self
        }
    }
}

/// The classes of a community, one of each kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classes<I> {
    /// Day to day.
    pub operational: Class<I>,
    /// How the community does things.
    pub policy: Class<I>,
    /// Money.
    pub money: Class<I>,
    /// Persons.
    pub persons: Class<I>,
    /// What cannot wait.
    pub urgent: Class<I>,
    /// The founding text.
    pub founding: Class<I>,
}

impl<I: Clone> Classes<I> {
    /// Classes to begin with, for a community of so many people.
    ///
    /// Five meet at a table: short times, everybody counts. Twelve need days, five hundred weeks, sponsors and a ballot.
    #[must_use]
    pub fn defaults(people: u32, principles: Vec<I>) -> Classes<I> {
        let size = match people {
            ..=7 => Size { sponsors: 0, days: 1, quorum: Share::new(3, 5), petitioners: 1, support: 0 },
            8..=50 => Size { sponsors: 1, days: 2, quorum: Share::new(1, 2), petitioners: 2, support: 1 },
            _ => Size { sponsors: 5, days: 4, quorum: Share::new(1, 5), petitioners: 10, support: 4 },
        };
        let large = people > 50;
        let policy = Class {
            kind: Kind::Policy,
            method: if large { Method::YesNo } else { Method::Consent },
            choosing: Some(Choosing::Schulze),
            sponsors: size.sponsors,
            notice: Span::days(size.days),
            clarification: Span::days(size.days),
            reflection: Span::days(3 * size.days),
            pause: Span::days(size.days),
            voting: Span::days(2 * size.days),
            restatement: Span::days(2 * size.days),
            quorum: size.quorum,
            agreement: if large { Share::new(2, 3) } else { Share::new(1, 2) },
            // Of two answers each tells the other.
            comprehension: Some(Comprehension {
                right: Share::new(2, 3),
                answers: people.div_ceil(10).clamp(3, 20).min(people.max(1)),
            }),
            review_within: Span::days(365),
            review_lasts: Span::days(60),
            petitioners: size.petitioners,
            block_support: size.support,
            express: None,
            spoken: true,
            lapses: None,
            principles,
        };
        // Silence lets pass what is proposed, but not alone: besides who proposes it somebody has said yes, as far as there
        // is somebody.
        let agree = (size.sponsors + 2).min(people.max(1));
        Classes {
            operational: Class {
                kind: Kind::Operational,
                method: Method::Consent,
                sponsors: 0,
                reflection: Span::days(size.days),
                comprehension: None,
                agreement: Share::new(1, 2),
                express: Some(Express { lasts: Span::hours(72), agree }),
                ..policy.clone()
            },
            money: Class { kind: Kind::Money, choosing: Some(Choosing::EqualShares), ..policy.clone() },
            persons: Class {
                kind: Kind::Persons,
                method: Method::YesNo,
                choosing: Some(Choosing::StvScottish),
                // What is said of a person is no reading exercise.
                comprehension: None,
                spoken: false,
                ..policy.clone()
            },
            urgent: Class {
                kind: Kind::Urgent,
                sponsors: size.sponsors + 1,
                notice: Span::hours(6),
                clarification: Span::hours(6),
                reflection: Span::hours(12),
                pause: Span::ZERO,
                voting: Span::hours(24),
                restatement: Span::hours(12),
                comprehension: None,
                lapses: Some(URGENT_MOST),
                ..policy.clone()
            },
            founding: Class {
                kind: Kind::Founding,
                sponsors: 2 * size.sponsors,
                reflection: Span::days(10 * size.days),
                quorum: Share::new(2, 3),
                agreement: Share::new(3, 4),
                spoken: false,
                ..policy.clone()
            },
            policy,
        }
    }
}

impl Kind {
    /// How much it weighs: what is lighter ends nothing that is weightier.
    #[must_use]
    pub fn weight(self) -> u8 {
        match self {
            Kind::Operational => 0,
            Kind::Urgent => 1,
            Kind::Policy | Kind::Money => 2,
            Kind::Persons | Kind::Founding => 3,
        }
    }

    /// Every kind.
    pub const ALL: [Kind; 6] =
        [Kind::Operational, Kind::Policy, Kind::Money, Kind::Persons, Kind::Urgent, Kind::Founding];
}

impl<I> Classes<I> {
    /// The class of a kind.
    #[must_use]
    pub fn of(&self, kind: Kind) -> &Class<I> {
        match kind {
            Kind::Operational => &self.operational,
            Kind::Policy => &self.policy,
            Kind::Money => &self.money,
            Kind::Persons => &self.persons,
            Kind::Urgent => &self.urgent,
            Kind::Founding => &self.founding,
        }
    }

    /// The same, with another class in the place of that of its kind.
    #[must_use]
    pub fn with(mut self, class: Class<I>) -> Classes<I> {
        match class.kind {
            Kind::Operational => self.operational = class,
            Kind::Policy => self.policy = class,
            Kind::Money => self.money = class,
            Kind::Persons => self.persons = class,
            Kind::Urgent => self.urgent = class,
            Kind::Founding => self.founding = class,
        }
        self
    }

    /// What is wrong with one of them, or with how they stand to each other.
    #[must_use]
    pub fn flaw(&self) -> Option<Flaw> {
        let all = Kind::ALL.map(|kind| (kind, self.of(kind)));
        if let Some(flaw) = all.iter().find_map(|(_, class)| class.flaw()) {
            return Some(flaw);
        }
        if all.iter().any(|(kind, class)| *kind != class.kind) {
            return Some(Flaw::WrongKind);
        }
        (self.urgent.sponsors <= self.policy.sponsors).then_some(Flaw::UrgentIsEasy)
    }
}

/// What changes with how many people there are.
struct Size {
    sponsors: u32,
    days: i64,
    quorum: Share,
    petitioners: u32,
    support: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_sound_for_any_size() {
        for people in [0, 1, 5, 7, 8, 12, 50, 51, 500, u32::MAX] {
            assert_eq!(Classes::<u8>::defaults(people, vec![]).flaw(), None, "{people}");
        }
    }

    /// What communities of five, of twelve and of five hundred begin with, row by row.
    #[test]
    fn the_defaults_as_a_table() {
        let classes = [5, 12, 500].map(|people| Classes::<u8>::defaults(people, vec![1]));
        let days = |of: fn(&Class<u8>) -> Span, kind| {
            classes.each_ref().map(|classes| of(classes.of(kind)).0 / Span::days(1).0)
        };
        let hours =
            |of: fn(&Class<u8>) -> Span| classes.each_ref().map(|classes| of(&classes.urgent).0 / Span::hours(1).0);
        for kind in [Kind::Operational, Kind::Policy, Kind::Money, Kind::Persons, Kind::Founding] {
            assert_eq!(days(|class| class.notice, kind), [1, 2, 4], "{kind:?}");
            assert_eq!(days(|class| class.clarification, kind), [1, 2, 4], "{kind:?}");
            assert_eq!(days(|class| class.pause, kind), [1, 2, 4], "{kind:?}");
            assert_eq!(days(|class| class.voting, kind), [2, 4, 8], "{kind:?}");
            assert_eq!(days(|class| class.restatement, kind), [2, 4, 8], "{kind:?}");
        }
        assert_eq!(days(|class| class.reflection, Kind::Operational), [1, 2, 4]);
        for kind in [Kind::Policy, Kind::Money, Kind::Persons] {
            assert_eq!(days(|class| class.reflection, kind), [3, 6, 12], "{kind:?}");
        }
        assert_eq!(days(|class| class.reflection, Kind::Founding), [10, 20, 40]);
        assert_eq!(hours(|class| class.notice), [6; 3]);
        assert_eq!(hours(|class| class.clarification), [6; 3]);
        assert_eq!(hours(|class| class.reflection), [12; 3]);
        assert_eq!(hours(|class| class.pause), [0; 3]);
        assert_eq!(hours(|class| class.voting), [24; 3]);
        assert_eq!(hours(|class| class.restatement), [12; 3]);

        let sponsors = |kind| classes.each_ref().map(|classes| classes.of(kind).sponsors);
        assert_eq!(sponsors(Kind::Operational), [0; 3]);
        assert_eq!(sponsors(Kind::Policy), [0, 1, 5]);
        assert_eq!(sponsors(Kind::Urgent), [1, 2, 6]);
        assert_eq!(sponsors(Kind::Founding), [0, 2, 10]);
        for (class, kind) in classes.iter().flat_map(|classes| Kind::ALL.map(|kind| (classes.of(kind), kind))) {
            assert_eq!((class.kind, &class.principles), (kind, &vec![1]));
            assert_eq!((class.review_within, class.review_lasts), (Span::days(365), Span::days(60)));
            assert_eq!(class.lapses, (kind == Kind::Urgent).then_some(Span::days(30)));
            assert_eq!(class.spoken, !matches!(kind, Kind::Persons | Kind::Founding));
            let choosing = match kind {
                Kind::Money => Choosing::EqualShares,
                Kind::Persons => Choosing::StvScottish,
                _ => Choosing::Schulze,
            };
            assert_eq!(class.choosing, Some(choosing));
            let asked = !matches!(kind, Kind::Operational | Kind::Persons | Kind::Urgent);
            assert_eq!(class.comprehension.is_some(), asked, "{kind:?}");
            assert_eq!(class.express.is_some(), kind == Kind::Operational);
        }
        let of = |kind, at: usize| classes[at].of(kind);
        use Method::{Consent, YesNo};
        assert_eq!([0, 1, 2].map(|at| of(Kind::Policy, at).method), [Consent, Consent, YesNo]);
        assert_eq!([0, 1, 2].map(|at| of(Kind::Operational, at).method), [Consent; 3]);
        assert_eq!([0, 1, 2].map(|at| of(Kind::Persons, at).method), [YesNo; 3]);
        let quorum = [Share::new(3, 5), Share::new(1, 2), Share::new(1, 5)];
        assert_eq!([0, 1, 2].map(|at| of(Kind::Policy, at).quorum), quorum);
        assert_eq!([0, 1, 2].map(|at| of(Kind::Founding, at).quorum), [Share::new(2, 3); 3]);
        let agreement = [Share::new(1, 2), Share::new(1, 2), Share::new(2, 3)];
        assert_eq!([0, 1, 2].map(|at| of(Kind::Policy, at).agreement), agreement);
        assert_eq!([0, 1, 2].map(|at| of(Kind::Operational, at).agreement), [Share::new(1, 2); 3]);
        assert_eq!([0, 1, 2].map(|at| of(Kind::Founding, at).agreement), [Share::new(3, 4); 3]);
        assert_eq!([0, 1, 2].map(|at| of(Kind::Policy, at).petitioners), [1, 2, 10]);
        assert_eq!([0, 1, 2].map(|at| of(Kind::Policy, at).block_support), [0, 1, 4]);
        // Of five three read it, of five hundred twenty do; of two no more than two.
        let answers = |people| Classes::<u8>::defaults(people, vec![]).policy.comprehension.map(|check| check.answers);
        assert_eq!([1, 2, 5, 45, 500].map(answers), [Some(1), Some(2), Some(3), Some(5), Some(20)]);
        let express = |people| Classes::<u8>::defaults(people, vec![]).operational.express.map(|express| express.agree);
        assert_eq!([1, 5, 12, 500].map(express), [Some(1), Some(2), Some(3), Some(7)]);
        let sponsors = |people| Classes::<u8>::defaults(people, vec![]).policy.sponsors;
        assert_eq!([7, 8, 50, 51].map(sponsors), [0, 1, 1, 5], "a table, an assembly, a town");
    }

    /// What is lighter ends nothing that is weightier.
    #[test]
    fn kinds_by_their_weight() {
        use Kind::{Founding, Money, Operational, Persons, Policy, Urgent};
        let weights = [Operational, Urgent, Policy, Money, Persons, Founding].map(Kind::weight);
        assert_eq!(weights, [0, 1, 2, 2, 3, 3]);
    }

    #[test]
    fn one_class_changes_and_the_others_stay() {
        let good = Classes::<u8>::defaults(12, vec![]);
        for kind in Kind::ALL {
            let changed = good.clone().with(Class { voting: Span::days(9), ..good.of(kind).clone() });
            for other in Kind::ALL {
                assert_eq!(changed.of(other) == good.of(other), other != kind, "{kind:?} {other:?}");
            }
        }
    }

    #[test]
    fn nothing_is_asked_of_more_people_than_there_are() {
        for (kind, people) in Kind::ALL.into_iter().flat_map(|kind| [(kind, 0), (kind, 1), (kind, 3), (kind, 600)]) {
            let large = Classes::<u8>::defaults(500, vec![]).of(kind).clone();
            let class = large.clone().within_reach(people);
            assert!(class.sponsors < people.max(1) && class.petitioners <= people.max(1) && class.flaw().is_none());
            assert!(class.express.is_none_or(|express| express.agree <= people.max(1)));
            assert!(class.comprehension.is_none_or(|check| check.answers <= people.max(1)));
            assert_eq!(class == large, people == 600, "{kind:?} {people}");
        }
    }

    #[test]
    fn flaws_are_named() {
        let good = Classes::<u8>::defaults(12, vec![]);
        let flaw = |change: &dyn Fn(&mut Classes<u8>)| {
            let mut classes = good.clone();
            change(&mut classes);
            classes.flaw()
        };
        assert_eq!(flaw(&|_| ()), None);
        for negative in [
            (|it| it.money.notice = Span(-1)) as fn(&mut Classes<u8>),
            |it| it.money.clarification = Span(-1),
            |it| it.money.reflection = Span(-1),
            |it| it.money.pause = Span(-1),
            |it| it.money.restatement = Span(-1),
            |it| it.money.voting = Span(-1),
            |it| it.money.review_within = Span(-1),
            |it| it.money.review_lasts = Span(-1),
            |it| it.urgent.lapses = Some(Span(-1)),
            |it| it.operational.express = Some(Express { lasts: Span(-1), agree: 1 }),
        ] {
            assert_eq!(flaw(&negative), Some(Flaw::NegativeTime));
        }
        assert_eq!(flaw(&|it| it.money.pause = Span::ZERO), None, "there need be no pause");
        assert_eq!(flaw(&|it| it.money.voting = Span::ZERO), Some(Flaw::NoTime));
        assert_eq!(flaw(&|it| it.money.review_lasts = Span::ZERO), Some(Flaw::NoTime));
        let express = |lasts| Some(Express { lasts, agree: 1 });
        assert_eq!(flaw(&|it| it.operational.express = express(Span::ZERO)), Some(Flaw::NoTime));
        assert_eq!(flaw(&|it| it.operational.express = express(Span(1))), None);
        assert_eq!(flaw(&|it| it.policy.agreement = Share::new(0, 0)), Some(Flaw::UnsoundShare));
        let check = |right| Some(Comprehension { right, answers: 3 });
        assert_eq!(flaw(&|it| it.policy.comprehension = check(Share::new(3, 2))), Some(Flaw::UnsoundShare));
        assert_eq!(flaw(&|it| it.policy.choosing = Some(Choosing::Score { most: MOST_SCORE })), None);
        assert_eq!(flaw(&|it| it.policy.petitioners = 1000), None);
        assert_eq!(flaw(&|it| it.policy.petitioners = 1001), Some(Flaw::Petitioners));
        assert_eq!(flaw(&|it| it.money.review_within = Span::ZERO), Some(Flaw::NoTime));
        assert_eq!(flaw(&|it| it.policy.quorum = Share::new(3, 2)), Some(Flaw::UnsoundShare));
        assert_eq!(flaw(&|it| it.policy.choosing = Some(Choosing::Dots { each: 0 })), Some(Flaw::Scores));
        assert_eq!(flaw(&|it| it.policy.choosing = Some(Choosing::Score { most: MOST_SCORE + 1 })), Some(Flaw::Scores));
        assert_eq!(flaw(&|it| it.policy.petitioners = 0), Some(Flaw::Petitioners));
        assert_eq!(flaw(&|it| it.urgent.lapses = Some(Span(URGENT_MOST.0 + 1))), Some(Flaw::UrgentStays));
        assert_eq!(flaw(&|it| it.urgent.lapses = None), Some(Flaw::UrgentStays));
        assert_eq!(flaw(&|it| it.money.lapses = Some(URGENT_MOST)), Some(Flaw::OrdinaryLapses));
        assert_eq!(flaw(&|it| it.urgent.sponsors = it.policy.sponsors), Some(Flaw::UrgentIsEasy));
        assert_eq!(flaw(&|it| it.money.kind = Kind::Policy), Some(Flaw::WrongKind));
    }
}
