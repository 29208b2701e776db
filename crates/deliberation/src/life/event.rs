// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What has happened to a decision. Its state is these events, in their order, and nothing else.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    checking::{Statement, Sum},
    choosing::{Election, Options},
    class::{Class, Kind},
    objection::{Disposition, Ground, Stance, Weight},
    time::{Instant, Span},
};
use crate::digest::Digest;

/// What must be said of a decision's consequences before its text is firm, and compared at its review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// People.
    People,
    /// The environment.
    Environment,
    /// Labour and money.
    LabourAndMoney,
    /// Freedom.
    Freedom,
    /// Whether it can be undone.
    Reversibility,
    /// Who was consulted.
    Consulted,
}

impl Dimension {
    /// All of them.
    pub const ALL: [Dimension; 6] = [
        Dimension::People,
        Dimension::Environment,
        Dimension::LabourAndMoney,
        Dimension::Freedom,
        Dimension::Reversibility,
        Dimension::Consulted,
    ];
}

/// How a decision stands to an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// It leaves it as it is, knowingly.
    Upholds,
    /// It changes it.
    Amends,
    /// It ends it.
    Repeals,
    /// They have nothing to do with each other.
    Unrelated,
    /// It makes it last, which was urgent and would lapse.
    Ratifies,
}

/// On which side an argument is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// It speaks for it.
    For,
    /// It says what worries somebody. Who would hold it up, objects.
    Concern,
}

/// How somebody without device said what they say of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// They raised a hand.
    Hands,
    /// They put a paper into a box.
    Paper,
}

/// What is fixed when the text becomes firm, and never changes while it is decided on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms<I> {
    /// The text.
    pub text: Digest,
    /// Who may take part, in order and each once.
    pub roll: Vec<I>,
    /// The class: method, quorum, threshold and times, as the digest of its JSON.
    pub class: Digest,
    /// How long after adoption it is reviewed.
    pub review_in: Span,
    /// What is chosen among; none where the decision is on the text.
    pub options: Option<Options<I>>,
    /// The digest of the seed by which ties will be broken; the seed itself is told at the count.
    pub seed: Option<Digest>,
}

/// What a ballot says. Options are named by their place in the terms, from 0; the place after the last one is "none of
/// these".
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// For.
    Yes,
    /// Against.
    No,
    /// Nothing; counts for the quorum.
    Blank,
    /// Options by preference, best first, equal ones in one group. What is not named is equal and last.
    Ranking(Vec<Vec<u32>>),
    /// Options with a score, dots or a grade; 1 approves. What is not named has 0.
    Scores(Vec<(u32, u32)>),
}

/// What a count found. It is made of what is published, so anybody finds the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// How many were for.
    pub yes: u64,
    /// How many were against.
    pub no: u64,
    /// How many were neither.
    pub blank: u64,
    /// The seed that was promised at the freeze.
    pub seed: Option<String>,
    /// What was chosen, where the decision is on options.
    pub election: Option<Election>,
}

/// How a round of consent ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing stands against it and enough agree.
    Adopted,
    /// Too few took part.
    NoQuorum,
    /// Enough took part, too few agree.
    TooFewAgree,
    /// An objection was upheld: the text goes back to be changed.
    Returned,
    /// A principled objection stands.
    Blocked,
}

/// What somebody says against a decision, for ever beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dissent<I> {
    /// Whose.
    pub by: I,
    /// Where it is written.
    pub words: I,
    /// The objection it was, if it was one.
    pub objection: Option<I>,
}

/// Who does what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task<I> {
    /// Who answers for it.
    pub person: I,
    /// Where it is written.
    pub words: I,
}

/// What was agreed in a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spoken<I> {
    /// Who was there.
    pub present: Vec<I>,
    /// Who does what.
    pub tasks: Vec<Task<I>>,
    /// Whether it was said that nobody in particular answers for it: all do.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub together: bool,
    /// Who did not share it, and why.
    pub dissent: Vec<Dissent<I>>,
    /// How long until its review.
    pub review_in: Span,
}

/// What becomes of a decision after its review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict<I> {
    /// It stays; it is reviewed again after this time.
    Renewed(Span),
    /// Another decision, this one, changes it.
    Amended(I),
    /// It ends.
    Repealed,
}

/// Something that happened to a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", bound(deserialize = "I: Deserialize<'de>"))]
#[expect(missing_docs, reason = "the fields of each are named in its own line")]
pub enum Event<I> {
    /// An author began it in a class with a text.
    Drafted { author: I, class: Box<Class<I>>, text: Digest },
    /// The text was replaced; with substance, the reflection begins again.
    Edited { by: I, text: Digest, substantive: bool },
    /// Somebody found that the last edit had substance after all.
    EditContested { by: I },
    /// Somebody stands behind it being discussed.
    Sponsored { by: I },
    /// Who is affected, as written there.
    AffectedNamed { words: I },
    /// It was announced.
    Called,
    /// It was taken up for questions.
    ClarificationOpened,
    /// A question.
    Asked { question: I, by: I },
    /// Its answer.
    Answered { question: I, words: I },
    /// Taken back by who asked.
    QuestionWithdrawn { question: I },
    /// An argument, as written there.
    Argued { argument: I, by: I, side: Side },
    /// Taken back by who gave it.
    ArgumentWithdrawn { argument: I },
    /// It was taken up for arguments; the reflection begins.
    DeliberationOpened,
    /// A consequence that is foreseen, as written there.
    ImpactStated { dimension: Dimension, words: I },
    /// Earlier decisions were searched with these words, and these found.
    EarlierSearched { words: I, found: Vec<I> },
    /// How it stands to one of them.
    EarlierMarked { decision: I, relation: Relation },
    /// Everybody is asked whether the text says these.
    CheckSet { text: Digest, statements: Vec<Statement<I>> },
    /// Somebody answered one of them; how, stands nowhere.
    CheckAnswered { by: I, statement: I },
    /// What was answered was lost; all may answer anew.
    CheckVoided,
    /// How all together answered each statement; too low, the text goes back to be clarified.
    ComprehensionChecked { text: Digest, sums: Vec<Sum>, enough: bool },
    /// Amendments and objections are being worked in.
    IntegrationOpened,
    /// Another wording of a part.
    AmendmentProposed { amendment: I, by: I },
    /// Taken into the text, which is then this.
    AmendmentAccepted { amendment: I, text: Digest },
    /// Taken back by who proposed it.
    AmendmentWithdrawn { amendment: I },
    /// Left out of the text, with the reason written there.
    AmendmentDeclined { amendment: I, words: I },
    /// An objection with its reason.
    ObjectionRaised { objection: I, by: I, weight: Weight, ground: Ground<I>, reason: I },
    /// Somebody shares it.
    ObjectionSupported { objection: I, by: I },
    /// Somebody who does not share it told it back.
    RestatementOffered { objection: I, by: I, words: I },
    /// "That is not it": it is to be told back again.
    RestatementRefused { objection: I },
    /// "You understood me."
    RestatementConfirmed { objection: I, by: I, spoken: bool },
    /// The author's time to answer ran out.
    RestatementUnconfirmed { objection: I },
    /// How it ended.
    ObjectionDisposed { objection: I, disposition: Disposition },
    /// An option to choose among others.
    OptionOffered { option: I, by: I, cost: Option<u64> },
    /// Taken back by who offered it.
    OptionWithdrawn { option: I },
    /// How many options are chosen, or how much there is to spend.
    Allotted { amount: u64 },
    /// Text, roll, options and rules are fixed; `digest` is that of the terms' JSON.
    Frozen { terms: Terms<I>, digest: Digest },
    /// Express consent begins, on these terms.
    ExpressOpened { terms: Terms<I>, digest: Digest },
    /// Somebody objects: it is to be deliberated.
    ExpressHalted,
    /// The round of consent begins.
    RoundOpened,
    /// The ballot begins; `few` warns that so few can hardly be secret.
    BallotOpened { few: bool },
    /// Somebody's stance on a text, and where it is written what they said with it.
    StanceTaken {
        by: I,
        text: Digest,
        stance: Stance,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<I>,
    },
    /// Somebody's ballot is in. What it says is nowhere here.
    Cast { by: I },
    /// What somebody without device said in an assembly was entered for them: their stance, their objection, or that their
    /// ballot is in.
    Entered { person: I, by: I, how: How },
    /// The round ended.
    RoundClosed { outcome: Outcome },
    /// No more ballots are taken.
    BallotClosed,
    /// Ballots that were cast are lost: it is voted on anew, by the same terms.
    BallotVoided,
    /// The ballots were counted.
    Counted(Counted),
    /// It is adopted, to be reviewed then.
    Adopted { review: Instant },
    /// It is not.
    NotAdopted,
    /// A tie was left and no seed promised to break it: it goes back to be worked on.
    Tied,
    /// It was agreed in a meeting, to be reviewed then.
    SpokenRecorded { spoken: Spoken<I>, review: Instant },
    /// What was recorded of the meeting was set right: this was agreed, these were there and these do what; and this
    /// dissent had been left out.
    RecordCorrected {
        by: I,
        text: Digest,
        present: Vec<I>,
        tasks: Vec<Task<I>>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        together: bool,
        dissent: Vec<Dissent<I>>,
    },
    /// Somebody answers for a task.
    TaskTaken(Task<I>),
    /// Somebody says that nobody in particular answers for it: all do.
    AnsweredTogether { by: I },
    /// It is in force.
    Enforced,
    /// Words against it, to travel with it.
    Dissented(Dissent<I>),
    /// An urgent decision was ratified by that one.
    Ratified { by: I, kind: Kind },
    /// Somebody asks for an early review, for the reason written there.
    ReviewPetitioned { by: I, words: I },
    /// The review began, by its date or early.
    ReviewOpened { early: bool },
    /// Somebody says that the review ended so; another one must say it too.
    ConclusionProposed { verdict: Verdict<I>, by: I, effects: BTreeMap<Dimension, I>, proposer: I },
    /// Somebody says that it did not.
    ConclusionRefused { by: I },
    /// The review ended by that decision, having found this.
    Reviewed { verdict: Verdict<I>, by: I, effects: BTreeMap<Dimension, I>, review: Option<Instant> },
    /// That other decision, now in force, amends or repeals it.
    Superseded { by: I, relation: Relation },
    /// Its time ran out.
    Lapsed,
    /// Its author took it back, for the reason written there.
    Withdrawn { words: I },
}
