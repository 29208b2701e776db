// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Whether something may happen in an assembly now.

use std::collections::BTreeSet;

use super::{
    event::Event,
    state::{Assembly, Stage},
};
use crate::life::{Id, Instant, Span};

/// The most points of an order of the day.
pub const POINTS_MOST: usize = 40;
/// The most people who are there.
pub const PEOPLE_MOST: usize = 500;

/// Why something may not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Missing {
    /// It belongs to other stages than the present one.
    #[error("this is not done in the stage {0:?}")]
    Stage(Stage),
    /// It is dated before what has already happened.
    #[error("what happened last is later than this")]
    PastTime,
    /// There is no such point, or nobody such asked.
    #[error("there is none")]
    Known,
    /// It is there already.
    #[error("it is there already")]
    New,
    /// Somebody who is there.
    #[error("somebody who is there")]
    Present,
    /// Whose turn it is.
    #[error("another one's turn")]
    Turn,
    /// A point that is on: for what belongs to it, this one.
    #[error("the point that is on")]
    On,
    /// At least one hand, and no more than there are people.
    #[error("from one hand to as many as there are people")]
    Hands,
    /// Fewer.
    #[error("no more than {0}")]
    TooMany(usize),
    /// Time to read it.
    #[error("time to read it")]
    Time,
}

fn known(holds: bool, missing: Missing) -> Result<(), Missing> {
    if holds { Ok(()) } else { Err(missing) }
}

/// Whether these are people who may be there: some, each once, not too many.
fn attendance<I: Id>(present: &[I]) -> Result<(), Missing> {
    known(present.len() <= PEOPLE_MOST, Missing::TooMany(PEOPLE_MOST))?;
    known(!present.is_empty(), Missing::Present)?;
    known(present.iter().collect::<BTreeSet<_>>().len() == present.len(), Missing::New)
}

impl<I: Id> Assembly<I> {
    /// Whether this may happen now. Who may do it is the caller's to know.
    ///
    /// # Errors
    /// The condition that is missing.
    pub fn may(&self, event: &Event<I>, now: Instant) -> Result<(), Missing> {
        known(now >= self.last, Missing::PastTime)?;
        let during = |stages: &[Stage]| known(stages.contains(&self.stage), Missing::Stage(self.stage));
        let held = || during(&[Stage::Held]);
        let point = |id: &I| self.point(id).ok_or(Missing::Known);
        match event {
            // It begins by the one, and the other time alone brings about.
            Event::Called { .. } | Event::Approved => Err(Missing::Stage(self.stage)),
            Event::PointAdded { point, .. } => {
                during(&[Stage::Called, Stage::Held])?;
                known(self.points.len() < POINTS_MOST, Missing::TooMany(POINTS_MOST))?;
                known(self.point(&point.id).is_none(), Missing::New)
            }
            Event::PointDropped { point: id } => {
                during(&[Stage::Called, Stage::Held])?;
                known(point(id)?.on.is_empty(), Missing::New)
            }
            Event::Named { .. } => during(&[Stage::Called, Stage::Held, Stage::Acta]),
            Event::Opened => during(&[Stage::Called]),
            Event::Attended { present } => {
                held()?;
                attendance(present)
            }
            Event::PointOpened { point: id } => {
                held()?;
                point(id)?;
                known(self.on().is_none_or(|(on, _)| on.id != *id), Missing::New)
            }
            Event::Asked { who } => {
                held()?;
                known(self.present.contains(who), Missing::Present)?;
                let speaks = self.speaking.now.as_ref().is_some_and(|(now, _)| now == who);
                known(!speaks && !self.speaking.waiting.contains(who), Missing::New)
            }
            Event::Unasked { who } => {
                held()?;
                known(self.speaking.waiting.contains(who), Missing::Known)
            }
            Event::WordGiven { who } => {
                held()?;
                known(self.speaking.waiting.contains(who), Missing::Known)?;
                known(self.speaking.next() == Some(who), Missing::Turn)
            }
            Event::WordEnded => {
                held()?;
                known(self.speaking.now.is_some(), Missing::Known)
            }
            Event::Felt { favour, doubt, against } => {
                held()?;
                known(self.on().is_some(), Missing::On)?;
                let hands = u64::from(*favour) + u64::from(*doubt) + u64::from(*against);
                known(hands > 0 && hands <= self.present.len() as u64, Missing::Hands)
            }
            Event::Noted { point: id, .. } => {
                held()?;
                point(id).map(drop)
            }
            Event::Agreed { point: id, decision, .. } => {
                held()?;
                point(id)?;
                let agreed = self.points.iter().flat_map(|point| &point.agreed);
                known(agreed.into_iter().all(|(known, _)| known != decision), Missing::New)
            }
            Event::Entered { decision, people, .. } => {
                held()?;
                let (on, _) = self.on().ok_or(Missing::On)?;
                known(on.decision.as_ref() == Some(decision), Missing::On)?;
                attendance(people)?;
                known(people.iter().all(|who| self.present.contains(who)), Missing::Present)
            }
            Event::Closed { lasts } => {
                held()?;
                known(!self.present.is_empty(), Missing::Present)?;
                known(*lasts > Span::ZERO, Missing::Time)
            }
            Event::Doubted { by, .. } => {
                during(&[Stage::Acta])?;
                known(self.open_doubts().all(|doubt| doubt.by != *by), Missing::New)
            }
            Event::Corrected { present, notes, .. } => {
                during(&[Stage::Acta])?;
                attendance(present)?;
                notes.iter().try_for_each(|(id, _)| point(id).map(drop))
            }
        }
    }
}
