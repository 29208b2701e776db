// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Notices in the site: what a member should know. They come from the log; whether they were seen does not.

pub mod pages;
pub(crate) mod store;

/// What a notice is about. Its words are the Fluent message `notice-…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// Somebody asks to join.
    JoinRequested,
    /// Somebody asks to join, and nobody holds the mandate to answer.
    JoinUnanswered,
    /// Somebody says to be this member, who lost the way in.
    RecoveryAsked,
    /// Two vouched for who says to be a member: they come in soon.
    RecoveryOpens,
    /// Somebody came in as this member, for whom two vouched.
    RecoveryUsed,
    /// Somebody came in as this member by the link of a letter.
    CameBackByMail,
    /// They have a new passkey, by which one comes in as them.
    PasskeyAdded,
    /// A mandate has begun for this member.
    MandateGiven,
    /// A mandate is running out: confirm it or choose.
    MandateEnding,
    /// Half of the community confirmed their mandate: it goes on.
    MandateProlonged,
    /// A mandate came to its end and nobody holds one of its kind.
    MandateEnded,
    /// A mandate was laid down and nobody holds one of its kind.
    MandateVacant,
    /// Their mandate will take a second factor.
    SecondFactorAsked,
    /// Somebody calls a choice, and another one must join.
    ChoiceCalled,
    /// A choice is open.
    ChoiceOpened,
    /// A choice has closed.
    ChoiceClosed,
    /// A document has a new version to accept.
    DocumentAdopted,
    /// An activity, or one date of it, was cancelled.
    ActivityCancelled,
    /// A date is no more in its series: it moved to other days, or does not repeat any more.
    DateDropped,
    /// A date to which they come is at another time or place.
    DateChanged,
    /// A place came free and is theirs.
    Promoted,
    /// They keep an entry together with others from now on.
    Hosting,
    /// Somebody answered in a thread.
    Answered,
    /// Their message or entry was removed by somebody else.
    Removed,
    /// The operator stepped in.
    Rescued,
    /// They were there, it is written: was it so?
    DecisionRecorded,
    /// What was written of a meeting in which they were was set right: was it so?
    DecisionCorrected,
    /// Words against it are written down as theirs.
    DecisionQuoted,
    /// They took something on, it is written.
    DecisionTask,
    /// The day of something that they took on is over, and it is not done.
    DecisionOverdue,
    /// Somebody who was there says that it was not so.
    DecisionContested,
    /// Somebody says how a task goes.
    DecisionProgressed,
    /// Something is proposed: what do they say?
    DecisionOpened,
    /// Somebody objects to what was proposed: it is to be deliberated.
    DecisionHalted,
    /// Somebody calls what is proposed: ask whatever you want.
    DecisionCalled,
    /// It is time for questions.
    DecisionQuestions,
    /// It is deliberated.
    DecisionDeliberated,
    /// Changes and objections are worked in.
    DecisionIntegrated,
    /// Its text is firm.
    DecisionFirm,
    /// The last word on it: what do they say?
    DecisionRound,
    /// It is voted on.
    DecisionBallot,
    /// Ballots were lost, and it is voted on anew.
    DecisionVoided,
    /// Its text changed.
    DecisionChanged,
    /// There is something else to choose among.
    DecisionOptions,
    /// It goes back, or a principle holds it up.
    DecisionReturned,
    /// Somebody objects to what they proposed.
    DecisionObjected,
    /// Somebody proposes another wording of what they proposed.
    DecisionAmendment,
    /// Somebody asks about what they proposed.
    DecisionAsked,
    /// Everybody is asked whether its text says some things.
    DecisionCheck,
    /// Its text was not understood.
    DecisionMisread,
    /// How they told an objection back is not it.
    DecisionNotIt,
    /// It is written what becomes of their objection.
    DecisionDisposed,
    /// What becomes of an objection is theirs to write down.
    DecisionDispose,
    /// Somebody says how a review ended: did it?
    DecisionConcluding,
    /// Somebody answered their question.
    DecisionAnswered,
    /// Somebody told their objection back: is that it?
    DecisionRestated,
    /// It is written that they said in a meeting that somebody understood their objection: did they?
    DecisionSpokenFor,
    /// A wait of what they proposed is over, and something waits to be done.
    DecisionReady,
    /// Time to say something runs out, and they have not.
    DecisionAwaits,
    /// What was proposed is agreed.
    DecisionAdopted,
    /// It is not.
    DecisionNotAdopted,
    /// Somebody asks when they can come.
    TimesAsked,
    /// A time was chosen of those to which they could come.
    TimesClosed,
    /// A draw is called: they may step out of it.
    DrawCalled,
    /// Its numbers are entered: another one has to confirm them.
    DrawEntered,
    /// They were drawn.
    DrawDrawn,
    /// A draw was called off.
    DrawOff,
    /// They attend to people at an install fest.
    FestCrew,
    /// Somebody entered for them what they said in an assembly.
    DecisionEntered,
    /// An assembly is called.
    AssemblyCalled,
    /// They lead an assembly, or write it down.
    AssemblyLed,
    /// The acta of an assembly in which they were is there: was it so?
    AssemblyActa,
    /// Somebody says of an acta that they keep that it was not so.
    AssemblyDoubted,
    /// The acta was set right: was it so?
    AssemblyCorrected,
    /// It is approved.
    AssemblyApproved,
    /// It is time to look at what was agreed.
    DecisionReview,
    /// It was reviewed, and stays.
    DecisionRenewed,
    /// Another agreement changes it.
    DecisionAmended,
    /// What was urgent was ratified, and stays.
    DecisionRatified,
    /// It was repealed.
    DecisionRepealed,
    /// Nobody looked at it in time: it binds no more.
    DecisionLapsed,
    /// Somebody who is limited wants to follow the community, or to come.
    NetworkKnock,
    /// Somebody reports something of the network, or from there.
    NetworkReport,
    /// The community is about to move to another node.
    MoveAnnounced,
    /// It stays.
    MoveCalledOff,
    /// It is here now, or here again.
    MoveSettled,
}

impl Notice {
    /// As stored, and as the end of the Fluent message's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::JoinRequested => "join-requested",
            Self::JoinUnanswered => "join-unanswered",
            Self::RecoveryAsked => "recovery-asked",
            Self::RecoveryOpens => "recovery-opens",
            Self::RecoveryUsed => "recovery-used",
            Self::CameBackByMail => "came-back-by-mail",
            Self::PasskeyAdded => "passkey-added",
            Self::MandateEnded => "mandate-ended",
            Self::ChoiceCalled => "choice-called",
            Self::MandateGiven => "mandate-given",
            Self::MandateEnding => "mandate-ending",
            Self::MandateProlonged => "mandate-prolonged",
            Self::MandateVacant => "mandate-vacant",
            Self::SecondFactorAsked => "second-factor-asked",
            Self::ChoiceOpened => "choice-opened",
            Self::ChoiceClosed => "choice-closed",
            Self::DocumentAdopted => "document-adopted",
            Self::ActivityCancelled => "activity-cancelled",
            Self::DateDropped => "date-dropped",
            Self::DateChanged => "date-changed",
            Self::Promoted => "promoted",
            Self::Hosting => "hosting",
            Self::Answered => "answered",
            Self::Removed => "removed",
            Self::Rescued => "rescued",
            Self::DecisionRecorded => "decision-recorded",
            Self::DecisionCorrected => "decision-corrected",
            Self::DecisionQuoted => "decision-quoted",
            Self::DecisionTask => "decision-task",
            Self::DecisionOverdue => "decision-overdue",
            Self::DecisionContested => "decision-contested",
            Self::DecisionProgressed => "decision-progressed",
            Self::DecisionOpened => "decision-opened",
            Self::DecisionHalted => "decision-halted",
            Self::DecisionCalled => "decision-called",
            Self::DecisionQuestions => "decision-questions",
            Self::DecisionDeliberated => "decision-deliberated",
            Self::DecisionIntegrated => "decision-integrated",
            Self::DecisionFirm => "decision-firm",
            Self::DecisionRound => "decision-round",
            Self::DecisionBallot => "decision-ballot",
            Self::DecisionVoided => "decision-voided",
            Self::DecisionChanged => "decision-changed",
            Self::DecisionOptions => "decision-options",
            Self::DecisionReturned => "decision-returned",
            Self::DecisionObjected => "decision-objected",
            Self::DecisionAmendment => "decision-amendment",
            Self::DecisionAsked => "decision-asked",
            Self::DecisionCheck => "decision-check",
            Self::DecisionMisread => "decision-misread",
            Self::DecisionNotIt => "decision-not-it",
            Self::DecisionDisposed => "decision-disposed",
            Self::DecisionDispose => "decision-dispose",
            Self::DecisionConcluding => "decision-concluding",
            Self::DecisionAnswered => "decision-answered",
            Self::DecisionRestated => "decision-restated",
            Self::DecisionSpokenFor => "decision-spoken-for",
            Self::DecisionReady => "decision-ready",
            Self::DecisionAwaits => "decision-awaits",
            Self::DecisionAdopted => "decision-adopted",
            Self::DecisionNotAdopted => "decision-not-adopted",
            Self::FestCrew => "fest-crew",
            Self::TimesAsked => "times-asked",
            Self::TimesClosed => "times-closed",
            Self::DrawCalled => "draw-called",
            Self::DrawEntered => "draw-entered",
            Self::DrawDrawn => "draw-drawn",
            Self::DrawOff => "draw-off",
            Self::DecisionEntered => "decision-entered",
            Self::AssemblyCalled => "assembly-called",
            Self::AssemblyLed => "assembly-led",
            Self::AssemblyActa => "assembly-acta",
            Self::AssemblyDoubted => "assembly-doubted",
            Self::AssemblyCorrected => "assembly-corrected",
            Self::AssemblyApproved => "assembly-approved",
            Self::DecisionReview => "decision-review",
            Self::DecisionRenewed => "decision-renewed",
            Self::DecisionAmended => "decision-amended",
            Self::DecisionRatified => "decision-ratified",
            Self::DecisionRepealed => "decision-repealed",
            Self::DecisionLapsed => "decision-lapsed",
            Self::NetworkKnock => "network-knock",
            Self::NetworkReport => "network-report",
            Self::MoveAnnounced => "move-announced",
            Self::MoveCalledOff => "move-called-off",
            Self::MoveSettled => "move-settled",
        }
    }
}
