// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What each step onward asks for.

use serde::{Deserialize, Serialize};

use super::{
    Id,
    event::Dimension,
    missing::Missing,
    objection::Disposition,
    stage::Stage,
    state::{Decision, Fate},
    time::{Instant, Span},
};

/// All that is missing for something; nothing, and it is allowed.
pub type Conditions<I> = Vec<Missing<I>>;

impl<I: Id> Decision<I> {
    /// What is missing for the next stage, all of it at once, for a page that says how long until what.
    ///
    /// What the step itself brings (the roll, the ballots) is judged when it is taken.
    #[must_use]
    pub fn missing(&self, now: Instant) -> Conditions<I> {
        match self.stage {
            Stage::Draft => self.for_call(),
            Stage::Call => self.for_clarification(now),
            Stage::Clarification => self.for_deliberation(now),
            Stage::Deliberation => self.for_integration(now),
            Stage::Integration => self.for_freeze(now),
            Stage::Frozen => self.elapsed(self.class.pause, now),
            Stage::Consent => self.for_closing(now),
            Stage::Ballot => self.elapsed(self.class.voting, now),
            Stage::Adopted if !self.is_answered_for() => vec![Missing::Responsible],
            _ => Vec::new(),
        }
    }

    fn elapsed(&self, span: Span, now: Instant) -> Conditions<I> {
        not_before(self.since + span, now).into_iter().collect()
    }

    pub(super) fn for_call(&self) -> Conditions<I> {
        let present = u32::try_from(self.sponsors.len()).unwrap_or(u32::MAX);
        let more = self.class.sponsors.saturating_sub(present);
        let mut missing = Vec::new();
        if more > 0 {
            missing.push(Missing::Sponsors(more));
        }
        if self.affected.is_none() {
            missing.push(Missing::Affected);
        }
        missing
    }

    /// What was called is still asked for: express consent that was halted comes here without having been.
    pub(super) fn for_clarification(&self, now: Instant) -> Conditions<I> {
        let mut missing = self.for_call();
        missing.extend(self.elapsed(self.class.notice, now));
        missing
    }

    pub(super) fn for_deliberation(&self, now: Instant) -> Conditions<I> {
        let mut missing = self.elapsed(self.class.clarification, now);
        missing.extend(self.unanswered());
        if self.is_misread() {
            missing.push(Missing::Clarity);
        }
        missing
    }

    pub(super) fn for_integration(&self, now: Instant) -> Conditions<I> {
        let mut missing = self.reflected(now);
        missing.extend(self.unanswered());
        missing
    }

    pub(super) fn for_freeze(&self, now: Instant) -> Conditions<I> {
        // What was called a slip of the pen, people can look at before the text is firm.
        let looked = self.slipped.map(|slipped| slipped + self.class.reflection.min(Span::days(1)));
        let until = self.reflecting.unwrap_or(self.since) + self.class.reflection;
        let mut missing: Conditions<I> =
            not_before(looked.map_or(until, |looked| until.max(looked)), now).into_iter().collect();
        missing.extend(self.unanswered());
        let open = self.amendments.iter().filter(|(_, amendment)| amendment.fate == Fate::Open);
        missing.extend(open.map(|(id, _)| Missing::Amendment(id.clone())));
        missing.extend(self.for_options());
        missing.extend(self.unsettled());
        let upheld = self.disposed(Disposition::Upheld);
        missing.extend(upheld.map(|objection| Missing::Integration(objection.id.clone())));
        let unsaid = Dimension::ALL.into_iter().filter(|dimension| !self.impact.contains_key(dimension));
        missing.extend(unsaid.map(Missing::Impact));
        if !self.searched {
            missing.push(Missing::Search);
        }
        let unmarked = self.earlier.iter().filter(|(_, relation)| relation.is_none());
        missing.extend(unmarked.map(|(decision, _)| Missing::Relation(decision.clone())));
        missing.extend(self.for_understanding());
        missing
    }

    pub(super) fn for_closing(&self, now: Instant) -> Conditions<I> {
        let mut missing: Conditions<I> = not_before(self.voting_ends(), now).into_iter().collect();
        missing.extend(self.unsettled());
        missing
    }

    /// When the round ends: after its time, and not in the same moment in which its last objection ended, so that whoever
    /// waited for that can say something still.
    pub(super) fn voting_ends(&self) -> Instant {
        let (lasts, since) = (self.voting_lasts(), self.since);
        let settled = self.settled.filter(|settled| *settled >= since);
        let grace = settled.map(|settled| settled + lasts.min(Span::days(1)));
        (since + lasts).max(grace.unwrap_or(since))
    }

    /// How long the round or ballot is open.
    pub(super) fn voting_lasts(&self) -> Span {
        let express = self.class.express.filter(|_| self.express);
        express.map_or(self.class.voting, |express| express.lasts)
    }

    fn reflected(&self, now: Instant) -> Conditions<I> {
        not_before(self.reflecting.unwrap_or(self.since) + self.class.reflection, now).into_iter().collect()
    }

    pub(super) fn unanswered(&self) -> impl Iterator<Item = Missing<I>> {
        let open = self.questions.iter().filter(|(_, question)| question.answer.is_none());
        open.map(|(id, _)| Missing::Answer(id.clone()))
    }

    pub(super) fn unsettled(&self) -> impl Iterator<Item = Missing<I>> {
        self.open_objections().map(|objection| {
            let id = objection.id.clone();
            if objection.restatement.is_done() { Missing::Disposition(id) } else { Missing::Restatement(id) }
        })
    }

    /// When time alone will next change something; then [`Decision::pass`] has events.
    #[must_use]
    pub fn next_due(&self) -> Option<Instant> {
        self.dues().first().map(|(when, _)| *when)
    }

    /// What time alone will bring about as things stand, and when, the next first.
    ///
    /// A round in which an objection is open does not end by itself.
    #[must_use]
    pub fn dues(&self) -> Vec<(Instant, Due<I>)> {
        let mut dues = Vec::new();
        if !self.stage.is_final() {
            dues.extend(self.open_objections().filter_map(|objection| {
                let since = objection.restatement.waits_since()?;
                Some((since + self.class.restatement, Due::Unconfirmed(objection.id.clone())))
            }));
        }
        match self.stage {
            Stage::Consent if self.open_objections().next().is_none() => {
                dues.push((self.voting_ends(), Due::VotingEnds));
            }
            Stage::Ballot => dues.push((self.since + self.class.voting, Due::VotingEnds)),
            Stage::Review => dues.push((self.since + self.class.review_lasts, Due::Lapses)),
            _ => {}
        }
        if self.stage.binds() {
            dues.extend(self.review.map(|when| (when, Due::ReviewOpens)));
            dues.extend(self.lapses.map(|when| (when, Due::Lapses)));
        }
        dues.sort();
        dues
    }
}

/// What time alone brings about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Due<I> {
    /// The author of this objection has not answered the telling-back: it is published as unconfirmed.
    Unconfirmed(I),
    /// The round or the ballot ends.
    VotingEnds,
    /// It binds no more, unless ratified or, in a review, concluded on.
    Lapses,
    /// The review opens.
    ReviewOpens,
}

pub(super) fn not_before<I>(when: Instant, now: Instant) -> Option<Missing<I>> {
    (now < when).then_some(Missing::NotBefore(when))
}
