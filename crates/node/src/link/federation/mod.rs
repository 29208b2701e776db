// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a community says to other nodes, over ActivityPub (`crates/fediverse` speaks it; ADR 15 says what is said).
//!
//! A community is an actor once whoever coordinates it opened it to the network. From then on what is public in its agenda
//! travels to those who follow it: each of its dates as an event, told by where in the log it last changed.

mod actors;
mod address;
mod close;
mod commands;
mod delivery;
mod inbox;
mod keys;
mod moving;
mod objects;
mod operate;
mod outbox;
mod process;
mod remote;
mod rules;
pub(crate) mod store;
mod travel;

pub(in crate::link) use actors::document;
pub(crate) use actors::{Actor, actor, described};
pub use address::Address;
pub(in crate::link) use close::close;
pub(crate) use commands::apply;
pub use commands::{Accept, Advance, Close, End, Event, Open};
pub(in crate::link) use delivery::{Changed, say};
pub(crate) use delivery::{deliver_due, forget, sweep};
pub(crate) use inbox::FETCHES;
pub(in crate::link) use inbox::LARGEST;
pub(in crate::link) use keys::Signing;
pub(crate) use keys::{context as key_context, prepare, prepare_node};
pub(crate) use moving::{follow_anew, tell_move};
pub(crate) use objects::date;
pub use operate::{ComingRow, PeerRow, peers, queue};
pub(in crate::link) use process::{answer, carried, seat, seated, send, welcome};
pub(crate) use process::{answer_join, take};
pub(in crate::link) use remote::{Signed, Unknown, fetch, inboxes, known};
pub(crate) use rules::fits;
pub(crate) use travel::touch;

use crate::web::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new().merge(actors::routes()).merge(outbox::routes()).merge(inbox::routes())
}
