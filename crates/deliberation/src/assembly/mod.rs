// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! An assembly: what is to be talked about, who is there, whose turn it is, what was agreed, and the acta of it all.
//!
//! The state is the fold of its events, as a decision's is. [`Assembly::may`] says whether something may happen now,
//! [`Assembly::pass`] what time alone brings about, and [`Assembly::verify`] recomputes a history that somebody hands on.
//! Persons, points, agreements and words are named by one opaque [`Id`](crate::life::Id).
//!
//! The acta is approved by consent: by the silence of those who were there, after a time. Whoever says "it was not so"
//! stops that once: it waits until the acta is set right. What is said against a corrected acta holds it up no more, and
//! stands beside it for ever, so that neither haste nor one person decides what a meeting was.

mod event;
mod may;
mod speaking;
mod state;

pub use event::{Event, Point};
pub use may::{Missing, PEOPLE_MOST, POINTS_MOST};
pub use speaking::{Speaking, Turns};
pub use state::{Assembly, Doubt, Entered, Feeling, Stage, Topic};
