// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The room's pages: the memory of what was agreed, one decision, recording and setting right, following, the review.

pub(in crate::decide) mod acta;
pub(in crate::decide) mod among;
mod ballot;
mod check;
mod choose;
mod class_form;
mod classes;
mod count;
mod counted;
mod decision;
mod edit;
mod effect;
mod follow;
mod form;
mod kinds;
mod list;
mod markdown;
pub(in crate::decide) mod names;
mod numbers;
mod own;
mod paragraphs;
mod parts;
mod picture;
mod propose;
mod record;
mod review;
pub(crate) mod revisions;
mod steps;
mod told;
mod way;
pub(in crate::decide) mod whole;
mod work;

pub use own::{OwnConfirmation, OwnProgress, OwnStance, OwnWords};
pub(crate) use own::{own_confirmations, own_progress, own_stances, own_words};

use jiff::civil::Date;

use crate::web::{Page, Routes};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(list::routes())
        .merge(record::routes())
        .merge(propose::routes())
        .merge(choose::routes())
        .merge(ballot::routes())
        .merge(count::routes())
        .merge(classes::routes())
        .merge(decision::routes())
        .merge(acta::routes())
        .merge(steps::routes())
        .merge(edit::routes())
        .merge(check::routes())
        .merge(follow::routes())
        .merge(review::routes())
}

/// A stored day in words.
fn day(page: &Page, day: &str) -> String {
    day.parse::<Date>().map_or_else(|_| day.to_owned(), |date| page.lang.day(date))
}
