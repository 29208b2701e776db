// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

#![doc = include_str!("../README.md")]

#[cfg(test)]
mod adversary;
pub mod bundle;
pub mod discovery;
pub mod domain;
pub mod fetch;
mod guard;
pub mod inbox;
pub mod json;
pub mod key;
pub mod proof;
pub mod signature;
pub mod vocabulary;
