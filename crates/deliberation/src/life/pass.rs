// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What time does by itself: answers that never came, rounds and ballots that end, reviews that open, what lapses.

use super::{
    Id, consent,
    event::{Event, Outcome},
    missing::Missing,
    objection::Stance,
    stage::Stage,
    state::Decision,
    time::Instant,
};

impl<I: Id> Decision<I> {
    /// What time has brought about up to now and is not recorded yet, in its order.
    #[must_use]
    pub fn pass(&self, now: Instant) -> Vec<Event<I>> {
        if self.next_due().is_none_or(|due| due > now) {
            return Vec::new();
        }
        let mut later = self.clone();
        let mut events = Vec::new();
        while later.next_due().is_some_and(|due| due <= now) {
            let step = later.pass_once(now);
            // Whatever is due yields an event that ends its being due.
            if step.is_empty() {
                break;
            }
            for event in step {
                later.apply(now, &event);
                events.push(event);
            }
        }
        events
    }

    fn pass_once(&self, now: Instant) -> Vec<Event<I>> {
        let due = |when: Option<Instant>| when.is_some_and(|when| when <= now);
        if self.stage.binds() && due(self.lapses) && self.lapses <= self.review.or(self.lapses) {
            return vec![Event::Lapsed];
        }
        // Once told back, whether its author refused it since does not stop the time.
        let silent = self
            .open_objections()
            .find(|objection| due(objection.restatement.waits_since().map(|since| since + self.class.restatement)));
        if let Some(objection) = silent {
            return vec![Event::RestatementUnconfirmed { objection: objection.id.clone() }];
        }
        match self.stage {
            Stage::Consent => self.close(now).unwrap_or_default(),
            Stage::Ballot => vec![Event::BallotClosed],
            Stage::Review => vec![Event::Lapsed],
            stage if stage.binds() && due(self.review) => vec![Event::ReviewOpened { early: false }],
            _ => Vec::new(),
        }
    }

    /// Ends the round or the ballot, if it may end.
    pub(super) fn close(&self, now: Instant) -> Result<Vec<Event<I>>, Missing<I>> {
        if let Some(missing) = self.missing(now).into_iter().next() {
            return Err(missing);
        }
        if self.stage == Stage::Ballot {
            return Ok(vec![Event::BallotClosed]);
        }
        let Some(terms) = self.terms.as_ref().filter(|_| self.stage == Stage::Consent) else {
            return Err(Missing::Stage(self.stage));
        };
        let outcome = match self.class.express.filter(|_| self.express) {
            // Silence consents here; any objection would have ended it.
            Some(express) => {
                let agree = u32::try_from(self.stance_count(Stance::Agree)).unwrap_or(u32::MAX);
                if agree >= express.agree { Outcome::Adopted } else { Outcome::TooFewAgree }
            }
            None => {
                let stances = self.stances.values().copied();
                consent::outcome(stances, terms.roll.len(), &self.objections, self.class.quorum, self.class.agreement)
                    .ok_or(Missing::Stage(self.stage))?
            }
        };
        let mut events = vec![Event::RoundClosed { outcome }];
        match outcome {
            Outcome::Adopted => events.push(Event::Adopted { review: now + terms.review_in }),
            Outcome::NoQuorum | Outcome::TooFewAgree => events.push(Event::NotAdopted),
            Outcome::Returned | Outcome::Blocked => {}
        }
        Ok(events)
    }
}
