// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is told of a decision: its history, and the words to paste into a chat.

use std::collections::BTreeSet;

use serde::Serialize;
use tequio_deliberation::life::{Disposition, Event as Happened, Outcome, Relation, Stage, Stance, Verdict};
use utoipa::ToSchema;

use crate::{
    decide::decisions::rules::name_of,
    spine::{id::Id, world::Micros},
    web::{Here, Page},
};

use super::{
    counted::ElectedView,
    day,
    whole::{Other, Whole},
};

/// Something that happened to it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Moment {
    pub(super) at: Micros,
    /// What: the name of the rules.
    pub(super) what: String,
    /// Who did it, for members; nobody where time did.
    pub(super) name: Option<String>,
}

/// What has happened to a decision. A record, and what is open at once, begin by that.
pub(super) fn history(page: &Page, whole: &Whole) -> Vec<Moment> {
    let opened = |event: &crate::decide::decisions::LifeEvent| matches!(event, Happened::ExpressOpened { .. });
    let begun = whole.is_record() || whole.events.iter().any(|(_, event)| opened(event));
    let actors = whole.actors.iter().map(|(actor,)| *actor).chain(std::iter::repeat(None));
    let told = whole.events.iter().zip(actors);
    let told = told.filter(|((_, event), _)| !begun || !matches!(event, Happened::Drafted { .. }));
    // The options with which it began are part of its beginning.
    let first = whole.events.first().map(|(at, _)| *at);
    let begins = |at: Micros, event: &crate::decide::decisions::LifeEvent| {
        Some(at) == first && matches!(event, Happened::OptionOffered { .. } | Happened::Allotted { .. })
    };
    let told = told.filter(|((at, event), _)| !begins(*at, event));
    let name = |actor: Option<Id>| actor.filter(|_| whole.names.shown()).map(|actor| whole.names.name(page, actor));
    // All together were judged by, whoever answered last.
    let alone = |event: &crate::decide::decisions::LifeEvent| !matches!(event, Happened::ComprehensionChecked { .. });
    let told = told.map(|((at, event), actor)| ((at, event), actor.filter(|_| alone(event))));
    told.filter_map(|((at, event), actor)| Some(Moment { name: name(actor), ..moment(*at, event)? })).collect()
}

/// The words to paste into a chat, in the community's language: what was agreed, whether it holds, and that not all agree.
pub(super) fn share(
    here: &Here,
    page: &Page,
    whole: &Whole,
    superseded: Option<&Other>,
    (agreed_on, due): (&str, Option<Micros>),
    address: &str,
) -> String {
    let chat = here.community.page_in_its_language(page);
    let (entry, life) = (&whole.entry, &whole.life);
    let holds = match (life.stage, superseded) {
        (_, Some(other)) => Some(chat.t1("share-superseded", "other", &other.title)),
        (Stage::Amended, _) => Some(chat.t("share-amended")),
        (Stage::Repealed, _) => Some(chat.t("share-repealed")),
        (Stage::Lapsed, _) => Some(chat.t("share-lapsed")),
        (Stage::Review, _) => Some(chat.t("share-review")),
        _ => None,
    };
    // Those who stand aside do not hold it up; each person counts once.
    let aside = |by: &Id| life.stances.get(by) == Some(&Stance::StandAside);
    let who: BTreeSet<Id> = life.dissent.iter().map(|one| one.by).collect();
    let (beside, against): (Vec<Id>, Vec<Id>) = who.into_iter().partition(aside);
    let count = |message, people: Vec<Id>| (!people.is_empty()).then(|| chat.t1(message, "count", people.len()));
    let against = [count("share-against", against), count("share-aside", beside)].into_iter().flatten();
    let against = against.collect::<Vec<_>>().join("\n");
    let against = (!against.is_empty()).then_some(against);
    let when = match (agreed_on, due) {
        ("", Some(due)) => chat.t1("way-share-until", "when", chat.moment(&due)),
        ("", None) => chat.t(format!("decision-stage-{}", name_of(&life.stage).replace('_', "-"))),
        (agreed_on, _) => chat.t1("decision-agreed-on", "when", day(&chat, agreed_on)),
    };
    let chosen = ElectedView::of(&chat, whole).filter(|elected| life.stage.binds() && !elected.chosen.is_empty());
    let chosen = chosen.map(|elected| chat.t1("share-chosen", "names", elected.chosen.join(", ")));
    let words = crate::web::markdown::plain(entry.body.as_deref().unwrap_or_default(), 400);
    let title = entry.title.clone().unwrap_or_default();
    let head = [holds, Some(title), chosen, Some(when)].into_iter().flatten().collect::<Vec<_>>().join("\n");
    [Some(head), Some(words), against, Some(address.to_owned())].into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

/// What is told of an event in the history of a decision; nothing of what shows elsewhere.
fn moment(at: Micros, event: &crate::decide::decisions::LifeEvent) -> Option<Moment> {
    let what = match event {
        Happened::SpokenRecorded { .. } => "recorded",
        Happened::ExpressOpened { .. } => "express",
        Happened::ExpressHalted => "halted",
        Happened::Drafted { .. } => "drafted",
        Happened::Called => "called",
        Happened::ClarificationOpened => "clarification",
        Happened::DeliberationOpened => "deliberation",
        Happened::IntegrationOpened => "integration",
        Happened::Frozen { .. } => "frozen",
        Happened::RoundOpened => "round",
        Happened::BallotOpened { .. } => "ballot",
        Happened::BallotVoided => "voided",
        Happened::Counted(_) => "counted",
        Happened::Edited { .. } => "edited",
        Happened::EditContested { .. } => "slip",
        Happened::AmendmentAccepted { .. } => "accepted",
        Happened::OptionOffered { .. } => "offered",
        Happened::OptionWithdrawn { .. } => "unoffered",
        Happened::Allotted { .. } => "allotted",
        Happened::Tied => "tied",
        Happened::CheckSet { .. } => "check",
        Happened::ComprehensionChecked { enough: true, .. } => "understood",
        Happened::ComprehensionChecked { enough: false, .. } => "misread",
        Happened::ObjectionRaised { .. } => "objected",
        Happened::ObjectionDisposed { disposition: Disposition::Upheld, .. } => "upheld",
        Happened::ObjectionDisposed { disposition: Disposition::Carried, .. } => "carried",
        Happened::ObjectionDisposed { disposition: Disposition::Withdrawn, .. } => "unobjected",
        Happened::ConclusionProposed { .. } => "concluding",
        Happened::ConclusionRefused { .. } => "unconcluded",
        Happened::RoundClosed { outcome: Outcome::Returned } => "returned",
        Happened::RoundClosed { outcome: Outcome::Blocked } => "blocked",
        Happened::Withdrawn { .. } => "withdrawn",
        Happened::Adopted { .. } => "adopted",
        Happened::NotAdopted => "not-adopted",
        Happened::TaskTaken(_) => "task-taken",
        Happened::AnsweredTogether { .. } => "together",
        Happened::RecordCorrected { .. } => "corrected",
        Happened::Dissented(_) => "dissented",
        Happened::ReviewPetitioned { .. } => "petitioned",
        Happened::ReviewOpened { early: true } => "early-review",
        Happened::ReviewOpened { early: false } => "review",
        Happened::Reviewed { verdict: Verdict::Renewed(_), .. } => "renewed",
        Happened::Reviewed { verdict: Verdict::Amended(_), .. } => "amended",
        Happened::Superseded { relation: Relation::Amends, .. } => "amended",
        Happened::Reviewed { verdict: Verdict::Repealed, .. } | Happened::Superseded { .. } => "repealed",
        Happened::Ratified { .. } => "ratified",
        Happened::Lapsed => "lapsed",
        _ => return None,
    };
    Some(Moment { at, what: what.to_owned(), name: None })
}
