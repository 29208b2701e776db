// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The guarded fetcher: the one way by which a stranger's address is ever visited.
//!
//! Whoever names a URL to a server makes it knock there. So every address is looked at when it is
//! dialled ([`Access`]), redirects are few and looked at each, bytes, time and content types are limited
//! ([`Limits`]), and everything that one activity sets off comes out of one [`Budget`].

mod access;
mod budget;
mod client;
mod documents;
mod limits;
mod resolve;
#[cfg(test)]
mod tests;

pub use access::{Access, Refused};
pub use budget::Budget;
pub use client::{Delivered, Fetched, Fetcher, RetryAfter, Settings, Sign};
pub use limits::Limits;
pub use resolve::{Resolver, Resolving, SystemResolver};

use crate::discovery::WebFingerError;
use crate::json::JsonError;
use crate::signature::SignatureError;
use crate::vocabulary::ReadError;

/// Why nothing came of a request.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The URL or an address behind it is not to be visited.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// More redirects than [`Limits::redirects`], or one without a target.
    #[error("too many redirects, or one that leads nowhere")]
    Redirects,
    /// More bytes than [`Limits::bytes`], unpacked.
    #[error("the answer has more than {0} bytes")]
    Size(usize),
    /// Longer than [`Limits::time`], in all.
    #[error("the answer takes too long")]
    Time,
    /// Another content type than was asked for.
    #[error("the answer is {0:?}, which was not asked for")]
    ContentType(String),
    /// The [`Budget`] of the activity is spent.
    #[error("what this activity may set off is used up")]
    Budget,
    /// Another status than success. 404 and 410 say that the thing is gone.
    #[error("the answer has the status {status}")]
    Status {
        /// The status.
        status: u16,
        /// When to ask again, if it says so.
        retry_after: Option<RetryAfter>,
    },
    /// No connection, no certificate that holds, no HTTP.
    #[error("no connection: {0}")]
    Connection(String),
    /// The document cannot be read.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// The document is another thing than was looked for.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The document is not the one that it says to be.
    #[error("the document at {at} says to be {id:?}")]
    OtherId {
        /// Where it was found.
        at: String,
        /// Its `id`.
        id: Option<String>,
    },
    /// The key is not listed by the actor that it names.
    #[error("no actor lists the key {0}")]
    Key(String),
    /// The account is not found.
    #[error(transparent)]
    WebFinger(#[from] WebFingerError),
    /// The request could not be signed.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// The fetcher could not be made. Says why.
    #[error("the fetcher cannot be made: {0}")]
    Settings(String),
}
