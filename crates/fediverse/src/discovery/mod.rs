// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Finding actors and what their servers are: WebFinger and NodeInfo, as documents. What fetches them
//! is [`crate::fetch`].

mod nodeinfo;
mod webfinger;

pub use nodeinfo::{APPLICATION_REL, NodeInfo, Usage, WellKnown};
pub use webfinger::{Account, Jrd, Link, Resource, Step, WebFingerError};
