// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A class as a form holds it: whole numbers of days (of what is urgent, hours), of people, and of percent.

use serde::{Deserialize, Serialize};
use tequio_deliberation::{
    Share,
    life::{Choosing, Class, Comprehension, Express, Flaw, Kind, MOST_SCORE, Method, Span},
};
use utoipa::ToSchema;

use crate::spine::{id::Id, refusal::Fields};

/// A class, and the proposal that is to set it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(super) struct ClassForm {
    pub(super) key: Option<Id>,
    /// What the proposal is called, and why.
    pub(super) title: String,
    pub(super) body: String,
    /// The proposal that is worked on, and the digest of its text; empty for a new one.
    pub(super) of: String,
    pub(super) text: String,
    /// `consent` or `yes_no`.
    pub(super) method: String,
    /// How options are chosen among, as `tequio tally` calls it; empty, and its decisions have none.
    pub(super) choosing: String,
    /// The highest score, or how many dots each has.
    pub(super) choosing_most: String,
    /// How many must sponsor it besides its author.
    pub(super) sponsors: String,
    /// Times, in days; of what is urgent in hours.
    pub(super) notice: String,
    pub(super) clarification: String,
    pub(super) reflection: String,
    pub(super) pause: String,
    pub(super) voting: String,
    pub(super) restatement: String,
    /// In percent.
    pub(super) quorum: String,
    pub(super) agreement: String,
    /// How many must answer whether the text says some things; empty, and nobody is asked. Of them, in percent, so many
    /// must answer as the text says.
    pub(super) check_answers: String,
    pub(super) check_right: String,
    /// In days.
    pub(super) review_within: String,
    pub(super) petitioners: String,
    pub(super) block_support: String,
    /// In days, of what is urgent.
    pub(super) lapses: String,
    /// In hours; empty, and there is no express consent.
    pub(super) express: String,
    pub(super) express_agree: String,
    /// Whether what was agreed in a meeting may be recorded.
    #[serde(deserialize_with = "crate::web::checkbox")]
    #[schema(schema_with = crate::web::input::ticked)]
    pub(super) spoken: bool,
}

/// The ways of choosing, as they are to begin with.
pub(super) const METHODS: [Choosing; 11] = [
    Choosing::Schulze,
    Choosing::RankedPairs,
    Choosing::InstantRunoff,
    Choosing::Approval,
    Choosing::Score { most: 5 },
    Choosing::Dots { each: 10 },
    Choosing::MajorityJudgment { best: 5 },
    Choosing::StvScottish,
    Choosing::StvMeek,
    Choosing::BudgetGreedy,
    Choosing::EqualShares,
];

/// The longest time of any kind, in days.
const MOST_DAYS: i64 = 3660;
/// The most people who may be asked for.
const MOST_PEOPLE: i64 = 10_000;

/// The usual share of answers that must be as the text says.
const CHECK_RIGHT: Share = Share::new(2, 3);

/// In what times are counted.
fn unit(kind: Kind) -> Span {
    if kind == Kind::Urgent { Span::hours(1) } else { Span::days(1) }
}

fn percent(share: Share) -> u32 {
    // Rounded up: two of three are 67.
    (share.part * 100).div_ceil(share.whole.max(1))
}

/// The message that says what is wrong with a class.
pub(super) fn says(flaw: Flaw) -> &'static str {
    match flaw {
        Flaw::OutOfReach | Flaw::Petitioners => "flaw-out-of-reach",
        Flaw::UrgentIsEasy => "flaw-urgent-is-easy",
        Flaw::UrgentStays => "flaw-urgent-stays",
        Flaw::NoTime | Flaw::NegativeTime => "flaw-no-time",
        _ => "error-decision-flaw",
    }
}

impl ClassForm {
    /// A class as it is.
    pub(super) fn of(class: &Class<Id>) -> Self {
        let time = |span: Span, unit: Span| (span.0 + unit.0 - 1).div_euclid(unit.0).to_string();
        let own = unit(class.kind);
        let express = class.express;
        Self {
            method: if class.method == Method::Consent { "consent" } else { "yes_no" }.to_owned(),
            choosing: class.choosing.map(|by| by.method().to_owned()).unwrap_or_default(),
            choosing_most: match class.choosing {
                Some(by @ (Choosing::Score { .. } | Choosing::Dots { .. })) => by.most().to_string(),
                _ => String::new(),
            },
            sponsors: class.sponsors.to_string(),
            notice: time(class.notice, own),
            clarification: time(class.clarification, own),
            reflection: time(class.reflection, own),
            pause: time(class.pause, own),
            voting: time(class.voting, own),
            restatement: time(class.restatement, own),
            quorum: percent(class.quorum).to_string(),
            agreement: percent(class.agreement).to_string(),
            check_answers: class.comprehension.map(|check| check.answers.to_string()).unwrap_or_default(),
            check_right: percent(class.comprehension.map_or(CHECK_RIGHT, |check| check.right)).to_string(),
            review_within: time(class.review_within, Span::days(1)),
            petitioners: class.petitioners.to_string(),
            block_support: class.block_support.to_string(),
            lapses: class.lapses.map(|lapses| time(lapses, Span::days(1))).unwrap_or_default(),
            express: express.map(|express| time(express.lasts, Span::hours(1))).unwrap_or_default(),
            express_agree: express.map(|express| express.agree.to_string()).unwrap_or_default(),
            spoken: class.spoken,
            ..Self::default()
        }
    }

    /// Whether a new proposal is asked for.
    pub(super) fn is_new(&self) -> bool {
        self.of.is_empty()
    }

    /// How options are chosen among. Of what was not touched nothing changes.
    fn choosing(&self, now: &Class<Id>, fields: &mut Fields) -> Option<Choosing> {
        let same = now.choosing.filter(|by| by.method() == self.choosing);
        let by = same.or_else(|| METHODS.into_iter().find(|by| by.method() == self.choosing));
        if by.is_none() && !self.choosing.is_empty() {
            fields.error("choosing", "field-choosing");
        }
        let mut most = |usual: u32| match self.choosing_most.trim() {
            "" => usual,
            text => match text.parse().ok().filter(|most| (1..=MOST_SCORE).contains(most)) {
                Some(most) => most,
                None => {
                    fields.error_with("choosing_most", "field-choosing-most", "most", MOST_SCORE);
                    usual
                }
            },
        };
        Some(match by? {
            Choosing::Score { most: usual } => Choosing::Score { most: most(usual) },
            Choosing::Dots { each } => Choosing::Dots { each: most(each) },
            other => other,
        })
    }

    /// The class that is meant, where it was `now` so. What the form does not ask about stays.
    pub(super) fn class(&self, now: &Class<Id>, fields: &mut Fields) -> Class<Id> {
        let before = Self::of(now);
        let own = unit(now.kind);
        let choosing = self.choosing(now, fields);
        let mut number = |field: &'static str, text: &str, most: i64| -> i64 {
            match text.trim().parse::<i64>() {
                Ok(number) if (0..=most).contains(&number) => number,
                _ => {
                    fields.error_with(field, "field-class-number", "most", most);
                    0
                }
            }
        };
        let mut time = |field, text: &str, (was, span): (&str, Span), unit: Span| {
            // What was not touched stays to the minute.
            if text.trim() == was { span } else { Span(number(field, text, MOST_DAYS).saturating_mul(unit.0)) }
        };
        let day = Span::days(1);
        let mut class = Class {
            method: if self.method == "yes_no" { Method::YesNo } else { Method::Consent },
            notice: time("notice", &self.notice, (&before.notice, now.notice), own),
            clarification: time("clarification", &self.clarification, (&before.clarification, now.clarification), own),
            reflection: time("reflection", &self.reflection, (&before.reflection, now.reflection), own),
            pause: time("pause", &self.pause, (&before.pause, now.pause), own),
            voting: time("voting", &self.voting, (&before.voting, now.voting), own),
            restatement: time("restatement", &self.restatement, (&before.restatement, now.restatement), own),
            review_within: time("review_within", &self.review_within, (&before.review_within, now.review_within), day),
            lapses: now.lapses.map(|lapses| time("lapses", &self.lapses, (&before.lapses, lapses), day)),
            spoken: self.spoken,
            choosing,
            ..now.clone()
        };
        let mut people = |field, text: &str| u32::try_from(number(field, text, MOST_PEOPLE)).unwrap_or(0);
        class.sponsors = people("sponsors", &self.sponsors);
        class.petitioners = people("petitioners", &self.petitioners);
        class.block_support = people("block_support", &self.block_support);
        let answers = match self.check_answers.trim() {
            "" => None,
            answers => Some(people("check_answers", answers).max(1)),
        };
        class.express = match self.express.trim() {
            "" => None,
            hours => Some(Express {
                agree: people("express_agree", &self.express_agree),
                lasts: Span::hours(number("express", hours, 24 * 60)),
            }),
        };
        let mut share = |field, text: &str, was: Share| match number(field, text, 100) {
            same if same == i64::from(percent(was)) => was,
            percent => Share::new(u32::try_from(percent).unwrap_or(0), 100),
        };
        class.quorum = share("quorum", &self.quorum, now.quorum);
        class.agreement = share("agreement", &self.agreement, now.agreement);
        class.comprehension = answers.map(|answers| {
            let was = now.comprehension.map_or(CHECK_RIGHT, |check| check.right);
            Comprehension { answers, right: share("check_right", &self.check_right, was) }
        });
        class
    }
}

#[cfg(test)]
mod tests {
    use tequio_deliberation::life::Classes;

    use super::*;

    #[test]
    fn a_class_that_nobody_touched_is_the_same() {
        for (kind, people) in Kind::ALL.into_iter().flat_map(|kind| [(kind, 5), (kind, 12), (kind, 500)]) {
            let class = Classes::defaults(people, Vec::new()).of(kind).clone();
            let mut fields = Fields::default();
            assert_eq!(ClassForm::of(&class).class(&class, &mut fields), class, "{kind:?} {people}");
            fields.finish().unwrap();
        }
    }

    #[test]
    fn every_way_of_choosing_can_be_asked_for() {
        let class = Classes::defaults(12, Vec::new()).money;
        for by in METHODS {
            let form = ClassForm { choosing: by.method().to_owned(), ..ClassForm::of(&class) };
            let mut fields = Fields::default();
            assert_eq!(form.class(&class, &mut fields).choosing, Some(by));
            fields.finish().unwrap();
        }
        let mut fields = Fields::default();
        let form = ClassForm { choosing: "score".to_owned(), choosing_most: "20".to_owned(), ..ClassForm::of(&class) };
        assert_eq!(form.class(&class, &mut fields).choosing, Some(Choosing::Score { most: 20 }));
        let form = ClassForm { choosing_most: "1001".to_owned(), ..form };
        form.class(&class, &mut fields);
        assert!(fields.finish().is_err());
        let mut fields = Fields::default();
        let form = ClassForm { choosing: String::new(), ..ClassForm::of(&class) };
        assert_eq!(form.class(&class, &mut fields).choosing, None);
    }

    #[test]
    fn a_check_is_asked_for_or_not() {
        let class = Classes::defaults(12, Vec::new()).policy;
        let mut fields = Fields::default();
        let form = ClassForm { check_answers: String::new(), ..ClassForm::of(&class) };
        assert_eq!(form.class(&class, &mut fields).comprehension, None);
        let none = Class { comprehension: None, ..class };
        let form = ClassForm { check_answers: "5".to_owned(), check_right: "80".to_owned(), ..ClassForm::of(&none) };
        let asked = Comprehension { answers: 5, right: Share::new(80, 100) };
        assert_eq!(form.class(&none, &mut fields).comprehension, Some(asked));
        fields.finish().unwrap();
    }

    #[test]
    fn what_is_no_number_is_named() {
        let class = Classes::defaults(12, Vec::new()).money;
        let mut fields = Fields::default();
        let form = ClassForm { notice: "pronto".to_owned(), quorum: "101".to_owned(), ..ClassForm::of(&class) };
        form.class(&class, &mut fields);
        assert!(fields.finish().is_err());
        let form = ClassForm { reflection: "9".to_owned(), quorum: "67".to_owned(), ..ClassForm::of(&class) };
        let mut fields = Fields::default();
        let changed = form.class(&class, &mut fields);
        assert_eq!((changed.reflection, changed.quorum), (Span::days(9), Share::new(67, 100)));
    }
}
