// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The two principal axes of the votes.

use super::{Chance, votes::Votes};

/// The two directions in which opinions differ most.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Axes {
    /// The mean vote on each statement, of those who voted on it: 1 agrees, -1 disagrees.
    pub means: Vec<f64>,
    /// The two axes, each a number for each statement, of length 1; the first one explains more. All zero where opinions
    /// differ in fewer directions.
    pub axes: [Vec<f64>; 2],
    /// The variance along each, a part of the whole.
    pub explained: [f64; 2],
}

/// Directions that are followed at once: two more than are wanted, so that the two become clear sooner.
const FOLLOWED: usize = 4;
const MOST_STEPS: usize = 2_000;
const CLOSE: f64 = 1e-13;

/// Votes with the statement's mean taken away: what is missing is the mean, so zero, so nothing.
struct Centred {
    rows: Vec<Vec<(usize, f64)>>,
    width: usize,
}

impl Centred {
    /// XᵀX v, without the matrix XᵀX.
    fn twice(&self, vector: &[f64]) -> Vec<f64> {
        let mut product = vec![0.0; self.width];
        for row in &self.rows {
            let along: f64 = row.iter().map(|(at, value)| value * vector.get(*at).copied().unwrap_or(0.0)).sum();
            for (at, value) in row {
                if let Some(cell) = product.get_mut(*at) {
                    *cell += value * along;
                }
            }
        }
        product
    }

    fn variance(&self) -> f64 {
        self.rows.iter().flatten().map(|(_, value)| value * value).sum()
    }
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

/// Makes directions orthogonal and of length 1, in their order; one that lies in those before becomes zero.
fn orthonormal(directions: &mut [Vec<f64>]) {
    for at in 0..directions.len() {
        let (before, rest) = directions.split_at_mut(at);
        let Some(this) = rest.first_mut() else { continue };
        let length = dot(this, this).sqrt();
        // Twice, since once leaves rounding behind.
        for _ in 0..2 {
            for other in before.iter() {
                let along = dot(this, other);
                for (cell, other) in this.iter_mut().zip(other) {
                    *cell -= along * other;
                }
            }
        }
        let left = dot(this, this).sqrt();
        let scale = if left > 1e-9 * length && left > 1e-12 { 1.0 / left } else { 0.0 };
        for cell in this.iter_mut() {
            *cell *= scale;
        }
    }
}

/// The axes of the votes, by subspace iteration. What is missing counts as the statement's mean.
///
/// Each axis points so that its largest number is positive.
#[must_use]
pub fn axes(votes: &Votes) -> Axes {
    let width = votes.statements().len();
    let mut sums = vec![(0.0, 0.0); width];
    for (at, vote) in votes.participants().flat_map(|(_, votes)| votes) {
        if let Some((sum, count)) = sums.get_mut(*at) {
            *sum += f64::from(vote.value());
            *count += 1.0;
        }
    }
    let means: Vec<f64> = sums.iter().map(|(sum, count)| if *count > 0.0 { sum / count } else { 0.0 }).collect();
    let mean = |at: usize| means.get(at).copied().unwrap_or(0.0);
    let centred = |votes: &[(usize, super::Vote)]| {
        votes.iter().map(|(at, vote)| (*at, f64::from(vote.value()) - mean(*at))).collect()
    };
    let matrix = Centred { rows: votes.participants().map(|(_, votes)| centred(votes)).collect(), width };
    let mut chance = Chance(20_261_124);
    let mut directions: Vec<Vec<f64>> =
        (0..FOLLOWED.min(width)).map(|_| (0..width).map(|_| chance.part() - 0.5).collect()).collect();
    orthonormal(&mut directions);
    let mut strengths = vec![0.0; directions.len()];
    for _ in 0..MOST_STEPS {
        let images: Vec<Vec<f64>> = directions.iter().map(|direction| matrix.twice(direction)).collect();
        let (turned, values) = ritz(&directions, &images);
        // Two axes are done when their images point along them.
        let off = turned.iter().take(2).map(|(direction, image)| {
            let along = dot(direction, image);
            let length = dot(image, image);
            if length > 0.0 { (length - along * along).max(0.0) / length } else { 0.0 }
        });
        let done = off.fold(0.0, f64::max) < CLOSE * CLOSE;
        strengths = values;
        directions = turned.into_iter().map(|(direction, image)| if done { direction } else { image }).collect();
        orthonormal(&mut directions);
        if done {
            break;
        }
    }
    let all = matrix.variance();
    let mut found = directions.into_iter().zip(strengths).take(2);
    let mut next = || match found.next() {
        Some((mut axis, strength)) if strength > 1e-9 => {
            point(&mut axis);
            (axis, if all > 0.0 { strength / all } else { 0.0 })
        }
        _ => (vec![0.0; width], 0.0),
    };
    let (first, second) = (next(), next());
    Axes { means, axes: [first.0, second.0], explained: [first.1, second.1] }
}

/// Turns an axis so that its largest number is positive.
fn point(axis: &mut [f64]) {
    let largest = axis.iter().copied().max_by(|one, other| one.abs().total_cmp(&other.abs())).unwrap_or(0.0);
    if largest < 0.0 {
        for cell in axis {
            *cell = -*cell;
        }
    }
}

/// A direction and its image.
type Pair = (Vec<f64>, Vec<f64>);

/// Turns directions within the space they span to those that the matrix only stretches (Rayleigh and Ritz), the strongest
/// first, by Jacobi's rotations of the small matrix between them.
fn ritz(directions: &[Vec<f64>], images: &[Vec<f64>]) -> (Vec<Pair>, Vec<f64>) {
    let size = directions.len();
    let mut small = [[0.0; FOLLOWED]; FOLLOWED];
    let mut turn = [[0.0; FOLLOWED]; FOLLOWED];
    for (at, (row, direction)) in small.iter_mut().zip(directions).enumerate() {
        for (cell, image) in row.iter_mut().zip(images) {
            *cell = dot(direction, image);
        }
        turn.iter_mut().skip(at).take(1).flat_map(|row| row.iter_mut().skip(at).take(1)).for_each(|cell| *cell = 1.0);
    }
    for _ in 0..30 {
        for one in 0..size {
            for other in one + 1..size {
                rotate(&mut small, &mut turn, one, other);
            }
        }
    }
    let value = |at: usize| small.get(at).and_then(|row| row.get(at)).copied().unwrap_or(0.0);
    let mut order: Vec<usize> = (0..size).collect();
    order.sort_by(|one, other| value(*other).total_cmp(&value(*one)));
    let combined = |vectors: &[Vec<f64>], at: usize| {
        let mut sum = vec![0.0; vectors.first().map_or(0, Vec::len)];
        for (vector, row) in vectors.iter().zip(&turn) {
            let part = row.get(at).copied().unwrap_or(0.0);
            for (cell, value) in sum.iter_mut().zip(vector) {
                *cell += part * value;
            }
        }
        sum
    };
    let pairs = order.iter().map(|at| (combined(directions, *at), combined(images, *at))).collect();
    (pairs, order.into_iter().map(value).collect())
}

type Small = [[f64; FOLLOWED]; FOLLOWED];

/// One rotation that makes a cell zero.
fn rotate(small: &mut Small, turn: &mut Small, one: usize, other: usize) {
    let get = |matrix: &Small, row: usize, column: usize| {
        matrix.get(row).and_then(|row| row.get(column)).copied().unwrap_or(0.0)
    };
    let off = get(small, one, other);
    let difference = get(small, other, other) - get(small, one, one);
    if off.abs() <= f64::MIN_POSITIVE || off.abs() <= 1e-18 * difference.abs() {
        return;
    }
    let half = difference / (2.0 * off);
    let tangent = half.signum() / (half.abs() + (half * half + 1.0).sqrt());
    let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
    let sine = tangent * cosine;
    let mix = |cells: (f64, f64)| (cosine * cells.0 - sine * cells.1, sine * cells.0 + cosine * cells.1);
    let columns = |matrix: &mut Small| {
        for row in matrix.iter_mut() {
            let [first, second] = [one, other].map(|at| row.get(at).copied().unwrap_or(0.0));
            let (first, second) = mix((first, second));
            for (at, value) in [(one, first), (other, second)] {
                row.iter_mut().skip(at).take(1).for_each(|cell| *cell = value);
            }
        }
    };
    columns(small);
    columns(turn);
    for column in 0..FOLLOWED {
        let (first, second) = mix((get(small, one, column), get(small, other, column)));
        for (at, value) in [(one, first), (other, second)] {
            let row = small.iter_mut().skip(at).take(1);
            row.flat_map(|row| row.iter_mut().skip(column).take(1)).for_each(|cell| *cell = value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(one: &[f64], other: &[f64]) {
        assert!(
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| (one - other).abs() < 1e-12),
            "{one:?} {other:?}"
        );
    }

    #[test]
    fn directions_become_orthogonal_however_long_they_are() {
        let mut directions = vec![vec![3e-7, 0.0, 4e-7], vec![1e9, 1e9, 0.0], vec![5.0, 0.0, 0.0]];
        orthonormal(&mut directions);
        near(&directions[0], &[0.6, 0.0, 0.8]);
        // (1, 1, 0) without its part along the first is (0.64, 1, -0.48), of length √1.64.
        near(&directions[1], &[0.64, 1.0, -0.48].map(|cell| cell / 1.64_f64.sqrt()));
        assert!(dot(&directions[2], &directions[0]).abs() < 1e-12 && dot(&directions[2], &directions[1]).abs() < 1e-12);
    }

    #[test]
    fn a_direction_that_lies_in_those_before_is_none() {
        let first = vec![0.1, 0.7, 0.3];
        let again: Vec<f64> = first.iter().map(|cell| cell * 1e6 / 3.0).collect();
        let mut directions = vec![first, again, vec![0.0; 3], vec![1e-13, 0.0, 0.0]];
        orthonormal(&mut directions);
        for direction in &directions[1..] {
            assert_eq!(*direction, [0.0; 3]);
        }
    }

    /// The matrix (2 1; 1 2) stretches (1, 1) threefold and leaves (1, -1) as long as it is.
    #[test]
    fn directions_are_turned_to_those_that_are_only_stretched() {
        let (pairs, values) = ritz(&[vec![1.0, 0.0], vec![0.0, 1.0]], &[vec![2.0, 1.0], vec![1.0, 2.0]]);
        near(&values, &[3.0, 1.0]);
        let half = 0.5_f64.sqrt();
        for ((direction, image), (expected, value)) in pairs.iter().zip([([half, half], 3.0), ([half, -half], 1.0)]) {
            let turned = if direction[0] < 0.0 { -1.0 } else { 1.0 };
            near(&direction.iter().map(|cell| cell * turned).collect::<Vec<_>>(), &expected);
            near(&image.iter().map(|cell| cell * turned / value).collect::<Vec<_>>(), &expected);
        }
    }

    /// A matrix of four rows with the strengths 4, 3, 2 and 1 along directions of which no two cells are zero.
    #[test]
    fn four_directions_are_found_at_once() {
        let mut own = vec![
            vec![1.0, 2.0, 3.0, 4.0],
            vec![-2.0, 1.0, 1.0, 5.0],
            vec![1.0, 0.0, -3.0, 1.0],
            vec![4.0, 1.0, 1.0, 1.0],
        ];
        orthonormal(&mut own);
        let unit = |at: usize| (0..4).map(|cell| if cell == at { 1.0 } else { 0.0 }).collect::<Vec<f64>>();
        let matrix = |vector: &[f64]| {
            let mut image = vec![0.0; 4];
            for (direction, strength) in own.iter().zip([1.0, 4.0, 2.0, 3.0]) {
                let along = strength * dot(direction, vector);
                image.iter_mut().zip(direction).for_each(|(cell, part)| *cell += along * part);
            }
            image
        };
        let units: Vec<Vec<f64>> = (0..4).map(unit).collect();
        let images: Vec<Vec<f64>> = units.iter().map(|unit| matrix(unit)).collect();
        let (pairs, values) = ritz(&units, &images);
        near(&values, &[4.0, 3.0, 2.0, 1.0]);
        for ((direction, image), place) in pairs.iter().zip([1, 3, 2, 0]) {
            assert!((dot(direction, &own[place]).abs() - 1.0).abs() < 1e-12);
            near(image, &matrix(direction));
        }
    }

    #[test]
    fn the_largest_number_of_an_axis_is_positive() {
        let mut axis = [0.5, -0.8, 0.1];
        point(&mut axis);
        assert_eq!(axis, [-0.5, 0.8, -0.1]);
        point(&mut axis);
        assert_eq!(axis, [-0.5, 0.8, -0.1]);
    }
}
