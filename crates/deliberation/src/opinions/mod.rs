// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A map of opinions by the method of Polis (Small, Bjorkegren, Erkkilä, Shaw and Megill 2021, "Polis: Scaling
//! deliberation by mapping high dimensional opinion spaces").
//!
//! The same votes always make the same map. It is statistics and not a count: numbers are floating point here, in one
//! order, without chance but that of a fixed seed.

mod axes;
mod groups;
mod map;
mod statements;
mod votes;

pub use axes::{Axes, axes};
pub use map::{Group, Map, Placed, map};
pub use statements::{Counts, Side, Standing, Statement, consensus, standing};
pub use votes::{Vote, Votes};

/// SplitMix64 (Steele, Lea and Flood 2014), from a fixed seed: starting points that are the same each time.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to 1, without 1.
    fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::Chance;

    /// The first numbers of the published generator for the seed 0: whoever draws the map again starts from the same.
    #[test]
    fn chance_is_splitmix64() {
        let mut chance = Chance(0);
        let first = [chance.next(), chance.next(), chance.next()];
        assert_eq!(first, [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f]);
        assert_eq!(Chance(0).part(), (0xe220_a839_7b1d_cdaf_u64 >> 11) as f64 / 9_007_199_254_740_992.0);
    }
}
