// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Files of ballots, as other programs write them.
//!
//! A malformed line is an error with its number, and then there is nothing to count: half a file is never counted.

mod blt;
mod pabulib;
mod polis;
mod preflib;
mod table;

use crate::tally::{BallotError, Budget, Profile, Scores};

pub use blt::{Election, blt};
pub use pabulib::pabulib;
pub use polis::polis;
pub use preflib::{Orders, categories, orders};
pub use table::{ranked_csv, scored_csv};

/// What is wrong with a file, and in which line (from 1).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {trouble}")]
pub struct Problem {
    /// The line.
    pub line: u64,
    /// What is wrong there.
    pub trouble: Trouble,
}

/// What can be wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// Something else was expected.
    #[error("expected {expected}, found {found:?}")]
    Expected {
        /// What.
        expected: &'static str,
        /// What stands there instead, cut short.
        found: String,
    },
    /// The file ends too soon.
    #[error("the file ends where {0} is expected")]
    Ends(&'static str),
    /// An option that the file does not have.
    #[error("there is no option {0}")]
    NoOption(String),
    /// The same option, voter or project twice.
    #[error("{0} is there already")]
    Again(String),
    /// A ballot that ranks options equally where the format forbids it.
    #[error("this format allows no equal ranks")]
    Equal,
    /// A ballot that leaves options out where the format forbids it.
    #[error("this format allows no incomplete ballots")]
    Incomplete,
    /// A count that the file states and does not keep.
    #[error("the file says {0}")]
    Count(String),
    /// A ballot that cannot be taken.
    #[error(transparent)]
    Ballot(#[from] BallotError),
    /// Bytes that are not UTF-8.
    #[error("this is not UTF-8")]
    Encoding,
    /// A line that the CSV reader cannot read.
    #[error("{0}")]
    Csv(String),
}

impl Trouble {
    fn expected(expected: &'static str, found: impl AsRef<str>) -> Trouble {
        Trouble::Expected { expected, found: found.as_ref().chars().take(40).collect() }
    }

    fn at(self, line: u64) -> Problem {
        Problem { line, trouble: self }
    }
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contents {
    /// Ranked ballots, and how many seats the file says there are.
    Ranked(Profile, Option<usize>),
    /// Scores, grades, dots or approvals.
    Scored(Scores),
    /// A participatory budget.
    Budget(Budget),
}

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `.blt`, of OpenSTV, OpaVote, droop and others.
    Blt,
    /// PrefLib's orders.
    Orders(Orders),
    /// `.cat` of PrefLib.
    Categories,
    /// `.pb` of Pabulib.
    Pabulib,
    /// `.csv`, whose cells are ranks or scores as the method asks for.
    Csv,
}

impl Format {
    /// The kind of file that a name's ending says.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Format> {
        let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
        Some(match ending.as_str() {
            "blt" => Format::Blt,
            "soc" => Format::Orders(Orders { ties: false, complete: true }),
            "soi" => Format::Orders(Orders { ties: false, complete: false }),
            "toc" => Format::Orders(Orders { ties: true, complete: true }),
            "toi" => Format::Orders(Orders { ties: true, complete: false }),
            "cat" => Format::Categories,
            "pb" => Format::Pabulib,
            "csv" => Format::Csv,
            _ => return None,
        })
    }

    /// Reads a file of this kind; `ranks` says that cells of a `.csv` are ranks.
    ///
    /// # Errors
    /// The first [`Problem`] of the file.
    pub fn read(self, bytes: &[u8], ranks: bool) -> Result<Contents, Problem> {
        Ok(match self {
            Format::Blt => {
                let election = blt(bytes)?;
                Contents::Ranked(election.profile, Some(election.seats))
            }
            Format::Orders(kind) => Contents::Ranked(orders(bytes, kind)?, None),
            Format::Categories => Contents::Scored(categories(bytes)?),
            Format::Pabulib => Contents::Budget(pabulib(bytes)?),
            Format::Csv if ranks => Contents::Ranked(ranked_csv(bytes)?, None),
            Format::Csv => Contents::Scored(scored_csv(bytes)?),
        })
    }
}

/// The lines of a file with their numbers, without what ends them and without a byte order mark.
fn lines(bytes: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut all = bytes.split(|byte| *byte == b'\n').collect::<Vec<_>>();
    if all.last().is_some_and(|last| last.is_empty()) {
        all.pop();
    }
    (1..).zip(all).map(|(number, line)| (number, line.strip_suffix(b"\r").unwrap_or(line)))
}

fn text(bytes: &[u8], line: u64) -> Result<&str, Problem> {
    std::str::from_utf8(bytes).map_err(|_| Trouble::Encoding.at(line))
}

/// A whole number, digits alone.
fn number(token: &[u8]) -> Option<u64> {
    if token.is_empty() || token.len() > 19 {
        return None;
    }
    token.iter().try_fold(0_u64, |number, digit| digit.is_ascii_digit().then(|| number * 10 + u64::from(digit - b'0')))
}
