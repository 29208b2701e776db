// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

#![doc = include_str!("../README.md")]

pub mod assembly;
pub mod consultation;
mod digest;
pub mod file;
mod language;
pub mod life;
pub mod opinions;
pub mod picture;
mod share;
pub mod tally;

pub use digest::{Digest, NotADigest};
pub use language::Language;
pub use share::Share;
