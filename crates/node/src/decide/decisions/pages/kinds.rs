// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What each kind of decision asks for, in words.

use serde::Serialize;
use tequio_deliberation::{
    Share,
    life::{Class, Classes, Kind, Method, Span},
};
use utoipa::ToSchema;

use crate::{
    decide::decisions::rules::{name_of, review_default},
    spine::{id::Id, world::DAY},
    web::Page,
};

use super::among::method;

/// A kind, to choose among others.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DecisionKind)]
pub(super) struct KindView {
    pub(super) name: String,
    /// In how many days something of this kind is reviewed, if nobody says.
    pub(super) review: i64,
    /// How long it takes at least, in words; of what is urgent in hours.
    pub(super) takes: String,
    /// How it is decided and how long that takes, in a sentence.
    pub(super) says: String,
}

impl KindView {
    /// A kind, as its class is.
    pub(super) fn of(page: &Page, classes: &Classes<Id>, kind: Kind) -> Self {
        let class = classes.of(kind);
        let waits = [class.notice, class.clarification, class.reflection, class.pause, class.voting];
        let takes = Span(waits.iter().map(|wait| wait.0).sum());
        let review = review_default(class).0 / DAY;
        let takes = length(page, takes);
        let says = match class.method {
            Method::Consent => page.t1("kind-takes-consent", "time", &takes),
            Method::YesNo => page.t1("kind-takes-yes-no", "time", &takes),
        };
        Self { name: name_of(&kind), review, takes, says }
    }
}

/// A line of what a class asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Fact {
    /// By which name: `method`, `sponsors`, `notice`…
    pub(super) name: &'static str,
    /// What it asks, in words.
    pub(super) says: String,
}

/// What a class asks for that another one asks otherwise.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Change {
    /// By which name.
    pub(super) name: &'static str,
    /// What it asks now.
    pub(super) from: String,
    /// What it would ask.
    pub(super) to: String,
}

/// How long something is, in words: whole days, or hours.
pub(super) fn length(page: &Page, span: Span) -> String {
    match span.0 {
        0 => page.t("class-no-time"),
        time if time % DAY == 0 => page.t1("class-days", "count", time / DAY),
        time => page.t1("class-hours", "count", time / Span::hours(1).0),
    }
}

/// A share in words: half, two of three, or percent.
fn share(page: &Page, share: Share) -> String {
    match (share.part, share.whole) {
        (0, _) => page.t("class-share-none"),
        (part, whole) if part == whole => page.t("class-share-all"),
        (1, 2) => page.t("class-share-half"),
        (part, whole) => page.t2("class-share", "part", part, "whole", whole),
    }
}

/// All that a class asks for.
pub(super) fn facts(page: &Page, class: &Class<Id>) -> Vec<Fact> {
    let time = |span| length(page, span);
    let people = |count: u32| page.t1("class-people", "count", count);
    let mut facts = Vec::new();
    let mut fact = |name, says| facts.push(Fact { name, says });
    fact(
        "method",
        page.t(if class.method == Method::Consent { "class-method-consent" } else { "class-method-yes-no" }),
    );
    fact("choosing", class.choosing.map_or_else(|| page.t("class-no"), |by| method(page, by)));
    fact("sponsors", people(class.sponsors));
    fact("notice", time(class.notice));
    fact("clarification", time(class.clarification));
    fact("reflection", time(class.reflection));
    fact("pause", time(class.pause));
    fact("voting", time(class.voting));
    fact("restatement", time(class.restatement));
    fact("quorum", share(page, class.quorum));
    fact("agreement", share(page, class.agreement));
    fact(
        "comprehension",
        class.comprehension.map_or_else(
            || page.t("class-no"),
            |check| {
                page.t2("class-comprehension-so", "people", people(check.answers), "share", share(page, check.right))
            },
        ),
    );
    fact("review-within", time(class.review_within));
    fact("petitioners", people(class.petitioners));
    fact("block-support", people(class.block_support));
    if let Some(lapses) = class.lapses {
        fact("lapses", time(lapses));
    }
    let express = class
        .express
        .map(|express| page.t2("class-express-so", "time", time(express.lasts), "people", people(express.agree)));
    fact("express", express.unwrap_or_else(|| page.t("class-no")));
    fact("spoken", page.t(if class.spoken && class.lapses.is_none() { "class-yes" } else { "class-no" }));
    facts
}

/// What would change with another class.
pub(super) fn changes(page: &Page, from: &Class<Id>, to: &Class<Id>) -> Vec<Change> {
    let (from, to) = (facts(page, from), facts(page, to));
    let said = |facts: &[Fact], name| {
        facts.iter().find(|fact| fact.name == name).map(|fact| fact.says.clone()).unwrap_or_default()
    };
    let differ = to.iter().filter(|fact| said(&from, fact.name) != fact.says);
    differ.map(|fact| Change { name: fact.name, from: said(&from, fact.name), to: fact.says.clone() }).collect()
}
