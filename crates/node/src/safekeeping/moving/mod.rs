// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Moving to another node: a whole community in one file, signed by it, and out of that file into a node of either engine,
//! beside whatever lives there.
//!
//! What the log says travels, with the keys that open its words, the blobs of its files, and what waits to happen. How people
//! come in does not: passphrases, passkeys, second factors and sessions are of a node and of a host. Each comes in anew by a
//! printed code, by two who vouch, or by a link of the operator.

mod archive;
mod arrive;
mod leave;
mod own;
pub(crate) mod pages;
mod rows;
pub(crate) mod store;

pub use archive::{Manifest, MoveError, Opened, open, pack};
pub use arrive::{Arrived, arrive};
pub(crate) use leave::HELD;
pub use leave::{come_back, forget, leave};
pub use rows::{OF_THE_NODE, OWN, Own};
