// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A history that somebody hands on, recomputed: whatever rules alone decide, anybody finds again.

use super::{
    Id,
    action::Action,
    event::{Choice, Counted, Event, Terms},
    state::Decision,
    time::Instant,
};
use crate::Digest;

/// What in a history does not follow from what stands before it. Events are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Contradiction {
    /// It does not begin with a draft.
    #[error("the history does not begin with a draft")]
    NoDraft,
    /// An event is earlier than the one before it.
    #[error("event {0} is earlier than the one before it")]
    Earlier(usize),
    /// By the rules something else happens there: another end of a round or a count, or what time had brought about.
    #[error("event {0}: by the rules something else happens there")]
    Otherwise(usize),
    /// The terms are not those of the text and the class, or not what their digest says.
    #[error("event {0}: the terms are not those of the text and the class")]
    Terms(usize),
    /// A voice or a ballot of somebody who had none, or about another text.
    #[error("event {0}: a voice of somebody who had none there")]
    Voice(usize),
    /// The history ends where the rules say what comes next.
    #[error("the history ends before what its last event leads to")]
    Unfinished,
}

impl<I: Id> Decision<I> {
    /// Replays a history and recomputes what its rules decide by themselves: what the terms are, who had a voice, how rounds
    /// and counts ended, and what time brought about. What people did is taken as told.
    ///
    /// # Errors
    /// The first contradiction.
    pub fn verify<'e>(history: impl IntoIterator<Item = (Instant, &'e Event<I>)>) -> Result<Decision<I>, Contradiction>
    where
        I: 'e,
    {
        let mut history = history.into_iter().zip(1..);
        let begun = history.next().and_then(|((at, first), _)| Decision::begin(at, first));
        let mut decision = begun.ok_or(Contradiction::NoDraft)?;
        // What must come next, first things last.
        let mut next: Vec<Event<I>> = Vec::new();
        for ((at, event), place) in history {
            if at < decision.last {
                return Err(Contradiction::Earlier(place));
            }
            if next.is_empty() {
                next = decision.leads_to(event, at).map_err(|broken| broken.at(place))?;
                next.reverse();
            }
            match next.pop() {
                Some(due) if due == *event => {}
                _ => return Err(Contradiction::Otherwise(place)),
            }
            decision.apply(at, event);
        }
        if next.is_empty() { Ok(decision) } else { Err(Contradiction::Unfinished) }
    }

    /// What happens where the history says that `event` does: by the rules alone, or the event itself where people decide.
    fn leads_to(&self, event: &Event<I>, at: Instant) -> Result<Vec<Event<I>>, Broken> {
        let due = self.pass(at);
        if !due.is_empty() {
            return Ok(due);
        }
        let itself = || vec![event.clone()];
        match event {
            Event::Frozen { terms, digest } | Event::ExpressOpened { terms, digest } => {
                self.are_terms(terms, *digest).then(itself).ok_or(Broken::Terms)
            }
            Event::StanceTaken { by, text, .. } => {
                (self.text == *text && self.has_voice(by)).then(itself).ok_or(Broken::Voice)
            }
            Event::Cast { by } => (self.has_voice(by) && !self.cast.contains(by)).then(itself).ok_or(Broken::Voice),
            Event::RoundClosed { .. } | Event::BallotClosed => self.close(at).map_err(|_| Broken::Otherwise),
            Event::Counted(counted) => {
                self.judge_count(ballots(counted), counted.seed.clone(), at).map_err(|_| Broken::Otherwise)
            }
            Event::ComprehensionChecked { text, sums, .. } => {
                let action = Action::CheckComprehension { text: *text, sums: sums.clone() };
                self.judge_check(&self.author, action).map_err(|_| Broken::Otherwise)
            }
            Event::ReviewPetitioned { by, .. } if !self.petitioners.contains(by) => {
                let enough =
                    self.petitioners.len() + 1 >= usize::try_from(self.class.petitioners).unwrap_or(usize::MAX);
                Ok(itself().into_iter().chain(enough.then_some(Event::ReviewOpened { early: true })).collect())
            }
            // These only follow from others, or from time.
            Event::Adopted { .. }
            | Event::NotAdopted
            | Event::Tied
            | Event::ReviewOpened { .. }
            | Event::RestatementUnconfirmed { .. }
            | Event::Lapsed => Err(Broken::Otherwise),
            _ => Ok(itself()),
        }
    }

    fn are_terms(&self, terms: &Terms<I>, digest: Digest) -> bool {
        digest == Digest::of_json(terms) && terms.text == self.text && terms.class == Digest::of_json(&self.class)
    }

    fn has_voice(&self, by: &I) -> bool {
        self.terms.as_ref().is_some_and(|terms| terms.roll.contains(by))
    }
}

/// What a count was made of.
fn ballots(counted: &Counted) -> Vec<Choice> {
    let repeated = |count: u64, choice: &Choice| {
        std::iter::repeat_n(choice.clone(), usize::try_from(count).unwrap_or(usize::MAX).min(MOST_BALLOTS))
    };
    match &counted.election {
        Some(election) => election.ballots.iter().flat_map(|(count, choice)| repeated(*count, choice)).collect(),
        None => {
            let counts = [(counted.yes, Choice::Yes), (counted.no, Choice::No), (counted.blank, Choice::Blank)];
            counts.iter().flat_map(|(count, choice)| repeated(*count, choice)).collect()
        }
    }
}

/// No more ballots of one kind are unpacked: more than any roll has, and a file cannot ask for all memory.
const MOST_BALLOTS: usize = 1_000_000;

enum Broken {
    Terms,
    Voice,
    Otherwise,
}

impl Broken {
    fn at(self, place: usize) -> Contradiction {
        match self {
            Broken::Terms => Contradiction::Terms(place),
            Broken::Voice => Contradiction::Voice(place),
            Broken::Otherwise => Contradiction::Otherwise(place),
        }
    }
}
