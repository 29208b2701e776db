// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Tallies: small elections with known results, and what must hold of any.

mod budgets;
mod examples;
mod properties;
mod shares;
mod told;

use tequio_deliberation::{
    file::{Format, blt},
    tally::{Budget, Profile, Scores},
};

/// Ballots as in BLT, between the head and the final 0; options are named A, B, C…
pub fn ballots(options: usize, lines: &str) -> Profile {
    let names: String = ('A'..).take(options).map(|name| format!("\"{name}\"\n")).collect();
    blt(format!("{options} 1\n{lines}\n0\n{names}").as_bytes()).unwrap().profile
}

pub fn scores(csv: &str) -> Scores {
    tequio_deliberation::file::scored_csv(csv.as_bytes()).unwrap()
}

pub fn budget(text: &str) -> Budget {
    match Format::Pabulib.read(text.as_bytes(), false).unwrap() {
        tequio_deliberation::file::Contents::Budget(budget) => budget,
        other => panic!("{other:?}"),
    }
}
