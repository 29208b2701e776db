// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

#![doc = include_str!("../README.md")]

mod digest;
pub mod life;
mod share;

pub use digest::{Digest, NotADigest};
pub use share::Share;
