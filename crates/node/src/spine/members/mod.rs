// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Who belongs to a community: invitations and requests, names, printed codes, leaving and being erased.

mod apply;
mod choosable;
pub mod commands;
pub mod credentials;
pub mod feed;
pub mod joining;
pub mod pages;
pub mod rules;
pub(crate) mod store;
pub mod vouching;

pub(crate) use apply::apply;
pub use choosable::Choosable;
pub(crate) use choosable::choosable;
pub use commands::{Accept, Erase, EraseAgain, Event, IssueRecoveryCodes, Leave, Rename, SpendRecoveryCode};
pub use feed::RenewFeedLink;
pub use joining::{AnswerRequest, ExpireRequest, Invite, Join, RequestToJoin, RevokeInvitation};
pub use vouching::{AskRecovery, DenyRecovery, UseRecovery, Vouch};

use serde::{Deserialize, Serialize};

/// What became of a request to join.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RequestOutcome {
    /// Nobody has answered yet.
    Waiting,
    /// They may come in.
    Accepted,
    /// Not now.
    Declined,
    /// They came in.
    Joined,
    /// Nobody answered in time, or they did not come in when they could.
    Expired,
}

impl RequestOutcome {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Joined => "joined",
            Self::Expired => "expired",
        }
    }
}
