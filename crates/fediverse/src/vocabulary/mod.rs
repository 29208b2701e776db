// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! ActivityStreams as the programs of the fediverse really write it, read tolerantly as plain JSON.
//!
//! Nothing here processes JSON-LD (docs/adr/0020): a property is what its name says, whatever
//! `@context` claims. Where the standard allows a string, an object or a list, all three are read.
//! A wrong property is a missing one; only what cannot be done without is an error.
//!
//! Words (`content`, `summary`, `name`) are a stranger's HTML or text: whoever shows them cleans them.

mod activity;
mod actor;
mod collection;
mod context;
mod event;
mod place;
mod post;
mod question;
mod value;

pub use activity::{Activity, ActivityKind, Reference};
pub use actor::{Actor, ActorKind, RFC_9421};
pub use collection::{Collection, CollectionPages};
pub use context::{ACTIVITY_JSON, ACTIVITY_STREAMS, AS_PUBLIC, LD_JSON, context, is_activity_json, is_public};
pub use event::{Event, JoinMode, Status};
pub use place::{Location, Place, PostalAddress, VirtualLocation};
pub use post::{Attachment, Post, PostKind, Tag};
pub use question::{Choice, Question, Vote};
pub(crate) use value::text;
pub use value::{MAX_LIST, When, id_of, many};

/// Why something cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// No object of the kind that is expected.
    #[error("{expected} is expected, and this is {found}")]
    Kind {
        /// What should stand here.
        expected: &'static str,
        /// The `type` that stands here.
        found: String,
    },
    /// A property that cannot be done without.
    #[error("the property {0} is missing or has another form")]
    Missing(&'static str),
}
