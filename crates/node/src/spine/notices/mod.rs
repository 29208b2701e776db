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
    /// A mandate has begun for this member.
    MandateGiven,
    /// A mandate is running out: confirm it or choose.
    MandateEnding,
    /// A mandate was laid down and nobody holds one of its kind.
    MandateVacant,
    /// Their mandate will take a second factor.
    SecondFactorAsked,
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
    /// An activity was moved.
    ActivityMoved,
    /// A place came free and is theirs.
    Promoted,
    /// Somebody answered in a thread.
    Answered,
    /// Their message or entry was removed by somebody else.
    Removed,
    /// The operator stepped in.
    Rescued,
    /// They were there, it is written: was it so?
    DecisionRecorded,
    /// They took something on, it is written.
    DecisionTask,
    /// Somebody who was there says that it was not so.
    DecisionContested,
    /// Somebody says how a task goes.
    DecisionProgressed,
    /// It is time to look at what was agreed.
    DecisionReview,
    /// It was reviewed, and stays.
    DecisionRenewed,
    /// It was changed or repealed.
    DecisionEnded,
    /// Nobody looked at it in time: it binds no more.
    DecisionLapsed,
}

impl Notice {
    /// As stored, and as the end of the Fluent message's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::JoinRequested => "join-requested",
            Self::MandateGiven => "mandate-given",
            Self::MandateEnding => "mandate-ending",
            Self::MandateVacant => "mandate-vacant",
            Self::SecondFactorAsked => "second-factor-asked",
            Self::ChoiceOpened => "choice-opened",
            Self::ChoiceClosed => "choice-closed",
            Self::DocumentAdopted => "document-adopted",
            Self::ActivityCancelled => "activity-cancelled",
            Self::DateDropped => "date-dropped",
            Self::ActivityMoved => "activity-moved",
            Self::Promoted => "promoted",
            Self::Answered => "answered",
            Self::Removed => "removed",
            Self::Rescued => "rescued",
            Self::DecisionRecorded => "decision-recorded",
            Self::DecisionTask => "decision-task",
            Self::DecisionContested => "decision-contested",
            Self::DecisionProgressed => "decision-progressed",
            Self::DecisionReview => "decision-review",
            Self::DecisionRenewed => "decision-renewed",
            Self::DecisionEnded => "decision-ended",
            Self::DecisionLapsed => "decision-lapsed",
        }
    }
}
