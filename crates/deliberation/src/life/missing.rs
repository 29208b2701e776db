// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is missing for something to be allowed.

use serde::{Deserialize, Serialize};

use super::{choosing::BallotFlaw, class::Flaw, event::Dimension, stage::Stage, time::Instant};
use crate::digest::Digest;

/// Why something is refused: the condition that is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Missing<I> {
    /// It belongs to other stages than the present one.
    #[error("this is not done in the stage {0:?}")]
    Stage(Stage),
    /// Time has not come.
    #[error("not before {}", .0.0)]
    NotBefore(Instant),
    /// Time is over.
    #[error("not after {}", .0.0)]
    NotAfter(Instant),
    /// It is dated before what has already happened.
    #[error("what happened last is later than this")]
    PastTime,
    /// The class is not sound.
    #[error("the class: {0}")]
    Class(Flaw),
    /// The class does not allow this way.
    #[error("its class does not allow this way")]
    NotInThisClass,
    /// So many sponsors more.
    #[error("sponsors: {0} more")]
    Sponsors(u32),
    /// Nobody said who is affected.
    #[error("who is affected")]
    Affected,
    /// A question has no answer.
    #[error("an answer to question {0}")]
    Answer(I),
    /// A consequence is not written.
    #[error("what it means for {0:?}")]
    Impact(Dimension),
    /// Nobody searched for earlier decisions.
    #[error("a search for earlier decisions")]
    Search,
    /// Nobody said how it stands to an earlier decision that was found.
    #[error("how it stands to the earlier decision {0}")]
    Relation(I),
    /// Nobody checked whether the present text is understood.
    #[error("a comprehension check of the present text with {0} answers")]
    Comprehension(u32),
    /// Two or three statements, of which the text says some and not all.
    #[error("two or three different statements, of which the text says some and not all")]
    Statements,
    /// The present text was not understood: it takes clearer words.
    #[error("clearer words: the present text was not understood")]
    Clarity,
    /// An amendment is neither accepted, withdrawn nor declined.
    #[error("what becomes of amendment {0}")]
    Amendment(I),
    /// So many options more.
    #[error("options: {0} more")]
    Options(u64),
    /// How many are chosen, at least one (by instant runoff one), or how much there is to spend.
    #[error("how many are chosen, or how much there is to spend")]
    Allotment,
    /// An option has a cost above zero where money is spent, and none elsewhere.
    #[error("a cost above zero where money is spent, and none elsewhere")]
    Cost,
    /// An objection has not been told back to its author's content, nor has the time for it run out.
    #[error("objection {0} told back by somebody who does not share it")]
    Restatement(I),
    /// An objection is open.
    #[error("what becomes of objection {0}")]
    Disposition(I),
    /// An objection was upheld and the text does not meet it yet.
    #[error("a text that meets the upheld objection {0}")]
    Integration(I),
    /// The text has not changed since the objection.
    #[error("a change of the text since objection {0}")]
    Change(I),
    /// A principled objection with support cannot be carried as dissent.
    #[error("objection {0} stands by a principle and cannot be passed over")]
    Principle(I),
    /// A principled objection must name one of the stated principles.
    #[error("a stated principle of the community")]
    StatedPrinciple,
    /// Nobody is on the roll.
    #[error("somebody on the roll")]
    Roll,
    /// Not on the roll that was fixed.
    #[error("a place on the roll")]
    NotOnRoll,
    /// A review between now and the longest time the class allows.
    #[error("a review date within what the class allows")]
    ReviewDate,
    /// A stance on another text than the present one.
    #[error("the present text {0}")]
    PresentText(Digest),
    /// An open objection of one's own stands against a stance.
    #[error("withdrawing objection {0} first")]
    OwnObjection(I),
    /// Only its author may.
    #[error("its author")]
    Author,
    /// Somebody else than who raised or shares it.
    #[error("somebody who does not share it")]
    Opponent,
    /// A ballot was already cast, or a statement answered.
    #[error("only one ballot, and one answer, each")]
    AlreadyCast,
    /// As many ballots as were cast.
    #[error("as many ballots as were cast: {0}")]
    Ballots(usize),
    /// A ballot, in this place of those handed in (from 0), that its method can count.
    #[error("another ballot in place {0}: {1}")]
    Ballot(usize, BallotFlaw),
    /// The seed whose digest was fixed.
    #[error("the seed that was promised at the freeze")]
    Seed,
    /// Who was there.
    #[error("who was there")]
    Present,
    /// Somebody who answers for it, or the word that all do together.
    #[error("somebody who answers for it, or all together")]
    Responsible,
    /// Something that was never said before.
    #[error("something new: {0} is there already")]
    New(I),
    /// No such thing.
    #[error("{0}: there is none")]
    Known(I),
    /// Something that is still open.
    #[error("{0} is closed already")]
    Open(I),
    /// An ordinary decision.
    #[error("a decision of an ordinary class")]
    OrdinaryClass,
    /// The relation is neither amends nor repeals.
    #[error("a decision that amends or repeals it")]
    Supersession,
}
