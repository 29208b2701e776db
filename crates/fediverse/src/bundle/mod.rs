// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Bundles (`.tequio`, morral): what a community published, carried where there is no network.
//!
//! A bundle is JSON Lines in canonical form (RFC 8785), read and written line by line, so that memory does
//! not grow with it:
//!
//! 1. the [`Manifest`]: whose it is, for whom, from which sequence number on, what came before, and the
//!    source's [`KeyHistory`](crate::key::KeyHistory);
//! 2. any [`Receipt`]s for what came the other way;
//! 3. the activities, numbered, each with its own proof (FEP-8b32);
//! 4. the seal: how many, the SHA-256 of all lines before, the end of the chain, and the source's proof.
//!
//! The activities form a chain: each link is the SHA-256 of the link before and of the activity's
//! canonical form. Who has a [`Cursor`] (sequence number and link) can tell whether any later bundle
//! carries on the same history, wherever it begins.
//!
//! An import reads twice: [`check`] verifies all of it and changes nothing; then the caller reads it again with
//! [`Opened::trust`] and applies item by item, each verified once more. Interrupted, it goes on from the
//! cursor that it kept.

mod encryption;
mod manifest;
mod read;
mod receipt;
mod write;

pub use encryption::{AgeError, Sealed, decrypt, encrypt, identity, is_encrypted};
pub use manifest::{Cursor, Manifest, Pin};
pub use read::{Item, Opened, Reader, Summary, check};
pub use receipt::Receipt;
pub use write::Writer;

use crate::inbox::Refusal;
use crate::json::JsonError;
use crate::key::HistoryError;
use crate::proof::ProofError;

/// The longest line, in bytes: as much as an activity may have that comes by HTTP.
pub const MAX_LINE: usize = 1024 * 1024;

/// Why a bundle is not taken. Nothing of it is, then.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The file could not be read or written.
    #[error("the file cannot be read or written: {0}")]
    Io(#[from] std::io::Error),
    /// A line is too long.
    #[error("line {0} is longer than {MAX_LINE} bytes")]
    Line(u64),
    /// A line is no JSON that can be trusted.
    #[error("line {line}: {error}")]
    Json {
        /// Which, from 1.
        line: u64,
        /// What is wrong.
        error: JsonError,
    },
    /// A line is none of those that stand in a bundle, or not where it stands.
    #[error("line {0} is none that a bundle has there; perhaps the file is no bundle, or from a newer version")]
    Form(u64),
    /// The end is missing: copying was interrupted.
    #[error("the bundle is cut off: its seal is missing; copy it again")]
    Truncated,
    /// Something stands after the seal.
    #[error("something was added after the bundle's seal")]
    Trailing,
    /// The lines are not those that were sealed.
    #[error("the bundle was changed after it was sealed")]
    Digest,
    /// None of the source's keys is the one that is pinned.
    #[error("the bundle is not by a key that is known for {0}; compare the fingerprint in person")]
    NotPinned(String),
    /// The source's history of keys does not hold.
    #[error("the bundle's keys: {0}")]
    Keys(#[from] HistoryError),
    /// The seal's proof does not hold.
    #[error("the bundle's seal: {0}")]
    Seal(ProofError),
    /// The bundle is for somebody else.
    #[error("the bundle is for {0}, which is not here")]
    NotForUs(String),
    /// A number is skipped or stands twice.
    #[error("line {line}: activity {expected} is expected, and this is {found}")]
    Sequence {
        /// Which line, from 1.
        line: u64,
        /// The next number.
        expected: u64,
        /// The number that stands there.
        found: u64,
    },
    /// The bundle tells another history than the one that is known here.
    #[error("the bundle's history differs from the known one at activity {0}; nothing of it is taken")]
    Fork(u64),
    /// An activity is not the source's, or says what is not its to say.
    #[error("activity {sequence}: {error}")]
    Activity {
        /// Its number.
        sequence: u64,
        /// What is wrong.
        error: Refusal,
    },
    /// An activity is neither public nor for the bundle's destination.
    #[error("activity {0} is neither public nor addressed to the bundle's destination")]
    Audience(u64),
    /// A receipt does not hold. Says why.
    #[error("a receipt in the bundle: {0}")]
    Receipt(String),
    /// What is to be written has no canonical form or no proof. Says why.
    #[error("this cannot be written into a bundle: {0}")]
    Write(ProofError),
}
