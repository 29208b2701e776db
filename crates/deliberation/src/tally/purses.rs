// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What voters have left while projects are bought by equal shares: exact, and quick.
//!
//! A fraction for each purse would grow with each purchase, for each voter. Instead all money is an integer over one
//! denominator, a purse is the share less what its voter paid, and what a whole set of voters has left is counted by
//! purchase. Beside each purse stands a floating-point estimate with a bound for its error: it decides what is clear, and
//! where it is not, the integers do. So results are exact whatever the estimates are.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One as _, ToPrimitive as _, Zero as _};

/// More than any rounding of a number and of a few products of it, relative to it: 16 units in the last place.
const ROUNDING: f64 = 16.0 * f64::EPSILON;

/// Who wants a project.
pub(super) struct Supporter {
    /// Which vote.
    pub vote: usize,
    /// How many cast it.
    pub count: u64,
    /// What each pays is the project's level times this: its points, or 1 where utility is cost.
    pub weight: u64,
}

/// A project that somebody wants.
pub(super) struct Wanted {
    /// Its place.
    pub project: usize,
    /// What it costs, in the units of the purses.
    pub cost: BigInt,
    /// Utility for each unit of weight, up to a factor that all projects share.
    pub scale: BigInt,
    /// Who wants it.
    pub supporters: Vec<Supporter>,
}

/// A project's level from below. Purses only shrink, so that what was found once holds for ever.
#[derive(Clone, Copy, Default)]
pub(super) struct Below {
    /// The level is at least this.
    pub bound: f64,
    /// Where to look for it; hardly above it.
    pub near: f64,
    /// Whether estimates say no more.
    pub close: bool,
}

impl Wanted {
    /// What it costs at least for each unit of utility, at a level from below.
    pub fn least_price(&self, bound: f64) -> f64 {
        let price = bound / float(&self.scale) * (1.0 - ROUNDING);
        if price.is_finite() { price } else { 0.0 }
    }
}

/// What one of a project's supporters pays for each unit of weight: `due / (denominator · weights)`.
pub(super) struct Level {
    /// What is left of the cost for those whose purses are not emptied.
    due: BigInt,
    /// Their weights.
    weights: BigInt,
    /// About what it is.
    estimate: f64,
}

impl Level {
    /// Which of two projects costs less for each unit of utility.
    pub fn compare(&self, wanted: &Wanted, other: &Level, another: &Wanted) -> Ordering {
        (&self.due * &other.weights * &another.scale).cmp(&(&other.due * &self.weights * &wanted.scale))
    }

    /// What is known of it later, when purses have shrunk.
    pub fn below(&self) -> Below {
        if self.estimate.is_finite() {
            Below { bound: self.estimate * (1.0 - ROUNDING), near: self.estimate, close: false }
        } else {
            Below::default()
        }
    }

    /// What a project costs at most for each unit of utility.
    pub fn most_price(&self, wanted: &Wanted) -> f64 {
        self.estimate / float(&wanted.scale) * (1.0 + ROUNDING)
    }
}

/// What a voter has left.
#[derive(Clone, Copy, PartialEq)]
enum Purse {
    /// The whole share.
    Whole,
    /// The share less this payment and those before it.
    Paid(usize),
    /// Nothing.
    Empty,
}

struct Payment {
    before: Purse,
    purchase: usize,
    weight: u64,
}

/// All purses.
pub(super) struct Purses {
    purses: Vec<Purse>,
    /// About what is in each.
    estimates: Vec<f64>,
    /// No estimate is further off.
    slack: f64,
    /// By so much it grows with each purchase.
    step: f64,
    payments: Vec<Payment>,
    /// All amounts below are over the unit times this.
    growth: BigInt,
    share: BigInt,
    /// The level of each purchase.
    levels: Vec<BigInt>,
}

impl Purses {
    /// So many purses with this share, in units of money that make it and all costs whole.
    pub fn new(votes: usize, share: &BigInt) -> Purses {
        let about = float(share);
        Purses {
            purses: vec![Purse::Whole; votes],
            estimates: vec![about; votes],
            slack: about * ROUNDING,
            step: about * ROUNDING,
            payments: Vec::new(),
            growth: BigInt::one(),
            share: share.clone(),
            levels: Vec::new(),
        }
    }

    fn estimate(&self, supporter: &Supporter) -> f64 {
        self.estimates.get(supporter.vote).copied().unwrap_or_default()
    }

    fn purse(&self, vote: usize) -> Purse {
        self.purses.get(vote).copied().unwrap_or(Purse::Empty)
    }

    /// A level from below, by estimates alone. None if the project's supporters surely cannot pay.
    ///
    /// Whoever is taken to pay all they have, and whoever to pay by the level: together they pay at least what they pay
    /// in truth. So each way of dividing supporters gives a bound, and Newton's steps find one that is close. This is one
    /// such step; mostly it suffices to rule a project out.
    pub fn closer(&self, wanted: &Wanted, below: &Below) -> Option<Below> {
        let (cost, at) = (float(&wanted.cost), below.near);
        let (mut emptied, mut heads, mut weights) = (0.0, 0.0, 0.0);
        for supporter in &wanted.supporters {
            let (purse, count, weight) = (self.estimate(supporter), supporter.count as f64, supporter.weight as f64);
            if purse < at * weight {
                emptied += count * purse;
                heads += count;
            } else {
                weights += count * weight;
            }
        }
        // Sums of so many terms; all are above zero.
        let rounding = ROUNDING + f64::EPSILON * wanted.supporters.len() as f64;
        let most = emptied * (1.0 + rounding) + heads * self.slack;
        if weights == 0.0 {
            let too_dear = most < cost * (1.0 - ROUNDING);
            return (!too_dear).then_some(Below { close: true, ..*below });
        }
        let least = (cost * (1.0 - ROUNDING) - most) / weights * (1.0 - rounding);
        // Without a number there is no bound, and integers decide.
        let bound = if least > below.bound && least.is_finite() { least } else { below.bound };
        let next = (cost - emptied) / weights;
        let close = next.partial_cmp(&(at * (1.0 + ROUNDING))) != Some(Ordering::Greater);
        Some(Below { bound, near: if close { at } else { next }, close })
    }

    /// The level at which a project's supporters pay for it, all alike as far as their purses go; about `near`. None if
    /// their purses do not suffice.
    pub fn level(&self, wanted: &Wanted, near: f64) -> Option<Level> {
        let about = |supporter: &Supporter| self.estimate(supporter) < near * supporter.weight as f64;
        let mut emptied: Vec<bool> = wanted.supporters.iter().map(about).collect();
        if emptied.iter().all(|emptied| *emptied) {
            emptied.fill(false);
        }
        // What each division gives is not above the true level, so that each next one is closer, until it stays.
        loop {
            let level = self.divided(wanted, &emptied)?;
            let next: Vec<bool> =
                wanted.supporters.iter().map(|supporter| self.against(supporter, &level).is_lt()).collect();
            if next == emptied {
                return Some(level);
            }
            emptied = next;
        }
    }

    /// The level if these supporters pay all they have.
    fn divided(&self, wanted: &Wanted, emptied: &[bool]) -> Option<Level> {
        let (mut heads, mut weights) = (0_u128, 0_u128);
        let mut paid = vec![0_u128; self.levels.len()];
        for (supporter, emptied) in wanted.supporters.iter().zip(emptied) {
            let count = u128::from(supporter.count);
            let mut purse = self.purse(supporter.vote);
            if !emptied {
                weights += count * u128::from(supporter.weight);
            } else if purse != Purse::Empty {
                heads += count;
                while let Some(payment) = self.payment(purse) {
                    if let Some(paid) = paid.get_mut(payment.purchase) {
                        *paid += count * u128::from(payment.weight);
                    }
                    purse = payment.before;
                }
            }
        }
        if weights == 0 {
            return None;
        }
        let mut due = &wanted.cost * &self.growth - &self.share * heads;
        for (level, weight) in self.levels.iter().zip(paid).filter(|(_, weight)| *weight > 0) {
            due += level * weight;
        }
        let weights = BigInt::from(weights);
        let estimate = BigRational::new_raw(due.clone(), &self.growth * &weights).to_f64().unwrap_or(f64::NAN);
        Some(Level { due, weights, estimate })
    }

    fn payment(&self, purse: Purse) -> Option<&Payment> {
        match purse {
            Purse::Paid(last) => self.payments.get(last),
            Purse::Whole | Purse::Empty => None,
        }
    }

    /// How a supporter's purse compares with what the level asks of them.
    fn against(&self, supporter: &Supporter, level: &Level) -> Ordering {
        let asked = level.estimate * supporter.weight as f64;
        let apart = self.estimate(supporter) - asked;
        let slack = self.slack + asked.abs() * ROUNDING;
        if apart > slack {
            return Ordering::Greater;
        }
        if apart < -slack {
            return Ordering::Less;
        }
        let mut left = self.share.clone();
        let mut purse = self.purse(supporter.vote);
        if purse == Purse::Empty {
            left = BigInt::zero();
        }
        while let Some(payment) = self.payment(purse) {
            if let Some(level) = self.levels.get(payment.purchase) {
                left -= level * payment.weight;
            }
            purse = payment.before;
        }
        (left * &level.weights).cmp(&(&level.due * supporter.weight))
    }

    /// Takes what supporters pay out of their purses. Gives the price: what each pays for each unit of utility.
    pub fn pay(&mut self, wanted: &Wanted, level: Level) -> BigRational {
        let purchase = self.levels.len();
        for supporter in &wanted.supporters {
            let empty = self.against(supporter, &level).is_le();
            let before = self.purse(supporter.vote);
            let (Some(purse), Some(estimate)) =
                (self.purses.get_mut(supporter.vote), self.estimates.get_mut(supporter.vote))
            else {
                continue;
            };
            if empty {
                (*purse, *estimate) = (Purse::Empty, 0.0);
            } else {
                *purse = Purse::Paid(self.payments.len());
                self.payments.push(Payment { before, purchase, weight: supporter.weight });
                *estimate -= level.estimate * supporter.weight as f64;
            }
        }
        self.slack += self.step;
        let price = BigRational::new_raw(level.due.clone(), &self.growth * &level.weights * &wanted.scale);
        // All over the new denominator.
        for amount in self.levels.iter_mut().chain([&mut self.share, &mut self.growth]) {
            *amount *= &level.weights;
        }
        self.levels.push(level.due);
        price
    }
}

fn float(number: &BigInt) -> f64 {
    number.to_f64().unwrap_or(f64::NAN)
}
