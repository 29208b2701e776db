// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! When people are reminded: a wait is over, or time to say something runs out.

use super::{
    Id,
    missing::Missing,
    stage::Stage,
    state::Decision,
    time::{Instant, Span},
};

impl<I: Id> Decision<I> {
    /// When a reminder helps next, after `now`: once a stage's wait is over; in the last day of a round or a ballot, or
    /// its last quarter if it is short; in the last quarter of a review, before it lapses.
    ///
    /// Nothing happens to the decision by that.
    #[must_use]
    pub fn reminder(&self, now: Instant) -> Option<Instant> {
        let quarter = |span: Span| Span(span.0 / 4);
        let before = |end: Instant, lasts: Span| Instant(end.0.saturating_sub(quarter(lasts).min(Span::days(1)).0));
        let when = match self.stage {
            Stage::Consent => before(self.voting_ends(), self.voting_lasts()),
            Stage::Ballot => before(self.since + self.class.voting, self.class.voting),
            Stage::Review => self.since + Span(self.class.review_lasts.0 - quarter(self.class.review_lasts).0),
            _ => self.missing(now).into_iter().find_map(|missing| match missing {
                Missing::NotBefore(when) => Some(when),
                _ => None,
            })?,
        };
        (when > now).then_some(when)
    }

    /// Whether something waits for this person that nobody else can do: to answer, to vote.
    #[must_use]
    pub fn awaits(&self, person: &I, now: Instant) -> bool {
        !self.at(now).own(person).is_empty()
    }
}
