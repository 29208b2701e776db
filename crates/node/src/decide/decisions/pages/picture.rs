// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The picture of a way: a line with a knot for each step, thick as far as it was gone.

use crate::spine::world::Micros;

/// A step in the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Point {
    /// Behind.
    Gone,
    /// Where it is.
    Here,
    /// Ahead.
    Coming,
}

impl Point {
    /// For the template.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::Here => "here",
            Self::Coming => "coming",
        }
    }
}

/// A knot, and the line from it to the next.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Knot {
    /// Where it stands.
    pub(super) x: i64,
    /// What it is.
    pub(super) point: Point,
    /// Where the thick part of the line to the next ends; nothing where none begins here.
    pub(super) gone_to: Option<i64>,
}

/// A way as a picture, [`WIDTH`] wide.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Road {
    /// Its knots.
    pub(super) knots: Vec<Knot>,
    /// Where the line ends.
    pub(super) end: i64,
}

/// How wide the picture is.
const WIDTH: i64 = 320;
/// Room for a knot at either end.
const EDGE: i64 = 14;

impl Road {
    /// Through these steps. `gone` is how much of the present one's time is over, and how much there is.
    pub(super) fn through(points: impl ExactSizeIterator<Item = Point>, gone: Option<(Micros, Micros)>) -> Self {
        let last = i64::try_from(points.len().saturating_sub(1)).unwrap_or(1).max(1);
        let x = |place: i64| EDGE + (WIDTH - 2 * EDGE) * place / last;
        let knots = (0..).zip(points).map(|(place, point)| {
            let (from, to) = (x(place), x(place + 1).min(WIDTH - EDGE));
            let gone_to = match (point, gone) {
                (Point::Gone, _) => Some(to),
                (Point::Here, Some((over, all))) if all > 0 => {
                    Some(from + (i128::from(to - from) * i128::from(over.clamp(0, all)) / i128::from(all)) as i64)
                }
                _ => None,
            };
            Knot { x: from, point, gone_to: gone_to.filter(|to| *to > from) }
        });
        Self { knots: knots.collect(), end: WIDTH - EDGE }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_thick_as_far_as_time_has_gone() {
        let points = [Point::Gone, Point::Here, Point::Coming].into_iter();
        let road = Road::through(points, Some((18, 72)));
        let seen: Vec<_> = road.knots.iter().map(|knot| (knot.x, knot.gone_to)).collect();
        assert_eq!(seen, [(14, Some(160)), (160, Some(196)), (306, None)]);
        assert_eq!(Road::through([Point::Here].into_iter(), None).knots[0].x, 14);
        let late = Road::through([Point::Here, Point::Coming].into_iter(), Some((99, 9)));
        assert_eq!(late.knots[0].gone_to, Some(306));
    }
}
