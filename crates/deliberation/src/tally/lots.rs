// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Counts in which a tie on the way may change the end: with a lot it is drawn, without one every way is followed.

use super::{
    TallyError,
    ties::{Broken, Ties},
};

/// More ways than these are not followed, where one way is quickly counted.
pub(super) const MOST_WAYS: usize = 2_000;

/// Where a count asks when its rule leaves a tie to the lot.
pub(super) struct Lots<'t> {
    ties: &'t Ties,
    /// Which of those tied is taken, for each tie to come, while ways are followed.
    script: Vec<usize>,
    /// How many were tied, for each tie met.
    met: Vec<usize>,
}

impl Lots<'_> {
    /// Lots as they are drawn; without any, the first way of each tie.
    pub(super) fn drawn(ties: &Ties) -> Lots<'_> {
        Lots { ties, script: Vec::new(), met: Vec::new() }
    }

    /// The one of these that the lot favours.
    pub(super) fn favoured(&mut self, tied: &[usize]) -> (usize, Broken) {
        self.draw(tied, Ties::first)
    }

    /// The one of these that the lot is against.
    pub(super) fn disfavoured(&mut self, tied: &[usize]) -> (usize, Broken) {
        self.draw(tied, Ties::last)
    }

    fn draw(&mut self, tied: &[usize], drawn: impl Fn(&Ties, &[usize]) -> Option<usize>) -> (usize, Broken) {
        if let Some(option) = drawn(self.ties, tied) {
            return (option, Broken::Lot(option));
        }
        let nth = self.script.get(self.met.len()).copied().unwrap_or(0);
        self.met.push(tied.len());
        (tied.get(nth).copied().unwrap_or_default(), Broken::Together)
    }
}

/// What a count ends in, and who wins before any lot is drawn: whoever is elected in some way of drawing them.
///
/// Without lots the count told is that of the first way.
pub(super) fn follow<R>(
    ties: &Ties,
    most_ways: usize,
    count: impl Fn(&mut Lots<'_>) -> R,
    elected: impl Fn(&R) -> &[usize],
) -> Result<(R, Vec<usize>), TallyError> {
    let drawn = ties.are_broken().then(|| count(&mut Lots::drawn(ties)));
    match (drawn, every_way(most_ways, &count, &elected)) {
        (None, all) => all,
        (Some(drawn), Ok((_, winners))) => Ok((drawn, winners)),
        // With a lot, the one way it chooses is a result even where nobody can follow all.
        (Some(drawn), Err(_)) => {
            let mut winners = elected(&drawn).to_vec();
            winners.sort_unstable();
            Ok((drawn, winners))
        }
    }
}

fn every_way<R>(
    most_ways: usize,
    count: impl Fn(&mut Lots<'_>) -> R,
    elected: impl Fn(&R) -> &[usize],
) -> Result<(R, Vec<usize>), TallyError> {
    let mut winners = Vec::new();
    let mut first = None;
    each_way(most_ways, count, |way| {
        winners.extend(elected(&way));
        first.get_or_insert(way);
    })?;
    winners.sort_unstable();
    winners.dedup();
    // There is always a first way.
    first.map(|first| (first, winners)).ok_or(TallyError::TooManyTies)
}

/// Follows every way of breaking ties, the first one of each tie first.
pub(super) fn each_way<R>(
    most_ways: usize,
    count: impl Fn(&mut Lots<'_>) -> R,
    mut take: impl FnMut(R),
) -> Result<(), TallyError> {
    let ties = Ties::open();
    let mut lots = Lots::drawn(&ties);
    take(count(&mut lots));
    let mut ways = 1;
    loop {
        // The next way: the last tie of the way just followed that has another outcome left.
        let mut script = std::mem::take(&mut lots.script);
        script.resize(lots.met.len(), 0);
        loop {
            let Some(last) = script.pop() else { return Ok(()) };
            if lots.met.get(script.len()).is_some_and(|tied| last + 1 < *tied) {
                script.push(last + 1);
                break;
            }
        }
        ways += 1;
        if ways > most_ways {
            return Err(TallyError::TooManyTies);
        }
        lots = Lots { ties: &ties, script, met: Vec::new() };
        take(count(&mut lots));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A count that meets two ties, of three and, unless the first went to the last, of two.
    fn count(lots: &mut Lots<'_>) -> Vec<usize> {
        let (first, _) = lots.favoured(&[4, 5, 6]);
        if first == 6 { vec![first] } else { vec![first, lots.disfavoured(&[7, 8]).0] }
    }

    #[test]
    fn every_way_is_followed_once_and_no_more_ways_than_are_allowed() {
        let ways = |most| {
            let mut ways = Vec::new();
            each_way(most, count, |way| ways.push(way)).map(|()| ways)
        };
        let all = vec![vec![4, 7], vec![4, 8], vec![5, 7], vec![5, 8], vec![6]];
        assert_eq!(ways(5), Ok(all));
        assert_eq!(ways(4), Err(TallyError::TooManyTies));
    }

    #[test]
    fn a_lot_is_a_result_where_not_every_way_can_be_followed() {
        let drawn = Ties::listed([5, 8, 7, 4, 6]);
        assert_eq!(follow(&drawn, 5, count, Vec::as_slice), Ok((vec![5, 7], vec![4, 5, 6, 7, 8])));
        assert_eq!(follow(&drawn, 4, count, Vec::as_slice), Ok((vec![5, 7], vec![5, 7])));
        assert_eq!(follow(&Ties::open(), 5, count, Vec::as_slice), Ok((vec![4, 7], vec![4, 5, 6, 7, 8])));
        assert_eq!(follow(&Ties::open(), 4, count, Vec::as_slice), Err(TallyError::TooManyTies));
    }
}
