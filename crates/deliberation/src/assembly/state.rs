// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What its events have made of an assembly.

use std::{collections::BTreeSet, ops::Deref};

use serde::{Deserialize, Serialize};

use super::{
    event::{Event, Point},
    speaking::Speaking,
};
use crate::{
    digest::Digest,
    life::{Contradiction, How, Id, Instant, Span},
};

/// Where an assembly is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It is called.
    Called,
    /// It is held.
    Held,
    /// It is over, and those who were there read its acta.
    Acta,
    /// Its acta is approved.
    Approved,
}

/// The temperature of the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feeling {
    /// When.
    pub at: Instant,
    /// How many like it.
    pub favour: u32,
    /// How many have doubts.
    pub doubt: u32,
    /// How many are against it.
    pub against: u32,
}

/// What was entered for people without device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entered<I> {
    /// Of which decision.
    pub decision: I,
    /// How they said it.
    pub how: How,
    /// Who.
    pub people: Vec<I>,
}

/// A point, with what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic<I> {
    /// Which.
    pub id: I,
    /// The decision that it is about.
    pub decision: Option<I>,
    /// How long it may take, in minutes; nothing, and nobody said.
    pub minutes: u32,
    /// When it was on: from when, and until when unless it is still.
    pub on: Vec<(Instant, Option<Instant>)>,
    /// Where it is written what was said.
    pub notes: Option<I>,
    /// How it felt.
    pub feelings: Vec<Feeling>,
    /// What was agreed, with the text as it was then.
    pub agreed: Vec<(I, Digest)>,
    /// What was entered for others.
    pub entered: Vec<Entered<I>>,
}

/// Somebody says that it was not so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt<I> {
    /// Who.
    pub by: I,
    /// Where it is written why.
    pub words: I,
    /// Of which version of the acta, from 1.
    pub version: u32,
}

/// The state of an assembly, to be read. It changes only through [`Assembly::apply`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "I: Ord + Deserialize<'de>"))]
pub struct State<I> {
    /// Where it is.
    pub stage: Stage,
    /// When something last happened.
    pub last: Instant,
    /// When it began.
    pub opened: Option<Instant>,
    /// When it ended.
    pub closed: Option<Instant>,
    /// Who called it.
    pub author: I,
    /// Who leads it.
    pub facilitator: I,
    /// Who writes it down.
    pub note_taker: I,
    /// The order of the day.
    pub points: Vec<Topic<I>>,
    /// Who is there, or was.
    pub present: BTreeSet<I>,
    /// Whose turn it is.
    pub speaking: Speaking<I>,
    /// Counts what the acta says, from 1.
    pub version: u32,
    /// Since when the present version can be read.
    pub since: Instant,
    /// How long that is until it is approved.
    pub lasts: Span,
    /// Those who say that it was not so, of any version.
    pub doubts: Vec<Doubt<I>>,
    /// What was set right, when, and where it is written.
    pub corrections: Vec<(Instant, I)>,
    /// When it was approved.
    pub approved: Option<Instant>,
}

/// An assembly: the fold of its events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent, bound(deserialize = "I: Ord + Deserialize<'de>"))]
pub struct Assembly<I> {
    state: State<I>,
}

impl<I> Deref for Assembly<I> {
    type Target = State<I>;

    fn deref(&self) -> &State<I> {
        &self.state
    }
}

impl<I: Id> State<I> {
    /// A point.
    pub fn point(&self, id: &I) -> Option<&Topic<I>> {
        self.points.iter().find(|point| point.id == *id)
    }

    /// The point that is on, and since when.
    #[must_use]
    pub fn on(&self) -> Option<(&Topic<I>, Instant)> {
        self.points.iter().find_map(|point| match point.on.last() {
            Some((since, None)) => Some((point, *since)),
            _ => None,
        })
    }

    /// Those who say of the present version that it was not so.
    pub fn open_doubts(&self) -> impl Iterator<Item = &Doubt<I>> {
        self.doubts.iter().filter(|doubt| doubt.version == self.version)
    }

    /// Whether the acta waits to be set right. It does once: what is said of a corrected one stands beside it.
    #[must_use]
    pub fn is_halted(&self) -> bool {
        self.stage == Stage::Acta && self.version == 1 && self.open_doubts().next().is_some()
    }

    /// When the acta is approved, if nobody says otherwise.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        (self.stage == Stage::Acta && !self.is_halted()).then(|| self.since + self.lasts)
    }

    fn topic(&mut self, id: &I) -> Option<&mut Topic<I>> {
        self.points.iter_mut().find(|point| point.id == *id)
    }

    fn topic_on(&mut self) -> Option<&mut Topic<I>> {
        self.points.iter_mut().find(|point| point.on.last().is_some_and(|(_, until)| until.is_none()))
    }

    /// What is on is over.
    fn pause(&mut self, at: Instant) {
        self.speaking.end(at);
        if let Some((_, until)) = self.topic_on().and_then(|topic| topic.on.last_mut()) {
            *until = Some(at);
        }
    }

    fn attend(&mut self, present: &[I]) {
        self.present = present.iter().cloned().collect();
        let present = &self.present;
        self.speaking.waiting.retain(|who| present.contains(who));
    }

    fn hold(&mut self, at: Instant, event: &Event<I>) {
        match event {
            Event::Called { .. } => {}
            Event::PointAdded { point, .. } => self.points.push(topic(point)),
            Event::PointDropped { point } => self.points.retain(|known| known.id != *point),
            Event::Named { facilitator, note_taker } => {
                self.facilitator = facilitator.clone();
                self.note_taker = note_taker.clone();
            }
            Event::Opened => {
                self.stage = Stage::Held;
                self.opened = Some(at);
            }
            Event::Attended { present } => self.attend(present),
            Event::PointOpened { point } => {
                self.pause(at);
                self.speaking.waiting.clear();
                if let Some(topic) = self.topic(point) {
                    topic.on.push((at, None));
                }
            }
            Event::Asked { who } => self.speaking.ask(who.clone()),
            Event::Unasked { who } => self.speaking.unask(who),
            Event::WordGiven { who } => self.speaking.give(who, at),
            Event::WordEnded => self.speaking.end(at),
            Event::Felt { favour, doubt, against } => {
                let feeling = Feeling { at, favour: *favour, doubt: *doubt, against: *against };
                if let Some(topic) = self.topic_on() {
                    topic.feelings.push(feeling);
                }
            }
            Event::Noted { point, words } => self.note(point, words),
            Event::Agreed { point, decision, text } => {
                if let Some(topic) = self.topic(point) {
                    topic.agreed.push((decision.clone(), *text));
                }
            }
            Event::Entered { decision, how, people } => {
                let entered = Entered { decision: decision.clone(), how: *how, people: people.clone() };
                if let Some(topic) = self.topic_on() {
                    topic.entered.push(entered);
                }
            }
            Event::Closed { lasts } => {
                self.pause(at);
                self.speaking.waiting.clear();
                self.stage = Stage::Acta;
                self.closed = Some(at);
                self.since = at;
                self.lasts = *lasts;
            }
            Event::Doubted { by, words } => {
                self.doubts.push(Doubt { by: by.clone(), words: words.clone(), version: self.version });
            }
            Event::Corrected { present, notes, words } => {
                self.attend(present);
                for (point, words) in notes {
                    self.note(point, words);
                }
                self.corrections.push((at, words.clone()));
                self.version = self.version.saturating_add(1);
                self.since = at;
            }
            Event::Approved => {
                self.stage = Stage::Approved;
                self.approved = Some(at);
            }
        }
    }

    fn note(&mut self, point: &I, words: &I) {
        if let Some(topic) = self.topic(point) {
            topic.notes = Some(words.clone());
        }
    }
}

/// A point of which nothing was said yet.
fn topic<I: Id>(point: &Point<I>) -> Topic<I> {
    Topic {
        id: point.id.clone(),
        decision: point.decision.clone(),
        minutes: point.minutes,
        on: Vec::new(),
        notes: None,
        feelings: Vec::new(),
        agreed: Vec::new(),
        entered: Vec::new(),
    }
}

impl<I: Id> Assembly<I> {
    /// The assembly that a first event begins; none if the event begins nothing.
    #[must_use]
    pub fn begin(at: Instant, event: &Event<I>) -> Option<Assembly<I>> {
        let Event::Called { by, facilitator, note_taker, points } = event else { return None };
        Some(Assembly {
            state: State {
                stage: Stage::Called,
                last: at,
                opened: None,
                closed: None,
                author: by.clone(),
                facilitator: facilitator.clone(),
                note_taker: note_taker.clone(),
                points: points.iter().map(topic).collect(),
                present: BTreeSet::new(),
                speaking: Speaking::default(),
                version: 1,
                since: at,
                lasts: Span::ZERO,
                doubts: Vec::new(),
                corrections: Vec::new(),
                approved: None,
            },
        })
    }

    /// Shows an event in the state. Nothing is judged here: what may happen was judged before it was recorded.
    pub fn apply(&mut self, at: Instant, event: &Event<I>) {
        self.state.last = at;
        self.state.hold(at, event);
    }

    /// The assembly that a whole history makes; none if its first event begins nothing.
    #[must_use]
    pub fn replay<'e>(history: impl IntoIterator<Item = (Instant, &'e Event<I>)>) -> Option<Assembly<I>>
    where
        I: 'e,
    {
        let mut history = history.into_iter();
        let (at, first) = history.next()?;
        let mut assembly = Assembly::begin(at, first)?;
        for (at, event) in history {
            assembly.apply(at, event);
        }
        Some(assembly)
    }

    /// What time alone has brought about by now and nobody has recorded.
    #[must_use]
    pub fn pass(&self, now: Instant) -> Option<Event<I>> {
        self.due().filter(|due| *due <= now).map(|_| Event::Approved)
    }

    /// The assembly as it is now: with what time has brought about.
    #[must_use]
    pub fn at(&self, now: Instant) -> Assembly<I> {
        let mut present = self.clone();
        if let Some(event) = self.pass(now) {
            present.apply(now, &event);
        }
        present
    }

    /// Replays a history that somebody hands on, and judges each of its events: whose turn it was, that hands were no more
    /// than people, that the acta was approved after its time and not before.
    ///
    /// # Errors
    /// The first contradiction.
    pub fn verify<'e>(history: impl IntoIterator<Item = (Instant, &'e Event<I>)>) -> Result<Assembly<I>, Contradiction>
    where
        I: 'e,
    {
        let mut history = history.into_iter().zip(1..);
        let begun = history.next().and_then(|((at, first), _)| Assembly::begin(at, first));
        let mut assembly = begun.ok_or(Contradiction::NoDraft)?;
        for ((at, event), place) in history {
            if at < assembly.last {
                return Err(Contradiction::Earlier(place));
            }
            let follows = match assembly.pass(at) {
                Some(due) => due == *event,
                None => assembly.may(event, at).is_ok(),
            };
            if !follows {
                return Err(Contradiction::Otherwise(place));
            }
            assembly.apply(at, event);
        }
        Ok(assembly)
    }
}
