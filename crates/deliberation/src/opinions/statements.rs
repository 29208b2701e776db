// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What groups say of statements.

use serde::Serialize;

/// How often a group said what of a statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Agree.
    pub agree: u64,
    /// Disagree.
    pub disagree: u64,
    /// Pass.
    pub pass: u64,
}

impl Counts {
    /// All who said something.
    #[must_use]
    pub fn seen(self) -> u64 {
        self.agree + self.disagree + self.pass
    }

    fn plus(self, other: Counts) -> Counts {
        Counts {
            agree: self.agree + other.agree,
            disagree: self.disagree + other.disagree,
            pass: self.pass + other.pass,
        }
    }
}

/// Which side a group stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// It agrees more than others.
    Agree,
    /// It disagrees more than others.
    Disagree,
}

/// How a group stands to a statement, compared with the others.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Standing {
    /// Its counts.
    #[serde(flatten)]
    pub counts: Counts,
    /// Its side.
    pub side: Side,
    /// The estimated probability that a member says so: (n+1)/(N+2).
    pub probability: f64,
    /// How far from one half that is, in standard deviations.
    pub test: f64,
    /// How many times more probable it is than with the others.
    pub ratio: f64,
    /// How far the two are apart, in standard deviations.
    pub ratio_test: f64,
    /// The product of these four, by which statements that represent the group are ordered.
    pub representativeness: f64,
}

fn probability(count: u64, seen: u64) -> f64 {
    (count as f64 + 1.0) / (seen as f64 + 2.0)
}

/// One proportion against one half, with one success added.
fn one_test(count: u64, seen: u64) -> f64 {
    let seen = seen as f64 + 1.0;
    2.0 * seen.sqrt() * ((count as f64 + 1.0) / seen - 0.5)
}

/// Two proportions, with one success added to each.
fn two_test((count, seen): (u64, u64), (other, others): (u64, u64)) -> f64 {
    let (count, seen, other, others) = (count as f64 + 1.0, seen as f64 + 1.0, other as f64 + 1.0, others as f64 + 1.0);
    let both = (count + other) / (seen + others);
    // Where all said the same, and each got one more than there are, nothing sets them apart.
    if both >= 1.0 {
        return 0.0;
    }
    (count / seen - other / others) / (both * (1.0 - both) * (1.0 / seen + 1.0 / others)).sqrt()
}

/// How a group stands to a statement, the rest of the participants being these.
#[must_use]
pub fn standing(group: Counts, rest: Counts) -> Standing {
    let of = |side, count: u64, other: u64| {
        let here = probability(count, group.seen());
        let test = one_test(count, group.seen());
        let ratio = here / probability(other, rest.seen());
        let ratio_test = two_test((count, group.seen()), (other, rest.seen()));
        let representativeness = ratio * ratio_test * here * test;
        Standing { counts: group, side, probability: here, test, ratio, ratio_test, representativeness }
    };
    let agree = of(Side::Agree, group.agree, rest.agree);
    let disagree = of(Side::Disagree, group.disagree, rest.disagree);
    if agree.ratio_test > disagree.ratio_test { agree } else { disagree }
}

/// How probable it is that members of all groups agree: the product of (A+1)/(S+2) over the groups (group-aware consensus).
#[must_use]
pub fn consensus(groups: &[Counts]) -> f64 {
    groups.iter().map(|group| probability(group.agree, group.seen())).product()
}

/// A statement with what each group says of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Statement {
    /// Its id.
    pub id: u64,
    /// Its group-aware consensus.
    pub consensus: f64,
    /// How each group stands to it.
    pub groups: Vec<Standing>,
}

impl Statement {
    pub(super) fn new(id: u64, counts: &[Counts]) -> Statement {
        let rest = |at: usize| {
            let others = counts.iter().enumerate().filter(|(other, _)| *other != at);
            others.fold(Counts::default(), |sum, (_, other)| sum.plus(*other))
        };
        let groups = counts.iter().enumerate().map(|(at, group)| standing(*group, rest(at))).collect();
        Statement { id, consensus: consensus(counts), groups }
    }
}

/// 90% one-sided.
const SIGNIFICANT: f64 = 1.2816;

/// At most so many statements represent a group.
const MOST: usize = 5;

/// The statements that represent a group best, by their place: those on which it significantly stands on one side, and more
/// than the others do; without any, the one that comes nearest.
pub(super) fn representative(statements: &[Statement], group: usize) -> Vec<usize> {
    let mut all: Vec<(usize, &Standing)> = statements
        .iter()
        .enumerate()
        .filter_map(|(at, statement)| Some((at, statement.groups.get(group)?)))
        .filter(|(_, standing)| standing.counts.seen() > 0)
        .collect();
    all.sort_by(|one, other| other.1.representativeness.total_cmp(&one.1.representativeness).then(one.0.cmp(&other.0)));
    let clear = |standing: &Standing| standing.test > SIGNIFICANT && standing.ratio_test > SIGNIFICANT;
    let mut best: Vec<(usize, &Standing)> =
        all.iter().copied().filter(|(_, standing)| clear(standing)).take(MOST).collect();
    if best.is_empty() {
        best.extend(all.iter().copied().filter(|(_, standing)| standing.ratio_test > 0.0).take(1));
    }
    // What a group agrees with says more about it than what it rejects: that comes first.
    best.sort_by_key(|(_, standing)| standing.side == Side::Disagree);
    best.into_iter().map(|(at, _)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(agree: u64, disagree: u64) -> Counts {
        Counts { agree, disagree, pass: 0 }
    }

    /// Statements of which two groups say this, each.
    fn told(all: &[(Counts, Counts)]) -> Vec<Statement> {
        (0..).zip(all).map(|(id, (one, other))| Statement::new(id, &[*one, *other])).collect()
    }

    #[test]
    fn to_agree_and_to_disagree_are_measured_alike() {
        let (yes, no) = (standing(counts(6, 1), counts(2, 4)), standing(counts(1, 6), counts(4, 2)));
        assert_eq!((yes.side, no.side), (Side::Agree, Side::Disagree));
        let numbers = |it: &Standing| [it.probability, it.test, it.ratio, it.ratio_test, it.representativeness];
        assert_eq!(numbers(&yes), numbers(&no));
        let [probability, test, ratio, ratio_test, all] = numbers(&yes);
        assert!((all - probability * test * ratio * ratio_test).abs() < 1e-12);
        // 7 of 8 against one half.
        assert!((test - 2.0 * 8_f64.sqrt() * (7.0 / 8.0 - 0.5)).abs() < 1e-12);
        assert_eq!(two_test((3, 3), (2, 2)), 0.0, "where all say the same nothing sets them apart");
        let passes = Counts { agree: 1, disagree: 2, pass: 3 };
        assert_eq!((passes.seen(), passes.plus(passes)), (6, Counts { agree: 2, disagree: 4, pass: 6 }));
    }

    /// What a group agrees with comes first, then what it rejects; what both say alike, or nobody saw, is left out.
    #[test]
    fn what_sets_a_group_apart_represents_it() {
        let all = told(&[
            (counts(5, 5), counts(5, 5)),
            (counts(0, 9), counts(9, 0)),
            (counts(7, 1), counts(1, 7)),
            (counts(0, 0), counts(0, 9)),
            (counts(9, 0), counts(9, 0)),
        ]);
        assert_eq!(representative(&all, 0), [2, 1]);
        assert_eq!(representative(&all, 1), [1, 2]);
        assert_eq!(representative(&all, 2), [] as [usize; 0], "there is no such group");
        // Where nothing is clear, the one that comes nearest, if one does.
        let unclear = told(&[(counts(3, 2), counts(2, 3)), (counts(4, 2), counts(2, 4)), (counts(2, 2), counts(2, 2))]);
        assert_eq!(representative(&unclear, 0), [1]);
        assert_eq!(representative(&told(&[(counts(2, 2), counts(2, 2))]), 0), [] as [usize; 0]);
        // No more than five, and of equal ones the first.
        assert_eq!(representative(&told(&[(counts(9, 0), counts(0, 9)); 7]), 0), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn the_rest_of_a_statement_is_everybody_else() {
        let statement = Statement::new(1, &[counts(6, 0), counts(1, 3), counts(1, 1)]);
        assert_eq!(statement.groups[0], standing(counts(6, 0), counts(2, 4)));
        assert_eq!(statement.groups[2], standing(counts(1, 1), counts(7, 3)));
    }
}
