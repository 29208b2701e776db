// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Groups of like opinion: k-means, with as many groups as the silhouette likes best.

use super::Chance;

/// A place on the map.
pub(super) type Point = [f64; 2];

/// Participants are first put into so many small heaps, which are then grouped.
const HEAPS: usize = 100;
const MOST_GROUPS: usize = 5;
const STARTS: usize = 10;
const MOST_STEPS: usize = 100;

fn apart(one: Point, other: Point) -> f64 {
    let [x, y] = [one[0] - other[0], one[1] - other[1]];
    x * x + y * y
}

/// Places with how many are there.
type Weighted = (Point, f64);

fn nearest(point: Point, centres: &[Point]) -> usize {
    let by_distance =
        |one: &(usize, &Point), other: &(usize, &Point)| apart(point, *one.1).total_cmp(&apart(point, *other.1));
    centres.iter().enumerate().min_by(by_distance).map_or(0, |(at, _)| at)
}

/// The nearest centre of each point, and the sum of squares, after Lloyd's steps from good starting points (k-means++,
/// Arthur and Vassilvitskii 2007). The best of several starts.
fn k_means(points: &[Weighted], k: usize, starts: usize, chance: &mut Chance) -> Vec<usize> {
    let mut best: Option<(f64, Vec<usize>)> = None;
    for _ in 0..starts {
        let mut centres = spread(points, k, chance);
        let mut near: Vec<usize> = points.iter().map(|(point, _)| nearest(*point, &centres)).collect();
        for _ in 0..MOST_STEPS {
            let mut sums = vec![([0.0, 0.0], 0.0); centres.len()];
            for ((point, weight), at) in points.iter().zip(&near) {
                if let Some((sum, all)) = sums.get_mut(*at) {
                    sum[0] += weight * point[0];
                    sum[1] += weight * point[1];
                    *all += weight;
                }
            }
            for (centre, (sum, all)) in centres.iter_mut().zip(sums) {
                if all > 0.0 {
                    *centre = [sum[0] / all, sum[1] / all];
                }
            }
            let moved: Vec<usize> = points.iter().map(|(point, _)| nearest(*point, &centres)).collect();
            if moved == near {
                break;
            }
            near = moved;
        }
        let far = |((point, weight), at): (&Weighted, &usize)| {
            centres.get(*at).map_or(0.0, |centre| weight * apart(*point, *centre))
        };
        let spread_out: f64 = points.iter().zip(&near).map(far).sum();
        if best.as_ref().is_none_or(|(least, _)| spread_out < *least) {
            best = Some((spread_out, near));
        }
    }
    best.map(|(_, near)| near).unwrap_or_default()
}

/// Starting points, each likelier the farther it is from those before.
fn spread(points: &[Weighted], k: usize, chance: &mut Chance) -> Vec<Point> {
    let mut centres: Vec<Point> = Vec::new();
    let mut far: Vec<f64> = points.iter().map(|(_, weight)| *weight).collect();
    while centres.len() < k {
        let all: f64 = far.iter().sum();
        if all <= 0.0 {
            break;
        }
        let mut left = chance.part() * all;
        let chosen = far.iter().position(|part| {
            left -= part;
            left < 0.0
        });
        let Some((point, _)) = chosen.or(far.iter().rposition(|part| *part > 0.0)).and_then(|at| points.get(at)) else {
            break;
        };
        centres.push(*point);
        for (far, (other, weight)) in far.iter_mut().zip(points) {
            let distance = weight * apart(*point, *other);
            *far = if centres.len() == 1 { distance } else { far.min(distance) };
        }
    }
    centres
}

/// How much nearer points are to their own group than to the next one, from -1 to 1 (Rousseeuw 1987); heaps count by how
/// many they are, and who shares a heap is at no distance.
fn silhouette(points: &[Weighted], near: &[usize], k: usize) -> f64 {
    let (mut sum, mut all) = (0.0, 0.0);
    for ((point, weight), own) in points.iter().zip(near) {
        let mut distances = vec![(0.0, 0.0); k];
        for ((other, count), group) in points.iter().zip(near) {
            if let Some((distance, members)) = distances.get_mut(*group) {
                *distance += count * apart(*point, *other).sqrt();
                *members += count;
            }
        }
        let mean = |group: usize, without: f64| {
            let (distance, members) = distances.get(group).copied().unwrap_or_default();
            (members > without).then(|| distance / (members - without))
        };
        let inside = mean(*own, 1.0);
        let outside = (0..k).filter(|group| group != own).filter_map(|group| mean(group, 0.0)).min_by(f64::total_cmp);
        if let (Some(inside), Some(outside)) = (inside, outside) {
            let most = inside.max(outside);
            sum += if most > 0.0 { weight * (outside - inside) / most } else { 0.0 };
        }
        all += weight;
    }
    if all > 0.0 { sum / all } else { 0.0 }
}

/// The group of each point, from 0, and the silhouette. Never a group of one: where every division leaves somebody alone,
/// all are one group.
pub(super) fn grouped(points: &[Point]) -> (Vec<usize>, f64) {
    let mut chance = Chance(20_261_125);
    let single: Vec<Weighted> = points.iter().map(|point| (*point, 1.0)).collect();
    let heap = if points.len() > HEAPS { k_means(&single, HEAPS, 1, &mut chance) } else { (0..points.len()).collect() };
    let mut heaps: Vec<Weighted> = vec![([0.0, 0.0], 0.0); heap.iter().max().map_or(0, |most| most + 1)];
    for (point, at) in points.iter().zip(&heap) {
        if let Some((centre, count)) = heaps.get_mut(*at) {
            *count += 1.0;
            centre[0] += (point[0] - centre[0]) / *count;
            centre[1] += (point[1] - centre[1]) / *count;
        }
    }
    let most = MOST_GROUPS.min(2 + heaps.len() / 12);
    let mut best: (Vec<usize>, f64) = (vec![0; points.len()], 0.0);
    let mut found = false;
    for k in 2..=most {
        let near = k_means(&heaps, k, STARTS, &mut chance);
        let mut members = vec![0.0; k];
        for ((_, count), at) in heaps.iter().zip(&near) {
            members.iter_mut().skip(*at).take(1).for_each(|all| *all += count);
        }
        if members.iter().any(|count| *count < 2.0) {
            continue;
        }
        let quality = silhouette(&heaps, &near, k);
        if !found || quality > best.1 {
            found = true;
            best = (heap.iter().map(|at| near.get(*at).copied().unwrap_or(0)).collect(), quality);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nine places around each of these.
    fn around(centres: &[Point]) -> Vec<Point> {
        let near = |centre: &Point| {
            let centre = *centre;
            (0..9).map(move |nth| [centre[0] + f64::from(nth % 3) * 0.1, centre[1] + f64::from(nth / 3) * 0.1])
        };
        centres.iter().flat_map(near).collect()
    }

    /// How many members each group of consecutive nines has, and whether each nine is in one group of its own.
    fn apart_by_nines(points: &[Point]) -> bool {
        let (groups, _) = grouped(points);
        let nines: Vec<&[usize]> = groups.chunks(9).collect();
        let alike = nines.iter().all(|nine| nine.iter().all(|group| *group == nine[0]));
        let all: std::collections::BTreeSet<usize> = groups.iter().copied().collect();
        alike && all.len() == nines.len()
    }

    /// However camps lie: beside each other, above each other, or in a triangle.
    #[test]
    fn camps_are_told_apart_in_every_direction() {
        for centres in [
            &[[-3.0, 0.0], [3.0, 0.0]][..],
            &[[0.0, -3.0], [0.0, 3.0]],
            &[[5.0, 5.0], [5.0, 9.0]],
            &[[-3.0, -2.0], [3.0, -2.0], [0.0, 4.0]],
            &[[2.0, 2.0], [2.0, 6.0], [6.0, 2.0], [6.0, 6.0]],
        ] {
            assert!(apart_by_nines(&around(centres)), "{centres:?}");
        }
    }

    /// More people than heaps: each heap stands where its members are, and counts by how many they are.
    #[test]
    fn many_people_are_grouped_by_heaps() {
        let few = around(&[[1.0, 1.0], [1.0, 4.0]]);
        // 144 people at 18 places, eight at each.
        let many: Vec<Point> = few.iter().flat_map(|place| [*place; 8]).collect();
        let ((groups, quality), (alike, other)) = (grouped(&many), grouped(&few));
        assert!((0..144).all(|at| (groups[at] == groups[0]) == (alike[at / 8] == alike[0])), "{groups:?}");
        assert!(other > 0.9 && quality > other, "who shares a place is at no distance: {quality} {other}");
    }

    /// By hand: two and two on a line. Who is at 0 is 1 from their own and 10.5 from the others, who is at 1 9.5.
    #[test]
    fn the_silhouette_is_rousseeuw_s() {
        let line = [0.0, 1.0, 10.0, 11.0].map(|x| ([x, 0.0], 1.0));
        let expected = ((10.5 - 1.0) / 10.5 + (9.5 - 1.0) / 9.5) / 2.0;
        assert!((silhouette(&line, &[0, 0, 1, 1], 2) - expected).abs() < 1e-12);
        // Three at 0 and one at 4, against one at (0, 3): at 0 the own are 4/3 away, the other 3; at 4 they are 4 and 5.
        let heaps = [([0.0, 0.0], 3.0), ([4.0, 0.0], 1.0), ([0.0, 3.0], 1.0)];
        let expected = (3.0 * (3.0 - 4.0 / 3.0) / 3.0 + (5.0 - 4.0) / 5.0) / 5.0;
        assert!((silhouette(&heaps, &[0, 0, 1], 2) - expected).abs() < 1e-12, "who is alone adds nothing");
        // Who is nearer to the others than to their own is below zero.
        assert!(silhouette(&line, &[0, 1, 0, 1], 2) < 0.0);
        assert_eq!(silhouette(&[([1.0, 1.0], 1.0); 4], &[0, 0, 1, 1], 2), 0.0, "all at one place");
    }

    #[test]
    fn nobody_is_left_alone_in_a_group() {
        let mut points = around(&[[0.0, 0.0]]);
        points.push([90.0, 90.0]);
        assert_eq!(grouped(&points), (vec![0; 10], 0.0), "all are one group");
        let mut points = around(&[[0.0, 0.0], [9.0, 0.0]]);
        points.extend([[4.0, 0.0]; 2]);
        assert!(grouped(&points).0.iter().max() > Some(&0));
    }

    #[test]
    fn the_nearest_centre_is_the_nearest() {
        let centres = [[0.0, 0.0], [0.0, 2.0], [2.0, 0.0]];
        assert_eq!([[0.9, 0.8], [0.8, 1.9], [1.9, 0.8]].map(|point| nearest(point, &centres)), [0, 1, 2]);
        assert_eq!(apart([1.0, 2.0], [4.0, -2.0]), 25.0);
    }
}
