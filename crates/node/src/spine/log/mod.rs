// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The log: one per community, append-only, hash-chained, signed (law 3). The truth.
//!
//! A record holds one command with the events it yielded. `hash` is SHA-256 over the exact bytes of
//! the record, which name the hash before it; `signature` is the community's Ed25519 over `hash`.

mod chain;
pub mod pages;
pub mod record;
pub mod replay;
mod said;
pub(crate) mod store;

pub use chain::{Broken, Chain, append};
pub use record::{Actor, Hash, Record};
