// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What people, and time, may do with a decision.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    checking::{Statement, Sum},
    class::Kind,
    event::{Choice, Dimension, Dissent, Relation, Side, Spoken, Task, Verdict},
    objection::{Ground, Stance, Weight},
    time::Span,
};
use crate::digest::Digest;

/// Something somebody wants to do. Whether they hold the mandate for it is the caller's to know; whether the decision
/// allows it, [`Decision::decide`](super::Decision::decide) says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields of each are named in its own line")]
pub enum Action<I> {
    /// Replaces the text. Without `substantive` it is a slip of the pen, which anybody may contest.
    Edit { text: Digest, substantive: bool },
    /// Says that the last edit had substance after all.
    ContestEdit,
    /// Stands behind it being discussed.
    Sponsor,
    /// Names who is affected.
    NameAffected { words: I },
    /// Announces it.
    Call,
    /// Takes it up for questions.
    OpenClarification,
    /// Asks.
    Ask { question: I },
    /// Answers.
    Answer { question: I, words: I },
    /// Takes one's own question back.
    WithdrawQuestion { question: I },
    /// Says something for it, or what worries them.
    Argue { argument: I, side: Side },
    /// Takes one's own argument back.
    WithdrawArgument { argument: I },
    /// Takes it up for arguments.
    OpenDeliberation,
    /// Says what it will do.
    StateImpact { dimension: Dimension, words: I },
    /// Records a search for earlier decisions and what it found.
    SearchEarlier { words: I, found: Vec<I> },
    /// Says how it stands to one of them.
    MarkEarlier { decision: I, relation: Relation },
    /// Asks everybody whether the present text says these.
    SetCheck { statements: Vec<Statement<I>> },
    /// Answers one of them: how, whoever keeps the answers adds up apart.
    AnswerCheck { statement: I },
    /// Has all answer anew, where what they answered was lost.
    VoidCheck,
    /// Hands in how each statement was answered: never whose answers.
    CheckComprehension { text: Digest, sums: Vec<Sum> },
    /// Goes on to work amendments and objections in.
    OpenIntegration,
    /// Proposes another wording.
    Amend { amendment: I },
    /// Takes it into the text, which is then this.
    AcceptAmendment { amendment: I, text: Digest },
    /// Takes one's own amendment back.
    WithdrawAmendment { amendment: I },
    /// Leaves it out, for the reason written there.
    DeclineAmendment { amendment: I, words: I },
    /// Raises an objection.
    Object { objection: I, weight: Weight, ground: Ground<I>, reason: I },
    /// Shares somebody's objection.
    SupportObjection { objection: I },
    /// Tells an objection back.
    Restate { objection: I, words: I },
    /// "That is not it": of what was told back, or of what somebody recorded that one said in a meeting.
    RefuseRestatement { objection: I },
    /// "You understood me."
    ConfirmRestatement { objection: I },
    /// Records that `by` told it back in a meeting and its author said yes.
    RecordRestatement { objection: I, by: I },
    /// Says that the present text meets an objection: its author at any time, others when it has had its say.
    Integrate { objection: I },
    /// Takes one's own objection back.
    WithdrawObjection { objection: I },
    /// The group holds with it.
    Uphold { objection: I },
    /// The group goes on and carries it as dissent.
    Carry { objection: I },
    /// Offers an option to choose among others. `cost` is in the smallest unit of money, where money is spent.
    OfferOption { option: I, cost: Option<u64> },
    /// Takes one's own option back.
    WithdrawOption { option: I },
    /// Says how many options are chosen; or how much there is to spend, in the smallest unit of money.
    Allot { amount: u64 },
    /// Fixes text, roll, options and rules. `seed` is the digest of a tie-breaking seed kept until the count.
    Freeze { roll: Vec<I>, review_in: Span, seed: Option<Digest> },
    /// Begins express consent.
    OpenExpress { roll: Vec<I>, review_in: Span },
    /// Begins the round or the ballot that its class asks for.
    OpenVoting,
    /// Takes a stance on a text (to object is [`Action::Object`]), or another one than before; with a few words, if they
    /// have any.
    TakeStance { text: Digest, stance: Stance, words: Option<I> },
    /// Says that one's ballot is in the box.
    Cast,
    /// Enters for somebody without device what they said in an assembly: a stance, an objection, or that their paper is in
    /// the box.
    EnterFor { person: I, said: Box<Action<I>> },
    /// Ends the round or the ballot.
    CloseVoting,
    /// Counts the ballots, in whatever order, and tells the seed.
    Count { ballots: Vec<Choice>, seed: Option<String> },
    /// Says that ballots that were cast are not there any more, so that it is voted on anew.
    VoidBallot,
    /// Records what was agreed in a meeting.
    RecordSpoken(Spoken<I>),
    /// Sets right what was recorded of a meeting. Of the dissent nothing goes; `dissent` is what was left out.
    CorrectRecord { text: Digest, present: Vec<I>, tasks: Vec<Task<I>>, together: bool, dissent: Vec<Dissent<I>> },
    /// Answers for a task, or names who does.
    TakeTask(Task<I>),
    /// Says that nobody in particular answers for it: all do.
    AnswerTogether,
    /// Puts it in force.
    Enforce,
    /// Leaves words against it.
    Dissent { words: I },
    /// Ratifies an urgent decision by that one of that kind.
    Ratify { by: I, kind: Kind },
    /// Asks for an early review.
    PetitionReview { words: I },
    /// Ends the review by that decision. What several agreed ends by two people: it waits for a second one, unless, as the
    /// caller knows, nobody else is there (`alone`).
    Conclude { verdict: Verdict<I>, by: I, effects: BTreeMap<Dimension, I>, alone: bool },
    /// Says, as another one, that the review ended so.
    SecondConclusion,
    /// Says that it did not.
    RefuseConclusion,
    /// Another decision, in force, amends or repeals it.
    Supersede { by: I, relation: Relation },
    /// Takes it back.
    Withdraw { words: I },
}
