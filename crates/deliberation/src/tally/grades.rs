// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Majority judgment (Balinski and Laraki 2007).

use std::{cmp::Ordering, collections::BTreeMap};

use super::{Tally, TallyError, countable, profile::Scores, ties::Ties};

/// An option's grades, worst first, and how often each was given.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Grades {
    counts: Vec<(i32, u64)>,
    voters: u64,
}

impl Grades {
    /// The majority grade: the middle one, of two middle ones the lower.
    fn median(&self) -> i32 {
        self.until_change().0
    }

    /// The majority grade, and how often it comes first when it is taken away again and again.
    ///
    /// With n grades left, p above and q below the majority grade, it stays it until it was taken n-2p+1 times (then a
    /// better one follows) or n-2q times (then a worse one does).
    fn until_change(&self) -> (i32, u64) {
        let half = self.voters.div_ceil(2);
        let mut below = 0;
        for (grade, count) in &self.counts {
            if below + count >= half && self.voters > 0 {
                let above = self.voters - below - count;
                let up = (self.voters + 1).saturating_sub(2 * above).max(1);
                let down = self.voters.saturating_sub(2 * below);
                return (*grade, up.min(down).min(*count));
            }
            below += count;
        }
        (i32::MIN, 0)
    }

    /// Takes the majority grade away so often.
    fn take(&mut self, grade: i32, times: u64) {
        for (other, count) in &mut self.counts {
            if *other == grade {
                *count -= times;
            }
        }
        self.voters -= times;
    }
}

/// The majority-ranking: by the majority grade, then by that of the rest when it is taken away, and so on.
fn compare(one: &Grades, other: &Grades) -> Ordering {
    let (mut one, mut other) = (one.clone(), other.clone());
    while one != other {
        let ((grade, times), (against, again)) = (one.until_change(), other.until_change());
        if grade != against {
            return grade.cmp(&against);
        }
        let times = times.min(again);
        if times == 0 {
            break;
        }
        one.take(grade, times);
        other.take(grade, times);
    }
    Ordering::Equal
}

/// Majority judgment: who has the highest majority grade, ties by taking that grade away again and again. A ballot that
/// grades an option not at all gives it the worst grade of all ballots, as the method's authors have it.
///
/// # Errors
/// [`TallyError::NoOptions`], [`TallyError::NoBallots`], [`TallyError::Seats`].
pub fn majority_judgment(scores: &Scores, seats: usize, ties: &Ties) -> Result<Tally, TallyError> {
    countable(scores.options().len(), scores.voters(), seats)?;
    let worst = scores.ballots().flat_map(|(_, cells)| cells.iter().flatten()).min().copied().unwrap_or(0);
    let mut counts = vec![BTreeMap::<i32, u64>::new(); scores.options().len()];
    for (weight, cells) in scores.ballots() {
        for (counts, cell) in counts.iter_mut().zip(cells) {
            *counts.entry(cell.unwrap_or(worst)).or_default() += weight;
        }
    }
    let all: Vec<Grades> = counts
        .into_iter()
        .map(|counts| Grades {
            counts: counts.into_iter().filter(|(_, count)| *count > 0).collect(),
            voters: scores.voters(),
        })
        .collect();
    let mut order: Vec<(&Grades, usize)> = all.iter().zip(0..).collect();
    order.sort_by(|one, other| compare(other.0, one.0).then(one.1.cmp(&other.1)));
    let ranking = order
        .chunk_by(|one, other| compare(one.0, other.0).is_eq())
        .map(|group| group.iter().map(|(_, option)| *option).collect())
        .collect();
    let mut tally = Tally::by_ranking(ranking, seats, ties);
    tally.medians = Some(all.iter().map(Grades::median).collect());
    tally.grades = Some(all.into_iter().map(|grades| grades.counts).collect());
    Ok(tally)
}
