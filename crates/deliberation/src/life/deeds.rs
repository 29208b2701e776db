// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What somebody can do for a decision now, the most needed first: what a page offers as the one thing to do.

use serde::{Deserialize, Serialize};

use super::{
    Id,
    event::Dimension,
    missing::Missing,
    objection::{Disposition, Objection, Restatement},
    stage::Stage,
    state::Decision,
    time::Instant,
};

/// Something to do. Each is an [`Action`](super::Action) that [`Decision::decide`] allows, once its words are there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed<I> {
    /// Say whether this telling-back of one's own objection is it: confirm or refuse.
    AnswerRestatement(I),
    /// Say whether the text, changed since, meets one's own objection; or take it back.
    Reconsider(I),
    /// Take a stance on the text, or object.
    TakeStance,
    /// Cast a ballot.
    Cast,
    /// Tell this objection back, as one who does not share it.
    Restate(I),
    /// Answer this question.
    Answer(I),
    /// Sponsor it.
    Sponsor,
    /// Say who is affected.
    NameAffected,
    /// Say what it means for this.
    StateImpact(Dimension),
    /// Search for earlier decisions.
    SearchEarlier,
    /// Say how it stands to this earlier decision.
    MarkEarlier(I),
    /// Write what everybody is asked, to see whether the present text is understood.
    SetCheck,
    /// Answer whether the text says this.
    AnswerCheck(I),
    /// Hand in how all answered.
    CheckComprehension,
    /// Put the text, which was not understood, into clearer words.
    Clarify,
    /// Accept or decline this amendment, or take it back if it is one's own.
    SettleAmendment(I),
    /// Say how many are chosen, or how much there is to spend.
    Allot,
    /// Offer an option.
    OfferOption,
    /// Change the text so that it meets this upheld objection.
    Meet(I),
    /// Uphold this objection or carry it as dissent.
    Dispose(I),
    /// Answer for a task, or say that all answer for it together.
    TakeTask,
    /// Count the ballots.
    Count,
    /// Compare what came of it with what was foreseen, and conclude the review.
    Conclude,
    /// Say whether the review ended as another one says.
    SecondConclusion,
    /// Change the text, so that what blocks it no longer does.
    Unblock,
    /// Take it to the next stage: nothing is missing.
    Onward,
}

impl<I: Id> Decision<I> {
    /// What this person can do now for the decision to go on, the most needed first: first what nobody else can do (to
    /// answer, to vote), then what is missing, then the step onward. Empty while all there is to do is to wait, or for
    /// somebody else.
    ///
    /// It is what the decision allows to anybody. Who needs a mandate for which, and so is shown the first of these that
    /// they hold one for, is the caller's to know. What may be done besides (ask, amend, object, offer, dissent, petition)
    /// is never the thing most needed, and not listed.
    ///
    /// ```
    /// use tequio_deliberation::{Digest, life::{Classes, Decision, Deed, Instant, draft}};
    ///
    /// let class = Classes::defaults(12, vec!["cuidado"]).policy;
    /// let first = draft("ana", class, Digest::of(b"El agua se reparte los martes.")).unwrap();
    /// let decision = Decision::begin(Instant(0), &first).unwrap();
    /// assert_eq!(decision.deeds(&"beto", Instant(0)), [Deed::Sponsor, Deed::NameAffected]);
    /// assert_eq!(decision.deeds(&"ana", Instant(0)), [Deed::NameAffected], "an author does not sponsor");
    /// ```
    #[must_use]
    pub fn deeds(&self, person: &I, now: Instant) -> Vec<Deed<I>> {
        let present = self.at(now);
        let mut deeds = present.own(person);
        let missing = present.missing(now);
        let onward = missing.is_empty();
        deeds.extend(missing.into_iter().filter_map(|missing| present.towards(missing, person)));
        match present.stage {
            Stage::Count => deeds.push(Deed::Count),
            Stage::Review => match &present.concluding {
                None => deeds.push(Deed::Conclude),
                Some(said) if said.proposer != *person => deeds.push(Deed::SecondConclusion),
                Some(_) => {}
            },
            Stage::Blocked => deeds.push(Deed::Unblock),
            stage if onward && stage <= Stage::Adopted => deeds.push(Deed::Onward),
            _ => {}
        }
        // What was asked early need not wait for the time of questions, nor an objection that halted express consent for
        // integration.
        if present.stage == Stage::Call {
            deeds.extend(present.unanswered().filter_map(|missing| present.towards(missing, person)));
        }
        // A check that is open is answered while people think, too.
        if present.stage == Stage::Deliberation && present.open_check().is_some() {
            deeds.extend(present.for_understanding().and_then(|missing| present.towards(missing, person)));
        }
        if matches!(present.stage, Stage::Call | Stage::Clarification | Stage::Deliberation) {
            let told = present.unsettled().filter(|missing| matches!(missing, Missing::Restatement(_)));
            deeds.extend(told.filter_map(|missing| present.towards(missing, person)));
        }
        deeds
    }

    /// The decision as it is now: with what time has brought about and is not recorded yet.
    #[must_use]
    pub fn at(&self, now: Instant) -> Decision<I> {
        let mut present = self.clone();
        for event in self.pass(now) {
            present.apply(now, &event);
        }
        present
    }

    /// What nobody else can do.
    pub(super) fn own(&self, person: &I) -> Vec<Deed<I>> {
        let heard = matches!(self.stage, Stage::Deliberation | Stage::Integration | Stage::Consent);
        let told_early = matches!(self.stage, Stage::Call | Stage::Clarification);
        let own = || self.objections.iter().filter(|objection| (heard || told_early) && objection.author == *person);
        let mut deeds = Vec::new();
        let told = own().filter(|objection| objection.disposition.is_none());
        let told = told.filter(|objection| matches!(objection.restatement, Restatement::Offered { .. }));
        deeds.extend(told.map(|objection| Deed::AnswerRestatement(objection.id.clone())));
        let stands = |it: &&Objection<I>| matches!(it.disposition, None | Some(Disposition::Upheld));
        let changed = own().filter(stands).filter(|objection| heard && self.version > objection.version);
        deeds.extend(changed.map(|objection| Deed::Reconsider(objection.id.clone())));
        let listed = self.on_roll(person).is_ok();
        match self.stage {
            Stage::Consent if listed && !self.stances.contains_key(person) && own().find(stands).is_none() => {
                deeds.push(Deed::TakeStance);
            }
            Stage::Ballot if listed && !self.cast.contains(person) => deeds.push(Deed::Cast),
            _ => {}
        }
        deeds
    }

    /// What this person can do about what is missing.
    fn towards(&self, missing: Missing<I>, person: &I) -> Option<Deed<I>> {
        match missing {
            Missing::Sponsors(_) => {
                (self.author != *person && !self.sponsors.contains(person)).then_some(Deed::Sponsor)
            }
            Missing::Affected => Some(Deed::NameAffected),
            Missing::Answer(question) => Some(Deed::Answer(question)),
            Missing::Impact(dimension) => Some(Deed::StateImpact(dimension)),
            Missing::Search => Some(Deed::SearchEarlier),
            Missing::Relation(decision) => Some(Deed::MarkEarlier(decision)),
            Missing::Comprehension(answers) => match self.open_check() {
                None => Some(Deed::SetCheck),
                Some(check) if check.answers() >= answers.max(1) as usize => Some(Deed::CheckComprehension),
                Some(check) => check.left(person).next().map(|statement| Deed::AnswerCheck(statement.words.clone())),
            },
            Missing::Clarity => Some(Deed::Clarify),
            Missing::Amendment(amendment) => Some(Deed::SettleAmendment(amendment)),
            Missing::Allotment => Some(Deed::Allot),
            Missing::Options(_) => Some(Deed::OfferOption),
            Missing::Restatement(id) => {
                let objection = self.objection(&id)?;
                let shares = objection.author == *person || objection.supporters.contains(person);
                let wanted = matches!(objection.restatement, Restatement::Wanted { .. });
                (wanted && !shares).then_some(Deed::Restate(id))
            }
            Missing::Disposition(objection) => Some(Deed::Dispose(objection)),
            // Once the text has changed it is for its author to say.
            Missing::Integration(id) => {
                let objection = self.objection(&id)?;
                (self.version == objection.version).then_some(Deed::Meet(id))
            }
            Missing::Responsible => Some(Deed::TakeTask),
            _ => None,
        }
    }
}
