// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Decimals of a fixed number of places.

use std::fmt;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive as _;

/// An exact decimal: `units` of 10^-`places`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decimal {
    /// How many of the smallest unit.
    pub units: i128,
    /// How many places after the point.
    pub places: u8,
}

impl Decimal {
    /// A whole number.
    #[must_use]
    pub fn whole(number: impl Into<i128>) -> Decimal {
        Decimal { units: number.into(), places: 0 }
    }

    /// A fraction, rounded to so many places; one too large for any count is the largest.
    #[must_use]
    pub fn rounded(fraction: &BigRational, places: u8) -> Decimal {
        let scale = BigInt::from(10).pow(u32::from(places));
        let units = (fraction * BigRational::from_integer(scale)).round().to_integer();
        Decimal { units: units.to_i128().unwrap_or(i128::MAX), places }
    }

    /// So many of the smallest unit of so many places.
    #[must_use]
    pub fn new(units: impl Into<i128>, places: u8) -> Decimal {
        Decimal { units: units.into(), places }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let places = usize::from(self.places);
        let digits = format!("{:0>width$}", self.units.unsigned_abs(), width = places + 1);
        let (whole, part) = digits.split_at(digits.len() - places);
        let text = if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") };
        f.pad(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn a_decimal_shows_all_its_places() {
        assert_eq!(Decimal::new(1_234_567, 5).to_string(), "12.34567");
        assert_eq!(Decimal::new(-7, 2).to_string(), "-0.07");
        assert_eq!(Decimal::whole(0).to_string(), "0");
        let third = num_rational::BigRational::new(2.into(), 3.into());
        assert_eq!(Decimal::rounded(&third, 2).to_string(), "0.67");
    }
}
