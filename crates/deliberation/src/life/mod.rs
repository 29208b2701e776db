// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The life of a decision: from draft to review, with what each step asks for.
//!
//! [`draft`] gives the first event; [`Decision::decide`] says what an action leads to, or the condition that is missing;
//! [`Decision::apply`] shows an event in the state; [`Decision::pass`] says what time alone brings about. A history of
//! events replayed makes the same decision, to the last digest. For a page, [`Decision::at`] is the state now,
//! [`Decision::missing`] what the next stage wants, [`Decision::deeds`] what somebody can do, and [`Decision::dues`] what
//! will happen by itself, and when.
//!
//! A decision is on a text, by consent or by yes and no; or, where options were offered, on which of them, by ballots as
//! its class says ([`Choosing`]). All else of its life is the same.
//!
//! Persons, questions, options, objections, decisions and written words are named by one opaque [`Id`]: words themselves stay with
//! the caller, who can erase them without touching the history.

mod action;
mod apply;
mod checking;
mod choosing;
mod class;
mod conditions;
pub mod consent;
mod decide;
mod deeds;
mod event;
mod following;
mod missing;
mod objecting;
mod objection;
mod offering;
mod pass;
mod publishing;
mod reminding;
mod stage;
mod state;
mod time;
mod verify;

use std::fmt::{Debug, Display};

use serde::Serialize;

pub use action::Action;
pub use checking::{Check, STATEMENTS, Statement, Sum};
pub use choosing::{BallotFlaw, Choosable, Choosing, Election, MOST_SCORE, Options};
pub use class::{CLASSES_BY, Class, Classes, Comprehension, Express, Flaw, Kind, Method, SECRET_LEAST, URGENT_MOST};
pub use conditions::{Conditions, Due};
pub use decide::{Judgement, draft};
pub use deeds::Deed;
pub use event::{
    Choice, Counted, Dimension, Dissent, Event, How, Outcome, Relation, Side, Spoken, Task, Terms, Verdict,
};
pub use missing::Missing;
pub use objection::{Disposition, Ground, Objection, Restatement, Stance, Weight};
pub use publishing::BallotFile;
pub use stage::Stage;
pub use state::{Amendment, Argument, Concluding, Decision, Fate, Offered, Question, Reviewed, State};
pub use time::{Instant, Span};
pub use verify::Contradiction;

/// What names persons and things: any value with an order, a text and a JSON form.
pub trait Id: Clone + Ord + Debug + Display + Serialize {}

impl<T: Clone + Ord + Debug + Display + Serialize> Id for T {}
