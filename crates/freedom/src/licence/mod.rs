// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a licence says: by its name, by an expression of names, by its text.

pub mod expression;
mod name;
pub mod text;
mod weight;

pub use expression::{Expression, evaluate};
pub use name::verdict_of_name;
