// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Rounds as data.

use num_rational::BigRational;

use super::number::Decimal;

/// What a round did, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// First preferences were counted.
    First,
    /// The votes of those excluded in the round before went on.
    Transferred,
    /// A surplus went on, at this value a ballot that was worth 1.
    Surplus(usize),
    /// The last option by votes was excluded and its votes went on.
    Excluded(usize),
    /// Somebody reached the quota.
    Reached,
    /// The surplus left was too small to change anything, and the last option was excluded.
    Settled,
    /// As many options were left as seats.
    Filled,
    /// A project was bought. In equal shares, `price` is what it costs a supporter for each unit of utility.
    Bought {
        /// Which.
        project: usize,
        /// What it costs.
        cost: BigRational,
        /// What a supporter pays for each unit of utility.
        price: Option<BigRational>,
    },
    /// A project was passed over, since less money was left.
    TooDear {
        /// Which.
        project: usize,
        /// What it costs.
        cost: BigRational,
    },
    /// Everybody's share was raised to this, the last at which all that is bought can be paid.
    Shares(BigRational),
}

/// Votes that went from one option to another, or (`to` none) nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// From whom.
    pub from: usize,
    /// To whom.
    pub to: Option<usize>,
    /// How many.
    pub votes: Decimal,
}

/// A round of a count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// What it did, and why.
    pub why: Why,
    /// What each option has at its end, those still in the count.
    pub votes: Vec<(usize, Decimal)>,
    /// What no option has any more.
    pub exhausted: Decimal,
    /// The quota.
    pub quota: Option<Decimal>,
    /// The part of each vote that elected options keep (Meek).
    pub keep: Vec<(usize, Decimal)>,
    /// Who was elected in it.
    pub elected: Vec<usize>,
    /// Who was excluded in it.
    pub excluded: Vec<usize>,
    /// Where votes went.
    pub transfers: Vec<Transfer>,
}

impl Round {
    pub(super) fn new(why: Why) -> Round {
        Round {
            why,
            votes: Vec::new(),
            exhausted: Decimal::default(),
            quota: None,
            keep: Vec::new(),
            elected: Vec::new(),
            excluded: Vec::new(),
            transfers: Vec::new(),
        }
    }
}
