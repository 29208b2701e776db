// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Reports: what somebody elsewhere says of what is this community's, and what a member says of what others publish. Who
//! coordinates sees both, and alone decides whether a member's goes on to where it is from, without their name.

mod commands;
mod flags;
pub(crate) mod pages;
pub(crate) mod store;

pub use commands::{Close, Event, Forward, Make, Receive};
pub(crate) use commands::{apply, forget};
pub(in crate::link) use flags::take;
pub(in crate::link) use pages::routes;
